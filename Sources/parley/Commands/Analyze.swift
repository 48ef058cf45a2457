import ArgumentParser
import Briefing
import Findings
import Negotiation
import ParleyProtocol
import Shapes
import Wire

struct Analyze: AnalysisCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze",
        abstract: "Run analyzers by their ids, or all that apply.",
        usage: "parley analyze [<options>] [<id> ...]",
        discussion: """
            Without ids: every analyzer that looks at the workspace, and with --package those too that look at a package, in \
            one report (with --all, each in full); parameters go to those that declare them. “parley analyzers” lists ids and \
            parameters. JSON is a list of results.

            Examples:
              parley analyze
              parley analyze core.evaluate core.agenda --package bridging
              parley analyze core.provenance --package bridging
              parley analyze core.gaps --param reading=declared
            """)

    @Argument(help: ArgumentHelp("Analyzers.", valueName: "id"), completion: Completing.analyzers)
    var ids: [String] = []

    @Option(
        name: .long, help: ArgumentHelp("The package, for analyzers that look at one or take one.", valueName: "id"),
        completion: Completing.packages)
    var package: String?

    @OptionGroup var analysis: AnalysisOptions
    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        let session = try await Session.open(common, output)
        var params = params()
        params.package = package.map { ID($0) }
        let runs = try await ids.isEmpty ? applying(params, session) : named(params, session)
        let isReport = ids.isEmpty && !analysis.result.all
        var values: [Value] = []
        var results: [AnalysisResult] = []
        for (index, params) in runs.enumerated() {
            let answer = try await session.call(Methods.runAnalyzer, params)
            if common.json {
                values.append(answer.value)
            } else if isReport {
                results.append(try answer.result())
            } else {
                if index > 0 { output.text("\n") }
                output.text(output.terminal.result(try answer.result(), shown: analysis.result.shown))
            }
        }
        if common.json { return output.json(.array(values)) }
        guard isReport else { return }
        let subject = package.map { "What there is to say of “\($0)”" } ?? "What there is to say"
        output.text(output.terminal.report(on: subject, results))
    }

    private func with(_ params: RunParams, analyzer: String) -> RunParams {
        var params = params
        params.analyzer = analyzer
        return params
    }

    /// The runs of the analyzers named. Only the declarations tell how an analyzer takes a package.
    private func named(_ params: RunParams, _ session: Session) async throws -> [RunParams] {
        guard package != nil else { return ids.map { with(params, analyzer: $0) } }
        let analyzers = try await session.call(Methods.listAnalyzers, NoParams()).result()
        return ids.map { id in
            // The daemon says what is wrong with an id that nobody registered.
            analyzers.first { $0.id == id }.map(params.addressed(to:)) ?? with(params, analyzer: id)
        }
    }

    /// The runs of all analyzers that apply, each with the parameters that it declares.
    private func applying(_ params: RunParams, _ session: Session) async throws -> [RunParams] {
        let analyzers = try await session.call(Methods.listAnalyzers, NoParams()).result()
            .filter { $0.subject == .workspace || package != nil }
        for name in params.params.keys where !analyzers.contains(where: { $0.parameters.contains { $0.name == name } }) {
            throw Fault(
                .badInput, code: "unknown-parameter", "None of the analyzers that apply has a parameter “\(name)”.",
                hint: "“parley analyzers” lists analyzers and parameters")
        }
        return analyzers.compactMap(params.applied(to:))
    }
}
