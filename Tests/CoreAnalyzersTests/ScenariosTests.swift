import Analysis
import CoreAnalyzers
import Findings
import Negotiation
import OrderedCollections
import Shapes
import Testing

@Suite struct ScenariosTests {
    /// Two sides and one issue, everything in points. War is 30 to either; who yields gets nothing.
    private func strait(_ scenarios: String, south: String = "0", issues: String = "") throws -> Workspace {
        try workspace(
            """
            {
              "parley": 1, "id": "strait", "title": "A strait", "timeUnit": "month",
              "sources": {"gazette": {"title": "Gazette", "kind": "article"}, "analyst": {"title": "Own judgement", "kind": "assumption"}},
              "parties": {"north": {"name": "North", "role": "principal"}, "south": {"name": "South", "role": "principal", "outside": \(south)}},
              "issues": {
                "land": {
                  "title": "Land",
                  "options": {"war": {"title": "War"}, "keep": {"title": "Keep"}, "share": {"title": "Share"}, "yield": {"title": "Yield"}},
                  "positions": {
                    "north": {"stance": {"war": 0.3, "keep": 1, "share": 0.6, "yield": 0}, "salience": 100, "source": "gazette"},
                    "south": {"stance": {"war": 0.3, "keep": 0, "share": 0.5, "yield": 1}, "salience": 100, "source": "gazette"}
                  }
                }\(issues)
              },
              "noDeal": {"choices": {"land": "war"}, "source": "gazette"},
              "scenarios": {\(scenarios)},
              "packages": {"shared": {"title": "Shared", "choices": {"land": "share"}}, "kept": {"title": "Kept", "choices": {"land": "keep"}}}
            }
            """)
    }

    private let world = """
        "thaw": {"kind": "world", "title": "A thaw", "probability": [0.2, 0.4], "changes": {"outside": {"south": -40}},
                 "signposts": ["Ice melts."], "source": "gazette"},
        "boom": {"kind": "world", "title": "A boom", "changes": {"outside": {"north": 35}}, "source": "analyst"},
        "haze": {"kind": "world", "title": "A haze", "changes": {"outside": {"north": [0, 60]}}, "source": "analyst"},
        "calm": {"kind": "world", "title": "Calm", "probability": 0.5, "source": "gazette"}
        """
    private let branches = """
        "freeze": {"kind": "no-deal", "title": "A freeze", "probability": [0.2, 0.5], "exclusive": "course", "source": "gazette",
                   "changes": {"noDeal": {"land": "share"}}, "consequences": [{"text": "Lines harden.", "parties": ["south"], "source": "gazette"}]},
        "goes-on": {"kind": "no-deal", "title": "It goes on", "probability": [0.5, 0.8], "exclusive": "course", "signposts": ["No date"], "source": "analyst"}
        """
    private let aftermath = """
        "holds": {"kind": "after-deal", "title": "It holds", "when": "land = share", "probability": [0.3, 0.9], "exclusive": "after", "source": "gazette",
                  "signposts": ["Boats cross"], "consequences": [{"text": "Trade returns.", "parties": ["north"], "source": "gazette"}]},
        "breaks": {"kind": "after-deal", "title": "It breaks", "when": "land = share", "probability": [0.2, 0.4], "exclusive": "after", "source": "analyst"}
        """

