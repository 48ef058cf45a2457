import Findings
import Glibc
import Negotiation
import PluginProtocol
import Shapes
import Synchronization
import Wire

/// Answers what a plugin asks while it works on a request: `host/evaluate`, `host/solve`.
package typealias HostAnswers = @Sendable (Request) async throws -> Value

/// One run of a plugin: its processes, the conversation with them, and why it ended.
final class PluginRun: Handler {
    let process: KeptProcess
    private let id: String
    private let log: PluginLog
    private struct State {
        var connection: Connection?
        var answers: HostAnswers?
        var strayLines = 0
        /// Why we ended it, in words that go on from its name: “wrote a line of …”.
        var verdict: String?
        var snapshot: SnapshotName?
    }
    private let state = Mutex(State())

    init(process: KeptProcess, id: String, log: PluginLog) {
        self.process = process
        self.id = id
        self.log = log
    }

    func connect() async throws {
        let connection = try await Connection.overPipes(reading: process.input, writing: process.output, handler: self)
        state.withLock { $0.connection = connection }
    }

    /// Ends it for a reason, the first of which counts.
    func end(_ verdict: String) {
        state.withLock { if $0.verdict == nil { $0.verdict = verdict } }
        process.end()
    }

    /// Ends what has closed its output: its own end, which says more than ours would, is mostly on its way.
    func endSoon() {
        Task {
            try? await Task.sleep(for: .milliseconds(500))
            process.end()
        }
    }

    var verdict: String? { state.withLock { $0.verdict } }

    /// What it holds, as far as it was told.
    var snapshot: SnapshotName? { state.withLock { $0.snapshot } }

    func forget(_ workspace: ID<Workspace>) {
        state.withLock { if $0.snapshot?.workspace == workspace { $0.snapshot = nil } }
    }

    func set(_ name: SnapshotName, _ document: Value) throws(RPCError) {
        guard let connection = state.withLock({ $0.connection }) else { return }
        var params = SetWorkspaceParams()
        params.name = name
        params.document = document
        try connection.notify(PluginMessages.setWorkspace, SetWorkspaceParams.shape.encode(params))
        state.withLock { $0.snapshot = name }
    }

    func call<Params, Result>(
        _ method: Method<Params, Result>, _ params: Params, answers: HostAnswers?, onProgress: (@Sendable (Progress) -> Void)?
    ) async throws -> Result {
        guard let connection = state.withLock({ state in
            state.answers = answers
            return state.connection
        }) else { throw CancellationError() }
        defer { state.withLock { $0.answers = nil } }
        return try await connection.call(method, params, waitsWhenCancelled: true, onProgress: onProgress)
    }

    // MARK: What the plugin says

    func handle(_ request: Request) async throws -> Value {
        guard let answers = state.withLock({ $0.answers }) else {
            throw RPCError(
                RPCError.failedCode, "not-at-work", "The host answers questions only while the plugin works on a request of its.")
        }
        return try await answers(request)
    }

    func handle(_ notification: Notification) {
        guard notification.method == PluginMessages.log, let message = notification.params?["message"]?.string else { return }
        log.append(Array("\(message)\n".utf8))
    }

    func unreadable(_ line: UnreadableLine) -> Bool {
        if line.fault.name == "line-too-long" {
            log.note("ended: \(line.fault.message)")
            end("wrote a line longer than \(8) MiB to standard output")
            return false
        }
        let strays = state.withLock { state in
            state.strayLines += 1
            return state.strayLines
        }
        if strays <= 20 { log.note("on standard output, and no message: \(line.beginning)") }
        if strays == PluginLimits.strayLines { end("wrote \(strays) lines to standard output that are no messages") }
        return false
    }
}

extension Ending {
    /// In words that go on from the plugin's name.
    func description(_ limits: PluginLimits) -> String {
        switch self {
        // The sandbox tells the death of what is in it by a signal as shells do.
        case .exited(let code) where (129...192).contains(code): Ending.signalled(code - 128).description(limits)
        case .exited(let code): code == 0 ? "ended by itself" : "ended with exit code \(code)"
        case .signalled(let number): "was ended by signal \(number)\(Ending.names[number].map { " (\($0))" } ?? "")"
        case .memory(let bytes): "used \(bytes >> 20) MiB of memory, more than the \(limits.memoryMegabytes) it may, and was ended"
        case .processes(let count): "had \(count) processes, more than the \(limits.processes) it may, and was ended"
        case .failed(let number): "could not be started: \(String(cString: strerror(CInt(number))))"
        case .lost: "lost its keeper, which ends it"
        }
    }

    private static let names = [
        4: "illegal instruction: a trap of the program", 5: "trap of the program", 6: "abort", 7: "bus error", 8: "arithmetic error",
        9: "kill", 11: "segmentation fault", 15: "termination", 24: "time limit", 25: "file size",
    ]
}
