import Findings
import Negotiation
import Shapes
import Testing

@Suite struct ProvenanceTests {
    @Test func countsEveryClaimByKind() throws {
        let result = try run("core.provenance", try workspace())
        let rows = try result.table("by-kind").rows
        func row(_ title: String, _ counts: Int...) -> [Cell] {
            [.text(title)] + counts.map { .figure(Figure(exact: Number($0))) }
        }
        #expect(
            rows == [
                row("Parties", 1, 0, 3, 4), row("Goals", 2, 0, 1, 3), row("Red lines", 2, 0, 0, 2),
                row("Outside values", 0, 1, 1, 2),
                row("Options", 1, 1, 5, 7), row("Positions (declared)", 5, 1, 1, 7), row("Positions (assessed)", 0, 1, 0, 1),
                row("No deal", 1, 0, 0, 1), row("Linkages", 1, 1, 0, 2),
            ])
        #expect(result.provenance.cited == 13 && result.provenance.assumed == 5 && result.provenance.unsourced == 11)
        #expect(result.summary == "Of 29 claims, 13 (45 %) cite a source, 5 (17 %) an assumption, and 11 (38 %) nothing.")
    }

    @Test func namesWhatCitesNothing() throws {
        let result = try run("core.provenance", try workspace())
        let options = try result.finding("unsourced/options")
        #expect(options.kind == .missing)
        #expect(options.title == "Options: 5 of 7 cite nothing")
        #expect(options.evidence.map(\.pointer.description).first == "/issues/season/options/open")
        #expect(try result.finding("unsourced/outside").evidence.map(\.pointer.description) == ["/parties/coastland/outside"])
        #expect(try result.finding("unsourced/positions").parties == ["public"])
        #expect(try result.finding("assumptions").evidence.count == 5)
    }

    @Test func bySourceAndSaliences() throws {
        let result = try run("core.provenance", try workspace())
        #expect(try result.table("by-source").rows.map { $0[2] } == [.figure(Figure(exact: 13)), .figure(Figure(exact: 5))])
        #expect(
            try result.table("saliences").rows == [
                [
                    .name("Fishing season", id: "season"), .name("Public of Isle", id: "public"), .text("10"),
                    .verdict("no source", .warning),
                ],
                [.name("Quota", id: "quota"), .name("Isle", id: "isle"), .text("medium"), .verdict("assumed", .warning)],
            ])
    }

    @Test func whatAPackageRestsOn() throws {
        let result = try run("core.provenance", try workspace(), [("package", "middle")])
        let table = try result.table("package")
        // Isle: season 70·(.45 − 1) = −38.5 assumed, quota 40·(.4 − .8) = −16 assumed, gear 15·(.575 − 1) = −6.375 cited,
        // outside 10 assumed: 6.375 of 70.875.
        let isle = try table.row("isle")
        #expect(try table.cell(isle, "points") == .figure(Figure(exact: decimal("70.9"))))
        #expect(try table.cell(isle, "cited") == .figure(Figure(exact: 9)))
        #expect(try table.cell(isle, "assumed") == .figure(Figure(exact: 91)))
        #expect(try table.cell(isle, "unsourced") == .figure(Figure(exact: 0)))
        // The public's position cites nothing.
        #expect(try table.cell(try table.row("public"), "unsourced") == .figure(Figure(exact: 100)))
    }
}
