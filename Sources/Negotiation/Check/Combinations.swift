import OrderedCollections
import Shapes

/// Finds out whether conditions can be met together by some package, and if not, which of them stand against each other.
///
/// Conditions that share no issue cannot stand against each other, so every group that hangs together is searched on its
/// own, option by option, turning back as soon as a condition is lost. Options that no condition tells apart count once.
/// A search that outgrows its share of work ends without an answer, and nothing is then said about that group.
struct Combinations {
    enum Constraint {
        case predicate(Predicate, holds: Bool)
        /// None of these options of the issue.
        case excludes(ID<Issue>, [ID<Option>])
    }

    /// Steps of evaluation for all questions of one check, and for one group of conditions.
    struct Effort {
        var left = 20_000_000
        static let share = 10_000_000
    }

    private enum Test {
        case atom(Predicate.Atom)
        case notAmong([ID<Option>])
    }

    private struct Rule {
        var program: PredicateProgram?
        var wanted: Truth
        /// Where its tests stand among all.
        var tests: Range<Int>
        var cost: Int { program?.steps.count ?? 1 }
    }

    private struct Variable {
        var issue: ID<Issue>
        var tests: [Int] = []
        var rules: [Int] = []
    }

    private let workspace: Workspace
    private var rules: [Rule] = []
    private var tests: [Test] = []
    private var variables: [Variable] = []
    private var groups: [(variables: [Int], rules: [Int])] = []

    /// - Precondition: every condition speaks of issues that are there and have something to choose from.
    init(_ constraints: [Constraint], in workspace: Workspace) {
        self.workspace = workspace
        var numbers: [ID<Issue>: Int] = [:]
        func variable(_ issue: ID<Issue>) -> Int {
            if let number = numbers[issue] { return number }
            numbers[issue] = variables.count
            variables.append(Variable(issue: issue))
            return variables.count - 1
        }
        for (index, constraint) in constraints.enumerated() {
            let start = tests.count
            var touched: OrderedSet<Int> = []
            func add(_ test: Test, _ issue: ID<Issue>) {
                let number = variable(issue)
                variables[number].tests.append(tests.count)
                tests.append(test)
                touched.append(number)
            }
            switch constraint {
            case .predicate(let predicate, let holds):
                let program = PredicateProgram(predicate)
                for atom in program.atoms { add(.atom(atom), atom.issue) }
                rules.append(Rule(program: program, wanted: holds ? .yes : .no, tests: start..<tests.count))
            case .excludes(let issue, let options):
                add(.notAmong(options), issue)
                rules.append(Rule(program: nil, wanted: .yes, tests: start..<tests.count))
            }
            for number in touched { variables[number].rules.append(index) }
        }
        groups = connected()
    }

    /// The variables and rules that hang together, each group in the order of mention.
    private func connected() -> [(variables: [Int], rules: [Int])] {
        var groups: [(variables: [Int], rules: [Int])] = []
        var members: [[Int]] = Array(repeating: [], count: rules.count)
        for (number, variable) in variables.enumerated() { for rule in variable.rules { members[rule].append(number) } }
        var seenRules = [Bool](repeating: false, count: rules.count)
        var seen = [Bool](repeating: false, count: variables.count)
        for start in rules.indices where !seenRules[start] {
            var group: (variables: [Int], rules: [Int]) = ([], [])
            var queue = [start]
            seenRules[start] = true
            while let rule = queue.popLast() {
                group.rules.append(rule)
                for number in members[rule] where !seen[number] {
                    seen[number] = true
                    group.variables.append(number)
                    for next in variables[number].rules where !seenRules[next] {
                        seenRules[next] = true
                        queue.append(next)
                    }
                }
            }
            groups.append((group.variables, group.rules.sorted()))
        }
        return groups
    }

