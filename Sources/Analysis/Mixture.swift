import Negotiation
import Shapes

/// Branches of which just one comes true, with the probability of each known as a range: probability intervals (de Campos,
/// Huete & Moral 1994). What counts are the probabilities that lie in their ranges *and* sum to one.
package struct Mixture: Sendable, Hashable {
    package let probabilities: [Interval]

    /// Nil where no probabilities in these ranges sum to one.
    package init?(_ probabilities: [Interval]) {
        guard probabilities.reduce(Interval.zero, +).contains(1) else { return nil }
        self.probabilities = probabilities
    }

    /// What the ranges of the others leave of each: every number of such a range belongs to some probabilities that sum to one.
    package var narrowed: [Interval] {
        let sum = probabilities.reduce(Interval.zero, +)
        return probabilities.map { own in
            Interval(low: max(own.low, 1 - (sum.high - own.high)), high: min(own.high, 1 - (sum.low - own.low)))
        }
    }

    /// Whether the midpoints are probabilities themselves.
    package var hasMidpoints: Bool { probabilities.reduce(0) { $0 + $1.midpoint } == 1 }

    /// From the least to the greatest `Σ pᵢ·vᵢ` over all probabilities and all values in their ranges.
    ///
    /// Exact. Probabilities are not negative, so the values stand at one end; what is left is a linear programme over a box with
    /// one sum fixed, and its best point gives every branch its least probability and what remains to the best branches first
    /// (the continuous knapsack; Dantzig 1957).
    package func expectation(of values: [Interval]) -> Interval {
        precondition(values.count == probabilities.count, "a value for every branch")
        return Interval(low: least(values.map(\.low)), high: -least(values.map { -$0.high }))
    }

    private func least(_ values: [Number]) -> Number {
        var rest = probabilities.reduce(1) { $0 - $1.low }
        var sum = zip(probabilities, values).reduce(Number.zero) { $0 + $1.0.low * $1.1 }
        for index in values.indices.sorted(by: { values[$0] < values[$1] }) {
            let more = min(rest, probabilities[index].width)
            sum += more * values[index]
            rest = rest - more
        }
        return sum
    }
}
