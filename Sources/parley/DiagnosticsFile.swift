import Glibc
import Negotiation
import ParleyProtocol
import Shapes

/// What `parley doctor` saw, as a file that may be handed to others: JSON, which says where and how much, and never what.
///
/// Nothing gets into it unless it is known to be harmless: of the items, their outcomes, and the details of those whose words
/// are Parley's own about the machine; of workspaces and plugins, numbers; of the log, which of Parley's own lines it holds.
enum DiagnosticsFile {
    /// - Throws: `Fault` when the file is there already or cannot be written.
    static func write(_ items: [CheckedItem], _ status: DaemonStatus?, _ locations: Locations, to path: String) throws(Fault) {
        func fault() -> Fault {
            errno == EEXIST
                ? Fault(.cannotWrite, code: "exists", "“\(path)” is there already, and was left alone.", hint: "name a file that does not exist")
                : Fault(.cannotWrite, code: "cannot-write", "“\(path)” cannot be written: \(String(cString: strerror(errno))).")
        }
        let bytes = JSON.bytes(value(items, status, locations), pretty: true) + [0x0A]
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw fault() }
        defer { close(descriptor) }
        fchmod(descriptor, 0o600)
        if let number = Output.write(bytes, to: descriptor) {
            unlink(path)
            errno = number
            throw fault()
        }
    }

    private static func value(_ items: [CheckedItem], _ status: DaemonStatus?, _ locations: Locations) -> Value {
        var redaction = Redaction(home: Locations.variable("HOME"))
        let own = Set(Locations.ownPluginDirectories.flatMap(names))
        func plugin(_ id: String) -> String { own.contains(id) ? id : redaction.number("plugin", id) }
        let paths = [locations.state, locations.socket] + [status?.state, status?.socket].compactMap(\.self)

        var checks: [Value] = []
        for item in items {
            var check = Object()
            let parts = item.id.split(separator: "/", maxSplits: 1)
            if let kind = parts.first, let name = parts.dropFirst().first {
                let name = kind == "plugin" ? plugin(String(name)) : redaction.number(String(kind), String(name))
                check["check"] = .string("\(kind)/\(name)")
            } else {
                check["check"] = .string(item.id)
            }
            check["outcome"] = .string(item.outcome.rawValue)
            if let code = item.code { check["code"] = .string(code) }
            if aboutTheMachine.contains(item.id), let detail = item.detail.flatMap({ redaction.quoted(in: $0, paths: paths) }) {
                check["detail"] = .string(detail)
            }
            checks.append(.object(check))
        }
        var document = Object([
            ("format", .string("parley diagnostics 1")), ("made", .string(Timestamp.now)), ("build", .string(Build.identity)),
            ("variables", .array(variables.filter { Locations.variable($0) != nil }.map(Value.string))),
            ("hasConfiguration", .bool(access(Locations.configuration(), F_OK) == 0)), ("checks", .array(checks)),
        ])
        if let status {
            document["daemon"] = .object(
                Object([
                    ("build", .string(status.build)), ("protocol", .int(status.protocolVersion)), ("uptimeSeconds", .int(status.uptimeSeconds)),
                    ("connections", .int(status.connections)), ("residentBytes", status.residentBytes.map(Value.int) ?? .null),
                    ("analyzers", .int(status.analyzers)),
                ]))
            document["workspaces"] = .array(
                status.workspaces.map { workspace in
                    .object(
                        Object([
                            ("workspace", .string(redaction.number("workspace", workspace.id.text))), ("revision", .int(workspace.revision)),
                            ("issues", .int(workspace.issues)), ("parties", .int(workspace.parties)), ("packages", .int(workspace.packages)),
                        ]))
                })
            document["plugins"] = .array(
                status.plugins.map { summary in
                    .object(
                        Object([
                            ("plugin", .string(plugin(summary.id))), ("state", .string(summary.state.rawValue)),
                            ("sandboxed", summary.isSandboxed.map(Value.bool) ?? .null), ("restarts", .int(summary.restarts)),
                            ("residentBytes", summary.residentBytes.map(Value.int) ?? .null), ("analyzers", .int(summary.analyzers.count)),
                        ]))
                })
        }
        document["log"] = DaemonLog(path: "\(status?.state ?? locations.state)/parleyd.log").value
        return .object(document)
    }

    /// Checks whose details are Parley's own words and paths in quotation marks. A daemon's own item may quote its refusal.
    private static let aboutTheMachine: Set<String> = [
        "versions", "system", "state", "workspaces-directory", "socket-directory", "files", "socket", "locks", "disk", "descriptors", "sandbox",
    ]

    /// Those that say where Parley looks; only whether they are set is told.
    private static let variables = [
        "PARLEY_STATE", "PARLEY_SOCKET", "PARLEY_CONFIG", "PARLEY_LOG", "PARLEY_PLUGIN_PATH", "PARLEY_WORKSPACE", "XDG_STATE_HOME", "XDG_RUNTIME_DIR",
        "XDG_CONFIG_HOME", "XDG_DATA_HOME",
    ]

    private static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) { names.append(DaemonProcess.name(of: entry)) }
        return names
    }
}

/// The log of a daemon that `parley` has started: when it said which of its own lines. What the lines are about (workspaces,
/// messages of revisions, paths) is left out, and so is what is none of its lines.
private struct DaemonLog {
    var path: String

    private static let levels: Set<Substring> = ["trace", "debug", "info", "notice", "warning", "error", "critical"]
    private static let labels: Set<Substring> = ["parleyd:", "workbench:"]
    private static let messages = [
        "ready", "stopping", "stopped", "revision", "backup", "restored", "opened workspace", "closing a journal failed", "connection closed",
        "the journal has been replaced", "a request failed unexpectedly", "plugins run without a sandbox", "read the configuration again",
        "the configuration has errors and was not taken over",
    ]
    private static let limit = 200

    var value: Value {
        guard let text = tail else { return .null }
        let lines = text.split(separator: "\n")
        let known = lines.compactMap(DaemonLog.words)
        return .object(
            Object([
                ("lines", .array(known.suffix(DaemonLog.limit).map(Value.string))), ("linesOfAnotherForm", .int(lines.count - known.count)),
            ]))
    }

    /// `2026-01-31T09:12:04+0000 notice parleyd: socket=… [parleyd] ready` becomes `2026-01-31T09:12:04+0000 notice: ready`.
    private static func words(of line: Substring) -> String? {
        let parts = line.split(separator: " ", maxSplits: 3)
        guard parts.count == 4, levels.contains(parts[1]), labels.contains(parts[2]), parts[0].utf8.count == 24,
            parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) || "-:T+".utf8.contains($0) })
        else { return nil }
        return "\(parts[0]) \(parts[1]): \(messages.first { line.hasSuffix("] \($0)") } ?? "…")"
    }

    /// Its last 256 KiB; nil when there is none, as where a service manager keeps it.
    private var tail: String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 256 << 10)
        let size = max(0, lseek(descriptor, 0, SEEK_END))
        let count = pread(descriptor, &bytes, bytes.count, max(0, size - off_t(bytes.count)))
        return count >= 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }
}
