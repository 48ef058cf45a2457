import PluginKit

/// Where it is negotiated, who watches what is agreed, who gives the watchers their mandate, and who can stop that.
@main
package struct Institutions {
    package static let id = "institutions"

    static let module = Module(
        id, section: InstitutionsSection.shape, vocabulary: Institutions.vocabulary,
        validate: { SectionCheck($0).faults() },
        linkages: { DerivedLinkages($0).all() },
        clauses: { ComposedClauses($0.workspace).all() },
        analyzers: [VenueAnalyzer(), VerificationAnalyzer(), MandateAnalyzer()])

    package static func main() async { await module.run() }
}
