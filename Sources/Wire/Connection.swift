import NIOCore
import NIOPosix
import Shapes
import Synchronization

/// One end of a conversation over a socket or a pair of pipes. Either end calls and answers.
///
/// Safe to use from any thread. It lives as long as its channel; dropping the last reference does not close it.
package final class Connection: Sendable {
    /// Who is at the other end; nil where that cannot be told, as with pipes.
    package let peer: Peer?
    let limits: Limits
    let mailbox = Mailbox()
    let loop: any EventLoop
    private let channel: any Channel
    private let lastCall = Atomic(0)

    private init(channel: any Channel, peer: Peer?, limits: Limits) {
        self.channel = channel
        self.peer = peer
        self.limits = limits
        loop = channel.eventLoop
    }

    /// The one event loop of this process, for every connection: no work is done on it but moving messages.
    static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    /// Makes a channel a connection. To be called on its event loop, before it reads.
    static func install(
        on channel: any Channel, peer: Peer?, limits: Limits, handler: any Handler, among crowd: Crowd? = nil
    ) throws -> Connection {
        let connection = Connection(channel: channel, peer: peer, limits: limits)
        let engine = Engine(connection: connection, handler: handler, crowd: crowd)
        let bound = NIOLoopBound(engine, eventLoop: channel.eventLoop)
        try channel.pipeline.syncOperations.addHandler(engine)
        connection.mailbox.open { [loop = channel.eventLoop] in loop.execute { bound.value.drain() } }
        return connection
    }

    /// A conversation over two pipes, whose descriptors it takes over.
    package static func overPipes(
        reading input: CInt, writing output: CInt, limits: Limits = Limits(), handler: any Handler
    ) async throws -> Connection {
        try await NIOPipeBootstrap(group: group)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .takingOwnershipOfDescriptors(input: input, output: output) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try Connection.install(on: channel, peer: nil, limits: limits, handler: handler)
                }
            }
    }

    // MARK: - Speaking

    /// Calls a method of the other end.
    ///
    /// Cancelling the task ends the call at once with `RPCError.cancelled` and tells the other end. The end of the
    /// connection fails it with `connection-closed` and the reason.
    /// - Parameters:
    ///   - waitsWhenCancelled: whether a cancelled call goes on waiting for the answer, which is then most likely
    ///     `RPCError.cancelled`: for callers that have to know when the other end is done with it.
    ///   - onProgress: asks for progress reports when `params` is an object or missing. Called on the event loop, in order
    ///     and before the answer, so it must only take note.
    package func call(
        _ method: String, _ params: Value? = nil, waitsWhenCancelled: Bool = false,
        onProgress: (@Sendable (Progress) -> Void)? = nil
    ) async throws(RPCError) -> Value {
        let number = lastCall.add(1, ordering: .relaxed).newValue
        var params = params
        if onProgress != nil, params == nil || params?.object != nil {
            var members = params?.object ?? Object()
            members["progressToken"] = .int(number)
            params = .object(members)
        }
        let line = try fitting(Outgoing.request(number, method, params))
        let call = PendingCall(number: number, onProgress: onProgress)
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                call.wait(continuation)
                if let reason = mailbox.post(.call(call, line)) { call.settle(.failure(.closed(reason))) }
            }
        } onCancel: {
            if waitsWhenCancelled {
                mailbox.post(.askToCancel(call))
            } else if call.settle(.failure(.cancelled)) {
                mailbox.post(.cancel(call))
            }
        }
        return try outcome.get()
    }

    /// Sends a message that wants no answer. Throws when it is too large for a line or the connection has ended; whether it
    /// arrives is not known.
    package func notify(_ method: String, _ params: Value? = nil) throws(RPCError) {
        let line = try fitting(Outgoing.notification(method, params))
        if let reason = mailbox.post(.send(line)) { throw .closed(reason) }
    }

    private func fitting(_ line: [UInt8]) throws(RPCError) -> [UInt8] {
        guard line.count > limits.line else { return line }
        throw .tooLarge("The request", name: "request-too-large", bytes: line.count, limit: limits.line)
    }

    // MARK: - Ending

    /// Ends the connection: requests are cancelled, calls fail, and what has been said is still written, for as long as a
    /// second.
    package func close(_ reason: CloseReason = .closedHere) { mailbox.post(.close(reason)) }

    /// Returns when the connection has ended, with the reason.
    package func closed() async -> CloseReason {
        // The future cannot fail: NIO completes it on every way of closing.
        try? await channel.closeFuture.get()
        return mailbox.reason ?? .peerClosed
    }
}
