import Analysis
import Shapes
import Testing

struct FrontierTests {
    /// Every frontier, count of packages and list of ties, against brute force.
    @Test(arguments: 0..<40)
    func agreesWithBruteForce(_ batch: Int) throws {
        for seed in batch * 100..<(batch + 1) * 100 {
            let random = RandomProblem(seed: UInt64(seed))
            let graph = try StateGraph(random.problem)
            let feasible = random.packages.filter(random.isFeasible)
            #expect(graph.packageCount == UInt128(feasible.count), "seed \(seed)")
            let objectives = random.problem.objectives
            let acceptable = feasible.map { ($0, random.values($0)) }.filter { random.isAcceptable($0.1) }
                .map { ($0.0, Array($0.1.prefix(objectives))) }
            var expected: [[Int64]: [[Int]]] = [:]
            for (package, values) in acceptable {
                let isDominated = acceptable.contains { other in
                    other.1 != values && zip(other.1, values).allSatisfy { $0 >= $1 }
                }
                if !isDominated { expected[values, default: []].append(package) }
            }
            #expect(try AcceptableCount(graph) == AcceptableCount(exactly: acceptable.count), "seed \(seed)")
            let frontier = try FrontierSearch(graph, unitsPerPoint: [Double](repeating: 1, count: objectives)).run()
            let found = (0..<frontier.count).map { Array(frontier.point($0)) }
            #expect(Set(found) == Set(expected.keys) && found.count == expected.count, "seed \(seed)")
            let multiplicities = frontier.multiplicities
            for (point, values) in found.enumerated() {
                #expect(multiplicities[point] == UInt128(expected[values]?.count ?? 0), "seed \(seed)")
                #expect(frontier.packages(of: point, limit: 10_000) == expected[values], "seed \(seed)")
            }
        }
    }

    /// With room for next to nothing the sweep is steered by what is known already: where it says that it is exact it is, and
    /// elsewhere nothing acceptable is farther above what is listed than it says.
    @Test func littleRoomIsMadeUpFor() throws {
        var steered = 0
        for seed in 0..<200 {
            let random = RandomProblem(seed: UInt64(seed))
            let graph = try StateGraph(random.problem)
            let objectives = random.problem.objectives
            let points = random.packages.filter(random.isFeasible).map(random.values).filter(random.isAcceptable)
                .map { Array($0.prefix(objectives)) }
            let efficient = Set(points.filter { point in
                !points.contains { $0 != point && zip($0, point).allSatisfy { $0 >= $1 } }
            })
            var search = FrontierSearch(graph, unitsPerPoint: [Double](repeating: 1, count: objectives))
            for limit in [20, 200] {
                search.limit = limit
                if let exact = try search.exact() {
                    #expect(Set((0..<exact.count).map { Array(exact.point($0)) }) == efficient, "seed \(seed)")
                    // More than the plain sweep goes to.
                    if exact.peak > limit / 20 { steered += 1 }
                }
                let frontier = try search.run()
                let listed = (0..<frontier.count).map { Array(frontier.point($0)) }
                #expect(Set(listed).isSubset(of: points), "seed \(seed)")
                guard !listed.isEmpty else { continue }
                for point in efficient {
                    let isCovered = listed.contains { known in
                        point.indices.allSatisfy { known[$0] + frontier.shortfall[$0] >= point[$0] }
                    }
                    #expect(isCovered, "seed \(seed)")
                }
            }
        }
        #expect(steered > 20)
    }

