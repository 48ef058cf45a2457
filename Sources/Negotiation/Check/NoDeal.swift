import OrderedCollections
import Shapes

extension Checker {
    mutating func checkNoDeal() {
        guard let noDeal = workspace.noDeal else {
            if !workspace.issues.isEmpty {
                warn(
                    "missing-no-deal", "nothing says what holds if talks fail, so no proposal can be compared with it",
                    hint: "add noDeal: {choices: {…}} with an option for every issue", at: [])
            }
            return
        }
        cite(noDeal.source, at: ["noDeal"])
        choices(noDeal.choices, at: ["noDeal", "choices"])
        let missing = workspace.issues.keys.filter { noDeal.choices[$0] == nil }.map(\.text)
        guard !missing.isEmpty else { return }
        fail(
            "missing-no-deal", "no deal does not say what then holds on \(Self.list(missing))",
            hint: "name the option that is in force today, or that would come about without an agreement",
            at: noDeal.choices.isEmpty ? ["noDeal"] : ["noDeal", "choices"], .key)
    }
}
