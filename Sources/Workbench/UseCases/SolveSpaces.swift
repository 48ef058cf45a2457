import Analysis
import CoreAnalyzers
import Findings
import Importers
import Negotiation
import OrderedCollections
import ParleyProtocol
import Shapes
import WorkspaceFiles

extension Workbench {
    /// Solves what is open in a workspace, or in files that are not kept. It reads; nothing is written.
    func solve(_ params: SolveSpaceParams, by caller: Caller) async throws -> SolveResult {
        guard let end = RangeEnd(rawValue: params.ranges) else {
            throw ServiceError(
                .invalidParams, "“\(params.ranges)” is no end of the ranges.",
                hint: Suggestion.hint(for: params.ranges, among: SolveSpaceParams.ranges, kind: "word"))
        }
        var subject = try await subject(of: params, by: caller)
        if let scenario = params.scenario {
            guard let changed = subject.workspace.under(scenario) else {
                let known = subject.workspace.scenarios.filter { $0.value.kind == .world }.keys.map(\.text)
                throw ServiceError(
                    .invalidParams, "There is no world scenario “\(scenario)” in “\(subject.workspace.id)”.",
                    hint: Suggestion.hint(for: scenario.text, among: known, kind: "world scenario"))
            }
            subject.workspace = changed
        }
        let workspace = subject.workspace
        for party in params.weights.keys where workspace.parties[party] == nil {
            throw ServiceError(
                .invalidParams, "There is no party “\(party)” in “\(workspace.id)”.",
                hint: Suggestion.hint(for: party.text, among: workspace.parties.keys.map(\.text), kind: "party"))
        }
        try Workbench.check(params.choices, in: workspace)
        var question = SolvingQuestion(workspace)
        if let package = params.package { question.package = try Workbench.package(package, in: workspace) }
        question.package.choices.merge(params.choices) { $1 }
        question.reading = params.reading
        question.end = end
        question.weights = params.weights
        question.wantsFrontier = params.frontier
        question.limit = params.limit
        var result = try await pool.run(for: caller.client, caller.progress) { [question] control in
            do { return try SpaceSolver.solve(question, control: control) } catch {
                throw Workbench.unsolvable(error, workspace) ?? error
            }
        }
        result.revision = subject.revision
        result.package = params.package
        result.packageTitle = params.package.flatMap { workspace.packages[$0]?.title }
        result.scenario = params.scenario
        result.scenarioTitle = params.scenario.flatMap { workspace.scenarios[$0]?.title }
        result.imported = subject.report
        result.notes += subject.lacks
        return result
    }

    /// What cannot be solved, for whoever asked; nil when the error is another.
    static func unsolvable(_ error: any Error, _ workspace: Workspace) -> ServiceError? {
        let words: Unsolvable
        switch error {
        case let error as SpaceError: words = Unsolvable(error, workspace)
        case let error as SolvingError: words = Unsolvable(error, workspace)
        default: return nil
        }
        return ServiceError(.unsolvable, words.message, hint: words.hint, details: Object([("reason", .string(words.code))]))
    }

    private struct Subject: Sendable {
        var workspace: Workspace
        var revision: Int?
        var report: [String] = []
        var lacks: [String] = []
    }

    private func subject(of params: SolveSpaceParams, by caller: Caller) async throws -> Subject {
        guard !params.files.isEmpty else {
            let snapshot = try await workspace(params.workspace).snapshot(at: params.revision)
            let joined = await contributions.joined(snapshot)
            return Subject(workspace: joined.workspace, revision: snapshot.revision, lacks: joined.lacks)
        }
        guard params.workspace == nil, params.revision == nil else {
            throw ServiceError(
                .invalidParams, "Files and a workspace were both given.", hint: "solve one of them: files stand for themselves")
        }
        let files = params.files
        return try await pool.run(for: caller.client) {
            let foreign = files.map { Importers.File(path: $0.path, text: $0.text) }
            do throws(Diagnostics) {
                guard Workbench.isWorkspace(files) else {
                    let imported = try Importers.read(foreign)
                    return Subject(workspace: imported.workspace, report: imported.report.map(\.line))
                }
                let (workspace, _, _) = try WorkspaceFiles.read(files.map { WorkspaceFiles.File(path: $0.path, text: $0.text) })
                let lacks = workspace.modules.isEmpty ? [] : ["What modules contribute counts only for workspaces that were applied."]
                return Subject(workspace: workspace, lacks: lacks)
            } catch {
                throw Workbench.refusal(error.all)
            }
        }
    }

    /// Whether the files are, or mean to be, a workspace of Parley's own.
    private static func isWorkspace(_ files: [SourceFile]) -> Bool {
        files.contains { file in
            file.path.split(separator: "/").last == "workspace.yaml" || file.text.hasPrefix("parley:") || file.text.contains("\nparley:")
        }
    }
}

extension Imported.Note {
    /// For people: `Car_profile.xml: the discount factor 0.9 is reported, not used`.
    var line: String { file.map { "\($0): \(text)" } ?? text }
}
