import Dispatch
import Glibc
import Logging
import ParleyProtocol
import PluginHost
import Wire
import Workbench

/// One run of the daemon: takes its directories, listens, and ends in good order.
struct Daemon {
    private let configuration: Configuration
    private let logger = Logger(label: "parleyd")

    init(_ configuration: Configuration) { self.configuration = configuration }

    func run() async throws(StartError) {
        let began = ContinuousClock.now
        try Directory.prepare(configuration.state)
        try Directory.prepare("\(configuration.state)/workspaces")
        let socket = configuration.socket
        try Directory.prepare(String(socket[..<(socket.lastIndex(of: "/") ?? socket.startIndex)]))

        let (stops, stop) = AsyncStream.makeStream(of: String.self)
        let signals = [SIGTERM, SIGINT].map { Daemon.on($0) { stop.yield("signal \($0)") } }
        defer { for source in signals { source.cancel() } }

        let listener: Listener
        let workbench = Workbench(
            settings: .init(
                state: configuration.state, threads: configuration.threads,
                plugins: .init(
                    directories: configuration.pluginDirectories, programs: Build.folder ?? ".", state: "\(configuration.state)/plugins",
                    limits: configuration.pluginLimits, version: Build.version)),
            logger: Logger(label: "workbench"))
        let service = Service(
            workbench: workbench, logger: logger,
            facts: .init(build: Build.identity, socket: socket, state: configuration.state)
        ) { stop.yield("asked over the socket") }
        let stateLock: Socket.Lock
        do throws(SocketError) {
            let lock = try Socket.Lock(socket: socket)
            stateLock = try Daemon.keep(configuration.state)
            // Before anybody can ask, so that whoever comes first finds every plugin at least on its way.
            await workbench.start()
            let owner = geteuid()
            listener = try await Socket.listen(under: lock) { peer throws(RPCError) in
                guard peer.userID == owner || peer.userID == 0 else {
                    throw RPCError(
                        RPCError.failedCode, "not-your-daemon",
                        "This daemon belongs to user \(owner), and you are user \(peer.userID). Start one of your own: parley start.")
                }
                return service.session(with: peer)
            }
        } catch {
            if error.code == .locked, error.path != socket {
                let holder = error.holder.map { " (process \($0))" } ?? ""
                throw StartError(
                    .alreadyRunning, "A daemon\(holder) already keeps the workspaces in “\(configuration.state)”, at another socket.",
                    hint: "use that one, stop it, or choose another directory with --state")
            }
            throw StartError(Daemon.kind(of: error.code), error.description)
        }
        logger.notice(
            "ready",
            metadata: [
                "socket": "\(socket)", "state": "\(configuration.state)", "milliseconds": "\(Daemon.milliseconds(since: began))",
            ])

        defer { withExtendedLifetime(stateLock) {} }
        for await reason in stops {
            logger.notice("stopping", metadata: ["why": "\(reason)"])
            break
        }
        await end(listener, service, workbench)
    }

    /// Lets in nobody else, gives what is in flight a second to end, and closes what is open. The journals hold every
    /// acknowledged change already, so nothing depends on how long this takes.
    private func end(_ listener: Listener, _ service: Service, _ workbench: Workbench) async {
        DispatchQueue.global().asyncAfter(deadline: .now() + 1.8) {
            // Somebody's analysis did not end in time; the process does.
            _exit(0)
        }
        await listener.close()
        let began = ContinuousClock.now
        while service.sessions.isBusy, Daemon.milliseconds(since: began) < 1_000 { try? await Task.sleep(for: .milliseconds(5)) }
        await service.sessions.closeAll()
        await workbench.close()
        logger.notice("stopped")
    }

    /// The right to keep the workspaces of a state directory: two daemons on one would not hear of each other's changes.
    private static func keep(_ state: String) throws(SocketError) -> Socket.Lock {
        try Socket.Lock(socket: "\(state)/parleyd")
    }

    private static func on(_ number: CInt, _ body: @escaping @Sendable (CInt) -> Void) -> any DispatchSourceSignal {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler { body(number) }
        source.resume()
        return source
    }

    private static func milliseconds(since instant: ContinuousClock.Instant) -> Int {
        Int((ContinuousClock.now - instant) / .milliseconds(1))
    }

    private static func kind(of code: SocketError.Code) -> StartError.Kind {
        switch code {
        case .locked, .inUse: .alreadyRunning
        case .permissionDenied: .permission
        case .pathTooLong: .usage
        default: .cannotCreate
        }
    }
}

/// Directories that belong to one user alone.
enum Directory {
    /// Makes the directory and those above it when they are missing; refuses one that others may write to or read.
    static func prepare(_ path: String) throws(StartError) {
        var status = stat()
        if stat(path, &status) != 0 {
            guard errno == ENOENT else { throw failure("reach", path) }
            if let slash = path.lastIndex(of: "/"), slash > path.startIndex { try prepareParents(String(path[..<slash])) }
            guard mkdir(path, 0o700) == 0 || errno == EEXIST, stat(path, &status) == 0 else { throw failure("create", path) }
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw StartError(.cannotCreate, "“\(path)” is not a directory.") }
        guard status.st_uid == geteuid() else {
            throw StartError(.permission, "The directory “\(path)” belongs to another user.", hint: "choose another one with --state or --socket")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw StartError(.permission, "The directory “\(path)” is open to other users.", hint: "choose a directory of your own, or, if nothing else uses this one, make it private: chmod 700 \(path)")
        }
    }

    /// Those above may be shared; only the last one must be private.
    private static func prepareParents(_ path: String) throws(StartError) {
        var status = stat()
        if stat(path, &status) == 0 { return }
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex { try prepareParents(String(path[..<slash])) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure("create", path) }
    }

    private static func failure(_ verb: String, _ path: String) -> StartError {
        StartError(.cannotCreate, "Cannot \(verb) the directory “\(path)”: \(String(cString: strerror(errno))).")
    }
}
