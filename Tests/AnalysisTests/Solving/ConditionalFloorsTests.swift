import Analysis
import Shapes
import Testing

/// Problems in which many parties have a floor only where something is chosen.
struct ConditionalFloorsTests {
    /// Parts are disjoint, cover the space, and ask of all their packages the floors that are asked there.
    @Test func partsAskTheSameOfAllTheirPackages() throws {
        var several = 0
        for seed in 0..<1_500 {
            let random = RandomProblem(seed: UInt64(seed), releasable: 2...5)
            let parts = try StateGraph(random.problem).parts()
            let feasible = random.packages.filter(random.isFeasible)
            #expect(parts.reduce(0) { $0 + $1.packageCount } == UInt128(feasible.count), "seed \(seed)")
            var remaining = Set(feasible)
            for part in parts {
                let (packages, rest) = (try packages(part, among: remaining), remaining)
                remaining = rest.subtracting(packages)
                for package in packages {
                    for (component, condition) in random.releases where part.problem.floors[component] == nil {
                        #expect(condition.holds(package), "seed \(seed)")
                    }
                    // Each by itself: what is asked in the part, of what the package comes to.
                    let values = random.values(package)
                    #expect(part.problem.accepts(values) == random.isAcceptable(values), "seed \(seed)")
                    #expect(random.isAcceptable(values) == isAcceptedByDefinition(package, random), "seed \(seed)")
                }
                // Whoever is released from it is told apart, unless nothing tells.
                for (component, condition) in random.releases where part.problem.floors[component] != nil {
                    let holding = packages.count(where: condition.holds)
                    let isAlways = feasible.allSatisfy { random.values($0)[component] >= random.problem.floors[component] ?? .min }
                    #expect(holding == 0 || holding == packages.count || isAlways, "seed \(seed)")
                }
            }
            #expect(remaining.isEmpty, "seed \(seed)")
            if parts.count > 2 { several += 1 }
        }
        #expect(several > 300)
    }

    /// The frontier, with its ties, and the best packages by each definition.
    @Test(arguments: 0..<10)
    func frontierAndSolutionsAgreeWithBruteForce(_ batch: Int) throws {
        for seed in batch * 100..<(batch + 1) * 100 {
            let random = RandomProblem(seed: UInt64(seed) + 20_000, releasable: 2...5)
            let graph = try StateGraph(random.problem)
            let objectives = random.problem.objectives
            let acceptable = random.packages.filter { random.isFeasible($0) && isAcceptedByDefinition($0, random) }
            let points = acceptable.map { Array(random.values($0).prefix(objectives)) }
            #expect(try AcceptableCount(graph).atLeast == UInt128(acceptable.count), "seed \(seed)")
            let efficient = acceptable.indices.filter { place in
                !points.contains { $0 != points[place] && zip($0, points[place]).allSatisfy { $0 >= $1 } }
            }
            let frontier = try FrontierSearch(graph, unitsPerPoint: [Double](repeating: 1, count: objectives)).run()
            #expect(frontier.isExact, "seed \(seed)")
            let listed = (0..<frontier.count).flatMap { frontier.packages(of: $0, limit: 10_000) }
            #expect(listed.sorted(by: { $0.lexicographicallyPrecedes($1) }) == efficient.map { acceptable[$0] }, "seed \(seed)")
            #expect(frontier.multiplicities.reduce(0, +) == UInt128(efficient.count), "seed \(seed)")
            let rough = try FrontierSearch(graph, unitsPerPoint: [Double](repeating: 1, count: objectives)).run(within: 4)
            #expect(rough.shortfall.allSatisfy { $0 <= 4 }, "seed \(seed)")
            let known = (0..<rough.count).map { Array(rough.point($0)) }
            #expect(Set(known).isSubset(of: points), "seed \(seed)")
            for point in points {
                #expect(known.contains { zip($0, zip(rough.shortfall, point)).allSatisfy { $0 + $1.0 >= $1.1 } }, "seed \(seed)")
            }
            guard !points.isEmpty, seed % 4 == 0 else { continue }
            let ideals = Ideals(
                disagreement: (0..<objectives).map { objective in points.map { $0[objective] }.min() ?? 0 },
                best: (0..<objectives).map { objective in points.map { $0[objective] }.max() ?? 0 },
                feasible: (0..<objectives).map { (graph.least[0][$0], graph.most[0][$0]) })
            let ones = [Fraction](repeating: .one, count: objectives)
            for criterion in Criterion.all(ideals, scales: ones, floors: ones) {
                let best = Set(criterion.best(of: efficient.flatMap { points[$0] }).map { acceptable[efficient[$0]] })
                let found = try Search(criterion, in: graph).run()
                #expect(found.isExact, "seed \(seed) \(criterion.name)")
                #expect(Set(found.best.flatMap { found.frontier.packages(of: $0, limit: 10_000) }) == best, "seed \(seed) \(criterion.name)")
            }
        }
    }

    private func packages(_ part: StateGraph, among packages: Set<[Int]>) throws -> Set<[Int]> {
        try packages.filter { package in
            try !package.enumerated().reduce(part) { try $0.restricted($1.offset, to: [$1.element]) }.isEmpty
        }
    }

    /// A floor binds where its condition does not hold; what a condition adds to be released does not count.
    private func isAcceptedByDefinition(_ package: [Int], _ random: RandomProblem) -> Bool {
        let values = random.values(package)
        let isPassed = random.problem.floors.enumerated().allSatisfy { component, floor in
            guard let floor else { return true }
            return random.releases[component]?.holds(package) == true || values[component] >= floor
        }
        return isPassed && random.problem.quotas.allSatisfy { quota in
            zip(quota.components, quota.thresholds).count { values[$0] >= $1 } >= quota.atLeast
        }
    }
}
