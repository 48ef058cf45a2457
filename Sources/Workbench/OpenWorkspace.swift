import Journal
import Negotiation
import OrderedCollections
import ParleyProtocol
import Shapes
import WorkspaceFiles

/// One workspace that is open: its journal, and its newest state as the model, decoded once a revision.
actor OpenWorkspace {
    let id: ID<Workspace>
    let journal: Journal
    private var newest: Snapshot?

    init(id: ID<Workspace>, journal: Journal) {
        self.id = id
        self.journal = journal
    }

    /// The newest state, or that of a revision.
    func snapshot(at revision: Int? = nil) async throws -> Snapshot {
        let head = journal.head
        guard let number = head.revision?.number else { throw ServiceError.unknownWorkspace(id) }
        if revision == nil || revision == number {
            if let newest, newest.revision == number { return newest }
            let snapshot = try Snapshot(revision: number, entities: head.entities)
            newest = snapshot
            return snapshot
        }
        return try Snapshot(revision: revision ?? number, entities: try await journal.entities(at: revision ?? number))
    }

    func summary() async -> WorkspaceSummary {
        var summary = WorkspaceSummary()
        summary.id = id
        let head = journal.head
        summary.revision = head.revision?.number ?? 0
        summary.changed = head.revision?.time ?? ""
        summary.fault = journal.fault?.message
        do {
            let workspace = try await snapshot().workspace
            summary.title = workspace.title
            summary.issues = workspace.issues.count
            summary.parties = workspace.parties.count
            summary.packages = workspace.packages.count
        } catch {
            summary.fault = "its newest revision cannot be read: \(error)"
        }
        return summary
    }
}

/// A state of a workspace: as stored and as decoded.
struct Snapshot: Sendable {
    let revision: Int
    let document: Value
    let workspace: Workspace

    init(revision: Int, document: Value, workspace: Workspace) {
        self.revision = revision
        self.document = document
        self.workspace = workspace
    }

    init(revision: Int, entities: Entities) throws {
        self.revision = revision
        document = WorkspaceDocument.join(entities)
        do throws(Diagnostics) {
            workspace = try Workspace.shape.read(document)
        } catch {
            throw ServiceError(
                .storage, "Revision \(revision) is stored in a form that this version of Parley does not read.",
                hint: "read it with the version that wrote it, or revert to another revision", diagnostics: error.all)
        }
    }
}

extension ServiceError {
    static func unknownWorkspace(_ id: ID<Workspace>, among known: [String] = []) -> ServiceError {
        ServiceError(
            .unknownWorkspace, "There is no workspace “\(id)” here.",
            hint: Suggestion.hint(for: id.text, among: known, kind: "workspace") ?? "parley apply FOLDER brings one in")
    }
}
