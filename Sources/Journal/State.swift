import Foundation
import GRDB
import Negotiation
import OrderedCollections
import Shapes

/// Entities with the hashes under which they are stored, kept together so that what does not change is neither encoded nor
/// hashed again.
struct StoredEntities: Sendable {
    private(set) var values: Entities = [:]
    /// One for each of `values`, in their order.
    private(set) var digests: [Digest] = []

    var manifest: Data { Data(Manifest.bytes(values.keys, digests)) }

    /// Whether both are the same entities in the same order, as they are stored.
    func isSame(as other: StoredEntities) -> Bool { digests == other.digests && values.keys == other.values.keys }

    var byDigest: [Digest: Value] { Dictionary(zip(digests, values.values)) { first, _ in first } }

    /// Entities not stored yet: hash and bytes.
    typealias Fresh = [(digest: Digest, bytes: Data)]

    /// Where the stored form of a value may be found.
    struct Source {
        var stored: StoredEntities
        /// The values as the caller holds them, key by key those of `stored`.
        var values: Entities

        init(_ stored: StoredEntities, as values: Entities? = nil) {
            self.stored = stored
            self.values = values ?? stored.values
        }
    }

    /// Finds `entities` in the sources, and encodes and hashes the others, which it adds to `fresh`.
    init(_ entities: Entities, from sources: [Source], fresh: inout Fresh) throws(JournalError) {
        values = entities
        digests.reserveCapacity(entities.count)
        next: for (index, key) in entities.keys.enumerated() {
            for source in sources {
                // Mostly nothing has been inserted or removed before it.
                let near = index < source.values.count && source.values.keys[index] == key
                guard let place = near ? index : source.values.index(forKey: key),
                    source.values.values[place].isWritten(like: entities.values[index])
                else { continue }
                // The one in memory: it carries no marks, and the next comparison sees at once that nothing has changed.
                values.values[index] = source.stored.values.values[place]
                digests.append(source.stored.digests[place])
                continue next
            }
            let bytes = JSON.bytes(entities.values[index])
            values.values[index] = try StoredEntities.readBack(bytes, key)
            let digest = Digest(of: bytes)
            digests.append(digest)
            fresh.append((digest, Data(bytes)))
        }
    }

    /// What is stored must be readable again: found out now, it is one refused change; found out later, it would be a workspace
    /// that cannot be opened.
    private static func readBack(_ bytes: [UInt8], _ key: EntityKey) throws(JournalError) -> Value {
        guard !key.isEmpty, !key.utf8.contains(UInt8(ascii: "\n")) else {
            throw .unstorable(entity: key, reason: "its key is empty or holds a line break")
        }
        do throws(JSON.Fault) { return try JSON.parse(bytes) } catch { throw .unstorable(entity: key, reason: error.reason) }
    }

    /// Reads the entities of a manifest, checking each against its hash; those in `known` are not read again.
    init(manifest: Data, in db: Database, known: [Digest: Value], of what: String, path: String) throws {
        guard let lines = Manifest.parse(manifest) else {
            throw JournalError.damaged(path: path, reason: "the list of entities of \(what) is malformed")
        }
        let statement = try db.cachedStatement(sql: "SELECT bytes FROM entity WHERE hash = ?")
        values.reserveCapacity(lines.count)
        for (key, digest) in lines {
            if let value = known[digest] {
                values[key] = value
                continue
            }
            guard let bytes = try Row.fetchOne(statement, arguments: [digest.data])?.blob("bytes") else {
                throw JournalError.damaged(path: path, reason: "“\(key)” of \(what) is missing")
            }
            guard Digest(of: bytes) == digest, let value = try? JSON.parse([UInt8](bytes)) else {
                throw JournalError.damaged(path: path, reason: "“\(key)” of \(what) is not what was stored")
            }
            values[key] = value
        }
        digests = Array(lines.values)
    }

    init() {}
}

