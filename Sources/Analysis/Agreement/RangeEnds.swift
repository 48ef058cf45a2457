import Negotiation
import OrderedCollections
import Shapes

extension OutcomeSpace {
    /// Whether all terms of a party's comparison reach the ends of their ranges together, for every package. Then a package that
    /// is not acceptable at the pessimistic end is not acceptable for some true values, and one that is at the optimistic end is
    /// acceptable for some. Where they do not, the ends are bounds only: acceptable at the pessimistic end is acceptable whatever
    /// the values, and not acceptable at the optimistic one is acceptable for none; no more than that follows.
    ///
    /// Ranges of different terms vary independently. Two things tie terms together: stances between the numbers of a range, which
    /// follow from those at the numbers given, so that one value may drive what a package and what no deal bring; and an issue on
    /// which `noDeal` is silent, of which the floors of all who care follow.
    package var reachesEnds: Bool {
        silentNoDeal.isEmpty
            && Set(parties).allSatisfy { index in
                let party = resolved.parties[index]
                // A stated reservation is compared with what the package brings and nothing else.
                return party.party.reservation != nil
                    || resolved.issues.indices.allSatisfy { !hangsTogether(with: party, on: $0) } && !hangsOnSilence(party)
            }
    }

    /// Whether one value may drive what some choice on an issue and what no deal bring a party.
    private func hangsTogether(with party: ResolvedParty, on index: Int) -> Bool {
        let issue = resolved.issues[index]
        guard issue.issue.range != nil, let position = party.positions[index], position.salience.high > 0, let stays = resolved.noDeal.choice(index)
        else { return false }
        let without = position.level(of: stays, on: issue)
        return !without.interval.isPoint
            && choices.domains[index].contains { choice in
                let level = position.level(of: choice, on: issue)
                return choice != stays && !level.interval.isPoint && level.origins.contains { without.origins.contains($0) }
            }
    }

    /// Whether goals or linkages count for a party that may hold without a deal or not.
    private func hangsOnSilence(_ party: ResolvedParty) -> Bool {
        let goals = party.party.agenda.values.lazy.filter { $0.weight != nil }.compactMap(\.predicate)
        let linkages = party.adds.lazy.map { resolved.workspace.linkages.elements[$0].value }.compactMap { $0.when ?? $0.require }
        return (Array(goals) + Array(linkages)).contains { resolved.truth(of: $0, over: resolved.noDeal) == .open }
    }
}
