import ParleyProtocol
import PluginHost

/// Plugins as they lie on the disk, and the sandbox they would run in.
package enum InstalledPlugins {
    /// Where no daemon can tell how they run. Those that a daemon was told of by its own flags are not among them.
    package static var items: [CheckedItem] {
        let directories = Locations.pluginDirectories(Locations.variable)
        let found = FoundPlugin.all(in: directories, programs: Build.folder ?? ".")
        guard !found.isEmpty else { return [sandbox(Sandbox.probe(), isNeeded: false), none(in: directories)] }
        return [sandbox(Sandbox.probe(), isNeeded: true)]
            + found.map { plugin in
                switch plugin.launch {
                case .success(let launchable):
                    item(plugin.id, .skipped, state: "installed", detail: "installed, \(launchable.manifest.version); whether it starts, a daemon can tell")
                case .failure(let refusal):
                    item(plugin.id, .failed, state: PluginSummary.State.refused.rawValue, detail: "would not be started: \(refusal.message)", hint: refusal.hint)
                }
            }
    }

    package static func item(_ id: String, _ outcome: CheckedItem.Outcome, state: String, detail: String, hint: String? = nil) -> CheckedItem {
        CheckedItem("plugin/\(id)", "Plugin \(id)", outcome, code: state, detail: detail, hint: hint)
    }

    package static func none(in directories: [String]) -> CheckedItem {
        CheckedItem("plugins", "Plugins", .warning, detail: "none was found", hint: "sought in \(directories.joined(separator: ", "))")
    }

    /// - Parameter isNeeded: whether there is a plugin to put into it.
    package static func sandbox(_ availability: Sandbox.Availability, isNeeded: Bool) -> CheckedItem {
        let title = "Sandbox of plugins"
        switch availability {
        case .inForce: return CheckedItem("sandbox", title, detail: "in force (bubblewrap): no network, their own folder only")
        case .absent where !isNeeded: return CheckedItem("sandbox", title, .skipped, detail: "there is no plugin to put into it")
        case .absent(let reason, let hint): return CheckedItem("sandbox", title, .warning, detail: "not in force: \(reason)", hint: hint)
        }
    }
}
