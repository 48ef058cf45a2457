import Foundation
import Journal
import Negotiation
import OrderedCollections
import Shapes
import TestSupport
import Testing

@Suite struct HistoryTests {
    let directory = TemporaryDirectory()

    /// A random sequence of changes: every revision is what the model says, then and after reopening.
    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func everyRevisionStaysWhatItWas(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        var journal = try directory.open()
        var history: [[String]] = [[]]
        var revisions: [Revision] = []
        var current = Entities()
        var applied: [String] = []
        var (appends, refusals) = (0, 0)
        for step in 0..<120 {
            if step % 17 == 16 {
                if Bool.random(using: &random) { try journal.close() }
                journal = try directory.open()
                #expect(text(journal.head.entities) == history.last)
                #expect(text(journal.head.applied) == applied)
            }
            for _ in 0..<Int.random(in: 0...3, using: &random) { mutate(&current, &random) }
            current = WorkspaceDocument.arranged(current)
            let apply = Int.random(in: 0..<3, using: &random) == 0 ? current : nil
            let append = try await journal.set(current, expected: history.count - 1, applied: apply)
            if apply != nil { applied = text(current) }
            if append.appended {
                appends += 1
                #expect(text(current) != history.last)
                #expect(!append.changes.isEmpty)
                history.append(text(current))
                revisions.append(try #require(append.revision))
            } else {
                refusals += 1
                #expect(text(current) == history.last)
                #expect(append.changes.isEmpty)
            }
        }
        #expect(appends > 50 && refusals > 5)
        for (number, state) in history.enumerated() { #expect(text(try await journal.entities(at: number)) == state) }
        #expect(try await journal.revisions(limit: 1_000).reversed() == revisions)
        #expect(revisions.map(\.number) == Array(1...revisions.count))
        #expect(zip(revisions, revisions.dropFirst()).allSatisfy { $0.time <= $1.time })
        let verification = try await journal.verify()
        #expect(verification.isSound && verification.revisions == revisions.count)
    }

    private func mutate(_ entities: inout Entities, _ random: inout SeededGenerator) {
        let collections = ["issues", "packages", "parties"]
        let key =
            Int.random(in: 0..<6, using: &random) == 0
            ? "workspace" : "\(collections.randomElement(using: &random)!)/e\(Int.random(in: 0..<8, using: &random))"
        switch Int.random(in: 0..<5, using: &random) {
        case 0: entities[key] = nil
        case 1: if !entities.isEmpty { entities.swapAt(0, Int.random(in: 0..<entities.count, using: &random)) }
        default: entities[key] = value(&random, depth: 0)
        }
    }

    private func value(_ random: inout SeededGenerator, depth: Int) -> Value {
        let texts = ["", "Zürich", "a\nb", "“quoted”", "\u{0}\u{7f}", "1", "naïve \"x\" \\ /", "👩‍👩‍👧"]
        switch Int.random(in: 0..<(depth < 3 ? 7 : 4), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .number(Number(significand: Int128(Int.random(in: -999...999, using: &random)), exponent: -2))
        case 3: return .string(texts.randomElement(using: &random)!)
        case 4: return .array((0..<Int.random(in: 0...3, using: &random)).map { _ in value(&random, depth: depth + 1) })
        default:
            let names = ["title", "choices", "a b", ""].shuffled(using: &random).prefix(Int.random(in: 0...4, using: &random))
            return .object(Object(names.map { ($0, value(&random, depth: depth + 1)) }))
        }
    }

    @Test func pagesOfRevisions() async throws {
        let journal = try directory.open()
        for number in 1...23 { try await journal.set(["issues/a": .int(number)]) }
        var pages: [[Int]] = []
        var before: Int?
        while true {
            let page = try await journal.revisions(before: before, limit: 10).map(\.number)
            if page.isEmpty { break }
            pages.append(page)
            before = page.last
        }
        #expect(pages == [Array((14...23).reversed()), Array((4...13).reversed()), [3, 2, 1]])
        #expect(try await journal.revisions(before: 1, limit: 10).isEmpty)
        #expect(try await journal.revisions(limit: 0).isEmpty)
        #expect(try await journal.revisions(limit: -1).isEmpty)
        #expect(try await journal.revisions(before: 1_000, limit: 1).map(\.number) == [23])
    }

    @Test func revisionsThatAreNotThere() async throws {
        let journal = try directory.open()
        #expect(try await journal.entities(at: 0).isEmpty)
        await #expect(throws: JournalError.noRevision(1, head: 0)) { try await journal.entities(at: 1) }
        try await journal.set(small)
        await #expect(throws: JournalError.noRevision(2, head: 1)) { try await journal.entities(at: 2) }
        await #expect(throws: JournalError.noRevision(-1, head: 1)) { try await journal.entities(at: -1) }
        await #expect(throws: JournalError.noRevision(0, head: 1)) { try await journal.revision(0) }
    }

    @Test func changesBetweenRevisions() async throws {
        let journal = try directory.open()
        try await journal.set(small)
        var next = small
        next["issues/water"] = ["title": "Waters"]
        try await journal.set(next)
        let change = EntityChange(
            key: "issues/water", kind: .changed, details: [.init(pointer: "/title", before: "Water", after: "Waters")])
        #expect(try await journal.changes(from: 1, to: 2) == [change])
        #expect(try await journal.changes(from: 0, to: 2).map(\.kind) == Array(repeating: .added, count: 4))
        #expect(try await journal.changes(from: 2, to: 2).isEmpty)
    }
}
