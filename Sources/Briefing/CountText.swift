import Findings
import Shapes

extension PackageCount {
    /// `1024`, `about 1.2 × 10^18`, `between 40 and 62`, `at least 40`, `not known`.
    var forPeople: String {
        let low = Self.words(atLeast)
        if isExact { return low }
        guard let atMost else { return atLeast == 0 ? "not known" : "at least \(low)" }
        return atLeast == 0 ? "at most \(Self.words(atMost))" : "between \(low) and \(Self.words(atMost))"
    }

    /// The same where there is little room: `40–62`, `≥ 40`, `?`.
    var brief: String {
        let low = Self.words(atLeast)
        if isExact { return low }
        return atMost.map { "\(low)–\(Self.words($0))" } ?? (atLeast == 0 ? "?" : "≥ \(low)")
    }

    /// Nobody reads more than fifteen digits.
    private static func words(_ count: UInt128) -> String {
        guard count >= 1_000_000_000_000_000 else { return Number(significand: Int128(count), exponent: 0).forPeople }
        // The largest counts are too large for a number; their last digit does not show.
        return "about \(Number(significand: Int128(count / 10), exponent: 1).asPower ?? "")"
    }

    /// Whether it is proven that there is none.
    var isNone: Bool { atMost == 0 }
}
