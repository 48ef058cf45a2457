import Importers
import Negotiation
import OrderedCollections
import Shapes
import Testing

/// Small domains of each format, written here.
enum Small {
    static let template = """
        <negotiation_template><utility_space><objective index="0" name="root">
          <issue index="1" name="Price" vtype="discrete"><item index="1" value="low"/><item index="2" value="high"/></issue>
          <issue index="2" name="Days" vtype="integer" lowerbound="10" upperbound="14"/>
        </objective></utility_space></negotiation_template>
        """

    static func space(
        low: String = "4", high: String = "3", weight: String = "0.75", slope: String = "0.25", offset: String = "0", more: String = ""
    ) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- a party -->
        <utility_space><objective index="0" name="root">
          <issue index="1" name="Price" vtype="discrete">
            <item index="1" value="low" evaluation="\(low)"/>
            <item index="2" value="high" evaluation="\(high)"/>
          </issue>
          <issue index="2" name="Days" vtype="integer" lowerbound="10" upperbound="14"><evaluator ftype="linear" offset="\(offset)" slope="\(slope)"/></issue>
          <weight index="1" value="\(weight)"/><weight index="2" value="0.25"/>
        </objective>\(more)</utility_space>
        """
    }

    static func genius(_ a: String = space(), _ b: String = space(low: "1", high: "2", slope: "-0.25", offset: "1")) -> [Importers.File] {
        [.init(path: "trade/domain.xml", text: template), .init(path: "trade/buyer.xml", text: a), .init(path: "trade/seller.xml", text: b)]
    }

    static let webDomain = #"{"name": "trip", "issuesValues": {"place": {"values": ["sea", "hill"]}, "days": {"range": ["1", "7", "2"]}}}"#

    static func web(utilities: String = #"{"sea": 0.5, "hill": 1.0}"#, bid: String = #"{"place": "sea", "days": 3}"#) -> [Importers.File] {
        [
            .init(path: "trip.json", text: webDomain),
            .init(
                path: "trip1.json",
                text: """
                    {"LinearAdditiveUtilitySpace": {"name": "Ann", "domain": \(webDomain),
                      "issueWeights": {"place": 0.6, "days": 0.4},
                      "issueUtilities": {
                        "place": {"discreteutils": {"valueUtilities": \(utilities)}},
                        "days": {"numberutils": {"lowValue": 1, "highValue": 7, "lowUtility": 0, "highUtility": 0.9}}},
                      "reservationBid": {"issuevalues": \(bid)}}}
                    """),
        ]
    }

    static func neutral(
        _ party: String = #"{"name": "A", "reserved": 0.5, "weights": [0.5, 0.5], "values": [[0, 1], [1, 0.25]]}"#,
        _ other: String = #"{"name": "B", "reserved": 0, "weights": [0.9, 0.1], "values": [[1, 0], [0, 1]]}"#,
        issues: String = #"[{"name": "x", "values": ["a", "b"]}, {"name": "y", "values": ["c", "d"]}]"#
    ) -> [Importers.File] {
        [.init(path: "domain.json", text: "{\"issues\": \(issues),\n \"parties\": [\n\(party),\n\(other)]}")]
    }

    static func negmas(
        _ values: String = "{type: TableFun, mapping: {5: 0, 7.5: 1}}", more: String = "", issue: String = "values: [5.0, 7.5]"
    ) -> [Importers.File] {
        [
            .init(
                path: "Trade/Trade.yml",
                text: """
                    name: Trade
                    type: negmas.outcomes.CartesianOutcomeSpace
                    issues:
                    - name: price
                      type: CategoricalIssue
                      \(issue)
                    - name: quantity
                      type: ContiguousIssue
                      values: [1, 5]
                    """),
            .init(
                path: "Trade/Buyer.yml",
                text: """
                    type: LinearAdditiveUtilityFunction
                    name: the buyer
                    reserved_value: 0.75
                    weights: [1, 2]
                    values:
                    - \(values)
                    - {type: AffineFun, slope: -0.5, bias: 2.5}
                    \(more)
                    """),
            .init(
                path: "Trade/Seller.yml",
                text: """
                    type: ExpDiscountedUFun
                    discount: 0.9
                    ufun:
                      type: negmas.preferences.LinearAdditiveUtilityFunction
                      reserved_value: -.inf
                      weights: {quantity: 1, price: 0.5}
                      values: {price: {type: IdentityFun}, quantity: {type: ConstFun, bias: 3}}
                    """),
            .init(path: "Trade/_stats.yaml", text: "nash: 3\n"),
        ]
    }

    static let scores = "0, 60\n40, 0\n55\n"

    static func game(_ scores: String = scores) -> [Importers.File] {
        [
            .init(path: "g/config.txt", text: "Ann,a,p1,greedy\nBob,b,p2\n\nCy,c,player\n"),
            .init(path: "g/scores_files/a.txt", text: scores), .init(path: "g/scores_files/b.txt", text: Small.scores),
            .init(path: "g/scores_files/c.txt", text: Small.scores), .init(path: "g/story.txt", text: "Once."),
        ]
    }
}

@Suite("Formats")
struct FormatTests {
    private func value(_ imported: Imported, _ party: Int, _ choices: [Int]) throws -> Double {
        try Values(imported.workspace).value(party, choices)
    }

    private func isClose(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-9 }

    @Test("each is recognised by its content, whatever else lies beside it")
    func recognised() {
        let readme = Importers.File(path: "README.md", text: "issues, values and a utility_space")
        for (files, format) in [
            (Small.genius(), Importers.Format.genius), (Small.web(), .geniusweb), (Small.neutral(), .neutral), (Small.negmas(), .negmas),
            (Small.game(), .deliberation),
        ] {
            #expect(Importers.recognises(files + [readme]) == format)
            #expect(Importers.recognises(files + [.init(path: "workspace.yaml", text: "parley: 1")]) == nil)
        }
        #expect(Importers.recognises([readme]) == nil)
        #expect(Importers.recognises([]) == nil)
    }

    @Test("Genius: integers on a line stay numbers, counted from their lower bound")
    func geniusIntegers() throws {
        let imported = try Importers.read(Small.genius(Small.space(more: "<reservation value='0.5'/><discount_factor value='0.9'/>")))
        let workspace = imported.workspace
        #expect(workspace.id == "domain")
        #expect(workspace.issues["days"]?.range?.levels.count == 5)
        #expect(workspace.parties["buyer"]?.reservation == Interval(50))
        #expect(imported.lines.contains { $0.hasPrefix("not-used: discount factor 0.9 of “buyer”") })
        // 0.75 · 3/4 + 0.25 · (2 · 0.25)
        #expect(isClose(try value(imported, 0, [1, 2]), 100 * (0.75 * 0.75 + 0.25 * 0.5)))
        #expect(isClose(try value(imported, 1, [1, 1]), 100 * (0.75 + 0.25 * 0.75)))
        try expectRoundTrip(workspace, "integers")
    }

    @Test("Genius: an integer issue that is cut to 0–1 becomes options")
    func geniusCut() throws {
        let imported = try Importers.read(Small.genius(Small.space(slope: "0.5")))
        #expect(imported.workspace.issues["days"]?.options.keys.map(\.text) == ["option-10", "option-11", "option-12", "option-13", "option-14"])
        #expect(isClose(try value(imported, 0, [0, 4]), 100))
        #expect(isClose(try value(imported, 0, [0, 1]), 87.5))
        #expect(isClose(try value(imported, 1, [1, 1]), 100 * (0.75 + 0.25 * 0.75)))
        try expectRoundTrip(imported.workspace, "cut")
    }

    @Test("Genius: a quotient keeps twelve decimals, and weights fifteen digits")
    func precision() throws {
        let imported = try Importers.read(Small.genius(Small.space(low: "3", high: "1", weight: "0.70000000000000012345")))
        let position = try #require(imported.workspace.issues["price"]?.positions["buyer"])
        #expect(position.stance["high"] == .number(Number(significand: 333_333_333_333, exponent: -12)))
        #expect(position.salience == .number(Number(significand: 7_000_000_000_000_001, exponent: -10).rounded(decimals: 9)))
    }

    @Test("GeniusWeb: ranges, utilities as they are, the bid as reservation")
    func geniusWeb() throws {
        let imported = try Importers.read(Small.web())
        let party = try #require(imported.workspace.parties["ann"])
        // 0.6 · 0.5 + 0.4 · 0.3
        #expect(party.reservation == Interval(42))
        #expect(imported.workspace.issues["days"]?.range?.levels == [1, 3, 5, 7])
        #expect(isClose(try value(imported, 0, [1, 3]), 96))
        try expectRoundTrip(imported.workspace, "web")
        let alone = try Importers.read([Small.web()[1]])
        #expect(alone.workspace.issues == imported.workspace.issues)
    }

    @Test("neutral: worths below 0 and a constant move the reservation, not the acceptance")
    func shifts() throws {
        let imported = try Importers.read(
            Small.neutral(#"{"name": "A", "reserved": 0.5, "bias": 0.25, "weights": [1, 1], "values": [[-1, 1], [0, 3]]}"#,
                #"{"name": "B", "reserved": -1, "weights": [1, 1], "values": [[2, 0], [0, 3]]}"#))
        let values = try Values(imported.workspace)
        for outcome in 0..<4 {
            let choices = values.choices(outcome)
            let a = 0.25 + [-1.0, 1][choices[0]] + [0.0, 3][choices[1]]
            let b = [2.0, 0][choices[0]] + [0.0, 3][choices[1]]
            #expect(values.accepts(0, choices) == (a >= 0.5))
            #expect(values.accepts(1, choices))
            // Both reach 5 at best, so both are on one scale.
            #expect(isClose(values.value(0, choices), (a - 0.25 + 1) * 20))
            #expect(isClose(values.value(1, choices), b * 20))
        }
        #expect(imported.workspace.parties["b"]?.reservation == Interval(-20))
        #expect(imported.lines.contains { $0.contains("goes below 0") })
        #expect(imported.lines.contains { $0.contains("the constant 0.25") })
        try expectRoundTrip(imported.workspace, "shifts")
    }

    @Test("neutral: what differs in scale is divided by one power of ten, and that is said")
    func scales() throws {
        let imported = try Importers.read(
            Small.neutral(#"{"name": "A", "reserved": 12, "weights": [0.5, 0.5], "values": [[0, 40], [1, 2]]}"#,
                #"{"name": "B", "reserved": 0, "weights": [1, 1], "values": [[3, 0], [0, 1]]}"#))
        #expect(isClose(try value(imported, 0, [1, 1]), 21))
        #expect(isClose(try value(imported, 1, [0, 1]), 2))
        #expect(imported.workspace.parties["a"]?.reservation == Interval(12))
        #expect(imported.lines.contains { $0.contains("divided by 100") })
        #expect(imported.lines.contains { $0.contains("scales do") })
    }

    @Test("numbers with more digits than Parley keeps are rounded, in JSON too")
    func longNumbers() throws {
        let imported = try Importers.read(
            Small.neutral(
                #"{"name": "A", "reserved": 0.30000000000000000000001, "weights": [0.5000000000000000000000, 0.5], "values": [[5.551115123125783e-17, 1], [1, 1e-30]]}"#
            ))
        #expect(imported.workspace.issues["x"]?.positions["a"]?.stance["a"] == .number(0))
        #expect(imported.workspace.issues["y"]?.positions["a"]?.stance["d"] == .number(0))
        #expect(imported.workspace.parties["a"]?.reservation == Interval(30))
    }

    @Test("NegMAS: tables, lines and constants; discounts reported, other files left out")
    func negmas() throws {
        let imported = try Importers.read(Small.negmas())
        let workspace = imported.workspace
        #expect(workspace.title == "Trade")
        #expect(workspace.parties.values.map(\.name) == ["the buyer", "Seller"])
        #expect(workspace.issues["price"]?.options.values.map(\.title) == ["5", "7.5"])
        #expect(workspace.issues["quantity"]?.range?.levels == [1, 2, 3, 4, 5])
        // buyer: 1 · {0, 1} + 2 · (2.5 − 0.5 q), seller: 0.5 · p + 3; divided by 10, and by the sums of the weights.
        for outcome in 0..<10 {
            let choices = try Values(workspace).choices(outcome)
            let buyer = Double(choices[0]) + 2 * (2 - 0.5 * Double(choices[1]))
            #expect(isClose(try value(imported, 0, choices), 100 * buyer / 30))
            #expect(isClose(try value(imported, 1, choices), 100 * (0.5 * [5, 7.5][choices[0]] + 3) / 15))
        }
        #expect(workspace.parties["buyer"]?.reservation == Interval(Number(significand: 25, exponent: -1)))
        #expect(workspace.parties["seller"]?.reservation == Interval(0))
        #expect(imported.lines.contains { $0.hasPrefix("not-used: the discount of “Seller”") })
        #expect(imported.lines.contains("not-read: “_stats.yaml” is no part of the domain"))
        try expectRoundTrip(workspace, "negmas")
    }

    @Test("NegMAS: JSON is read as YAML is")
    func negmasJSON() throws {
        let files = [
            Importers.File(path: "d.json", text: #"{"issues": [{"name": "q", "values": [1, 3]}, {"name": "c", "values": ["red", "blue"]}]}"#),
            Importers.File(path: "u.json", text: #"{"weights": [0.5, 0.5], "reserved_value": -Infinity, "values": [{"type": "LinearFun", "slope": 0.25}, {"red": 1, "blue": 0}]}"#),
        ]
        let imported = try Importers.read(files)
        #expect(imported.workspace.issues["q"]?.range?.levels == [1, 2, 3])
        #expect(imported.lines.contains { $0.contains("the whole numbers from 1 to 3") })
        #expect(isClose(try value(imported, 0, [0, 1]) / (try value(imported, 0, [0, 0])), 0.25 / 1.25))
    }

    @Test("deliberation: roles, rule and scores; the story is left out")
    func deliberation() throws {
        let imported = try Importers.read(Small.game())
        #expect(imported.workspace.id == "g")
        #expect(imported.workspace.decision?.required == ["a", "b"])
        #expect(imported.workspace.decision?.atLeast == 2)
        #expect(imported.workspace.parties["cy"] == nil && imported.workspace.parties["c"]?.name == "Cy")
        #expect(imported.workspace.parties["a"]?.reservation == Interval(55))
        #expect(isClose(try value(imported, 0, [1, 0]), 100))
        #expect(imported.lines.contains("not-read: “story.txt” is no part of the domain"))
        try expectRoundTrip(imported.workspace, "game")
    }

    @Test("any name makes an id, and keeps its place and itself as title")
    func names() throws {
        let names = ["0", "-5.5", "5.5", "good", "GOOD", "g o o d", "", "and", "left-out", "價格", "價錢", "30 days", "45 days", String(repeating: "x", count: 90)]
        let written = names.map { "\"\($0)\"" }.joined(separator: ", ")
        let numbers = names.indices.map { "\(Double($0) / 13)" }.joined(separator: ", ")
        let issues = #"[{"name": "and", "values": [\#(written)]}, {"name": "And", "values": ["a", "b"]}]"#
        let party = { (name: String) in #"{"name": "\#(name)", "reserved": 0, "weights": [1, 0], "values": [[\#(numbers)], [0, 1]]}"# }
        let imported = try Importers.read(Small.neutral(party("not"), party("Not!"), issues: issues))
        let issue = try #require(imported.workspace.issues.values.first)
        #expect(issue.options.values.map(\.title) == names.map { $0.isEmpty ? "(no name)" : $0 })
        #expect(issue.options.keys.allSatisfy { Kebab.isID($0.text) })
        #expect(issue.options.keys.prefix(4).map(\.text) == ["option-0", "minus-5-5", "option-5-5", "good"])
        #expect(imported.workspace.issues.count == 2 && imported.workspace.parties.count == 2)
        for choice in names.indices { #expect(abs(try value(imported, 0, [choice, 0]) - 100 * Double(choice) / 13) < 1e-9) }
        try expectRoundTrip(imported.workspace, "names")
    }

    @Test("every claim cites the imported file")
    func sources() throws {
        for files in [Small.genius(), Small.web(), Small.neutral(), Small.negmas(), Small.game()] {
            let workspace = try Importers.read(files).workspace
            let known = Citation(source: "imported")
            #expect(workspace.sources.keys.elements == ["imported"])
            #expect(workspace.parties.values.allSatisfy { $0.source == known && $0.reservationSource == known && $0.role == .principal })
            #expect(workspace.issues.values.allSatisfy { issue in
                issue.options.values.allSatisfy { $0.source == known } && issue.positions.values.allSatisfy { $0.source == known }
            })
            #expect(workspace.decision.map { $0.source == known } ?? true)
        }
    }
}
