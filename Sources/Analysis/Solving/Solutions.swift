import BigInt

/// What the definitions need to know of a space before they can be applied.
package struct Ideals: Sendable {
    /// Per objective the gain at which it counts as having gained nothing: 0, its floor.
    package var disagreement: [Int64]
    /// The most that an acceptable package brings it.
    package var best: [Int64]
    /// The least and the most over the packages that meet the requirements and cross no red line of those who must consent.
    package var feasible: [(least: Int64, most: Int64)]

    package init(disagreement: [Int64], best: [Int64], feasible: [(least: Int64, most: Int64)]) {
        self.disagreement = disagreement
        self.best = best
        self.feasible = feasible
    }

    /// Of a frontier: a party's best acceptable package is not dominated, or as good to it as one that is not.
    package init(of frontier: Frontier) {
        let objectives = frontier.objectives
        var best = [Int64](repeating: .min, count: objectives)
        for (place, value) in frontier.points.enumerated() { best[place % objectives] = max(best[place % objectives], value) }
        self.init(best: best, graph: frontier.graph)
    }

    /// - Parameter best: the most that an acceptable package brings each party.
    package init(best: [Int64], graph: StateGraph) {
        let objectives = graph.problem.objectives
        self.init(
            disagreement: [Int64](repeating: 0, count: objectives), best: best,
            feasible: (0..<objectives).map { (graph.least[0][$0], graph.most[0][$0]) })
    }
}

extension Criterion {
    /// The definitions for a space.
    ///
    /// - Parameters:
    ///   - scales: per objective, points per unit.
    ///   - floors: per objective, the value at a gain of 0.
    ///   - nashWeights: exponents of the Nash product; all 1 when nil.
    package static func all(_ ideals: Ideals, scales: [Fraction], floors: [Fraction], nashWeights: [Int]? = nil) -> [Criterion] {
        typealias Key = (slope: Fraction, origin: Int64, offset: Fraction)
        func share(_ value: Int64, _ start: Int64) -> Fraction { .one / Fraction(BigInt(value - start), 1) }
        let gains: [Key] = zip(scales, ideals.disagreement).map { ($0, $1, .zero) }
        let ratios: [Key] = zip(ideals.disagreement, ideals.best).map { start, best in
            // Who cannot gain at all is content with nothing.
            best > start ? (share(best, start), start, .zero) : (.zero, start, .one)
        }
        let shares: [Key] = ideals.feasible.map { least, most in
            most > least ? (share(most, least), least, .zero) : (.zero, least, .zero)
        }
        let regrets: [Key] = zip(scales, ideals.best).map { ($0, $1, .zero) }
        let values: [Key] = zip(scales, floors).map { ($0, 0, $1) }
        func criterion(_ name: Name, _ form: Form, _ keys: [Key], _ weights: [Int]? = nil) -> Criterion {
            Criterion(
                name, form, slopes: keys.map(\.slope), origins: keys.map(\.origin), offsets: keys.map(\.offset), weights: weights)
        }
        return [
            criterion(.nash, .product, gains, nashWeights),
            criterion(.kalaiSmorodinsky, .leximin, ratios),
            criterion(.egalitarian, .leximin, gains),
            criterion(.utilitarian, .sum, values),
            criterion(.relativeUtilitarian, .sum, shares),
            criterion(.maximin, .leximin, values),
            criterion(.minimaxRegret, .leximin, regrets),
        ]
    }
}
