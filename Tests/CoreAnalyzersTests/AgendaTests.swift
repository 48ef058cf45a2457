import Findings
import Negotiation
import OrderedCollections
import Shapes
import Testing

@Suite struct AgendaTests {
    private func states(_ package: ID<Package>, _ reading: String = "assessed") throws -> [String: Cell] {
        let table = try run("core.agenda", try workspace(), package: package, [("reading", .string(reading))]).table(
            "agenda/coastland")
        var states: [String: Cell] = [:]
        for row in table.rows { if case .text(let title) = row[1] { states[title] = row[2] } }
        return states
    }

    @Test func metMissedOpen() throws {
        let middle = try states("middle")
        #expect(middle["The stock recovers"] == .verdict("met", .good))
        #expect(middle["Few nets and a closed season"] == .verdict("missed", .bad))
        #expect(middle["The fleet survives"] == .verdict("no issue here can tell", .neutral))
        #expect(middle["An open season"] == .verdict("kept", .good))
        let draft = try states("draft")
        #expect(draft["The stock recovers"] == .verdict("open", .warning))
        #expect(draft["Few nets and a closed season"] == .verdict("open", .warning))
        let wide = try states("wide")
        #expect(wide["The stock recovers"] == .verdict("missed", .bad))
        #expect(wide["An open season"] == .verdict("crossed", .bad))
        // Said in public only: it does not bind under the assessed reading.
        #expect(wide["Nets all year"] == .verdict("crossed", .warning))
        #expect(try states("wide", "declared")["Nets all year"] == .verdict("crossed", .bad))
    }

    @Test func crossedRedLinesBlock() throws {
        let assessed = try run("core.agenda", try workspace(), package: "wide")
        #expect(try assessed.finding("red-line/coastland/no-open").kind == .blocks)
        #expect(try assessed.finding("red-line/coastland/no-gear").kind == .fragile)
        #expect(try assessed.finding("red-line/coastland/season").kind == .fragile)
        #expect(
            assessed.summary == """
                The package meets 0 of 3 goals and misses 2. No issue here can tell of 1. It crosses 3 red lines, of which 1 \
                binds under the assessed reading: Coastland blocks it.
                """)
        let declared = try run("core.agenda", try workspace(), package: "wide", [("reading", "declared")])
        #expect(try declared.finding("red-line/coastland/no-gear").kind == .blocks)
        let stance = try declared.finding("red-line/coastland/season")
        #expect(stance.kind == .blocks)
        #expect(
            stance.evidence.map(\.pointer.description) == [
                "/issues/season/positions/coastland/stance/open", "/packages/wide/choices/season",
            ])
    }

    @Test func openRedLines() throws {
        var workspace = try workspace()
        var draft = Package()
        draft.title = "Open season?"
        draft.choices["season"] = .disputed(["closed", "open"])
        workspace.packages["open"] = draft
        let result = try run("core.agenda", workspace, package: "open")
        let finding = try result.finding("red-line/coastland/no-open")
        #expect(finding.kind == .fragile)
        #expect(finding.title == "The package may yet cross a red line of Coastland: An open season")
        #expect(result.status == .partial)
    }
}
