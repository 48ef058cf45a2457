import Foundation
import TestSupport
import Testing

/// Who gets in, and what a daemon does not touch. Root is let in everywhere by the kernel, so that what keeps other users out is
/// tried as another user, which takes root to begin with.
@Suite struct PermissionTests {
    static let nobody: UInt32 = 65_534
    static let other: UInt32 = 65_533
    static var mayChangeUser: Bool { geteuid() == 0 && access("/usr/bin/setpriv", X_OK) == 0 }

    private static func become(_ user: UInt32) -> [String] {
        ["/usr/bin/setpriv", "--reuid=\(user)", "--regid=\(user)", "--clear-groups"]
    }

    private func mode(_ path: String) -> UInt32 {
        var status = stat()
        return lstat(path, &status) == 0 ? UInt32(status.st_mode) & 0o7777 : 0
    }

    @Test func whatTheDaemonMakesIsForItsUserAlone() throws {
        let daemon = try DaemonProcess()
        #expect(try RawSocket(daemon).call("workspace.apply", #"{"files":\#(try Sample.file(Sample.small))}"#).error == nil)
        #expect(mode(daemon.state) == 0o700)
        #expect(mode(daemon.socket) == 0o600)
        let files = try #require(FileManager.default.enumerator(atPath: daemon.state))
        for case let name as String in files where !name.hasPrefix("plugins/") {
            #expect(mode("\(daemon.state)/\(name)") & 0o077 == 0, "\(name)")
        }
    }

    /// The mode of the socket keeps them out; and where somebody has opened it, the daemon does.
    @Test(.enabled(if: mayChangeUser, "only root can try it as somebody else"))
    func anotherUserIsToldWhy() throws {
        let house = try BareHouse(isOpen: true)
        let daemon = try house.launch()
        #expect(Timeouts.wait(30) { (try? RawSocket(house.socket)) != nil })
        func list() throws -> CommandResult {
            let command = Self.become(Self.nobody) + [house.parley, "list", "--socket", house.socket, "--no-start"]
            return try Command.run(command[0], Array(command.dropFirst()), environment: ["HOME": "/nonexistent", "PARLEY_STATE": ""])
        }
        let outside = try list()
        #expect(outside.status == 69 && outside.errors.contains("belongs to another user"), "\(outside)")
        chmod(house.state, 0o711)
        let closed = try list()
        #expect(closed.status == 69 && closed.errors.contains("belongs to another user"), "\(closed)")
        chmod(house.socket, 0o666)
        for _ in 0..<Tries.of(5, slow: 50) {
            let open = try list()
            #expect(open.status == 69 && open.errors.contains("belongs to user 0, and you are user \(Self.nobody)"), "\(open)")
        }
        #expect(daemon.isRunning)
    }

    /// Nobody's own daemon: root may ask it, a third user neither gets an answer nor says anything to it.
    @Test(.enabled(if: mayChangeUser, "only root can try it as somebody else"))
    func theDaemonOfAnotherUserIsToldNothing() throws {
        let house = try BareHouse(isOpen: true)
        chown(house.state, Self.nobody, Self.nobody)
        let daemon = try Launched(
            Self.become(Self.nobody) + [house.parleyd, "--state", house.state, "--socket", house.socket],
            environment: ["HOME": "/nonexistent"], log: "\(house.directory.path)/log")
        #expect(Timeouts.wait(30) { (try? RawSocket(house.socket)) != nil }, "\(daemon.log)")
        #expect(try RawSocket(house.socket).call("daemon.status")["pid"] as? Int == Int(daemon.pid))
        chmod(house.state, 0o711)
        chmod(house.socket, 0o666)
        let command = Self.become(Self.other) + [house.parley, "list", "--socket", house.socket, "--no-start"]
        let result = try Command.run(command[0], Array(command.dropFirst()), environment: ["HOME": "/nonexistent", "PARLEY_STATE": ""])
        #expect(result.status == 69 && result.errors.contains("belongs to user \(Self.nobody), and nothing was said to it"), "\(result)")
    }

    /// A link of one's own is as good as what it leads to. One of somebody else could lead elsewhere at any time.
    @Test func aStateDirectoryMayBeALinkOfOnesOwn() throws {
        let house = try BareHouse()
        let link = "\(house.directory.path)/link"
        symlink(house.state, link)
        let daemon = try house.launch(state: link, socket: "\(link)/parley.sock")
        #expect(Timeouts.wait(30) { (try? RawSocket(house.socket)) != nil }, "\(daemon.log)")
        // By whatever name: it is the same directory, and has its daemon.
        #expect(try house.launch(socket: "\(house.state)/other.sock", log: "second").status() == 75)
        let open = "\(house.directory.path)/open"
        mkdir(open, 0o755)
        chmod(open, 0o755)
        let toOpen = "\(house.directory.path)/to-open"
        symlink(open, toOpen)
        let refused = try house.launch(state: toOpen, socket: "\(toOpen)/parley.sock", log: "third")
        #expect(refused.status() == 77 && refused.log.contains("open to other users"), "\(refused.log)")
        guard geteuid() == 0 else { return }
        lchown(link, Self.nobody, Self.nobody)
        let foreign = try house.launch(state: link, socket: "\(house.directory.path)/elsewhere/s", log: "fourth")
        #expect(foreign.status() == 77 && foreign.log.contains("symbolic link that belongs to another user"), "\(foreign.log)")
    }

    /// A link in the place of the socket or of a lock is left alone, and so is what it leads to.
    @Test(arguments: ["parley.sock", "parley.sock.lock", "parleyd.lock"])
    func aLinkInThePlaceOfSocketOrLockIsRefused(name: String) throws {
        let house = try BareHouse()
        try house.directory.write("precious", to: "target")
        symlink("\(house.directory.path)/target", "\(house.state)/\(name)")
        let daemon = try house.launch()
        #expect(daemon.status() == 73 && daemon.log.contains("symbolic link"), "\(daemon.log)")
        #expect(try String(contentsOfFile: "\(house.directory.path)/target", encoding: .utf8) == "precious")
        #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: "\(house.state)/\(name)")) != nil)
    }

    @Test func aPathThatIsTooLongIsRefusedByTheCommandToo() throws {
        let result = try Command.run("parley", ["list", "--socket", "/tmp/\(String(repeating: "x", count: 110))"])
        #expect(result.status == 64 && result.errors.contains("107"), "\(result)")
    }
}
