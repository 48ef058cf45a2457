import ArgumentParser
import Negotiation
import ParleyProtocol

struct PackageStatus: Command {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say what has become of a package: draft, tabled, agreed, rejected or withdrawn.",
        usage: "parley package status [<options>] <package> <status>",
        discussion: """
            Example:
              parley package status bridging tabled
            """)

    @OptionGroup var package: PackageArgument

    @Argument(help: ArgumentHelp("Its new status.", valueName: "status"))
    var status: Package.Status

    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var expected: ExpectedRevision
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        var params = UpdatePackageParams()
        params.workspace = workspace.id
        params.package = package.id
        params.status = status
        params.expectedRevision = expected.number
        try await change(output, Methods.updatePackage, params)
    }
}

extension Package.Status: ExpressibleByArgument {}
