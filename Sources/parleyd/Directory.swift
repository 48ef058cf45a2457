import Glibc

/// Directories that belong to one user alone.
enum Directory {
    /// Makes the directory and those above it when they are missing; refuses one that others may write to or read.
    static func prepare(_ path: String) throws(StartError) {
        var status = stat()
        // A link is as good as what it leads to, unless somebody else has laid it: they could lay another one at any time.
        if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK, status.st_uid != geteuid(), status.st_uid != 0 {
            throw StartError(
                .permission, "“\(path)” is a symbolic link that belongs to another user.",
                hint: "name the directory that it leads to, or choose another one with --state or --socket")
        }
        if stat(path, &status) != 0 {
            guard errno == ENOENT else { throw failure("reach", path) }
            if let slash = path.lastIndex(of: "/"), slash > path.startIndex { try prepareParents(String(path[..<slash])) }
            guard mkdir(path, 0o700) == 0 || errno == EEXIST, stat(path, &status) == 0 else { throw failure("create", path) }
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw StartError(.cannotCreate, "“\(path)” is not a directory.") }
        guard status.st_uid == geteuid() else {
            throw StartError(.permission, "The directory “\(path)” belongs to another user.", hint: "choose another one with --state or --socket")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw StartError(.permission, "The directory “\(path)” is open to other users.", hint: "choose a directory of your own, or, if nothing else uses this one, make it private: chmod 700 \(path)")
        }
    }

    /// Those above may be shared; only the last one must be private.
    private static func prepareParents(_ path: String) throws(StartError) {
        var status = stat()
        if stat(path, &status) == 0 { return }
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex { try prepareParents(String(path[..<slash])) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure("create", path) }
    }

    private static func failure(_ verb: String, _ path: String) -> StartError {
        StartError(.cannotCreate, "Cannot \(verb) the directory “\(path)”: \(String(cString: strerror(errno))).")
    }
}
