import ArgumentParser
import Negotiation
import ParleyProtocol

struct PackageNew: Command {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Draft a new package.",
        usage: "parley package new [<options>] <package> [<issue=option> ...]",
        discussion: """
            Issues that are not named stay open.

            Example:
              parley package new compromise --title "A compromise" crimea=deferred
            """)

    @Argument(help: ArgumentHelp("The new package's id.", valueName: "package"))
    var package: String

    @Argument(help: ChoiceAssignment.help, completion: Completing.choices, transform: ChoiceAssignment.init(parsing:))
    var choices: [ChoiceAssignment] = []

    @Option(name: .long, help: ArgumentHelp("What it is called; the id when absent.", valueName: "text"))
    var title: String?

    @Option(name: .long, help: ArgumentHelp("Who drafts it.", valueName: "text"))
    var author: String?

    @Option(name: .long, help: ArgumentHelp("Why anybody would sign it.", valueName: "text"))
    var rationale: String?

    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var expected: ExpectedRevision
    @OptionGroup var common: CommonOptions

    func validate() throws { _ = try ChoiceAssignment.choices(choices) }

    func perform(_ output: Output) async throws {
        var params = CreatePackageParams()
        params.workspace = workspace.id
        params.package = ID(package)
        params.title = title
        params.author = author
        params.rationale = rationale
        params.choices = try ChoiceAssignment.choices(choices)
        params.expectedRevision = expected.number
        try await change(output, Methods.createPackage, params)
    }
}
