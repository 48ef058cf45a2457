import PluginKit

/// What a security option is to two sides: how far it protects the one, and how far it threatens the other.
package struct SecurityPoint: Sendable, Hashable {
    package var deterrence: Interval
    package var threat: Interval

    package init(deterrence: Interval, threat: Interval) {
        self.deterrence = deterrence
        self.threat = threat
    }

    /// Whether this one deters at least as much and threatens no more, one of the two strictly, whatever the true values.
    package func certainlyDominates(_ other: SecurityPoint) -> Bool {
        deterrence.low >= other.deterrence.high && threat.high <= other.threat.low
            && (deterrence.low > other.deterrence.high || threat.high < other.threat.low)
    }

    /// … for some true values within the ranges.
    package func mayDominate(_ other: SecurityPoint) -> Bool {
        deterrence.high >= other.deterrence.low && threat.low <= other.threat.high
            && (deterrence.high > other.deterrence.low || threat.low < other.threat.high)
    }
}

/// Whether an option is efficient: whether no other deters at least as much and threatens no more.
package enum Efficiency: String, Sendable, CaseIterable {
    /// Whatever the true values within the ranges.
    case certain
    /// For some of them.
    case possible
    /// For none: another option is better on both counts for certain.
    case never
}

/// Efficient options over ranges.
///
/// Necessary and possible efficiency as Bitran (1980) has it for interval coefficients. The ranges of different options vary
/// independently, so both are decided exactly: an option is efficient for all values when none may dominate it, and for some
/// when none dominates it for certain (put it at its best and the others at their worst).
package struct EfficientSet {
    /// One range of one option.
    package struct Coordinate: Hashable {
        package var option: ID<Option>
        package var aspect: Aspect
    }

    package let points: OrderedDictionary<ID<Option>, SecurityPoint>

    package init(_ points: OrderedDictionary<ID<Option>, SecurityPoint>) { self.points = points }

    package func efficiency(of option: ID<Option>) -> Efficiency? {
        guard let point = points[option] else { return nil }
        let others = points.filter { $0.key != option }.values
        if others.contains(where: { $0.certainlyDominates(point) }) { return .never }
        return others.contains { $0.mayDominate(point) } ? .possible : .certain
    }

    /// The options that are better on both counts for certain.
    package func dominators(of option: ID<Option>) -> [ID<Option>] {
        guard let point = points[option] else { return [] }
        return points.filter { $0.key != option && $0.value.certainlyDominates(point) }.keys.elements
    }

    /// Which range keeps it open whether an option is efficient.
    package func narrowing(of option: ID<Option>) -> Narrowing<Coordinate> {
        var ranges: OrderedDictionary<Coordinate, Interval> = [:]
        for (id, point) in points {
            let bears = id == option || points[option].map(point.mayDominate) == true
            guard bears else { continue }
            ranges[Coordinate(option: id, aspect: .deterrence)] = point.deterrence
            ranges[Coordinate(option: id, aspect: .threat)] = point.threat
        }
        return Narrowing(ranges) { coordinate, value in
            var points = points
            switch coordinate.aspect {
            case .deterrence: points[coordinate.option]?.deterrence = Interval(value)
            case .threat: points[coordinate.option]?.threat = Interval(value)
            }
            return EfficientSet(points).efficiency(of: option) != .possible
        }
    }

    /// Pairs of options by what a step from the one to the other does: more deterrence at the price of more threat (the
    /// security dilemma of Herz 1950 and Jervis 1978), or more deterrence without.
    package var steps: (dilemma: Int, free: Int, open: Int) {
        var steps = (dilemma: 0, free: 0, open: 0)
        for (index, a) in points.values.enumerated() {
            for b in points.values.dropFirst(index + 1) {
                // Two options that are known to deter alike are no step from the one to the other.
                if a.deterrence.isPoint && a.deterrence == b.deterrence { continue }
                let (less, more) = a.deterrence.low >= b.deterrence.high ? (b, a) : (a, b)
                guard more.deterrence.low >= less.deterrence.high else {
                    steps.open += 1
                    continue
                }
                if more.threat.low >= less.threat.high && more.threat.high > less.threat.low {
                    steps.dilemma += 1
                } else if more.threat.high <= less.threat.low {
                    steps.free += 1
                } else {
                    steps.open += 1
                }
            }
        }
        return steps
    }
}

/// What options of different issues come to together.
package enum Joined {
    /// Bounds for the joint effect of several causes, each of which would do by itself to some degree: at least the greatest of
    /// them, at most their sum and never more than 1. They hold however the causes depend on each other (Fréchet 1935, for
    /// the probability that at least one of several events occurs); independence would narrow the upper end to 1 − Π(1 − x),
    /// and nothing here says that the causes are independent.
    package static func bounds(_ parts: [Interval]) -> Interval {
        let low = parts.map(\.low).max() ?? 0
        let sum = parts.reduce(Number.zero) { $0 + $1.high }
        return Interval(low: low, high: min(1, sum))
    }
}
