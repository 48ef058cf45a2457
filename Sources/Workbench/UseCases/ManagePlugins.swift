import CoreAnalyzers
import Findings
import Glibc
import Negotiation
import OrderedCollections
import ParleyProtocol
import PluginHost
import PluginProtocol
import Shapes

extension Workbench {
    /// Core and plugins' analyzers, one list. Waits for plugins that have just been started.
    func declarations() async -> [AnalyzerDeclaration] {
        var declarations = analyzers.map(\.declaration)
        for plugin in await plugins.plugins {
            await plugin.settled()
            declarations += await plugin.description?.analyzers ?? []
        }
        return declarations
    }

    func listPlugins() async -> [PluginSummary] {
        var summaries: [PluginSummary] = []
        for plugin in await plugins.plugins { summaries.append(await plugin.summary()) }
        return summaries
    }

    func info(_ params: PluginParams) async throws -> PluginInfo {
        let plugin = try await plugin(params.plugin)
        var info = PluginInfo()
        info.summary = await plugin.summary()
        info.build = await plugin.build
        if let launchable = await plugin.launchable {
            info.command = launchable.command
            info.environment = launchable.manifest.environment
        }
        if let description = await plugin.description {
            info.analyzers = description.analyzers
            info.kinds = Array(description.vocabulary.keys)
            info.validates = description.validates
            info.contributes = description.contributes
        }
        info.doing = plugin.doing
        info.crashes = plugin.crashes.map { crash in
            var told = PluginInfo.Crash()
            (told.time, told.how, told.doing) = crash
            return told
        }
        info.log = plugin.logPath
        return info
    }

    func log(_ params: PluginLogParams) async throws -> [String] { try await plugin(params.plugin).logTail(params.limit) }

    func restart(_ params: PluginParams) async throws -> PluginSummary {
        let plugin = try await plugin(params.plugin)
        await plugin.restart()
        return await plugin.summary()
    }

    func release(_ params: PluginParams) async throws -> PluginSummary {
        let plugin = try await plugin(params.plugin)
        await plugin.release()
        return await plugin.summary()
    }

    private func plugin(_ id: String) async throws -> Plugin {
        if let plugin = await plugins[id] { return plugin }
        let known = await plugins.plugins.map(\.id)
        throw ServiceError(
            .unknownPlugin, "There is no plugin “\(id)” here.",
            hint: known.isEmpty
                ? "none was found in \(plugins.settings.directories.joined(separator: ", "))"
                : Suggestion.hint(for: id, among: known, kind: "plugin"))
    }
}

extension Plugin {
    func summary() -> PluginSummary {
        var summary = PluginSummary()
        summary.id = id
        summary.folder = found.folder
        summary.title = launchable?.manifest.title ?? ""
        summary.version = launchable?.manifest.version ?? ""
        summary.pid = processID
        summary.isSandboxed = isSandboxed
        summary.residentBytes = processID.flatMap { Process.residentBytes(ofFamily: $0) }
        summary.startMilliseconds = startMilliseconds
        summary.restarts = restarts
        summary.analyzers = description?.analyzers.map(\.id) ?? []
        switch state {
        case .starting, .stopped: summary.state = .starting
        case .ready: summary.state = .ready
        case .waiting(let why):
            summary.state = .waiting
            summary.detail = why
            summary.hint = "it is started again by itself; “parley plugin logs \(id)” shows what it wrote"
        case .quarantined(let why):
            summary.state = .quarantined
            summary.detail = why
            summary.hint = "mend it, then “parley plugin release \(id)”; “parley plugin logs \(id)” shows what it wrote"
        case .refused(let refusal):
            summary.state = .refused
            summary.detail = refusal.message
            summary.hint = refusal.hint
        }
        return summary
    }
}
