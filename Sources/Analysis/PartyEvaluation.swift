import Negotiation
import OrderedCollections
import Shapes

/// What a package is to one party, and whether the party could accept it.
package struct PartyEvaluation: Sendable {
    /// What a package has to reach for a party to accept it.
    package enum Floor: Sendable, Hashable {
        /// The value of no deal.
        case noDeal
        /// The party's own stated least value.
        case reservation
        /// A bloc without positions of its own: the consents of its members.
        case members
    }

    /// A red line that the package crosses, or may cross.
    package struct Line: Sendable, Hashable {
        package enum Kind: Sendable, Hashable {
            /// By stance: these options of this issue are not acceptable.
            case stance(ID<Issue>, [ID<Option>])
            /// By condition: the red line of this id.
            case condition(String)
        }

        package var kind: Kind
        /// Crossed whatever is chosen for what is open; otherwise it depends on that.
        package var isCertain: Bool
    }

    /// Why a party's consent is needed.
    package enum Reason: Sendable, Hashable {
        case decision
        /// It is one of several of whom some number must consent.
        case counted
        /// An option that is chosen, or may be, takes its consent.
        case need(ID<Issue>, ID<Option>)
    }

    package let id: ID<Party>
    package let floor: Floor
    /// In the order of issues, goals and linkages; empty where nothing has weight for the party.
    package let contributions: [Contribution]
    package let value: PartyValue
    /// The value of no deal, or the stated reservation.
    package let floorValue: PartyValue
    /// By how much the package passes the floor, in swing points; nil for a bloc that decides through its members.
    package let margin: Swing?
    /// Binding red lines that are crossed or may be.
    package let lines: [Line]
    /// Issues on which it has no position, so that they count with weight 0.
    package let silent: [ID<Issue>]
    package internal(set) var verdict: Verdict
    /// The answer at the midpoints of all ranges; nil while it cannot be told.
    package internal(set) var accepts: Bool?
    /// Whether its consent is required; open while that depends on what is chosen.
    package internal(set) var requirement = Truth.no
    package internal(set) var reasons: [Reason] = []
}

/// The parts of an evaluation that all parties share.
struct Comparison {
    let resolved: ResolvedCase
    let choices: ChoiceSet
    /// Parallel to the linkages of the workspace: whether `when` (or `require`) holds.
    let linkages: [Truth]
    let linkagesWithoutDeal: [Truth]

    init(_ resolved: ResolvedCase, _ choices: ChoiceSet) {
        self.resolved = resolved
        self.choices = choices
        func truths(_ choices: ChoiceSet) -> [Truth] {
            resolved.workspace.linkages.values.map { linkage in
                (linkage.when ?? linkage.require).map { resolved.truth(of: $0, over: choices) } ?? .open
            }
        }
        linkages = truths(choices)
        linkagesWithoutDeal = truths(resolved.noDeal)
    }

