import ArgumentParser
import Briefing
import Negotiation
import OrderedCollections
import ParleyProtocol
import Shapes

struct RecordList: Command {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the record of the talks, oldest first.",
        usage: "parley record list [<options>]",
        discussion: """
            Example:
              parley record list
            """)

    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        let session = try await Session.open(common, output)
        guard common.json else {
            // The names of parties and issues are in the workspace, and so is the record.
            let state = try await workspaceState(session, workspace.id)
            let isEmpty = state.workspace.record.isEmpty
            return output.text(
                isEmpty
                    ? "Nothing is recorded yet: “parley record add” adds an entry."
                    : output.terminal.record(of: state.workspace))
        }
        var params = PageParams()
        params.workspace = workspace.id
        var items: [Value] = []
        repeat {
            let answer = try await session.call(Methods.listRecord, params)
            items += answer.value["items"]?.array ?? []
            params.cursor = try answer.result().cursor
        } while params.cursor != nil
        output.json(["items": .array(items), "total": .int(items.count)])
    }
}
