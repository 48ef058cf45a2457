import Findings
import OrderedCollections

/// What many analyzers found, in one order: what blocks, what is fragile, what is missing, what is strong. Of each kind every
/// analyzer's first comes before anybody's second, so that no analyzer talks the others down.
package struct Digest {
    struct Entry {
        let finding: Finding
        let analyzer: String

        /// The module that it comes from: `sanctions` of `sanctions.relief`.
        var module: Substring { analyzer.prefix { $0 != "." } }
    }

    private let entries: [Finding.Kind: [Entry]]

    /// - Parameter results: in the order in which they are to be heard.
    package init(_ results: [AnalysisResult]) {
        entries = Dictionary(uniqueKeysWithValues: Finding.Kind.allCases.map { ($0, Digest.order($0, results)) })
    }

    private static func order(_ kind: Finding.Kind, _ results: [AnalysisResult]) -> [Entry] {
        let each = results.map { result in result.findings.filter { $0.kind == kind }.map { Entry(finding: $0, analyzer: result.analyzer) } }
        var told: Set<String> = []
        var order: [Entry] = []
        for rank in 0..<(each.map(\.count).max() ?? 0) {
            for list in each where rank < list.count && told.insert(list[rank].finding.title).inserted { order.append(list[rank]) }
        }
        return order
    }

    /// What is told twice is there once.
    func of(_ kind: Finding.Kind) -> [Entry] { entries[kind] ?? [] }

    /// For a page: of each module what it puts first of the gravest kind that it has; gravest first.
    var foremost: [(kind: Finding.Kind, entry: Entry)] {
        var chosen: [(kind: Finding.Kind, entry: Entry)] = []
        for kind in [Finding.Kind.blocks, .fragile, .missing] {
            for entry in of(kind) where !chosen.contains(where: { $0.entry.module == entry.module }) { chosen.append((kind, entry)) }
        }
        return chosen
    }

    /// `3 in the way, 43 fragile and 9 missing`; nil where there is nothing of the kind.
    var counts: String? {
        let parts = [(Finding.Kind.blocks, "in the way"), (.fragile, "fragile"), (.missing, "missing")].compactMap { kind, word in
            of(kind).isEmpty ? nil : "\(of(kind).count) \(word)"
        }
        return parts.isEmpty ? nil : enumerated(parts)
    }
}
