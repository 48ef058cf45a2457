import Importers
import Journal
import Negotiation
import ParleyProtocol
import Shapes
import WorkspaceFiles

extension Workbench {
    /// Makes a workspace of a domain in another system's format. What an import brought, a second one merges, as `apply` does.
    func importDomain(_ params: ImportParams, by caller: Caller) async throws -> ImportOutcome {
        let files = params.files.map { Importers.File(path: $0.path, text: $0.text) }
        let imported = try await pool.run(for: caller.client) {
            do throws(Diagnostics) { return try Importers.read(files) } catch { throw Workbench.refusal(error.all) }
        }
        let workspace = params.id.map(imported.workspace.named) ?? imported.workspace
        let entities = WorkspaceDocument.split(Workspace.shape.encode(workspace))
        let warnings = workspace.check().filter { $0.severity == .warning }
        var outcome = ImportOutcome()
        outcome.format = imported.format.title
        outcome.report = imported.report.map(\.line)
        outcome.change = try await change(
            try opened(workspace.id, create: true), expected: nil, by: caller,
            message: params.message ?? "import \(workspace.id) from \(imported.format.title)", applied: entities, warnings: warnings
        ) { head in
            let merge = WorkspaceMerge(base: head.applied, head: head.entities, files: entities)
            if !merge.conflicts.isEmpty { throw Workbench.conflict(merge.conflicts, in: workspace.id) }
            try Workbench.check(merge.result)
            return merge.result
        }
        return outcome
    }
}

extension Workspace {
    fileprivate func named(_ id: ID<Workspace>) -> Workspace {
        var named = self
        named.id = id
        return named
    }
}
