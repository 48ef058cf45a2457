import TestSupport
import Testing
import parley

/// The surface of the command line: a change of it shows here, and in the review of `HelpSnapshots`.
@Suite struct HelpTests {
    @Test(arguments: HelpSnapshots.all.keys.sorted())
    func helpOf(command: String) throws {
        let arguments = command.split(separator: " ").map(String.init) + ["--help"]
        let result = try Command.run("parley", arguments, environment: ["COLUMNS": "80"])
        #expect(result.status == 0)
        #expect(result.output.split(separator: "\n", omittingEmptySubsequences: false) == HelpSnapshots.lines(of: command))
    }

    @Test func aloneItShowsTheSame() throws {
        let alone = try Command.run("parley", [], environment: ["COLUMNS": "80"])
        #expect(alone.status == 0)
        #expect(alone.output.split(separator: "\n", omittingEmptySubsequences: false) == HelpSnapshots.lines(of: ""))
    }

    /// Every command says what it does and shows how it is used.
    @Test func everyCommandHasAnExampleOfItself() {
        for (command, text) in HelpSnapshots.all where !command.isEmpty {
            #expect(text.contains("Example") && text.contains("parley \(command)"), "\(command)")
        }
    }
}
