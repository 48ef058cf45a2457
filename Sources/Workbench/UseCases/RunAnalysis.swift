import Findings
import Negotiation
import OrderedCollections
import ParleyProtocol
import Shapes

extension Workbench {
    /// Runs one analyzer on a state of a workspace. It reads; nothing is written.
    func run(_ params: RunParams, by caller: Caller) async throws -> AnalysisResult {
        guard let analyzer = analyzers.first(where: { $0.declaration.id == params.analyzer }) else {
            throw ServiceError(
                .unknownAnalyzer, "There is no analyzer “\(params.analyzer)”.",
                hint: Suggestion.hint(for: params.analyzer, among: analyzers.map(\.declaration.id), kind: "analyzer"))
        }
        let snapshot = try await workspace(params.workspace).snapshot(at: params.revision)
        let workspace = snapshot.workspace
        let declaration = analyzer.declaration
        var request = AnalysisRequest(workspace: workspace, revision: snapshot.revision, parameters: [:])
        do throws(Diagnostics) {
            request.parameters = try declaration.resolve(params.params, in: workspace)
        } catch {
            throw ServiceError(
                .invalidParams, error.all.first?.message ?? "The parameters do not fit.", hint: error.all.first?.hint,
                diagnostics: error.all)
        }
        switch declaration.subject {
        case .package:
            try Workbench.check(params.choices, in: workspace)
            request.packageID = params.package
            request.package = try Workbench.subject(of: declaration, params, in: workspace)
        case .workspace:
            guard params.package == nil, params.choices.isEmpty else {
                throw ServiceError(
                    .invalidParams, "\(declaration.id) looks at the whole workspace, not at a package.",
                    hint: "run it without a package and without choices")
            }
        }
        return try await pool.run(for: caller.client) { [request] in try analyzer.run(request) }
    }

    /// The package to look at: one of the workspace, with the request's choices over it, or one made of these alone.
    private static func subject(of declaration: AnalyzerDeclaration, _ params: RunParams, in workspace: Workspace) throws -> Package {
        guard params.package != nil || !params.choices.isEmpty else {
            throw ServiceError(
                .invalidParams, "\(declaration.id) looks at one package; say which.",
                hint: "known: \(workspace.packages.keys.map(\.text).joined(separator: ", "))")
        }
        var package: Package
        if let id = params.package { package = try Self.package(id, in: workspace) } else {
            package = Package()
            package.title = "a variation"
        }
        package.choices.merge(params.choices) { $1 }
        return package
    }
}
