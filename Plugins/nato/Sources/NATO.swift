import PluginKit

/// Who may join an alliance, what stands behind somebody who does not, and what the same step means to either side.
@main
package struct NATO {
    package static let id = "nato"

    static let module = Module(
        id, section: NATOSection.shape, vocabulary: NATO.vocabulary,
        validate: { SectionCheck($0).faults() },
        linkages: { DerivedLinkages($0).all() },
        clauses: { ComposedClauses($0.workspace).all() },
        analyzers: [SecurityDilemmaAnalyzer(), GuaranteesAnalyzer(), AccessionAnalyzer()])

    package static func main() async { await module.run() }
}
