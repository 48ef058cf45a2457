import Analysis
import Negotiation
import OrderedCollections
import Shapes
import Testing

/// Cases in which an answer was once wrong.
struct ReviewedCasesTests {
    private func space(_ body: String, _ end: RangeEnd = .nominal) throws -> OutcomeSpace {
        try OutcomeSpace(Package(), in: ResolvedCase(try workspace(body), reading: .assessed), end: end)
    }

    private func acceptable(_ space: OutcomeSpace) throws -> Int { Int(try AcceptableCount(space.graph).atLeast) }

    /// A stance between two points of a range is nobody's quotient, whatever other stances look like: A gets 45.2 at most.
    @Test func stancesOfRangesAreNotRounded() throws {
        let found = try space(
            """
            "parties": {"a": {"name": "A", "role": "principal", "reservation": 48}, "b": {"name": "B", "role": "principal", "reservation": 0}},
            "issues": {
              "x": {"title": "X", "range": {"from": 0, "to": 2, "step": 1}, "positions": {
                "a": {"stance": {"0": 0, "2": 0.571428571429}, "salience": 10}, "b": {"stance": {"0": 1, "2": 0}, "salience": 10}}},
              "y": {"title": "Y", "options": {"l": {"title": "L"}, "r": {"title": "R"}}, "positions": {
                "a": {"stance": {"l": 0.333333333333, "r": 0}, "salience": 10}}}}
            """)
        #expect(try acceptable(found) == 0)
    }

    /// Quotients that importers wrote are what they were: three thirds are one.
    @Test func quotientsAreRestored() throws {
        let thirds = (0..<3).map {
            #""i\#($0)": {"title": "I", "options": {"l": {"title": "L"}, "r": {"title": "R"}}, "positions": {"a": {"stance": {"l": 0.333333333333, "r": 0}, "salience": 10}}}"#
        }
        let found = try space(
            """
            "parties": {"a": {"name": "A", "role": "principal", "reservation": 25}},
            "issues": {\(thirds.joined(separator: ",")), "j": {"title": "J", "options": {"l": {"title": "L"}, "r": {"title": "R"}},
              "positions": {"a": {"stance": {"l": 1, "r": 0}, "salience": 10}}}}
            """)
        // One of four, or three thirds of it: both just reach the reservation.
        let frontier = try found.frontier()
        #expect(frontier.count == 1)
        #expect(try acceptable(found) == 8 + 1)
    }

    /// Two losses multiplied are no gain: who counts towards a rule and loses makes no Nash package.
    @Test func lossesAreNotMultiplied() throws {
        let found = try space(
            """
            "parties": {"a": {"name": "A", "role": "principal", "reservation": 0}, "b": {"name": "B", "role": "principal", "reservation": 50},
              "c": {"name": "C", "role": "principal", "reservation": 50}},
            "issues": {"x": {"title": "X", "options": {"l": {"title": "L"}, "r": {"title": "R"}}, "positions": {
              "a": {"stance": {"l": 1, "r": 0.9}, "salience": 10}, "b": {"stance": {"l": 0, "r": 0.5}, "salience": 10},
              "c": {"stance": {"l": 0, "r": 0.6}, "salience": 10}}}},
            "decision": {"required": ["a"], "atLeast": 1, "of": ["a", "b", "c"]}
            """)
        let frontier = try found.frontier()
        #expect(frontier.count == 2)
        let criteria = Criterion.all(
            Ideals(of: frontier), scales: found.objectives.map(\.scale), floors: found.objectives.map(\.floor))
        let nash = try #require(criteria.first { $0.name == .nash })
        #expect(nash.best(of: frontier.points).flatMap { frontier.packages(of: $0, limit: 9) } == [[1]])
    }

