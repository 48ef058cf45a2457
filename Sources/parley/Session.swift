import Briefing
import Findings
import Glibc
import ParleyProtocol
import Shapes
import Wire

/// A connection to the daemon, and what its answers mean to a command.
struct Session: Sendable {
    let connection: Connection
    let output: Output

    /// Connects to the daemon, and starts one when none runs.
    static func open(
        _ options: CommonOptions, _ output: Output, handler: any Handler = NoMethods()
    ) async throws(Fault) -> Session {
        if let session = try await running(options, output, handler: handler) { return session }
        let locations = options.locations
        if options.noStart {
            throw Fault(
                .unavailable, code: "no-daemon", "No daemon listens at “\(locations.socket)”, and --no-start was given.",
                hint: "start one with “parley start”")
        }
        let started = try await DaemonProcess.start(locations, isStateNamed: options.state != nil, handler: handler)
        let session = Session(connection: started.connection, output: output)
        if let process = started.process {
            // Where the daemon keeps its workspaces is for it to say: its configuration may name another directory.
            let state = try await session.call(Methods.status, NoParams()).result().state
            output.note("started parleyd (pid \(process)), state \(state)")
        }
        return session
    }

    /// Connects to the daemon; nil when none runs.
    ///
    /// - Parameter tellsAge: whether to say that the daemon runs a program that has been replaced since.
    static func running(
        _ options: CommonOptions, _ output: Output, tellsAge: Bool = true, handler: any Handler = NoMethods()
    ) async throws(Fault) -> Session? {
        let connection: Connection
        do {
            connection = try await Socket.connect(path: options.locations.socket, handler: handler)
        } catch where error.code == .missing || error.code == .refused {
            return nil
        } catch {
            throw Fault(error)
        }
        try check(connection, isTrustedAt: options.locations.socket)
        if tellsAge, let process = connection.peer?.processID, DaemonProcess.isReplaced(process) {
            output.note(
                "note: parleyd (pid \(process)) has been replaced by a newer build since it started; “parley stop” ends it")
        }
        let session = Session(connection: connection, output: output)
        if let state = options.state { try await session.check(keeps: state, at: options.locations.socket) }
        return session
    }

    /// Nothing is said to the daemon of another user, who would learn it; root's could read it anyway.
    private static func check(_ connection: Connection, isTrustedAt socket: String) throws(Fault) {
        guard let user = connection.peer?.userID, user != geteuid(), user != 0 else { return }
        throw Fault(
            .unavailable, code: "not-your-daemon", "The daemon at “\(socket)” belongs to user \(user), and nothing was said to it.",
            hint: "name the socket of your own with --socket or PARLEY_SOCKET")
    }

    /// Whoever names a state directory means no other: the daemon at the socket may keep a different one.
    private func check(keeps state: String, at socket: String) async throws(Fault) {
        func real(_ path: String) -> String {
            guard let resolved = realpath(path, nil) else { return Locations.absolute(path) }
            defer { free(resolved) }
            return String(cString: resolved)
        }
        let kept = try await call(Methods.status, NoParams()).result().state
        guard real(kept) != real(state) else { return }
        throw Fault(
            .unavailable, code: "other-state", "The daemon at “\(socket)” keeps “\(kept)”, not “\(state)”.",
            hint: "name the other daemon's socket as well (--socket), or leave --state out")
    }

    /// Calls a method, with its progress on the terminal.
    func call<Params, Result>(_ method: Method<Params, Result>, _ params: Params) async throws(Fault) -> Answer<Result> {
        do {
            return Answer(
                method: method.name, shape: method.result, value: try await call(method.name, method.params.encode(params)))
        } catch {
            throw error.inWordsOfTheCommandLine
        }
    }

    func call(_ method: String, _ params: Value?) async throws(Fault) -> Value {
        // Who does not ask for progress does not get it, and a pipe has no use for it.
        let report: @Sendable (Progress) -> Void = { [output] in
            output.progress(done: $0.done, total: $0.total, $0.message ?? method)
        }
        do {
            return try await connection.call(method, params, onProgress: output.messages.columns == nil ? nil : report)
        } catch {
            throw Fault(error)
        }
    }
}

/// What a method answered: as it came, and as its declaration has it.
struct Answer<Result: Sendable>: Sendable {
    let method: String
    let shape: Shape<Result>
    let value: Value

    func result() throws(Fault) -> Result {
        do {
            return try shape.read(value)
        } catch {
            throw Fault(
                .defect, code: "unexpected-answer",
                "The daemon's answer to \(method) does not have the form that this parley knows.",
                hint: "daemon and parley are of different versions: end the daemon with “parley stop” and try again",
                diagnostics: error.all)
        }
    }
}
