import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_sanctions

@Suite("Sanctions in the flagship")
struct FlagshipTests {
    private func all(_ theCase: SanctionsCase) throws -> [AnalysisResult] {
        var results = [try leverage(theCase), try coalition(theCase)]
        for id in Flagship.packages {
            results += [try leverage(theCase, id), try coalition(theCase, id)]
            results += [try relief(theCase, id), try relief(theCase, id, .declared)]
        }
        return results
    }

    @Test("every finding rests on something that stands in the workspace, and the same comes out twice")
    func sound() throws {
        let document = try Flagship.document()
        let theCase = try theCase(document)
        let results = try all(theCase)
        for result in results { result.expectSound(in: document, result.summary) }
        let again = try all(try SanctionsTests.theCase(document))
        #expect(results.map(AnalysisResult.shape.encode) == again.map(AnalysisResult.shape.encode))
    }

    @Test("every entry of the section is used by some answer")
    func coverage() throws {
        let theCase = try Flagship.theCase()
        let section = try #require(theCase.section)
        let used = Set(try all(theCase).flatMap { $0.findings.flatMap { $0.evidence.map { $0.pointer.description } } })
        let here = "/modules/sanctions"
        let entries =
            section.measures.keys.map { "\(here)/measures/\($0)" } + section.leverage.keys.map { "\(here)/leverage/\($0)" }
            + section.leakage.keys.map { "\(here)/leakage/\($0)" } + section.snapback.keys.map { "\(here)/snapback/\($0)" }
            + (section.coalition?.strains.keys.map { "\(here)/coalition/strains/\($0)" } ?? [])
            + (section.coalition?.renewal.keys.map { "\(here)/coalition/renewal/\($0)" } ?? [])
            + ["\(here)/coalition/coordination", "\(here)/exchange"]
        for entry in entries { #expect(used.contains(entry), "\(entry) is used by no answer") }
    }

    @Test("the four packages come out differently, for reasons that the text gives")
    func packages() throws {
        let theCase = try Flagship.theCase()
        #expect(try leverage(theCase, "us-maximal").kind("package/pressure") == .strong)
        #expect(
            try leverage(theCase, "russia-maximal").finding("package/pressure").title
                == "The package gives up all the pressure on Russia upon signature")
        #expect(try leverage(theCase, "russia-maximal").kind("package/return") == .fragile)
        #expect(try leverage(theCase, "best-case").kind("package/return") == .strong)
        #expect(
            try leverage(theCase, "bridging").finding("package/pressure").detail?.contains(
                "It keeps Oil and gas technology withheld") == true)

        #expect(try relief(theCase, "us-maximal").status == .notApplicable)
        #expect(try relief(theCase, "russia-maximal").kind("unpaid") == .fragile)
        let best = try relief(theCase, "best-case")
        #expect(best.kind("snapback/veto") == .fragile && best.kind("defects/russia") == .note)
        // In the bridging draft all relief is the United States' own, and nobody can stop its return.
        let bridging = try relief(theCase, "bridging")
        #expect(bridging.kind("snapback/veto") == nil && bridging.kind("defects/us") == .strong)

        #expect(try coalition(theCase, "best-case").kind("strain/germany") == .strong)
        #expect(try coalition(theCase, "russia-maximal").kind("strain/eastern-members") == .fragile)
        #expect(try coalition(theCase).kind("strain/eastern-members") == .strong)
        #expect(try coalition(theCase, "us-maximal").kind("renewal/eu-sectoral") == .fragile)
        #expect(try coalition(theCase, "russia-maximal").kind("renewal/eu-sectoral") == .note)
        #expect(
            try coalition(theCase, "best-case").finding("renewal/eu-sectoral").detail?.contains("3–4 renewals fall due") == true)
    }

    @Test("the two readings differ: what is said makes giving relief costlier")
    func readings() throws {
        let theCase = try Flagship.theCase()
        let (assessed, declared) = (try relief(theCase, "bridging"), try relief(theCase, "bridging", .declared))
        #expect(assessed.kind("defects/us") == .strong && declared.kind("defects/us") == .fragile)
        #expect(try declared.finding("defects/us").title.hasPrefix("Defecting pays United States"))
    }

    @Test("no answer claims more than its ranges: what is not settled says what would settle it")
    func unsettled() throws {
        let theCase = try Flagship.theCase()
        for id in ["best-case", "bridging"] as [ID<Package>] {
            for finding in try relief(theCase, id).findings where finding.title.contains("not settled") {
                #expect(
                    finding.detail?.contains("would settle") == true || finding.detail?.contains("narrow it most") == true,
                    "\(finding.title)")
            }
        }
    }
}
