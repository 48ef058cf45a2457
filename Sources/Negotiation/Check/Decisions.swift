import OrderedCollections
import Shapes

extension Checker {
    mutating func checkDecision() {
        guard let decision = workspace.decision else { return }
        let here: Pointer = ["decision"]
        checkDecision(decision, of: "the negotiation", at: here)
        for (key, list) in [("required", decision.required), ("of", decision.of)] {
            for (index, id) in list.enumerated() {
                guard let role = workspace.parties[id]?.role, !role.mayBlock else { continue }
                fail(
                    "cannot-block", "the consent of “\(id)” is asked for, and a \(role.rawValue) never blocks by itself",
                    hint: "make it a principal or a ratifier, or name the party that acts for it", at: here / key / index)
            }
        }
    }

    /// A rule of the workspace or of a bloc.
    mutating func checkDecision(_ decision: Decision, of whom: String, at here: Pointer) {
        cite(decision.source, at: here)
        parties(decision.required, at: here / "required")
        parties(decision.of, at: here / "of")
        repeated(decision.required, "is required twice", at: here / "required")
        repeated(decision.of, "is counted twice", at: here / "of")
        switch (decision.atLeast, decision.of.isEmpty) {
        case (let count?, true):
            fail(
                "incomplete-decision", "“atLeast: \(count)” does not say of whom", hint: "add of: [...]", at: here / "atLeast",
                .key)
        case (nil, false):
            fail(
                "incomplete-decision", "“of” does not say how many of them must consent", hint: "add atLeast: and a number",
                at: here / "of", .key)
        case (let count?, false) where count > decision.of.count:
            fail(
                "unreachable-decision",
                "\(count) of \(decision.of.count) can never consent, so \(whom) could never decide",
                hint: "lower “atLeast” to \(decision.of.count) or less, or name more parties under “of”", at: here / "atLeast")
        case (nil, true) where decision.required.isEmpty:
            fail(
                "incomplete-decision", "the decision rule names nobody",
                hint: "name parties under “required” or “of”, or take the rule away", at: here, .key)
        default: break
        }
    }

    mutating func repeated(_ ids: [ID<Party>], _ what: String, at pointer: Pointer) {
        var seen: Set<ID<Party>> = []
        for (index, id) in ids.enumerated() where !seen.insert(id).inserted {
            fail("duplicate-id", "“\(id)” \(what)", hint: "name it once", at: pointer / index)
        }
    }
}
