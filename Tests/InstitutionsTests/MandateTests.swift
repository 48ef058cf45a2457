import Findings
import ModuleTestSupport
import Negotiation
import PluginKit
import Shapes
import Testing
import parley_plugin_institutions

@Suite("Who can stop a mandate")
struct MandateTests {
    /// By hand. South, declared: 0.1–0.2 is below 0.3–0.6, so it would; assessed: 0.3–0.5 and 0.3–0.6 overlap. North: 1 and 0.5
    /// against 0.5 are at least as good. East rules the mission out in public, which is worth 0 under the other reading; and it
    /// has said nothing of having nobody.
    @Test("the veto table")
    func table() throws {
        let rows: (AnalysisResult) throws -> [[String]] = { try $0.table("vetoes").rows.map { $0[0..<4].map(\.text) } }
        let assessed = try rows(try mandate(try theCase()))
        #expect(
            assessed == [
                ["Mission", "North", "no", "no"], ["Mission", "South", "not settled", "yes"],
                ["Mission", "East", "not known", "yes"], ["Mission", "Others", "no party here", "no party here"],
                ["Joint", "North", "no", "no"], ["Joint", "South", "no", "no"],
            ])
        let declared = try rows(try mandate(try theCase(), reading: .declared))
        #expect(declared.map { [$0[0], $0[1], $0[3], $0[2]] } == assessed)
    }

    @Test("standing of each mandate, and what is different under the other reading")
    func standing() throws {
        let assessed = try mandate(try theCase())
        #expect(assessed.kind("mandate/mission") == .fragile && assessed.kind("mandate/joint") == .strong)
        #expect(
            try assessed.finding("mandate/mission").title
                == "Whether Mission comes by its mandate is not settled, under the assessed reading: it hangs on South and East and nobody here speaks for “Others”"
        )
        #expect(
            try assessed.finding("mandate/mission").detail?.hasSuffix(
                "Under the declared reading it is different: South would stop it and East would stop it.") == true)
        let declared = try mandate(try theCase(), reading: .declared)
        #expect(
            try declared.finding("mandate/mission").title
                == "South and East can stop the mandate of Mission and would, under the declared reading")
        // It blocks where the package takes just this body.
        #expect(try mandate(try theCase(), "full", reading: .declared).kind("mandate/mission") == .blocks)
        #expect(try mandate(try theCase(), "joint").findings.contains { $0.id.hasSuffix("/mission") } == false)
    }

    @Test("a red line settles it where it is crossed whatever else is chosen")
    func redLine() throws {
        let line = (#""predicate": "watch = league-mission and fire = none""#, #""predicate": "watch = league-mission""#)
        #expect(try mandate(try theCase()).finding("mandate/mission").title.hasPrefix("Whether"))
        let finding = try mandate(try theCase(line)).finding("mandate/mission")
        #expect(finding.title.hasPrefix("South can stop"))
        #expect(finding.detail?.contains("Foreigners on the quay") == true)
        #expect(finding.evidence.contains { $0.pointer == "/parties/south/redLines/foreigners" })
    }

    @Test("the endorsement gives the mandate, or the package does not have it")
    func endorsement() throws {
        let loose = (#""watch": "league-mission", "seal": "league""#, #""watch": "league-mission", "seal": "none""#)
        #expect(try mandate(try theCase(), "full").kind("endorsement/mission") == .strong)
        #expect(try mandate(try theCase(loose), "full").kind("endorsement/mission") == .blocks)
        #expect(try mandate(try theCase()).kind("endorsement/mission") == .fragile)
        #expect(try mandate(try theCase()).kind("endorsement/joint") == nil)
    }

    @Test("who can let a mandate lapse, where the section says that it recurs")
    func renewal() throws {
        let result = try mandate(try theCase())
        #expect(try result.finding("renewal/mission").parties == ["south"])
        #expect(result.kind("renewal/joint") == nil)
        #expect(try mandate(try theCase((#", "recurs": true"#, ""))).kind("renewal/mission") == nil)
    }

    @Test("missing inputs are told, with their place")
    func lacks() throws {
let without = try mandate(try theCase(try document().with(section: "mandatePaths", [:])), "joint")
        #expect(without.status == .partial)
        #expect(without.lacks.first?.hasPrefix("/modules/institutions/mandatePaths/joint: ") == true)
        let none = #expect(throws: Lack.self) { try mandate(try theCase((#""modules": {"#, #""modules": {}, "x": {"#))) }
        #expect(none?.lacks.first?.hasPrefix("/modules/institutions/bodies: ") == true)
        let nobody = #expect(throws: Lack.self) {
            try mandate(try theCase((#""watch": "joint", "seal": "none""#, #""watch": "none", "seal": "none""#)), "joint")
        }
        #expect(nobody?.isNotApplicable == true)
    }

    /// By hand from the flagship's positions on monitoring: Russia has nobody at 0.45–0.7 in public and at 0.35–0.7 by estimate.
    @Test("the flagship's veto table")
    func flagship() throws {
        let (theCase, document) = (try Flagship.theCase(), try Flagship.document())
        let russia: [Reading: [String: String]] = [
            .declared: ["un-mission": "yes", "osce-mission": "yes", "third-countries": "not settled", "joint-commission": "no"],
            .assessed: [
                "un-mission": "not settled", "osce-mission": "yes", "third-countries": "not settled", "joint-commission": "no",
            ],
        ]
        for reading in Reading.allCases {
            let result = try mandate(theCase, reading: reading)
            result.expectWorded(in: document, reading.rawValue)
            for row in try result.table("vetoes").rows {
                guard case .name(_, let body) = row[0], case .name(_, let holder) = row[1] else { continue }
                // Nobody but Russia would sooner have nobody to watch.
                #expect(row[2].text == (holder == "russia" ? russia[reading]?[body] : "no"), "\(body) \(holder) \(reading)")
            }
            #expect(result.kind("renewal/osce-mission") == .fragile)
            #expect(result.kind("leaning/us") == .note && result.kind("leaning/russia") == .note)
            for id in Flagship.packages { try mandate(theCase, id, reading: reading).expectWorded(in: document, "\(id)") }
        }
        #expect(try mandate(theCase, "best-case").kind("mandate/un-mission") == .fragile)
        #expect(try mandate(theCase, "best-case", reading: .declared).kind("mandate/un-mission") == .blocks)
        #expect(try mandate(theCase, "russia-maximal").kind("mandate/joint-commission") == .strong)
        #expect(try mandate(theCase) == mandate(theCase))
    }
}
