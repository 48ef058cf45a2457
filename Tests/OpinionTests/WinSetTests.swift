import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_opinion

@Suite("Which publics a package could be won with")
struct WinSetTests {
    @Test("by hand: reasons against, reasons for, reasons of both, and none")
    func byHand() throws {
        let theCase = try theCase()
        // 55 % of 1000 is 51.9–58.1 % by the score interval.
        let keep = try winSet(theCase, "keep")
        #expect(
            try keep.finding("public/north-public").title
                == "Public of North: the polls imply a majority against it (51.9–58.1 %)")
        #expect(keep.kind("public/north-public") == .fragile)
        #expect(
            try keep.finding("public/south-public").title == "Public of South: the polls leave no majority for it (at most 40 %)")
        let swap = try winSet(theCase, "swap")
        #expect(try swap.finding("public/north-public").title == "Public of North: the polls imply a majority for it (60–90 %)")
        #expect(swap.kind("public/north-public") == .strong)
        #expect(try swap.finding("public/south-public").title == "Public of South: no poll concerns such a package")
        let cede = try winSet(theCase, "cede")
        let torn = try cede.finding("public/north-public")
        #expect(torn.title == "Public of North: not settled; 1.9–90 % for it, 0–58.1 % against")
        #expect(torn.detail?.contains("11.9–58.1 % have a reason for it and one against it") == true, "\(torn.detail ?? "")")
        #expect(
            torn.detail?.contains(
                "No range settles it by itself; the widest is the share that says yes to “Are talks right?”, now 60–90 %.")
                == true)
        #expect(
            torn.detail?.contains(
                "Asked 2025-05, 1000 people; drawing the sample explains 51.9–58.1 % (95 %), and nothing is allowed for the wording"
            ) == true)
        let open = try winSet(theCase, "open")
        #expect(
            try open.finding("public/north-public").title
                == "Public of North: not settled; whether a poll concerns it depends on Border and Toll")
        for (id, result) in [("keep", keep), ("swap", swap), ("cede", cede), ("open", open)] {
            result.expectSound(in: try document(), id)
        }
    }

    @Test("several polls of one side: at least one ground and all of them, by bounds and not by a product")
    func together() throws {
        let result = try winSet(
            try theCase(
                (
                    #""public": "south-public", "question": "Is the border just?", "reported": "few""#,
                    #""public": "north-public", "question": "Is the border just?", "reported": "most""#
                ),
                (
                    #""answer": "supports", "figures": "none", "source": "gazette""#,
                    #""answer": "opposes", "figures": "none", "source": "gazette""#
                )), "keep")
        let finding = try result.finding("public/north-public")
        #expect(
            finding.detail?.contains(
                "on at least one of these grounds are 60–100 %, on all of them 11.9–58.1 %: nobody has said how they overlap")
                == true, "\(finding.detail ?? "")")
        #expect(finding.title == "Public of North: the polls imply a majority against it (60–100 %)")
        #expect(result.status == .partial && result.lacks == ["/modules/opinion/polls: a poll of “south-public”"])
    }

    @Test("of alternatives in a condition only those that hold are named")
    func grounds() throws {
        let theCase = try theCase()
        let poll = try #require(theCase.section?.polls["cession"])
        func met(_ id: ID<Package>) throws -> [IssueID] {
            try #require(poll.concerns).met(
                in: Draft(try #require(theCase.workspace.packages[id]), id: id, in: theCase.workspace))
        }
        #expect(try met("cede") == ["border"] && met("keep") == ["toll"] && met("worst") == ["border", "toll"])
        let conditions: [(String, ID<Package>, [IssueID])] = [
            ("not (border = keep or toll = high)", "cede", ["border", "toll"]),
            ("border = cede implies toll = low", "cede", ["toll"]), ("border = cede implies toll = low", "keep", ["border"]),
            ("border = cede iff toll = low", "cede", ["border", "toll"]),
            ("border = cede and toll = low", "open", []), ("border != keep and toll = low", "open", ["border"]),
        ]
        for (text, id, issues) in conditions {
            let draft = Draft(try #require(theCase.workspace.packages[id]), id: id, in: theCase.workspace)
            #expect(try Predicate(text).met(in: draft) == issues, "\(text)")
        }
    }

    @Test("the more oppose it, and the fewer were asked, the less the package can be said to be supported")
    func monotone() throws {
        func backing(_ tenths: Int, _ sample: Int) throws -> Backing {
            let theCase = try theCase(
                (
                    #""yes": 0.55, "no": 0.35, "unsure": 0.1}, "sample": 1000"#,
                    #""yes": \#(Number(significand: Int128(tenths), exponent: -1))}, "sample": \#(sample)"#
                ))
            let draft = Draft(try #require(theCase.workspace.packages["keep"]), id: "keep", in: theCase.workspace)
            return Backing(PollView.all(of: "north-public", in: try #require(theCase.section), beside: draft))
        }
        for tenths in 0..<10 {
            let (fewer, more) = (try backing(tenths, 500), try backing(tenths + 1, 500))
            #expect(more.support.high < fewer.support.high && more.opposition.low > fewer.opposition.low)
            #expect(try backing(tenths, 100).opposition.contains(fewer.opposition))
        }
        #expect(try backing(9, 100).verdict == .lost && backing(5, 100).verdict == .unsettled)
    }

    @Test("without polls it says what to add")
    func lacking() throws {
        #expect(throws: Lack.self) { try winSet(try theCase((#""modules": {"#, #""modules": {}, "x": {"#)), "keep") }
    }
}
