import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// `core.gaps`: on which issues the parties are far apart, and on which they share ground.
struct GapsAnalyzer: Analyzer {
    let declaration = AnalyzerDeclaration(
        id: "core.gaps", title: "Where are the gaps?",
        summary: "Classifies each issue by the best option it has for all parties, and puts the issues that divide most first.",
        subject: .workspace,
        parameters: [
            .reading,
            Parameter("parties", .parties, "whom to compare; when absent, all that may block and have a position on the issue"),
        ])

    func run(_ request: AnalysisRequest) throws -> AnalysisResult {
        var result = declaration.result(for: request)
        var report = GapsReport(request)
        result.tables = [report.issueTable(), report.positionTable(), report.readingTable()]
        result.findings = report.findings()
        result.summary = report.summary()
        result.lacks = report.lacks
        result.status =
            request.workspace.issues.isEmpty || report.parties.isEmpty
            ? .notApplicable : result.lacks.isEmpty ? .complete : .partial
        result.provenance = report.explainer.provenance
        return result
    }
}

private struct GapsReport {
    let resolved: ResolvedCase
    let other: ResolvedCase
    /// Places in the case.
    let parties: [Int]
    /// Whether they were asked for by name.
    let isChosen: Bool
    /// Those that divide most first.
    let gaps: [IssueGap]
    /// Under the other reading, by issue.
    let otherGrounds: [CommonGround?]
    let differences: [ReadingDifference]
    var explainer: Explainer

    init(_ request: AnalysisRequest) {
        let workspace = request.workspace
        resolved = ResolvedCase(workspace, reading: request.reading)
        other = ResolvedCase(workspace, reading: request.reading == .assessed ? .declared : .assessed)
        let parties =
            request.parties("parties") ?? resolved.parties.indices.filter { workspace.parties.values[$0].role.mayBlock }
        self.parties = parties
        isChosen = request.parties("parties") != nil
        let (resolved, other) = (resolved, other)
        gaps = resolved.issues.indices.map { IssueGap($0, among: parties, in: resolved) }.sorted { a, b in
            if a.rank != b.rank { return a.rank < b.rank }
            let (x, y) = (a.smallestLosses.first?.nominal ?? 2, b.smallestLosses.first?.nominal ?? 2)
            if x != y { return x > y }
            if a.vitalCount != b.vitalCount { return a.vitalCount > b.vitalCount }
            return a.issue < b.issue
        }
        otherGrounds = other.issues.indices.map { IssueGap($0, among: parties, in: other).comparedGround }
        let isAssessed = resolved.reading == .assessed
        differences = ReadingDifference.all(declared: isAssessed ? other : resolved, assessed: isAssessed ? resolved : other)
        explainer = Explainer(workspace)
        for index in resolved.issues.indices {
            let issue = resolved.issues[index]
            for party in parties {
                guard let position = resolved.parties[party].positions[index] else { continue }
                explainer.use(
                    resolved.parties[party].id, on: issue.id, position,
                    issue.choices.indices.map { position.level(of: $0, on: issue) })
            }
        }
    }

    /// Who is compared, in the words of the table's note.
    private var subjects: String { isChosen ? Phrase.list(parties.map(name)) : "the parties that may block (principals and ratifiers)" }

    private var thresholds: String {
        Phrase.list([CommonGround.tolerated, .accepted, .preferred].map { $0.threshold(explainer.words)?.description ?? "?" })
    }

    private func id(_ party: Int) -> ID<Party> { resolved.parties[party].id }
    private func name(_ party: Int) -> String { resolved.parties[party].party.name }

    // MARK: Tables

