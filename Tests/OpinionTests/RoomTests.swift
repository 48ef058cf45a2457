import Findings
import ModuleTestSupport
import Negotiation
import PluginKit
import Shapes
import Testing
import parley_plugin_opinion

@Suite("How far a leader can move")
struct RoomTests {
    @Test("by hand: where the public is lost, where it is kept, and the nearest way back")
    func byHand() async throws {
        let theCase = try theCase()
        let result = try await room(theCase, "cede")
        result.expectSound(in: try document())
        let finding = try result.finding("room/north")
        #expect(finding.kind == .fragile && finding.title == "North: beyond what its public bears on 1 of 3 issues")
        #expect(finding.detail?.contains("By its own position it is lost on Border.") == true, "\(finding.detail ?? "")")
        #expect(
            finding.detail?.contains(
                "Public of North binds North by 0.5–0.8 of 1; with 0–58.1 % against the package by the polls, that weighs 0–46.5 %."
            )
                == true)
        // Swap is worth 50 × (0.1 to 0.3 − 0) by estimate, keep 50.
        let ways = try result.table("ways").rows
        #expect(
            ways == [
                [
                    .name("North", id: "north"), .name("Border", id: "border"), .verdict("lost", .bad), .name("Swap", id: "swap"),
                    .figure(Figure(bounds: Interval("5", "15"))),
                ]
            ])
        let limits = try result.table("limits")
        #expect(limits.isDetail)
        #expect(limits.rows.map { $0[2] } == [.verdict("lost", .bad), .verdict("kept", .good), .verdict("not known", .neutral)])
        #expect(limits.rows.map { $0[3] } == [.text("Cede"), .text("High"), .empty])
        #expect(limits.rows.map { $0[4] } == [.text("Keep and Swap"), .text("Low"), .empty])
        #expect(
            result.status == .partial && result.lacks.count == 1
                && result.lacks[0].hasPrefix("/issues/seat/positions/north-public"))
        // By what it says, swap is worth 30.
        let declared = try await room(theCase, "cede", .declared)
        #expect(try declared.table("ways").rows[0][4] == .figure(Figure(exact: 30)))
        #expect(try await room(theCase, "swap").kind("room/north") == .strong)
    }

    @Test("a poll that several issues bring into play goes on counting when one of them moves")
    func lasting() async throws {
        let result = try await room(try theCase(), "worst")
        let detail = try #require(try result.finding("room/north").detail)
        #expect(detail.contains("By “Is ceding land wrong?” (51.9–58.1 %) the public is lost on Border and Toll."), "\(detail)")
        #expect(detail.contains("“Is ceding land wrong?” counts against it until Border and Toll have all moved."))
        // Swap takes the low toll.
        #expect(detail.contains("The nearest way back on Border cannot stand beside the rest of the package"))
        #expect(try await room(try theCase(), "cede").finding("room/north").detail?.contains("cannot stand") == false)
    }

    @Test("what is bracketed is told apart: lost at one option, kept at the other")
    func open() async throws {
        let result = try await room(try theCase(), "open")
        let finding = try result.finding("room/north")
        #expect(
            finding.kind == .note
                && finding.title == "North: whether its public bears the package is not settled on Border and Toll")
        #expect(finding.detail?.contains("Border: it is lost at “Cede”") == true, "\(finding.detail ?? "")")
        result.expectSound(in: try document())
    }

    @Test("polls and position together: either loses it, and where they contradict one another nothing is settled")
    func together() {
        #expect(Room.standing(.lost, .bears) == .lost && Room.standing(.silent, .opposes) == .lost)
        #expect(Room.standing(.lost, .supports) == .unsettled && Room.standing(.carried, .opposes) == .unsettled)
        #expect(Room.standing(.carried, nil) == .carried && Room.standing(.silent, .supports) == .carried)
        #expect(Room.standing(.silent, .bears) == .borne && Room.standing(.silent, nil) == .unsaid)
        #expect(Room.standing(.unsettled, .supports) == .unsettled && Room.standing(.silent, .unsettled) == .unsettled)
        #expect(Room.standing(.carried, .bears) == .carried)
    }

    @Test("positions are graded by the words of the workspace, also its own")
    func grades() throws {
        func grade(_ stance: String, _ words: String = "{}") throws -> Positions.Grade? {
            let changed = try theCase(
                (#""swap": "tolerates", "cede": 0}"#, #""swap": \#(stance), "cede": 0}"#),
                (#""asOf": "2025-06-30","#, #""asOf": "2025-06-30", "words": {"stance": \#(words)},"#))
            return Positions(changed.workspace, .assessed).grade("swap", on: "border", by: "north-public")
        }
        #expect(try grade(#""accepts""#) == .supports && grade(#""tolerates""#) == .bears && grade(#""opposes""#) == .opposes)
        #expect(try grade(#""red-line""#) == .opposes && grade("[0.1, 0.3]") == .unsettled && grade("[0.3, 0.9]") == .bears)
        #expect(try grade("0.4", #"{"accepts": [0.3, 0.7]}"#) == .supports && grade("0.1", #"{"opposes": [0, 0.05]}"#) == .bears)
        #expect(try Positions(theCase().workspace, .declared).grade("low", on: "toll", by: "north-public") == nil)
    }

    @Test("an issue that is a number is tried level by level")
    func numbers() async throws {
        let theCase = try theCase(
            (
                #""options": {"low": {"title": "Low"}, "high": {"title": "High"}},"#,
                #""range": {"from": 0, "to": 1000, "step": 1, "unit": "coins"},"#
            ), (#""stance": {"low": 1, "high": 0}"#, #""stance": {"0": 1, "1000": 0}"#), ("toll = high", "toll >= 500"),
            ("toll = low", "toll < 500"), (#""toll": "low""#, #""toll": 100"#), (#""toll": "high""#, #""toll": 900"#),
            ("border = swap implies toll < 500", "border = swap implies toll < 400"))
        let result = try await room(theCase, "keep")
        let row = try result.table("limits").rows[1]
        #expect(row[2] == .verdict("lost", .bad))
        guard case .text(let lost) = row[3] else { throw Lack("no list") }
        #expect(lost == "500 coins, 501 coins, 502 coins, 503 coins, 504 coins, 505 coins, 506 coins, 507 coins and 493 more")
        // Nobody speaks of the levels below.
        #expect(try result.finding("room/north").detail?.contains("“Is ceding land wrong?” (51.9–58.1 %)") == true)
        #expect(try await room(theCase, "open").kind("room/north") == .note)
    }

    @Test("without narratives it says what to add")
    func lacking() async throws {
        await #expect(throws: Lack.self) { try await room(try theCase((#""modules": {"#, #""modules": {}, "x": {"#)), "keep") }
    }
}
