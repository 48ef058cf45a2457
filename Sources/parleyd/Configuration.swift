import Glibc
import Logging
import ParleyProtocol
import PluginHost
import Shapes
import Wire
import YAML

/// What the daemon was told: flags over environment over one YAML file.
struct Configuration: Sendable {
    var state: String
    var socket: String
    var threads: Int
    var logLevel: Logger.Level
    /// Directories of plugin folders, in the order in which they are searched.
    var pluginDirectories: [String]
    var pluginLimits: PluginLimits

    /// The file's form; every key may be absent.
    private struct File: Sendable {
        var state: String?
        var socket: String?
        var threads: Int?
        var logLevel: String?
        var plugins = PluginLimits()

        static let shape = Shape.record(
            "configuration", File(),
            [
                .optional("state", \.state, .text, "the directory that keeps the workspaces"),
                .optional("socket", \.socket, .text, "the path of the socket"),
                .optional("threads", \.threads, .int(1...1_024), "how many threads analyses may use"),
                .optional("logLevel", \.logLevel, .text, "trace | debug | info | notice | warning | error"),
                .standard("plugins", \.plugins, PluginLimits(), PluginLimits.shape, "what plugins may take of the machine"),
            ])
    }

    /// - Parameter socket: one that the service manager has opened, and that is served whatever else was said.
    init(flags: Parleyd, inherited socket: InheritedSocket? = nil) throws(StartError) {
        let file = try Configuration.read(flags.config)
        let variable = Locations.variable
        let locations = Locations(
            state: flags.state ?? variable("PARLEY_STATE") ?? file.state, socket: flags.socket ?? variable("PARLEY_SOCKET") ?? file.socket)
        state = locations.state
        self.socket = socket?.path ?? locations.socket
        pluginLimits = file.plugins
        pluginDirectories = flags.pluginPath.map(Locations.absolute) + Locations.pluginDirectories(variable)
        threads = file.threads ?? max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN)))
        let level = flags.logLevel ?? variable("PARLEY_LOG") ?? file.logLevel ?? "info"
        guard let known = Logger.Level(rawValue: level) else {
            let hint = Suggestion.hint(for: level, among: Logger.Level.allCases.map(\.rawValue), kind: "level")
            let isFile = flags.logLevel == nil && variable("PARLEY_LOG") == nil
            throw StartError(isFile ? .configuration : .usage, "“\(level)” is not a log level.", hint: hint)
        }
        logLevel = known
    }

    /// A file that was named must be there; the usual one may be absent.
    private static func read(_ named: String?) throws(StartError) -> File {
        let path = named.map(Locations.absolute) ?? Locations.configuration()
        let mustExist = named != nil || Locations.variable("PARLEY_CONFIG") != nil
        guard let handle = fopen(path, "r") else {
            if errno == ENOENT, !mustExist { return File() }
            throw StartError(.configuration, "The configuration “\(path)” cannot be read: \(String(cString: strerror(errno))).")
        }
        defer { fclose(handle) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, handle)
        guard ferror(handle) == 0, count < bytes.count else {
            let why = count == bytes.count ? "it is larger than a mebibyte" : String(cString: strerror(errno))
            throw StartError(.configuration, "The configuration “\(path)” cannot be read: \(why).")
        }
        do throws(Diagnostics) {
            return try File.shape.read(YAML.parse(Array(bytes.prefix(count)), file: path))
        } catch {
            // Every key may be absent, so all of them may.
            if error.all.map(\.code) == ["empty-file"] { return File() }
            let text = String(decoding: bytes.prefix(count), as: UTF8.self)
            let shown = error.all.excerpted(from: [path: text]).map(\.text).joined(separator: "\n")
            throw StartError(.configuration, "The configuration has errors:\n\(shown)")
        }
    }
}

/// Why the daemon did not start, with the exit code that says so (sysexits).
struct StartError: Error {
    enum Kind: Int32 {
        case usage = 64
        case unavailable = 69
        case cannotCreate = 73
        /// Another daemon is there already; trying again later may help.
        case alreadyRunning = 75
        case permission = 77
        case configuration = 78
    }

    var kind: Kind
    var message: String
    var hint: String?

    init(_ kind: Kind, _ message: String, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }

    init(_ error: SocketError) {
        let kind: Kind =
            switch error.code {
            case .locked, .inUse: .alreadyRunning
            case .permissionDenied: .permission
            case .pathTooLong: .usage
            default: .cannotCreate
            }
        self.init(kind, error.description)
    }

    func exit() -> Never {
        let text = Array("parleyd: \(message)\n\(hint.map { "  \($0)\n" } ?? "")".utf8)
        _ = write(STDERR_FILENO, text, text.count)
        Glibc.exit(kind.rawValue)
    }
}
