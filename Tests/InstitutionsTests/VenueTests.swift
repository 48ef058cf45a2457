import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_institutions

@Suite("What a format gives, costs and can deliver")
struct VenueTests {
    /// North: 1 against 0.2–0.4 is 0.6–0.8 short, at 50–60 swing points 30–48. South, declared: 0.75 against 0.5 at 40 is 10;
    /// assessed: 0.75 against 0.6–0.8 at 20, so either may be the best, by up to 0.15 or 0.05: 3 and 1. East rules “Two”
    /// out in public, which is worth 0 under the other reading: 10.
    @Test("costs by hand")
    func costs() throws {
        let assessed = try venue(try theCase()).table("costs").rows.map { $0.map(\.text) }
        #expect(assessed == [["Round", "0", "0–3", "0"], ["Two", "30–48", "0–1", "10"]])
        let declared = try venue(try theCase(), reading: .declared).table("costs").rows.map { $0.map(\.text) }
        #expect(declared == [["Round", "0", "10", "0"], ["Two", "30–48", "0", "rules it out"]])
    }

    @Test("a shortfall holds at every point of the ranges, and its ends are reached")
    func bruteForce() throws {
        var draw = Draw(seed: 3)
        for _ in 0..<200 {
            let ranges = (0..<3).map { _ in draw.range() }
            let points = ranges.map { range in
                (0...10).map { Number(significand: Int128($0), exponent: -1) }.filter(range.contains)
            }
            var all: [Number] = []
            for a in points[0] { for b in points[1] { for c in points[2] { all.append(max(a, b, c) - a) } } }
            let shortfall = FormatCosts.shortfall(ranges[0], among: Array(ranges[1...]))
            #expect(shortfall == Interval(low: try #require(all.min()), high: try #require(all.max())), "\(ranges)")
        }
    }

    @Test("which consents a format can deliver: by itself, through a bloc's rule, or not")
    func consents() throws {
        let result = try venue(try theCase())
        result.expectWorded(in: try document())
        // “Full” needs North, South by the rule, Bloc for the cut and East for the seal. “Round” seats East, and with it the bloc
        // has those by whom it decides.
        #expect(
            try result.table("consents").rows.map { $0.map(\.text) } == [
                ["Full", "North, South, Bloc and East", "delivers all", "without Bloc and East *"],
                ["Joint", "North, South and Bloc", "delivers all *", "without Bloc"],
                ["Empty", "North and South; perhaps Bloc and East", "delivers all", "perhaps without Bloc and East"],
            ])
        #expect(result.kind("consents/full") == .missing && result.kind("consents/joint") == .strong)
        #expect(try result.finding("consents/full").title == "The format of “Full” cannot deliver the consent of Bloc and East")
        #expect(
            try result.finding("consents/full").detail == """
                It needs the consent of North, South, Bloc and East. That of Bloc for “Cut” on Arms. That of East for “By the League” on \
                The seal. “Round” can deliver all.
                """)
        #expect(result.kind("consents/empty") == .note)
        #expect(try result.finding("excluded/two").parties == ["east"])
        // For one package only what that one needs counts.
        let joint = try venue(try theCase(), "joint")
        #expect(joint.kind("excluded/two") == nil && joint.findings.filter { $0.id.hasPrefix("consents/") }.count == 1)
    }

    @Test("a rule that counts consents")
    func counted() throws {
        let rule = (#""decision": {"required": ["north", "south"], "source""#, #""decision": {"required": ["north"], "atLeast": 2, "of": ["south", "east"], "source""#)
        let result = try venue(try theCase(rule))
        #expect(try result.table("consents").rows[2].map(\.text)[2...] == ["delivers all", "too few"])
        #expect(try result.finding("consents/full").detail?.contains("The rule also asks for 2 of South and East") == true)
    }

    @Test("one format beats another only for certain and on both counts")
    func weighing() throws {
        let result = try venue(try theCase())
        // North: legitimacy 0.7–0.9 over 0.2–0.5, control 0.5–0.6 over 0.5. South: more legitimacy, less control.
        #expect(try result.finding("weighing/north").title.hasPrefix("For North “Round” gives more legitimacy and more control"))
        #expect(try result.finding("weighing/south").title.hasPrefix("For South no single format"))
    }

    @Test("missing inputs are told, with their place")
    func lacks() throws {
        let lack = #expect(throws: Lack.self) { try venue(try theCase((#""modules": {"#, #""modules": {}, "x": {"#))) }
        #expect(lack?.lacks.first?.hasPrefix("/modules/institutions/formats: ") == true)
    }

    @Test("the flagship: China is seated nowhere, and only Geneva carries the allies")
    func flagship() throws {
        let (theCase, document) = (try Flagship.theCase(), try Flagship.document())
        for reading in Reading.allCases {
            let result = try venue(theCase, reading: reading)
            result.expectWorded(in: document, reading.rawValue)
            #expect(result == (try venue(theCase, reading: reading)))
            for id in Flagship.packages { try venue(theCase, id, reading: reading).expectWorded(in: document, "\(id)") }
        }
        let result = try venue(theCase)
        #expect(Flagship.packages.map { result.kind("consents/\($0)") } == [.missing, .missing, .missing, .note])
        #expect(
            try result.finding("consents/best-case").title
                == "The format of “The article's best case” cannot deliver the consent of China")
        #expect(
            try result.finding("consents/russia-maximal").title
                == "The format of “Russia's maximal position” cannot deliver the consent of Ukraine, NATO and European Union")
        #expect(try result.finding("consents/russia-maximal").detail?.hasSuffix("“Multilateral, in the manner of Geneva” can deliver all.") == true)
        // The readings differ where a party is thought to want something else than it says.
        let costs = { (reading: Reading) in try venue(theCase, reading: reading).table("costs").rows.map { $0[1].text } }
        #expect(try costs(.declared) != costs(.assessed))
    }
}
