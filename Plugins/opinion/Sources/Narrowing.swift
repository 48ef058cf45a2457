import PluginKit

/// Which range keeps a question from being settled.
///
/// A range can settle the question by itself when the question is settled with one of its ends taken for the true value. Where
/// no range can, several would have to be narrowed, and the widest is the one to begin with.
package struct Narrowing<Key: Hashable> {
    /// The range that can settle it by itself, the widest of those; else the widest of all.
    package private(set) var range: (key: Key, range: Interval)?
    package private(set) var isEnough = false

    /// - Parameter settles: whether the question is settled with one range replaced by a point.
    package init(_ ranges: OrderedDictionary<Key, Interval>, settles: (Key, Number) -> Bool) {
        let open = ranges.filter { !$0.value.isPoint }
        let settling = open.filter { settles($0.key, $0.value.low) || settles($0.key, $0.value.high) }
        isEnough = !settling.isEmpty
        // The first of several equally wide ones, so that the answer is the same every time.
        range = (isEnough ? settling : open).reduce(nil) { best, next in
            best.map { $0.range.width >= next.value.width } == true ? best : (next.key, next.value)
        }
    }

    /// What to do about it, as a sentence; nil when nothing is a range.
    package func advice(_ name: (Key) -> String, _ written: (Interval) -> String) -> String? {
        guard let range else { return nil }
        let said = "\(name(range.key)), now \(written(range.range))"
        return isEnough
            ? "A narrower range would settle it: \(said)."
            : "No range settles it by itself; the widest is \(said)."
    }
}
