import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// What an incomplete package can still become.
struct Completions {
    private let zone: Zone
    private let reading: Reading

    /// Nil where the package is complete, or where nothing can be asked of it.
    init?(_ request: AnalysisRequest, _ evaluation: PackageEvaluation) throws {
        guard !evaluation.choices.isComplete else { return nil }
        var asked = request
        // A scenario is not asked of a package; when it would be signed is told by its own parameter.
        asked.parameters = request.parameters.filter { $0.key == Parameter.reading.name }
        do {
            zone = try Zone(AgreementSubject(asked), detail: false)
        } catch is SpaceError {
            return nil
        } catch is SolvingError {
            return nil
        }
        reading = request.reading
    }

    private var space: OutcomeSpace { zone.space }
    private var resolved: ResolvedCase { space.resolved }
    private var open: [Int] { space.choices.open }

    func finding(_ explainer: Explainer) -> Finding {
        func completed(_ package: [Int]?) -> String? {
            guard let package else { return nil }
            let choices = open.map { (issue: resolved.issues[$0].id, option: space.id($0, at: package[$0])) }
            return "One way: \(explainer.words(choices, most: 30))."
        }
        var finding: Finding
        switch (zone.options.isOpen, zone.isCertain) {
        case (true?, true?):
            finding = Finding(.strong, id: "completion", "It can still become acceptable to all who must consent, over all stated ranges")
            finding.detail = completed(zone.certain)
        case (true?, _):
            finding = Finding(.fragile, id: "completion", "It can still become acceptable to all who must consent, at the midpoints of the ranges")
            finding.detail = (completed(zone.options.packages.first) ?? "") + (zone.isCertain == false ? " No way of settling it is acceptable over all stated ranges." : "")
        case (false?, _) where zone.isPossible == true:
            finding = Finding(.fragile, id: "completion", "Only at the best ends of the ranges can it still become acceptable to all who must consent")
        case (false?, _):
            finding = Finding(
                .blocks, id: "completion",
                "No way of settling what is open makes it acceptable to all who must consent\(zone.isPossible == nil ? ", at the midpoints of the ranges" : "")",
                detail: "“parley why” says what stands in the way, and what would mend it.")
        case (nil, _):
            finding = Finding(.missing, id: "completion", "Whether it can still become acceptable is not settled")
        }
        finding.issues = open.map { resolved.issues[$0].id }
        return finding
    }

    /// Options that are foreclosed by what is settled already.
    func foreclosed(_ explainer: Explainer) -> Finding? {
        guard zone.options.isOpen == true else { return nil }
        let parts = open.compactMap { variable -> String? in
            let gone = zone.options.standings[variable].indices.filter { zone.options.standings[variable][$0] == .foreclosed }
            guard !gone.isEmpty else { return nil }
            return "\(explainer.title(resolved.issues[variable].id)): \(Phrase.brief(gone.map { title(variable, $0) }))"
        }
        guard !parts.isEmpty else { return nil }
        var finding = Finding(
            .note, id: "foreclosed", "With what is settled, some options on the table occur in no acceptable package", detail: parts.joined(separator: "; ") + ".")
        finding.issues = open.map { resolved.issues[$0].id }
        return finding
    }

    private func title(_ variable: Int, _ option: Int) -> String { space.title(variable, at: option) }

    /// What is at stake on each open issue among the options that are still possible.
    func table(_ explainer: Explainer) -> Table? {
        guard zone.options.isOpen == true else { return nil }
        return Table(
            id: "open", title: "What is still open, and what is at stake in it",
            columns: [.init("issue", "Issue"), .init("possible", "Still possible")]
                + space.objectives.map { .init(resolved.parties[$0.party].id.text, resolved.parties[$0.party].party.name, unit: "points") },
            rows: open.map { variable in
                let possible = zone.options.open(variable)
                return [explainer.cell(resolved.issues[variable].id), .text(Phrase.brief(possible.map { title(variable, $0) }, most: 6))]
                    + space.objectives.indices.map { place in
                        let worths = possible.map { space.problem.own[variable][$0 * space.problem.width + place] }
                        let spread = (worths.max() ?? 0) - (worths.min() ?? 0)
                        return .figure(Figure(exact: space.gain(place, spread).rounded(decimals: 1) ?? 0))
                    }
            },
            note: """
                Points: how far apart the best and the worst of these options are for each party by themselves, on its own scale, at the midpoints; \
                what linkages add is left aside.
                """)
    }
}
