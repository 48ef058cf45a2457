import ArgumentParser
import Briefing
import Negotiation
import OrderedCollections
import ParleyProtocol
import Shapes

struct Show: Command {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a workspace, or one of its issues, parties or packages.",
        usage: "parley show [<options>] [<id>]",
        discussion: """
            An id that several things have is told apart as issues/ID, parties/ID or packages/ID.

            Examples:
              parley show
              parley show crimea
              parley show parties/russia --revision 2
            """)

    @Argument(
        help: ArgumentHelp("An issue, a party or a package; the whole workspace when absent.", valueName: "id"),
        completion: Completing.entities)
    var id: String?

    @Option(name: .long, help: ArgumentHelp("As of this revision.", valueName: "n"))
    var revision: Int?

    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        let state = try await workspaceState(output, workspace.id, revision: revision)
        guard let id else {
            if common.json { return output.json(state.answer.value) }
            return output.text(output.terminal.overview(state.workspace, revision: state.revision))
        }
        try show(try Entity(named: id, in: state.workspace), of: state, output)
    }
}

/// A workspace as the daemon has it.
struct ShownState {
    var answer: Answer<WorkspaceState>
    var revision: Int
    var document: Value
    var workspace: Workspace
}

extension Command {
    func workspaceState(_ output: Output, _ id: ID<Workspace>?, revision: Int? = nil) async throws -> ShownState {
        try await workspaceState(try await Session.open(common, output), id, revision: revision)
    }

    func workspaceState(_ session: Session, _ id: ID<Workspace>?, revision: Int? = nil) async throws -> ShownState {
        var params = AtRevision()
        params.workspace = id
        params.revision = revision
        let answer = try await session.call(Methods.get, params)
        let state = try answer.result()
        let workspace = try Answer(method: answer.method, shape: Workspace.shape, value: state.document).result()
        return ShownState(answer: answer, revision: state.revision, document: state.document, workspace: workspace)
    }

    /// One entity, with the revision it was read at.
    func show(_ entity: Entity, of state: ShownState, _ output: Output) throws {
        if common.json {
            let document = state.document[Pointer([entity.collection, entity.id])] ?? .null
            return output.json([
                "workspace": .string(state.workspace.id.text), "revision": .int(state.revision), "entity": .string(entity.key),
                "document": document,
            ])
        }
        let workspace = state.workspace
        switch entity {
        case .issue(let id): output.text(output.terminal.issueCard(id, in: workspace))
        case .party(let id): output.text(output.terminal.partyCard(id, in: workspace))
        case .package(let id, let package): output.text(output.terminal.packageCard(package, id: id, in: workspace))
        }
    }
}

/// Something of a workspace that has a card.
enum Entity {
    case issue(ID<Issue>)
    case party(ID<Party>)
    case package(ID<Package>, Package)

    /// - Parameter name: an id, or a collection and an id: `issues/crimea`.
    init(named name: String, in workspace: Workspace) throws(Fault) {
        let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
        let (collection, id) = parts.count == 2 ? (parts[0], parts[1]) : (nil, name)
        let found = Entity.all(in: workspace).filter { $0.id == id && (collection == nil || $0.collection == collection) }
        if found.count == 1 {
            self = found[0]
            return
        }
        guard found.isEmpty else {
            throw Fault(
                .refused, code: "ambiguous-id", "“\(name)” is the id of several things.",
                hint: "say which: \(found.map(\.key).joined(separator: ", "))")
        }
        let candidates = Entity.all(in: workspace).map { collection == nil ? $0.id : $0.key }
        throw Fault(
            .refused, code: "unknown-id", "“\(workspace.id)” has no issue, party or package “\(name)”.",
            hint: Suggestion.nearest(to: name, among: candidates).map { "did you mean “\($0)”?" } ?? "“parley show” lists them")
    }

    private static func all(in workspace: Workspace) -> [Entity] {
        workspace.issues.keys.map(Entity.issue) + workspace.parties.keys.map(Entity.party)
            + workspace.packages.map { Entity.package($0.key, $0.value) }
    }

    var id: String {
        switch self {
        case .issue(let id): id.text
        case .party(let id): id.text
        case .package(let id, _): id.text
        }
    }

    var collection: String {
        switch self {
        case .issue: "issues"
        case .party: "parties"
        case .package: "packages"
        }
    }

    var key: EntityKey { "\(collection)/\(id)" }
}
