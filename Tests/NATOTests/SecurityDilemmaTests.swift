import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_nato

@Suite("What deters, and what it threatens")
struct SecurityDilemmaTests {
    @Test("by hand: efficient options, different meanings, and the package's own")
    func small() throws {
        let result = try dilemma(try theCase(), "draft")
        result.expectSound(in: try document())
        #expect(try result.cell("options/entry", "open", "efficient-north-east").text == "yes")
        #expect(try result.cell("options/entry", "pause", "efficient-north-east").text == "yes")
        // It deters at most 0.2, which “Pause” does at least, and threatens at least 0.6, more than “Pause” can.
        #expect(try result.cell("options/entry", "barred", "efficient-north-east").text == "no")
        #expect(
            try result.finding("efficient/entry").detail?.contains("“Barred” is worse on both counts than “Pause” for certain")
                == true)
        // Pause: 0 against 0.3–0.5. Arms has one reader of the threat only.
        #expect(
            try result.table("meanings").rows.map { $0.map(\.text) } == [
                ["Entry", "Pause", "threat", "Ally A", "East", "0.3–0.5"]
            ])
        // Pause and Arms: deterrence max(0.2, 0.3) to 0.4 + 0.5, threat max(0.3, 0.2) to 0.5 + 0.4.
        #expect(try result.cell("packages", "draft", "deterrence-north").text == "0.3–0.9")
        #expect(try result.cell("packages", "draft", "threat-east").text == "0.3–0.9")
        // No deal is Open and None.
        #expect(try result.cell("packages", "No deal", "deterrence-north").text == "0.6–0.9")
        #expect(result.kind("meanings") == .fragile)
        #expect(result.status == .complete)
    }

    @Test("a choice that another betters for certain is told, and only of the package that makes it")
    func dominated() throws {
        let document = try document([(#""entry": "pause", "shield": "arms""#, #""entry": "barred", "shield": "arms""#)])
        #expect(try dilemma(theCase(document), "draft").kind("dominated/entry") == .fragile)
        #expect(try dilemma(theCase(document), "wide").kind("dominated/entry") == nil)
    }

    @Test("what is open widens what a package comes to, and is told")
    func open() throws {
        let result = try dilemma(try theCase(), "empty")
        #expect(result.status == .partial)
        #expect(result.lacks == ["a choice on “Entry” and “Shield”"])
        #expect(try result.cell("packages", "empty", "deterrence-north").text == "0.1–1")
        let side = try dilemma(try theCase())
        #expect(try side.table("packages").rows.map { $0[0].text } == ["Draft", "Wide", "Empty", "No deal"])
    }

    @Test("whether it is more or less than without a deal is settled by ranges that do not meet, and else a range is named")
    func againstNoDeal() throws {
        let settled = try theCase(
            (#""open": {"deterrence": {"north": [0.6, 0.9]}"#, #""open": {"deterrence": {"north": 0.95}"#))
        #expect(
            try dilemma(settled, "draft").finding("joint").detail?.contains(
                "Deterrence in North's eyes: less than without a deal, whatever the true values.") == true)
        let unsettled = try dilemma(try theCase(), "draft").finding("joint").detail
        #expect(unsettled?.contains("is not settled") == true)
        #expect(unsettled?.contains("now ") == true, "names a range")
        #expect(
            try dilemma(
                try theCase(
                    (
                        #""shield": "arms", "growth": "free", "toll": "high"}},"#,
                        #""shield": "none", "growth": "free", "toll": "high"}},"#
                    )), "wide"
            )
            .finding("joint").detail?.contains("as much as without a deal") == true)
    }

    @Test("the flagship: sound, the same twice, and different from package to package")
    func flagship() throws {
        let (document, theCase) = (try Flagship.document(), try Flagship.theCase())
        let whole = try dilemma(theCase)
        whole.expectSound(in: document)
        #expect(whole == (try dilemma(theCase)))
        #expect(whole.status == .complete)
        var joint: [String] = []
        for package in Flagship.packages {
            let result = try dilemma(theCase, package)
            result.expectSound(in: document, package.text)
            joint.append(try result.finding("joint").title)
        }
        #expect(Set(joint).count == 4)
        #expect(joint[0].contains("deter by 0.5–1 of 1 as Ukraine reads them, and threaten by 0.8–1 as Russia does"))
        #expect(joint[1].contains("deter by 0–0.1 of 1 as Ukraine reads them, and threaten by 0–0.45 as Russia does"))
        // The widest difference in meaning is the open path: 0–0.2 in Washington's eyes, 0.8–1 in Moscow's.
        #expect(
            try whole.table("meanings").rows[0].map(\.text) == [
                "Ukraine and NATO membership", "Path open, with steps", "threat", "United States", "Russia", "0.6–1",
            ])
    }

    @Test("every claim of the section that the article makes is used")
    func coverage() async throws {
        let theCase = try Flagship.theCase()
        var used = Set(try dilemma(theCase).findings.flatMap(\.evidence).map(\.pointer.description))
        used.formUnion(try guarantees(theCase, "best-case").findings.flatMap(\.evidence).map(\.pointer.description))
        used.formUnion(try await accession(theCase, "best-case").findings.flatMap(\.evidence).map(\.pointer.description))
        // Rows P6 to P9 of the coverage list, as far as they lie in this module's section.
        let claims = [
            "/modules/nato/accession/supports/us", "/modules/nato/encirclement", "/modules/nato/articleFive/us",
            "/modules/nato/articleFive/russia", "/modules/nato/logics/deterrence", "/modules/nato/logics/buffer",
        ]
        for claim in claims { #expect(used.contains { $0 == claim || $0.hasPrefix("\(claim)/") }, "\(claim)") }
    }

    @Test("whether there are to be talks about what is read as a threat")
    func dialogue() throws {
        let (theCase, document) = (try Flagship.theCase(), try Flagship.document())
        let kinds: [(ID<Package>, Finding.Kind, String)] = [
            ("best-case", .fragile, "Talks about what either side reads as a threat wait for conditions: “Dialogue on conditions”"),
            (
                "russia-maximal", .strong,
                "There are to be talks about what either side reads as a threat: “Talks on arms control between the two powers”"
            ),
        ]
        for (id, kind, title) in kinds {
            var report = try SecurityDilemmaReport(theCase, package: id)
            let finding = try #require(report.result(AnalysisResult()).findings.first { $0.id == "dialogue/security-dialogue" })
            #expect(finding.kind == kind && finding.title == title)
            #expect(!finding.evidence.isEmpty && finding.evidence.allSatisfy { document[$0.pointer] != nil })
        }
        // A package that says nothing of it has no such finding; neither has the workspace as a whole.
        var whole = try SecurityDilemmaReport(theCase)
        #expect(!whole.result(AnalysisResult()).findings.contains { $0.id.hasPrefix("dialogue/") })
    }
}
