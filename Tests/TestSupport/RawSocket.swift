import Foundation

/// A Unix socket without a library, to say things that no well-behaved client would say.
package final class RawSocket {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    /// The daemon at the other end lives at least as long as its conversation.
    private var daemon: DaemonProcess?

    package struct Failure: Error, CustomStringConvertible {
        package var description: String

        package init(description: String) { self.description = description }
    }

    package init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { throw Failure(description: "path too long") }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
        guard code == 0 else {
            // `deinit` closes the descriptor: it runs even now, since every property has its value.
            throw Failure(description: "connect: \(String(cString: strerror(errno)))")
        }
        var limit = timeval(tv_sec: Int(Timeouts.seconds(20)), tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    package convenience init(_ daemon: DaemonProcess) throws {
        try self.init(daemon.socket)
        self.daemon = daemon
    }

    deinit { close(descriptor) }

    package func send(_ text: String) throws { try send(Array(text.utf8)) }

    package func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Failure(description: "send: \(String(cString: strerror(errno)))") }
            sent += count
        }
    }

    /// Says that nothing more will be sent.
    package func halfClose() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// From now on sending fails when the other end takes nothing for so many seconds.
    package func giveUpSending(after seconds: Double) {
        var limit = timeval(tv_sec: 0, tv_usec: 0)
        limit.tv_sec = Int(Timeouts.seconds(seconds))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    /// The next line; nil at the end.
    package func line() throws -> String? {
        while true {
            if let newline = buffer.firstIndex(of: 0x0A) {
                let line = String(decoding: buffer[..<newline], as: UTF8.self)
                buffer.removeFirst(newline + 1)
                return line
            }
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count == 0 { return nil }
            guard count > 0 else {
                if errno == ECONNRESET { return nil }
                throw Failure(description: "receive: \(String(cString: strerror(errno)))")
            }
            buffer.append(contentsOf: chunk[..<count])
        }
    }

    /// Sends one request and returns the answer with its id, skipping notifications.
    package func call(_ method: String, _ params: String = "{}", id: Int = 1) throws -> Answer {
        try send(#"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":\#(params)}"# + "\n")
        return try answer(to: id)
    }

    package func answer(to id: Int) throws -> Answer {
        while let line = try line() {
            let answer = try Answer(line)
            if answer.id == id { return answer }
        }
        throw Failure(description: "the connection ended before the answer")
    }
}

/// A message as it came over the socket.
package struct Answer {
    package let text: String
    package let object: [String: Any]

    init(_ line: String) throws {
        text = line
        guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
            throw RawSocket.Failure(description: "not an object: \(line)")
        }
        self.object = object
    }

    package var id: Int? { object["id"] as? Int }
    package var method: String? { object["method"] as? String }
    package var result: Any? { object["result"] }
    package var error: [String: Any]? { object["error"] as? [String: Any] }
    package var errorCode: Int? { error?["code"] as? Int }
    /// The stable word for scripts.
    package var errorName: String? { (error?["data"] as? [String: Any])?["code"] as? String }
    package var errorMessage: String? { error?["message"] as? String }
    /// A member of the result.
    package subscript(_ key: String) -> Any? { (result as? [String: Any])?[key] }
}
