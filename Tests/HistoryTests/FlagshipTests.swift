import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_history

@Suite("History in the flagship")
struct FlagshipTests {
    private func all(_ theCase: HistoryCase) async throws -> [AnalysisResult] {
        var results = [try timeline(theCase)]
        for id in Flagship.packages {
            results += [try await premortem(theCase, id), try await premortem(theCase, id, .declared), try precedents(theCase, id)]
        }
        return results
    }

    @Test("every finding rests on something that stands in the workspace, and the same comes out twice")
    func sound() async throws {
        let document = try Flagship.document()
        let results = try await all(theCase(document))
        for result in results { result.expectSound(in: document, result.summary) }
        let again = try await all(try HistoryTests.theCase(document))
        #expect(results.map(AnalysisResult.shape.encode) == again.map(AnalysisResult.shape.encode))
    }

    @Test("every entry of the section, and every row of the checklist, is used by some answer")
    func coverage() async throws {
        let theCase = try Flagship.theCase()
        let section = try #require(theCase.section)
        let used = Set(try await all(theCase).flatMap { $0.findings.flatMap { $0.evidence.map { $0.pointer.description } } })
        let here = "/modules/history"
        let entries =
            section.lessons.keys.map { "\(here)/lessons/\($0)" } + section.timeline.keys.map { "\(here)/timeline/\($0)" }
            // H3, H4 and H9 stand in two places.
            + [
                "/linkages/relief-without-return", "/scenarios/deal-breaks/consequences/1",
                "/issues/confidence-building/options/dated-programme",
            ]
        for entry in entries { #expect(used.contains(entry), "\(entry) is used by no answer") }
    }

    @Test("the four packages come out differently, for reasons that the text gives")
    func packages() async throws {
        let theCase = try Flagship.theCase()
        let maximal = try await report(theCase, "russia-maximal")
        #expect(maximal.judged.map(\.verdict) == [.idle, .fails, .fails, .fails, .fails])
        #expect(try maximal.changes("narratives") == [["confidence-building=dated-programme"]])
        #expect(try maximal.changes("mechanisms").count == 4)
        // Counter-sanctions are to be eased in step with relief, so relief cannot just be kept.
        #expect(
            try maximal.changes("sanctions-and-trust") == [
                ["finance-relief=kept", "energy-relief=kept", "counter-sanctions=kept"],
                ["finance-relief=kept", "energy-relief=kept", "counter-sanctions=agriculture-first"],
                ["finance-relief=kept", "energy-relief=kept", "counter-sanctions=lifted"],
            ])
        let russia = try await premortem(theCase, "russia-maximal")
        #expect(
            try russia.finding("lesson/sanctions-and-trust").detail?.contains("“Relief that cannot be taken back”") == true)
        #expect(russia.kind("imagined") == nil)
        for id in ["us-maximal", "best-case"] as [ID<Package>] {
            #expect(try await report(theCase, id).judged.allSatisfy { $0.verdict == .passes })
            #expect(try await premortem(theCase, id).kind("imagined") == .note)
        }
        let bridging = try await report(theCase, "bridging")
        #expect(bridging.judged.map(\.verdict) == [.passes, .open, .passes, .passes, .passes])
        // Neutrality with guarantees takes a guarantee: with none there is only the moratorium, and the test is passed.
        #expect(
            try bridging.changes("spheres-of-influence") == [
                ["ukraine-membership=moratorium"], ["ukraine-guarantee=none"], ["ukraine-guarantee=coalition"],
                ["ukraine-guarantee=article-5-like"],
            ])

        #expect(try compared(theCase, "best-case").likenesses.first?.name == "dayton")
        #expect(try compared(theCase, "russia-maximal").likenesses.first?.name == "budapest")
        #expect(try compared(theCase, "us-maximal").likenesses.first?.name == "iran-plan")
        #expect(try compared(theCase, "bridging").likenesses.prefix(2).map(\.name) == ["korea", "cyprus"])
        #expect(try compared(theCase, "russia-maximal").untried == ["party-absent"])
        #expect(
            try precedents(theCase, "russia-maximal").finding("unprecedented").detail?.contains("in part Korean armistice") == true)
        #expect(
            try precedents(theCase, "best-case").finding("common-ground").detail?.contains(
                "so lacked Åland Islands (held) and Austrian State Treaty (held)") == true)
    }

    @Test("the present: the cycle of sanctions goes on beside the summits, whose end is not settled")
    func present() throws {
        let theCase = try Flagship.theCase()
        let report = try TimelineReport(theCase)
        #expect(report.phases.map(report.goesOn) == [.no, .no, .yes, .open])
        #expect(report.silences().map(\.before.name) == ["enlargement-and-revolutions", "annexation-and-sanctions"])
        let result = try timeline(theCase)
        #expect(result.kind("overlap/annexation-and-sanctions/episodic-summits") == .note)
        #expect(result.provenance.cited == 4 && result.provenance.assumed == 2)
    }
}
