import ArgumentParser
import ParleyProtocol
import Shapes
import Wire

struct Stop: Command {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop the daemon after what is in flight, and wait until it is gone.",
        usage: "parley stop [<options>]",
        discussion: """
            Nothing is lost: what was acknowledged is on disk. Where no daemon runs there is nothing to do.

            Example:
              parley stop
            """)

    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        guard let session = try await Session.running(common, output, tellsAge: false) else {
            if common.json { return output.json(false) }
            return output.note("no daemon runs at \(common.locations.socket)")
        }
        // Not who is at the other end of the connection: a service manager may have opened the socket.
        let process = try await session.call(Methods.status, NoParams()).value["pid"]?.int.flatMap(Int32.init(exactly:))
        let answer = try await session.call(Methods.stop, NoParams())
        if let process, await !DaemonProcess.waitForEnd(of: process) {
            throw Fault(
                .tryAgain, code: "still-running",
                "parleyd (pid \(process)) has said that it stops and still runs after ten seconds.",
                hint: "it finishes what is in flight; its log is parleyd.log in its state directory")
        }
        if common.json { return output.json(answer.value) }
        output.note("stopped parleyd\(process.map { " (pid \($0))" } ?? "")")
    }
}
