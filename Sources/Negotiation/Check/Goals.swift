import OrderedCollections
import Shapes

extension Checker {
    mutating func checkGoals() {
        for (id, party) in workspace.parties {
            for (name, goal) in party.agenda {
                guard let predicate = goal.predicate, !unsound.contains(predicate) else { continue }
                let place: Pointer = ["parties", id.text, "agenda", name]
                if !canHold(predicate, true) {
                    warn(
                        "constant-goal", "no package can meet the goal “\(name)”", hint: "check its condition",
                        at: place / "predicate")
                } else if !canHold(predicate, false) {
                    warn(
                        "constant-goal", "every package meets the goal “\(name)”, so it tells none from another",
                        hint: "check its condition", at: place / "predicate")
                }
                checkDoubleCount(goal, predicate, name, id, at: place)
            }
        }
    }

    /// A goal's weight and a salience are on one scale: what both say of one issue counts twice.
    private mutating func checkDoubleCount(
        _ goal: Goal, _ predicate: Predicate, _ name: String, _ id: ID<Party>, at place: Pointer
    ) {
        guard goal.weight != nil, case .atom(let atom) = predicate.root, [.equal, .among].contains(atom.relation),
            let position = workspace.issues[atom.issue]?.positions[id],
            position.salience != nil || position.assessed?.salience != nil
        else { return }
        warn(
            "counted-twice", "the weighted goal “\(name)” restates what “\(id)” says on “\(atom.issue)”, so it counts twice",
            hint: "take the weight away (the goal is then only reported), or lower the salience there", at: place / "weight",
            .key)
    }
}
