import OrderedCollections
import Shapes

extension Checker {
    mutating func checkRedLines() {
        let closed = positionsClosedToAll()
        for (id, party) in workspace.parties {
            var told = false
            for reading in Reading.allCases where !told && !closed.contains(id) {
                told = checkTogether(party, id, under: reading)
            }
            for (name, line) in party.redLines where !unsound.contains(line.predicate) {
                guard !canHold(line.predicate, true) else { continue }
                warn(
                    "idle-red-line", "no package can cross the red line “\(name)”, because its condition is never met",
                    hint: "check the condition: it says what must NOT be in a package",
                    at: ["parties", id.text, "redLines", name, "predicate"])
            }
        }
    }

    /// Whether some package gives the condition this value; true when that was not found out.
    mutating func canHold(_ predicate: Predicate, _ value: Bool) -> Bool {
        Combinations([.predicate(predicate, holds: value)], in: workspace).contradictions(&effort).isEmpty
    }

    /// Reports positions that rule out every answer to their issue; returns whose they are.
    private mutating func positionsClosedToAll() -> Set<ID<Party>> {
        var closed: Set<ID<Party>> = []
        for (id, issue) in workspace.issues {
            for (party, position) in issue.positions {
                let assessed = position.assessed?.stance ?? [:]
                for (stances, key) in [(position.stance, ["stance"]), (assessed, ["assessed", "stance"])] {
                    guard issue.isClosed(by: stances) else { continue }
                    closed.insert(party)
                    fail(
                        "contradictory-red-lines",
                        "“\(party)” marks every answer to “\(id)” red-line, so it could sign nothing",
                        hint: "leave red-line to the options it would walk away from; “opposes” is for the others",
                        at: Pointer(["issues", id.text, "positions", party.text] + key), .key)
                }
            }
        }
        return closed
    }

    /// Looks for a package that crosses none of one party's own lines.
    private mutating func checkTogether(_ party: Party, _ id: ID<Party>, under reading: Reading) -> Bool {
        var constraints: [Combinations.Constraint] = []
        var names: [(line: String?, issue: ID<Issue>?)] = []
        var scope: Set<ID<Issue>> = []
        for (name, line) in party.redLines where line.binds(under: reading) && !unsound.contains(line.predicate) {
            constraints.append(.predicate(line.predicate, holds: false))
            names.append((name, nil))
            scope.formUnion(line.predicate.scope)
        }
        guard !constraints.isEmpty else { return false }
        // Stances on issues of which no line speaks cannot stand against one.
        for name in workspace.issues.keys where scope.contains(name) {
            guard let position = workspace.issues[name]?.positions[id] else { continue }
            let stances = reading == .declared ? position.stance : position.assessed?.stance ?? [:]
            let excluded = stances.filter { $0.value == .word(Words.redLine) }.map(\.key)
            guard !excluded.isEmpty else { continue }
            constraints.append(.excludes(name, excluded))
            names.append((nil, name))
        }
        let cores = Combinations(constraints, in: workspace).contradictions(&effort)
        for core in cores {
            let lines = core.compactMap { names[$0].line }
            let issues = core.compactMap { names[$0].issue?.text }
            let stances = issues.isEmpty ? "" : " and its red-line stances on \(Self.list(issues))"
            let many = core.count > 1
            fail(
                "contradictory-red-lines",
                "the red line\(lines.count > 1 ? "s" : "") \(Self.list(lines))\(stances) of “\(id)” \(many ? "together " : "")"
                    + "exclude\(many ? "" : "s") every package\(reading == .assessed ? " under the assessed reading" : "")",
                hint: "take one of them back, narrow it, or add an option that none of them excludes",
                at: lines.first.map { ["parties", id.text, "redLines", $0, "predicate"] } ?? ["parties", id.text])
        }
        return !cores.isEmpty
    }
}

extension Issue {
    /// Whether `stances` call every answer a red line; of a range, where both ends and all between them are called so.
    fileprivate func isClosed(by stances: Position.Stances) -> Bool {
        guard !stances.isEmpty, stances.values.allSatisfy({ $0 == .word(Words.redLine) }) else { return false }
        if let range { return stances[ID(range.from.description)] != nil && stances[ID(range.to.description)] != nil }
        return !options.isEmpty && options.keys.allSatisfy { stances[$0] != nil }
    }
}
