import ModuleTestSupport
import Negotiation
import PluginKit
import Shapes
import Testing
import parley_plugin_opinion

@Suite("What a sample says of the whole")
struct WilsonTests {
    @Test("by hand: fifty of a hundred, nobody of ten, everybody of ten")
    func byHand() {
        // (103.841459 ± √(3.841459 · 103.841459)) / 207.682918
        let half = Wilson.interval(Interval(Number("0.5")), of: 100)
        #expect(half.low.roundedDown(decimals: 5) == Number("0.40383") && half.high.roundedUp(decimals: 5) == Number("0.59617"))
        // z² / (n + z²)
        let none = Wilson.interval(.zero, of: 10)
        #expect(none.low == 0 && none.high.roundedUp(decimals: 5) == Number("0.27754"))
        let all = Wilson.interval(Interval(1), of: 10)
        #expect(all.high == 1 && all.low == 1 - none.high)
        // One person asked settles next to nothing.
        #expect(Wilson.interval(Interval(1), of: 1).low < Number("0.21"))
    }

    @Test("at random: holds what floating point says, narrows with the sample, mirrors the other answer")
    func properties() {
        var draw = Draws(state: 3)
        for _ in 0..<500 {
            let share = Interval(Number(significand: Int128(Int.random(in: 0...1_000, using: &draw)), exponent: -3))
            let sample = Int.random(in: 1...5_000, using: &draw)
            let interval = Wilson.interval(share, of: sample)
            let (p, n, z) = (share.low.double, Double(sample), 1.959963984540054)
            let root = (z * z * (z * z + 4 * n * p * (1 - p))).squareRoot()
            #expect(interval.low.double <= max(0, (2 * n * p + z * z - root) / (2 * (n + z * z))) + 1e-12)
            #expect(interval.high.double >= min(1, (2 * n * p + z * z + root) / (2 * (n + z * z))) - 1e-12)
            #expect(interval.low.double > (2 * n * p + z * z - root) / (2 * (n + z * z)) - 1e-6)
            #expect(interval.contains(share))
            #expect(interval.contains(Wilson.interval(share, of: sample + 1)))
            let other = Wilson.interval(Interval(1 - share.low), of: sample)
            #expect(other == Interval(low: 1 - interval.high, high: 1 - interval.low))
        }
    }

    @Test("the largest samples and the longest decimals are reckoned exactly")
    func limits() {
        for text in ["0", "1", "0.5", "0.333333333", "0.000000001"] {
            for sample in [1, 10_000_000_000] {
                #expect(Wilson.interval(Interval(Number(text)), of: sample).contains(Interval(Number(text))))
            }
        }
    }

    @Test("a pollster's margin counts where it is wider, and what is allowed beyond sampling comes on top")
    func margins() throws {
        func estimate(_ more: String) throws -> Estimate {
            let theCase = try theCase((#""sample": 1000, "date": "2025-05"}"#, #""sample": 1000, "date": "2025-05"\#(more)}"#))
            let poll = try #require(theCase.section?.polls["cession"])
            return try #require(theCase.section).estimate(poll)
        }
        let plain = try estimate("")
        #expect(plain.share == plain.sampling && plain.share.contains(Interval("0.5191", "0.5805")))
        #expect(try estimate(#", "margin": 0.01"#) == plain)
        #expect(try estimate(#", "margin": 0.04"#).share == Interval("0.51", "0.59"))
        let beyond = try estimate(#", "margin": 0.04, "beyondSampling": {"margin": 0.05, "source": "analyst"}"#)
        #expect(beyond.sampling == Interval("0.51", "0.59") && beyond.share == Interval("0.46", "0.64"))
    }
}
