import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// `core.evaluate`: what a package is worth to each party, and whether it can become an agreement.
struct EvaluateAnalyzer: Analyzer {
    let declaration = AnalyzerDeclaration(
        id: "core.evaluate", title: "Could everybody sign it?",
        summary:
            "Values the package for each party against no deal, and says who must consent, who does, and who blocks by what.",
        subject: .package,
        parameters: [
            .reading,
            Parameter(
                "time", .integer,
                "when it would be signed, in time units after the workspace's date: what no deal costs may depend on it",
                range: Interval(low: 0, high: 100_000), standard: 0),
        ])

    func run(_ request: AnalysisRequest) throws -> AnalysisResult {
        var result = declaration.result(for: request)
        let package = try request.wantedPackage(for: declaration.id)
        var report = EvaluationReport(request, package)
        result.tables = [report.values()] + report.contributions()
        result.charts = [report.chart()]
        result.findings = report.findings()
        if let completions = try Completions(request, report.evaluation) {
            result.findings.insert(completions.finding(report.explainer), at: 0)
            if let foreclosed = completions.foreclosed(report.explainer) { result.findings.append(foreclosed) }
            if let table = completions.table(report.explainer) { result.tables.insert(table, at: 1) }
        }
        result.summary = report.summary()
        result.lacks = report.lacks
        result.status = request.workspace.parties.isEmpty ? .notApplicable : result.lacks.isEmpty ? .complete : .partial
        result.provenance = report.explainer.provenance
        return result
    }
}

/// The evaluation of a package, in tables and a chart; what follows from it stands in `EvaluationFindings.swift`.
struct EvaluationReport {
    let resolved: ResolvedCase
    let package: Package
    let evaluation: PackageEvaluation
    var explainer: Explainer

    init(_ request: AnalysisRequest, _ package: Package) {
        resolved = ResolvedCase(request.workspace, reading: request.reading, time: request.parameters["time"]?.int ?? 0)
        self.package = package
        evaluation = PackageEvaluation(package, in: resolved)
        explainer = Explainer(request.workspace)
        countClaims()
    }

    func party(_ id: ID<Party>) -> ResolvedParty? { resolved.index(of: id).map { resolved.parties[$0] } }

    /// Parties of whose interests the workspace says anything: the others take no row.
    var known: [PartyEvaluation] {
        evaluation.parties.filter { party in
            !party.contributions.isEmpty || party.requirement != .no || party.reasons.contains(.counted) || !party.lines.isEmpty
        }
    }

    private mutating func countClaims() {
        for (party, evaluated) in zip(resolved.parties, evaluation.parties) {
            for (index, issue) in resolved.issues.enumerated() {
                guard let position = party.positions[index] else { continue }
                let choices = OrderedSet(evaluation.choices.domains[index] + resolved.noDeal.domains[index])
                explainer.use(party.id, on: issue.id, position, choices.map { position.level(of: $0, on: issue) })
            }
            let pointer = Pointer(["parties", party.id.text])
            for contribution in evaluated.contributions {
                if case .goal(let id) = contribution.subject {
                    explainer.use(pointer / "agenda" / id, party.party.agenda[id]?.source)
                }
            }
            for id in party.bindingRedLines { explainer.use(pointer / "redLines" / id, party.party.redLines[id]?.source) }
            if party.party.reservation != nil {
                explainer.use(pointer / "reservation", party.party.reservationSource)
            } else {
                for index in party.outsideInForce {
                    explainer.use(pointer.outside(index, of: party.party), party.party.outside[index].source)
                }
            }
        }
        for (id, linkage) in resolved.workspace.linkages { explainer.use(Pointer(["linkages", id.text]), linkage.source) }
        if let noDeal = resolved.workspace.noDeal { explainer.use("/noDeal", noDeal.source) }
        if let decision = resolved.workspace.decision { explainer.use("/decision", decision.source) }
    }

    // MARK: Tables

    func values() -> Table {
        Table(
            id: "values", title: "What the package is worth to each party, \(resolved.reading.phrase)",
            columns: [
                .init("party", "Party"), .init("consent", "Needed"), .init("value", "Value", unit: "0–100"),
                .init("floor", known.contains { $0.floor == .reservation } ? "Floor" : "No deal", unit: "0–100"),
                .init("margin", "Above no deal", unit: "swing points", isDetail: true),
                .init("verdict", "Consent"), .init("nominal", "At the midpoints", isDetail: true),
                .init("because", "Because", isDetail: true),
            ],
            rows: known.map { party in
                [
                    explainer.cell(party.id), .text(requirement(of: party)), cell(party.value, of: party),
                    cell(party.floorValue, of: party),
                    party.margin.map { .figure(Figure($0.range, nominal: $0.nominal)) } ?? .empty, party.verdict.cell,
                    party.accepts.map { $0 ? .verdict("accepts", .good) : .verdict("rejects", .bad) } ?? .empty,
                    .text(because(party)),
                ]
            },
            note: """
                Values are each party's own: 0 is its worst listed option on every issue, 100 all its demands met. They are \
                not comparable across parties. Ranges hold whatever the true values within the stated ranges\
                \(open); acceptance is decided on the difference in swing points, where what the package and no deal share cancels. Where a party has \
                stated a reservation, that stands in place of its no deal.
                """)
    }

    /// What is to be said of the ranges of an incomplete package.
    private var open: String {
        evaluation.choices.isComplete
            ? ""
            : """
            , and whatever is chosen for what is open: they are outer bounds, taken issue by issue, and requirements between \
            issues may make them narrower
            """
    }

