import Journal
import Negotiation
import OrderedCollections
import ParleyProtocol
import Shapes

extension Workbench {
    /// Adds an entry; its id, where none is given, comes from date, party and act, with a number when that is taken.
    func addRecord(_ params: AddRecordParams, by caller: Caller) async throws -> ChangeOutcome {
        if let revision = params.entry.revision {
            let newest = try workspace(params.workspace).journal.head.revision?.number ?? 0
            guard revision <= newest else {
                throw ServiceError(.unknownRevision, "There is no revision \(revision): the newest is \(newest).")
            }
        }
        return try await edit(params.workspace, expected: params.expectedRevision, by: caller, message: "record.add \(params.entry.party)") {
            workspace, entities in
            let stem = Kebab.mend("\(params.entry.party)-\(params.entry.act.rawValue)-\(params.entry.date)")
            let id: ID<RecordEntry>
            if let given = params.id {
                guard workspace.record[given] == nil else {
                    throw ServiceError(.alreadyExists, "The record has an entry “\(given)” already.", hint: "choose another id")
                }
                id = given
            } else {
                let candidates = [stem] + (2...(workspace.record.count + 2)).map { "\(stem)-\($0)" }
                id = ID(candidates.first { workspace.record[ID($0)] == nil } ?? stem)
            }
            entities["record/\(id)"] = RecordEntry.shape.encode(params.entry)
        }
    }

    func listRecord(_ params: PageParams) async throws -> Page<ListedEntry> {
        let record = try await workspace(params.workspace).snapshot().workspace.record
        // Dates of different exactness compare as text: 2025 before 2025-08 before 2025-08-12.
        let sorted = record.enumerated().sorted { ($0.element.value.date, $0.offset) < ($1.element.value.date, $1.offset) }.map(\.element)
        let start = min(try params.cursor.map { try Workbench.position($0) } ?? 0, sorted.count)
        var page = Page<ListedEntry>()
        page.items = sorted[start...].prefix(params.limit).map { id, entry in
            var listed = ListedEntry()
            listed.id = id
            listed.entry = entry
            return listed
        }
        page.total = sorted.count
        if start + page.items.count < sorted.count { page.cursor = String(start + page.items.count) }
        return page
    }
}
