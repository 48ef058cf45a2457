import PluginKit

/// `opinion.trends`: what has changed between the first time a question was asked and the last.
struct TrendsAnalyzer: ModuleAnalyzer {
    let declaration = AnalyzerDeclaration(
        id: "opinion.trends", title: "What has changed in public opinion?",
        summary: "Compares the first and the last point of each series, with their margins.", subject: .workspace)

    func run(_ request: ModuleRequest<OpinionSection>) async throws -> AnalysisResult {
        var report = try TrendsReport(request.theCase)
        return report.result(request.result)
    }
}

package struct TrendsReport {
    private let section: OpinionSection
    private let place: Pointer
    private var explainer: Explainer

    /// - Throws: `Lack` when nothing was asked twice.
    package init(_ theCase: ModuleCase<OpinionSection>) throws {
        place = theCase.place
        guard let section = theCase.section, !section.trends.isEmpty else {
            let polls = theCase.section?.polls ?? [:]
            throw Lack(
                "The workspace has no series over time, so no trend is claimed.",
                lacks: polls.isEmpty
                    ? ["\(theCase.place)/trends: the same question at two dates or more"]
                    : polls.map {
                        "\(theCase.place)/trends/\($0.key): answers to “\($0.value.question)” at two dates or more, with sample or word"
                    })
        }
        self.section = section
        explainer = Explainer(theCase.workspace)
    }

    package mutating func result(_ blank: AnalysisResult) -> AnalysisResult {
        var result = blank
        let found = section.trends.map { finding($0.key, $0.value) }
        result.findings = Finding.Kind.allCases.flatMap { kind in found.filter { $0.kind == kind } }
        result.tables = [table()]
        result.summary = summary()
        result.provenance = explainer.provenance
        return result
    }

    /// How the share of those who say yes has changed: a rise, a fall, or neither for certain.
    package func change(_ trend: Trend) -> Interval {
        guard let first = trend.series.first, let last = trend.series.last else { return .zero }
        return section.estimate(last).share - section.estimate(first).share
    }

    private func direction(_ change: Interval) -> String {
        if change.low > 0 { return "rose" }
        if change.high < 0 { return "fell" }
        return change == .zero ? "did not change" : "not settled"
    }

    private func summary() -> String {
        let settled = section.trends.values.filter { direction(change($0)) != "not settled" }
        let said = settled.map { trend in
            "of \(explainer.name(trend.constituency)) the share that says yes to “\(trend.question)” \(direction(change(trend)))"
        }
        let all = Phrase.count(section.trends.count, "series", "series")
        guard !said.isEmpty else {
            return
                "\(Phrase.capitalized(all)) \(Phrase.verb(section.trends.count, "is", "are")) stated; no change is settled beyond the margins."
        }
        return "In \(settled.count) of \(all) the change is settled: \(Phrase.brief(said, most: 3))."
    }

    private mutating func finding(_ id: String, _ trend: Trend) -> Finding {
        let change = change(trend)
        let name = explainer.name(trend.constituency)
        let word = direction(change)
        var details: [String] = []
        if let first = trend.series.first, let last = trend.series.last {
            details.append("From \(said(first)) to \(said(last)): \(Percent.points(change)) points.")
        }
        if word == "not settled" { details.append("The margins overlap.\(advice(trend).map { " \($0)" } ?? "")") }
        if trend.series.contains(where: { $0.share != nil }) {
            details.append(
                "Margins are those of sampling (95 %); another wording or another pollster moves shares too, and is not in them.")
        }
        if let poll = trend.poll.flatMap({ section.polls[$0] }), change.low > 0 || change.high < 0 {
            let grows = (change.low > 0) == (poll.answer == .supports)
            details.append("Packages that the poll concerns have \(grows ? "gained" : "lost") with it.")
        }
        var finding = Finding(
            .note, id: "trend/\(id)",
            word == "not settled"
                ? "\(name): whether more or fewer say yes to “\(trend.question)” than before is not settled"
                : "\(name): the share that says yes to “\(trend.question)” \(word)", detail: details.joined(separator: " "))
        finding.parties = [trend.constituency]
        for (index, point) in trend.series.enumerated() {
            finding.evidence.append(
                explainer.evidence(place / "trends" / id / "series" / index, "\(name): \(said(point)) say yes", point.source))
            if let word = point.reported { finding.evidence += explainer.evidence(word: word, in: section, at: place) }
        }
        finding.evidence = OrderedSet(finding.evidence).elements
        return finding
    }

    private func said(_ point: TrendPoint) -> String {
        let range = Percent.words(section.estimate(point).share)
        if let word = point.reported { return "“\(word)” (\(range), \(point.date))" }
        guard let share = point.share, let sample = point.sample else { return "\(range) (\(point.date))" }
        return "\(Percent.words(share)) (\(range), \(sample) asked, \(point.date))"
    }

    private func advice(_ trend: Trend) -> String? {
        guard let first = trend.series.first, let last = trend.series.last else { return nil }
        let ends = [section.estimate(first).share, section.estimate(last).share]
        let narrowing = Narrowing(OrderedDictionary(uniqueKeysWithValues: ends.enumerated().map { ($0.offset, $0.element) })) {
            index, end in
            var narrowed = ends
            narrowed[index] = Interval(end)
            return direction(narrowed[1] - narrowed[0]) != "not settled"
        }
        return narrowing.advice({ $0 == 0 ? "the share of \(first.date)" : "the share of \(last.date)" }, Percent.words)
    }

    private func table() -> Table {
        Table(
            id: "trends", title: "Shares that say yes, first and last",
            columns: [
                .init("trend", "Question"), .init("public", "Public"), .init("first", "First", unit: "%"),
                .init("last", "Last", unit: "%"), .init("change", "Change", unit: "points"), .init("points", "Times asked"),
                .init("verdict", "Which way"),
            ],
            rows: section.trends.map { id, trend in
                let change = change(trend)
                let ends = [trend.series.first, trend.series.last].map { point in
                    point.map { Cell.figure(Percent.figure(section.estimate($0).share)) } ?? .empty
                }
                let word = direction(change)
                return [.name(trend.question, id: id), explainer.cell(trend.constituency)] + ends
                    + [
                        .figure(Percent.figure(change)), .text("\(trend.series.count)"),
                        .verdict(word, word == "not settled" ? .warning : .neutral),
                    ]
            })
    }
}
