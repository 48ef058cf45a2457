import PluginKit

/// Whose a territory is, who holds it, who recognises that, and how the shooting stops.
@main
package struct Territory {
    package static let id = "territory"

    static let module = Module(
        id, section: TerritorySection.shape, vocabulary: Territory.vocabulary,
        validate: { SectionCheck($0).faults() },
        linkages: { DerivedLinkages($0).all() },
        clauses: { ComposedClauses($0.workspace).all() },
        analyzers: [SovereigntyAnalyzer(), CeasefireAnalyzer(), StatusPathsAnalyzer()])

    package static func main() async { await module.run() }
}
