import Foundation
import TestSupport
import Testing

/// Clients that do what no client should, to a real daemon: what it keeps of them is bounded, they are told, and others are
/// answered meanwhile. Megabytes are the most that the daemon had in memory over what it had before.
@Suite(.serialized) struct HostileClientTests {
    private func growth(of daemon: DaemonProcess, _ body: () throws -> Void) throws -> Int {
        // What it has once it has answered everything that it is asked here.
        let socket = try RawSocket(daemon)
        for id in 1...20 { _ = try socket.call("daemon.status", id: id) }
        let before = try #require(Memory.resident(daemon.pid))
        Memory.forget(daemon.pid)
        try body()
        return try #require(Memory.peak(of: daemon.pid)) - before
    }

    private func answers(_ daemon: DaemonProcess) throws {
        #expect(try RawSocket(daemon).call("daemon.status")["pid"] as? Int == Int(daemon.pid))
    }

    @Test func aHundredMegabytesWithoutANewlineTakeAtMostForty() throws {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        let block = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        let grown = try growth(of: daemon) {
            for number in 1...100 {
                try socket.send(block)
                if number % 20 == 0 { try answers(daemon) }
            }
            try socket.send("\n")
            let refusal = try #require(try socket.line())
            #expect(refusal.contains("line-too-long"))
            #expect(try socket.call("daemon.status").error == nil)
        }
        #expect(grown < 40, "\(grown) MB")
    }

