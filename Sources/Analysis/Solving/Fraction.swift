import BigInt
import Negotiation
import Shapes

/// An exact quotient of whole numbers of any size: for comparing what does not fit machine words.
package struct Fraction: Sendable, Hashable, Comparable {
    package let numerator: BigInt
    /// Positive.
    package let denominator: BigInt

    package static let zero = Fraction(0, 1)
    package static let one = Fraction(1, 1)
    package static let hundred = Fraction(100, 1)

    /// Reduced. - Precondition: the denominator is not zero.
    package init(_ numerator: BigInt, _ denominator: BigInt) {
        precondition(denominator != 0, "division by zero")
        let divisor = numerator.greatestCommonDivisor(with: denominator)
        let sign: BigInt = denominator < 0 ? -1 : 1
        self.numerator = divisor == 0 ? 0 : sign * numerator / divisor
        self.denominator = divisor == 0 ? 1 : sign * denominator / divisor
    }

    package init(_ number: Number) {
        let power = BigInt(10).power(abs(number.exponent))
        self = number.exponent < 0
            ? Fraction(BigInt(number.significand), power) : Fraction(BigInt(number.significand) * power, 1)
    }

    /// Exactly what binary floating point holds. - Precondition: it is finite.
    init(exactly double: Double) {
        let digits = BigInt(double.significandBitPattern | (double.isNormal ? 1 << 52 : 0)) * (double.sign == .minus ? -1 : 1)
        let power = (double.isNormal ? Int(double.exponent) : -1022) - 52
        self = power < 0 ? Fraction(digits, BigInt(1) << -power) : Fraction(digits << power, 1)
    }

    package init(_ ratio: Ratio) { self = Fraction(ratio.numerator) / Fraction(ratio.denominator) }

    package static func + (a: Fraction, b: Fraction) -> Fraction {
        Fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)
    }

    package static func - (a: Fraction, b: Fraction) -> Fraction { a + Fraction(-b.numerator, b.denominator) }
    package static func * (a: Fraction, b: Fraction) -> Fraction { Fraction(a.numerator * b.numerator, a.denominator * b.denominator) }
    package static func / (a: Fraction, b: Fraction) -> Fraction { Fraction(a.numerator * b.denominator, a.denominator * b.numerator) }
    package static func < (a: Fraction, b: Fraction) -> Bool { a.numerator * b.denominator < b.numerator * a.denominator }

    package var isZero: Bool { numerator == 0 }

    /// For drawing and for bounds; never for deciding.
    package var double: Double {
        // Both parts may be beyond what a Double holds although the quotient is not.
        let shift = max(0, max(numerator.magnitude.bitWidth, denominator.magnitude.bitWidth) - 1_000)
        return Double(numerator >> shift) / Double(denominator >> shift)
    }

    /// The nearest decimal, half away from zero; nil beyond ±10^30.
    package func rounded(decimals: Int) -> Number? {
        let scaled = numerator.magnitude * BigUInt(10).power(decimals) * 2 + denominator.magnitude
        let whole = scaled / (denominator.magnitude * 2)
        guard whole.bitWidth <= 120, let significand = Int128(exactly: whole) else { return nil }
        return Number(significand: numerator < 0 ? -significand : significand, exponent: -decimals)
    }
}
