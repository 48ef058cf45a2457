/// An exact decimal: `significand · 10^exponent`.
///
/// People write decimals, and a sum of decimals must come out the same in whatever order it is taken, so nothing that is
/// judged or compared ever passes through binary floating point. Normalised: no trailing zero in the significand, and zero
/// has exponent 0; equal numbers are therefore equal member by member.
public struct Number: Sendable, Hashable {
    public let significand: Int128
    public let exponent: Int

    public static let zero = Number(0)
    public static let one = Number(1)

    public init(_ value: Int) {
        self.init(significand: Int128(value), exponent: 0)
    }

    public init(significand: Int128, exponent: Int) {
        guard significand != 0 else {
            self.significand = 0
            self.exponent = 0
            return
        }
        var power = exponent
        // Most numbers are small, and 128-bit division is slow.
        if var small = Int64(exactly: significand) {
            while small % 10 == 0 {
                small /= 10
                power += 1
            }
            self.significand = Int128(small)
        } else {
            var digits = significand
            while digits % 10 == 0 {
                digits /= 10
                power += 1
            }
            self.significand = digits
        }
        self.exponent = power
    }

    /// The whole number this is, if it is one that fits.
    public var int: Int? {
        guard exponent >= 0, exponent <= 18 else { return nil }
        let (product, overflow) = significand.multipliedReportingOverflow(by: Number.power(exponent))
        return overflow ? nil : Int(exactly: product)
    }

    /// The nearest binary floating-point number, for drawing; never for deciding.
    public var double: Double { Double(description) ?? .nan }

    public var isNegative: Bool { significand < 0 }

    /// How many digits stand behind the decimal point.
    public var decimals: Int { max(0, -exponent) }

    static func power(_ exponent: Int) -> Int128 {
        var result: Int128 = 1
        for _ in 0..<exponent { result *= 10 }
        return result
    }
}

extension Number {
    /// Why a text is not a number that Parley takes.
    public enum Fault: Error, Sendable {
        case notANumber
        /// More than 18 significant digits, or a magnitude outside 10^-18 … 10^18.
        case outOfRange
    }

    /// Reads a JSON number, and the same with a leading `+`; nothing else (no hexadecimal, no infinities, no underscores).
    public static func parse(_ text: some Collection<UInt8>) throws(Fault) -> Number {
        var rest = text[...]
        var negative = false
        if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            negative = first == UInt8(ascii: "-")
            rest = rest.dropFirst()
        }
        var digits: Int64 = 0
        var kept = 0
        var exponent = 0
        var seen = 0
        var fraction = false
        var pendingZeros = 0
        var lastWasDigit = false
        loop: while let byte = rest.first {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                seen += 1
                lastWasDigit = true
                if fraction { exponent -= 1 }
                if byte == UInt8(ascii: "0") {
                    // Zeros count only when another digit follows them.
                    if kept > 0 { pendingZeros += 1 }
                } else {
                    guard kept + pendingZeros + 1 <= 18 else { throw .outOfRange }
                    for _ in 0..<pendingZeros { digits *= 10 }
                    digits = digits * 10 + Int64(byte - UInt8(ascii: "0"))
                    kept += pendingZeros + 1
                    pendingZeros = 0
                }
            case UInt8(ascii: "."):
                guard !fraction, lastWasDigit else { throw .notANumber }
                fraction = true
                lastWasDigit = false
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                break loop
            default:
                throw .notANumber
            }
            rest = rest.dropFirst()
        }
        guard seen > 0, lastWasDigit else { throw .notANumber }
        if !rest.isEmpty {
            rest = rest.dropFirst()
            guard let written = Int(String(decoding: rest, as: UTF8.self)) else {
                let isExponent =
                    !rest.isEmpty
                    && rest.enumerated().allSatisfy { index, byte in
                        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                            || (index == 0 && rest.count > 1 && (byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")))
                    }
                throw isExponent ? .outOfRange : .notANumber
            }
            guard abs(written) <= 1_000 else { throw digits == 0 ? .notANumber : .outOfRange }
            exponent += written
        }
        exponent += pendingZeros
        guard digits != 0 else { return .zero }
        guard exponent >= -18, kept + exponent <= 19 else { throw .outOfRange }
        return Number(significand: Int128(negative ? -digits : digits), exponent: exponent)
    }

    public static func parse(_ text: String) throws(Fault) -> Number { try parse(text.utf8) }

    /// Half away from zero.
    public func rounded(decimals: Int) -> Number {
        guard self.decimals > decimals else { return self }
        let unit = Number.power(self.decimals - decimals)
        let half = unit / 2
        let shifted = significand < 0 ? significand - half : significand + half
        return Number(significand: shifted / unit, exponent: -decimals)
    }

    /// The nearest decimal not above it: for the lower end of a range, which must stay a bound when it is shown.
    public func roundedDown(decimals: Int) -> Number {
        let near = rounded(decimals: decimals)
        return near > self ? near - Number(significand: 1, exponent: -decimals) : near
    }

    /// The nearest decimal not below it: for the upper end.
    public func roundedUp(decimals: Int) -> Number {
        let near = rounded(decimals: decimals)
        return near < self ? near + Number(significand: 1, exponent: -decimals) : near
    }
}

