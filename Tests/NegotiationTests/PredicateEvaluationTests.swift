import Negotiation
import OrderedCollections
import Shapes
import Testing

/// Numbers that look random and are the same in every run (Steele, Lea and Flood 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// A condition built as a tree of this file's own, with its own idea of what it means.
private indirect enum Formula {
    case atom(String, issue: Int, Set<Int>)
    case not(Formula)
    case joint(String, Formula, Formula)

    /// Which answers are `chosen`, by number, issue by issue.
    func holds(_ chosen: [Int]) -> Bool {
        switch self {
        case .atom(_, let issue, let met): return met.contains(chosen[issue])
        case .not(let a): return !a.holds(chosen)
        case .joint(let word, let a, let b):
            let (x, y) = (a.holds(chosen), b.holds(chosen))
            switch word {
            case "and": return x && y
            case "or": return x || y
            case "implies": return !(x && !y)
            default: return x == y
            }
        }
    }

    private var binding: Int {
        switch self {
        case .atom: 5
        case .not: 4
        case .joint(let word, _, _): ["iff": 0, "implies": 1, "or": 2, "and": 3][word] ?? 0
        }
    }

    /// With no more parentheses than the documented binding asks for.
    var text: String {
        func inner(_ formula: Formula, above: Int) -> String { formula.binding >= above ? formula.text : "(\(formula.text))" }
        switch self {
        case .atom(let text, _, _): return text
        case .not(let a): return "not \(inner(a, above: 4))"
        case .joint(let word, let a, let b):
            let toTheRight = word == "implies"
            return
                "\(inner(a, above: binding + (toTheRight ? 1 : 0))) \(word) \(inner(b, above: binding + (toTheRight ? 0 : 1)))"
        }
    }
}

@Suite("What conditions mean")
struct PredicateEvaluationTests {
    /// Issue 0 and 1 have options, the second with attributes; issue 2 is a number.
    private static let gears = ["nets", "lines", nil, "nets"]
    private static let months: [Int?] = [3, nil, 12, 0]
    private static let options = [["a", "b", "c"], ["p", "q", "r", "s"], ["0", "0.5", "1", "1.5", "2"]]

    private static func workspace() -> Workspace {
        var workspace = Workspace()
        var first = Negotiation.Issue()
        for id in options[0] { first.options[ID(id)] = Option() }
        var second = Negotiation.Issue()
        for (index, id) in options[1].enumerated() {
            var option = Option()
            if let gear = gears[index] { option.attributes["gear"] = .string(gear) }
            if let months = months[index] { option.attributes["months"] = .int(months) }
            option.attributes["open"] = .bool(index == 2)
            second.options[ID(id)] = option
        }
        var third = Negotiation.Issue()
        third.range = NumericRange()
        third.range?.to = 2
        third.range?.step = Number(significand: 5, exponent: -1)
        workspace.issues = ["first": first, "second": second, "third": third]
        return workspace
    }

    private static func atom(_ random: inout SplitMix) -> Formula {
        func numbers(_ meets: (Int) -> Bool, _ count: Int) -> Set<Int> { Set((0..<count).filter(meets)) }
        switch Int.random(in: 0..<9, using: &random) {
        case 0:
            let at = Int.random(in: 0..<3, using: &random)
            return .atom("first = \(options[0][at])", issue: 0, [at])
        case 1:
            let at = Int.random(in: 0..<4, using: &random)
            return .atom("second != \(options[1][at])", issue: 1, numbers({ $0 != at }, 4))
        case 2: return .atom("second in [p,  s]", issue: 1, [0, 3])
        case 3: return .atom("second.gear = nets", issue: 1, [0, 3])
        // An option without the attribute is not equal to anything, so it is unequal.
        case 4: return .atom("second.gear != nets", issue: 1, [1, 2])
        case 5: return .atom("second.months >= 3", issue: 1, [0, 2])
        case 6: return .atom("second.open == true", issue: 1, [2])
        case 7:
            let at = Int.random(in: 0..<5, using: &random)
            let spelling = options[2][at] + (options[2][at].contains(".") ? "0" : ".0")
            return .atom("third = \(spelling)", issue: 2, [at])
        default:
            let at = Int.random(in: 0..<5, using: &random)
            let signs: [(String, (Int) -> Bool)] = [
                ("<", { $0 < at }), ("<=", { $0 <= at }), (">", { $0 > at }), (">=", { $0 >= at }),
            ]
            let (sign, meets) = signs[Int.random(in: 0..<4, using: &random)]
            return .atom("third \(sign) \(options[2][at])", issue: 2, numbers(meets, 5))
        }
    }

    private static func formula(_ depth: Int, _ random: inout SplitMix) -> Formula {
        guard depth > 0, Int.random(in: 0..<5, using: &random) > 0 else { return atom(&random) }
        if Int.random(in: 0..<4, using: &random) == 0 { return .not(formula(depth - 1, &random)) }
        let words = ["and", "or", "implies", "iff"]
        let word = words[Int.random(in: 0..<words.count, using: &random)]
        return .joint(word, formula(depth - 1, &random), formula(depth - 1, &random))
    }

