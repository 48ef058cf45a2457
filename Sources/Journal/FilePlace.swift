import Foundation

/// Which file a name stands for: the same name may stand for another one later.
struct FileIdentity: Hashable, Sendable {
    private var device: UInt64
    private var inode: UInt64

    /// Nil when nothing has the name, or nobody may look.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }

    /// In bytes; 0 when there is no such file.
    static func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}

/// The two files that a journal has open, and whether they are still what their names stand for. A file that was removed or
/// renamed can be written to as before, and what is written is lost with the process: so each commit asks first.
struct FilePlace: Sendable {
    private let path: String
    private let main: FileIdentity?
    private let log: FileIdentity?

    init(_ path: String) {
        self.path = path
        main = FileIdentity(path)
        log = FileIdentity(Storage.log(of: path))
    }

    enum Standing { case kept, gone, replaced }

    var standing: Standing {
        let (main, log) = (FileIdentity(path), FileIdentity(Storage.log(of: path)))
        if main != nil, main == self.main, log == self.log { return .kept }
        // Beside a log that is still ours another file is no whole journal.
        return main != nil && main != self.main && (log == nil || log != self.log) ? .replaced : .gone
    }
}