extension Number: Comparable {
    /// Both significands at the smaller exponent. Traps when they do not fit 128 bits: input is limited to 18 digits, model
    /// numbers to 9 before and 9 behind the point (`Judgement`), so sums of products keep far inside.
    private static func aligned(_ a: Number, _ b: Number) -> (Int128, Int128, Int) {
        if a.significand == 0 { return (0, b.significand, b.exponent) }
        if b.significand == 0 { return (a.significand, 0, a.exponent) }
        let exponent = min(a.exponent, b.exponent)
        return (
            a.significand * power(a.exponent - exponent), b.significand * power(b.exponent - exponent), exponent
        )
    }

    public static func < (a: Number, b: Number) -> Bool {
        let (x, y, _) = aligned(a, b)
        return x < y
    }

    public static func + (a: Number, b: Number) -> Number {
        let (x, y, exponent) = aligned(a, b)
        return Number(significand: x + y, exponent: exponent)
    }

    public static func - (a: Number, b: Number) -> Number { a + -b }
    public static prefix func - (a: Number) -> Number { Number(significand: -a.significand, exponent: a.exponent) }
    public static func += (a: inout Number, b: Number) { a = a + b }
    public static func -= (a: inout Number, b: Number) { a = a - b }

    public static func * (a: Number, b: Number) -> Number {
        Number(significand: a.significand * b.significand, exponent: a.exponent + b.exponent)
    }

    /// Half of it, exactly.
    public var half: Number { Number(significand: significand * 5, exponent: exponent - 1) }

    /// `self / divisor` rounded half away from zero to `decimals` digits: the one inexact operation, for display.
    public func divided(by divisor: Number, decimals: Int) -> Number {
        precondition(divisor.significand != 0, "division by zero")
        let shift = exponent - divisor.exponent + decimals
        var numerator = significand
        var denominator = divisor.significand
        if shift >= 0 { numerator *= Number.power(shift) } else { denominator *= Number.power(-shift) }
        if denominator < 0 {
            numerator = -numerator
            denominator = -denominator
        }
        let half = denominator / 2
        return Number(significand: (numerator < 0 ? numerator - half : numerator + half) / denominator, exponent: -decimals)
    }
}

extension Number: CustomStringConvertible, ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int) { self.init(value) }

    /// The shortest decimal notation; plain digits up to 21 of them, else with an exponent.
    public var description: String {
        // Most numbers are small, and 128-bit division is slow.
        let digits = Int64(exactly: significand).map { String($0.magnitude) } ?? String(significand.magnitude)
        let sign = significand < 0 ? "-" : ""
        if exponent == 0 { return sign + digits }
        if exponent > 0 {
            return exponent + digits.count <= 21
                ? sign + digits + String(repeating: "0", count: exponent) : "\(sign)\(digits)e\(exponent)"
        }
        let point = digits.count + exponent
        if point > 0 { return "\(sign)\(digits.prefix(point)).\(digits.suffix(-exponent))" }
        return point > -18 ? "\(sign)0.\(String(repeating: "0", count: -point))\(digits)" : "\(sign)\(digits)e\(exponent)"
    }
}
