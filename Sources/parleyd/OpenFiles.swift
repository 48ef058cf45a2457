import Glibc

/// How many files and sockets this process may have open.
enum OpenFiles {
    /// Far more than the daemon needs, far less than what tells a leak too late.
    private static let most: rlim_t = 4_096

    /// Raises the limit as far as that is allowed and of use; what it is now.
    static func raiseLimit() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1_024 }
        if limit.rlim_cur < most {
            limit.rlim_cur = min(most, limit.rlim_max)
            _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        }
        return Int(min(limit.rlim_cur, most))
    }
}
