#if canImport(Glibc)
import Glibc
#endif

/// Where daemon and clients meet, found the same way by both: a flag, else the environment, else the usual directories.
package struct Locations: Sendable, Hashable {
    /// The directory that holds the workspaces.
    package var state: String
    package var socket: String

    /// - Parameters:
    ///   - state: from a flag; else `PARLEY_STATE`, else `$XDG_STATE_HOME/parley`, else `~/.local/state/parley`.
    ///   - socket: from a flag; else `PARLEY_SOCKET`; else below a state directory that was named by flag or variable (so
    ///     that a second daemon on a directory of its own never meets the first); else `$XDG_RUNTIME_DIR/parley/parley.sock`,
    ///     else `parley.sock` in the state directory.
    package init(state: String? = nil, socket: String? = nil, environment: (String) -> String? = Locations.variable) {
        let named = state ?? environment("PARLEY_STATE")
        let home = environment("HOME") ?? "/"
        let directory = named ?? (environment("XDG_STATE_HOME") ?? "\(home)/.local/state") + "/parley"
        self.state = Locations.absolute(directory)
        let chosen: String
        if let socket = socket ?? environment("PARLEY_SOCKET") {
            chosen = socket
        } else if named == nil, let runtime = environment("XDG_RUNTIME_DIR") {
            chosen = "\(runtime)/parley/parley.sock"
        } else {
            chosen = "\(directory)/parley.sock"
        }
        self.socket = Locations.absolute(chosen)
    }

    /// The daemon's configuration file: `PARLEY_CONFIG`, else `$XDG_CONFIG_HOME/parley/parleyd.yaml`, else
    /// `~/.config/parley/parleyd.yaml`.
    package static func configuration(environment: (String) -> String? = Locations.variable) -> String {
        if let named = environment("PARLEY_CONFIG") { return absolute(named) }
        return absolute((environment("XDG_CONFIG_HOME") ?? "\(environment("HOME") ?? "")/.config") + "/parley/parleyd.yaml")
    }

    /// Directories of plugin folders: those of `PARLEY_PLUGIN_PATH`, the user's own, then those that come with Parley.
    package static func pluginDirectories(_ environment: (String) -> String?) -> [String] {
        let named = environment("PARLEY_PLUGIN_PATH")?.split(separator: ":").map { absolute(String($0)) } ?? []
        let data = environment("XDG_DATA_HOME") ?? "\(environment("HOME") ?? "")/.local/share"
        return named + [absolute("\(data)/parley/plugins")] + ownPluginDirectories
    }

    /// The plugins that come with Parley, be it installed (`PREFIX/lib/parley/plugins`) or built in a checkout (`Plugins`
    /// beside the folder of the build).
    package static var ownPluginDirectories: [String] {
        guard let programs = Build.folder else { return [] }
        var directories = ["\(programs)/../lib/parley/plugins"]
        let parts = programs.split(separator: "/")
        if let build = parts.firstIndex(where: { $0.hasPrefix(".build") }) {
            directories.append("/" + parts[..<build].joined(separator: "/") + "/Plugins")
        }
        return directories
    }

    /// A variable of the environment; nil when it is unset or empty.
    package static func variable(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }

    /// Daemons change to `/`, so a relative path is resolved where it was written.
    package static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let directory = getcwd(nil, 0) else { return path }
        defer { free(directory) }
        return "\(String(cString: directory))/\(path)"
    }
}
