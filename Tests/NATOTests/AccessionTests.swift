import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_nato

@Suite("Who can stop what on membership")
struct AccessionTests {
    /// East: entry weighs 60, a shield 20, the toll 30. Open, arms, high: 0 − 12 + 0 = −12. Pause, arms, high: +18.
    @Test("by hand: whose consent, who refuses, and by what")
    func vetoes() async throws {
        let result = try await accession(try theCase(), "wide")
        result.expectSound(in: try document())
        #expect(try result.cell("consents/entry", "open", "needs").text == "Guild (Ally A and Ally B)")
        #expect(try result.cell("consents/entry", "open", "outcome").text == "excluded")
        #expect(
            try result.cell("consents/entry", "open", "refused").text == "East (it is worth −12 swing points against no deal)")
        #expect(try result.cell("consents/entry", "pause", "outcome").text == "certain")
        #expect(try result.cell("consents/entry", "barred", "refused").text == "North (its red line “Shut out”)")
        #expect(try result.cell("consents/entry", "barred", "trade").text == "by no trade")
        #expect(result.kind("stands/entry") == .blocks)
        #expect(result.kind("fixed/entry/barred") == .note)
        #expect(result.kind("elsewhere/entry") == nil)
        #expect(
            try result.finding("support").detail
                == "Ally A backs the membership of Entry, and “Open” stands at 1 of 1 under the assessed reading.")
    }

    @Test("a trade lifts the block, and each of its changes is needed")
    func trade() async throws {
        let theCase = try theCase()
        let result = try await accession(theCase, "wide")
        let finding = try result.finding("trade/entry/open")
        // A shield of “None” brings East 12, the toll “Low” 30; one of the two is enough.
        #expect(
            finding.detail?.hasPrefix("Shield: “None”. Each of these is needed. Of 6 packages tried, ") == true,
            "\(finding.detail ?? "")")
        let host = StandInHost(theCase, .assessed)
        #expect(
            host.outcome([
                "entry": .option("open"), "shield": .option("none"), "growth": .option("free"), "toll": .option("high"),
            ]).agreement == .certain)
    }

    @Test("what a red line by condition forbids can be traded, and what it forbids by itself cannot")
    func lines() async throws {
        let result = try await accession(try theCase(), "draft", choosing: ["shield": .option("pact")])
        // Open with a pact crosses a line of East, which another shield lifts.
        #expect(try result.cell("consents/entry", "open", "refused").text.contains("“A pact at the gate”"))
        #expect(result.kind("trade/entry/open") != nil)
        #expect(result.kind("fixed/entry/open") == nil)
    }

    @Test("a bloc refuses through its members")
    func members() async throws {
        // Without the cost of no deal Ally B would rather not pause: 10 × (0.9 − 1).
        let result = try await accession(try theCase((#""role": "ratifier", "outside": -5"#, #""role": "ratifier""#)), "draft")
        #expect(try result.cell("consents/entry", "pause", "refused").text == "Guild (Ally B does not consent)")
        #expect(result.kind("stands/entry") == .blocks)
        #expect(
            try result.finding("stands/entry").evidence.contains {
                $0.pointer.description.hasPrefix("/issues/entry/positions/ally-b")
            })
    }

    @Test("who refuses the rest of the package is told apart")
    func elsewhere() async throws {
        let theCase = try theCase(
            (
                #""shut": {"title""#,
                #""dear": {"title": "A low toll", "predicate": "toll = low", "firmness": "firm", "source": "gazette"}, "shut": {"title""#
            ))
        let result = try await accession(theCase, "draft", choosing: ["toll": .option("low")])
        #expect(result.kind("elsewhere/entry") == .blocks)
        #expect(try result.finding("elsewhere/entry").detail?.contains("A low toll") == true)
        #expect(try result.finding("stands/entry").title.hasPrefix("Nobody refuses the package because of “Pause”"))
        #expect(try result.cell("consents/entry", "barred", "refused").text == "North (its red line “Shut out”)")
        // The line is about the toll, so the toll is tried.
        #expect(try result.finding("trade/entry/pause").detail?.hasPrefix("Toll: “High”.") == true)
    }

    @Test("no search tries more packages than it may, and more tries never lose a trade")
    func limits() async throws {
        let theCase = try theCase()
        let package = try #require(theCase.workspace.packages["wide"])
        for limit in [1, 2, 3, 4, 8, 20_000] {
            let search = TradeSearch(
                Draft(package, id: "wide", in: theCase.workspace), choosing: "open", on: "entry", blockers: ["east"], lines: [],
                reading: .assessed, limit: limit)
            #expect(search.count <= limit)
            let counted = search.over.reduce(1) { product, issue in
                if case .disputed(let options)? = search.choices[issue] { product * options.count } else { product }
            }
            #expect(counted == search.count)
        }
        #expect(try await accession(theCase, "wide", tries: 1).kind("trade/entry/open") == .note)
        #expect(try await accession(theCase, "wide", tries: 1).finding("trade/entry/open").title.hasPrefix("No trade was found"))
        #expect(try await accession(theCase, "wide", tries: 20_000).finding("trade/entry/open").title.contains("could be agreed"))
    }

    @Test("the package that a trade describes is one that the host takes")
    func honest() async throws {
        let theCase = try Flagship.theCase()
        let result = try await accession(theCase, "us-maximal")
        let finding = try result.finding("trade/georgia-membership/path-open")
        #expect(finding.title.contains("could be agreed"))
        // As the text says: Ukraine's path undated, and Crimea under an interim administration.
        var choices = try #require(theCase.workspace.packages["us-maximal"]).choices
        choices["ukraine-membership"] = .option("open-undated")
        choices["crimea"] = .option("interim-administration")
        #expect(
            finding.detail?.contains(
                "“Open in principle, without date” and Crimea: “Interim international administration, then a vote”") == true)
        let host = StandInHost(theCase, .assessed)
        #expect(host.outcome(choices).agreement == .possible)
        for issue in ["ukraine-membership", "crimea"] as [IssueID] {
            var less = choices
            less[issue] = theCase.workspace.packages["us-maximal"]?.choices[issue]
            #expect(host.outcome(less).agreement == .excluded, "\(issue) is needed")
        }
    }

    @Test("the flagship: sound, the same twice, and different for reasons that the text gives")
    func flagship() async throws {
        let (document, theCase) = (try Flagship.document(), try Flagship.theCase())
        var summaries: Set<String> = []
        for package in Flagship.packages {
            for reading in Reading.allCases {
                let result = try await accession(theCase, package, reading: reading)
                result.expectSound(in: document, "\(package) \(reading)")
                summaries.insert(result.summary)
            }
        }
        #expect(summaries.count == 8)
        let maximal = try await accession(theCase, "us-maximal")
        #expect(maximal.kind("stands/ukraine-membership") == .blocks)
        #expect(maximal == (try await accession(theCase, "us-maximal")))
        #expect(try await accession(theCase, "best-case").kind("stands/ukraine-membership") == .note)
        #expect(try await accession(theCase, "russia-maximal").kind("elsewhere/ukraine-membership") == .blocks)
        // What binds only in public: the open question of membership is a red line of Russia there.
        #expect(try await accession(theCase, "best-case", reading: .declared).kind("stands/ukraine-membership") == .blocks)
    }
}
