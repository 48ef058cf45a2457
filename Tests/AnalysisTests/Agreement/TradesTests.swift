import Analysis
import Testing

struct TradesTests {
    /// All pairs of changes, against the definition.
    @Test(arguments: 0..<10)
    func agreesWithBruteForce(_ batch: Int) throws {
        var total = 0
        for seed in batch * 300..<(batch + 1) * 300 {
            let random = RandomProblem(seed: UInt64(seed), releasable: seed % 2 == 0 ? 0...2 : 2...4)
            let draft = random.draft(seed)
            guard random.isFeasible(draft) else { continue }
            let expected = random.packages.flatMap { trades(random, draft, $0) }
            let found = try Trades(random.problem, from: draft, limit: .max)
            let listed = found.trades.map { trade in
                Expected(
                    parties: trade.parties, variables: trade.moves.map(\.variable), options: trade.moves.map(\.option),
                    package: trade.package, gains: trade.gains, alone: trade.alone)
            }
            #expect(found.count == expected.count && listed.count == found.count && Set(listed) == Set(expected), "seed \(seed)")
            #expect(try Trades(random.problem, from: draft, limit: 3).trades == Array(found.trades.prefix(3)), "seed \(seed)")
            let losers = found.trades.map { trade in trade.gains.prefix(random.problem.objectives).count { $0 < 0 } }
            #expect(losers == losers.sorted(), "seed \(seed)")
            total += expected.count
        }
        #expect(total > 30)
    }

    private struct Expected: Hashable {
        var parties: [Int]
        var variables: [Int]
        var options: [Int]
        var package: [Int]
        var gains: [Int64]
        var alone: [[Int64]]
    }

    /// The trades by which a draft becomes a package.
    private func trades(_ random: RandomProblem, _ draft: [Int], _ package: [Int]) -> [Expected] {
        let changed = draft.indices.filter { draft[$0] != package[$0] }
        guard changed.count == 2, random.isFeasible(package) else { return [] }
        let before = random.values(draft)
        let after = random.values(package)
        let problem = random.problem
        // Nobody who accepts the draft refuses what it becomes, and who refuses it is not worse off.
        for (component, floor) in problem.floors.enumerated() {
            if let floor, after[component] < floor, before[component] >= floor || after[component] < before[component] { return [] }
        }
        for quota in problem.quotas {
            func isMet(_ values: [Int64]) -> Bool { zip(quota.components, quota.thresholds).count { values[$0] >= $1 } >= quota.atLeast }
            if isMet(before), !isMet(after) { return [] }
        }
        let alone = changed.map { variable in
            var half = draft
            half[variable] = package[variable]
            return zip(random.values(half), before).map { $0 - $1 }
        }
        let gains = zip(after, before).map { $0 - $1 }
        var found: [Expected] = []
        for giver in 0..<problem.objectives where gains[giver] > 0 && alone[0][giver] < 0 {
            for taker in 0..<problem.objectives where taker != giver && gains[taker] > 0 && alone[1][taker] < 0 {
                found.append(
                    Expected(
                        parties: [giver, taker], variables: changed, options: changed.map { package[$0] }, package: package,
                        gains: gains, alone: alone))
            }
        }
        return found
    }
}
