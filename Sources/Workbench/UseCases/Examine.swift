import Glibc
import ParleyProtocol
import PluginHost
import Shapes

extension Workbench {
    /// Looks the installation over: what is as it should be, and what is not and how to mend it.
    func examine() async -> [CheckedItem] {
        var items: [CheckedItem] = []
        items.append(storage())
        do {
            for summary in try await list() {
                items.append(
                    CheckedItem(
                        "workspace/\(summary.id)", "Workspace \(summary.id)", summary.fault == nil ? .passed : .failed,
                        detail: summary.fault ?? "revision \(summary.revision)",
                        hint: summary.fault == nil ? nil : "bring a backup back with “parley restore FILE --replace”, or move its file away"))
            }
        } catch {
            items.append(CheckedItem("workspaces", "Workspaces", .failed, detail: "\(error)", hint: "look at the state directory"))
        }
        let availability = await plugins.availability
        let found = await plugins.plugins
        switch availability {
        case .inForce: items.append(CheckedItem("sandbox", "Sandbox of plugins", detail: "in force (bubblewrap): no network, their own folder only"))
        case .absent where found.isEmpty: items.append(CheckedItem("sandbox", "Sandbox of plugins", .skipped, detail: "there is no plugin to put into it"))
        case .absent(let reason, let hint): items.append(CheckedItem("sandbox", "Sandbox of plugins", .warning, detail: "not in force: \(reason)", hint: hint))
        }
        if found.isEmpty {
            items.append(
                CheckedItem(
                    "plugins", "Plugins", .warning, detail: "none was found",
                    hint: "sought in \(plugins.settings.directories.joined(separator: ", "))"))
        }
        for plugin in found {
            await plugin.settled()
            let summary = await plugin.summary()
            let started = summary.startMilliseconds.map { ", introduced after \($0) ms" } ?? ""
            items.append(
                CheckedItem(
                    "plugin/\(plugin.id)", "Plugin \(plugin.id)", summary.state == .ready ? .passed : .failed,
                    detail: summary.state == .ready
                        ? "ready, \(summary.version)\(started)\(summary.restarts > 0 ? ", started again \(summary.restarts) times" : "")"
                        : "\(summary.state.rawValue): \(summary.detail ?? "")",
                    hint: summary.hint))
        }
        return items
    }

    private func storage() -> CheckedItem {
        var status = stat()
        var space = statvfs()
        let path = settings.state
        guard stat(path, &status) == 0, statvfs(path, &space) == 0 else {
            return CheckedItem("state", "State directory", .failed, detail: "“\(path)” cannot be reached", hint: "“parley stop”, then look at it")
        }
        guard status.st_mode & 0o077 == 0 else {
            return CheckedItem("state", "State directory", .failed, detail: "“\(path)” is open to other users", hint: "chmod 700 '\(path)'")
        }
        let free = Int(space.f_bavail) * Int(space.f_frsize)
        let text = "“\(path)”, yours alone, \(free >> 20) MiB free"
        guard free > 64 << 20 else {
            return CheckedItem("state", "State directory", .warning, detail: text, hint: "make room: a change that cannot be written is refused")
        }
        return CheckedItem("state", "State directory", detail: text)
    }
}
