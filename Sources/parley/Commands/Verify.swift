import ArgumentParser
import Briefing
import Negotiation
import ParleyProtocol
import Wire

struct Verify: Command {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Read all that was ever stored, and say whether any of it was altered.",
        usage: "parley verify [<options>] [<workspace> ...]",
        discussion: """
            Every revision is chained to the one before it by hashes over all that it says; this computes them again. Takes \
            about a second for some hundred megabytes, and keeps nobody waiting. Ends with exit code 74 when something was \
            altered, and names the revision.

            Examples:
              parley verify
              parley verify us-russia-summit --json
            """)

    @Argument(help: ArgumentHelp("Which workspaces; all when absent.", valueName: "workspace"), completion: Completing.workspaces)
    var workspaces: [String] = []

    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        var isSound = true
        let status = try await each(of: workspaces, output) { session, id in
            var params = WorkspaceParams()
            params.workspace = id
            let answer = try await session.call(Methods.verify, params)
            let verification = try answer.result()
            isSound = isSound && verification.faults.isEmpty
            return (answer.value, output.terminal.verification(verification))
        }
        output.end(status == .ok && !isSound ? .storage : status)
    }
}

extension Terminal {
    fileprivate func verification(_ found: VerifyOutcome) -> String {
        let extent = "\(Terminal.counted(found.revisions, "revision", "revisions")), \(found.entities) stored entities"
        guard !found.faults.isEmpty else { return text(["\("✓", .green) \(found.workspace, .bold): \(extent), all as they were stored"]) }
        let faults = found.faults.flatMap { fault in
            let place = fault.revision.map { "revision \($0): " } ?? ""
            return StyledText("  \(place)\(fault.reason)").wrapped(to: measure, indent: 4)
        }
        return text(["\("✗", .red) \(found.workspace, .bold): \(extent), not all as they were stored"] + faults
            + hint("look at an earlier revision with “parley export --revision N”, or take a backup with “parley restore”"))
    }
}
