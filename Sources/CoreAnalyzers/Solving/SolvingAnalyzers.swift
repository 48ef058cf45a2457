import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

extension Parameter {
    fileprivate static let ranges = Parameter(
        "ranges", .word,
        "where stated ranges are taken: at their midpoints, at the ends that are worst for each party, or at the best",
        words: RangeEnd.allCases.map(\.rawValue), standard: .string(RangeEnd.nominal.rawValue))
}

/// `core.frontier`: which packages nobody can improve on without somebody losing.
struct FrontierAnalyzer: Analyzer {
    let declaration = AnalyzerDeclaration(
        id: "core.frontier", title: "Which packages cannot be improved for everybody?",
        summary: "Finds every efficient package among those acceptable to all who must consent, and shows a handful by what they trade.",
        subject: .workspace,
        parameters: [
            .reading, .ranges, .package, .scenario,
            Parameter(
                "within", .number,
                "points by which packages may be better, for every party, than those listed; with more than 0 the answer comes sooner",
                range: Interval(low: 0, high: 100), standard: .number(0)),
        ])

    func run(_ request: AnalysisRequest) throws -> AnalysisResult {
        try SolvingReport.result(declaration, request, wantsFrontier: true) { report, result in
            result.tables = [report.size(), report.representatives()].compactMap { $0 }
            result.scatters = [report.scatter()].compactMap { $0 }
            result.findings = report.frontierFindings()
            result.summary = report.frontierSummary()
        }
    }
}

/// `core.solutions`: which packages are fair, by which definition.
struct SolutionsAnalyzer: Analyzer {
    let declaration = AnalyzerDeclaration(
        id: "core.solutions", title: "Which packages are fair, by which definition?",
        summary: "Finds the best packages by seven definitions of a fair compromise, exactly and with all ties, and what they share.",
        subject: .workspace,
        parameters: [
            .reading, .ranges, .package, .scenario,
            Parameter(
                "near", .bool, "whether to say what packages share that are nearly as good as each solution; takes a few seconds",
                standard: .bool(false)),
        ])

    func run(_ request: AnalysisRequest) throws -> AnalysisResult {
        try SolvingReport.result(declaration, request, wantsFrontier: false) { report, result in
            result.tables = [report.solutions(), report.choices()].compactMap { $0 }
            result.charts = report.charts()
            result.findings = report.solutionFindings()
            result.summary = report.solutionSummary()
        }
    }
}

/// A solved space in tables, charts and findings.
private struct SolvingReport {
    let solved: SolveResult
    let resolved: ResolvedCase
    var explainer: Explainer

    /// Solves what the request asks for, and has `fill` say what is to be said of it. What cannot be solved is an answer too.
    static func result(
        _ declaration: AnalyzerDeclaration, _ request: AnalysisRequest, wantsFrontier: Bool,
        fill: (inout SolvingReport, inout AnalysisResult) -> Void
    ) throws -> AnalysisResult {
        var result = declaration.result(for: request)
        var workspace = request.workspace
        if let name = request.parameters["scenario"]?.string {
            guard let changed = workspace.under(ID(name)) else { throw Diagnostics.unknownScenario(name, in: workspace) }
            workspace = changed
        }
        var question = SolvingQuestion(workspace)
        question.reading = request.reading
        question.end = request.parameters["ranges"]?.string.flatMap(RangeEnd.init(rawValue:)) ?? .nominal
        question.wantsFrontier = wantsFrontier
        question.within = request.parameters["within"]?.number ?? 0
        question.wantsShared = request.parameters["near"]?.bool == true
        if let package = request.parameters["package"]?.string { question.package = workspace.packages[ID(package)] ?? Package() }
        do {
            var report = SolvingReport(
                solved: try SpaceSolver.solve(question, control: request.control),
                resolved: ResolvedCase(workspace, reading: question.reading), explainer: Explainer(workspace))
            report.explainer.use(report.solved.parties.map(\.id), in: report.resolved)
            fill(&report, &result)
            result.lacks = report.solved.notes
            result.provenance = report.explainer.provenance
        } catch let error as SpaceError {
            let words = Unsolvable(error, workspace)
            result.status = .notApplicable
            result.summary = words.message
            result.lacks = [words.hint]
        } catch let error as SolvingError {
            let words = Unsolvable(error, workspace)
            result.status = .partial
            result.summary = words.message
            result.lacks = [words.hint]
        }
        return result
    }

    // MARK: Words

    private var isEmpty: Bool { solved.solutions.isEmpty && solved.frontier?.distinct ?? 0 == 0 }

    /// What there is to say when nothing is acceptable to all.
    private func emptyFinding() -> Finding {
        guard solved.acceptable.atMost == 0 else {
            return Finding(
                .missing, id: "no-package", "No package that all who must consent accept was found, \(resolved.reading.phrase)",
                detail: "That there is none is not proven. Settle some issues in a package and solve what is left.")
        }
        return Finding(
            .blocks, id: "no-zone", "No package is acceptable to all who must consent, \(resolved.reading.phrase)",
            detail: """
                Nothing among \(solved.feasible.words) feasible packages clears every floor and red line. Try the other reading, \
                or the best ends of the ranges; “parley evaluate” shows who blocks a package by what.
                """)
    }

