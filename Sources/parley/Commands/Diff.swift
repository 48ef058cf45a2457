import ArgumentParser
import Briefing
import ParleyProtocol
import Shapes

struct Diff: Command {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show what apply would change, and change nothing.",
        usage: "parley diff [<options>] <path> ...",
        discussion: """
            Ends with 0 exactly when apply would change nothing, with 1 when it would, and with 3 when files and workspace \
            have changed the same thing, so that apply would refuse.

            Examples:
              parley diff Workspaces/us-russia-summit
              parley diff . >/dev/null && echo "in step"
            """)

    @Argument(help: ArgumentHelp("A workspace folder, or files.", valueName: "path"), completion: .file())
    var paths: [String]

    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        var params = DiffParams()
        params.files = try SourceFiles.read(paths)
        let session = try await Session.open(common, output)
        let answer = try await session.call(Methods.diff, params)
        let diff = try answer.result()
        if common.json { output.json(answer.value) } else { output.text(output.terminal.difference(diff)) }
        if !diff.warnings.isEmpty {
            output.flush()
            output.note(output.messages.diagnostics(diff.warnings))
        }
        output.end(!diff.conflicts.isEmpty ? .conflict : diff.changes.isEmpty && !diff.isNew ? .ok : .different)
    }
}

extension Terminal {
    func difference(_ diff: DiffResult) -> String {
        var parts: [String] = []
        if diff.isNew { parts.append(text(["\(diff.workspace, .bold) is new; apply would create it:"])) }
        parts.append(summary(diff.changes))
        if !diff.conflicts.isEmpty {
            parts.append(text([StyledText("Changed on both sides, so that apply would refuse:", .bold)]))
            parts.append(text(diff.conflicts.compactMap(Output.conflict).map { "\("! ", .red)\($0)" }))
        }
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }
}
