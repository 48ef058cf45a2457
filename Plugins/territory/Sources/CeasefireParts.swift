import PluginKit

/// What a package says on the issues that a ceasefire rests on, and what it may still say where it leaves one open.
package struct CeasefireParts {
    struct Part {
        var id: ID<Issue>
        /// The place of the section that names the issue.
        var place: Pointer
        /// What the package may come to; one option when it is settled.
        var options: [ID<Option>]
        /// Whether the package says anything of it.
        var isNamed: Bool

        var isSettled: Bool { options.count == 1 }
    }

    /// One way of settling some of the issues.
    struct Branch {
        fileprivate(set) var options: OrderedDictionary<ID<Issue>, ID<Option>>
        fileprivate let workspace: Workspace
        fileprivate let roles: Ceasefire

        subscript(role: Role) -> Option? { roles[role].flatMap(option) }

        func option(_ issue: ID<Issue>) -> Option? { options[issue].flatMap { workspace.issues[issue]?.options[$0] } }

        /// Whether the issue of a role is settled as nobody or nothing: by the attribute that says who, or else by its name.
        func isNone(_ role: Role, _ attribute: String) -> Bool {
            guard let issue = roles[role], let option = options[issue] else { return false }
            return (self[role]?.word(attribute) ?? option.text) == Word.none
        }
    }

    let workspace: Workspace
    let roles: Ceasefire
    let package: Package
    /// The id under which the package is stored, as far as it is stored so.
    let packageID: ID<Package>?
    let parts: OrderedDictionary<ID<Issue>, Part>
    /// What every package has to satisfy: the workspace's own, and what follows from this module.
    private let requirements: [Predicate]

    init(_ theCase: ModuleCase<TerritorySection>, _ roles: Ceasefire, _ package: Package, id: ID<Package>?) {
        workspace = theCase.workspace
        self.roles = roles
        self.package = package
        packageID = id
        requirements =
            theCase.workspace.linkages.values.compactMap(\.require)
            + DerivedLinkages(theCase).all().values.compactMap(\.linkage.require)
        var parts: OrderedDictionary<ID<Issue>, Part> = [:]
        let here = theCase.place / "ceasefire"
        let named =
            Role.allCases.compactMap { role in roles[role].map { ($0, here / role.rawValue) } }
            + roles.status.enumerated().map { ($0.element, here / "status" / $0.offset) }
        for (id, place) in named where theCase.workspace.issues[id] != nil {
            parts[id] = Part(
                id: id, place: place, options: package.possible(id, in: theCase.workspace), isNamed: package.choices[id] != nil)
        }
        self.parts = parts
    }

    func title(_ issue: ID<Issue>) -> String { workspace.issues[issue]?.title ?? issue.text }

    /// Every way of settling `issues` that the package leaves and no requirement forbids. When the package breaks one
    /// whatever is chosen, requirements are set aside: that fault is told elsewhere, and the parts can still be looked at.
    func branches(of issues: [ID<Issue>]) -> [Branch] {
        var all = [Branch(options: [:], workspace: workspace, roles: roles)]
        for issue in issues {
            guard let part = parts[issue] else { continue }
            all = all.flatMap { branch in
                part.options.map { option in
                    var next = branch
                    next.options[issue] = option
                    return next
                }
            }
        }
        let allowed = all.filter { branch in
            requirements.allSatisfy { requirement in
                guard requirement.scope.contains(where: { branch.options[$0] != nil }) else { return true }
                let truth = requirement.truth(
                    over: { branch.options[$0].map { [$0] } ?? package.possible($0, in: workspace) }, in: workspace)
                return truth.truth != .no
            }
        }
        return allowed.isEmpty ? all : allowed
    }

    // MARK: Evidence

    /// The stored package, when it says on `issue` what the package at hand says.
    func place(ofChoice issue: ID<Issue>) -> Pointer? {
        guard let packageID, let choice = package.choices[issue], workspace.packages[packageID]?.choices[issue] == choice else {
            return nil
        }
        return ["packages", packageID.text, "choices", issue.text]
    }

    func place(ofStep index: Int) -> Pointer? {
        guard let packageID, workspace.packages[packageID]?.schedule == package.schedule else { return nil }
        return Pointer(["packages", packageID.text, "schedule"]) / index
    }

    /// What the package says on some issues, what the options there say, and why the issues count as parts of a ceasefire.
    func evidence(_ issues: [ID<Issue>], _ attributes: [String], _ explainer: inout Explainer) -> [Evidence] {
        issues.flatMap { issue -> [Evidence] in
            guard let part = parts[issue] else { return [] }
            var evidence: [Evidence] = []
            if let place = place(ofChoice: issue) {
                // What a package says is a proposal and no claim, so it is pointed at and not counted.
                let said = Phrase.list(part.options.map { Phrase.quoted(explainer.title($0, of: issue)) }, "or")
                evidence.append(Evidence(place, text: "the package: \(said)", source: package.source))
            }
            if part.isNamed {
                for option in part.options {
                    let known = attributes.filter { workspace.issues[issue]?.options[option]?.attributes[$0] != nil }
                    evidence.append(explainer.evidence(option, of: issue, known))
                }
            }
            evidence.append(
                explainer.evidence(part.place, "\(explainer.title(issue)) counts as a part of the ceasefire", roles.source))
            return evidence
        }
    }
}

extension Package {
    /// What the package may come to on an issue. Left out means that the no-deal option stays in force.
    func possible(_ issue: ID<Issue>, in workspace: Workspace) -> [ID<Option>] {
        let all = { workspace.issues[issue]?.choices ?? [] }
        return switch choices[issue] {
        case .option(let option)?: [option]
        case .disputed(let options)?: options
        case .leftOut?: workspace.noDeal?.choices[issue].map { [$0] } ?? all()
        case nil: all()
        }
    }
}
