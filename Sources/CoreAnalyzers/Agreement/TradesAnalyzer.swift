import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// `core.trades`: which trades two parties could make from a draft.
struct TradesAnalyzer: Analyzer {
    let declaration = AnalyzerDeclaration(
        id: "core.trades", title: "Who could trade what?",
        summary: "Finds pairs of changes by which two parties both gain, each giving way on an issue that matters more to the other.",
        subject: .package, parameters: [.reading, .scenario])

    private static let shown = 10

    func run(_ request: AnalysisRequest) throws -> AnalysisResult {
        _ = try request.wantedPackage(for: declaration.id)
        return try AgreementSubject.result(declaration, request) { subject, result in
            let whole = try subject.wholeSpace()
            subject.countClaims(whole.deciding)
            guard let draft = try DraftAtHand(subject, whole, &result) else { return }
            let trades = try Trades(whole.problem, from: draft.package, limit: Self.shown, control: subject.control)
            guard let first = trades.trades.first else {
                result.summary = "No two parties could both gain by a trade of one issue against another, \(subject.reading.phrase)."
                result.findings = [
                    Finding(
                        .note, id: "none", "No trade of one issue against another helps two parties",
                        detail: "“parley improve” looks for changes of any number of issues.")
                ]
                return
            }
            let counted = trades.pairs == trades.count ? "" : " (\(Phrase.count(trades.pairs, "pair")) of changes, each counted for every two parties that it helps)"
            result.summary = """
                \(Phrase.capitalized(Phrase.count(trades.count, "trade"))) of one issue against another would help two parties, \
                \(subject.reading.phrase)\(counted). First: \(words(first, whole, subject)).\(losses(first, whole, subject).map { " \(trades.count == 1 ? "By it" : "By each of them somebody compared loses; by this one") \($0)." } ?? "")
                """
            for (place, trade) in trades.trades.enumerated() {
                result.findings.append(finding(trade, place, draft.package, whole, &subject))
            }
            result.tables = [table(trades, whole, subject)]
        }
    }

    private func name(_ component: Int, _ space: OutcomeSpace, _ subject: AgreementSubject) -> String {
        subject.resolved.parties[space.objectives[component].party].party.name
    }

    private func move(_ move: Trades.Move, _ space: OutcomeSpace, _ subject: AgreementSubject) -> (issue: ID<Issue>, option: ID<Option>) {
        (subject.resolved.issues[move.variable].id, space.id(move.variable, at: move.option))
    }

    private func words(_ trade: Trades.Trade, _ space: OutcomeSpace, _ subject: AgreementSubject) -> String {
        let parts = zip(trade.parties, trade.moves).map { party, one in
            let change = move(one, space, subject)
            return "\(name(party, space, subject)) accepts “\(subject.explainer.title(change.option, of: change.issue))” on \(subject.explainer.title(change.issue))"
        }
        return parts.joined(separator: ", and ")
    }

    private func points(_ component: Int, _ units: Int64, _ space: OutcomeSpace) -> String {
        Phrase.points(Interval(space.gain(component, units).rounded(decimals: 1) ?? 0))
    }

    /// `Germany loses 2.1 points and France 3`, of those compared; nil where none of them loses.
    private func losses(_ trade: Trades.Trade, _ space: OutcomeSpace, _ subject: AgreementSubject) -> String? {
        let losers = space.objectives.indices.filter { trade.gains[$0] < 0 }.enumerated().map { place, component in
            let points = space.gain(component, -trade.gains[component]).rounded(decimals: 1) ?? 0
            return place == 0 ? "\(name(component, space, subject)) loses \(points) points" : "\(name(component, space, subject)) \(points)"
        }
        return losers.isEmpty ? nil : Phrase.list(losers)
    }

    private func finding(
        _ trade: Trades.Trade, _ place: Int, _ draft: [Int], _ space: OutcomeSpace, _ subject: inout AgreementSubject
    ) -> Finding {
        let (a, b) = (trade.parties[0], trade.parties[1])
        let gains = space.objectives.indices.filter { trade.gains[$0] != 0 }.map {
            "\(name($0, space, subject)) \(points($0, trade.gains[$0], space))"
        }
        var finding = Finding(
            .note, id: "trade/\(place + 1)", words(trade, space, subject) + (losses(trade, space, subject).map { "; \($0)" } ?? ""),
            detail: """
                Both gain: \(name(a, space, subject)) \(points(a, trade.gains[a], space)) in all (\(points(a, trade.alone[0][a], space)) by what it gives alone), \
                \(name(b, space, subject)) \(points(b, trade.gains[b], space)) (\(points(b, trade.alone[1][b], space))). All together: \(Phrase.list(gains)) points.
                """)
        finding.parties = trade.parties.map { subject.resolved.parties[space.objectives[$0].party].id }
        let changes = trade.moves.map { move($0, space, subject) }
        finding.issues = changes.map(\.issue)
        for change in changes {
            for party in trade.parties {
                finding.evidence += subject.evidence(space.objectives[party].party, change.issue, change.option, draft, space)
            }
        }
        return finding
    }

    private func table(_ trades: Trades, _ space: OutcomeSpace, _ subject: AgreementSubject) -> Table {
        Table(
            id: "trades", title: "Trades that help two parties, those first by which nobody compared loses",
            columns: [.init("first", "One gives"), .init("second", "The other gives")]
                + space.objectives.map { .init(subject.resolved.parties[$0.party].id.text, subject.resolved.parties[$0.party].party.name, unit: "points") },
            rows: trades.trades.map { trade in
                zip(trade.parties, trade.moves).map { party, one in
                    let change = move(one, space, subject)
                    return .text("\(name(party, space, subject)): \(subject.explainer.title(change.issue)) → \(subject.explainer.title(change.option, of: change.issue))")
                } + space.objectives.indices.map { .figure(Figure(exact: space.gain($0, trade.gains[$0]).rounded(decimals: 1) ?? 0)) }
            },
            note: """
                Points against the draft on each party’s own scale, exact at the midpoints of all ranges. Nobody who must consent and accepts the draft \
                would refuse after a trade that is listed; those not compared may lose.
                """)
    }
}
