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

    /// What comes in while another holds the file is committed together; each is still a revision of its own, made for the
    /// state that it expects, and what fails by itself takes no other with it.
    @Test func whatIsCommittedTogether() async throws {
        struct Refused: Error {}
        let journal = try directory.open()
        try await journal.set(small)
        let other = try DatabaseQueue(path: directory.journal)
        let (held, holds) = AsyncStream.makeStream(of: Void.self)
        async let releasing: Void = other.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            holds.yield()
            Thread.sleep(forTimeInterval: 0.3)
            try db.execute(sql: "ROLLBACK")
        }
        for await _ in held { break }
        let results = await withTaskGroup(of: (Int, Result<Journal.Append, any Error>).self) { group in
            for number in 0..<30 {
                group.addTask {
                    do {
                        // A third for a revision that only one of them can be made for; a third without condition.
                        return (number, .success(try await journal.append(expected: number % 3 == 0 ? 1 : nil, author: "ada", message: "\(number)") { head in
                            if number % 3 == 1 { throw Refused() }
                            var entities = head.entities
                            entities["packages/p-\(number)"] = ["title": .int(number)]
                            return entities
                        }))
                    } catch {
                        return (number, .failure(error))
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        try await releasing
        var revisions: [Int: Int] = [:]
        for (number, result) in results {
            switch result {
            case .success(let append):
                #expect(append.appended && append.changes.map(\.key) == ["packages/p-\(number)"])
                revisions[try #require(append.revision).number] = number
            case .failure(let error) where number % 3 == 0:
                guard case .conflict(1, let actual, let changes) = error as? JournalError else {
                    Issue.record("\(error)")
                    continue
                }
                #expect(changes.count == actual - 1)
            case .failure(let error): #expect(number % 3 == 1 && error is Refused)
            }
        }
        let conditional = revisions.filter { $0.value % 3 == 0 }
        #expect(conditional.isEmpty || conditional.keys.first == 2, "only the second revision is made on the first")
        #expect(revisions.count { $0.value % 3 == 2 } == 10)
        #expect(revisions.keys.sorted() == Array(2...(revisions.count + 1)))
        for (revision, number) in revisions { #expect(try await journal.revision(revision).message == "\(number)") }
        #expect(try await journal.verify().isSound)
        try journal.close()
        #expect(try directory.open(create: false).head.revision?.number == revisions.count + 1)
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
