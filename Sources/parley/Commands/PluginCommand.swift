import ArgumentParser
import Briefing
import ParleyProtocol
import Shapes
import Wire

struct PluginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin",
        abstract: "Look after plugins, the modules that know about issues; make and check your own.",
        discussion: """
            Plugins are programs of their own, in folders of their own, which the daemon starts and watches. \
            Plugins/README.md tells how to write one.

            Examples:
              parley plugin list
              parley plugin new fisheries --language python
              parley plugin check fisheries
            """,
        subcommands: [
            PluginList.self, PluginInfoCommand.self, PluginLogs.self, PluginRestart.self, PluginRelease.self, PluginCheck.self,
            PluginNew.self,
        ])
}

/// The plugin that a command is about.
struct PluginArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The plugin.", valueName: "id"), completion: Completing.plugins)
    var id: String

    var params: PluginParams {
        var params = PluginParams()
        params.plugin = id
        return params
    }
}

extension Command {
    /// Calls a method that brings a plugin up, and shows how it is then: only one that is ready has come up.
    func bringUp(_ output: Output, _ method: Method<PluginParams, PluginSummary>, _ plugin: PluginArgument) async throws {
        let session = try await Session.open(common, output)
        let answer = try await session.call(method, plugin.params)
        let summary = try answer.result()
        if common.json { output.json(answer.value) } else { output.text(output.terminal.outcome(of: summary)) }
        output.end(summary.state == .ready ? .ok : .plugin)
    }
}

extension Terminal {
    func outcome(of plugin: PluginSummary) -> String {
        let line: StyledText = "\(plugin.id, .bold) is \(stateAndReason(of: plugin))\(process(of: plugin).map { "; \($0)" } ?? "")"
        return text(line.wrapped(to: measure, indent: 2) + (plugin.hint.map { hint($0) } ?? []))
    }

    func state(of plugin: PluginSummary) -> StyledText {
        switch plugin.state {
        case .ready: "\(plugin.state, .green)"
        case .starting, .waiting: "\(plugin.state, .yellow)"
        case .quarantined, .refused: "\(plugin.state, .red)"
        }
    }

    /// With why it is so, where there is something to say.
    func stateAndReason(of plugin: PluginSummary) -> StyledText {
        state(of: plugin) + (plugin.detail.map { StyledText(prose: ": \($0)") } ?? "")
    }

    /// `pid 4711, 11 MiB, ready in 18 ms`
    func process(of plugin: PluginSummary) -> String? {
        guard let pid = plugin.pid else { return nil }
        let memory = plugin.residentBytes.map { ", \(Terminal.size($0))" } ?? ""
        let start = plugin.startMilliseconds.map { ", ready in \($0.rounded(decimals: 0)) ms" } ?? ""
        return "pid \(pid)\(memory)\(start)"
    }

    /// What to do next, set back below what it is about.
    func hint(_ text: String) -> [StyledText] { ("  " + StyledText(prose: text, .cyan)).wrapped(to: measure, indent: 2) }

    static func size(_ bytes: Int) -> String {
        bytes < 1 << 20 ? "\((bytes + (1 << 9)) >> 10) KiB" : "\((bytes + (1 << 19)) >> 20) MiB"
    }
}
