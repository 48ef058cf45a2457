import Analysis
import Negotiation
import OrderedCollections
import Shapes
import Testing

/// Whose consent counts, and what it makes of a package.
@Suite struct ConsentTests {
    /// Parties that accept `yes` and exclude `no` (or the other way round), on one issue each may be asked about.
    private func evaluate(
        _ choice: Choice?, parties: String, decision: String = "", positions: String, needs: String = ""
    ) throws -> PackageEvaluation {
        let workspace = try workspace(
            """
            "parties": {\(parties)},
            "issues": {"i": {"title": "I",
              "options": {"now": {"title": "Now"}, "new": {"title": "New"\(needs)}, "other": {"title": "Other"}},
              "positions": {\(positions)}}},
            "noDeal": {"choices": {"i": "now"}}\(decision.isEmpty ? "" : ", \"decision\": \(decision)")
            """)
        return PackageEvaluation(package(choice.map { ["i": $0] } ?? [:]), in: ResolvedCase(workspace, reading: .assessed))
    }

    private let abc = """
        "a": {"name": "A", "role": "principal"}, "b": {"name": "B", "role": "principal"}, "c": {"name": "C", "role": "ratifier"}
        """
    private let gains = #"{"stance": {"now": 0.2, "new": 0.8, "other": 0.8}, "salience": 10}"#
    private let loses = #"{"stance": {"now": 0.8, "new": 0.2, "other": 0.8}, "salience": 10}"#
    private let unsure = #"{"stance": {"now": 0.5, "new": [0.2, 0.9], "other": 0.8}, "salience": 10}"#

