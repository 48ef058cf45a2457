import ArgumentParser
import Negotiation
import ParleyProtocol

struct Agenda: AnalysisCommand {
    static let configuration = CommandConfiguration(
        commandName: "agenda",
        abstract: "Which goals and red lines of each party a package meets, misses or leaves open.",
        usage: "parley agenda [<options>] <package>",
        discussion: """
            Runs core.agenda.

            Example:
              parley agenda bridging
            """)

    @Argument(help: ArgumentHelp("The package.", valueName: "package"), completion: Completing.packages)
    var package: String

    @OptionGroup var analysis: AnalysisOptions
    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        var params = params()
        params.package = ID(package)
        try await run("core.agenda", params, output)
    }
}
