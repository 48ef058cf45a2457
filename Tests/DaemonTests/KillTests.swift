import Foundation
import TestSupport
import Testing

/// A real daemon is killed, or its files are taken, at random moments while clients write.
@Suite(.serialized) struct KillTests {
    /// 10 kills, 240 in the slow form, 20 on each state directory. After each: every acknowledged revision is there and is what
    /// was acknowledged, every other is whole and in its writer's turn, and the chain verifies.
    @Test(arguments: 1...UInt64(Tries.of(1, slow: 12)))
    func everythingAcknowledgedOutlivesAKill(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let kills = Tries.of(10, slow: 20)
        let daemon = try DaemonProcess()
        try WrittenHistory.begin(try RawSocket(daemon))
        var history = WrittenHistory()
        for kill in 1...kills {
            let writers = Writers(WrittenHistory.writers, at: daemon.socket, after: history.last)
            // However slow the disk is, there is something to be lost.
            #expect(Timeouts.wait(60) { !writers.acknowledged.isEmpty })
            let microseconds = UInt32.random(in: 0...80_000, using: &random)
            usleep(microseconds)
            daemon.end(with: SIGKILL)
            writers.finish()
            try daemon.restart()
            let acknowledged = writers.acknowledged
            let faults = try history.faults(try RawSocket(daemon), acknowledged: acknowledged)
            #expect(faults.isEmpty, "kill \(kill) of \(kills), seed \(seed), after \(microseconds) µs")
            #expect(writers.refusals.isEmpty, "seed \(seed)")
        }
    }

    /// 8 copies, 80 in the slow form, of the files of a daemon that stands still: as a power failure would leave them, with and
    /// without the index (-shm). Another daemon opens each: it verifies, and holds the history up to a revision that is no earlier
    /// than the last acknowledged one.
    @Test func aCopyTakenWhileItIsWritten() throws {
        try copies(Tries.of(8, slow: 80), isStill: true) { copy, original, acknowledged, comment in
            let (revision, hash) = try Self.head(copy)
            #expect(revision >= acknowledged, comment)
            #expect(try Self.hash(of: revision, original) == hash, comment)
            #expect(try copy.call("workspace.verify", id: 2)["faults"] == nil, comment)
        }
    }

    /// 4 copies, 40 in the slow form, taken file by file while the daemon goes on, so that they need not fit together: what is
    /// opened verifies and is a part of the history, or the answer says that it is damaged; no daemon dies of it.
    @Test func aCopyTakenFileByFile() throws {
        try copies(Tries.of(4, slow: 40), isStill: false) { copy, original, _, comment in
            let verification = try copy.call("workspace.verify", #"{"workspace":"small"}"#, id: 1)
            if verification.error != nil {
                #expect(verification.errorName == "storage", comment)
            } else if verification["faults"] == nil {
                let (revision, hash) = try Self.head(copy)
                #expect(try Self.hash(of: revision, original) == hash, comment)
            }
        }
    }

    private static func head(_ socket: RawSocket) throws -> (Int, String) {
        let page = try socket.call("workspace.log", #"{"limit":1}"#, id: 5)
        let first = try #require((page["items"] as? [[String: Any]])?.first, "\(page.text)")
        return (try #require(first["number"] as? Int), try #require(first["hash"] as? String))
    }

    private static func hash(of revision: Int, _ socket: RawSocket) throws -> String? {
        let page = try socket.call("workspace.log", #"{"limit":1,"cursor":"\#(revision + 1)"}"#, id: 6)
        return (page["items"] as? [[String: Any]])?.first?["hash"] as? String
    }

    /// Takes copies at random moments, and has each looked at through a daemon of its own.
    private func copies(
        _ count: Int, isStill: Bool, look: (_ copy: RawSocket, _ original: RawSocket, _ acknowledged: Int, Comment) throws -> Void
    ) throws {
        var random = SeededGenerator(seed: 8)
        let daemon = try DaemonProcess()
        let original = try RawSocket(daemon)
        try WrittenHistory.begin(original)
        let files = FileManager.default
        for number in 1...count {
            let directory = try TemporaryDirectory()
            try files.createDirectory(atPath: "\(directory.path)/state/workspaces", withIntermediateDirectories: true)
            chmod("\(directory.path)/state", 0o700)
            chmod("\(directory.path)/state/workspaces", 0o700)
            let packages = (try original.call("workspace.get", id: 3)["document"] as? [String: Any])?["packages"] as? [String: [String: Any]]
            let last = (0..<WrittenHistory.writers).map { (packages?["w\($0)"]?["rationale"] as? String).flatMap { Int($0) } ?? 0 }
            let writers = Writers(WrittenHistory.writers, at: daemon.socket, after: last)
            let microseconds = UInt32.random(in: 5_000...100_000, using: &random)
            usleep(microseconds)
            let acknowledged = writers.acknowledged.keys.max() ?? 0
            if isStill { kill(daemon.pid, SIGSTOP) }
            for suffix in number % 2 == 0 ? ["", "-wal", "-shm"] : ["", "-wal"] {
                try files.copyItem(atPath: "\(daemon.state)/workspaces/small.sqlite\(suffix)", toPath: "\(directory.path)/state/workspaces/small.sqlite\(suffix)")
            }
            if isStill { kill(daemon.pid, SIGCONT) }
            writers.finish()
            #expect(writers.refusals.isEmpty)
            let other = try DaemonProcess(in: directory)
            try look(try RawSocket(other), original, acknowledged, "copy \(number) of \(count), after \(microseconds) µs")
        }
    }
}
