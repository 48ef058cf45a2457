import Glibc
import OrderedCollections
import Shapes
import YAML

/// A plugin's `plugin.yaml`.
package struct Manifest: Sendable, Hashable {
    package var id = ""
    package var version = ""
    package var title = ""
    package var protocolVersion = 1
    /// The program and its arguments.
    package var command: [String] = []
    /// Variables of the daemon's environment that it wants; it is given no others.
    package var environment: [String] = []

    package static let fileName = "plugin.yaml"

    package static let shape = Shape.record(
        "plugin manifest", Manifest(),
        [
            .required("id", \.id, .id, "the plugin's id; its section, its issues and its analyzers are named after it"),
            .required("version", \.version, .text, "the plugin's own version"),
            .required("title", \.title, .text, "what it is about, in a word or two"),
            .required("protocol", \.protocolVersion, .int(1...1_000), "the version of the plugin protocol that it speaks: 1"),
            .required("command", \.command, command, "program and arguments: [parley-plugin-territory], [python3, main.py]"),
            .items("environment", \.environment, .list(.text), "variables of the environment that it is to be given"),
        ])

    private static let command = Shape<[String]>.list(.text).refined("bad-command") {
        $0.first.map(\.isEmpty) ?? true ? "a command is a list whose first entry is the program" : nil
    }

    /// Reads the manifest of a folder.
    ///
    /// - Throws: everything that is wrong with it, in words and with its places.
    static func read(_ folder: String) throws(Refusal) -> Manifest {
        let path = "\(folder)/\(fileName)"
        guard let bytes = Files.read(path, limit: 64 << 10) else {
            throw Refusal("“\(path)” cannot be read: \(Files.reason).", hint: "a plugin is a folder with a \(fileName)")
        }
        do throws(Diagnostics) {
            let tree = try YAML.parse(bytes, file: path)
            do throws(Diagnostics) {
                return try shape.read(tree)
            } catch {
                throw Diagnostics(error.all.located(in: tree).sortedByPlace())
            }
        } catch {
            let shown = error.all.excerpted(from: [path: String(decoding: bytes, as: UTF8.self)])
            throw Refusal(
                "Its \(fileName) has \(shown.count == 1 ? "an error" : "\(shown.count) errors"): "
                    + shown.map { $0.text.split(separator: "\n").joined(separator: " ") }.joined(separator: "; "),
                hint: "mend the file, then “parley plugin restart”")
        }
    }
}

/// Why a plugin is not started, and what to do about it.
package struct Refusal: Error, Sendable, Hashable {
    package var message: String
    package var hint: String?

    init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }
}
