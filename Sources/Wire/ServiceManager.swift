import CLinux
import Glibc

/// A listening socket that whoever started this process has opened for it.
package struct InheritedSocket: Sendable {
    let descriptor: CInt
    package let path: String
}

/// The service manager that started this process, if one did: what it hands over, and what it wants to hear
/// (sd_listen_fds(3), sd_notify(3)).
package struct ServiceManager: Sendable {
    /// The first descriptor that is handed over.
    private static let first: CInt = 3

    /// Where it listens; nil when it wants to hear nothing.
    private let address: String?
    /// The number of sockets that it has opened.
    private let count: Int

    /// Takes what the environment says of it, out of the environment: it is not meant for what this process starts.
    package init() {
        func take(_ name: String) -> String? {
            defer { unsetenv(name) }
            return getenv(name).map { String(cString: $0) }
        }
        address = take("NOTIFY_SOCKET")
        let (process, count) = (take("LISTEN_PID").flatMap(Int32.init), take("LISTEN_FDS").flatMap(Int.init))
        _ = take("LISTEN_FDNAMES")
        // Meant for another process when the number is another's.
        self.count = process == getpid() ? max(0, count ?? 0) : 0
        for number in 0..<min(self.count, 1_000) { _ = fcntl(ServiceManager.first + CInt(number), F_SETFD, FD_CLOEXEC) }
    }

    /// The socket that it has opened; nil when it has opened none.
    package func socket() throws(SocketError) -> InheritedSocket? {
        guard count > 0 else { return nil }
        guard count == 1 else {
            throw SocketError(
                .failed, "", "The service manager has opened \(count) sockets, and one is served. Give it one ListenStream= only.")
        }
        var bytes = [CChar](repeating: 0, count: Socket.pathLimit + 1)
        guard clinux_listening_path(ServiceManager.first, &bytes, bytes.count) == 0 else {
            throw SocketError(
                .failed, "",
                "What the service manager has handed over is no listening Unix stream socket with a path. Name one with"
                    + " ListenStream=/…")
        }
        let path = String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        var status = stat()
        guard lstat(path, &status) == 0 else { throw SocketError(listening: path, errno) }
        guard status.st_mode & 0o077 == 0 else {
            throw SocketError(
                .permissionDenied, path, "The socket “\(path)” is open to other users. Set SocketMode=0600 where it is declared.")
        }
        _ = fcntl(ServiceManager.first, F_SETFL, fcntl(ServiceManager.first, F_GETFL) | O_NONBLOCK)
        return InheritedSocket(descriptor: ServiceManager.first, path: path)
    }

    package enum State: String, Sendable {
        case ready = "READY=1"
        case reloading = "RELOADING=1"
        case stopping = "STOPPING=1"
    }

    /// Tells it how this process is. That it does not hear is no matter: it finds out by other ways.
    /// - Parameter status: a line for people.
    package func tell(_ state: State, _ status: String) {
        guard let address else { return }
        var lines = [state.rawValue, "STATUS=\(status)"]
        if state == .reloading {
            var now = timespec()
            clock_gettime(CLOCK_MONOTONIC, &now)
            lines.append("MONOTONIC_USEC=\(now.tv_sec * 1_000_000 + now.tv_nsec / 1_000)")
        }
        clinux_notify(address, lines.joined(separator: "\n"))
    }
}
