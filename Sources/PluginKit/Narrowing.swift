import Findings
import Negotiation
import OrderedCollections
import Shapes

/// Which range keeps a question from being settled.
///
/// A range can settle the question by itself when the question is settled with one of its ends taken for the true value. Where
/// no range can, several would have to be narrowed, and the widest is the one to begin with.
public struct Narrowing<Key: Hashable> {
    /// The range that can settle it by itself, the widest of those; else the widest of all.
    public private(set) var range: (key: Key, range: Interval)?
    public private(set) var isEnough = false

    /// - Parameter settles: whether the question is settled with one range replaced by a point.
    public init(_ ranges: OrderedDictionary<Key, Interval>, settles: (Key, Number) -> Bool) {
        let open = ranges.filter { !$0.value.isPoint }
        func widest(_ ranges: some Sequence<(key: Key, value: Interval)>) -> (key: Key, range: Interval)? {
            // The first of several equally wide ones, so that the answer is the same every time.
            ranges.reduce(nil) { best, next in
                best.map { $0.range.width >= next.value.width } == true ? best : (next.key, next.value)
            }
        }
        let settling = open.filter { settles($0.key, $0.value.low) || settles($0.key, $0.value.high) }
        isEnough = !settling.isEmpty
        range = widest(isEnough ? settling : open)
    }

    /// What to do about it, as a sentence; nil when nothing is a range.
    public func advice(_ name: (Key) -> String, _ written: (Interval) -> String = Phrase.range) -> String? {
        guard let range else { return nil }
        let said = "\(name(range.key)), now \(written(range.range))"
        return isEnough
            ? "A narrower range would settle it: \(said)."
            : "No range settles it by itself; the widest is \(said)."
    }
}
