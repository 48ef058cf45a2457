import Crypto
import Foundation
import GRDB
import Journal
import Negotiation
import OrderedCollections
import Shapes
import Testing

@Suite struct AppendTests {
    let directory = TemporaryDirectory()

    @Test func theFirstRevisionHoldsWhatWasGiven() async throws {
        let journal = try directory.open()
        #expect(journal.head.revision == nil)
        #expect(journal.head.entities.isEmpty && journal.head.applied.isEmpty)
        let append = try await journal.append(expected: 0, author: "ada", message: "apply case") { head in
            #expect(head.revision == nil && head.entities.isEmpty)
            return small
        }
        #expect(append.appended)
        #expect(append.changes.map(\.kind) == Array(repeating: .added, count: 4))
        #expect(append.revision == journal.head.revision)
        #expect(append.revision?.number == 1)
        #expect(append.revision?.author == "ada")
        #expect(append.revision?.message == "apply case")
        #expect(append.revision?.hash.count == 64)
        #expect(text(journal.head.entities) == text(small))
        let time = try #require(append.revision?.time)
        #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil, "\(time)")
    }

    @Test func equalContentAppendsNothing() async throws {
        let journal = try directory.open()
        try await journal.set(small)
        let copy = Entities(
            uniqueKeysWithValues: try small.map { ($0.key, try JSON.parse(JSON.bytes($0.value))) })
        let again = try await journal.set(copy)
        #expect(!again.appended && again.changes.isEmpty)
        #expect(again.revision?.number == 1)
        #expect(try await journal.revisions(limit: 10).count == 1)
    }

    @Test func nothingToSayAboutAnEmptyWorkspace() async throws {
        let journal = try directory.open()
        let append = try await journal.set([:])
        #expect(!append.appended && append.revision == nil)
    }

    @Test func orderAloneIsAChange() async throws {
        let journal = try directory.open()
        try await journal.set(small)
        var swapped = small
        swapped.swapAt(1, 2)
        let append = try await journal.set(swapped)
        #expect(append.appended)
        #expect(append.changes.map(\.kind) == [.moved])
        #expect(text(try await journal.entities(at: 1)) == text(small))
        #expect(text(try await journal.entities(at: 2)) == text(swapped))
    }

    @Test func theOrderOfMembersIsAChange() async throws {
        let journal = try directory.open()
        try await journal.set(["issues/a": ["options": ["x": 1, "y": 2]]])
        let append = try await journal.set(["issues/a": ["options": ["y": 2, "x": 1]]])
        #expect(append.appended)
        #expect(append.changes.first?.details.map(\.pointer) == ["/options"])
        try journal.close()
        #expect(text(try directory.open().head.entities) == [#"issues/a {"options":{"y":2,"x":1}}"#])
    }

    @Test func collectionsAreKeptTogether() async throws {
        let journal = try directory.open()
        try await journal.set(["packages/p": 1, "workspace": 2, "issues/b": 3, "noDeal": 4, "issues/a": 5])
        #expect(Array(journal.head.entities.keys) == ["workspace", "issues/b", "issues/a", "noDeal", "packages/p"])
    }

    @Test func removingEverythingIsARevisionToo() async throws {
        let journal = try directory.open()
        try await journal.set(small)
        let append = try await journal.set([:])
        #expect(append.changes.map(\.kind) == Array(repeating: .removed, count: 4))
        try journal.close()
        let reopened = try directory.open()
        #expect(reopened.head.revision?.number == 2)
        #expect(reopened.head.entities.isEmpty)
        #expect(try await reopened.verify().isSound)
    }

