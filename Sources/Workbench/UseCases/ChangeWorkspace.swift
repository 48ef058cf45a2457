import Journal
import Logging
import Negotiation
import OrderedCollections
import ParleyProtocol
import Shapes
import WorkspaceFiles

extension Workbench {
    /// The one way in which a workspace changes: compute the new state from the newest one, check it, append it, tell
    /// subscribers. `change` runs inside the journal's transaction and sees the newest state.
    func change(
        _ target: OpenWorkspace, expected: Int?, by caller: Caller, message: String, applied: Entities? = nil,
        warnings: [Diagnostic] = [], _ change: @escaping @Sendable (Journal.Head) throws -> Entities
    ) async throws -> ChangeOutcome {
        let result = try await target.journal.append(
            expected: expected, author: caller.author, message: message, applied: applied, change)
        var outcome = ChangeOutcome()
        outcome.workspace = target.id
        outcome.revision = result.revision?.number ?? 0
        outcome.appended = result.appended
        outcome.author = caller.author
        outcome.message = message
        outcome.changes = result.changes
        outcome.warnings = warnings
        if result.appended {
            logger.info("revision", metadata: ["workspace": "\(target.id)", "revision": "\(outcome.revision)", "message": "\(message)"])
            subscriptions.announce(outcome)
        }
        return outcome
    }

    /// Changes the document of a workspace entity by entity, and refuses what would not be a sound workspace.
    func edit(
        _ id: ID<Workspace>?, expected: Int?, by caller: Caller, message: String,
        _ body: @escaping @Sendable (Workspace, inout Entities) throws -> Void
    ) async throws -> ChangeOutcome {
        try await change(try workspace(id), expected: expected, by: caller, message: message) { head in
            var entities = head.entities
            try body(try Snapshot(revision: head.revision?.number ?? 0, entities: entities).workspace, &entities)
            try Workbench.check(entities)
            return entities
        }
    }

    /// Throws everything that is wrong with a state, as of the document: there is no file to point at.
    static func check(_ entities: Entities) throws {
        let faults: [Diagnostic]
        do throws(Diagnostics) {
            faults = try Workspace.shape.read(WorkspaceDocument.join(entities)).check().filter { $0.severity == .error }
        } catch {
            faults = error.all
        }
        guard let first = faults.first else { return try checkSize(entities) }
        let more = faults.count > 1 ? " There \(faults.count == 2 ? "is 1 more fault" : "are \(faults.count - 1) more faults")." : ""
        throw ServiceError(
            .invalidWorkspace, "That would not be a sound workspace: at \(first.pointer), \(first.message).\(more)", hint: first.hint,
            diagnostics: faults)
    }

    /// What no answer could carry back would be lost to everybody: a workspace has to fit a line with room to spare.
    static func checkSize(_ entities: Entities) throws {
        let bytes = entities.reduce(0) { $0 + $1.key.utf8.count + JSON.bytes($1.value).count }
        guard bytes > sizeLimit else { return }
        throw ServiceError(
            .invalidWorkspace, "The workspace would take \(bytes) bytes, and may take \(sizeLimit).",
            hint: "shorten its texts, or make two workspaces of it")
    }

    private static let sizeLimit = 6 << 20
}
