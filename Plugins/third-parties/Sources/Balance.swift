import PluginKit

/// What one party's comparison of packages with no deal is made of, term by term.
///
/// The engine decides what a package is worth (the analyzers ask it); this names the ranges that its answer rests on, and how
/// much of a party's stakes an issue is.
package struct Balance: Sendable {
    /// A term of the comparison with no deal.
    package enum Term: Hashable {
        case position(ID<Issue>)
        case goal(String)
        case linkage(ID<Linkage>)
        case outside(Int)
    }

    let workspace: Workspace
    package let party: ID<Party>
    let reading: Reading
    private let words: Words

    package init(of party: ID<Party>, in workspace: Workspace, reading: Reading) {
        self.workspace = workspace
        self.party = party
        self.reading = reading
        words = workspace.words.effective
    }

    func hasPosition(on issue: ID<Issue>) -> Bool { workspace.issues[issue]?.positions[party] != nil }

    /// The account in which an option's stance stands.
    func account(_ option: ID<Option>, on issue: ID<Issue>) -> Reading? {
        let position = workspace.issues[issue]?.positions[party]
        if reading == .assessed, position?.assessed?.stance[option] != nil { return .assessed }
        return position?.stance[option] == nil ? nil : .declared
    }

    /// How much the party likes an option, 0–1; nil without a position on the issue. What it does not speak of may be anything.
    package func level(_ option: ID<Option>, on issue: ID<Issue>) -> Interval? {
        guard let position = workspace.issues[issue]?.positions[party] else { return nil }
        let judgement =
            account(option, on: issue) == .assessed ? position.assessed?.stance[option] : position.stance[option]
        return switch judgement {
        case .number(let number)?: Interval(number)
        case .range(let range)?: range
        case .word(Words.redLine)?: .zero
        case .word(let word)?: words.stance[word] ?? .unit
        case nil: .unit
        }
    }

    package func salience(on issue: ID<Issue>) -> Interval {
        let position = workspace.issues[issue]?.positions[party]
        return switch (reading == .assessed ? position?.assessed?.salience : nil) ?? position?.salience {
        case .number(let number)?: Interval(number)
        case .range(let range)?: range
        case .word(let word)?: words.salience[word] ?? .zero
        case nil: .zero
        }
    }

    /// What it brings the party, in swing points, that an issue goes from one option to another; by its position alone.
    package func swing(from: ID<Option>, to: ID<Option>, on issue: ID<Issue>) -> Interval? {
        if from == to { return .zero }
        guard let a = level(from, on: issue), let b = level(to, on: issue) else { return nil }
        return salience(on: issue) * (b - a)
    }

    /// The options that the party may like best: those that no other surely passes. Nil without a position.
    package func favourites(on issue: ID<Issue>) -> [ID<Option>]? {
        guard hasPosition(on: issue), let stated = workspace.issues[issue], !stated.options.isEmpty else { return nil }
        let levels = stated.options.keys.compactMap { option in level(option, on: issue).map { (option, $0) } }
        let best = levels.map(\.1.low).max() ?? 0
        return levels.filter { $0.1.high >= best }.map(\.0)
    }

    /// The settled terms of a package's comparison with no deal today: what differs, and by how many swing points.
    package func terms(_ draft: Draft) -> OrderedDictionary<Term, Interval> {
        var terms: OrderedDictionary<Term, Interval> = [:]
        guard let noDeal = workspace.noDeal, let stated = workspace.parties[party] else { return terms }
        let without = { (issue: ID<Issue>) in noDeal.choices[issue].map { [$0] } ?? workspace.issues[issue]?.choices ?? [] }
        for id in workspace.issues.keys where hasPosition(on: id) {
            guard let with = draft.settled(id), let without = noDeal.choices[id] else { continue }
            terms[.position(id)] = swing(from: without, to: with, on: id)
        }
        /// What counts in the package and not without it, or the reverse.
        func difference(_ condition: Predicate?, _ points: Interval?) -> Interval? {
            guard let condition, let points else { return nil }
            return switch (draft.truth(condition), condition.truth(over: without, in: workspace).truth) {
            case (.yes, .no): points
            case (.no, .yes): .zero - points
            default: nil
            }
        }
        for (name, goal) in stated.agenda { terms[.goal(name)] = difference(goal.predicate, goal.weight) }
        for (id, linkage) in workspace.linkages { terms[.linkage(id)] = difference(linkage.when, linkage.adds[party]) }
        let begun = stated.outside.enumerated().filter { $0.element.after <= 0 }
        if let now = begun.max(by: { ($0.element.after, $0.offset) < ($1.element.after, $1.offset) }) {
            terms[.outside(now.offset)] = .zero - now.element.points
        }
        return terms
    }

    /// The term whose narrowing settles whether a package passes no deal, the widest of those that can by themselves; else the
    /// widest of all. Terms are added up, so one settles it when its width takes an end of the whole across zero.
    package func narrowing(_ draft: Draft, margin: Interval) -> (term: Term, range: Interval, isEnough: Bool)? {
        let open = terms(draft).filter { !$0.value.isPoint }
        let enough = open.filter { margin.low + $0.value.width >= 0 || margin.high - $0.value.width < 0 }
        // The first of several equally wide ones, so that the answer is the same every time.
        let widest = (enough.isEmpty ? open : enough).reduce(nil as (Term, Interval)?) { best, next in
            best.map { $0.1.width >= next.value.width } == true ? best : (next.key, next.value)
        }
        return widest.map { ($0.0, $0.1, !enough.isEmpty) }
    }

    /// The issues that a package leaves open and on which the party has a position, those first that matter most to it.
    package func openIssues(_ draft: Draft) -> [ID<Issue>] {
        let spreads = workspace.issues.keys.filter { draft.settled($0) == nil && hasPosition(on: $0) }.map { issue in
            let levels = draft.possible(issue).compactMap { level($0, on: issue) }
            let spread = (levels.map(\.high).max() ?? 0) - (levels.map(\.low).min() ?? 0)
            return (issue: issue, spread: salience(on: issue).high * spread)
        }
        return spreads.enumerated().sorted { a, b in
            a.element.spread != b.element.spread ? a.element.spread > b.element.spread : a.offset < b.offset
        }.map(\.element.issue)
    }

    /// Where the party loses against no deal at the midpoints of all ranges, the most first.
    package func losses(_ draft: Draft) -> [Term] {
        terms(draft).filter { $0.value.midpoint < 0 }.enumerated().sorted { a, b in
            let (x, y) = (a.element.value.midpoint, b.element.value.midpoint)
            return x != y ? x < y : a.offset < b.offset
        }.map(\.element.key)
    }
}

