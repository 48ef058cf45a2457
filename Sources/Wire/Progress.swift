import NIOCore
import Shapes
import Synchronization

/// How far a long request has come.
package struct Progress: Sendable, Hashable {
    package var done: Int
    package var total: Int?
    package var message: String?

    package init(done: Int, total: Int? = nil, message: String? = nil) {
        self.done = done
        self.total = total
        self.message = message
    }

    init?(_ params: Value) {
        guard let done = params["done"]?.int else { return nil }
        self.init(done: done, total: params["total"]?.int, message: params["message"]?.string)
    }

    func params(_ token: Value) -> Value {
        var params = Object([("token", token), ("done", .int(done))])
        if let total { params["total"] = .int(total) }
        if let message { params["message"] = .string(message) }
        return .object(params)
    }
}

/// Tells the peer how far its request has come, if it wants to know.
///
/// Reports may come from any thread and as often as one likes: what goes out never goes back, keeps to the interval, and
/// ends with the last report before the answer.
package final class ProgressReporter: Sendable {
    private struct State {
        var isFinished = false
        var done = Int.min
        var waiting: Progress?
        var next = NIODeadline.uptimeNanoseconds(0)
        var hasTimer = false
    }

    private let token: Value?
    private let interval: TimeAmount
    private let mailbox: Mailbox
    private let loop: any EventLoop
    private let state = Mutex(State())

    init(token: Value?, interval: Int, mailbox: Mailbox, loop: any EventLoop) {
        self.token = token
        self.interval = .milliseconds(Int64(interval))
        self.mailbox = mailbox
        self.loop = loop
    }

    package func report(_ done: Int, of total: Int? = nil, _ message: String? = nil) {
        guard let token else { return }
        let timer: NIODeadline? = state.withLock { state in
            guard !state.isFinished else { return nil }
            state.done = max(state.done, done)
            let report = Progress(done: state.done, total: total, message: message)
            let now = NIODeadline.now()
            if now >= state.next {
                send(report, token, &state, now)
                return nil
            }
            state.waiting = report
            if state.hasTimer { return nil }
            state.hasTimer = true
            return state.next
        }
        // Without it a report before a long silence would wait for the next one.
        if let timer { loop.scheduleTask(deadline: timer) { self.timerFired() } }
    }

    /// The request is answered: what still waits goes out, and nothing after that.
    func finish() {
        guard let token else { return }
        state.withLock { state in
            state.isFinished = true
            if let report = state.waiting { send(report, token, &state, .now()) }
        }
    }

    private func timerFired() {
        guard let token else { return }
        state.withLock { state in
            state.hasTimer = false
            if let report = state.waiting, !state.isFinished { send(report, token, &state, .now()) }
        }
    }

    /// Posts within the lock, so that two threads cannot overtake each other.
    private func send(_ report: Progress, _ token: Value, _ state: inout State, _ now: NIODeadline) {
        state.waiting = nil
        state.next = now + interval
        mailbox.post(.send(Outgoing.notification("$/progress", report.params(token))))
    }
}
