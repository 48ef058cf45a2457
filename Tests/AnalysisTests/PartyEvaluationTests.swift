import Analysis
import Negotiation
import OrderedCollections
import Shapes
import Testing

@Suite struct PartyEvaluationTests {
    /// The ten issues of the Panama Canal talks with both sides' points (Raiffa 1982): who gets an issue gets its points.
    @Test func panamaCanal() throws {
        let points = [
            ("us-defense", 22, 9), ("use", 22, 15), ("land-and-water", 15, 15), ("expansion-rights", 14, 3),
            ("duration", 11, 15),
            ("expansion-routes", 6, 5), ("compensation", 4, 11), ("jurisdiction", 2, 7), ("us-military", 2, 7),
            ("panama-defense", 2, 13),
        ]
        let issues = points.map { id, us, panama in
            """
            "\(id)": {"title": "\(id)", "options": {"us": {"title": "US"}, "panama": {"title": "Panama"}}, "positions": {
              "us": {"stance": {"us": 1, "panama": 0}, "salience": \(us)},
              "panama": {"stance": {"us": 0, "panama": 1}, "salience": \(panama)}}}
            """
        }
        let workspace = try workspace(
            """
            "parties": {"us": {"name": "United States", "role": "principal"},
                        "panama": {"name": "Panama", "role": "principal"}},
            "issues": {\(issues.joined(separator: ","))},
            "noDeal": {"choices": {\(points.map { "\"\($0.0)\": \"us\"" }.joined(separator: ","))}}
            """)
        let resolved = ResolvedCase(workspace, reading: .assessed)
        func evaluate(us: Set<String>) -> PackageEvaluation {
            PackageEvaluation(
                package(
                    OrderedDictionary(
                        uniqueKeysWithValues: points.map {
                            (ID($0.0), .option(us.contains($0.0) ? "us" : "panama"))
                        })),
                in: resolved)
        }
        let known = evaluate(us: ["us-defense", "use", "expansion-rights", "expansion-routes"])
        #expect(try known.party("us").value.nominal?.rounded(decimals: 1) == 64)
        #expect(try known.party("panama").value.nominal?.rounded(decimals: 1) == 68)
        #expect(try equal(known.party("us").value.low, 64, 1) && equal(known.party("us").value.high, 64, 1))
        // With everything in American hands as it stands, the United States loses 36 points by it and Panama gains 68.
        #expect(try known.party("us").margin?.nominal == -36)
        #expect(try known.party("panama").margin?.nominal == 68)
        #expect(try known.party("us").verdict == .excluded)
        #expect(try known.party("panama").verdict == .certain)
        #expect(known.agreement == .verdict(.excluded))
        #expect(evaluate(us: Set(points.map(\.0))).agreement == .verdict(.certain))
    }

    /// Two issues, a goal, adds and an outside value, worked out by hand.
    private func small(_ party: String = "") throws -> Workspace {
        try workspace(
            """
            "parties": {"p": {"name": "P", "role": "principal", "outside": [-6, -2],
              "agenda": {"both": {"title": "Both", "predicate": "i = b and j = y", "weight": [5, 10]},
                         "said": {"title": "Only said", "predicate": "i = b"}}\(party)}},
            "issues": {
              "i": {"title": "I", "options": {"a": {"title": "A"}, "b": {"title": "B"}}, "positions": {
                "p": {"stance": {"a": [0.4, 0.6], "b": [0.2, 0.3]}, "salience": [50, 70]}}},
              "j": {"title": "J", "options": {"x": {"title": "X"}, "y": {"title": "Y"}}, "positions": {
                "p": {"stance": {"x": 0, "y": [0.5, 1]}, "salience": 20}}}},
            "noDeal": {"choices": {"i": "a", "j": "x"}},
            "linkages": {"tie": {"when": "j = y", "adds": {"p": [-3, 1]}, "because": "it costs"}}
            """)
    }

