import PluginKit

/// `history.timeline`: the phases that led here, and where they leave the present.
struct TimelineAnalyzer: ModuleAnalyzer {
    let declaration = AnalyzerDeclaration(
        id: "history.timeline", title: "Which phases have relations gone through, and which is this?",
        summary: """
            The phases in their order, with their moods, where they overlap and where nothing is said, which agreements fall into \
            each, and which of them goes on on the day of the case.
            """,
        subject: .workspace)

    func run(_ request: ModuleRequest<HistorySection>) async throws -> AnalysisResult {
        var report = try TimelineReport(request.theCase)
        return report.result(request.result)
    }
}

package struct TimelineReport {
    /// A phase with the days that its dates may mean.
    package struct Dated {
        package let name: String
        package let phase: Phase
        let from: Span
        let to: Span?

        var years: String { phase.to.map { phase.from == $0 ? phase.from : "\(phase.from)–\($0)" } ?? "since \(phase.from)" }
    }

    private let theCase: ModuleCase<HistorySection>
    /// In order of their beginnings.
    package let phases: [Dated]
    private let today: Span?
    private var explainer: Explainer

    private var workspace: Workspace { theCase.workspace }

    /// - Throws: `Lack` when there are no phases.
    package init(_ theCase: ModuleCase<HistorySection>) throws {
        guard let timeline = theCase.section?.timeline, !timeline.isEmpty else {
            throw Lack(
                "The workspace names no phases of relations.",
                lacks: ["\(theCase.place)/timeline: each with from, to, text and mood"])
        }
        self.theCase = theCase
        let dated = timeline.compactMap { name, phase in
            Span(phase.from).map { Dated(name: name, phase: phase, from: $0, to: phase.to.flatMap { Span($0) }) }
        }
        phases = dated.enumerated().sorted { a, b in
            a.element.from == b.element.from ? a.offset < b.offset : Span.isEarlier(a.element.from, b.element.from)
        }.map(\.element)
        today = theCase.workspace.asOf.flatMap { Span($0) }
        explainer = Explainer(theCase.workspace)
    }

    package mutating func result(_ blank: AnalysisResult) -> AnalysisResult {
        var result = blank
        if today == nil { result.lacks.append("/asOf: the day the case is described, to tell which phase it is in") }
        for phase in phases where phase.phase.mood == nil {
            result.lacks.append("\(theCase.place)/timeline/\(phase.name)/mood: its mood in a word")
        }
        result.findings = [present(), course()].compactMap { $0 } + overlaps() + [gaps()].compactMap { $0 }
        result.tables = [table()]
        result.status = result.lacks.isEmpty ? .complete : .partial
        result.summary = summary()
        result.provenance = explainer.provenance
        return result
    }

    // MARK: The present

    /// Whether a phase goes on on the day of the case.
    package func goesOn(_ phase: Dated) -> Truth {
        guard let today else { return phase.to == nil ? .yes : .open }
        let isAhead = today.isBefore(phase.from)
        let isOver = phase.to?.isBefore(today) ?? .no
        return isAhead == .yes || isOver == .yes ? .no : isAhead == .no && isOver == .no ? .yes : .open
    }

    private func summary() -> String {
        let span = "\(Phrase.count(phases.count, "phase")) since \(phases.first?.phase.from ?? "")"
        let present = phases.filter { goesOn($0) != .no }
        let asOf = workspace.asOf.map { "on \($0)" } ?? "now"
        guard !present.isEmpty else { return "\(span); none is said to go on \(asOf)." }
        let named = present.map {
            "“\(Phrase.clause($0.phase.text))”\(goesOn($0) == .open ? " (whether it is over is not settled)" : "")"
        }
        return "\(span). What goes on \(asOf): \(Phrase.list(named))."
    }

    private mutating func present() -> Finding? {
        let present = phases.filter { goesOn($0) != .no }
        guard !present.isEmpty, let asOf = workspace.asOf else { return nil }
        let details = present.map { phase -> String in
            let mood = phase.phase.mood.map { ", mood “\($0)”" } ?? ""
            let end =
                goesOn(phase) == .open
                ? " Its end is dated \(phase.phase.to ?? ""): whether it is over is not settled; the day of its end would settle it."
                : ""
            return "\(Phrase.capitalized(phase.years))\(mood): \(Phrase.clause(phase.phase.text)).\(end)"
        }
        var finding = Finding(
            .note, id: "present",
            present.count == 1
                ? "On \(asOf) one phase goes on" : "On \(asOf) \(present.count) phases go on side by side",
            detail: details.joined(separator: " "))
        finding.evidence = present.flatMap { evidence($0) }
        return finding
    }

    // MARK: The course

    private mutating func course() -> Finding? {
        guard phases.count > 1 else { return nil }
        let moods = phases.map { phase in "\(phase.phase.mood ?? "no mood named") (\(phase.years))" }
        let known = phases.compactMap(\.phase.mood)
        let returns = OrderedSet(known.indices.filter { index in
            index > 1 && known[index - 1] != known[index] && known[..<(index - 1)].contains(known[index])
        }.map { known[$0] })
        let back =
            returns.isEmpty
            ? "No mood that was left has come back." : "Come back after another: \(Phrase.list(returns.map { Phrase.quoted($0) }))."
        let dates = OrderedSet(phases.compactMap(\.phase.estimates)).map(explainer.ground)
        let whose = dates.isEmpty ? "" : " Dates: \(Phrase.list(dates))."
        var finding = Finding(
            .note, id: "course", "The course of relations: \(moods.joined(separator: ", then "))", detail: back + whose)
        finding.evidence = phases.flatMap { evidence($0) }
        return finding
    }

    /// Pairs of phases that run side by side, or may.
    private mutating func overlaps() -> [Finding] {
        phases.indices.flatMap { index -> [Finding] in
            phases[(index + 1)...].compactMap { later -> Finding? in
                let earlier = phases[index]
                let apart = earlier.to?.isBefore(later.from) ?? .no
                guard apart != .yes else { return nil }
                var finding = Finding(
                    .note, id: "overlap/\(earlier.name)/\(later.name)",
                    "The phase \(earlier.years)\(mood(earlier)) \(apart == .no ? "overlaps" : "may overlap") the phase \(later.years)\(mood(later))",
                    detail: apart == .no
                        ? "From \(later.phase.from) both run: what belongs to the one does not end with the other."
                        : "It depends on the days: one ends in \(earlier.phase.to ?? ""), the other begins in \(later.phase.from).")
                finding.evidence = evidence(earlier) + evidence(later)
                return finding
            }
        }
    }

    private func mood(_ phase: Dated) -> String { phase.phase.mood.map { " (\($0))" } ?? "" }

    /// Times between two phases of which nothing is said.
    package func silences() -> [(after: Dated, before: Dated)] {
        phases.compactMap { later -> (after: Dated, before: Dated)? in
            let earlier = phases.filter { $0.name != later.name && Span.isEarlier($0.from, later.from) }
            // Whatever has no end, or may last until this one begins, leaves no gap.
            guard !earlier.isEmpty, earlier.allSatisfy({ $0.to?.adjoins(later.from) == .no }) else { return nil }
            let last = earlier.reduce(earlier[0]) { best, next in
                guard let a = best.to, let b = next.to else { return best }
                return Span.isEarlier(a, b) ? next : best
            }
            return (last, later)
        }
    }

    private mutating func gaps() -> Finding? {
        let silences = silences()
        guard !silences.isEmpty else { return nil }
        let spans = silences.map { "between \($0.after.phase.to ?? "") and \($0.before.phase.from)\(length($0.after.to, $0.before.from))" }
        var finding = Finding(
            .note, id: "gaps", "Of the time \(Phrase.list(spans)) nothing is said",
            detail: "Whatever matters of that time can be added under \(theCase.place)/timeline.")
        finding.evidence = silences.flatMap { evidence($0.after) + evidence($0.before) }
        var seen: Set<Pointer> = []
        finding.evidence = finding.evidence.filter { seen.insert($0.pointer).inserted }
        return finding
    }

    private func length(_ from: Span?, _ to: Span) -> String {
        guard let years = from?.years(to: to) else { return "" }
        return " (\(Phrase.range(years)) years)"
    }

    private mutating func evidence(_ phase: Dated) -> [Evidence] {
        let place = theCase.place / "timeline" / phase.name
        let claim = explainer.evidence(place, "\(phase.years): \(phase.phase.text)", phase.phase.source)
        guard let estimates = phase.phase.estimates else { return [claim] }
        return [claim, explainer.evidence(place / "from", "the dates: \(phase.years)", estimates)]
    }

    // MARK: Table

    private func table() -> Table {
        Table(
            id: "phases", title: "The phases in their order",
            columns: [
                .init("phase", "Phase"), .init("from", "From"), .init("to", "To"), .init("years", "Lasted", unit: "years"),
                .init("mood", "Mood"), .init("now", "Goes on"), .init("agreements", "Agreements of the time"),
            ],
            rows: phases.map { phase in
                let years = (phase.to ?? today).flatMap { phase.from.years(to: $0) }
                return [
                    .name(phase.phase.text, id: phase.name), .text(phase.phase.from), phase.phase.to.map { .text($0) } ?? .empty,
                    years.map { .figure($0.isPoint ? Figure(exact: $0.low) : Figure(bounds: $0)) } ?? .empty,
                    phase.phase.mood.map { .text($0) } ?? .empty, cell(goesOn(phase)),
                    .text(agreements(phase).map { "\($0.title) (\($0.outcome.words))" }.joined(separator: ", ")),
                ]
            },
            note: """
                Whole years, from the shortest to the longest that the dates allow; a phase that goes on is counted to the day of \
                the case. Agreements are the precedents of this section that fall into the phase, as far as the dates tell.
                """)
    }

    private func cell(_ truth: Truth) -> Cell {
        switch truth {
        case .yes: .verdict("yes", .neutral)
        case .no: .text("no")
        case .open: .verdict("not settled", .warning)
        }
    }

    /// Past agreements that were concluded within a phase, as far as the dates tell.
    private func agreements(_ phase: Dated) -> [Precedent] {
        (theCase.section?.precedents.values.elements ?? []).filter { precedent in
            guard let date = Span(precedent.date) else { return false }
            return date.isBefore(phase.from) != .yes && phase.to?.isBefore(date) != .yes
        }
    }
}

extension Precedent.Outcome {
    var words: String {
        switch self {
        case .held: "held"
        case .carriedOut: "carried out"
        case .frozen: "frozen"
        case .broken: "broken"
        }
    }
}
