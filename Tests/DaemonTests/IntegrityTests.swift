import Foundation
import TestSupport
import Testing

/// What is altered behind the daemon's back is found, named, and keeps nothing else from going on.
@Suite struct IntegrityTests {
    /// Two workspaces; `small` has four revisions, the second of which brings the package `draft` with a telling title.
    private func made() throws -> DaemonProcess {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        for (number, id) in ["small", "other"].enumerated() {
            let text = Sample.small.replacingOccurrences(of: "id: small", with: "id: \(id)")
            #expect(try socket.call("workspace.apply", #"{"files":\#(try Sample.file(text))}"#, id: number).error == nil)
        }
        let calls = [
            ("package.create", #"{"workspace":"small","package":"draft","title":"A telling title"}"#),
            ("package.update", #"{"workspace":"small","package":"draft","title":"Another"}"#),
            ("package.update", #"{"workspace":"small","package":"draft","title":"The last"}"#),
        ]
        for (number, call) in calls.enumerated() { #expect(try socket.call(call.0, call.1, id: 10 + number).error == nil) }
        return daemon
    }

    private func path(_ daemon: DaemonProcess) -> String { "\(daemon.state)/workspaces/small.sqlite" }

    private func expectOthersGoOn(_ daemon: DaemonProcess) throws {
        let socket = try RawSocket(daemon)
        #expect(try socket.call("package.set", #"{"workspace":"other","package":"first","choices":{"quota":50}}"#).error == nil)
        let list = try #require(try socket.call("workspace.list", id: 2).result as? [[String: Any]])
        #expect(list.count == 2 && (list.first { $0["id"] as? String == "other" })?["fault"] == nil)
    }

    @Test func nothingIsWrongWithWhatNobodyTouched() throws {
        let daemon = try made()
        let result = try daemon.parley("verify")
        #expect(result.status == 0, "\(result)")
        #expect(result.output.contains("small: 4 revisions") && result.output.contains("other: 1 revision,"), "\(result.output)")
    }

    enum Content: CaseIterable { case entity, header, hash, manifest, newestEntity, newestHeader }

    /// One byte of each kind of content, in the file of a daemon that does not run.
    @Test(arguments: Content.allCases) func anAlteredByteIsFoundAndItsRevisionNamed(content: Content) throws {
        let daemon = try made()
        daemon.end()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path(daemon)))
        func after(_ text: String) throws -> Int { try #require(bytes.range(of: Data(text.utf8))).upperBound }
        // A row holds header, hash and manifest, one behind the other; a header ends with its message.
        let (place, revision) =
            switch content {
            case .entity: (try after("A telling ti"), 2)
            case .header: (try after(#""number":2,"time":"20"#), 2)
            case .hash: (try after(#"package.create draft"}"#) + 5, 2)
            case .manifest: (try after(#"package.create draft"}"#) + 32 + 70, 2)
            case .newestEntity: (try after("The la"), 4)
            case .newestHeader: (try after(#""number":4,"time":"20"#), 4)
            }
        bytes[place] ^= 2
        try bytes.write(to: URL(fileURLWithPath: path(daemon)))
        try daemon.restart()
        let result = try daemon.parley("verify")
        #expect(result.status == 74, "\(result)")
        #expect((result.output + result.errors).contains("revision \(revision)"), "\(result)")
        #expect(result.output.contains("other: 2 revisions") || result.output.contains("other: 1 revision,"), "the other is sound: \(result)")
        if content == .entity || content == .newestEntity { #expect((result.output + result.errors).contains("packages/draft"), "\(result)") }
        try expectOthersGoOn(daemon)
    }

    enum Breakage: CaseIterable { case truncated, emptied, notADatabase, foreign, newer, unreadable }

    /// Said in words, with the file and what to do next; and the other workspace goes on.
    @Test(arguments: Breakage.allCases) func aFileThatCannotBeAJournal(breakage: Breakage) throws {
        let daemon = try made()
        daemon.end()
        let url = URL(fileURLWithPath: path(daemon))
        var bytes = try Data(contentsOf: url)
        let (code, words): (String, [String])
        switch breakage {
        case .truncated:
            bytes = bytes.prefix(bytes.count / 2)
            (code, words) = ("journal-damaged", ["damaged", "Restore"])
        case .emptied:
            bytes = Data()
            (code, words) = ("journal-not-a-database", ["not a journal", "restore"])
        case .notADatabase:
            bytes = Data(String(repeating: "minutes of a meeting\n", count: 400).utf8)
            (code, words) = ("journal-not-a-database", ["not a journal", "restore"])
        case .foreign:
            bytes[70] ^= 0xFF
            (code, words) = ("journal-foreign-database", ["not a journal of Parley"])
        case .newer:
            bytes[63] = 7
            (code, words) = ("journal-newer-version", ["newer", "format 7", "Install"])
        case .unreadable:
            try FileManager.default.removeItem(at: url)
            try FileManager.default.createSymbolicLink(atPath: url.path, withDestinationPath: url.path)
            (code, words) = ("journal-unreachable", ["cannot be reached"])
        }
        if breakage != .unreadable { try bytes.write(to: url) }
        try daemon.restart()
        let answer = try RawSocket(daemon).call("workspace.get", #"{"workspace":"small"}"#)
        #expect((answer.error?["data"] as? [String: Any])?["reason"] as? String == code, "\(answer.text)")
        for word in words + ["workspaces/small.sqlite"] { #expect(answer.errorMessage?.contains(word) == true, "\(answer.text)") }
        let listed = try daemon.parley("list")
        #expect(listed.status == 0 && listed.output.contains("amiss"), "\(listed)")
        #expect(try daemon.parley("doctor").status == 76)
        try expectOthersGoOn(daemon)
    }
}
