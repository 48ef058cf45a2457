import Foundation
import GRDB
import Journal
import Negotiation
import OrderedCollections
import Shapes
import Testing

@Suite struct ConcurrencyTests {
    let directory = TemporaryDirectory()

    /// Every writer adds entities of its own; returns the revision of each key as it was acknowledged.
    private func race(_ journals: [Journal], writers: Int, each: Int) async throws -> [String: Int] {
        try await withThrowingTaskGroup(of: [(String, Int)].self) { group in
            for writer in 0..<writers {
                let journal = journals[writer % journals.count]
                group.addTask {
                    var acknowledged: [(String, Int)] = []
                    for index in 0..<each {
                        let key = "packages/p-\(writer)-\(index)"
                        let append = try await journal.append(author: "w\(writer)", message: key) { head in
                            var entities = head.entities
                            entities[key] = ["writer": .int(writer)]
                            return entities
                        }
                        acknowledged.append((key, try #require(append.revision).number))
                        #expect(append.appended)
                        #expect(append.changes.map(\.key) == [key])
                    }
                    return acknowledged
                }
            }
            return try await group.reduce(into: [:]) { for (key, number) in $1 { $0[key] = number } }
        }
    }

    private func check(_ acknowledged: [String: Int], count: Int) async throws {
        let journal = try directory.open(create: false)
        #expect(acknowledged.values.sorted() == Array(1...count))
        #expect(Set(journal.head.entities.keys) == Set(acknowledged.keys))
        for revision in try await journal.revisions(limit: count + 1) {
            #expect(acknowledged[revision.message] == revision.number)
        }
        for number in stride(from: 1, through: count, by: 13) {
            #expect(Set(try await journal.entities(at: number).keys) == Set(acknowledged.filter { $0.value <= number }.keys))
        }
        #expect(try await journal.verify().isSound)
        try journal.close()
    }

    @Test func manyTasksOneJournal() async throws {
        let journal = try directory.open()
        let acknowledged = try await race([journal], writers: 16, each: 12)
        #expect(journal.head.revision?.number == 192)
        #expect(journal.head.entities.count == 192)
        try await check(acknowledged, count: 192)
    }

    @Test func twoJournalsOneFile() async throws {
        let journals = [try directory.open(), try directory.open()]
        let acknowledged = try await race(journals, writers: 4, each: 15)
        try await check(acknowledged, count: 60)
    }

    @Test func aWriterSeesWhatAnotherJournalWrote() async throws {
        let (first, second) = (try directory.open(), try directory.open())
        try await first.set(small, applied: small)
        let append = try await second.append(author: "bob", message: "add") { head in
            #expect(head.revision?.number == 1)
            #expect(text(head.entities) == text(small) && text(head.applied) == text(small))
            return head.entities.filter { $0.key != "issues/water" }
        }
        #expect(append.revision?.number == 2)
        await #expect { try await first.set(small, expected: 1) } throws: {
            guard case .conflict(1, 2, let changes) = $0 as? JournalError else { return false }
            return changes == [EntityChange(key: "issues/water", kind: .removed)]
        }
        #expect(first.head.revision == append.revision)
    }

    @Test func aWriterWaitsForAnotherProcess() async throws {
        let journal = try directory.open()
        let other = try DatabaseQueue(path: directory.journal)
        let (held, holds) = AsyncStream.makeStream(of: Void.self)
        async let releasing: Void = other.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            holds.yield()
            Thread.sleep(forTimeInterval: 0.3)
            try db.execute(sql: "ROLLBACK")
        }
        for await _ in held { break }
        #expect(try await journal.set(small).appended)
        try await releasing
    }

    @Test func aWriterGivesUpInTheEnd() async throws {
        let journal = try directory.open()
        try await journal.set(small)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: directory.journal, configuration: configuration)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        await #expect(throws: JournalError.busy(path: directory.journal)) { try await journal.set([:]) }
        // Reading goes on meanwhile.
        #expect(text(try await journal.entities(at: 1)) == text(small))
        #expect(try await journal.verify().isSound)
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        #expect(try await journal.set([:]).revision?.number == 2)
    }
}
