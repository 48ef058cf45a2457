import Glibc
import ParleyProtocol
import Wire

/// Directories and files: whose they are, and who else could get at them.
extension Machine {
    private var workspaces: String { "\(state)/workspaces" }

    /// Each has to be private (`parleyd` refuses to start otherwise); one that is named twice is looked at once.
    var directories: [CheckedItem] {
        var items = [directory("state", "State directory", state), directory("workspaces-directory", "Directory of workspaces", workspaces)]
        let folder = Machine.parent(socket)
        if folder != state { items.append(directory("socket-directory", "Directory of the socket", folder)) }
        return items
    }

    private func directory(_ id: String, _ title: String, _ path: String) -> CheckedItem {
        func failed(_ why: String, _ hint: String) -> CheckedItem { CheckedItem(id, title, .failed, detail: "“\(path)” \(why)", hint: hint) }
        let elsewhere = "choose another one with --state or --socket"
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT, !isServed { return CheckedItem(id, title, .skipped, detail: "“\(path)” is not there yet; a daemon makes it for you alone") }
            return failed("cannot be reached: \(Machine.reason)", isServed ? "bring it back, or “parley stop”" : elsewhere)
        }
        let isLink = status.st_mode & S_IFMT == S_IFLNK
        guard !isLink || status.st_uid == geteuid() || status.st_uid == 0 else {
            return failed("is a symbolic link that belongs to user \(status.st_uid)", "name the directory that it leads to, or \(elsewhere)")
        }
        guard stat(path, &status) == 0 else { return failed("is a symbolic link that leads nowhere: \(Machine.reason)", elsewhere) }
        guard status.st_mode & S_IFMT == S_IFDIR else { return failed("is not a directory", elsewhere) }
        guard status.st_uid == geteuid() else { return failed("belongs to user \(status.st_uid), not to you (\(geteuid()))", elsewhere) }
        guard status.st_mode & 0o077 == 0 else {
            return failed("is open to other users (mode 0\(String(status.st_mode & 0o777, radix: 8)))", "chmod 700 '\(path)'")
        }
        guard access(path, W_OK | X_OK) == 0 else { return failed("cannot be written to: \(Machine.reason)", "chmod 700 '\(path)', or \(elsewhere)") }
        return CheckedItem(id, title, detail: "“\(path)”, yours alone\(isLink ? ", reached over a symbolic link" : "")")
    }

    /// The directory above them is what protects them; a mode of their own protects them when they are moved or copied.
    var files: CheckedItem {
        let title = "Files of workspaces"
        var (journals, bytes, open, strange) = (0, 0, 0, 0)
        for name in Machine.names(in: workspaces) {
            var status = stat()
            guard lstat("\(workspaces)/\(name)", &status) == 0 else { continue }
            if name.hasSuffix(".sqlite") { journals += 1 }
            bytes += Int(status.st_size)
            if status.st_mode & S_IFMT != S_IFREG || status.st_uid != geteuid() { strange += 1 } else if status.st_mode & 0o077 != 0 { open += 1 }
        }
        guard journals > 0 || strange > 0 else { return CheckedItem("files", title, .skipped, detail: "there are none yet") }
        let text = "\(journals) workspace\(journals == 1 ? "" : "s"), \(bytes >> 10) KiB"
        if strange > 0 {
            return CheckedItem(
                "files", title, .failed, detail: "\(text); \(strange) of what lies there is another user's, or no plain file",
                hint: "look at “ls -l '\(workspaces)'”, and move away what Parley has not made")
        }
        if open > 0 {
            return CheckedItem(
                "files", title, .warning, detail: "\(text); \(open) could be read by other users, were the directory not private",
                hint: "chmod go= '\(workspaces)'/*")
        }
        return CheckedItem("files", title, detail: "\(text), nobody else's to read")
    }

    // MARK: - Socket and locks

    var socketFile: CheckedItem {
        func item(_ outcome: CheckedItem.Outcome, _ detail: String, _ hint: String? = nil) -> CheckedItem {
            CheckedItem("socket", "Socket", outcome, detail: detail, hint: hint)
        }
        let elsewhere = "choose another path with --socket or PARLEY_SOCKET"
        guard socket.utf8.count <= Socket.pathLimit else {
            return item(.failed, "“\(socket)” has \(socket.utf8.count) bytes, and Linux allows \(Socket.pathLimit)", elsewhere)
        }
        var status = stat()
        guard lstat(socket, &status) == 0 else {
            guard errno == ENOENT || errno == ENOTDIR else { return item(.failed, "“\(socket)” cannot be reached: \(Machine.reason)", elsewhere) }
            return isServed
                ? item(.failed, "“\(socket)” is gone, and its daemon runs", "end the daemon (kill, not kill -9), then “parley start”")
                : item(.skipped, "“\(socket)” is not there: no daemon listens")
        }
        switch status.st_mode & S_IFMT {
        case S_IFSOCK: break
        case S_IFLNK: return item(.failed, "“\(socket)” is a symbolic link, and a daemon listens at none", "name the socket that it leads to, or remove it")
        default: return item(.failed, "“\(socket)” is not a socket", "move it away, or \(elsewhere)")
        }
        guard status.st_uid == geteuid() else { return item(.failed, "“\(socket)” belongs to user \(status.st_uid), not to you (\(geteuid()))", elsewhere) }
        guard status.st_mode & 0o077 == 0 else {
            return item(.failed, "“\(socket)” is open to other users (mode 0\(String(status.st_mode & 0o777, radix: 8)))", "chmod 600 '\(socket)'")
        }
        if isServed { return item(.passed, "“\(socket)”, yours alone") }
        if Machine.isListenedAt(socket) { return item(.passed, "“\(socket)” is held ready by another program, which is to start a daemon when it is asked something") }
        return item(
            .warning, "“\(socket)” was left behind by a daemon that has ended without a farewell",
            "nothing needs to be done: “parley start” replaces it; its log says how it ended")
    }

    /// Whether a socket of this name listens, found without connecting: that would start a daemon which waits to be asked.
    private static func isListenedAt(_ path: String) -> Bool {
        guard let file = fopen("/proc/net/unix", "r") else { return false }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 1_024)
        while fgets(&line, CInt(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 && $0 != 0x0A }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            // Num RefCount Protocol Flags Type St Inode Path; the flag is that of a socket that accepts.
            let words = text.split(separator: " ", maxSplits: 7)
            if words.count == 8, words[3] == "00010000", words[7] == path { return true }
        }
        return false
    }

    var locks: CheckedItem {
        let title = "Locks"
        func process(_ number: Int32?) -> String { number.map { "process \($0)" } ?? "a process" }
        switch (Socket.Lock.standing(socket: socket), Socket.Lock.standing(socket: "\(state)/parleyd")) {
        case (.unknown(let why), _): return CheckedItem("locks", title, .failed, detail: "the lock of “\(socket)” cannot be looked at: \(why)", hint: "remove “\(socket).lock”, or choose another path with --socket")
        case (_, .unknown(let why)): return CheckedItem("locks", title, .failed, detail: "the lock of “\(state)” cannot be looked at: \(why)", hint: "remove “\(state)/parleyd.lock”, or choose another directory with --state")
        case (.held(let holder), .held): return CheckedItem("locks", title, detail: "\(process(holder)) has the socket and the state directory")
        case (.held(let holder), .free): return CheckedItem("locks", title, detail: "\(process(holder)) has the socket; nobody has “\(state)”")
        case (.free, .held(let holder)):
            return CheckedItem(
                "locks", title, .failed, detail: "\(process(holder)) keeps “\(state)”, and listens elsewhere than at “\(socket)”",
                hint: "name its socket with --socket or PARLEY_SOCKET, or end it")
        case (.free, .free): return CheckedItem("locks", title, detail: "free: a daemon could start")
        }
    }
}
