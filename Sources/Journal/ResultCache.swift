import Dispatch
import Foundation
import GRDB
import Synchronization

/// Results of analyses, kept so that they need not be computed again: the least recently used go first when there is no room.
///
/// A file of its own beside the journal: it may be deleted at any time, it is not worth a backup or an fsync, and whatever
/// happens to it, no commit notices. Every entry is checked against its hash when it is read, since a wrong number would be
/// worse than none.
package final class ResultCache: Sendable {
    private let path: String
    private let capacity: Int
    /// SQLite is used on this queue only, and never on the thread that asks.
    private let queue: DispatchQueue
    private let connection = Mutex(Connection.unopened)

    private enum Connection {
        case unopened
        case open(DatabaseQueue)
        /// Closed, or not to be had.
        case none
    }

    /// - Parameter capacity: bytes of results.
    package init(path: String, capacity: Int = 64 << 20) {
        self.path = path
        self.capacity = capacity
        queue = DispatchQueue(label: "journal.results")
    }

    /// `…/summit.sqlite` → `…/summit.cache`
    package static func path(beside journal: String) -> String { (journal as NSString).deletingPathExtension + ".cache" }

    package func value(of key: String) async -> [UInt8]? {
        await use { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT hash, bytes FROM result WHERE key = ?", arguments: [key]) else {
                return nil
            }
            guard let bytes = row.blob("bytes"), row.blob("hash").flatMap(Digest.init(stored:)) == Digest(of: bytes) else {
                try db.execute(sql: "DELETE FROM result WHERE key = ?", arguments: [key])
                return nil
            }
            try db.execute(
                sql: "UPDATE result SET used = (SELECT max(used) FROM result) + 1 WHERE key = ?", arguments: [key])
            return [UInt8](bytes)
        }
    }

    package func keep(_ bytes: [UInt8], under key: String) async {
        // One result shall not displace all others.
        guard bytes.count <= capacity / 4 else { return }
        let _: Void? = await use { [capacity] db in
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO result (key, hash, used, bytes)
                    VALUES (?, ?, (SELECT coalesce(max(used), 0) FROM result) + 1, ?)
                    """,
                arguments: [key, Digest(of: bytes).data, Data(bytes)])
            try db.execute(
                sql: """
                    DELETE FROM result WHERE used IN (
                        SELECT used FROM (SELECT used, sum(length(bytes)) OVER (ORDER BY used DESC) AS total FROM result)
                        WHERE total > ?)
                    """,
                arguments: [capacity])
        }
    }

    package func close() {
        queue.sync {
            connection.withLock {
                if case .open(let database) = $0 { try? database.close() }
                $0 = .none
            }
        }
    }

    /// Runs `body`, or gives nil when the file cannot be used. A damaged file is thrown away and begun anew.
    private func use<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T?) async -> T? {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.attempt(body)) }
        }
    }

    /// On `queue`.
    private func attempt<T>(_ body: (Database) throws -> T?) -> T? {
        for _ in 0..<2 {
            do {
                guard let database = try database() else { return nil }
                return try database.write(body)
            } catch let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode) {
                discard()
            } catch {
                return nil
            }
        }
        connection.withLock { $0 = .none }
        return nil
    }

    private func database() throws -> DatabaseQueue? {
        switch connection.withLock({ $0 }) {
        case .none: return nil
        case .open(let database): return database
        case .unopened:
            try Storage.touch(path)
            var configuration = Configuration()
            configuration.label = "journal.results"
            configuration.journalMode = .wal
            configuration.busyMode = .timeout(1)
            let database = try DatabaseQueue(path: path, configuration: configuration)
            try database.inDatabase { db in
                try db.execute(
                    sql: """
                        PRAGMA synchronous = OFF;
                        CREATE TABLE IF NOT EXISTS result (
                            key TEXT PRIMARY KEY NOT NULL, hash BLOB NOT NULL, used INTEGER NOT NULL UNIQUE, bytes BLOB NOT NULL
                        ) STRICT;
                        """)
            }
            connection.withLock { $0 = .open(database) }
            return database
        }
    }

    private func discard() {
        connection.withLock {
            if case .open(let database) = $0 { try? database.close() }
            $0 = .unopened
        }
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    }
}
