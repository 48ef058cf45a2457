import CLinux
import Glibc
import NIOCore
import NIOPosix

/// Who is at the other end of a Unix socket, as of when it connected.
package struct Peer: Sendable, Hashable {
    package let processID: Int32
    package let userID: UInt32
    package let groupID: UInt32

    init?(descriptor: CInt) {
        var process: pid_t = 0
        var user: uid_t = 0
        var group: gid_t = 0
        guard clinux_peer(descriptor, &process, &user, &group) == 0 else { return nil }
        processID = process
        userID = user
        groupID = group
    }
}

/// Unix sockets: the daemon's end and its clients'.
package enum Socket {
    /// The longest path of a socket, in bytes: a limit of the kernel.
    package static var pathLimit: Int { Int(clinux_socket_path_limit) }

    /// Connects to whoever listens at `path`.
    package static func connect(
        path: String, limits: Limits = Limits(), handler: any Handler = NoMethods()
    ) async throws(SocketError) -> Connection {
        let descriptor = try await connectedDescriptor(path)
        let peer = Peer(descriptor: descriptor)
        do {
            return try await ClientBootstrap(group: Connection.group)
                .channelOption(.allowRemoteHalfClosure, value: true)
                .withConnectedSocket(descriptor) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try Connection.install(on: channel, peer: peer, limits: limits, handler: handler)
                    }
                }
        } catch {
            throw SocketError(.failed, path, "The connection to “\(path)” could not be set up: \(error)")
        }
    }

    /// A listener that is overrun refuses for a moment only, so that is waited for: about two seconds in all.
    private static func connectedDescriptor(_ path: String) async throws(SocketError) -> CInt {
        try checkLength(path)
        for _ in 0..<400 {
            let descriptor = clinux_connect_socket(path)
            if descriptor >= 0 { return descriptor }
            guard errno == EAGAIN || errno == EINTR else { throw SocketError(connecting: path, errno) }
            do { try await Task.sleep(for: .milliseconds(5)) } catch {
                throw SocketError(.failed, path, "Connecting to “\(path)” was cancelled.")
            }
        }
        throw SocketError(.busy, path, "The daemon at “\(path)” takes no further connections now. Try again in a moment.")
    }

    static func checkLength(_ path: String) throws(SocketError) {
        let count = path.utf8.count
        guard count > pathLimit || count == 0 else { return }
        let why = count == 0 ? "is empty" : "has \(count) bytes, and Linux allows \(pathLimit)"
        throw SocketError(.pathTooLong, path, "The path of the socket, “\(path)”, \(why). Choose another path.")
    }

    /// Listens at the path that `lock` protects, whose directory must be private to its user.
    ///
    /// A socket that nobody listens at any more is replaced; one that somebody listens at is not. The socket has mode 0600
    /// from the moment it is seen, and is seen when it can be connected to.
    /// - Parameter accept: chooses who answers a peer. An error refuses it and is told. Called on the event loop.
    package static func listen(
        under lock: Lock, limits: Limits = Limits(), capacity: Capacity = Capacity(),
        accept: @escaping @Sendable (Peer) throws(RPCError) -> any Handler
    ) async throws(SocketError) -> Listener {
        let path = lock.path
        try checkLength(path)
        try checkNobodyListens(path)
        // Of equal length, so that it fits whenever the path does. Two sockets of one directory whose names differ only in
        // the last letter would collide here for a moment; the later one then fails and says so.
        let passing = String(path.dropLast()) + (path.last == "~" ? "_" : "~")
        if try kind(of: passing) == .socket { unlink(passing) }
        let descriptor = clinux_bind_socket(passing)
        guard descriptor >= 0 else { throw SocketError(listening: path, errno) }
        let channel: any Channel
        do {
            channel = try await start(descriptor, path, limits, capacity, accept)
        } catch {
            unlink(passing)
            throw error
        }
        guard rename(passing, path) == 0 else {
            let error = SocketError(listening: path, errno)
            unlink(passing)
            try? await channel.close()
            throw error
        }
        return Listener(channel: channel, lock: lock, inode: inode(of: path))
    }

    /// Listens at a socket that whoever started this process has opened, and that stays when the listener is closed.
    package static func listen(
        at socket: InheritedSocket, under lock: Lock, limits: Limits = Limits(), capacity: Capacity = Capacity(),
        accept: @escaping @Sendable (Peer) throws(RPCError) -> any Handler
    ) async throws(SocketError) -> Listener {
        // Listened at anew, by which those who connect see this process at the other end, not the one that opened it.
        Listener(channel: try await start(socket.descriptor, socket.path, limits, capacity, accept), lock: lock, inode: nil)
    }

    private static func start(
        _ descriptor: CInt, _ path: String, _ limits: Limits, _ capacity: Capacity,
        _ accept: @escaping @Sendable (Peer) throws(RPCError) -> any Handler
    ) async throws(SocketError) -> any Channel {
        let crowd = Crowd(capacity)
        do {
            return try await ServerBootstrap(group: Connection.group)
                .serverChannelOption(.backlog, value: 256)
                .childChannelOption(.allowRemoteHalfClosure, value: true)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture { try admit(channel, to: crowd, limits: limits, accept: accept) }
                }
                .withBoundSocket(descriptor).get()
        } catch {
            throw SocketError(.failed, path, "Listening at “\(path)” failed: \(error)")
        }
    }

    private static func admit(
        _ channel: any Channel, to crowd: Crowd, limits: Limits, accept: (Peer) throws(RPCError) -> any Handler
    ) throws {
        let peer = try channel.pipeline.syncOperations.withUnsafeTransportIfAvailable { (descriptor: NIOBSDSocket.Handle) in
            // NIO accepts without it, and what the daemon starts must not hold connections open.
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            return Peer(descriptor: descriptor)
        }
        guard let peer = peer ?? nil else { throw SocketError(.failed, "", "The peer of a connection cannot be told.") }
        let handler: any Handler
        do throws(RPCError) {
            try crowd.enter()
            channel.closeFuture.whenComplete { _ in crowd.leave() }
            handler = try accept(peer)
        } catch {
            try channel.pipeline.syncOperations.addHandler(Refusal(error))
            return
        }
        _ = try Connection.install(on: channel, peer: peer, limits: limits, handler: handler, among: crowd)
    }

    // MARK: - What lies at a path

    private enum Kind { case nothing, socket, link, other }

    private static func kind(of path: String) throws(SocketError) -> Kind {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return .nothing }
            throw SocketError(listening: path, errno)
        }
        return switch status.st_mode & S_IFMT {
        case S_IFSOCK: .socket
        case S_IFLNK: .link
        default: .other
        }
    }

    private static func checkNobodyListens(_ path: String) throws(SocketError) {
        switch try kind(of: path) {
        case .nothing: return
        case .link:
            // Wherever it leads, the lock is another one there, and this end would replace the link rather than the socket.
            throw SocketError(
                .notASocket, path,
                "“\(path)” is a symbolic link, and nothing listens through one. Name the socket that it leads to, or remove it.")
        case .other:
            throw SocketError(
                .notASocket, path,
                "“\(path)” exists and is not a socket, so it was left alone. Move it away or choose another path.")
        case .socket: break
        }
        let descriptor = clinux_connect_socket(path)
        if descriptor < 0, errno == ECONNREFUSED { return }
        let code = errno
        if descriptor >= 0 { close(descriptor) } else if code != EAGAIN { throw SocketError(listening: path, code) }
        throw SocketError(
            .inUse, path,
            "Another program listens at “\(path)” without holding its lock; it was left alone. End it or choose another path.")
    }

    static func inode(of path: String) -> UInt? {
        var status = stat()
        return lstat(path, &status) == 0 ? UInt(status.st_ino) : nil
    }
}

/// A socket that takes connections.
package final class Listener: Sendable {
    package var path: String { lock.path }
    private let channel: any Channel
    private let lock: Socket.Lock
    private let inode: UInt?

    /// - Parameter inode: of the socket, which is removed with the listener; nil when it is not this process's to remove.
    init(channel: any Channel, lock: Socket.Lock, inode: UInt?) {
        self.channel = channel
        self.lock = lock
        self.inode = inode
        // Held for as long as the socket takes connections, even when this is dropped.
        channel.closeFuture.whenComplete { _ in withExtendedLifetime(lock) {} }
    }

    /// Takes no further connections and removes the socket, if it is this process's own; the connections that there are go on.
    package func close() async {
        // Somebody may have put another in its place by hand.
        if let inode, Socket.inode(of: path) == inode { unlink(path) }
        // Closed already is closed.
        try? await channel.close()
    }
}

/// Tells a peer that is not wanted why, and hangs up.
private final class Refusal: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let error: RPCError

    init(_ error: RPCError) { self.error = error }

    func channelActive(context: ChannelHandlerContext) {
        let line = Outgoing.error(nil, error, limit: .max) + [UInt8(ascii: "\n")]
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: line))).whenComplete { _ in channel.close(promise: nil) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
}
