import ArgumentParser

struct Solutions: AnalysisCommand {
    static let configuration = CommandConfiguration(
        commandName: "solutions",
        abstract: "Which packages are best by each definition of a fair deal, and where the definitions part.",
        usage: "parley solutions [<options>] [<package>]",
        discussion: """
            Runs core.solutions on everything that is open: on all issues or, with a package, on those that it leaves open \
            or in dispute.

            Examples:
              parley solutions
              parley solutions bridging --reading declared
            """)

    @Argument(
        help: ArgumentHelp("A package whose settled issues stay as they are.", valueName: "package"),
        completion: Completing.packages)
    var package: String?

    @OptionGroup var space: SpaceOptions
    @OptionGroup var analysis: AnalysisOptions
    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        try await run("core.solutions", params(space, package: package), output)
    }
}
