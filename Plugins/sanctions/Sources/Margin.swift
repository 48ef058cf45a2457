import PluginKit

/// How much better a party does by going on than by defecting: `Σ worth(issue) · weight · δ^time`, over everything that
/// becomes different.
///
/// Values are levels: what a step delivers is had from then on, so that a change of level at time t is worth `δ^t` times its
/// size in the units of one period (the factor `1/(1−δ)` of an endless stream is on both sides and drops out). Going on is
/// self-enforcing for the party iff the margin is not negative (methods 8; Abreu 1988, Powell 2006). The repeated prisoner's
/// dilemma is the case “R from now on” against “T now, P from the next period on”: `R − T − δ(P − T) ≥ 0` iff
/// `δ ≥ (T−R)/(T−P)`.
///
/// Sums are taken in 128-bit integers, every product rounded to the side that keeps the bounds bounds.
package struct Margin {
    /// Something that differs between going on and defecting.
    package struct Term {
        package var issue: ID<Issue>
        /// From when, in time units after the decision.
        package var time: Interval
        /// The share of the issue's settlement; positive is for going on.
        package var weight: Interval
        /// The entry of `snapback` that it depends on: the term then counts with the credibility of its holder.
        package var snapback: String?

        package init(_ issue: ID<Issue>, at time: Interval, _ weight: Interval, snapback: String? = nil) {
            self.issue = issue
            self.time = time
            self.weight = weight
            self.snapback = snapback
        }
    }

    /// What is not known for certain about a margin.
    package struct Inputs {
        /// What the whole settlement of an issue is worth to the party.
        package var worth: OrderedDictionary<ID<Issue>, Interval>
        /// Per entry of `snapback`.
        package var credibility: OrderedDictionary<String, Interval>
        /// Discount factor per time unit.
        package var patience: Interval

        package init(
            worth: OrderedDictionary<ID<Issue>, Interval>, credibility: OrderedDictionary<String, Interval> = [:],
            patience: Interval
        ) {
            self.worth = worth
            self.credibility = credibility
            self.patience = patience
        }
    }

    /// Which terms are meant: all, those that depend on no snapback, those that do.
    enum Part { case all, certain, snapback }

    package let terms: [Term]
    private let times: [Interval]
    private let issues: [ID<Issue>]
    /// The terms as integers, with the places of their times and issues.
    private let weights: [Weight]

    private typealias Ends = (low: Int128, high: Int128)

    private struct Weight {
        var issue: Int
        var time: Int
        var ends: Ends
        var snapback: String?
    }

    package init(_ terms: [Term]) {
        self.terms = terms
        let times = OrderedSet(terms.map(\.time))
        let issues = OrderedSet(terms.map(\.issue))
        self.times = times.elements
        self.issues = issues.elements
        weights = terms.map { term in
            Weight(
                issue: issues.firstIndex(of: term.issue) ?? 0, time: times.firstIndex(of: term.time) ?? 0,
                ends: Self.ends(term.weight), snapback: term.snapback)
        }
    }

    /// Patience is scanned in cells of this width, each judged as a whole; so nothing between two grid points is missed.
    package static let cell = Number(significand: 1, exponent: -2)
    private static let scale = Judgement.decimals
    private static let one: Int128 = 1_000_000_000

    fileprivate static func ends(_ range: Interval) -> (low: Int128, high: Int128) {
        func units(_ number: Number) -> Int128 {
            var value = number.significand
            for _ in 0..<(number.exponent + scale) { value *= 10 }
            return value
        }
        return (units(range.low.roundedDown(decimals: scale)), units(range.high.roundedUp(decimals: scale)))
    }

    /// The product with something that is not negative, each end rounded to its own side.
    private static func times(_ a: Ends, _ b: Ends) -> Ends {
        let low = a.low * (a.low < 0 ? b.high : b.low)
        let high = a.high * (a.high < 0 ? b.low : b.high)
        return (low / one - (low < 0 && low % one != 0 ? 1 : 0), high / one + (high > 0 && high % one != 0 ? 1 : 0))
    }

    /// The terms of a part, with the credibility that they depend on; for the part that is snapback, as if it were certain.
    private func weights(_ inputs: Inputs, _ part: Part) -> [Weight] {
        let credibility = inputs.credibility.mapValues(Self.ends)
        return weights.compactMap { weight in
            guard let entry = weight.snapback else { return part == .snapback ? nil : weight }
            guard part != .certain else { return nil }
            guard part == .all else { return weight }
            var weight = weight
            weight.ends = Self.times(weight.ends, credibility[entry] ?? (0, Self.one))
            return weight
        }
    }

    private func sum(_ weights: [Weight], _ inputs: Inputs, _ power: (Int) -> Ends) -> Interval {
        var sums = [Ends](repeating: (0, 0), count: issues.count)
        for weight in weights {
            let there = Self.times(weight.ends, power(weight.time))
            sums[weight.issue].low += there.low
            sums[weight.issue].high += there.high
        }
        // The worth of an issue is one number wherever it stands, so its coefficients are added up before it multiplies them.
        return zip(issues, sums).reduce(Interval.zero) { total, sum in
            let coefficient = Interval(
                low: Number(significand: sum.1.low, exponent: -Self.scale),
                high: Number(significand: sum.1.high, exponent: -Self.scale))
            return total + (coefficient * (inputs.worth[sum.0] ?? .zero)).outward()
        }
    }

    /// The margin, whatever the true inputs are within their ranges. Where a patience is a range its cells are judged one by one.
    package func value(_ inputs: Inputs, _ table: inout PowerTable) -> Interval { value(inputs, .all, &table) }

    /// The margin with every input at its midpoint.
    package func nominal(_ inputs: Inputs, _ table: inout PowerTable) -> Number {
        func middle(_ range: Interval) -> Interval { Interval(range.midpoint) }
        let middled = Inputs(
            worth: inputs.worth.mapValues { middle($0).outward() },
            credibility: inputs.credibility.mapValues { middle($0).outward(Self.scale) },
            patience: middle(inputs.patience).outward(Self.scale))
        return value(middled, .all, &table).midpoint.rounded(decimals: Interval.kept)
    }

    func value(_ inputs: Inputs, _ part: Part, _ table: inout PowerTable) -> Interval {
        let weights = weights(inputs, part)
        var hull: Interval?
        var low = inputs.patience.low
        repeat {
            let high = min(inputs.patience.high, low + Self.cell)
            let powers = times.map { table.power(Interval(low: low, high: high), $0) }
            let here = sum(weights, inputs) { powers[$0] }
            hull = hull?.hull(here) ?? here
            low = high
        } while low < inputs.patience.high
        return hull ?? .zero
    }
}

