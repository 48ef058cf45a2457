import PluginKit

/// `sanctions.coalition`: who among those that keep the measures up is strained, and whose renewal the measures stand on.
struct CoalitionAnalyzer: ModuleAnalyzer {
    let declaration = AnalyzerDeclaration(
        id: "sanctions.coalition", title: "Who keeps the measures up, and who could end them?",
        summary: """
            What strains each member of the sanctioning coalition, without an agreement and under a package, and which measures \
            stand on whose renewal, by which rule and when.
            """,
        subject: .workspace,
        parameters: [
            Parameter(
                "package", .package,
                "the package of which to tell what it eases and what has to be renewed while it is carried out")
        ])

    func run(_ request: ModuleRequest<SanctionsSection>) async throws -> AnalysisResult {
        let id = request.parameters["package"]?.string.map { ID<Package>($0) }
        var report = try CoalitionReport(request.theCase, package: id)
        return report.result(request.result)
    }
}

package struct CoalitionReport {
    private let theCase: ModuleCase<SanctionsSection>
    private let section: SanctionsSection
    private let coalition: Coalition
    private let packageID: ID<Package>?
    private let package: Package?
    private var explainer: Explainer

    private var workspace: Workspace { theCase.workspace }
    private var here: Pointer { theCase.place / "coalition" }

    /// - Throws: `Lack` when nobody is said to keep measures up.
    package init(_ theCase: ModuleCase<SanctionsSection>, package: ID<Package>?) throws {
        guard let section = theCase.section, let coalition = section.coalition, !coalition.members.isEmpty else {
            throw Lack(
                "The workspace does not say who keeps the measures up.",
                lacks: ["\(theCase.place)/coalition: members, strains and renewal"])
        }
        self.theCase = theCase
        self.section = section
        self.coalition = coalition
        packageID = package
        self.package = package.flatMap { theCase.workspace.packages[$0] }
        explainer = Explainer(theCase.workspace)
    }

    package mutating func result(_ blank: AnalysisResult) -> AnalysisResult {
        var result = blank
        result.package = packageID
        if coalition.renewal.isEmpty {
            result.lacks.append("\(here)/renewal: who renews the measures, how often and by which rule")
        }
        if coalition.strains.isEmpty { result.lacks.append("\(here)/strains: what makes it hard for a member to go on") }
        if workspace.asOf == nil { result.lacks.append("/asOf: the day the case is described, to date renewals from") }
        let found =
            coalition.members.compactMap { strain(on: $0) } + coalition.renewal.keys.flatMap { renewal($0) }
            + [coordination(), unrenewed()].compactMap { $0 }
        let order = Finding.Kind.allCases
        result.findings = order.flatMap { kind in found.filter { $0.kind == kind } }
        result.tables = [memberTable(), strainTable(), renewalTable()].filter { !$0.rows.isEmpty }
        result.charts = [chart()]
        result.status = result.lacks.isEmpty ? .complete : .partial
        result.summary = summary()
        result.provenance = explainer.provenance
        return result
    }

    private func summary() -> String {
        let most = coalition.members.map { ($0, total(on: $0)) }.max { ($0.1.high, $0.1.low) < ($1.1.high, $1.1.low) }
        let strained = most.map { member, strain in
            strain.high == 0
                ? "No member of the coalition is strained by what the section names\(under)."
                : "Most strained\(under) is \(explainer.name(member)), with \(section.phrase(strain)) of 100."
        }
        let single = coalition.renewal.values.filter { $0.rule == .unanimity && !standing($0).isEmpty }.map { renewal in
            "each of \(Phrase.count(vetoes(renewal).count, "member")) of \(explainer.name(renewal.body)) can end its part of \(Phrase.count(standing(renewal).count, "measure")) by one vote, every \(renewal.everyMonths) months"
        }
        let ends =
            single.isEmpty ? "No measure\(under) stands on a unanimous renewal." : "\(Phrase.capitalized(Phrase.list(single)))."
        return [strained, ends].compactMap { $0 }.joined(separator: " ")
    }

    private var under: String { package.map { " under “\($0.title)”" } ?? " without an agreement" }

    // MARK: Strain

    /// Whether a strain is eased: by the package, or by what holds without one.
    private func eased(_ strain: Strain) -> Truth {
        guard let predicate = strain.easedBy else { return .no }
        return predicate.truth(over: possible, in: workspace).truth
    }

    private func possible(_ issue: ID<Issue>) -> [ID<Option>] {
        package?.possible(issue, in: workspace) ?? workspace.noDeal?.choices[issue].map { [$0] }
            ?? workspace.issues[issue]?.choices ?? []
    }

    /// What a strain comes to: nothing where it is eased, anything up to all of it where that is open.
    private func size(_ strain: Strain) -> Interval {
        let range = section.range(strain.strain)
        return switch eased(strain) {
        case .yes: .zero
        case .no: range
        case .open: Interval(low: 0, high: range.high)
        }
    }

    private func strains(on member: ID<Party>) -> [(name: String, strain: Strain)] {
        coalition.strains.filter { $0.value.member == member }.map { ($0.key, $0.value) }
    }

    package func total(on member: ID<Party>) -> Interval { Pressures.total(strains(on: member).map { size($0.strain) }) }

    /// What a member bears as a sender itself: the cost of its own measures, and of those of a body that it belongs to.
    private func costs(of member: ID<Party>) -> [(name: String, cost: Interval)] {
        section.measures.compactMap { name, measure in
            let bears = measure.sender.contains { $0 == member || workspace.parties[$0]?.members.contains(member) == true }
            guard bears, measure.cost != nil else { return nil }
            let inForce =
                package.flatMap { Fate(of: measure, in: $0, workspace, coalition: coalition.members)?.inForce(at: 0) }
                ?? Interval(1)
            return (name, (section.range(measure.cost) * inForce).outward())
        }
    }

    private mutating func strain(on member: ID<Party>) -> Finding? {
        let all = strains(on: member)
        guard !all.isEmpty else { return nil }
        let total = total(on: member)
        let working = all.filter { eased($0.strain) != .yes }
        let name = explainer.name(member)
        let vetoes = coalition.renewal.values.filter { $0.rule == .unanimity && self.vetoes($0).contains(member) }
        let says =
            vetoes.isEmpty ? "" : " It has a veto at the renewal by \(Phrase.list(vetoes.map { explainer.name($0.body) }))."
        func titles(_ list: [(name: String, strain: Strain)]) -> String {
            Phrase.list(list.map { section.measures[$0.strain.by]?.title ?? $0.strain.by })
        }
        let away = all.filter { eased($0.strain) == .yes }
        let open = all.filter { eased($0.strain) == .open }
        var details: [String] = []
        if !working.isEmpty { details.append("It comes from \(titles(working)).") }
        if !away.isEmpty {
            details.append("\(package == nil ? "Not arising as things stand" : "Eased"): what comes from \(titles(away)).")
        }
        if !open.isEmpty { details.append("Not settled, since it depends on what the package leaves open: \(titles(open)).") }
        let without = Pressures.total(all.map { noDealSize($0.strain) })
        if package != nil { details.append("Without an agreement it would be \(section.phrase(without)).") }
        var finding = Finding(
            working.isEmpty ? .strong : .fragile, id: "strain/\(member)",
            working.isEmpty
                ? "Nothing that the section names strains \(name)\(under)"
                : "\(name) is strained\(under) with \(section.phrase(total)) of 100",
            detail: details.joined(separator: " ") + says)
        finding.parties = [member]
        finding.issues = OrderedSet(all.flatMap { $0.strain.easedBy?.scope ?? [] }).elements
        finding.evidence = all.flatMap { name, strain in
            let by = section.measures[strain.by]?.title ?? strain.by
            return [
                explainer.evidence(here / "strains" / name, "\(by) strains \(explainer.name(strain.member))", strain.source),
                explainer.evidence(
                    here / "strains" / name / "strain", "with \(section.phrase(section.range(strain.strain)))", strain.estimates),
            ]
        }
        return finding
    }

    private func noDealSize(_ strain: Strain) -> Interval {
        let truth = strain.easedBy.map {
            $0.truth(over: { workspace.noDeal?.choices[$0].map { [$0] } ?? workspace.issues[$0]?.choices ?? [] }, in: workspace)
                .truth
        }
        let range = section.range(strain.strain)
        return truth == .yes ? .zero : truth == .open ? Interval(low: 0, high: range.high) : range
    }

    // MARK: Renewal

    private func measures(of renewal: Renewal) -> [String] {
        section.measures.filter {
            $0.value.parts.isEmpty && $0.value.sender.contains(renewal.body) && !$0.value.legalBasis.isEmpty
        }
        .map(\.key)
    }

    private func vetoes(_ renewal: Renewal) -> [ID<Party>] {
        renewal.rule == .unanimity ? workspace.parties[renewal.body]?.members ?? [] : []
    }

    /// What a measure rests on in law on the side of one sender.
    private func basis(_ name: String, _ body: ID<Party>) -> Citation? {
        guard let measure = section.measures[name], let index = measure.sender.firstIndex(of: body),
            measure.legalBasis.indices.contains(index)
        else { return nil }
        return measure.legalBasis[index]
    }

    /// The days on which renewals fall due next, counted from the days of the legal bases.
    private func due(_ renewal: Renewal) -> [String] {
        guard let asOf = workspace.asOf else { return [] }
        let dates = measures(of: renewal).compactMap { basis($0, renewal.body).flatMap { workspace.sources[$0.source]?.date } }
        return OrderedSet(dates.compactMap { Months.next(after: asOf, from: $0, every: renewal.everyMonths) }).sorted()
    }

    /// How many renewals fall into the schedule of the package, whenever the next one is due.
    private func times(_ renewal: Renewal) -> Interval? {
        guard let end = package?.schedule.map(\.at).max(), end > 0 else { return nil }
        let months = Interval(end) * workspace.timeUnit.inMonths
        let period = Interval(Number(renewal.everyMonths))
        let count = months.divided(by: period)
        return Interval(low: count.low.roundedDown(decimals: 0), high: count.high.roundedUp(decimals: 0))
    }

    /// Which measures stand on a renewal while the package is carried out.
    private func standing(_ renewal: Renewal) -> [String] {
        measures(of: renewal).filter { name in
            guard let package, let measure = section.measures[name],
                let fate = Fate(of: measure, in: package, workspace, coalition: coalition.members)
            else { return true }
            return fate.inForce(at: 0).high > 0
        }
    }

    private mutating func renewal(_ name: String) -> [Finding] {
        guard let renewal = coalition.renewal[name] else { return [] }
        let all = measures(of: renewal)
        guard !all.isEmpty else { return [] }
        let standing = standing(renewal)
        let body = explainer.name(renewal.body)
        var evidence = [
            explainer.evidence(
                here / "renewal" / name, "\(body): \(renewal.rule.rawValue), every \(renewal.everyMonths) months", renewal.source)
        ]
        evidence += all.compactMap { measure in
            let known = section.measures[measure]
            let basis = basis(measure, renewal.body)
            return known.map {
                explainer.evidence(
                    theCase.place / "measures" / measure, at: theCase.place / "measures" / measure / "legalBasis",
                    "\($0.title) rests on \(basis.map { workspace.sources[$0.source]?.title ?? $0.description } ?? "no basis that is named")",
                    $0.source)
            }
        }
        let titles = Phrase.list(standing.map { section.measures[$0]?.title ?? $0 })
        let next = due(renewal)
        let when =
            workspace.asOf.map { asOf in
                "The next one is due within \(renewal.everyMonths) months of \(asOf)"
                    + (next.isEmpty
                        ? "." : "; if it is counted from the day of the legal basis, which is assumed, on \(Phrase.list(next)).")
            } ?? ""
        let during =
            times(renewal).map { count in
                " While the package is carried out, \(Phrase.range(count)) renewals fall due\(standing.isEmpty ? ", and nothing is left to renew" : "")."
            } ?? ""
        guard !standing.isEmpty else {
            var finding = Finding(
                .note, id: "renewal/\(name)", "Under the package \(body) has nothing left to renew",
                detail: "All that it renews ends upon signature: \(Phrase.list(all.map { section.measures[$0]?.title ?? $0 })).")
            finding.parties = [renewal.body]
            finding.evidence = evidence
            return [finding]
        }
        let vetoes = vetoes(renewal)
        let shared = standing.filter { (section.measures[$0]?.sender.count ?? 0) > 1 }
        let left =
            shared.isEmpty
            ? "They would end altogether."
            : "Of \(Phrase.list(shared.map { section.measures[$0]?.title ?? $0 })) the part of the other senders would stay. How much of the pressure each sender carries is not settled: the section gives no shares."
        var finding: Finding
        switch renewal.rule {
        case .unanimity:
            finding = Finding(
                .fragile, id: "renewal/\(name)",
                "One veto in \(body) ends its part of \(Phrase.count(standing.count, "measure")): \(titles)",
                detail:
                    "Every \(renewal.everyMonths) months each of \(explainer.names(vetoes)) has to agree. \(when)\(during) \(left) \(likeliest(vetoes))"
            )
        case .majority:
            finding = Finding(
                .note, id: "renewal/\(name)",
                "\(body) renews its part of \(Phrase.count(standing.count, "measure")) by majority: \(titles)",
                detail: "Every \(renewal.everyMonths) months; no single member can end them. \(when)\(during)")
        case .executive:
            finding = Finding(
                .note, id: "renewal/\(name)",
                "\(body) alone decides whether its part of \(Phrase.count(standing.count, "measure")) goes on: \(titles)",
                detail: "Every \(renewal.everyMonths) months, by itself. \(when)\(during) \(left)")
        }
        finding.parties = [renewal.body] + vetoes
        finding.issues = OrderedSet(standing.flatMap { section.measures[$0]?.settledBy ?? [] }).elements
        finding.evidence = evidence
        return [finding]
    }

    /// Which of those who have a veto is strained most.
    private func likeliest(_ vetoes: [ID<Party>]) -> String {
        let strained = vetoes.map { ($0, total(on: $0)) }.filter { $0.1.high > 0 }
        guard let most = strained.max(by: { ($0.1.high, $0.1.low) < ($1.1.high, $1.1.low) }) else {
            return "None of them is strained\(under) by what the section names."
        }
        let rivals = strained.filter { $0.0 != most.0 && $0.1.high > most.1.low }
        return rivals.isEmpty
            ? "Of them \(explainer.name(most.0)) is strained most: \(section.phrase(most.1))."
            : "Which of them is strained most is not settled between \(explainer.names([most.0] + rivals.map(\.0))): their strains would settle it."
    }

    private mutating func coordination() -> Finding? {
        guard let coordination = coalition.coordination else { return nil }
        var finding = Finding(
            .note, id: "coordination", "The coalition acts together through \(explainer.names(coordination.bodies))",
            detail: coordination.aim.map { "To what end: \(Phrase.clause($0))." })
        finding.parties = coordination.bodies
        finding.evidence = [explainer.evidence(here / "coordination", coordination.aim, coordination.source)]
        return finding
    }

    /// Measures of the coalition that rest on no renewal that is named.
    private mutating func unrenewed() -> Finding? {
        let bodies = Set(coalition.renewal.values.map(\.body))
        let rest = section.measures.filter { name, measure in
            measure.parts.isEmpty && measure.sender.contains(where: coalition.members.contains)
                && (measure.legalBasis.isEmpty || !measure.sender.contains(where: bodies.contains))
        }
        guard !rest.isEmpty else { return nil }
        var finding = Finding(
            .note, id: "unrenewed", "For \(Phrase.list(rest.values.map(\.title))) no legal basis with a renewal is named",
            detail: "They go on until whoever has imposed them ends them.")
        finding.parties = OrderedSet(rest.values.flatMap(\.sender)).elements
        finding.evidence = rest.map { name, measure in
            explainer.evidence(theCase.place / "measures" / name, "\(measure.title): \(measure.does ?? "")", measure.source)
        }
        return finding
    }

    // MARK: Tables

    private func memberTable() -> Table {
        Table(
            id: "members", title: "The members of the coalition\(under)",
            columns: [
                .init("member", "Member"), .init("strain", "Strain", unit: "points"), .init("words", "In words"),
                .init("cost", "Cost of own measures", unit: "points"), .init("veto", "Veto at renewal"),
            ],
            rows: coalition.members.map { member in
                let total = total(on: member)
                let costs = costs(of: member)
                let vetoes = coalition.renewal.values.filter { self.vetoes($0).contains(member) }
                let alone = coalition.renewal.values.filter { $0.body == member && $0.rule == .executive }
                return [
                    explainer.cell(member), .figure(Figure(total)), section.bands(total).map { .text($0) } ?? .empty,
                    costs.isEmpty ? .empty : .figure(Figure(Pressures.total(costs.map(\.cost)))),
                    !vetoes.isEmpty
                        ? .verdict("in \(Phrase.list(vetoes.map { explainer.name($0.body) }))", .warning)
                        : alone.isEmpty ? .text("no") : .text("decides alone"),
                ]
            },
            note: """
                From the greatest single strain or cost to the sum of all, at most 100. Strain and cost of one's own measures \
                are stated apart and not added up.
                """)
    }

    private func strainTable() -> Table {
        Table(
            id: "strains", title: "What strains whom",
            columns: [
                .init("member", "Member"), .init("by", "By"), .init("strain", "Strain", unit: "points"),
                .init("eased", package == nil ? "Does not arise" : "Eased"), .init("condition", "When", isDetail: true),
            ],
            rows: coalition.strains.values.map { strain in
                let truth = eased(strain)
                return [
                    explainer.cell(strain.member), .name(section.measures[strain.by]?.title ?? strain.by, id: strain.by),
                    .figure(Figure(section.range(strain.strain))),
                    truth == .yes
                        ? .verdict("yes", .good) : truth == .no ? .verdict("no", .bad) : .verdict("not settled", .warning),
                    strain.easedBy.map { .text($0.text) } ?? .empty,
                ]
            })
    }

    private func renewalTable() -> Table {
        Table(
            id: "renewals", title: "Which measures stand on whose renewal",
            columns: [
                .init("measure", "Measure"), .init("body", "Renewed by"), .init("basis", "Resting on"), .init("rule", "Rule"),
                .init("every", "Every", unit: "months"), .init("next", "Next, if counted from the basis"),
                .init("veto", "Ended by the veto of"),
            ],
            rows: coalition.renewal.values.flatMap { renewal in
                measures(of: renewal).map { name -> [Cell] in
                    let basis = basis(name, renewal.body)
                    let date = basis.flatMap { workspace.sources[$0.source]?.date }
                    let next = workspace.asOf.flatMap { asOf in
                        date.flatMap { Months.next(after: asOf, from: $0, every: renewal.everyMonths) }
                    }
                    return [
                        .name(section.measures[name]?.title ?? name, id: name), explainer.cell(renewal.body),
                        basis.map { .text(workspace.sources[$0.source]?.title ?? $0.description) } ?? .empty,
                        .text(renewal.rule.rawValue),
                        .figure(Figure(exact: Number(renewal.everyMonths))), next.map { .text($0) } ?? .empty,
                        vetoes(renewal).isEmpty ? .text("nobody else") : .verdict(explainer.names(vetoes(renewal)), .warning),
                    ]
                }
            },
            note:
                "The day is assumed, counted in whole periods from the day of the legal basis; that one falls due within a period is not."
        )
    }

    private func chart() -> Chart {
        Chart(
            id: "strain", title: "Strain\(under)", scale: SanctionsSection.scale, unit: "points",
            bars: coalition.members.map { member in
                Chart.Bar(
                    explainer.name(member), Figure(total(on: member)),
                    reference: package == nil ? nil : Figure(Pressures.total(strains(on: member).map { noDealSize($0.strain) })))
            })
    }
}
