import ArgumentParser
import Briefing
import ParleyProtocol

struct PluginLogs: Command {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Print the last lines of a plugin's log.",
        usage: "parley plugin logs [<options>] <id>",
        discussion: """
            The log has what the plugin wrote to standard error, and what the daemon noted of it: starts, ends, restarts. \
            “parley plugin info” names the file.

            Examples:
              parley plugin logs territory
              parley plugin logs territory --lines 1000 | grep -i error
            """)

    @OptionGroup var plugin: PluginArgument

    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("At most so many lines.", valueName: "n"))
    var lines = 100

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (1...10_000).contains(lines) else { throw ValidationError("--lines takes a number from 1 to 10000, not \(lines).") }
    }

    func perform(_ output: Output) async throws {
        var params = PluginLogParams()
        params.plugin = plugin.id
        params.limit = lines
        try await answer(output, Methods.pluginLog, params) { lines in
            lines.isEmpty ? "Its log is empty." : output.terminal.text(lines.map { StyledText($0) })
        }
    }
}
