import Findings
import Glibc
import Logging
import Negotiation
import PluginProtocol
import Shapes
import Wire

/// All plugins of a daemon.
package actor PluginHost {
    package struct Settings: Sendable {
        /// Directories of plugin folders, in the order in which they are searched.
        package var directories: [String]
        /// The directory of the daemon's own programs.
        package var programs: String
        /// Where logs, records and contributions of plugins are kept.
        package var state: String
        package var limits: PluginLimits
        package var version: String

        package init(directories: [String], programs: String, state: String, limits: PluginLimits, version: String) {
            self.directories = directories
            self.programs = programs
            self.state = state
            self.limits = limits
            self.version = version
        }
    }

    package nonisolated let settings: Settings
    private let logger: Logger
    private var byID: [String: Plugin] = [:]
    private var order: [String] = []
    package private(set) var availability = Sandbox.Availability.absent(reason: "no plugin has been started", hint: "")

    package init(_ settings: Settings, logger: Logger) {
        self.settings = settings
        self.logger = logger
    }

    /// Finds the plugins and starts them, all at once; does not wait until they are there.
    package func start() async {
        let found = FoundPlugin.all(in: settings.directories, programs: settings.programs)
        // Without a plugin nobody needs a sandbox, and trying it takes some milliseconds.
        guard !found.isEmpty else { return }
        mkdir(settings.state, 0o700)
        availability = Sandbox.probe()
        if case .absent(let reason, _) = availability { logger.warning("plugins run without a sandbox", metadata: ["why": "\(reason)"]) }
        let surroundings = surroundings
        for plugin in found.map({ Plugin($0, surroundings) }) {
            byID[plugin.id] = plugin
            order.append(plugin.id)
            await plugin.start()
        }
    }

    private var surroundings: Plugin.Surroundings {
        let places = [settings.programs, "\(settings.programs)/../lib/parley"].map { "\($0)/parley-keeper" }
        return Plugin.Surroundings(
            keeper: places.first { access($0, X_OK) == 0 } ?? places[0], programs: settings.programs, version: settings.version,
            limits: settings.limits, availability: availability, state: settings.state)
    }

    /// In the order in which they were found.
    package var plugins: [Plugin] { order.compactMap { byID[$0] } }

    package subscript(id: String) -> Plugin? { byID[id] }

    /// Ends all of them, at once and in good order.
    package func stop() async {
        await withTaskGroup { group in
            for plugin in byID.values { group.addTask { await plugin.stop() } }
        }
    }

    /// A plugin apart from those that serve, for a check; the caller stops it.
    package func trial(_ folder: String) async -> Plugin {
        mkdir(settings.state, 0o700)
        if case .absent = availability { availability = Sandbox.probe() }
        var surroundings = surroundings
        // Its record and log are nobody's afterwards.
        surroundings.state = "\(settings.state)/.trial-\(getpid())-\(UInt32.random(in: 0..<UInt32.max))"
        mkdir(surroundings.state, 0o700)
        let plugin = Plugin(FoundPlugin(folder: folder, programs: settings.programs), surroundings)
        await plugin.start()
        return plugin
    }

    /// Ends a trial and removes what it left.
    package func end(_ trial: Plugin) async {
        await trial.stop()
        let folder = Files.parent(trial.logPath)
        for name in Files.names(in: folder) { unlink("\(folder)/\(name)") }
        rmdir("\(folder)/tmp")
        rmdir(folder)
        rmdir(Files.parent(folder))
    }
}

// MARK: - What plugins are asked

extension Plugin {
    /// What is wrong with its section of a workspace that is about to be stored.
    package func validate(_ document: Value, of workspace: ID<Workspace>) async throws -> [Diagnostic] {
        var params = ValidateParams()
        params.document = document
        return try await ask(PluginMessages.validate, params, on: nil, doing: "validate its section of \(workspace)")
    }

    /// What it adds to a workspace.
    package func contribute(to name: SnapshotName, _ document: Value) async throws -> ModuleContribution {
        try await ask(
            PluginMessages.contribute, name, on: (name, document),
            doing: "contribute to \(name.workspace), revision \(name.revision)")
    }

    package func analyze(
        _ params: AnalyzeParams, _ document: Value, answers: @escaping HostAnswers, onProgress: (@Sendable (Progress) -> Void)?
    ) async throws -> AnalysisResult {
        let package = params.packageID.map { " of package \($0)" } ?? (params.package == nil ? "" : " of a variation")
        return try await ask(
            PluginMessages.analyze, params, on: (params.snapshot, document),
            doing: "analyze \(params.analyzer)\(package) on \(params.snapshot.workspace), revision \(params.snapshot.revision)",
            answers: answers, onProgress: onProgress)
    }
}
