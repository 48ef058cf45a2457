import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// `core.agenda`: what a package does for each party's goals and red lines.
struct AgendaAnalyzer: Analyzer {
    let declaration = AnalyzerDeclaration(
        id: "core.agenda", title: "Whose goals does the package meet?",
        summary: "Checks every goal and red line of every party against the package: met, missed, or still open.",
        subject: .package,
        parameters: [.reading])

    func run(_ request: AnalysisRequest) throws -> AnalysisResult {
        var result = declaration.result(for: request)
        var report = AgendaReport(request, try request.wantedPackage(for: declaration.id))
        result.tables = report.tables()
        result.findings = report.findings()
        result.summary = report.summary()
        result.lacks = report.lacks
        result.status = report.parties.isEmpty ? .notApplicable : result.lacks.isEmpty ? .complete : .partial
        result.provenance = report.explainer.provenance
        return result
    }
}

private struct AgendaReport {
    struct Goal {
        var id: String
        /// Nil when no issue here can tell.
        var truth: Truth?
    }

    struct Line {
        enum Kind {
            case condition(String, RedLine)
            /// Options of an issue (a place in the case) that the party rules out by its stance.
            case stance(Int, [Int])
        }
        var kind: Kind
        /// Whether the package crosses it.
        var crossed: Truth
        var binds: Bool
    }

    struct Agenda {
        /// A place in the case.
        var party: Int
        var goals: [Goal] = []
        var lines: [Line] = []
    }

    let request: AnalysisRequest
    let resolved: ResolvedCase
    let evaluation: PackageEvaluation
    private(set) var parties: [Agenda] = []
    var explainer: Explainer

    init(_ request: AnalysisRequest, _ package: Package) {
        self.request = request
        resolved = ResolvedCase(request.workspace, reading: request.reading)
        // Red lines by stance are what the party says, whether they bind under the reading or not.
        let declared = request.reading == .declared ? resolved : ResolvedCase(request.workspace, reading: .declared)
        evaluation = PackageEvaluation(package, in: resolved)
        explainer = Explainer(request.workspace)
        for (index, party) in resolved.parties.enumerated() {
            var agenda = Agenda(party: index)
            for (id, goal) in party.party.agenda {
                let truth = goal.predicate.map { resolved.truth(of: $0, over: evaluation.choices) }
                agenda.goals.append(Goal(id: id, truth: truth))
                explainer.use(Pointer(["parties", party.id.text, "agenda", id]), goal.source)
            }
            for (id, line) in party.party.redLines {
                agenda.lines.append(
                    Line(
                        kind: .condition(id, line), crossed: resolved.truth(of: line.predicate, over: evaluation.choices),
                        binds: line.binds(under: request.reading)))
                explainer.use(Pointer(["parties", party.id.text, "redLines", id]), line.source)
            }
            for (place, issue) in resolved.issues.enumerated() {
                for (position, binds) in [(party.positions[place], true), (declared.parties[index].positions[place], false)] {
                    guard let position else { continue }
                    let ruledOut = issue.choices.indices.filter { option in
                        guard position.level(of: option, on: issue).isRedLine else { return false }
                        return binds || party.positions[place]?.level(of: option, on: issue).isRedLine != true
                    }
                    guard !ruledOut.isEmpty else { continue }
                    let domain = evaluation.choices.domains[place]
                    let hits = domain.count { ruledOut.contains($0) }
                    agenda.lines.append(
                        Line(
                            kind: .stance(place, ruledOut), crossed: hits == 0 ? .no : hits == domain.count ? .yes : .open,
                            binds: binds))
                    explainer.use(party.id, on: issue.id, position, ruledOut.map { position.level(of: $0, on: issue) })
                }
            }
            if !agenda.goals.isEmpty || !agenda.lines.isEmpty { parties.append(agenda) }
        }
    }

    private func id(_ agenda: Agenda) -> ID<Party> { resolved.parties[agenda.party].id }
    private func name(_ agenda: Agenda) -> String { resolved.parties[agenda.party].party.name }

    private func title(_ line: Line) -> String {
        switch line.kind {
        case .condition(_, let line): line.title
        case .stance(let issue, let options):
            "\(resolved.issues[issue].issue.title): \(Phrase.choices(options, of: resolved.issues[issue]))"
        }
    }

    // MARK: Tables

