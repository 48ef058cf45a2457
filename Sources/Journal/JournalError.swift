import Foundation
import GRDB
import Negotiation

/// Why a journal could not be opened, read or written.
package enum JournalError: Error, Sendable, Hashable {
    /// There is no such file.
    case notFound(path: String)
    /// The name of a workspace that can name no file.
    case badWorkspaceID(String)
    /// The operating system will not let us at the file or its folder.
    case unreachable(path: String, reason: String)
    /// Something that is no SQLite database.
    case notADatabase(path: String)
    /// A database of another program.
    case foreignDatabase(path: String)
    /// The journal of another workspace.
    case otherWorkspace(path: String, found: String, expected: String)
    /// Written by a later version of Parley.
    case newerVersion(path: String, found: Int, known: Int)
    /// What is stored contradicts its hashes, or cannot be read.
    case damaged(path: String, reason: String)
    case readOnly(path: String)
    case full(path: String)
    /// The process, or the whole machine, has as many files open as it may.
    case tooManyFiles(path: String)
    /// The file that is open is not the one that lies at its path any more.
    case displaced(path: String, workspace: String)
    /// Something that would be written over.
    case exists(path: String)
    /// A copy of a journal that does not verify; the reasons are those of its first faults.
    case unsound(path: String, reasons: [String])
    /// Another process held the journal for longer than we wait.
    case busy(path: String)
    /// The workspace is not at the revision that the change was made for.
    case conflict(expected: Int, actual: Int, changes: [EntityChange])
    case noRevision(Int, head: Int)
    /// A value that would not come back from the journal as it went in.
    case unstorable(entity: EntityKey, reason: String)
    case closed(path: String)
    /// SQLite failed in another way; the reason is its own.
    case failed(path: String, reason: String)

    /// A stable word for scripts.
    package var code: String {
        switch self {
        case .notFound: "journal-not-found"
        case .badWorkspaceID: "bad-id"
        case .unreachable: "journal-unreachable"
        case .notADatabase: "journal-not-a-database"
        case .foreignDatabase: "journal-foreign-database"
        case .otherWorkspace: "journal-of-other-workspace"
        case .newerVersion: "journal-newer-version"
        case .damaged: "journal-damaged"
        case .readOnly: "journal-read-only"
        case .full: "disk-full"
        case .tooManyFiles: "too-many-files"
        case .displaced: "journal-displaced"
        case .exists: "file-exists"
        case .unsound: "journal-unsound"
        case .busy: "journal-busy"
        case .conflict: "revision-conflict"
        case .noRevision: "no-revision"
        case .unstorable: "unstorable"
        case .closed: "journal-closed"
        case .failed: "journal-failed"
        }
    }

    /// What happened, where, why, and what to do next.
    package var message: String {
        switch self {
        case .notFound(let path):
            "There is no journal at “\(path)”: nothing was ever applied to this workspace. Apply its folder to begin one."
        case .badWorkspaceID(let id):
            """
            “\(id)” cannot be the id of a workspace: ids are lower-case letters, digits and single dashes, beginning with a \
            letter.
            """
        case .unreachable(let path, let reason):
            """
            The journal “\(path)” cannot be reached: \(reason). Check that the folder exists and belongs to the user who \
            runs Parley.
            """
        case .notADatabase(let path):
            "“\(path)” is not a journal, nor any SQLite database. Move it out of the way, or restore the journal from a backup."
        case .foreignDatabase(let path):
            "“\(path)” is a database, but not a journal of Parley. Move it out of the way; Parley will not touch it."
        case .otherWorkspace(let path, let found, let expected):
            "“\(path)” is the journal of the workspace “\(found)”, not of “\(expected)”. Rename the file to what it was."
        case .newerVersion(let path, let found, let known):
            """
            The journal “\(path)” was written by a newer Parley (format \(found); this one knows \(known)). Install that \
            version.
            """
        case .damaged(let path, let reason):
            """
            The journal “\(path)” is damaged: \(reason). Nothing was changed. Restore the file from a backup, or move it out \
            of the way and apply the workspace's folder again.
            """
        case .readOnly(let path):
            """
            The journal “\(path)” cannot be written: the file or its disk is read-only. Make it writable by the user who \
            runs Parley.
            """
        case .full(let path):
            "There is no room left on the disk that holds “\(path)”. Nothing was changed. Free some space and try again."
        case .tooManyFiles(let path):
            """
            “\(path)” cannot be opened: as many files and connections are open as may be. Nothing was changed. Close some \
            connections and try again, or let the daemon have more (ulimit -n).
            """
        case .displaced(let path, let workspace):
            """
            The journal “\(path)” is not where it was opened: it, or the file “-wal” beside it, was removed, renamed or \
            replaced. Nothing was changed, and what is still open can be read. Put both back as they were; or save what is \
            open by “parley backup \(workspace) --to FOLDER”, and bring that back by “parley restore”.
            """
        case .exists(let path):
            "“\(path)” exists already, and nothing was written over it. Choose another name."
        case .unsound(let path, let reasons):
            """
            “\(path)” is not what was once stored: \(reasons.prefix(3).joined(separator: "; "))\
            \(reasons.count > 3 ? "; and \(reasons.count - 3) more" : ""). Nothing was changed. Take an older backup.
            """
        case .busy(let path):
            """
            Another process has held the journal “\(path)” for more than \(Storage.patience) seconds. Nothing was changed. Try \
            again, or find out who else has it open.
            """
        case .conflict(let expected, let actual, let changes):
            """
            The workspace is at revision \(actual), not \(expected) as the change expects\
            \(JournalError.summary(changes)). Nothing was changed. Look at revision \(actual) and try again on top of it.
            """
        case .noRevision(let number, let head):
            head == 0
                ? "There is no revision \(number): the workspace has no revisions yet."
                : "There is no revision \(number): the workspace has revisions 1 to \(head)."
        case .unstorable(let entity, let reason):
            "“\(entity)” cannot be stored: \(reason). Nothing was changed."
        case .closed(let path):
            "The journal “\(path)” has been closed: the daemon is about to end, or the workspace was closed. Open it again."
        case .failed(let path, let reason):
            "The journal “\(path)” could not be used: \(reason). Nothing was changed by the call that failed."
        }
    }

    /// At most five entities by name.
    private static func summary(_ changes: [EntityChange]) -> String {
        guard !changes.isEmpty else { return "" }
        let named = changes.prefix(5).map { "“\($0.key)” was \($0.kind.rawValue)" }.joined(separator: ", ")
        return "; since then \(named)" + (changes.count > 5 ? " and \(changes.count - 5) more changed" : "")
    }
}