    func evaluate(_ party: ResolvedParty) -> PartyEvaluation {
        var sum = Sum()
        var lines: [PartyEvaluation.Line] = []
        var silent: [ID<Issue>] = []
        for (index, issue) in resolved.issues.enumerated() {
            guard let position = party.positions[index] else {
                silent.append(issue.id)
                continue
            }
            let levels = choices.domains[index].map { ($0, position.level(of: $0, on: issue)) }
            let crossing = levels.filter(\.1.isRedLine).map { issue.choices[$0.0] }
            if !crossing.isEmpty {
                lines.append(.init(kind: .stance(issue.id, crossing), isCertain: crossing.count == levels.count))
            }
            let without = resolved.noDeal.domains[index].map { ($0, position.level(of: $0, on: issue)) }
            sum.add(issue.id, salience: position.salience, package: levels, noDeal: without)
        }
        for (id, goal) in party.party.agenda {
            guard let weight = goal.weight, let predicate = goal.predicate else { continue }
            sum.add(
                goal: id, weight: weight, resolved.truth(of: predicate, over: choices),
                noDeal: resolved.truth(of: predicate, over: resolved.noDeal))
        }
        for index in party.adds {
            let (id, linkage) = resolved.workspace.linkages.elements[index]
            guard let points = linkage.adds[party.id] else { continue }
            sum.add(linkage: id, points: points, linkages[index], noDeal: linkagesWithoutDeal[index])
        }
        sum.addOutside(party.outside, isStated: !party.outsideInForce.isEmpty)

        for id in party.bindingRedLines {
            guard let line = party.party.redLines[id] else { continue }
            let truth = resolved.truth(of: line.predicate, over: choices)
            if truth != .no { lines.append(.init(kind: .condition(id), isCertain: truth == .yes)) }
        }

        let value = PartyValue(sum.terms, points: sum.points, isSettled: sum.isSettled)
        let reservation = party.party.reservation
        let margin = (reservation.map(sum.margin(over:)) ?? sum.margin).rounded(within: party.quotients.rounding)
        let floorValue =
            reservation.map { PartyValue($0) }
            ?? PartyValue(sum.termsWithoutDeal, points: sum.pointsWithoutDeal, isSettled: sum.isSettledWithoutDeal)
        let isCrossed = lines.contains(where: \.isCertain)
        let throughMembers = party.decidesThroughMembers
        return PartyEvaluation(
            id: party.id, floor: throughMembers ? .members : reservation == nil ? .noDeal : .reservation,
            contributions: sum.contributions, value: value, floorValue: floorValue, margin: throughMembers ? nil : margin,
            lines: lines,
            silent: silent, verdict: party.isKnown || isCrossed ? margin.verdict(lines) : .unknown,
            accepts: isCrossed ? false : party.isKnown && lines.isEmpty ? margin.nominal.map { $0 >= 0 } : nil)
    }
}

extension Swing {
    /// Whether a party accepts: its margin against zero, and its red lines.
    ///
    /// `margin` must leave out options that are red lines as long as others are possible: with them the answer is known.
    fileprivate func verdict(_ lines: [PartyEvaluation.Line]) -> Verdict {
        if lines.contains(where: \.isCertain) || best.high < 0 { return .excluded }
        guard lines.isEmpty else { return .unknown }
        if worst.low >= 0 { return .certain }
        return worst.high < 0 && best.low >= 0 ? .possible : .unknown
    }
}

/// The terms of one party's comparison, added up.
private struct Sum {
    /// Whether nothing of what has weight for the party is open.
    private(set) var isSettled = true
    private(set) var isSettledWithoutDeal = true
    private(set) var contributions: [Contribution] = []
    private(set) var terms: [WeightedTerm] = []
    private(set) var termsWithoutDeal: [WeightedTerm] = []
    private(set) var points = Interval.zero
    private(set) var pointsWithoutDeal = Interval.zero
    /// The difference to no deal, over options that are not red lines.
    private(set) var margin = Swing.zero
    /// For a stated reservation: each term's worths, one for every option that is possible and no red line.
    private var worths: [(weight: Interval, worths: [Interval])] = []

    mutating func add(
        _ issue: ID<Issue>, salience: Interval, package: [(Int, ResolvedPosition.Level)],
        noDeal: [(Int, ResolvedPosition.Level)]
    ) {
        guard let worth = hull(package), let worthWithoutDeal = hull(noDeal) else { return }
        let only = noDeal.count == 1 ? noDeal[0].0 : nil
        isSettled = isSettled && package.count == 1
        isSettledWithoutDeal = isSettledWithoutDeal && only != nil
        func difference(_ options: [(Int, ResolvedPosition.Level)]) -> Swing {
            let isOne = options.count == 1 && only != nil
            return .among(
                options.map { $0.0 == only ? .zero : salience * ($0.1.interval - worthWithoutDeal) },
                nominal: isOne
                    ? options[0].0 == only
                        ? 0 : salience.midpoint * (options[0].1.interval.midpoint - worthWithoutDeal.midpoint) : nil)
        }
        let all = difference(package)
        contributions.append(
            Contribution(
                subject: .issue(issue),
                package: Points(salience * worth, nominal: package.count == 1 ? salience.midpoint * worth.midpoint : nil),
                noDeal: Points(
                    salience * worthWithoutDeal, nominal: only == nil ? nil : salience.midpoint * worthWithoutDeal.midpoint),
                difference: all))
        terms.append(WeightedTerm(weight: salience, worth: worth))
        termsWithoutDeal.append(WeightedTerm(weight: salience, worth: worthWithoutDeal))
        let acceptable = package.filter { !$0.1.isRedLine }
        let considered = acceptable.isEmpty ? package : acceptable
        margin += considered.count == package.count ? all : difference(considered)
        worths.append((salience, considered.map(\.1.interval)))
    }