    func issueTable() -> Table {
        let shown = parties.filter { resolved.parties[$0].party.role == .principal }
        let saliences = shown.isEmpty ? parties : shown
        var table = Table(
            id: "gaps", title: "Issues, those that divide most first",
            columns: [
                .init("issue", "Issue"), .init("class", "Common ground"),
                .init("over-ranges", "Over all stated ranges", isDetail: true),
                .init("parties", "Parties compared", isDetail: true), .init("least-bad", "Hurts the worst-off least"),
                .init("loss", "Loss", unit: "0–1"), .init("loser", "Whose", isDetail: true),
                .init("other-reading", Phrase.capitalized(other.reading.rawValue)), .init("salience", "Salience"),
            ] + saliences.map { .init("salience/\(id($0))", "Salience: \(name($0))", unit: "swing points", isDetail: true) },
            note: """
                “All” are \(subjects) with a position on the issue, whether or not it takes their consent. \
                To tolerate, accept or prefer is to have a stance of at least \(thresholds). Salience: of \(Phrase.list(saliences.map(name))), in this order. The loss is one less the stance of the party that likes the option least, at the midpoints of the \
                ranges. Saliences weigh a party's issues against each other; they are not comparable across parties, and are \
                not multiplied into anything here.
                """)
        for gap in gaps {
            let issue = resolved.issues[gap.issue]
            let loss = gap.smallestLosses.first
            table.rows.append(
                [
                    explainer.cell(issue.id), gap.comparedGround.cell(holders: gap.holders.count), .text(gap.spread),
                    .text(gap.holders.map(name).joined(separator: ", ")),
                    gap.smallestLosses.isEmpty
                        ? .text(gap.holders.isEmpty ? "" : "each is a red line for somebody")
                        : .text(Phrase.choices(gap.smallestLosses.map(\.option), of: issue)),
                    loss.map { .figure(Figure(loss: $0)) } ?? .empty,
                    .text(Phrase.list(OrderedSet(gap.smallestLosses.flatMap(\.parties)).sorted().map(name))),
                    otherGrounds[gap.issue].cell(holders: gap.holders.count),
                    .text(
                        saliences.map { party in
                            resolved.parties[party].positions[gap.issue].map { explainer.words.name(ofSalience: $0.salience) } ?? "–"
                        }.joined(separator: " · ")),
                ]
                    + saliences.map { party in
                        resolved.parties[party].positions[gap.issue].map { position in
                            .figure(Figure(position.salience, nominal: position.salience.midpoint))
                        } ?? .empty
                    })
        }
        return table
    }

    func positionTable() -> Table {
        let holders = parties.filter { resolved.parties[$0].hasPosition }
        return Table(
            id: "positions", title: "What each party likes best, \(resolved.reading.phrase)",
            columns: [.init("issue", "Issue")] + holders.map { .init(id($0).text, name($0)) },
            rows: gaps.map { gap in
                let issue = resolved.issues[gap.issue]
                return [explainer.cell(issue.id)]
                    + holders.map { party in
                        guard let position = resolved.parties[party].positions[gap.issue] else { return .empty }
                        let levels = issue.choices.indices.map { ($0, position.level(of: $0, on: issue)) }.filter {
                            !$0.1.isRedLine
                        }
                        guard let best = levels.lazy.map(\.1.interval.midpoint).max() else { return .text("none") }
                        let options = levels.filter { $0.1.interval.midpoint == best }
                        let range = options.dropFirst().reduce(options[0].1.interval) { $0.hull($1.1.interval) }
                        return .text("\(Phrase.choices(options.map(\.0), of: issue, most: 3)): \(Phrase.range(range))")
                    }
            }, note: "Stances run from 0, the worst listed option for that party, to 1, its demand met. Empty: no position.",
            isDetail: true)
    }

    func readingTable() -> Table {
        Table(
            id: "readings", title: "Where what a party says and what it is thought to settle for differ",
            columns: [
                .init("issue", "Issue"), .init("party", "Party"), .init("what", "What"), .init("declared", "Declared"),
                .init("assessed", "Assessed"),
            ],
            rows: differences.map { difference in
                let issue = resolved.issues[difference.issue]
                let words: (String, String, String) =
                    switch difference.subject {
                    case .stance(let option, let declared, let assessed):
                        (issue.title(of: option), explainer.words.name(of: declared), explainer.words.name(of: assessed))
                    case .salience(let declared, let assessed):
                        ("salience", explainer.words.name(ofSalience: declared), explainer.words.name(ofSalience: assessed))
                    }
                return [
                    explainer.cell(issue.id), explainer.cell(id(difference.party)), .text(words.0), .text(words.1),
                    .text(words.2),
                ]
            }, note: "Red lines by condition count where one option alone crosses them.", isDetail: true)
    }

