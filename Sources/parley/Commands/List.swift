import ArgumentParser
import Briefing
import ParleyProtocol
import Shapes

struct List: Command {
    static let configuration = CommandConfiguration(
        abstract: "List the workspaces that the daemon keeps.",
        usage: "parley list [<options>]",
        discussion: """
            Example:
              parley list
            """)

    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        try await answer(output, Methods.list, NoParams()) { workspaces in
            workspaces.isEmpty ? "No workspaces yet: “parley apply FOLDER” brings one in." : output.terminal.workspaces(workspaces)
        }
    }
}

extension Terminal {
    func workspaces(_ workspaces: [WorkspaceSummary]) -> String {
        list(
            ["Workspace", "Title", "Revision", "Parties", "Issues", "Packages", "Changed"],
            workspaces.map { workspace in
                if let fault = workspace.fault { return ["\(workspace.id, .bold)", "\("cannot be opened: ", .red)\(StyledText(prose: fault))"] }
                let changed = workspace.changed.prefix(16).map { $0 == "T" ? " " : String($0) }.joined()
                return [
                    "\(workspace.id, .bold)", "\(workspace.title)", "\(workspace.revision)", "\(workspace.parties)", "\(workspace.issues)",
                    "\(workspace.packages)", "\(changed, .dim)",
                ]
            })
    }
}
