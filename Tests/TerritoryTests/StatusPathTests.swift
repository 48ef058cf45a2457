import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_territory

@Suite("From an interim to a final status")
struct StatusPathTests {
    /// Answers in the host's place: the outcomes of the swaps by a rule on the region's option.
    private func paths(
        _ theCase: TerritoryCase, _ reading: Reading = .assessed,
        _ agreement: (Choices) -> PackageOutcome.Agreement = { _ in .unknown }
    ) throws -> AnalysisResult {
        var report = try StatusPathsReport(theCase, reading: reading)
        let outcomes = report.questions.flatMap(\.swaps).map { swap in
            var outcome = PackageOutcome()
            outcome.agreement = agreement(swap.choices)
            return outcome
        }
        return report.result(AnalysisResult(), outcomes)
    }

    @Test("a path respects red lines exactly when both of its ends do")
    func bothEnds() throws {
        for (theCase, region) in [
            (try theCase(), "harbour"), (try Flagship.theCase(), "crimea"), (try Flagship.theCase(), "donbas"),
        ] {
            for reading in Reading.allCases {
                let objections = Objections(on: ID(region), in: theCase.workspace, reading: reading)
                let issue = try #require(theCase.workspace.issues[ID(region)])
                let table = try paths(theCase, reading).table("paths/\(region)")
                for row in table.rows {
                    guard case .name(_, let interim) = row[0] else { continue }
                    for (column, cell) in zip(table.columns, row).dropFirst() {
                        guard case .verdict(_, let tone) = cell else { continue }
                        let crossed = [interim, column.id].contains { objections.verdict(on: ID($0)) == .yes }
                        #expect((tone == .bad) == crossed, "\(region) \(interim) \(column.id)")
                    }
                }
                #expect(!table.rows.isEmpty && table.columns.count + table.rows.count - 1 == issue.options.count)
            }
        }
    }

    @Test("where every final status is somebody's red line, only an interim one can be signed")
    func onlyInterim() throws {
        let flagship = try paths(try Flagship.theCase())
        #expect(flagship.kind("paths/crimea") == .fragile)
        #expect(flagship.kind("paths/donbas") == .strong)
        #expect(try flagship.finding("paths/donbas").title.hasPrefix("6 of 9 paths"))
        // What parties say rules out more.
        #expect(try paths(try Flagship.theCase(), .declared).kind("paths/crimea") == .blocks)
    }

    @Test("each option of each region is tried once in each package that says something")
    func swaps() throws {
        let report = try StatusPathsReport(try theCase(), reading: .assessed)
        #expect(report.questions.map(\.title) == ["Full"])
        #expect(
            report.questions[0].swaps.map { $0.choices["harbour"] }
                == ["northern", "later", "shared", "southern"].map { .option($0) })
        #expect(report.questions[0].swaps.allSatisfy { $0.choices["line"] == .option("apart") && $0.choices.count == 7 })
        let flagship = try StatusPathsReport(try Flagship.theCase(), reading: .assessed)
        #expect(flagship.questions.count == 4 && flagship.questions.allSatisfy { $0.swaps.count == 11 })
    }

    @Test("outcomes stand in the row of their option and the column of their package")
    func table() throws {
        let result = try paths(try theCase()) {
            $0["harbour"] == .option("later") ? .certain : $0["harbour"] == .option("shared") ? .infeasible : .possible
        }
        #expect(
            try result.table("swaps/harbour").rows.map { $0.map(\.text) } == [
                ["Northern", "possible"], ["Later", "certain *"], ["Shared", "not possible"], ["Southern", "possible"],
            ])
        let flagship = try paths(try Flagship.theCase()) { $0["ceasefire"] == .option("phased-neutrality") ? .certain : .excluded }
        for region in ["crimea", "donbas"] {
            let table = try flagship.table("swaps/\(region)")
            for row in table.rows {
                let certain = zip(table.columns, row).filter { $0.1.text.hasPrefix("certain") }.map(\.0.id)
                #expect(certain == ["russia-maximal"], "\(region) \(row[0].text)")
            }
        }
        #expect(result.kind("swaps/harbour") == .strong)
        #expect(try paths(try theCase()).kind("swaps/harbour") == .note)
        let document = try document()
        result.expectSound(in: document)
        try paths(try Flagship.theCase()).expectSound(in: try Flagship.document())
    }

    @Test("what lies between the ends is ordered by the mean share of the way")
    func between() throws {
        let rows = try paths(try theCase()).table("between/harbour").rows.map { $0.prefix(2).map(\.text) }
        // Shared: (2/3 + 1/2 + 1/2) / 3; later: (1/3 + 1 + 1/2) / 3.
        #expect(rows == [["Shared", "0.56"], ["Later", "0.61"]])
    }

    @Test("without packages the paths are told and the rest is lacking")
    func noPackages() throws {
        let result = try paths(try theCase((#""packages": {"#, #""x": {"#)))
        #expect(result.status == .partial)
        #expect(result.kind("paths/harbour") != nil && result.kind("swaps/harbour") == nil)
    }
}
