import PluginKit

/// What a share found in a sample says of the share in the whole, as far as drawing the sample goes.
///
/// The score interval (Wilson 1927): `(2np + z² ± √(z²(z² + 4np(1−p)))) / (2(n + z²))`, with z of 95 %. It keeps inside 0–1 and
/// holds near the ends, where the normal approximation fails. Whole numbers of 128 bits throughout, and every rounding goes
/// outward.
package enum Wilson {
    /// z² = 3.84145882…, rounded up to millionths: a larger z only widens the interval.
    private static let zSquared: Int128 = 3_841_459
    private static let millionth = 6
    /// Shares are in units of 10^−9.
    private static let one: Int128 = 1_000_000_000

    /// - Parameter share: what the sample says; a range where published shares are rounded.
    package static func interval(_ share: Interval, of sample: Int) -> Interval {
        let low = ends(share.low.roundedDown(decimals: Judgement.decimals), sample).low
        let high = ends(share.high.roundedUp(decimals: Judgement.decimals), sample).high
        func number(_ units: Int128) -> Number { Number(significand: units, exponent: -Judgement.decimals) }
        return Interval(low: number(max(0, low)), high: number(min(one, high)))
    }

    private static func ends(_ share: Number, _ sample: Int) -> (low: Int128, high: Int128) {
        var p = share.significand
        for _ in 0..<(Judgement.decimals + share.exponent) { p *= 10 }
        let n = Int128(sample)
        // Under the root in units of 10^−24, so that the root is in units of 10^−12.
        let root = squareRootUp(zSquared * zSquared * 1_000_000_000_000 + 4 * n * p * (one - p) * zSquared)
        let middle = 2 * n * p * 1_000 + zSquared * 1_000_000
        let divisor = 2 * (n * 1_000_000 + zSquared)
        return (floorDivide((middle - root) * 1_000, divisor), -floorDivide(-(middle + root) * 1_000, divisor))
    }

    private static func floorDivide(_ a: Int128, _ b: Int128) -> Int128 {
        let quotient = a / b
        return a % b != 0 && a < 0 ? quotient - 1 : quotient
    }

    /// The least whole number whose square is not below. Floating point only makes the first guess.
    private static func squareRootUp(_ number: Int128) -> Int128 {
        var root = Int128(Double(number).squareRoot())
        while root * root > number { root -= 1 }
        while root * root < number { root += 1 }
        return root
    }
}
