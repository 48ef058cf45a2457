import ModuleTestSupport
import Negotiation
import PluginKit
import Shapes
import Testing
import parley_plugin_opinion

@Suite("What shares of one public come to together")
struct JointTests {
    private func share(_ low: String, _ high: String) -> Interval { Interval(low, high) }

    @Test("by hand: at least one, all, and one without the other")
    func byHand() {
        let (a, b) = (share("0.7", "0.95"), share("0.55", "0.85"))
        #expect(Joint.any([a, b]) == share("0.7", "1"))
        #expect(Joint.all([a, b]) == share("0.25", "0.85"))
        #expect(Joint.without(a, b) == share("0", "0.45"))
        #expect(Joint.any([]) == .zero && Joint.all([]) == Interval(1))
        #expect(Joint.all([Interval(Number("0.6")), Interval(Number("0.6"))]) == share("0.2", "0.6"))
    }

    /// Every way in which ten people can answer three questions.
    private func populations(_ body: (_ counts: [Int]) -> Void) {
        func fill(_ counts: inout [Int], _ at: Int, _ left: Int) {
            guard at < 7 else {
                counts[7] = left
                body(counts)
                return
            }
            for count in 0...left {
                counts[at] = count
                fill(&counts, at + 1, left - count)
            }
        }
        var counts = [Int](repeating: 0, count: 8)
        fill(&counts, 0, 10)
    }

    @Test("against every way in which ten people can answer three questions: the bounds hold, and each is reached")
    func bruteForce() {
        struct Extremes {
            var ranges: [String: (low: Int, high: Int)] = [:]
            mutating func add(_ name: String, _ value: Int) {
                let old = ranges[name] ?? (value, value)
                ranges[name] = (min(old.low, value), max(old.high, value))
            }
        }
        var seen: [[Int]: Extremes] = [:]
        populations { counts in
            // Bit 0 and 1 are reasons for it, bit 2 is one against.
            func people(_ isMeant: (Int) -> Bool) -> Int { (0..<8).filter(isMeant).reduce(0) { $0 + counts[$1] } }
            let marginals = (0..<3).map { bit in people { $0 >> bit & 1 == 1 } }
            func isFor(_ atom: Int) -> Bool { atom & 3 != 0 }
            func isAgainst(_ atom: Int) -> Bool { atom & 4 != 0 }
            var extremes = seen[marginals] ?? Extremes()
            extremes.add("any", people(isFor))
            extremes.add("all", people { $0 & 3 == 3 })
            extremes.add("torn", people { isFor($0) && isAgainst($0) })
            extremes.add("only", people { isFor($0) && !isAgainst($0) })
            extremes.add("contra", people { isAgainst($0) && !isFor($0) })
            seen[marginals] = extremes
        }
        #expect(seen.count == 1_331)
        for (marginals, extremes) in seen {
            let shares = marginals.map { Interval(Number(significand: Int128($0), exponent: -1)) }
            func range(_ name: String) -> Interval {
                let ends = extremes.ranges[name] ?? (0, 0)
                return Interval(
                    low: Number(significand: Int128(ends.low), exponent: -1),
                    high: Number(significand: Int128(ends.high), exponent: -1))
            }
            let pair = Array(shares.prefix(2))
            let backing = Backing(supporting: pair, opposing: [shares[2]])
            #expect(Joint.any(pair) == range("any"), "\(marginals)")
            #expect(Joint.all(pair) == range("all"), "\(marginals)")
            #expect(backing.torn == range("torn"), "\(marginals)")
            // All who are torn may come down against it, or all for it.
            #expect(backing.support == Interval(low: range("only").low, high: range("any").high), "\(marginals)")
            #expect(backing.opposition == Interval(low: range("contra").low, high: shares[2].high), "\(marginals)")
            #expect(Joint.without(Joint.any(pair), shares[2]).contains(range("only")), "\(marginals)")
        }
    }

    @Test("by hand: reasons of one side, of both, and of none")
    func backing() {
        let most = share("0.6", "0.9")
        let pro = Backing(supporting: [most], opposing: [])
        #expect(pro.support == most && pro.opposition == share("0", "0.4") && pro.verdict == .carried)
        let contra = Backing(supporting: [], opposing: [share("0.5", "0.75")])
        // Half may be for it, and half is no majority.
        #expect(contra.support == share("0", "0.5") && contra.verdict == .lost)
        let torn = Backing(supporting: [share("0.4", "0.6")], opposing: [share("0.5", "0.75")])
        #expect(torn.support == share("0", "0.6") && torn.opposition == share("0", "0.75") && torn.torn == share("0", "0.6"))
        #expect(torn.verdict == .unsettled)
        let silent = Backing(supporting: [], opposing: [])
        #expect(silent.verdict == .silent && silent.support == .unit && silent.opposition == .unit)
        #expect(Backing(supporting: [share("0.1", "0.45")], opposing: []).verdict == .lost)
        // A poll that may or may not concern it leaves open what it would carry.
        let open = Backing(supporting: [], opposing: [], maySupport: [most])
        #expect(open.verdict == .unsettled && open.support == .unit)
        #expect(Backing(supporting: [most], opposing: [], maySupport: [most]).support == share("0.6", "1"))
        #expect(Backing(supporting: [], opposing: [most], mayOppose: [most]).verdict == .lost)
    }

    @Test("wider shares and open polls only widen, and a narrower range never changes what was settled")
    func monotone() {
        var draw = Draws(state: 11)
        for _ in 0..<400 {
            let shares = (0..<4).map { _ in Interval.random(&draw) }
            let points = shares.map { Interval(Bool.random(using: &draw) ? $0.low : $0.high) }
            let wide = Backing(supporting: Array(shares[0...1]), opposing: Array(shares[2...3]))
            let narrow = Backing(supporting: Array(points[0...1]), opposing: Array(points[2...3]))
            #expect(wide.support.contains(narrow.support) && wide.opposition.contains(narrow.opposition))
            #expect(wide.verdict == .unsettled || wide.verdict == narrow.verdict)
            let open = Backing(
                supporting: [shares[0]], opposing: [shares[2]], maySupport: [shares[1]], mayOppose: [shares[3]])
            for counts in 0..<4 {
                let settled = Backing(
                    supporting: counts & 1 == 1 ? Array(shares[0...1]) : [shares[0]],
                    opposing: counts & 2 == 2 ? Array(shares[2...3]) : [shares[2]])
                #expect(open.support.contains(settled.support) && open.opposition.contains(settled.opposition))
            }
            let all = Backing(supporting: [], opposing: [], maySupport: [shares[0]], mayOppose: [shares[2]])
            for settled in [
                Backing(supporting: [shares[0]], opposing: []), Backing(supporting: [], opposing: [shares[2]]),
                Backing(supporting: [shares[0]], opposing: [shares[2]]), Backing(supporting: [], opposing: []),
            ] {
                #expect(all.support.contains(settled.support) && all.opposition.contains(settled.opposition))
                #expect(all.torn.contains(settled.torn))
            }
        }
    }
}
