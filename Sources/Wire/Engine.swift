import Glibc
import NIOCore

/// The state of one connection, all of it on the event loop of its channel: what is read, what waits to be written, and how
/// it ends. Requests and calls are in the extensions.
///
/// Other threads reach it through the mailbox only.
final class Engine: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    let connection: Connection
    let handler: any Handler
    let limits: Limits
    let mailbox: Mailbox
    var requests: Requests
    var calls: [Int: PendingCall] = [:]
    /// The last error of the peer that named no request of ours.
    var complaint: RPCError?
    /// Whether the peer has said anything but that: a complaint before all else is a refusal to talk.
    var hasConversed = false

    private var context: ChannelHandlerContext?
    private var commands: [Command] = []

    private var framer: LineFramer
    /// A long line is being parsed elsewhere; what follows it waits.
    private var isParsing: Bool { parsing > 0 }
    /// Its bytes; 0 when none is.
    private var parsing = 0
    private var isPumping = false
    /// NIO wants to read, and was told to wait.
    private var readIsHeld = false
    /// The peer writes no more.
    private var inputEnded = false

    private var chunk = ByteBuffer()
    /// Whole lines that the channel does not have yet, so that they can still be taken back.
    private var queue = CircularBuffer<ByteBuffer>()
    /// Bytes that the channel has and the kernel has not taken yet.
    private var inChannel = 0
    /// Whether something was handed to the channel that it has not been told to write.
    private var needsFlush = false
    /// Bytes that the kernel has not taken yet, those in `chunk` and `queue` included.
    private var unwritten = 0

    /// The connections that this one is counted with.
    private let crowd: Crowd?
    private var held = 0

    private var ending: CloseReason?
    private var hasEnded = false

    init(connection: Connection, handler: any Handler, crowd: Crowd?) {
        self.connection = connection
        self.handler = handler
        self.crowd = crowd
        limits = connection.limits
        mailbox = connection.mailbox
        requests = Requests(limits: connection.limits)
        framer = LineFramer(limit: connection.limits.line)
    }

    /// Whether messages still count: nothing is started or answered once the connection is ending.
    var isOpen: Bool { ending == nil && !hasEnded }

    /// Whoever parses lines longer than this on the event loop makes the other connections wait for it.
    private static let longLine = 64 << 10
    /// Lines are written together up to about this size, so that the queue is measured in small steps.
    private static let chunkSize = 256 << 10

    // MARK: - What the channel tells

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard isOpen else { return }
        framer.append(unwrapInboundIn(data))
        pump()
        account()
    }

    func channelReadComplete(context: ChannelHandlerContext) { flush() }

    func read(context: ChannelHandlerContext) {
        if mayRead { context.read() } else { readIsHeld = true }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? ChannelEvent, event == .inputClosed else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        inputEnded = true
        pump()
        flush()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if ending == nil { ending = reason(of: error) }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    /// That the peer is gone is how conversations end, whichever call notices it first.
    private func reason(of error: any Error) -> CloseReason {
        let code = (error as? IOError)?.errnoCode
        if code == ECONNRESET || code == EPIPE { return goodbye }
        return CloseReason("failed", "reading or writing failed: \(error)")
    }

    /// That the peer has gone, with what it complained of.
    private var goodbye: CloseReason {
        var reason = CloseReason.peerClosed
        guard let complaint else { return reason }
        reason.message += " Before that it said: \(complaint.message)"
        if !hasConversed { reason.refusal = complaint }
        return reason
    }

    // MARK: - Reading

    /// Whether the peer reads what it is sent; for one that asks and asks but does not, nothing further is begun.
    var peerReads: Bool { unwritten <= limits.outgoing / 4 }

    /// Not while a long line is parsed, nor when more is waiting than may be kept.
    private var mayRead: Bool { isOpen && !isParsing && !requests.isFull && peerReads }

    /// Goes on with whatever may go on now. Called after everything that could have changed that.
    func pump() {
        // What it does can end in a write that completes at once, which calls this again.
        guard isOpen, !isPumping else { return }
        isPumping = true
        defer { isPumping = false }
        startParked()
        while mayRead, let item = framer.next() {
            switch item {
            case .tooLong: unreadable(nil, .lineTooLong(limit: limits.line), beginning: "", place: nil)
            case .line(let line): take(line)
            }
        }
        guard mayRead else { return }
        if inputEnded {
            // `printf '…' | nc -N` ends without a newline.
            if let line = framer.rest() { take(line) }
            if !isParsing { inputIsDone() }
        } else if readIsHeld {
            readIsHeld = false
            context?.read()
        }
    }

    private func take(_ line: [UInt8]) {
        let cap = limits.batchCap
        if line.count <= Engine.longLine {
            if let incoming = Incoming(line: line, batchCap: cap) { receive(incoming, bytes: line.count) }
            return
        }
        parsing = line.count
        Task { [mailbox] in mailbox.post(.parsed(Incoming(line: line, batchCap: cap), bytes: line.count)) }
    }

    /// Nothing more will come: neither answers to our calls nor requests. What runs is answered before we go.
    private func inputIsDone() {
        failCalls(goodbye)
        if requests.isEmpty, unwritten == 0 { close(goodbye) }
    }

    // MARK: - The mailbox

    func drain() {
        mailbox.take(&commands)
        for command in commands { perform(command) }
        // Lets go of what the commands hold, and keeps the array.
        commands.removeAll(keepingCapacity: true)
        pump()
        flush()
        account()
    }

    private func perform(_ command: Command) {
        guard isOpen else {
            if case .call(let call, _) = command { call.settle(.failure(.closed(ending ?? .closedHere))) }
            return
        }
        switch command {
        case .send(let line): send(line)
        case .finished(let id, let line): finished(id, line)
        case .call(let call, let line): start(call, line)
        case .cancel(let call): if calls.removeValue(forKey: call.number) != nil { send(Outgoing.cancel(call.number)) }
        case .askToCancel(let call): if calls[call.number] != nil { send(Outgoing.cancel(call.number)) }
        case .parsed(let incoming, let bytes):
            parsing = 0
            if let incoming { receive(incoming, bytes: bytes) }
        case .close(let reason): close(reason)
        }
    }

    // MARK: - Writing

    /// Leaves a line for the next `flush`.
    func send(_ line: [UInt8]) {
        guard isOpen else { return }
        append(line)
        guard unwritten <= limits.outgoing else {
            expel(.slowReader(limit: limits.outgoing), telling: .slowReader(limit: limits.outgoing))
            return
        }
        if chunk.readableBytes >= Engine.chunkSize { seal() }
    }

    private func append(_ line: [UInt8]) {
        unwritten += line.count + 1
        chunk.writeBytes(line)
        chunk.writeInteger(UInt8(ascii: "\n"))
    }

    private func seal() {
        guard chunk.readableBytes > 0 else { return }
        queue.append(chunk)
        // Not cleared, which would copy it.
        chunk = ByteBuffer()
    }

    func flush() {
        seal()
        while inChannel < Engine.chunkSize, let buffer = queue.popFirst() { write(buffer) }
        guard needsFlush else { return }
        needsFlush = false
        context?.flush()
    }

    private func write(_ buffer: ByteBuffer) {
        guard let context else { return }
        let count = buffer.readableBytes
        inChannel += count
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in self.written(count) }
        needsFlush = true
        context.write(wrapOutboundOut(buffer), promise: written)
    }

    private func written(_ count: Int) {
        inChannel -= count
        unwritten -= count
        if ending != nil, unwritten == 0 {
            context?.close(promise: nil)
            return
        }
        pump()
        flush()
        account()
    }

    // MARK: - What it takes

    /// Counts what this connection holds among those of its listener.
    private func account() {
        guard let crowd, !hasEnded else { return }
        let now = framer.bytes + parsing + requests.bytes + unwritten
        let change = now - held
        held = now
        guard change != 0, !crowd.holds(now, change: change), isOpen else { return }
        expel(.crowded, telling: .crowded(limit: crowd.capacity.bytes))
    }

    // MARK: - The end

    /// Ends the connection from this side: what has been said is still written, for as long as a second.
    private func close(_ reason: CloseReason) {
        guard ending == nil, let context else { return }
        flush()
        ending = reason
        stopRequests()
        failCalls(reason)
        if unwritten == 0 {
            context.close(promise: nil)
            return
        }
        let channel = context.channel
        context.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
    }

    /// Ends the connection for what its peer does or does not do: what waits is dropped, and the peer told why instead, should
    /// it read on within half a minute.
    private func expel(_ reason: CloseReason, telling error: RPCError) {
        guard isOpen, let context else { return }
        ending = reason
        framer = LineFramer(limit: limits.line)
        queue.removeAll()
        chunk = ByteBuffer()
        unwritten = inChannel
        append(Outgoing.error(nil, error, limit: .max))
        let channel = context.channel
        context.eventLoop.scheduleTask(in: .seconds(30)) { channel.close(promise: nil) }
        // For everybody but the peer it has ended now.
        end()
        flush()
    }

    private func end() {
        guard !hasEnded else { return }
        hasEnded = true
        _ = crowd?.holds(0, change: -held)
        let reason = ending ?? goodbye
        for case .call(let call, _) in mailbox.shut(reason) { call.settle(.failure(.closed(reason))) }
        stopRequests()
        failCalls(reason)
        handler.closed(connection, reason)
    }

    private func stopRequests() { requests.removeAll { $0.cancel() } }

    private func failCalls(_ reason: CloseReason) {
        let failed = calls.values
        calls = [:]
        for call in failed { call.settle(.failure(.closed(reason))) }
    }
}
