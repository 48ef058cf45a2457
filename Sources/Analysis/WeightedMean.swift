import Negotiation
import Shapes

/// One term of a value: how much it counts, and what it is worth on 0–1.
package struct WeightedTerm: Sendable, Hashable {
    package var weight: Interval
    package var worth: Interval

    package init(weight: Interval, worth: Interval) {
        self.weight = weight
        self.worth = worth
    }
}

/// The exact range of `(a + Σ wᵢ·vᵢ) / Σ wᵢ` over independent ranges of the weights, the worths and the added points: a
/// linear-fractional programme over a box (Charnes & Cooper 1962), solved here by sorting.
///
/// The weights stand above and below the line, so the ends are not “least numerator over greatest denominator”. For the
/// least value every worth and `a` stand at their low ends, since the quotient rises with each of them. What is left is
/// `f(w) = (a + Σ wᵢ·vᵢ) / Σ wᵢ` over a box of weights. Its derivative by wᵢ has the sign of `vᵢ − f`, so a least point puts
/// a weight high where `vᵢ < f` and low where `vᵢ > f`. Such a point is least everywhere, not just nearby: for any `w` of
/// the box `N(w) − f·D(w) = Σ (wᵢ − wᵢ*)(vᵢ − f)`, and no term of that sum is negative.
///
/// It is found in one pass. Begin with all weights low and raise them in the order of rising worth, as long as the next
/// worth is below the present quotient. Raising moves the quotient towards that worth but never past it, so what was raised
/// stays at or below the quotient, and what is left lies at or above it. Each step compares `vᵢ·D` with `N`: no quotient is
/// ever rounded.
package enum WeightedMean {
    /// The least value; nil when there is no weight at all, or when weights that may vanish leave it without a bound.
    package static func least(of terms: [WeightedTerm], adding points: Number) -> Ratio? {
        least(terms.map { ($0.weight, $0.worth.low) }, points)
    }

    /// The greatest value; the mirror image of the least.
    package static func greatest(of terms: [WeightedTerm], adding points: Number) -> Ratio? {
        least(terms.map { ($0.weight, -$0.worth.high) }, -points).flatMap { Ratio(-$0.numerator, over: $0.denominator) }
    }

    private static func least(_ terms: [(weight: Interval, worth: Number)], _ points: Number) -> Ratio? {
        var numerator = points
        var denominator = Number.zero
        for term in terms {
            numerator += term.weight.low * term.worth
            denominator += term.weight.low
        }
        // All weights may vanish: negative points over next to nothing have no bound.
        if denominator == 0, numerator < 0 { return nil }
        for term in terms.sorted(by: { $0.worth < $1.worth }) where !term.weight.isPoint {
            guard denominator == 0 || term.worth * denominator < numerator else { break }
            numerator += term.weight.width * term.worth
            denominator += term.weight.width
        }
        return Ratio(numerator, over: denominator)
    }
}
