import Foundation
import TestSupport
import Testing

/// Questions that are taken back, and the threads that they leave to others. How soon is measured by `Scripts/bench`.
@Suite struct CancellationTests {
    /// Every analyzer of the core, and the solver: taken back at a random moment it answers that it was, or what it had found
    /// by then; after all that the threads are free.
    @Test func whateverIsTakenBackLeavesItsThread() throws {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        #expect(try socket.call("workspace.apply", #"{"files":\#(try Sample.files(of: "us-russia-summit"))}"#).error == nil)
        let declared = try #require(try socket.call("analyzer.list").result as? [[String: Any]])
        var questions = [#""method":"analysis.solve","params":{}"#]
        for analyzer in declared {
            let id = try #require(analyzer["id"] as? String)
            guard id.hasPrefix("core.") else { continue }
            let package = analyzer["subject"] as? String == "package" ? #","package":"best-case""# : ""
            questions.append(#""method":"analysis.run","params":{"analyzer":"\#(id)"\#(package)}"#)
        }
        #expect(questions.count > 10)
        var random = SeededGenerator(seed: 9)
        var (id, cancelled) = (100, 0)
        let tries = Tries.of(3, slow: 20)
        for question in questions {
            let began = Date.now
            try socket.send(#"{"jsonrpc":"2.0","id":\#(id),\#(question)}"# + "\n")
            #expect(try socket.answer(to: id).error == nil, "\(question)")
            let whole = Date.now.timeIntervalSince(began)
            for _ in 0..<tries {
                id += 1
                try socket.send(#"{"jsonrpc":"2.0","id":\#(id),\#(question)}"# + "\n")
                // Whoever takes long is not waited for: what it is about to do differs from try to try all the same.
                usleep(UInt32(Double.random(in: 0...min(whole, 0.3), using: &random) * 1_000_000))
                try socket.send(#"{"jsonrpc":"2.0","method":"$/cancel","params":{"id":\#(id)}}"# + "\n")
                let answer = try socket.answer(to: id)
                #expect(answer.error == nil || answer.errorCode == -32_800, "\(question): \(answer.text.prefix(300))")
                cancelled += answer.errorCode == -32_800 ? 1 : 0
            }
            id += 1
        }
        #expect(cancelled > 0, "of \(questions.count * tries) tries")
        // As many as there may be threads at once, so that none of them can be missing.
        let others = try (0..<ProcessInfo.processInfo.activeProcessorCount).map { _ in try RawSocket(daemon) }
        let small = try Sample.file(Sample.small)
        for other in others { try other.send(#"{"jsonrpc":"2.0","id":1,"method":"analysis.solve","params":{"files":\#(small)}}"# + "\n") }
        for other in others { #expect(try other.answer(to: 1).error == nil) }
    }

    /// A connection that goes away takes its questions with it, those that wait and those that run.
    @Test func whoeverLeavesLeavesTheThreads() throws {
        let daemon = try DaemonProcess()
        let files = try Sample.file(Sample.large(parties: 8, issues: 30, options: 5))
        for _ in 0..<Tries.of(2, slow: 10) {
            let leaving = try RawSocket(daemon)
            for id in 1...5 { try leaving.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"analysis.solve","params":{"files":\#(files)}}"# + "\n") }
            #expect(try RawSocket(daemon).call("daemon.status").error == nil)
        }
        #expect(try RawSocket(daemon).call("analysis.solve", #"{"files":\#(try Sample.file(Sample.small))}"#).error == nil)
    }

    /// One thread, and somebody who asks fifty long questions before another asks one: that one is next but for the question at
    /// hand, so that most of the fifty are still unanswered when it is.
    @Test func fiftyQuestionsOfOneClientDoNotDelayAnothers() throws {
        let directory = try TemporaryDirectory()
        try directory.write("threads: 1\n", to: "parleyd.yaml")
        let daemon = try DaemonProcess(in: directory, arguments: ["--config", "\(directory.path)/parleyd.yaml"])
        let (many, one) = (try RawSocket(daemon), try RawSocket(daemon))
        #expect(try one.call("workspace.apply", #"{"files":\#(try Sample.files(of: "us-russia-summit"))}"#).error == nil)
        var lines = ""
        for id in 1...50 { lines += #"{"jsonrpc":"2.0","id":\#(id),"method":"analysis.run","params":{"analyzer":"core.why","params":{"reading":"declared"}}}"# + "\n" }
        try many.send(lines)
        // The first is answered, so all of them have come in.
        #expect(try many.answer(to: 1).error == nil)
        #expect(try one.call("analysis.run", #"{"analyzer":"core.evaluate","package":"best-case"}"#, id: 2).error == nil)
        // What is asked after that is answered at once, and comes behind everything that was answered before it.
        try many.send(#"{"jsonrpc":"2.0","id":99,"method":"workspace.list"}"# + "\n")
        var answered = 1
        while let line = try many.line(), !line.contains(#""id":99"#) { answered += 1 }
        #expect(answered < 25, "\(answered) of 50 came first")
    }
}
