import OrderedCollections
import Shapes

/// What can be said of a condition while not everything is settled.
public enum Truth: UInt8, Sendable, CaseIterable {
    case no
    /// It depends on what is still open.
    case open
    case yes

    fileprivate var negated: Truth {
        switch self {
        case .no: .yes
        case .open: .open
        case .yes: .no
        }
    }
}

extension Predicate.Atom {
    /// Whether the comparison holds of one answer to its issue.
    ///
    /// Options are compared by id, numbers of a range by their value (`quota = 40.0` is met at 40), attributes by their
    /// value. What is not there meets no comparison: an option without the attribute, an issue without an answer, a word
    /// asked for its size. `!=` is the negation of `=`, so it holds of them.
    public func holds(at option: ID<Option>?, of issue: Issue?) -> Bool {
        switch relation {
        case .unequal: !literals.contains { equals($0, option, issue) }
        case .equal, .among: literals.contains { equals($0, option, issue) }
        case .less, .atMost, .more, .atLeast: literals.first.map { isOrdered($0, option, issue) } ?? false
        }
    }

    private func equals(_ literal: Predicate.Literal, _ option: ID<Option>?, _ issue: Issue?) -> Bool {
        guard let option else { return false }
        if let attribute {
            switch issue?.options[option]?.attributes[attribute]?.content {
            case .number(let number): return number == literal.number
            case .bool(let bool): return literal.text == (bool ? "true" : "false")
            case .string(let text): return literal.text == text
            default: return false
            }
        }
        if option.text == literal.text { return true }
        guard issue?.range != nil, let number = literal.number else { return false }
        return (try? Number.parse(option.text)) == number
    }

    private func isOrdered(_ literal: Predicate.Literal, _ option: ID<Option>?, _ issue: Issue?) -> Bool {
        guard let option, let bound = literal.number, let number = number(at: option, of: issue) else { return false }
        return switch relation {
        case .less: number < bound
        case .atMost: number <= bound
        case .more: number > bound
        default: number >= bound
        }
    }

    private func number(at option: ID<Option>, of issue: Issue?) -> Number? {
        if let attribute { return issue?.options[option]?.attributes[attribute]?.number }
        guard issue?.range != nil else { return nil }
        return try? Number.parse(option.text)
    }
}

extension Predicate {
    /// Whether a complete package meets the condition. An issue for which `choice` knows no answer meets no comparison.
    public func holds(_ choice: (ID<Issue>) -> ID<Option>?, in workspace: Workspace) -> Bool {
        func holds(_ node: Node) -> Bool {
            switch node {
            case .atom(let atom): atom.holds(at: choice(atom.issue), of: workspace.issues[atom.issue])
            case .not(let a): !holds(a)
            case .and(let a, let b): holds(a) && holds(b)
            case .or(let a, let b): holds(a) || holds(b)
            case .implies(let a, let b): !holds(a) || holds(b)
            case .iff(let a, let b): holds(a) == holds(b)
            }
        }
        return holds(root)
    }

    /// Combinations up to which `truth` tries every one.
    public static let enumerationLimit = 4_096

    /// What can be said of the condition when each issue may still take any of some options.
    ///
    /// Exact when at most `enumerationLimit` combinations of options differ in what the condition sees of them. Beyond that
    /// the parts are judged one by one (Kleene 1952): `yes` and `no` are still certain, but `open` may be said of a condition
    /// that is settled, and `isExact` is then false. An issue for which nothing is possible meets no comparison.
    public func truth(
        over possible: (ID<Issue>) -> [ID<Option>], in workspace: Workspace
    ) -> (truth: Truth, isExact: Bool) {
        let program = PredicateProgram(self)
        var columns: [(atoms: [Int], rows: [[Truth]])] = []
        var product = 1
        for issue in scope {
            let atoms = program.atoms.indices.filter { program.atoms[$0].issue == issue }
            let model = workspace.issues[issue]
            let options = possible(issue)
            let answers: [ID<Option>?] = options.isEmpty ? [nil] : options
            // Options that the condition cannot tell apart count once.
            let rows = Set(
                answers.map { option in atoms.map { program.atoms[$0].holds(at: option, of: model) ? Truth.yes : .no } })
            columns.append((atoms, Array(rows)))
            product = min(product, Self.enumerationLimit + 1) * rows.count
        }
        var values = [Truth](repeating: .open, count: program.atoms.count)
        var stack: [Truth] = []
        guard product <= Self.enumerationLimit else {
            for (atoms, rows) in columns {
                for (column, atom) in atoms.enumerated() where rows.allSatisfy({ $0[column] == rows[0][column] }) {
                    values[atom] = rows[0][column]
                }
            }
            let truth = program.value(values[...], &stack)
            return (truth, truth != .open)
        }
        var seen: Truth?
        for combination in 0..<product {
            var rest = combination
            for (atoms, rows) in columns {
                let row = rows[rest % rows.count]
                rest /= rows.count
                for (column, atom) in atoms.enumerated() { values[atom] = row[column] }
            }
            let truth = program.value(values[...], &stack)
            if let seen, seen != truth { return (.open, true) }
            seen = truth
        }
        return (seen ?? .open, true)
    }
}

/// A condition made ready to be evaluated many times: its comparisons numbered, its joints in reverse Polish order.
struct PredicateProgram: Sendable {
    enum Step: Sendable {
        case atom(Int)
        case not, and, or, implies, iff
    }

    private(set) var atoms: [Predicate.Atom] = []
    private(set) var steps: [Step] = []

    init(_ predicate: Predicate) { append(predicate.root) }

    private mutating func append(_ node: Predicate.Node) {
        func pair(_ a: Predicate.Node, _ b: Predicate.Node, _ step: Step) {
            append(a)
            append(b)
            steps.append(step)
        }
        switch node {
        case .atom(let atom):
            steps.append(.atom(atoms.count))
            atoms.append(atom)
        case .not(let a):
            append(a)
            steps.append(.not)
        case .and(let a, let b): pair(a, b, .and)
        case .or(let a, let b): pair(a, b, .or)
        case .implies(let a, let b): pair(a, b, .implies)
        case .iff(let a, let b): pair(a, b, .iff)
        }
    }

    /// The value of the whole in Kleene's logic, given the values of the atoms. `stack` is lent, and left empty.
    func value(_ values: ArraySlice<Truth>, _ stack: inout [Truth]) -> Truth {
        func least(_ a: Truth, _ b: Truth) -> Truth { a.rawValue < b.rawValue ? a : b }
        func most(_ a: Truth, _ b: Truth) -> Truth { a.rawValue < b.rawValue ? b : a }
        for step in steps {
            if case .atom(let atom) = step {
                stack.append(values[values.startIndex + atom])
                continue
            }
            // Every step but an atom takes at least one value from the stack: `append` has put its operands before it.
            let right = stack.removeLast()
            if case .not = step {
                stack.append(right.negated)
                continue
            }
            let left = stack.removeLast()
            switch step {
            case .and: stack.append(least(left, right))
            case .or: stack.append(most(left, right))
            case .implies: stack.append(most(left.negated, right))
            default: stack.append(least(most(left.negated, right), most(right.negated, left)))
            }
        }
        return stack.removeLast()
    }
}
