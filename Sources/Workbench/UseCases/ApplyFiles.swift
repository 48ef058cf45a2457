import Journal
import Negotiation
import OrderedCollections
import ParleyProtocol
import PluginHost
import PluginProtocol
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
        var workspace: Workspace
        var document: Value
        var warnings: [Diagnostic]
    }

    /// Parsing and checking are work, so they have their turn in the pool.
    private func read(_ files: [SourceFile], for caller: Caller) async throws -> ReadFiles {
        let files = files.map { WorkspaceFiles.File(path: $0.path, text: $0.text) }
        var read = try await pool.run(for: caller.client) {
            do throws(Diagnostics) {
                let (workspace, document, warnings) = try WorkspaceFiles.read(files)
                return ReadFiles(id: workspace.id, workspace: workspace, document: document, warnings: warnings)
            } catch {
                throw Workbench.refusal(error.all)
            }
        }
        let found = await faults(of: read.workspace, document: read.document)
        guard !found.isEmpty else { return read }
        // Only now is the tree with its places needed again: a sound folder is read once.
        let placed = try await pool.run(for: caller.client) { WorkspaceFiles.placed(found, in: files) }
        if placed.contains(where: { $0.severity == .error }) { throw Workbench.refusal(placed + read.warnings) }
        read.warnings += placed
        return read
    }

    static func refusal(_ diagnostics: [Diagnostic]) -> ServiceError {
        let errors = Diagnostics(diagnostics).errors.count
        return ServiceError(
            .invalidWorkspace, "The files of the workspace have \(errors) error\(errors == 1 ? "" : "s").",
            hint: "nothing was changed; mend the places shown", diagnostics: diagnostics)
    }

    /// What the modules find wrong with their sections and with issues that use their vocabulary. A module whose plugin cannot be
    /// asked is a warning: nobody has checked its section.
    private func faults(of workspace: Workspace, document: Value) async -> [Diagnostic] {
        var faults: [Diagnostic] = []
        for module in Contributions.modules(of: workspace) {
            guard let plugin = await plugins[module] else { continue }
            do {
                let description = try await plugin.ready()
                faults += workspace.check(description.vocabulary, of: module)
                if description.validates, workspace.modules[module] != nil {
                    faults += try await plugin.validate(document, of: workspace.id)
                }
            } catch {
                let why = (error as? PluginError)?.message ?? "\(error)"
                faults.append(
                    Diagnostic(
                        .warning, code: "unchecked-module", "nobody has checked the section “\(module)”: \(why)",
                        hint: (error as? PluginError)?.hint, pointer: ["modules", module], part: .key))
            }
        }
        return faults
    }

    static func conflict(_ conflicts: [WorkspaceMerge.Conflict], in id: ID<Workspace>) -> ServiceError {
        let names = conflicts.prefix(5).map { "\($0.key) (\($0.inFiles.rawValue) in the files, \($0.inWorkspace.rawValue) in the workspace)" }
        let more = conflicts.count > 5 ? " and \(conflicts.count - 5) more" : ""
        return ServiceError(
            .conflict,
            "Files and workspace “\(id)” have both changed \(names.joined(separator: ", "))\(more) since the files were last applied.",
            hint: "parley export --workspace \(id) shows the workspace's version; take it over into the files, then apply again",
            details: Object([("conflicts", .array(conflicts.map(\.value)))]))
    }
}
