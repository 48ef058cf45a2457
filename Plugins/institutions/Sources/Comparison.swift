import PluginKit

/// What there is against what it takes, both known as ranges.
package struct Comparison: Sendable, Hashable {
    package enum Verdict: Sendable { case enough, short, open }
    /// The range whose narrowing would settle an open question.
    package enum Side: Sendable { case have, need }

    package let have: Interval
    package let need: Interval

    package init(_ have: Interval, of need: Interval) {
        self.have = have
        self.need = need
    }

    /// Decided only where it holds whatever the true values within the ranges.
    package var verdict: Verdict {
        if have.low >= need.high { return .enough }
        return have.high < need.low ? .short : .open
    }

    /// The wider of the ranges that, narrowed by themselves, could settle it; nil when it is settled. One always can: where no
    /// value of what there is settles it, that range lies within the other, whose ends then do.
    package var settling: Side? {
        guard verdict == .open else { return nil }
        let byHave = have.low < need.low || have.high >= need.high
        let byNeed = need.high > have.high || need.low <= have.low
        guard byHave, byNeed else { return byHave ? .have : .need }
        return have.width >= need.width ? .have : .need
    }

    /// How much is missing, between the most favourable and the least favourable values.
    package var missing: Interval { Interval(low: max(0, need.low - have.high), high: max(0, need.high - have.low)) }
}
