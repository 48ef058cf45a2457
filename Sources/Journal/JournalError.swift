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
            case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: .unreachable(path: path, reason: reason)
            case .SQLITE_MISUSE: .closed(path: path)
            default: .failed(path: path, reason: reason)
            }
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
