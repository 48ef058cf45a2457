import Dispatch
import Glibc
import Synchronization

/// Work that is done side by side, on threads of its own: those of Dispatch are as many as there are cores, Swift's tasks run on
/// them too, and a daemon whose searches held them would answer nobody meanwhile.
enum SideBySide {
    /// Calls `body` with each number below `count`, on this thread and on those that are idle; returns when all are done.
    ///
    /// May be called from within `body`: whoever waits has taken all numbers that were left, so that it waits for others' last
    /// one only.
    static func perform(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        guard count > 1, helpers.count > 0 else {
            for number in 0..<count { body(number) }
            return
        }
        let work = Work(count, body)
        helpers.offer(work)
        work.take()
        work.waitForEnd()
        helpers.withdraw(work)
    }

    private static let helpers = Helpers(count: max(0, sysconf(CInt(_SC_NPROCESSORS_ONLN)) - 1))

    private final class Work: Sendable {
        let count: Int
        private let body: @Sendable (Int) -> Void
        private let next = Atomic(0)
        private let done = Atomic(0)
        private let end = DispatchSemaphore(value: 0)

        init(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
            self.count = count
            self.body = body
        }

        /// Does what nobody else has begun.
        func take() {
            while true {
                let number = next.add(1, ordering: .relaxed).oldValue
                guard number < count else { return }
                body(number)
                // What was written before is seen by whoever waits for the end.
                if done.add(1, ordering: .acquiringAndReleasing).newValue == count { end.signal() }
            }
        }

        func waitForEnd() { end.wait() }
    }

    /// Threads that wait for work, as many as the cores that a single search would leave idle.
    private final class Helpers: Sendable {
        let count: Int
        private let offered = Mutex<[Work]>([])
        private let ready = DispatchSemaphore(value: 0)

        init(count: Int) {
            self.count = count
            for _ in 0..<count {
                // They last as long as the process.
                let helpers = Unmanaged.passRetained(self)
                var thread = pthread_t()
                let code = pthread_create(
                    &thread, nil,
                    { argument in
                        guard let argument else { return nil }
                        Unmanaged<Helpers>.fromOpaque(argument).takeRetainedValue().help()
                    }, helpers.toOpaque())
                if code == 0 { pthread_detach(thread) } else { helpers.release() }
            }
        }

        func offer(_ work: Work) {
            let times = min(count, work.count - 1)
            offered.withLock { $0.append(contentsOf: repeatElement(work, count: times)) }
            for _ in 0..<times { ready.signal() }
        }

        /// Nobody who comes later finds it.
        func withdraw(_ work: Work) { offered.withLock { $0.removeAll { $0 === work } } }

        private func help() -> Never {
            while true {
                ready.wait()
                // None when it was withdrawn, which leaves its signal behind.
                let work = offered.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                work?.take()
            }
        }
    }
}

/// Does something for each of some numbers, side by side.
///
/// - Returns: what it came to, in the order of the numbers.
/// - Throws: the error of the first of those that failed.
package func concurrently<T: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) throws -> T) throws -> [T] {
    var results = [Result<T, any Error>?](repeating: nil, count: count)
    results.withUnsafeMutableBufferPointer { results in
        // Each writes its own place.
        nonisolated(unsafe) let results = results
        SideBySide.perform(count) { place in results[place] = Result { try body(place) } }
    }
    return try results.compactMap { try $0?.get() }
}