extension JournalError: CustomStringConvertible {
    package var description: String { message }
}

extension JournalError {
    /// What SQLite's result code means to the user of a journal.
    package init(_ error: DatabaseError, path: String) {
        let reason = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        self =
            switch error.resultCode {
            case .SQLITE_FULL: .full(path: path)
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(path: path)
            case .SQLITE_READONLY: .readOnly(path: path)
            case .SQLITE_NOTADB: .notADatabase(path: path)
            case .SQLITE_CORRUPT: .damaged(path: path, reason: reason)
            case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: JournalError.unopened(path) ?? .unreachable(path: path, reason: reason)
            case .SQLITE_MISUSE: .closed(path: path)
            case .SQLITE_IOERR where JournalError.isFull(path): .full(path: path)
            case .SQLITE_IOERR: .failed(path: path, reason: "the disk could not be read or written (\(reason))")
            default: .failed(path: path, reason: reason)
            }
    }

    /// SQLite says that it could not open a file, but not why: the operating system does when it is asked again.
    private static func unopened(_ path: String) -> JournalError? {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor < 0 else {
            close(descriptor)
            return nil
        }
        return Storage.unreachable(path)
    }

    /// Where room is wanted for a file that grows otherwise than by writing (the index of the log), SQLite says no more than
    /// that it failed.
    private static func isFull(_ path: String) -> Bool {
        var space = statvfs()
        return statvfs(Storage.folder(of: path), &space) == 0 && space.f_bavail == 0
    }

    init(_ error: any Error, path: String) {
        self =
            switch error {
            case let error as JournalError: error
            case let error as DatabaseError: JournalError(error, path: path)
            default: .failed(path: path, reason: "\(error)")
            }
    }
}
