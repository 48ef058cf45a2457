import Foundation
import GRDB

/// A copy of a journal, complete and checked, in one file.
package struct Backup: Sendable, Hashable {
    package var path: String
    package var bytes: Int
    /// How many revisions it holds; the last one's number.
    package var revisions: Int
}

extension Journal {
    /// Writes a copy of the whole journal to `path`, as of one moment, while reading and writing go on.
    ///
    /// SQLite's own copying takes what stands in the log as well, which a copy of the file alone would lack. The copy is made
    /// under another name, verified, brought to the disk and then linked into place, so that a file under its proper name is
    /// always a sound backup. It can be read from a medium that cannot be written, and nobody but its owner can read it.
    ///
    /// - Throws: `exists` when there is something at `path`; `unsound` when the journal does not verify.
    package func backup(to path: String) async throws -> Backup {
        guard access(path, F_OK) != 0 else { throw JournalError.exists(path: path) }
        let draft = Storage.draft(of: path)
        try Storage.touch(draft, for: path)
        defer { Storage.remove(draft) }
        do {
            let copy = try DatabaseQueue(path: draft)
            defer { try? copy.close() }
            // From inside one read, which sees one state however long the copying takes.
            try await pool.read { source in
                try copy.writeWithoutTransaction { copied in
                    try source.backup(to: copied)
                    try copied.execute(sql: "PRAGMA journal_mode = DELETE")
                }
            }
            let verification = try await verify(copy)
            guard verification.isSound else {
                throw JournalError.unsound(path: self.path, reasons: verification.faults.map(\.reason))
            }
            try copy.close()
            try Storage.synchronise(draft)
            guard link(draft, path) == 0 else {
                throw errno == EEXIST ? JournalError.exists(path: path) : Storage.unreachable(path)
            }
            try Storage.synchronise(Storage.folder(of: path))
            return Backup(path: path, bytes: FileIdentity.size(of: path), revisions: verification.revisions)
        } catch let error as CancellationError {
            throw error
        } catch {
            throw JournalError(error, path: path)
        }
    }

    /// What is wrong with a copy is wrong with the original.
    private func verify(_ copy: DatabaseQueue) async throws -> Verification {
        do {
            return try await copy.read { [origin] in try Verification(of: $0, origin: origin) }
        } catch let error as DatabaseError {
            throw JournalError(error, path: path)
        }
    }
}

/// A backup that was copied into a directory of journals and found sound, and has no place there yet.
package struct CheckedBackup: Sendable {
    /// The workspace whose journal it is.
    package let workspace: String
    package let revisions: Int
    private let draft: String

    /// Copies the backup at `path`, and the log beside it if there is one, and looks it over: that it is a journal, of a
    /// version that this program knows, and that every hash in it is right. The original is only read.
    package static func make(from path: String, in state: String) async throws -> CheckedBackup {
        // Copying blocks, for as long as the disk takes; verifying has a queue of its own.
        let draft = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try copy(path, in: state) }) }
        }
        do {
            let queue = try DatabaseQueue(path: draft)
            defer { try? queue.close() }
            // Brings the log into the file.
            try await queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            let (label, verification) = try await queue.read { db in
                let label = try Storage.Label(in: db, path: path)
                return (label, try Verification(of: db, origin: Chain.origin(of: label.origin)))
            }
            guard verification.isSound else {
                throw JournalError.unsound(path: path, reasons: verification.faults.map(\.reason))
            }
            guard verification.revisions > 0 else {
                throw JournalError.unsound(path: path, reasons: ["it is the journal of “\(label.workspace)” without any revision"])
            }
            return CheckedBackup(workspace: label.workspace, revisions: verification.revisions, draft: draft)
        } catch {
            Storage.remove(draft)
            throw error is CancellationError ? error : JournalError(error, path: path)
        }
    }

    private static func copy(_ path: String, in state: String) throws(JournalError) -> String {
        try Storage.recognise(path)
        let draft = Storage.draft(of: "\(JournalFiles.directory(in: state))/restored")
        do throws(JournalError) {
            try Storage.copy(path, to: draft)
            if access(Storage.log(of: path), F_OK) == 0 { try Storage.copy(Storage.log(of: path), to: Storage.log(of: draft)) }
            return draft
        } catch {
            Storage.remove(draft)
            throw error
        }
    }

    /// Makes it the journal of `workspace`. Nobody may have that open.
    ///
    /// - Parameter replaces: whether what lies there makes way. It is kept under another name.
    /// - Returns: where what lay there is now.
    /// - Throws: `exists` when something lies there and is not to make way; then the backup still waits.
    package func place(as workspace: String, in state: String, replaces: Bool) throws(JournalError) -> String? {
        let path = try JournalFiles.path(of: workspace, in: state)
        if workspace != self.workspace {
            do {
                let queue = try DatabaseQueue(path: draft)
                defer { try? queue.close() }
                try queue.write { db in
                    // The chain began with the name that it had then.
                    try db.execute(sql: "INSERT OR IGNORE INTO meta VALUES ('origin', ?)", arguments: [self.workspace])
                    try db.execute(sql: "UPDATE meta SET value = ? WHERE key = 'workspace'", arguments: [workspace])
                }
            } catch {
                throw JournalError(error, path: path)
            }
        }
        try Storage.synchronise(draft)
        var kept: String?
        if access(path, F_OK) == 0 {
            guard replaces else { throw .exists(path: path) }
            kept = try CheckedBackup.setAside(path)
        }
        guard rename(draft, path) == 0 else { throw Storage.unreachable(path) }
        try Storage.synchronise(Storage.folder(of: path))
        return kept
    }

    /// Gives a journal that nobody has open a second name, together with its log, and takes the log from the first.
    private static func setAside(_ path: String) throws(JournalError) -> String {
        let time = Date.now.formatted(.iso8601.timeSeparator(.omitted).dateSeparator(.omitted))
        var aside = "\(path).replaced-\(time)"
        // Several within a second have longer and longer names.
        while access(aside, F_OK) == 0 { aside += "-2" }
        guard link(path, aside) == 0 else { throw Storage.unreachable(path) }
        unlink(Storage.index(of: path))
        let log = Storage.log(of: path)
        // Mostly it is empty: closing a journal brings it into the file.
        guard (FileIdentity.size(of: log) == 0 ? unlink(log) : rename(log, Storage.log(of: aside))) == 0 || errno == ENOENT else {
            throw Storage.unreachable(path)
        }
        return aside
    }

    /// Forgets it; to be called whether or not it was placed.
    package func discard() { Storage.remove(draft) }
}
