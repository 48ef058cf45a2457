import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// The branches of no deal: what each is worth to the parties, and what no deal is worth over the ranges of their probabilities.
struct NoDealReport {
    private struct Branch {
        var id: ID<Scenario>
        var scenario: Scenario
        var evaluation: PackageEvaluation
    }

    /// Branches of which just one comes true, or one that stands by itself.
    private struct Group {
        /// Nil where the probabilities of the branches say nothing together.
        var mixture: Mixture?
        var name: String?
        var branches: [Branch]
    }

    /// What no deal is worth to a party over the branches of a group.
    private struct Expectation {
        var party: ID<Party>
        /// In the order of the branches, the decimals of bounds rounded outwards.
        var values: [Interval]
        var midpoints: [Number]
        /// Over all stated ranges.
        var range: Interval
        /// Over the ranges of the probabilities alone, every value at its midpoint.
        var nominal: Interval
        /// As the case has it, at the midpoints.
        var stated: PartyValue
    }

    private var groups: [Group] = []
    private let base: PackageEvaluation

    init(_ report: ScenarioReport) {
        base = PackageEvaluation(report.package, in: report.resolved)
        var place: [String: Int] = [:]
        for (id, scenario, _) in report.scenarios(.noDeal) {
            guard let changed = report.workspace.withoutDeal(id) else { continue }
            let evaluation = PackageEvaluation(report.package, in: ResolvedCase(changed, reading: report.resolved.reading))
            let branch = Branch(id: id, scenario: scenario, evaluation: evaluation)
            if let set = scenario.exclusive {
                if let known = place[set] {
                    groups[known].branches.append(branch)
                } else {
                    place[set] = groups.count
                    groups.append(Group(mixture: report.mixture(set)?.mixture, name: set, branches: [branch]))
                }
            } else {
                groups.append(Group(mixture: nil, name: nil, branches: [branch]))
            }
        }
    }

    /// Parties whose no deal is known in every branch and is not the same in all of them.
    private func expectations(_ group: Group) -> [Expectation] {
        guard let mixture = group.mixture else { return [] }
        return base.parties.compactMap { party in
            guard let stated = base.noDeal(for: party.id) else { return nil }
            let values = group.branches.compactMap { $0.evaluation.noDeal(for: party.id) }
            let ranges = values.compactMap { value in value.low.flatMap { low in value.high.map { Interval(outside: low, $0) } } }
            let midpoints = values.compactMap { $0.nominal?.rounded(decimals: Self.decimals) }
            guard ranges.count == group.branches.count, midpoints.count == ranges.count, Set(ranges).count > 1 else { return nil }
            return Expectation(
                party: party.id, values: ranges, midpoints: midpoints, range: mixture.expectation(of: ranges),
                nominal: mixture.expectation(of: midpoints.map { Interval($0) }), stated: stated)
        }
    }

    /// Decimals to which a quotient is rounded before it is weighed: far finer than what is shown.
    fileprivate static let decimals = 6

    // MARK: Findings

    func summary(_ report: ScenarioReport) -> String? {
        let branches = groups.flatMap(\.branches)
        guard !branches.isEmpty else { return nil }
        let parts = branches.map { branch in
            Phrase.quoted(branch.scenario.title) + (report.probability(branch.id).map { " (\(Phrase.range($0)))" } ?? "")
        }
        return "Without a deal: \(Phrase.list(parts, "or"))."
    }

    func findings(_ report: inout ScenarioReport) -> [Finding] {
        groups.flatMap { group -> [Finding] in
            let expectations = expectations(group)
            return [rosy(group, expectations, &report)].compactMap { $0 } + group.branches.enumerated().map { index, branch in
                finding(branch, index, group, expectations, &report)
            }
        }
    }

    private func finding(
        _ branch: Branch, _ index: Int, _ group: Group, _ expectations: [Expectation], _ report: inout ScenarioReport
    ) -> Finding {
        var finding = Finding(
            .note, id: "no-deal/\(branch.id)", "Without a deal: \(Phrase.quoted(branch.scenario.title))\(report.odds(branch.id))")
        finding.parties = report.parties(branch.scenario)
        finding.issues = branch.scenario.changes?.noDeal.keys.elements ?? []
        var details = [report.consequences(branch.scenario)].compactMap { $0 }
        func names(_ isSuch: (Expectation) -> Bool) -> String? {
            let names = expectations.filter(isSuch).map { report.explainer.name($0.party) }
            return names.isEmpty ? nil : Phrase.brief(names, most: 4)
        }
        // A branch that shares the end with another is told for neither.
        func isAlone(_ value: Number?, _ midpoints: [Number]) -> Bool { midpoints[index] == value && midpoints.count { $0 == value } == 1 }
        let worst = names { isAlone($0.midpoints.min(), $0.midpoints) }
        let best = names { isAlone($0.midpoints.max(), $0.midpoints) }
        if let worst { details.append("At the midpoints the worst branch for \(worst).") }
        if let best { details.append("At the midpoints the best branch for \(best).") }
        details += consents(branch, report)
        if let watch = report.watch(branch.scenario) { details.append(watch) }
        finding.detail = details.isEmpty ? nil : details.joined(separator: " ")
        finding.evidence = report.evidence(branch.id)
        return finding
    }

