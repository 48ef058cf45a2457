import Foundation
import TestSupport

/// A directory with copies of the programs, away from the plugins of the checkout: daemons that are started by the hundred, and
/// programs that another user may run.
final class BareHouse {
    let directory: TemporaryDirectory

    /// - Parameter isOpen: whether other users may run the programs.
    init(isOpen: Bool = false) throws {
        directory = try TemporaryDirectory()
        if isOpen { chmod(directory.path, 0o755) }
        for program in ["parley", "parleyd"] {
            try FileManager.default.copyItem(atPath: "\(Command.products)/\(program)", toPath: "\(directory.path)/\(program)")
        }
        try FileManager.default.createDirectory(
            atPath: "\(directory.path)/state", withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }

    var parleyd: String { "\(directory.path)/parleyd" }
    var parley: String { "\(directory.path)/parley" }
    var state: String { "\(directory.path)/state" }
    var socket: String { "\(directory.path)/state/parley.sock" }

    /// Starts a daemon here, and does not wait for it.
    func launch(state: String? = nil, socket: String? = nil, log: String = "log") throws -> Launched {
        try Launched(
            [parleyd, "--state", state ?? self.state, "--socket", socket ?? self.socket], log: "\(directory.path)/\(log)")
    }
}

/// A process that a test has started; killed with the object.
final class Launched {
    private let process = Process()
    private let logPath: String

    /// - Parameter command: the path of the program, and its arguments.
    init(_ command: [String], environment: [String: String] = [:], log: String) throws {
        logPath = log
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        let output = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        // Plugins and configuration of this machine's user are none of the tests' business.
        let own = ["XDG_DATA_HOME": log + ".data", "XDG_CONFIG_HOME": log + ".config", "PARLEY_LOG": "debug"]
        process.environment = ProcessInfo.processInfo.environment.merging(own) { $1 }.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
    }

    deinit { end(with: SIGKILL) }

    var pid: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }
    var log: String { (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "" }

    /// The exit status, once it has ended; nil when it goes on.
    func status(within seconds: Double = 20) -> Int32? {
        Timeouts.wait(seconds) { !process.isRunning } ? process.terminationStatus : nil
    }

    @discardableResult
    func end(with signal: Int32) -> Int32? {
        if process.isRunning { kill(process.processIdentifier, signal) }
        return status()
    }
}

/// What the kernel says of a process's memory.
enum Memory {
    /// The most megabytes that it has had in memory since `forget`, or since its start.
    static func peak(of process: Int32) -> Int? { value("VmHWM", of: process) }

    /// Has the peak counted from now on, where the kernel lets one.
    static func forget(_ process: Int32) { try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/\(process)/clear_refs")) }

    static func resident(_ process: Int32) -> Int? { value("VmRSS", of: process) }

    private static func value(_ name: String, of process: Int32) -> Int? {
        let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = status?.split(separator: "\n").first { $0.hasPrefix("\(name):") }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }.map { $0 / 1_024 }
    }
}
