import PluginKit

/// The share of a public that says yes, and what of its range drawing a sample explains.
package struct Estimate: Sendable, Hashable {
    /// What is reckoned with.
    package var share: Interval
    /// Where there are figures: the share as far as the sample goes.
    package var sampling: Interval?

    package init(share: Interval, sampling: Interval? = nil) {
        self.share = share
        self.sampling = sampling
    }

    /// - Parameters:
    ///   - margin: the pollster's own; it counts where it is wider than what the sample explains, since weighting widens.
    ///   - beyond: what somebody allows for on top.
    init(_ found: Interval, sample: Int, margin: Number?, beyond: Number = 0) {
        let drawn = Wilson.interval(found, of: sample)
        let sampling = margin.map { drawn.hull(found.widened(by: $0)) } ?? drawn
        self.init(share: sampling.widened(by: beyond), sampling: sampling)
    }
}

extension Interval {
    /// As far off either way as `margin`, within 0–1.
    fileprivate func widened(by margin: Number) -> Interval {
        Interval(low: max(0, low - margin), high: min(1, high + margin))
    }
}

extension PollFigures {
    /// The share of those whose answer says yes.
    package var agreeing: Interval {
        let all = OrderedSet(agree).reduce(Interval.zero) { $0 + (share[$1] ?? .zero) }
        return Interval(low: min(1, all.low), high: min(1, all.high))
    }

    package var estimate: Estimate {
        Estimate(agreeing, sample: sample, margin: margin, beyond: beyondSampling?.margin ?? 0)
    }
}

extension OpinionSection {
    /// What a word stands for; anything where it is not explained.
    func range(of word: String?) -> Interval { word.flatMap { words[$0]?.share } ?? .unit }

    package func estimate(_ poll: Poll) -> Estimate { poll.figures?.estimate ?? Estimate(share: range(of: poll.reported)) }

    package func estimate(_ point: TrendPoint) -> Estimate {
        guard let share = point.share, let sample = point.sample else { return Estimate(share: range(of: point.reported)) }
        return Estimate(share, sample: sample, margin: point.margin)
    }

    /// The publics that polls are of, in their order.
    package var publics: [ID<Party>] { OrderedSet(polls.values.map(\.constituency)).elements }
}

/// A share as people read it: of a hundred, ends rounded outward.
enum Percent {
    private static let whole = Number(100)

    static func words(_ share: Interval) -> String {
        let (low, high) = ((share.low * whole).roundedDown(decimals: 1), (share.high * whole).roundedUp(decimals: 1))
        return low == high ? "\(low) %" : "\(low)–\(high) %"
    }

    static func words(_ share: Number) -> String { words(Interval(share)) }

    /// A change in percentage points, with its sign.
    static func points(_ change: Interval) -> String { Phrase.points(change * Interval(whole)) }

    static func figure(_ share: Interval) -> Figure { Figure(share * Interval(whole), nominal: nil) }
}
