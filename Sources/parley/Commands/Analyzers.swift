import ArgumentParser
import Briefing
import ParleyProtocol
import Wire

struct Analyzers: Command {
    static let configuration = CommandConfiguration(
        commandName: "analyzers",
        abstract: "List the analyzers, what each answers, and its parameters.",
        usage: "parley analyzers [<options>]",
        discussion: """
            Example:
              parley analyzers
            """)

    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        try await answer(output, Methods.listAnalyzers, NoParams()) { output.terminal.analyzers($0) }
    }
}
