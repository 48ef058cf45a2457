import CLinux
import Glibc
import Shapes
import Testing
import Wire

@Suite(.timeLimit(.minutes(5))) struct SocketTests {
    private func mode(_ path: String) -> UInt32 {
        var status = stat()
        return lstat(path, &status) == 0 ? UInt32(status.st_mode) & 0o7777 : 0
    }

    private func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    private func listen(_ path: String) async throws -> Listener {
        try await Socket.listen(under: Socket.Lock(socket: path)) { _ in Scripted.echo }
    }

    private func code(_ body: () async throws -> Void) async -> SocketError? {
        do { try await body() } catch { return error as? SocketError }
        return nil
    }

    @Test func theSocketIsPrivateAndGoesWithItsListener() async throws {
        let directory = try Directory()
        let listener = try await listen(directory.socket)
        #expect(mode(directory.socket) == 0o600)
        #expect(mode(directory.socket + ".lock") == 0o600)
        await listener.close()
        #expect(!exists(directory.socket))
        #expect(!exists("\(directory.path)/d.soc~"))
    }

    @Test func thePeerIsKnown() async throws {
        let directory = try Directory()
        let listener = try await Socket.listen(under: Socket.Lock(socket: directory.socket)) { peer in
            Scripted { [.int(Int(peer.userID)), .int(Int($0.connection.peer?.processID ?? 0))] }
        }
        let client = try await Socket.connect(path: directory.socket)
        #expect(client.peer?.userID == getuid())
        #expect(try await client.call("who") == [.int(Int(getuid())), .int(Int(getpid()))])
        client.close()
        await listener.close()
    }

    @Test func aPeerThatIsNotWantedIsToldSo() async throws {
        let directory = try Directory()
        let listener = try await Socket.listen(under: Socket.Lock(socket: directory.socket)) { peer throws(RPCError) in
            throw RPCError(-32_000, "not-your-daemon", "This daemon serves another user.")
        }
        let peer = try RawPeer(socket: directory.socket)
        #expect(try await peer.answer().errorName == "not-your-daemon")
        #expect(try await peer.line() == nil)
        await listener.close()
    }

    @Test func aListenerThatClosesLeavesItsConnections() async throws {
        let daemon = try await Daemon(.echo)
        let client = try await daemon.client()
        #expect(try await client.call("echo", [1]) == [1])
        await daemon.listener.close()
        #expect(try await client.call("echo", [2]) == [2])
        let error = await code { _ = try await daemon.client() }
        #expect(error?.code == .missing)
        client.close()
    }

    // MARK: - Errors of connecting

    @Test func thereIsNoSocket() async throws {
        let directory = try Directory()
        let error = await code { _ = try await Socket.connect(path: directory.socket) }
        #expect(error?.code == .missing)
        #expect(error?.description.contains(directory.socket) == true)
    }

    @Test func thePathIsTooLong() async throws {
        let path = "/tmp/" + String(repeating: "x", count: 103)
        #expect(path.utf8.count == Socket.pathLimit + 1)
        for error in [
            await code { _ = try await Socket.connect(path: path) },
            await code { _ = try await listen(path) },
        ] {
            #expect(error?.code == .pathTooLong)
            #expect(error?.description.contains("107") == true)
        }
        #expect(await code { _ = try await Socket.connect(path: String(path.dropLast())) }?.code == .missing)
        unlink(path + ".lock")
    }

    @Test(.enabled(if: getuid() != 0, "root may use every socket")) func theSocketIsSomebodyElses() async throws {
        let directory = try Directory()
        let listener = try await listen(directory.socket)
        chmod(directory.socket, 0)
        #expect(await code { _ = try await Socket.connect(path: directory.socket) }?.code == .permissionDenied)
        await listener.close()
    }

    // MARK: - The lock

    @Test func aLiveDaemonIsNeverReplaced() async throws {
        let daemon = try await Daemon(.echo)
        let error = await code { _ = try await listen(daemon.directory.socket) }
        #expect(error?.code == .locked)
        #expect(error?.holder == getpid())
        #expect(error?.description.contains("process \(getpid())") == true)
        let client = try await daemon.client()
        #expect(try await client.call("echo", [1]) == [1])
        client.close()
    }

    @Test func theLockEndsWithItsHolder() async throws {
        let directory = try Directory()
        func hold() throws -> Bool {
            let lock = try Socket.Lock(socket: directory.socket)
            return lock.path == directory.socket
        }
        #expect(try hold())
        #expect(try hold())
        let lock = try Socket.Lock(socket: directory.socket)
        #expect(await code { _ = try hold() }?.code == .locked)
        _ = lock.path
    }

    @Test func aSocketThatWasLeftBehindIsReplaced() async throws {
        let directory = try Directory()
        // What a daemon that was killed leaves: a socket, and a lock that nobody holds.
        let dead = clinux_bind_socket(directory.socket)
        #expect(dead >= 0)
        close(dead)
        #expect(await code { _ = try await Socket.connect(path: directory.socket) }?.code == .refused)
        let listener = try await listen(directory.socket)
        let client = try await Socket.connect(path: directory.socket)
        #expect(try await client.call("echo", [1]) == [1])
        client.close()
        await listener.close()
    }

    @Test func whoeverListensWithoutTheLockIsLeftAlone() async throws {
        let directory = try Directory()
        let descriptor = clinux_bind_socket(directory.socket)
        #expect(Glibc.listen(descriptor, 8) == 0)
        #expect(await code { _ = try await listen(directory.socket) }?.code == .inUse)
        let other = clinux_connect_socket(directory.socket)
        #expect(other >= 0)
        close(other)
        close(descriptor)
    }

    @Test func whatIsNotASocketIsLeftAlone() async throws {
        let directory = try Directory()
        close(open(directory.socket, O_CREAT | O_WRONLY, 0o644))
        #expect(await code { _ = try await listen(directory.socket) }?.code == .notASocket)
        #expect(exists(directory.socket))
    }

    @Test func aLinkIsNotListenedThrough() async throws {
        let directory = try Directory()
        #expect(symlink(directory.path + "/elsewhere", directory.socket) == 0)
        let error = await code { _ = try await listen(directory.socket) }
        #expect(error?.code == .notASocket && error?.description.contains("symbolic link") == true)
        #expect(symlink(directory.path + "/elsewhere", directory.path + "/e.sock.lock") == 0)
        #expect(await code { _ = try await listen(directory.path + "/e.sock") }?.code == .notASocket)
        #expect(!exists(directory.path + "/elsewhere"))
        unlink(directory.socket)
        unlink(directory.path + "/e.sock.lock")
    }

    @Test func aSocketPutInItsPlaceIsNotRemoved() async throws {
        let directory = try Directory()
        let listener = try await listen(directory.socket)
        let other = clinux_bind_socket(directory.path + "/other")
        #expect(rename(directory.path + "/other", directory.socket) == 0)
        await listener.close()
        #expect(exists(directory.socket))
        close(other)
    }

    @Test func aMissingDirectoryIsNamed() async throws {
        let error = await code { _ = try await listen("/tmp/wire-no-such-directory/d.sock") }
        #expect(error?.code == .missing)
        #expect(error?.description.contains("directory") == true)
    }
}
