import Negotiation
import OrderedCollections
import Shapes

/// A workspace under one reading at one time, looked up once: what every evaluation of a package starts from.
package struct ResolvedCase: Sendable {
    package let workspace: Workspace
    package let reading: Reading
    /// Time units after `asOf`.
    package let time: Int
    /// In the order of the workspace.
    package let issues: [ResolvedIssue]
    /// In the order of the workspace.
    package let parties: [ResolvedParty]
    /// What holds without a deal. An issue on which `noDeal` is silent may have any of its options.
    package let noDeal: ChoiceSet

    package init(_ workspace: Workspace, reading: Reading, time: Int = 0) {
        self.workspace = workspace
        self.reading = reading
        self.time = time
        let words = workspace.words.effective
        let issues = workspace.issues.map { ResolvedIssue(id: $0.key, issue: $0.value) }
        self.issues = issues
        parties = workspace.parties.map { id, party in
            let positions = issues.map { issue in
                issue.issue.positions[id].map { ResolvedPosition($0, on: issue, reading: reading, words: words) }
            }
            return ResolvedParty(
                id: id, party: party, reading: reading, time: time, positions: positions, quotients: Quotients(positions, on: issues),
                adds: workspace.linkages.elements.indices.filter { workspace.linkages.elements[$0].value.adds[id] != nil })
        }
        noDeal = ChoiceSet(noDealOf: workspace, issues: issues)
    }

    /// The place of a party in `parties`.
    package func index(of party: ID<Party>) -> Int? { workspace.parties.index(forKey: party) }

    /// The place of an issue in `issues`.
    package func index(of issue: ID<Issue>) -> Int? { workspace.issues.index(forKey: issue) }

    /// Whether a condition holds for every way of filling a set of choices, for none, or depends on it.
    package func truth(of predicate: Predicate, over choices: ChoiceSet) -> Truth {
        if choices.isComplete {
            let holds = predicate.holds({ index(of: $0).map { choices.options[$0][0] } }, in: workspace)
            return holds ? .yes : .no
        }
        return predicate.truth(over: { index(of: $0).map { choices.options[$0] } ?? [] }, in: workspace).truth
    }
}

/// An issue with its choices numbered.
package struct ResolvedIssue: Sendable {
    package let id: ID<Issue>
    package let issue: Issue
    package let choices: [ID<Option>]

    init(id: ID<Issue>, issue: Issue) {
        self.id = id
        self.issue = issue
        choices = issue.choices
    }

    package func index(of option: ID<Option>) -> Int? {
        guard let range = issue.range else { return issue.options.index(forKey: option) }
        guard issue.offers(option), let number = try? Number.parse(option.text) else { return nil }
        return (number - range.from).divided(by: range.step, decimals: 0).int
    }

    /// The number a choice of a range stands for; 0 where the issue has options.
    func number(_ choice: Int) -> Number { issue.range.map { $0.from + $0.step * Number(choice) } ?? 0 }

    package func title(of choice: Int) -> String { issue.title(of: choices[choice]) }
}

/// A party under one reading at one time.
package struct ResolvedParty: Sendable {
    package let id: ID<Party>
    package let party: Party
    /// Parallel to the issues of the case; nil where the party has no position.
    package let positions: [ResolvedPosition?]
    let quotients: Quotients
    /// Red lines (beyond stances) that bind under the reading.
    package let bindingRedLines: [String]
    /// The dated outside values in force: of those that have begun the latest, and all that begin together.
    package let outsideInForce: [Int]
    package let outside: Interval
    /// The linkages that add points for it, by their place in the workspace.
    package let adds: [Int]

    init(id: ID<Party>, party: Party, reading: Reading, time: Int, positions: [ResolvedPosition?], quotients: Quotients, adds: [Int]) {
        self.id = id
        self.party = party
        self.positions = positions
        self.quotients = quotients
        self.adds = adds
        bindingRedLines = party.redLines.filter { $0.value.binds(under: reading) }.map(\.key)
        let latest = party.outside.lazy.map(\.after).filter { $0 <= time }.max()
        outsideInForce = party.outside.indices.filter { party.outside[$0].after == latest }
        outside = outsideInForce.reduce(.zero) { $0 + party.outside[$1].points }
    }

    package var hasPosition: Bool { positions.contains { $0 != nil } }

    /// A bloc without positions of its own decides through its members.
    package var decidesThroughMembers: Bool { !party.members.isEmpty && !hasPosition }

    /// Whether the workspace says anything from which the worth of a package to it follows.
    package var isKnown: Bool {
        hasPosition || party.agenda.values.contains { $0.weight != nil && $0.predicate != nil } || !adds.isEmpty
            || !party.outside.isEmpty || party.reservation != nil
    }
}
