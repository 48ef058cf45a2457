import Analysis
import Shapes
import Testing

struct PackageSamplerTests {
    /// Every package as often as any other: χ² with a fixed seed, and each package with its own sums.
    @Test func drawsAreUniform() throws {
        var tried = 0
        for seed in 0..<60 {
            let random = RandomProblem(seed: UInt64(seed) + 3_000)
            let feasible = random.packages.filter(random.isFeasible)
            let graph = try StateGraph(random.problem)
            guard let sampler = PackageSampler(graph) else {
                #expect(feasible.isEmpty)
                continue
            }
            guard 2...60 ~= feasible.count else { continue }
            tried += 1
            var seen: [[Int]: Int] = [:]
            let draws = 200 * feasible.count
            for number in 0..<draws {
                let draw = sampler.draw(number, seed: 7)
                #expect(draw.sums == random.values(draw.package))
                seen[draw.package, default: 0] += 1
            }
            #expect(Set(seen.keys).isSubset(of: feasible))
            let statistic = feasible.reduce(0.0) { sum, package in
                let off = Double(seen[package] ?? 0) - 200
                return sum + off * off / 200
            }
            // Five standard deviations above its mean.
            let freedom = Double(feasible.count - 1)
            #expect(statistic < freedom + 5 * (2 * freedom).squareRoot(), "seed \(seed): \(statistic) at \(freedom)")
        }
        #expect(tried > 10)
    }

    @Test func drawsAreTheSameAgain() throws {
        let random = RandomProblem(seed: 1)
        let sampler = try #require(PackageSampler(try StateGraph(random.problem)))
        let forward = (0..<100).map { sampler.draw($0, seed: 3) }
        #expect((0..<100).reversed().map { sampler.draw($0, seed: 3) } == forward.reversed())
        #expect((0..<100).map { sampler.draw($0, seed: 4) } != forward)
        let share = try sampler.acceptableShare(draws: 1_000, seed: 3)
        let hits = (0..<1_000).count { random.isAcceptable(sampler.draw($0, seed: 3).sums) }
        #expect(share == SampledShare(hits: hits, of: 1_000))
    }

    @Test func beyondCountingNothingIsDrawn() throws {
        let problem = Problem(sizes: [Int](repeating: 4, count: 80), width: 0, objectives: 0)
        #expect(PackageSampler(try StateGraph(problem)) == nil)
    }

    /// Whatever the true share is, at least 95 % of all samples give an interval that holds it.
    @Test(arguments: 1...25)
    func intervalsHoldTheShare(_ draws: Int) {
        let intervals = (0...draws).map { SampledShare(hits: $0, of: draws) }
        for step in 0...400 {
            let share = Double(step) / 400
            var covered = 0.0
            for (hits, interval) in intervals.enumerated() where interval.low.double <= share && share <= interval.high.double {
                var likelihood = 1.0
                for place in 0..<draws { likelihood *= place < hits ? share : 1 - share }
                for place in 0..<hits { likelihood *= Double(draws - place) / Double(place + 1) }
                covered += likelihood
            }
            #expect(covered >= 0.95, "\(draws) draws, share \(share)")
        }
    }

    @Test func intervalsAreThoseOfTheTables() {
        // 1 − (α/2)^(1/n) at no hits; and the interval of 10 in 100 as it is tabled.
        let none = SampledShare(hits: 0, of: 10)
        #expect(none.low == .zero && abs(none.high.double - 0.308_497_1) < 1e-6)
        let all = SampledShare(hits: 10, of: 10)
        #expect(all.high == .one && abs(all.low.double - 0.691_502_9) < 1e-6)
        let some = SampledShare(hits: 10, of: 100)
        #expect(abs(some.low.double - 0.049_005) < 1e-6 && abs(some.high.double - 0.176_223) < 1e-6)
        #expect(SampledShare(hits: 0, of: 1_000_000).high > .zero)
    }
}
