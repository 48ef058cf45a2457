import ArgumentParser
import Briefing
import ParleyProtocol
import Shapes
import Wire

struct List: Command {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the workspaces that the daemon keeps.",
        usage: "parley list [<options>]",
        discussion: """
            Example:
              parley list
            """)

    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        try await answer(output, Methods.list, NoParams()) { workspaces in
            workspaces.isEmpty
                ? "No workspaces yet: “parley apply FOLDER” brings one in." : output.terminal.workspaces(workspaces)
        }
    }
}

extension Terminal {
    func workspaces(_ workspaces: [WorkspaceSummary]) -> String {
        list(
            ["Workspace", "Title", "Holds", "Revision", "Changed"],
            workspaces.map { workspace in
                if let fault = workspace.fault {
                    return ["\(workspace.id, .bold)", "\("amiss: ", .red)\(StyledText(prose: fault))"]
                }
                let holds = [
                    Terminal.counted(workspace.parties, "party", "parties"),
                    Terminal.counted(workspace.issues, "issue", "issues"),
                    Terminal.counted(workspace.packages, "package", "packages"),
                ]
                return [
                    "\(workspace.id, .bold)", "\(workspace.title)", "\(holds.joined(separator: ", "))", "\(workspace.revision)",
                    "\(workspace.changed.prefix(10), .dim)",
                ]
            })
    }

    static func counted(_ count: Int, _ one: String, _ many: String) -> String { "\(count) \(count == 1 ? one : many)" }
}
