import ArgumentParser
import Glibc
import ParleyProtocol
import Shapes
import Wire

struct Call: Command {
    static let configuration = CommandConfiguration(
        commandName: "call",
        abstract: "Call a method of the daemon's socket, as a script would.",
        usage: "parley call [<options>] <method> [<params>]",
        discussion: """
            The result is printed as JSON: indented on a terminal or with --json, on one line elsewhere. “parley call \
            rpc.discover” describes every method.

            Examples:
              parley call daemon.status
              parley call package.set '{"package": "bridging", "choices": {"crimea": "deferred"}}'
              parley call analysis.run - < request.json
            """)

    @Argument(
        help: ArgumentHelp("The method: noun.verb.", valueName: "method"), completion: .list(Methods.all.map(\.name)))
    var method: String

    @Argument(help: ArgumentHelp("Its params as JSON; - reads them from standard input.", valueName: "params"))
    var params: String?

    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        let params = try readParams()
        let session = try await Session.open(common, output)
        let result = try await session.call(method, params)
        output.json(result, pretty: common.json || Output.isWatched)
    }

    private func readParams() throws -> Value? {
        guard let params else { return nil }
        let bytes = params == "-" ? try SourceFiles.contents(of: STDIN_FILENO, named: "standard input") : Array(params.utf8)
        do {
            let value = try JSON.parse(bytes)
            guard value.object != nil || value.array != nil else {
                throw Fault(.badInput, code: "bad-json", "The params are an object or a list, not \(value.kindDescription).")
            }
            return value
        } catch let fault as JSON.Fault {
            throw Call.unreadable(fault, bytes, file: params == "-" ? "standard input" : "params")
        }
    }

    /// Where the text stops being JSON, with its line.
    private static func unreadable(_ fault: JSON.Fault, _ bytes: [UInt8], file: String) -> Fault {
        let before = bytes[..<min(fault.offset, bytes.count)]
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
        let place = Diagnostic.Place(
            file: file, line: before.count { $0 == 0x0A } + 1,
            column: String(decoding: bytes[start..<before.endIndex], as: UTF8.self).unicodeScalars.count + 1,
            excerpt: String(decoding: bytes[start..<end], as: UTF8.self))
        return Fault(
            .badInput, code: "bad-json", "The params are not JSON.",
            diagnostics: [Diagnostic(code: "bad-json", fault.reason, place: place)])
    }
}
