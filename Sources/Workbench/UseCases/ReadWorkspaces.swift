import Journal
import Negotiation
import OrderedCollections
import ParleyProtocol
import Shapes
import WorkspaceFiles

extension Workbench {
    /// The workspaces kept here; one that cannot be opened is listed with the reason, and does not keep the others from view.
    package func list() async throws -> [WorkspaceSummary] {
        var summaries: [WorkspaceSummary] = []
        for id in try known() {
            do {
                let workspace = try opened(id, create: false)
                guard workspace.journal.head.revision != nil else { continue }
                summaries.append(await workspace.summary())
            } catch let error as JournalError {
                var summary = WorkspaceSummary()
                summary.id = id
                summary.fault = error.message
                summaries.append(summary)
            }
        }
        return summaries
    }

    func get(_ params: AtRevision) async throws -> WorkspaceState {
        let snapshot = try await workspace(params.workspace).snapshot(at: params.revision)
        var state = WorkspaceState()
        state.revision = snapshot.revision
        state.document = snapshot.document
        return state
    }

    func export(_ params: ExportParams) async throws -> [SourceFile] {
        let snapshot = try await workspace(params.workspace).snapshot(at: params.revision)
        var document = snapshot.document
        if let audience = params.audience {
            try Workbench.requireAudience(audience, in: snapshot.workspace)
            document = Workspace.shape.encode(snapshot.workspace.visible(to: audience))
        }
        return WorkspaceFiles.write(document).map { SourceFile(path: $0.path, text: $0.text) }
    }

    func log(_ params: LogParams) async throws -> Page<Revision> {
        let journal = try workspace(params.workspace).journal
        let before = try params.cursor.map { try Workbench.position($0) }
        var page = Page<Revision>()
        page.items = try await journal.revisions(before: before, limit: params.limit)
        page.total = journal.head.revision?.number ?? 0
        if let last = page.items.last, last.number > 1 { page.cursor = String(last.number) }
        return page
    }

    func revert(_ params: RevertParams, by caller: Caller) async throws -> ChangeOutcome {
        let target = try workspace(params.workspace)
        // The name stands, also where the workspace had another before it was restored under this one.
        let entities = Workbench.named(target.id, try await target.journal.entities(at: params.revision))
        return try await change(
            target, expected: params.expectedRevision, by: caller, message: "revert to \(params.revision)"
        ) { _ in entities }
    }

    /// The same under a name.
    static func named(_ id: ID<Workspace>, _ entities: Entities) -> Entities {
        guard var head = entities[WorkspaceDocument.head]?.object else { return entities }
        head["id"] = .string(id.text)
        var named = entities
        named[WorkspaceDocument.head] = .object(head)
        return named
    }

    static func position(_ cursor: String) throws -> Int {
        guard let position = Int(cursor), position >= 0 else {
            throw ServiceError(.invalidParams, "“\(cursor)” is not a cursor.", hint: "pass the cursor of the previous page, unchanged")
        }
        return position
    }
}