    // MARK: Findings

    mutating func findings() -> [Finding] {
        var findings: [Finding] = []
        for gap in gaps where gap.comparedGround == .clash { findings.append(clash(gap)) }
        for gap in gaps where gap.comparedGround == CommonGround.none { findings.append(apart(gap)) }
        let shared = gaps.filter { $0.comparedGround.map { $0 > .none } ?? false }
        for gap in shared { findings.append(common(gap)) }
        for gap in gaps where gap.holders.isEmpty {
            let issue = resolved.issues[gap.issue]
            var finding = Finding(
                .missing, id: "no-positions/\(issue.id)", "Nobody compared has a position on \(issue.issue.title)")
            finding.issues = [issue.id]
            finding.evidence = [Evidence(Pointer(["issues", issue.id.text]), source: issue.issue.source)]
            findings.append(finding)
        }
        for party in parties where resolved.parties[party].party.role == .principal {
            let silent = resolved.issues.indices.filter { resolved.parties[party].positions[$0] == nil }
            guard !silent.isEmpty else { continue }
            var finding = Finding(
                .missing, id: "silent/\(id(party))",
                "\(name(party)) has no position on \(silent.count) of \(Phrase.count(resolved.issues.count, "issue"))",
                detail: """
                    It is left out of the comparison there, and in the value of a package these weigh nothing for it: \
                    \(Phrase.list(silent.map { resolved.issues[$0].issue.title })).
                    """)
            finding.parties = [id(party)]
            finding.issues = silent.map { resolved.issues[$0].id }
            findings.append(finding)
        }
        return findings
    }

    private mutating func clash(_ gap: IssueGap) -> Finding {
        let issue = resolved.issues[gap.issue]
        var finding = Finding(
            .blocks, id: "red-lines-clash/\(issue.id)",
            "Red lines clash on \(issue.issue.title): every option is ruled out by somebody",
            detail: issue.choices.count > 12
                ? nil
                : issue.choices.indices.map { option in
                    let names = OrderedSet(gap.redLines[option].map(\.party)).map(name)
                    return "\(Phrase.quoted(issue.title(of: option))) is not acceptable to \(Phrase.list(names))."
                }.joined(separator: " "))
        finding.issues = [issue.id]
        var seen: Set<Pointer> = []
        for (option, lines) in gap.redLines.enumerated() {
            for line in lines {
                for evidence in evidence(line, option, issue) where seen.insert(evidence.pointer).inserted {
                    finding.evidence.append(evidence)
                }
            }
        }
        finding.parties = OrderedSet(gap.redLines.joined().map(\.party)).sorted().map(id)
        return finding
    }

    private mutating func evidence(_ line: IssueGap.RedLine, _ option: Int, _ issue: ResolvedIssue) -> [Evidence] {
        if let condition = line.condition { return [explainer.evidence(redLine: condition, of: id(line.party))] }
        guard let index = resolved.index(of: issue.id), let position = resolved.parties[line.party].positions[index] else {
            return []
        }
        return explainer.evidence(id(line.party), on: issue, position.level(of: option, on: issue), at: option)
    }

    private mutating func apart(_ gap: IssueGap) -> Finding {
        let issue = resolved.issues[gap.issue]
        var finding = Finding(
            .fragile, id: "none-tolerated/\(issue.id)", "No option on \(issue.issue.title) is tolerated by all")
        finding.issues = [issue.id]
        if let loss = gap.smallestLosses.first {
            let settled =
                gap.leastGround == gap.mostGround ? "whatever the true values within the stated ranges" : "at the midpoints"
            let range = loss.range.isPoint ? "" : " at the midpoints (\(Phrase.range(loss.range)))"
            // Options that tie at the midpoints may hurt different parties.
            let losers = gap.smallestLosses.map { tied in
                "\(Phrase.choices([tied.option], of: issue)), for \(Phrase.list(tied.parties.map(name)))"
            }
            finding.detail = """
                That holds \(settled). The largest loss is smallest, \(loss.nominal.rounded(decimals: 2)) of 1\(range), with \
                \(Phrase.brief(losers, most: 3)).
                """
            finding.parties = OrderedSet(gap.smallestLosses.flatMap(\.parties)).map(id)
            for tied in gap.smallestLosses.prefix(3) {
                for party in tied.parties { finding.evidence += evidence(of: party, tied.option, gap, issue) }
            }
        }
        return finding
    }

