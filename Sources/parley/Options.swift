import ArgumentParser
import Glibc
import Negotiation
import ParleyProtocol
import Wire

/// The property wrapper, which is meant wherever this program writes `@Option`; the model has options of its own.
typealias Option = ArgumentParser.Option

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Flag(name: .long, help: "Print the result as JSON, and an error too.")
    var json = false

    @Option(name: .long, help: ArgumentHelp("When to colour.", valueName: "when"))
    var color = Colouring.auto

    @Option(name: .long, help: ArgumentHelp("Columns to fill, instead of the terminal's.", valueName: "columns"))
    var width: Int?

    @Option(name: .long, help: ArgumentHelp("Where the daemon listens.", valueName: "path"), completion: .file())
    var socket: String?

    @Option(
        name: .long, help: ArgumentHelp("Where the daemon keeps workspaces.", valueName: "directory"), completion: .directory)
    var state: String?

    @Flag(name: .customLong("no-start"), help: "Fail rather than start a daemon.")
    var noStart = false

    enum Colouring: String, ExpressibleByArgument, CaseIterable { case auto, always, never }

    func validate() throws {
        if let width, width < 1 { throw ValidationError("--width takes a number of columns, not \(width).") }
    }

    var locations: Locations { Locations(state: state, socket: socket) }
}

/// Which workspace a command is about.
struct WorkspaceOption: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The workspace; may be left out when there is only one.", valueName: "id"),
        completion: Completing.workspaces)
    var workspace: String?

    /// From the flag, else from the environment; nil leaves it to the daemon.
    var id: ID<Workspace>? { (workspace ?? Locations.variable("PARLEY_WORKSPACE")).map { ID($0) } }
}

/// The optimistic lock of commands that change something.
struct ExpectedRevision: ParsableArguments {
    @Option(
        name: .customLong("expected-revision"),
        help: ArgumentHelp("Change nothing unless this is the newest revision.", valueName: "n"))
    var number: Int?
}

/// A command: its arguments, and what it does once there is somewhere to write to.
protocol Command: AsyncParsableCommand {
    var common: CommonOptions { get }
    func perform(_ output: Output) async throws
}

extension Command {
    func run() async throws {
        let output = Output(common)
        do {
            try await perform(output)
        } catch let fault as Fault {
            output.report(fault)
            output.end(fault.status)
        }
        output.end(.ok)
    }

    /// Calls one method and shows its answer: as JSON, or as `show` says.
    func answer<Params, Result>(
        _ output: Output, _ method: Method<Params, Result>, _ params: Params, show: (Result) throws -> String
    ) async throws {
        let session = try await Session.open(common, output)
        let answer = try await session.call(method, params)
        if common.json { output.json(answer.value) } else { output.text(try show(answer.result())) }
    }
}
