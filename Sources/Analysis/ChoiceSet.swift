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

    private init(_ issues: [ResolvedIssue], _ entries: [(Status, [Int])]) {
        statuses = entries.map(\.0)
        domains = entries.map(\.1)
        options = zip(issues, entries).map { issue, entry in entry.1.map { issue.choices[$0] } }
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
            })
    }

    /// The only choice left on an issue, if there is just one.
    package func choice(_ issue: Int) -> Int? { domains[issue].count == 1 ? domains[issue][0] : nil }

    /// Whether just one way of filling it is left.
    package var isComplete: Bool { domains.allSatisfy { $0.count == 1 } }
}
