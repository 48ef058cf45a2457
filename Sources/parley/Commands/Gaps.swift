import ArgumentParser

struct Gaps: AnalysisCommand {
    static let configuration = CommandConfiguration(
        commandName: "gaps",
        abstract: "Issue by issue: how far apart the parties are, and what divides them most.",
        usage: "parley gaps [<options>]",
        discussion: """
            Runs core.gaps.

            Examples:
              parley gaps
              parley gaps --reading declared
            """)

    @OptionGroup var analysis: AnalysisOptions
    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        try await run("core.gaps", params(), output)
    }
}
