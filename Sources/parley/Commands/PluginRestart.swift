import ArgumentParser
import ParleyProtocol

struct PluginRestart: Command {
    static let configuration = CommandConfiguration(
        commandName: "restart",
        abstract: "End a plugin and start it again, from what lies in its folder now.",
        usage: "parley plugin restart [<options>] <id>",
        discussion: """
            Waits until it is there; ends with exit code 76 when it does not come up.

            Example:
              parley plugin restart territory
            """)

    @OptionGroup var plugin: PluginArgument
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws { try await bringUp(output, Methods.restartPlugin, plugin) }
}
