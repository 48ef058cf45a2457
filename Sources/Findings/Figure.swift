import Negotiation
import Shapes

/// A number shown to people, with what kind of number it is.
public struct Figure: Sendable, Hashable {
    public enum Basis: String, Sendable, CaseIterable {
        /// Exact for the stated (or midpoint) input.
        case exact
        /// Lies between the two ends, whatever the true values within the stated ranges.
        case bounds
        /// Estimated from draws; the ends are its 95 % interval.
        case sampled
    }

    /// The number; for bounds the nominal one between them, if there is one.
    public var value: Number?
    public var range: Interval?
    public var basis = Basis.exact

    public init(exact value: Number) {
        self.value = value
    }

    /// - Parameter nominal: the value at the midpoints of all ranges, if it is meaningful.
    public init(bounds range: Interval, nominal: Number? = nil) {
        value = nominal
        self.range = range
        basis = .bounds
    }

    /// - Parameters:
    ///   - value: as drawn.
    ///   - interval: the 95 % interval.
    public init(sampled value: Number, interval: Interval) {
        self.value = value
        range = interval
        basis = .sampled
    }

    private init() {}

    public static let shape = Shape.record(
        "figure", Figure(),
        [
            .optional("value", \.value, .number, "the number; for bounds the nominal one"),
            .optional("range", \.range, Interval.pair, "[low, high]"),
            .required("basis", \.basis, .word("a basis"), "exact | bounds | sampled"),
        ])
}
