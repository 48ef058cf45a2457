import Foundation

/// A real daemon on a state directory and a socket of its own; killed with the object.
package final class DaemonProcess {
    package let directory: TemporaryDirectory
    package var state: String { "\(directory.path)/state" }
    package var socket: String { "\(directory.path)/state/parley.sock" }
    private var process: Process
    /// What goes before its own command.
    private let prefix: [String]

    package struct NotReady: Error, CustomStringConvertible {
        package var description: String
    }

    /// Starts it and waits until it answers.
    ///
    /// - Parameter prefix: a command that runs the one behind it in its own process.
    package init(in directory: TemporaryDirectory? = nil, arguments: [String] = [], prefix: [String] = []) throws {
        self.directory = try directory ?? TemporaryDirectory()
        self.prefix = prefix
        process = Process()
        try launch(arguments)
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    package var pid: Int32 { process.processIdentifier }
    package var isRunning: Bool { process.isRunning }

    /// What it wrote to its log.
    package var log: String { (try? String(contentsOfFile: "\(directory.path)/log", encoding: .utf8)) ?? "" }

    /// The variables with which a CLI finds this daemon.
    package var environment: [String: String] {
        ["PARLEY_STATE": state, "PARLEY_SOCKET": socket, "PARLEY_WORKSPACE": "", "NO_COLOR": "1", "PARLEY_CONFIG": ""]
    }

    private func launch(_ arguments: [String]) throws {
        try directory.write("", to: "log")
        let log = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(directory.path)/log"))
        let command = prefix + ["\(Command.products)/parleyd", "--state", state, "--socket", socket, "--log-level", "debug"] + arguments
        process.executableURL = URL(fileURLWithPath: prefix.isEmpty ? command[0] : "/usr/bin/env")
        process.arguments = prefix.isEmpty ? Array(command.dropFirst()) : command
        // Plugins that the user of this machine has installed are none of the tests' business.
        process.environment = ProcessInfo.processInfo.environment.merging(["XDG_DATA_HOME": "\(directory.path)/data"]) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = log
        process.standardError = log
        try process.run()
        let isReady = Timeouts.wait(20) { !process.isRunning || (try? RawSocket(socket)) != nil }
        guard isReady, process.isRunning else { throw NotReady(description: "the daemon did not start:\n\(self.log)") }
    }

    /// Sends a signal and waits for the end; the exit status, or nil when it did not end.
    @discardableResult
    package func end(with signal: Int32 = SIGTERM) -> Int32? {
        kill(process.processIdentifier, signal)
        guard Timeouts.wait(10, until: { !process.isRunning }) else { return nil }
        return process.terminationStatus
    }

    /// Starts another one on the same state.
    package func restart(arguments: [String] = []) throws {
        if process.isRunning { end(with: SIGKILL) }
        process = Process()
        try launch(arguments)
    }

    /// Runs the CLI against this daemon.
    package func parley(_ arguments: String..., environment: [String: String] = [:], input: String? = nil) throws -> CommandResult {
        try Command.run("parley", arguments, environment: self.environment.merging(environment) { $1 }, input: input)
    }

    /// Memory in use, in bytes.
    package var residentBytes: Int? {
        let text = try? String(contentsOfFile: "/proc/\(pid)/statm", encoding: .utf8)
        return text?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * sysconf(Int32(_SC_PAGESIZE)) }
    }
}
