import CLinux
import Glibc

/// What this process takes of the machine.
enum Resources {
    /// Far more open files than the daemon needs, far fewer than what would tell of a leak too late.
    private static let mostFiles: rlim_t = 4_096

    /// Raises the limit of open files and sockets as far as that is allowed and of use; what it is now.
    static func raiseOpenFiles() -> Int {
        var limit = rlimit()
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(files, &limit) == 0 else { return 1_024 }
        if limit.rlim_cur < mostFiles {
            limit.rlim_cur = min(mostFiles, limit.rlim_max)
            _ = setrlimit(files, &limit)
            getrlimit(files, &limit)
        }
        return Int(min(limit.rlim_cur, mostFiles))
    }

    /// Memory that is free again goes back to the system, rather than being kept for the next search as large as the last.
    static func giveBackMemory() { clinux_keep_free_memory(1 << 20) }
}
