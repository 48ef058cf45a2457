import ArgumentParser

struct Zone: AnalysisCommand {
    static let configuration = CommandConfiguration(
        commandName: "zone",
        abstract: "Is a deal possible, and with which options of each issue.",
        usage: "parley zone [<options>] [<package>]",
        discussion: """
            Runs core.zone on everything that is open: on all issues or, with a package, on those that it leaves open or in \
            dispute.

            Examples:
              parley zone
              parley zone bridging --reading declared
            """)

    @Argument(
        help: ArgumentHelp("A package whose settled issues stay as they are.", valueName: "package"),
        completion: Completing.packages)
    var package: String?

    @Option(
        name: .long, help: ArgumentHelp("A world scenario to look under.", valueName: "scenario"),
        completion: Completing.scenarios)
    var scenario: String?

    @OptionGroup var analysis: AnalysisOptions
    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        try await run("core.zone", params(given: [("package", package), ("scenario", scenario)]), output)
    }
}
