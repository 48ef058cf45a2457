import ArgumentParser
import Briefing
import Negotiation
import ParleyProtocol
import Shapes
import Wire

struct Backup: Command {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy workspaces with their whole history, while they are in use.",
        usage: "parley backup [<options>] --to <folder> [<workspace> ...]",
        discussion: """
            Writes FOLDER/WORKSPACE.sqlite for each workspace named, or for all. Each copy is of one moment, complete in one \
            file, verified before it gets its name, and readable by you alone. Nothing is written over. “parley restore” \
            brings a copy back. Copying the daemon's own files instead may miss what was written last.

            Examples:
              parley backup --to backups/today
              parley backup us-russia-summit --to /media/stick
            """)

    @Argument(help: ArgumentHelp("Which workspaces; all when absent.", valueName: "workspace"), completion: Completing.workspaces)
    var workspaces: [String] = []

    @Option(name: .long, help: ArgumentHelp("The folder; made for you alone when missing.", valueName: "folder"), completion: .directory)
    var to: String

    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        var params = BackupParams()
        params.folder = Locations.absolute(to)
        let status = try await each(of: workspaces, output) { session, id in
            params.workspace = id
            let answer = try await session.call(Methods.backup, params)
            let backup = try answer.result()
            let text = output.terminal.text([
                "\(backup.workspace, .bold), revision \(backup.revision): \(backup.file), \(Terminal.size(backup.bytes))",
            ])
            return (answer.value, text)
        }
        output.end(status)
    }
}

extension Command {
    /// Asks something of each workspace named, or of all. One that fails does not keep the others from their turn.
    ///
    /// - Parameter ask: the answer as it came, and as text; with `--json` all answers are printed as one list.
    /// - Returns: how the first that failed did.
    func each(
        of names: [String], _ output: Output, ask: (Session, ID<Workspace>) async throws -> (value: Value, text: String)
    ) async throws -> ExitStatus {
        let session = try await Session.open(common, output)
        let all = try await names.isEmpty ? session.call(Methods.list, NoParams()).result().map(\.id) : names.map { ID($0) }
        if all.isEmpty { output.note("No workspaces yet: “parley apply FOLDER” brings one in.") }
        var values: [Value] = []
        var status = ExitStatus.ok
        for id in all {
            do {
                let answer = try await ask(session, id)
                if common.json { values.append(answer.value) } else { output.text(answer.text) }
            } catch let fault as Fault {
                if status == .ok { status = fault.status }
                if common.json { values.append(fault.value) }
                output.flush()
                output.tell(fault)
            }
        }
        if common.json { output.json(.array(values)) }
        return status
    }
}
