import Briefing
import Findings
import Foundation
import Negotiation
import Testing

/// What many analyzers found, in one order.
@Suite struct DigestTests {
    private func result(_ analyzer: String, _ findings: [(Finding.Kind, String)]) -> AnalysisResult {
        var result = AnalysisResult()
        result.analyzer = analyzer
        result.title = analyzer
        result.summary = "An answer."
        result.findings = findings.enumerated().map { Finding($1.0, id: "\($0)", $1.1) }
        return result
    }

    private var brief: AnalysisResult { result("core.brief", []) }

    private func page(_ results: [AnalysisResult]) -> String {
        Terminal(columns: 100, color: false).brief(brief, modules: (digest: Digest(results), report: "parley analyze"), shown: 6)
    }

    /// Of every module what it puts first of the gravest kind it has.
    @Test func theForemost() throws {
        let text = page([
            result("fish.stocks", [(.fragile, "Stocks may fall"), (.fragile, "Quotas leak"), (.missing, "No count")]),
            result("fish.fleet", [(.fragile, "Fleets grow")]),
            result("law.courts", [(.blocks, "No court"), (.blocks, "No judge"), (.blocks, "No bench"), (.fragile, "Slow")]),
            result("press.mood", [(.missing, "No polls"), (.strong, "Calm")]),
        ])
        let part = try #require(text.split(separator: "What the issue modules put first").last)
        let places = ["No court", "Stocks may fall", "No polls"].map { part.range(of: $0)?.lowerBound }
        #expect(!places.contains(nil) && places.compactMap { $0 } == places.compactMap { $0 }.sorted(), "\(part)")
        for other in ["No judge", "No bench", "Slow", "Quotas leak", "Fleets grow", "No count", "Calm"] { #expect(!part.contains(other), "\(other)") }
        #expect(part.contains("law.courts") && part.contains("In all 3 in the way, 4 fragile and 2 missing: “parley analyze” tells them in one report."))
    }

    @Test func nothingFoundNothingSaid() {
        #expect(!page([result("fish.stocks", [(.strong, "Stocks hold")])]).contains("modules"))
        #expect(!page([]).contains("modules"))
    }
}
