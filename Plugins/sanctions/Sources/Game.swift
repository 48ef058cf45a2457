import PluginKit

/// A schedule as a sequence of moves that each have to be worth making: steps of relief against steps of withdrawal.
///
/// At its step a party goes on, or defects: it leaves the step out and takes no further one, and may at the same time undo
/// its own steps that can be undone. Until the breach is seen (`detection`) the others go on; unseen, up to the defector's
/// next step, which would be missed. Then nobody moves any more, and those who hold a snapback take back what they gave,
/// with their credibility, after their lag. When all steps are done, undoing one's own is the one defection that is left.
/// Only the issues of `exchange` count.
package struct Game {
    package struct Move {
        /// The place of the step in the package's schedule.
        package let index: Int
        package let step: Step
    }

    package enum Defection: Sendable, Hashable {
        /// The step is left out.
        case withholding
        /// The step is left out and what can be undone is undone.
        case undoing
        /// Everything is done, and then undone.
        case afterwards
    }

    /// One point at which one party might defect in one way.
    package struct Decision {
        package let party: ID<Party>
        /// The step that is due; for the time after the last, the party's own last one.
        package let move: Move
        package let defection: Defection
        package let margin: Margin
    }

    let theCase: ModuleCase<SanctionsSection>
    let section: SanctionsSection
    let exchange: Exchange
    package let package: Package
    /// The steps that deliver something of the exchange, by time; those of one time in the order of the schedule.
    package let moves: [Move]
    let stakes: Stakes

    package init(
        _ theCase: ModuleCase<SanctionsSection>, _ section: SanctionsSection, _ exchange: Exchange, _ package: Package,
        reading: Reading
    ) {
        self.theCase = theCase
        self.section = section
        self.exchange = exchange
        self.package = package
        let issues = exchange.relief + exchange.against
        moves = package.schedule.enumerated().filter { step in
            issues.contains { (step.element.delivers[$0] ?? 0) > 0 }
        }.sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map { Move(index: $0.offset, step: $0.element) }
        stakes = Stakes(theCase.workspace, reading)
    }

    var issues: [ID<Issue>] { exchange.relief + exchange.against }
    /// Those who have a step, in the order of their first.
    package var parties: [ID<Party>] { OrderedSet(moves.map(\.step.party)).elements }

    /// Everything but the step itself is left to the ranges.
    package func inputs(of party: ID<Party>) -> Margin.Inputs {
        var worth: OrderedDictionary<ID<Issue>, Interval> = [:]
        for issue in issues { worth[issue] = stakes.worth(of: issue, to: party, in: package) }
        return Margin.Inputs(
            worth: worth, credibility: section.snapback.mapValues(\.credibility),
            patience: theCase.workspace.parties[party]?.patience ?? .unit)
    }

    // MARK: Decisions

    package func decisions() -> [Decision] { points.compactMap { decision($0.defection, at: $0.index) } }

    /// The same from the last to the first, each made when it is asked for: what fails mostly fails late.
    var decisionsFromTheEnd: some Sequence<Decision> {
        points.reversed().lazy.compactMap { decision($0.defection, at: $0.index) }
    }

    private var points: [(defection: Defection, index: Int)] {
        moves.indices.flatMap { [(.withholding, $0), (.undoing, $0)] }
            + parties.compactMap { party in moves.lastIndex { $0.step.party == party }.map { (.afterwards, $0) } }
    }

    private func decision(_ defection: Defection, at index: Int) -> Decision? {
        let due = moves[index]
        let party = due.step.party
        let isOver = defection == .afterwards
        // Who has done everything is asked once the last step of all is done.
        let now = isOver ? (moves.last?.step.at ?? 0) : due.step.at
        let done = isOver ? moves[...] : moves[..<index]
        let own = done.filter { $0.step.party == party && $0.step.reversible }
        if defection != .withholding && own.isEmpty { return nil }
        var terms: [Margin.Term] = []
        if !isOver {
            for move in moves[index...] {
                terms += shares(move) { Margin.Term($0, at: Interval(move.step.at - now), Interval($1)) }
            }
        }
        // What the others still do counts for defecting, and what is taken back against it.
        let seen = due.step.detection?.probability ?? .unit
        let lag = due.step.detection?.lag ?? .zero
        var given = done.filter { $0.step.party != party }.map { ($0, Interval(1)) }
        if !isOver {
            let next = moves[(index + 1)...].first { $0.step.party == party }?.step.at
            for move in moves[(index + 1)...] where move.step.party != party {
                guard let still = stillDone(after: move.step.at - now, lag: lag, seen: seen, next: next.map { $0 - now }) else {
                    continue
                }
                terms += shares(move) { Margin.Term($0, at: Interval(move.step.at - now), .zero - still * Interval($1)) }
                given.append((move, still))
            }
        }
        for (move, weight) in given where move.step.reversible && move.step.snapbackBy.map({ $0 != party }) == true {
            terms += shares(move) { issue, share in
                let entry = snapback(of: issue, by: move.step.snapbackBy)
                let later = entry.map { inUnits(section.snapback[$0]?.lagMonths ?? .zero) } ?? .zero
                let from = lag + later
                // What is given only after that is taken back when it is given.
                let time = Interval(low: max(from.low, move.step.at - now), high: max(from.high, move.step.at - now))
                return Margin.Term(
                    issue, at: time, (weight * seen * Interval(share)).outward(Judgement.decimals), snapback: entry ?? "")
            }
        }
        if defection != .withholding {
            for move in own { terms += shares(move) { Margin.Term($0, at: .zero, Interval($1)) } }
        }
        return Decision(party: party, move: due, defection: defection, margin: Margin(terms))
    }

    private func shares(_ move: Move, _ term: (ID<Issue>, Number) -> Margin.Term) -> [Margin.Term] {
        issues.compactMap { issue in move.step.delivers[issue].flatMap { $0 > 0 ? term(issue, $0) : nil } }
    }

    /// With which weight a step of somebody else is still done after a breach; nil when it is not.
    private func stillDone(after time: Number, lag: Interval, seen: Interval, next: Number?) -> Interval? {
        if time <= 0 || time < lag.low { return Interval(1) }
        let unseen = Interval(low: 1 - seen.high, high: 1 - seen.low)
        if time <= lag.high { return Interval(low: unseen.low, high: 1) }
        guard next.map({ time < $0 }) ?? true, unseen.high > 0 else { return nil }
        return unseen
    }

    /// Months in time units of the workspace.
    private func inUnits(_ months: Interval) -> Interval { months.divided(by: theCase.workspace.timeUnit.inMonths) }

    /// The entry that says how relief on an issue is taken back: the holder's for the issue, else the holder's, else any for
    /// the issue.
    package func snapback(of issue: ID<Issue>, by holder: ID<Party>?) -> String? {
        func covers(_ entry: Snapback) -> Bool {
            entry.measures.contains { section.measures[$0]?.settledBy.contains(issue) == true }
        }
        let entries = section.snapback
        return
            (entries.first { $0.value.holder == holder && covers($0.value) } ?? entries.first { $0.value.holder == holder }
            ?? entries.first { covers($0.value) })?.key
    }

    // MARK: Exposure

    /// What a party has, against no deal, when everything stops after a step.
    package func standing(of party: ID<Party>, after index: Int) -> Interval {
        let inputs = inputs(of: party)
        return issues.reduce(Interval.zero) { total, issue in
            let share = moves[...index].reduce(Number.zero) { $0 + ($1.step.delivers[issue] ?? 0) }
            return total + Interval(share) * (inputs.worth[issue] ?? .zero)
        }.outward()
    }

    /// The share of an issue's settlement that is carried out once a step is done.
    package func share(of issue: ID<Issue>, after index: Int) -> Number {
        moves[...index].reduce(Number.zero) { $0 + ($1.step.delivers[issue] ?? 0) }
    }

    // MARK: Tranches

    /// The same exchange with every round cut into so many smaller ones. A round is what is given on one side and then on the
    /// other; its parts take turns within the time that it had, so nothing comes earlier than its first step or later than its
    /// last. Between two parts there is a pause as long as a part: what comes next can wait for what was before.
    package func split(into parts: Int) -> Game {
        var cut = package
        cut.schedule = rounds().flatMap { round -> [Step] in
            let first = round.first?.step.at ?? 0
            let length = (round.last?.step.at ?? 0) - first
            return (0..<parts).flatMap { part in
                round.map { move in
                    var step = move.step
                    let ahead = Number(2 * part) * length + (step.at - first)
                    step.at = first + ahead.divided(by: Number(2 * parts - 1), decimals: Judgement.decimals)
                    step.delivers = step.delivers.mapValues { $0.divided(by: Number(parts), decimals: Judgement.decimals) }
                    return step
                }
            }
        }
        return Game(theCase, section, exchange, cut, reading: stakes.reading)
    }

    private func rounds() -> [[Move]] {
        func isRelief(_ move: Move) -> Bool { exchange.relief.contains { (move.step.delivers[$0] ?? 0) > 0 } }
        var rounds: [[Move]] = []
        var previous: Bool?
        for move in moves {
            let side = isRelief(move)
            // A round ends where the side that began it begins again.
            if rounds.isEmpty || (previous != side && side == moves.first.map(isRelief)) { rounds.append([]) }
            rounds[rounds.count - 1].append(move)
            previous = side
        }
        return rounds
    }
}
