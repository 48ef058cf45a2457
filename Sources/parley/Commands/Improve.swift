import ArgumentParser
import Negotiation
import ParleyProtocol

struct Improve: AnalysisCommand {
    static let configuration = CommandConfiguration(
        commandName: "improve",
        abstract: "What is better than a package for everybody, fewest changes first.",
        usage: "parley improve [<options>] <package>",
        discussion: """
            Runs core.improve. A package that leaves issues open is looked at as the acceptable completion that brings the \
            parties most in all.

            Examples:
              parley improve best-case
              parley improve bridging --reading declared
            """)

    @Argument(help: ArgumentHelp("The package.", valueName: "package"), completion: Completing.packages)
    var package: String

    @Option(
        name: .long, help: ArgumentHelp("A world scenario to look under.", valueName: "scenario"),
        completion: Completing.scenarios)
    var scenario: String?

    @OptionGroup var analysis: AnalysisOptions
    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        var params = params(given: [("scenario", scenario)])
        params.package = ID(package)
        try await run("core.improve", params, output)
    }
}
