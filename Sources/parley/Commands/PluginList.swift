import ArgumentParser
import Briefing
import ParleyProtocol
import Wire

struct PluginList: Command {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the plugins that were found, and how each is.",
        usage: "parley plugin list [<options>]",
        discussion: """
            Example:
              parley plugin list
            """)

    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        try await answer(output, Methods.listPlugins, NoParams()) { plugins in
            plugins.isEmpty ? "No plugins: “parley plugin new NAME” makes one." : output.terminal.plugins(plugins)
        }
    }
}

extension Terminal {
    func plugins(_ plugins: [PluginSummary]) -> String {
        let table = list(
            ["Plugin", "State", "Title", "Analyzers", "Memory"],
            plugins.map { plugin in
                [
                    "\(plugin.id, .bold)", state(of: plugin), ("\(plugin.title) \(plugin.version, .dim)" as StyledText).trimmed,
                    plugin.analyzers.isEmpty ? "" : "\(plugin.analyzers.count)",
                    "\(plugin.residentBytes.map(Terminal.size) ?? "", .dim)",
                ]
            })
        let lines = plugins.filter { $0.detail != nil || $0.hint != nil }.flatMap { plugin in
            headline(of: plugin).wrapped(to: measure, indent: 2) + (plugin.hint.map { hint($0) } ?? [])
        }
        return lines.isEmpty ? table : "\(table)\n\n\(text(lines))"
    }

    /// How many are ready, and one by one how the others are and what to do about it.
    func brief(_ plugins: [PluginSummary]) -> [StyledText] {
        let ready = plugins.count { $0.state == .ready }
        let others = plugins.filter { $0.state != .ready }.map { plugin in
            headline(of: plugin) + (plugin.hint.map { "; \(StyledText(prose: $0, .cyan))" } ?? "")
        }
        return [plugins.isEmpty ? "none" : "\(ready) ready"] + others
    }

    /// `sanctions quarantined: ended five times within ten minutes`
    private func headline(of plugin: PluginSummary) -> StyledText { "\(plugin.id, .bold) \(stateAndReason(of: plugin))" }
}
