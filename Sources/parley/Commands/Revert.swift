import ArgumentParser
import ParleyProtocol

struct Revert: Command {
    static let configuration = CommandConfiguration(
        commandName: "revert",
        abstract: "Restore the content of an earlier revision, as a new one.",
        usage: "parley revert [<options>] <n>",
        discussion: """
            Nothing is taken out of the log: a revert can be reverted.

            Example:
              parley revert 4
            """)

    @Argument(help: ArgumentHelp("The revision whose content to restore.", valueName: "n"))
    var revision: Int

    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var expected: ExpectedRevision
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        var params = RevertParams()
        params.workspace = workspace.id
        params.revision = revision
        params.expectedRevision = expected.number
        try await change(output, Methods.revert, params)
    }
}
