import ArgumentParser
import Glibc
import ParleyProtocol
import Wire

/// The daemon in the foreground, until SIGTERM, SIGINT or `daemon.stop`.
@main
struct Parleyd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parleyd", abstract: "Keeps negotiation workspaces and answers for them over a Unix socket.",
        discussion: """
            Runs in the foreground and logs to standard error. Flags win over the environment (PARLEY_STATE, PARLEY_SOCKET,
            PARLEY_CONFIG, PARLEY_LOG, PARLEY_PLUGIN_PATH), which wins over the configuration file. `parley start` runs it in the background.
            SIGHUP has it read the configuration again. A socket that systemd opened for it is served instead of any that was named.
            """, version: Build.version)

    @Option(help: "The directory that keeps the workspaces. Created for you alone when missing.") var state: String?
    @Option(help: "The path of the socket.") var socket: String?
    @Option(
        name: .customLong("plugin-path"), parsing: .singleValue,
        help: "A directory of plugin folders, searched before all others; may be given several times.")
    var pluginPath: [String] = []
    @Option(help: "The configuration file (YAML).") var config: String?
    @Option(help: "trace, debug, info, notice, warning or error.") var logLevel: String?

    func run() async throws {
        // A peer that goes away while it is written to is an ordinary end.
        signal(SIGPIPE, SIG_IGN)
        umask(0o077)
        Descriptors.fillStandard()
        Resources.giveBackMemory()
        let manager = ServiceManager()
        do throws(StartError) {
            let socket = try Parleyd.socket(of: manager)
            var daemon = try Daemon(manager, inherited: socket) { () throws(StartError) in try Configuration(flags: self, inherited: socket) }
            try await daemon.run()
        } catch {
            error.exit()
        }
    }

    private static func socket(of manager: ServiceManager) throws(StartError) -> InheritedSocket? {
        do throws(SocketError) { return try manager.socket() } catch { throw StartError(error) }
    }
}
