import Negotiation
import ParleyProtocol
import Shapes
import Synchronization
import Wire

/// Who wants to hear of changes.
package final class Subscriptions: Sendable {
    private struct Subscriber {
        let connection: Connection
        let workspace: ID<Workspace>?
    }

    private let subscribers = Mutex<[ObjectIdentifier: Subscriber]>([:])

    /// From now on `connection` is told of changes of `workspace`, or of all; a second subscription replaces the first.
    func add(_ connection: Connection, workspace: ID<Workspace>?) {
        subscribers.withLock { $0[ObjectIdentifier(connection)] = Subscriber(connection: connection, workspace: workspace) }
    }

    package func remove(_ connection: Connection) { subscribers.withLock { $0[ObjectIdentifier(connection)] = nil } }

    /// Tells everybody concerned. A subscriber that does not read is the connection's affair: its queue is bounded.
    func announce(_ outcome: ChangeOutcome) {
        let concerned = subscribers.withLock { subscribers in
            subscribers.values.filter { $0.workspace == nil || $0.workspace == outcome.workspace }
        }
        guard !concerned.isEmpty else { return }
        let event = ChangeOutcome.shape.encode(outcome)
        // A subscriber that has gone meanwhile needs no news.
        for subscriber in concerned { try? subscriber.connection.notify(Methods.changedEvent, event) }
    }
}
