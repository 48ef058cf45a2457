import Foundation
import Synchronization
import TestSupport

/// Clients that write revisions over the socket as fast as they are acknowledged, until it breaks, each on a package of its own:
/// `wN`, whose rationale counts from 1.
final class Writers: Sendable {
    private struct State {
        var acknowledged: [Int: String] = [:]
        var isStopped = false
        var refusals: [String] = []
    }

    private let state = Mutex(State())
    private let done = DispatchGroup()
    let count: Int

    /// - Parameter last: how far each writer had come.
    init(_ count: Int, at socket: String, after last: [Int]) {
        self.count = count
        for writer in 0..<count {
            DispatchQueue.global().async(group: done) { [self] in
                do { try write(writer, last[writer], RawSocket(socket)) } catch {}
            }
        }
    }

    private func write(_ writer: Int, _ last: Int, _ socket: RawSocket) throws {
        var number = last
        while !state.withLock({ $0.isStopped }) {
            number += 1
            let answer = try socket.call("package.update", #"{"package":"w\#(writer)","rationale":"\#(number)"}"#, id: number)
            guard let revision = answer["revision"] as? Int else {
                state.withLock { $0.refusals.append(answer.text) }
                return
            }
            state.withLock { $0.acknowledged[revision] = "w\(writer) \(number)" }
        }
    }

    /// What has been acknowledged so far: revision → `w2 17`.
    var acknowledged: [Int: String] { state.withLock { $0.acknowledged } }

    /// Answers that were errors.
    var refusals: [String] { state.withLock { $0.refusals } }

    /// Waits until all of them have ended.
    func finish() {
        state.withLock { $0.isStopped = true }
        done.wait()
    }
}

/// A workspace with a package for each writer, and what may be said of its history at any time.
struct WrittenHistory {
    static let writers = 4

    /// Until where it has been looked over, and how far each writer had come there.
    private(set) var checked = 0
    private(set) var last = [Int](repeating: 0, count: writers)

    /// Brings the workspace in.
    static func begin(_ socket: RawSocket) throws {
        try require(socket.call("workspace.apply", #"{"files":\#(try Sample.file(Sample.small))}"#))
        for writer in 0..<writers { try require(socket.call("package.create", #"{"package":"w\#(writer)"}"#, id: 10 + writer)) }
    }

    private static func require(_ answer: Answer) throws {
        guard answer.error == nil else { throw RawSocket.Failure(description: answer.text) }
    }

    /// Goes through the revisions since the last look. Says what is wrong: a revision that was acknowledged and is not there, or
    /// is another; one that nobody sent, or out of its writer's turn, or twice; a chain that does not verify.
    mutating func faults(_ socket: RawSocket, acknowledged: [Int: String]) throws -> [String] {
        var faults: [String] = []
        let total = try socket.call("workspace.log", #"{"limit":1}"#, id: 1)["total"] as? Int ?? 0
        if let newest = acknowledged.keys.max(), newest > total { faults.append("revision \(newest) was acknowledged, and the log ends at \(total)") }
        let first = max(checked, Self.writers + 1) + 1
        for revision in stride(from: first, through: total, by: 1) {
            let state = try socket.call("workspace.get", #"{"revision":\#(revision)}"#, id: revision)
            let packages = (state["document"] as? [String: Any])?["packages"] as? [String: Any] ?? [:]
            let now = (0..<Self.writers).map { writer in
                ((packages["w\(writer)"] as? [String: Any])?["rationale"] as? String).flatMap { Int($0) } ?? 0
            }
            let changed = (0..<Self.writers).filter { now[$0] != last[$0] }
            guard let writer = changed.first, changed.count == 1, now[writer] == last[writer] + 1 else {
                faults.append("revision \(revision) goes from \(last) to \(now)")
                last = now
                continue
            }
            last = now
            if let said = acknowledged[revision], said != "w\(writer) \(now[writer])" {
                faults.append("revision \(revision) was acknowledged as \(said), and is w\(writer) \(now[writer])")
            }
        }
        checked = total
        let verification = try socket.call("workspace.verify", id: 2)
        if verification["faults"] != nil || verification["revisions"] as? Int != total { faults.append("it does not verify: \(verification.text)") }
        return faults
    }
}