    @Test func everyPrincipalByDefault() throws {
        let evaluation = try evaluate(
            .option("new"), parties: abc, positions: #""a": \#(gains), "b": \#(gains), "c": \#(loses)"#)
        #expect(evaluation.decision.required == ["a", "b"])
        #expect(evaluation.agreement == .verdict(.certain))
        // The ratifier would lose, but nothing asks for its consent.
        #expect(try evaluation.party("c").verdict == .excluded)
        #expect(try evaluation.party("c").requirement == .no)
    }

    @Test func possibleIsNotCertain() throws {
        let evaluation = try evaluate(.option("new"), parties: abc, positions: #""a": \#(gains), "b": \#(unsure)"#)
        #expect(evaluation.agreement == .verdict(.possible))
        #expect(evaluation.isAcceptedNominally == true)
    }

    @Test func optionsNeedConsents() throws {
        let needs = #", "needs": ["c"]"#
        let positions = #""a": \#(gains), "b": \#(gains), "c": \#(loses)"#
        let chosen = try evaluate(.option("new"), parties: abc, positions: positions, needs: needs)
        #expect(chosen.agreement == .verdict(.excluded))
        #expect(try chosen.party("c").requirement == .yes)
        #expect(try chosen.party("c").reasons == [.need("i", "new")])
        let other = try evaluate(.option("other"), parties: abc, positions: positions, needs: needs)
        #expect(other.agreement == .verdict(.certain))
        // While it is open whether the consent is needed, nothing is settled.
        let disputed = try evaluate(.disputed(["new", "other"]), parties: abc, positions: positions, needs: needs)
        #expect(try disputed.party("c").requirement == .open)
        #expect(disputed.agreement == .verdict(.unknown))
        let open = try evaluate(nil, parties: abc, positions: positions, needs: needs)
        #expect(open.agreement == .verdict(.unknown))
    }

    @Test func someOfSeveral() throws {
        let rule = #"{"required": ["a"], "atLeast": 1, "of": ["b", "c"]}"#
        func agreement(_ b: String, _ c: String) throws -> PackageEvaluation.Agreement {
            try evaluate(.option("new"), parties: abc, decision: rule, positions: #""a": \#(gains), "b": \#(b), "c": \#(c)"#)
                .agreement
        }
        #expect(try agreement(gains, loses) == .verdict(.certain))
        #expect(try agreement(unsure, loses) == .verdict(.possible))
        #expect(try agreement(loses, loses) == .verdict(.excluded))
        let counted = try evaluate(
            .option("new"), parties: abc, decision: rule, positions: #""a": \#(gains), "b": \#(loses), "c": \#(gains)"#)
        #expect(try counted.party("b").reasons == [.counted])
        #expect(try counted.party("b").requirement == .no)
        #expect(try counted.party("a").reasons == [.decision])
    }

    @Test func blocsDecideThroughTheirMembers() throws {
        func bloc(_ decision: String, _ b: String, _ c: String, own: String = "") throws -> PartyEvaluation {
            let parties = """
                "a": {"name": "A", "role": "principal", "members": ["b", "c"]\(decision)},
                "b": {"name": "B", "role": "ratifier"}, "c": {"name": "C", "role": "ratifier"}
                """
            return try evaluate(.option("new"), parties: parties, positions: #"\#(own)"b": \#(b), "c": \#(c)"#).party("a")
        }
        let two = #", "decision": {"atLeast": 2, "of": ["b", "c"]}"#
        let one = #", "decision": {"atLeast": 1}"#
        #expect(try bloc("", gains, gains).verdict == .certain)
        #expect(try bloc("", gains, loses).verdict == .excluded)
        #expect(try bloc(two, gains, loses).verdict == .excluded)
        #expect(try bloc(two, gains, unsure).verdict == .possible)
        #expect(try bloc(one, gains, loses).verdict == .certain)
        #expect(try bloc(one, gains, loses).accepts == true)
        #expect(try bloc(one, loses, loses).floor == .members)
        // Positions of its own come before its members'.
        #expect(try bloc("", loses, loses, own: #""a": \#(gains), "#).verdict == .certain)
    }

    @Test func blocOfItselfAnswersNothing() throws {
        let parties = """
            "a": {"name": "A", "role": "principal", "members": ["b"]}, "b": {"name": "B", "role": "ratifier", "members": ["a"]},
            "c": {"name": "C", "role": "ratifier"}
            """
        #expect(try evaluate(.option("new"), parties: parties, positions: #""c": \#(gains)"#).party("a").verdict == .unknown)
    }

    @Test func brokenRequirementsMakeAPackageInfeasible() throws {
        let workspace = try workspace(
            """
            "parties": {"a": {"name": "A", "role": "principal"}},
            "issues": {
              "i": {"title": "I", "options": {"x": {"title": "X"}, "y": {"title": "Y"}},
                "positions": {"a": {"stance": {"x": 0, "y": 1}, "salience": 1}}},
              "j": {"title": "J", "options": {"x": {"title": "X"}, "y": {"title": "Y"}}}},
            "noDeal": {"choices": {"i": "x", "j": "x"}},
            "linkages": {"both": {"require": "i = y implies j = y", "because": "one brings the other"}}
            """)
        let resolved = ResolvedCase(workspace, reading: .assessed)
        let broken = PackageEvaluation(package(["i": .option("y"), "j": .option("x")]), in: resolved)
        #expect(broken.agreement == .infeasible)
        #expect(broken.requirements.map(\.linkage) == ["both"])
        #expect(broken.requirements.map(\.isBroken) == [true])
        // It is evaluated all the same.
        #expect(try broken.party("a").margin?.nominal == 1)
        let open = PackageEvaluation(package(["i": .option("y")]), in: resolved)
        #expect(open.agreement == .verdict(.unknown))
        #expect(try open.party("a").verdict == .certain)
        #expect(
            PackageEvaluation(package(["i": .option("y"), "j": .option("y")]), in: resolved).agreement == .verdict(.certain))
    }

    /// Three-valued consents against all ways of settling each uncertain one.
    @Test func rulesAreThoseOfAllOutcomes() {
        for a in Verdict.allCases {
            for b in Verdict.allCases {
                for c in Verdict.allCases {
                    for count in 1...3 {
                        let verdicts = [a, b, c]
                        let outcomes = verdicts.reduce([[Bool]]([[]])) { rows, verdict in
                            rows.flatMap { row in
                                switch verdict {
                                case .certain: [row + [true]]
                                case .excluded: [row + [false]]
                                case .possible, .unknown: [row + [true], row + [false]]
                                }
                            }
                        }
                        let met = Set(outcomes.map { $0.count { $0 } >= count })
                        let answer = Verdict.atLeast(count, of: verdicts)
                        switch answer {
                        case .certain: #expect(met == [true])
                        case .excluded: #expect(met == [false])
                        case .possible: #expect(met.count == 2 && !verdicts.contains(.unknown))
                        case .unknown: #expect(met.count == 2 && verdicts.contains(.unknown))
                        }
                        if count == 3, !(verdicts.contains(.unknown) && verdicts.contains(.possible)) {
                            #expect(Verdict.all(verdicts) == answer)
                        }
                    }
                }
            }
        }
    }
}
