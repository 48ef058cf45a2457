import Foundation
import GRDB
import Journal
import Negotiation
import OrderedCollections
import Shapes
import TestSupport
import Testing

@Suite struct VerificationTests {
    let directory = TemporaryDirectory()

    /// Three revisions: water is added in the second, and stays as it is in the third.
    private func made() async throws -> Journal {
        let journal = try directory.open()
        let first: Entities = ["workspace": ["id": "case"], "issues/border": ["title": "Border"]]
        try await journal.set(first, applied: first)
        try await journal.set(first.merging(["issues/water": ["title": "Water"]]) { $1 })
        try await journal.set(first.merging(["issues/water": ["title": "Water"], "noDeal": ["choices": [:]]]) { $1 })
        return journal
    }

    @Test func aSoundJournal() async throws {
        let journal = try await made()
        #expect(try await journal.verify() == Verification(revisions: 3, entities: 4, faults: []))
    }

    @Test func anEntityIsNamedWithTheFirstRevisionThatHoldsIt() async throws {
        let journal = try await made()
        try directory.flip("entity", "bytes", where: "CAST(bytes AS TEXT) LIKE '%Water%'", byte: 12)
        let faults = try await journal.verify().faults
        #expect(faults.map(\.revision) == [2])
        #expect(faults.map(\.entity) == ["issues/water"])
    }

    @Test func anEntityThatIsGone() async throws {
        let journal = try await made()
        try directory.tamper { try $0.execute(sql: "DELETE FROM entity WHERE CAST(bytes AS TEXT) LIKE '%choices%'") }
        let faults = try await journal.verify().faults
        #expect(faults.map(\.revision) == [3])
        #expect(faults.map(\.entity) == ["noDeal"])
    }

    @Test(arguments: [1, 2, 3], ["header", "manifest"])
    func anAlteredRevisionIsNamed(number: Int, column: String) async throws {
        let journal = try await made()
        // In the header a letter of the author; in the manifest the first digit of a hash.
        let byte = column == "header" ? 56 : 0
        try directory.flip("revision", column, where: "number = \(number)", byte: byte)
        let verification = try await journal.verify()
        #expect(!verification.isSound)
        #expect(verification.faults.first?.revision == number)
        #expect(verification.faults.first?.entity == nil)
        #expect(Set(verification.faults.map(\.revision)) == [number])
    }

    @Test func anAlteredHash() async throws {
        let journal = try await made()
        try directory.flip("revision", "hash", where: "number = 2", byte: 31)
        #expect(try await journal.verify().faults.map(\.revision) == [2, 3])
    }

    @Test func aRevisionThatIsGone() async throws {
        let journal = try await made()
        try directory.tamper { try $0.execute(sql: "DELETE FROM revision WHERE number = 2") }
        let faults = try await journal.verify().faults
        #expect(faults.map(\.revision) == [2])
        #expect(faults.first?.reason.contains("missing") == true)
        await #expect(throws: JournalError.noRevision(2, head: 3)) { try await journal.revision(2) }
    }

    @Test func theLastApply() async throws {
        let journal = try await made()
        try directory.flip("applied", "manifest", where: "id = 1", byte: 70)
        let faults = try await journal.verify().faults
        #expect(faults.count == 1)
        #expect(faults.first?.revision == nil && faults.first?.reason.contains("applied") == true)
    }

    @Test func alteredRevisionsAreNotRead() async throws {
        let journal = try await made()
        try directory.flip("revision", "manifest", where: "number = 2")
        await #expect { try await journal.entities(at: 2) } throws: {
            guard case .damaged(_, let reason) = $0 as? JournalError else { return false }
            return reason.contains("revision 2")
        }
        try directory.flip("revision", "header", where: "number = 1")
        await #expect(throws: JournalError.self) { try await journal.revisions(limit: 5) }
    }

    @Test func aDamagedHeadIsSeenWhenOpening() async throws {
        try await made().close()
        try directory.flip("revision", "header", where: "number = 3", byte: 56)
        #expect { try directory.open() } throws: {
            guard case .damaged(_, let reason) = $0 as? JournalError else { return false }
            return reason.contains("revision 3")
        }
    }

    @Test func aDamagedEntityOfTheHeadIsSeenWhenOpening() async throws {
        try await made().close()
        try directory.flip("entity", "bytes", where: "CAST(bytes AS TEXT) LIKE '%Border%'", byte: 12)
        #expect { try directory.open() } throws: {
            guard case .damaged(_, let reason) = $0 as? JournalError else { return false }
            return reason.contains("“issues/border”")
        }
    }

    /// One bit anywhere in the file, 60 times for each of four seeds: found out, or without consequence; never believed, and never
    /// the end of the process.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func aBitFlippedAnywhereInTheFile(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let journal = try directory.open()
        var states: [[String]] = [[]]
        for number in 1...12 {
            var entities = small
            let title = String(repeating: "long \(number) ", count: 100)
            for index in 0..<number { entities["issues/i-\(index)"] = ["title": .string("\(title) \(index)")] }
            try await journal.set(entities, applied: entities)
            states.append(text(journal.head.entities))
        }
        try journal.close()
        let whole = try #require(FileManager.default.contents(atPath: directory.journal))
        var (found, harmless) = (0, 0)
        for _ in 0..<60 {
            var bytes = whole
            bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            try directory.write(bytes, to: "case.sqlite")
            do {
                let journal = try directory.open(create: false)
                let read = try await states.indices.asyncMap { text(try await journal.entities(at: $0)) }
                _ = try await journal.revisions(limit: 100)
                let isSound = try await journal.verify().isSound
                try journal.close()
                #expect(read == states)
                if isSound { harmless += 1 } else { found += 1 }
            } catch is JournalError {
                found += 1
            }
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: directory.journal + suffix) }
        }
        #expect(found > 20 && found + harmless == 60)
    }

    @Test func revisionsThatVanishWhileOpenAreNotWrittenOver() async throws {
        let journal = try await made()
        try directory.tamper { try $0.execute(sql: "DELETE FROM revision WHERE number > 1") }
        await #expect { try await journal.set(small) } throws: {
            if case .damaged = $0 as? JournalError { true } else { false }
        }
    }
}
