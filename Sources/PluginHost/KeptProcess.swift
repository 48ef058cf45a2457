import CLinux
import Glibc
import Synchronization

/// How a plugin's processes came to an end.
package enum Ending: Sendable, Hashable {
    case exited(Int)
    case signalled(Int)
    /// The keeper ended it: its processes together held so many bytes.
    case memory(Int)
    /// The keeper ended it: so many processes.
    case processes(Int)
    /// It could not be started; the error number.
    case failed(Int)
    /// The keeper itself is gone.
    case lost
}

/// A plugin's processes under their keeper (`parley-keeper`), a small program that ends every descendant when the control
/// socket reaches its end, be it that we close it or that we are no more.
final class KeptProcess: Sendable {
    /// The pipes to the plugin's standard input and output; whoever makes a connection of them takes them over.
    let input: CInt
    let output: CInt
    private let keeper: pid_t
    private struct State {
        var control: CInt
        var buffer: [UInt8] = []
        var plugin: Int?
        var reported: Ending?
        var ending: Ending?
        var waiters: [CheckedContinuation<Ending, Never>] = []
    }
    private let state: Mutex<State>

    /// - Parameters:
    ///   - command: what the keeper starts: an absolute path and arguments.
    ///   - log: receives standard error.
    init(
        keeper program: String, command: [String], environment: [String], directory: String, limits: PluginLimits, id: String,
        log: @escaping @Sendable ([UInt8]) -> Void
    ) throws(Refusal) {
        func failure(_ what: String) -> Refusal { Refusal("\(what): \(Files.reason).", hint: "the machine may have run out of processes or files") }
        var pipes: [[CInt]] = []
        func closeAll() { for end in pipes.joined() { close(end) } }
        for _ in 0..<3 {
            var ends: [CInt] = [-1, -1]
            guard pipe(&ends) == 0 else {
                closeAll()
                throw failure("No pipe could be made")
            }
            // Whatever else is spawned meanwhile gets only what it is given; this is for what others may start.
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            pipes.append(ends)
        }
        var control: [CInt] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &control) == 0 else {
            closeAll()
            throw failure("No socket could be made")
        }
        let listening = fcntl(control[0], F_DUPFD_CLOEXEC, 3)
        guard listening >= 0 else {
            let reason = errno
            closeAll()
            for end in control { close(end) }
            errno = reason
            throw failure("No descriptor is left")
        }
        let arguments =
            [
                program, "--memory", "\(limits.memoryMegabytes << 20)", "--processes", "\(limits.processes)", "--grace", "300", "--",
            ] + command
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
        defer {
            words.forEach { free($0) }
            variables.forEach { free($0) }
        }
        let theirs = [pipes[0][0], pipes[1][1], pipes[2][1], control[1]]
        var process: pid_t = 0
        let code = clinux_spawn(program, &words, &variables, directory, theirs, CInt(theirs.count), &process)
        let reason = errno
        for end in theirs { close(end) }
        guard code == 0 else {
            for end in [pipes[0][1], pipes[1][0], pipes[2][0], control[0], listening] { close(end) }
            errno = reason
            throw Refusal(
                "The keeper “\(program)” could not be started: \(Files.reason).",
                hint: "parley-keeper lies beside parleyd, or in lib/parley; build or install it")
        }
        keeper = process
        input = pipes[1][0]
        output = pipes[0][1]
        state = Mutex(State(control: control[0]))
        Drain.start(pipes[2][0], label: "plugin.\(id).log", log, end: {})
        Drain.start(listening, label: "plugin.\(id).keeper", { [self] in heard($0) }, end: { [self] in keeperEnded() })
    }

    /// The plugin's first process, once it has been started; with a sandbox that is the sandbox's.
    var process: Int? { state.withLock { $0.plugin } }

    /// Ends every process of the plugin, politely for a third of a second and then not. Returns at once.
    func end() {
        state.withLock { state in
            guard state.control >= 0 else { return }
            // The reading side has a descriptor of its own, so this tells the keeper rather than closing.
            shutdown(state.control, Int32(SHUT_WR))
            close(state.control)
            state.control = -1
        }
    }

    /// Returns when nothing of the plugin is left.
    func ended() async -> Ending {
        await withCheckedContinuation { continuation in
            let ending = state.withLock { state in
                if state.ending == nil { state.waiters.append(continuation) }
                return state.ending
            }
            if let ending { continuation.resume(returning: ending) }
        }
    }

    private func heard(_ bytes: [UInt8]) {
        state.withLock { state in
            state.buffer += bytes
            while let newline = state.buffer.firstIndex(of: 0x0A) {
                let words = String(decoding: state.buffer[..<newline], as: UTF8.self).split(separator: " ")
                state.buffer.removeFirst(newline + 1)
                guard words.count == 2, let number = Int(words[1]) else { continue }
                switch words[0] {
                case "started": state.plugin = number
                case "failed": state.reported = .failed(number)
                case "exited": state.reported = .exited(number)
                case "signalled": state.reported = .signalled(number)
                case "memory": state.reported = .memory(number)
                case "processes": state.reported = .processes(number)
                default: break
                }
            }
        }
    }

    private func keeperEnded() {
        end()
        var status: CInt = 0
        while waitpid(keeper, &status, 0) < 0, errno == EINTR {}
        let (waiters, ending) = state.withLock { state in
            let ending = state.reported ?? .lost
            state.ending = ending
            defer { state.waiters = [] }
            return (state.waiters, ending)
        }
        for waiter in waiters { waiter.resume(returning: ending) }
    }
}
