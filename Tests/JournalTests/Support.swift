import Foundation
import GRDB
import Journal
import Negotiation
import OrderedCollections
import Shapes
import Testing

/// A directory that goes when the test goes.
final class TemporaryDirectory: Sendable {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.path + "/parley-journal-\(UUID().uuidString)"
        // A test without its directory cannot go on, and says so at its first use.
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var journal: String { path + "/case.sqlite" }

    func open(create: Bool = true) throws -> Journal { try Journal.open(path: journal, workspace: "case", create: create) }

    func write(_ bytes: Data, to name: String) throws { try bytes.write(to: URL(fileURLWithPath: path + "/" + name)) }

    /// Changes the file behind the journal's back.
    func tamper(_ body: (Database) throws -> Void) throws {
        let queue = try DatabaseQueue(path: journal)
        try queue.write(body)
        try queue.close()
    }

    /// Flips one bit of a blob.
    func flip(_ table: String, _ column: String, where condition: String, byte: Int = 0) throws {
        try tamper { db in
            let sql = "SELECT rowid AS place, \(column) FROM \(table) WHERE \(condition)"
            let row = try #require(try Row.fetchOne(db, sql: sql))
            var bytes: Data = row[column]
            bytes[byte] ^= 1
            let place: Int = row["place"]
            try db.execute(sql: "UPDATE \(table) SET \(column) = ? WHERE rowid = ?", arguments: [bytes, place])
        }
    }
}

/// States as text, so that a comparison sees the order of everything and a failure shows it.
func text(_ entities: Entities) -> [String] { entities.map { "\($0.key) \(JSON.text($0.value))" } }

extension Journal {
    /// Appends a state that is given rather than made.
    @discardableResult
    func set(_ entities: Entities, expected: Int? = nil, applied: Entities? = nil) async throws -> Append {
        try await append(expected: expected, author: "ada", message: "set", applied: applied) { _ in entities }
    }
}

let small: Entities = [
    "workspace": ["parley": 1, "id": "case"], "issues/border": ["title": "Border"], "issues/water": ["title": "Water"],
    "packages/first": ["title": "First", "choices": ["border": "open"]],
]

extension Sequence {
    func asyncMap<T>(_ body: (Element) async throws -> T) async rethrows -> [T] {
        var result: [T] = []
        for element in self { result.append(try await body(element)) }
        return result
    }
}
