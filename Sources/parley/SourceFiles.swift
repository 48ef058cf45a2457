import Glibc
import ParleyProtocol

/// The files of a workspace or of another system's negotiation, read as text: the daemon parses them.
enum SourceFiles {
    /// - Parameter paths: folders, of which `workspace.yaml` and the other `*.yaml` are read, and single files.
    static func read(_ paths: [String]) throws(Fault) -> [SourceFile] {
        var files: [SourceFile] = []
        for path in paths {
            let found = isDirectory(path) ? try members(of: path) : [path]
            for file in found where !files.contains(where: { $0.path == file }) {
                files.append(SourceFile(path: file, text: try text(of: file)))
            }
        }
        return files
    }

    /// The files of a negotiation, a workspace's or those of another system.
    ///
    /// - Parameter paths: folders, which are read as `read` does where there is a `workspace.yaml`, and otherwise with the
    ///   folders in them, since some systems keep a party's scores in one; and single files.
    static func domain(_ paths: [String]) throws(Fault) -> [SourceFile] {
        var files: [SourceFile] = []
        var size = 0
        for path in paths {
            let isWorkspace = exists(join(path, head))
            for found in isWorkspace ? try members(of: path) : isDirectory(path) ? try texts(in: path) : [path]
            where !files.contains(where: { $0.path == found }) {
                files.append(SourceFile(path: found, text: try text(of: found)))
                size += files[files.count - 1].text.utf8.count
                guard size <= sizeLimit else { throw tooLarge(path) }
            }
        }
        return files
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    private static func isDirectory(_ path: String) -> Bool { kind(of: path) == S_IFDIR }

    private static func kind(of path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    private static let head = "workspace.yaml"
    private static let textEndings = [".yaml", ".yml", ".json", ".xml", ".txt"]

    /// The files of a folder, and of the folders in it, that may describe a negotiation; by name.
    private static func texts(in folder: String) throws(Fault) -> [String] {
        func files(_ paths: [String]) -> [String] {
            paths.filter { path in kind(of: path) == S_IFREG && textEndings.contains { path.lowercased().hasSuffix($0) } }
        }
        let members = try names(in: folder).map { join(folder, $0) }
        var found = files(members)
        for inner in members where isDirectory(inner) { found += files(try names(in: inner).map { join(inner, $0) }) }
        guard found.isEmpty else { return found }
        throw Fault(
            .noInput, code: "no-files", "The folder “\(folder)” has no file that could describe a negotiation.",
            hint: "read are \(textEndings.map { "*\($0)" }.joined(separator: ", "))")
    }

    /// What lies in a folder and is not hidden, by name.
    private static func names(in folder: String) throws(Fault) -> [String] {
        guard let directory = opendir(folder) else { throw unreadable("folder", folder, errno) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = DaemonProcess.name(of: entry)
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// `workspace.yaml` first, then the others by name.
    private static func members(of folder: String) throws(Fault) -> [String] {
        let names = try names(in: folder).filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
        guard names.contains(head) else {
            let hint =
                names.isEmpty
                ? "a workspace is a folder with a workspace.yaml" : "the folder has \(names.joined(separator: ", "))"
            throw Fault(.noInput, code: "no-workspace-file", "The folder “\(folder)” has no workspace.yaml.", hint: hint)
        }
        if let other = names.first(where: { $0.hasSuffix(".yml") }) {
            throw Fault(
                .badInput, code: "wrong-extension", "“\(join(folder, other))” would not be read: only *.yaml is.",
                hint: "rename it to \(other.dropLast(4)).yaml, or name the files one by one")
        }
        return ([head] + names.filter { $0 != head }).map { join(folder, $0) }
    }

    static func join(_ folder: String, _ name: String) -> String { folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)" }

    private static func text(of path: String) throws(Fault) -> String {
        let bytes = try contents(of: path)
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        // The first replacement that decoding makes stands where the bytes go wrong.
        var line = 1
        for (repaired, byte) in zip(String(decoding: bytes, as: UTF8.self).utf8, bytes) {
            guard repaired == byte else { break }
            if byte == 0x0A { line += 1 }
        }
        throw Fault(
            .badInput, code: "not-utf8", "“\(path)” is not UTF-8 text: line \(line) has bytes that are no character.",
            hint: "save it as UTF-8")
    }

    static func contents(of path: String) throws(Fault) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable("file", path, errno) }
        defer { close(descriptor) }
        return try contents(of: descriptor, named: path)
    }

    /// Everything that can be read from a descriptor; more than a line of the socket may hold is refused at once.
    static func contents(of descriptor: CInt, named path: String) throws(Fault) -> [UInt8] {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(descriptor, &part, part.count)
            if count == 0 { return bytes }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw unreadable("file", path, errno)
            }
            bytes += part[..<count]
            guard bytes.count <= sizeLimit else { throw tooLarge(path) }
        }
    }

    private static let sizeLimit = 8 << 20

    private static func tooLarge(_ path: String) -> Fault {
        Fault(
            .badInput, code: "too-large",
            "“\(path)” has more than \(sizeLimit >> 20) MiB, which is more than the daemon takes at once.")
    }

    private static func unreadable(_ what: String, _ path: String, _ code: CInt) -> Fault {
        Fault(
            .noInput, code: code == ENOENT ? "no-such-file" : "unreadable",
            code == ENOENT
                ? "There is no file or folder “\(path)”."
                : "The \(what) “\(path)” cannot be read: \(String(cString: strerror(code))).")
    }
}
