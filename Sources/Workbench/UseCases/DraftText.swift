import Drafting
import Negotiation
import OrderedCollections
import ParleyProtocol
import PluginProtocol
import Shapes

extension Workbench {
    /// The negotiating text of a package: made of what its readers may see, and of nothing else.
    func draft(_ params: DraftParams, by caller: Caller) async throws -> DraftedText {
        let target = try workspace(params.workspace)
        let snapshot = try await target.snapshot(at: params.revision)
        let draft = try await self.draft(params.package, of: snapshot, for: params.audience, caller)
        var old: Draft?
        if params.against != nil || params.againstRevision != nil {
            let older = try await target.snapshot(at: params.againstRevision ?? snapshot.revision)
            old = try await self.draft(params.against ?? params.package, of: older, for: params.audience, caller)
        }
        return try await pool.run(for: caller.client, caller.progress) { [old] _ in
            var result = DraftedText()
            result.draft = draft
            result.redline = old.map { RedlinedDraft(from: $0, to: draft) }
            result.text = result.redline.map(RedlineMarkdown.text) ?? DraftMarkdown.text(of: draft)
            return result
        }
    }

    private func draft(_ id: ID<Package>, of snapshot: Snapshot, for audience: String?, _ caller: Caller) async throws -> Draft {
        if let audience { try Workbench.requireAudience(audience, in: snapshot.workspace) }
        let view = snapshot.workspace.visible(to: audience)
        let package = try Workbench.package(id, in: view)
        let name = SnapshotName(view.id, revision: snapshot.revision, view: audience.map { "for \($0)" } ?? "for everybody")
        let modules = Wording.modules(for: package, in: view)
        let (clauses, lacks) = modules.isEmpty ? ([:], []) : await contributions.clauses(of: modules, for: name, view)
        return try await pool.run(for: caller.client, caller.progress) { _ in
            var draft = DraftComposer.draft(id, package, in: view, clauses: clauses)
            draft.revision = snapshot.revision
            draft.audience = audience
            draft.lacks = lacks
            return draft
        }
    }

    /// Refuses an audience for which nothing is meant: it is a slip of the pen, and what it would see is what everybody sees.
    static func requireAudience(_ audience: String, in workspace: Workspace) throws {
        let known = workspace.audiences
        guard !known.contains(audience) else { return }
        throw ServiceError(
            .unknownAudience, "Nothing in “\(workspace.id)” is meant for “\(audience)”, and no party is called so.",
            hint: Suggestion.hint(for: audience, among: known, kind: "audience"))
    }
}
