import ArgumentParser
import Briefing
import Negotiation
import OrderedCollections
import Shapes

struct PackageList: Command {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the packages of a workspace.",
        usage: "parley package list [<options>]",
        discussion: """
            JSON is the packages as the workspace document has them, by id.

            Example:
              parley package list
            """)

    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        let state = try await workspaceState(output, workspace.id)
        if common.json { return output.json(state.document["packages"] ?? .object(Object())) }
        let isEmpty = state.workspace.packages.isEmpty
        output.text(
            isEmpty ? "No packages yet: “parley package new ID” drafts one." : output.terminal.packages(of: state.workspace))
    }
}