    func frontierSummary() -> String {
        guard let frontier = solved.frontier, !isEmpty else { return emptyFinding().title + "." }
        let listed = frontier.exact
            ? "\(frontier.outcomes.words) of them cannot be improved for everybody"
            : "every one of them is within \(frontier.epsilon.roundedUp(decimals: 3)) points, for every party compared, of one of \(frontier.distinct) that were found"
        return "\(Phrase.capitalized(solved.acceptable.words)) of \(solved.feasible.words) feasible packages are acceptable to all who must consent; \(listed)."
    }

    mutating func frontierFindings() -> [Finding] {
        guard let frontier = solved.frontier, !isEmpty else { return [emptyFinding()] }
        var findings: [Finding] = []
        if !frontier.exact {
            findings.append(
                Finding(
                    .note, id: "thinned", "The frontier is known to within \(frontier.epsilon.roundedUp(decimals: 3)) points",
                    detail: "Every acceptable package is within so many points of one that was found, for every party compared; what was found may itself be bettered by as much."))
        }
        for (place, party) in solved.parties.enumerated() {
            let values = frontier.representatives.map { $0.utilities[place] }
            guard let low = values.min(), let high = values.max() else { continue }
            var finding = Finding(
                .note, id: "span/\(party.id)",
                "Among \(frontier.exact ? "efficient " : "")packages shown, \(party.name) gets between \(low.rounded(decimals: 1)) and \(high.rounded(decimals: 1)); its floor is \(party.floor.rounded(decimals: 1))")
            finding.parties = [party.id]
            finding.evidence = explainer.floorEvidence(party.id)
            findings.append(finding)
        }
        return findings
    }

    func solutionSummary() -> String {
        guard let first = solved.solutions.values.first, let package = first.packages.first else { return emptyFinding().title + "." }
        let shared = agreed()
        let among = "Of \(Phrase.count(solved.open.count, "open issue")), the definitions agree on \(shared.count)."
        let values = zip(solved.parties, package.utilities).map { "\($0.name) \($1.rounded(decimals: 1))" }
        return "\(first.title): \(Phrase.list(values)). \(among)"
    }

    /// Issues on which every package of every solution has the same option.
    private func agreed() -> [(ID<Issue>, ID<Option>)] {
        let packages = solved.solutions.values.flatMap(\.packages)
        return solved.open.compactMap { issue in
            let options = Set(packages.compactMap { $0.choices[issue] })
            guard options.count == 1, let option = options.first else { return nil }
            return (issue, option)
        }
    }

    mutating func solutionFindings() -> [Finding] {
        guard !isEmpty else { return [emptyFinding()] }
        var findings: [Finding] = []
        let shared = agreed()
        if !shared.isEmpty {
            let words = shared.map { "\(explainer.title($0.0)): \(explainer.title($0.1, of: $0.0))" }
            var finding = Finding(
                .strong, id: "agreed", "Whatever the definition, \(Phrase.count(shared.count, "issue")) \(Phrase.verb(shared.count, "comes", "come")) out the same",
                detail: Phrase.brief(words, most: 12))
            finding.issues = shared.map(\.0)
            findings.append(finding)
        }
        for (id, solution) in solved.solutions {
            guard let near = solution.shared else { continue }
            let words = near.map { "\(explainer.title($0.key)): \(explainer.title($0.value, of: $0.key))" }
            let set = "acceptable package that is nowhere more than \(SolveResult.Solution.nearness) points below it"
            var finding = Finding(
                .note, id: "near/\(id)",
                "\(solution.title): what is nearly as good shares \(Phrase.count(near.count, "issue")) of \(solved.open.count)",
                detail: near.isEmpty
                    ? "On every issue some \(set) has another option: no single option is what makes it good."
                    : "Every \(set) has: \(words.joined(separator: "; ")).")
            finding.issues = Array(near.keys)
            findings.append(finding)
        }
        let contested = solved.open.filter { issue in !shared.contains { $0.0 == issue } }
        if !contested.isEmpty {
            var finding = Finding(
                .fragile, id: "contested", "On \(Phrase.count(contested.count, "issue")) the answer depends on what is called fair",
                detail: Phrase.brief(contested.map(explainer.title), most: 12))
            finding.issues = contested
            findings.append(finding)
        }
        for (id, solution) in solved.solutions where !solution.exact {
            findings.append(
                Finding(
                    .fragile, id: "stopped/\(id)", "\(solution.title): the search was stopped before it was proven",
                    detail: "What was found is acceptable to all; a better package, if there is one, stays within the bound shown."))
        }
        for (id, solution) in solved.solutions where solution.ties.atLeast > 1 {
            findings.append(Finding(.note, id: "ties/\(id)", "\(solution.title): \(solution.ties.words) packages are exactly as good"))
        }
        return findings
    }

