import ArgumentParser
import ParleyProtocol
import Wire

struct Start: Command {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Start the daemon, if it does not run yet.",
        usage: "parley start [<options>]",
        discussion: """
            It goes on when this program and the terminal are gone, and logs to parleyd.log in its state directory. \
            Commands that need it start it too.

            Examples:
              parley start
              parley start --state ~/negotiations
            """)

    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        let running = try await Session.running(common, output)
        let session: Session
        if let running { session = running } else { session = try await Session.open(common, output) }
        if common.json { return output.json(try await session.call(Methods.status, NoParams()).value) }
        guard running != nil else { return }
        let process = session.connection.peer.map { " (pid \($0.processID))" } ?? ""
        output.note("parleyd\(process) runs already, socket \(common.locations.socket)")
    }
}
