import Findings
import ModuleTestSupport
import Negotiation
import PluginKit
import Shapes
import Testing
import parley_plugin_opinion

@Suite("What has changed in public opinion")
struct TrendsTests {
    @Test("by hand: a rise beyond the margins, a fall of words, and one that is not settled")
    func byHand() throws {
        let result = try trends(try theCase())
        result.expectSound(in: try document())
        let rise = try result.finding("trend/cession")
        #expect(rise.title == "Public of North: the share that says yes to “Is ceding land wrong?” rose")
        // 37.0–43.1 % of 1000 to 51.9–58.1 % of 1000.
        #expect(
            rise.detail?.contains(
                "From 40 % (37–43.1 %, 1000 asked, 2024-01) to 55 % (51.9–58.1 %, 1000 asked, 2025-05): +8.8 to +21.1 points.")
                == true, "\(rise.detail ?? "")")
        #expect(rise.detail?.contains("Packages that the poll concerns have lost with it.") == true)
        #expect(rise.evidence.count == 3)
        #expect(try result.finding("trend/pride").title.hasSuffix("fell"))
        let open = try result.finding("trend/mood")
        #expect(
            open.title.contains("not settled")
                && open.detail?.contains("The margins overlap. A narrower range would settle it: the share of 2023, now 10–40 %.")
                    == true,
            "\(open.detail ?? "")")
        #expect(
            result.summary
                == "In 2 of 3 series the change is settled: of Public of North the share that says yes to “Is ceding land wrong?” rose and of Public of South the share that says yes to “Is the border just?” fell."
        )
        #expect(result == (try trends(try theCase())))
    }

    @Test("without a series no trend is claimed, and each poll that could have one is named with its place")
    func lacking() throws {
        #expect {
            _ = try trends(try Flagship.theCase())
        } throws: { error in
            guard let lack = error as? Lack else { return false }
            return lack.summary == "The workspace has no series over time, so no trend is claimed." && lack.lacks.count == 5
                && lack.lacks[0]
                    == "/modules/opinion/trends/us-engagement: answers to “Should the United States engage with Russia?” at two dates or more, with sample or word"
        }
        #expect(throws: Lack.self) { try trends(try theCase((#""modules": {"#, #""modules": {}, "x": {"#))) }
    }
}