    private mutating func common(_ gap: IssueGap) -> Finding {
        let issue = resolved.issues[gap.issue]
        let verb = gap.comparedGround.map(\.verb) ?? ""
        var finding = Finding(
            gap.comparedGround == .tolerated ? .note : .strong, id: "common-ground/\(issue.id)",
            "On \(issue.issue.title) all \(verb) \(Phrase.choices(gap.options, of: issue))", detail: certainty(of: gap, issue))
        finding.issues = [issue.id]
        finding.parties = gap.holders.map(id)
        // A range of numbers may share much ground; one number of it shows why.
        let shown = issue.issue.range == nil ? gap.options : Array(gap.options.prefix(1))
        for option in shown { for party in gap.holders { finding.evidence += evidence(of: party, option, gap, issue) } }
        return finding
    }

    /// For which of the options it holds over all ranges, and for which at the midpoints only.
    private func certainty(of gap: IssueGap, _ issue: ResolvedIssue) -> String {
        if gap.settledOptions.isEmpty { return "That is at the midpoints; over the stated ranges it is \(gap.spread)." }
        if gap.settledOptions == gap.options { return "That holds whatever the true values within the stated ranges." }
        return """
            Over all stated ranges that holds for \(Phrase.choices(gap.settledOptions, of: issue)); for the rest, at the \
            midpoints.
            """
    }

    private mutating func evidence(of party: Int, _ option: Int, _ gap: IssueGap, _ issue: ResolvedIssue) -> [Evidence] {
        guard let position = resolved.parties[party].positions[gap.issue] else { return [] }
        return explainer.evidence(id(party), on: issue, position.level(of: option, on: issue), at: option)
    }

    // MARK: The whole

    var lacks: [String] {
        gaps.filter(\.holders.isEmpty).map {
            "a position of any party that is compared on “\(resolved.issues[$0.issue].issue.title)”"
        }
    }

    func summary() -> String {
        guard !parties.isEmpty else {
            return "There is nobody here who may block an agreement, so there are no gaps to look at."
        }
        guard !gaps.isEmpty else { return "There are no issues here yet." }
        func titles(_ ground: CommonGround) -> [String] {
            gaps.filter { $0.comparedGround == ground }.map { resolved.issues[$0.issue].issue.title }
        }
        var parts: [String] = []
        let clashes = titles(.clash)
        if !clashes.isEmpty { parts.append("red lines clash on \(clashes.count) (\(Phrase.brief(clashes)))") }
        let apart = titles(.none)
        if !apart.isEmpty {
            parts.append(
                "\(apart.count) \(Phrase.verb(apart.count, "has", "have")) no option that all tolerate (\(Phrase.brief(apart)))"
            )
        }
        let shared: [(CommonGround, String)] = [(.tolerated, "tolerate"), (.accepted, "accept"), (.preferred, "prefer")]
        for (ground, verb) in shared {
            let count = titles(ground).count
            if count > 0 { parts.append("\(count) \(Phrase.verb(count, "has", "have")) an option that all \(verb)") }
        }
        let rest = gaps.count { $0.comparedGround == nil }
        if rest > 0 { parts.append("\(rest) \(Phrase.verb(rest, "has", "have")) fewer than two positions to compare") }
        let other = otherGrounds.count { $0 == .clash }
        return """
            \(Phrase.capitalized(resolved.reading.phrase)), of \(Phrase.count(gaps.count, "issue")): \
            \(parts.joined(separator: "; ")). \
            \(Phrase.capitalized(self.other.reading.phrase)) red lines clash on \(other == 0 ? "none" : String(other)).
            """
    }
}