extension Explainer {
    /// What would settle whether a package passes no deal for a party, as a sentence.
    func advice(_ balance: Balance, _ draft: Draft, margin: Interval) -> String? {
        guard let (term, range, isEnough) = balance.narrowing(draft, margin: margin) else { return nil }
        let said = "\(name(term, of: balance)), now \(Phrase.points(range)) swing points"
        return isEnough
            ? "A narrower range would settle it: \(said)." : "No range settles it by itself; the widest is \(said)."
    }

    /// What a term of a comparison is, in words.
    func name(_ term: Balance.Term, of balance: Balance) -> String {
        let whose = name(balance.party)
        return switch term {
        case .position(let issue): "what \(title(issue)) is worth to \(whose)"
        case .goal(let goal): "the weight of “\(workspace.parties[balance.party]?.agenda[goal]?.title ?? goal)” for \(whose)"
        case .linkage(let id): "what “\(title(id))” brings \(whose)"
        case .outside: "what no deal brings \(whose) beyond the issues"
        }
    }

    /// Where a term of a comparison stands.
    mutating func evidence(_ term: Balance.Term, of balance: Balance, in draft: Draft) -> Evidence? {
        switch term {
        case .position(let issue): draft.settled(issue).flatMap { evidence($0, on: issue, of: balance) }
        case .goal(let goal): evidence(goal: goal, of: balance.party)
        case .linkage(let id): evidence(linkage: id)
        case .outside(let index): evidence(outside: index, of: balance.party)
        }
    }

    /// What a party says, or is thought, of an option, in the account that counts.
    mutating func evidence(_ option: ID<Option>, on issue: ID<Issue>, of balance: Balance) -> Evidence? {
        balance.account(option, on: issue).map {
            evidence(balance.party, on: issue, of: option, $0, isSoftened: balance.reading == .assessed && $0 == .declared)
        }
    }
}
