import Analysis

extension Draws {
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}

/// A condition that brute force can evaluate on its own, beside the same one in a store.
indirect enum Condition {
    case among(Int, Set<Int>)
    case not(Condition)
    case and(Condition, Condition)
    case or(Condition, Condition)
    case iff(Condition, Condition)

    func holds(_ package: [Int]) -> Bool {
        switch self {
        case .among(let variable, let set): set.contains(package[variable])
        case .not(let a): !a.holds(package)
        case .and(let a, let b): a.holds(package) && b.holds(package)
        case .or(let a, let b): a.holds(package) || b.holds(package)
        case .iff(let a, let b): a.holds(package) == b.holds(package)
        }
    }

    func compiled(_ store: inout FormulaStore) -> FormulaStore.ID {
        switch self {
        case .among(let variable, let set): return store.among(variable) { set.contains($0) }
        case .not(let a):
            let inner = a.compiled(&store)
            return store.not(inner)
        case .and(let a, let b):
            let parts = [a.compiled(&store), b.compiled(&store)]
            return store.and(parts)
        case .or(let a, let b):
            let parts = [a.compiled(&store), b.compiled(&store)]
            return store.or(parts)
        case .iff(let a, let b):
            let (left, right) = (a.compiled(&store), b.compiled(&store))
            return store.iff(left, right)
        }
    }

    static func random(_ sizes: [Int], depth: Int, _ random: inout Draws) -> Condition {
        if depth == 0 || random.chance(25) {
            let variable = Int.random(in: sizes.indices, using: &random)
            return .among(variable, Set((0..<sizes[variable]).filter { _ in random.chance(50) }))
        }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return .not(.random(sizes, depth: depth - 1, &random))
        case 1: return .and(.random(sizes, depth: depth - 1, &random), .random(sizes, depth: depth - 1, &random))
        case 2: return .or(.random(sizes, depth: depth - 1, &random), .random(sizes, depth: depth - 1, &random))
        default: return .iff(.random(sizes, depth: depth - 1, &random), .random(sizes, depth: depth - 1, &random))
        }
    }
}

/// A random problem, kept in both forms.
struct RandomProblem {
    var problem: Problem
    var requirements: [Condition] = []
    var additions: [(Condition, [(component: Int, value: Int64)])] = []

    init(seed: UInt64) {
        var random = Draws(seed)
        let count = Int.random(in: 1...6, using: &random)
        let sizes = (0..<count).map { _ in Int.random(in: 1...4, using: &random) }
        let objectives = Int.random(in: 1...5, using: &random)
        let ratifiers = Int.random(in: 0...2, using: &random)
        let quota = random.chance(20)
        let width = objectives + ratifiers
        problem = Problem(sizes: sizes, width: width, objectives: objectives)
        // Few different numbers make many ties; many make few.
        let spread: Int64 = [2, 10, 1_000_000][Int.random(in: 0..<3, using: &random)]
        for variable in sizes.indices {
            for at in problem.own[variable].indices { problem.own[variable][at] = Int64.random(in: -spread...spread, using: &random) }
        }
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            let condition = Condition.random(sizes, depth: 2, &random)
            requirements.append(condition)
            let id = condition.compiled(&problem.formulas)
            problem.requirements.append(id)
        }
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let condition = Condition.random(sizes, depth: 2, &random)
            let component = Int.random(in: 0..<width, using: &random)
            let points = [(component: component, value: Int64.random(in: -spread...spread, using: &random))]
            additions.append((condition, points))
            let id = condition.compiled(&problem.formulas)
            problem.additions.append(.init(condition: id, points: points))
        }
        for component in 0..<width where component >= objectives || random.chance(60) {
            problem.floors[component] = Int64.random(in: -2 * spread...spread, using: &random)
            guard component >= objectives else { continue }
            let condition = Condition.random(sizes, depth: 1, &random)
            let id = condition.compiled(&problem.formulas)
            let before = problem.additions.count
            problem.release(component, from: problem.floors[component] ?? 0, where: id)
            for addition in problem.additions[before...] { additions.append((condition, addition.points)) }
        }
        if quota {
            let components = (0..<width).filter { _ in random.chance(70) }
            problem.quotas.append(
                .init(
                    atLeast: Int.random(in: 0...max(0, components.count), using: &random), components: components,
                    thresholds: components.map { _ in Int64.random(in: -spread...spread, using: &random) }))
        }
    }

    /// Every package, first variable slowest.
    var packages: [[Int]] {
        problem.sizes.reduce([[]]) { packages, size in packages.flatMap { package in (0..<size).map { package + [$0] } } }
    }

    func values(_ package: [Int]) -> [Int64] {
        var sum = [Int64](repeating: 0, count: problem.width)
        for (variable, option) in package.enumerated() {
            for component in 0..<problem.width { sum[component] += problem.own[variable][option * problem.width + component] }
        }
        for (condition, points) in additions where condition.holds(package) {
            for point in points { sum[point.component] += point.value }
        }
        return sum
    }

    func isFeasible(_ package: [Int]) -> Bool { requirements.allSatisfy { $0.holds(package) } }

    func isAcceptable(_ values: [Int64]) -> Bool {
        for (component, floor) in problem.floors.enumerated() { if let floor, values[component] < floor { return false } }
        return problem.quotas.allSatisfy { quota in
            zip(quota.components, quota.thresholds).count { values[$0] >= $1 } >= quota.atLeast
        }
    }
}

extension OutcomeSpace {
    func frontier() throws -> Frontier { try FrontierSearch(graph, unitsPerPoint: objectives.map { 1 / $0.scale.double }).run() }
}
