import ArgumentParser
import ParleyProtocol
import Shapes
import Wire

struct Schema: Command {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of a workspace document.",
        usage: "parley schema [<options>]",
        discussion: """
            Editors check and complete YAML with it.

            Example:
              parley schema > parley.schema.json
            """)

    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        try await answer(output, Methods.schema, NoParams()) { JSON.text($0, pretty: true) }
    }
}
