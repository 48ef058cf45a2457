import ArgumentParser
import Briefing
import ParleyProtocol
import Shapes
import Wire

struct PluginCheck: Command {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Run the conformance suite against the plugin in a folder.",
        usage: "parley plugin check [<options>] <folder>",
        discussion: """
            The daemon starts the plugin apart from those that serve, puts every kind of question to it, and ends it. The \
            plugin need not be where plugins are found. Ends with exit code 76 when something failed.

            Examples:
              parley plugin check fisheries
              parley plugin check . --json
            """)

    @Argument(help: ArgumentHelp("The plugin's folder.", valueName: "folder"), completion: .directory)
    var folder: String

    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        var params = CheckPluginParams()
        params.folder = Locations.absolute(folder)
        try await check(output, Methods.checkPlugin, params) { failed, warnings in
            guard failed == 0 else { return "It does not pass: mend what is marked ✗, and check again." }
            return warnings == 0 ? "It passes." : "It passes; what is marked ! is worth a look."
        }
    }
}

extension Command {
    /// Calls a method that looks things over, shows what it saw, and ends with 76 when something failed.
    ///
    /// - Parameter verdict: the closing sentence, by how many failed and how many are worth a look.
    func check<Params>(
        _ output: Output, _ method: Method<Params, [CheckedItem]>, _ params: Params,
        verdict: (_ failed: Int, _ warnings: Int) -> String
    ) async throws {
        let session = try await Session.open(common, output)
        conclude(try await session.call(method, params).result(), output, verdict: verdict)
    }

    /// Shows what was looked at, and ends.
    func conclude(_ items: [CheckedItem], _ output: Output, verdict: (_ failed: Int, _ warnings: Int) -> String) -> Never {
        let (failed, warnings) = (items.count { $0.outcome == .failed }, items.count { $0.outcome == .warning })
        if common.json {
            output.json(Shape.list(CheckedItem.shape).encode(items))
        } else {
            output.text(output.terminal.checked(items, verdict: verdict(failed, warnings)))
        }
        output.end(failed == 0 ? .ok : .plugin)
    }
}

extension Terminal {
    func checked(_ items: [CheckedItem], verdict: String) -> String {
        let lines = items.flatMap { item -> [StyledText] in
            let detail = item.detail.map { StyledText(prose: ": \($0)", item.outcome == .passed ? .dim : .plain) } ?? ""
            let line: StyledText = "\(Terminal.sign(of: item.outcome)) \(item.title)\(detail)"
            return line.wrapped(to: measure, indent: 2) + (item.hint.map { hint($0) } ?? [])
        }
        return text(lines + ["", StyledText(verdict, .bold)])
    }

    private static func sign(of outcome: CheckedItem.Outcome) -> StyledText {
        switch outcome {
        case .passed: "\("✓", .green)"
        case .warning: "\("!", .yellow)"
        case .failed: "\("✗", .red)"
        case .skipped: "\("–", .dim)"
        }
    }
}
