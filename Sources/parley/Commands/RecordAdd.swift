import ArgumentParser
import Glibc
import Negotiation
import ParleyProtocol
import Shapes

struct RecordAdd: Command {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add an entry to the record of the talks.",
        usage: "parley record add --party <id> --act <act> (--package <id> | --issue <id>) [<options>]",
        discussion: """
            Examples:
              parley record add --party russia --act offers --package bridging
              parley record add --party ukraine --act accepts-if --issue crimea \\
                  --condition 'ukraine-guarantee = coalition' --date 2025-08-12
            """)

    @Option(name: .long, help: ArgumentHelp("Who.", valueName: "id"), completion: Completing.parties)
    var party: String

    @Option(name: .long, help: ArgumentHelp("What it did.", valueName: "act"))
    var act: RecordEntry.Act

    @Option(name: .long, help: ArgumentHelp("Which package it is about.", valueName: "id"), completion: Completing.packages)
    var package: String?

    @Option(
        name: .customLong("package-revision"),
        help: ArgumentHelp("The revision in which the package stood as it was offered.", valueName: "n"))
    var packageRevision: Int?

    @Option(name: .long, help: ArgumentHelp("Or which issue.", valueName: "id"), completion: Completing.issues)
    var issue: String?

    @Option(name: .long, help: ArgumentHelp("For accepts-if: on what condition.", valueName: "predicate"))
    var condition: String?

    @Option(name: .long, help: ArgumentHelp("When: 2025, 2025-08 or 2025-08-12; today when absent.", valueName: "date"))
    var date: String?

    @Option(name: .long, help: ArgumentHelp("What was said.", valueName: "text"))
    var note: String?

    @Option(name: .long, help: ArgumentHelp("Who reports it: a source's id, or id#section.", valueName: "source"))
    var source: String?

    @Option(name: .long, help: ArgumentHelp("The entry's id; made from date, party and act when absent.", valueName: "id"))
    var id: String?

    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var expected: ExpectedRevision
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if package == nil, issue == nil { throw ValidationError("Say what the entry is about, with --package or --issue.") }
        if act == .acceptsIf, condition == nil { throw ValidationError("“accepts-if” takes a --condition.") }
        if act != .acceptsIf, condition != nil { throw ValidationError("A --condition goes with “accepts-if”.") }
    }

    func perform(_ output: Output) async throws {
        var params = AddRecordParams()
        params.workspace = workspace.id
        params.entry = try entry()
        params.id = id.map { ID($0) }
        params.expectedRevision = expected.number
        try await change(output, Methods.addRecord, params)
    }

    /// Read by the declaration, so that a bad date or condition is explained as it is in a file.
    private func entry() throws -> RecordEntry {
        var entry = Object([
            ("date", .string(date ?? RecordAdd.today)), ("party", .string(party)), ("act", .string(act.rawValue)),
        ])
        for (key, value) in [
            ("package", package), ("issue", issue), ("condition", condition), ("note", note), ("source", source),
        ] {
            if let value { entry[key] = .string(value) }
        }
        if let packageRevision { entry["revision"] = .int(packageRevision) }
        do {
            return try RecordEntry.shape.read(.object(entry))
        } catch {
            throw Fault(.badInput, code: "bad-entry", "The entry cannot be added as it is.", diagnostics: error.all)
        }
    }

    /// The day it is here.
    private static var today: String {
        var now = time(nil)
        var day = tm()
        localtime_r(&now, &day)
        func padded(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(day.tm_year + 1900)-\(padded(day.tm_mon + 1))-\(padded(day.tm_mday))"
    }
}

extension RecordEntry.Act: ExpressibleByArgument {}
