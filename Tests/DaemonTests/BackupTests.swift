import Foundation
import TestSupport
import Testing

/// `parley backup` and `parley restore` against a daemon in use.
@Suite struct BackupEndToEndTests {
    private func started() throws -> (DaemonProcess, RawSocket, TemporaryDirectory) {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        for (number, id) in ["small", "other"].enumerated() {
            let text = Sample.small.replacingOccurrences(of: "id: small", with: "id: \(id)")
            #expect(try socket.call("workspace.apply", #"{"files":\#(try Sample.file(text))}"#, id: number).error == nil)
        }
        return (daemon, socket, try TemporaryDirectory())
    }

    private func document(_ socket: RawSocket, _ workspace: String) throws -> NSDictionary {
        let answer = try socket.call("workspace.get", #"{"workspace":"\#(workspace)"}"#, id: 90)
        return try #require(answer["document"] as? NSDictionary, "\(answer.text)")
    }

    @Test func thereAndBackWithoutARestart() throws {
        let (daemon, socket, folder) = try started()
        let before = try document(socket, "small")
        let copied = try daemon.parley("backup", "--to", "\(folder.path)/a/b")
        #expect(copied.status == 0, "\(copied)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/a/b").sorted() == ["other.sqlite", "small.sqlite"])
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/a/b/small.sqlite")
        #expect(attributes[.posixPermissions] as? Int == 0o600)

        // Nothing is written over.
        let again = try daemon.parley("backup", "small", "--to", "\(folder.path)/a/b")
        #expect(again.status == 74 && again.errors.contains("exists already"), "\(again)")

        #expect(try socket.call("package.update", #"{"workspace":"small","package":"first","title":"Changed since"}"#, id: 5).error == nil)
        let file = "\(folder.path)/a/b/small.sqlite"
        let refused = try daemon.parley("restore", file)
        #expect(refused.status == 2 && refused.errors.contains("--replace"), "\(refused)")
        #expect(try document(socket, "small") != before)

        let subscriber = try RawSocket(daemon)
        #expect(try subscriber.call("events.subscribe", #"{"workspace":"small"}"#).error == nil)
        let restored = try daemon.parley("restore", file, "--replace")
        #expect(restored.status == 0 && restored.output.contains("revision 1"), "\(restored)")
        #expect(try document(socket, "small") == before)
        #expect(try subscriber.line()?.contains(#""revision":1"#) == true)
        // What made way is kept, and comes back the same way.
        let kept = try #require(restored.output.components(separatedBy: "kept: ").last?.trimmingCharacters(in: .whitespacesAndNewlines))
        let back = try daemon.parley("restore", kept, "--replace", "--json")
        #expect(back.status == 0 && back.output.contains(#""revision": 2"#), "\(back)")
        #expect(try socket.call("package.update", #"{"workspace":"small","package":"first","title":"And on"}"#, id: 6)["revision"] as? Int == 3)
        #expect(try daemon.parley("verify").status == 0)
        daemon.end(with: SIGKILL)
        try daemon.restart()
        #expect(try RawSocket(daemon).call("workspace.get", #"{"workspace":"small"}"#)["revision"] as? Int == 3)
    }

    @Test func besideTheOriginalUnderAnotherName() throws {
        let (daemon, socket, folder) = try started()
        #expect(try daemon.parley("backup", "small", "--to", folder.path).status == 0)
        let restored = try daemon.parley("restore", "\(folder.path)/small.sqlite", "--as", "before")
        #expect(restored.status == 0, "\(restored)")
        #expect(try document(socket, "before")["id"] as? String == "before")
        #expect(try document(socket, "small")["id"] as? String == "small")
        // Its history is the original's, under the original's name; a revert does not bring the name back.
        #expect(try socket.call("package.update", #"{"workspace":"before","package":"first","title":"Changed"}"#, id: 5)["revision"] as? Int == 3)
        #expect(try socket.call("workspace.revert", #"{"workspace":"before","revision":1}"#, id: 6)["revision"] as? Int == 4)
        #expect(try document(socket, "before")["id"] as? String == "before")
        #expect(try daemon.parley("verify", "before").status == 0)
        for bad in ["Not An Id", "../before"] { #expect(try daemon.parley("restore", "\(folder.path)/small.sqlite", "--as", bad).status != 0) }
    }

    @Test func whatIsNoBackupBecomesNoWorkspace() throws {
        let (daemon, _, folder) = try started()
        try folder.write("minutes", to: "minutes.sqlite")
        #expect(try daemon.parley("backup", "small", "--to", folder.path).status == 0)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/small.sqlite"))
        let place = try #require(bytes.range(of: Data("First draft".utf8))).lowerBound
        bytes[place] ^= 1
        try bytes.write(to: URL(fileURLWithPath: "\(folder.path)/altered.sqlite"))
        for (file, words) in [("minutes", "not a journal"), ("altered", "packages/first"), ("absent", "No such file")] {
            let result = try daemon.parley("restore", "\(folder.path)/\(file).sqlite", "--as", "new")
            #expect(result.status != 0 && result.errors.contains(words), "\(result)")
        }
        let list = try #require(try RawSocket(daemon).call("workspace.list").result as? [Any])
        #expect(list.count == 2)
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(daemon.state)/workspaces")
        #expect(!names.contains { $0.contains(".new-") }, "\(names)")
    }

    /// 6 backups, 60 in the slow form, while clients write: each holds what was acknowledged when it was asked for.
    @Test func backupsWhileClientsWrite() throws {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        try WrittenHistory.begin(socket)
        let folder = try TemporaryDirectory()
        let writers = Writers(WrittenHistory.writers, at: daemon.socket, after: [0, 0, 0, 0])
        for number in 1...Tries.of(6, slow: 60) {
            let acknowledged = writers.acknowledged.keys.max() ?? 0
            let answer = try socket.call("workspace.backup", #"{"folder":"\#(folder.path)/\#(number)"}"#, id: 100 + number)
            #expect(try #require(answer["revision"] as? Int, "\(answer.text)") >= acknowledged)
        }
        #expect(Timeouts.wait(60) { writers.acknowledged.count > 10 })
        writers.finish()
        #expect(writers.refusals.isEmpty)
        let last = try socket.call("workspace.restore", #"{"file":"\#(folder.path)/1/small.sqlite","replace":true}"#, id: 300)
        #expect(last.error == nil, "\(last.text)")
        #expect(try socket.call("workspace.verify", id: 301)["faults"] == nil)
    }
}
