import PluginKit

/// Economic pressure as a means at the table: measures, what wears them down, what is given for relief, who keeps them up.
@main
package struct Sanctions {
    package static let id = "sanctions"

    static let module = Module(
        id, section: SanctionsSection.shape, vocabulary: Sanctions.vocabulary,
        validate: { SectionCheck($0).faults() },
        linkages: { DerivedLinkages($0).all() },
        clauses: { ComposedClauses($0.workspace).all() },
        analyzers: [LeverageAnalyzer(), ReliefAnalyzer(), CoalitionAnalyzer()])

    package static func main() async { await module.run() }
}
