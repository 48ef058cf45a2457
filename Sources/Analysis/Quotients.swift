import Negotiation
import Shapes

/// Stances of a party that were written as rounded quotients, as importers write 1/3: three of them are one.
struct Quotients: Sendable {
    /// The denominator that the midpoints of the stances share, and that of their ends; 1 where there is none.
    let ofMidpoints: Int
    let ofEnds: Int
    /// What the rounding may come to between a package and no deal, in swing points: so little is nothing.
    let rounding: Number

    init(_ positions: [ResolvedPosition?], on issues: [ResolvedIssue]) {
        var stances: [Interval] = []
        var rounding = Number.zero
        // Stances between the points of a range are nobody's quotients.
        for (position, issue) in zip(positions, issues) where issue.issue.range == nil {
            guard let position else { continue }
            let own = issue.choices.indices.map { position.level(of: $0, on: issue).interval }
            stances += own
            if own.contains(where: { Self.isQuotient($0.low) || Self.isQuotient($0.high) }) {
                rounding += position.salience.high * Number(significand: 1, exponent: -Lattice.quotientDecimals)
            }
        }
        ofMidpoints = Lattice.commonDenominator(of: stances.map(\.midpoint)) ?? 1
        ofEnds = Lattice.commonDenominator(of: stances.flatMap { [$0.low, $0.high] }) ?? 1
        self.rounding = ofEnds > 1 ? rounding : 0
    }

    static func isQuotient(_ stance: Number) -> Bool { stance.decimals >= Lattice.quotientDecimals }
}

extension Swing {
    /// With nothing for what is no more than rounding.
    func rounded(within rounding: Number) -> Swing {
        guard rounding > 0 else { return self }
        func settled(_ number: Number) -> Number { -rounding <= number && number <= rounding ? 0 : number }
        func settled(_ range: Interval) -> Interval { Interval(low: settled(range.low), high: settled(range.high)) }
        return Swing(worst: settled(worst), best: settled(best), nominal: nominal.map(settled))
    }
}
