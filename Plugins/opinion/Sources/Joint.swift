import PluginKit

/// What shares of one public come to together when nobody has said how they overlap.
///
/// Two groups of 60 % may be the same people, or overlap as little as they can; the bounds hold for all ways (Fréchet 1935).
/// Independence is never assumed: people's answers hang together.
package enum Joint {
    /// The share that belongs to at least one group.
    package static func any(_ shares: [Interval]) -> Interval {
        Interval(
            low: shares.map(\.low).max() ?? 0,
            high: min(1, shares.reduce(Number.zero) { $0 + $1.high }))
    }

    /// The share that belongs to every group; everybody where there is no group.
    package static func all(_ shares: [Interval]) -> Interval {
        func least(_ sum: Number) -> Number { max(0, sum - Number(shares.count - 1)) }
        guard !shares.isEmpty else { return Interval(1) }
        return Interval(
            low: least(shares.reduce(Number.zero) { $0 + $1.low }), high: shares.map(\.high).min() ?? 1)
    }

    /// The share that belongs to the first group and not to the second.
    package static func without(_ a: Interval, _ b: Interval) -> Interval {
        Interval(low: max(0, a.low - b.high), high: min(a.high, 1 - b.low))
    }
}
