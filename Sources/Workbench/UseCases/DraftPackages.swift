import Negotiation
import OrderedCollections
import ParleyProtocol
import Shapes

extension Workbench {
    func createPackage(_ params: CreatePackageParams, by caller: Caller) async throws -> ChangeOutcome {
        try await edit(
            params.workspace, expected: params.expectedRevision, by: caller, message: "package.create \(params.package)"
        ) { workspace, entities in
            try Workbench.requireFree(params.package, in: workspace)
            try Workbench.check(params.choices, in: workspace)
            var package = Package()
            package.title = params.title ?? params.package.text
            package.author = params.author ?? caller.author
            package.rationale = params.rationale
            package.choices = params.choices
            entities.store(package, as: params.package)
        }
    }

    func setPackage(_ params: SetPackageParams, by caller: Caller) async throws -> ChangeOutcome {
        try await editPackage(
            params.package, of: params.workspace, expected: params.expectedRevision, by: caller, message: "package.set \(params.package)"
        ) { package, workspace in
            try Workbench.check(params.choices, in: workspace)
            package.choices.merge(params.choices) { $1 }
            // In the order of the issues, so that two ways to the same package store the same bytes.
            package.choices = OrderedDictionary(
                uniqueKeysWithValues: workspace.issues.keys.compactMap { issue in package.choices[issue].map { (issue, $0) } })
        }
    }

    func unsetPackage(_ params: UnsetPackageParams, by caller: Caller) async throws -> ChangeOutcome {
        try await editPackage(
            params.package, of: params.workspace, expected: params.expectedRevision, by: caller, message: "package.unset \(params.package)"
        ) { package, workspace in
            for issue in params.issues {
                try Workbench.requireIssue(issue, in: workspace)
                package.choices[issue] = nil
            }
        }
    }

    func updatePackage(_ params: UpdatePackageParams, by caller: Caller) async throws -> ChangeOutcome {
        try await editPackage(
            params.package, of: params.workspace, expected: params.expectedRevision, by: caller,
            message: params.status.map { "package.update \(params.package): \($0.rawValue)" } ?? "package.update \(params.package)"
        ) { package, _ in
            if let title = params.title { package.title = title }
            if let author = params.author { package.author = author }
            if let status = params.status { package.status = status }
            if let rationale = params.rationale { package.rationale = rationale }
        }
    }

    func copyPackage(_ params: CopyPackageParams, by caller: Caller) async throws -> ChangeOutcome {
        try await edit(
            params.workspace, expected: params.expectedRevision, by: caller, message: "package.copy \(params.package) to \(params.to)"
        ) { workspace, entities in
            var package = try Workbench.package(params.package, in: workspace)
            try Workbench.requireFree(params.to, in: workspace)
            package.title = params.title ?? "\(package.title) (copy)"
            package.author = caller.author
            package.status = .draft
            package.basedOn = params.package
            entities.store(package, as: params.to)
        }
    }

    func deletePackage(_ params: PackageParams, by caller: Caller) async throws -> ChangeOutcome {
        try await edit(
            params.workspace, expected: params.expectedRevision, by: caller, message: "package.delete \(params.package)"
        ) { workspace, entities in
            _ = try Workbench.package(params.package, in: workspace)
            try Workbench.requireUnused(params.package, in: workspace)
            entities["packages/\(params.package)"] = nil
        }
    }

    func comparePackages(_ params: ComparePackagesParams) async throws -> [ComparedIssue] {
        let workspace = try await workspace(params.workspace).snapshot().workspace
        let ids = params.packages.isEmpty ? Array(workspace.packages.keys) : params.packages
        let packages = try ids.map { ($0, try Workbench.package($0, in: workspace)) }
        return workspace.issues.map { id, issue in
            var row = ComparedIssue()
            row.issue = id
            row.title = issue.title
            for (name, package) in packages { row.choices[name] = package.choices[id] }
            row.differs = Set(packages.map { $0.1.choices[id] }).count > 1
            return row
        }
    }

    // MARK: -

    private func editPackage(
        _ id: ID<Package>, of workspace: ID<Workspace>?, expected: Int?, by caller: Caller, message: String,
        _ body: @escaping @Sendable (inout Package, Workspace) throws -> Void
    ) async throws -> ChangeOutcome {
        try await edit(workspace, expected: expected, by: caller, message: message) { workspace, entities in
            var package = try Workbench.package(id, in: workspace)
            try body(&package, workspace)
            entities.store(package, as: id)
        }
    }

    static func package(_ id: ID<Package>, in workspace: Workspace) throws -> Package {
        if let package = workspace.packages[id] { return package }
        throw ServiceError(
            .unknownPackage, "There is no package “\(id)” in “\(workspace.id)”.",
            hint: Suggestion.hint(for: id.text, among: workspace.packages.keys.map(\.text), kind: "package"))
    }

    private static func requireFree(_ id: ID<Package>, in workspace: Workspace) throws {
        guard workspace.packages[id] == nil else {
            throw ServiceError(.alreadyExists, "There is a package “\(id)” already.", hint: "choose another id, or change that one with package.set")
        }
    }

    /// What was on the table stays in the workspace, or the record would speak of nothing.
    private static func requireUnused(_ id: ID<Package>, in workspace: Workspace) throws {
        let entries = workspace.record.filter { $0.value.package == id }.map { "record entry “\($0.key)”" }
        let copies = workspace.packages.filter { $0.value.basedOn == id }.map { "package “\($0.key)”, which is based on it" }
        guard let first = (entries + copies).first else { return }
        let more = entries.count + copies.count - 1
        throw ServiceError(
            .inUse, "Package “\(id)” is needed by \(first)\(more > 0 ? " and \(more) more" : "").",
            hint: "withdraw it instead: its status can be set to “withdrawn”")
    }

    private static func requireIssue(_ id: ID<Issue>, in workspace: Workspace) throws {
        guard workspace.issues[id] == nil else { return }
        throw ServiceError(
            .unknownIssue, "There is no issue “\(id)” in “\(workspace.id)”.",
            hint: Suggestion.hint(for: id.text, among: workspace.issues.keys.map(\.text), kind: "issue"))
    }

    /// Refuses choices that the workspace does not offer, before they are put into a document.
    static func check(_ choices: OrderedDictionary<ID<Issue>, Choice>, in workspace: Workspace) throws {
        for (id, choice) in choices {
            try requireIssue(id, in: workspace)
            let named: [ID<Option>] =
                switch choice {
                case .option(let option): [option]
                case .disputed(let options): options
                case .leftOut: []
                }
            for option in named where workspace.issues[id]?.offers(option) == false {
                let offered = workspace.issues[id]?.choices.map(\.text) ?? []
                throw ServiceError(
                    .unknownOption, "The issue “\(id)” has no option “\(option)”.",
                    hint: Suggestion.hint(for: option.text, among: offered, kind: "option"),
                    details: Object([("issue", .string(id.text)), ("options", .array(offered.prefix(50).map { .string($0) }))]))
            }
        }
    }
}

extension Entities {
    fileprivate mutating func store(_ package: Package, as id: ID<Package>) {
        self["packages/\(id)"] = Package.shape.encode(package)
    }
}
