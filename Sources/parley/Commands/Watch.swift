import ArgumentParser
import Briefing
import Glibc
import Negotiation
import ParleyProtocol
import Shapes
import Wire

struct Watch: Command {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Print every change as it is made, a line each, until interrupted.",
        usage: "parley watch [<options>]",
        discussion: """
            With --json each line is the event's JSON, for programs that follow along.

            Examples:
              parley watch
              parley watch --json | while read -r event; do …; done
            """)

    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        let session = try await Session.open(common, output, handler: Events(output: output))
        var params = SubscribeParams()
        params.workspace = workspace.id
        _ = try await session.call(Methods.subscribe, params)
        if output.messages.columns != nil { output.note("watching \(workspace.id?.text ?? "all workspaces"); Ctrl-C ends") }
        let reason = await session.connection.closed()
        throw Fault(.unavailable, code: "connection-closed", "The daemon is gone: \(reason.message)")
    }

    private struct Events: Handler {
        let output: Output

        func handle(_ request: Request) async throws -> Value { throw RPCError.methodNotFound(request.method) }

        func handle(_ notification: Notification) {
            guard notification.method == Methods.changedEvent, let event = notification.params else { return }
            // What a daemon of another version tells is better shown as it is than swallowed.
            if !output.isJSON, let outcome = try? ChangeOutcome.shape.read(event, ignoringUnknownMembers: true) {
                output.text(output.terminal.event(outcome))
            } else {
                output.json(event, pretty: false)
            }
            output.flush()
        }
    }
}

extension Terminal {
    func event(_ outcome: ChangeOutcome) -> String {
        let signs = outcome.changes.map { change -> StyledText in
            switch change.kind {
            case .added: "\("+\(change.key)", .green)"
            case .removed: "\("-\(change.key)", .red)"
            case .changed: "\("~\(change.key)", .yellow)"
            case .moved: "\("↕\(change.key)", .cyan)"
            }
        }
        let line: StyledText =
            "\(outcome.workspace, .bold) \(outcome.revision) \("\(outcome.author):", .dim) \(outcome.message)  "
            + signs.joined(separator: " ")
        return text([columns == nil ? line : line.shortened(to: width)])
    }
}
