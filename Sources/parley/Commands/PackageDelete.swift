import ArgumentParser
import ParleyProtocol

struct PackageDelete: Command {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Remove a package; earlier revisions keep it.",
        usage: "parley package delete [<options>] <package>",
        discussion: """
            Example:
              parley package delete bridging-2
            """)

    @OptionGroup var package: PackageArgument
    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var expected: ExpectedRevision
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        var params = PackageParams()
        params.workspace = workspace.id
        params.package = package.id
        params.expectedRevision = expected.number
        try await change(output, Methods.deletePackage, params)
    }
}
