import CoreAnalyzers
import Findings
import Glibc
import Journal
import Logging
import Negotiation
import OrderedCollections
import ParleyProtocol
import PluginHost
import Shapes
import Wire
import WorkspaceFiles

/// What the daemon can do, whoever asks: the place where model, journal and analysis meet. One file per use case.
package actor Workbench {
    package struct Settings: Sendable {
        /// The directory that keeps the workspaces.
        package var state: String
        package var threads: Int
        package var plugins: PluginHost.Settings

        package init(state: String, threads: Int, plugins: PluginHost.Settings) {
            self.state = state
            self.threads = threads
            self.plugins = plugins
        }
    }

    let settings: Settings
    let logger: Logger
    let analyzers: [any Analyzer]
    let pool: ComputePool
    let plugins: PluginHost
    let contributions: Contributions
    package let subscriptions = Subscriptions()
    private var open: [ID<Workspace>: OpenWorkspace] = [:]

    package init(settings: Settings, logger: Logger) {
        self.settings = settings
        self.logger = logger
        analyzers = CoreAnalyzers.all
        pool = ComputePool(threads: settings.threads)
        plugins = PluginHost(settings.plugins, logger: logger)
        contributions = Contributions(plugins)
    }

    /// From now on analyses have so many threads.
    package nonisolated func setThreads(_ threads: Int) { pool.resize(to: threads) }

    /// Starts the plugins, and does not wait for them.
    package func start() async {
        JournalFiles.removeDrafts(in: settings.state)
        await plugins.start()
    }

    // MARK: - Which workspace

    /// The ids of the workspaces that have been applied here, in alphabetical order; of those too whose file has gone while
    /// they were open.
    func known() throws -> [ID<Workspace>] {
        let stored = try JournalFiles.workspaces(in: settings.state).map { ID<Workspace>($0) }
        // One whose first apply did not come about has a journal without revisions.
        return Set(stored).union(open.keys).filter { open[$0].map { $0.journal.head.revision != nil } ?? true }
            .sorted { $0.text < $1.text }
    }

    /// The workspace that a request names, or the only one.
    func workspace(_ id: ID<Workspace>?) throws -> OpenWorkspace {
        if let id {
            // One that is open is found even when the directory cannot be looked into.
            guard try open[id] != nil || known().contains(id) else {
                throw ServiceError.unknownWorkspace(id, among: try known().map(\.text))
            }
            let workspace = try opened(id, create: false)
            guard workspace.journal.head.revision != nil else { throw ServiceError.unknownWorkspace(id) }
            return workspace
        }
        let known = try known()
        guard let only = known.first, known.count == 1 else {
            throw known.isEmpty
                ? ServiceError(.unknownWorkspace, "There is no workspace here yet.", hint: "parley apply FOLDER brings one in")
                : ServiceError(
                    .unknownWorkspace, "There are \(known.count) workspaces here; say which one is meant.",
                    hint: """
                        known: \(known.map(\.text).joined(separator: ", ")); the command line takes --workspace ID or PARLEY_WORKSPACE
                        """)
        }
        return try opened(only, create: false)
    }

    /// Opening reads a file of known size once per workspace and run; it happens on this actor, so that no workspace is ever
    /// opened twice.
    func opened(_ id: ID<Workspace>, create: Bool) throws -> OpenWorkspace {
        if let workspace = open[id] {
            guard workspace.journal.isReplaced else { return workspace }
            logger.notice("the journal has been replaced", metadata: ["workspace": "\(id)"])
            try close(id)
        }
        let journal = try Journal.open(
            path: JournalFiles.path(of: id.text, in: settings.state), workspace: id.text, create: create)
        let workspace = OpenWorkspace(id: id, journal: journal)
        open[id] = workspace
        logger.debug("opened workspace", metadata: ["workspace": "\(id)", "revision": "\(journal.head.revision?.number ?? 0)"])
        return workspace
    }

    /// Ends the use of a journal, so that another can take its place.
    func close(_ id: ID<Workspace>) throws {
        try open[id]?.journal.close()
        open[id] = nil
    }

    /// Ends the compute threads and closes the journals; what was acknowledged is on the disk already.
    package func close() async {
        await plugins.stop()
        pool.stop()
        for (id, workspace) in open {
            do { try workspace.journal.close() } catch {
                logger.warning("closing a journal failed", metadata: ["workspace": "\(id)", "error": "\(error)"])
            }
        }
        open = [:]
    }
}

/// Who asks, and on which connection.
struct Caller: Sendable {
    /// Numbers connections from 1: the turn it takes in the compute pool.
    let client: Int
    /// The user as the operating system knows them.
    let author: String
    let connection: Connection
    /// Tells it how far its request has come.
    let progress: ProgressReporter
}

extension JournalError: ServiceFailure {
    /// The same as the socket tells it.
    package var serviceError: ServiceError {
        switch self {
        case .conflict(let expected, let actual, let changes):
            ServiceError(
                .conflict, message, hint: "read the newest revision and send the change again",
                details: Object([
                    ("expectedRevision", .int(expected)), ("actualRevision", .int(actual)),
                    ("changes", .array(changes.map(EntityChange.shape.encode))),
                ]))
        case .noRevision: ServiceError(.unknownRevision, message)
        default: ServiceError(.storage, message, details: Object([("reason", .string(code))]))
        }
    }
}

extension PluginError: ServiceFailure {
    package var serviceError: ServiceError {
        let code: ServiceError.Code =
            switch kind {
            case .failed: .pluginFailed
            case .unavailable: .pluginUnavailable
            case .refused: .pluginFailed
            }
        return ServiceError(code, message, hint: hint, diagnostics: diagnostics, details: Object([("plugin", .string(plugin))]))
    }
}
