import ArgumentParser
import ParleyProtocol
import Wire

struct Doctor: Command {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look over daemon, storage, sandbox and plugins, and say how to mend what is amiss.",
        usage: "parley doctor [<options>]",
        discussion: """
            Changes nothing. Ends with exit code 76 when something failed; what is only worth a look is no failure.

            Examples:
              parley doctor
              parley doctor --json
            """)

    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        try await check(output, Methods.doctor, NoParams()) { failed, warnings in
            guard failed == 0 else { return "Something is amiss: see what is marked ✗." }
            return warnings == 0 ? "All is well." : "Nothing is broken; what is marked ! is worth a look."
        }
    }
}
