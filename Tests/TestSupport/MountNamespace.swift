import Foundation

/// A place where file systems can be mounted without anything outside seeing them: they go with this object.
package final class MountNamespace {
    private let keeper: Process
    private let folder: TemporaryDirectory

    /// Why nothing can be mounted here; nil where it can.
    package static let obstacle: String? = {
        guard geteuid() == 0 else { return "only root may mount file systems" }
        let result = try? Command.run("/bin/sh", ["-c", "unshare -m sh -c 'mount -t tmpfs none /mnt' && command -v nsenter prlimit"])
        return result?.status == 0 ? nil : "mounting is not permitted here: \(result?.errors ?? "there is no shell")"
    }()

    package static var isPossible: Bool { obstacle == nil }

    /// - Parameter setUp: shell commands that are run in it first.
    package init(_ setUp: String) throws {
        folder = try TemporaryDirectory()
        keeper = Process()
        keeper.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let ready = "\(folder.path)/ready"
        keeper.arguments = ["unshare", "-m", "--propagation", "private", "sh", "-c", "\(setUp) && : > '\(ready)' && exec sleep 3600"]
        keeper.standardInput = FileHandle.nullDevice
        try keeper.run()
        guard Timeouts.wait(until: { !keeper.isRunning || FileManager.default.fileExists(atPath: ready) }), keeper.isRunning else {
            throw DaemonProcess.NotReady(description: "this could not be set up: \(setUp)")
        }
    }

    deinit {
        if keeper.isRunning { kill(keeper.processIdentifier, SIGKILL) }
        keeper.waitUntilExit()
    }

    /// What goes before a command so that it runs in here.
    package var entry: [String] { ["nsenter", "-t", "\(keeper.processIdentifier)", "-m"] }

    /// What a path means in here, as a path for those outside.
    package func path(_ path: String) -> String { "/proc/\(keeper.processIdentifier)/root\(path)" }

    /// Runs shell commands in here.
    package func run(_ commands: String) throws {
        let result = try Command.run("/usr/bin/env", entry + ["sh", "-ec", commands])
        guard result.status == 0 else { throw DaemonProcess.NotReady(description: "\(commands): \(result.errors)") }
    }
}
