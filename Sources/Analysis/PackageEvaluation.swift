import Negotiation
import OrderedCollections

/// What a package is to everybody, and whether it can become an agreement.
package struct PackageEvaluation: Sendable {
    package enum Agreement: Sendable, Hashable {
        /// A requirement is broken, whatever is chosen for what is open: no such package can exist.
        case infeasible
        case verdict(Verdict)
    }

    /// A requirement that is broken, or may become so.
    package struct Requirement: Sendable, Hashable {
        package var linkage: ID<Linkage>
        /// Broken whatever is chosen for what is open.
        package var isBroken: Bool
    }

    package let choices: ChoiceSet
    /// In the order of the workspace.
    package let parties: [PartyEvaluation]
    package let decision: EffectiveDecision
    package let requirements: [Requirement]
    package let agreement: Agreement
    /// Whether all that must consent do at the midpoints of all ranges; nil while it cannot be told.
    package let isAcceptedNominally: Bool?

    /// Evaluates a package, complete or not.
    ///
    /// What is open, disputed or unknown is carried as sets. The answers are outer bounds over them: issue by issue the least
    /// and greatest, and a condition only when it holds for every choice. So “certain”, “possible” and “excluded” are said of
    /// every completion; that there is a completion at all is for a solver to show.
    package init(_ package: Package, in resolved: ResolvedCase) {
        self.init(ChoiceSet(package, in: resolved), in: resolved)
    }

    package init(_ choices: ChoiceSet, in resolved: ResolvedCase) {
        self.choices = choices
        let comparison = Comparison(resolved, choices)
        var parties = resolved.parties.map(comparison.evaluate)
        for index in parties.indices where resolved.parties[index].decidesThroughMembers {
            var visited: Set = [parties[index].id]
            let outcome = PackageEvaluation.bloc(index, parties, resolved, &visited)
            parties[index].verdict = outcome.verdict
            parties[index].accepts = outcome.accepts
        }
        let decision = EffectiveDecision(
            resolved.workspace.decision, standard: resolved.parties.filter { $0.party.role == .principal }.map(\.id))
        PackageEvaluation.require(&parties, decision, choices, resolved)

        requirements = zip(resolved.workspace.linkages.elements, comparison.linkages).compactMap { element, truth in
            guard element.value.require != nil, truth != .yes else { return nil }
            return Requirement(linkage: element.key, isBroken: truth == .no)
        }
        func verdict(_ id: ID<Party>) -> Verdict { resolved.index(of: id).map { parties[$0].verdict } ?? .unknown }
        // A consent that only some completions need settles nothing, unless it is certain anyway.
        var verdicts = [decision.verdict(verdict)]
        var nominal = [decision.nominal { id in resolved.index(of: id).flatMap { parties[$0].accepts } }]
        for party in parties {
            let needs = party.reasons.contains { if case .need = $0 { true } else { false } }
            guard needs else { continue }
            verdicts.append(party.requirement == .yes || party.verdict == .certain ? party.verdict : .unknown)
            nominal.append(party.requirement == .yes || party.accepts == true ? party.accepts : nil)
        }
        if requirements.contains(where: \.isBroken) {
            agreement = .infeasible
            isAcceptedNominally = false
        } else {
            let all = Verdict.all(verdicts)
            agreement = .verdict(requirements.isEmpty || all == .excluded ? all : .unknown)
            isAcceptedNominally = nominal.contains(false) ? false : nominal.contains(nil) || !requirements.isEmpty ? nil : true
        }
        self.parties = parties
        self.decision = decision
    }

    /// A bloc's answer through its members. A bloc that is its own member, over however many steps, answers nothing.
    private static func bloc(
        _ index: Int, _ parties: [PartyEvaluation], _ resolved: ResolvedCase, _ visited: inout Set<ID<Party>>
    ) -> (verdict: Verdict, accepts: Bool?) {
        let party = resolved.parties[index].party
        let rule = EffectiveDecision(party.decision, standard: party.members)
        var answers: [ID<Party>: (verdict: Verdict, accepts: Bool?)] = [:]
        for member in rule.required + (rule.counted?.of ?? []) where answers[member] == nil {
            guard let place = resolved.index(of: member), visited.insert(member).inserted else { continue }
            answers[member] =
                resolved.parties[place].decidesThroughMembers
                ? bloc(place, parties, resolved, &visited) : (parties[place].verdict, parties[place].accepts)
            visited.remove(member)
        }
        let lines = parties[index].lines
        if lines.contains(where: \.isCertain) { return (.excluded, false) }
        let verdict = rule.verdict { answers[$0]?.verdict ?? .unknown }
        let accepts = rule.nominal { answers[$0]?.accepts }
        guard lines.isEmpty else { return (verdict == .excluded ? .excluded : .unknown, accepts == false ? false : nil) }
        return (verdict, accepts)
    }

    /// Marks whose consent is required, and why.
    private static func require(
        _ parties: inout [PartyEvaluation], _ decision: EffectiveDecision, _ choices: ChoiceSet, _ resolved: ResolvedCase
    ) {
        for id in decision.required {
            guard let place = resolved.index(of: id), parties[place].requirement != .yes else { continue }
            parties[place].requirement = .yes
            parties[place].reasons.append(.decision)
        }
        for id in decision.counted?.of ?? [] {
            guard let place = resolved.index(of: id), !parties[place].reasons.contains(.counted) else { continue }
            parties[place].reasons.append(.counted)
        }
        for (index, issue) in resolved.issues.enumerated() where choices.statuses[index] != .leftOut {
            for choice in choices.domains[index] {
                for id in issue.issue.options[issue.choices[choice]]?.needs ?? [] {
                    guard let place = resolved.index(of: id) else { continue }
                    parties[place].reasons.append(.need(issue.id, issue.choices[choice]))
                    // An issue that may be left out takes nobody's consent for sure.
                    let always = choices.alternatives[index].count == choices.domains[index].count && choices.domains[index].allSatisfy {
                        issue.issue.options[issue.choices[$0]]?.needs.contains(id) == true
                    }
                    if parties[place].requirement != .yes { parties[place].requirement = always ? .yes : .open }
                }
            }
        }
    }
}