    private func cell(_ value: PartyValue, of party: PartyEvaluation) -> Cell {
        if party.floor == .members { return .text("through its members") }
        return Figure(value).map(Cell.figure) ?? .text(party.contributions.isEmpty ? "nothing known" : "no bound")
    }

    private func requirement(of party: PartyEvaluation) -> String {
        if party.requirement == .yes { return "yes" }
        let through = evaluation.parties.filter { bloc in
            bloc.requirement == .yes && bloc.floor == .members
                && self.party(bloc.id)?.party.members.contains(party.id) == true
        }
        if !through.isEmpty { return "through \(Phrase.list(through.map { explainer.name($0.id) }))" }
        if party.requirement == .open { return "depends on what is open" }
        return party.reasons.contains(.counted) ? "one of several" : "no"
    }

    /// What decides it, in a few words: red lines before points.
    private func because(_ party: PartyEvaluation) -> String {
        let crossed = party.lines.filter(\.isCertain)
        if !crossed.isEmpty { return "crosses \(Phrase.brief(crossed.map { title($0, of: party.id) }, most: 2))" }
        if party.floor == .members { return "decides through its members" }
        if !party.lines.isEmpty { return "may cross \(Phrase.brief(party.lines.map { title($0, of: party.id) }, most: 2))" }
        if party.verdict == .unknown, party.contributions.isEmpty { return "nothing says what it wants" }
        return party.verdict == .unknown ? "depends on what is open" : ""
    }

    func title(_ line: PartyEvaluation.Line, of party: ID<Party>) -> String {
        switch line.kind {
        case .condition(let id): Phrase.quoted(self.party(party)?.party.redLines[id]?.title ?? id)
        case .stance(let issue, let options):
            Phrase.brief(options.map { Phrase.quoted(explainer.title($0, of: issue)) }, most: 2)
                + " on \(explainer.title(issue))"
        }
    }

    func contributions() -> [Table] {
        known.filter { $0.floor != .members && !$0.contributions.isEmpty }.map { party in
            Table(
                id: "contributions/\(party.id)", title: "\(explainer.name(party.id)): what each part brings",
                columns: [
                    .init("part", "Part"), .init("choice", "The package"), .init("without", "No deal"),
                    .init("package", "It brings", unit: "swing points"),
                    .init("no-deal", "No deal brings", unit: "swing points"),
                    .init("difference", "Difference", unit: "swing points"),
                ],
                rows: party.contributions.map { contribution in
                    let (name, choice, without) = words(contribution, of: party.id)
                    return [
                        name, .text(choice), .text(without),
                        .figure(Figure(contribution.package.range, nominal: contribution.package.nominal)),
                        .figure(Figure(contribution.noDeal.range, nominal: contribution.noDeal.nominal)),
                        .figure(Figure(contribution.difference.range, nominal: contribution.difference.nominal)),
                    ]
                },
                note: party.floor == .reservation
                    ? "Its floor is a stated reservation, so the differences to no deal do not decide." : nil,
                isDetail: true)
        }
    }

    func words(_ contribution: Contribution, of party: ID<Party>) -> (name: Cell, choice: String, without: String) {
        switch contribution.subject {
        case .issue(let id):
            guard let index = resolved.index(of: id) else { return (explainer.cell(id), "", "") }
            let issue = resolved.issues[index]
            let status = evaluation.choices.statuses[index]
            return (
                explainer.cell(id),
                status == .open ? "open" : status == .leftOut ? "left out" : choice(evaluation.choices.domains[index], issue),
                resolved.noDeal.choice(index).map { issue.title(of: $0) } ?? "not said"
            )
        case .goal(let id):
            func state(_ points: Points) -> String { points.nominal == nil ? "open" : points.range == .zero ? "missed" : "met" }
            return (
                .name("Goal: \(self.party(party)?.party.agenda[id]?.title ?? id)", id: id), state(contribution.package),
                state(contribution.noDeal)
            )
        case .linkage(let id): return (.name("Linkage: \(explainer.title(id))", id: id.text), "", "")
        case .outside: return (.text("What no deal alone brings"), "", "")
        }
    }

    private func choice(_ domain: [Int], _ issue: ResolvedIssue) -> String {
        domain.count == 1 ? issue.title(of: domain[0]) : "disputed: \(Phrase.choices(domain, of: issue))"
    }

    func chart() -> Chart {
        let bars: [Chart.Bar] = known.compactMap { party in
            guard party.floor != .members, let figure = Figure(party.value) else { return nil }
            return Chart.Bar(explainer.name(party.id), figure, reference: Figure(party.floorValue))
        }
        // In tens, so that the ends of the scale are readable, and wide enough for values that points push beyond 0–100.
        let ends = bars.flatMap { [$0.figure, $0.reference].compactMap { $0 } }.flatMap {
            [$0.range?.low, $0.range?.high, $0.value].compactMap { $0 }
        }
        func tens(_ number: Number, up: Bool) -> Number {
            let tenth = Number(significand: 1, exponent: -1) * number
            return (up ? tenth.roundedUp(decimals: 0) : tenth.roundedDown(decimals: 0)) * 10
        }
        return Chart(
            id: "values", title: "Value to each party, and no deal",
            scale: Interval(low: tens(min(0, ends.min() ?? 0), up: false), high: tens(max(100, ends.max() ?? 100), up: true)),
            unit: "0–100, each party's own scale", bars: bars)
    }
}

extension Verdict {
    fileprivate var cell: Cell {
        switch self {
        case .certain: .verdict("certain", .good)
        case .possible: .verdict("possible", .warning)
        case .excluded: .verdict("excluded", .bad)
        case .unknown: .verdict("unknown", .neutral)
        }
    }
}
