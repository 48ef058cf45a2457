import Negotiation
import OrderedCollections
import Shapes

/// Words and figures as people read them.
public enum Phrase {
    /// `1 issue`, `3 issues`, `no issues`.
    public static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        number == 1 ? "1 \(one)" : "\(number == 0 ? "no" : String(number)) \(many ?? one + "s")"
    }

    /// The form of a verb that goes with a number: `1 is`, `3 are`.
    public static func verb(_ number: Int, _ one: String, _ many: String) -> String { number == 1 ? one : many }

    /// `a, b and c`.
    public static func list(_ items: [String], _ joint: String = "and") -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return "\(items.dropLast().joined(separator: ", ")) \(joint) \(last)"
    }

    /// The first few, and how many more.
    public static func brief(_ items: [String], most: Int = 5) -> String {
        items.count <= most ? list(items) : "\(items.prefix(most).joined(separator: ", ")) and \(items.count - most) more"
    }

    public static func quoted(_ text: String) -> String { "“\(text)”" }

    /// What somebody wrote, to stand within a sentence: without the full stop at its end.
    public static func clause(_ text: String) -> String { text.last == "." ? String(text.dropLast()) : text }

    public static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    /// `0.4`, `0.4–0.7`.
    public static func range(_ interval: Interval) -> String {
        interval.isPoint ? "\(interval.low)" : "\(interval.low)–\(interval.high)"
    }

    /// Swing points with their sign; a range is written out, since a dash beside a minus misleads.
    public static func points(_ interval: Interval) -> String {
        // The minus sign that tables show, as wide as the plus.
        func signed(_ number: Number) -> String { number > 0 ? "+\(number)" : number < 0 ? "−\(-number)" : "0" }
        let (low, high) = (interval.low.roundedDown(decimals: 1), interval.high.roundedUp(decimals: 1))
        return interval.isPoint ? signed(interval.low.rounded(decimals: 1)) : "\(signed(low)) to \(signed(high))"
    }
}

extension Figure {
    /// A quantity known as a range, one decimal, ends rounded outward; exact when the range is a point.
    public init(_ range: Interval, nominal: Number?) {
        if range.isPoint {
            self.init(exact: range.low.rounded(decimals: 1))
        } else {
            self.init(
                bounds: Interval(low: range.low.roundedDown(decimals: 1), high: range.high.roundedUp(decimals: 1)),
                nominal: nominal?.rounded(decimals: 1))
        }
    }
}

extension Words {
    /// What a level is called: a word of the workspace that stands for just this range, or the numbers.
    public func name(of level: StanceLevel) -> String {
        switch level {
        case .redLine: "red line"
        case .value(let range): stance.first { $0.value == range }?.key ?? Phrase.range(range)
        }
    }

    public func name(ofSalience range: Interval) -> String { salience.first { $0.value == range }?.key ?? Phrase.range(range) }
}
