import Diagnosis
import Journal
import Negotiation
import ParleyProtocol
import PluginHost
import PluginProtocol
import Shapes

extension Workbench {
    /// Looks everything over, from the machine to the last byte of every workspace: what is as it should be, and what is not
    /// and how to mend it.
    func examine(_ facts: Service.Facts) async -> [CheckedItem] {
        let versions = CheckedItem(
            "versions", "Versions",
            detail: "Parley \(Build.version), build \(facts.build); protocol \(DaemonStatus().protocolVersion), of plugins"
                + " \(PluginMessages.version); SQLite \(Journal.sqliteVersion ?? "unknown")")
        return await [versions] + Machine(state: facts.state, socket: facts.socket, isServed: true).items + integrity() + pluginItems()
    }

    private func integrity() async -> [CheckedItem] {
        do {
            var items: [CheckedItem] = []
            for id in try known() {
                if let item = await integrity(of: id) { items.append(item) }
            }
            return items
        } catch {
            return [CheckedItem("workspaces", "Workspaces", .failed, detail: "\(error)", hint: "look at the state directory")]
        }
    }

    /// Nil for one whose first apply did not come about.
    private func integrity(of id: ID<Workspace>) async -> CheckedItem? {
        func failed(_ code: String, _ detail: String) -> CheckedItem {
            CheckedItem(
                "workspace/\(id)", "Workspace \(id)", .failed, code: code, detail: detail,
                hint: "bring a backup back with “parley restore FILE --replace”, or move its file away")
        }
        do {
            let workspace = try opened(id, create: false)
            guard workspace.journal.head.revision != nil else { return nil }
            if let fault = workspace.journal.fault { return failed(fault.code, fault.message) }
            if let fault = await workspace.summary().fault { return failed("unreadable", fault) }
            let found = try await workspace.journal.verify()
            guard let first = found.faults.first else {
                return CheckedItem(
                    "workspace/\(id)", "Workspace \(id)",
                    detail: "\(found.revisions) revision\(found.revisions == 1 ? "" : "s"), \(found.entities) stored entities, all as they were stored")
            }
            let place = first.revision.map { "revision \($0): " } ?? ""
            let more = found.faults.count > 1 ? "; and \(found.faults.count - 1) more, which “parley verify \(id)” lists" : ""
            return failed("altered", "not all is as it was stored. \(place)\(first.reason)\(more)")
        } catch let error as JournalError {
            return failed(error.code, error.message)
        } catch {
            return failed("failed", "\(error)")
        }
    }

    private func pluginItems() async -> [CheckedItem] {
        let found = await plugins.plugins
        var items = [InstalledPlugins.sandbox(await plugins.availability, isNeeded: !found.isEmpty)]
        if found.isEmpty { items.append(InstalledPlugins.none(in: plugins.settings.directories)) }
        for plugin in found {
            await plugin.settled()
            let summary = await plugin.summary()
            items.append(
                InstalledPlugins.item(
                    plugin.id, summary.state == .ready ? .passed : .failed, state: summary.state.rawValue,
                    detail: Workbench.words(on: summary, lastCrash: plugin.crashes.last), hint: summary.hint))
        }
        return items
    }

    private static func words(on plugin: PluginSummary, lastCrash: (time: String, how: String, doing: String?)?) -> String {
        guard plugin.state == .ready else { return "\(plugin.state.rawValue): \(plugin.detail ?? "")" }
        var text = "ready, \(plugin.version)"
        if let time = plugin.startMilliseconds { text += ", introduced after \(time) ms" }
        if plugin.restarts > 0 { text += ", started again \(plugin.restarts) times" }
        if let lastCrash { text += "; it last failed at \(lastCrash.time): it \(lastCrash.how)" }
        return text
    }
}
