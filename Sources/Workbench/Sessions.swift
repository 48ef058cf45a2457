import Glibc
import Logging
import Negotiation
import ParleyProtocol
import Shapes
import Synchronization
import Wire

/// The conversations that are going on, so that the daemon can end without cutting anybody short.
package final class Sessions: Sendable {
    private struct State {
        var open: [Int: Connection?] = [:]
        var last = 0
        var requests = 0
    }

    private let state = Mutex(State())

    package var count: Int { state.withLock { $0.open.count } }

    /// Whether any request is being answered.
    package var isBusy: Bool { state.withLock { $0.requests > 0 } }

    /// Ends every conversation; what has been said is still written.
    package func closeAll() async {
        let connections = state.withLock { $0.open.values.compactMap { $0 } }
        for connection in connections { connection.close(CloseReason("stopping", "the daemon is stopping.")) }
        for connection in connections { _ = await connection.closed() }
    }

    fileprivate func begin() -> Int {
        state.withLock { state in
            state.last += 1
            state.open[state.last] = .some(nil)
            return state.last
        }
    }

    fileprivate func end(_ number: Int) { state.withLock { _ = $0.open.removeValue(forKey: number) } }

    fileprivate func requestBegins(_ number: Int, _ connection: Connection) {
        state.withLock { state in
            state.requests += 1
            if state.open[number] != nil { state.open[number] = connection }
        }
    }

    fileprivate func requestEnds() { state.withLock { $0.requests -= 1 } }
}

/// A conversation with one peer.
final class Session: Handler {
    private let service: Service
    private let number: Int
    private let author: Author

    init(service: Service, peer: Peer) {
        self.service = service
        number = service.sessions.begin()
        author = Author(userID: peer.userID)
    }

    func lane(of method: String, _ params: Value?) -> String? { service.dispatcher.lane(of: method) }

    func handle(_ request: Request) async throws -> Value {
        service.sessions.requestBegins(number, request.connection)
        defer { service.sessions.requestEnds() }
        return try await service.dispatcher.answer(
            request,
            Caller(client: number, author: author.name, connection: request.connection, progress: request.progress))
    }

    func unexpected(_ error: any Error, of request: Request) {
        service.logger.error("a request failed unexpectedly", metadata: ["method": "\(request.method)", "error": "\(error)"])
    }

    func closed(_ connection: Connection, _ reason: CloseReason) {
        service.sessions.end(number)
        service.workbench.subscriptions.remove(connection)
        if ![CloseReason.peerClosed.name, CloseReason.closedHere.name].contains(reason.name) {
            service.logger.notice("connection closed", metadata: ["why": "\(reason.name)", "reason": "\(reason.message)"])
        }
    }
}

/// Who is at the other end of a conversation, as the operating system knows them. Asked for once, when first needed: the
/// answer may come from a file or over a network, and requests are many.
private final class Author: Sendable {
    private let userID: UInt32
    private let found = Mutex<String?>(nil)

    init(userID: UInt32) { self.userID = userID }

    var name: String {
        found.withLock { found in
            if let found { return found }
            let name = Author.name(of: userID)
            found = name
            return name
        }
    }

    private static func name(of userID: UInt32) -> String {
        var entry = passwd()
        var buffer = [CChar](repeating: 0, count: 16_384)
        var found: UnsafeMutablePointer<passwd>?
        guard getpwuid_r(userID, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name else {
            return "uid \(userID)"
        }
        return String(cString: name)
    }
}
