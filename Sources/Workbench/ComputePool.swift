import Dispatch
import Glibc
import OrderedCollections
import Synchronization

/// The threads on which analysis runs, so that it never holds up Swift's cooperative pool.
///
/// Jobs wait in one queue per client, and the clients take turns: somebody who asks for a thousand analyses delays another's
/// first by one job a thread, not by a thousand.
package final class ComputePool: Sendable {
    private struct Job: Sendable {
        let number: Int
        let run: @Sendable () -> Void
        let cancel: @Sendable () -> Void
    }

    private struct State {
        /// Clients with waiting jobs; the first is next, and then goes to the end.
        var queues: OrderedDictionary<Int, [Job]> = [:]
        var lastNumber = 0
        /// As many as there are to be.
        var threads = 0
        /// As many as are to end besides.
        var superfluous = 0
        var isStopped = false
    }

    private let state = Mutex(State())
    private let ready = DispatchSemaphore(value: 0)

    package init(threads: Int) { resize(to: threads) }

    /// Starts threads, or ends as many as are too many, each after the job at hand.
    package func resize(to threads: Int) {
        let missing = state.withLock { state in
            defer { state.threads = threads }
            return threads - state.threads
        }
        for _ in 0..<max(0, missing) { startThread() }
        for _ in 0..<max(0, -missing) {
            state.withLock { $0.superfluous += 1 }
            ready.signal()
        }
    }

    private func startThread() {
        let worker = Unmanaged.passRetained(self)
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<ComputePool>.fromOpaque(argument).takeRetainedValue().work()
                return nil
            }, worker.toOpaque())
        if code == 0 { pthread_detach(thread) } else { worker.release() }
    }

    /// Runs `body` on one of the threads.
    ///
    /// - Parameter client: whose turn it takes: the connection's number.
    /// - Throws: what `body` throws; `CancellationError` when the task was cancelled before the job began, or the pool stopped.
    package func run<T: Sendable>(for client: Int, _ body: @escaping @Sendable () throws -> T) async throws -> T {
        try Task.checkCancellation()
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<T, any Error>) in
                let job = Job(
                    number: number, run: { continuation.resume(with: Result { try body() }) },
                    cancel: { continuation.resume(throwing: CancellationError()) })
                let isTaken = state.withLock { state in
                    // A cancellation that came before this is seen here: its handler found no job to remove.
                    guard !state.isStopped, !Task.isCancelled else { return false }
                    state.queues[client, default: []].append(job)
                    return true
                }
                if isTaken { ready.signal() } else { job.cancel() }
            }
        } onCancel: {
            remove(number, of: client)?.cancel()
        }
    }

    /// Ends the threads after the jobs at hand; waiting ones are cancelled.
    package func stop() {
        let waiting = state.withLock { state in
            state.isStopped = true
            defer { state.queues = [:] }
            return state.queues.values.flatMap { $0 }
        }
        for job in waiting { job.cancel() }
        ready.signal()
    }

    private func remove(_ number: Int, of client: Int) -> Job? {
        state.withLock { state in
            guard let index = state.queues[client]?.firstIndex(where: { $0.number == number }) else { return nil }
            let job = state.queues[client]?.remove(at: index)
            if state.queues[client]?.isEmpty == true { state.queues[client] = nil }
            return job
        }
    }

    private func work() {
        while true {
            ready.wait()
            // Each signal stands for a job or for a thread that is to end: it does not matter which it woke this one for.
            let isSuperfluous = state.withLock { state in
                guard state.superfluous > 0 else { return false }
                state.superfluous -= 1
                return true
            }
            if isSuperfluous { return }
            let (job, isStopped) = state.withLock { state in (next(&state), state.isStopped) }
            if let job { job.run() }
            if isStopped {
                // Each thread wakes the next, so that one signal ends them all.
                ready.signal()
                return
            }
        }
    }

    /// The first job of the client whose turn it is. There may be none: cancelled jobs leave their signal behind.
    private func next(_ state: inout State) -> Job? {
        guard let client = state.queues.keys.first, var queue = state.queues.removeValue(forKey: client) else { return nil }
        let job = queue.removeFirst()
        if !queue.isEmpty { state.queues[client] = queue }
        return job
    }
}
