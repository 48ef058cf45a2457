import Foundation
import TestSupport
import Testing

/// What `parley doctor` says of machines in order and out of it.
@Suite struct DoctorTests {
    /// What was looked at, by its id.
    private struct Sight {
        var status: Int32
        var items: [String: [String: Any]] = [:]

        init(_ run: CommandResult) throws {
            status = run.status
            let list = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]], "\(run)")
            for item in list { items[try #require(item["id"] as? String)] = item }
        }

        func outcome(_ id: String) -> String? { items[id]?["outcome"] as? String }
        func detail(_ id: String) -> String { items[id]?["detail"] as? String ?? "" }
        func hint(_ id: String) -> String { items[id]?["hint"] as? String ?? "" }
        func code(_ id: String) -> String? { items[id]?["code"] as? String }
        var failed: [String] { items.filter { $1["outcome"] as? String == "failed" }.keys.sorted() }
    }

    private func doctor(_ daemon: DaemonProcess, _ environment: [String: String] = [:]) throws -> Sight {
        try Sight(daemon.parley("doctor", "--json", environment: ["XDG_DATA_HOME": "\(daemon.directory.path)/data"].merging(environment) { $1 }))
    }

    private func keep(_ ids: [String], in daemon: DaemonProcess) throws {
        let socket = try RawSocket(daemon)
        for (number, id) in ids.enumerated() {
            let text = Sample.small.replacingOccurrences(of: "id: small", with: "id: \(id)")
            #expect(try socket.call("workspace.apply", #"{"files":\#(try Sample.file(text))}"#, id: number).error == nil)
        }
    }

    /// Names, sizes and times of everything in a directory.
    private func listing(of directory: String) throws -> [String] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: directory).sorted()
        return try names.map { name in
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(directory)/\(name)")
            return "\(name) \(attributes[.size] ?? "") \(attributes[.modificationDate] ?? "") \(attributes[.posixPermissions] ?? "")"
        }
    }

    @Test func aMachineInOrder() throws {
        let daemon = try DaemonProcess()
        try keep(["small", "other"], in: daemon)
        let sight = try doctor(daemon)
        #expect(sight.status == 0 && sight.failed.isEmpty, "\(sight.items)")
        for id in ["daemon", "versions", "system", "state", "workspaces-directory", "files", "socket", "locks", "descriptors", "workspace/small", "workspace/other"] {
            #expect(sight.outcome(id) == "passed", "\(id): \(sight.items[id] ?? [:])")
        }
        #expect(sight.detail("daemon").contains("process \(daemon.pid)") && sight.detail("locks").contains("process \(daemon.pid)"))
        #expect(sight.detail("versions").contains("SQLite 3."), "\(sight.detail("versions"))")
        #expect(sight.detail("workspace/small").hasPrefix("1 revision, "), "\(sight.detail("workspace/small"))")
        #expect(sight.detail("disk").contains("MiB") && sight.detail("descriptors").hasPrefix("process \(daemon.pid) has"))
        #expect(sight.outcome("plugin/territory") == "passed" && sight.code("plugin/territory") == "ready", "\(sight.items)")
        let words = try daemon.parley("doctor", "--width", "80", environment: ["XDG_DATA_HOME": "\(daemon.directory.path)/data"])
        #expect(words.status == 0 && !words.output.contains("✗") && words.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(words)")
    }

    @Test func whereNothingEverRanNothingIsMade() throws {
        let folder = try TemporaryDirectory()
        let environment = [
            "PARLEY_STATE": "\(folder.path)/state", "PARLEY_SOCKET": "\(folder.path)/run/s.sock", "XDG_DATA_HOME": "\(folder.path)/data", "PARLEY_PLUGIN_PATH": "",
        ]
        let sight = try Sight(Command.run("parley", ["doctor", "--json"], environment: environment))
        #expect(sight.status == 0 && sight.failed.isEmpty, "\(sight.items)")
        for id in ["daemon", "state", "workspaces-directory", "socket-directory", "socket", "files", "workspaces", "plugin/territory"] {
            #expect(sight.outcome(id) == "skipped", "\(id): \(sight.items[id] ?? [:])")
        }
        #expect(sight.outcome("system") == "passed" && sight.outcome("locks") == "passed" && sight.outcome("versions") == "passed")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func afterADaemonHasEndedItStartsNoneAndChangesNothing() throws {
        let daemon = try DaemonProcess()
        try keep(["small"], in: daemon)
        daemon.end()
        let before = try listing(of: daemon.state)
        let sight = try doctor(daemon)
        #expect(sight.status == 0 && sight.outcome("daemon") == "skipped" && sight.outcome("workspaces") == "skipped", "\(sight.items)")
        #expect(sight.outcome("state") == "passed" && sight.detail("files").hasPrefix("1 workspace, "), "\(sight.items)")
        #expect(try listing(of: daemon.state) == before)
        let words = try daemon.parley("doctor", environment: ["XDG_DATA_HOME": "\(daemon.directory.path)/data"])
        #expect(words.output.contains("without a daemon") && !FileManager.default.fileExists(atPath: daemon.socket), "\(words)")
    }

    @Test(arguments: [true, false]) func aDirectoryOpenToOthers(isRunning: Bool) throws {
        let daemon = try DaemonProcess()
        if !isRunning { daemon.end() }
        chmod(daemon.state, 0o755)
        let sight = try doctor(daemon)
        #expect(sight.status == 76 && sight.failed == ["state"], "\(sight.failed)")
        #expect(sight.detail("state").contains("mode 0755") && sight.hint("state") == "chmod 700 '\(daemon.state)'", "\(sight.items["state"] ?? [:])")
        chmod(daemon.state, 0o700)
        #expect(try doctor(daemon).status == 0)
    }

    @Test func aSocketOrADirectoryThatIsNone() throws {
        let folder = try TemporaryDirectory()
        try folder.write("", to: "file")
        try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/link", withDestinationPath: "\(folder.path)/nowhere")
        func sight(state: String, socket: String) throws -> Sight {
            try Sight(
                Command.run(
                    "parley", ["doctor", "--json", "--state", "\(folder.path)/\(state)", "--socket", "\(folder.path)/\(socket)"],
                    environment: ["XDG_DATA_HOME": "\(folder.path)/data"]))
        }
        let files = try sight(state: "file", socket: "file")
        #expect(files.status == 76 && files.detail("state").contains("not a directory") && files.detail("socket").contains("not a socket"), "\(files.items)")
        let links = try sight(state: "link", socket: "link")
        #expect(links.detail("state").contains("leads nowhere") && links.detail("socket").contains("symbolic link"), "\(links.items)")
        let long = try sight(state: "state", socket: String(repeating: "x", count: 120))
        #expect(long.failed == ["socket"] && long.detail("socket").contains("107"), "\(long.items)")
    }

    @Test func aSocketLeftBehind() throws {
        let daemon = try DaemonProcess()
        daemon.end(with: SIGKILL)
        let sight = try doctor(daemon)
        #expect(sight.status == 0 && sight.outcome("daemon") == "skipped")
        #expect(sight.outcome("socket") == "warning" && sight.detail("socket").contains("left behind"), "\(sight.items)")
        #expect(sight.detail("locks").hasPrefix("free"), "\(sight.items)")
        #expect(FileManager.default.fileExists(atPath: daemon.socket), "it is left where it is")
    }

    @Test func aDaemonWhoseSocketWasRemoved() throws {
        let daemon = try DaemonProcess()
        unlink(daemon.socket)
        let sight = try doctor(daemon)
        #expect(sight.status == 76 && sight.failed == ["daemon", "socket"], "\(sight.items)")
        #expect(sight.code("daemon") == "not-listening" && sight.hint("daemon").contains("kill \(daemon.pid)"), "\(sight.items)")
        #expect(daemon.isRunning)
    }

    @Test func aDaemonThatListensElsewhere() throws {
        let daemon = try DaemonProcess()
        let sight = try doctor(daemon, ["PARLEY_SOCKET": "\(daemon.state)/other.sock"])
        #expect(sight.status == 76 && sight.failed == ["locks"] && sight.detail("locks").contains("process \(daemon.pid)"), "\(sight.items)")
    }

    @Test func aDaemonThatDoesNotAnswer() throws {
        let daemon = try DaemonProcess()
        kill(daemon.pid, SIGSTOP)
        defer { kill(daemon.pid, SIGCONT) }
        let sight = try doctor(daemon)
        #expect(sight.status == 76 && sight.code("daemon") == "no-answer" && sight.detail("daemon").contains("process \(daemon.pid)"), "\(sight.items)")
        #expect(sight.outcome("state") == "passed", "the rest is looked at all the same")
    }

    /// A small disk, the same mounted read-only, and a machine without bubblewrap.
    @Test(.enabled(if: MountNamespace.isPossible)) func aDiskThatIsSmallOrReadOnlyAndNoSandbox() throws {
        let folder = try TemporaryDirectory()
        let state = "\(folder.path)/state"
        let space = try MountNamespace("mkdir '\(state)' && mount -t tmpfs -o size=8m,mode=700 none '\(state)'")
        func sight() throws -> Sight {
            try Sight(
                Command.run(
                    "/usr/bin/env", space.entry + ["\(Command.products)/parley", "doctor", "--json"],
                    environment: ["PARLEY_STATE": state, "PARLEY_SOCKET": "\(state)/s.sock", "XDG_DATA_HOME": "\(folder.path)/data", "PARLEY_PLUGIN_PATH": ""]))
        }
        let small = try sight()
        #expect(small.status == 0 && small.outcome("disk") == "warning" && small.detail("disk").hasPrefix("8 MiB"), "\(small.items)")
        try space.run("mount -o remount,ro '\(state)'; for place in /usr/local/bin /usr/bin /bin; do [ ! -e $place/bwrap ] || mount --bind /dev/null $place/bwrap; done")
        let fixed = try sight()
        #expect(fixed.status == 76 && fixed.failed == ["disk", "state"] && fixed.detail("disk").contains("read-only"), "\(fixed.items)")
        #expect(fixed.outcome("sandbox") == "warning" && fixed.detail("sandbox").contains("not installed"), "\(fixed.items)")
    }

    @Test func anAlteredWorkspaceIsNamed() throws {
        let daemon = try DaemonProcess()
        try keep(["small", "other"], in: daemon)
        // Neither the newest state nor that of the files, both of which are read when a workspace is opened.
        for title in ["Telling title", "Last title"] {
            #expect(try RawSocket(daemon).call("package.update", #"{"workspace":"small","package":"first","title":"\#(title)"}"#).error == nil)
        }
        daemon.end()
        let file = URL(fileURLWithPath: "\(daemon.state)/workspaces/small.sqlite")
        var bytes = try Data(contentsOf: file)
        bytes[try #require(bytes.range(of: Data("Telling tit".utf8))).upperBound] ^= 2
        try bytes.write(to: file)
        chmod(file.path, 0o600)
        try daemon.restart()
        let sight = try doctor(daemon)
        #expect(sight.status == 76 && sight.failed == ["workspace/small"] && sight.outcome("workspace/other") == "passed", "\(sight.items)")
        #expect(sight.code("workspace/small") == "altered" && sight.detail("workspace/small").contains("revision 2"), "\(sight.items)")
        #expect(sight.hint("workspace/small").contains("parley restore"))

        daemon.end()
        try Data("minutes of a meeting".utf8).write(to: file)
        try daemon.restart()
        #expect(try doctor(daemon).code("workspace/small") == "journal-not-a-database")
    }

    @Test func aPluginThatDoesNotStart() throws {
        let directory = try TemporaryDirectory()
        try directory.write("id: broken\nversion: '1'\ntitle: Broken\nprotocol: 1\ncommand: [nowhere-to-be-found]\n", to: "plugins/broken/plugin.yaml")
        let daemon = try DaemonProcess(arguments: ["--plugin-path", "\(directory.path)/plugins"])
        let sight = try doctor(daemon)
        #expect(sight.status == 76 && sight.failed == ["plugin/broken"] && sight.code("plugin/broken") == "refused", "\(sight.items)")
        #expect(sight.detail("plugin/broken").contains("nowhere-to-be-found") && sight.hint("plugin/broken").contains("plugin.yaml"), "\(sight.items)")
        daemon.end()
        let alone = try doctor(daemon, ["PARLEY_PLUGIN_PATH": "\(directory.path)/plugins"])
        #expect(alone.status == 76 && alone.failed == ["plugin/broken"] && alone.outcome("plugin/territory") == "skipped", "\(alone.items)")
    }
}
