import PluginKit

/// Those beside the parties that negotiate: whose consent it takes, who could break an agreement, who could mediate, and what
/// actors outside move.
@main
package struct ThirdParties {
    package static let id = "third-parties"

    static let module = Module(
        id, section: ThirdPartiesSection.shape, vocabulary: ThirdParties.vocabulary,
        validate: { SectionCheck($0).faults() },
        linkages: { DerivedLinkages($0.workspace).all() },
        clauses: { ComposedClauses($0.workspace).all() },
        analyzers: [ConsentAnalyzer(), SpoilersAnalyzer(), MediatorsAnalyzer(), InfluenceAnalyzer()])

    package static func main() async { await module.run() }
}
