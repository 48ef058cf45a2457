import Shapes
import Testing
import Wire

@Suite(.timeLimit(.minutes(5))) struct MessageTests {
    @Test func aRequestByteByByte() async throws {
        let peer = try await Daemon(.echo).peer()
        for byte in request(1, "echo", ["text": "“ö” 🕊"]).utf8 { try await peer.send([byte]) }
        #expect(try await peer.answer() == ["jsonrpc": "2.0", "id": 1, "result": ["text": "“ö” 🕊"]])
    }

    @Test(arguments: 0..<8) func requestsInRandomPieces(seed: Int) async throws {
        var random = Seeded(state: UInt64(seed))
        let peer = try await Daemon(.echo).peer()
        let bytes = (0..<50).flatMap { Array(request(.int($0), "echo", ["n": .int($0)]).utf8) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = min(rest.count, Int.random(in: 1...200, using: &random))
            try await peer.send(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        var answers: [Int: Value] = [:]
        for _ in 0..<50 {
            let answer = try await peer.answer()
            answers[answer["id"]?.int ?? -1] = answer["result"]
        }
        for n in 0..<50 { #expect(answers[n] == ["n": .int(n)]) }
    }

    @Test func endingsBlankLinesAndUnknownMembersAreTolerated() async throws {
        let peer = try await Daemon(.echo).peer()
        try await peer.send("\n  \r\n\t\n" + #"{"jsonrpc":"2.0","id":"a","method":"echo","params":[1],"extra":{}}"# + "\r\n")
        #expect(try await peer.answer() == ["jsonrpc": "2.0", "id": "a", "result": [1]])
    }

    @Test func idsComeBackAsTheyWere() async throws {
        let peer = try await Daemon(.echo).peer()
        for id: Value in [0, -7, "", "ü\"\\", .number(Number(significand: 15, exponent: -1)), .int(999_999_999_999_999_999)] {
            try await peer.send(request(id, "echo"))
            #expect(try await peer.answer()["id"] == id)
        }
    }

    @Test(arguments: [
        (#"{"jsonrpc":"2.0","method":"echo""#, Value.null),
        (#"{"jsonrpc":"2.0","id":7,"method":}"#, 7),
        (#"{"id": "seven" ,"jsonrpc":"2.0","method":"echo","params":{"a":1,"a":2}}"#, "seven"),
        (#"{"params":{"id":3},"x":"\"id\":4","method":"echo","n":12345678901234567890123,"id":5}"#, 5),
        (#"{"params":{"id":3}, nonsense"#, .null),
        (#"{"x":"id","y":["id",9] nonsense"#, .null),
        (#"{"id":[1] nonsense"#, .null),
        (#"[{"id":1} nonsense"#, .null),
        ("nonsense", .null), ("{", .null), ("\"", .null), ("{\"id\"", .null), ("{\"id\":\"\\", .null),
    ]) func malformedJSON(line: String, id: Value) async throws {
        let peer = try await Daemon(.echo).peer()
        try await peer.send(line + "\n" + request("next", "echo"))
        let answer = try await peer.answer()
        #expect(answer.errorCode == -32_700)
        #expect(answer.errorName == "parse-error")
        #expect(answer["error"]?["data"]?["offset"]?.int != nil)
        #expect(answer["id"] == id)
        #expect(try await peer.answer()["id"] == "next")
    }

    @Test func theOffsetOfAFaultIsTold() async throws {
        let peer = try await Daemon(.echo).peer()
        try await peer.send("{\"a\": ?}\n")
        #expect(try await peer.answer()["error"]?["data"]?["offset"] == 6)
    }

    @Test(arguments: [
        (#"{"jsonrpc":"2.0","id":1}"#, Value.int(1), -32_600),
        (#"{"jsonrpc":"2.0","id":1,"method":5}"#, 1, -32_600),
        (#"{"jsonrpc":"1.0","id":"x","method":"echo"}"#, "x", -32_600),
        (#"{"id":2,"method":"echo"}"#, 2, -32_600),
        (#"{"jsonrpc":"2.0","id":3,"method":"echo","params":7}"#, 3, -32_600),
        (#"{"jsonrpc":"2.0","id":null,"method":"echo"}"#, .null, -32_600),
        (#"{"jsonrpc":"2.0","id":{},"method":"echo"}"#, .null, -32_600),
        (#"{"jsonrpc":"2.0","method":"echo","params":"x"}"#, .null, -32_600),
        (#"{"jsonrpc":"2.0","id":4,"method":"echo","params":{"progressToken":[]}}"#, 4, -32_602),
        (#"{"jsonrpc":"2.0","id":5,"method":"none"}"#, 5, -32_601),
        (#"7"#, .null, -32_600), (#""x""#, .null, -32_600), (#"null"#, .null, -32_600),
    ]) func malformedRequests(line: String, id: Value, code: Int) async throws {
        let peer = try await Daemon(.echo).peer()
        try await peer.send(line + "\n" + request("next", "echo"))
        // The error of a method comes from its task, so the two may come in either order.
        let answers = try await [peer.answer(), peer.answer()]
        #expect(answers.contains { $0["id"] == "next" && $0["result"] != nil })
        #expect(answers.contains { $0["id"] == id && $0.errorCode == code && $0.errorName != nil })
    }

    @Test func anIDThatIsTooLongIsRefused() async throws {
        let peer = try await Daemon(.echo).peer()
        try await peer.send(request(.string(String(repeating: "x", count: 257)), "echo"))
        let answer = try await peer.answer()
        #expect(answer.errorCode == -32_600)
        #expect(answer["id"] == .null)
    }

    @Test func notificationsAreNotAnswered() async throws {
        let record = Record()
        var handler = Scripted.echo
        handler.note = { record.add("\($0.method) \($0.params.map { JSON.text($0) } ?? "")") }
        let peer = try await Daemon(handler).peer()
        try await peer.send(
            #"{"jsonrpc":"2.0","method":"one","params":{"a":1}}"# + "\n" + #"{"jsonrpc":"2.0","method":"$/two"}"# + "\n"
                + #"{"jsonrpc":"2.0","id":99,"result":1}"# + "\n" + #"{"id":null,"error":{}}"# + "\n" + request(1, "echo"))
        #expect(try await peer.answer()["id"] == 1)
        #expect(record.events == ["one {\"a\":1}", "$/two "])
    }

    @Test func aDefectIsToldWithoutItsDetails() async throws {
        struct Secret: Error { let password = "hunter2" }
        let record = Record()
        var handler = Scripted { _ in throw Secret() }
        handler.defect = { record.add("\($0)") }
        let peer = try await Daemon(handler).peer()
        try await peer.send(request(1, "x"))
        let answer = try await peer.answer()
        #expect(answer.errorCode == -32_603)
        #expect(!JSON.text(answer).contains("hunter2"))
        #expect(record.events.first?.contains("hunter2") == true)
    }

    @Test func binaryGarbageIsSurvived() async throws {
        var random = Seeded(state: 42)
        let garbage = (0..<200_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        let daemon = try await Daemon(.echo)
        let peer = try daemon.peer()
        async let sent: Void = peer.send(garbage + Array(("\n" + request("end", "echo", [1])).utf8))
        var errors = 0
        while true {
            let answer = try await peer.answer()
            if answer["id"] == "end" { break }
            #expect(answer.errorCode == -32_700 || answer.errorCode == -32_600)
            errors += 1
        }
        try await sent
        #expect(errors > 100)
    }

    // MARK: - Batches

    @Test func aBatchIsAnsweredOnOneLineInItsOrder() async throws {
        let record = Record()
        var handler = Scripted.echo
        handler.note = { record.add($0.method) }
        let peer = try await Daemon(handler).peer()
        try await peer.send(
            #"[{"jsonrpc":"2.0","id":1,"method":"echo","params":["a"]},{"jsonrpc":"2.0","method":"note"},5,"#
                + #"{"jsonrpc":"2.0","id":2,"method":"none"},{"jsonrpc":"2.0","id":"c","method":"echo","params":["c"]}]"#
                + "\n")
        let answers = try #require(try await peer.answer().array)
        #expect(answers.map { $0["id"] } == [1, .null, 2, "c"])
        #expect(answers.map(\.errorCode) == [nil, -32_600, -32_601, nil])
        #expect(answers[3]["result"] == ["c"])
        #expect(record.events == ["note"])
    }

    @Test func emptyAndLongBatchesAreRefusedAndSilentOnesNotAnswered() async throws {
        var limits = Limits()
        limits.batch = 3
        let peer = try await Daemon(.echo, limits: limits).peer()
        func batch(_ count: Int) -> String {
            "[" + (0..<count).map { String(request(.int($0), "echo").dropLast()) }.joined(separator: ",") + "]\n"
        }
        try await peer.send("[]\n")
        #expect(try await peer.answer().errorCode == -32_600)
        try await peer.send(batch(4))
        let refusal = try await peer.answer()
        #expect(refusal.errorName == "batch-too-long")
        #expect(refusal["error"]?["data"]?["limit"] == 3)
        try await peer.send("[{\"jsonrpc\":\"2.0\",\"method\":\"x\"}]\n" + batch(3))
        #expect(try await peer.answer().array?.count == 3)
    }

    @Test func duplicateIDsInABatchAreRefused() async throws {
        let gate = Gate()
        let peer = try await Daemon(
            Scripted { _ in
                try await gate.wait()
                return "done"
            }
        ).peer()
        let one = String(request(1, "x").dropLast())
        try await peer.send("[\(one),\(one)]\n" + request(1, "x"))
        #expect(try await peer.answer().errorName == "duplicate-id")
        gate.open()
        let answers = try #require(try await peer.answer().array)
        #expect(answers[0]["result"] == "done")
        #expect(answers[1].errorName == "duplicate-id")
        try await peer.send(request(1, "x"))
        #expect(try await peer.answer()["result"] == "done", "an id that is answered may be used again")
    }
}
