import Findings
import Glibc
import Logging
import Negotiation
import ParleyProtocol
import Shapes
import Wire

/// The socket's side of the workbench: which use case answers which method.
package final class Service: Sendable {
    /// What the daemon knows of itself from its start.
    package struct Facts: Sendable {
        package var build: String
        package var socket: String
        package var state: String

        package init(build: String, socket: String, state: String) {
            self.build = build
            self.socket = socket
            self.state = state
        }
    }

    let logger: Logger
    let dispatcher: Dispatcher<Caller>
    let workbench: Workbench
    package let sessions = Sessions()

    /// - Parameter stop: begins the end of the daemon; called when somebody asks for it.
    package init(workbench: Workbench, logger: Logger, facts: Facts, stop: @escaping @Sendable () -> Void) {
        self.workbench = workbench
        self.logger = logger
        dispatcher = Service.dispatcher(workbench, facts, sessions, stop)
    }

    /// A conversation with one peer.
    package func session(with peer: Peer) -> any Handler { Session(service: self, peer: peer) }

    private static func dispatcher(
        _ workbench: Workbench, _ facts: Facts, _ sessions: Sessions, _ stop: @escaping @Sendable () -> Void
    ) -> Dispatcher<Caller> {
        let started = Timestamp.now
        let clock = ContinuousClock.now
        var on = Dispatcher<Caller>()
        on.on(Methods.discover) { _, _ in Discovery.document(version: Build.version) }
        on.on(Methods.stop) { _, _ in
            stop()
            return true
        }
        on.on(Methods.status) { _, _ in
            var status = DaemonStatus()
            status.version = Build.version
            status.build = facts.build
            status.pid = Int(getpid())
            status.started = started
            status.uptimeSeconds = Int((ContinuousClock.now - clock).components.seconds)
            status.socket = facts.socket
            status.state = facts.state
            status.connections = sessions.count
            status.residentBytes = Process.residentBytes
            status.plugins = await workbench.listPlugins()
            status.analyzers = await workbench.declarations().count
            status.workspaces = try await workbench.list()
            return status
        }
        on.on(Methods.schema) { _, _ in Workspace.jsonSchema }
        on.on(Methods.list) { _, _ in try await workbench.list() }
        on.on(Methods.get) { params, _ in try await workbench.get(params) }
        on.on(Methods.apply) { try await workbench.apply($0, by: $1) }
        on.on(Methods.diff) { try await workbench.diff($0, by: $1) }
        on.on(Methods.export) { params, _ in try await workbench.export(params) }
        on.on(Methods.log) { params, _ in try await workbench.log(params) }
        on.on(Methods.backup) { params, _ in try await workbench.backup(params) }
        on.on(Methods.restore) { try await workbench.restore($0, by: $1) }
        on.on(Methods.verify) { params, _ in try await workbench.verify(params) }
        on.on(Methods.revert) { try await workbench.revert($0, by: $1) }
        on.on(Methods.createPackage) { try await workbench.createPackage($0, by: $1) }
        on.on(Methods.setPackage) { try await workbench.setPackage($0, by: $1) }
        on.on(Methods.unsetPackage) { try await workbench.unsetPackage($0, by: $1) }
        on.on(Methods.updatePackage) { try await workbench.updatePackage($0, by: $1) }
        on.on(Methods.copyPackage) { try await workbench.copyPackage($0, by: $1) }
        on.on(Methods.deletePackage) { try await workbench.deletePackage($0, by: $1) }
        on.on(Methods.comparePackages) { params, _ in try await workbench.comparePackages(params) }
        on.on(Methods.draftText) { try await workbench.draft($0, by: $1) }
        on.on(Methods.addRecord) { try await workbench.addRecord($0, by: $1) }
        on.on(Methods.listRecord) { params, _ in try await workbench.listRecord(params) }
        on.on(Methods.listAnalyzers) { _, _ in await workbench.declarations() }
        on.on(Methods.importFiles) { try await workbench.importDomain($0, by: $1) }
        on.on(Methods.solve) { try await workbench.solve($0, by: $1) }
        on.on(Methods.runAnalyzer) { try await workbench.run($0, by: $1) }
        on.on(Methods.listPlugins) { _, _ in await workbench.listPlugins() }
        on.on(Methods.getPlugin) { params, _ in try await workbench.info(params) }
        on.on(Methods.pluginLog) { params, _ in try await workbench.log(params) }
        on.on(Methods.restartPlugin) { params, _ in try await workbench.restart(params) }
        on.on(Methods.releasePlugin) { params, _ in try await workbench.release(params) }
        on.on(Methods.checkPlugin) { try await workbench.check($0, for: $1) }
        on.on(Methods.doctor) { _, _ in await workbench.examine(facts) }
        on.on(Methods.subscribe) { params, caller in
            if let id = params.workspace { _ = try await workbench.workspace(id) }
            workbench.subscriptions.add(caller.connection, workspace: params.workspace)
            return true
        }
        on.on(Methods.unsubscribe) { _, caller in
            workbench.subscriptions.remove(caller.connection)
            return true
        }
        return on
    }
}
