import Analysis
import Negotiation
import OrderedCollections
import Shapes
import Testing

/// The longest numbers a workspace may have, many of them: `Number` traps on what does not fit 128 bits.
@Suite struct ExtremesTests {
    /// Two hundred issues, every third a range of numbers, with numbers drawn from the ends of what is allowed.
    private func extreme(_ draws: inout Draws) throws -> Workspace {
        func pick(_ numbers: [String]) -> String { numbers.randomElement(using: &draws) ?? "0" }
        func range(_ numbers: [String]) -> String {
            let ends = [pick(numbers), pick(numbers)].sorted { decimal($0) < decimal($1) }
            return Bool.random(using: &draws) ? ends[0] : "[\(ends[0]), \(ends[1])]"
        }
        let stances = ["0", "0.000000000001", "0.123456789012", "0.333333333333", "0.5", "0.999999999999", "1"]
        let saliences = [
            ["0", "0.000000001", "1", "123456.789012345", "999999.999999999", "1000000"], ["0.000000001"], ["999999.999999999"],
        ].randomElement(using: &draws) ?? []
        let points = ["-999999999.999999999", "-1000000000", "-0.000000001", "0", "0.000000001", "999999999.999999999"]
        let issues = (0..<200).map { index in
            let isRange = index % 3 == 0
            let keys = isRange ? ["-999999999.999999999", "-334000000.000000332", "999999999.999999001"] : ["a", "b", "c"]
            let form =
                isRange
                ? #""range": {"from": -999999999.999999999, "to": 999999999.999999001, "step": 1999999.999999999}"#
                : #""options": {"a": {"title": "A"}, "b": {"title": "B"}, "c": {"title": "C"}}"#
            let positions = ["p", "q"].map { party in
                let stance = keys.map { #""\#($0)": \#(range(stances))"# }.joined(separator: ", ")
                return #""\#(party)": {"stance": {\#(stance)}, "salience": \#(range(saliences))}"#
            }
            return #""i\#(index)": {"title": "I", \#(form), "positions": {\#(positions.joined(separator: ", "))}}"#
        }
        let linkages = (0..<50).map { index in
            #""l\#(index)": {"when": "i1 = \#(["a", "b"][index % 2])", "adds": {"p": \#(range(points)), "q": \#(range(points))}, "because": "B"}"#
        }
        return try workspace(
            """
            "parties": {
              "p": {"name": "P", "role": "principal", "outside": \(range(points)), "agenda": {
                "g": {"title": "G", "predicate": "i1 = a", "weight": \(range(saliences))}}},
              "q": {"name": "Q", "role": "principal", "reservation": \(range(["-1000", "-999.999999999", "33.333333333", "999.999999999"]))}},
            "issues": {\(issues.joined(separator: ", "))},
            "noDeal": {"choices": {\((0..<200).map { #""i\#($0)": \#($0 % 3 == 0 ? "999999999.999999001" : #""c""#)"# }.joined(separator: ", "))}},
            "linkages": {\(linkages.joined(separator: ", "))}
            """)
    }

    @Test func nothingTraps() throws {
        var draws = Draws(12)
        for round in 0..<12 {
            let resolved = ResolvedCase(try extreme(&draws), reading: .declared)
            var choices: OrderedDictionary<ID<Issue>, Choice> = [:]
            for issue in resolved.issues where round % 2 == 0 || Bool.random(using: &draws) {
                let option = try #require(issue.choices.randomElement(using: &draws))
                choices[issue.id] = issue.issue.range == nil && Bool.random(using: &draws) ? .disputed(["a", option]) : .option(option)
            }
            let evaluation = PackageEvaluation(package(round == 0 ? choices.mapValues(settled) : choices), in: resolved)
            for party in evaluation.parties {
                for value in [party.value, party.floorValue] {
                    let ends = (value.low?.roundedDown(decimals: 1), value.nominal?.rounded(decimals: 1), value.high?.roundedUp(decimals: 1))
                    if let low = ends.0, let high = ends.2 { #expect(low <= high) }
                    if let low = ends.0, let nominal = ends.1 { #expect(low <= nominal) }
                    if let low = value.low?.reduced, let high = value.high?.reduced { #expect(low != high || value.nominal?.reduced == low) }
                }
                if let margin = party.margin { #expect(margin.range.low <= margin.nominal ?? margin.range.high) }
            }
            for index in [0, 1, 2, 3] {
                let gap = IssueGap(index, among: [0, 1], in: resolved)
                #expect(gap.smallestLosses.allSatisfy { $0.range.contains($0.nominal) })
            }
        }
    }

    private func settled(_ choice: Choice) -> Choice {
        if case .disputed(let options) = choice, let first = options.first { .option(first) } else { choice }
    }

    /// A stance may have twelve decimals, other judgements nine.
    @Test func decimals() throws {
        #expect(throws: Never.self) { try Shape.stance.read(try JSON.parse("0.123456789012")) }
        #expect(throws: Never.self) { try Shape.stance.read(try JSON.parse("[0.123456789012, 0.999999999999]")) }
        #expect(throws: (any Error).self) { try Shape.stance.read(try JSON.parse("0.1234567890123")) }
        #expect(throws: Never.self) { try Shape.salience.read(try JSON.parse("999999.999999999")) }
        #expect(throws: (any Error).self) { try Shape.salience.read(try JSON.parse("0.0000000001")) }
        #expect(throws: (any Error).self) { try Interval.shape.read(try JSON.parse("[0.0000000001, 1]")) }
    }

    /// Rounded to nine decimals the halfway point of the lower bounds would be 0.150000001001, of the upper 0.150000000002.
    @Test func boundsBetweenNumbersKeepTheirOrder() throws {
        let low = interval("0.100000000001", "0.100000000002")
        let middle = Interval.between(low, Interval(decimal("0.200000001001")), numerator: 1, denominator: 2)
        #expect(middle == interval("0.150000000501", "0.150000000502"))
    }

    @Test func equalQuotientsAreEqualInLowestTerms() throws {
        var draws = Draws(13)
        func draw(_ least: Int128) -> Number {
            Number(significand: Int128.random(in: least...50, using: &draws), exponent: Int.random(in: -3...3, using: &draws))
        }
        for _ in 0..<5_000 {
            let (a, b) = (try #require(Ratio(draw(-50), over: draw(1))), try #require(Ratio(draw(-50), over: draw(1))))
            #expect((a.reduced == b.reduced) == (a.numerator * b.denominator == b.numerator * a.denominator))
            #expect(a.reduced.numerator * a.denominator == a.numerator * a.reduced.denominator)
            let factor = draw(1)
            #expect(Ratio(a.numerator * factor, over: a.denominator * factor)?.reduced == a.reduced)
        }
        // Multiplied out these pass 128 bits.
        let long = Number(significand: 12_345_678_901_234_567_890_123_456_789, exponent: -21)
        let half = try #require(Ratio(long, over: long + long))
        #expect(half.reduced == Ratio(1, over: 2))
    }
}
