import Glibc
import ParleyProtocol
import Wire

/// The daemon as a process: where its program is, and how it is started so that it outlives this one.
enum DaemonProcess {
    private static let patience = Duration.seconds(10)

    /// Starts a daemon and connects to whichever serves the socket then: when two are started at once, one of them finds the
    /// lock taken and ends.
    ///
    /// - Parameter isStateNamed: whether the state directory was named here; the daemon's configuration may name another.
    /// - Returns: `process` is nil when somebody else's daemon was faster.
    static func start(
        _ locations: Locations, isStateNamed: Bool, handler: any Handler
    ) async throws(Fault) -> (connection: Connection, process: Int32?) {
        let program = try program()
        try makeDirectory(locations.state, mode: 0o700)
        let log = "\(locations.state)/parleyd.log"
        let logged = size(of: log)
        let arguments = ["--socket", locations.socket] + (isStateNamed ? ["--state", locations.state] : [])
        let deadline = ContinuousClock.now + patience
        var child: pid_t? = try spawn(program, arguments, log: log)
        var nextAttempt = deadline
        while true {
            do {
                let connection = try await Socket.connect(path: locations.socket, handler: handler)
                return (connection, connection.peer?.processID == child ? child : nil)
            } catch where error.code == .missing || error.code == .refused {
            } catch {
                throw Fault(error)
            }
            if let process = child, let status = ended(process) {
                guard status == ExitStatus.tryAgain.rawValue else {
                    throw Fault(
                        .unavailable, code: "start-failed",
                        "parleyd ended with exit code \(status) as soon as it was started.\n\(tail(of: log, from: logged))",
                        hint: "its log is \(log)")
                }
                // Somebody holds the lock: a daemon that will listen in a moment, or one that is about to end.
                child = nil
                nextAttempt = ContinuousClock.now + .milliseconds(200)
            }
            if child == nil, ContinuousClock.now >= nextAttempt { child = try spawn(program, arguments, log: log) }
            guard ContinuousClock.now < deadline else {
                let why =
                    child.map {
                        "parleyd (pid \($0)) was started and does not listen at “\(locations.socket)” after ten seconds."
                    }
                    ?? "Another daemon holds the lock of “\(locations.socket)” and does not listen there."
                throw Fault(.unavailable, code: "start-failed", why, hint: "its log is \(log)")
            }
            // Not cancelled: nobody holds this task.
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    // MARK: - Finding it

    /// Beside this program, wherever links to it lie, else in the directories of PATH.
    private static func program() throws(Fault) -> String {
        let own = Build.executable.map { String($0[..<($0.lastIndex(of: "/") ?? $0.startIndex)]) }
        let directories = [own].compactMap(\.self) + (Locations.variable("PATH") ?? "").split(separator: ":").map(String.init)
        for directory in directories where access("\(directory)/parleyd", X_OK) == 0 { return "\(directory)/parleyd" }
        throw Fault(
            .unavailable, code: "no-parleyd", "There is no parleyd beside this program nor in a directory of PATH.",
            hint: "build or install both programs; or start the daemon yourself and name its socket with --socket")
    }

    /// Whether the program of a running process was replaced on disk since it started.
    static func isReplaced(_ process: Int32) -> Bool { link("/proc/\(process)/exe")?.hasSuffix(" (deleted)") ?? false }

    private static func link(_ path: String) -> String? {
        var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }

    // MARK: - Starting it

    /// POSIX_SPAWN_SETSID, which glibc's header shows only to those who define _GNU_SOURCE; part of its ABI.
    private static let newSession: Int16 = 0x80

    private static func spawn(_ program: String, _ arguments: [String], log: String) throws(Fault) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        closeOnSpawn()

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A session of its own: it neither ends with the terminal nor hears its Ctrl-C. Signals as at the start of a program.
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, newSession | Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

        // A child begins where its parent is; from `/` the daemon keeps no file system from being unmounted. The paths handed
        // to it are absolute, and nothing else of this program goes by the working directory meanwhile.
        let here = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if here >= 0 { _ = chdir("/") }
        defer {
            if here >= 0, fchdir(here) == 0 { close(here) }
        }

        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, program, &actions, &attributes, &words, environ)
        guard code == 0 else {
            throw Fault(
                .unavailable, code: "start-failed", "“\(program)” cannot be started: \(String(cString: strerror(code))).")
        }
        return process
    }

    /// Whoever called this program may wait for the end of a pipe, which a daemon must not hold open. Nothing else is started
    /// by this program.
    private static func closeOnSpawn() {
        guard let directory = opendir("/proc/self/fd") else { return }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            if let descriptor = CInt(name(of: entry)), descriptor > STDERR_FILENO { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        }
    }

    /// How a child ended; nil while it runs.
    private static func ended(_ process: pid_t) -> Int32? {
        var status: CInt = 0
        guard waitpid(process, &status, WNOHANG) == process else { return nil }
        // The shell's way of telling of a signal.
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }

    /// Waits until a process that is not a child has ended; false when it takes longer than a daemon may.
    static func waitForEnd(of process: Int32) async -> Bool {
        let deadline = ContinuousClock.now + patience
        while isRunning(process) {
            guard ContinuousClock.now < deadline else { return false }
            try? await Task.sleep(for: .milliseconds(5))
        }
        return true
    }

    /// A process that has ended and that nobody has buried yet does not run.
    private static func isRunning(_ process: Int32) -> Bool {
        guard kill(process, 0) == 0 || errno == EPERM else { return false }
        guard let status = contents(of: "/proc/\(process)/stat", from: 0), let name = status.lastIndex(of: ")") else {
            return false
        }
        return !status[name...].hasPrefix(") Z") && !status[name...].hasPrefix(") X")
    }

    // MARK: - Files

    static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
        // The kernel ends the name with a zero within the member's size.
        withUnsafePointer(to: &entry.pointee.d_name) { name in
            name.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: name.pointee)) { String(cString: $0) }
        }
    }

    /// Makes a directory and those above it.
    static func makeDirectory(_ path: String, mode: mode_t) throws(Fault) {
        var made = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: true) {
            made += (made.isEmpty && !path.hasPrefix("/") ? "" : "/") + part
            if mkdir(made, mode) == 0 || errno == EEXIST { continue }
            // A directory above that may not be written to is no matter when it is there.
            let code = errno
            if access(made, X_OK) == 0 { continue }
            throw Fault(
                .cannotWrite, code: "cannot-write",
                "The directory “\(made)” cannot be made: \(String(cString: strerror(code))).")
        }
    }

    private static func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// The last lines that were logged since `start`.
    private static func tail(of log: String, from start: Int) -> String {
        let lines = (contents(of: log, from: start) ?? "").split(separator: "\n")
        return lines.isEmpty
            ? "It logged nothing." : "It logged:\n" + lines.suffix(12).map { "  \($0)" }.joined(separator: "\n")
    }

    /// At most the last 64 KiB after `start` of a file; nil when it cannot be read.
    private static func contents(of path: String, from start: Int) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        let count = pread(descriptor, &bytes, bytes.count, off_t(max(start, size(of: path) - bytes.count)))
        return count >= 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }
}
