import Shapes
import Synchronization

/// What the event loop of a connection is asked to do from other threads.
enum Command: Sendable {
    /// A line that belongs to no request: a notification, progress.
    case send([UInt8])
    /// A request of the peer has been answered with this line.
    case finished(RequestID, [UInt8])
    case call(PendingCall, [UInt8])
    case cancel(PendingCall)
    /// The other end is to stop, and its answer is still waited for.
    case askToCancel(PendingCall)
    /// A long line has been parsed.
    case parsed(Incoming?, bytes: Int)
    case close(CloseReason)
}

/// The one way into the event loop of a connection, from any thread and in order. The loop is woken once for everything
/// that gathers before it comes to look.
final class Mailbox: Sendable {
    private struct State {
        var commands: [Command] = []
        var isAwake = false
        /// Emptied when the connection ends, which also lets go of what it holds.
        var wake: (@Sendable () -> Void)?
        var reason: CloseReason?
    }

    private let state = Mutex(State())

    /// Why the connection has ended, once it has.
    var reason: CloseReason? { state.withLock { $0.reason } }

    /// - Parameter wake: makes the event loop call `take`.
    func open(_ wake: @escaping @Sendable () -> Void) { state.withLock { $0.wake = wake } }

    /// Leaves a command; nil when it will be seen to, else why the connection has ended.
    @discardableResult
    func post(_ command: Command) -> CloseReason? {
        let (wake, reason): ((@Sendable () -> Void)?, CloseReason?) = state.withLock { state in
            if let reason = state.reason { return (nil, reason) }
            state.commands.append(command)
            if state.isAwake { return (nil, nil) }
            state.isAwake = true
            return (state.wake, nil)
        }
        wake?()
        return reason
    }

    /// Exchanges the gathered commands for an empty array, whose memory is used again.
    func take(_ commands: inout [Command]) {
        commands.removeAll(keepingCapacity: true)
        state.withLock { state in
            swap(&state.commands, &commands)
            state.isAwake = false
        }
    }

    /// Takes no more; the commands that nobody will see to.
    func shut(_ reason: CloseReason) -> [Command] {
        state.withLock { state in
            if state.reason == nil { state.reason = reason }
            state.wake = nil
            defer { state.commands = [] }
            return state.commands
        }
    }
}

/// A call of this end that waits for its answer. It is settled once, by whoever comes first: the answer, the end of the
/// connection, or the cancellation of the caller's task.
final class PendingCall: Sendable {
    private struct State {
        var outcome: Result<Value, RPCError>?
        var continuation: CheckedContinuation<Result<Value, RPCError>, Never>?
    }

    let number: Int
    let onProgress: (@Sendable (Progress) -> Void)?
    private let state = Mutex(State())

    init(number: Int, onProgress: (@Sendable (Progress) -> Void)?) {
        self.number = number
        self.onProgress = onProgress
    }

    var isSettled: Bool { state.withLock { $0.outcome != nil } }

    func wait(_ continuation: CheckedContinuation<Result<Value, RPCError>, Never>) {
        let outcome = state.withLock { state in
            if state.outcome == nil { state.continuation = continuation }
            return state.outcome
        }
        if let outcome { continuation.resume(returning: outcome) }
    }

    /// False when it had been settled before.
    @discardableResult
    func settle(_ outcome: Result<Value, RPCError>) -> Bool {
        let (isFirst, continuation) = state.withLock { state in
            guard state.outcome == nil else { return (false, CheckedContinuation<Result<Value, RPCError>, Never>?.none) }
            state.outcome = outcome
            defer { state.continuation = nil }
            return (true, state.continuation)
        }
        continuation?.resume(returning: outcome)
        return isFirst
    }
}
