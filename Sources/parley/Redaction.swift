import ParleyProtocol

/// Takes out of a text what names people, places and cases, and keeps apart what was apart: the first workspace becomes
/// `workspace-1`, wherever it occurs. Numbers rather than hashes: the hash of a word that can be guessed gives it away.
struct Redaction {
    private var numbers: [String: [String: Int]] = [:]
    private let home: String?

    /// - Parameter home: the user's directory, which becomes `~`.
    init(home: String?) { self.home = home.flatMap { $0.count > 1 ? $0 : nil } }

    /// `workspace-1`
    mutating func number(_ kind: String, _ name: String) -> String {
        let number = numbers[kind]?[name] ?? (numbers[kind]?.count ?? 0) + 1
        numbers[kind, default: [:]][name] = number
        return "\(kind)-\(number)"
    }

    /// Folders that are called so wherever Parley or Linux are.
    private static let common: Set<String> = [
        "~", "home", "root", "tmp", "var", "run", "user", "usr", "lib", "local", "opt", "srv", "mnt", "proc", ".local", ".config", "state",
        "share", "bin", "parley", "parleyd", "parley.sock", "parley.sock.lock", "parleyd.lock", "workspaces", "plugins", "Plugins", "bwrap",
    ]

    /// `~/.local/state/parley`, `/srv/folder-1/parley.sock`
    mutating func path(_ path: String) -> String {
        var rest = path[...]
        if let home, path == home || path.hasPrefix(home + "/") { rest = "~" + path.dropFirst(home.count) }
        var parts: [String] = []
        for part in rest.split(separator: "/", omittingEmptySubsequences: false) {
            // A bare number is a user's id, as in /run/user/1000.
            let isPlain = part.isEmpty || Redaction.common.contains(String(part)) || part.utf8.allSatisfy { (0x30...0x39).contains($0) }
            parts.append(isPlain ? String(part) : number("folder", String(part)))
        }
        return parts.joined(separator: "/")
    }

    /// The same text with every path in it that stands in “…”.
    ///
    /// - Parameter paths: those that may occur. Nil when one of them has quotation marks of its own, so that nobody can tell
    ///   where it ends.
    mutating func quoted(in text: String, paths: [String]) -> String? {
        guard !paths.contains(where: { $0.contains("“") || $0.contains("”") }) else { return nil }
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "“") {
            let inside = rest.index(after: open)
            guard let close = rest[inside...].firstIndex(of: "”") else { return nil }
            result += rest[...open] + path(String(rest[inside..<close])) + "”"
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}
