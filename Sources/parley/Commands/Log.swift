import ArgumentParser
import Briefing
import Negotiation
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
              parley log --before 200
            """)

    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("At most so many revisions.", valueName: "n"))
    var limit = 50

    @Option(name: .long, help: ArgumentHelp("Only revisions before this one.", valueName: "n"))
    var before: Int?

    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (1...1_000).contains(limit) else { throw ValidationError("--limit takes a number from 1 to 1000, not \(limit).") }
        if let before, before < 1 { throw ValidationError("--before takes the number of a revision, not \(before).") }
    }

    func perform(_ output: Output) async throws {
        var params = LogParams()
        params.workspace = workspace.id
        params.limit = limit
        params.cursor = before.map(String.init)
        try await answer(output, Methods.log, params) { page in
            let earlier = (page.items.last?.number ?? 1) - 1
            let rest =
                earlier > 0
                ? "\n" + output.terminal.text([StyledText("… and \(earlier) earlier (--before \(earlier + 1) shows them)", .dim)]) : ""
            return output.terminal.revisions(page.items) + rest
        }
    }
}
