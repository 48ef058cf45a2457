import PluginKit

/// Rounding that keeps bounds bounds: lower ends down, upper ends up.
extension Interval {
    /// Decimals that intermediate results keep.
    static let kept = 6

    package func outward(_ decimals: Int = Interval.kept) -> Interval {
        Interval(low: low.roundedDown(decimals: decimals), high: high.roundedUp(decimals: decimals))
    }

    /// The quotient of two ranges of which neither is negative and the divisor does not touch 0.
    func divided(by divisor: Interval) -> Interval {
        Interval(low: low.dividedDown(by: divisor.high), high: high.dividedUp(by: divisor.low))
    }
}

extension Number {
    /// The quotient of two numbers that are not negative, rounded down at nine decimals.
    func dividedDown(by divisor: Number) -> Number {
        let near = divided(by: divisor, decimals: Judgement.decimals)
        return near * divisor > self ? near - Number(significand: 1, exponent: -Judgement.decimals) : near
    }

    /// The same rounded up.
    func dividedUp(by divisor: Number) -> Number {
        let near = divided(by: divisor, decimals: Judgement.decimals)
        return near * divisor < self ? near + Number(significand: 1, exponent: -Judgement.decimals) : near
    }
}
