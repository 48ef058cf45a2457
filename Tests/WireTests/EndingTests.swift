import Glibc
import NIOCore
import Shapes
import Testing
import Wire

/// How conversations end, and conversations in which both ends call.
@Suite(.timeLimit(.minutes(5))) struct EndingTests {
    @Test func afterAHalfCloseWhatIsInFlightIsAnswered() async throws {
        let record = Record()
        let gate = Gate()
        var handler = Scripted { request in
            try await gate.wait()
            return request.params ?? .null
        }
        handler.ended = { record.add($1.name) }
        let peer = try await Daemon(handler).peer()
        // As of `printf '…' | nc -N`: the last line has no newline.
        try await peer.send(request(1, "x", ["first"]) + String(request(2, "x", ["last"]).dropLast()))
        peer.halfClose()
        gate.open()
        #expect(Set([try await peer.answer()["result"], try await peer.answer()["result"]]) == [["first"], ["last"]])
        #expect(try await peer.line() == nil)
        try await record.wait(for: "peer-closed")
    }

    @Test func aHalfCloseWithoutRequestsEndsTheConnection() async throws {
        let peer = try await Daemon(.echo).peer()
        peer.halfClose()
        #expect(try await peer.line() == nil)
    }

    @Test func aHalfCloseBehindALongLineAndManyRequests() async throws {
        var limits = Limits()
        limits.requests = 2
        let peer = try await Daemon(.echo, limits: limits).peer()
        let text = String(repeating: "l", count: 200_000)
        async let sent: Void = {
            try await peer.send(
                request("long", "echo", [.string(text)]) + (0..<100).map { request(.int($0), "echo") }.joined())
            peer.halfClose()
        }()
        var count = 0
        while try await peer.line() != nil { count += 1 }
        try await sent
        #expect(count == 101)
    }

    @Test func aFullCloseCancelsWhatIsInFlight() async throws {
        let record = Record()
        var handler = Scripted { request in
            record.add("start")
            do { try await Gate().wait() } catch {
                record.add("cancelled")
                throw error
            }
            return .null
        }
        handler.ended = { record.add($1.name) }
        let daemon = try await Daemon(handler)
        let peer = try daemon.peer()
        try await peer.send(request(1, "x") + request(2, "x"))
        try await record.wait(for: "both") { $0.filter { $0 == "start" }.count == 2 }
        peer.close()
        try await record.wait(for: "both cancelled") { $0.filter { $0 == "cancelled" }.count == 2 }
        try await record.wait(for: "peer-closed")
    }

    @Test func aPeerThatLeavesAnswersUnreadIsAnOrdinaryEnd() async throws {
        let record = Record()
        var handler = Scripted.echo
        handler.ended = { record.add($1.name) }
        let daemon = try await Daemon(handler)
        for _ in 0..<20 {
            let peer = try daemon.peer()
            try await peer.send((0..<200).map { request(.int($0), "echo", ["text"]) }.joined())
            _ = try await peer.line()
            peer.close()
        }
        try await record.wait(for: "twenty ends") { $0.count == 20 }
        #expect(Set(record.events) == ["peer-closed"])
        let client = try await daemon.client()
        #expect(try await client.call("echo", [1]) == [1])
        client.close()
    }

    @Test func closingFailsOutstandingCalls() async throws {
        let record = Record()
        let daemon = try await Daemon(
            Scripted { request in
                if request.method == "leave" {
                    request.connection.close(CloseReason("shutting-down", "the daemon stops."))
                    return .null
                }
                record.add("start")
                try await Gate().wait()
                return .null
            })
        let client = try await daemon.client()
        let calls = (0..<5).map { _ in Task { try await client.call("wait") } }
        try await record.wait(for: "five") { $0.count == 5 }
        try client.notify("ignored")
        let leave = Task { try await client.call("leave") }
        for call in calls + [leave] {
            await #expect { try await call.value } throws: { error in
                (error as? RPCError)?.name == "connection-closed" && (error as? RPCError)?.data?["reason"] == "peer-closed"
            }
        }
        #expect(await client.closed() == .peerClosed)
        await #expect { try await client.call("wait") } throws: { ($0 as? RPCError)?.name == "connection-closed" }
        #expect { try client.notify("x") } throws: { ($0 as? RPCError)?.name == "connection-closed" }
    }

    @Test func closingHereFailsOutstandingCallsWithTheReason() async throws {
        let record = Record()
        var handler = Scripted { _ in
            record.add("start")
            try await Gate().wait()
            return .null
        }
        handler.ended = { record.add($1.name) }
        let daemon = try await Daemon(handler)
        let client = try await daemon.client()
        let call = Task { try await client.call("wait") }
        try await record.wait(for: "start")
        client.close(CloseReason("enough", "enough was heard."))
        await #expect { try await call.value } throws: { ($0 as? RPCError)?.message.contains("enough was heard") == true }
        #expect(await client.closed().name == "enough")
        try await record.wait(for: "peer-closed")
    }

    @Test func whatWasSaidBeforeClosingArrives() async throws {
        let daemon = try await Daemon(
            Scripted { request in
                for n in 0..<1_000 { try request.connection.notify("event", [.int(n)]) }
                request.connection.close()
                return .null
            })
        let peer = try daemon.peer()
        try await peer.send(request(1, "x"))
        for n in 0..<1_000 { #expect(try await peer.answer()["params"] == [.int(n)]) }
        #expect(try await peer.line() == nil)
    }

    // MARK: - Both ends

    @Test func bothEndsCall() async throws {
        let daemon = try await Daemon(
            Scripted { request in
                let asked = try await request.connection.call("name", request.params)
                return ["hello": asked]
            })
        let client = try await daemon.client(Scripted { .string("the \($0.params?["who"]?.string ?? "")") })
        #expect(try await client.call("greet", ["who": "mediator"]) == ["hello": "the mediator"])
        client.close()
    }

    @Test func pipesCarryTheSameConversation() async throws {
        let (connection, peer) = try await overPipes(.echo)
        try await peer.send(request(1, "echo", ["x"]))
        #expect(try await peer.answer()["result"] == ["x"])
        let call = Task { try await connection.call("there", [1]) }
        let asked = try await peer.answer()
        #expect(asked["method"] == "there")
        try await peer.send(JSON.text(["jsonrpc": "2.0", "id": asked["id"] ?? .null, "result": "back"]) + "\n")
        #expect(try await call.value == "back")
        let lost = Task { try await connection.call("lost") }
        #expect(try await peer.answer()["method"] == "lost")
        peer.close()
        await #expect { try await lost.value } throws: { ($0 as? RPCError)?.name == "connection-closed" }
        #expect(await connection.closed() == .peerClosed)
    }

    @Test func anAnswerWithoutIDIsForTheOnlyCall() async throws {
        let (connection, peer) = try await overPipes(.echo)
        let call = Task { try await connection.call("x") }
        _ = try await peer.answer()
        try await peer.send(#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"cannot read that"}}"# + "\n")
        await #expect { try await call.value } throws: { ($0 as? RPCError)?.message == "cannot read that" }

        let two = (0..<2).map { _ in Task { try await connection.call("y") } }
        _ = try await (peer.answer(), peer.answer())
        try await peer.send(#"{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"go away"}}"# + "\n")
        peer.close()
        for call in two {
            await #expect { try await call.value } throws: { ($0 as? RPCError)?.message.contains("go away") == true }
        }
    }

    private func overPipes(_ handler: Scripted) async throws -> (Connection, RawPeer) {
        var there: [CInt] = [0, 0]
        var back: [CInt] = [0, 0]
        try #require(pipe(&there) == 0 && pipe(&back) == 0)
        let connection = try await Connection.overPipes(reading: there[0], writing: back[1], handler: handler)
        return (connection, RawPeer(input: back[0], output: there[1]))
    }
}