extension Margin {
    /// Where in a range of values something holds: from `low` on perhaps, from `high` on for certain; `high` is nil where
    /// no value makes it certain, `low` where none makes it possible.
    package struct Threshold: Hashable {
        package var low: Number?
        package var high: Number?
        /// Whether it holds for certain somewhere and fails for certain further up.
        package var isBroken = false

        package init(low: Number?, high: Number?, isBroken: Bool = false) {
            self.low = low
            self.high = high
            self.isBroken = isBroken
        }
    }

    /// The least patience from which on going on pays: δ*. The margin need not rise with patience, so the whole of 0–1 is
    /// scanned.
    package func leastPatience(_ inputs: Inputs, _ table: inout PowerTable) -> Threshold {
        let columns = times.map { table.column($0) }
        let weights = weights(inputs, .all)
        var result = Threshold(low: nil, high: nil)
        var hasHeld = false
        for (row, cell) in PowerTable.cells.enumerated() {
            let value = sum(weights, inputs) { columns[$0][row] }
            if value.high >= 0 {
                if result.low == nil { result.low = cell.low }
            } else if hasHeld {
                result.isBroken = true
            }
            if value.low >= 0 {
                hasHeld = true
                if result.high == nil { result.high = cell.low }
            } else {
                result.high = nil
            }
        }
        return result
    }

    /// The least credibility of a snapback, the same for all who hold one, from which on going on pays: q*. The margin is
    /// linear in it: `A + q·B`, with `A` what stands without snapback and `B` what it takes back.
    package func leastCredibility(_ inputs: Inputs, _ table: inout PowerTable) -> Threshold {
        let (without, taken) = (value(inputs, .certain, &table), value(inputs, .snapback, &table))
        func least(_ a: Number, _ b: Number, up: Bool) -> Number? {
            if a >= 0 { return 0 }
            guard b > 0, a + b >= 0 else { return nil }
            return up ? min(1, (-a).dividedUp(by: b)) : (-a).dividedDown(by: b)
        }
        return Threshold(low: least(without.high, taken.high, up: false), high: least(without.low, taken.low, up: true))
    }
}

/// Powers of patience; kept for all margins of a report, since they take longest.
package struct PowerTable {
    /// The patience from 0 to 1 in cells.
    static let cells: [Interval] = {
        var cells: [Interval] = []
        while (cells.last?.high ?? 0) < 1 {
            let low = cells.last?.high ?? 0
            cells.append(Interval(low: low, high: min(1, low + Margin.cell)))
        }
        return cells
    }()

    private var columns: [Interval: [(low: Int128, high: Int128)]] = [:]
    private var powers: [[Interval]: (low: Int128, high: Int128)] = [:]

    package init() {}

    fileprivate mutating func power(_ patience: Interval, _ time: Interval) -> (low: Int128, high: Int128) {
        if let known = powers[[patience, time]] { return known }
        let power = Margin.ends(Power.bounds(patience, to: time))
        powers[[patience, time]] = power
        return power
    }

    /// The powers for every cell.
    fileprivate mutating func column(_ time: Interval) -> [(low: Int128, high: Int128)] {
        if let known = columns[time] { return known }
        let column = Self.cells.map { Margin.ends(Power.bounds($0, to: time)) }
        columns[time] = column
        return column
    }
}
