import ArgumentParser
import Briefing
import Negotiation
import OrderedCollections
import ParleyProtocol

struct PackageCompare: Command {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Put packages side by side, issue by issue.",
        usage: "parley package compare [<options>] [<package> ...]",
        discussion: """
            Examples:
              parley package compare
              parley package compare bridging best-case
            """)

    @Argument(help: ArgumentHelp("Which; all when none is named.", valueName: "package"), completion: Completing.packages)
    var packages: [String] = []

    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        let session = try await Session.open(common, output)
        var params = ComparePackagesParams()
        params.workspace = workspace.id
        params.packages = packages.map { ID($0) }
        let answer = try await session.call(Methods.comparePackages, params)
        if common.json { return output.json(answer.value) }
        // The titles of packages and options are in the workspace.
        let state = try await workspaceState(session, workspace.id)
        let ids = packages.isEmpty ? Array(state.workspace.packages.keys) : params.packages
        output.text(output.terminal.comparison(of: ids, in: state.workspace))
    }
}