    @Test func anUnexpectedRevisionIsAConflictThatSaysWhatChanged() async throws {
        let journal = try directory.open()
        try await journal.set(small)
        var more = small
        more["packages/second"] = ["title": "Second"]
        more["issues/water"] = nil
        try await journal.set(more)
        let error = try await #require(throws: JournalError.self) {
            try await journal.append(expected: 1, author: "bob", message: "late") { _ in
                Issue.record("the change must not be computed")
                return [:]
            }
        }
        #expect(
            error
                == .conflict(
                    expected: 1, actual: 2,
                    changes: [
                        EntityChange(key: "packages/second", kind: .added), EntityChange(key: "issues/water", kind: .removed),
                    ]))
        #expect(error.message.contains("“packages/second” was added"))
        #expect(error.code == "revision-conflict")
        #expect(journal.head.revision?.number == 2)
        // From the empty workspace, everything has changed.
        await #expect { try await journal.set([:], expected: 0) } throws: {
            guard case .conflict(0, 2, let changes) = $0 as? JournalError else { return false }
            return changes.count == 4 && changes.allSatisfy { $0.kind == .added }
        }
        await #expect(throws: JournalError.conflict(expected: 7, actual: 2, changes: [])) { try await journal.set([:], expected: 7) }
        #expect(try await journal.set(small, expected: 2).revision?.number == 3)
    }

    @Test func anErrorOfTheChangeComesBackAndLeavesNothing() async throws {
        struct Refusal: Error, Equatable { var why: String }
        let journal = try directory.open()
        try await journal.set(small)
        await #expect(throws: Refusal(why: "conflict")) {
            try await journal.append(author: "bob", message: "apply", applied: [:]) { _ in throw Refusal(why: "conflict") }
        }
        await #expect(throws: DatabaseError.self) {
            try await journal.append(author: "bob", message: "apply") { _ in throw DatabaseError(resultCode: .SQLITE_FULL) }
        }
        #expect(journal.head.revision?.number == 1)
        #expect(try await journal.set([:]).revision?.number == 2)
    }

    @Test func aCancelledTaskAppendsNothing() async throws {
        let journal = try directory.open()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await journal.set(small)
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(journal.head.revision == nil)
    }

    @Test func whatCannotBeReadBackIsRefused() async throws {
        let journal = try directory.open()
        try await journal.set(small)
        var long = small
        long["issues/sum"] = .number(Number(significand: 1_234_567_890_123_456_789_123, exponent: 0))
        await #expect { try await journal.set(long) } throws: {
            guard case .unstorable("issues/sum", _) = $0 as? JournalError else { return false }
            return true
        }
        await #expect(throws: JournalError.self) { try await journal.set(["two\nlines": 1]) }
        await #expect(throws: JournalError.self) { try await journal.set(["": 1]) }
        #expect(journal.head.revision?.number == 1)
        #expect(try await journal.verify().entities == 4)
    }

    @Test func theStoredStateCarriesNoMarks() async throws {
        let journal = try directory.open()
        let mark = Mark(file: "a.yaml", line: 3, column: 1)
        let marked: Entities = ["issues/a": Value(.object(Object([("title", Value(.string("A"), mark: mark))])), mark: mark)]
        try await journal.set(marked, applied: marked)
        let head = journal.head
        for entities in [head.entities, head.applied] {
            #expect(entities["issues/a"]?["title"]?.string == "A")
            #expect(entities["issues/a"]?.mark == nil)
            #expect(entities["issues/a"]?["title"]?.mark == nil)
        }
        #expect(try await !journal.set(marked).appended)
    }

    @Test func whatWasAppliedIsRemembered() async throws {
        let journal = try directory.open()
        var files = small
        try await journal.set(files, applied: files)
        #expect(text(journal.head.applied) == text(files))
        var drafted = files
        drafted["packages/draft"] = ["title": "Draft"]
        try await journal.set(drafted)
        #expect(text(journal.head.applied) == text(files))

        // The files come to say what was drafted: no revision, but another base.
        files["packages/draft"] = ["title": "Draft"]
        let append = try await journal.append(author: "ada", message: "apply", applied: files) { [files] head in
            #expect(head.applied.count == 4 && head.entities.count == 5)
            return WorkspaceMerge(base: head.applied, head: head.entities, files: files).result
        }
        #expect(!append.appended)
        #expect(append.revision?.number == 2)
        #expect(text(journal.head.applied) == text(files))
        try journal.close()
        #expect(text(try directory.open().head.applied) == text(files))
    }

    @Test func whatWasAppliedMayDifferFromTheWorkspace() async throws {
        let journal = try directory.open()
        let files: Entities = ["packages/p": ["title": "As the files say"]]
        try await journal.set(["packages/p": ["title": "As drafted"]], applied: files)
        try journal.close()
        let reopened = try directory.open()
        #expect(text(reopened.head.applied) == text(files))
        #expect(reopened.head.entities["packages/p"]?["title"]?.string == "As drafted")
        #expect(try await reopened.verify() == Verification(revisions: 1, entities: 2, faults: []))
    }

    /// The chain as the documentation states it, computed here once more.
    @Test func theChainIsWhatIsDocumented() async throws {
        let journal = try directory.open()
        try await journal.set(small)
        try await journal.append(author: "böb \"b\"", message: "two\nlines") { head in
            var entities = head.entities
            entities["issues/water"] = nil
            return entities
        }
        try await journal.set([:])
        var hash = Data(SHA256.hash(data: Data("parley journal 1\ncase\n".utf8)))
        func count(_ data: Data) -> Data { Data((0..<8).reversed().map { UInt8(truncatingIfNeeded: data.count >> ($0 * 8)) }) }
        func hex(_ data: Data) -> String { data.map { String(format: "%02x", $0) }.joined() }
        let queue = try DatabaseQueue(path: directory.journal)
        let rows = try queue.inDatabase { try Row.fetchAll($0, sql: "SELECT * FROM revision ORDER BY number") }
        #expect(rows.count == 3)
        for (row, number) in zip(rows, 1...) {
            let (header, manifest): (Data, Data) = (row["header"], row["manifest"])
            hash = Data(SHA256.hash(data: hash + count(header) + header + count(manifest) + manifest))
            #expect(row["hash"] == hash)
            let revision = try await journal.revision(number)
            #expect(revision.hash == hex(hash))
            #expect(
                String(decoding: header, as: UTF8.self)
                    == JSON.text([
                        "number": .int(number), "time": .string(revision.time), "author": .string(revision.author),
                        "message": .string(revision.message),
                    ]))
            let entities = try await journal.entities(at: number)
            let lines = entities.map { "\(hex(Data(SHA256.hash(data: JSON.bytes($0.value))))) \($0.key)\n" }
            #expect(String(decoding: manifest, as: UTF8.self) == lines.joined())
        }
        #expect(try await journal.revision(2).author == "böb \"b\"")
        #expect(try await journal.revision(2).message == "two\nlines")
    }

    @Test func timesNeverGoBack() async throws {
        let journal = try directory.open()
        try await journal.set(small)
        try journal.close()
        // As if the clock had been far ahead when the first revision was made.
        try directory.tamper { db in
            let time = "2999-01-01T00:00:00.000Z"
            let header = Data(JSON.bytes(["number": 1, "time": .string(time), "author": "ada", "message": "set"]))
            let manifest = try #require(try Data.fetchOne(db, sql: "SELECT manifest FROM revision"))
            func count(_ data: Data) -> Data { withUnsafeBytes(of: UInt64(data.count).bigEndian) { Data($0) } }
            let origin = Data(SHA256.hash(data: Data("parley journal 1\ncase\n".utf8)))
            let hash = Data(SHA256.hash(data: origin + count(header) + header + count(manifest) + manifest))
            try db.execute(sql: "UPDATE revision SET header = ?, hash = ?", arguments: [header, hash])
        }
        let reopened = try directory.open()
        #expect(try await reopened.set([:]).revision?.time == "2999-01-01T00:00:00.000Z")
        #expect(try await reopened.verify().isSound)
    }

    @Test func anEntityIsStoredOnce() async throws {
        let journal = try directory.open()
        try await journal.set(small)
        var other = small
        other["issues/border"] = ["title": "Frontier"]
        other["issues/copy"] = ["title": "Water"]
        try await journal.set(other)
        try await journal.set(small)
        #expect(try await journal.verify() == Verification(revisions: 3, entities: 5, faults: []))
    }
}
