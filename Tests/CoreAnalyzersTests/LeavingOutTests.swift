import CoreAnalyzers
import Findings
import Foundation
import Negotiation
import OrderedCollections
import Shapes
import Testing

/// Where the flag that flies without a deal takes the consent of an island that accepts nothing: only a deal that leaves the
/// flag out needs nobody but the coasts.
private let island = [
    #""plain": {"title": "Plain"}"#: #""plain": {"title": "Plain", "needs": ["island"]}"#,
    #""south": {"name": "South""#: """
        "island": {
          "name": "Island", "role": "ratifier", "reservation": 0, "source": "brief",
          "redLines": {"any": {"title": "Any quota", "predicate": "quota = none or not quota = none", "firmness": "firm", "source": "brief"}}
        },
        "south": {"name": "South"
        """,
]

@Suite struct LeavingOutTests {
    @Test func theZoneHasWhatLeavesAnIssueOut() throws {
        let result = try run("core.zone", try coasts(island))
        let options = try result.table("options")
        #expect(try options.words("possible") == ["Closed and Split", "None and Some", "left out"])
        #expect(try options.words("foreclosed") == ["Open", "Much", "Plain and Contested"])
        // 3 seasons, 3 quotas, and 2 flags or none.
        #expect(try result.table("size").title.contains(" 27 packages "))
    }

    @Test func leavingOutRepairsAndCanBeSetAsIsSaid() throws {
        var workspace = try coasts(island)
        let repairs = try run("core.why", workspace, package: "meeting").table("nearest")
        #expect(try repairs.words("changes").first == "Flag: left out")
        #expect(try run("core.evaluate", workspace, package: "meeting").summary.contains("Island"))
        workspace.packages["meeting"]?.choices["flag"] = .leftOut
        #expect(try run("core.evaluate", workspace, package: "meeting").status == .complete)
        let better = try run("core.improve", workspace, package: "meeting").finding("better/1")
        #expect(better.title.hasPrefix("Season: Closed; Quota: None: "))
        #expect(try run("core.why", workspace, package: "meeting").summary.contains("acceptable"))
    }

    /// What completes a draft may leave out what it leaves open.
    @Test func aDraftMayStillLeaveItOut() throws {
        let completion = try run("core.evaluate", try coasts(island), package: "no-quota").finding("completion")
        #expect(completion.kind == .strong && completion.detail == "One way: Season: Closed; Flag: left out.")
    }

    /// Counted from an open season with some quota, 20 and 60, where the season is left out and takes nobody's consent.
    @Test func whatIsLeftOutIsCountedFrom() throws {
        var workspace = try coasts([#""North", "role": "principal", "reservation": 50"#: #""North", "role": "principal", "reservation": 10"#])
        var draft = Package()
        draft.title = "Season left out"
        draft.choices = ["season": .leftOut, "flag": .option("plain")]
        workspace.packages["left"] = draft
        let result = try run("core.improve", workspace, package: "left")
        #expect(result.summary.hasPrefix("The completion can be bettered for everybody with 2 changes"))
    }

    @Test func solvedPackagesSayWhatTheyLeaveOut() throws {
        let solutions = try run("core.solutions", try coasts(island))
        #expect(try solutions.finding("agreed").detail?.contains("Flag: left out") == true)
    }
}

@Suite struct ReasonTests {
    /// Two keep “Ceded” out, each by itself, and “Shared” only together: that is two sentences.
    @Test func whatKeepsOutEachIsToldApartFromWhatDoesTogether() throws {
        func positions(_ x: String, _ y: String) -> String { "{\"stance\": {\(x)}, \"salience\": \(y)}" }
        let both = positions(#""ceded": 0, "now": 1, "shared": 0.8"#, "100")
        let result = try run(
            "core.zone",
            try workspace(
                """
                {
                  "parley": 1, "id": "strait", "title": "A strait", "sources": {},
                  "parties": {"north": {"name": "North", "role": "principal"}, "south": {"name": "South", "role": "principal"}},
                  "issues": {
                    "x": {
                      "title": "Islet", "options": {"ceded": {"title": "Ceded"}, "now": {"title": "As now"}, "shared": {"title": "Shared"}},
                      "positions": {"north": \(both), "south": \(both)}
                    },
                    "y": {
                      "title": "Toll", "options": {"low": {"title": "Low"}, "middle": {"title": "Middle"}, "high": {"title": "High"}},
                      "positions": {
                        "north": \(positions(#""low": 1, "middle": 0.5, "high": 0"#, "60")),
                        "south": \(positions(#""low": 0, "middle": 0.5, "high": 1"#, "60"))
                      }
                    }
                  },
                  "noDeal": {"choices": {"x": "now", "y": "middle"}}
                }
                """))
        let detail = try #require(try result.finding("foreclosed/x").detail)
        #expect(detail.contains("“Ceded” is ruled out by") && detail.contains("With “Shared”"), "\(detail)")
    }
}

/// Where the island must always consent but does not negotiate it has a floor, and is not compared.
@Suite struct RatifierTests {
    @Test func whoOnlyRatifiesIsNotCompared() throws {
        var workspace = try coasts(island)
        workspace.parties["island"]?.redLines = [:]
        var decision = Decision()
        decision.required = ["north", "south", "island"]
        workspace.decision = decision
        let frontier = try run("core.frontier", workspace)
        let asked = try run("core.why", workspace, package: "meeting", [("party", "island")])
        #expect(!asked.lacks.contains { $0.contains("can be asked only of those") })
        #expect(try frontier.table("representatives").columns.map(\.id) == ["package", "north", "south"])
        // Its floor counts: what it rules out is nowhere.
        workspace.parties["island"]?.reservation = Interval(100)
        let north = try #require(workspace.issues["season"]?.positions["north"])
        workspace.issues["season"]?.positions["island"] = north
        let zone = try run("core.zone", workspace).table("options")
        #expect(try zone.words("possible").first == "Closed")
    }
}