    @Test func worldScenariosAreSolvedAgain() throws {
        // Now war and sharing are acceptable. A thaw takes 40 from South's 30, so that it would yield; a boom takes North's floor to 65,
        // where only keeping would do, which South refuses; in a haze that floor is 30 to 90, and 60 in the middle, where sharing just passes.
        let result = try run("core.scenarios", try strait(world))
        let thaw = try result.finding("world/thaw")
        #expect(thaw.kind == .strong && thaw.title == "“A thaw” opens 1 option to a deal (probability 0.2–0.4)")
        #expect(thaw.detail == "Opens Land: “Keep”. At the midpoints the value of no deal falls for South (30 to −10). Watch for: Ice melts.")
        #expect(thaw.issues == ["land"] && thaw.parties == ["south"])
        #expect(thaw.evidence.map(\.pointer) == ["/scenarios/thaw"] && !thaw.evidence[0].isAssumption)
        let boom = try result.finding("world/boom")
        #expect(boom.kind == .blocks)
        #expect(boom.title == "“A boom”: a deal is acceptable to all nowhere in the ranges; as things stand it is acceptable to all over all stated ranges")
        let haze = try result.finding("world/haze")
        #expect(haze.kind == .fragile)
        #expect(haze.title == "“A haze”: a deal is acceptable to all at the midpoints; as things stand it is acceptable to all over all stated ranges")
        #expect(try result.finding("world/unchanged").title == "1 scenario leaves a deal as it is")
        #expect(
            result.summary
                == "As things stand some package is acceptable to all over all stated ranges; “A boom” and “A haze” would narrow that, “A thaw” would widen it.")
        let table = try result.table("world")
        #expect(table.rows.map { $0[2] } == [
            .verdict("over all ranges", .good), .verdict("over all ranges", .good), .verdict("none", .bad), .verdict("at the midpoints", .good),
            .verdict("over all ranges", .good),
        ])
        #expect(table.rows.map { $0[3] } == [.text("–"), .text("–"), .text("2"), .text("2"), .text("–")])
        #expect(result.lacks.contains { $0.contains("probability of “A boom” and “A haze”") })
    }

    @Test func aSettledPackageTurns() throws {
        let result = try run("core.scenarios", try strait(world), [("package", "shared")])
        let boom = try result.finding("world/boom")
        #expect(boom.kind == .blocks)
        #expect(boom.detail?.contains("The consent of North turns from certain to excluded.") == true)
        #expect(try result.finding("world/haze").detail?.contains("The consent of North turns from certain to possible (given at the midpoints).") == true)
        // South's consent is as certain as before, and keeping is not on the table.
        #expect(!result.findings.contains { $0.id == "world/thaw" })
        #expect(try result.finding("world/unchanged").title == "2 scenarios leave the package and every consent as they are")
        #expect(try result.table("world").title == "Is the package acceptable to all who must consent?")
    }

    @Test func datedValuesSayForWhomWaitingHurts() throws {
        let dated = #"[{"points": 0}, {"points": [-50, -30], "after": 6, "source": "analyst"}]"#
        let result = try run("core.scenarios", try strait("", south: dated))
        // After half a year South's floor is −20 to 0, and it would yield even at 0.
        #expect(try result.finding("date/6").title == "Waiting for 6 months opens 1 option to a deal")
        let costs = try result.finding("waiting/costs")
        #expect(costs.title == "Waiting costs South, at the midpoints: no deal brings less after 6 months than now")
        #expect(costs.detail == "South: 0, then −50 to −30 swing points. The ranges lie apart, so that this holds for all true values.")
        #expect(costs.evidence.map(\.pointer) == ["/parties/south/outside/0", "/parties/south/outside/1"])
        #expect(try result.table("waiting").rows == [[
            .name("South", id: "south"), .figure(Figure(exact: 30)), .figure(Figure(bounds: Interval(low: -20, high: 0), nominal: -10)),
        ]])
        let pays = try run("core.scenarios", try strait("", south: #"[{"points": 0}, {"points": [-5, 30], "after": 1}]"#))
        let paying = try pays.finding("waiting/pays")
        #expect(paying.kind == .fragile && paying.title.contains("after 1 month than now"))
        #expect(paying.detail?.contains("The ranges of South overlap, so that it is not settled") == true)
    }

    @Test func branchesOfNoDealAreWeighed() throws {
        let result = try run("core.scenarios", try strait(branches))
        // A freeze is worth 60 to North and 50 to South, and war 30 to both: 0.2·60 + 0.8·30 = 36 to 0.5·60 + 0.5·30 = 45, in the middle
        // 0.35·60 + 0.65·30 = 40.5; to South 34 to 40, and 37.
        let table = try result.table("no-deal/course")
        #expect(try table.cell(0, "expected") == .figure(Figure(bounds: Interval(low: 36, high: 45), nominal: decimal("40.5"))))
        #expect(try table.cell(1, "expected") == .figure(Figure(bounds: Interval(low: 34, high: 40), nominal: 37)))
        #expect(try table.cell(0, "freeze") == .figure(Figure(exact: 60)) && table.cell(0, "best") == .text("A freeze"))
        let stated = try result.finding("no-deal-value/course")
        #expect(stated.kind == .fragile && stated.title == "The stated no deal is worse than its branches make it for North and South")
        #expect(stated.detail?.hasPrefix("Worse: North (30, against 36–45); South (30, against 34–40).") == true)
        let freeze = try result.finding("no-deal/freeze")
        #expect(freeze.title == "Without a deal: “A freeze” (probability 0.2–0.5)")
        #expect(freeze.detail?.hasPrefix("Lines harden (South). At the midpoints the best branch for North and South.") == true)
        #expect(freeze.evidence.map(\.pointer) == ["/scenarios/freeze", "/scenarios/freeze/consequences/0"])
        #expect(result.summary == "Without a deal: “A freeze” (0.2–0.5) or “It goes on” (0.5–0.8).")
        // Were the freeze sure, sharing would bring South just what it has without a deal; keeping it would refuse either way.
        let shared = try run("core.scenarios", try strait(branches), [("package", "shared")])
        #expect(try shared.finding("no-deal/freeze").detail?.contains("Were it sure") == false)
    }

    @Test func whatFollowsADeal() throws {
        let with = try run("core.scenarios", try strait(aftermath), [("package", "shared")])
        let holds = try with.finding("after-deal/holds")
        // The other takes 0.2 to 0.4, so that 0.6 to 0.8 is left.
        #expect(holds.title == "After “Shared”: “It holds” (probability 0.6–0.8; 0.3–0.9 as stated, the others of its set leave less)")
        #expect(holds.detail == "Trade returns (North). Watch for: Boats cross.")
        #expect(holds.evidence.map(\.pointer) == ["/scenarios/holds", "/scenarios/holds/consequences/0"])
        #expect(with.summary.hasSuffix("After “Shared”: “It holds” (0.6–0.8) or “It breaks” (0.2–0.4)."))
        #expect(try with.table("signposts").rows == [[.text("It holds"), .text("Boats cross")]])
        let other = try run("core.scenarios", try strait(aftermath), [("package", "kept")])
        #expect(other.findings.allSatisfy { !$0.id.hasPrefix("after-deal") })
        #expect(other.summary.hasSuffix("No scenario says what may follow “Kept”."))
        let without = try run("core.scenarios", try strait(aftermath))
        #expect(try without.finding("after-deal/after").detail?.contains("It depends on Land. So after “Shared”.") == true)
    }

    @Test func whatIsMissing() throws {
        let nothing = try run("core.scenarios", try workspace())
        #expect(nothing.status == .notApplicable && nothing.findings.isEmpty && nothing.lacks.count == 1)
        // Nobody decides: what needs no solving is told all the same.
        var lame = try strait(world + "," + branches)
        for party in lame.parties.keys { lame.parties[party]?.role = .mediator }
        let partial = try run("core.scenarios", lame)
        #expect(partial.status == .partial && partial.lacks[0].hasPrefix("World scenarios were not solved: No party"))
        #expect(partial.findings.contains { $0.id == "no-deal/freeze" })
    }

    /// Against every package: what opens, what closes, and how well a deal stands.
    @Test func everyCaseAgainstEveryPackage() throws {
        var draws = SteadyDraws(seed: 5)
        var changed = 0
        for _ in 0..<60 {
            func stances() -> String { ["a", "b", "c"].map { #""\#($0)": [\#(draws.tenths(0, 5)), \#(draws.tenths(5, 10))]"# }.joined(separator: ",") }
            func issue(_ id: String) -> String {
                """
                "\(id)": {"title": "\(id)", "options": {"a": {"title": "A"}, "b": {"title": "B"}, "c": {"title": "C"}}, "positions": {
                  "north": {"stance": {\(stances())}, "salience": 50}, "south": {"stance": {\(stances())}, "salience": 50}}}
                """
            }
            let text = """
                {"parley": 1, "id": "random", "title": "Random",
                 "parties": {"north": {"name": "North", "role": "principal"}, "south": {"name": "South", "role": "principal"}},
                 "issues": {\(issue("x")), \(issue("y"))},
                 "noDeal": {"choices": {"x": "a", "y": "a"}},
                 "scenarios": {"s": {"kind": "world", "title": "S", "changes": {"outside": {"north": \(draws.whole(-60, 60)), "south": \(draws.whole(-60, 60))}}}}}
                """
            let before = try workspace(text)
            let after = try #require(before.under("s"))
            let result = try run("core.scenarios", before)
            let (old, new) = (try everyPackage(before), try everyPackage(after))
            func words(_ standing: Int) -> Cell {
                [.verdict("over all ranges", .good), .verdict("at the midpoints", .good), .verdict("at best ends only", .warning), .verdict("none", .bad)][standing]
            }
            let table = try result.table("world")
            let (standing, then) = (old.firstIndex { !$0.isEmpty } ?? 3, new.firstIndex { !$0.isEmpty } ?? 3)
            #expect(try table.cell(0, "deal") == words(standing) && table.cell(1, "deal") == words(then))
            let end = min(standing, 2)
            let (closes, opens) = (old[end].subtracting(new[end]).count, new[end].subtracting(old[end]).count)
            #expect(try table.cell(1, "closes") == .text(closes == 0 ? "–" : "\(closes)"))
            #expect(try table.cell(1, "opens") == .text(opens == 0 ? "–" : "\(opens)"))
            if closes + opens > 0 { changed += 1 }
        }
        #expect(changed > 15)
    }

    /// Options that occur in packages acceptable to all: over all ranges, at the midpoints, at the best ends.
    private func everyPackage(_ workspace: Workspace) throws -> [Set<String>] {
        var options: [Set<String>] = [[], [], []]
        let resolved = ResolvedCase(workspace, reading: .assessed)
        for x in ["a", "b", "c"] {
            for y in ["a", "b", "c"] {
                var package = Package()
                package.choices = ["x": .option(ID(x)), "y": .option(ID(y))]
                let evaluation = PackageEvaluation(package, in: resolved)
                let holds = [evaluation.agreement == .verdict(.certain), evaluation.isAcceptedNominally == true, evaluation.agreement != .verdict(.excluded)]
                for end in 0..<3 where holds[end] { options[end].formUnion(["x\(x)", "y\(y)"]) }
            }
        }
        return options
    }
}

/// Draws that are the same on every run.
private struct SteadyDraws {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func whole(_ low: Int, _ high: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return low + Int((state >> 33) % UInt64(high - low + 1))
    }

    /// A tenth.
    mutating func tenths(_ low: Int, _ high: Int) -> String {
        let tenths = whole(low, high)
        return "\(tenths / 10).\(tenths % 10)"
    }
}
