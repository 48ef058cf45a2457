import Negotiation
import OrderedCollections

extension Workspace {
    /// `[brief#territory]`, `[analyst#weights, assumed]`, `[no source]`, never broken between lines.
    func cited(_ citation: Citation?) -> StyledText {
        guard let citation else { return StyledText("[no\u{A0}source]", .dim) }
        guard sources[citation.source]?.kind == .assumption else { return StyledText("[\(citation)]", .dim) }
        return "\("[\(citation),\u{A0}", .dim)\("assumed", .yellow)\("]", .dim)"
    }

    func name(of party: ID<Party>) -> String { parties[party]?.name ?? party.text }
    func title(of issue: ID<Issue>) -> String { issues[issue]?.title ?? issue.text }
    func names(of parties: some Sequence<ID<Party>>) -> String { enumerated(parties.map { name(of: $0) }) }

    /// Issues by module, in the order in which the modules first occur; those without one last.
    var issuesByModule: [(module: String?, issues: [ID<Issue>])] {
        var groups: OrderedDictionary<String?, [ID<Issue>]> = [:]
        for (id, issue) in issues { groups[issue.module, default: []].append(id) }
        if let without = groups.removeValue(forKey: nil) { groups[nil] = without }
        return groups.map { ($0.key, $0.value) }
    }

    /// The modules as headings; nothing where no issue names a module.
    func heading(_ module: String?) -> StyledText? {
        guard issues.values.contains(where: { $0.module != nil }) else { return nil }
        guard let module else { return "Other issues" }
        // An id does not know that it stands for an abbreviation; the titles of its issues do: NATO.
        let words = issues.values.lazy.filter { $0.module == module }.flatMap { $0.title.split { !$0.isLetter } }
        if let spelt = words.first(where: { $0 == module.uppercased() }) { return StyledText(String(spelt)) }
        return StyledText(capitalized(module.split(separator: "-").joined(separator: " ")))
    }
}

/// A word with its first letter as a capital.
func capitalized(_ word: String) -> String { word.prefix(1).uppercased() + word.dropFirst() }