    func tables() -> [Table] {
        parties.map { agenda in
            var table = Table(
                id: "agenda/\(id(agenda))", title: name(agenda),
                columns: [
                    .init("kind", "Kind"), .init("what", "What it wants or rules out"), .init("state", "In this package"),
                    .init("weight", "Weight", unit: "swing points"), .init("standing", "Rests on"),
                ], isDetail: true)
            for goal in agenda.goals {
                guard let stated = resolved.parties[agenda.party].party.agenda[goal.id] else { continue }
                let state: Cell =
                    switch goal.truth {
                    case .yes?: .verdict("met", .good)
                    case .no?: .verdict("missed", .bad)
                    case .open?: .verdict("open", .warning)
                    case nil: .verdict("no issue here can tell", .neutral)
                    }
                table.rows.append([
                    .text("goal"), .text(stated.title), state,
                    stated.weight.map { .figure(Figure($0, nominal: $0.midpoint)) } ?? .empty, standing(stated.source),
                ])
            }
            for line in agenda.lines {
                let state: Cell =
                    switch line.crossed {
                    case .no: .verdict("kept", .good)
                    case .open: .verdict("open", .warning)
                    case .yes: .verdict("crossed", line.binds ? .bad : .warning)
                    }
                let (kind, source): (String, Citation?) =
                    switch line.kind {
                    case .condition(_, let stated): ("\(stated.firmness.rawValue) red line", stated.source)
                    case .stance(let issue, _):
                        ("ruled-out options", resolved.issues[issue].issue.positions[id(agenda)]?.source)
                    }
                table.rows.append([
                    .text(line.binds ? kind : "\(kind), not binding here"), .text(title(line)), state, .empty, standing(source),
                ])
            }
            return table
        }
    }

    private func standing(_ source: Citation?) -> Cell {
        guard let source else { return .verdict("no source", .warning) }
        return .text("\(source)\(Standing(of: source, in: resolved.workspace) == .assumed ? " (assumption)" : "")")
    }

    // MARK: Findings

    mutating func findings() -> [Finding] {
        var findings: [Finding] = []
        for agenda in parties {
            for line in agenda.lines where line.crossed != .no { findings.append(finding(line, agenda)) }
        }
        for agenda in parties where !agenda.goals.isEmpty { findings.append(finding(agenda)) }
        let order = Finding.Kind.allCases
        return findings.enumerated().sorted { a, b in
            let (x, y) = (order.firstIndex(of: a.element.kind) ?? 0, order.firstIndex(of: b.element.kind) ?? 0)
            return (x, a.offset) < (y, b.offset)
        }.map(\.element)
    }

    private mutating func finding(_ line: Line, _ agenda: Agenda) -> Finding {
        let party = evaluation.parties[agenda.party]
        let consent = party.requirement == .yes || party.reasons.contains(.counted)
        let isCrossed = line.crossed == .yes
        let kind: Finding.Kind =
            isCrossed && line.binds && party.requirement == .yes
            ? .blocks : consent || party.requirement == .open ? .fragile : .note
        let key: String
        var issues: [ID<Issue>]
        var evidence: [Evidence]
        switch line.kind {
        case .condition(let id, let stated):
            key = id
            issues = stated.predicate.scope
            evidence = [explainer.evidence(redLine: id, of: party.id)]
        case .stance(let place, let options):
            let issue = resolved.issues[place]
            key = issue.id.text
            issues = [issue.id]
            evidence = []
            let chosen = options.filter { evaluation.choices.domains[place].contains($0) }
            if let position = resolved.parties[agenda.party].positions[place], let first = chosen.first {
                for option in issue.issue.range == nil ? chosen : [first] {
                    evidence += explainer.evidence(party.id, on: issue, position.level(of: option, on: issue), at: option)
                }
            }
        }
        evidence += choices(issues)
        let verb = isCrossed ? "crosses" : "may yet cross"
        var finding = Finding(
            kind, id: "red-line/\(party.id)/\(key)", "The package \(verb) a red line of \(name(agenda)): \(title(line))",
            detail: line.binds
                ? consent
                    ? nil
                    : party.requirement == .open
                        ? "Its consent is needed only with some of what is still open."
                        : "Its consent is not required; it would object."
                : "It is what \(name(agenda)) says; \(resolved.reading.phrase) it does not bind.")
        finding.parties = [party.id]
        finding.issues = issues
        finding.evidence = evidence
        return finding
    }

