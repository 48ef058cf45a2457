import Findings
import Negotiation
import Shapes
import Testing

@Suite struct GapsTests {
    @Test func issuesThatDivideMostComeFirst() throws {
        let declared = try run("core.gaps", try workspace(), [("reading", "declared")])
        let table = try declared.table("gaps")
        #expect(
            table.rows.map { $0[0] } == [
                .name("Fishing season", id: "season"), .name("Quota", id: "quota"), .name("Gear", id: "gear"),
                .name("Labels", id: "labels"),
            ])
        #expect(try table.cell(0, "class") == .verdict("red lines clash", .bad))
        // Quota at 60: Coastland [.3, .5333], a third of the way from accepts to opposes, Isle .6; at 40: .575 and .4.
        #expect(try table.cell(1, "class") == .verdict("an option all tolerate", .warning))
        #expect(try table.cell(1, "least-bad") == .text("60 kilotonnes"))
        #expect(try table.cell(1, "loss") == .figure(Figure(bounds: interval("0.46", "0.7"), nominal: decimal("0.58"))))
        #expect(try table.cell(1, "loser") == .text("Coastland"))
        // Nets are a declared red line of Coastland by condition; lines are demanded and accepted.
        #expect(try table.cell(2, "class") == .verdict("an option all accept", .good))
        #expect(try table.cell(3, "class") == .verdict("no positions", .neutral))
        #expect(try table.cell(0, "salience/coastland") == .figure(Figure(exact: 100)))
        #expect(try table.cell(0, "salience/isle") == .figure(Figure(bounds: interval("55", "85"), nominal: 70)))
        #expect(declared.summary.contains("red lines clash on 1 (Fishing season)"))
    }

    @Test func clashNamesWhoRulesOutWhat() throws {
        let clash = try run("core.gaps", try workspace(), [("reading", "declared")]).finding("red-lines-clash/season")
        #expect(clash.kind == .blocks)
        #expect(clash.parties == ["coastland", "isle"])
        #expect(clash.detail?.contains("“Open all year” is not acceptable to Coastland.") == true)
        #expect(clash.detail?.contains("“Summer only” is not acceptable to Isle.") == true)
        let places = clash.evidence.map(\.pointer.description)
        #expect(places.contains("/issues/season/positions/isle/stance/closed"))
        #expect(places.contains("/parties/coastland/redLines/no-open"))
        #expect(
            clash.evidence.contains {
                $0.text == "Isle says: rules out “Closed all year”" && $0.source?.description == "brief"
            })
    }

    @Test func readingsDiffer() throws {
        let assessed = try run("core.gaps", try workspace())
        #expect(assessed.reading == .assessed)
        let gaps = try assessed.table("gaps")
        // Summer only: .575 for Coastland, .45 for Isle as estimated.
        #expect(try gaps.cell(try gaps.row("season"), "class") == .verdict("an option all accept", .good))
        #expect(try gaps.cell(try gaps.row("season"), "other-reading") == .verdict("red lines clash", .bad))
        let rows = try assessed.table("readings").rows
        #expect(
            rows.contains([
                .name("Fishing season", id: "season"), .name("Isle", id: "isle"), .text("Summer only"), .text("red line"),
                .text("0.3–0.6"),
            ]))
        #expect(
            rows.contains([
                .name("Gear", id: "gear"), .name("Coastland", id: "coastland"), .text("Nets"), .text("red line"),
                .text("accepts"),
            ]))
        #expect(assessed.summary.hasSuffix("Under the declared reading red lines clash on 1."))
    }

    @Test func onlyThePartiesAskedFor() throws {
        let result = try run("core.gaps", try workspace(), [("parties", "coastland,public"), ("reading", "declared")])
        let table = try result.table("gaps")
        #expect(try table.cell(try table.row("season"), "parties") == .text("Coastland, Public of Isle"))
        #expect(try table.cell(try table.row("quota"), "class") == .verdict("one position only", .neutral))
    }

    @Test func missingPositionsAreListed() throws {
        let result = try run("core.gaps", try workspace())
        #expect(result.status == .partial)
        #expect(result.lacks == ["a position of any party that is compared on “Labels”"])
        #expect(try result.finding("silent/isle").issues == ["labels"])
        #expect(try result.finding("no-positions/labels").kind == .missing)
    }

    @Test func countsTheClaimsItUses() throws {
        // Assessed: four cited declared positions of Coastland and Isle on season, gear and Coastland's quota make five; Isle's
        // quota and its assessed season are assumptions. The public is not compared.
        let provenance = try run("core.gaps", try workspace()).provenance
        #expect(provenance.assumed == 2)
        #expect(provenance.unsourced == 0)
        // And the red line “An open season” as evidence is no position: only clashes cite it, and none is found here.
        #expect(provenance.cited == 5)
    }
}
