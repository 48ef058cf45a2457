import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_nato

@Suite("Efficient options over ranges")
struct EfficiencyTests {
    private func point(_ deterrence: (Number, Number), _ threat: (Number, Number)) -> SecurityPoint {
        SecurityPoint(
            deterrence: Interval(low: deterrence.0, high: deterrence.1), threat: Interval(low: threat.0, high: threat.1))
    }

    private func tenths(_ value: Int) -> Number { Number(significand: Int128(value), exponent: -1) }

    @Test("by hand: what is bettered for certain, perhaps, and never")
    func byHand() {
        let set = EfficientSet([
            "strong": point((tenths(6), tenths(9)), (tenths(7), 1)),
            "middle": point((tenths(2), tenths(4)), (tenths(3), tenths(5))),
            // Deters at most what “middle” does at least, and threatens more than it can.
            "worse": point((tenths(1), tenths(2)), (tenths(6), tenths(7))),
            "near": point((tenths(3), tenths(5)), (tenths(4), tenths(6))),
        ])
        #expect(set.efficiency(of: "strong") == .certain)
        #expect(set.efficiency(of: "middle") == .possible)
        #expect(set.efficiency(of: "near") == .possible)
        #expect(set.efficiency(of: "worse") == .never)
        #expect(set.dominators(of: "worse") == ["middle", "near"])
        #expect(set.efficiency(of: "absent") == nil)
        // Where the ranges only touch, the two may be alike, and neither is worse then.
        let touching = EfficientSet([
            "a": point((tenths(2), tenths(4)), (tenths(3), tenths(5))),
            "b": point((tenths(1), tenths(2)), (tenths(5), tenths(6))),
        ])
        #expect(touching.efficiency(of: "b") == .possible)
    }

    @Test("two options that are alike for certain are both efficient")
    func ties() {
        let set = EfficientSet(["a": point((1, 1), (0, 0)), "b": point((1, 1), (0, 0))])
        #expect(set.efficiency(of: "a") == .certain)
        #expect(set.efficiency(of: "b") == .certain)
        #expect(set.steps == (0, 0, 0))
    }

    /// Every combination of ends of all ranges: dominance turns only there.
    private func bruteForce(_ set: EfficientSet, _ option: ID<Option>) -> Efficiency {
        var corners: [[(deterrence: Number, threat: Number)]] = [[]]
        for point in set.points.values {
            let own = Set([point.deterrence.low, point.deterrence.high]).flatMap { deterrence in
                Set([point.threat.low, point.threat.high]).map { (deterrence: deterrence, threat: $0) }
            }
            corners = corners.flatMap { partial in own.map { partial + [$0] } }
        }
        let place = set.points.index(forKey: option) ?? 0
        let answers = Set(
            corners.map { corner in
                !corner.enumerated().contains { index, other in
                    index != place && other.deterrence >= corner[place].deterrence && other.threat <= corner[place].threat
                        && (other.deterrence > corner[place].deterrence || other.threat < corner[place].threat)
                }
            })
        return answers == [true] ? .certain : answers == [false] ? .never : .possible
    }

    @Test("as trying every corner has it, on random ranges")
    func random() {
        var draws = Draws(state: 5)
        for _ in 0..<200 {
            var points: OrderedDictionary<ID<Option>, SecurityPoint> = [:]
            for index in 0..<4 { points[ID("o\(index)")] = SecurityPoint(deterrence: draws.range(), threat: draws.range()) }
            let set = EfficientSet(points)
            for option in points.keys {
                #expect(set.efficiency(of: option) == bruteForce(set, option), "\(points)")
                // A range that is said to settle it does.
                guard set.efficiency(of: option) == .possible else { continue }
                let narrowing = set.narrowing(of: option)
                guard narrowing.isEnough, let (key, range) = narrowing.range else { continue }
                let settled = [range.low, range.high].contains { end in
                    var changed = points
                    if key.aspect == .deterrence {
                        changed[key.option]?.deterrence = Interval(end)
                    } else {
                        changed[key.option]?.threat = Interval(end)
                    }
                    return EfficientSet(changed).efficiency(of: option) != .possible
                }
                #expect(settled)
            }
            #expect(!points.keys.allSatisfy { set.efficiency(of: $0) == .never }, "something is always efficient for some values")
        }
    }

    @Test("narrower ranges never unsettle what is settled")
    func narrower() {
        var draws = Draws(state: 9)
        for _ in 0..<200 {
            var points: OrderedDictionary<ID<Option>, SecurityPoint> = [:]
            for index in 0..<3 { points[ID("o\(index)")] = SecurityPoint(deterrence: draws.range(), threat: draws.range()) }
            let narrow = EfficientSet(
                points.mapValues {
                    SecurityPoint(deterrence: Interval($0.deterrence.midpoint), threat: Interval($0.threat.midpoint))
                })
            for option in points.keys {
                switch EfficientSet(points).efficiency(of: option) {
                case .certain?: #expect(narrow.efficiency(of: option) == .certain)
                case .never?: #expect(narrow.efficiency(of: option) == .never)
                default: #expect(narrow.efficiency(of: option) != .possible, "points leave nothing open")
                }
            }
        }
    }

    @Test("steps: more deterrence with more threat, or without")
    func steps() {
        let set = EfficientSet([
            "low": point((0, tenths(2)), (0, tenths(2))), "dear": point((tenths(5), tenths(8)), (tenths(6), tenths(9))),
            "cheap": point((tenths(3), tenths(5)), (0, 0)),
        ])
        // low–dear and cheap–dear cost threat for certain; low–cheap does not.
        #expect(set.steps == (2, 1, 0))
    }

    @Test("joined: at least the greatest, at most the sum and one; whatever the dependence")
    func joined() {
        #expect(
            Joined.bounds([Interval(low: tenths(2), high: tenths(4)), Interval(low: tenths(3), high: tenths(5))])
                == Interval(low: tenths(3), high: tenths(9)))
        #expect(
            Joined.bounds([Interval(low: tenths(5), high: tenths(8)), Interval(low: 0, high: tenths(4))])
                == Interval(low: tenths(5), high: 1))
        #expect(Joined.bounds([]) == .zero)
        var draws = Draws(state: 3)
        for _ in 0..<200 {
            let parts = (0..<3).map { _ in draws.range() }
            let bounds = Joined.bounds(parts)
            // Independent causes, causes of which one implies the other, and causes that exclude each other lie within.
            let points = parts.map(\.midpoint)
            let independent = 1 - points.reduce(Number.one) { $0 * (1 - $1) }
            #expect(bounds.contains(independent))
            #expect(bounds.contains(points.max() ?? 0))
            #expect(bounds.contains(min(1, points.reduce(0, +))))
            #expect(Joined.bounds(parts + [draws.range()]).low >= bounds.low, "another cause never takes away")
        }
    }
}
