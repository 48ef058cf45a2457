import CoreAnalyzers
import Findings
import Foundation
import Negotiation
import OrderedCollections
import Shapes
import Testing

@Suite struct ZoneTests {
    @Test func whichOptionsAreLeft() throws {
        let result = try run("core.zone", try coasts([:]))
        #expect(
            result.summary == """
                A deal is possible, under the assessed reading, at the midpoints of the ranges: 3 open issues of 3 have options \
                that occur in none, and on 1 only one is left. Over the ranges: some package is acceptable whatever the true \
                values within the ranges.
                """)
        let options = try result.table("options")
        #expect(try options.words("possible") == ["Closed and Split", "None and Some", "Plain"])
        #expect(try options.words("foreclosed") == ["Open", "Much", "Contested"])
        // An open season brings North 40 at most; much quota brings South 20 at most. Each is short of its 50 by itself.
        let season = try result.finding("foreclosed/season")
        #expect(season.detail == "Ruled out by the stated reservation of North." && season.parties == ["north"])
        #expect(season.evidence.map(\.pointer.description) == ["/parties/north/reservation"])
        let flag = try result.finding("foreclosed/flag")
        #expect(flag.detail == "Only “Plain” is left. Ruled out by the red line of North “Our colours”.")
        #expect(flag.parties == ["north"] && flag.evidence.map(\.pointer.description) == ["/parties/north/redLines/colours"])
        #expect(try result.finding("zone").kind == .strong)
    }

    @Test func howManyAreAcceptableToWhom() throws {
        let size = try run("core.zone", try coasts([:])).table("size")
        #expect(size.title.contains(" 18 packages "))
        #expect(try size.words("group") == ["North", "South", "all who must consent"])
        // North: five cells of the table, under a plain flag; South: five, under either.
        #expect(try size.words("packages") == ["5", "10", "2"])
    }

    /// What keeps an option out may be a requirement, a party that only this option asks, or several things together.
    @Test func whatForecloses() throws {
        let result = try run(
            "core.zone",
            try coasts([
                #""linkages": {}"#: """
                "linkages": {"stocks": {"title": "Stocks", "require": "not season = split", "because": "The stock is low."}}
                """,
                #""contested": {"title": "Contested"}"#: #""contested": {"title": "Contested", "needs": ["port"]}"#,
                #""redLines": {"colours": {"title": "Our colours", "predicate": "flag = contested", "firmness": "firm", "source": "brief"}}"#:
                    #""redLines": {}"#,
                #""south": {"name""#: """
                "port": {
                  "name": "Port", "role": "ratifier",
                  "redLines": {"berths": {"title": "Berths", "predicate": "flag = contested", "firmness": "firm", "source": "brief"}}
                },
                "south": {"name"
                """,
            ]))
        // With a closed season some quota leaves South 40; a split one is impossible, an open one leaves North 20.
        #expect(
            try result.finding("foreclosed/quota").detail == """
                Only “None” is left. With “Some” the requirement “Stocks”, the stated reservation of North and the stated \
                reservation of South cannot stand together. “Much” is ruled out by the stated reservation of South.
                """)
        #expect(
            try result.finding("foreclosed/season").detail == """
                Only “Closed” is left. “Split” is ruled out by the requirement “Stocks”. “Open” is ruled out by the stated reservation of North.
                """)
        #expect(try result.finding("foreclosed/flag").detail == "Only “Plain” is left. Ruled out by the red line of Port “Berths”.")
    }

    /// A fleet of two boats, of which one must accept. Boat A would not take a closed season, boat B no split one.
    private static let fleet = [
        #""south": {"name""#: """
        "a": {"name": "Boat A", "role": "third-party", "reservation": 50}, "b": {"name": "Boat B", "role": "third-party", "reservation": 50},
        "fleet": {
          "name": "Fleet", "role": "ratifier", "members": ["a", "b"],
          "decision": {"atLeast": 1, "of": ["a", "b"], "note": "One boat speaks for both.", "source": "brief"}
        },
        "south": {"name"
        """,
        #""north": {"stance": {"closed": 1, "split": 0.5, "open": 0}"#: """
        "a": {"stance": {"closed": 0, "split": 0, "open": 1}, "salience": 10},
        "b": {"stance": {"closed": 0, "split": 0, "open": 1}, "salience": 10},
        "north": {"stance": {"closed": 1, "split": 0.5, "open": 0}
        """,
        #""plain": {"title": "Plain"}"#: #""plain": {"title": "Plain", "needs": ["fleet"]}"#,
        // So that leaving the flag out does not do without the fleet.
        #""quota": "none", "flag": "plain"}, "source""#: #""quota": "none", "flag": "contested"}, "source""#,
    ]

    /// Rules are counted, and those whom they count; the rule is named with its owner, and cited where it stands.
    @Test func rulesAreNamedAndCounted() throws {
        let workspace = try coasts(Self.fleet)
        let size = try run("core.zone", workspace).table("size")
        #expect(
            try size.words("group") == [
                "North", "South", "the rule of Fleet (at least 1 of 2 of its members)", "Boat A, counted by that rule",
                "Boat B, counted by that rule", "all but North", "all but South", "all but the rule of Fleet (at least 1 of 2 of its members)",
                "all who must consent",
            ])
        // Either boat takes three packages under a plain flag, and is not asked under nine.
        #expect(try Array(size.words("packages")[2...4]) == ["12", "12", "12"])
        let why = try run("core.why", workspace)
        #expect(why.summary.contains("the rule of Fleet (at least 1 of 2 of its members)"), "\(why.summary)")
        #expect(why.findings.contains { $0.evidence.contains { $0.pointer.description == "/parties/fleet/decision" && $0.text == "One boat speaks for both." } })
        #expect(why.findings.contains { $0.parties.contains("fleet") })
    }

    /// Half of what a range may bring hangs on what its beginning is worth, and so does no deal: over 20 to 40 for the beginning
    /// halfway brings 30 to 40 more than no deal, and not 20 to 50.
    @Test func whatIsTiedTogetherIsNotSettled() throws {
        func zone(_ outside: Int, _ stances: String = #""0": [0.2, 0.4], "100": 1"#) throws -> AnalysisResult {
            try run(
                "core.zone",
                try workspace(
                    """
                    {
                      "parley": 1, "id": "relief", "title": "Relief",
                      "parties": {"a": {"name": "A", "role": "principal", "outside": [{"points": \(outside)}]}},
                      "issues": {
                        "relief": {
                          "title": "Relief", "range": {"from": 0, "to": 100, "step": 50, "unit": "%"},
                          "positions": {"a": {"stance": {\(stances)}, "salience": 100}}
                        },
                        "flag": {"title": "Flag", "options": {"plain": {"title": "Plain"}, "other": {"title": "Other"}}}
                      },
                      "noDeal": {"choices": {"relief": 0, "flag": "plain"}},
                      "packages": {"half": {"title": "Half", "choices": {"relief": 50}}}
                    }
                    """), package: "half")
        }
        // 25 is passed whatever the beginning is worth, 45 is not; neither is told from the ends alone.
        let passed = try zone(25)
        #expect(passed.summary.hasSuffix("Over the ranges: whether one is acceptable over all ranges is not settled."), "\(passed.summary)")
        #expect(try passed.finding("zone").title == "A deal is possible at the midpoints; whether one is over all stated ranges is not settled")
        #expect(try zone(45).summary.contains("whether one would be at the best ends of the ranges is not settled"))
        #expect(try zone(15).summary.hasSuffix("some package is acceptable whatever the true values within the ranges."))
        #expect(try zone(55).summary.contains("not even at the best ends of all ranges"))
        // What halfway is worth is a judgement of its own here: 10 to 50 more than no deal.
        let own = #""0": [0.2, 0.4], "50": [0.5, 0.7], "100": 1"#
        #expect(try zone(25, own).summary.hasSuffix("no package is acceptable over all stated ranges."))
        #expect(try zone(45, own).summary.contains("at the best ends of the ranges some would be"))
    }

    @Test func whatRangesLeaveOpen() throws {
        // North's 24 to 36 for a split season: 50 at the midpoint, so that only the closed season is certain.
        let certain = try run("core.zone", try coasts(ranged("[0.4, 0.6]")), package: "split-season")
        #expect(try certain.finding("zone").kind == .fragile)
        #expect(certain.summary.hasSuffix("no package is acceptable over all stated ranges."))
        // 47 at the midpoint and 56 at best.
        let perhaps = try run("core.zone", try coasts(ranged("[0.3, 0.6]")))
        #expect(try perhaps.table("options").words("foreclosed") == ["Split (perhaps) and Open", "Some (perhaps) and Much", "Contested"])
        let none = try run("core.zone", try coasts(ranged("[0.3, 0.6]")), package: "split-season")
        #expect(none.summary.contains("No deal is possible") && none.summary.contains("at the best ends of the ranges some would be"))
        // 54 at best is short of 55.
        let changes = apart.merging(ranged("[0.3, 0.55]")) { $1 }
        #expect(try run("core.zone", try coasts(changes)).summary.contains("not even at the best ends of all ranges"))
    }
}

@Suite struct WhyTests {
    /// North's 55, South's 50 and its red line: any two can be met, and each alone would have to give way.
    @Test func everyWayOutOfAnEmptyZone() throws {
        let result = try run("core.why", try coasts(apart))
        #expect(
            result.summary == """
                No deal is possible, under the assessed reading. One would be if these gave way: the red line of South “A closed \
                season”; or the stated reservation of North; or the stated reservation of South.
                """)
        let corrections = try result.table("corrections")
        // North's 50 for half and half are 5 short; South's 10 for a split season with much quota are 40 short.
        #expect(
            try corrections.words("give") == [
                "The red line of South “A closed season”", "The stated reservation of North", "The stated reservation of South",
            ])
        #expect(try corrections.words("amount") == ["", "North: 5 points", "South: 40 points"])
        #expect(
            try corrections.words("then") == [
                "Season: Closed; Quota: None; Flag: Plain", "Season: Split; Quota: Some; Flag: Plain",
                "Season: Split; Quota: Much; Flag: Plain",
            ])
        let conflict = try result.finding("conflict/1")
        #expect(result.findings.count == 1)
        #expect(conflict.parties == ["south", "north"] && conflict.issues == ["season"])
        #expect(conflict.detail == "Any 2 of them can be met at once.")
        #expect(
            Set(conflict.evidence.map(\.pointer.description))
                == ["/parties/south/redLines/fleet", "/parties/north/reservation", "/parties/south/reservation"])
    }

    @Test func aRejectedDraftAndItsRepair() throws {
        let result = try run("core.why", try coasts([:]), package: "north-first")
        #expect(
            result.summary == """
                “North first” is not acceptable to all who must consent, under the assessed reading: South would not accept it; \
                the nearest acceptable package is 1 change away.
                """)
        let rejected = try result.finding("rejects/south")
        #expect(rejected.detail == "It falls short of its reservation by 10 points of its scale at the midpoints.")
        #expect(result.findings.count == 1)
        // Without the quota: 60 and 80 against 80 and 40; a split season, 50 and 50, is worse for both than that.
        let nearest = try result.table("nearest")
        #expect(try nearest.words("changes") == ["Quota: None"])
        #expect(try nearest.cell(0, "north").number == -20 && nearest.cell(0, "south").number == 40)

        let flagged = try run("core.why", try coasts([:]), package: "flagged")
        #expect(try flagged.finding("rejects/north").detail == "It crosses the red line “Our colours”.")
        #expect(try flagged.table("nearest").words("changes") == ["Flag: Plain"])
    }

    @Test func whatOnePartyWouldNeed() throws {
        let workspace = try coasts(apart)
        // With nobody else asked: North has 80 already, South needs a season that is not closed and 50.
        let north = try run("core.why", workspace, package: "north-first", [("party", "north")])
        #expect(north.summary.hasPrefix("North would accept “North first” as it is"))
        let south = try run("core.why", workspace, package: "north-first", [("party", "south")])
        #expect(south.summary == "South would need 1 change of “North first” at least, under the assessed reading.")
        // Split 50 to 50, open 20 to 60: neither is better for both, and with one change more there is no quota: 30 to 90, 0 to 100.
        let changes = try south.table("nearest").words("changes")
        #expect(Set(changes.prefix(2)) == ["Season: Split", "Season: Open"])
        #expect(Set(changes.dropFirst(2)) == ["Season: Split; Quota: None", "Season: Open; Quota: None"])
        #expect(try run("core.why", workspace, [("party", "south")]).summary.hasPrefix("Name a package"))
    }

    /// Requirements that contradict one another are an answer that names them, not an error.
    @Test func contradictoryRequirements() throws {
        let contradictory = [
            #""linkages": {}"#: """
            "linkages": {
              "shut": {"title": "Stocks", "require": "season = closed", "because": "The stock is low."},
              "open": {"title": "Jobs", "require": "season = open", "because": "The ports are idle."}
            }
            """
        ]
        let workspace = try coasts(contradictory)
        #expect(try run("core.zone", workspace).summary.hasPrefix("No deal is possible"))
        let result = try run("core.why", workspace)
        let conflict = try #require(result.findings.first)
        #expect(conflict.title == "The requirement “Stocks” and the requirement “Jobs” cannot stand together")
        #expect(conflict.evidence.map(\.pointer.description) == ["/linkages/shut", "/linkages/open"])
        // Without “Jobs” there is the closed season; without “Stocks” the open one, where North and South have no 50 each.
        #expect(try result.table("corrections").words("give").first == "The requirement “Jobs”")
        for id in ["core.improve", "core.trades"] {
            #expect(try run(id, workspace, package: "meeting").status == .notApplicable)
        }
        #expect(try run("core.brief", workspace).summary.contains("no deal is possible"))
    }

    @Test func nothingHasToGive() throws {
        #expect(try run("core.why", try coasts([:])).summary.hasPrefix("A deal is possible"))
        #expect(try run("core.why", try coasts([:]), package: "meeting").summary.hasPrefix("“Half and half” is acceptable"))
    }

    @Test func unknownNamesAreErrorsWithAHint() throws {
        let workspace = try coasts([:])
        func hint(_ id: String, _ parameters: [(String, Value)]) -> String? {
            do {
                _ = try run(id, workspace, parameters)
                return nil
            } catch let error as Diagnostics { return error.all.first?.hint } catch { return nil }
        }
        #expect(hint("core.why", [("party", "nort")])?.contains("north") == true)
        #expect(hint("core.zone", [("package", "meting")])?.contains("meeting") == true)
        #expect(hint("core.zone", [("scenario", "war")]) != nil)
        #expect(hint("core.brief", [("scenario", "war")]) != nil)
        #expect(hint("core.why", [("size", 0)]) != nil)
        do {
            _ = try run("core.why", workspace, [("size", "9")])
            Testing.Issue.record("nine at once are looked for")
        } catch let error as Diagnostics { #expect(error.all.first?.message == "“size” takes a whole number from 1 to 6, not 9") }
    }
}

@Suite struct ImproveTests {
    /// From half and half North may give up its quota for a closed season: 60 and 80 against 50 and 50. Either alone costs one.
    @Test func betterForBoth() throws {
        let result = try run("core.improve", try coasts([:]), package: "meeting")
        #expect(
            result.summary == """
                “Half and half” can be bettered for everybody with 2 changes, under the assessed reading: Season: Closed; Quota: \
                None.
                """)
        let better = try result.table("better")
        #expect(better.rows.count == 1)
        #expect(try better.cell(0, "north").number == 10 && better.cell(0, "south").number == 30)
        #expect(try result.finding("better/1").issues == ["season", "quota"])
        #expect(try !result.finding("better/1").evidence.isEmpty)
    }

    @Test func nothingIsBetter() throws {
        var workspace = try coasts([:])
        var best = try #require(workspace.packages["flagged"])
        best.choices["flag"] = .option("plain")
        workspace.packages["best"] = best
        let result = try run("core.improve", workspace, package: "best")
        #expect(try result.finding("efficient").kind == .strong)
        #expect(result.tables.isEmpty)
    }

    /// An open season is left to choose where there is no quota; the closed one is the only way.
    @Test func countedFromACompletion() throws {
        let result = try run("core.improve", try coasts([:]), package: "no-quota")
        #expect(result.lacks.contains { $0.hasSuffix("Season: Closed; Flag: Plain.") }, "\(result.lacks)")
        #expect(try result.finding("efficient").kind == .strong)
        let none = try run("core.improve", try coasts([:]), package: "much-quota")
        #expect(none.status == .partial && none.findings.isEmpty)
    }
}

@Suite struct TradesAnalyzerTests {
    /// South gives way on the season, which costs it 10 and brings North 30; North on the quota, which costs it 20 and brings
    /// South 40.
    @Test func oneLogroll() throws {
        let result = try run("core.trades", try coasts([:]), package: "meeting")
        #expect(
            result.summary == """
                1 trade of one issue against another would help two parties, under the assessed reading. First: South accepts \
                “Closed” on Season, and North accepts “None” on Quota.
                """)
        let trades = try result.table("trades")
        #expect(trades.rows.count == 1)
        #expect(try trades.cell(0, "north").number == 10 && trades.cell(0, "south").number == 30)
        #expect(
            try result.finding("trade/1").detail == """
                Both gain: South +30 in all (−10 by what it gives alone), North +10 (−20). All together: North +10 and South +30 points.
                """)
        #expect(try result.finding("trade/1").parties == ["south", "north"])
    }

    /// A port to which a quota matters most: what helps North and South costs it a fifth of what it may have.
    @Test func whoLosesIsSaid() throws {
        let workspace = try coasts([
            #""south": {"name""#: #""port": {"name": "Port", "role": "principal", "reservation": 0}, "south": {"name""#,
            #""north": {"stance": {"none": 0"#: #""port": {"stance": {"none": 0, "some": 0.2, "much": 1}, "salience": 50}, "north": {"stance": {"none": 0"#,
        ])
        let result = try run("core.trades", workspace, package: "meeting")
        #expect(result.summary.hasSuffix("By it Port loses 20 points."), "\(result.summary)")
        #expect(try result.finding("trade/1").title.hasSuffix("; Port loses 20 points"))
    }

    @Test func noTrade() throws {
        let result = try run("core.trades", try coasts([:]), package: "no-quota")
        #expect(try result.finding("none").kind == .note)
    }
}

@Suite struct CompletionTests {
    @Test func stillPossible() throws {
        let result = try run("core.evaluate", try coasts([:]), package: "no-quota")
        let completion = try result.finding("completion")
        #expect(completion.kind == .strong)
        #expect(completion.detail == "One way: Season: Closed; Flag: Plain.")
        #expect(completion.issues == ["season", "flag"])
        #expect(try result.finding("foreclosed").detail == "Season: Split and Open; Flag: Contested.")
        let open = try result.table("open")
        #expect(try open.words("possible") == ["Closed", "Plain"])
        // One option is left on each: nothing is at stake between options that remain.
        #expect(try open.cell(0, "north").number == 0)
    }

    @Test func whatIsAtStakeInWhatIsOpen() throws {
        var workspace = try coasts([:])
        var open = Package()
        open.title = "Flag settled"
        open.choices["flag"] = .option("plain")
        workspace.packages["open"] = open
        // Closed against split, and none against some: 30 and 20 for North, 10 and 40 for South.
        let table = try run("core.evaluate", workspace, package: "open").table("open")
        #expect(try (0...1).map { try table.cell($0, "north").number } == [30, 20])
        #expect(try (0...1).map { try table.cell($0, "south").number } == [10, 40])
    }

    @Test func impossible() throws {
        let result = try run("core.evaluate", try coasts([:]), package: "much-quota")
        #expect(try result.finding("completion").kind == .blocks)
        #expect(!result.tables.contains { $0.id == "open" } && !result.findings.contains { $0.id == "foreclosed" })
    }

    @Test func onlyAtTheMidpointsOrTheBestEnds() throws {
        let midpoints = try run("core.evaluate", try coasts(ranged("[0.4, 0.6]")), package: "split-season").finding("completion")
        #expect(midpoints.kind == .fragile)
        #expect(midpoints.detail == "One way: Quota: Some; Flag: Plain. No way of settling it is acceptable over all stated ranges.")
        let best = try run("core.evaluate", try coasts(ranged("[0.3, 0.6]")), package: "split-season").finding("completion")
        #expect(best.title.hasPrefix("Only at the best ends of the ranges"))
    }

    @Test func completePackagesAreNotCompleted() throws {
        let result = try run("core.evaluate", try coasts([:]), package: "meeting")
        #expect(!result.findings.contains { $0.id == "completion" })
    }
}

@Suite struct BriefTests {
    /// In public South rules a closed season out, and North asks for 55; as assessed South would live with it.
    private static let publicly = [
        #""North", "role": "principal", "reservation": 50"#: #""North", "role": "principal", "reservation": 55"#,
        #""stance": {"closed": 0, "split": 0.5, "open": 1}, "salience": 20, "source": "brief""#: """
        "stance": {"closed": "red-line", "split": 0.5, "open": 1}, "salience": 20, "source": "brief",
        "assessed": {"stance": {"closed": 0}, "source": "brief"}
        """,
    ]

    /// Whoever could give way is named: no set before another of its size, and none left out.
    @Test func bothReadings() throws {
        let result = try run("core.brief", try coasts(Self.publicly))
        #expect(
            result.summary.hasPrefix(
                """
                By what the parties say no deal is possible unless these give way: what South rules out on Season; or the stated \
                reservation of North; or the stated reservation of South. By what they would settle for, as assessed, a deal is \
                possible over all stated ranges.
                """), "\(result.summary)")
        #expect(
            try result.table("ways").words("give") == [
                "What South rules out on Season", "The stated reservation of North", "The stated reservation of South",
            ])
        #expect(try result.table("prospects").words("deal") == ["no, not even at the best ends", "yes, over all stated ranges"])
        let conflict = try result.finding("conflict/declared/1")
        #expect(Set(conflict.parties) == ["north", "south"])
        #expect(!result.findings.contains { $0.id.hasPrefix("conflict/assessed") })
        #expect(try result.finding("turns-on").issues.first == "season")
        let floors = try result.table("no-deal")
        #expect(try floors.words("party") == ["North", "South"])
        #expect(try (0...1).map { try floors.cell($0, "floor").number } == [55, 50])
        #expect(result.parameters["reading"] == nil)
    }

    /// A port that rules out half and half besides: each of four could give way alone, and all four are named, however few there
    /// is room for.
    @Test func allSmallestSetsAreNamed() throws {
        let port = """
            , "port": {
              "name": "Port", "role": "principal",
              "redLines": {"half": {"title": "Half and half", "predicate": "season = split and quota = some", "firmness": "firm"}}
            }
            """
        var changes = apart
        changes.removeValue(forKey: #""redLines": {}"#)
        changes[#""North", "role": "principal", "reservation": 50"#] = nil
        let fleet = #""redLines": {"fleet": {"title": "A closed season", "predicate": "season = closed", "firmness": "firm"}}}"#
        changes[#""redLines": {}}"#] = fleet + port
        let workspace = try coasts(changes)
        let ways = [
            "the red line of South “A closed season”", "the red line of Port “Half and half”", "the stated reservation of North",
            "the stated reservation of South",
        ]
        for id in ["core.why", "core.brief"] {
            let result = try run(id, workspace)
            for way in ways { #expect(result.summary.contains(way), "\(id): \(result.summary)") }
            let table = try #require(result.tables.first { $0.id == (id == "core.why" ? "corrections" : "ways") })
            #expect(try Set(table.words("give").compactMap { $0?.lowercased() }).isSuperset(of: ways.map { $0.lowercased() }))
        }
    }

    @Test func draftsNearestFirst() throws {
        let result = try run("core.brief", try coasts([:]))
        let drafts = result.findings.filter { $0.id.hasPrefix("draft/") }
        // Could be agreed: half and half, without a quota, a split season. One change: North first, flagged, much quota.
        #expect(drafts.map(\.id) == ["meeting", "no-quota", "split-season", "north-first", "flagged", "much-quota"].map { "draft/\($0)" })
        #expect(result.summary.hasSuffix("On the table, “Half and half” could be agreed as it stands."))
        #expect(try result.finding("draft/north-first").detail == "Rejected by South. Nearest agreement: Quota: None.")
        #expect(try result.finding("trade/1").title.contains("South accepts “Closed” on Season (+30 in all), and North accepts “None” on Quota (+10 in all)"))
        #expect(!result.findings.contains { $0.id.hasPrefix("find-out/") })
    }

    /// North's 24 to 36 for the split season and 16 to 24 for some quota: 12 and 8 of the 20 by which its 40 to 60 are unsure.
    @Test func whatToFindOutFirst() throws {
        let result = try run("core.brief", try coasts(ranged("[0.4, 0.6]", "[0.4, 0.6]")), [("package", "meeting")])
        let questions = result.findings.filter { $0.id.hasPrefix("find-out/") }
        #expect(questions.map(\.issues) == [["season"], ["quota"]])
        #expect(questions.allSatisfy { $0.parties == ["north"] && !$0.evidence.isEmpty })
        #expect(questions.first?.detail?.contains("60 %") == true && questions.last?.detail?.contains("40 %") == true)
        #expect(result.findings.filter { $0.id.hasPrefix("draft/") }.map(\.id) == ["draft/meeting"])
        #expect(try result.finding("draft/meeting").detail == "Over the ranges not certain: North.")
    }
}
