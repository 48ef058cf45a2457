import PluginKit

/// Powers with a base and an exponent that are known as ranges, bounded without floating point deciding anything.
///
/// `b^x` with `x = n + Σ bit_k·2^(−k)` is `b^n` times those square roots of square roots of `b` whose bit is set. Each
/// product and each root is rounded down for the lower bound and up for the upper one, at fifteen decimals, and the exponent
/// itself is cut at thirty bits upward or downward; so the true value lies between the bounds whatever the rounding did.
package enum Power {
    private static let unit: Int128 = 1_000_000_000_000_000
    private static let unitDecimals = 15
    private static let bits = 30

    /// What `base` to the power `exponent` may be, outward at nine decimals.
    ///
    /// - Precondition: the base lies within 0–1, and the exponent is not negative.
    package static func bounds(_ base: Interval, to exponent: Interval) -> Interval {
        bounds(base, to: exponent, over: Interval(1))
    }

    /// `2^(−time/halfLife)`: what is left of something that halves in `halfLife`.
    package static func left(after time: Interval, halfLife: Interval) -> Interval {
        bounds(Interval(Number(1).half), to: time, over: halfLife)
    }

    private static func bounds(_ base: Interval, to numerator: Interval, over denominator: Interval) -> Interval {
        precondition(base.low >= 0 && base.high <= 1 && numerator.low >= 0 && denominator.low > 0, "a power out of bounds")
        // A base below 1 falls with the exponent.
        let most = quotient(numerator.high, denominator.low, up: true)
        let least = quotient(numerator.low, denominator.high, up: false)
        let low = raise(fixed(base.low, unitDecimals, up: false), most, up: false)
        let high = raise(fixed(base.high, unitDecimals, up: true), least, up: true)
        return Interval(
            low: Number(significand: low, exponent: -unitDecimals).roundedDown(decimals: Judgement.decimals),
            high: Number(significand: high, exponent: -unitDecimals).roundedUp(decimals: Judgement.decimals))
    }

    /// A number as an integer of so many decimals.
    private static func fixed(_ number: Number, _ decimals: Int, up: Bool) -> Int128 {
        let rounded = up ? number.roundedUp(decimals: decimals) : number.roundedDown(decimals: decimals)
        var value = rounded.significand
        for _ in 0..<(rounded.exponent + decimals) { value *= 10 }
        return value
    }

    /// A quotient in units of `2^(−bits)`.
    private static func quotient(_ numerator: Number, _ denominator: Number, up: Bool) -> Int128 {
        let top = fixed(numerator, Judgement.decimals, up: up) << Int128(bits)
        let bottom = fixed(denominator, Judgement.decimals, up: !up)
        return up ? (top + bottom - 1) / bottom : top / bottom
    }

    private static func raise(_ base: Int128, _ exponent: Int128, up: Bool) -> Int128 {
        func times(_ a: Int128, _ b: Int128) -> Int128 { (a * b + (up ? unit - 1 : 0)) / unit }
        var result = unit
        var whole = exponent >> Int128(bits)
        var square = base
        while whole > 0 {
            if whole & 1 == 1 { result = times(result, square) }
            whole >>= 1
            if whole > 0 { square = times(square, square) }
        }
        let fraction = exponent & ((Int128(1) << Int128(bits)) - 1)
        guard fraction != 0 else { return result }
        var root = base
        for bit in (0..<bits).reversed() {
            root = squareRoot(root * unit, up: up)
            if fraction >> Int128(bit) & 1 == 1 { result = times(result, root) }
        }
        return result
    }

    /// The whole square root of a whole number below 2^100. Floating point only makes the first guess.
    private static func squareRoot(_ number: Int128, up: Bool) -> Int128 {
        guard number > 0 else { return 0 }
        var root = Int128(Double(number).squareRoot())
        while root * root > number { root -= 1 }
        while (root + 1) * (root + 1) <= number { root += 1 }
        return up && root * root < number ? root + 1 : root
    }
}
