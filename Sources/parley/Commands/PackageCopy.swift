import ArgumentParser
import Negotiation
import ParleyProtocol

struct PackageCopy: Command {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Make a new draft from a package.",
        usage: "parley package copy [<options>] <package> <to>",
        discussion: """
            The copy notes what it is based on.

            Example:
              parley package copy bridging bridging-2 --title "After the second round"
            """)

    @OptionGroup var package: PackageArgument

    @Argument(help: ArgumentHelp("The copy's id.", valueName: "to"))
    var to: String

    @Option(name: .long, help: ArgumentHelp("What the copy is called.", valueName: "text"))
    var title: String?

    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var expected: ExpectedRevision
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        var params = CopyPackageParams()
        params.workspace = workspace.id
        params.package = package.id
        params.to = ID(to)
        params.title = title
        params.expectedRevision = expected.number
        try await change(output, Methods.copyPackage, params)
    }
}
