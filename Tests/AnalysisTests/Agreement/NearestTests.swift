import Analysis
import Testing

struct NearestTests {
    /// The fewest changes, who is at that distance, and that nothing is listed that is not acceptable, against all packages.
    @Test(arguments: 0..<10)
    func agreesWithBruteForce(_ batch: Int) throws {
        for seed in batch * 200..<(batch + 1) * 200 {
            let random = RandomProblem(seed: UInt64(seed), releasable: seed % 2 == 0 ? 0...2 : 2...4)
            let draft = random.draft(seed)
            let acceptable = random.acceptable
            let found = try Nearest(random.problem, to: draft.map { [$0] })
            try compare(found, random, draft, acceptable, "seed \(seed)")
        }
    }

    /// Improvements are just the packages by which nobody compared loses and somebody gains, that pass all floors of others, or
    /// as much of them as the draft does.
    @Test(arguments: 0..<10)
    func improvementsAgreeWithBruteForce(_ batch: Int) throws {
        var improved = 0
        for seed in batch * 200..<(batch + 1) * 200 {
            let random = RandomProblem(seed: UInt64(seed), releasable: seed % 2 == 0 ? 0...2 : 2...4)
            let draft = random.draft(seed)
            let before = random.values(draft)
            let problem = random.problem
            let better = random.packages.filter { package in
                let values = random.values(package)
                let compared = 0..<problem.objectives
                return random.isFeasible(package)
                    && compared.allSatisfy { values[$0] >= before[$0] } && compared.contains { values[$0] > before[$0] }
                    && (problem.objectives..<problem.width).allSatisfy { values[$0] >= min(problem.floors[$0] ?? .min, before[$0]) }
                    && problem.quotas.allSatisfy { quota in
                        zip(quota.components, quota.thresholds).count { values[$0] >= $1 } >= quota.atLeast
                    }
            }
            if !better.isEmpty { improved += 1 }
            try compare(try Nearest(problem, improvingOn: draft), random, draft, better, "seed \(seed)")
        }
        #expect(improved > 10)
    }

    /// Many packages that are as near and as good are not all listed, and that is said.
    @Test func whatIsLeftOutIsSaid() throws {
        var problem = Problem(sizes: [8, 8], width: 1, objectives: 1)
        problem.own[0] = [0, 1, 1, 1, 1, 1, 1, 1]
        problem.floors = [1]
        let found = try Nearest(problem, to: [[0], [0]])
        #expect(found.distance == 1 && found.isExact)
        #expect(found.neighbours.count { $0.changed.count == 1 } == 7 || found.hasMore == true)
        let few = try Nearest(problem, to: [[0], [0]], limit: 2)
        #expect(few.neighbours.count == 2 && few.hasMore == true)
    }

    /// Gains of many parties are not added up: as large as each may be, they need not fit together.
    @Test func improvementsForManyPartiesWithLargeNumbers() throws {
        let parties = 40
        var problem = Problem(sizes: [2, 2], width: parties, objectives: parties)
        for party in 0..<parties {
            problem.own[0][parties + party] = 1 << 56
            problem.own[1][parties + party] = party == 0 ? -1 : 1 << 56
        }
        let found = try Nearest(problem, improvingOn: [0, 0])
        #expect(found.distance == 1 && found.isExact)
        #expect(found.neighbours.first?.package == [1, 0])
    }

    /// Where many issues must change the least number is still proven, and what is listed acceptable.
    @Test func manyChanges() throws {
        var far = 0
        for seed in 0..<100 {
            var draws = Draws(UInt64(seed))
            var problem = Problem(sizes: [Int](repeating: 2, count: 9), width: 2, objectives: 2)
            for variable in 0..<9 { problem.own[variable] = [0, 0, Int64.random(in: 0...9, using: &draws), Int64.random(in: -2...9, using: &draws)] }
            problem.floors = [Int64.random(in: 20...45, using: &draws), Int64.random(in: 10...30, using: &draws)]
            let draft = [Int](repeating: 0, count: 9)
            let packages: [[Int]] = problem.sizes.reduce([[]]) { packages, size in packages.flatMap { package in (0..<size).map { package + [$0] } } }
            let acceptable = packages.filter { problem.accepts(problem.sums(of: $0)) }
            let found = try Nearest(problem, to: draft.map { [$0] })
            let least = acceptable.map { $0.reduce(0, +) }.min()
            #expect(found.distance == least && found.isExact, "seed \(seed)")
            #expect(found.neighbours.isEmpty == acceptable.isEmpty, "seed \(seed)")
            #expect(Set(acceptable).isSuperset(of: found.neighbours.map(\.package)), "seed \(seed)")
            guard let least, least > 4 else { continue }
            far += 1
            #expect(found.hasMore == nil && found.neighbours.allSatisfy { $0.changed.count == least }, "seed \(seed)")
            // What is best for each is among them.
            let near = acceptable.filter { $0.reduce(0, +) == least }.map(problem.sums)
            for party in 0..<2 {
                #expect(found.neighbours.map { $0.sums[party] }.max() == near.map { $0[party] }.max(), "seed \(seed)")
            }
        }
        #expect(far > 20)
    }

    private func compare(
        _ found: Nearest, _ random: RandomProblem, _ draft: [Int], _ acceptable: [[Int]], _ context: Comment
    ) throws {
        func changes(_ package: [Int]) -> [Int] { package.indices.filter { package[$0] != draft[$0] } }
        let objectives = random.problem.objectives
        let least = acceptable.map { changes($0).count }.min()
        #expect(found.isExact && found.distance == least, context)
        #expect(found.neighbours.isEmpty == acceptable.isEmpty, context)
        #expect(Set(acceptable).isSuperset(of: found.neighbours.map(\.package)), context)
        #expect(found.neighbours.allSatisfy { $0.changed == changes($0.package) && $0.sums == random.values($0.package) }, context)
        #expect(found.neighbours.map(\.changed.count) == found.neighbours.map(\.changed.count).sorted(), context)
        #expect(Set(found.neighbours).count == found.neighbours.count, context)
        let near = acceptable.filter { changes($0).count == least }
        let gains = Dictionary(uniqueKeysWithValues: near.map { ($0, Array(random.values($0).prefix(objectives))) })
        let efficient = near.filter { package in
            guard let own = gains[package] else { return false }
            return !gains.values.contains { $0 != own && zip($0, own).allSatisfy { $0 >= $1 } }
        }
        let listed = found.neighbours.map(\.package).filter { changes($0).count == least }
        #expect(Set(listed).isSubset(of: efficient), context)
        // Six variables at most: only many changes leave it open.
        #expect((found.hasMore == nil) == ((least ?? 0) > 4), context)
        if let hasMore = found.hasMore { #expect(hasMore == (Set(listed) != Set(efficient)), context) }
    }
}

extension RandomProblem {
    /// Some package, acceptable or not.
    func draft(_ seed: Int) -> [Int] {
        var draws = Draws(UInt64(seed) + 77)
        return problem.sizes.map { Int.random(in: 0..<$0, using: &draws) }
    }
}
