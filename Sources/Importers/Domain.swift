import Negotiation
import Shapes

/// What all formats say in their own ways: `utility = bias + Σ weight · worth`, for each party.
struct Domain {
    struct Issue {
        enum Choices {
            case options([Option])
            /// Numbers; whether they stay numbers depends on the worths.
            case range(NumericRange)
        }

        var name: String
        var title: String?
        var choices: Choices
        var mark: Mark?

        var count: Int {
            switch choices {
            case .options(let options): options.count
            case .range(let range): range.levels.count
            }
        }
    }

    struct Option {
        var name: String
        var title: String?
        var mark: Mark?
    }

    /// What the choices of one issue are worth to one party.
    enum Worth {
        case table([Number])
        /// On a straight line from the first number of a range to its last.
        case line(from: Number, to: Number)

        /// One number for each of `count` choices.
        func values(_ count: Int) -> [Number] {
            switch self {
            case .table(let values): return values
            case .line(let from, let to):
                let steps = Number(max(1, count - 1))
                return (0..<count).map { from + ((to - from) * Number($0)).divided(by: steps, decimals: Domain.decimals) }
            }
        }
    }

    struct Profile {
        var name: String
        var title: String?
        var mark: Mark?
        /// Parallel to the issues.
        var weights: [Number]
        /// Parallel to the issues.
        var worths: [Worth]
        var bias = Number.zero
        /// The least utility it would take; nil when everything is better than no agreement.
        var reserved: Number?
    }

    /// How utilities become values on 0–100.
    enum Scale {
        /// Worths are on 0–1, so a value is a hundred times the utility.
        case unit
        /// One scale is sought that all parties share.
        case common
    }

    /// Some parties must agree, and so many of all.
    struct Rule {
        /// Places among the profiles.
        var required: [Int]
        var atLeast: Int
        var note: String
    }

    var title: String
    var origin: String
    var scale = Scale.common
    var issues: [Issue] = []
    var profiles: [Profile] = []
    var rule: Rule?

    /// Sums of products are kept to this many decimals.
    static let decimals = 16
    static let issueLimit = 1_000
    static let choiceLimit = 100_000

    /// What no workspace could be made of, whichever format it is from.
    func check(_ reading: inout Reading) {
        if issues.isEmpty {
            reading.fail(
                "no-issues", "the domain has no issues, so there is nothing to negotiate", hint: "Add issues to the domain file.",
                at: nil)
        }
        if issues.count > Domain.issueLimit {
            reading.fail(
                "too-many-issues", "the domain has \(issues.count) issues, and \(Domain.issueLimit) are read",
                hint: "Leave issues out.", at: issues[Domain.issueLimit].mark)
        }
        let choices = issues.reduce(0) { $0 + $1.count }
        if choices > Domain.choiceLimit {
            reading.fail(
                "too-many-options", "the domain has \(choices) options, and \(Domain.choiceLimit) are read",
                hint: "Leave options out.", at: nil)
        }
        unique(issues.map { ($0.name, $0.mark) }, "issue", &reading)
        for issue in issues {
            if case .options(let options) = issue.choices {
                unique(options.map { ($0.name, $0.mark) }, "option of “\(issue.name)”", &reading)
            }
            if issue.count < 2 {
                reading.fail(
                    "too-few-options", "“\(issue.name)” has \(issue.count == 0 ? "no option" : "a single option"), so there is nothing to negotiate on it",
                    hint: "Take the issue out of the domain and of every profile, or add options.", at: issue.mark)
            }
        }
        for profile in profiles where profile.weights.count == issues.count && !issues.isEmpty {
            let sum = profile.weights.reduce(0, +)
            if sum < Number(significand: 1, exponent: -6) {
                reading.fail(
                    "no-weight", "the weights of “\(profile.name)” add up to \(sum), so that nothing matters to it",
                    hint: "Give at least one issue a weight.", at: profile.mark)
            }
        }
    }

    private func unique(_ names: [(name: String, mark: Mark?)], _ kind: String, _ reading: inout Reading) {
        var seen: [String: Mark?] = [:]
        for (name, mark) in names {
            guard let first = seen.updateValue(mark, forKey: name) else { continue }
            reading.fail(
                "duplicate-name", "there is a second \(kind) called “\(name)”\(first.map { ", after that in line \($0.line)" } ?? "")",
                hint: "Give one of the two another name, in the domain and in every profile.", at: mark)
        }
    }
}

extension Reading {
    /// The range from `low` to `high`, or nil with the fault told.
    mutating func range(_ low: Number, _ high: Number, step: Number = 1, of issue: String, at mark: Mark?) -> NumericRange? {
        func refuse(_ code: String, _ message: String, _ hint: String) { fail(code, message, hint: hint, at: mark) }
        guard low < high, step > 0 else {
            refuse(
                "bad-range", "“\(issue)” runs from \(low) to \(high) in steps of \(step), which is no range",
                "Begin with the smaller number, and step by more than 0.")
            return nil
        }
        guard [low, high, step].allSatisfy({ $0.decimals <= Judgement.decimals }) else {
            refuse(
                "bad-range", "the numbers of “\(issue)” have more than \(Judgement.decimals) decimals", "Round them.")
            return nil
        }
        // `high - low` is at most 2·10^9 and a step at least 10^-9, so this stays far inside 128 bits.
        let near = (high - low).divided(by: step, decimals: 0)
        let steps = near * step > high - low ? near - 1 : near
        guard steps < Number(NumericRange.levelLimit) else {
            refuse(
                "too-many-options", "“\(issue)” has \(steps + 1) numbers to choose from, and at most \(NumericRange.levelLimit) are read",
                "Narrow the range or use a longer step, in the domain and in every profile.")
            return nil
        }
        guard steps > 0 else {
            refuse("bad-range", "the range of “\(issue)” is shorter than its step of \(step)", "Use a shorter step.")
            return nil
        }
        var range = NumericRange()
        range.from = low
        range.to = low + steps * step
        range.step = step
        if range.to != high { note(.converted, "“\(issue)” ends at \(range.to): \(high) is not a whole number of steps away from \(low)") }
        return range
    }
}
