import Foundation
import GRDB

/// The file under a journal: how it comes to be, how it is recognised, how it is opened.
enum Storage {
    /// "Parl", in the header of every journal, so that no other program's database is taken for one.
    static let applicationID: Int32 = 0x5061_726C
    /// The format that this code writes; kept in the file as SQLite's `user_version`.
    static let format = 1
    /// Seconds that a writer waits for another process.
    static let patience = 5

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            // `manifest` stands last, so that listing revisions does not read manifests.
            try db.execute(
                sql: """
                    CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT;
                    CREATE TABLE entity (hash BLOB PRIMARY KEY NOT NULL, bytes BLOB NOT NULL) STRICT;
                    CREATE TABLE revision (
                        number INTEGER PRIMARY KEY, header BLOB NOT NULL, hash BLOB NOT NULL, manifest BLOB NOT NULL) STRICT;
                    CREATE TABLE applied (
                        id INTEGER PRIMARY KEY CHECK (id = 1), hash BLOB NOT NULL, manifest BLOB NOT NULL) STRICT;
                    PRAGMA application_id = \(applicationID);
                    PRAGMA user_version = \(format);
                    """)
        }
        return migrator
    }

    /// A pool rather than a queue: in WAL mode its readers go on while a revision is written, so a long `verify` or the
    /// reading of an old revision never makes a commit wait.
    ///
    /// - Returns: the pool, and where the chain begins.
    static func open(path: String, workspace: String) throws(JournalError) -> (DatabasePool, origin: Digest) {
        try recognise(path)
        try requireWritable(path)
        do {
            var configuration = Configuration()
            configuration.label = "journal.\(workspace)"
            configuration.busyMode = .timeout(TimeInterval(patience))
            configuration.maximumReaderCount = 4
            let pool = try DatabasePool(path: path, configuration: configuration)
            // After the pool is made, not in `prepareDatabase`: activating WAL mode sets NORMAL, which loses the last commits
            // when the power fails.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            let label = try pool.read { try Label(in: $0, path: path) }
            guard label.workspace == workspace else {
                throw JournalError.otherWorkspace(path: path, found: label.workspace, expected: workspace)
            }
            if try pool.read(migrator.hasCompletedMigrations) == false { try migrator.migrate(pool) }
            return (pool, Chain.origin(of: label.origin))
        } catch {
            throw JournalError(error, path: path)
        }
    }

    /// What a journal says of itself.
    struct Label {
        var workspace: String
        /// The workspace that the chain was begun for: another one when a backup was restored under a new name.
        var origin: String

        init(in db: Database, path: String) throws {
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            guard version <= format else { throw JournalError.newerVersion(path: path, found: version, known: format) }
            func value(_ key: String) throws -> String? {
                try Row.fetchOne(db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key])
                    .flatMap { String.fromDatabaseValue($0["value"]) }
            }
            guard let workspace = try value("workspace") else {
                throw JournalError.damaged(path: path, reason: "it does not say whose journal it is")
            }
            self.workspace = workspace
            origin = try value("origin") ?? workspace
        }
    }

    /// The write-ahead log that SQLite keeps beside a database, and the index of it.
    static func log(of path: String) -> String { path + "-wal" }
    static func index(of path: String) -> String { path + "-shm" }

    /// A name beside `path` for a file that is being made. Recognised by `isDraft`, whatever `path` is.
    static func draft(of path: String) -> String { "\(path).new-\(getpid())-\(UInt32.random(in: 0...UInt32.max))" }

    static func isDraft(_ name: String) -> Bool { name.contains(".new-") }

    /// Makes an empty journal at `path` unless there is a file already.
    ///
    /// It is made under another name and linked into place when it is complete, so that a file under its proper name is
    /// always a whole journal, whenever the machine stops.
    static func create(path: String, workspace: String) throws(JournalError) {
        guard access(path, F_OK) != 0 else { return }
        let draft = draft(of: path)
        try touch(draft, for: path)
        defer { remove(draft) }
        do {
            let queue = try DatabaseQueue(path: draft)
            try migrator.migrate(queue)
            try queue.write { try $0.execute(sql: "INSERT INTO meta VALUES ('workspace', ?)", arguments: [workspace]) }
            try queue.close()
        } catch {
            throw JournalError(error, path: path)
        }
        guard link(draft, path) == 0 || errno == EEXIST else { throw unreachable(path) }
        try synchronise(folder(of: path))
    }

    /// An empty file that nobody else can read; SQLite gives the same mode to the files it keeps beside it.
    ///
    /// - Parameter path: the file that it is to become, for the error.
    static func touch(_ draft: String, for path: String) throws(JournalError) {
        let descriptor = Foundation.open(draft, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw unreachable(path) }
        fchmod(descriptor, 0o600)
        Foundation.close(descriptor)
    }

    /// Copies the bytes of a file into a new one that nobody else can read.
    static func copy(_ original: String, to copy: String) throws(JournalError) {
        let source = Foundation.open(original, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw unreachable(original) }
        defer { Foundation.close(source) }
        let target = Foundation.open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard target >= 0 else { throw unreachable(copy) }
        defer { Foundation.close(target) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(source, &buffer, buffer.count)
            if count == 0 { return }
            guard count > 0 else { throw unreachable(original) }
            var written = 0
            while written < count {
                let more = buffer[written..<count].withUnsafeBytes { write(target, $0.baseAddress, $0.count) }
                guard more > 0 else { throw unreachable(copy) }
                written += more
            }
        }
    }

    /// Removes a database with what SQLite keeps beside it.
    static func remove(_ path: String) {
        for name in [path, log(of: path), index(of: path)] { unlink(name) }
    }

    /// Makes the content of a file, or the names in a folder, outlast a power failure.
    static func synchronise(_ path: String) throws(JournalError) {
        let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreachable(path) }
        defer { Foundation.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw unreachable(path) }
    }

    /// Looks at the first bytes before SQLite does: opening a database of somebody else would already write to it.
    static func recognise(_ path: String) throws(JournalError) {
        // Without waiting, should it be a pipe that nobody writes to.
        let descriptor = Foundation.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw errno == ENOENT ? .notFound(path: path) : unreachable(path) }
        defer { Foundation.close(descriptor) }
        // The database header: 16 bytes of magic, the format (user_version) at 60, the application's id at 68.
        var header = [UInt8](repeating: 0, count: 100)
        guard read(descriptor, &header, header.count) == header.count, header.starts(with: "SQLite format 3\0".utf8) else {
            throw .notADatabase(path: path)
        }
        func word(_ offset: Int) -> Int32 { header[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int32($1) } }
        guard word(68) == applicationID else { throw .foreignDatabase(path: path) }
        guard word(60) <= format else { throw .newerVersion(path: path, found: Int(word(60)), known: format) }
    }

    /// SQLite would open it all the same, and fail at the first write. The folder takes the write-ahead log.
    private static func requireWritable(_ path: String) throws(JournalError) {
        for place in [path, folder(of: path)] where faccessat(AT_FDCWD, place, W_OK, AT_EACCESS) != 0 {
            throw .readOnly(path: place)
        }
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// What `errno` says of the last call.
    static func unreachable(_ path: String) -> JournalError {
        switch errno {
        case EROFS: .readOnly(path: path)
        case ENOSPC, EDQUOT: .full(path: path)
        case EMFILE, ENFILE: .tooManyFiles(path: path)
        default: .unreachable(path: path, reason: String(cString: strerror(errno)))
        }
    }
}
