import Shapes

/// A number of packages: exact, or between proven bounds. Spaces are larger than most numbers of most languages.
public struct PackageCount: Sendable, Hashable {
    public var atLeast: UInt128
    /// Nil when nothing is proven.
    public var atMost: UInt128?

    public init(_ exact: UInt128) { self.init(atLeast: exact, atMost: exact) }

    public init(atLeast: UInt128, atMost: UInt128?) {
        self.atLeast = atLeast
        self.atMost = atMost
    }

    public var isExact: Bool { atLeast == atMost }

    /// Whole numbers that every reader of JSON keeps exact; larger ones travel as their digits.
    private static let safe: UInt128 = 1 << 53

    private static func encode(_ count: UInt128) -> Value {
        count <= safe ? .number(Number(significand: Int128(count), exponent: 0)) : .string(String(count))
    }

    private static func decode(_ value: Value) -> UInt128? {
        if let number = value.number?.int { return UInt128(exactly: number) }
        return value.string.flatMap { UInt128($0) }
    }

    /// A number, or `[at least, at most]` where it is not known; digits as text beyond 2^53.
    public static let shape = Shape<PackageCount>(
        decode: { value, decoding in
            if let exact = decode(value) { return PackageCount(exact) }
            if let ends = value.array, ends.count == 2, let low = decode(ends[0]) {
                return PackageCount(atLeast: low, atMost: decode(ends[1]))
            }
            decoding.fail("wrong-type", "a number of packages is expected here, not \(value.kindDescription)", mark: value.mark)
            return nil
        },
        encode: { count in
            count.isExact ? encode(count.atLeast) : .array([encode(count.atLeast), count.atMost.map(encode) ?? .null])
        },
        schema: { _ in
            let one: Value = ["anyOf": [["type": "integer", "minimum": 0], ["type": "string", "pattern": "^[0-9]+$"]]]
            return ["anyOf": [one, ["type": "array", "minItems": 2, "maxItems": 2]]]
        })
}

extension PackageCount {
    /// Whether it is proven that there is none.
    public var isNone: Bool { atMost == 0 }

    /// For people: `1024`, `about 1.2 × 10^18`, `between 40 and 62`, `at least 40`, `not known`.
    public var words: String {
        let low = Self.words(atLeast)
        if isExact { return low }
        guard let atMost else { return atLeast == 0 ? "not known" : "at least \(low)" }
        return atLeast == 0 ? "at most \(Self.words(atMost))" : "between \(low) and \(Self.words(atMost))"
    }

    /// The same where there is little room: `40–62`, `≥ 40`, `?`.
    public var brief: String {
        let low = Self.words(atLeast)
        if isExact { return low }
        return atMost.map { "\(low)–\(Self.words($0))" } ?? (atLeast == 0 ? "?" : "≥ \(low)")
    }

    /// Digits in groups from five of them on; nobody reads more than fifteen.
    private static func words(_ count: UInt128) -> String {
        let digits = String(count)
        guard digits.count <= 15 else {
            let power = digits.count - 1
            let lead = (Number(significand: Int128(digits.prefix(3)) ?? 0, exponent: -2)).rounded(decimals: 1)
            // 9.96 rounds to 10, which is 1 of the next power.
            return lead >= 10 ? "about 1 × 10^\(power + 1)" : "about \(lead) × 10^\(power)"
        }
        guard digits.count > 4 else { return digits }
        return String(digits.enumerated().flatMap { index, digit in
            index > 0 && (digits.count - index) % 3 == 0 ? [",", digit] : [digit]
        })
    }
}
