import Findings
import Negotiation
import Shapes

/// The parts of a figure as they are aligned below each other: `56` `.5` ` (42.5–71)`.
struct FigureText {
    var whole = ""
    var fraction = ""
    var tail = ""

    var text: String { whole + fraction + tail }

    /// - Parameter decimals: at most so many behind the point. Bounds are rounded outwards, so that they still hold.
    init(_ figure: Figure, decimals: Int) {
        func split(_ text: String) {
            let point = text.lastIndex(of: ".") ?? text.endIndex
            whole = String(text[..<point])
            fraction = String(text[point...])
        }
        let low = figure.range.map { $0.low.bound(decimals: decimals, above: false) }
        let high = figure.range.map { $0.high.bound(decimals: decimals, above: true) }
        guard let value = figure.value else {
            if let low, let high { split(Self.range(low, high) + (figure.basis == .sampled ? " (95 %)" : "")) }
            return
        }
        let shown = value.rounded(decimals: decimals)
        split(shown.forPeople)
        guard let low, let high, figure.basis != .exact, low != high || low != shown else { return }
        if figure.basis == .bounds {
            tail = " (\(Self.range(low, high)))"
        } else {
            let (below, above) = (shown - low, high - shown)
            tail = below == above ? " ± \(below.forPeople)" : " +\(above.forPeople)/−\(below.forPeople)"
        }
    }

    static func range(_ low: Number, _ high: Number) -> String {
        if low == high { return low.forPeople }
        return "\(low.forPeople)\(low.isNegative || high.isNegative ? " to " : "–")\(high.forPeople)"
    }

    /// How many decimals figures of one kind get: two on a scale from 0 to 1, one on larger ones.
    static func decimals(of figures: some Sequence<Figure>, unit: String?) -> Int {
        if let unit, unit.contains("100") || unit.contains("point") || unit.contains("%") { return 1 }
        func isSmall(_ number: Number) -> Bool { number <= 1 && number >= -1 }
        let ends = figures.flatMap { [$0.value, $0.range?.low, $0.range?.high].compactMap(\.self) }
        return ends.allSatisfy(isSmall) ? 2 : 1
    }

    /// Figures below each other: points under points, what follows them under each other.
    static func aligned(_ figures: [FigureText?]) -> [String] {
        func widest(_ part: KeyPath<FigureText, String>) -> Int { figures.reduce(0) { max($0, $1?[keyPath: part].count ?? 0) } }
        let (whole, fraction, tail) = (widest(\.whole), widest(\.fraction), widest(\.tail))
        func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }
        return figures.map { figure in
            guard let figure else { return "" }
            let number = figure.whole + figure.fraction
            return blanks(whole - figure.whole.count) + number + blanks(fraction - figure.fraction.count) + figure.tail
                + blanks(tail - figure.tail.count)
        }
    }
}

extension Number {
    /// Rounded towards the outside: down for a lower bound, up for an upper one.
    func bound(decimals: Int, above: Bool) -> Number {
        let near = rounded(decimals: decimals)
        let step = Number(significand: 1, exponent: -decimals)
        if above { return near < self ? near + step : near }
        return near > self ? near - step : near
    }

    /// With a true minus sign, and commas between groups of three from five digits on.
    var forPeople: String {
        let text = description
        let digits = text.drop { $0 == "-" }
        let whole = digits.prefix { $0.isNumber }
        guard whole.count > 4, !text.contains("e") else { return (isNegative ? "−" : "") + digits }
        var grouped = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { grouped.append(",") }
            grouped.append(digit)
        }
        return (isNegative ? "−" : "") + grouped + digits.dropFirst(whole.count)
    }

    /// As a power of ten with two digits: `4.2 × 10^13`; nil for numbers that need none.
    var asPower: String? {
        let digits = String(significand.magnitude)
        let power = digits.count - 1 + exponent
        guard power >= 6 else { return nil }
        let lead = Number(significand: significand, exponent: 1 - digits.count).rounded(decimals: 1)
        // 9.96 rounds to 10, which is 1 of the next power.
        return lead >= 10 ? "1 × 10^\(power + 1)" : "\(lead) × 10^\(power)"
    }
}

extension Interval {
    /// `10–25`, `−20 to −5`, or one number for a point.
    var forPeople: String { FigureText.range(low, high) }
}

extension Judgement {
    /// The word as it was written, or the number or range.
    var forPeople: String {
        switch self {
        case .word(let word): word
        case .number(let number): number.forPeople
        case .range(let range): range.forPeople
        }
    }
}

/// `1 issue`, `3 issues`.
func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(Number(count).forPeople) \(count == 1 ? one : many ?? one + "s")"
}

/// `a`, `a and b`, `a, b and c`.
func enumerated(_ parts: [String]) -> String {
    parts.count < 2 ? parts.joined() : parts.dropLast().joined(separator: ", ") + " and " + parts[parts.count - 1]
}
