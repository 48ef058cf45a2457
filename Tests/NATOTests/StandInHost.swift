import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import parley_plugin_nato

/// Answers in the host's place, by the definitions and nothing else: every way of settling what is open is tried one by one.
/// An oracle beside the engine, and slow; for small cases and for packages that leave little open.
struct StandInHost: Sendable {
    let workspace: Workspace
    let reading: Reading
    /// What requirements there are, with those that the module contributes.
    private let requirements: [Predicate]

    init(_ theCase: NATOCase, _ reading: Reading) {
        workspace = theCase.workspace
        self.reading = reading
        requirements =
            theCase.workspace.linkages.values.compactMap(\.require)
            + DerivedLinkages(theCase).all().values.compactMap(\.linkage.require)
    }

    var questions: Questions {
        Questions(evaluate: { $0.map(outcome) }, solve: { solve($0, over: $1, limit: $2) })
    }

    private func possible(_ choices: Choices, _ issue: IssueID) -> [ID<Option>] {
        switch choices[issue] {
        case .option(let option)?: [option]
        case .disputed(let options)?: options
        case .leftOut?: [workspace.noDeal?.choices[issue] ?? ""]
        case nil: workspace.issues[issue]?.choices ?? []
        }
    }

    func outcome(_ choices: Choices) -> PackageOutcome {
        var outcome = PackageOutcome()
        let isSettled = workspace.issues.keys.allSatisfy { possible(choices, $0).count == 1 }
        func truth(_ predicate: Predicate) -> Truth { predicate.truth(over: { possible(choices, $0) }, in: workspace).truth }
        var needed = Set(workspace.decision?.required ?? workspace.parties.filter { $0.value.role == .principal }.keys.elements)
        for (id, issue) in workspace.issues where choices[id] != .leftOut {
            let options = possible(choices, id)
            for party in options.flatMap({ issue.options[$0]?.needs ?? [] })
            where options.allSatisfy({ issue.options[$0]?.needs.contains(party) == true }) { needed.insert(party) }
        }
        for (id, party) in workspace.parties {
            var result = PartyOutcome()
            result.party = id
            result.required = needed.contains(id) ? .yes : .no
            let stakes = Stakes(of: id, in: workspace, reading: reading)
            for (name, line) in party.redLines where line.binds(under: reading) && truth(line.predicate) != .no {
                result.redLines.append(["parties", id.text, "redLines", name])
            }
            var package = Package()
            package.choices = choices
            let margin = stakes.terms(Draft(package, id: nil, in: workspace)).values.reduce(Interval.zero, +)
            let isCrossed = party.redLines.values.contains { $0.binds(under: reading) && truth($0.predicate) == .yes }
            if isSettled { result.margin = margin.isPoint ? Figure(exact: margin.low) : Figure(bounds: margin) }
            result.verdict =
                isCrossed
                ? .excluded
                : !isSettled || !result.redLines.isEmpty
                    ? .unknown : margin.low >= 0 ? .certain : margin.high < 0 ? .excluded : .possible
            outcome.parties.append(result)
        }
        func verdict(of id: ID<Party>) -> PartyOutcome.Verdict {
            let members = workspace.parties[id]?.members ?? []
            let hasPosition = workspace.issues.values.contains { $0.positions[id] != nil }
            guard !members.isEmpty, !hasPosition else { return outcome[id]?.verdict ?? .unknown }
            return worst((workspace.parties[id]?.decision?.required ?? members).map(verdict))
        }
        let verdicts = outcome.parties.map { verdict(of: $0.party) }
        for index in outcome.parties.indices { outcome.parties[index].verdict = verdicts[index] }
        let truths = requirements.map(truth)
        let all = worst(outcome.parties.filter { $0.required == .yes }.map(\.verdict))
        outcome.agreement =
            truths.contains(.no)
            ? .infeasible
            : all == .excluded
                ? .excluded : truths.contains(.open) ? .unknown : PackageOutcome.Agreement(rawValue: all.rawValue) ?? .unknown
        return outcome
    }

    private func worst(_ verdicts: [PartyOutcome.Verdict]) -> PartyOutcome.Verdict {
        let order: [PartyOutcome.Verdict] = [.excluded, .unknown, .possible]
        return order.first(where: verdicts.contains) ?? .certain
    }

    func solve(_ choices: Choices, over: [IssueID], limit: Int) -> SolveOutcome {
        var all: [OrderedDictionary<IssueID, ID<Option>>] = [[:]]
        for issue in over {
            all = all.flatMap { partial in
                possible(choices, issue).map { option in
                    var next = partial
                    next[issue] = option
                    return next
                }
            }
        }
        var result = SolveOutcome()
        result.packages = all.count
        var found: [SolveOutcome.Found] = []
        for settled in all {
            var one = SolveOutcome.Found()
            one.choices = settled
            one.outcome = outcome(choices.merging(settled.mapValues(Choice.option)) { $1 })
            result.counts[one.outcome.agreement.rawValue, default: 0] += 1
            if [.certain, .possible].contains(one.outcome.agreement) { found.append(one) }
        }
        let ranked = found.filter { $0.outcome.agreement == .certain } + found.filter { $0.outcome.agreement == .possible }
        result.found = Array(ranked.prefix(limit))
        return result
    }
}
