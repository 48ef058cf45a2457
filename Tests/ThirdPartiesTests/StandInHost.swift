import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import parley_plugin_third_parties

/// Answers in the host's place, by the definitions and nothing else. An oracle beside the engine for small cases; of packages
/// that leave something open it knows no margins.
struct StandInHost: Sendable {
    let workspace: Workspace
    /// What requirements there are, with those that the module contributes.
    private let requirements: [Predicate]

    init(_ theCase: ThirdPartiesCase) {
        workspace = theCase.workspace
        requirements =
            theCase.workspace.linkages.values.compactMap(\.require)
            + DerivedLinkages(theCase.workspace).all().values.compactMap(\.linkage.require)
    }

    var questions: Questions { Questions { packages, reading in packages.map { outcome($0, reading) } } }

    func outcome(_ choices: Choices, _ reading: Reading) -> PackageOutcome {
        var package = Package()
        package.choices = choices
        let draft = Draft(package, id: nil, in: workspace)
        let isSettled = workspace.issues.keys.allSatisfy { draft.possible($0).count == 1 }
        func truth(_ predicate: Predicate) -> Truth { predicate.truth(over: draft.possible, in: workspace).truth }
        var outcome = PackageOutcome()
        for (id, party) in workspace.parties {
            var result = PartyOutcome()
            result.party = id
            result.required = required(id, draft)
            for (name, line) in party.redLines where line.binds(under: reading) && truth(line.predicate) != .no {
                result.redLines.append(["parties", id.text, "redLines", name])
            }
            let isCrossed = party.redLines.values.contains { $0.binds(under: reading) && truth($0.predicate) == .yes }
            let stakes = Stakes(of: id, in: workspace, reading: reading)
            let margin = stakes.terms(draft).values.reduce(Interval.zero, +)
            if isSettled { result.margin = margin.isPoint ? Figure(exact: margin.low) : Figure(bounds: margin) }
            result.verdict =
                isCrossed
                ? .excluded
                : !isSettled || !result.redLines.isEmpty
                    ? .unknown : margin.low >= 0 ? .certain : margin.high < 0 ? .excluded : .possible
            outcome.parties.append(result)
        }
        let verdicts = outcome.parties.map { verdict(of: $0.party, in: outcome) }
        for index in outcome.parties.indices { outcome.parties[index].verdict = verdicts[index] }
        let truths = requirements.map(truth)
        let all = worst(outcome.parties.filter { $0.required == .yes }.map(\.verdict))
        outcome.agreement =
            truths.contains(.no)
            ? .infeasible
            : all == .excluded
                ? .excluded
                : truths.contains(.open) || outcome.parties.contains { $0.required == .open }
                    ? .unknown : PackageOutcome.Agreement(rawValue: all.rawValue) ?? .unknown
        return outcome
    }

    private func required(_ party: ID<Party>, _ draft: Draft) -> PartyOutcome.Requirement {
        let rule = workspace.decision?.required ?? workspace.parties.filter { $0.value.role == .principal }.keys.elements
        if rule.contains(party) { return .yes }
        var answer = PartyOutcome.Requirement.no
        for (id, issue) in workspace.issues where draft.package.choices[id] != .leftOut {
            let needing = draft.possible(id).map { issue.options[$0]?.needs.contains(party) == true }
            if !needing.isEmpty, needing.allSatisfy(\.self) { return .yes }
            if needing.contains(true) { answer = .open }
        }
        return answer
    }

    private func verdict(of id: ID<Party>, in outcome: PackageOutcome) -> PartyOutcome.Verdict {
        let members = workspace.parties[id]?.members ?? []
        let hasPosition = workspace.issues.values.contains { $0.positions[id] != nil }
        guard !members.isEmpty, !hasPosition else { return outcome[id]?.verdict ?? .unknown }
        return worst((workspace.parties[id]?.decision?.required ?? members).map { verdict(of: $0, in: outcome) })
    }

    private func worst(_ verdicts: [PartyOutcome.Verdict]) -> PartyOutcome.Verdict {
        let order: [PartyOutcome.Verdict] = [.excluded, .unknown, .possible]
        return order.first(where: verdicts.contains) ?? .certain
    }
}