    @Test func byHand() throws {
        let evaluation = PackageEvaluation(
            package(["i": .option("b"), "j": .option("y")]), in: ResolvedCase(try small(), reading: .assessed))
        let party = try evaluation.party("p")
        // i: [50,70]·([.2,.3]−[.4,.6]) = [−28, −5]; j: 20·[.5,1] = [10, 20]; goal [5, 10]; tie [−3, 1]; outside [2, 6].
        #expect(
            party.contributions.map(\.difference.range) == [
                interval("-28", "-5"), interval("10", "20"), interval("5", "10"), interval("-3", "1"), interval("2", "6"),
            ])
        #expect(party.contributions.map(\.subject) == [.issue("i"), .issue("j"), .goal("both"), .linkage("tie"), .outside])
        #expect(party.margin?.range == interval("-14", "32"))
        // 60·(.25 − .5) + 20·.75 + 7.5 − 1 + 4 = 10.5
        #expect(party.margin?.nominal == decimal("10.5"))
        #expect(party.verdict == .possible)
        #expect(party.accepts == true)
        #expect(evaluation.agreement == .verdict(.possible))
        // Nominal value: (60·.25 + 20·.75 + 7.5 − 1) / (60 + 20 + 7.5) = 36.5/87.5.
        #expect(equal(party.value.nominal, 3650, decimal("87.5")))
        // Least: worths .2, .5, goal 1, −3; i is below the quotient and so stands high, the goal above it and so low:
        // (14 + 10 + 5 − 3) / (70 + 20 + 5).
        #expect(equal(party.value.low, 2600, 95))
        // Greatest: .3, 1, goal 1, +1: (15 + 20 + 10 + 1) / (50 + 20 + 10).
        #expect(equal(party.value.high, 4600, 80))
        // No deal: (60·.5 − 4) / 87.5.
        #expect(equal(party.floorValue.nominal, 2600, decimal("87.5")))
    }

    @Test func equalOptionsCancel() throws {
        let evaluation = PackageEvaluation(
            package(["i": .leftOut, "j": .option("x")]), in: ResolvedCase(try small(), reading: .assessed))
        let party = try evaluation.party("p")
        // Nothing changes but that the cost of no deal is saved, whatever the ranges of the stances.
        #expect(party.margin?.range == interval("2", "6"))
        #expect(party.verdict == .certain)
    }

    @Test func reservationOverridesNoDeal() throws {
        let resolved = ResolvedCase(try small(#", "reservation": [30, 40]"#), reading: .assessed)
        let party = try PackageEvaluation(package(["i": .option("b"), "j": .option("y")]), in: resolved).party("p")
        // Worst at ρ = .4: 70·(.2−.4) + 20·(.5−.4) + 5·.6 − 3 = −12; best at ρ = .3: 50·0 + 20·.7 + 10·.7 + 1 = 22.
        #expect(party.floor == .reservation)
        #expect(party.margin?.range == interval("-12", "22"))
        // 60·(.25−.35) + 20·(.75−.35) + 7.5·.65 − 1 = 5.875
        #expect(party.margin?.nominal == decimal("5.875"))
        #expect(party.verdict == .possible)
        #expect(equal(party.floorValue.low, 30, 1))
    }

    @Test func outsideIsDated() throws {
        var workspace = try small()
        func value(_ low: Int, _ high: Int, after: Int) -> OutsideValue {
            var value = OutsideValue()
            value.points = Interval(low: Number(low), high: Number(high))
            value.after = after
            return value
        }
        workspace.parties["p"]?.outside = [value(-9, -9, after: 3), value(1, 2, after: 6), value(10, 10, after: 6)]
        func outside(_ time: Int) -> Interval { ResolvedCase(workspace, reading: .assessed, time: time).parties[0].outside }
        #expect(outside(0) == .zero)
        #expect(outside(3) == Interval(-9))
        #expect(outside(5) == Interval(-9))
        // The latest that has begun replaces what held before; two that begin together both count.
        #expect(outside(6) == Interval(low: 11, high: 12))
    }

    @Test func redLinesExcludeWhateverTheValue() throws {
        let line = #", "redLines": {"never": {"title": "Never", "predicate": "i = b and j = y", "firmness": "declared"}}"#
        let workspace = try small(line)
        let crossing = package(["i": .option("b"), "j": .option("y")])
        let declared = try PackageEvaluation(crossing, in: ResolvedCase(workspace, reading: .declared)).party("p")
        #expect(declared.verdict == .excluded)
        #expect(declared.accepts == false)
        #expect(declared.lines.map(\.kind) == [.condition("never")])
        #expect(declared.lines.map(\.isCertain) == [true])
        let assessed = try PackageEvaluation(crossing, in: ResolvedCase(workspace, reading: .assessed)).party("p")
        #expect(assessed.verdict == .possible)
        #expect(assessed.lines.isEmpty)
    }

    @Test func nothingKnownSettlesNothing() throws {
        let workspace = try workspace(
            """
            "parties": {"p": {"name": "P", "role": "principal"}},
            "issues": {"i": {"title": "I", "options": {"a": {"title": "A"}}}}, "noDeal": {"choices": {"i": "a"}}
            """)
        let party = try PackageEvaluation(package(["i": .option("a")]), in: ResolvedCase(workspace, reading: .assessed)).party(
            "p")
        #expect(party.verdict == .unknown)
        #expect(party.accepts == nil)
        #expect(party.value.nominal == nil && party.value.low == nil)
        #expect(party.silent == ["i"])
    }
}
