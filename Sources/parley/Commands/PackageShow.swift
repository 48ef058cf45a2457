import ArgumentParser
import Negotiation

struct PackageShow: Command {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a package: what it settles, and what it leaves open.",
        usage: "parley package show [<options>] <package>",
        discussion: """
            Example:
              parley package show bridging
            """)

    @OptionGroup var package: PackageArgument

    @Option(name: .long, help: ArgumentHelp("As of this revision.", valueName: "n"))
    var revision: Int?

    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        let state = try await workspaceState(output, workspace.id, revision: revision)
        try show(try Entity(named: "packages/\(package.id)", in: state.workspace), of: state, output)
    }
}
