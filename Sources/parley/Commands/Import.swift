import ArgumentParser
import Briefing
import Negotiation
import ParleyProtocol

struct Import: Command {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make a workspace of a negotiation in another system's format.",
        usage: "parley import [<options>] <path> ...",
        discussion: """
            Reads Genius XML, GeniusWeb JSON, NegMAS scenarios, the neutral JSON of benchmarks, and deliberation games: the \
            *.yaml, *.yml, *.json, *.xml and *.txt of a folder and of the folders in it, or the files named. Says what was \
            read, converted or left out. Whatever is wrong is reported in one go, and then nothing is made.

            Examples:
              parley import Domains/party
              parley import Domains/party --id party --message "As published"
            """)

    @Argument(help: ArgumentHelp("A folder, or files.", valueName: "path"), completion: .file())
    var paths: [String]

    @Option(name: .long, help: ArgumentHelp("The new workspace's id; made from its name when absent.", valueName: "id"))
    var id: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Why, for the log.", valueName: "text"))
    var message: String?

    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        var params = ImportParams()
        params.files = try SourceFiles.domain(paths)
        params.id = id.map { ID($0) }
        params.message = message
        let session = try await Session.open(common, output)
        let answer = try await session.call(Methods.importFiles, params)
        let outcome = try answer.result()
        if common.json { output.json(answer.value) } else { output.text(output.terminal.imported(outcome)) }
        if !outcome.change.warnings.isEmpty {
            output.flush()
            output.note(output.messages.diagnostics(outcome.change.warnings))
        }
    }
}

extension Terminal {
    fileprivate func imported(_ outcome: ImportOutcome) -> String {
        let format = text(["Read as \(outcome.format, .bold):"])
        return [format, remarks(outcome.report), self.outcome(outcome.change)].filter { !$0.isEmpty }.joined(separator: "\n")
    }
}
