import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// Words and figures as people read them.
enum Phrase {
    /// `1 issue`, `3 issues`, `no issues`.
    static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        number == 1 ? "1 \(one)" : "\(number == 0 ? "no" : String(number)) \(many ?? one + "s")"
    }

    /// The form of a verb that goes with a number: `1 is`, `3 are`.
    static func verb(_ number: Int, _ one: String, _ many: String) -> String { number == 1 ? one : many }

    /// `a, b and c`.
    static func list(_ items: [String], _ joint: String = "and") -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return "\(items.dropLast().joined(separator: ", ")) \(joint) \(last)"
    }

    /// The first few, and how many more.
    static func brief(_ items: [String], most: Int = 5) -> String {
        items.count <= most ? list(items) : "\(items.prefix(most).joined(separator: ", ")) and \(items.count - most) more"
    }

    static func quoted(_ text: String) -> String { "“\(text)”" }

    /// What somebody wrote, to stand within a sentence: without the full stop at its end.
    static func clause(_ text: String) -> String { text.last == "." ? String(text.dropLast()) : text }

    static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    /// `0.4`, `0.4–0.7`.
    static func range(_ interval: Interval) -> String {
        interval.isPoint ? "\(interval.low)" : "\(interval.low)–\(interval.high)"
    }

    /// Swing points with their sign; a range is written out, since a dash beside a minus misleads.
    static func points(_ interval: Interval) -> String {
        // The minus sign that tables show, as wide as the plus.
        func signed(_ number: Number) -> String { number > 0 ? "+\(number)" : number < 0 ? "−\(-number)" : "0" }
        let (low, high) = (interval.low.roundedDown(decimals: 1), interval.high.roundedUp(decimals: 1))
        return interval.isPoint ? signed(interval.low.rounded(decimals: 1)) : "\(signed(low)) to \(signed(high))"
    }

    /// Choices of an issue; neighbouring numbers of a range are drawn together.
    static func choices(_ choices: [Int], of issue: ResolvedIssue, most: Int = 4) -> String {
        guard issue.issue.range != nil else { return brief(choices.map { quoted(issue.title(of: $0)) }, most: most) }
        var runs: [ClosedRange<Int>] = []
        for choice in choices {
            if let last = runs.last, last.upperBound + 1 == choice {
                runs[runs.count - 1] = last.lowerBound...choice
            } else {
                runs.append(choice...choice)
            }
        }
        return brief(
            runs.map { run in
                run.count == 1
                    ? issue.title(of: run.lowerBound) : "\(issue.choices[run.lowerBound]) to \(issue.title(of: run.upperBound))"
            }, most: most)
    }
}

extension Figure {
    /// A quantity known as a range, one decimal, ends rounded outward; exact when the range is a point.
    init(_ range: Interval, nominal: Number?) {
        if range.isPoint {
            self.init(exact: range.low.rounded(decimals: 1))
        } else {
            self.init(
                bounds: Interval(low: range.low.roundedDown(decimals: 1), high: range.high.roundedUp(decimals: 1)),
                nominal: nominal?.rounded(decimals: 1))
        }
    }

    /// Nil where the value has no bound.
    init?(_ value: PartyValue) {
        guard let low = value.low, let high = value.high else { return nil }
        if let nominal = value.nominal, low.numerator * high.denominator == high.numerator * low.denominator {
            self.init(exact: nominal.rounded(decimals: 1))
        } else {
            self.init(
                bounds: Interval(low: low.roundedDown(decimals: 1), high: high.roundedUp(decimals: 1)),
                nominal: value.nominal?.rounded(decimals: 1))
        }
    }
}

extension Words {
    /// What a level is called: a word of the workspace that stands for just this range, or the numbers.
    func name(of level: StanceLevel) -> String {
        switch level {
        case .redLine: "red line"
        case .value(let range): stance.first { $0.value == range }?.key ?? Phrase.range(range)
        }
    }

    func name(ofSalience range: Interval) -> String { salience.first { $0.value == range }?.key ?? Phrase.range(range) }
}