    @Test("a thousand random conditions, read and evaluated, mean what their trees mean")
    func randomConditions() throws {
        let workspace = Self.workspace()
        let names: [ID<Negotiation.Issue>] = ["first", "second", "third"]
        var random = SplitMix(state: 1)
        for _ in 0..<1_000 {
            let formula = Self.formula(4, &random)
            let predicate = try Predicate(formula.text)
            let possible = Self.options.map { options in
                let some = options.indices.filter { _ in Bool.random(using: &random) }
                return some.isEmpty ? [0] : some
            }
            var outcomes: Set<Bool> = []
            for a in Self.options[0].indices {
                for b in Self.options[1].indices {
                    for c in Self.options[2].indices {
                        let chosen = [a, b, c]
                        let picked = zip(Self.options, chosen).map { ID<Option>($0[$1]) }
                        let expected = formula.holds(chosen)
                        let met = predicate.holds({ picked[names.firstIndex(of: $0) ?? 0] }, in: workspace)
                        #expect(met == expected, "\(formula.text) at \(picked)")
                        if zip(possible, chosen).allSatisfy({ $0.contains($1) }) { outcomes.insert(expected) }
                    }
                }
            }
            let truth = predicate.truth(
                over: { name in
                    let at = names.firstIndex(of: name) ?? 0
                    return possible[at].map { ID(Self.options[at][$0]) }
                }, in: workspace)
            #expect(truth.isExact)
            #expect(truth.truth == (outcomes.count == 2 ? .open : outcomes.contains(true) ? .yes : .no), "\(formula.text)")
        }
    }

    @Test("beyond the limit of enumeration nothing definite is said that is not so")
    func kleene() throws {
        var workspace = Workspace()
        let count = 13
        for index in 0..<count {
            var issue = Negotiation.Issue()
            issue.options = ["yes": Option(), "no": Option()]
            workspace.issues[ID("i\(index)")] = issue
        }
        var random = SplitMix(state: 2)
        var kinds: Set<Truth> = []
        for round in 0..<60 {
            var formula = Formula.atom("i0 = yes", issue: 0, [0])
            for index in 1..<count {
                let atom = Formula.atom("i\(index) = yes", issue: index, [0])
                let word = ["and", "or", "implies"][Int.random(in: 0..<3, using: &random)]
                formula = .joint(word, formula, Bool.random(using: &random) ? atom : .not(atom))
            }
            // A part that is settled, so that something definite can be said; every other round.
            if round % 2 == 0 {
                formula = .joint(
                    round % 4 == 0 ? "or" : "and",
                    .atom("done = \(round % 4 == 0 ? "yes" : "no")", issue: count, [round % 4 == 0 ? 0 : 1]), formula)
            }
            workspace.issues["done"] = workspace.issues["i0"]
            let predicate = try Predicate(formula.text)
            let all: [ID<Option>] = ["yes", "no"]
            let truth = predicate.truth(over: { $0 == "done" ? ["yes"] : all }, in: workspace)
            kinds.insert(truth.truth)
            #expect(truth.isExact == (truth.truth != .open))
            guard truth.truth != .open else { continue }
            for bits in 0..<(1 << count) {
                let chosen = (0..<count).map { bits >> $0 & 1 } + [0]
                guard formula.holds(chosen) == (truth.truth == .yes) else {
                    Testing.Issue.record("\(formula.text) is said to be \(truth.truth)")
                    break
                }
            }
        }
        #expect(kinds == [.no, .open, .yes])
    }

    @Test("options that a condition cannot tell apart do not count against the limit")
    func manyLevels() throws {
        var workspace = Workspace()
        for name in ["x", "y"] {
            var issue = Negotiation.Issue()
            issue.range = NumericRange()
            issue.range?.to = 10_000
            workspace.issues[ID(name)] = issue
        }
        let truth = try Predicate("x >= 10 iff not x < 10 or y = 3").truth(
            over: { workspace.issues[$0]?.choices ?? [] }, in: workspace)
        #expect(truth.truth == .open && truth.isExact)
        let always = try Predicate("x >= 10 or x < 10 or y = 3").truth(
            over: { workspace.issues[$0]?.choices ?? [] }, in: workspace)
        #expect(always.truth == .yes && always.isExact)
    }

    @Test("an issue without an answer meets no comparison, and so is unequal to everything")
    func unanswered() throws {
        let workspace = Self.workspace()
        for (text, expected) in [
            ("first = a", false), ("first != a", true), ("third < 3", false), ("second.gear != nets", true),
        ] {
            let predicate = try Predicate(text)
            #expect(predicate.holds({ _ in nil }, in: workspace) == expected, "\(text)")
            #expect(predicate.truth(over: { _ in [] }, in: workspace).truth == (expected ? .yes : .no), "\(text)")
        }
    }
}
