import Dispatch
import Glibc
import Logging
import ParleyProtocol
import PluginHost
import Wire
import Workbench

/// One run of the daemon: takes its directories, listens, and ends in good order.
struct Daemon {
    /// What a daemon that runs is told.
    private enum Order: Sendable {
        case stop(String)
        case reload
    }

    private var configuration: Configuration
    private let manager: ServiceManager
    private let inherited: InheritedSocket?
    private let verbosity: Verbosity
    /// Reads the configuration again.
    private let reread: @Sendable () throws(StartError) -> Configuration
    private let logger = Logger(label: "parleyd")

    /// - Parameters:
    ///   - inherited: the socket, when the service manager has opened it.
    ///   - configure: reads the configuration, now and whenever it is to be read again.
    init(
        _ manager: ServiceManager, inherited: InheritedSocket?, configure: @escaping @Sendable () throws(StartError) -> Configuration
    ) throws(StartError) {
        self.manager = manager
        self.inherited = inherited
        reread = configure
        configuration = try configure()
        verbosity = Verbosity(configuration.logLevel)
        verbosity.bootstrap()
    }

    mutating func run() async throws(StartError) {
        let began = ContinuousClock.now
        try Directory.prepare(configuration.state)
        try Directory.prepare("\(configuration.state)/workspaces")
        let socket = configuration.socket
        try Directory.prepare(String(socket[..<(socket.lastIndex(of: "/") ?? socket.startIndex)]))

        let (orders, order) = AsyncStream.makeStream(of: Order.self)
        var signals = [SIGTERM, SIGINT].map { Daemon.on($0) { order.yield(.stop("signal \($0)")) } }
        signals.append(Daemon.on(SIGHUP) { _ in order.yield(.reload) })
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
        ) { order.yield(.stop("asked over the socket")) }
        let stateLock: Socket.Lock
        do throws(SocketError) {
            let lock = try Socket.Lock(socket: socket)
            stateLock = try Daemon.keep(configuration.state)
            // Before anybody can ask, so that whoever comes first finds every plugin at least on its way.
            await workbench.start()
            listener = try await listen(under: lock, service)
        } catch {
            if error.code == .locked, error.path != socket {
                let holder = error.holder.map { " (process \($0))" } ?? ""
                throw StartError(
                    .alreadyRunning, "A daemon\(holder) already keeps the workspaces in “\(configuration.state)”, at another socket.",
                    hint: "use that one, stop it, or choose another directory with --state")
            }
            throw StartError(error)
        }
        logger.notice(
            "ready",
            metadata: [
                "socket": "\(socket)", "state": "\(configuration.state)", "milliseconds": "\(Daemon.milliseconds(since: began))",
            ])
        let serves = "Serves \(configuration.state)"
        manager.tell(.ready, serves)

        defer { withExtendedLifetime(stateLock) {} }
        serving: for await order in orders {
            switch order {
            case .reload:
                manager.tell(.reloading, "Reads its configuration again")
                reload(workbench)
                manager.tell(.ready, serves)
            case .stop(let reason):
                logger.notice("stopping", metadata: ["why": "\(reason)"])
                break serving
            }
        }
        manager.tell(.stopping, "Finishes what is in flight")
        await end(listener, service, workbench)
    }

    private func listen(under lock: Socket.Lock, _ service: Service) async throws(SocketError) -> Listener {
        let owner = geteuid()
        let accept: @Sendable (Peer) throws(RPCError) -> any Handler = { peer throws(RPCError) in
            guard peer.userID == owner || peer.userID == 0 else {
                throw RPCError(
                    RPCError.failedCode, "not-your-daemon",
                    "This daemon belongs to user \(owner), and you are user \(peer.userID). Start one of your own: parley start.")
            }
            return service.session(with: peer)
        }
        var capacity = Capacity()
        // Journals, plugins and what an answer opens for a moment need descriptors as well.
        capacity.connections = min(capacity.connections, max(8, Resources.raiseOpenFiles() - 256))
        guard let inherited else { return try await Socket.listen(under: lock, capacity: capacity, accept: accept) }
        return try await Socket.listen(at: inherited, under: lock, capacity: capacity, accept: accept)
    }

    /// Takes over what may change in a daemon that runs. A configuration with errors changes nothing.
    private mutating func reload(_ workbench: Workbench) {
        let new: Configuration
        do throws(StartError) {
            new = try reread()
        } catch {
            logger.error("the configuration has errors and was not taken over", metadata: ["error": "\(error.message)"])
            return
        }
        verbosity.level = new.logLevel
        workbench.setThreads(new.threads)
        let fixed: [(String, Bool)] = [
            ("state", new.state != configuration.state), ("socket", new.socket != configuration.socket),
            ("plugins", new.pluginLimits != configuration.pluginLimits),
        ]
        configuration.logLevel = new.logLevel
        configuration.threads = new.threads
        let waiting = fixed.filter(\.1).map(\.0).joined(separator: ", ")
        logger.notice(
            "read the configuration again",
            metadata: ["logLevel": "\(new.logLevel)", "threads": "\(new.threads)"].merging(
                waiting.isEmpty ? [:] : ["unchanged until the daemon is started anew": "\(waiting)"]) { $1 })
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
}
