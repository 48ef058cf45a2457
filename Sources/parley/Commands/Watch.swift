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
            if !output.isJSON, let change = Change(event) {
                output.text(output.terminal.event(change))
            } else {
                output.json(event, pretty: false)
            }
            output.flush()
        }
    }
}

/// The params of a change's notification: what it came to, who made it, and what was done.
struct Change {
    var outcome: ChangeOutcome
    var author: String
    var message: String

    init?(_ event: Value) {
        guard var members = event.object else { return nil }
        author = members["author"]?.string ?? ""
        message = members["message"]?.string ?? ""
        members["author"] = nil
        members["message"] = nil
        guard let outcome = try? ChangeOutcome.shape.read(.object(members)) else { return nil }
        self.outcome = outcome
    }
}

extension Terminal {
    func event(_ change: Change) -> String {
        let outcome = change.outcome
        let signs = outcome.changes.map { change -> StyledText in
            switch change.kind {
            case .added: "\("+\(change.key)", .green)"
            case .removed: "\("-\(change.key)", .red)"
            case .changed: "\("~\(change.key)", .yellow)"
            case .moved: "\("↕\(change.key)", .cyan)"
            }
        }
        let line: StyledText =
            "\(outcome.workspace, .bold) \(outcome.revision) \("\(change.author):", .dim) \(change.message)  "
            + signs.joined(separator: " ")
        return text([columns == nil ? line : line.shortened(to: width)])
    }
}
