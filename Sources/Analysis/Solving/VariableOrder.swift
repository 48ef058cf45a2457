/// The order in which issues are taken: groups that conditions tie together one after the other, each so that few issues are
/// open between decided and undecided ones, and the issues that nothing ties last.
///
/// Finding the best order is NP-hard (Arnborg et al. 1987). This is the usual greedy choice, tried from several starts: next
/// comes the issue after which the open issues have the fewest combinations.
struct VariableOrder {
    private(set) var order: [Int] = []

    init(_ problem: Problem) {
        let scopes = (problem.requirements + problem.additions.map(\.condition)).map { problem.formulas.scope(of: $0) }.filter {
            $0.count > 1
        }
        var factorsOf = [[Int]](repeating: [], count: problem.sizes.count)
        for (factor, scope) in scopes.enumerated() { for variable in scope { factorsOf[variable].append(factor) } }
        let weights = problem.formulas.distinctions(in: problem.requirements + problem.additions.map(\.condition)).map { VariableOrder.bits(of: $0) }
        var isPlaced = [Bool](repeating: false, count: problem.sizes.count)
        for group in VariableOrder.groups(scopes, factorsOf) {
            var best: (cost: Double, order: [Int])?
            for start in group.prefix(24) {
                let attempt = VariableOrder.greedy(group, from: start, scopes, factorsOf, weights)
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
    private static func groups(_ scopes: [[Int]], _ factorsOf: [[Int]]) -> [[Int]] {
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

    /// The cost is about the number of combinations of open issues, summed over the boundaries.
    private static func greedy(
        _ group: [Int], from start: Int, _ scopes: [[Int]], _ factorsOf: [[Int]], _ weights: [Int]
    ) -> (cost: Double, order: [Int]) {
        var missing = scopes.map(\.count)
        var openFactors = factorsOf.map(\.count)
        var order: [Int] = []
        var open = Set<Int>()
        var rest = Set(group)
        var cost = 0.0
        func place(_ variable: Int) {
            order.append(variable)
            rest.remove(variable)
            open.insert(variable)
            for factor in factorsOf[variable] {
                missing[factor] -= 1
                guard missing[factor] == 0 else { continue }
                for member in scopes[factor] {
                    openFactors[member] -= 1
                    if openFactors[member] == 0 { open.remove(member) }
                }
            }
            cost += VariableOrder.combinations(open.reduce(0) { $0 + weights[$1] })
        }
        /// The combinations of open issues if this one came next.
        func width(_ variable: Int) -> Int {
            var width = open.reduce(0) { $0 + weights[$1] } + weights[variable]
            var closing: [Int: Int] = [:]
            for factor in factorsOf[variable] where missing[factor] == 1 {
                for member in scopes[factor] { closing[member, default: 0] += 1 }
            }
            for (member, count) in closing where openFactors[member] == count { width -= weights[member] }
            return width
        }
        place(start)
        while !rest.isEmpty {
            let near = rest.filter { variable in
                factorsOf[variable].contains { factor in missing[factor] < scopes[factor].count }
            }
            let candidates = (near.isEmpty ? rest : near).sorted()
            guard let next = candidates.min(by: { width($0) < width($1) }) else { break }
            place(next)
        }
        return (cost, order)
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
