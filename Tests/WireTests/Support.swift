import CLinux
import Dispatch
import Glibc
import Shapes
import Synchronization
import Wire

/// How long a test waits for what must happen before it says that it did not. Nothing waits this long when all is well.
let patience: Double = 30 * (getenv("PARLEY_TIMEOUT_SCALE").flatMap { Double(String(cString: $0)) } ?? 1)

struct TookTooLong: Error, CustomStringConvertible {
    let description: String
}

/// Runs `body`, and fails when it takes longer than is plausible on any machine.
func within<T: Sendable>(_ what: String, _ body: @escaping @Sendable () async throws -> T) async throws -> T {
    try await withThrowingTaskGroup(of: T.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: .seconds(patience))
            throw TookTooLong(description: "waited \(patience) s for \(what)")
        }
        defer { group.cancelAll() }
        return try await group.next()!
    }
}

/// A private directory in the temporary one, removed with what is in it.
final class Directory: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/wire-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw TookTooLong(description: "no temporary directory") }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    var socket: String { "\(path)/d.sock" }

    deinit {
        if let directory = opendir(path) {
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { unlink("\(path)/\(name)") }
            }
            closedir(directory)
        }
        rmdir(path)
    }
}

/// Something that happens once and that tasks can wait for; a wait ends early when its task is cancelled.
final class Gate: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func open() { continuation.finish() }

    func wait() async throws {
        for await _ in stream {}
        try Task.checkCancellation()
    }
}

/// What happened, in order, and waiting for it.
final class Record: Sendable {
    private struct State {
        var events: [String] = []
        var waiters: [(@Sendable ([String]) -> Bool, CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var events: [String] { state.withLock { $0.events } }

    func add(_ event: String) {
        let ready = state.withLock { state in
            state.events.append(event)
            let events = state.events
            let ready = state.waiters.filter { $0.0(events) }
            state.waiters.removeAll { $0.0(events) }
            return ready
        }
        for waiter in ready { waiter.1.resume() }
    }

    /// Waits until `condition` holds of what has happened.
    func wait(for what: String, _ condition: @escaping @Sendable ([String]) -> Bool) async throws {
        let watchdog = DispatchWorkItem {
            let stuck = self.state.withLock { state in
                defer { state.waiters = [] }
                return state.waiters
            }
            for waiter in stuck { waiter.1.resume() }
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + patience, execute: watchdog)
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if condition(state.events) { return true }
                state.waiters.append((condition, continuation))
                return false
            }
            if isReady { continuation.resume() }
        }
        watchdog.cancel()
        guard condition(events) else { throw TookTooLong(description: "waited \(patience) s for \(what): \(events)") }
    }

    func wait(for event: String) async throws { try await wait(for: event) { $0.contains(event) } }
}

/// A handler made of closures.
struct Scripted: Handler {
    var lane: @Sendable (String, Value?) -> String? = { _, _ in nil }
    var note: @Sendable (Notification) -> Void = { _ in }
    var defect: @Sendable (any Error) -> Void = { _ in }
    var ended: @Sendable (Connection, CloseReason) -> Void = { _, _ in }
    var answer: @Sendable (Request) async throws -> Value

    func lane(of method: String, _ params: Value?) -> String? { lane(method, params) }
    func handle(_ request: Request) async throws -> Value { try await answer(request) }
    func handle(_ notification: Notification) { note(notification) }
    func unexpected(_ error: any Error, of request: Request) { defect(error) }
    func closed(_ connection: Connection, _ reason: CloseReason) { ended(connection, reason) }

    static let echo = Scripted { request in
        guard request.method == "echo" else { throw RPCError.methodNotFound(request.method) }
        return request.params ?? .null
    }
}

/// A daemon on a socket in a directory of its own.
final class Daemon: Sendable {
    let directory: Directory
    let listener: Listener

    init(_ handler: Scripted, limits: Limits = Limits(), capacity: Capacity = Capacity()) async throws {
        directory = try Directory()
        listener = try await Socket.listen(
            under: Socket.Lock(socket: directory.socket), limits: limits, capacity: capacity
        ) { _ in handler }
    }

    func peer() throws -> RawPeer { try RawPeer(socket: directory.socket) }
    func client(_ handler: any Handler = NoMethods()) async throws -> Connection {
        try await Socket.connect(path: directory.socket, handler: handler)
    }
}

/// A peer without any of our code in it: bytes out, lines in. Blocks threads of its own, never those of tasks.
final class RawPeer: Sendable {
    private let input: CInt
    private let output: CInt
    private let reading = DispatchQueue(label: "reading")
    private let writing = DispatchQueue(label: "writing")
    /// Bytes read and not yet given out; used on `reading` only.
    private let rest = Mutex<[UInt8]>([])
    private let isClosed = Mutex(false)

    init(input: CInt, output: CInt) {
        self.input = input
        self.output = output
    }

    convenience init(socket: String) throws {
        let descriptor = clinux_connect_socket(socket)
        guard descriptor >= 0 else { throw TookTooLong(description: "no connection: \(String(cString: strerror(errno)))") }
        _ = fcntl(descriptor, F_SETFL, 0)
        self.init(input: descriptor, output: descriptor)
    }

    deinit { close() }

    func close() {
        let wasClosed = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return isClosed
        }
        guard !wasClosed else { return }
        Glibc.close(input)
        if output != input { Glibc.close(output) }
    }

    /// No more will be written; answers are still read.
    func halfClose() { shutdown(output, CInt(SHUT_WR)) }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            writing.async { [output] in
                var sent = 0
                while sent < bytes.count {
                    let count = bytes.withUnsafeBytes { write(output, $0.baseAddress! + sent, $0.count - sent) }
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else {
                        continuation.resume(throwing: TookTooLong(description: "writing: \(String(cString: strerror(errno)))"))
                        return
                    }
                    sent += count
                }
                continuation.resume()
            }
        }
    }

    /// The next line; nil at the end.
    func line() async throws -> String? {
        try await withCheckedThrowingContinuation { continuation in
            reading.async { continuation.resume(with: Result { try self.blockingLine() }) }
        }
    }

    private func blockingLine() throws -> String? {
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let line: String? = rest.withLock { rest in
                guard let end = rest.firstIndex(of: 0x0A) else { return nil }
                defer { rest.removeSubrange(...end) }
                return String(decoding: rest[..<end], as: UTF8.self)
            }
            if let line { return line }
            var ready = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, CInt(patience * 1_000)) > 0 else {
                throw TookTooLong(description: "no line from the other end")
            }
            let count = read(input, &piece, piece.count)
            if count <= 0 { return nil }
            rest.withLock { $0.append(contentsOf: piece[..<count]) }
        }
    }

    /// The next line as JSON.
    func answer() async throws -> Value {
        guard let line = try await line() else { throw TookTooLong(description: "the other end has closed") }
        return try JSON.parse(line)
    }
}

func request(_ id: Value, _ method: String, _ params: Value? = nil) -> String {
    var message = Object([("jsonrpc", "2.0"), ("id", id), ("method", .string(method))])
    message["params"] = params
    return JSON.text(.object(message)) + "\n"
}

func cancellation(_ id: Value) -> String {
    JSON.text(["jsonrpc": "2.0", "method": "$/cancel", "params": ["id": id]]) + "\n"
}

extension Value {
    /// `error.data.code` of an answer.
    var errorName: String? { self["error"]?["data"]?["code"]?.string }
    var errorCode: Int? { self["error"]?["code"]?.int }
}

/// Reproducible randomness (SplitMix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
