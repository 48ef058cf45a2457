import Foundation
import TestSupport
import Testing

/// Real plugins that do what plugins should not, each beside one that behaves. After each: the error says what happened, the
/// daemon and the other plugin answer, and no process is left behind.
@Suite(.serialized) struct MisbehavingPluginTests {
    /// A daemon with a plugin `bad` that misbehaves as told and a plugin `good` that does not.
    private struct House {
        let directory: TemporaryDirectory
        let daemon: DaemonProcess
        /// Stands in the command line of every process of the two plugins.
        let mark: String

        init(_ how: String, _ arguments: [String] = [], limits: String = "startSeconds: 2, requestSeconds: 2, memoryMegabytes: 128, processes: 16") throws {
            directory = try TemporaryDirectory()
            mark = directory.path
            try House.write("good", ["well"], in: directory)
            try House.write("bad", [how] + arguments, in: directory)
            try directory.write("plugins: {\(limits)}\n", to: "parleyd.yaml")
            daemon = try DaemonProcess(
                in: directory, arguments: ["--plugin-path", "\(directory.path)/plugins", "--config", "\(directory.path)/parleyd.yaml"])
            let answer = try RawSocket(daemon).call("workspace.apply", #"{"files":\#(try Sample.file(Sample.small))}"#)
            #expect(answer.error == nil, "\(answer.text)")
        }

        static func write(_ id: String, _ arguments: [String], in directory: TemporaryDirectory) throws {
            let script = try String(contentsOfFile: "\(Command.root)/Tests/DaemonTests/Misbehaving/plugin.py", encoding: .utf8)
            try directory.write(script, to: "plugins/\(id)/plugin.py")
            // Relative, and seen as an absolute path in /proc: the mark stands in the working directory's name too.
            let command = (["python3", "\(directory.path)/plugins/\(id)/plugin.py"] + arguments).joined(separator: ", ")
            try directory.write(
                "id: \(id)\nversion: '1'\ntitle: \(id)\nprotocol: 1\ncommand: [\(command)]\n", to: "plugins/\(id)/plugin.yaml")
        }

        func run(_ id: String) throws -> Answer { try RawSocket(daemon).call("analysis.run", #"{"analyzer":"\#(id).run"}"#) }

        /// Daemon and good plugin answer, as after everything.
        func stands() throws {
            #expect(try RawSocket(daemon).call("daemon.status").error == nil)
            let good = try run("good")
            #expect(good["summary"] as? String == "well", "\(good.text)")
        }

        /// The processes of one plugin, whatever became of their parents.
        func processes(of id: String) -> [String] {
            let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            return all.filter { Int($0) != nil }.filter { pid in
                guard let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else { return false }
                return String(decoding: line, as: UTF8.self).contains("\(mark)/plugins/\(id)/plugin.py")
            }
        }

        func state(of id: String) throws -> String? {
            let list = try RawSocket(daemon).call("plugin.list").result as? [[String: Any]]
            return list?.first { $0["id"] as? String == id }?["state"] as? String
        }

        func detail(of id: String) throws -> String {
            let list = try RawSocket(daemon).call("plugin.list").result as? [[String: Any]]
            let summary = list?.first { $0["id"] as? String == id }
            return "\(summary?["detail"] as? String ?? "") / \(summary?["hint"] as? String ?? "")"
        }
    }

    @Test(arguments: [
        ("dies", "exit code 3"), ("signal", "signal 9"), ("invalid", "not JSON"), ("shapeless", "form of an answer"),
        ("endless", "line longer than"), ("crowd", "processes, more than"), ("spins", "did not answer within 2 s"),
        ("slow", "did not answer within 2 s"),
    ])
    func whatFailsInARequestSaysSo(how: String, told: String) throws {
        let house = try House(how)
        let answer = try house.run("bad")
        #expect(answer.errorName == "plugin-failed", "\(answer.text)")
        #expect(answer.errorMessage?.contains(told) == true, "\(answer.text)")
        #expect(((answer.error?["data"] as? [String: Any])?["hint"] as? String)?.isEmpty == false)
        try house.stands()
        // It is started again, and what it was doing is known.
        #expect(try Timeouts.wait { try house.state(of: "bad") == "ready" })
        let info = try RawSocket(house.daemon).call("plugin.info", #"{"plugin":"bad"}"#)
        let crash = (info["crashes"] as? [[String: Any]])?.last
        #expect((crash?["doing"] as? String)?.contains("bad.run") == true, "\(info.text)")
    }

    @Test func anAllocatorIsEndedByItsMemory() throws {
        let house = try House("allocates")
        let answer = try house.run("bad")
        // Either the watch sees it, or the allocation fails at the backstop.
        let message = answer.errorMessage ?? ""
        #expect(message.contains("MiB of memory") || message.contains("exit code 1"), "\(answer.text)")
        try house.stands()
    }

    @Test(arguments: ["twice", "noisy"])
    func whatCanBeBorneIsBorne(how: String) throws {
        let house = try House(how)
        for _ in 0..<2 {
            let answer = try house.run("bad")
            let summary = answer["summary"] as? String
            #expect(summary == (how == "twice" ? "the first answer" : "an answer among noise"), "\(answer.text)")
        }
        if how == "noisy" {
            let log = try RawSocket(house.daemon).call("plugin.logs", #"{"plugin":"bad"}"#)
            #expect(log.text.contains("no message: progress: 0 percent done"), "\(log.text)")
        }
        try house.stands()
    }

    @Test(arguments: [("dies-at-start", "exit code 7"), ("silent", "did not introduce itself")])
    func whatDoesNotStartEndsInQuarantineUntilItIsReleased(how: String, told: String) throws {
        // A loaded machine may take its time to start what is going to die.
        let house = try House(how, limits: how == "silent" ? "startSeconds: 0.5" : "startSeconds: 20")
        #expect(try Timeouts.wait(30) { try house.state(of: "bad") == "quarantined" })
        let detail = try house.detail(of: "bad")
        #expect(detail.contains(told), "\(detail)")
        let answer = try house.run("bad")
        #expect(answer.errorName == "plugin-unavailable" && answer.text.contains("parley plugin release bad"), "\(answer.text)")
        try house.stands()
        #expect(house.processes(of: "bad").isEmpty)
        // The quarantine outlasts the daemon.
        try house.daemon.restart(arguments: ["--plugin-path", "\(house.mark)/plugins", "--config", "\(house.mark)/parleyd.yaml"])
        #expect(try Timeouts.wait { try house.state(of: "bad") == "quarantined" })
        // Mended, and released by hand.
        try House.write("bad", ["well"], in: house.directory)
        let released = try RawSocket(house.daemon).call("plugin.release", #"{"plugin":"bad"}"#)
        #expect(released["state"] as? String == "ready", "\(released.text)")
        #expect(try house.run("bad")["summary"] as? String == "well")
    }

    @Test func anotherProtocolIsRefusedAtOnce() throws {
        let house = try House("other-protocol")
        #expect(try Timeouts.wait { try house.state(of: "bad") == "refused" })
        #expect(try house.detail(of: "bad").contains("version 2 of the plugin protocol"))
        try house.stands()
    }

    @Test func missingProgramsAndOpenFoldersAreRefused() throws {
        let house = try House("well")
        try house.directory.write("id: bad\nversion: '1'\ntitle: Bad\nprotocol: 1\ncommand: [no-such-program]\n", to: "plugins/bad/plugin.yaml")
        let missing = try RawSocket(house.daemon).call("plugin.restart", #"{"plugin":"bad"}"#)
        #expect(missing["state"] as? String == "refused" && missing.text.contains("no-such-program"), "\(missing.text)")
        try House.write("bad", ["well"], in: house.directory)
        chmod("\(house.mark)/plugins/bad", 0o777)
        let open = try RawSocket(house.daemon).call("plugin.restart", #"{"plugin":"bad"}"#)
        #expect(open["state"] as? String == "refused" && open.text.contains("chmod go-w"), "\(open.text)")
        // A sticky folder takes files from anybody all the same, and in an open parent the folder could be exchanged.
        chmod("\(house.mark)/plugins/bad", 0o1777)
        #expect(try RawSocket(house.daemon).call("plugin.restart", #"{"plugin":"bad"}"#)["state"] as? String == "refused")
        chmod("\(house.mark)/plugins/bad", 0o755)
        chmod("\(house.mark)/plugins", 0o777)
        #expect(try RawSocket(house.daemon).call("plugin.restart", #"{"plugin":"bad"}"#)["state"] as? String == "refused")
        chmod("\(house.mark)/plugins", 0o755)
        chmod("\(house.mark)/plugins/bad/plugin.py", 0o666)
        let script = try RawSocket(house.daemon).call("plugin.restart", #"{"plugin":"bad"}"#)
        #expect(script["state"] as? String == "refused" && script.text.contains("chmod go-w"), "\(script.text)")
        try house.directory.write("id: bad\nversion: 1\ncomand: [x]\n", to: "plugins/bad/plugin.yaml")
        let broken = try RawSocket(house.daemon).call("plugin.restart", #"{"plugin":"bad"}"#)
        #expect(broken.text.contains("plugin.yaml:3:1") && broken.text.contains("did you mean"), "\(broken.text)")
        try house.stands()
    }

    @Test func cancellingEndsWhatDoesNotListen() throws {
        let house = try House("spins", limits: "requestSeconds: 600")
        let socket = try RawSocket(house.daemon)
        try socket.send(#"{"jsonrpc":"2.0","id":5,"method":"analysis.run","params":{"analyzer":"bad.run"}}"# + "\n")
        #expect(try Timeouts.wait { try RawSocket(house.daemon).call("plugin.info", #"{"plugin":"bad"}"#).text.contains("analyze bad.run") })
        try socket.send(#"{"jsonrpc":"2.0","method":"$/cancel","params":{"id":5}}"# + "\n")
        #expect(try socket.answer(to: 5).errorCode == -32_800)
        #expect(try Timeouts.wait { try RawSocket(house.daemon).call("plugin.info", #"{"plugin":"bad"}"#).text.contains("did not stop when its request was cancelled") })
        #expect(try Timeouts.wait { try house.state(of: "bad") == "ready" })
        try house.stands()
    }

    @Test(arguments: ["forks", "deaf", "well"], [SIGKILL, SIGTERM])
    func nothingIsLeftWhenTheDaemonEnds(how: String, signal: Int32) throws {
        let house = try House(how)
        #expect(try house.run("bad").error == nil)
        #expect(!house.processes(of: "bad").isEmpty && !house.processes(of: "good").isEmpty)
        house.daemon.end(with: signal)
        #expect(Timeouts.wait { house.processes(of: "bad").isEmpty && house.processes(of: "good").isEmpty }, "left: \(house.processes(of: "bad"))")
    }

    @Test func anOrphanOfAPluginGoesWithIt() throws {
        let house = try House("forks")
        #expect(try house.run("bad").error == nil)
        let before = house.processes(of: "bad")
        _ = try RawSocket(house.daemon).call("plugin.restart", #"{"plugin":"bad"}"#)
        #expect(Timeouts.wait { Set(house.processes(of: "bad")).isDisjoint(with: before) })
        try house.stands()
    }

    @Test func restartsAtOnceLeaveOnePlugin() throws {
        let house = try House("well")
        let sockets = try (0..<4).map { _ in try RawSocket(house.daemon) }
        for (id, socket) in sockets.enumerated() {
            try socket.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"plugin.restart","params":{"plugin":"bad"}}"# + "\n")
        }
        for (id, socket) in sockets.enumerated() { #expect(try socket.answer(to: id).error == nil) }
        #expect(try Timeouts.wait { try house.state(of: "bad") == "ready" })
        #expect(try house.run("bad")["summary"] as? String == "well")
        // One run is as many processes as the good plugin's one run.
        #expect(Timeouts.wait { house.processes(of: "bad").count == house.processes(of: "good").count })
        try house.stands()
    }

    // MARK: - The sandbox

    static var hasSandbox: Bool {
        (try? Command.run("/usr/bin/bwrap", ["--unshare-all", "--ro-bind", "/", "/", "/bin/true"]).status == 0) ?? false
    }

    @Test(.enabled(if: hasSandbox, "bubblewrap does not work here"))
    func theSandboxKeepsThePluginFromNetworkAndJournal() throws {
        // A listener that anybody on this machine could reach.
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
                bind(listener, plain, length) == 0 && listen(listener, 5) == 0 && getsockname(listener, plain, &length) == 0
            }
        }
        #expect(bound)
        let network = try House("network", ["'\(UInt16(bigEndian: address.sin_port))'"])
        let tried = try network.run("bad")
        #expect((tried["summary"] as? String)?.hasPrefix("refused") == true, "\(tried.text)")
        try network.stands()

        let journal = try House("journal", ["/tmp"])
        let seen = try journal.run("bad")
        // Of all that lies below /tmp it sees its own folder, where the tests' directories are: script and manifest.
        #expect(seen["summary"] as? String == "saw 2 files", "\(seen.text)")
        let doctor = try RawSocket(journal.daemon).call("daemon.doctor")
        #expect(doctor.text.contains("in force"))
        try journal.stands()
    }
}
