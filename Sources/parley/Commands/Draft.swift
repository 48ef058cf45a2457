import ArgumentParser
import Negotiation
import ParleyProtocol

struct Draft: Command {
    static let configuration = CommandConfiguration(
        commandName: "draft",
        abstract: "Write a package out as a draft agreement, in Markdown.",
        usage: "parley draft [<options>] <package>",
        discussion: """
            Preamble, an article for every issue, the schedule as an annex, and the consents it takes. Square brackets hold \
            what is disputed or open, with the competing wordings as options; an article that is left out is reserved; \
            footnotes say who objects on the record. The text is made of what everybody may see or, with --for, of what \
            that audience may see: a party, or whoever is named as an audience in the workspace.

            With --against it shows what changed, clause by clause and word by word: struck words as ~~struck~~, new ones \
            as **new**.

            Examples:
              parley draft bridging > bridging.md
              parley draft bridging --for mediators
              parley draft bridging --against best-case
              parley draft bridging --against-revision 3
            """)

    @OptionGroup var package: PackageArgument

    @Option(
        name: .customLong("for"), help: ArgumentHelp("Who will read it; everybody when absent.", valueName: "audience"),
        completion: Completing.audiences)
    var audience: String?

    @Option(
        name: .long, help: ArgumentHelp("Show what changed against this package.", valueName: "package"),
        completion: Completing.packages)
    var against: String?

    @Option(name: .customLong("against-revision"), help: ArgumentHelp("Show what changed against this revision.", valueName: "n"))
    var againstRevision: Int?

    @Option(name: .long, help: ArgumentHelp("As of this revision.", valueName: "n"))
    var revision: Int?

    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        var params = DraftParams()
        params.workspace = workspace.id
        params.package = package.id
        params.revision = revision
        params.audience = audience
        params.against = against.map { ID($0) }
        params.againstRevision = againstRevision
        try await answer(output, Methods.draftText, params) { $0.text }
    }
}
