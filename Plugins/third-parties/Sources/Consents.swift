import PluginKit

/// Whose consent a package takes, and for which of its choices.
package struct Consents {
    /// One choice that takes a party's consent.
    package struct Need: Hashable {
        package var issue: ID<Issue>
        package var option: ID<Option>
        /// Whether the package settles on it, rather than leaving it possible.
        package var isSettled: Bool
    }

    let draft: Draft
    /// Party → the choices that take its consent; also those whom the decision rule requires, who may have none.
    package let needs: OrderedDictionary<ID<Party>, [Need]>
    package let byRule: OrderedSet<ID<Party>>

    package init(_ draft: Draft) {
        self.draft = draft
        byRule = Self.byRule(in: draft.workspace)
        var needs: OrderedDictionary<ID<Party>, [Need]> = [:]
        for party in byRule { needs[party] = [] }
        // What a package leaves out takes nobody's consent, and on what it does not name nothing has been proposed.
        for id in draft.workspace.issues.keys where draft.package.choices[id] != nil && draft.package.choices[id] != .leftOut {
            let possible = draft.possible(id)
            for option in possible {
                for party in draft.workspace.issues[id]?.options[option]?.needs ?? [] {
                    needs[party, default: []].append(Need(issue: id, option: option, isSettled: possible.count == 1))
                }
            }
        }
        self.needs = needs
    }

    /// Those whose consent every agreement takes: by the decision rule, or every principal where there is none.
    package static func byRule(in workspace: Workspace) -> OrderedSet<ID<Party>> {
        OrderedSet(
            workspace.decision.map(\.required) ?? workspace.parties.filter { $0.value.role == .principal }.keys.elements)
    }

    /// Those whose consents make up a bloc's: of one without positions of its own, which decides through its members.
    package static func deciding(in party: ID<Party>, in workspace: Workspace) -> [ID<Party>] {
        guard let stated = workspace.parties[party], !stated.members.isEmpty,
            !workspace.issues.values.contains(where: { $0.positions[party] != nil })
        else { return [] }
        return stated.decision.map { $0.required + $0.of } ?? stated.members
    }

    /// The red lines that a party's outcome names and that are crossed whatever is chosen for what is open.
    func crossed(_ outcome: PartyOutcome) -> [Pointer] {
        OrderedSet(outcome.redLines).filter { place in
            let tokens = place.tokens
            if tokens.count == 4, tokens[0] == "parties", let line = draft.workspace.parties[ID(tokens[1])]?.redLines[tokens[3]] {
                return draft.truth(line.predicate) == .yes
            }
            return tokens.count == 6 && tokens[0] == "issues" && draft.settled(ID(tokens[1]))?.text == tokens[5]
        }
    }

    /// Options on the same issue that would not take the party's consent.
    func without(_ party: ID<Party>, on issue: ID<Issue>) -> [ID<Option>] {
        draft.workspace.issues[issue]?.options.filter { !$0.value.needs.contains(party) }.keys.elements ?? []
    }
}
