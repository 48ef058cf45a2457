import Glibc
import ParleyProtocol
import Wire

/// The machine under a daemon, as the process that looks sees it.
package struct Machine: Sendable {
    let state: String
    let socket: String
    /// Whether a daemon runs: then what it needs has to be there, and not only when it starts.
    let isServed: Bool

    package init(state: String, socket: String, isServed: Bool) {
        self.state = state
        self.socket = socket
        self.isServed = isServed
    }

    package var items: [CheckedItem] { [system] + directories + [files, socketFile, locks, disk, descriptors] }

    // MARK: - Kernel and resources

    private var system: CheckedItem {
        var names = utsname()
        uname(&names)
        func text<T>(_ field: T) -> String {
            withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
        let processors = sysconf(CInt(_SC_NPROCESSORS_ONLN))
        return CheckedItem(
            "system", "System",
            detail: "\(text(names.sysname)) \(text(names.release)), \(text(names.machine)), \(processors) processor\(processors == 1 ? "" : "s")")
    }

    private var disk: CheckedItem {
        var place = state
        var space = statvfs()
        while statvfs(place, &space) != 0 {
            guard place != "/" else { return CheckedItem("disk", "Disk", .failed, detail: "the disk of “\(state)” cannot be reached: \(Machine.reason)") }
            place = Machine.parent(place)
        }
        let free = Int(space.f_bavail) * Int(space.f_frsize)
        let text = "\(free >> 20) MiB are free where “\(state)” is"
        if Int(space.f_flag) & Int(ST_RDONLY) != 0 {
            return CheckedItem(
                "disk", "Disk", .failed, detail: "the file system of “\(state)” is mounted read-only, so no change can be kept",
                hint: "mount it for writing, or choose another directory with --state")
        }
        if space.f_files > 0, space.f_favail == 0 {
            return CheckedItem("disk", "Disk", .failed, detail: "\(text), and no further file can be made", hint: "remove files: the disk has no inodes left")
        }
        guard free >= 64 << 20 else {
            return CheckedItem(
                "disk", "Disk", free < 1 << 20 ? .failed : .warning, detail: text, hint: "make room: a change that cannot be written is refused")
        }
        return CheckedItem("disk", "Disk", detail: text)
    }

    private var descriptors: CheckedItem {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return CheckedItem("descriptors", "Open files", .skipped, detail: "the limit cannot be told: \(Machine.reason)")
        }
        let most = Int(clamping: limit.rlim_cur)
        let open = Machine.names(in: "/proc/self/fd").count
        let text = "process \(getpid()) has \(open) of \(most) open"
        guard most >= 256, open < most / 10 * 9 else {
            return CheckedItem(
                "descriptors", "Open files", open < most / 10 * 9 ? .warning : .failed, detail: text,
                hint: "allow more (ulimit -n 1024) where the daemon is started, then “parley stop”")
        }
        return CheckedItem("descriptors", "Open files", detail: text)
    }

    // MARK: - Means

    static var reason: String { String(cString: strerror(errno)) }

    static func parent(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    /// The names in a directory, none when it cannot be read.
    static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