    /// Halves of messages that never end: small ones by the hundred, and large ones that together are more than all connections
    /// may hold, of which the last are sent away.
    @Test func halvesOfMessagesAreBoundedTogether() throws {
        let daemon = try DaemonProcess()
        let block = [UInt8](repeating: UInt8(ascii: "x"), count: 7 << 20)
        let count = Tries.of(40, slow: 200)
        var large: [RawSocket] = []
        let grown = try growth(of: daemon) {
            let small = try (0..<300).map { _ in try RawSocket(daemon) }
            for piece in [#"{"json"#, #"rpc":"2.0","#, #""id":1,"me"#] {
                for socket in small { try socket.send(piece) }
                try answers(daemon)
            }
            for _ in 0..<count {
                let socket = try RawSocket(daemon)
                // Whoever is sent away meanwhile cannot send the rest.
                try? socket.send(block)
                large.append(socket)
            }
            try answers(daemon)
            for socket in small { try socket.send(#"thod":"daemon.status"}"# + "\n") }
            for socket in small { #expect(try socket.answer(to: 1).error == nil) }
        }
        // 256 MiB, and what it takes to hold them.
        #expect(grown < 450, "\(grown) MB for \(count) halves of 7 MiB")
        let last = try #require(try large.last?.line())
        #expect(last.contains("crowded") && last.contains("\(256 << 20)"), "\(last)")
    }

    @Test func garbageIsAnsweredLineByLine() throws {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        var random = SeededGenerator(seed: 5)
        let deep = String(repeating: "[", count: 1_000_000)
        let huge = String(repeating: "9", count: 1_000_000)
        var lines: [[UInt8]] = [
            Array(deep.utf8), Array(#"{"jsonrpc":"2.0","id":7,"method":"workspace.list","params":{"x":\#(deep)}}"#.utf8),
            Array(#"{"jsonrpc":"2.0","id":7,"method":"workspace.log","params":{"limit":\#(huge)}}"#.utf8),
            Array(#"{"jsonrpc":"2.0","id":\#(huge),"method":"daemon.status"}"#.utf8),
            Array(#"{"jsonrpc":"2.0","id":1e999999999999,"method":"daemon.status"}"#.utf8),
            [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], Array(#"{"jsonrpc":"2.0","id":"#.utf8) + [0xFF] + Array("}".utf8),
            Array("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"a\u{0}b\"}".utf8), Array(#"{"\ud800":1}"#.utf8),
        ]
        let count = Tries.of(300, slow: 10_000)
        for _ in 0..<count {
            let length = Int.random(in: 1...400, using: &random)
            lines.append((0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }.filter { $0 != 0x0A } + [0x01])
        }
        let grown = try growth(of: daemon) {
            for (number, line) in lines.enumerated() {
                try socket.send(line + [0x0A])
                let answer = try #require(try socket.line())
                #expect(answer.contains(#""error":"#), "line \(number): \(answer.prefix(300))")
                if number % 100 == 0 { try answers(daemon) }
            }
        }
        #expect(try socket.call("daemon.status").error == nil)
        #expect(grown < 60, "\(grown) MB for \(lines.count) lines")
    }

    /// A line that is short as text and large as values: at most so much of it is kept, and not for long.
    @Test func aListOfMillionsIsRefusedWithoutLastingHarm() throws {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        let list = "[" + String(repeating: "0,", count: 4_000_000) + "0]"
        let grown = try growth(of: daemon) {
            for id in 1...Tries.of(3, slow: 20) {
                let answer = try socket.call("workspace.list", #"{"x":\#(list)}"#, id: id)
                #expect(answer.errorCode == -32_602, "\(answer.text.prefix(300))")
                try answers(daemon)
            }
        }
        #expect(grown < 700, "\(grown) MB")
    }

    @Test func thousandsOfBatchesAreAnsweredInFull() throws {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        func batch(_ size: Int, from first: Int) -> String {
            "[" + (first..<first + size).map { #"{"jsonrpc":"2.0","id":\#($0),"method":"workspace.list"}"# }.joined(separator: ",") + "]\n"
        }
        try socket.send(batch(101, from: 0))
        #expect(try socket.line()?.contains("batch-too-long") == true)
        let (count, atOnce) = (Tries.of(200, slow: 4_000), 20)
        // Ids may come again once they are answered.
        let lines = (0..<atOnce).map { batch(100, from: $0 * 100) }
        let grown = try growth(of: daemon) {
            for round in 0..<count / atOnce {
                for line in lines { try socket.send(line) }
                for _ in 0..<atOnce {
                    let answer = try #require(try socket.line())
                    #expect(answer.hasPrefix("[") && answer.components(separatedBy: #""result":"#).count == 101, "\(answer.prefix(200))")
                }
                if round % 5 == 0 { try answers(daemon) }
            }
        }
        #expect(grown < 60, "\(grown) MB for \(count) batches of 100")
        #expect(try socket.call("workspace.list").error == nil)
    }

    /// As many as are taken are served; each one more is told how many that are.
    @Test func thousandsOfConnections() throws {
        let count = Tries.of(1_200, slow: 10_000)
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        try #require(Int(clamping: limit.rlim_max) > 2_000, "this process may have \(limit.rlim_max) files open")
        let daemon = try DaemonProcess()
        let first = try RawSocket(daemon)
        #expect(try first.call("daemon.status").error == nil)
        var sockets: [RawSocket] = []
        var (served, told) = (0, 0)
        let grown = try {
            let before = try #require(Memory.resident(daemon.pid))
            Memory.forget(daemon.pid)
            for number in 1...count {
                let socket = try RawSocket(daemon)
                // Only whoever is served stays: what counts is what the daemon holds, not this process.
                if let answer = try? socket.call("events.unsubscribe"), answer.error == nil {
                    served += 1
                    sockets.append(socket)
                } else {
                    let again = try RawSocket(daemon)
                    let refusal = try #require(try again.line())
                    #expect(refusal.contains("too-many-connections") && refusal.contains("1000"), "\(refusal)")
                    #expect(try again.line() == nil)
                    told += 1
                }
                if number % 500 == 0 { #expect(try first.call("daemon.status", id: number).error == nil) }
            }
            return try #require(Memory.peak(of: daemon.pid)) - before
        }()
        #expect(served == 999, "and the first one")
        #expect(told == count - 999)
        #expect(grown < 60, "\(grown) MB for \(count) connections")
        let refused = try daemon.parley("list")
        #expect(refused.status == 75 && refused.errors.contains("1000 connections"), "\(refused)")
        sockets = []
        #expect(try Timeouts.wait { try first.call("daemon.status")["connections"] as? Int == 1 })
        #expect(try daemon.parley("list").status == 0)
    }

    /// Somebody who asks and asks and does not read is soon not read any further. For what was begun by then it may be closed;
    /// either way no more piles up than may.
    @Test func whoNeverReadsIsNotServedAnyFurther() throws {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        #expect(try socket.call("workspace.apply", #"{"files":\#(try Sample.files(of: "us-russia-summit"))}"#).error == nil)
        let deaf = try RawSocket(daemon)
        deaf.giveUpSending(after: 1)
        let line = #"{"jsonrpc":"2.0","id":1,"method":"workspace.get"}"# + "\n"
        var lines = 0
        let grown = try growth(of: daemon) {
            // Until the daemon takes no more of it.
            var number = 0
            while number < 1_000_000, (try? deaf.send(line.replacingOccurrences(of: "1,", with: "\(number),"))) != nil { number += 1 }
            lines = number
            try answers(daemon)
        }
        #expect(lines < 1_000_000)
        #expect(grown < 250, "\(grown) MB for \(lines) requests")
    }

    /// A subscriber that lags too far behind is closed, it alone, and told why when it reads on; so is the log.
    @Test func aSubscriberThatLagsIsToldWhy() throws {
        let daemon = try DaemonProcess()
        let (lagging, keeping, writer) = (try RawSocket(daemon), try RawSocket(daemon), try RawSocket(daemon))
        #expect(try lagging.call("events.subscribe").error == nil)
        #expect(try keeping.call("events.subscribe").error == nil)
        let why = String(repeating: "because ", count: 500_000)
        let grown = try growth(of: daemon) {
            // Each is told with its reason, which has 4 MB: seventeen are more than 64 MiB.
            for number in 0..<20 {
                let text = Sample.small.replacingOccurrences(of: "title: A small case", with: "title: Case \(number)")
                let answer = try writer.call("workspace.apply", #"{"files":\#(try Sample.file(text)),"message":"\#(why)"}"#, id: number)
                #expect(answer["revision"] as? Int == number + 1, "\(answer.text.prefix(300))")
                #expect(try keeping.line()?.contains("workspace.changed") == true)
            }
        }
        #expect(grown < 350, "\(grown) MB")
        var last = ""
        while let line = try lagging.line() { last = String(line.prefix(400)) }
        #expect(last.contains("slow-reader") && last.contains("\(64 << 20)"), "\(last)")
        #expect(Timeouts.wait { daemon.log.contains("slow-reader") }, "\(daemon.log.suffix(500))")
        #expect(try keeping.call("daemon.status", id: 99).error == nil)
    }
}
