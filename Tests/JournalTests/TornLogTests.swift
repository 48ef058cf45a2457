import Foundation
import Journal
import Negotiation
import OrderedCollections
import Shapes
import TestSupport
import Testing

/// What a disk may hold when the power fails: the file as of the last checkpoint, and a log whose end is missing or is anything.
@Suite struct TornLogTests {
    let directory = TemporaryDirectory()
    private static let checkpointed = 30
    private static let all = 75

    /// A journal whose file holds 30 revisions, and its log 45 more; with the hash of each.
    private func made(in directory: TemporaryDirectory) async throws -> (Journal, hashes: [String]) {
        var hashes = [""]
        func append(_ journal: Journal, _ numbers: ClosedRange<Int>) async throws {
            for number in numbers {
                var entities = small
                // Some take a page or two of their own.
                entities["issues/border"] = ["title": .string(String(repeating: "border \(number) ", count: number % 7 * 150 + 1))]
                hashes.append(try #require(try await journal.set(entities, applied: entities).revision).hash)
            }
        }
        let first = try directory.open()
        try await append(first, 1...Self.checkpointed)
        try first.close()
        let journal = try directory.open()
        try await append(journal, (Self.checkpointed + 1)...Self.all)
        return (journal, hashes)
    }

    /// 150 torn logs, 1,500 in the slow form: what opens verifies and holds the history up to some revision, none of what stood
    /// before the last checkpoint is missing, and the journal goes on from there.
    @Test func aTornLog() async throws {
        let (journal, hashes) = try await made(in: directory)
        let log = try #require(FileManager.default.contents(atPath: journal.path + "-wal"))
        let index = try #require(FileManager.default.contents(atPath: journal.path + "-shm"))
        let file = try #require(FileManager.default.contents(atPath: journal.path))
        var heads: Set<Int> = []
        for seed in 1...UInt64(Tries.of(150, slow: 1_500)) {
            var random = SeededGenerator(seed: seed)
            func noise(_ count: Int) -> Data { Data((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }) }
            let cut = Int.random(in: 0...log.count, using: &random)
            let isLengthened = seed % 5 == 0
            let torn: Data =
                switch seed % 5 {
                case 0: log + noise(Int.random(in: 1...20_000, using: &random))
                case 1: log.prefix(cut)
                case 2: log.prefix(cut) + noise(log.count - cut)
                case 3: log.prefix(cut) + Data(count: log.count - cut)
                default: log.prefix(cut) + noise(min(512, log.count - cut)) + log.dropFirst(min(log.count, cut + 512))
                }
            let copy = TemporaryDirectory()
            try copy.write(file, to: "case.sqlite")
            try copy.write(torn, to: "case.sqlite-wal")
            if seed % 2 == 0 { try copy.write(index, to: "case.sqlite-shm") }
            let comment = Comment(rawValue: "seed \(seed), cut at \(cut) of \(log.count)")

            let reopened = try copy.open(create: false)
            let head = try #require(reopened.head.revision, comment)
            heads.insert(head.number)
            #expect(head.number >= Self.checkpointed && head.number <= Self.all, comment)
            #expect(head.hash == hashes[head.number], comment)
            if isLengthened { #expect(head.number == Self.all, comment) }
            #expect(try await reopened.verify() == Verification(
                revisions: head.number, entities: small.count - 1 + head.number, faults: []), comment)
            #expect(try await reopened.set([:]).revision?.number == head.number + 1, comment)
            #expect(try await reopened.verify().isSound, comment)
            try reopened.close()
        }
        // The cuts fell everywhere.
        #expect(heads.count > 20)
        try journal.close()
    }
}
