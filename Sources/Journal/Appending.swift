import Foundation
import GRDB
import Negotiation
import OrderedCollections
import Shapes
import Synchronization

extension Journal {
    /// What became of an `append`.
    package struct Append: Sendable {
        /// The newest revision, whether or not it is new; nil while the workspace has none.
        package var revision: Revision?
        /// False when the workspace already was as it should be.
        package var appended: Bool
        package var changes: [EntityChange]
    }

    /// An append that waits for its turn.
    struct Pending: Sendable {
        var expected: Int?
        var author: String
        var message: String
        var applied: Entities?
        var change: @Sendable (Head) throws -> Entities
        var done: @Sendable (Result<Append, any Error>) -> Void
    }

    /// Appends one revision with what `change` makes of the newest state, unless it makes the same (order counts).
    ///
    /// Comparing with `expected`, `change` and writing happen in one transaction, which no other writer can come between. The
    /// result is arranged as documents are (`WorkspaceDocument.arranged`). Once begun it is not cancelled: it either returns,
    /// and all of it is on the disk, or throws, and nothing has changed.
    ///
    /// Bringing a commit to the disk takes longest, so what comes in meanwhile is committed together: one revision each, each
    /// on top of the one before, and nobody hears of any before all are on the disk.
    ///
    /// - Parameters:
    ///   - expected: the revision that the change was made for, if that matters; 0 for the empty workspace.
    ///   - applied: what the files say, when the change is an apply; becomes the base of the next merge, even when there is no
    ///     revision to append.
    ///   - change: may be called on any thread, and again when others used up the room that was left on the disk. What it throws
    ///     is thrown on, unchanged.
    @discardableResult
    package func append(
        expected: Int? = nil, author: String, message: String, applied: Entities? = nil,
        _ change: @escaping @Sendable (Head) throws -> Entities
    ) async throws -> Append {
        try Task.checkCancellation()
        // GRDB's own async `write` gives up when the task is cancelled, in a way that leaves open whether the commit happened.
        return try await withCheckedThrowingContinuation { continuation in
            let pending = Pending(
                expected: expected, author: author, message: message, applied: applied, change: change,
                done: { continuation.resume(with: $0) })
            let isFirst = waiting.withLock { waiting in
                waiting.append(pending)
                return waiting.count == 1
            }
            // Whoever came first takes all along that wait when its turn comes.
            guard isFirst else { return }
            pool.asyncWriteWithoutTransaction { db in
                let batch = self.waiting.withLock { waiting in
                    defer { waiting = [] }
                    return waiting
                }
                self.append(batch, in: db)
            }
        }
    }

    /// Runs on the one queue that writes.
    private func append(_ batch: [Pending], in db: Database) {
        do {
            let results = try commit(batch, in: db)
            for (pending, result) in zip(batch, results) { pending.done(result) }
        } catch {
            let error = JournalError(error, path: path)
            if case .full = error, batch.count > 1 {
                // One that is too large for the room that is left does not take the others with it.
                for pending in batch { append([pending], in: db) }
            } else {
                for pending in batch { pending.done(.failure(error)) }
            }
        }
    }

    /// What became of each, once all are on the disk. Throws what concerns all of them; then nothing has changed.
    private func commit(_ batch: [Pending], in db: Database) throws -> [Result<Append, any Error>] {
        var next = state.withLock { $0 }
        var results: [Result<Append, any Error>] = []
        try db.inTransaction(.immediate) {
            let current = try next.current(in: db, origin: origin, path: path)
            // Others' revisions are known from here on, even when this one fails.
            if current.hash != next.hash || current.appliedHash != next.appliedHash { state.withLock { $0 = current } }
            next = current
            for pending in batch {
                do {
                    results.append(.success(try append(pending, to: &next, in: db)))
                } catch let thrown as Thrown {
                    results.append(.failure(thrown.error))
                } catch let error as JournalError {
                    results.append(.failure(error))
                }
            }
            if let fault { throw fault }
            return .commit
        }
        state.withLock { [next] in $0 = next }
        return results
    }

    /// An error of the caller's own, on its way through the transaction.
    private struct Thrown: Error {
        var error: any Error
    }

    /// Throws `Thrown` or `JournalError` before it has written anything, and anything else when it could not be written.
    private func append(_ pending: Pending, to state: inout State, in db: Database) throws -> Append {
        try check(pending.expected, against: state, in: db)
        let wanted: Entities
        do { wanted = WorkspaceDocument.arranged(try pending.change(Head(state))) } catch { throw Thrown(error: error) }
        var next = state
        var fresh = StoredEntities.Fresh()
        next.entities = try StoredEntities(wanted, from: [.init(state.entities)], fresh: &fresh)
        if let applied = pending.applied {
            // A merge mostly takes over what the files say: then it is stored already.
            next.applied = try StoredEntities(
                WorkspaceDocument.arranged(applied), from: [.init(next.entities, as: wanted), .init(state.applied)], fresh: &fresh)
        }
        var result = Append(revision: nil, appended: !next.entities.isSame(as: state.entities), changes: [])
        if result.appended {
            result.changes = WorkspaceDocument.changes(from: state.entities.values, to: next.entities.values)
            try appendRevision(to: &next, author: pending.author, message: pending.message, in: db)
        }
        if pending.applied != nil { try writeApplied(&next, in: db) }
        try insert(fresh, in: db)
        state = next
        result.revision = next.revision
        return result
    }

    private func check(_ expected: Int?, against current: State, in db: Database) throws {
        guard let expected, expected != current.number else { return }
        guard (0...current.number).contains(expected) else {
            throw JournalError.conflict(expected: expected, actual: current.number, changes: [])
        }
        throw JournalError.conflict(
            expected: expected, actual: current.number,
            changes: WorkspaceDocument.changes(
                from: try stored(at: expected, in: db).values, to: current.entities.values))
    }

    private func appendRevision(to next: inout State, author: String, message: String, in db: Database) throws {
        // Clocks are set back now and then; the order of revisions shall not contradict their times.
        let time = max(next.revision?.time ?? "", Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        let number = next.number + 1
        let header = Data(Header.bytes(number: number, time: time, author: author, message: message))
        let manifest = next.entities.manifest
        next.hash = Chain.hash(parent: next.hash, header: header, manifest: manifest)
        next.revision = Revision(number: number, time: time, author: author, message: message, hash: next.hash.hex)
        try db.cachedStatement(sql: "INSERT INTO revision (number, header, hash, manifest) VALUES (?, ?, ?, ?)")
            .execute(arguments: [number, header, next.hash.data, manifest])
    }

    private func writeApplied(_ next: inout State, in db: Database) throws {
        let manifest = next.applied.manifest
        let hash = Digest(of: manifest)
        guard hash != next.appliedHash else { return }
        next.appliedHash = hash
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO applied (id, hash, manifest) VALUES (1, ?, ?)")
            .execute(arguments: [hash.data, manifest])
    }

    private func insert(_ fresh: StoredEntities.Fresh, in db: Database) throws {
        // A hash may be there already: a state that the workspace had before.
        let statement = try db.cachedStatement(sql: "INSERT OR IGNORE INTO entity (hash, bytes) VALUES (?, ?)")
        for (digest, bytes) in fresh { try statement.execute(arguments: [digest.data, bytes]) }
    }
}
