import PluginKit

extension Workspace {
    /// What is wrong with the names in a condition: issues, options and attributes that this workspace does not have. Each
    /// tells how many characters into the text it begins.
    func faults(of predicate: Predicate) -> [Diagnostic] { predicate.atoms.flatMap(faults) }

    private func faults(of atom: Predicate.Atom) -> [Diagnostic] {
        guard let issue = issues[atom.issue] else {
            return [
                Diagnostic(
                    code: "unknown-id", "there is no issue “\(atom.issue)”",
                    hint: Suggestion.hint(for: atom.issue.text, among: issues.keys.map(\.text), kind: "issue"),
                    offset: atom.offset)
            ]
        }
        if let attribute = atom.attribute { return faults(of: attribute, atom, issue) }
        switch atom.relation {
        case .less, .atMost, .more, .atLeast:
            guard issue.range == nil else { return numbersMissing(in: atom) }
            return [
                Diagnostic(
                    code: "no-order",
                    "“\(atom.issue)” has options, not numbers, so it cannot be compared by “\(atom.relation.rawValue)”",
                    hint:
                        "name the options: \(atom.issue) in [\(issue.options.keys.prefix(3).map(\.text).joined(separator: ", "))]",
                    offset: atom.offset)
            ]
        case .equal, .unequal, .among:
            return atom.literals.compactMap { literal in
                let id = ID<Option>(issue.range == nil ? literal.text : literal.number?.description ?? literal.text)
                guard !issue.offers(id) else { return nil }
                return Diagnostic(
                    code: "unknown-id", "“\(atom.issue)” has no option “\(literal.text)”",
                    hint: issue.range.map { "a number from \($0.from) to \($0.to) in steps of \($0.step)" }
                        ?? Suggestion.hint(for: literal.text, among: issue.options.keys.map(\.text), kind: "option"),
                    offset: literal.offset)
            }
        }
    }

    private func faults(of attribute: String, _ atom: Predicate.Atom, _ issue: Issue) -> [Diagnostic] {
        let values = issue.options.values.compactMap { $0.attributes[attribute] }
        guard !values.isEmpty else {
            let names = OrderedSet(issue.options.values.flatMap { $0.attributes.keys })
            return [
                Diagnostic(
                    code: "unknown-attribute", "no option of “\(atom.issue)” has an attribute “\(attribute)”",
                    hint: Suggestion.hint(for: attribute, among: Array(names), kind: "attribute"), offset: atom.attributeOffset)
            ]
        }
        switch atom.relation {
        case .less, .atMost, .more, .atLeast: return numbersMissing(in: atom)
        case .equal, .unequal, .among:
            let known = OrderedSet(values.map(\.written))
            return atom.literals.compactMap { literal in
                let isKnown = values.contains { literal.number != nil ? $0.number == literal.number : $0.written == literal.text }
                return isKnown
                    ? nil
                    : Diagnostic(
                        code: "unknown-value", "in no option is “\(atom.issue).\(attribute)” equal to “\(literal.text)”",
                        hint: Suggestion.hint(for: literal.text, among: Array(known), kind: "value"), offset: literal.offset)
            }
        }
    }

    private func numbersMissing(in atom: Predicate.Atom) -> [Diagnostic] {
        atom.literals.filter { $0.number == nil }.map {
            Diagnostic(
                code: "wrong-type", "“\(atom.relation.rawValue)” compares numbers, and “\($0.text)” is none",
                hint: "write a number, or use = or in", offset: $0.offset)
        }
    }
}

extension Value {
    /// As a condition would name it.
    fileprivate var written: String {
        string ?? number?.description ?? (bool == true ? "true" : "false")
    }
}