    // MARK: Tables and charts

    private var partyColumns: [Table.Column] { solved.parties.map { .init($0.id.text, $0.name, unit: "0–100") } }

    private func cells(_ utilities: [Number]) -> [Cell] { utilities.map { .figure(Figure(exact: $0.rounded(decimals: 1))) } }

    func size() -> Table {
        Table(
            id: "size", title: "How many packages there are",
            columns: [.init("what", "What"), .init("packages", "Packages")],
            rows: [
                [.text("ways to settle what is open"), .text(solved.outcomes.words)],
                [.text("that meet every requirement"), .text(solved.feasible.words)],
                [.text("acceptable to all who must consent"), .text(solved.acceptable.words)],
                [
                    .text(solved.frontier?.exact == false ? "found, to stand for the efficient ones" : "efficient among these"),
                    .text(solved.frontier?.outcomes.words ?? ""),
                ],
            ])
    }

    func representatives() -> Table? {
        guard let frontier = solved.frontier, !frontier.representatives.isEmpty else { return nil }
        return Table(
            id: "representatives", title: "\(frontier.exact ? "Efficient packages" : "Packages") that show what there is to choose from",
            columns: [.init("package", "Package")] + partyColumns,
            rows: frontier.representatives.map { [.text($0.name ?? "")] + cells($0.utilities) },
            note: note)
    }

    /// Of values in one row.
    private let note = """
        Values are each party's own, exact \
        at the points of the ranges that were taken: 0 is its worst listed option on every issue, 100 all its demands met.
        """

    func scatter() -> Scatter? {
        guard let frontier = solved.frontier, solved.parties.count >= 2, !frontier.points.isEmpty else { return nil }
        let (x, y) = opposed(frontier.points)
        func axis(_ place: Int) -> Scatter.Axis {
            let values = frontier.points.map { $0.utilities[place] } + [solved.parties[place].floor]
            let scale = Interval(low: values.min() ?? 0, high: values.max() ?? 100)
            return Scatter.Axis(solved.parties[place].name, scale, reference: solved.parties[place].floor)
        }
        return Scatter(
            id: "frontier", title: "The frontier, \(solved.parties[x].name) against \(solved.parties[y].name)", x: axis(x), y: axis(y),
            points: frontier.points.map { Scatter.Point($0.utilities[x], $0.utilities[y]) })
    }

    /// The two parties whose values conflict most along the frontier.
    private func opposed(_ points: [SolveResult.Solved]) -> (Int, Int) {
        let values = solved.parties.indices.map { place in points.map { $0.utilities[place].double } }
        let means = values.map { $0.reduce(0, +) / Double(max(1, $0.count)) }
        var best = (0, 1)
        var least = Double.infinity
        for x in values.indices {
            for y in values.indices where y > x {
                let covariance = zip(values[x], values[y]).reduce(0) { $0 + ($1.0 - means[x]) * ($1.1 - means[y]) }
                if covariance < least {
                    least = covariance
                    best = (x, y)
                }
            }
        }
        return best
    }

    func solutions() -> Table? {
        guard !isEmpty else { return nil }
        return Table(
            id: "solutions", title: "The best packages by each definition, \(resolved.reading.phrase)",
            columns: [.init("solution", "Solution")] + partyColumns + [
                .init("value", "Reaches", isDetail: true), .init("measure", "Of", isDetail: true), .init("ties", "As good", isDetail: true),
                .init("definition", "Definition", isDetail: true),
            ],
            rows: solved.solutions.values.map { solution in
                [.text(solution.title)] + cells(solution.utilities) + [
                    .figure(solution.value), .text(solution.measure), .text(solution.ties.words), .text(solution.definition),
                ]
            }, note: note)
    }

    /// What the solutions choose where they differ.
    func choices() -> Table? {
        let shared = Set(agreed().map(\.0))
        let issues = solved.open.filter { !shared.contains($0) }
        guard !issues.isEmpty, !isEmpty else { return nil }
        return Table(
            id: "choices", title: "Where the definitions differ",
            columns: [.init("issue", "Issue")] + solved.solutions.map { .init($0.key, $0.value.title) },
            rows: issues.map { issue in
                [explainer.cell(issue)] + solved.solutions.values.map { solution in
                    solution.packages.first?.choices[issue].map { .text(explainer.title($0, of: issue)) } ?? .empty
                }
            }, isDetail: true)
    }

    func charts() -> [Chart] {
        solved.solutions.map { id, solution in
            let values = solution.utilities + solved.parties.map(\.floor)
            let scale = Interval(low: min(0, values.min() ?? 0), high: max(100, values.max() ?? 100))
            return Chart(
                id: "values/\(id)", title: solution.title, scale: scale, unit: "0–100",
                bars: zip(solved.parties, solution.utilities).map { party, value in
                    .init(party.name, Figure(exact: value.rounded(decimals: 1)), reference: Figure(exact: party.floor.rounded(decimals: 1)))
                })
        }
    }
}
