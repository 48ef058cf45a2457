import ArgumentParser
import Briefing
import Findings
import Negotiation
import ParleyProtocol
import Shapes
import Wire

struct Brief: Command {
    static let configuration = CommandConfiguration(
        commandName: "brief",
        abstract: "One page for a negotiator: is a deal possible, what blocks it, and what to find out first.",
        usage: "parley brief [<options>] [<package>]",
        discussion: """
            Runs core.brief: by what parties say and by what they would settle for, whether a deal is possible and over which \
            ranges; who blocks by what; what it turns on; each side's no deal; how far the drafts are from being agreed, and \
            the cheapest trades; and the five ranges whose narrowing would settle most. With a package only that draft is \
            looked at. Last comes what the issue modules put first; “parley analyze” tells all that they found. JSON is the \
            result of core.brief alone.

            Examples:
              parley brief
              parley brief bridging
              parley brief --markdown > brief.md
            """)

    @Argument(help: ArgumentHelp("The draft to look at.", valueName: "package"), completion: Completing.packages)
    var package: String?

    @Option(
        name: .long, help: ArgumentHelp("A world scenario to look under.", valueName: "scenario"),
        completion: Completing.scenarios)
    var scenario: String?

    @Option(
        name: .customLong("for"), help: ArgumentHelp("Compute it from only what this audience may see.", valueName: "audience"))
    var audience: String?

    @Flag(name: .long, help: "Write Markdown.")
    var markdown = false

    @OptionGroup var result: ResultOptions
    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        let session = try await Session.open(common, output)
        // Modules see everything, and the case as it stands.
        async let heard = audience == nil && scenario == nil && !common.json ? try await modules(session) : nil
        var params = params
        params.analyzer = "core.brief"
        params.audience = audience
        if let package { params.params["package"] = .string(package) }
        if let scenario { params.params["scenario"] = .string(scenario) }
        let answer = try await session.call(Methods.runAnalyzer, params)
        if common.json { return output.json(answer.value) }
        var brief = try answer.result()
        let found = try await heard
        brief.lacks += found?.silent ?? []
        if scenario != nil, audience == nil {
            brief.lacks.append("The issue modules were not asked: they look at the case as it stands, not under a scenario.")
        }
        let report = "parley analyze" + (package.map { " --package \($0)" } ?? "")
        let digest = found.map { (digest: Digest($0.results), report: report) }
        output.text(
            markdown
                ? MarkdownText.of(brief, modules: digest, isWhole: result.all)
                : output.terminal.brief(brief, modules: digest, shown: result.shown))
    }

    /// Of which state of which workspace.
    private var params: RunParams {
        var params = RunParams()
        params.workspace = workspace.id
        params.revision = result.revision
        return params
    }

    /// What the modules' analyzers find, and which of them did not answer. Modules are asked at once, each one thing after the other.
    private func modules(_ session: Session) async throws -> (results: [AnalysisResult], silent: [String]) {
        var params = params
        params.package = package.map { ID($0) }
        let runs = try await session.call(Methods.listAnalyzers, NoParams()).result()
            .filter { !$0.id.hasPrefix("core.") }.compactMap { params.applied(to: $0) }
        let modules = Dictionary(grouping: runs) { $0.analyzer.prefix { $0 != "." } }
        return try await withThrowingTaskGroup(of: [(analyzer: String, answer: Result<AnalysisResult, Fault>)].self) { group in
            for runs in modules.values {
                group.addTask {
                    var answers: [(analyzer: String, answer: Result<AnalysisResult, Fault>)] = []
                    for run in runs {
                        do throws(Fault) {
                            answers.append((run.analyzer, .success(try await session.call(Methods.runAnalyzer, run).result())))
                        } catch { answers.append((run.analyzer, .failure(error))) }
                    }
                    return answers
                }
            }
            var answers: [String: Result<AnalysisResult, Fault>] = [:]
            for try await some in group { for (analyzer, answer) in some { answers[analyzer] = answer } }
            var (results, silent): ([AnalysisResult], [String]) = ([], [])
            for run in runs {
                switch answers[run.analyzer] {
                case .success(let result)?: results.append(result)
                case .failure(let fault)?: silent.append("\(run.analyzer) did not answer: \(fault.message)")
                case nil: break
                }
            }
            return (results, silent)
        }
    }
}
