import ArgumentParser

struct Why: AnalysisCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Why there is no deal, or why a package is none, and what would make one.",
        usage: "parley why [<options>] [<package>]",
        discussion: """
            Runs core.why. Where no package is acceptable to all: which red lines, floors and requirements would have to give, \
            smallest sets first, and which cannot stand together. With a package: who rejects it by what, and the nearest \
            packages that would be accepted. With --party: what that party would need.

            Examples:
              parley why --reading declared
              parley why us-maximal
              parley why us-maximal --party russia
            """)

    @Argument(
        help: ArgumentHelp("A package whose settled issues stay as they are.", valueName: "package"),
        completion: Completing.packages)
    var package: String?

    @Option(
        name: .long, help: ArgumentHelp("Ask what this party would need, whatever the others say.", valueName: "party"),
        completion: Completing.parties)
    var party: String?

    @Option(
        name: .long, help: ArgumentHelp("A world scenario to look under.", valueName: "scenario"),
        completion: Completing.scenarios)
    var scenario: String?

    @OptionGroup var analysis: AnalysisOptions
    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        try await run("core.why", params(given: [("package", package), ("party", party), ("scenario", scenario)]), output)
    }
}
