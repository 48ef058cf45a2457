import Shapes

/// A closed range of exact numbers: what is known of a quantity that somebody had to judge.
public struct Interval: Sendable, Hashable {
    public var low: Number
    public var high: Number

    public static let zero = Interval(0)
    public static let unit = Interval(low: 0, high: 1)

    /// - Precondition: `low <= high`.
    public init(low: Number, high: Number) {
        precondition(low <= high, "an interval runs from low to high")
        self.low = low
        self.high = high
    }

    public init(_ point: Number) {
        low = point
        high = point
    }

    public var midpoint: Number { (low + high).half }
    public var isPoint: Bool { low == high }
    public var width: Number { high - low }

    public func contains(_ number: Number) -> Bool { low <= number && number <= high }

    public static func + (a: Interval, b: Interval) -> Interval { Interval(low: a.low + b.low, high: a.high + b.high) }
    public static func - (a: Interval, b: Interval) -> Interval { Interval(low: a.low - b.high, high: a.high - b.low) }
    public static func += (a: inout Interval, b: Interval) { a = a + b }

    /// The range of a product of two quantities that vary independently.
    public static func * (a: Interval, b: Interval) -> Interval {
        let corners = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high]
        return Interval(low: corners.min() ?? 0, high: corners.max() ?? 0)
    }

    /// The smallest range that holds both.
    public func hull(_ other: Interval) -> Interval { Interval(low: min(low, other.low), high: max(high, other.high)) }

    /// The point at `numerator/denominator` (0–1) of the way from stance `a` to stance `b`, bound by bound. Rounded to the
    /// decimals of stances and no fewer: on a coarser grid the lower bound could pass the upper one.
    public static func between(_ a: Interval, _ b: Interval, numerator: Number, denominator: Number) -> Interval {
        func mix(_ x: Number, _ y: Number) -> Number {
            x + ((y - x) * numerator).divided(by: denominator, decimals: Judgement.stanceDecimals)
        }
        return Interval(low: mix(a.low, b.low), high: mix(a.high, b.high))
    }

    /// `[low, high]`, or a plain number for a point.
    public static let shape = judged(-Judgement.limit...Judgement.limit)

    /// The same with bounds for both ends.
    public static func judged(_ bounds: ClosedRange<Number>) -> Shape<Interval> {
        Shape<Judgement>.judgement(words: nil, bounds: bounds).map(
            { judgement in
                switch judgement {
                case .number(let number): Interval(number)
                case .range(let range): range
                case .word: .zero  // not reached: no words are taken
                }
            }, { $0.isPoint ? .number($0.low) : .range($0) })
    }

    /// `[low, high]`, also for a point, and without the limits of judged numbers: the form of results.
    public static let pair = Shape<[Number]>.list(.number).refined("wrong-type") { ends in
        ends.count == 2 && ends[0] <= ends[1] ? nil : "a range is two numbers, the smaller first: [low, high]"
    }.map({ Interval(low: $0[0], high: $0[1]) }, { [$0.low, $0.high] })
}
