import ArgumentParser
import Negotiation
import ParleyProtocol

struct PackageUnset: Command {
    static let configuration = CommandConfiguration(
        commandName: "unset",
        abstract: "Open issues of a package again.",
        usage: "parley package unset [<options>] <package> <issue> ...",
        discussion: """
            Example:
              parley package unset bridging crimea finance-relief
            """)

    @OptionGroup var package: PackageArgument

    @Argument(help: ArgumentHelp("The issues to open.", valueName: "issue"), completion: Completing.issues)
    var issues: [String]

    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var expected: ExpectedRevision
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        var params = UnsetPackageParams()
        params.workspace = workspace.id
        params.package = package.id
        params.issues = issues.map { ID($0) }
        params.expectedRevision = expected.number
        try await change(output, Methods.unsetPackage, params)
    }
}
