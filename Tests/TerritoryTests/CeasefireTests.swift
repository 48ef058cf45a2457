import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_territory

@Suite("Whether a ceasefire hangs together")
struct CeasefireTests {
    @Test("a ceasefire whose parts fit holds on every count")
    func holds() throws {
        let result = try ceasefire(try theCase(), "full")
        for id in ["terms", "supervision", "watch", "mandate", "line", "enforcement", "status"] {
            #expect(result.kind(id) == .strong, "\(id)")
        }
        // Nothing withdraws, and nothing comes by stages.
        #expect(result.kind("withdrawal") == nil && result.kind("certifier") == nil)
        #expect(result.status == .complete && result.lacks.isEmpty)
        #expect(try result.finding("acts/fire").title == "South can undo the ceasefire alone, and not take that back")
        #expect(result.kind("frozen-features") == .strong)
        result.expectSound(in: try document())
    }

    @Test("one part that does not fit changes the answer to its question")
    func faults() throws {
        let theCase = try theCase()
        let cases: [(Choices, String, Finding.Kind)] = [
            (["monitoring": .option("none")], "watch", .missing),
            (["monitoring": .option("none")], "supervision", .blocks),
            (["monitoring": .option("joint")], "supervision", .blocks),
            (["monitoring": .option("joint")], "watch", .fragile),
            (["fire": .option("stages"), "monitoring": .option("none")], "certifier", .blocks),
            (["fire": .option("stages"), "monitoring": .option("joint")], "certifier", .fragile),
            (["fire": .option("stages")], "certifier", .strong),
            (["fire": .option("stages")], "schedule/none", .missing),
            (["endorsement": .option("none")], "mandate", .blocks),
            (["withdrawal": .option("all")], "withdrawal", .strong),
            (["withdrawal": .option("all"), "monitoring": .option("none")], "withdrawal", .blocks),
            (["withdrawal": .option("all"), "monitoring": .option("joint")], "withdrawal", .fragile),
            (["breach": .option("none")], "enforcement", .missing),
            (["breach": .option("talks")], "enforcement", .fragile),
            (["monitoring": .option("none")], "enforcement", .blocks),
            (["line": .option("stay")], "line", .fragile),
            (["monitoring": .option("none")], "line", .missing),
            (["fire": .option("none")], "terms", .missing),
            (["harbour": .option("southern")], "red-line/north/lost", .blocks),
        ]
        for (choices, id, kind) in cases {
            let result = try ceasefire(theCase, "full", choosing: choices)
            #expect(result.kind(id) == kind, "\(choices) \(id)")
            result.expectSound(in: try document(), id)
        }
        #expect(try ceasefire(theCase, "full", choosing: ["harbour": .option("northern")]).kind("red-line/south/given") == nil)
        #expect(
            try ceasefire(theCase, "full", choosing: ["harbour": .option("northern")], reading: .declared).kind(
                "red-line/south/given") == .blocks)
        // By stance, under the declared reading only.
        #expect(try ceasefire(theCase, "full", reading: .declared).kind("red-line/south/harbour") == .blocks)
    }

    @Test("what is open is told branch by branch")
    func branches() throws {
        let theCase = try theCase()
        let bracketed = try ceasefire(theCase, "full", choosing: ["monitoring": .disputed(["joint", "league-mission"])])
        let watch = try bracketed.finding("watch")
        #expect(
            watch.kind == .fragile && watch.title.hasPrefix("It depends on what is still open: the ceasefire is watched by those")
        )
        #expect(watch.detail?.contains("“Joint commission” on Monitoring") == true)
        #expect(bracketed.status == .partial && bracketed.lacks == ["a choice on “Monitoring”"])
        let both = try ceasefire(theCase, "full", choosing: ["monitoring": .disputed(["joint", "none"])])
        #expect(try both.finding("watch").title == "Every way of settling “Monitoring” leaves a fault")
        // Left out is settled: the no-deal option stays in force.
        #expect(try ceasefire(theCase, "full", choosing: ["monitoring": .leftOut]).kind("watch") == .missing)
    }

    @Test("branches that a requirement forbids are not told")
    func requirements() throws {
        // A shared harbour is under international control, which takes the League's mandate; so nothing is left open there.
        let result = try ceasefire(
            try theCase(), "full", choosing: ["harbour": .option("shared"), "endorsement": .disputed(["league", "none"])])
        #expect(result.kind("mandate") == .strong)
        let free = try ceasefire(try theCase(), "full", choosing: ["endorsement": .disputed(["league", "none"])])
        #expect(free.kind("mandate") == .fragile)
    }

    @Test("a package that says nothing is partial, and says what it lacks")
    func empty() throws {
        let result = try ceasefire(try theCase(), "empty")
        #expect(result.status == .partial && result.findings.isEmpty)
        #expect(result.lacks.first?.contains("Fire") == true)
    }

    @Test("features of frozen conflicts are counted, and nothing is computed from their number")
    func features() throws {
        let result = try ceasefire(
            try theCase(), "full", choosing: ["line": .option("stay"), "monitoring": .disputed(["joint", "none"])])
        #expect(try result.table("frozen-features").rows.map { $0[1].text } == ["open", "yes"])
        #expect(
            try result.finding("frozen-features").title
                == "The package has 1 of 2 features that past frozen conflicts shared, and 1 more depends on what is still open")
        #expect(!result.summary.contains("%"))
    }

    /// Every package of the small workspace over the parts of a ceasefire.
    private func everyPackage(_ theCase: TerritoryCase) -> [Choices] {
        ["line", "fire", "withdrawal", "monitoring", "endorsement", "breach", "harbour"].reduce([[:]]) { partial, issue in
            partial.flatMap { choices in
                (theCase.workspace.issues[ID(issue)]?.choices ?? []).map { choices.merging([ID(issue): .option($0)]) { $1 } }
            }
        }
    }

    @Test("a body that watches never adds a finding that nobody does")
    func monotone() throws {
        let theCase = try theCase()
        let nobody = ["watch", "certifier", "withdrawal", "line", "enforcement"]
        for choices in everyPackage(theCase) where choices["monitoring"] == .option("none") {
            let without = try ceasefire(theCase, "full", choosing: choices)
            for body: ID<Option> in ["joint", "league-mission"] {
                let with = try ceasefire(theCase, "full", choosing: choices.merging(["monitoring": .option(body)]) { $1 })
                let order = Finding.Kind.allCases
                for id in nobody {
                    guard let after = with.kind(id), after != .strong else { continue }
                    let before = try #require(without.kind(id), "\(id) is new with \(body): \(choices)")
                    // No worse than before: blocks before missing before fragile.
                    let rank = { (kind: Finding.Kind) in [.blocks, .missing, .fragile].firstIndex(of: kind) ?? order.count }
                    #expect(rank(before) <= rank(after), "\(id) \(body) \(choices)")
                }
                #expect(!with.findings.contains { $0.title.contains("nobody certifies") || $0.title.hasPrefix("Nobody watches") })
            }
        }
    }

    @Test("leaving an issue open never hides a fault that every way of settling it has")
    func openIsNoExcuse() throws {
        let theCase = try theCase()
        let fixed: Choices = ["fire": .option("now"), "breach": .option("none")]
        for issue: IssueID in ["monitoring", "line", "withdrawal"] {
            let options = try #require(theCase.workspace.issues[issue]).choices
            let open = try ceasefire(theCase, "full", choosing: fixed.merging([issue: .disputed(options)]) { $1 })
            let settled = try options.map { try ceasefire(theCase, "full", choosing: fixed.merging([issue: .option($0)]) { $1 }) }
            for id in ["terms", "watch", "line", "enforcement", "withdrawal", "status"] {
                let all = settled.allSatisfy { ($0.kind(id) ?? .strong) != .strong }
                if all { #expect((open.kind(id) ?? .strong) != .strong, "\(issue) \(id)") }
            }
        }
    }

    @Test("the flagship's four packages differ as they should")
    func flagship() throws {
        let (theCase, document) = (try Flagship.theCase(), try Flagship.document())
        var results: [String: AnalysisResult] = [:]
        for id in theCase.workspace.packages.keys {
            for reading in Reading.allCases {
                let result = try ceasefire(theCase, id, reading: reading)
                result.expectSound(in: document, "\(id)")
                #expect(result.summary.contains("\(reading.rawValue) reading"))
                if reading == .assessed { results[id.text] = result }
            }
        }
        let us = try #require(results["us-maximal"])
        #expect(us.kind("red-line/russia/crimea-handed-back") == .blocks)
        #expect(us.kind("mandate") == .strong && us.kind("enforcement") == .strong && us.kind("status") == .strong)
        let russia = try #require(results["russia-maximal"])
        #expect(russia.kind("red-line/ukraine/title-given-up") == .blocks)
        #expect(try russia.finding("terms").title.hasSuffix("neutrality"))
        for id in ["terms", "watch", "line", "enforcement", "status"] { #expect(russia.kind(id) == .fragile, "\(id)") }
        #expect(try russia.finding("frozen-features").title.contains("3 of 6"))
        let best = try #require(results["best-case"])
        #expect(
            ["terms", "supervision", "watch", "mandate", "line", "withdrawal", "enforcement", "status"].allSatisfy {
                best.kind($0) == .strong
            })
        #expect(try best.finding("schedule/unwatched").title.hasPrefix("For 3 months"))
        #expect(best.kind("frozen-features") == .strong && best.status == .complete)
        let bridging = try #require(results["bridging"])
        #expect(bridging.status == .partial)
        #expect(bridging.kind("status") == .fragile && bridging.kind("schedule/watch-undated") == .missing)
        #expect(
            try bridging.finding("frozen-features").title.contains(
                "0 of 6 features that past frozen conflicts shared, and 3 more"))
        // The requirement of a mandate forbids the branches without one.
        #expect(bridging.kind("mandate") == .strong)
        #expect(try ceasefire(theCase, "bridging") == bridging)
    }

    @Test("a schedule says who goes first, who verifies, and what it leaves undone")
    func schedule() throws {
        let theCase = try theCase()
        var package = try #require(theCase.workspace.packages["full"])
        func step(_ id: String, _ party: ID<Party>, at: Number, _ delivers: OrderedDictionary<IssueID, Number>, by: [String] = [])
            -> Step
        {
            var step = Step()
            (step.id, step.title, step.party, step.at, step.delivers, step.verifiedBy) = (id, id, party, at, delivers, by)
            return step
        }
        func kinds(_ steps: [Step]) throws -> [String: Finding.Kind] {
            package.schedule = steps
            var report = try CeasefireReport(theCase, package, id: nil, reading: .assessed)
            let result = report.result(AnalysisResult())
            return Dictionary(
                uniqueKeysWithValues: result.findings.filter { $0.id.hasPrefix("schedule/") }.map { ($0.id, $0.kind) })
        }
        let (half, quarter) = (Number.one.half, Number.one.half.half)
        let mission = step("mission", "league", at: 0, ["monitoring": 1])
        let together = try kinds([
            mission, step("n", "north", at: 1, ["fire": half, "line": half], by: ["league-mission"]),
            step("s", "south", at: 1, ["fire": half, "line": half], by: ["league-mission"]),
        ])
        #expect(together == ["schedule/first": Finding.Kind.strong])
        let apart = try kinds([
            step("n", "north", at: 1, ["fire": half, "line": half]),
            step("s", "south", at: 3, ["fire": quarter, "line": half], by: ["joint"]),
            step("mission", "league", at: 2, ["monitoring": 1]),
        ])
        #expect(
            apart == [
                "schedule/first": .fragile, "schedule/unwatched": .fragile, "schedule/unverified": .fragile,
                "schedule/incomplete": .missing,
                "schedule/other-body": .blocks,
            ])
    }
}
