import Foundation
import Journal
import Negotiation
import OrderedCollections
import Shapes
import TestSupport
import Testing

/// Copies of a journal in use, and what becomes of them.
@Suite struct BackupTests {
    let directory = TemporaryDirectory()
    /// A state directory to restore to.
    let state = TemporaryDirectory()

    init() throws {
        try FileManager.default.createDirectory(atPath: JournalFiles.directory(in: state.path), withIntermediateDirectories: true)
    }

    private func made(_ count: Int = 3) async throws -> Journal {
        let journal = try directory.open()
        for number in 1...count { try await journal.set(small.merging(["issues/border": ["title": .int(number)]]) { $1 }, applied: small) }
        return journal
    }

    private func names(_ directory: String) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: directory).sorted() }

    @Test func aBackupIsOneFileForItsOwnerAlone() async throws {
        let journal = try await made()
        let folder = TemporaryDirectory()
        let backup = try await journal.backup(to: folder.journal)
        #expect(backup.revisions == 3 && backup.path == folder.journal && backup.bytes > 10_000)
        #expect(try names(folder.path) == ["case.sqlite"])
        #expect(try FileManager.default.attributesOfItem(atPath: folder.journal)[.posixPermissions] as? Int == 0o600)
        await #expect(throws: JournalError.exists(path: folder.journal)) { try await journal.backup(to: folder.journal) }
        // It is as it was, and the journal goes on.
        #expect(try await journal.set([:]).revision?.number == 4)
        let copy = try folder.open(create: false)
        #expect(copy.head.revision?.number == 3)
        #expect(try await copy.revision(3) == journal.revision(3))
    }

    @Test func backupsWhileItIsWrittenHoldWhatWasAcknowledged() async throws {
        let journal = try await made(1)
        let folder = TemporaryDirectory()
        async let writing: Void = {
            for number in 0..<400 { try await journal.set(["issues/a": .int(number)]) }
        }()
        for number in 1...Tries.of(10, slow: 100) {
            let acknowledged = try #require(journal.head.revision).number
            let backup = try await journal.backup(to: "\(folder.path)/\(number).sqlite")
            #expect(backup.revisions >= acknowledged)
            let copy = try Journal.open(path: backup.path, workspace: "case", create: false)
            #expect(try await copy.verify().isSound)
            #expect(try await copy.head.revision == journal.revision(backup.revisions))
            try copy.close()
        }
        try await writing
    }

    @Test func aDamagedJournalIsNotCopied() async throws {
        let journal = try await made()
        try directory.flip("entity", "bytes", where: "CAST(bytes AS TEXT) LIKE '%Water%'", byte: 12)
        let folder = TemporaryDirectory()
        await #expect { try await journal.backup(to: folder.journal) } throws: {
            guard case .unsound(directory.journal, let reasons) = $0 as? JournalError else { return false }
            return reasons.first?.contains("issues/water") == true
        }
        #expect(try names(folder.path).isEmpty)
    }

    @Test func restoringUnderTheSameName() async throws {
        let journal = try await made()
        let backup = try await CheckedBackup.make(from: try await journal.backup(to: "\(directory.path)/copy").path, in: state.path)
        #expect(backup.workspace == "case" && backup.revisions == 3)
        #expect(try backup.place(as: "case", in: state.path, replaces: false) == nil)
        let path = try JournalFiles.path(of: "case", in: state.path)
        let restored = try Journal.open(path: path, workspace: "case", create: false)
        #expect(restored.head.revision == journal.head.revision)
        #expect(text(restored.head.applied) == text(small))
        try restored.close()
        // A second time only when it is told to, and then the first is kept.
        let again = try await CheckedBackup.make(from: "\(directory.path)/copy", in: state.path)
        #expect(throws: JournalError.exists(path: path)) { try again.place(as: "case", in: state.path, replaces: false) }
        let kept = try #require(try again.place(as: "case", in: state.path, replaces: true))
        #expect(FileManager.default.fileExists(atPath: kept))
        #expect(try JournalFiles.workspaces(in: state.path) == ["case"])
        again.discard()
        #expect(try names(JournalFiles.directory(in: state.path)).allSatisfy { !$0.contains(".new-") })
    }

    /// The chain began with another name, and that goes on being checked, also in backups of the renamed one.
    @Test func restoringUnderAnotherName() async throws {
        let journal = try await made()
        var source = try await journal.backup(to: "\(directory.path)/copy").path
        for (name, former) in [("second", "case"), ("third", "second")] {
            let backup = try await CheckedBackup.make(from: source, in: state.path)
            #expect(backup.workspace == former)
            _ = try backup.place(as: name, in: state.path, replaces: false)
            let restored = try Journal.open(path: JournalFiles.path(of: name, in: state.path), workspace: name, create: false)
            #expect(restored.head.revision == journal.head.revision)
            #expect(try await restored.verify().isSound)
            source = try await restored.backup(to: "\(directory.path)/\(name)").path
            try restored.close()
        }
    }

    /// A copy of the files themselves is taken as well when the log was copied with them.
    @Test func aCopyOfTheFilesInUse() async throws {
        let journal = try await made()
        let copy = TemporaryDirectory()
        for suffix in ["", "-wal"] { try FileManager.default.copyItem(atPath: directory.journal + suffix, toPath: copy.journal + suffix) }
        let before = try ["", "-wal"].map { try #require(FileManager.default.contents(atPath: copy.journal + $0)) }
        let backup = try await CheckedBackup.make(from: copy.journal, in: state.path)
        #expect(backup.revisions == journal.head.revision?.number)
        backup.discard()
        // The original is only read.
        #expect(try ["", "-wal"].map { try #require(FileManager.default.contents(atPath: copy.journal + $0)) } == before)
        #expect(try names(copy.path) == ["case.sqlite", "case.sqlite-wal"])
    }

    @Test func whatIsNoBackupIsRefused() async throws {
        let path = try await made().backup(to: "\(directory.path)/copy").path
        let whole = try #require(FileManager.default.contents(atPath: path))
        func refusal(_ bytes: Data) async throws -> JournalError? {
            try directory.write(bytes, to: "broken")
            do {
                try await CheckedBackup.make(from: "\(directory.path)/broken", in: state.path).discard()
                return nil
            } catch let error as JournalError {
                return error
            }
        }
        #expect(try await refusal(whole) == nil)
        #expect(try await refusal(Data("no database".utf8)) == .notADatabase(path: "\(directory.path)/broken"))
        #expect(try await refusal(Data(whole.prefix(whole.count / 2)))?.code == "journal-damaged")
        var altered = whole
        let place = try #require(whole.range(of: Data("Water".utf8)))
        altered[place.lowerBound] ^= 1
        #expect(try await refusal(altered)?.message.contains("issues/water") == true)
        var newer = whole
        newer[63] = 9
        #expect(try await refusal(newer)?.code == "journal-newer-version")
        let empty = TemporaryDirectory()
        try empty.open().close()
        #expect(try await refusal(try #require(FileManager.default.contents(atPath: empty.journal)))?.code == "journal-unsound")
        #expect(try names(JournalFiles.directory(in: state.path)).isEmpty, "nothing is left behind")
    }
}
