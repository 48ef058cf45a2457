import Findings
import ModuleTestSupport
import Negotiation
import PluginKit
import Testing
import parley_plugin_territory

@Suite("Who verifies a ceasefire, and what stands behind its line")
struct VerificationTests {
    @Test("each commitment has its verifier, with mandate, access and capacity")
    func verifiers() throws {
        let result = try ceasefire(try theCase(), "full")
        // Access 0.6–0.8 covers 0.4–0.6 whatever the true values; capacity 0.3–0.5 may or may not cover 0.3–0.4.
        let fire = try result.finding("verified/fire-kept")
        #expect(fire.kind == .note)
        #expect(fire.title == "“Nobody fires”: Mission of the League verifies it; whether it can see and do enough is not settled")
        #expect(
            fire.detail == """
                It has access 0.6–0.8 of the 0.4–0.6 it takes and capacity 0.3–0.5 of the 0.3–0.4 it takes; a narrower range for \
                bodies.league-mission.capacity could settle it.
                """)
        #expect(
            fire.evidence.map { "\($0.pointer)" } == [
                "/modules/institutions/commitments/fire-kept/demand", "/modules/institutions/bodies/league-mission",
                "/packages/full/choices/fire", "/issues/fire/options/now", "/modules/territory/ceasefire/terms",
                "/packages/full/choices/monitoring", "/issues/monitoring/options/league-mission/attributes",
                "/modules/territory/ceasefire/monitoring",
            ])
        #expect(result.kind("verified/line-kept") == .strong)
        #expect(result.summary.hasSuffix("Mission of the League would verify 2 commitments of it: 1 covered and 1 not settled."))
        #expect(
            try result.table("verifiers").rows.map { $0.map(\.text) } == [
                ["Nobody fires", "Mission of the League", "yes", "0.6–0.8 of 0.4–0.6", "0.3–0.5 of 0.3–0.4, not settled", "South"],
                ["Nobody crosses", "Mission of the League", "yes", "0.6–0.8 of 0.5", "0.3–0.5 of 0.3", "South"],
            ])
        result.expectSound(in: try document())
    }

    @Test("a verifier without mandate, without the issue or without the means is told apart")
    func shortfalls() throws {
        let theCase = try theCase()
        let joint = try ceasefire(theCase, "full", choosing: ["monitoring": .option("joint")])
        #expect(try joint.finding("verified/fire-kept").title == "“Nobody fires”: Joint commission verifies it, and falls short of that for certain")
        #expect(joint.kind("verified/fire-kept") == .fragile && joint.kind("verified/line-kept") == .missing)
        let bare = try ceasefire(theCase, "full", choosing: ["endorsement": .option("none")])
        #expect(try bare.finding("verified/line-kept").title == "“Nobody crosses”: Mission of the League would verify it, and has no mandate")
        // That nobody watches, or that nothing is undertaken, is said elsewhere.
        let nobody = try ceasefire(theCase, "full", choosing: ["monitoring": .option("none")])
        #expect(nobody.kind("verified/fire-kept") == nil && nobody.kind("watch") == .missing)
        #expect(try ceasefire(theCase, "full", choosing: ["line": .option("stay")]).kind("verified/line-kept") == nil)
        let open = try ceasefire(theCase, "full", choosing: ["monitoring": .disputed(["joint", "league-mission"])])
        #expect(try open.finding("verified/fire-kept").title == "“Nobody fires”: who verifies it, and how well, depends on what is still open")
        #expect(open.kind("verified/fire-kept") == .fragile)
        for result in [joint, bare, nobody, open] { result.expectSound(in: try document()) }
    }

    @Test("who can stop a mandate is named, and whether it is one of those who are watched")
    func vetoes() throws {
        let theCase = try theCase()
        let mission = try ceasefire(theCase, "full").finding("mandate-veto/league-mission")
        #expect(mission.kind == .fragile && mission.parties == ["south"])
        #expect(mission.title == "South, whose forces it watches, can stop the mandate of Mission of the League")
        #expect(mission.detail?.contains("Not counted, since no party here: The other members.") == true)
        // By the steps of its path.
        let joint = try ceasefire(theCase, "full", choosing: ["monitoring": .option("joint")])
        #expect(try joint.finding("mandate-veto/joint").parties == ["north", "south"])
        let far = try TerritoryTests.theCase((#""vetoes": ["south"]"#, #""vetoes": ["league"]"#))
        #expect(try ceasefire(far, "full").kind("mandate-veto/league-mission") == .note)
    }

    @Test("a body that sees or does more never verifies worse")
    func monotone() throws {
        func kinds(access: String, capacity: String) throws -> [Int] {
            let theCase = try theCase(
                (#""access": [0.6, 0.8], "capacity": [0.3, 0.5]"#, #""access": \#(access), "capacity": \#(capacity)"#))
            let result = try ceasefire(theCase, "full")
            let order: [Finding.Kind] = [.fragile, .note, .strong]
            return try ["fire-kept", "line-kept"].map { try #require(order.firstIndex(of: result.finding("verified/\($0)").kind)) }
        }
        let ranges = ["0", "[0, 0.4]", "[0.2, 0.5]", "[0.4, 0.5]", "[0.5, 0.6]", "[0.6, 1]", "1"]
        for other in ranges {
            var (byAccess, byCapacity) = ([0, 0], [0, 0])
            for range in ranges {
                let next = (try kinds(access: range, capacity: other), try kinds(access: other, capacity: range))
                #expect(zip(byAccess, next.0).allSatisfy { $0 <= $1 } && zip(byCapacity, next.1).allSatisfy { $0 <= $1 })
                (byAccess, byCapacity) = next
            }
        }
    }

    @Test("without the other modules' sections the rest is answered, and what to add is said")
    func missing() throws {
        let full = try ceasefire(try theCase(), "full")
        // Refused by the module whose it is, a section that has not its form is none here.
        for text in [#""unused": {"#, #""institutions": {"bodies": 3}, "unused": {"#] {
            let result = try ceasefire(try theCase((#""institutions": {"#, text)), "full")
            #expect(result.status == .partial)
            #expect(
                result.lacks == [
                    "/modules/institutions/bodies: who could verify the ceasefire, with mandate, access and capacity",
                    "/modules/institutions/commitments: what of the ceasefire has to be verified, and what that takes",
                ])
            let own = full.findings.filter { !$0.id.hasPrefix("verified/") && !$0.id.hasPrefix("mandate-veto/") }
            #expect(result.findings == own)
        }
    }

    private static let shield = """
        "shield": {
          "title": "Shield", "module": "nato", "kind": "guarantee",
          "options": {
            "pact": {"title": "Pact", "attributes": {"guarantee": "coalition", "automatic": true, "foreignTroops": true}},
            "arms": {"title": "Arms", "attributes": {"guarantee": "arming", "automatic": false, "foreignTroops": false}},
            "none": {"title": "None", "attributes": {"guarantee": "none", "automatic": false, "foreignTroops": false}}
          }
        },
        """
    private static let scale = """
        "nato": {
          "guaranteeScale": {
            "issue": "shield", "party": "north", "membership": "shield", "order": ["none", "arms", "pact"],
            "beyond": {"title": "Alliance"}, "steps": {"arms": {"worth": [0.2, 0.4], "source": "analyst"}}
          }
        },
        """

    @Test("the guarantee behind a line is named with its place on the scale")
    func guarantees() throws {
        let document = try document([
            (#""issues": {"#, #""issues": {"# + Self.shield),
            (#""institutions": {"#, Self.scale + #""institutions": {"#),
        ])
        let theCase = try theCase(document)
        let arms = try ceasefire(theCase, "full", choosing: ["shield": .option("arms")])
        #expect(try arms.finding("guarantee/line").title == "Line: “Arms” stands behind it for North, 2 of 3 on the scale of guarantees")
        #expect(
            try arms.finding("guarantee/line").detail == """
                In North's eyes it gives 0.2–0.4 of the protection of “Alliance”. It acts only upon a further decision, and no foreign \
                troops stand there.
                """)
        #expect(arms.kind("guarantee/line") == .note)
        #expect(try ceasefire(theCase, "full", choosing: ["shield": .option("pact")]).kind("guarantee/line") == .strong)
        #expect(try ceasefire(theCase, "full", choosing: ["shield": .option("none")]).kind("guarantee/line") == .missing)
        let open = try ceasefire(theCase, "full", choosing: ["shield": .disputed(["none", "arms"])])
        #expect(
            try open.finding("guarantee/line").title
                == "Line: what stands behind it for North is open, “None” (1 of 3) or “Arms” (2 of 3)")
        #expect(open.kind("guarantee/line") == .fragile)
        for result in [arms, open] { result.expectSound(in: document) }
        // Without a scale it is said what to add.
        let unscaled = try TerritoryTests.theCase((#""issues": {"#, #""issues": {"# + Self.shield))
        let result = try ceasefire(unscaled, "full")
        #expect(result.kind("guarantee/line") == nil && result.lacks.contains { $0.hasPrefix("/modules/nato/guaranteeScale: ") })
    }

    @Test("the flagship's packages differ in who verifies and in what stands behind the line")
    func flagship() throws {
        let theCase = try Flagship.theCase()
        let best = try ceasefire(theCase, "best-case")
        for id in ["ceasefire-holds", "line-observed", "forces-withdrawn"] { #expect(best.kind("verified/\(id)") == .note) }
        #expect(try best.finding("mandate-veto/un-mission").parties == ["us", "russia", "china", "france", "ukraine"])
        #expect(
            try best.finding("guarantee/line-of-contact").title
                == "Line of contact: “Bilateral arming and intelligence” stands behind it for Ukraine, 3 of 5 on the scale of guarantees")
        let russia = try ceasefire(theCase, "russia-maximal")
        #expect(russia.kind("verified/forces-withdrawn") == nil && russia.kind("guarantee/line-of-contact") == .missing)
        #expect(try russia.finding("mandate-veto/joint-commission").kind == .fragile)
        var report = try StatusPathsReport(theCase, reading: .assessed)
        let paths = report.result(AnalysisResult(), [])
        let line = try paths.finding("guarantee/line-of-contact")
        #expect(line.kind == .fragile && line.detail?.contains("(1 of 5) in “Russia's maximal position”") == true)
        #expect(try paths.table("guarantees/line-of-contact").rows.count == theCase.workspace.packages.count)
    }
}
