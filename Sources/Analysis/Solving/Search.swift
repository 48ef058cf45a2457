import Glibc

/// The best packages by one definition, found without the frontier.
///
/// Labels are merged as for the frontier, but only those are kept whose best completion could still reach the best package
/// known. What a completion can reach is bounded by linear functions of the gains (`LinearBound`): for a product the tangents
/// of its logarithm, for a least key the weighted means, with multipliers of the floors. The weights come from Frank & Wolfe's
/// method (1956) on the convex hull of the packages, and the first good package from a beam. Parties that only have floors are
/// first taken on a coarse grid that favours them: what is best then and passes their floors in truth is best. Bounds are binary floating point with a margin; what is kept is compared exactly.
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
    private static let rounds = 80
    private static let sumRounds = 40
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
        var hunt = Hunt()
        var parts: [Part] = []
        for part in try graph.parts(control) {
            let (bounds, packages) = try tangents(part, control)
            for package in packages where part.problem.accepts(package) { hunt.incumbent = max(hunt.incumbent, rough(package)) }
            parts.append(Part(graph: part, bounds: bounds))
        }
        // The most promising first: what it has closes others.
        parts.sort { $0.root > $1.root }
        for part in parts { try search(part, limit, &hunt, control) }
        let isExact = hunt.open == nil
        let none = [Int64](repeating: 0, count: graph.problem.objectives)
        let frontier = hunt.found.count == 1
            ? hunt.found[0] : try Frontier(hunt.found, of: graph, shortfall: none, areDisjoint: true, control)
        return Result(
            frontier: frontier, best: criterion.best(of: frontier.points), isExact: isExact,
            bound: hunt.open.map { criterion.form == .product ? exp($0) : $0 })
    }

    /// Packages that take the same consents, and linear bounds on their scores, the tightest first.
    private struct Part {
        var graph: StateGraph
        var bounds: [LinearBound]
        var root: Double { bounds.first?.root ?? -.infinity }
    }

    /// What a search has found, and what it still holds possible.
    private struct Hunt {
        /// The best score known, nearly.
        var incumbent = -Double.infinity
        var found: [Frontier] = []
        /// What a part that was given up may reach.
        var open: Double?
    }

    private func search(_ part: Part, _ limit: Int, _ hunt: inout Hunt, _ control: Control) throws {
        guard let tightest = part.bounds.first, tightest.root + tightest.error >= hunt.incumbent else { return }
        func sweep(_ limit: Int, _ incumbent: Double) throws -> Frontier? {
            var merging = Merging(part.graph, labelLimit: limit)
            // Where every package known has a zero factor the bounds do not tell which of them is the one.
            merging.cuts = incumbent.isFinite ? part.bounds.map { $0.cut(reaching: incumbent) } : []
            guard try merging.run(control) == .done else { return nil }
            return Frontier(merging)
        }
        func meet(_ frontier: Frontier) {
            guard let best = criterion.best(of: frontier.points).first else { return }
            hunt.incumbent = max(hunt.incumbent, rough(Array(frontier.point(best))))
        }
        if hunt.incumbent.isFinite, let frontier = try sweep(min(limit, Self.beamWidth), hunt.incumbent) {
            meet(frontier)
            hunt.found.append(frontier)
            return
        }
        // First a good package, from a beam.
        var beam = Merging(part.graph, labelLimit: Self.beamWidth)
        beam.excess = .beam
        beam.cuts = part.bounds.map { $0.cut(reaching: -.infinity) }
        _ = try beam.run(control)
        let good = Frontier(beam)
        meet(good)
        if let frontier = try sweep(limit, hunt.incumbent) {
            meet(frontier)
            hunt.found.append(frontier)
        } else {
            hunt.found.append(good)
            hunt.open = max(hunt.open ?? -.infinity, tightest.root)
        }
    }

    // MARK: Bounds

    private func rough(_ point: [Int64]) -> Double { point.withUnsafeBufferPointer { $0.baseAddress.map(criterion.roughScore) ?? 0 } }

    private func keys(_ units: [Int64]) -> [Double] { slopes.indices.map { slopes[$0] * Double(units[$0]) + offsets[$0] } }

    /// The tightest linear bounds on the score met on a walk towards the best point of the convex hull, tightest first, and the
    /// packages met there, as sums.
    private func tangents(_ graph: StateGraph, _ control: Control) throws -> (bounds: [LinearBound], packages: [[Int64]]) {
        let count = slopes.count
        var multipliers = FloorMultipliers(graph)
        var packages: [[Int64]] = []
        /// The bound with given factors on keys.
        func bound(_ factors: [Double], _ constant: Double) throws -> LinearBound {
            var weights = [Double](repeating: 0, count: graph.width)
            for party in 0..<count { weights[party] = factors[party] * slopes[party] }
            let worth = (0..<count).reduce(0.0) { $0 + abs(weights[$1]) * graph.span($1) }
            let found = try LinearBound(
                graph, weights, multipliers: multipliers.values(worth: worth),
                constant: zip(factors, offsets).reduce(constant) { $0 + $1.0 * $1.1 }, control: control)
            packages.append(found.sums)
            multipliers.descend(found.sums)
            return found
        }
        if criterion.form == .sum {
            let ones = [Double](repeating: 1, count: count)
            var best = try bound(ones, 0)
            // Without floors that matter the first package is the best.
            guard multipliers.isNeeded, !graph.problem.accepts(best.sums) else { return ([best], packages) }
            for _ in 0..<Self.sumRounds {
                let next = try bound(ones, 0)
                if next.root < best.root { best = next }
            }
            return ([best], packages)
        }
        // Where each party would be at its own best: the scale of its keys.
        let most = (0..<count).map { slopes[$0] * Double(graph.most[0][$0]) + offsets[$0] }
        let least = (0..<count).map { slopes[$0] * Double(graph.least[0][$0]) + offsets[$0] }
        let spread = max(zip(most, least).map { $0 - $1 }.max() ?? 1, 1e-12)
        var center = zip(most, least).map { ($0 + $1) / 2 }
        var found: [(bound: LinearBound, factors: [Double])] = []
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
            let next = try bound(factors, constant)
            found.append((next, factors))
            let reached = keys(next.sums)
            let step = 2 / (Double(round) + 3)
            for objective in 0..<count { center[objective] += step * (reached[objective] - center[objective]) }
            // Only the tightest are needed.
            if found.count > 2 * Self.cutCount {
                found.sort { $0.bound.root < $1.bound.root }
                found.removeLast(Self.cutCount)
            }
        }
        found.sort { $0.bound.root < $1.bound.root }
        var bounds = found.prefix(Self.cutCount).map(\.bound)
        // A partial package that favours somebody is bounded best by weights that lean away from that party.
        if criterion.form == .leximin, let best = found.first {
            for party in 0..<count {
                for lean in [0.4, 2.5] {
                    var factors = best.factors
                    factors[party] *= lean
                    let sum = factors.reduce(0, +)
                    bounds.append(try bound(factors.map { $0 / sum }, 0))
                }
            }
        }
        return (bounds, packages)
    }
}

extension StateGraph {
    /// From the least to the most of a component; 1 where it is always the same.
    package func span(_ component: Int) -> Double { isEmpty ? 1 : max(1, Double(most[0][component] - least[0][component])) }
}
