import Foundation
import Journal
import Negotiation
import OrderedCollections
import Shapes
import Testing

/// A journal whose file is removed, moved or replaced while it is open: what is acknowledged is where it will be found again.
@Suite struct PlaceTests {
    let directory = TemporaryDirectory()
    private var displaced: JournalError { .displaced(path: directory.journal, workspace: "case") }

    private func move(_ from: String, _ to: String) throws {
        try FileManager.default.moveItem(atPath: "\(directory.path)/\(from)", toPath: "\(directory.path)/\(to)")
    }

    @Test(arguments: ["case.sqlite", "case.sqlite-wal"])
    func aFileThatIsRenamedAndBack(name: String) async throws {
        let journal = try directory.open()
        try await journal.set(small)
        #expect(journal.fault == nil)
        try move(name, "elsewhere")
        #expect(journal.fault == displaced)
        await #expect(throws: displaced) { try await journal.set([:]) }
        #expect(journal.head.revision?.number == 1)
        #expect(text(try await journal.entities(at: 1)) == text(small))
        #expect(!journal.isReplaced)
        try move("elsewhere", name)
        #expect(journal.fault == nil)
        #expect(try await journal.set([:]).revision?.number == 2)
        try journal.close()
        #expect(try directory.open(create: false).head.revision?.number == 2)
    }

    @Test func whatIsOpenCanStillBeSaved() async throws {
        let journal = try directory.open()
        try await journal.set(small)
        for name in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
            try FileManager.default.removeItem(atPath: "\(directory.path)/\(name)")
        }
        await #expect(throws: displaced) { try await journal.set([:]) }
        let other = TemporaryDirectory()
        #expect(try await journal.backup(to: other.journal).revisions == 1)
        #expect(text(try other.open(create: false).head.entities) == text(small))
    }

    @Test func anotherJournalInItsPlace() async throws {
        let journal = try directory.open()
        try await journal.set(small)
        try move("case.sqlite", "elsewhere")
        let other = TemporaryDirectory()
        try other.open().close()
        try FileManager.default.copyItem(atPath: other.journal, toPath: directory.journal)
        // Beside the log of the first it is no whole journal.
        #expect(journal.fault == displaced && !journal.isReplaced)
        try move("case.sqlite-wal", "elsewhere-wal")
        #expect(journal.isReplaced)
        await #expect(throws: displaced) { try await journal.set([:]) }
    }
}
