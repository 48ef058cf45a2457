import Glibc
import Shapes
import Synchronization
import Testing
import Wire

@Suite(.timeLimit(.minutes(5))) struct LimitTests {
    /// Bytes of this process that are in memory.
    private func residentBytes() -> Int {
        var text = [UInt8](repeating: 0, count: 256)
        let descriptor = open("/proc/self/statm", O_RDONLY)
        defer { close(descriptor) }
        let count = read(descriptor, &text, text.count)
        let fields = String(decoding: text[..<max(0, count)], as: UTF8.self).split(separator: " ")
        return (Int(fields[1]) ?? 0) * Int(getpagesize())
    }

    /// The other tests of this process, which run at the same time, take some tens of megabytes at most; what goes by here is
    /// several times that.
    @Test func aLineWithoutEndTakesNoMemory() async throws {
        let daemon = try await Daemon(.echo)
        let peer = try daemon.peer()
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        for _ in 0..<16 { try await peer.send(piece) }
        let error = try await peer.answer()
        #expect(error.errorName == "line-too-long")
        #expect(error["id"] == .null)
        #expect(error["error"]?["data"]?["limit"] == .int(8 << 20))
        let before = residentBytes()
        for _ in 0..<256 { try await peer.send(piece) }
        try await peer.send("\n" + request(1, "echo", ["still": "here"]))
        #expect(try await peer.answer()["result"] == ["still": "here"], "and the error came once only")
        #expect(residentBytes() - before < 128 << 20)
    }

    /// Whatever a line's length beside the size of what is written at once: it leaves, and the next one behind it.
    @Test(arguments: [1, 262_100, 262_143, 262_144, 262_145, 300_000, 1 << 20, 7 << 20])
    func linesOfEveryLengthArriveBothWays(length: Int) async throws {
        let daemon = try await Daemon(.echo)
        let peer = try daemon.peer()
        let text = String(repeating: "z", count: length)
        try await peer.send(request(1, "echo", ["text": .string(text)]))
        #expect(try await peer.answer()["result"]?["text"]?.string?.count == length)
        let client = try await daemon.client()
        #expect(try await client.call("echo", ["text": .string(text)])["text"]?.string?.count == length)
        #expect(try await client.call("echo", ["small": true]) == ["small": true])
    }

    @Test func longLinesKeepTheirPlace() async throws {
        let record = Record()
        var handler = Scripted { .string($0.method) }
        handler.note = { record.add($0.method) }
        let peer = try await Daemon(handler).peer()
        let long = Value.array([.string(String(repeating: "y", count: 300_000))])
        func note(_ method: Value, _ params: Value?) -> String {
            var message = Object([("jsonrpc", "2.0"), ("method", method)])
            message["params"] = params
            return JSON.text(.object(message)) + "\n"
        }
        let notes = [note("a", nil), note("b", long), note("c", nil), note("d", long), note("e", nil)]
        try await peer.send(notes.joined() + request(1, "x"))
        #expect(try await peer.answer()["result"] == "x")
        #expect(record.events == ["a", "b", "c", "d", "e"])
    }

    @Test func anAnswerThatIsTooLargeBecomesAnError() async throws {
        var limits = Limits()
        limits.line = 10_000
        let daemon = try await Daemon(
            Scripted { request in
                let text = String(repeating: "z", count: 20_000)
                if request.method == "fail" { throw RPCError(-32_000, "x", text) }
                return request.method == "large" ? .string(text) : "small"
            }, limits: limits)
        let peer = try daemon.peer()
        for method in ["large", "fail"] {
            try await peer.send(request(.string(method), method))
            let answer = try await peer.answer()
            #expect(answer["id"] == .string(method))
            #expect(answer.errorName == "result-too-large")
            #expect(answer["error"]?["message"]?.string?.contains("pages") == true)
        }
        // Two that fit one by one, but not together: only so much is answered as fits.
        try await peer.send("[\(request(1, "large").dropLast()),\(request(2, "small").dropLast())]\n")
        let answers = try #require(try await peer.answer().array)
        #expect(answers[0].errorName == "result-too-large")
        #expect(answers[1]["result"] == "small")
    }

    @Test func theAnswersOfABatchFitTogether() async throws {
        var limits = Limits()
        limits.line = 40_000
        let daemon = try await Daemon(Scripted { _ in .string(String(repeating: "z", count: 12_000)) }, limits: limits)
        let peer = try daemon.peer()
        try await peer.send("[" + (0..<4).map { String(request(.int($0), "x").dropLast()) }.joined(separator: ",") + "]\n")
        let line = try #require(try await peer.line())
        #expect(line.utf8.count <= 40_000)
        let answers = try #require(try JSON.parse(line).array)
        #expect(answers.map { $0["id"] } == [0, 1, 2, 3])
        #expect(answers.filter { $0["result"] != nil }.count >= 1)
        #expect(answers.allSatisfy { $0["result"] != nil || $0.errorName == "result-too-large" })
        #expect(answers.contains { $0.errorName == "result-too-large" })
    }

    @Test func aCallThatIsTooLargeFailsHere() async throws {
        var limits = Limits()
        limits.line = 10_000
        let daemon = try await Daemon(.echo, limits: limits)
        let client = try await Socket.connect(path: daemon.directory.socket, limits: limits)
        let large = Value.array([.string(String(repeating: "z", count: 10_000))])
        await #expect { try await client.call("echo", large) } throws: { ($0 as? RPCError)?.name == "request-too-large" }
        #expect { try client.notify("echo", large) } throws: { ($0 as? RPCError)?.name == "request-too-large" }
        #expect(try await client.call("echo", [1]) == [1])
        client.close()
    }

    @Test func noMoreRequestsRunThanMayAndAllAreAnswered() async throws {
        var limits = Limits()
        limits.requests = 5
        limits.parkedBytes = 2_000
        let running = Mutex((now: 0, most: 0))
        let gate = Gate()
        let record = Record()
        let daemon = try await Daemon(
            Scripted { request in
                if request.method == "ping" { return .null }
                running.withLock {
                    $0.now += 1
                    $0.most = max($0.most, $0.now)
                }
                record.add("started")
                try await gate.wait()
                running.withLock { $0.now -= 1 }
                return request.params ?? .null
            }, limits: limits)
        let peer = try daemon.peer()
        // More than the buffers of the kernel hold, so that the daemon must stop reading and start again.
        let count = 3_000
        let text = String(repeating: "p", count: 500)
        let bytes = (0..<count).flatMap { Array(request(.int($0), "x", [.string(text)]).utf8) }
        let sending = Task {
            try await peer.send(bytes)
            record.add("sent")
        }
        try await record.wait(for: "five requests") { $0.count == 5 }
        // Each of these is a turn of the event loop, in which the daemon would read on if it did.
        let other = try await daemon.client()
        for _ in 0..<300 { _ = try await other.call("ping") }
        other.close()
        #expect(!record.events.contains("sent"))
        gate.open()
        var ids = Set<Int>()
        for _ in 0..<count { ids.insert(try await peer.answer()["id"]?.int ?? -1) }
        try await sending.value
        #expect(ids == Set(0..<count))
        #expect(running.withLock { $0.most } == 5)
    }

    @Test func aSlowReaderIsClosedAndNobodyElseNotices() async throws {
        var limits = Limits()
        limits.outgoing = 1 << 20
        let record = Record()
        var handler = Scripted { request in
            guard request.method == "flood" else { return request.params ?? .null }
            let text = Value.string(String(repeating: "f", count: 10_000))
            while true {
                // Ends when the connection has been closed.
                try request.connection.notify("event", [text])
                try Task.checkCancellation()
                await Task.yield()
            }
        }
        handler.ended = { record.add($1.name) }
        let daemon = try await Daemon(handler, limits: limits)
        let slow = try daemon.peer()
        let other = try await daemon.client()
        try await slow.send(request(1, "flood"))
        for n in 0..<50 { #expect(try await other.call("echo", [.int(n)]) == [.int(n)]) }
        try await record.wait(for: "slow-reader")
        #expect(try await other.call("echo", ["after"]) == ["after"])
        #expect(record.events == ["slow-reader"])
        other.close()
    }

    /// What had not begun to be written is dropped, and the reason comes in its place, as a line of its own.
    @Test func aSlowReaderThatReadsOnIsToldWhy() async throws {
        var limits = Limits()
        limits.outgoing = 1 << 20
        let record = Record()
        var handler = Scripted { request in
            guard request.method == "flood" else { return request.params ?? .null }
            let text = Value.string(String(repeating: "f", count: 10_000))
            // Those behind the end of the connection fail.
            for _ in 0..<500 { try? request.connection.notify("event", [text]) }
            record.add("flooded")
            return .null
        }
        handler.ended = { record.add($1.name) }
        let daemon = try await Daemon(handler, limits: limits)
        let slow = try daemon.peer()
        try await slow.send(request(1, "flood"))
        try await record.wait(for: "flooded")
        var last: Value?
        var count = 0
        while let line = try await slow.line() {
            last = try JSON.parse(line)
            count += 1
        }
        #expect(last?.errorName == "slow-reader" && last?["id"] == .null)
        #expect(last?["error"]?["data"]?["limit"] == .int(1 << 20))
        #expect(count < 500, "most of five megabytes were dropped")
        try await record.wait(for: "slow-reader")
    }

    /// Each within its own limits, and all of them beyond what they may hold together: the largest is sent away.
    @Test func whatConnectionsHoldTogetherIsBounded() async throws {
        var capacity = Capacity()
        capacity.connections = 10
        capacity.bytes = 1 << 20
        let record = Record()
        var handler = Scripted.echo
        handler.ended = { record.add($1.name) }
        let daemon = try await Daemon(handler, capacity: capacity)
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 90_000)
        let modest = try (0..<8).map { _ in try daemon.peer() }
        for peer in modest { try await peer.send(piece) }
        let greedy = try daemon.peer()
        for _ in 0..<10 { try? await greedy.send(piece) }
        try await record.wait(for: "crowded")
        #expect(try await greedy.answer().errorName == "crowded")
        #expect(try await greedy.line() == nil)
        // Those who keep to their share stay, and what was held is given back.
        for peer in modest {
            try await peer.send("\n" + request(1, "echo", ["here"]))
            #expect(try await peer.answer().errorName == "parse-error")
            #expect(try await peer.answer()["result"] == ["here"])
        }
        for _ in 0..<5 {
            let client = try await daemon.client()
            let text = Value.array([.string(String(repeating: "y", count: 700_000))])
            #expect(try await client.call("echo", text) == text)
            client.close()
            _ = await client.closed()
        }
        #expect(record.events.filter { $0 == "crowded" }.count == 1)
    }

    @Test func oneConnectionTooManyIsToldSo() async throws {
        var capacity = Capacity()
        capacity.connections = 3
        let daemon = try await Daemon(.echo, capacity: capacity)
        var clients: [Connection] = []
        for n in 0..<3 {
            clients.append(try await daemon.client())
            #expect(try await clients[n].call("echo", [.int(n)]) == [.int(n)])
        }
        let peer = try daemon.peer()
        let refusal = try await peer.answer()
        #expect(refusal.errorName == "too-many-connections" && refusal["error"]?["data"]?["limit"] == 3)
        #expect(try await peer.line() == nil)
        // A caller hears the same, whether the refusal comes before its call or after it.
        for n in 0..<50 {
            let client = try await daemon.client()
            if n % 2 == 0 { _ = await client.closed() }
            await #expect { try await client.call("echo") } throws: { ($0 as? RPCError)?.name == "too-many-connections" }
        }
        clients[0].close()
        _ = await clients[0].closed()
        // There is room once the daemon has noticed.
        var answer: Value?
        for _ in 0..<1_000 where answer == nil {
            let later = try await daemon.client()
            answer = try? await later.call("echo", ["now"])
            later.close()
        }
        #expect(answer == ["now"])
        for client in clients.dropFirst() { client.close() }
    }

    @Test func whoAsksBeforeReadingIsMadeToWait() async throws {
        var limits = Limits()
        limits.outgoing = 1 << 20
        // What is in flight when the peer is found not to read must fit the queue.
        limits.requests = 100
        let record = Record()
        var handler = Scripted { request in
            record.add("answered")
            return request.params ?? .null
        }
        handler.ended = { record.add($1.name) }
        let daemon = try await Daemon(handler, limits: limits)
        let peer = try daemon.peer()
        let count = 4_000
        let text = String(repeating: "p", count: 1_000)
        async let sent: Void = peer.send((0..<count).flatMap { Array(request(.int($0), "x", [.string(text)]).utf8) })
        try await record.wait(for: "some answers") { $0.count >= 200 }
        var ids = Set<Int>()
        for _ in 0..<count { ids.insert(try await peer.answer()["id"]?.int ?? -1) }
        try await sent
        #expect(ids == Set(0..<count))
        #expect(!record.events.contains("slow-reader"))
    }
}
