import ArgumentParser
import ParleyProtocol

struct PluginRelease: Command {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Let a plugin out of quarantine, and start it.",
        usage: "parley plugin release [<options>] <id>",
        discussion: """
            A plugin that ends too often stays off, also over restarts of the daemon, until somebody has looked: see “parley \
            plugin logs”. Waits until it is there; ends with exit code 76 when it does not come up.

            Example:
              parley plugin release territory
            """)

    @OptionGroup var plugin: PluginArgument
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws { try await bringUp(output, Methods.releasePlugin, plugin) }
}
