import PluginKit

/// What the workspace requires of every package and the package at hand keeps, ready to be asked of many changes. The host knows
/// the requirements of the modules too; this spares it the changes that are out of the question anyway.
struct Requirements: Sendable {
    private let draft: Draft
    private let kept: [(require: Predicate, scope: Set<ID<Issue>>)]

    init(_ draft: Draft) {
        self.draft = draft
        kept = draft.workspace.linkages.values.compactMap { linkage in
            linkage.require.flatMap { draft.truth($0) == .no ? nil : ($0, Set($0.scope)) }
        }
    }

    /// Whether some changes surely break one of them.
    func areBroken(by changes: OrderedDictionary<ID<Issue>, ID<Option>>) -> Bool {
        kept.contains { require, scope in
            scope.contains { changes[$0] != nil }
                && require.truth(over: { issue in changes[issue].map { [$0] } ?? draft.possible(issue) }, in: draft.workspace)
                    .truth == .no
        }
    }
}
