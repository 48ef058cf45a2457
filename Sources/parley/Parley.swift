import ArgumentParser
import ParleyProtocol

struct Parley: AsyncParsableCommand {
    /// Errors of the command line look like all others.
    static let _errorLabel = "error"

    static let configuration = CommandConfiguration(
        commandName: "parley",
        abstract: "Prepare and mediate negotiations: positions, packages, and what they are worth to whom.",
        discussion: """
            Workspaces are kept by a daemon, parleyd, which is started when a command needs it. What this program does \
            any script can do over the daemon's socket: see “parley help call”.

            A first look:
              parley apply Workspaces/us-russia-summit
              parley brief
              parley gaps
              parley package compare
              parley evaluate bridging
              parley solve us-russia-summit

            Variables:
              PARLEY_WORKSPACE  the workspace, where --workspace is not given
              PARLEY_STATE      where workspaces are kept, where --state is not given
              PARLEY_SOCKET     where the daemon listens, where --socket is not given
              NO_COLOR, CLICOLOR_FORCE, COLUMNS  as usual

            \(ExitStatus.table)
            """,
        version: Build.version,
        groupedSubcommands: [
            CommandGroup(
                name: "Workspace",
                subcommands: [
                    Apply.self, Import.self, Diff.self, Export.self, List.self, Show.self, Log.self, Revert.self, Backup.self,
                    Restore.self, Verify.self, Schema.self,
                ]),
            CommandGroup(name: "Proposal", subcommands: [PackageCommand.self, RecordCommand.self, Draft.self]),
            CommandGroup(
                name: "Analysis",
                subcommands: [
                    Brief.self, Gaps.self, Agenda.self, Zone.self, Why.self, Evaluate.self, Improve.self, Trades.self, Frontier.self,
                    Solutions.self, Solve.self, Analyze.self, Analyzers.self,
                ]),
            CommandGroup(name: "Plugins", subcommands: [PluginCommand.self]),
            CommandGroup(name: "Daemon", subcommands: [Status.self, Start.self, Stop.self, Doctor.self]),
            CommandGroup(name: "Scripting", subcommands: [Call.self, Watch.self, Completions.self]),
        ])
}
