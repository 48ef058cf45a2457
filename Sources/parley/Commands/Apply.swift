import ArgumentParser
import Briefing
import Negotiation
import OrderedCollections
import ParleyProtocol
import Shapes
import Wire

struct Apply: Command {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Bring the files of a workspace in: new, or merged into what is there.",
        usage: "parley apply [<options>] <path> ...",
        discussion: """
            Reads workspace.yaml and the other *.yaml of a folder (not of folders in it), or the files named. Files bring \
            what changed in them since they were last applied and remove only what they had brought, so packages drafted \
            elsewhere stay. Whatever is wrong is reported in one go, and then nothing is changed.

            Examples:
              parley apply Workspaces/us-russia-summit
              parley apply . --message "Positions after the second round"
            """)

    @Argument(help: ArgumentHelp("A workspace folder, or files.", valueName: "path"), completion: .file())
    var paths: [String]

    @Option(name: .shortAndLong, help: ArgumentHelp("Why, for the log.", valueName: "text"))
    var message: String?

    @OptionGroup var expected: ExpectedRevision
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        var params = ApplyParams()
        params.files = try SourceFiles.read(paths)
        params.message = message
        params.expectedRevision = expected.number
        try await change(output, Methods.apply, params)
    }
}

extension Command {
    /// Calls a method that changes a workspace, and shows what it came to.
    func change<Params>(_ output: Output, _ method: Method<Params, ChangeOutcome>, _ params: Params) async throws {
        let session = try await Session.open(common, output)
        let answer = try await session.call(method, params)
        let outcome = try answer.result()
        if common.json { output.json(answer.value) } else { output.text(output.terminal.outcome(outcome)) }
        if !outcome.warnings.isEmpty {
            // What was done comes first, also where both go to one terminal.
            output.flush()
            output.note(output.messages.diagnostics(outcome.warnings))
        }
    }
}

extension Terminal {
    func outcome(_ outcome: ChangeOutcome) -> String {
        guard outcome.appended else {
            return text([StyledText("Nothing to change: \(outcome.workspace) stays at revision \(outcome.revision).", .dim)])
        }
        let head = text(["\(outcome.workspace, .bold) is now at revision \(outcome.revision, .bold)"])
        return [summary(outcome.changes), head].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// The changes one by one; a whole workspace that comes in is counted instead.
    func summary(_ changes: [EntityChange]) -> String {
        guard changes.contains(where: { $0.key == WorkspaceDocument.head && $0.kind == .added }) else {
            return self.changes(changes)
        }
        var counts: OrderedDictionary<Substring, Int> = [:]
        for change in changes where change.key.contains("/") { counts[change.key.prefix { $0 != "/" }, default: 0] += 1 }
        let words: StyledText = counts.map { "\($0.value) \($0.key)" as StyledText }.joined(separator: ", ")
        return text(("\("+ ", .green)\(words)" as StyledText).wrapped(to: measure, indent: 2))
    }
}
