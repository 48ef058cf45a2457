import Glibc

/// Bubblewrap, where it is installed and works: a plugin in it has no network, sees a read-only system, a private temporary
/// directory and its own folder, and no other process.
package struct Sandbox: Sendable {
    private let program: String
    /// Where the Swift library of this build lies, if that is not in a system directory.
    private let library: String?

    /// Whether plugins can be put into a sandbox here, and if not, why.
    package enum Availability: Sendable {
        case inForce(Sandbox)
        case absent(reason: String, hint: String)

        package var sandbox: Sandbox? { if case .inForce(let sandbox) = self { sandbox } else { nil } }
    }

    /// Tries it on a program that does nothing: what the kernel allows cannot be known otherwise.
    package static func probe() -> Availability {
        guard let program = Launchable.systemPath.lazy.map({ directory -> String in "\(directory)/bwrap" }).first(where: { access($0, X_OK) == 0 }) else {
            return .absent(
                reason: "bubblewrap is not installed",
                hint: "sudo apt-get install bubblewrap, then “parley stop”; plugins run with your own rights until then")
        }
        let sandbox = Sandbox(program: program, library: ownLibrary)
        let command = sandbox.wrapping(["/bin/true"], folder: "/usr")
        var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in 0...2 as ClosedRange<CInt> { posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0) }
        var process: pid_t = 0
        var status: CInt = 0
        guard posix_spawn(&process, program, &actions, nil, &words, environ) == 0 else {
            return .absent(reason: "“\(program)” cannot be started: \(Files.reason)", hint: "mend its installation")
        }
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else {
            return .absent(
                reason: "bubblewrap is installed, and the kernel does not let it work here",
                hint: "user namespaces have to be allowed (sysctl kernel.unprivileged_userns_clone=1), outside of containers that forbid them")
        }
        return .inForce(sandbox)
    }

    /// The command that runs `command` inside.
    ///
    /// - Parameter folder: the plugin's own, the only one of the user's that it sees.
    func wrapping(_ command: [String], folder: String) -> [String] {
        var words = [program, "--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--ro-bind", "/usr", "/usr"]
        for name in ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"] {
            // Debian has these as links into /usr.
            var status = stat()
            guard lstat(name, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFLNK {
                words += ["--symlink", "usr\(name)", name]
            } else {
                words += ["--ro-bind", name, name]
            }
        }
        for name in ["/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime"] { words += ["--ro-bind-try", name, name] }
        // What a plugin writes to /tmp is memory that no process holds, so it has a limit of its own.
        words += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev", "--size", "\(64 << 20)", "--tmpfs", "/tmp"]
        if let library { words += ["--ro-bind", library, library] }
        words += ["--ro-bind", folder, folder]
        let program = command[0]
        if !program.hasPrefix(folder + "/"), !program.hasPrefix("/usr/"), !program.hasPrefix("/bin/") {
            words += ["--ro-bind", program, program]
        }
        return words + ["--chdir", folder, "--"] + command
    }

    /// A build of this checkout links the toolchain's library, which may lie anywhere.
    private static var ownLibrary: String? {
        guard let maps = fopen("/proc/self/maps", "r") else { return nil }
        defer { fclose(maps) }
        var line = [CChar](repeating: 0, count: 8_192)
        while fgets(&line, CInt(line.count), maps) != nil {
            let text = String(decoding: line.prefix { $0 != 0 && $0 != 0x0A }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            guard text.hasSuffix("/libswiftCore.so"), let slash = text.firstIndex(of: "/") else { continue }
            let folder = Files.parent(String(text[slash...]))
            return folder.hasPrefix("/usr/") || folder.hasPrefix("/lib") ? nil : folder
        }
        return nil
    }
}
