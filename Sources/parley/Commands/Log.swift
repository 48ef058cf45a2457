import ArgumentParser
import Briefing
import ParleyProtocol

struct Log: Command {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "List the revisions of a workspace, newest first.",
        usage: "parley log [<options>]",
        discussion: """
            Examples:
              parley log
              parley log --limit 5 --json
            """)

    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("At most so many revisions.", valueName: "n"))
    var limit = 50

    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (1...1_000).contains(limit) else { throw ValidationError("--limit takes a number from 1 to 1000, not \(limit).") }
    }

    func perform(_ output: Output) async throws {
        var params = LogParams()
        params.workspace = workspace.id
        params.limit = limit
        try await answer(output, Methods.log, params) { page in
            let hidden = page.total - page.items.count
            let rest =
                hidden > 0
                ? "\n" + output.terminal.text([StyledText("… and \(hidden) earlier (--limit shows more)", .dim)]) : ""
            return output.terminal.revisions(page.items) + rest
        }
    }
}
