import Analysis
import Negotiation
import OrderedCollections
import Shapes
import Testing

// `Testing` has an `Issue` too.
typealias Issue = Negotiation.Issue

/// A workspace from JSON text, as far as it matters to a test.
func workspace(_ body: String) throws -> Workspace {
    try Workspace.shape.read(try JSON.parse("{\"parley\": 1, \"id\": \"test\", \"title\": \"Test\", \(body)}"))
}

func package(_ choices: OrderedDictionary<ID<Issue>, Choice>) -> Package {
    var package = Package()
    package.title = "Test"
    package.choices = choices
    return package
}

/// A decimal from its written form.
func decimal(_ text: String) -> Number {
    guard let number = try? Number.parse(text) else { preconditionFailure("a test writes numbers that are numbers: \(text)") }
    return number
}

func interval(_ low: String, _ high: String) -> Interval { Interval(low: decimal(low), high: decimal(high)) }

extension PackageEvaluation {
    func party(_ id: ID<Party>) throws -> PartyEvaluation { try #require(parties.first { $0.id == id }) }
}

/// SplitMix64: the same draws on every run and machine.
struct Draws: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A range within 0 … `most` tenths; every third is a point.
    mutating func tenths(_ range: ClosedRange<Int>) -> Interval {
        let ends = [Int.random(in: range, using: &self), Int.random(in: range, using: &self)].sorted()
        let low = Number(significand: Int128(ends[0]), exponent: -1)
        return Bool.random(using: &self) && Bool.random(using: &self)
            ? Interval(low) : Interval(low: low, high: Number(significand: Int128(ends[1]), exponent: -1))
    }
}

/// Every way of setting each range to one of its ends.
func vertices(_ ranges: [Interval]) -> [[Number]] {
    ranges.reduce([[]]) { rows, range in
        rows.flatMap { row in range.isPoint ? [row + [range.low]] : [row + [range.low], row + [range.high]] }
    }
}

/// Whether two quotients are equal, multiplied out.
func equal(_ ratio: Ratio?, _ numerator: Number, _ denominator: Number) -> Bool {
    ratio.map { $0.numerator * denominator == numerator * $0.denominator } ?? false
}
