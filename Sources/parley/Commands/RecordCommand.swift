import ArgumentParser

struct RecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Keep the record of the talks: who offered, accepted or rejected what, and when.",
        discussion: """
            Examples:
              parley record add --party russia --act offers --package bridging
              parley record list
            """,
        subcommands: [RecordAdd.self, RecordList.self])
}
