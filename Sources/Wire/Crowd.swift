import Shapes
import Synchronization

/// What all connections of a listener may take of the process together.
package struct Capacity: Sendable {
    /// Connections at once; the next one is told so and closed.
    package var connections = 1_000
    /// Bytes that they may hold together: unfinished lines, requests that are not answered, and what waits to be read. Past it
    /// a connection that takes more than its even share is closed.
    package var bytes = 256 << 20

    package init() {}
}

/// The connections of a listener, counted together, so that many small demands are bounded like a single large one.
final class Crowd: Sendable {
    let capacity: Capacity
    private let connections = Atomic(0)
    private let bytes = Atomic(0)

    init(_ capacity: Capacity) { self.capacity = capacity }

    /// Counts one more connection; throws what it is told when there are as many as may be.
    func enter() throws(RPCError) {
        guard connections.add(1, ordering: .relaxed).newValue > capacity.connections else { return }
        leave()
        throw RPCError(
            RPCError.failedCode, "too-many-connections",
            "\(capacity.connections) connections are open, as many as are taken at once. Close some, or try again in a moment.",
            Object([("limit", .int(capacity.connections))]))
    }

    func leave() { connections.subtract(1, ordering: .relaxed) }

    /// Takes note that a connection holds `change` bytes more, and `held` in all; false when that is too much.
    func holds(_ held: Int, change: Int) -> Bool {
        let all = bytes.add(change, ordering: .relaxed).newValue
        return all <= capacity.bytes || held <= capacity.bytes / max(1, capacity.connections)
    }
}