    /// For a settled package: whose consent would be another, were no deal sure to be this branch.
    private func consents(_ branch: Branch, _ report: ScenarioReport) -> [String] {
        guard report.isSettled else { return [] }
        let turned = zip(branch.evaluation.parties, base.parties).filter { $0.requirement == .yes && $0.verdict != $1.verdict }
        guard !turned.isEmpty else { return [] }
        let parts = turned.map { "\(report.explainer.name($0.id))'s consent \($0.verdict.rawValue) instead of \($1.verdict.rawValue)" }
        return ["Were it sure to come, \(Phrase.list(parts))."]
    }

    /// Where the case counts on a better (or worse) no deal than its branches make of it, whatever their probabilities.
    private func rosy(_ group: Group, _ expectations: [Expectation], _ report: inout ScenarioReport) -> Finding? {
        let off = expectations.compactMap { expectation -> (Expectation, Number, isRosy: Bool)? in
            guard let stated = expectation.stated.nominal?.rounded(decimals: Self.decimals), !expectation.nominal.contains(stated) else { return nil }
            return (expectation, stated, stated > expectation.nominal.high)
        }
        guard !off.isEmpty else { return nil }
        func list(_ isRosy: Bool) -> [String] {
            off.filter { $0.isRosy == isRosy }.map { expectation, stated, _ in
                let (low, high) = (expectation.nominal.low.roundedDown(decimals: 1), expectation.nominal.high.roundedUp(decimals: 1))
                return "\(report.explainer.name(expectation.party)) (\(stated.rounded(decimals: 1)), against \(Phrase.range(Interval(low: low, high: high))))"
            }
        }
        let (rosy, bleak) = (list(true), list(false))
        func names(_ isRosy: Bool) -> String { report.explainer.names(off.filter { $0.isRosy == isRosy }.map(\.0.party)) }
        let than = "than its branches make it"
        let title = rosy.isEmpty ? "The stated no deal is worse \(than) for \(names(false))"
            : "The stated no deal is better \(than) for \(names(true))\(bleak.isEmpty ? "" : ", and worse for \(names(false))")"
        var finding = Finding(.fragile, id: "no-deal-value/\(group.name ?? "")", title)
        let details = (rosy.isEmpty ? [] : ["Better: \(rosy.joined(separator: "; "))."]) + (bleak.isEmpty ? [] : ["Worse: \(bleak.joined(separator: "; "))."])
        finding.detail = details.joined(separator: " ")
            + " Values at their midpoints, whatever the probabilities within their ranges. Evaluations go by the stated no deal."
        finding.parties = off.map(\.0.party)
        finding.evidence = group.branches.flatMap { report.evidence($0.id).prefix(1) }
        if let noDeal = report.workspace.noDeal { finding.evidence.append(report.explainer.evidence("/noDeal", "what holds without a deal", noDeal.source)) }
        for (expectation, _, _) in off {
            guard let place = report.resolved.index(of: expectation.party) else { continue }
            for index in report.resolved.parties[place].outsideInForce {
                finding.evidence += [report.explainer.evidence(outside: index, of: expectation.party)].compactMap { $0 }
            }
        }
        return finding
    }

    // MARK: Tables

    func tables(_ report: ScenarioReport) -> [Table] {
        groups.compactMap { group in
            let expectations = expectations(group)
            guard !expectations.isEmpty else { return nil }
            return Table(
                id: "no-deal/\(group.name ?? "")", title: "What no deal is worth over its branches, \(report.resolved.reading.phrase)",
                columns: [.init("party", "Party"), .init("stated", "As stated", unit: "0–100")]
                    + group.branches.map { .init($0.id.text, $0.scenario.title, unit: "0–100", isDetail: true) }
                    + [.init("expected", "Over the branches", unit: "0–100"), .init("best", "Best for it")],
                rows: expectations.map { expectation in
                    let isOne = expectation.nominal.isPoint && group.mixture?.hasMidpoints == true
                    let middle = group.mixture.flatMap { mixture in
                        mixture.hasMidpoints ? zip(mixture.probabilities, expectation.midpoints).reduce(Number.zero) { $0 + $1.0.midpoint * $1.1 } : nil
                    }
                    let best = expectation.midpoints.enumerated().max { $0.element < $1.element }?.offset ?? 0
                    return [report.explainer.cell(expectation.party), Figure(expectation.stated).map(Cell.figure) ?? .empty]
                        + zip(expectation.values, expectation.midpoints).map { .figure(Figure($0, nominal: $1)) }
                        + [.figure(Figure(expectation.range, nominal: isOne ? expectation.nominal.low : middle)), .text(group.branches[best].scenario.title)]
                },
                note: """
                    Each party's own scale. Over the branches: every probability within its range, all of them summing to one, and \
                    every value within its own; outer bounds, since one judgement may count in several branches.
                    """)
        }
    }
}

extension Interval {
    /// Between two quotients, rounded outwards to decimals that are never shown.
    fileprivate init(outside low: Ratio, _ high: Ratio) {
        self.init(low: low.roundedDown(decimals: NoDealReport.decimals), high: high.roundedUp(decimals: NoDealReport.decimals))
    }
}
