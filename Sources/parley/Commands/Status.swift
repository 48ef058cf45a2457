import ArgumentParser
import Briefing
import ParleyProtocol
import Wire

struct Status: Command {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say whether the daemon runs, where, and what it keeps.",
        usage: "parley status [<options>]",
        discussion: """
            Starts no daemon; ends with exit code 69 when none runs.

            Examples:
              parley status
              parley status --json
            """)

    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        guard let session = try await Session.running(common, output) else {
            throw Fault(
                .unavailable, code: "no-daemon", "No daemon runs: nobody listens at “\(common.locations.socket)”.",
                hint: "“parley start” starts one, and so does any command that needs it")
        }
        let answer = try await session.call(Methods.status, NoParams())
        if common.json { return output.json(answer.value) }
        let status = try answer.result()
        output.text(output.terminal.status(status))
        if status.build != Build.identity {
            output.note(
                "note: the daemon is of build \(status.build), this parley of \(Build.identity); “parley stop” ends the daemon")
        }
    }
}

extension Terminal {
    func status(_ status: DaemonStatus) -> String {
        var rows: [(label: String, value: StyledText)] = [
            ("daemon", "\("running", .green), pid \(status.pid), for \(Terminal.span(status.uptimeSeconds))"),
            ("version", "\(status.version), build \(status.build), protocol \(status.protocolVersion)"),
            ("socket", "\(status.socket)"),
            ("state", "\(status.state)"),
        ]
        if let bytes = status.residentBytes { rows.append(("memory", "\(Terminal.size(bytes))")) }
        rows.append(("open now", "\(Terminal.counted(status.connections, "connection", "connections")), this one included"))
        rows.append(("analyzers", "\(status.analyzers)"))
        rows += brief(status.plugins).enumerated().map { ($0.offset == 0 ? "plugins" : "", $0.element) }
        let head = pairs(rows)
        guard !status.workspaces.isEmpty else { return head + "\n\nNo workspaces yet: “parley apply FOLDER” brings one in." }
        return head + "\n\n" + workspaces(status.workspaces)
    }

    /// `3 d 4 h`, `12 min`, `8 s`
    private static func span(_ seconds: Int) -> String {
        switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3_600: "\(seconds / 60) min"
        case ..<86_400: "\(seconds / 3_600) h \(seconds % 3_600 / 60) min"
        default: "\(seconds / 86_400) d \(seconds % 86_400 / 3_600) h"
        }
    }
}
