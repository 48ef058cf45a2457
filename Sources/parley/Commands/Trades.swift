import ArgumentParser
import Negotiation
import ParleyProtocol

struct Trades: AnalysisCommand {
    static let configuration = CommandConfiguration(
        commandName: "trades",
        abstract: "Which trades would help two parties: what each gives, and what each gains.",
        usage: "parley trades [<options>] <package>",
        discussion: """
            Runs core.trades: pairs of changes by which two parties both gain, each giving way on an issue that matters more \
            to the other. A package that leaves issues open is looked at as the acceptable completion that brings the parties \
            most in all.

            Examples:
              parley trades bridging
              parley trades best-case --all
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
        try await run("core.trades", params, output)
    }
}