    mutating func add(goal: String, weight: Interval, _ package: Truth, noDeal: Truth) {
        add(.goal(goal), points: weight, package, noDeal: noDeal)
        terms.append(WeightedTerm(weight: weight, worth: package.worth))
        termsWithoutDeal.append(WeightedTerm(weight: weight, worth: noDeal.worth))
        worths.append((weight, package.counts.map { Interval(Number($0)) }))
    }

    mutating func add(linkage: ID<Linkage>, points adds: Interval, _ package: Truth, noDeal: Truth) {
        add(.linkage(linkage), points: adds, package, noDeal: noDeal)
        points += Points(package, points: adds).range
        pointsWithoutDeal += Points(noDeal, points: adds).range
    }

    private mutating func add(_ subject: Contribution.Subject, points: Interval, _ package: Truth, noDeal: Truth) {
        let difference = Swing.condition(package, noDeal: noDeal, points: points)
        isSettled = isSettled && package != .open
        isSettledWithoutDeal = isSettledWithoutDeal && noDeal != .open
        contributions.append(
            Contribution(
                subject: subject, package: Points(package, points: points), noDeal: Points(noDeal, points: points),
                difference: difference))
        margin += difference
    }

    mutating func addOutside(_ outside: Interval, isStated: Bool) {
        guard isStated else { return }
        let difference = Swing.among([.zero - outside], nominal: -outside.midpoint)
        contributions.append(
            Contribution(
                subject: .outside, package: Points(.zero, nominal: 0), noDeal: Points(outside, nominal: outside.midpoint),
                difference: difference))
        pointsWithoutDeal += outside
        margin += difference
    }

    /// By how much the package passes a stated reservation r, the normaliser multiplied out, in swing points:
    /// `Σ wᵢ(vᵢ − ρ) + Σ adds` with ρ = r/100.
    ///
    /// It rises with every vᵢ and falls with ρ, so those stand at one end each; a weight then stands at the end its own
    /// factor `vᵢ − ρ` calls for. No weight is shared between terms, so the ends are reached together.
    func margin(over reservation: Interval) -> Swing {
        let percent = Number(significand: 1, exponent: -2)
        func sum(_ floor: Number, _ worth: ([Interval]) -> Number?, least: Bool) -> Number {
            worths.reduce(0) { sum, term in
                guard let worth = worth(term.worths) else { return sum }
                let factor = worth - floor * percent
                return sum + (factor.isNegative == least ? term.weight.high : term.weight.low) * factor
            }
        }
        func ends(_ floor: Number, _ end: (Interval) -> Number, least: Bool, _ points: Interval) -> Interval {
            Interval(
                low: sum(floor, { $0.lazy.map(end).min() }, least: least) + points.low,
                high: sum(floor, { $0.lazy.map(end).max() }, least: least) + points.high)
        }
        var nominal: Number?
        if isSettled {
            nominal = worths.reduce(points.midpoint) { sum, term in
                sum + term.weight.midpoint * ((term.worths.first?.midpoint ?? 0) - reservation.midpoint * percent)
            }
        }
        return Swing(
            worst: ends(reservation.high, \.low, least: true, pointEnds(\.low)),
            best: ends(reservation.low, \.high, least: false, pointEnds(\.high)), nominal: nominal)
    }

    /// One end of the added points of all linkages: least and greatest over what is still open.
    private func pointEnds(_ end: KeyPath<Interval, Number>) -> Interval {
        contributions.reduce(.zero) { sum, contribution in
            guard case .linkage = contribution.subject else { return sum }
            let settled = contribution.package.nominal != nil
            let one = contribution.package.range
            return sum + (settled ? Interval(one[keyPath: end]) : one)
        }
    }

    private func hull(_ levels: [(Int, ResolvedPosition.Level)]) -> Interval? {
        guard let first = levels.first else { return nil }
        return levels.dropFirst().reduce(first.1.interval) { $0.hull($1.1.interval) }
    }
}
