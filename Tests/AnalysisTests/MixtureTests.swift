import Analysis
import Negotiation
import Shapes
import Testing

@Suite struct MixtureTests {
    /// The vertices of a box cut by the plane of sum one: all probabilities but one at an end, and the one what is left.
    private func extremes(_ probabilities: [Interval]) -> [[Number]] {
        probabilities.indices.flatMap { free in
            vertices(probabilities.enumerated().map { $0.offset == free ? Interval(0) : $0.element }).compactMap { row -> [Number]? in
                let rest = 1 - row.reduce(0, +)
                guard probabilities[free].contains(rest) else { return nil }
                return row.enumerated().map { $0.offset == free ? rest : $0.element }
            }
        }
    }

    /// Against all vertices: a linear function takes its ends there, and so does each probability.
    @Test func endsAreThoseOfAllVertices() throws {
        var draws = Draws(11)
        var possible = 0
        for _ in 0..<3_000 {
            let count = Int.random(in: 1...5, using: &draws)
            let probabilities = (0..<count).map { _ in draws.tenths(0...10) }
            let values = (0..<count).map { _ in draws.tenths(-50...100) }
            let corners = extremes(probabilities)
            guard let mixture = Mixture(probabilities) else {
                #expect(corners.isEmpty)
                continue
            }
            possible += 1
            func sums(_ end: (Interval) -> Number) -> [Number] {
                corners.map { zip($0, values).reduce(Number.zero) { $0 + $1.0 * end($1.1) } }
            }
            let expected = mixture.expectation(of: values)
            #expect(expected.low == sums(\.low).min() && expected.high == sums(\.high).max())
            for (place, narrowed) in mixture.narrowed.enumerated() {
                #expect(narrowed.low == corners.map { $0[place] }.min() && narrowed.high == corners.map { $0[place] }.max())
            }
        }
        #expect(possible > 1_000)
    }

    @Test func byHand() throws {
        let mixture = try #require(Mixture([interval("0.2", "0.45"), interval("0.35", "0.6"), interval("0.1", "0.3")]))
        #expect(mixture.hasMidpoints)
        // The least: 0.65 is given away, and of the 0.35 left the worst takes 0.2, the next the rest: 0.3·10 + 0.5·20 + 0.2·40.
        // The greatest: 0.45·40 + 0.45·20 + 0.1·10.
        #expect(mixture.expectation(of: [Interval(40), Interval(20), Interval(10)]) == interval("21", "28"))
        // Values that are the same everywhere are what is expected, and not the range that probabilities alone would leave.
        #expect(mixture.expectation(of: [interval("5", "6"), interval("5", "6"), interval("5", "6")]) == interval("5", "6"))
        #expect(mixture.narrowed == mixture.probabilities)
        let loose = try #require(Mixture([interval("0.1", "0.9"), interval("0.6", "0.7")]))
        #expect(loose.narrowed == [interval("0.3", "0.4"), interval("0.6", "0.7")])
        #expect(!loose.hasMidpoints)
        #expect(Mixture([interval("0.1", "0.3"), interval("0.2", "0.4")]) == nil)
        #expect(Mixture([Interval(1), interval("0.1", "0.2")]) == nil)
        #expect(Mixture([]) == nil)
        #expect(Mixture([interval("0", "1")])?.expectation(of: [interval("-3", "4")]) == interval("-3", "4"))
    }
}
