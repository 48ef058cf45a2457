import ArgumentParser
import Briefing
import Negotiation
import ParleyProtocol

struct Restore: Command {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Bring a workspace back from a backup.",
        usage: "parley restore [<options>] <file>",
        discussion: """
            All of the backup is verified before it becomes a workspace: that it is one of Parley's, of a version that is known \
            here, and that nothing in its history was altered. A workspace of that name only makes way with --replace, and is \
            then kept in the state directory under another name.

            Examples:
              parley restore backups/today/us-russia-summit.sqlite --as summit-before
              parley restore backups/today/us-russia-summit.sqlite --replace
            """)

    @Argument(help: ArgumentHelp("What “parley backup” wrote.", valueName: "file"), completion: .file(extensions: ["sqlite"]))
    var file: String

    @Option(name: .customLong("as"), help: ArgumentHelp("What to call the workspace; its own name when absent.", valueName: "name"))
    var name: String?

    @Flag(name: .long, help: "Put it in the place of a workspace of that name.")
    var replace = false

    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        var params = RestoreParams()
        params.file = Locations.absolute(file)
        params.workspace = name.map { ID($0) }
        params.replace = replace
        try await answer(output, Methods.restore, params) { outcome in
            var lines: [StyledText] = ["\(outcome.workspace, .bold) is here at revision \(outcome.revision, .bold)"]
            if let kept = outcome.kept { lines.append(StyledText("what it replaced is kept: \(kept)", .dim)) }
            return output.terminal.text(lines)
        }
    }
}
