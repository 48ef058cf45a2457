import Analysis
import Negotiation
import Shapes
import Testing

@Suite struct WeightedMeanTests {
    /// Against every vertex of the box: a quotient of two linear functions takes its ends there.
    @Test func rangeIsThatOfAllVertices() {
        var draws = Draws(1)
        var bounded = 0
        for _ in 0..<3_000 {
            let terms = (0..<Int.random(in: 1...4, using: &draws)).map { _ in
                WeightedTerm(weight: draws.tenths(0...40), worth: draws.tenths(0...10))
            }
            let points = draws.tenths(-30...30)
            var least: (Number, Number)?
            var greatest: (Number, Number)?
            for row in vertices(terms.flatMap { [$0.weight, $0.worth] } + [points]) {
                let weight = terms.indices.reduce(Number.zero) { $0 + row[2 * $1] }
                guard weight > 0 else { continue }
                let value = terms.indices.reduce(row[row.count - 1]) { $0 + row[2 * $1] * row[2 * $1 + 1] }
                if let found = least, found.0 * weight <= value * found.1 {} else { least = (value, weight) }
                if let found = greatest, found.0 * weight >= value * found.1 {} else { greatest = (value, weight) }
            }
            guard let least, let greatest else {
                #expect(WeightedMean.least(of: terms, adding: points.low) == nil)
                continue
            }
            // With weights that may all vanish, the quotient has ends only where no points are added.
            guard terms.contains(where: { $0.weight.low > 0 }) else { continue }
            bounded += 1
            #expect(equal(WeightedMean.least(of: terms, adding: points.low), least.0, least.1))
            #expect(equal(WeightedMean.greatest(of: terms, adding: points.high), greatest.0, greatest.1))
        }
        #expect(bounded > 2_000)
    }

    @Test func weightsMoveAgainstEachOther() {
        // (10·1 + w·0) / (10 + w) with w in [0, 30]: between 10/40 and 1, not 10/40 and 10/10 of independent halves.
        let terms = [
            WeightedTerm(weight: Interval(10), worth: Interval(1)),
            WeightedTerm(weight: interval("0", "30"), worth: Interval(0)),
        ]
        #expect(equal(WeightedMean.least(of: terms, adding: 0), 1, 4))
        #expect(equal(WeightedMean.greatest(of: terms, adding: 0), 1, 1))
    }

    @Test func vanishingWeights() {
        let term = [WeightedTerm(weight: interval("0", "10"), worth: interval("0.2", "0.4"))]
        #expect(equal(WeightedMean.least(of: term, adding: 0), 2, 10))
        #expect(equal(WeightedMean.greatest(of: term, adding: 0), 4, 10))
        #expect(WeightedMean.least(of: term, adding: -1) == nil)
        #expect(WeightedMean.greatest(of: term, adding: 1) == nil)
        #expect(equal(WeightedMean.least(of: term, adding: 1), 3, 10))
        #expect(WeightedMean.least(of: [], adding: 5) == nil)
    }

    @Test func shownBoundsStayBounds() throws {
        let third = try #require(Ratio(100, over: 3))
        #expect(third.roundedDown(decimals: 1) == decimal("33.3"))
        #expect(third.roundedUp(decimals: 1) == decimal("33.4"))
        let minus = try #require(Ratio(-100, over: 3))
        #expect(minus.roundedDown(decimals: 1) == decimal("-33.4"))
        #expect(minus.roundedUp(decimals: 1) == decimal("-33.3"))
        let half = try #require(Ratio(5, over: 2))
        #expect(half.roundedDown(decimals: 1) == decimal("2.5"))
        #expect(half.roundedUp(decimals: 1) == decimal("2.5"))
        #expect(Ratio(1, over: 0) == nil)
        #expect(decimal("0.05").roundedDown(decimals: 1) == 0)
        #expect(decimal("-0.05").roundedDown(decimals: 1) == decimal("-0.1"))
        #expect(decimal("0.01").roundedUp(decimals: 1) == decimal("0.1"))
    }
}
