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
