import ArgumentParser
import Briefing
import Findings
import ParleyProtocol

/// `PluginInfo` is what the daemon answers.
struct PluginInfoCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Show a plugin: what it offers, how it runs, and what has gone wrong with it.",
        usage: "parley plugin info [<options>] <id>",
        discussion: """
            Example:
              parley plugin info territory
            """)

    @OptionGroup var plugin: PluginArgument
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        try await answer(output, Methods.getPlugin, plugin.params) { output.terminal.plugin($0) }
    }
}

extension Terminal {
    func plugin(_ info: PluginInfo) -> String {
        let plugin = info.summary
        var rows: [(label: String, value: StyledText)] = []
        func row(_ label: String, _ value: StyledText?) {
            if let value, !value.isEmpty { rows.append((label, value)) }
        }
        row("plugin", plugin.title.isEmpty ? "\(plugin.id, .bold)" : "\(plugin.id, .bold): \(plugin.title)")
        let build = info.build.isEmpty ? "" : "build \(info.build)"
        row("version", "\([plugin.version, build].filter { !$0.isEmpty }.joined(separator: ", "))")
        row("state", stateAndReason(of: plugin))
        row("", plugin.hint.map { StyledText(prose: $0, .cyan) })
        row("process", process(of: plugin).map { "\($0)" })
        row("working on", info.doing.map { "\($0)" })
        row("started again", plugin.restarts > 0 ? "\(Terminal.counted(plugin.restarts, "time", "times"))" : nil)
        row("sandbox", plugin.isSandboxed.map { $0 ? "\("in force", .green)" : "\("none: it runs with your rights", .yellow)" })
        row("folder", "\(plugin.folder)")
        row("command", "\(info.command.joined(separator: " "))")
        row("environment", "\(info.environment.joined(separator: ", "))")
        row("log", "\(info.log)")
        row("kinds", "\(info.kinds.joined(separator: ", "))")
        row("checks", info.validates ? "its section, before a workspace is stored" : nil)
        row("contributes", info.contributes ? "linkages, values or clauses" : nil)
        var parts = [pairs(rows)]
        if !info.crashes.isEmpty {
            parts.append(
                list(
                    ["Ended (UTC)", "How", "Over what"],
                    info.crashes.map { crash in
                        let time = crash.time.prefix(19).map { $0 == "T" ? " " : String($0) }.joined()
                        return ["\(time, .dim)", "\(crash.how)", "\(crash.doing ?? "")"]
                    }))
        }
        if !info.analyzers.isEmpty { parts.append(analyzers(info.analyzers)) }
        return parts.joined(separator: "\n\n")
    }
}
