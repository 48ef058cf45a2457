import ArgumentParser
import Briefing
import ParleyProtocol

struct Brief: AnalysisCommand {
    static let configuration = CommandConfiguration(
        commandName: "brief",
        abstract: "One page for a negotiator: is a deal possible, what blocks it, and what to find out first.",
        usage: "parley brief [<options>] [<package>]",
        discussion: """
            Runs core.brief: under both readings, whether a deal is possible and over which ranges; who blocks by what; what \
            it turns on; each side's no deal; how far the drafts are from being agreed, and the cheapest trades; and the five \
            ranges whose narrowing would settle most. With a package only that draft is looked at.

            Examples:
              parley brief
              parley brief --markdown > brief.md
            """)

    @Argument(help: ArgumentHelp("The draft to look at.", valueName: "package"), completion: Completing.packages)
    var package: String?

    @Option(
        name: .long, help: ArgumentHelp("A world scenario to look under.", valueName: "scenario"),
        completion: Completing.scenarios)
    var scenario: String?

    @Option(
        name: .customLong("for"), help: ArgumentHelp("Compute it from only what this audience may see.", valueName: "audience"))
    var audience: String?

    @Flag(name: .long, help: "Write Markdown.")
    var markdown = false

    @OptionGroup var analysis: AnalysisOptions
    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        var params = params(given: [("package", package), ("scenario", scenario)])
        params.analyzer = "core.brief"
        params.audience = audience
        try await answer(output, Methods.runAnalyzer, params) { result in
            markdown ? MarkdownText.of(result, isWhole: analysis.all) : output.terminal.result(result, shown: analysis.shown)
        }
    }
}
