/// The order in which issues are taken: groups that conditions tie together one after the other, each so that little has to be
/// remembered between decided and undecided issues, and the issues that nothing ties last.
///
/// Finding the best order is NP-hard (Arnborg et al. 1987). This is the usual greedy choice, tried from several starts: next
/// comes the issue after which there is least to remember. That is at most the combinations of the decided issues that
/// undecided conditions mention, and at most what each condition by itself can have come to, all multiplied; the smaller
/// counts.
struct VariableOrder {
    private(set) var order: [Int] = []

    private var store: FormulaStore
    private let factors: [FormulaStore.ID]
    private let scopes: [[Int]]
    private var factorsOf: [[Int]]
    /// Per variable, in 1,024ths of a bit, the groups of options that some condition tells apart.
    private let bits: [Int]
    /// What a condition can have come to once some of its issues, a set of places in its scope, are decided.
    private var rests: [Key: Set<FormulaStore.ID>] = [:]

    private var spent = 0

    private struct Key: Hashable {
        var factor: Int
        var decided: UInt64
    }

    private static let startLimit = 24
    private static let attempts = 20_000_000
    /// A condition with more rests than this counts as this.
    private static let restLimit = 512
    /// How much is spent on finding out, in issues of conditions that are fixed; after that all that are not known yet do.
    private static let effort = 1_500_000

    /// - Throws: `CancellationError`.
    init(_ problem: Problem, _ control: Control) throws {
        store = problem.formulas
        let all = (problem.requirements + problem.additions.map(\.condition)).map { ($0, problem.formulas.scope(of: $0)) }
        let joint = all.filter { $0.1.count > 1 }
        factors = joint.map(\.0)
        scopes = joint.map(\.1)
        factorsOf = [[Int]](repeating: [], count: problem.sizes.count)
        for (factor, scope) in scopes.enumerated() { for variable in scope { factorsOf[variable].append(factor) } }
        bits = factors.isEmpty ? [] : store.distinctions(in: all.map(\.0)).map { VariableOrder.bits(of: $0) }
        var isPlaced = [Bool](repeating: false, count: problem.sizes.count)
        for group in groups() {
            var best: (cost: Double, order: [Int])?
            // An attempt asks of every issue, at every step, what it does to every condition.
            let starts = min(Self.startLimit, max(1, Self.attempts / (group.count * group.count * factors.count)))
            for start in group.prefix(starts) {
                if control.isStopped { throw CancellationError() }
                let attempt = greedy(group, from: start, below: best?.cost ?? .infinity)
                if best.map({ attempt.cost < $0.cost }) ?? true { best = attempt }
            }
            for variable in best?.order ?? [] {
                order.append(variable)
                isPlaced[variable] = true
            }
        }
        order += problem.sizes.indices.filter { !isPlaced[$0] }
    }

    /// Variables tied together, directly or through others; each group ascending, by its first variable.
    private func groups() -> [[Int]] {
        var seen = Set<Int>()
        var groups: [[Int]] = []
        for start in factorsOf.indices where !factorsOf[start].isEmpty && !seen.contains(start) {
            var group: [Int] = []
            var queue = [start]
            seen.insert(start)
            while let variable = queue.popLast() {
                group.append(variable)
                for factor in factorsOf[variable] {
                    for other in scopes[factor] where seen.insert(other).inserted { queue.append(other) }
                }
            }
            groups.append(group.sorted())
        }
        return groups
    }

    /// The cost is about the number of things to remember, summed over the boundaries; an attempt that passes `limit` ends.
    private mutating func greedy(_ group: [Int], from start: Int, below limit: Double) -> (cost: Double, order: [Int]) {
        var decided = [UInt64](repeating: 0, count: factors.count)
        var isDecided = [Bool](repeating: false, count: factorsOf.count)
        var order: [Int] = []
        var cost = 0.0
        func isOpen(_ factor: Int, _ mask: UInt64) -> Bool { mask != 0 && mask.nonzeroBitCount < min(64, scopes[factor].count) }
        /// About how much there is to remember if this variable came next.
        func width(_ next: Int) -> Int {
            var byConditions = 0
            var mentioned: [Int] = []
            for factor in factors.indices {
                var mask = decided[factor]
                if let place = scopes[factor].firstIndex(of: next), place < 64 { mask |= 1 << UInt64(place) }
                guard isOpen(factor, mask) else { continue }
                byConditions += Self.bits(of: restCount(factor, mask))
                for variable in scopes[factor] where isDecided[variable] || variable == next { mentioned.append(variable) }
            }
            let byIssues = Set(mentioned).reduce(0) { $0 + bits[$1] }
            return min(byConditions, byIssues)
        }
        func place(_ variable: Int) {
            cost += Self.combinations(width(variable))
            order.append(variable)
            isDecided[variable] = true
            for factor in factorsOf[variable] {
                if let place = scopes[factor].firstIndex(of: variable), place < 64 { decided[factor] |= 1 << UInt64(place) }
            }
        }
        place(start)
        while order.count < group.count, cost < limit {
            let rest = group.filter { !isDecided[$0] }
            let near = rest.filter { variable in factorsOf[variable].contains { decided[$0] != 0 } }
            guard let next = (near.isEmpty ? rest : near).map({ ($0, width($0)) }).min(by: { $0.1 < $1.1 })?.0 else { break }
            place(next)
        }
        return order.count == group.count ? (cost, order) : (.infinity, order)
    }

    private mutating func restCount(_ factor: Int, _ mask: UInt64) -> Int {
        if rests[Key(factor: factor, decided: mask)] == nil, spent > Self.effort { return Self.restLimit }
        return found(factor, mask).count
    }

    private mutating func found(_ factor: Int, _ mask: UInt64) -> Set<FormulaStore.ID> {
        let key = Key(factor: factor, decided: mask)
        if let known = rests[key] { return known }
        guard mask != 0 else { return [factors[factor]] }
        let place = mask.trailingZeroBitCount
        var result: Set<FormulaStore.ID> = []
        for before in found(factor, mask & (mask - 1)).sorted() {
            spent += scopes[factor].count * store.size(of: scopes[factor][place])
            for option in 0..<store.size(of: scopes[factor][place]) {
                let rest = store.fixing(scopes[factor][place], to: option, in: before)
                // Decided is decided.
                result.insert(max(rest, FormulaStore.yes))
                if result.count >= Self.restLimit { break }
            }
        }
        rests[key] = result
        return result
    }

    /// A logarithm to base two in 1,024ths: sums of whole numbers are the same in any order.
    private static func bits(of count: Int) -> Int {
        let value = Double(max(1, count))
        return Int(value.exponent) * 1_024 + Int((value.significand - 1) * 1_024)
    }

    private static func combinations(_ bits: Int) -> Double {
        Double(sign: .plus, exponent: min(bits / 1_024, 1_000), significand: 1 + Double(bits % 1_024) / 1_024)
    }
}
