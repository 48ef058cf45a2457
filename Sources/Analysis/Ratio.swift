import Shapes

/// An exact quotient of decimals, so that a share or a mean is divided once, when it is shown.
package struct Ratio: Sendable, Hashable {
    package let numerator: Number
    package let denominator: Number

    /// Nil unless the denominator is positive.
    package init?(_ numerator: Number, over denominator: Number) {
        guard denominator > 0 else { return nil }
        self.numerator = numerator
        self.denominator = denominator
    }

    /// A quotient of whole numbers in lowest terms.
    ///
    /// - Precondition: the denominator is positive.
    init(whole numerator: Int128, over denominator: Int128) {
        precondition(denominator > 0, "a quotient has a positive denominator")
        var (divisor, rest) = (denominator, abs(numerator))
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        self.numerator = Number(significand: numerator / divisor, exponent: 0)
        self.denominator = Number(significand: denominator / divisor, exponent: 0)
    }

    /// The same in lowest terms: equal quotients are then equal member by member, where multiplying out could pass 128 bits.
    /// Traps when numerator and denominator do not fit 128 bits at the smaller of their exponents.
    package var reduced: Ratio {
        let exponent = min(numerator.exponent, denominator.exponent)
        func whole(_ number: Number) -> Int128 {
            (exponent..<number.exponent).reduce(number.significand) { digits, _ in digits * 10 }
        }
        return Ratio(whole: whole(numerator), over: whole(denominator))
    }

    /// Half away from zero: for nominal figures.
    package func rounded(decimals: Int) -> Number { numerator.divided(by: denominator, decimals: decimals) }

    /// The nearest decimal not above it: for the lower end of a range, which must stay a bound when it is shown.
    package func roundedDown(decimals: Int) -> Number {
        let near = rounded(decimals: decimals)
        return near * denominator > numerator ? near - Number(significand: 1, exponent: -decimals) : near
    }

    /// The nearest decimal not below it: for the upper end.
    package func roundedUp(decimals: Int) -> Number {
        let near = rounded(decimals: decimals)
        return near * denominator < numerator ? near + Number(significand: 1, exponent: -decimals) : near
    }
}
