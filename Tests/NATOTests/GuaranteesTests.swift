import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_nato

@Suite("What a guarantee has to be worth")
struct GuaranteesTests {
    /// North: entry weighs 50, a shield 100, no deal (open, none) costs it 10.
    /// Pause: 50 × ([0.4, 0.6] − 1) = −30…−20, so with no shield −20…−10 against no deal.
    /// Barred: −50, so −40; and it is a red line.
    @Test("by hand: needed, given up, made up for")
    func byHand() throws {
        let result = try guarantees(try theCase(), "draft")
        result.expectSound(in: try document())
        #expect(try result.cell("price", "pause", "needed").text == "10–20")
        #expect(try result.cell("price", "barred", "needed").text == "40")
        #expect(try result.cell("price", "pause", "lost").text == "20–30")
        #expect(try result.cell("price", "barred", "lost").text == "50")
        #expect(try result.cell("price", "pause", "compensated").text == "“Arms” and “Pact”")
        // Talk brings 10: −10…0.
        let grid: [(String, String, String)] = [
            ("none", "open", "reaches it"), ("none", "pause", "falls short"), ("talk", "pause", "may reach it"),
            ("arms", "pause", "reaches it *"), ("pact", "pause", "reaches it"), ("none", "barred", "falls short"),
            ("talk", "barred", "falls short"), ("arms", "barred", "crosses a red line"),
        ]
        for (step, membership, text) in grid {
            #expect(try result.cell("grid", step, membership).text == text, "\(step) \(membership)")
        }
        #expect(
            try result.finding("offer").title
                == "With “Pause” and “Arms” the package reaches North's value of no deal, whatever the true values, under the assessed reading"
        )
        #expect(result.kind("offer") == .strong)
        #expect(result.kind("order") == .strong)
    }

    @Test("what may be enough names the range that would settle it")
    func narrowing() throws {
        let finding = try guarantees(try theCase(), "draft", choosing: ["shield": .option("talk")]).finding("offer")
        #expect(finding.kind == .fragile)
        #expect(
            finding.detail?.contains(
                "A narrower range would settle it: what Entry is worth to North, now −30 to −20 swing points.") == true,
            "\(finding.detail ?? "")")
    }

    @Test("out of reach blocks; a red line is told apart")
    func short() throws {
        #expect(try guarantees(try theCase(), "draft", choosing: ["shield": .option("none")]).kind("offer") == .blocks)
        let line = try guarantees(try theCase(), "draft", choosing: ["entry": .option("barred")]).finding("offer")
        #expect(line.kind == .blocks)
        #expect(line.title.contains("crosses a red line of North"))
        #expect(line.evidence.contains { $0.pointer.description == "/parties/north/redLines/shut" })
    }

    @Test("what is open is told, pair by pair")
    func open() throws {
        let result = try guarantees(
            try theCase(), "draft", choosing: ["entry": .disputed(["open", "pause"]), "shield": .disputed(["none", "talk"])])
        #expect(
            try result.finding("offer").title.hasPrefix(
                "Of 4 pairs of membership and guarantee that the package leaves, 2 reach North's value of no deal and 1 may"))
        let whole = try guarantees(try theCase(), "empty")
        #expect(try whole.cell("grid", "arms", "pause").text == "not settled *")
    }

    @Test("without an order of its own the scale follows what the options promise")
    func standardOrder() throws {
        let theCase = try theCase((#""order": ["none", "talk", "arms", "pact"],"#, ""))
        let issue = try #require(theCase.workspace.issues["shield"])
        #expect(theCase.section?.guaranteeScale?.steps(of: issue) == ["none", "talk", "arms", "pact"])
    }

    @Test("a position that likes a stronger guarantee less is told, for certain or perhaps")
    func order() throws {
        let falling = try guarantees(try theCase((#""arms": 0.5, "pact": 1"#, #""arms": 0.5, "pact": 0.3"#)), "draft")
        #expect(try falling.finding("order").title.contains("“Pact” below “Arms”"))
        #expect(try falling.finding("order").title.hasPrefix("By its position North likes"))
        let perhaps = try guarantees(try theCase((#""arms": 0.5, "pact": 1"#, #""arms": [0.4, 0.6], "pact": [0.3, 1]"#)), "draft")
        #expect(try perhaps.finding("order").title.hasPrefix("A stronger guarantee may be worth less to North"))
    }

    @Test("a stronger guarantee never lowers the value where the position rises along the scale")
    func monotone() throws {
        var draws = Draws(state: 11)
        for _ in 0..<25 {
            let lows = (0..<4).map { _ in draws.next(below: 11) }.sorted()
            // What holds without a deal is known here: otherwise any other option may be worth less than it.
            let spread = [0] + (0..<3).map { _ in draws.next(below: 4) }.sorted()
            func stance(_ index: Int) -> String {
                "[\(Number(significand: Int128(lows[index]), exponent: -1)), \(min(1, Number(significand: Int128(lows[index] + spread[index]), exponent: -1)))]"
            }
            let text = #""none": \#(stance(0)), "talk": \#(stance(1)), "arms": \#(stance(2)), "pact": \#(stance(3))"#
            let result = try guarantees(try theCase((#""none": 0, "talk": 0.1, "arms": 0.5, "pact": 1"#, text)), "draft")
            #expect(result.kind("order") == .strong, "\(text)")
            // Along the scale a pair is never less within reach.
            let ranks = ["falls short", "may reach it", "reaches it"]
            for membership in ["open", "pause"] {
                let column = try ["none", "talk", "arms", "pact"].map {
                    try result.cell("grid", $0, membership).text.replacing(" *", with: "")
                }.compactMap(ranks.firstIndex)
                #expect(column == column.sorted(), "\(text): \(column)")
            }
        }
    }

    @Test("both readings are asked of the one that is meant")
    func readings() throws {
        let theCase = try theCase(
            (
                #""pact": 1}, "salience": 100, "source": "analyst""#,
                #""pact": 1}, "salience": 100, "source": "analyst", "assessed": {"stance": {"arms": 0.05}}"#
            ))
        #expect(try guarantees(theCase, "draft", reading: .declared).kind("offer") == .strong)
        // 5 instead of 50 points: −15…−5.
        #expect(try guarantees(theCase, "draft", reading: .assessed).kind("offer") == .blocks)
        #expect(try guarantees(theCase, "draft", reading: .assessed).finding("order").title.contains("“Arms” below “Talk”"))
    }

    @Test("the flagship: sound, the same twice, and different for reasons that the text gives")
    func flagship() throws {
        let (document, theCase) = (try Flagship.document(), try Flagship.theCase())
        for package in Flagship.packages {
            for reading in Reading.allCases {
                let result = try guarantees(theCase, package, reading: reading)
                result.expectSound(in: document, "\(package) \(reading)")
                #expect(result.kind("order") == .strong, "\(package) \(reading)")
            }
        }
        let maximal = try guarantees(theCase, "russia-maximal")
        #expect(maximal == (try guarantees(theCase, "russia-maximal")))
        #expect(maximal.kind("offer") == .blocks)
        #expect(try maximal.finding("offer").detail?.contains("−1001.3 to −86 swing points") == true)
        let best = try guarantees(theCase, "best-case")
        #expect(best.kind("offer") == .strong)
        #expect(try best.finding("offer").detail?.contains("+305.2 to +1219.3 swing points") == true)
        #expect(try best.cell("grid", "none", "neutrality-guaranteed").text == "cannot stand together")
        #expect(try guarantees(theCase, "bridging").kind("offer") == .fragile)
    }
}
