import Shapes

/// What tells one request of a connection from another.
package enum RequestID: Hashable, Sendable {
    case number(Number)
    case string(String)

    package init?(_ value: Value) {
        switch value.content {
        case .number(let number): self = .number(number)
        case .string(let text): self = .string(text)
        default: return nil
        }
    }

    package var value: Value {
        switch self {
        case .number(let number): .number(number)
        case .string(let text): .string(text)
        }
    }
}

/// A request that has come in.
package struct Request: Sendable {
    package let id: RequestID
    package let method: String
    /// An object or a list, without the `progressToken`, which `progress` has taken.
    package let params: Value?
    package let connection: Connection
    package let progress: ProgressReporter
}

/// A message that wants no answer.
package struct Notification: Sendable {
    package let method: String
    package let params: Value?
    package let connection: Connection
}

/// Something that came in and is no message.
package struct UnreadableLine: Sendable {
    /// Its beginning; empty when it was longer than a line may be, and was not kept.
    package let beginning: String
    package let fault: RPCError
    package let connection: Connection

    static let shown = 200
}

/// What one end of a connection does with what the other end asks.
package protocol Handler: Sendable {
    /// The lane of a request: those of one lane run one after another in the order in which they arrived on this
    /// connection; those without a lane at once. Called on the event loop, so it must only look.
    func lane(of method: String, _ params: Value?) -> String?

    /// Answers a request, in a task of its own that is cancelled when the peer cancels the request or goes away. What it
    /// throws is the answer when it is an `RPCError`; `CancellationError` becomes -32800; anything else is a defect, goes
    /// to `unexpected` and tells the peer no details.
    func handle(_ request: Request) async throws -> Value

    /// Called on the event loop in the order of arrival, so it must only take note. Unknown ones are to be ignored.
    func handle(_ notification: Notification)

    /// A line that is no message. False when the peer is not to be told of it, as with a program whose stray prints end up
    /// in the stream; a call of ours whose id can still be read in the line then fails with the fault. Called on the event
    /// loop, so it must only take note.
    func unreadable(_ line: UnreadableLine) -> Bool

    /// An error of `handle` that was not meant for the peer; for the log.
    func unexpected(_ error: any Error, of request: Request)

    /// The connection has ended; called once, on the event loop, after every request of it was cancelled.
    func closed(_ connection: Connection, _ reason: CloseReason)
}

extension Handler {
    package func lane(of method: String, _ params: Value?) -> String? { nil }
    package func handle(_ notification: Notification) {}
    package func unreadable(_ line: UnreadableLine) -> Bool { true }
    package func unexpected(_ error: any Error, of request: Request) {}
    package func closed(_ connection: Connection, _ reason: CloseReason) {}
}

/// The end that only calls.
package struct NoMethods: Handler {
    package init() {}
    package func handle(_ request: Request) async throws -> Value { throw RPCError.methodNotFound(request.method) }
}
