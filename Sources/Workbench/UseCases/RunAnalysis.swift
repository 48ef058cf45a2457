import CoreAnalyzers
import Findings
import Negotiation
import OrderedCollections
import ParleyProtocol
import PluginHost
import PluginProtocol
import Shapes
import Wire

extension Workbench {
    /// Runs one analyzer on a state of a workspace. It reads; nothing is written.
    func run(_ params: RunParams, by caller: Caller) async throws -> AnalysisResult {
        let analyzer = try await registered(params.analyzer)
        let snapshot = try await workspace(params.workspace).snapshot(at: params.revision)
        if let audience = params.audience { try Workbench.requireAudience(audience, in: snapshot.workspace) }
        let workspace = params.audience == nil ? snapshot.workspace : snapshot.workspace.visible(to: params.audience)
        let declaration = analyzer.declaration
        var request = AnalysisRequest(workspace: workspace, revision: snapshot.revision, parameters: [:])
        do throws(Diagnostics) { request.parameters = try declaration.resolve(params.params, in: workspace) } catch {
            throw ServiceError(parameters: error)
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
        switch analyzer {
        case .core(let analyzer) where params.audience != nil:
            // What modules contribute is computed from all there is.
            var result = try await run(analyzer, request, caller)
            result.lacks.append("Computed from what “\(params.audience ?? "")” may see, without what modules contribute.")
            return result
        case .plugin where params.audience != nil:
            throw ServiceError(
                .invalidParams, "\(declaration.id) is an analyzer of a module, and modules see everything.",
                hint: "analyzers whose ids begin with “core.” can be computed for an audience")
        case .core(let analyzer):
            // Only what is said of packages depends on what modules contribute.
            guard declaration.subject == .package || analyzer.looksAtPackages else { return try await run(analyzer, request, caller) }
            let joined = await contributions.joined(snapshot)
            request.workspace = joined.workspace
            var result = try await run(analyzer, request, caller)
            result.modules = joined.uses
            result.lacks += joined.lacks
            if !joined.lacks.isEmpty, result.status == .complete { result.status = .partial }
            return result
        case .plugin(let plugin, _): return try await run(request, by: plugin, declaration, snapshot, caller)
        }
    }

    private func run(_ analyzer: any Analyzer, _ request: AnalysisRequest, _ caller: Caller) async throws -> AnalysisResult {
        try await pool.run(for: caller.client, caller.progress) { control in
            var request = request
            request.control = control
            // What only the analyzer can tell of its parameters, such as whether there is such a scenario.
            do { return try analyzer.run(request) } catch let error as Diagnostics { throw ServiceError(parameters: error) }
        }
    }

    /// An analyzer, wherever it is.
    private enum Registered {
        case core(any Analyzer)
        case plugin(Plugin, AnalyzerDeclaration)

        var declaration: AnalyzerDeclaration {
            switch self {
            case .core(let analyzer): analyzer.declaration
            case .plugin(_, let declaration): declaration
            }
        }
    }

    private func registered(_ id: String) async throws -> Registered {
        if let analyzer = analyzers.first(where: { $0.declaration.id == id }) { return .core(analyzer) }
        let module = id.prefix { $0 != "." }
        if let plugin = await plugins[String(module)] {
            // A plugin that does not run says why, rather than that there is no such analyzer.
            let description = try await plugin.ready()
            if let declaration = description.analyzers.first(where: { $0.id == id }) { return .plugin(plugin, declaration) }
        }
        let known = await declarations().map(\.id)
        throw ServiceError(
            .unknownAnalyzer, "There is no analyzer “\(id)”.", hint: Suggestion.hint(for: id, among: known, kind: "analyzer"))
    }

    private func run(
        _ request: AnalysisRequest, by plugin: Plugin, _ declaration: AnalyzerDeclaration, _ snapshot: Snapshot, _ caller: Caller
    ) async throws -> AnalysisResult {
        var params = AnalyzeParams()
        params.analyzer = declaration.id
        params.snapshot = SnapshotName(snapshot.workspace.id, revision: snapshot.revision)
        params.packageID = request.packageID
        params.package = request.package
        params.parameters = request.parameters
        // What modules contribute is asked for when the plugin asks something: before it has begun, since a plugin does one
        // thing at a time.
        let joined = await contributions.joined(snapshot)
        let answering = HostAnswering(workspace: joined.workspace, pool: pool, client: caller.client)
        var result = try await plugin.analyze(params, snapshot.document, answers: { try await answering.answer($0) }) {
            caller.progress.report($0.done, of: $0.total, $0.message)
        }
        // What the host knows it does not take on trust.
        result.analyzer = declaration.id
        result.title = declaration.title
        result.workspace = snapshot.workspace.id
        result.revision = snapshot.revision
        result.package = request.packageID
        result.parameters = request.parameters
        result.modules = [ModuleUse(plugin.id, .author, build: await plugin.build)] + joined.uses.filter { $0.module != plugin.id || $0.standing != .missing }
        return result
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

extension ServiceError {
    /// Parameters of an analyzer that do not fit.
    fileprivate init(parameters error: Diagnostics) {
        self.init(
            .invalidParams, error.all.first?.message ?? "The parameters do not fit.", hint: error.all.first?.hint, diagnostics: error.all)
    }
}
