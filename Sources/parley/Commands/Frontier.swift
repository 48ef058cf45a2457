import ArgumentParser

struct Frontier: AnalysisCommand {
    static let configuration = CommandConfiguration(
        commandName: "frontier",
        abstract: "Which packages are efficient: nobody could get more without somebody getting less.",
        usage: "parley frontier [<options>] [<package>]",
        discussion: """
            Runs core.frontier on everything that is open: on all issues or, with a package, on those that it leaves open \
            or in dispute.

            Examples:
              parley frontier
              parley frontier bridging --ranges pessimistic
              parley frontier --within 0.5
            """)

    @Argument(
        help: ArgumentHelp("A package whose settled issues stay as they are.", valueName: "package"),
        completion: Completing.packages)
    var package: String?

    @OptionGroup var space: SpaceOptions

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Points by which packages may be better, for every party, than those found; more than 0 takes less time.",
            valueName: "points"))
    var within: String?

    @OptionGroup var analysis: AnalysisOptions
    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        try await run("core.frontier", params(space, package: package, within: within), output)
    }
}
