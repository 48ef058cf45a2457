import OrderedCollections
import Shapes

extension Checker {
    mutating func checkScenarios() {
        var sets: OrderedDictionary<String, [ID<Scenario>]> = [:]
        for (id, scenario) in workspace.scenarios {
            let here: Pointer = ["scenarios", id.text]
            cite(scenario.source, at: here)
            if let when = scenario.when { predicate(when, at: here / "when") }
            for (index, consequence) in scenario.consequences.enumerated() {
                parties(consequence.parties, at: here / "consequences" / index / "parties")
                cite(consequence.source, at: here / "consequences" / index)
            }
            if let changes = scenario.changes { checkChanges(changes, scenario.kind, at: here / "changes") }
            if let set = scenario.exclusive { sets[set, default: []].append(id) }
        }
        for (name, members) in sets { checkExclusive(name, members) }
    }

    private mutating func checkChanges(_ changes: Scenario.Changes, _ kind: Scenario.Kind, at here: Pointer) {
        if kind == .afterDeal {
            fail(
                "misplaced-changes", "what follows a deal cannot change the case before it",
                hint: "take “changes” away and say what follows under “consequences”, or make the kind “world”", at: here, .key)
        }
        for party in changes.outside.keys { self.party(party, at: here / "outside" / party.text, .key) }
        choices(changes.noDeal, at: here / "noDeal")
        for (party, saliences) in changes.salience {
            let place = here / "salience" / party.text
            self.party(party, at: place, .key)
            for (issue, judgement) in saliences {
                self.issue(issue, at: place / issue.text, .key)
                salience(judgement, at: place / issue.text)
            }
        }
    }

    /// Of an exclusive set exactly one comes true, so its probabilities must be able to sum to one.
    private mutating func checkExclusive(_ name: String, _ members: [ID<Scenario>]) {
        let scenarios = members.compactMap { workspace.scenarios[$0] }
        if let odd = members.first(where: { workspace.scenarios[$0]?.kind != scenarios[0].kind }) {
            fail(
                "exclusive-kinds",
                "the scenarios of the exclusive set “\(name)” are of different kinds: \(Self.list(members.map(\.text)))",
                hint: "give each kind a set of its own", at: ["scenarios", odd.text, "exclusive"])
            return
        }
        let silent = members.filter { workspace.scenarios[$0]?.probability == nil }
        guard silent.isEmpty else {
            for id in silent {
                fail(
                    "exclusive-probability", "“\(id)” belongs to the exclusive set “\(name)” and has no probability",
                    hint: "add probability: a number or a range; [0, 1] when nothing is known",
                    at: ["scenarios", id.text, "exclusive"])
            }
            return
        }
        let sum = scenarios.compactMap(\.probability).reduce(Interval.zero, +)
        guard !sum.contains(1) else { return }
        fail(
            "exclusive-sum",
            "one of the exclusive set “\(name)” must come true, but its probabilities sum to "
                + (sum.isPoint ? "\(sum.low)" : sum.low > 1 ? "at least \(sum.low)" : "at most \(sum.high)"),
            hint: sum.low > 1 ? "lower some of them" : "raise some of them, or add the scenario in which none of these happens",
            at: ["scenarios", members[0].text, "exclusive"])
    }
}
