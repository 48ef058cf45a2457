import Foundation
import GRDB
import Negotiation
import OrderedCollections

/// What `verify` found.
package struct Verification: Sendable, Hashable {
    /// One thing that is not as it was stored.
    package struct Fault: Sendable, Hashable {
        /// The first revision that it concerns; nil for the last apply, and for the file as a whole.
        package var revision: Int?
        /// The entity whose bytes are wrong; nil when it is the revision itself.
        package var entity: EntityKey?
        package var reason: String
    }

    package var revisions: Int
    package var entities: Int
    /// By revision; the first is where the trouble begins.
    package var faults: [Fault]

    package var isSound: Bool { faults.isEmpty }

    package init(revisions: Int, entities: Int, faults: [Fault]) {
        self.revisions = revisions
        self.entities = entities
        self.faults = faults
    }
}

extension Journal {
    /// Walks the whole chain and hashes every entity. Takes about a second for some hundred megabytes; writers do not wait
    /// for it.
    package func verify() async throws -> Verification {
        try await read { try Verification(of: $0, origin: self.origin) }
    }
}

extension Verification {
    init(of db: Database, origin: Digest) throws {
        var walk = Walk(origin: origin)
        let steps: [(inout Walk) throws -> Void] = [
            { try $0.checkFile(db) }, { try $0.readEntities(db) }, { try $0.readRevisions(db) }, { try $0.readApplied(db) },
        ]
        for step in steps {
            do {
                try step(&walk)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
                // What a broken page holds cannot be read; what rests on it is named by the steps after this one.
                walk.fault(nil, nil, "the database file is inconsistent: \(error.message ?? "a page is malformed")")
            }
        }
        self = walk.result
    }
}

private struct Walk {
    let origin: Digest
    private(set) var result = Verification(revisions: 0, entities: 0, faults: [])
    private var sound: Set<Digest> = []
    /// Entities already named, so that one damaged entity is one fault, however many revisions hold it.
    private var named: Set<Digest> = []

    init(origin: Digest) { self.origin = origin }

    mutating func fault(_ revision: Int?, _ entity: EntityKey? = nil, _ reason: String) {
        result.faults.append(.init(revision: revision, entity: entity, reason: reason))
    }

    mutating func checkFile(_ db: Database) throws {
        let answers = try String.fetchAll(db, sql: "PRAGMA integrity_check(10)")
        if answers != ["ok"] { fault(nil, nil, "the database file is inconsistent: \(answers.joined(separator: "; "))") }
    }

    mutating func readEntities(_ db: Database) throws {
        let rows = try Row.fetchCursor(db, sql: "SELECT hash, bytes FROM entity")
        while let row = try rows.next() {
            result.entities += 1
            guard let stored = row.blob("hash").flatMap(Digest.init(stored:)), let bytes = row.blob("bytes") else { continue }
            if Digest(of: bytes) == stored { sound.insert(stored) }
        }
    }

    mutating func readRevisions(_ db: Database) throws {
        var parent: Digest? = origin
        let rows = try Row.fetchCursor(db, sql: "SELECT number, header, hash, manifest FROM revision ORDER BY number")
        while let row = try rows.next() {
            let number: Int = row["number"]
            for missing in (result.revisions + 1)..<max(number, result.revisions + 1) {
                fault(missing, nil, "revision \(missing) is missing")
                parent = nil
            }
            result.revisions = number
            let (header, manifest) = (row.blob("header") ?? Data(), row.blob("manifest") ?? Data())
            let stored = row.blob("hash").flatMap(Digest.init(stored:))
            // Behind a gap there is no parent to check against, and the gap has been reported.
            if let parent, stored != Chain.hash(parent: parent, header: header, manifest: manifest) {
                fault(number, nil, "revision \(number) does not match its hash: header, list of entities or hash was altered")
            } else if stored.flatMap({ Header.parse(header, hash: $0) })?.number != number {
                fault(number, nil, "the header of revision \(number) is not that of revision \(number)")
            }
            // Later revisions are checked on what stands here, so that one fault does not condemn all that follow.
            parent = stored
            check(manifest, number, "revision \(number)")
        }
    }

    mutating func readApplied(_ db: Database) throws {
        guard let row = try Row.fetchOne(db, sql: "SELECT hash, manifest FROM applied") else { return }
        let manifest = row.blob("manifest") ?? Data()
        if row.blob("hash").flatMap(Digest.init(stored:)) != Digest(of: manifest) {
            fault(nil, nil, "the list of entities last applied does not match its hash")
        }
        check(manifest, nil, "the last apply")
    }

    private mutating func check(_ manifest: Data, _ revision: Int?, _ what: String) {
        guard let lines = Manifest.parse(manifest) else {
            fault(revision, nil, "the list of entities of \(what) is malformed")
            return
        }
        for (key, digest) in lines where !sound.contains(digest) && named.insert(digest).inserted {
            fault(revision, key, "“\(key)” of \(what) is missing or is not what was stored")
        }
    }
}
