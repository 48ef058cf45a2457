import Glibc

/// Why a socket cannot be connected to or listened at.
package struct SocketError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// There is no socket at the path.
        case missing = "no-socket"
        /// There is one, and nobody listens at it: it was left behind.
        case refused = "refused"
        case permissionDenied = "permission-denied"
        case pathTooLong = "path-too-long"
        case busy = "busy"
        /// Another daemon holds the lock.
        case locked = "already-running"
        /// Somebody listens who does not hold the lock.
        case inUse = "in-use"
        case notASocket = "not-a-socket"
        case failed = "socket-failed"
    }

    package let code: Code
    package let path: String
    /// What happened, why and what to do next.
    package let description: String
    /// Who holds the lock, as far as that is known.
    package var holder: Int32?

    init(_ code: Code, _ path: String, _ description: String, holder: Int32? = nil) {
        self.code = code
        self.path = path
        self.description = description
        self.holder = holder
    }

    init(connecting path: String, _ number: CInt) {
        switch number {
        case ENOENT, ENOTDIR:
            self.init(.missing, path, "There is no socket at “\(path)”: the daemon is not running, or listens elsewhere.")
        case ECONNREFUSED, ENOTSOCK:
            self.init(
                .refused, path, "Nobody listens at “\(path)”: the daemon that made this socket has ended. Start it again.")
        case EACCES, EPERM:
            self.init(.permissionDenied, path, "You may not use the socket “\(path)”: it belongs to another user.")
        default: self.init(.failed, path, "Connecting to “\(path)” failed: \(SocketError.text(number)).")
        }
    }

    init(listening path: String, _ number: CInt) {
        switch number {
        case ENOENT, ENOTDIR:
            self.init(
                .missing, path,
                "The directory of the socket “\(path)” does not exist. Create it for your user alone (mode 0700).")
        case EACCES, EPERM, EROFS:
            self.init(
                .permissionDenied, path, "You may not write to the directory of the socket “\(path)”. Choose another path.")
        default: self.init(.failed, path, "Listening at “\(path)” failed: \(SocketError.text(number)).")
        }
    }

    static func text(_ number: CInt) -> String { String(cString: strerror(number)) }
}
