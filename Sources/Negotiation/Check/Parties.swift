import OrderedCollections
import Shapes

extension Checker {
    mutating func checkParties() {
        for (id, party) in workspace.parties {
            let here: Pointer = ["parties", id.text]
            cite(party.source, at: here)
            cite(party.reservationSource, at: here, "reservationSource")
            checkRepresentation(party, id, at: here)
            checkBloc(party, id, at: here)
            for (name, goal) in party.agenda {
                let place = here / "agenda" / name
                cite(goal.source, at: place)
                if let condition = goal.predicate { predicate(condition, at: place / "predicate") }
            }
            for (name, line) in party.redLines {
                let place = here / "redLines" / name
                cite(line.source, at: place)
                predicate(line.predicate, at: place / "predicate")
            }
            checkOutside(party, at: here / "outside")
        }
        checkCircles()
        if !workspace.parties.isEmpty, !workspace.parties.values.contains(where: { $0.role == .principal }) {
            warn(
                "no-principal", "no party is a principal, so nobody's consent is needed unless the decision rule says so",
                hint: "give the parties that sign the role “principal”", at: ["parties"], .key)
        }
    }

    private mutating func checkRepresentation(_ party: Party, _ id: ID<Party>, at here: Pointer) {
        switch (party.role, party.represents) {
        case (.constituency, nil):
            fail(
                "missing-represents", "“\(id)” is a constituency, and does not say of whom",
                hint: "add represents: and the party whose public it is", at: here, .key)
        case (.constituency, let represented?): self.party(represented, at: here / "represents")
        case (let role, let represented?):
            if self.party(represented, at: here / "represents") {
                fail(
                    "misplaced-represents", "only a constituency represents a party, and “\(id)” is a \(role.rawValue)",
                    hint: "take “represents” away, or make the role “constituency”", at: here / "represents", .key)
            }
        case (_, nil): break
        }
    }

    private mutating func checkBloc(_ party: Party, _ id: ID<Party>, at here: Pointer) {
        parties(party.members, at: here / "members")
        repeated(party.members, "is a member of “\(id)” twice", at: here / "members")
        guard let decision = party.decision else { return }
        guard !party.members.isEmpty else {
            fail(
                "misplaced-decision", "“\(id)” has a decision rule and no members who could decide",
                hint: "add members: [...], or take “decision” away", at: here / "decision", .key)
            return
        }
        checkDecision(decision, of: "“\(id)”", at: here / "decision")
        for (key, list) in [("required", decision.required), ("of", decision.of)] {
            for (index, member) in list.enumerated() where workspace.parties[member] != nil && !party.members.contains(member) {
                fail(
                    "not-a-member", "“\(member)” decides in “\(id)” without being a member of it",
                    hint: "add it to the members, or take it out of the rule", at: here / "decision" / key / index)
            }
        }
    }

    private mutating func checkOutside(_ party: Party, at here: Pointer) {
        for (index, value) in party.outside.enumerated() {
            cite(value.source, at: here / index)
            guard index > 0, value.after <= party.outside[index - 1].after else { continue }
            let before = party.outside[index - 1].after
            fail(
                "outside-order",
                value.after == before
                    ? "two outside values begin at the same time, after \(value.after)"
                    : "outside values stand in the order of time, and \(value.after) comes after \(before)",
                hint: "give each its own “after”, the smallest first", at: here / index / "after")
        }
    }

    private mutating func checkCircles() {
        let parties = workspace.parties
        for circle in circles(parties.keys, { id in parties[id]?.represents.map { [$0] } ?? [] }) {
            fail(
                "circular", "these represent each other in a circle: \(Self.path(circle))",
                hint: "a constituency represents a party that is none", at: ["parties", circle[0].text, "represents"])
        }
        for circle in circles(parties.keys, { parties[$0]?.members ?? [] }) {
            fail(
                "circular", "these are members of each other in a circle: \(Self.path(circle))",
                hint: "take one of them out of the other's members", at: ["parties", circle[0].text, "members"])
        }
    }

    static func path<Entity>(_ circle: [ID<Entity>]) -> String {
        let shown = circle.prefix(12).map(\.text) + (circle.count > 12 ? ["…"] : [])
        return (shown + [circle[0].text]).joined(separator: " → ")
    }

    /// The circles that following `next` runs into, each once, beginning with the node first listed.
    func circles<Node: Hashable>(_ nodes: some Sequence<Node>, _ next: (Node) -> [Node]) -> [[Node]] {
        var result: [[Node]] = []
        var done: Set<Node> = []
        for start in nodes where !done.contains(start) {
            // The way from `start`, with what is still to be tried at each stop; a list, so that long ways need no stack.
            var way: [(node: Node, rest: ArraySlice<Node>)] = [(start, next(start)[...])]
            var stops: [Node: Int] = [start: 0]
            while let last = way.last {
                guard let following = last.rest.first else {
                    done.insert(last.node)
                    stops[last.node] = nil
                    way.removeLast()
                    continue
                }
                way[way.count - 1].rest.removeFirst()
                if let stop = stops[following] {
                    result.append(way[stop...].map(\.node))
                } else if !done.contains(following) {
                    stops[following] = way.count
                    way.append((following, next(following)[...]))
                }
            }
        }
        return result
    }
}