/// What a journal keeps in memory of its newest revision.
struct State: Sendable {
    var revision: Revision?
    /// The end of the chain; `Chain.origin` before the first revision.
    var hash: Digest
    var entities = StoredEntities()
    var applied = StoredEntities()
    /// The hash of the stored list of applied entities; nil before the first apply.
    var appliedHash: Digest?

    var number: Int { revision?.number ?? 0 }

    /// The newest state as stored, or `self` when it is that: another process may have written since.
    func current(in db: Database, origin: Digest, path: String) throws -> State {
        let newest = try Row.fetchOne(
            try db.cachedStatement(sql: "SELECT number, hash FROM revision ORDER BY number DESC LIMIT 1"))
        let number: Int = newest?["number"] ?? 0
        let hash = try newest.map { try Read.digest($0.blob("hash"), "the hash of revision \(number)", path) }
        let appliedRow = try Row.fetchOne(try db.cachedStatement(sql: "SELECT hash FROM applied"))
        let appliedHash = try appliedRow.map { try Read.digest($0.blob("hash"), "the hash of the last apply", path) }

        guard number >= self.number else {
            throw JournalError.damaged(path: path, reason: "it ends at revision \(number), but there was \(self.number)")
        }
        var state = self
        if number != self.number || hash ?? self.hash != self.hash {
            let (revision, digest, manifest) = try Read.revision(number, in: db, origin: origin, path: path)
            state.revision = revision
            state.hash = digest
            state.entities = try StoredEntities(
                manifest: manifest, in: db, known: entities.byDigest, of: "revision \(number)", path: path)
        }
        if let appliedHash, appliedHash != self.appliedHash {
            let manifest = try Row.fetchOne(db, sql: "SELECT manifest FROM applied")?.blob("manifest") ?? Data()
            guard Digest(of: manifest) == appliedHash else {
                throw JournalError.damaged(path: path, reason: "the list of entities last applied does not match its hash")
            }
            state.applied = try StoredEntities(
                manifest: manifest, in: db, known: state.entities.byDigest, of: "the last apply", path: path)
            state.appliedHash = appliedHash
        }
        return state
    }
}

/// Reading single rows, and believing none of them.
enum Read {
    static func digest(_ data: Data?, _ what: String, _ path: String) throws -> Digest {
        guard let digest = data.flatMap(Digest.init(stored:)) else {
            throw JournalError.damaged(path: path, reason: "\(what) is malformed")
        }
        return digest
    }

    /// A revision whose hash follows from its parent's, or an error; with its manifest.
    static func revision(
        _ number: Int, in db: Database, origin: Digest, path: String
    ) throws -> (Revision, Digest, manifest: Data) {
        let statement = try db.cachedStatement(sql: "SELECT header, hash, manifest FROM revision WHERE number = ?")
        guard let row = try Row.fetchOne(statement, arguments: [number]) else {
            throw JournalError.noRevision(number, head: try head(in: db))
        }
        let parent: Digest
        if number == 1 {
            parent = origin
        } else if let row = try Row.fetchOne(
            db, sql: "SELECT hash FROM revision WHERE number = ?", arguments: [number - 1])
        {
            parent = try digest(row.blob("hash"), "the hash of revision \(number - 1)", path)
        } else {
            throw JournalError.damaged(path: path, reason: "revision \(number - 1) is missing")
        }
        let stored = try digest(row.blob("hash"), "the hash of revision \(number)", path)
        guard let header = row.blob("header"), let manifest = row.blob("manifest"),
            Chain.hash(parent: parent, header: header, manifest: manifest) == stored,
            let revision = Header.parse(header, hash: stored), revision.number == number
        else {
            throw JournalError.damaged(path: path, reason: "revision \(number) does not match its hash")
        }
        return (revision, stored, manifest)
    }

    static func head(in db: Database) throws -> Int { try Int.fetchOne(db, sql: "SELECT max(number) FROM revision") ?? 0 }
}

extension Row {
    /// Nil for anything but bytes. GRDB's subscript ends the process when a damaged file holds something else.
    func blob(_ column: String) -> Data? {
        let value: DatabaseValue = self[column]
        return Data.fromDatabaseValue(value)
    }
}
