import ArgumentParser
import Briefing
import Findings
import Negotiation
import ParleyProtocol
import Shapes

struct Solve: Command {
    static let configuration = CommandConfiguration(
        commandName: "solve",
        abstract: "Solve what is open: which packages are efficient, and which are fair by which definition.",
        usage: "parley solve [<options>] [<workspace or path>]",
        discussion: """
            Solves a workspace that the daemon keeps or, where the argument is a file or folder, what lies there, of which \
            nothing is kept: the files of a workspace, or a negotiation in the format of another system, as “parley import” \
            reads it. With --package only the issues are solved that it leaves open or in dispute, and --set settles more. \
            Ctrl-C ends the search.

            Examples:
              parley solve us-russia-summit --package bridging
              parley solve us-russia-summit --set crimea=deferred --ranges pessimistic
              parley solve Workspaces/panama-canal --weight panama=2
            """)

    @Argument(
        help: ArgumentHelp("A file or folder, or the id of a workspace.", valueName: "workspace or path"),
        completion: .file())
    var subject: String?

    @Option(
        name: .long, help: ArgumentHelp("A package whose settled issues stay as they are.", valueName: "package"),
        completion: Completing.packages)
    var package: String?

    @Option(
        name: .customLong("set"), help: ChoiceAssignment.help, completion: Completing.choices,
        transform: ChoiceAssignment.init(parsing:))
    var choices: [ChoiceAssignment] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Whose account of the positions: declared (what parties say) or assessed (what they would settle for).",
            valueName: "reading"))
    var reading = Reading.assessed

    @OptionGroup var space: SpaceOptions

    @Option(
        name: .customLong("weight"), help: PartyWeight.help, completion: Completing.weights,
        transform: PartyWeight.init(parsing:))
    var weights: [PartyWeight] = []

    @Flag(name: .customLong("no-frontier"), help: "Find the best package by each definition only, not all efficient ones.")
    var noFrontier = false

    @Option(name: .long, help: ArgumentHelp("List at most so many packages of each kind.", valueName: "n"))
    var limit = 100

    @Option(name: .long, help: ArgumentHelp("As of this revision.", valueName: "n"))
    var revision: Int?

    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var common: CommonOptions

    func validate() throws {
        _ = try ChoiceAssignment.choices(choices)
        _ = try PartyWeight.weights(weights)
        guard (0...10_000).contains(limit) else { throw ValidationError("--limit takes a number from 0 to 10000, not \(limit).") }
        guard let subject else { return }
        if workspace.workspace != nil { throw ValidationError("Name the workspace once: “\(subject)” or --workspace.") }
        if SourceFiles.exists(subject), revision != nil {
            throw ValidationError("“\(subject)” is a file or folder, which has no revisions.")
        }
    }

    func perform(_ output: Output) async throws {
        var params = SolveSpaceParams()
        if let subject, SourceFiles.exists(subject) {
            params.files = try SourceFiles.domain([subject])
        } else {
            params.workspace = try subject.map(Solve.workspace) ?? workspace.id
        }
        params.revision = revision
        params.package = package.map { ID($0) }
        params.choices = try ChoiceAssignment.choices(choices)
        params.scenario = space.scenario.map { ID($0) }
        params.reading = reading
        if let ranges = space.ranges { params.ranges = ranges }
        params.weights = try PartyWeight.weights(weights)
        params.frontier = !noFrontier
        params.limit = limit

        let session = try await Session.open(common, output)
        let answer = try await solve(params, session)
        if common.json { return output.json(answer.value) }
        output.text(output.terminal.solution(try answer.result()))
    }

    private func solve(_ params: SolveSpaceParams, _ session: Session) async throws(Fault) -> Answer<SolveResult> {
        do {
            return try await session.call(Methods.solve, params)
        } catch {
            guard let subject, error.data["code"]?.string == ServiceError.Code.unknownWorkspace.rawValue else { throw error }
            var fault = error
            fault.message = "There is no file or folder “\(subject)”, and no workspace of that id."
            throw fault
        }
    }

    /// What is no path has to be an id.
    private static func workspace(_ subject: String) throws -> ID<Workspace> {
        guard let id = try? ID<Workspace>.shape.read(.string(subject)) else {
            throw Fault(
                .noInput, code: "no-such-file",
                "There is no file or folder “\(subject)”, and the id of a workspace it cannot be.",
                hint: "“parley list” lists the workspaces that the daemon keeps")
        }
        return id
    }
}

extension Reading: ExpressibleByArgument {}
