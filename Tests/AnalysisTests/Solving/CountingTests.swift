import Analysis
import Testing

struct CountingTests {
    /// Exact with the standard limit, and bounds that hold the truth with any.
    @Test(arguments: 0..<40)
    func countsAgreeWithBruteForce(_ batch: Int) throws {
        var bounded = 0
        for seed in batch * 100..<(batch + 1) * 100 {
            let random = RandomProblem(seed: UInt64(seed) + 50_000)
            let graph = try StateGraph(random.problem)
            let truth = UInt128(random.packages.count { random.isFeasible($0) && random.isAcceptable(random.values($0)) })
            #expect(try AcceptableCount(graph) == AcceptableCount(atLeast: truth, atMost: truth), "seed \(seed)")
            for limit in [1, 2, 5, 20] {
                let count = try AcceptableCount(graph, effort: .init(limit: limit, exactly: 0))
                #expect(count.atLeast <= truth && truth <= count.atMost, "seed \(seed) limit \(limit)")
                if !count.isExact { bounded += 1 }
            }
        }
        #expect(bounded > 4)
    }

    /// Quotas over many components, which meet in the middle of issues with many options.
    @Test func quotasAgreeWithBruteForce() throws {
        for seed in 0..<60 {
            var draws = Draws(UInt64(seed) + 900)
            let sizes = (0..<4).map { _ in Int.random(in: 5...9, using: &draws) }
            let width = Int.random(in: 1...7, using: &draws)
            let spread: Int64 = seed % 2 == 0 ? 6 : 1_000
            var problem = Problem(sizes: sizes, width: width, objectives: width)
            for variable in sizes.indices {
                for at in problem.own[variable].indices { problem.own[variable][at] = Int64.random(in: -spread...spread, using: &draws) }
            }
            for _ in 0..<Int.random(in: 1...2, using: &draws) {
                let components = (0..<Int.random(in: 1...8, using: &draws)).map { _ in Int.random(in: 0..<width, using: &draws) }
                problem.quotas.append(
                    .init(
                        atLeast: Int.random(in: 0...components.count, using: &draws), components: components,
                        thresholds: components.map { _ in Int64.random(in: -spread...spread, using: &draws) }))
            }
            if draws.chance(50) { problem.floors[0] = Int64.random(in: -spread...spread, using: &draws) }
            let packages = sizes.reduce([[]] as [[Int]]) { packages, size in
                packages.flatMap { package in (0..<size).map { package + [$0] } }
            }
            let truth = UInt128(packages.count { problem.accepts(problem.sums(of: $0)) })
            let graph = try StateGraph(problem)
            #expect(try AcceptableCount(graph) == AcceptableCount(atLeast: truth, atMost: truth), "seed \(seed)")
            for limit in [3, 30] {
                let count = try AcceptableCount(graph, effort: .init(limit: limit, exactly: 0))
                #expect(count.atLeast <= truth && truth <= count.atMost, "seed \(seed)")
            }
        }
    }

    /// Each set of floors by itself, those of the others left out.
    @Test func coalitionsAgreeWithBruteForce() throws {
        for seed in 0..<400 {
            let random = RandomProblem(seed: UInt64(seed) + 70_000)
            let graph = try StateGraph(random.problem)
            let feasible = random.packages.filter(random.isFeasible).map(random.values)
            let width = random.problem.width
            let subsets = [[]] + (0..<width).map { [$0] } + (1..<max(1, width)).map { [$0 - 1, $0] } + [Array(0..<width)]
            let counts = try graph.counts(passing: subsets)
            let bounds = try graph.counts(passing: subsets, effort: .init(limit: 3, exactly: 0))
            for (place, subset) in subsets.enumerated() {
                let truth = UInt128(feasible.count { values in
                    subset.allSatisfy { component in random.problem.floors[component].map { values[component] >= $0 } ?? true }
                })
                #expect(counts[place] == AcceptableCount(atLeast: truth, atMost: truth), "seed \(seed) \(subset)")
                #expect(bounds[place].atLeast <= truth && truth <= bounds[place].atMost, "seed \(seed) \(subset)")
            }
        }
    }

    /// More packages than 128 bits can count.
    @Test func beyondCountingThereIsALeast() throws {
        var problem = Problem(sizes: [Int](repeating: 4, count: 80), width: 1, objectives: 1)
        for variable in 0..<80 { problem.own[variable] = [0, 1, 2, 3] }
        problem.floors[0] = 1
        let count = try AcceptableCount(try StateGraph(problem))
        #expect(count.atLeast == .max && count.atMost == .max && !count.isExact)
        problem.floors[0] = 240
        #expect(try AcceptableCount(try StateGraph(problem)) == AcceptableCount(atLeast: 1, atMost: 1))
    }

    @Test func countingStops() throws {
        let control = Control()
        control.stop()
        let random = RandomProblem(seed: 4)
        let graph = try StateGraph(random.problem)
        var problem = random.problem
        problem.floors = problem.floors.indices.map { (graph.least[0][$0] + graph.most[0][$0]) / 2 }
        let asked = try StateGraph(problem)
        #expect(throws: CancellationError.self) { try AcceptableCount(asked, control: control) }
    }
}