    /// Where nothing says what holds without a deal, anything may: over all ranges even the most a party may then have.
    @Test func whatMayHoldWithoutADealIsTakenAtItsEnds() throws {
        let body = """
            "parties": {"a": {"name": "A", "role": "principal"}},
            "issues": {
              "x": {"title": "X", "options": {"l": {"title": "L"}, "r": {"title": "R"}}, "positions": {
                "a": {"stance": {"l": [0.2, 0.6], "r": [0.5, 0.7]}, "salience": 10}}},
              "y": {"title": "Y", "options": {"l": {"title": "L"}, "r": {"title": "R"}}, "positions": {
                "a": {"stance": {"l": 0, "r": 0.05}, "salience": 10}}}}
            """
        #expect(try acceptable(try space(body, .pessimistic)) == 0)
        #expect(try acceptable(try space(body, .optimistic)) == 4)
    }

    /// A counted party of whom nothing else is known rules out what crosses its red line.
    @Test func redLinesOfUnknownPartiesCount() throws {
        let found = try space(
            """
            "parties": {"a": {"name": "A", "role": "principal", "reservation": 0}, "b": {"name": "B", "role": "principal", "reservation": 0},
              "c": {"name": "C", "role": "principal", "redLines": {"rl": {"title": "no", "predicate": "x = l", "firmness": "absolute"}}}},
            "issues": {"x": {"title": "X", "options": {"l": {"title": "L"}, "r": {"title": "R"}}, "positions": {
              "a": {"stance": {"l": 1, "r": 0.9}, "salience": 10}, "b": {"stance": {"l": 0.5, "r": 0.5}, "salience": 10}}}},
            "decision": {"required": ["a"], "atLeast": 2, "of": ["b", "c"]}
            """)
        #expect(try acceptable(found) == 1)
    }

    /// Numbers at every limit at once are rounded to a grid, with a bound, and never trap.
    @Test func extremesAreAdded() throws {
        let issues = (0..<60).map { place in
            let denominator = [991, 997, 983][place % 3]
            let stance = Fraction(Number(place + 1)) / Fraction(Number(denominator))
            let text = stance.rounded(decimals: 12)?.description ?? "0"
            return #""i\#(place)": {"title": "I", "options": {"l": {"title": "L"}, "r": {"title": "R"}}, "positions": {"a": {"stance": {"l": \#(text), "r": 0}, "salience": [999999.999999998, 999999.999999999]}}}"#
        }
        let found = try space(
            """
            "parties": {"a": {"name": "A", "role": "principal", "reservation": [999.999999998, 999.999999999]}},
            "issues": {\(issues.joined(separator: ","))}
            """)
        #expect(try acceptable(found) == 0)
        #expect(try found.frontier().count == 0)
    }

    /// An issue with a thousand options is merged a slice at a time, and gives the same frontier.
    @Test func thousandsOfOptions() throws {
        var draws = Draws(3)
        var problem = Problem(sizes: [300, 1_000, 400], width: 3, objectives: 3)
        for variable in 0..<3 {
            for at in problem.own[variable].indices { problem.own[variable][at] = Int64.random(in: 0...1_000_000, using: &draws) }
        }
        let frontier = try FrontierSearch(try StateGraph(problem), unitsPerPoint: [1, 1, 1]).run()
        // Each issue's own frontier is all that can matter.
        let efficient = (0..<3).map { variable in
            let rows = (0..<problem.sizes[variable]).map { Array(problem.own[variable][$0 * 3..<$0 * 3 + 3]) }
            return rows.filter { row in !rows.contains { $0 != row && zip($0, row).allSatisfy { $0 >= $1 } } }
        }
        var sums: Set<[Int64]> = [[0, 0, 0]]
        for rows in efficient { sums = Set(sums.flatMap { sum in rows.map { zip(sum, $0).map(+) } }) }
        let expected = sums.filter { sum in !sums.contains { $0 != sum && zip($0, sum).allSatisfy { $0 >= $1 } } }
        #expect(Set((0..<frontier.count).map { Array(frontier.point($0)) }) == expected)
    }
}
