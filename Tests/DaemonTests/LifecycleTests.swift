import Foundation
import TestSupport
import Testing

/// Starting, stopping, and what is left after both.
@Suite struct LifecycleTests {
    @Test(arguments: [SIGTERM, SIGINT])
    func signalEndsItInGoodOrder(signal: Int32) throws {
        let daemon = try DaemonProcess()
        let subscriber = try RawSocket(daemon)
        #expect(try subscriber.call("events.subscribe").error == nil)
        #expect(daemon.end(with: signal) == 0)
        #expect(!FileManager.default.fileExists(atPath: daemon.socket))
        #expect(try subscriber.line() == nil)
    }

    @Test func stopIsAnsweredBeforeItHappens() throws {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        #expect(try socket.call("daemon.stop").result as? Bool == true)
        #expect(Timeouts.wait { !daemon.isRunning })
    }

    @Test func whatWasAcknowledgedIsThereAfterKill() throws {
        let daemon = try DaemonProcess()
        var revision = 0
        do {
            let socket = try RawSocket(daemon)
            #expect(try socket.call("workspace.apply", #"{"files":\#(try Sample.file(Sample.small))}"#).error == nil)
            for number in 0..<20 {
                let answer = try socket.call(
                    "package.set", #"{"package":"first","choices":{"quota":\#(number % 2 * 10)}}"#, id: number + 2)
                revision = try #require(answer["revision"] as? Int)
            }
        }
        daemon.end(with: SIGKILL)
        try daemon.restart()
        let log = try RawSocket(daemon).call("workspace.log")
        #expect((log["items"] as? [[String: Any]])?.first?["number"] as? Int == revision)
        #expect(revision == 21)
    }

    @Test func secondDaemonOnTheSameSocketIsRefused() throws {
        let daemon = try DaemonProcess()
        let second = try Command.run("parleyd", ["--state", daemon.state, "--socket", daemon.socket])
        #expect(second.status == 75)
        #expect(second.errors.contains("\(daemon.pid)"), "it should name the process that holds the socket: \(second.errors)")
        #expect(try RawSocket(daemon).call("daemon.status")["pid"] as? Int == Int(daemon.pid))
    }

    /// Two daemons on one state directory would not hear of each other's changes.
    @Test func secondDaemonOnTheSameStateIsRefused() throws {
        let daemon = try DaemonProcess()
        let second = try Command.run("parleyd", ["--state", daemon.state, "--socket", "\(daemon.directory.path)/state/other.sock"])
        #expect(second.status == 75)
        #expect(second.errors.contains("\(daemon.pid)") && second.errors.contains(daemon.state), "\(second.errors)")
    }

    @Test func aStateDirectoryThatTheDaemonDoesNotKeepIsRefused() throws {
        let daemon = try DaemonProcess()
        let result = try daemon.parley("list", "--state", "\(daemon.directory.path)/elsewhere")
        #expect(result.status == 69 && result.errors.contains(daemon.state), "\(result)")
        #expect(try daemon.parley("list", "--state", daemon.state).status == 0)
    }

    @Test func anEmptyConfigurationIsOne() throws {
        let directory = try TemporaryDirectory()
        try directory.write("# nothing yet\n", to: "parleyd.yaml")
        let daemon = try DaemonProcess(in: directory, arguments: ["--config", "\(directory.path)/parleyd.yaml"])
        #expect(daemon.isRunning)
    }

    @Test func directoryOpenToOthersIsRefused() throws {
        let directory = try TemporaryDirectory()
        try FileManager.default.createDirectory(
            atPath: "\(directory.path)/open", withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
        let result = try Command.run("parleyd", ["--state", "\(directory.path)/open", "--socket", "\(directory.path)/open/s"])
        #expect(result.status == 77)
        #expect(result.errors.contains("chmod 700"))
    }

    @Test func flagsWinOverEnvironmentOverFile() throws {
        let directory = try TemporaryDirectory()
        try directory.write("state: \(directory.path)/file\nthreads: 1\n", to: "parleyd.yaml")
        let configuration = ["--config", "\(directory.path)/parleyd.yaml"]
        func state(_ arguments: [String], _ environment: [String: String]) throws -> String? {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "\(Command.products)/parleyd")
            process.arguments = configuration + arguments
            var variables = ProcessInfo.processInfo.environment
            for name in ["PARLEY_STATE", "PARLEY_SOCKET", "XDG_RUNTIME_DIR"] { variables[name] = nil }
            process.environment = variables.merging(environment) { $1 }
            process.standardError = FileHandle.nullDevice
            try process.run()
            defer {
                process.terminate()
                process.waitUntilExit()
            }
            let found = ["file", "variable", "flag"].first { name in
                Timeouts.wait(0) { FileManager.default.fileExists(atPath: "\(directory.path)/\(name)/parley.sock") }
            }
            if let found { return found }
            var result: String?
            _ = Timeouts.wait {
                result = ["file", "variable", "flag"].first { FileManager.default.fileExists(atPath: "\(directory.path)/\($0)/parley.sock") }
                return result != nil
            }
            return result
        }
        #expect(try state([], [:]) == "file")
        #expect(try state([], ["PARLEY_STATE": "\(directory.path)/variable"]) == "variable")
        #expect(try state(["--state", "\(directory.path)/flag"], ["PARLEY_STATE": "\(directory.path)/variable"]) == "flag")
    }

    @Test(arguments: [
        ("threds: 2", "threads"), ("threads: none", "whole number"), ("state: [a", "configuration"), ("logLevel: loud", "loud"),
    ])
    func brokenConfigurationIsRefusedWithItsPlace(text: String, expected: String) throws {
        let directory = try TemporaryDirectory()
        try directory.write(text + "\n", to: "parleyd.yaml")
        let result = try Command.run(
            "parleyd", ["--config", "\(directory.path)/parleyd.yaml", "--state", "\(directory.path)/s"], environment: ["PARLEY_LOG": ""])
        #expect([64, 78].contains(result.status))
        #expect(result.errors.contains(expected), "\(result.errors)")
    }

    @Test func pathTooLongIsRefusedWithTheLimit() throws {
        let directory = try TemporaryDirectory()
        let result = try Command.run(
            "parleyd", ["--state", "\(directory.path)/s", "--socket", "\(directory.path)/s/\(String(repeating: "x", count: 120))"])
        #expect(result.status == 64)
        #expect(result.errors.contains("107"), "\(result.errors)")
    }
}
