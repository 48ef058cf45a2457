import Foundation
import GRDB
import Negotiation
import OrderedCollections
import Shapes
import Synchronization

/// The memory of one workspace: every state it ever had, who made it and when, in one SQLite file.
///
/// What `append` has returned is on the disk. Reading goes on while a revision is written, and an old revision never changes.
package final class Journal: Sendable {
    package let path: String
    package let workspace: String
    let pool: DatabasePool
    /// Where the chain begins.
    let origin: Digest
    let state: Mutex<State>
    /// Appends that wait to be committed, together.
    let waiting = Mutex<[Pending]>([])
    private let place: FilePlace

    /// A state of the workspace, as the closure of `append` receives it.
    package struct Head: Sendable {
        /// Nil before the first revision.
        package var revision: Revision?
        package var entities: Entities
        /// What the files said when they were last applied: the base of a three-way merge. Empty before the first apply.
        package var applied: Entities
    }

    /// Opens the journal of `workspace`, which `create` brings into being when there is no file. Reads the newest revision and
    /// checks it against its hashes; `verify` does so for all.
    ///
    /// Blocks for some milliseconds, longer for very large workspaces.
    package static func open(path: String, workspace: String, create: Bool) throws(JournalError) -> Journal {
        if create { try Storage.create(path: path, workspace: workspace) }
        let (pool, origin) = try Storage.open(path: path, workspace: workspace)
        do {
            let state = try pool.read { try State(hash: origin).current(in: $0, origin: origin, path: path) }
            return Journal(path: path, workspace: workspace, pool: pool, origin: origin, state: state)
        } catch {
            throw JournalError(error, path: path)
        }
    }

    private init(path: String, workspace: String, pool: DatabasePool, origin: Digest, state: State) {
        self.path = path
        self.workspace = workspace
        self.pool = pool
        self.origin = origin
        self.state = Mutex(state)
        place = FilePlace(path)
    }

    /// Why nothing may be written now: the file is not where it was. What is open can still be read.
    package var fault: JournalError? { place.standing == .kept ? nil : .displaced(path: path, workspace: workspace) }

    /// Whether another journal has been put in the place of this one, which can be opened instead.
    package var isReplaced: Bool { place.standing == .replaced }

    /// The newest state that this object knows, from memory. When another process has written meanwhile, `append` finds out.
    package var head: Head { state.withLock { Head($0) } }

    /// Ends the use of the file, and makes it whole without its log; calls that come later fail as `closed`. Waits for those
    /// under way.
    package func close() throws(JournalError) {
        do {
            // SQLite would do so when the last connection closes, but GRDB's last one is a reader, which may not. While
            // somebody else has the file open it cannot be done, and need not be. In SQL, since GRDB's `checkpoint` crashes
            // when the connection is closed already.
            try? pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
            try pool.close()
        } catch {
            throw JournalError(error, path: path)
        }
    }

    /// Reads without blocking the thread that asks; ends early, with `CancellationError`, when its task is cancelled.
    func read<T: Sendable>(_ body: @Sendable (Database) throws -> T) async throws -> T {
        do {
            return try await pool.read(body)
        } catch let error as CancellationError {
            throw error
        } catch {
            throw JournalError(error, path: path)
        }
    }
}

extension Journal.Head {
    init(_ state: State) {
        self.init(revision: state.revision, entities: state.entities.values, applied: state.applied.values)
    }
}

// MARK: - Reading

extension Journal {
    /// The workspace as it was; 0 is the empty one before the first revision.
    package func entities(at number: Int) async throws -> Entities {
        try await read { try self.stored(at: number, in: $0).values }
    }

    /// What changed between two revisions.
    package func changes(from: Int, to: Int) async throws -> [EntityChange] {
        let (before, after) = try await read { db in
            (try self.stored(at: from, in: db).values, try self.stored(at: to, in: db).values)
        }
        return WorkspaceDocument.changes(from: before, to: after)
    }

    func stored(at number: Int, in db: Database) throws -> StoredEntities {
        guard number != 0 else { return StoredEntities() }
        let newest = state.withLock { $0 }
        if number == newest.number { return newest.entities }
        let (_, _, manifest) = try Read.revision(number, in: db, origin: origin, path: path)
        return try StoredEntities(
            manifest: manifest, in: db, known: newest.entities.byDigest, of: "revision \(number)", path: path)
    }

    package func revision(_ number: Int) async throws -> Revision {
        try await read { try Read.revision(number, in: $0, origin: self.origin, path: self.path).0 }
    }

    /// A page of revisions, newest first: at most `limit` of those before the revision `before`.
    package func revisions(before: Int? = nil, limit: Int) async throws -> [Revision] {
        try await read { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT number, header, hash FROM revision WHERE number < ? ORDER BY number DESC LIMIT ?",
                arguments: [before ?? Int.max, max(0, limit)])
            return try rows.map { row in
                let number: Int = row["number"]
                let hash = try Read.digest(row.blob("hash"), "the hash of revision \(number)", self.path)
                guard let revision = row.blob("header").flatMap({ Header.parse($0, hash: hash) }), revision.number == number
                else {
                    throw JournalError.damaged(path: self.path, reason: "the header of revision \(number) is malformed")
                }
                return revision
            }
        }
    }

    /// How the database under the journal is set, for reports on the state of the daemon.
    package struct Settings: Sendable, Hashable {
        package var journalMode: String
        /// 2 is FULL: a commit returns when it is on the disk.
        package var synchronous: Int
        package var sqliteVersion: String
    }

    /// Of the SQLite that this program has in it.
    package static var sqliteVersion: String? {
        try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }
    }

    package func settings() async throws -> Settings {
        do {
            // From the connection that writes: `synchronous` belongs to a connection, not to the file.
            return try await pool.writeWithoutTransaction { db in
                Settings(
                    journalMode: try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? "",
                    synchronous: try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? -1,
                    sqliteVersion: try String.fetchOne(db, sql: "SELECT sqlite_version()") ?? "")
            }
        } catch let error as DatabaseError {
            throw JournalError(error, path: path)
        }
    }
}
