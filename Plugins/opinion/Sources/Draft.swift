import PluginKit

/// A package as this module looks at it: what it says on an issue, what it may still say, and where that stands.
package struct Draft {
    let workspace: Workspace
    let package: Package
    /// The id under which it is stored, as far as it is stored so.
    let id: ID<Package>?

    package init(_ package: Package, id: ID<Package>?, in workspace: Workspace) {
        self.workspace = workspace
        self.package = package
        self.id = id
    }

    /// What it may come to on an issue. Left out means that the no-deal option stays in force.
    package func possible(_ issue: ID<Issue>) -> [ID<Option>] {
        let all = { workspace.issues[issue]?.choices ?? [] }
        return switch package.choices[issue] {
        case .option(let option)?: [option]
        case .disputed(let options)?: options
        case .leftOut?: workspace.noDeal?.choices[issue].map { [$0] } ?? all()
        case nil: all()
        }
    }

    /// The same package with one issue settled otherwise.
    package func choosing(_ option: ID<Option>, on issue: ID<Issue>) -> Draft {
        var changed = package
        changed.choices[issue] = .option(option)
        return Draft(changed, id: id, in: workspace)
    }

    /// What it says on an issue, in words.
    func says(_ issue: ID<Issue>) -> String {
        guard package.choices[issue] != nil else { return "nothing yet" }
        return Phrase.list(possible(issue).map { Phrase.quoted(workspace.issues[issue]?.title(of: $0) ?? $0.text) }, "or")
    }

    /// The stored package, when it says on `issue` what the package at hand says. What a package says is a proposal and no
    /// claim, so it is pointed at and not counted.
    func evidence(_ issue: ID<Issue>) -> Evidence? {
        guard let id, let choice = package.choices[issue], workspace.packages[id]?.choices[issue] == choice else { return nil }
        return Evidence(
            ["packages", id.text, "choices", issue.text],
            text: "the package on \(workspace.issues[issue]?.title ?? issue.text): \(says(issue))", source: package.source)
    }
}
