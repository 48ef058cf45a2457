import Journal
import Negotiation
import OrderedCollections
import ParleyProtocol
import Shapes
import WorkspaceFiles

extension Workbench {
    /// Merges the files of a workspace into it, three ways on what was last applied.
    func apply(_ params: ApplyParams, by caller: Caller) async throws -> ChangeOutcome {
        let read = try await read(params.files, for: caller)
        let files = WorkspaceDocument.split(read.document)
        return try await change(
            try opened(read.id, create: true), expected: params.expectedRevision, by: caller, message: params.message ?? "apply \(read.id)", applied: files,
            warnings: read.warnings
        ) { head in
            let merge = WorkspaceMerge(base: head.applied, head: head.entities, files: files)
            if !merge.conflicts.isEmpty { throw Workbench.conflict(merge.conflicts, in: read.id) }
            // What files and workspace each hold soundly may be unsound together: a package on an issue that the files dropped.
            if merge.result != files { try Workbench.check(merge.result) } else { try Workbench.checkSize(files) }
            return merge.result
        }
    }

    /// What `apply` would change.
    func diff(_ params: DiffParams, by caller: Caller) async throws -> DiffResult {
        let read = try await read(params.files, for: caller)
        let files = WorkspaceDocument.split(read.document)
        var result = DiffResult()
        result.workspace = read.id
        result.warnings = read.warnings
        guard try known().contains(read.id) else {
            result.isNew = true
            result.changes = WorkspaceDocument.changes(from: [:], to: files)
            return result
        }
        let head = try opened(read.id, create: false).journal.head
        let merge = WorkspaceMerge(base: head.applied, head: head.entities, files: files)
        result.revision = head.revision?.number ?? 0
        result.conflicts = merge.conflicts.map(\.value)
        result.changes = WorkspaceDocument.changes(from: head.entities, to: WorkspaceDocument.arranged(merge.result))
        if merge.conflicts.isEmpty, merge.result != files { try Workbench.check(merge.result) }
        return result
    }

    private struct ReadFiles: Sendable {
        var id: ID<Workspace>
        var document: Value
        var warnings: [Diagnostic]
    }

    /// Parsing and checking are work, so they have their turn in the pool.
    private func read(_ files: [SourceFile], for caller: Caller) async throws -> ReadFiles {
        try await pool.run(for: caller.client) {
            do throws(Diagnostics) {
                let (workspace, document, warnings) = try WorkspaceFiles.read(
                    files.map { WorkspaceFiles.File(path: $0.path, text: $0.text) })
                return ReadFiles(id: workspace.id, document: document, warnings: warnings)
            } catch {
                let errors = error.errors.count
                throw ServiceError(
                    .invalidWorkspace, "The files of the workspace have \(errors) error\(errors == 1 ? "" : "s").",
                    hint: "nothing was changed; mend the places shown", diagnostics: error.all)
            }
        }
    }

    private static func conflict(_ conflicts: [WorkspaceMerge.Conflict], in id: ID<Workspace>) -> ServiceError {
        let names = conflicts.prefix(5).map { "\($0.key) (\($0.inFiles.rawValue) in the files, \($0.inWorkspace.rawValue) in the workspace)" }
        let more = conflicts.count > 5 ? " and \(conflicts.count - 5) more" : ""
        return ServiceError(
            .conflict,
            "Files and workspace “\(id)” have both changed \(names.joined(separator: ", "))\(more) since the files were last applied.",
            hint: "parley export --workspace \(id) shows the workspace's version; take it over into the files, then apply again",
            details: Object([("conflicts", .array(conflicts.map(\.value)))]))
    }
}
