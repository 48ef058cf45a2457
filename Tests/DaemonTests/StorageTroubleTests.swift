import Foundation
import TestSupport
import Testing

/// A disk that is full or cannot be written, files that go away, descriptors that run out: what cannot be written is refused with
/// the reason, nothing acknowledged is lost, reading goes on, and so does writing as soon as the cause has gone.
@Suite struct StorageTroubleTests {
    /// A daemon's conversation about the workspace `small`.
    private struct Client {
        var socket: RawSocket
        var last = 0
        /// The newest revision that was acknowledged, and what it says.
        var acknowledged = 0
        var title = "First draft"

        init(_ socket: RawSocket) { self.socket = socket }

        mutating func call(_ method: String, _ params: String) throws -> Answer {
            last += 1
            return try socket.call(method, params, id: last)
        }

        mutating func apply(_ id: String = "small") throws -> Answer {
            let text = Sample.small.replacingOccurrences(of: "id: small", with: "id: \(id)")
            return try call("workspace.apply", #"{"files":\#(try Sample.file(text))}"#)
        }

        mutating func begin() throws {
            acknowledged = try #require(try apply()["revision"] as? Int)
            for _ in 0..<3 { #expect(try write() == nil) }
        }

        /// Writes a revision; the reason when it is refused.
        mutating func write(bytes: Int = 10) throws -> String? {
            let title = "draft \(last) " + String(repeating: "x", count: bytes)
            let answer = try call("package.update", #"{"workspace":"small","package":"first","title":"\#(title)"}"#)
            guard answer.error == nil else {
                #expect(answer.errorName == "storage" && answer.errorMessage?.contains("small.sqlite") == true, "\(answer.text)")
                return (answer.error?["data"] as? [String: Any])?["reason"] as? String ?? answer.text
            }
            #expect(answer["revision"] as? Int == acknowledged + 1, "\(answer.text)")
            acknowledged += 1
            self.title = title
            return nil
        }

        /// The reason for the first refusal; nil when everything goes in.
        mutating func writeUntilRefused(bytes: Int) throws -> String? {
            for _ in 0..<2_000 {
                if let reason = try write(bytes: bytes) { return reason }
            }
            return nil
        }

        /// The newest state, an old one and the log can be read, and are what was acknowledged.
        mutating func expectReading() throws {
            let newest = try call("workspace.get", #"{"workspace":"small"}"#)
            #expect(newest["revision"] as? Int == acknowledged, "\(newest.text.prefix(600))")
            #expect(newest.text.contains(#""title":"\#(title)""#))
            #expect(try call("workspace.get", #"{"workspace":"small","revision":1}"#).text.contains("First draft"))
            #expect(try call("workspace.log", #"{"workspace":"small","limit":2}"#)["total"] as? Int == acknowledged)
            #expect(try call("workspace.verify", #"{"workspace":"small"}"#)["revisions"] as? Int == acknowledged)
        }
    }

    /// A state directory whose workspaces lie on a file system of their own, mounted in a place of its own.
    private func mounted(_ mount: String) throws -> (TemporaryDirectory, MountNamespace, workspaces: String) {
        let directory = try TemporaryDirectory()
        let workspaces = "\(directory.path)/state/workspaces"
        try FileManager.default.createDirectory(atPath: workspaces, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        chmod("\(directory.path)/state", 0o700)
        return (directory, try MountNamespace(mount.replacingOccurrences(of: "WORKSPACES", with: "'\(workspaces)'")), workspaces)
    }

    @Test(.enabled(if: MountNamespace.isPossible, "\(MountNamespace.obstacle ?? "")"), arguments: [2, 3, 4])
    func aFullDisk(mebibytes: Int) throws {
        let (directory, namespace, workspaces) = try mounted("mount -t tmpfs -o size=\(mebibytes)m,mode=700 none WORKSPACES")
        let daemon = try DaemonProcess(in: directory, prefix: namespace.entry)
        var client = Client(try RawSocket(daemon))
        try client.begin()
        // Until nothing more goes in, by large revisions and then by small ones.
        for bytes in [100_000, 10_000, 10] {
            #expect(try client.writeUntilRefused(bytes: bytes) == "disk-full")
            try client.expectReading()
        }
        #expect(try client.apply("other").errorMessage?.contains("no room left") == true)
        let backup = try client.call("workspace.backup", #"{"workspace":"small","folder":"\#(workspaces)/copies"}"#)
        #expect((backup.error?["data"] as? [String: Any])?["reason"] as? String == "disk-full", "\(backup.text)")
        // Somebody makes room: no restart is needed.
        try namespace.run("mount -o remount,size=\(mebibytes * 4)m '\(workspaces)'")
        #expect(try client.write() == nil)
        #expect(try client.apply("other").error == nil)
        try client.expectReading()
        // Full again, and killed in that state.
        let filler = namespace.path("\(workspaces)/filler")
        try namespace.run("cat /dev/zero > '\(workspaces)/filler' 2> /dev/null || true")
        #expect(try client.writeUntilRefused(bytes: 200_000) == "disk-full")
        daemon.end(with: SIGKILL)
        try daemon.restart()
        client.socket = try RawSocket(daemon)
        let answer = try client.call("workspace.get", #"{"workspace":"small"}"#)
        if answer.error != nil { #expect((answer.error?["data"] as? [String: Any])?["reason"] as? String == "disk-full", "\(answer.text)") }
        unlink(filler)
        try client.expectReading()
        #expect(try client.write() == nil)
        #expect(try client.apply("other").error == nil)
    }

    /// What was open when the directory became read-only may go on to be written, and is then on the disk; what has to be opened
    /// is refused.
    @Test(.enabled(if: MountNamespace.isPossible, "\(MountNamespace.obstacle ?? "")"))
    func aReadOnlyDirectory() throws {
        let (directory, namespace, workspaces) = try mounted("true")
        let daemon = try DaemonProcess(in: directory, prefix: namespace.entry)
        var client = Client(try RawSocket(daemon))
        try client.begin()
        #expect(try client.apply("other").error == nil)
        try namespace.run("mount --bind '\(workspaces)' '\(workspaces)' && mount -o remount,bind,ro '\(workspaces)'")
        if let refusal = try client.write() { #expect(refusal == "journal-read-only") }
        try client.expectReading()
        let new = try client.apply("third")
        #expect((new.error?["data"] as? [String: Any])?["reason"] as? String == "journal-read-only", "\(new.text)")
        // Another run finds it so from the beginning.
        daemon.end(with: SIGKILL)
        try daemon.restart()
        client.socket = try RawSocket(daemon)
        let refused = try client.call("workspace.get", #"{"workspace":"small"}"#)
        #expect((refused.error?["data"] as? [String: Any])?["reason"] as? String == "journal-read-only", "\(refused.text)")
        #expect(refused.errorMessage?.contains("small.sqlite") == true && refused.errorMessage?.contains("read-only") == true)
        try namespace.run("mount -o remount,bind,rw '\(workspaces)'")
        try client.expectReading()
        #expect(try client.write() == nil)
        #expect(try client.apply("third").error == nil)
    }

    @Test(.enabled(if: MountNamespace.isPossible, "\(MountNamespace.obstacle ?? "")"))
    func aReadOnlyFileAndTheOthersGoOn() throws {
        let (directory, namespace, workspaces) = try mounted("true")
        let file = "\(workspaces)/small.sqlite"
        let daemon = try DaemonProcess(in: directory, prefix: namespace.entry)
        var client = Client(try RawSocket(daemon))
        try client.begin()
        #expect(try client.apply("other").error == nil)
        daemon.end()
        try namespace.run("mount --bind '\(file)' '\(file)' && mount -o remount,bind,ro '\(file)'")
        try daemon.restart()
        client.socket = try RawSocket(daemon)
        #expect(try client.write() == "journal-read-only")
        #expect(try client.call("package.update", #"{"workspace":"other","package":"first","title":"Goes on"}"#)["revision"] as? Int == 2)
        try namespace.run("umount '\(file)'")
        #expect(try client.write() == nil)
        try client.expectReading()
    }

    @Test func aStateDirectoryThatIsMovedAndComesBack() throws {
        let daemon = try DaemonProcess()
        var client = Client(try RawSocket(daemon))
        try client.begin()
        let away = "\(daemon.directory.path)/away"
        try FileManager.default.moveItem(atPath: daemon.state, toPath: away)
        #expect(try client.write() == "journal-displaced")
        // By no way at all: this one does not ask for the workspace first.
        #expect((try client.apply().error?["data"] as? [String: Any])?["reason"] as? String == "journal-displaced")
        #expect(try client.apply("other").errorName == "storage")
        try client.expectReading()
        #expect(try client.call("workspace.list", "{}").text.contains("is not where it was opened"))
        try FileManager.default.moveItem(atPath: away, toPath: daemon.state)
        #expect(try client.write() == nil)
        #expect(try client.apply("other").error == nil)
        try client.expectReading()
        daemon.end(with: SIGKILL)
        try daemon.restart()
        #expect(try RawSocket(daemon).call("workspace.get", #"{"workspace":"small"}"#)["revision"] as? Int == client.acknowledged)
    }

    /// What the daemon still has open is all there is then, and it is saved and brought back without a restart.
    @Test func aStateDirectoryThatIsRemoved() throws {
        let daemon = try DaemonProcess()
        var client = Client(try RawSocket(daemon))
        try client.begin()
        try FileManager.default.removeItem(atPath: daemon.state)
        #expect(try client.write() == "journal-displaced")
        try client.expectReading()
        let saved = "\(daemon.directory.path)/saved"
        #expect(try client.call("workspace.backup", #"{"workspace":"small","folder":"\#(saved)"}"#)["revision"] as? Int == client.acknowledged)
        // An empty directory does not make it the place where things were.
        try FileManager.default.createDirectory(
            atPath: "\(daemon.state)/workspaces", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        #expect(try client.write() == "journal-displaced")
        let restored = try client.call("workspace.restore", #"{"file":"\#(saved)/small.sqlite","replace":true}"#)
        #expect(restored["revision"] as? Int == client.acknowledged, "\(restored.text)")
        #expect(try client.write() == nil)
        try client.expectReading()
    }

    /// A journal that is put in the place of one that has gone is taken up, as the new state of things.
    @Test func aFileThatIsReplacedByABackup() throws {
        let daemon = try DaemonProcess()
        var client = Client(try RawSocket(daemon))
        try client.begin()
        let saved = "\(daemon.directory.path)/saved"
        #expect(try client.call("workspace.backup", #"{"workspace":"small","folder":"\#(saved)"}"#).error == nil)
        let (acknowledged, title) = (client.acknowledged, client.title)
        #expect(try client.write() == nil)
        for suffix in ["", "-wal", "-shm"] { try FileManager.default.removeItem(atPath: "\(daemon.state)/workspaces/small.sqlite\(suffix)") }
        try FileManager.default.moveItem(atPath: "\(saved)/small.sqlite", toPath: "\(daemon.state)/workspaces/small.sqlite")
        (client.acknowledged, client.title) = (acknowledged, title)
        try client.expectReading()
        #expect(try client.write() == nil)
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/prlimit"), "there is no prlimit here"))
    func noDescriptorsLeft() throws {
        let daemon = try DaemonProcess()
        var client = Client(try RawSocket(daemon))
        try client.begin()
        #expect(try client.apply("other").error == nil)
        // Another run, which has only one of the two open.
        daemon.end()
        try daemon.restart()
        client.socket = try RawSocket(daemon)
        // Once the plugins are there, so that none of them needs a pipe later.
        _ = try client.call("analyzer.list", "{}")
        #expect(try client.write() == nil)
        func limit(_ number: Int) throws {
            #expect(try Command.run("/usr/bin/prlimit", ["--pid", "\(daemon.pid)", "--nofile=\(number):4096"]).status == 0)
        }
        let used = Set(try FileManager.default.contentsOfDirectory(atPath: "/proc/\(daemon.pid)/fd").compactMap { Int($0) })
        try limit(try #require((0...).first { !used.contains($0) }))
        for _ in 0..<20 { #expect(try client.write() == nil, "what is open needs no descriptor") }
        try client.expectReading()
        // What has to be opened is refused.
        let other = try client.call("workspace.get", #"{"workspace":"other"}"#)
        #expect((other.error?["data"] as? [String: Any])?["reason"] as? String == "too-many-files", "\(other.text)")
        #expect(try client.apply("third").errorMessage?.contains("as many files and connections are open as may be") == true)
        let backup = try client.call("workspace.backup", #"{"workspace":"small","folder":"\#(daemon.directory.path)/copies"}"#)
        #expect((backup.error?["data"] as? [String: Any])?["reason"] as? String == "too-many-files", "\(backup.text)")
        // Somebody new has to wait, and nobody else notices.
        let waiting = try RawSocket(daemon)
        try waiting.send(#"{"jsonrpc":"2.0","id":1,"method":"daemon.status"}"# + "\n")
        try client.expectReading()
        try limit(4_096)
        #expect(try waiting.answer(to: 1).error == nil)
        #expect(try client.call("workspace.get", #"{"workspace":"other"}"#)["revision"] as? Int == 1)
        #expect(try client.apply("third").error == nil)
        #expect(try client.write() == nil)
    }
}
