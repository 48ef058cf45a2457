import PluginKit

/// Who keeps a variation of a package from being agreed, and by what.
package struct Objections {
    /// Why somebody does not consent.
    package enum Ground: Hashable {
        /// A red line that the package crosses whatever is chosen for what it leaves open; by its place.
        case line(Pointer)
        /// The package is worth less to it than no deal, whatever the true values; by how much.
        case value(Interval)
        /// A bloc whose members do not consent.
        case members([ID<Party>])

        /// Whether it is the same reason, if not by the same amount.
        func isLike(_ other: Ground) -> Bool {
            switch (self, other) {
            case (.line(let a), .line(let b)): a == b
            case (.value, .value), (.members, .members): true
            default: false
            }
        }
    }

    package struct Objection: Hashable {
        package var party: ID<Party>
        package var grounds: [Ground]
        /// Whether nothing that is settled on other issues can lift it: the option at hand crosses a red line by itself.
        package var isFixed: Bool

        /// With some of its grounds; nil when there are none.
        func keeping(_ isKept: (Ground) -> Bool) -> Objection? {
            var kept = self
            kept.grounds = grounds.filter(isKept)
            return kept.grounds.isEmpty ? nil : kept
        }
    }

    let workspace: Workspace
    /// The issue that varies.
    package let issue: ID<Issue>

    package init(on issue: ID<Issue>, in workspace: Workspace) {
        self.workspace = workspace
        self.issue = issue
    }

    /// Those who must consent to the package with `option` on the issue and do not.
    package func objections(to option: ID<Option>, in draft: Draft, _ outcome: PackageOutcome) -> [Objection] {
        let excluded = Set(outcome.parties.filter { $0.verdict == .excluded }.map(\.party))
        var package = draft.package
        package.choices[issue] = .option(option)
        let varied = Draft(package, id: draft.id, in: workspace)
        return outcome.parties.filter { $0.required == .yes && $0.verdict == .excluded }.map { party in
            let lines = party.redLines.filter { crosses($0, over: varied.possible) == .yes }
            var grounds = OrderedSet(lines).map(Ground.line)
            if let margin = party.passing, margin.high < 0 { grounds.append(.value(margin)) }
            let members = self.members(of: party.party).filter(excluded.contains)
            if grounds.isEmpty, !members.isEmpty { grounds = [.members(members)] }
            let isFixed = party.redLines.contains { line in
                crosses(line) { $0 == issue ? [option] : workspace.issues[$0]?.choices ?? [] } == .yes
            }
            return Objection(party: party.party, grounds: grounds, isFixed: isFixed)
        }
    }

    /// Those whose consents make up a bloc's.
    package func members(of party: ID<Party>) -> [ID<Party>] {
        guard let stated = workspace.parties[party] else { return [] }
        return stated.decision.map { $0.required + $0.of } ?? stated.members
    }

    /// Whether a red line is crossed, by stance or by condition.
    private func crosses(_ place: Pointer, over possible: (ID<Issue>) -> [ID<Option>]) -> Truth {
        let tokens = place.tokens
        if tokens.count == 4, tokens[0] == "parties", let line = workspace.parties[ID(tokens[1])]?.redLines[tokens[3]] {
            return line.predicate.truth(over: possible, in: workspace).truth
        }
        guard tokens.count == 6, tokens[0] == "issues" else { return .open }
        let options = possible(ID(tokens[1]))
        guard options.contains(ID(tokens[5])) else { return .no }
        return options.count == 1 ? .yes : .open
    }
}
