import CLinux
import Glibc

extension Socket {
    /// The right to listen at a path, held by at most one process: an exclusive `flock` on `<path>.lock`.
    ///
    /// It is held until the last reference is dropped, and ends with the process whatever ends that. The file stays, since a
    /// second process might be about to lock it, and holds the id of the process that locked it last.
    package final class Lock: Sendable {
        /// The path of the socket.
        package let path: String
        private let descriptor: CInt

        package init(socket path: String) throws(SocketError) {
            let file = "\(path).lock"
            let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard descriptor >= 0 else {
                guard errno != ELOOP else {
                    throw SocketError(
                        .notASocket, path, "The lock “\(file)” is a symbolic link, and locks are not taken through one. Remove it.")
                }
                throw SocketError(listening: path, errno)
            }
            guard clinux_lock(descriptor) == 0 else {
                let code = errno
                defer { close(descriptor) }
                guard code == EWOULDBLOCK else {
                    throw SocketError(.failed, path, "The lock “\(file)” cannot be taken: \(SocketError.text(code)).")
                }
                let holder = Lock.holder(descriptor)
                throw SocketError(
                    .locked, path,
                    "A daemon\(holder.map { " (process \($0))" } ?? "") already serves “\(path)”. Use that one, stop it,"
                        + " or choose another path.", holder: holder)
            }
            self.path = path
            self.descriptor = descriptor
            // Only a courtesy to whoever comes second, so a full disk does not matter.
            let text = Array("\(getpid())\n".utf8)
            if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, text, text.count, 0) }
        }

        deinit { close(descriptor) }

        /// Who has the right to listen at a path.
        package enum Standing: Sendable, Hashable {
            case free
            /// By a process whose id is told as far as it is known.
            case held(Int32?)
            /// Nobody can tell, for this reason.
            case unknown(String)
        }

        /// Looks, and makes nothing. Two who look are never in each other's way; a daemon that starts in the same microsecond
        /// may take one who looks for another daemon, and says that it should be tried again.
        package static func standing(socket path: String) -> Standing {
            let descriptor = open("\(path).lock", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
            guard descriptor >= 0 else { return errno == ENOENT || errno == ENOTDIR ? .free : .unknown(SocketError.text(errno)) }
            defer { close(descriptor) }
            if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return .free }
            return errno == EWOULDBLOCK ? .held(holder(descriptor)) : .unknown(SocketError.text(errno))
        }

        private static func holder(_ descriptor: CInt) -> Int32? {
            var bytes = [UInt8](repeating: 0, count: 16)
            let count = pread(descriptor, &bytes, bytes.count, 0)
            guard count > 0 else { return nil }
            return Int32(String(decoding: bytes[..<count].prefix { $0 != 0x0A }, as: UTF8.self))
        }
    }
}