    private mutating func finding(_ agenda: Agenda) -> Finding {
        let told = agenda.goals.filter { $0.truth != nil }
        func titles(_ truth: Truth?) -> [String] {
            agenda.goals.filter { $0.truth == truth }.compactMap { resolved.parties[agenda.party].party.agenda[$0.id]?.title }
        }
        let (met, missed, open, untold) = (titles(.yes), titles(.no), titles(.open), titles(nil))
        var parts: [String] = []
        if !met.isEmpty { parts.append("Met: \(Phrase.list(met)).") }
        if !missed.isEmpty { parts.append("Missed: \(Phrase.list(missed)).") }
        if !open.isEmpty { parts.append("Open: \(Phrase.list(open)).") }
        if !untold.isEmpty { parts.append("No issue here can tell: \(Phrase.list(untold)).") }
        let rest = open.isEmpty ? "" : ", and \(open.count) \(Phrase.verb(open.count, "is", "are")) open"
        var finding = Finding(
            met.count == told.count && !told.isEmpty ? .strong : .note, id: "goals/\(id(agenda))",
            "The package meets \(met.count) of \(Phrase.count(told.count, "goal")) of \(name(agenda))\(rest)",
            detail: parts.joined(separator: " "))
        finding.parties = [id(agenda)]
        for goal in agenda.goals { finding.evidence.append(explainer.evidence(goal: goal.id, of: id(agenda))) }
        finding.issues = Array(
            OrderedSet(agenda.goals.flatMap { resolved.parties[agenda.party].party.agenda[$0.id]?.predicate?.scope ?? [] }))
        return finding
    }

    /// What the package says on some issues, where it is a package of the workspace that can be pointed at.
    private func choices(_ issues: [ID<Issue>]) -> [Evidence] {
        guard let id = request.packageID, let package = resolved.workspace.packages[id] else { return [] }
        return issues.compactMap { issue in
            guard package.choices[issue] != nil, let place = resolved.index(of: issue) else { return nil }
            return Evidence(
                Pointer(["packages", id.text, "choices", issue.text]),
                text: "the package: \(Phrase.choices(evaluation.choices.domains[place], of: resolved.issues[place]))",
                source: package.source)
        }
    }

    // MARK: The whole

    var lacks: [String] {
        var lacks: [String] = []
        let open = resolved.issues.indices.filter {
            evaluation.choices.statuses[$0] == .open || evaluation.choices.statuses[$0] == .disputed
        }
        if !open.isEmpty { lacks.append("a choice on \(Phrase.brief(open.map { "“\(resolved.issues[$0].issue.title)”" }))") }
        return lacks
    }

    func summary() -> String {
        guard !parties.isEmpty else { return "No party here has goals or red lines." }
        let goals = parties.flatMap(\.goals)
        let lines = parties.flatMap(\.lines)
        func count(_ truth: Truth?) -> Int { goals.count { $0.truth == truth } }
        var parts = ["meets \(count(.yes)) of \(Phrase.count(goals.count, "goal"))", "misses \(count(.no))"]
        if count(.open) > 0 { parts.append("leaves \(count(.open)) open") }
        let untold = count(nil) > 0 ? " No issue here can tell of \(count(nil))." : ""
        let crossed = lines.filter { $0.crossed == .yes }
        let binding = crossed.count { $0.binds }
        let blocking = parties.filter { agenda in
            evaluation.parties[agenda.party].requirement == .yes && agenda.lines.contains { $0.crossed == .yes && $0.binds }
        }
        let blockers = Phrase.list(blocking.map(name))
        let redLines: String
        let open = lines.count { $0.crossed == .open }
        let mayCross = open == 0 ? "" : " What is still open may cross \(Phrase.count(open, "more", "more"))."
        if !crossed.isEmpty {
            let binds = binding == 0 ? "none binds" : "\(binding) \(Phrase.verb(binding, "binds", "bind"))"
            let blocks = blocking.isEmpty ? "" : ": \(blockers) \(Phrase.verb(blocking.count, "blocks", "block")) it"
            redLines =
                "It crosses \(Phrase.count(crossed.count, "red line")), of which \(binds) \(resolved.reading.phrase)\(blocks).\(mayCross)"
        } else if lines.contains(where: { $0.crossed == .open }) {
            redLines = "No red line is crossed yet; some may be by what is still open."
        } else {
            redLines = "It crosses no red line."
        }
        return "The package \(Phrase.list(parts)).\(untold) \(redLines)"
    }
}
