import ArgumentParser
import Briefing
import Findings
import Negotiation
import ParleyProtocol
import Shapes

/// Of which state a result is wanted, and how much of it.
struct ResultOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("As of this revision.", valueName: "n"))
    var revision: Int?

    @Flag(name: .long, help: "Show every finding with its evidence, and every table and column.")
    var all = false

    /// Findings of each kind that are shown; nil for all of them.
    var shown: Int? { all ? nil : 6 }
}

/// What commands take that run an analyzer.
struct AnalysisOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Whose account of the positions: declared (what parties say) or assessed (what they would settle for).",
            valueName: "reading"),
        completion: .list(Reading.allCases.map(\.rawValue)))
    var reading: String?

    @Option(
        name: .customLong("param"),
        help: ArgumentHelp("A parameter of the analyzer; see “parley analyzers”.", valueName: "name=value"),
        transform: AnalysisOptions.parameter)
    var parameters: [(name: String, value: String)] = []

    @OptionGroup var result: ResultOptions

    static func parameter(_ text: String) throws -> (name: String, value: String) {
        guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
            throw ValidationError("write name=value, for example reading=declared.")
        }
        return (String(text[..<sign]), String(text[text.index(after: sign)...]))
    }

    /// As text: the analyzer's declaration says what it is to be read as.
    var object: Object {
        var object = Object(parameters.map { ($0.name, .string($0.value)) })
        if let reading { object["reading"] = .string(reading) }
        return object
    }
}

/// A command that runs an analyzer on a workspace.
protocol AnalysisCommand: Command {
    var analysis: AnalysisOptions { get }
    var workspace: WorkspaceOption { get }
}

extension RunParams {
    /// The same for an analyzer that is not asked by name, with those of the parameters that it declares; nil where it looks at a
    /// package and none is at hand.
    func applied(to analyzer: AnalyzerDeclaration) -> RunParams? {
        guard analyzer.subject == .workspace || package != nil else { return nil }
        var run = self
        run.params = Object(params.lazy.filter { name, _ in analyzer.parameters.contains { $0.name == name } }.map { ($0.key, $0.value) })
        run = run.addressed(to: analyzer)
        if analyzer.subject == .workspace { run.package = nil }
        return run
    }

    /// The same for an analyzer, given the package as it takes one: as what it looks at, or as a parameter.
    func addressed(to analyzer: AnalyzerDeclaration) -> RunParams {
        var run = self
        run.analyzer = analyzer.id
        let takesPackage = analyzer.parameters.contains { $0.name == "package" && $0.kind == .package }
        guard let package, analyzer.subject == .workspace, takesPackage else { return run }
        run.package = nil
        // What --param says is the more explicit.
        if run.params["package"] == nil { run.params["package"] = .string(package.text) }
        return run
    }
}

extension AnalysisCommand {
    func params() -> RunParams {
        var params = RunParams()
        params.workspace = workspace.id
        params.revision = analysis.result.revision
        params.params = analysis.object
        return params
    }

    /// With parameters that have options of their own. What --param says is the more explicit.
    func params(given options: [(name: String, value: String?)]) -> RunParams {
        var params = params()
        for (name, value) in options {
            if let value, params.params[name] == nil { params.params[name] = .string(value) }
        }
        return params
    }

    func run(_ analyzer: String, _ params: RunParams, _ output: Output) async throws {
        var params = params
        params.analyzer = analyzer
        try await answer(output, Methods.runAnalyzer, params) { output.terminal.result($0, shown: analysis.result.shown) }
    }
}
