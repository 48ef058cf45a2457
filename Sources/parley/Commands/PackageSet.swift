import ArgumentParser
import Negotiation
import ParleyProtocol

struct PackageSet: Command {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Set what a package says on issues.",
        usage: "parley package set [<options>] <package> <issue=option> ...",
        discussion: """
            Examples:
              parley package set bridging crimea=deferred finance-relief=kept
              parley package set bridging 'ceasefire=[immediate-un,phased-benchmarks]'
              parley package set bridging reconstruction-aid=left-out
            """)

    @OptionGroup var package: PackageArgument

    @Argument(help: ChoiceAssignment.help, completion: Completing.choices, transform: ChoiceAssignment.init(parsing:))
    var choices: [ChoiceAssignment]

    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var expected: ExpectedRevision
    @OptionGroup var common: CommonOptions

    func validate() throws { _ = try ChoiceAssignment.choices(choices) }

    func perform(_ output: Output) async throws {
        var params = SetPackageParams()
        params.workspace = workspace.id
        params.package = package.id
        params.choices = try ChoiceAssignment.choices(choices)
        params.expectedRevision = expected.number
        try await change(output, Methods.setPackage, params)
    }
}
