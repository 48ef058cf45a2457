import ArgumentParser
import Negotiation
import ParleyProtocol

struct Evaluate: AnalysisCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "What a package is worth to each party, against no deal, and who consents, blocks or objects.",
        usage: "parley evaluate [<options>] [<package>]",
        discussion: """
            Runs core.evaluate. With --set a variation is evaluated that is not stored; without a package, one made of \
            nothing but what is set.

            Examples:
              parley evaluate bridging
              parley evaluate bridging --set crimea=deferred --set finance-relief=kept
            """)

    @Argument(help: ArgumentHelp("The package.", valueName: "package"), completion: Completing.packages)
    var package: String?

    @Option(
        name: .customLong("set"), help: ChoiceAssignment.help, completion: Completing.choices,
        transform: ChoiceAssignment.init(parsing:))
    var choices: [ChoiceAssignment] = []

    @OptionGroup var analysis: AnalysisOptions
    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard package != nil || !choices.isEmpty else {
            throw ValidationError("Name a package, or say with --set what to evaluate.")
        }
        _ = try ChoiceAssignment.choices(choices)
    }

    func perform(_ output: Output) async throws {
        var params = params()
        params.package = package.map { ID($0) }
        params.choices = try ChoiceAssignment.choices(choices)
        try await run("core.evaluate", params, output)
    }
}
