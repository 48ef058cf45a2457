import Shapes

/// The share of something as a number of draws tells it, with the interval that holds the true share with at least 95 %
/// confidence, whatever the share is (Clopper & Pearson 1934).
package struct SampledShare: Sendable, Hashable {
    package let draws: Int
    package let hits: Int
    /// Both ends are rounded outward, to so many decimals as `decimals`.
    package let low: Number
    package let high: Number

    package static let decimals = 9
    /// An interval not wider than two hundredths (Lahdelma & Salminen 2001).
    package static let standardDraws = 9_604

    /// - Precondition: at least one draw, and not more hits than draws.
    package init(hits: Int, of draws: Int) {
        precondition(draws > 0 && 0...draws ~= hits, "hits are some of the draws")
        self.draws = draws
        self.hits = hits
        low = Self.lowest(hits, draws)
        high = Number(1) - Self.lowest(draws - hits, draws)
    }

    /// The greatest decimal at which so many hits or more are still too unlikely.
    private static func lowest(_ hits: Int, _ draws: Int) -> Number {
        let grid = (0..<decimals).reduce(1) { power, _ in power * 10 }
        // At `below` they are too unlikely, at `above` they are not.
        var (below, above) = (0, grid)
        while hits > 0, above - below > 1 {
            let middle = (below + above) / 2
            let isUnlikely = tail(hits, draws, Double(middle) / Double(grid)) < 0.025 - 1e-9
            if isUnlikely { below = middle } else { above = middle }
        }
        return Number(significand: Int128(below), exponent: -decimals)
    }

    /// How likely at least so many hits are: the terms of the binomial distribution by their quotients, from the greatest on until
    /// they no longer count, so that neither logarithms nor tiny numbers are needed.
    private static func tail(_ hits: Int, _ draws: Int, _ share: Double) -> Double {
        let odds = share / (1 - share)
        let mode = min(draws, Int(Double(draws + 1) * share))
        var (all, reaching) = (1.0, mode >= hits ? 1.0 : 0)
        var term = 1.0
        for count in mode..<draws {
            term *= Double(draws - count) / Double(count + 1) * odds
            if term < 1e-18 { break }
            all += term
            if count + 1 >= hits { reaching += term }
        }
        term = 1
        for count in (0..<mode).reversed() {
            term *= Double(count + 1) / Double(draws - count) / odds
            if term < 1e-18 { break }
            all += term
            if count >= hits { reaching += term }
        }
        return reaching / all
    }
}

extension PackageSampler {
    /// Of the first so many draws under a seed, the share that satisfies each condition on a package's sums.
    package func shares(
        draws: Int = SampledShare.standardDraws, seed: UInt64, satisfying conditions: [@Sendable ([Int64]) -> Bool],
        control: Control = Control()
    ) throws -> [SampledShare] {
        let slice = 256
        var hits = [[Int]](repeating: [], count: (draws + slice - 1) / slice)
        let slices = hits.count
        hits.withUnsafeMutableBufferPointer { hits in
            // Each slice writes its own place.
            nonisolated(unsafe) let hits = hits
            SideBySide.perform(slices) { place in
                if control.isStopped { return }
                var found = [Int](repeating: 0, count: conditions.count)
                for number in place * slice..<min(draws, (place + 1) * slice) {
                    let sums = draw(number, seed: seed).sums
                    for (index, condition) in conditions.enumerated() where condition(sums) { found[index] += 1 }
                }
                hits[place] = found
            }
        }
        if control.isStopped { throw CancellationError() }
        return conditions.indices.map { index in SampledShare(hits: hits.reduce(0) { $0 + $1[index] }, of: draws) }
    }

    /// The share of packages that are acceptable.
    package func acceptableShare(
        draws: Int = SampledShare.standardDraws, seed: UInt64, control: Control = Control()
    ) throws -> SampledShare {
        let problem = graph.problem
        return try shares(draws: draws, seed: seed, satisfying: [{ problem.accepts($0) }], control: control)[0]
    }
}
