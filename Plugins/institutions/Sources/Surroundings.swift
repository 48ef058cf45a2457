import PluginKit

/// What a package may still come to; without a package, every option of every issue.
package struct Surroundings: Sendable {
    /// One way of settling some of the issues.
    struct Branch: Hashable {
        var options: OrderedDictionary<ID<Issue>, ID<Option>> = [:]
    }

    let workspace: Workspace
    let package: Package?
    /// The id under which the package is stored, as far as it is stored so.
    let packageID: ID<Package>?
    private let requirements: [Predicate]

    package init(_ theCase: ModuleCase<InstitutionsSection>, _ package: Package? = nil, id: ID<Package>? = nil) {
        workspace = theCase.workspace
        self.package = package
        packageID = id
        requirements =
            theCase.workspace.linkages.values.compactMap(\.require)
            + DerivedLinkages(theCase).all().values.compactMap(\.linkage.require)
    }

    /// What may be chosen on an issue. Left out means that the no-deal option stays in force.
    func possible(_ issue: ID<Issue>) -> [ID<Option>] {
        let all = { workspace.issues[issue]?.choices ?? [] }
        return switch package?.choices[issue] {
        case .option(let option)?: [option]
        case .disputed(let options)?: options
        case .leftOut?: workspace.noDeal?.choices[issue].map { [$0] } ?? all()
        case nil: all()
        }
    }

    func truth(_ predicate: Predicate, with fixed: Branch = Branch()) -> Truth {
        predicate.truth(over: { issue in fixed.options[issue].map { [$0] } ?? possible(issue) }, in: workspace).truth
    }

    /// Every way of settling `issues` that the package leaves and no requirement forbids. When the package breaks one whatever
    /// is chosen, requirements are set aside: that fault is told elsewhere, and the rest can still be looked at.
    func branches(of issues: [ID<Issue>]) -> [Branch] {
        var all = [Branch()]
        for issue in issues {
            all = all.flatMap { branch in
                possible(issue).map { option in
                    var next = branch
                    next.options[issue] = option
                    return next
                }
            }
        }
        let allowed = all.filter { branch in
            requirements.allSatisfy { requirement in
                !requirement.scope.contains { branch.options[$0] != nil } || truth(requirement, with: branch) != .no
            }
        }
        return allowed.isEmpty ? all : allowed
    }

    // MARK: Evidence

    /// What the stored package says on `issue`, where the package at hand says the same. It is a proposal and no claim, so it is
    /// pointed at and not counted.
    func evidence(ofChoice issue: ID<Issue>) -> Evidence? {
        guard let package, let packageID, let choice = package.choices[issue],
            workspace.packages[packageID]?.choices[issue] == choice
        else { return nil }
        let said = possible(issue).map { Phrase.quoted(workspace.issues[issue]?.title(of: $0) ?? $0.text) }
        return Evidence(
            ["packages", packageID.text, "choices", issue.text],
            text: "the package on \(workspace.issues[issue]?.title ?? issue.text): \(Phrase.list(said, "or"))",
            source: package.source)
    }

    func evidence(ofStep index: Int) -> Evidence? {
        guard let package, let packageID, workspace.packages[packageID]?.schedule == package.schedule,
            package.schedule.indices.contains(index)
        else { return nil }
        let step = package.schedule[index]
        return Evidence(
            Pointer(["packages", packageID.text, "schedule"]) / index,
            text: "the schedule, at \(step.at): \(step.title)", source: step.source ?? package.source)
    }
}
