import Findings
import Negotiation
import OrderedCollections
import Shapes

/// A package as a module looks at it: what it says on an issue, what it may still say, and where that stands.
public struct Draft: Sendable {
    public let workspace: Workspace
    public let package: Package
    /// The id under which it is stored, as far as it is stored so.
    public let id: ID<Package>?

    public init(_ package: Package, id: ID<Package>?, in workspace: Workspace) {
        self.workspace = workspace
        self.package = package
        self.id = id
    }

    /// What holds without an agreement, as a package.
    public static func noDeal(in workspace: Workspace) -> Draft? {
        guard let noDeal = workspace.noDeal else { return nil }
        var package = Package()
        package.title = "No deal"
        package.choices = noDeal.choices.mapValues(Choice.option)
        package.source = noDeal.source
        return Draft(package, id: nil, in: workspace)
    }

    /// What it may come to on an issue. Left out means that the no-deal option stays in force.
    public func possible(_ issue: ID<Issue>) -> [ID<Option>] {
        let all = { workspace.issues[issue]?.choices ?? [] }
        return switch package.choices[issue] {
        case .option(let option)?: [option]
        case .disputed(let options)?: options
        case .leftOut?: workspace.noDeal?.choices[issue].map { [$0] } ?? all()
        case nil: all()
        }
    }

    /// The option that it settles an issue with.
    public func settled(_ issue: ID<Issue>) -> ID<Option>? {
        let possible = possible(issue)
        return possible.count == 1 ? possible[0] : nil
    }

    /// Whether a condition holds of it; open where that depends on what is still to be chosen.
    public func truth(_ condition: Predicate) -> Truth { condition.truth(over: possible, in: workspace).truth }

    /// The same package with some issues settled otherwise.
    public func choosing(_ changes: OrderedDictionary<ID<Issue>, ID<Option>>) -> Draft {
        var changed = package
        changed.choices.merge(changes.mapValues(Choice.option)) { $1 }
        return Draft(changed, id: id, in: workspace)
    }

    /// What it says on an issue, in words.
    public func says(_ issue: ID<Issue>) -> String {
        guard package.choices[issue] != nil else { return "nothing yet" }
        return Phrase.list(possible(issue).map { Phrase.quoted(workspace.issues[issue]?.title(of: $0) ?? $0.text) }, "or")
    }

    /// The stored package, when it says on `issue` what the package at hand says. What a package says is a proposal and no
    /// claim, so it is pointed at and not counted.
    public func evidence(_ issue: ID<Issue>) -> Evidence? {
        guard let id, let choice = package.choices[issue], workspace.packages[id]?.choices[issue] == choice else { return nil }
        return Evidence(
            ["packages", id.text, "choices", issue.text],
            text: "the package on \(workspace.issues[issue]?.title ?? issue.text): \(says(issue))", source: package.source)
    }
}
