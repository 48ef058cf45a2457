import Glibc

/// The best packages by one definition, found without the frontier.
///
/// Labels are merged as for the frontier, but only those are kept whose best completion could still reach the best package
/// known. What a completion can reach is bounded by linear functions of the gains, for which the rest of a package is an exact
/// sweep over the graph: for a product the tangents of its logarithm, for a least key the weighted means (Lagrangian bounds;
/// Geoffrion 1974). The weights come from Frank & Wolfe's method (1956) on the convex hull of the packages, and the first good
/// package from a beam. Bounds are binary floating point with a margin; what is kept is compared exactly.
package struct Search: Sendable {
    /// What was found.
    package struct Result: Sendable {
        /// The best packages found, as the points of a frontier; none when nothing acceptable was found.
        package let frontier: Frontier
        /// Which of its points are best, all exactly equal.
        package let best: [Int]
        /// Whether nothing better exists, and nothing as good is missing. Otherwise `bound` says what cannot be exceeded.
        package let isExact: Bool
        /// An upper bound on the score (for a product: on the product), when the search was stopped early.
        package let bound: Double?
    }

    private let graph: StateGraph
    private let criterion: Criterion
    private let slopes: [Double]
    private let offsets: [Double]
    private let weights: [Double]

    package static let standardLimit = 400_000
    private static let beamWidth = 1_500
    private static let rounds = 160
    private static let cutCount = 8

    package init(_ criterion: Criterion, in graph: StateGraph) {
        self.graph = graph
        self.criterion = criterion
        let slopes = criterion.slopes.map(\.double)
        self.slopes = slopes
        offsets = criterion.offsets.indices.map { criterion.offsets[$0].double - slopes[$0] * Double(criterion.origins[$0]) }
        weights = criterion.weights.map(Double.init)
    }

    package func run(limit: Int = Search.standardLimit, control: Control = Control()) throws -> Result {
        let (bounds, packages) = try tangents(control)
        var incumbent = packages.filter(isAcceptable).map { rough(Array($0.prefix(slopes.count))) }.max() ?? -.infinity
        // The best of a sum that is acceptable is the answer; else a first good package is looked for.
        var first: Frontier?
        if criterion.form != .sum || !incumbent.isFinite {
            var beam = Merging(graph, labelLimit: Self.beamWidth)
            beam.excess = .beam
            beam.cuts = bounds.map { cut($0, reaching: -.infinity) }
            _ = try beam.run(control)
            let found = Frontier(beam)
            if let best = criterion.best(of: found.points).first { incumbent = max(incumbent, rough(Array(found.point(best)))) }
            first = found
        }
        var merging = Merging(graph, labelLimit: limit)
        // Where every package known has a zero factor the bounds do not tell which of them is the one.
        merging.cuts = incumbent.isFinite ? bounds.map { cut($0, reaching: incumbent) } : []
        if try merging.run(control) == .done {
            let frontier = Frontier(merging)
            return Result(frontier: frontier, best: criterion.best(of: frontier.points), isExact: true, bound: nil)
        }
        let root = bounds.first?.root ?? .infinity
        let known = first ?? Frontier(empty: graph)
        return Result(
            frontier: known, best: criterion.best(of: known.points), isExact: false,
            bound: criterion.form == .product ? exp(root) : root)
    }

    private func isAcceptable(_ units: [Int64]) -> Bool {
        let problem = graph.problem
        for (component, floor) in problem.floors.enumerated() { if let floor, units[component] < floor { return false } }
        return problem.quotas.allSatisfy { quota in
            zip(quota.components, quota.thresholds).count { units[$0] >= $1 } >= quota.atLeast
        }
    }

    // MARK: Bounds

    /// `score ≤ Σ factor·key + constant` for every package, and by it at most `root` for all of them.
    private struct Tangent {
        var factors: [Double]
        var constant: Double
        var onward: [[Double]]
        var root: Double
    }

    private func cut(_ tangent: Tangent, reaching score: Double) -> Cut {
        Cut(
            weights: zip(tangent.factors, slopes).map { $0 * $1 },
            constant: zip(tangent.factors, offsets).reduce(tangent.constant) { $0 + $1.0 * $1.1 }, onward: tangent.onward,
            threshold: score.isFinite ? score - margin(score, tangent) : score)
    }

    /// Far more than what rounding can have taken from a sum of products.
    private func margin(_ score: Double, _ tangent: Tangent) -> Double {
        var size = abs(score) + abs(tangent.constant)
        for objective in slopes.indices {
            let range = max(abs(Double(graph.most[0][objective])), abs(Double(graph.least[0][objective])))
            size += abs(tangent.factors[objective]) * (abs(slopes[objective]) * range + abs(offsets[objective]))
        }
        return 1e-9 * max(size, 1e-300)
    }

    private func rough(_ point: [Int64]) -> Double { point.withUnsafeBufferPointer { $0.baseAddress.map(criterion.roughScore) ?? 0 } }

    private func keys(_ units: [Int64]) -> [Double] { slopes.indices.map { slopes[$0] * Double(units[$0]) + offsets[$0] } }

    /// The tightest linear bounds met on a walk towards the best point of the convex hull, tightest first, and the packages
    /// met there.
    private func tangents(_ control: Control) throws -> (bounds: [Tangent], packages: [[Int64]]) {
        let count = slopes.count
        if criterion.form == .sum {
            let (only, package) = try tangent([Double](repeating: 1, count: count), constant: 0, control)
            return ([only], [package])
        }
        // Where each party would be at its own best: the scale of its keys.
        let most = (0..<count).map { slopes[$0] * Double(graph.most[0][$0]) + offsets[$0] }
        let least = (0..<count).map { slopes[$0] * Double(graph.least[0][$0]) + offsets[$0] }
        let spread = max(zip(most, least).map { $0 - $1 }.max() ?? 1, 1e-12)
        var center = zip(most, least).map { ($0 + $1) / 2 }
        var found: [Tangent] = []
        var packages: [[Int64]] = []
        for round in 0..<Self.rounds {
            let factors: [Double]
            let constant: Double
            switch criterion.form {
            case .product:
                let safe = center.enumerated().map { max($0.element, max(most[$0.offset], 1e-12) * 1e-6) }
                factors = zip(weights, safe).map { $0 / $1 }
                constant = zip(weights, safe).reduce(0) { $0 + $1.0 * (log($1.1) - 1) }
            default:
                // Weights that lean towards the worst off, the harder the longer it takes.
                let sharpness = (4 + Double(round)) / spread
                let lowest = center.min() ?? 0
                let leaning = center.map { exp(-sharpness * ($0 - lowest)) }
                let sum = leaning.reduce(0, +)
                factors = leaning.map { $0 / sum }
                constant = 0
            }
            let (next, package) = try tangent(factors, constant: constant, control)
            found.append(next)
            packages.append(package)
            let reached = keys(package)
            let step = 2 / (Double(round) + 3)
            for objective in 0..<count { center[objective] += step * (reached[objective] - center[objective]) }
            // Only the tightest are needed.
            if found.count > 2 * Self.cutCount {
                found.sort { $0.root < $1.root }
                found.removeLast(Self.cutCount)
            }
        }
        found.sort { $0.root < $1.root }
        var bounds = Array(found.prefix(Self.cutCount))
        // A partial package that favours somebody is bounded best by weights that lean away from that party.
        if criterion.form == .leximin, let best = bounds.first {
            for party in 0..<count {
                for lean in [0.4, 2.5] {
                    var factors = best.factors
                    factors[party] *= lean
                    let sum = factors.reduce(0, +)
                    bounds.append(try tangent(factors.map { $0 / sum }, constant: 0, control).tangent)
                }
            }
        }
        return (bounds, packages)
    }

    /// The bound with given factors, and the package that reaches it, as its sums.
    private func tangent(_ factors: [Double], constant: Double, _ control: Control) throws -> (tangent: Tangent, package: [Int64]) {
        let weights = zip(factors, slopes).map { $0 * $1 }
        let fixed = zip(factors, offsets).reduce(constant) { $0 + $1.0 * $1.1 }
        let (onward, units) = try graph.greatest(weights, control)
        let root = (onward[0].first ?? 0) + fixed
        return (Tangent(factors: factors, constant: constant, onward: onward, root: root), units)
    }
}
