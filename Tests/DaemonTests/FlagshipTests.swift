import Foundation
import TestSupport
import Testing

/// The shipped workspaces: what they promise to hold, and what is known of their answers.
@Suite struct FlagshipTests {
    private func applied(_ name: String) throws -> (DaemonProcess, RawSocket, [String: Any]) {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        let answer = try socket.call("workspace.apply", #"{"files":\#(try Sample.files(of: name))}"#)
        #expect(answer.error == nil, "\(answer.text.prefix(800))")
        #expect(answer["warnings"] == nil, "the shipped workspaces give no cause for warnings: \(answer.text.suffix(800))")
        return (daemon, socket, try #require(try socket.call("workspace.get", id: 2)["document"] as? [String: Any]))
    }

    private func isCited(_ pointer: String, in document: Any) -> Bool {
        // The place itself or one above it names the article.
        var tokens = pointer.split(separator: "/")
        while !tokens.isEmpty {
            let place = Sample.value(at: "/" + tokens.joined(separator: "/"), in: document)
            if let object = place as? [String: Any], let source = object["source"] as? String { return source.hasPrefix("brief") }
            tokens.removeLast()
        }
        return false
    }

    @Test func everyRowOfTheArticleIsHeldWithItsCitation() throws {
        let (_, _, document) = try applied("us-russia-summit")
        let rows = try Sample.coverage()
        // The rows of the checklist: P1–P13, A1–A16, H1–H9, S1–S11, L1–L7, T1–T7, O1–O4.
        let expected = [("P", 13), ("A", 16), ("H", 9), ("S", 11), ("L", 7), ("T", 7), ("O", 4)].flatMap { letter, count in (1...count).map { "\(letter)\($0)" } }
        for row in expected {
            let pointers = rows[row] ?? []
            #expect(!pointers.isEmpty, "\(row) is held nowhere")
            for pointer in pointers { #expect(Sample.value(at: pointer, in: document) != nil, "\(row): there is nothing at \(pointer)") }
            #expect(pointers.contains { isCited($0, in: document) }, "\(row) does not cite the article at \(pointers)")
        }
    }

    @Test func theFlagshipIsAsLargeAsItSays() throws {
        let (_, _, document) = try applied("us-russia-summit")
        let issues = try #require(document["issues"] as? [String: [String: Any]])
        #expect(issues.count >= 20)
        var count = 1.0
        for (id, issue) in issues {
            let options = try #require(issue["options"] as? [String: Any])
            #expect((3...6).contains(options.count), "\(id)")
            count *= Double(options.count)
        }
        #expect(count >= 1e10)
        #expect(Set(issues.values.compactMap { $0["module"] as? String }) == ["territory", "nato", "sanctions", "institutions", "third-parties"])
        #expect((document["noDeal"] as? [String: Any])?["choices"].map { ($0 as? [String: Any])?.count } == issues.count)
        let packages = try #require(document["packages"] as? [String: [String: Any]])
        for name in ["us-maximal", "russia-maximal", "best-case"] {
            #expect((packages[name]?["choices"] as? [String: Any])?.count == issues.count, "\(name) settles every issue")
        }
        #expect(((packages["bridging"]?["choices"] as? [String: Any])?.count ?? .max) < issues.count)
    }

    @Test func redLinesReallyClashUnderTheDeclaredReading() throws {
        let (_, socket, _) = try applied("us-russia-summit")
        let declared = try socket.call("analysis.run", #"{"analyzer":"core.gaps","params":{"reading":"declared"}}"#, id: 3)
        let findings = try #require(declared["findings"] as? [[String: Any]])
        let clashes = findings.filter { $0["kind"] as? String == "blocks" }
        #expect(!clashes.isEmpty)
        #expect(clashes.contains { ($0["issues"] as? [String])?.contains("crimea") == true })
        for finding in clashes { #expect((finding["evidence"] as? [Any])?.isEmpty == false, "\(finding)") }
    }

    /// Where options tie, each side's loss is named, not that of one side alone.
    @Test func tiesNameBothSides() throws {
        let (_, socket, _) = try applied("panama-canal")
        let answer = try socket.call("analysis.run", #"{"analyzer":"core.gaps"}"#, id: 3)
        let findings = try #require(answer["findings"] as? [[String: Any]]).filter { ($0["id"] as? String)?.hasPrefix("none-tolerated/") == true }
        #expect(findings.count == 10)
        for finding in findings {
            let detail = finding["detail"] as? String ?? ""
            #expect(detail.contains("for Panama") && detail.contains("for United States"), "\(detail)")
            #expect(Set(finding["parties"] as? [String] ?? []) == ["us", "panama"])
        }
    }

    /// Raiffa (1982): the undivided allocation that is best for both gives the United States 64 and Panama 68 points.
    @Test func panamaCanalHasItsKnownPoints() throws {
        let (_, socket, document) = try applied("panama-canal")
        #expect((document["issues"] as? [String: Any])?.count == 10)
        let packages = try #require(document["packages"] as? [String: Any])
        #expect(packages["best-undivided"] != nil)
        let answer = try socket.call("analysis.run", #"{"analyzer":"core.evaluate","package":"best-undivided"}"#, id: 3)
        let charts = try #require(answer["charts"] as? [[String: Any]])
        let bars = try #require(charts.compactMap { $0["bars"] as? [[String: Any]] }.first)
        let values = Dictionary(uniqueKeysWithValues: bars.map { ($0["label"] as? String, ($0["figure"] as? [String: Any])?["value"] as? Double) })
        #expect(values == ["United States": 64, "Panama": 68])
    }
}
