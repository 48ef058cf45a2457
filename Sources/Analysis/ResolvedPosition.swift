import Negotiation
import OrderedCollections
import Shapes

/// What one party says, or is thought, of the answers to one issue, under one reading, words looked up.
package struct ResolvedPosition: Sendable {
    /// Where a judgement stands in the position: its account, and the option (or number) it was given for.
    package struct Origin: Sendable, Hashable {
        package var reading: Reading
        package var option: ID<Option>
    }

    /// What the party thinks of one option.
    package struct Level: Sendable, Hashable {
        package var stance: StanceLevel
        /// The judgements it was read from: one, or two between which a number lies; none when nobody has said anything.
        package var origins: [Origin]
        /// A stated red line that the assessed reading takes as worth 0 and not as a bar.
        package var isSoftened = false

        package var isKnown: Bool { !origins.isEmpty }
        package var isRedLine: Bool { stance == .redLine }
        package var interval: Interval { stance.interval }

        static let unknown = Level(stance: .value(.unit), origins: [])
    }

    package let salience: Interval
    /// Which account the salience is from; nil when neither gives one (it then counts with weight 0).
    package let salienceReading: Reading?
    private let line: Line

    private enum Line: Sendable {
        case options([Level])
        case numbers(StanceLine)
    }

    /// Resolves a position under a reading.
    ///
    /// Declared: the declared stances; `red-line` is not acceptable. Assessed: option by option the assessed stance, else the
    /// declared one; a declared `red-line` that the assessment does not repeat is then worth 0 and no bar.
    init(_ position: Position, on issue: ResolvedIssue, reading: Reading, words: Words) {
        func look(_ judgement: Judgement) -> StanceLevel {
            switch judgement {
            case .number(let number): .value(Interval(number))
            case .range(let range): .value(range)
            case .word(Words.redLine): .redLine
            // A word nobody has defined says nothing; the check of the workspace refuses it.
            case .word(let word): .value(words.stance[word] ?? .unit)
            }
        }
        func level(_ option: ID<Option>) -> Level? {
            if reading == .assessed, let assessed = position.assessed?.stance[option] {
                return Level(stance: look(assessed), origins: [Origin(reading: .assessed, option: option)])
            }
            guard let declared = position.stance[option].map(look) else { return nil }
            let isSoftened = reading == .assessed && declared == .redLine
            return Level(
                stance: isSoftened ? .value(.zero) : declared, origins: [Origin(reading: .declared, option: option)],
                isSoftened: isSoftened)
        }
        if issue.issue.range != nil {
            var given = Array(position.stance.keys)
            if reading == .assessed, let assessed = position.assessed {
                given += assessed.stance.keys.filter { position.stance[$0] == nil }
            }
            let points = given.compactMap { option -> StanceLine.Point? in
                guard let number = try? Number.parse(option.text), let level = level(option) else { return nil }
                return StanceLine.Point(number: number, level: level)
            }
            line = .numbers(StanceLine(points))
        } else {
            line = .options(issue.choices.map { level($0) ?? .unknown })
        }
        let assessed = reading == .assessed ? position.assessed?.salience : nil
        let judged = assessed ?? position.salience
        switch judged {
        case .number(let number): salience = Interval(number)
        case .range(let range): salience = range
        case .word(let word): salience = words.salience[word] ?? .zero
        case nil: salience = .zero
        }
        salienceReading = judged == nil ? nil : assessed == nil ? .declared : .assessed
    }

    /// - Parameter choice: the index of the option among the choices of the issue.
    package func level(of choice: Int, on issue: ResolvedIssue) -> Level {
        switch line {
        case .options(let levels): levels[choice]
        case .numbers(let line): line.level(at: issue.number(choice))
        }
    }
}

/// Stances given for some numbers of a range, and what follows for the others.
///
/// Between two numbers with a value: a straight line, bound by bound. Beyond the outermost numbers: what stands there, so
/// that a red line at the end goes on outward. Between two red lines: a red line. Between a red line and a value: nobody
/// has said where the red line begins, so it binds only where it was stated and outward, and the stance in between is
/// anywhere from 0 to the upper bound of the value.
struct StanceLine: Sendable {
    struct Point: Sendable {
        var number: Number
        var level: ResolvedPosition.Level
    }

    private let points: [Point]

    init(_ points: [Point]) { self.points = points.sorted { $0.number < $1.number } }

    func level(at number: Number) -> ResolvedPosition.Level {
        guard let after = points.firstIndex(where: { number <= $0.number }) else { return points.last?.level ?? .unknown }
        let above = points[after]
        guard above.number != number, after > 0 else { return above.level }
        let below = points[after - 1]
        let origins = below.level.origins + above.level.origins
        let isSoftened = below.level.isSoftened || above.level.isSoftened
        let stance: StanceLevel =
            switch (below.level.stance, above.level.stance) {
            case (.redLine, .redLine): .redLine
            case (.redLine, .value(let value)), (.value(let value), .redLine): .value(Interval(low: 0, high: value.high))
            case (.value(let low), .value(let high)):
                .value(.between(low, high, numerator: number - below.number, denominator: above.number - below.number))
            }
        return ResolvedPosition.Level(stance: stance, origins: origins, isSoftened: isSoftened)
    }
}