    /// Where sums are small differences of large numbers, rounding takes nothing from what is steered by bounds.
    @Test func smallDifferencesOfLargeSumsAreNotRoundedAway() throws {
        for seed in 0..<300 {
            var draws = Draws(UInt64(seed))
            let sizes = [1, 1] + (0..<4).map { _ in Int.random(in: 1...4, using: &draws) }
            var problem = Problem(sizes: sizes, width: 4, objectives: 3)
            for component in 0..<4 {
                let large = Int64.random(in: -100_000_000_000_000_000...100_000_000_000_000_000, using: &draws)
                problem.own[0][component] = large
                problem.own[1][component] = -large
            }
            for variable in 2..<6 {
                for at in problem.own[variable].indices { problem.own[variable][at] = Int64.random(in: -5...5, using: &draws) }
            }
            problem.floors[3] = Int64.random(in: -4...4, using: &draws)
            let packages: [[Int]] = sizes.reduce([[]]) { packages, size in packages.flatMap { package in (0..<size).map { package + [$0] } } }
            let points = packages.map(problem.sums).filter(problem.accepts).map { Array($0.prefix(3)) }
            let efficient = Set(points.filter { point in !points.contains { $0 != point && zip($0, point).allSatisfy { $0 >= $1 } } })
            let graph = try StateGraph(problem)
            let search = FrontierSearch(graph, unitsPerPoint: [1, 1, 1])
            let found = try #require(try search.beyond([0, 0, 0], 1_000, Control()))
            #expect(Set((0..<found.count).map { Array(found.point($0)) }) == efficient, "seed \(seed)")
            for objective in 0..<3 {
                let best = try Search(.component(objective, of: 3), in: graph).run()
                let most = points.map { $0[objective] }.max()
                #expect(best.best.first.map { Array(best.frontier.point($0))[objective] } == most, "seed \(seed)")
            }
        }
    }

    /// The search without a frontier finds the same best packages, all of them, as brute force by the definition.
    @Test(arguments: 0..<20)
    func searchAgreesWithBruteForce(_ batch: Int) throws {
        for seed in batch * 50..<(batch + 1) * 50 {
            let random = RandomProblem(seed: UInt64(seed))
            let graph = try StateGraph(random.problem)
            let objectives = random.problem.objectives
            let acceptable = random.packages.filter { random.isFeasible($0) && random.isAcceptable(random.values($0)) }
            let points = acceptable.map { Array(random.values($0).prefix(objectives)) }
            var draws = Draws(UInt64(seed) + 7)
            for criterion in criteria(points, &draws) {
                let best = criterion.bruteForce(points)
                let result = try Search(criterion, in: graph).run()
                #expect(result.isExact)
                let found = result.best.flatMap { result.frontier.packages(of: $0, limit: 10_000) }
                #expect(Set(found) == Set(best.map { acceptable[$0] }), "seed \(seed) \(criterion.name)")
                let whole = try FrontierSearch(graph, unitsPerPoint: [Double](repeating: 1, count: objectives)).run()
                let chosen = criterion.best(of: whole.points).flatMap { whole.packages(of: $0, limit: 10_000) }
                #expect(Set(chosen) == Set(found), "seed \(seed) \(criterion.name)")
            }
        }
    }

    private func criteria(_ points: [[Int64]], _ draws: inout Draws) -> [Criterion] {
        guard let width = points.first?.count else { return [] }
        let columns = (0..<width).map { objective in points.map { $0[objective] } }
        let least = columns.map { $0.min() ?? 0 }
        let ideals = Ideals(
            disagreement: least, best: columns.map { $0.max() ?? 0 },
            feasible: columns.map { (($0.min() ?? 0) - 1, ($0.max() ?? 0) + 1) })
        func fraction() -> Fraction { Fraction(Number(Int.random(in: 1...9, using: &draws))) / Fraction(Number(Int.random(in: 1...9, using: &draws))) }
        return Criterion.all(
            ideals, scales: columns.map { _ in fraction() }, floors: columns.map { _ in fraction() },
            nashWeights: draws.chance(30) ? columns.map { _ in Int.random(in: 1...3, using: &draws) } : nil)
    }
}

extension AcceptableCount {
    fileprivate init(exactly count: Int) { self.init(atLeast: UInt128(count), atMost: UInt128(count)) }
}

extension Criterion {
    /// By the definition, key by key in exact fractions. Of packages whose product is nothing all are as good, so that only those
    /// that are efficient are meant.
    fileprivate func bruteForce(_ points: [[Int64]]) -> [Int] {
        func rank(_ point: [Int64]) -> [Fraction] {
            let keys = point.enumerated().map { key($0.offset, $0.element) }
            switch form {
            case .leximin: return keys.sorted()
            case .sum, .product: return [score(point)]
            }
        }
        let ranks = points.map(rank)
        let best = ranks.max { $0.lexicographicallyPrecedes($1) }
        return points.indices.filter { index in
            ranks[index] == best
                && !points.contains { $0 != points[index] && zip($0, points[index]).allSatisfy { $0 >= $1 } }
        }
    }
}
