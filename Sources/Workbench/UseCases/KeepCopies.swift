import Glibc
import Journal
import Logging
import Negotiation
import OrderedCollections
import ParleyProtocol
import PluginHost
import Shapes

extension Workbench {
    /// Writes a copy of a workspace with its whole history to a folder on this machine.
    func backup(_ params: BackupParams) async throws -> BackupOutcome {
        let target = try workspace(params.workspace)
        try Workbench.requireAbsolute(params.folder)
        try Workbench.makeFolder(params.folder)
        let backup = try await target.journal.backup(to: "\(params.folder)/\(target.id).sqlite")
        var outcome = BackupOutcome()
        outcome.workspace = target.id
        outcome.revision = backup.revisions
        outcome.file = backup.path
        outcome.bytes = backup.bytes
        logger.info("backup", metadata: ["workspace": "\(target.id)", "revision": "\(backup.revisions)", "file": "\(backup.path)"])
        return outcome
    }

    /// Makes a workspace of a backup, after looking all of it over. A workspace in its place makes way only when that was
    /// said, and is kept under another name.
    func restore(_ params: RestoreParams, by caller: Caller) async throws -> RestoreOutcome {
        try Workbench.requireAbsolute(params.file)
        guard access(params.file, F_OK) == 0 else {
            throw ServiceError(.invalidParams, "“\(params.file)” cannot be read: \(String(cString: strerror(errno))).")
        }
        let backup = try await CheckedBackup.make(from: params.file, in: settings.state)
        defer { backup.discard() }
        let id = params.workspace ?? ID(backup.workspace)
        // From here to the opening nothing is awaited, so that nobody opens or makes a workspace of that name meanwhile.
        let there = try isTaken(id)
        guard !there || params.replace else {
            throw ServiceError(
                .alreadyExists, "There is a workspace “\(id)” here already. Nothing was changed.",
                hint: "--as NAME restores the backup beside it; --replace puts it in its place, and keeps what was there under another name")
        }
        try close(id)
        let kept = try backup.place(as: id.text, in: settings.state, replaces: true)
        let target = try opened(id, create: false)
        await forget(id)
        var outcome = RestoreOutcome()
        outcome.workspace = id
        outcome.revision = backup.revisions
        outcome.kept = there ? kept : nil
        let message = "restore \(backup.workspace) at revision \(backup.revisions)"
        if id.text != backup.workspace {
            // From now on it says itself what it is called.
            outcome.revision = try await change(target, expected: nil, by: caller, message: message) {
                Workbench.named(id, $0.entities)
            }.revision
        } else {
            var news = ChangeOutcome()
            news.workspace = id
            news.revision = backup.revisions
            news.author = caller.author
            news.message = message
            subscriptions.announce(news)
        }
        logger.notice("restored", metadata: ["workspace": "\(id)", "revision": "\(outcome.revision)", "file": "\(params.file)"])
        return outcome
    }

    /// Whether there is something under a name that somebody might miss; one that cannot be opened is.
    private func isTaken(_ id: ID<Workspace>) throws -> Bool {
        guard try known().contains(id) else { return false }
        do { return try opened(id, create: false).journal.head.revision != nil } catch is JournalError { return true }
    }

    /// Reads all that a workspace ever held, and compares it with its hashes.
    func verify(_ params: WorkspaceParams) async throws -> VerifyOutcome {
        let target = try workspace(params.workspace)
        let verification = try await target.journal.verify()
        var outcome = VerifyOutcome()
        outcome.workspace = target.id
        outcome.revisions = verification.revisions
        outcome.entities = verification.entities
        outcome.faults = verification.faults.map { fault in
            var shown = VerifyOutcome.Fault()
            shown.revision = fault.revision
            shown.entity = fault.entity
            shown.reason = fault.reason
            return shown
        }
        return outcome
    }

    /// What is remembered under the numbers of revisions that may now be others.
    private func forget(_ id: ID<Workspace>) async {
        await contributions.forget(id)
        for plugin in await plugins.plugins { await plugin.forget(id) }
    }

    /// The daemon's own directory is none that a client could mean.
    private static func requireAbsolute(_ path: String) throws {
        guard path.hasPrefix("/"), !path.utf8.contains(0) else {
            throw ServiceError(.invalidParams, "“\(path)” is not an absolute path.", hint: "the daemon runs in a directory of its own")
        }
    }

    /// A folder for this user alone, and those above it, where they are missing.
    private static func makeFolder(_ path: String) throws {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/\(part)"
            guard mkdir(made, 0o700) != 0, errno != EEXIST else { continue }
            let reason = String(cString: strerror(errno))
            // A folder above that may not be written to is no matter when it is there.
            guard access(made, X_OK) == 0 else {
                throw ServiceError(
                    .storage, "The folder “\(made)” cannot be made: \(reason).", hint: "choose a folder that the daemon's user may write to")
            }
        }
    }
}
