import TestSupport
import Testing
import parley

/// The surface of the command line: a change of it shows here, and in the review of `Snapshots`.
@Suite struct HelpTests {
    static let commands = [
        "", "apply", "import", "diff", "export", "list", "show", "log", "revert", "backup", "restore", "verify", "schema", "package", "package new", "package set",
        "package unset", "package status", "package show", "package compare", "package list", "package copy", "package delete",
        "record", "record add", "record list", "draft", "gaps", "agenda", "evaluate", "brief", "zone", "why", "improve", "trades", "frontier",
        "solutions", "solve", "analyze", "analyzers", "plugin", "plugin list", "plugin info", "plugin logs", "plugin restart",
        "plugin release", "plugin check", "plugin new", "status", "start", "stop",
        "doctor", "call", "watch", "completions",
    ]

    private func help(_ command: String) throws -> String {
        let result = try Command.run(
            "parley", command.split(separator: " ").map(String.init) + ["--help"], environment: ["COLUMNS": "80"])
        #expect(result.status == 0)
        return result.output
    }

    @Test(arguments: commands) func helpOf(command: String) throws {
        let name = command.isEmpty ? "parley" : command.replacing(" ", with: "-")
        #expect(try Snapshot.difference(try help(command), from: "help-\(name).txt", beside: #filePath) == nil)
    }

    @Test func aloneItShowsTheSame() throws {
        let alone = try Command.run("parley", [], environment: ["COLUMNS": "80"])
        #expect(alone.status == 0)
        #expect(try alone.output == help(""))
    }

    /// Every command says what it does and shows how it is used.
    @Test(arguments: commands.dropFirst()) func everyCommandHasAnExampleOfItself(command: String) throws {
        let text = try help(command)
        #expect(text.contains("Example") && text.contains("parley \(command)"))
    }
}
