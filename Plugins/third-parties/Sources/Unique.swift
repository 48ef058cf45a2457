import PluginKit

/// Without repetitions, in the order of the first of each.
func unique(_ evidence: [Evidence]) -> [Evidence] {
    var seen: Set<Pointer> = []
    return evidence.filter { seen.insert($0.pointer).inserted }
}

extension Array where Element: Hashable {
    func uniqued() -> [Element] { OrderedSet(self).elements }
}

extension Evidence {
    /// The issue that it is about, when it is about one.
    var issue: ID<Issue>? { pointer.tokens.first == "issues" && pointer.tokens.count > 1 ? ID(pointer.tokens[1]) : nil }
}
