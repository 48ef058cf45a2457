import OrderedCollections
import Shapes

extension Workspace {
    /// What is wrong with the names in a condition: issues, options and attributes that this workspace does not have. Each tells
    /// how many characters into the text it begins; the pointer is for whoever holds the condition to fill in.
    public func faults(of predicate: Predicate) -> [Diagnostic] {
        var checker = Checker(self)
        checker.predicate(predicate, at: Pointer())
        return checker.findings
    }
}

/// What conditions speak of: issues, options, attributes and numbers, each pointed at within the text.
extension Checker {
    mutating func predicate(_ predicate: Predicate, at pointer: Pointer) {
        for atom in predicate.atoms where !isSound(atom, at: pointer) { unsound.insert(predicate) }
    }

    private mutating func isSound(_ atom: Predicate.Atom, at pointer: Pointer) -> Bool {
        guard let issue = workspace.issues[atom.issue] else {
            let issues = workspace.issues.keys
            fail(
                "unknown-id", "there is no issue “\(atom.issue)”", hint: Self.known(atom.issue, issues, "issue"),
                at: pointer, offset: atom.offset)
            return false
        }
        // An issue with nothing to choose from is told where it stands.
        guard issue.hasChoices else { return false }
        if let attribute = atom.attribute { return isSound(attribute, atom, issue, at: pointer) }
        switch atom.relation {
        case .equal, .unequal, .among:
            var sound = true
            for literal in atom.literals {
                // A number in another spelling (40.0) is the same number.
                let id = ID<Option>(issue.range == nil ? literal.text : literal.number?.description ?? literal.text)
                if !option(id, of: atom.issue, issue, at: pointer, offset: literal.offset) { sound = false }
            }
            return sound
        case .less, .atMost, .more, .atLeast:
            guard issue.range != nil else {
                let some = issue.options.keys.prefix(3).map(\.text).joined(separator: ", ")
                fail(
                    "no-order",
                    "“\(atom.issue)” has options, not numbers, so it cannot be compared by “\(atom.relation.rawValue)”",
                    hint: "name the options: \(atom.issue) in [\(some)]",
                    at: pointer, offset: atom.offset)
                return false
            }
            return areNumbers(atom, at: pointer)
        }
    }

    private mutating func areNumbers(_ atom: Predicate.Atom, at pointer: Pointer) -> Bool {
        var sound = true
        for literal in atom.literals where literal.number == nil {
            sound = false
            fail(
                "wrong-type", "“\(atom.relation.rawValue)” compares numbers, and “\(literal.text)” is none",
                hint: "write a number, or use = or in", at: pointer, offset: literal.offset)
        }
        return sound
    }

    private mutating func isSound(_ attribute: String, _ atom: Predicate.Atom, _ issue: Issue, at pointer: Pointer) -> Bool {
        let name = "\(atom.issue).\(attribute)"
        guard issue.range == nil else {
            fail(
                "unknown-attribute", "“\(atom.issue)” is a number and has no attributes",
                hint: "compare the number itself: \(atom.issue) >= …", at: pointer, offset: atom.attributeOffset)
            return false
        }
        let values = issue.options.values.compactMap { $0.attributes[attribute] }
        guard !values.isEmpty else {
            var names: [String] = []
            for option in issue.options.values {
                for name in option.attributes.keys where !names.contains(name) { names.append(name) }
            }
            fail(
                "unknown-attribute", "no option of “\(atom.issue)” has an attribute “\(attribute)”",
                hint: Suggestion.hint(for: attribute, among: names, kind: "attribute"), at: pointer,
                offset: atom.attributeOffset)
            return false
        }
        switch atom.relation {
        case .less, .atMost, .more, .atLeast:
            guard areNumbers(atom, at: pointer) else { return false }
            guard values.contains(where: { $0.number != nil }) else {
                fail(
                    "no-order",
                    "“\(name)” is not a number in any option, so it cannot be compared by “\(atom.relation.rawValue)”",
                    hint: "use = or in", at: pointer, offset: atom.offset)
                return false
            }
            return true
        case .equal, .unequal, .among:
            var sound = true
            for literal in atom.literals {
                let meets = issue.options.keys.contains {
                    var single = atom
                    single.relation = .equal
                    single.literals = [literal]
                    return single.holds(at: $0, of: issue)
                }
                guard !meets else { continue }
                sound = false
                let known = Self.written(values)
                fail(
                    "unknown-value", "in no option is “\(name)” equal to “\(literal.text)”",
                    // Numbers of one digit are all near to each other.
                    hint: literal.number == nil
                        ? Suggestion.hint(for: literal.text, among: known, kind: "value")
                        : "known: \(known.prefix(12).joined(separator: ", "))",
                    at: pointer, offset: literal.offset)
            }
            return sound
        }
    }

    private static func written(_ values: [Value]) -> [String] {
        var result: [String] = []
        for value in values {
            let text = value.string ?? value.number?.description ?? (value.bool == true ? "true" : "false")
            if !result.contains(text) { result.append(text) }
        }
        return result
    }
}
