import Glibc
import Shapes

/// A plugin's folder, and how to start what is in it.
package struct FoundPlugin: Sendable {
    /// From the manifest; the folder's name where that cannot be read.
    package let id: String
    /// Its real path.
    package let folder: String
    package let launch: Result<Launchable, Refusal>

    /// Looks at a folder.
    ///
    /// - Parameter programs: the directory of the daemon's own programs.
    package init(folder: String, programs: String) {
        let real = Files.real(folder) ?? folder
        self.folder = real
        do throws(Refusal) {
            let manifest = try Manifest.read(real)
            id = manifest.id
            launch = Result { () throws(Refusal) in try Launchable(manifest, folder: real, programs: programs) }
        } catch {
            id = Files.name(real)
            launch = .failure(error)
        }
    }

    /// Every plugin in directories of plugin folders. Of two with one id the first is taken, and the other refused.
    package static func all(in directories: [String], programs: String) -> [FoundPlugin] {
        var found: [FoundPlugin] = []
        for directory in directories {
            for name in Files.names(in: directory) {
                let folder = "\(directory)/\(name)"
                guard access("\(folder)/\(Manifest.fileName)", F_OK) == 0 else { continue }
                let plugin = FoundPlugin(folder: folder, programs: programs)
                // The same folder may be reached over two directories; another of the same id is not heard.
                if !found.contains(where: { $0.id == plugin.id }) { found.append(plugin) }
            }
        }
        return found
    }
}

/// A plugin that may be started.
package struct Launchable: Sendable {
    package let manifest: Manifest
    package let folder: String
    /// The program, as an absolute path, and its arguments.
    package let command: [String]
    /// Tells one build of the plugin from another: its version and a digest of names, sizes and times of its files.
    package let build: String

    fileprivate init(_ manifest: Manifest, folder: String, programs: String) throws(Refusal) {
        guard manifest.id != "core" else {
            throw Refusal("“core” is what Parley's own analyzers are called.", hint: "give the plugin another id in its plugin.yaml")
        }
        let program = try Launchable.program(manifest.command[0], folder: folder, programs: programs)
        try Launchable.checkWritable(Files.parent(folder), "parent folder", isParent: true)
        try Launchable.checkWritable(folder, "folder")
        try Launchable.checkWritable("\(folder)/\(Manifest.fileName)", Manifest.fileName)
        try Launchable.checkWritable(program, "program")
        for argument in manifest.command.dropFirst() where !argument.hasPrefix("-") {
            let path = argument.hasPrefix("/") ? argument : "\(folder)/\(argument)"
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            try Launchable.checkWritable(path, "script")
        }
        self.manifest = manifest
        self.folder = folder
        command = [program] + manifest.command.dropFirst()
        build = Launchable.build(manifest, folder, program)
    }

    /// Where a bare command is sought when neither the plugin nor Parley brings it.
    static let systemPath = ["/usr/local/bin", "/usr/bin", "/bin"]

    private static func program(_ name: String, folder: String, programs: String) throws(Refusal) -> String {
        let places: [String]
        if name.hasPrefix("/") {
            places = [name]
        } else if name.contains("/") {
            places = ["\(folder)/\(name)"]
        } else {
            places = (["\(folder)/bin", programs] + systemPath).map { "\($0)/\(name)" }
        }
        for place in places {
            guard let real = Files.real(place), access(real, X_OK) == 0 else { continue }
            var status = stat()
            // A script may find its neighbours by the name that it was called by.
            if stat(real, &status) == 0, status.st_mode & S_IFMT == S_IFREG { return real.hasPrefix(folder) ? real : place }
        }
        throw Refusal(
            "Its program “\(name)” is not there, or may not be executed.",
            hint: "sought at \(places.joined(separator: ", ")); build the plugin, or mend “command” in its plugin.yaml")
    }

    /// What others may write to, they could put their own program into. A folder's parent counts: it could be exchanged there.
    private static func checkWritable(_ path: String, _ what: String, isParent: Bool = false) throws(Refusal) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw Refusal("Its \(what) “\(path)” cannot be reached: \(Files.reason).") }
        // In a sticky parent nobody can exchange what is another's; in a sticky folder anybody can still add files.
        let isSticky = isParent && status.st_mode & S_ISVTX != 0
        let isOthers = status.st_mode & S_IWOTH != 0 && !isSticky
        // Many systems give every user a group of their own, which only they are in.
        let isGroups = status.st_mode & S_IWGRP != 0 && !isSticky && status.st_gid != getegid() && status.st_gid != 0
        guard status.st_uid == geteuid() || status.st_uid == 0 else {
            throw Refusal(
                "Its \(what) “\(path)” belongs to another user.", hint: "install a copy of your own that only you can change")
        }
        guard !isOthers, !isGroups else {
            throw Refusal(
                "Its \(what) “\(path)” can be changed by other users, who could run programs in your name.",
                hint: "chmod go-w '\(path)', look at what is in it, then “parley plugin restart”")
        }
    }

    private static func build(_ manifest: Manifest, _ folder: String, _ program: String) -> String {
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325
        func mix(_ text: String) {
            // FNV-1a: this tells builds apart, and protects nothing.
            for byte in text.utf8 { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        var count = 0
        func walk(_ path: String, depth: Int) {
            var status = stat()
            guard count < 2_000, stat(path, &status) == 0 else { return }
            count += 1
            mix("\(path) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)\n")
            guard status.st_mode & S_IFMT == S_IFDIR, depth < 4 else { return }
            for name in Files.names(in: path) where !name.hasPrefix(".") && name != "__pycache__" { walk("\(path)/\(name)", depth: depth + 1) }
        }
        walk(folder, depth: 0)
        walk(program, depth: 4)
        return "\(manifest.version)+\(String(digest, radix: 36))"
    }
}
