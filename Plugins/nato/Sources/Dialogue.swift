import PluginKit

// Whether those who read each other's steps as threats are to talk about them.
extension SecurityDilemmaReport {
    private enum Forum {
        case none, conditional, unconditional
    }

    private func forum(_ option: ID<Option>, _ issue: ID<Issue>) -> Forum {
        let stated = workspace.issues[issue]?.options[option]
        if stated?.word(Attribute.dialogue) == Word.none { return .none }
        return stated?.flag(Attribute.conditional) == true ? .conditional : .unconditional
    }

    /// What a package says on each issue of kind dialogue.
    mutating func dialogueFindings(_ draft: Draft) -> [Finding] {
        let issues = workspace.issues.filter { $0.value.isOurs(.dialogue) && draft.package.choices[$0.key] != nil }.keys
        return issues.map { issue in
            let options = draft.possible(issue)
            let forums = OrderedSet(options.map { forum($0, issue) })
            let said = draft.says(issue)
            let limits = options.filter { workspace.issues[issue]?.options[$0]?.flag(Attribute.armsControl) == true }
            let about =
                limits.isEmpty
                ? "Limits on arms are not negotiated there." : "Limits on arms are negotiated under \(quoted(limits, issue))."
            let (kind, title, detail): (Finding.Kind, String, String) =
                switch forums.elements {
                case [.none]:
                    (
                        .missing, "Nobody is to talk about what either side reads as a threat",
                        "On \(explainer.title(issue)) the package says \(said). What is meant to protect can then go on being read as an attack."
                    )
                case [.conditional]:
                    (
                        .fragile, "Talks about what either side reads as a threat wait for conditions: \(said)",
                        "Whoever judges whether they are met can hold the talks up. \(about)"
                    )
                case [.unconditional]: (.strong, "There are to be talks about what either side reads as a threat: \(said)", about)
                default:
                    (
                        .fragile, "Whether there are to be talks about what either side reads as a threat is open: \(said)",
                        "They differ in whether the talks wait for conditions, or take place at all. \(about)"
                    )
                }
            var finding = Finding(kind, id: "dialogue/\(issue)", title, detail: detail)
            finding.issues = [issue]
            finding.evidence =
                [draft.evidence(issue)].compactMap { $0 }
                + options.map { option in
                    let stated = workspace.issues[issue]?.options[option]
                    let place: Pointer = ["issues", issue.text, "options", option.text]
                    let words = stated?.attributes.map { "\($0): \($1.plain)" }.joined(separator: ", ") ?? ""
                    return explainer.evidence(
                        place, at: place / "attributes", "\(quoted([option], issue)): \(words)", stated?.source)
                }
            return finding
        }
    }
}
