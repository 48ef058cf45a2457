import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// What may follow a deal: for the package at hand, or else for whichever packages a scenario is said of.
struct AfterDealReport {
    private let scenarios: [(id: ID<Scenario>, scenario: Scenario, applies: Truth)]

    init(_ report: ScenarioReport) { scenarios = report.scenarios(.afterDeal) }

    private func subject(_ report: ScenarioReport) -> String { Phrase.quoted(report.package.title) }

    func summary(_ report: ScenarioReport) -> String? {
        guard !scenarios.isEmpty else {
            return report.packageID != nil && report.workspace.scenarios.values.contains { $0.kind == .afterDeal }
                ? "No scenario says what may follow \(subject(report))." : nil
        }
        guard report.packageID != nil else { return nil }
        let parts = scenarios.map { Phrase.quoted($0.scenario.title) + (report.probability($0.id).map { " (\(Phrase.range($0)))" } ?? "") }
        let isOpen = scenarios.contains { $0.applies == .open }
        return "After \(subject(report)): \(Phrase.list(parts, "or"))\(isOpen ? ", depending on what is still open" : "")."
    }

    func findings(_ report: inout ScenarioReport) -> [Finding] {
        report.packageID == nil ? sets.map { finding($0, &report) } : scenarios.map { finding($0, &report) }
    }

    /// Those of one exclusive set together.
    private var sets: [[(id: ID<Scenario>, scenario: Scenario, applies: Truth)]] {
        OrderedDictionary(grouping: scenarios) { $0.scenario.exclusive ?? "\($0.id)/" }.values.elements
    }

    private func finding(_ one: (id: ID<Scenario>, scenario: Scenario, applies: Truth), _ report: inout ScenarioReport) -> Finding {
        let perhaps = one.applies == .open ? ", perhaps" : ""
        var finding = Finding(
            .note, id: "after-deal/\(one.id)", "After \(subject(report))\(perhaps): \(Phrase.quoted(one.scenario.title))\(report.odds(one.id))")
        finding.parties = report.parties(one.scenario)
        var details = [report.consequences(one.scenario)].compactMap { $0 }
        if let when = one.scenario.when {
            let open = when.scope.filter { issue in
                report.resolved.index(of: issue).map { report.choices.domains[$0].count > 1 } ?? false
            }
            finding.issues = one.applies == .open ? open : when.scope
            if one.applies == .open {
                let titles = Phrase.list(open.map { report.explainer.title($0) })
                details.append("Whether it may follow depends on \(titles), which \(Phrase.verb(open.count, "is", "are")) open.")
            }
        }
        if let watch = report.watch(one.scenario) { details.append(watch) }
        finding.detail = details.isEmpty ? nil : details.joined(separator: " ")
        finding.evidence = report.evidence(one.id)
        return finding
    }

    /// Without a package at hand: which of those drafted here a set of scenarios is said of.
    private func finding(_ set: [(id: ID<Scenario>, scenario: Scenario, applies: Truth)], _ report: inout ScenarioReport) -> Finding {
        let named = set.map { "\(Phrase.quoted($0.scenario.title))\(report.odds($0.id))" }
        var finding = Finding(.note, id: "after-deal/\(set[0].scenario.exclusive ?? set[0].id.text)", "After a deal: \(Phrase.list(named, "or"))")
        finding.parties = set.reduce(into: []) { parties, one in parties += report.parties(one.scenario).filter { !parties.contains($0) } }
        if let when = set[0].scenario.when {
            finding.issues = when.scope
            let packages = report.workspace.packages.values.filter { package in
                report.resolved.truth(of: when, over: ChoiceSet(package, in: report.resolved)) == .yes
            }.map { Phrase.quoted($0.title) }
            finding.detail = "It depends on \(Phrase.list(when.scope.map { report.explainer.title($0) })). "
                + (packages.isEmpty ? "Of the packages drafted here, none is sure to be of this kind." : "So after \(Phrase.brief(packages, most: 4)).")
                + " With a package, what follows and what would show it is told."
        }
        finding.evidence = set.flatMap { report.evidence($0.id) }
        return finding
    }

    /// What would show that it is happening, for whoever is to watch.
    func signposts(_ report: ScenarioReport) -> Table? {
        let rows = scenarios.flatMap { one in one.scenario.signposts.map { [Cell.text(one.scenario.title), .text($0)] } }
        guard report.packageID != nil, !rows.isEmpty else { return nil }
        return Table(
            id: "signposts", title: "What would show where a deal is going", columns: [.init("scenario", "Scenario"), .init("signpost", "Signpost")],
            rows: rows, isDetail: true)
    }
}
