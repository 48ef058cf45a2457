import Foundation
import GRDB
import Glibc
import Journal
import Negotiation
import OrderedCollections
import Shapes
import Testing

@Suite struct OpeningTests {
    let directory = TemporaryDirectory()

    private func error(create: Bool = true, workspace: String = "case") -> JournalError? {
        do throws(JournalError) {
            _ = try Journal.open(path: directory.journal, workspace: workspace, create: create)
            return nil
        } catch {
            return error
        }
    }

    @Test func reopening() async throws {
        let journal = try directory.open()
        try await journal.set(small, applied: small)
        // Without closing the first.
        let second = try directory.open(create: false)
        #expect(second.head.revision == journal.head.revision)
        try second.close()
        try journal.close()
        let third = try directory.open(create: false)
        #expect(third.head.revision == journal.head.revision)
        #expect(text(third.head.entities) == text(small))
        #expect(try await third.set([:]).revision?.number == 2)
    }

    /// What lies on the disk when a process is killed: the file and its log as they are.
    @Test func theFilesOfAProcessThatWasKilled() async throws {
        let journal = try directory.open()
        for number in 1...5 { try await journal.set(["issues/a": .int(number)]) }
        let copy = TemporaryDirectory()
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: directory.journal + suffix, toPath: copy.journal + suffix)
        }
        let found = try copy.open(create: false)
        #expect(found.head.revision == journal.head.revision)
        #expect(found.head.entities == ["issues/a": 5])
        #expect(try await found.verify().isSound)
    }

    @Test func aClosedJournalIsOneFile() async throws {
        let journal = try directory.open()
        for number in 1...5 { try await journal.set(["issues/a": .int(number)]) }
        _ = try await journal.entities(at: 2)
        try journal.close()
        let copy = TemporaryDirectory()
        try FileManager.default.copyItem(atPath: directory.journal, toPath: copy.journal)
        #expect(try copy.open(create: false).head.revision == journal.head.revision)
    }

    @Test func settingsThatKeepCommitsThroughAPowerFailure() async throws {
        let settings = try await directory.open().settings()
        #expect(settings.journalMode == "wal")
        #expect(settings.synchronous == 2)
    }

    @Test func onlyTheOwnerMayRead() async throws {
        let journal = try directory.open()
        try await journal.set(small)
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        #expect(Set(names).isSuperset(of: ["case.sqlite", "case.sqlite-wal", "case.sqlite-shm"]))
        for name in names {
            let attributes = try FileManager.default.attributesOfItem(atPath: directory.path + "/" + name)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
        #expect(!names.contains { $0.contains(".new-") })
    }

    @Test func nothingThere() {
        #expect(error(create: false) == .notFound(path: directory.journal))
        #expect(!FileManager.default.fileExists(atPath: directory.journal))
    }

    @Test func noFolder() {
        #expect {
            try Journal.open(path: directory.path + "/none/case.sqlite", workspace: "case", create: true)
        } throws: {
            if case .unreachable = $0 as? JournalError { true } else { false }
        }
    }

    @Test(arguments: [0, 5, 99, 100, 20_000])
    func somethingThatIsNoDatabase(count: Int) throws {
        let bytes = Data((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        try directory.write(bytes, to: "case.sqlite")
        #expect(error() == .notADatabase(path: directory.journal))
        #expect(FileManager.default.contents(atPath: directory.journal) == bytes, "it must be left as it was")
    }

    @Test func anotherProgramsDatabase() throws {
        try directory.tamper { try $0.execute(sql: "CREATE TABLE bookmark (url TEXT)") }
        let before = FileManager.default.contents(atPath: directory.journal)
        #expect(error() == .foreignDatabase(path: directory.journal))
        #expect(FileManager.default.contents(atPath: directory.journal) == before, "it must be left as it was")
    }

    @Test func anotherWorkspacesJournal() throws {
        try directory.open().close()
        #expect(error(workspace: "other") == .otherWorkspace(path: directory.journal, found: "case", expected: "other"))
    }

    /// Whoever renames the workspace inside the file breaks the chain, which begins with the name.
    @Test func aJournalGivenToAnotherWorkspace() async throws {
        let journal = try directory.open()
        try await journal.set(small)
        try journal.close()
        try directory.tamper { try $0.execute(sql: "UPDATE meta SET value = 'other'") }
        guard case .damaged = error(workspace: "other") else {
            Issue.record("the chain of another workspace was taken")
            return
        }
    }

    @Test func aNewerVersion() throws {
        try directory.open().close()
        try directory.tamper { try $0.execute(sql: "PRAGMA user_version = 99") }
        #expect(error() == .newerVersion(path: directory.journal, found: 99, known: 1))
    }

    /// The same while the newer version still runs, so that its mark stands in the log and not yet in the file.
    @Test func aNewerVersionInTheLog() throws {
        let journal = try directory.open()
        try directory.tamper { try $0.execute(sql: "PRAGMA user_version = 99") }
        #expect(error() == .newerVersion(path: directory.journal, found: 99, known: 1))
        try journal.close()
    }

    @Test(arguments: [0.3, 0.6, 0.9])
    func aTruncatedFile(part: Double) async throws {
        let journal = try directory.open()
        for number in 1...20 {
            try await journal.set(["issues/a": .string(String(repeating: "long text \(number) ", count: 500))])
        }
        try journal.close()
        let whole = try #require(FileManager.default.contents(atPath: directory.journal))
        try directory.write(whole.prefix(Int(Double(whole.count) * part)), to: "case.sqlite")
        guard case .damaged = error() else {
            Issue.record("a truncated file was taken")
            return
        }
    }

    @Test(arguments: [true, false])
    func aReadOnlyPlace(file: Bool) async throws {
        let journal = try directory.open()
        try await journal.set(small)
        try journal.close()
        let place = file ? directory.journal : directory.path
        // Others may look at it, so that the superuser can try as somebody else.
        chmod(directory.path, 0o777)
        chmod(directory.journal, 0o666)
        chmod(place, file ? 0o444 : 0o555)
        defer { chmod(directory.path, 0o700) }
        try asOrdinaryUser { #expect(error() == .readOnly(path: place)) }
        #expect(JournalError.readOnly(path: place).message.contains(place))
    }

    /// Runs `body` on this thread without the superuser's right to write everywhere.
    private func asOrdinaryUser(_ body: () -> Void) throws {
        guard geteuid() == 0 else { return body() }
        // Concerns one thread only, unlike `seteuid`; Swift's module of the C library lacks it.
        typealias SetUser = @convention(c) (UInt32) -> Int32
        let setUser = unsafeBitCast(try #require(dlsym(nil, "setfsuid")), to: SetUser.self)
        _ = setUser(65534)
        defer { _ = setUser(0) }
        body()
    }

    @Test func aClosedJournal() async throws {
        let journal = try directory.open()
        try await journal.set(small)
        try journal.close()
        await #expect(throws: JournalError.closed(path: directory.journal)) { try await journal.set([:]) }
        await #expect(throws: JournalError.closed(path: directory.journal)) { try await journal.verify() }
        await #expect(throws: JournalError.closed(path: directory.journal)) { try await journal.entities(at: 1) }
        try journal.close()
    }

    @Test func whatSQLiteSays() {
        func error(_ code: ResultCode) -> JournalError { JournalError(DatabaseError(resultCode: code), path: "p") }
        #expect(error(.SQLITE_FULL) == .full(path: "p"))
        #expect(error(.SQLITE_BUSY_RECOVERY) == .busy(path: "p"))
        #expect(error(.SQLITE_READONLY_DIRECTORY) == .readOnly(path: "p"))
        #expect(error(.SQLITE_NOTADB) == .notADatabase(path: "p"))
        #expect(error(.SQLITE_MISUSE) == .closed(path: "p"))
        for (code, word) in [(ResultCode.SQLITE_CORRUPT, "journal-damaged"), (.SQLITE_CANTOPEN, "journal-unreachable"),
            (.SQLITE_IOERR_FSYNC, "journal-failed")]
        {
            #expect(error(code).code == word)
        }
    }

    @Test func listingWorkspaces() throws {
        let state = directory.path
        #expect(try JournalFiles.workspaces(in: state).isEmpty)
        try FileManager.default.createDirectory(atPath: JournalFiles.directory(in: state), withIntermediateDirectories: true)
        #expect(try JournalFiles.workspaces(in: state).isEmpty)
        for id in ["water", "border-2", "a"] {
            let path = try JournalFiles.path(of: id, in: state)
            #expect(path == "\(state)/workspaces/\(id).sqlite")
            _ = try Journal.open(path: path, workspace: id, create: true)
        }
        for name in ["notes.txt", "Not-An-Id.sqlite", ".sqlite", "b.sqlite.new-1-2"] {
            try directory.write(Data(), to: "workspaces/\(name)")
        }
        #expect(try JournalFiles.workspaces(in: state) == ["a", "border-2", "water"])
    }

    @Test(arguments: ["", "..", "../water", "a/b", "Water", "a.b", "a--b"])
    func idsThatNameNoFile(id: String) {
        #expect(throws: JournalError.badWorkspaceID(id)) { try JournalFiles.path(of: id, in: "/state") }
    }
}
