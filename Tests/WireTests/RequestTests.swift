import Shapes
import Testing
import Wire

/// Cancellation, order and progress.
@Suite(.timeLimit(.minutes(5))) struct RequestTests {
    /// Waits for ever unless it is cancelled; tells that it has started and how it ended.
    private func patient(_ record: Record, lane: String? = nil) -> Scripted {
        var handler = Scripted { request in
            let id = JSON.text(request.id.value)
            record.add("start \(id)")
            if request.method == "quick" { return "quick" }
            do { try await Gate().wait() } catch {
                record.add("cancelled \(id)")
                throw error
            }
            return .null
        }
        handler.lane = { method, _ in method == "laned" ? "one" : nil }
        handler.ended = { record.add("closed \($1.name)") }
        return handler
    }

    @Test func aRunningRequestIsCancelled() async throws {
        let record = Record()
        let peer = try await Daemon(patient(record)).peer()
        try await peer.send(request("a", "wait"))
        try await record.wait(for: "start \"a\"")
        try await peer.send(cancellation("a"))
        let answer = try await peer.answer()
        #expect(answer["id"] == "a")
        #expect(answer.errorCode == -32_800)
        #expect(answer.errorName == "cancelled")
        #expect(record.events == ["start \"a\"", "cancelled \"a\""])
    }

    @Test func aWaitingRequestIsCancelledWithoutEverStarting() async throws {
        let record = Record()
        let peer = try await Daemon(patient(record)).peer()
        try await peer.send(request(1, "laned") + request(2, "laned") + request(3, "laned") + cancellation(2))
        #expect(try await peer.answer()["id"] == 2)
        try await record.wait(for: "start 1")
        try await peer.send(cancellation(1))
        #expect(try await peer.answer()["id"] == 1)
        try await record.wait(for: "start 3")
        #expect(!record.events.contains("start 2"))
    }

    @Test func cancellationOvertakesMoreRequestsThanMayRun() async throws {
        let record = Record()
        var limits = Limits()
        limits.requests = 1
        let peer = try await Daemon(patient(record), limits: limits).peer()
        try await peer.send(request(1, "wait") + request(2, "quick") + request(3, "quick") + cancellation(3) + cancellation(1))
        #expect(try await peer.answer()["id"] == 3)
        let one = try await peer.answer()
        #expect(one["id"] == 1)
        #expect(one.errorCode == -32_800)
        #expect(try await peer.answer()["result"] == "quick")
        #expect(!record.events.contains("start 3"))
    }

    @Test func lateAndOddCancellationsAreNoErrors() async throws {
        let peer = try await Daemon(patient(Record())).peer()
        try await peer.send(request(1, "quick"))
        #expect(try await peer.answer()["result"] == "quick")
        try await peer.send(cancellation(1) + cancellation("unknown") + cancellation(.null))
        try await peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"$/cancel\"}\n" + request(2, "quick"))
        #expect(try await peer.answer()["id"] == 2)
    }

    @Test func cancellingATaskCancelsItsCallAtTheOtherEnd() async throws {
        let record = Record()
        let daemon = try await Daemon(patient(record))
        let client = try await daemon.client()
        let call = Task { try await client.call("wait") }
        try await record.wait(for: "start 1")
        call.cancel()
        await #expect { try await call.value } throws: { ($0 as? RPCError) == .cancelled }
        try await record.wait(for: "cancelled 1")

        let early = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await client.call("wait")
        }
        early.cancel()
        await #expect { try await early.value } throws: { ($0 as? RPCError) == .cancelled }
        #expect(try await client.call("quick") == "quick")
        #expect(!record.events.contains("start 2"), "a call that was cancelled before it began is not sent")
        client.close()
    }

    // MARK: - Order

    @Test func requestsOfALaneRunInTurnAndOthersBeside() async throws {
        let record = Record()
        let gates = [1: Gate(), 2: Gate(), 3: Gate()]
        var handler = Scripted { request in
            let id = request.params?["n"]?.int ?? 0
            record.add("start \(id)")
            try await gates[id]?.wait()
            record.add("end \(id)")
            return .int(id)
        }
        handler.lane = { _, params in params?["lane"]?.string }
        let peer = try await Daemon(handler).peer()
        func send(_ n: Int, _ lane: Value) async throws {
            try await peer.send(request(.int(n), "x", ["n": .int(n), "lane": lane]))
        }
        try await send(1, "a")
        try await send(2, "a")
        try await send(3, "a")
        try await send(4, "b")
        try await send(5, .null)
        // Those beside the lane are answered while it stands still.
        #expect(Set([try await peer.answer()["id"], try await peer.answer()["id"]]) == [4, 5])
        gates[3]?.open()
        gates[2]?.open()
        try await send(6, "c")
        #expect(try await peer.answer()["id"] == 6)
        #expect(!record.events.contains("start 2"))
        gates[1]?.open()
        for n in 1...3 { #expect(try await peer.answer()["id"] == .int(n)) }
        let lane = record.events.filter { $0.hasSuffix("1") || $0.hasSuffix("2") || $0.hasSuffix("3") }
        #expect(lane == ["start 1", "end 1", "start 2", "end 2", "start 3", "end 3"])
        // A lane that has run empty starts again.
        try await send(7, "a")
        #expect(try await peer.answer()["id"] == 7)
    }

    @Test func aLaneKeepsTheOrderOfArrival() async throws {
        let record = Record()
        var handler = Scripted { request in
            await Task.yield()
            record.add(JSON.text(request.id.value))
            return .null
        }
        handler.lane = { _, _ in "only" }
        var limits = Limits()
        limits.requests = 7
        let peer = try await Daemon(handler, limits: limits).peer()
        try await peer.send((0..<500).map { request(.int($0), "x") }.joined())
        for n in 0..<500 { #expect(try await peer.answer()["id"] == .int(n)) }
        #expect(record.events == (0..<500).map(String.init))
    }

    @Test func aDuplicateIDIsRefused() async throws {
        let record = Record()
        let peer = try await Daemon(patient(record)).peer()
        try await peer.send(request(1, "wait") + request(1, "quick"))
        let refusal = try await peer.answer()
        #expect(refusal.errorCode == -32_600)
        #expect(refusal.errorName == "duplicate-id")
        try await peer.send(cancellation(1))
        #expect(try await peer.answer().errorCode == -32_800)
        try await peer.send(request(1, "quick"))
        #expect(try await peer.answer()["result"] == "quick")
    }

    // MARK: - Progress

    @Test func progressIsLimitedAndTheLastOneComesBeforeTheAnswer() async throws {
        var limits = Limits()
        // An hour: what comes before it is over is the first report, and the last at the end.
        limits.progressInterval = 3_600_000
        let daemon = try await Daemon(
            Scripted { request in
                #expect(request.params?["progressToken"] == nil)
                for n in 0...1_000 { request.progress.report(n, of: 1_000, "step \(n)") }
                return "done"
            }, limits: limits)
        let peer = try daemon.peer()
        try await peer.send(request(1, "x", ["progressToken": "t"]))
        let lines = try await [peer.answer(), peer.answer(), peer.answer()]
        #expect(lines[0]["method"] == "$/progress")
        #expect(lines[0]["params"] == ["token": "t", "done": 0, "total": 1_000, "message": "step 0"])
        #expect(lines[1]["params"] == ["token": "t", "done": 1_000, "total": 1_000, "message": "step 1000"])
        #expect(lines[2]["result"] == "done")
        try await peer.send(request(2, "x", [:]))
        #expect(try await peer.answer()["result"] == "done", "nobody is told who did not ask")
    }

    @Test func progressNeverGoesBackAndNothingFollowsTheAnswer() async throws {
        var limits = Limits()
        limits.progressInterval = 0
        let reporter = Record()
        let gate = Gate()
        let daemon = try await Daemon(
            Scripted { request in
                if request.method == "echo" { return "echo" }
                for n in [1, 5, 3, 7, 2, 9] { request.progress.report(n) }
                Task {
                    try await gate.wait()
                    request.progress.report(100)
                    reporter.add("late")
                }
                return "done"
            }, limits: limits)
        let seen = Record()
        let client = try await daemon.client()
        _ = try await client.call("x") { seen.add("\($0.done)") }
        let numbers = seen.events.compactMap { Int($0) }
        #expect(numbers == numbers.sorted())
        #expect(numbers == [1, 5, 5, 7, 7, 9])
        gate.open()
        try await reporter.wait(for: "late")
        #expect(try await client.call("echo") == "echo")
        #expect(seen.events.count == 6)
        client.close()
    }

    @Test func aReportThatWasHeldBackComesWhileTheRequestIsSilent() async throws {
        var limits = Limits()
        limits.progressInterval = 5
        let seen = Gate()
        let daemon = try await Daemon(
            Scripted { request in
                request.progress.report(1)
                request.progress.report(2)
                try await seen.wait()
                return "done"
            }, limits: limits)
        let client = try await daemon.client()
        let answer = try await within("the answer") {
            try await client.call("x", [:]) { if $0.done == 2 { seen.open() } }
        }
        #expect(answer == "done")
        client.close()
    }
}
