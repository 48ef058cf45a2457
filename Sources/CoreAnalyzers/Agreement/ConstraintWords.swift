import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// Constraints and choices in words, and what they rest on.
extension Explainer {
    /// As what would have to give: `Russia’s red line “…”`.
    func words(_ constraint: SpaceConstraint.Subject) -> String {
        switch constraint {
        case .linkage(let id): "the requirement \(Phrase.quoted(title(id)))"
        case .redLine(let party, let id):
            "the red line of \(name(party)) \(Phrase.quoted(workspace.parties[party]?.redLines[id]?.title ?? id))"
        case .stance(let party, let issue): "what \(name(party)) rules out on \(title(issue))"
        case .reservation(let party):
            workspace.parties[party]?.reservation == nil
                ? "that \(name(party)) is no worse off than without a deal" : "the stated reservation of \(name(party))"
        case .rule(let owner): rule(of: owner)
        }
    }

    /// `the rule of NATO (at least 2 of 3 of its members)`; that of the workspace, where nobody is named.
    func rule(of owner: ID<Party>?) -> String {
        let whose = owner.map { "the rule of \(name($0))" } ?? "the decision rule"
        guard let decision = decision(of: owner), let atLeast = decision.atLeast else { return whose }
        let members = owner.flatMap { workspace.parties[$0]?.members } ?? []
        let ofMembers = !members.isEmpty && (decision.of.isEmpty || decision.of.allSatisfy(members.contains))
        let of = decision.of.isEmpty ? (owner == nil ? workspace.parties.values.count { $0.role == .principal } : members.count) : decision.of.count
        return "\(whose) (at least \(atLeast) of \(of)\(ofMembers ? " of its members" : ""))"
    }

    private func decision(of owner: ID<Party>?) -> Decision? {
        guard let owner else { return workspace.decision }
        return workspace.parties[owner]?.decision
    }

    mutating func evidence(_ constraint: SpaceConstraint.Subject) -> [Evidence] {
        switch constraint {
        case .linkage(let id): return [evidence(linkage: id)]
        case .redLine(let party, let id): return [evidence(redLine: id, of: party)]
        case .stance(let party, let issue):
            let position = workspace.issues[issue]?.positions[party]
            let pointer = Pointer(["issues", issue.text, "positions", party.text])
            return [evidence(pointer, "\(name(party)) on \(title(issue))", position?.source)]
        case .reservation(let party): return floorEvidence(party)
        case .rule(let owner):
            let decision = decision(of: owner)
            let pointer = owner.map { Pointer(["parties", $0.text, "decision"]) } ?? "/decision"
            return [evidence(pointer, decision?.note ?? "the decision rule", decision?.source)]
        }
    }

    /// Where a party's floor comes from.
    mutating func floorEvidence(_ id: ID<Party>) -> [Evidence] {
        guard let party = workspace.parties[id] else { return [] }
        if party.reservation != nil {
            return [evidence(Pointer(["parties", id.text, "reservation"]), "the least value it would sign for", party.reservationSource)]
        }
        return workspace.noDeal.map { [evidence("/noDeal", "what holds without a deal", $0.source)] } ?? []
    }

    /// `Crimea: deferred; Donbas: …`. Titles hold commas of their own.
    func words(_ choices: [(issue: ID<Issue>, option: ID<Option>)], most: Int = 6) -> String {
        let parts = choices.prefix(most).map { "\(title($0.issue)): \(title($0.option, of: $0.issue))" }
        return parts.joined(separator: "; ") + (choices.count > most ? "; and \(choices.count - most) more" : "")
    }

    /// Sets of constraints, any of which would do: `A and B, or C`.
    func words(_ alternatives: [[SpaceConstraint.Subject]], most: Int = 3) -> String {
        let named = alternatives.wholeSizes(\.count, most: most)
        let rest = alternatives.count - named.count
        return named.map { Phrase.list($0.map { words($0) }) }.joined(separator: "; or ")
            + (rest > 0 ? "; or \(Phrase.count(rest, "larger set"))" : "")
    }
}

extension Array {
    /// The first of some that come smallest first, about so many. Those of a size stay together: to name some of them would be
    /// to say who should give way.
    func wholeSizes(_ size: (Element) -> Int, most: Int) -> ArraySlice<Element> {
        var end = 0
        for next in 1..<Swift.max(1, count + 1) where next == count || size(self[next]) != size(self[next - 1]) {
            if end == 0 || next <= most { end = next }
        }
        return prefix(end)
    }
}

extension SpaceConstraint.Subject {
    /// Stable, for ids of findings.
    var id: String {
        switch self {
        case .linkage(let id): "linkage/\(id)"
        case .redLine(let party, let id): "red-line/\(party)/\(id)"
        case .stance(let party, let issue): "stance/\(party)/\(issue)"
        case .reservation(let party): "reservation/\(party)"
        case .rule(let owner): "rule\(owner.map { "/\($0)" } ?? "")"
        }
    }

    /// The issues it is about.
    func issues(in workspace: Workspace) -> [ID<Issue>] {
        switch self {
        case .linkage(let id): (workspace.linkages[id]?.require ?? workspace.linkages[id]?.when)?.scope ?? []
        case .redLine(let party, let id): workspace.parties[party]?.redLines[id]?.predicate.scope ?? []
        case .stance(_, let issue): [issue]
        case .reservation, .rule: []
        }
    }
}
