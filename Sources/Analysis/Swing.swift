import Negotiation
import Shapes

/// What a package brings a party against its floor, in swing points, over everything that is not known.
///
/// Two things are kept apart. Within the stated ranges a difference has a worst and a best end. Which option an open issue
/// gets moves both ends; `worst` and `best` hold how far. For a complete package each of the two is a point.
package struct Swing: Sendable, Hashable {
    /// The difference with every range at its worst end: least and greatest over what is still open.
    package var worst: Interval
    /// The same with every range at its best end.
    package var best: Interval
    /// At the midpoints of all ranges; nil while something is open.
    package var nominal: Number?

    package static let zero = Swing(worst: .zero, best: .zero, nominal: 0)

    /// From the worst case to the best, open issues included.
    package var range: Interval { Interval(low: worst.low, high: best.high) }

    static func + (a: Swing, b: Swing) -> Swing {
        Swing(worst: a.worst + b.worst, best: a.best + b.best, nominal: a.nominal.flatMap { x in b.nominal.map { x + $0 } })
    }

    static func += (a: inout Swing, b: Swing) { a = a + b }

    /// One of several differences, whichever is chosen. Nominal only when there is no choice.
    static func among(_ ranges: [Interval], nominal: Number?) -> Swing {
        guard var worst = ranges.first.map({ Interval($0.low) }), var best = ranges.first.map({ Interval($0.high) }) else {
            return .zero
        }
        for range in ranges.dropFirst() {
            worst = worst.hull(Interval(range.low))
            best = best.hull(Interval(range.high))
        }
        return Swing(worst: worst, best: best, nominal: nominal)
    }

    /// `points` when a condition holds for the package, less the same when it holds without a deal.
    static func condition(_ package: Truth, noDeal: Truth, points: Interval) -> Swing {
        let differences = package.counts.flatMap { x in noDeal.counts.map { x - $0 } }
        let settled = differences.count == 1 ? Number(differences[0]) : nil
        return among(differences.map { points * Interval(Number($0)) }, nominal: settled.map { $0 * points.midpoint })
    }
}

extension Truth {
    /// How often what depends on it may count: not at all, once, or either.
    var counts: [Int] {
        switch self {
        case .no: [0]
        case .yes: [1]
        case .open: [0, 1]
        }
    }

    /// 1 where it holds, 0 where it does not, all between while it is open.
    var worth: Interval {
        switch self {
        case .no: .zero
        case .yes: Interval(1)
        case .open: .unit
        }
    }
}

/// Swing points of one of the two things that are compared: what a package brings, or what no deal brings.
package struct Points: Sendable, Hashable {
    package var range: Interval
    /// At the midpoints; nil while something is open.
    package var nominal: Number?

    init(_ range: Interval, nominal: Number?) {
        self.range = range
        self.nominal = nominal
    }

    init(_ truth: Truth, points: Interval) {
        range = truth == .open ? points.hull(.zero) : truth.worth * points
        nominal = truth == .open ? nil : range.midpoint
    }
}

/// One part of what a package brings a party: an issue, a weighted goal, a linkage, or what no deal brings by itself.
package struct Contribution: Sendable, Hashable {
    package enum Subject: Sendable, Hashable {
        case issue(ID<Issue>)
        case goal(String)
        case linkage(ID<Linkage>)
        case outside
    }

    package var subject: Subject
    package var package: Points
    package var noDeal: Points
    /// Exactly: where package and no deal have the same option, it is nothing, whatever the range of its stance.
    package var difference: Swing
}

/// Value on the scale of a party (about 0–100), exact: `(Σ salience·stance + Σ weights of goals met + Σ adds) · 100 /
/// (Σ saliences + Σ goal weights)`, the additive value function with swing weights (Keeney & Raiffa 1976; von Winterfeldt &
/// Edwards 1986). Not comparable between parties.
package struct PartyValue: Sendable, Hashable {
    /// At the midpoints of all ranges; nil while something is open, or when nothing has weight.
    package var nominal: Ratio?
    /// Over all stated ranges and everything that is open; nil where weights that may vanish leave it without a bound.
    package var low: Ratio?
    package var high: Ratio?

    init(_ terms: [WeightedTerm], points: Interval, isSettled: Bool) {
        /// Per cent: the denominator a hundredth.
        func scaled(_ ratio: Ratio?) -> Ratio? {
            ratio.flatMap { Ratio($0.numerator, over: $0.denominator * Number(significand: 1, exponent: -2)) }
        }
        low = scaled(WeightedMean.least(of: terms, adding: points.low))
        high = scaled(WeightedMean.greatest(of: terms, adding: points.high))
        guard isSettled else { return }
        let middle = terms.map { WeightedTerm(weight: Interval($0.weight.midpoint), worth: Interval($0.worth.midpoint)) }
        nominal = scaled(WeightedMean.least(of: middle, adding: points.midpoint))
    }

    /// A stated reservation.
    init(_ range: Interval) {
        nominal = Ratio(range.midpoint, over: 1)
        low = Ratio(range.low, over: 1)
        high = Ratio(range.high, over: 1)
    }
}
