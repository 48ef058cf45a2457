import Negotiation
import OrderedCollections

/// What a package leaves possible on each issue.
package struct ChoiceSet: Sendable {
    package enum Status: Sendable, Hashable {
        case settled
        /// Bracketed between several options.
        case disputed
        /// Taken off the table: the no-deal option stays in force.
        case leftOut
        case open
    }

    /// Parallel to the issues of the case, like the two below.
    package let statuses: [Status]
    /// The choices that are possible, by their numbers; never empty.
    package let domains: [[Int]]
    /// The same as ids.
    package let options: [[ID<Option>]]
    /// What a space has to choose from: the choices that are possible and, last, the one that stays in force when the issue is
    /// left out, wherever it still may be and that takes other consents than to settle on that choice.
    package let alternatives: [[Int]]

    private init(_ issues: [ResolvedIssue], _ entries: [(Status, [Int])], without noDeal: ChoiceSet? = nil) {
        statuses = entries.map(\.0)
        domains = entries.map(\.1)
        options = zip(issues, entries).map { issue, entry in entry.1.map { issue.choices[$0] } }
        alternatives = entries.indices.map { index in
            let (status, choices) = entries[index]
            guard status == .open, let stays = noDeal?.choice(index) else { return choices }
            let asksConsent = issues[index].issue.options[issues[index].choices[stays]]?.needs.isEmpty == false
            return asksConsent ? choices + [stays] : choices
        }
    }

    init(noDealOf workspace: Workspace, issues: [ResolvedIssue]) {
        self.init(
            issues,
            issues.map { issue in
                if let choice = workspace.noDeal?.choices[issue.id].flatMap(issue.index) { return (.settled, [choice]) }
                return (.open, Array(issue.choices.indices))
            })
    }

    /// A choice that the issue does not offer leaves it open; the check of the workspace refuses such packages.
    package init(_ package: Package, in resolved: ResolvedCase) {
        self.init(
            resolved.issues,
            resolved.issues.enumerated().map { index, issue in
                let all = Array(issue.choices.indices)
                switch package.choices[issue.id] {
                case nil: return (.open, all)
                case .leftOut: return (.leftOut, resolved.noDeal.domains[index])
                case .option(let option): return issue.index(of: option).map { (.settled, [$0]) } ?? (.open, all)
                case .disputed(let options):
                    let known = options.compactMap(issue.index)
                    return known.isEmpty ? (.open, all) : (.disputed, known)
                }
            }, without: resolved.noDeal)
    }

    /// The only choice left on an issue, if there is just one.
    package func choice(_ issue: Int) -> Int? { domains[issue].count == 1 ? domains[issue][0] : nil }

    /// Whether an alternative is to leave the issue out.
    package func leavesOut(_ issue: Int, at alternative: Int) -> Bool {
        statuses[issue] == .leftOut || alternative >= domains[issue].count
    }

    /// An alternative of an issue, by its place in the case, as a package names it.
    package func id(_ issue: Int, at alternative: Int, in resolved: ResolvedCase) -> ID<Option> {
        leavesOut(issue, at: alternative) ? .leftOut : resolved.issues[issue].choices[alternatives[issue][alternative]]
    }

    /// The issues of which there is more than one.
    package var open: [Int] { alternatives.indices.filter { alternatives[$0].count > 1 } }

    /// Whether just one way of filling it is left.
    package var isComplete: Bool { domains.allSatisfy { $0.count == 1 } }
}
