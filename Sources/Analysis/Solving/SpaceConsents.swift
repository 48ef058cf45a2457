import Negotiation
import OrderedCollections

/// Conditions, red lines and whose consent is required under what.
extension SpaceBuilder {
    mutating func formula(of node: Predicate.Node) -> FormulaStore.ID {
        switch node {
        case .atom(let atom):
            guard let index = resolved.index(of: atom.issue) else { return atom.holds(at: nil, of: nil) ? FormulaStore.yes : FormulaStore.no }
            let issue = resolved.issues[index]
            let domain = choices.alternatives[index]
            return problem.formulas.among(index) { atom.holds(at: issue.choices[domain[$0]], of: issue.issue) }
        case .not(let a):
            let inner = formula(of: a)
            return problem.formulas.not(inner)
        case .and(let a, let b):
            let parts = [formula(of: a), formula(of: b)]
            return problem.formulas.and(parts)
        case .or(let a, let b):
            let parts = [formula(of: a), formula(of: b)]
            return problem.formulas.or(parts)
        case .implies(let a, let b):
            let (left, right) = (formula(of: a), formula(of: b))
            return problem.formulas.implies(left, right)
        case .iff(let a, let b):
            let (left, right) = (formula(of: a), formula(of: b))
            return problem.formulas.iff(left, right)
        }
    }

    /// The binding red lines of a party, by stance and by condition.
    mutating func lines(of party: Int) -> [SpaceConstraint] {
        var lines: [SpaceConstraint] = []
        let resolvedParty = resolved.parties[party]
        for (index, issue) in resolved.issues.enumerated() {
            guard let position = resolvedParty.positions[index] else { continue }
            let domain = choices.alternatives[index]
            let crossed = problem.formulas.among(index) { position.level(of: domain[$0], on: issue).isRedLine }
            if crossed != FormulaStore.no { lines.append(SpaceConstraint(.stance(resolvedParty.id, issue.id), broken: crossed)) }
        }
        for id in resolvedParty.bindingRedLines {
            guard let line = resolvedParty.party.redLines[id] else { continue }
            lines.append(SpaceConstraint(.redLine(resolvedParty.id, id), broken: formula(of: line.predicate.root)))
        }
        return lines
    }

    mutating func consents() throws {
        let decision = EffectiveDecision(
            resolved.workspace.decision,
            standard: resolved.parties.filter { $0.party.role == .principal }.map(\.id))
        try require(decision, of: nil, under: FormulaStore.yes, [])
        var needing: OrderedDictionary<ID<Party>, [FormulaStore.ID]> = [:]
        for (index, issue) in resolved.issues.enumerated() {
            var needs: OrderedDictionary<ID<Party>, Set<Int>> = [:]
            for (place, choice) in choices.alternatives[index].enumerated() where !choices.leavesOut(index, at: place) {
                for id in issue.issue.options[issue.choices[choice]]?.needs ?? [] { needs[id, default: []].insert(place) }
            }
            for (id, places) in needs { needing[id, default: []].append(problem.formulas.among(index) { places.contains($0) }) }
        }
        for (id, conditions) in needing {
            let condition = problem.formulas.or(conditions)
            if let party = resolved.index(of: id) { try require(party, under: condition, []) }
        }
    }

    /// - Parameter owner: whose rule it is; nil for that of the workspace.
    mutating func require(_ rule: EffectiveDecision, of owner: ID<Party>?, under condition: FormulaStore.ID, _ above: Set<Int>) throws {
        for id in rule.required { if let party = resolved.index(of: id) { try require(party, under: condition, above) } }
        if let counted = rule.counted {
            let of = counted.of.compactMap(resolved.index(of:))
            for party in of where resolved.parties[party].decidesThroughMembers {
                throw SpaceError.nestedRule(bloc: resolved.parties[party].id)
            }
            // A bloc that is asked for several reasons has one rule.
            if let known = rules.firstIndex(where: { $0.owner == owner }) {
                rules[known].condition = problem.formulas.or([rules[known].condition, condition])
            } else {
                rules.append((owner, condition, counted.atLeast, of))
            }
        }
    }

    /// - Parameter above: the blocs on the way here; one that is its own member asks nothing more.
    mutating func require(_ party: Int, under condition: FormulaStore.ID, _ above: Set<Int>) throws {
        guard condition != FormulaStore.no, !above.contains(party) else { return }
        if required[party] == nil { order.append(party) }
        required[party] = problem.formulas.or([required[party] ?? FormulaStore.no, condition])
        if resolved.parties[party].decidesThroughMembers {
            let rule = EffectiveDecision(resolved.parties[party].party.decision, standard: resolved.parties[party].party.members)
            try require(rule, of: resolved.parties[party].id, under: condition, above.union([party]))
        }
    }
}
