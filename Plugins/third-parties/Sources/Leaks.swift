import PluginKit

/// What third parties offset of measures, as the section of the module sanctions estimates it. Read here and checked there:
/// of an entry that has not the form of that section nothing is known.
package struct Leaks: Sendable {
    private struct Leak {
        var via: ID<Party>
        var shares: OrderedDictionary<String, Interval> = [:]
        var does: String?
        var estimates: Citation?
    }

    /// A measure that can be offset, or that bears on a third party itself.
    struct Measure {
        var title: String
        var target: ID<Party>
        var settledBy: [ID<Issue>]
        var source: Citation?
    }

    /// By how much relief would be worth more to its taker without an actor's offset.
    package enum Gain: Hashable {
        /// Nothing says what is offset.
        case unknown
        /// Together with the others it may offset all, so that there is no bound.
        case unbounded
        /// So many times what it is worth now.
        case factor(Interval)
    }

    static let place: Pointer = ["modules", "sanctions"]
    private var leaks: OrderedDictionary<String, Leak> = [:]
    /// Those that are no sum of others.
    private(set) var measures: OrderedDictionary<String, Measure> = [:]

    package init(in workspace: Workspace) {
        let section = workspace.modules["sanctions"]
        for (name, entry) in section?["leakage"]?.object ?? Object() {
            guard let via = entry["via"]?.string else { continue }
            var leak = Leak(via: ID(via))
            for (measure, share) in entry["measures"]?.object ?? Object() {
                if let share = try? Interval.judged(0...1).read(share) { leak.shares[measure] = share }
            }
            leak.does = entry["does"]?.string
            leak.estimates = entry["estimates"].flatMap { try? Citation.shape.read($0) }
            leaks[name] = leak
        }
        for (name, entry) in section?["measures"]?.object ?? Object() where entry["parts"] == nil {
            let several = entry["issues"]?.array?.compactMap(\.string) ?? []
            measures[name] = Measure(
                title: entry["title"]?.string ?? name, target: ID(entry["target"]?.string ?? ""),
                settledBy: (entry["issue"]?.string.map { [$0] } ?? several).map { ID($0) },
                source: entry["source"].flatMap { try? Citation.shape.read($0) })
        }
    }

    package var names: [String] { leaks.keys.elements }
    package func via(_ name: String) -> ID<Party>? { leaks[name]?.via }
    func does(_ name: String) -> String? { leaks[name]?.does }
    func estimates(_ name: String) -> Citation? { leaks[name]?.estimates }

    /// What relief on an issue would gain if some leaks were closed.
    ///
    /// Let q be the share of a measure that they offset and o what the others do. They may overlap or not, so that closing them
    /// takes away r, at least `q − o` and at most q (Fréchet 1935), of `1 − o − r` that is left now; relief would be worth
    /// `r/(1 − o − r)` more. It rises with r and o. How the measures on an issue weigh against each other is not known, so the gain
    /// lies between that of any of them; it is nothing for one that the leaks do not name.
    package func gain(ofClosing names: [String], on issue: ID<Issue>) -> Gain {
        let closed = OrderedSet(names)
        let concerned = measures.filter { $0.value.settledBy.contains(issue) }.keys
        guard concerned.contains(where: { measure in names.contains { leaks[$0]?.shares[measure] != nil } }) else {
            return .unknown
        }
        var whole: Interval?
        for measure in concerned {
            let (mine, others) = (leaks.filter { closed.contains($0.key) }, leaks.filter { !closed.contains($0.key) })
            func share(_ some: OrderedDictionary<String, Leak>) -> Interval {
                let shares = some.values.compactMap { $0.shares[measure] }
                return Interval(low: shares.map(\.low).max() ?? 0, high: min(1, shares.reduce(Number.zero) { $0 + $1.high }))
            }
            guard case .factor(let factor) = Self.gain(share: share(mine), others: share(others)) else { return .unbounded }
            whole = whole.map { $0.hull(factor) } ?? factor
        }
        return whole.map(Gain.factor) ?? .unknown
    }

    /// The gain from one share beside what others offset.
    package static func gain(share q: Interval, others o: Interval) -> Gain {
        guard q.high + o.high < 1 else { return q.high == 0 ? .factor(.zero) : .unbounded }
        return .factor(
            Interval(low: max(0, q.low - o.high).dividedDown(by: 1 - q.low), high: q.high.dividedUp(by: 1 - o.high - q.high)))
    }
}

extension Number {
    /// The quotient of two numbers that are not negative, rounded down at nine decimals.
    fileprivate func dividedDown(by divisor: Number) -> Number {
        let near = divided(by: divisor, decimals: Judgement.decimals)
        return near * divisor > self ? near - Number(significand: 1, exponent: -Judgement.decimals) : near
    }

    /// The same rounded up.
    fileprivate func dividedUp(by divisor: Number) -> Number {
        let near = divided(by: divisor, decimals: Judgement.decimals)
        return near * divisor < self ? near + Number(significand: 1, exponent: -Judgement.decimals) : near
    }
}
