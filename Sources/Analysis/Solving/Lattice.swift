import BigInt
import Shapes

/// The grid of whole numbers on which a party's points are added up, so that sums are exact and ties are ties.
package struct Lattice: Sendable, Hashable {
    /// Points per unit of the grid.
    package let unit: Fraction
    /// By how much a sum may be off because points had to be rounded to the grid; zero when they were not.
    package let error: Fraction

    /// Of an interpolated or imported stance with at least so many decimals it is taken that it was rounded.
    static let quotientDecimals = 10
    private static let denominatorLimit: Int128 = 10_000

    /// Bits that sums may use.
    private static let room: Int128 = Int128(Problem.magnitudeLimit) / 4

    /// - Parameters:
    ///   - terms: every number of points that may be added, those of one issue or condition together: of each group one is taken.
    ///   - divisor: the terms are this many times the points they stand for.
    init(_ groups: [[Number]], divisor: Int) {
        let finest = groups.joined().reduce(0) { min($0, $1.exponent) }
        // In units of the finest grid, of which there may be more than 128 bits hold.
        func units(_ term: Number) -> BigUInt { BigUInt(term.significand.magnitude) * BigUInt(10).power(term.exponent - finest) }
        var greatest = groups.reduce(BigUInt(0)) { sum, group in
            var small: UInt128 = 0
            var large = BigUInt(0)
            for term in group {
                let shift = term.exponent - finest
                let (product, overflow) = shift > 18
                    ? (0, true) : term.significand.magnitude.multipliedReportingOverflow(by: UInt128(Self.power(shift)))
                if overflow { large = max(large, units(term)) } else { small = max(small, product) }
            }
            return sum + max(large, BigUInt(small))
        }
        var exponent = finest
        while greatest > BigUInt(Self.room) {
            greatest /= 10
            exponent += 1
        }
        self.exponent = exponent
        unit = Fraction(Number(significand: 1, exponent: exponent)) / Fraction(BigInt(divisor), 1)
        error = exponent == finest ? .zero : unit * Fraction(BigInt(groups.count), 2)
    }

    /// The unit before the division is ten to this power.
    private let exponent: Int

    /// A term as a whole number of units, rounded to the nearest.
    func units(_ term: Number) -> Int64 {
        let rounded = term.rounded(decimals: max(0, -exponent))
        return Int64(rounded.significand * Self.power(rounded.exponent - exponent))
    }

    private static func power(_ exponent: Int) -> Int128 { (0..<max(0, exponent)).reduce(1) { value, _ in value * 10 } }

    /// The denominator that a list of stances share as quotients: 1 when none looks like one, nil when some do and there is no
    /// common one. A number of twelve decimals within half a unit of its last place of n/M, for an M of at most four digits, is
    /// taken for that quotient (continued fractions): importers write 1/3 as 0.333333333333, and three of them are one.
    static func commonDenominator(of stances: some Sequence<Number>) -> Int? {
        var common: Int128 = 1
        for stance in stances where stance.decimals >= quotientDecimals {
            guard let denominator = denominator(of: stance) else { return nil }
            common = common / gcd(common, denominator) * denominator
            // Beyond this, products with saliences and reservations come near to what 128 bits hold.
            if common > 1_000_000 { return nil }
        }
        return Int(common)
    }

    private static func gcd(_ a: Int128, _ b: Int128) -> Int128 { b == 0 ? a : gcd(b, a % b) }

    private static func denominator(of number: Number) -> Int128? {
        let scale = power(number.decimals)
        let target = number.significand
        var (a, b) = (target, scale)
        // Denominators of the convergents: q₋₁ = 0, q₀ = 1, qₖ = aₖ·qₖ₋₁ + qₖ₋₂.
        var (before, current): (Int128, Int128) = (1, 0)
        while b != 0 {
            let quotient = a / b
            (a, b) = (b, a % b)
            (before, current) = (current, quotient * current + before)
            if current > denominatorLimit { return nil }
            let nearest = (2 * target * current + scale) / (2 * scale)
            // Within half a unit of the last place.
            if abs(2 * (target * current - nearest * scale)) <= current { return current }
        }
        return nil
    }
}