    /// The sets of constraints that no package meets together, each as small as it can be made; empty when there is none,
    /// or none was found within the effort.
    ///
    /// - Parameter domain: the options to which an issue is already narrowed down; nil for all of them.
    func contradictions(
        within domain: (ID<Issue>) -> [ID<Option>]? = { _ in nil }, _ effort: inout Effort
    ) -> [[Int]] {
        var rows: [[[Truth]]] = Array(repeating: [], count: variables.count)
        var result: [[Int]] = []
        for group in groups {
            for number in group.variables { rows[number] = distinct(variables[number], domain(variables[number].issue)) }
            guard search(group.variables, group.rules, rows, &effort) == .no else { continue }
            var core = group.rules
            for rule in group.rules where core.count > 1 {
                let rest = core.filter { $0 != rule }
                if search(group.variables, rest, rows, &effort) == .no { core = rest }
            }
            result.append(core)
        }
        return result
    }

    /// What the tests say of each option, once for those of which they say the same.
    private func distinct(_ variable: Variable, _ narrowed: [ID<Option>]?) -> [[Truth]] {
        guard let issue = workspace.issues[variable.issue] else { return [] }
        let options = narrowed ?? issue.range.map { levels(of: $0, variable) } ?? Array(issue.options.keys)
        var rows: OrderedSet<[Truth]> = []
        for option in options {
            rows.append(
                variable.tests.map { index in
                    switch tests[index] {
                    case .atom(let atom): atom.holds(at: option, of: issue) ? .yes : .no
                    case .notAmong(let excluded): excluded.contains(option) ? .no : .yes
                    }
                })
        }
        return Array(rows)
    }

    /// Between two numbers that the tests name, all levels of a range are alike: those at and next to each named number, and
    /// both ends, stand for all.
    private func levels(of range: NumericRange, _ variable: Variable) -> [ID<Option>] {
        let named = variable.tests.flatMap { index -> [Number] in
            switch tests[index] {
            case .atom(let atom): atom.literals.compactMap(\.number)
            case .notAmong(let excluded): excluded.compactMap { try? Number.parse($0.text) }
            }
        }
        var levels: Set<Number> = [range.from, range.to]
        for number in named {
            let near = range.nearest(to: number)
            for level in [near - range.step, near, near + range.step] where range.contains(level) { levels.insert(level) }
        }
        return levels.sorted().map { ID($0.description) }
    }

    /// Whether some combination meets the rules; `.open` when the effort did not suffice.
    private func search(_ order: [Int], _ active: [Int], _ rows: [[[Truth]]], _ effort: inout Effort) -> Truth {
        let isActive = Set(active)
        let touching = order.map { number in variables[number].rules.filter(isActive.contains) }
        let costs = touching.map { $0.reduce(1) { $0 + rules[$1].cost } }
        var share = min(effort.left, Effort.share)
        let granted = share
        defer { effort.left -= granted - max(share, 0) }
        var values = [Truth](repeating: .open, count: tests.count)
        var stack: [Truth] = []
        var next = [Int](repeating: 0, count: order.count)
        var depth = 0
        while depth < order.count {
            let variable = variables[order[depth]]
            let choices = rows[order[depth]]
            guard next[depth] < choices.count else {
                for test in variable.tests { values[test] = .open }
                next[depth] = 0
                depth -= 1
                if depth < 0 { return .no }
                continue
            }
            for (column, test) in variable.tests.enumerated() { values[test] = choices[next[depth]][column] }
            next[depth] += 1
            share -= costs[depth]
            guard share >= 0 else { return .open }
            let isSound = touching[depth].allSatisfy { index in
                let rule = rules[index]
                let value = rule.program.map { $0.value(values[rule.tests], &stack) } ?? values[rule.tests.lowerBound]
                return value == .open || value == rule.wanted
            }
            if isSound { depth += 1 }
        }
        return .yes
    }
}

extension NumericRange {
    /// The level that is nearest to a number.
    func nearest(to number: Number) -> Number {
        if number <= from { return from }
        if number >= to { return to }
        return min(to, from + (number - from).divided(by: step, decimals: 0) * step)
    }
}
