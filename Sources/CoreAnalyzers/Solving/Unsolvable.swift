import Analysis
import Findings
import Negotiation
import OrderedCollections

/// Why a space cannot be solved, and what to do about it, in words.
package struct Unsolvable: Sendable, Hashable {
    /// Stable, for scripts.
    package let code: String
    package let message: String
    package let hint: String

    package init(_ error: SpaceError, _ workspace: Workspace) {
        switch error {
        case .nobodyDecides:
            code = "nobody-decides"
            message = "No party whose interests are known has to consent, so there is nobody to find a compromise between."
            hint = "make at least one party with positions a principal, or name those who decide under “decision”"
        case .nestedRule(let bloc):
            code = "nested-rule"
            message = "The consent of \(workspace.parties[bloc]?.name ?? bloc.text) is counted, and it decides through its members: that is not solved for."
            hint = "count the members themselves under “decision”, or give the bloc positions of its own"
        case .emptyIssue(let issue):
            code = "empty-issue"
            message = "Issue “\(workspace.issues[issue]?.title ?? issue.text)” has no options."
            hint = "give it options, or a range"
        }
    }

    package init(_ error: SolvingError, _ workspace: Workspace) {
        switch error {
        case .tooDense(let states, let variables):
            let titles = variables.map { Phrase.quoted(workspace.issues.elements[$0].value.title) }
            code = "too-dense"
            message = "Linkages and red lines tie \(Phrase.brief(titles, most: 6)) so closely that more than \(states) combinations would have to be kept apart."
            hint = "settle some of these issues in a package and solve what is left, or split a condition over many issues into smaller ones"
        case .tooLarge(let component):
            code = "too-large"
            message = "The points of one party (number \(component + 1) of those compared) are too large to be added exactly."
            hint = "look for a salience, a weight or added points far larger than the others"
        }
    }
}
