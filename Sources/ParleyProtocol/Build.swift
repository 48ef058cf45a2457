#if canImport(Glibc)
import Glibc
#endif

/// What this program is.
package enum Build {
    package static let version = "0.1.0"

    /// Tells one build from another: the version and when the executables beside the running one were made.
    ///
    /// Daemon and CLI are installed together, so both look at the daemon's file.
    package static var identity: String {
        var status = stat()
        guard let folder, stat("\(folder)/parleyd", &status) == 0 else {
            return version
        }
        return "\(version)+\(String(status.st_mtim.tv_sec, radix: 36))"
    }

    /// The real directory of the running program.
    package static var folder: String? { executable.map { String($0[..<($0.lastIndex(of: "/") ?? $0.startIndex)]) } }

    /// The real path of the running program.
    package static var executable: String? {
        guard let path = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }
}
