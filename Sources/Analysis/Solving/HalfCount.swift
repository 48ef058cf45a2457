/// One end of a graph, from which partial packages grow layer by layer towards the other end. What has become certain leaves at
/// once, and what has become impossible too, so that only what is undecided is carried.
struct HalfCount {
    enum End { case first, last }

    /// A layer as this end meets it.
    private struct Step {
        /// Grouped by the state they lead to.
        var arcs: [(from: Int32, row: Int32)] = []
        var starts: [Int]
        /// What arcs add to the components that decide, row after row.
        var rows: [Int64]
    }

    /// Per state the least and the most that the other end can add to each component that decides.
    private typealias Rest = (least: [Int64], most: [Int64])

    private let demands: Demands
    private let end: End
    private var steps: [Step] = []
    /// Per boundary, counted from this end.
    private var rests: [Rest] = []
    /// Per component how far its sums lie apart.
    private var scales: [Double] = []
    private let completions: [[UInt128]]
    /// Layers passed.
    private(set) var passed = 0
    /// Per state what has been gathered and is undecided.
    private(set) var lists: [PartialSums]
    /// Packages found acceptable on the way. Only the first end looks for them, so that none is found twice.
    private(set) var certain: UInt128 = 0

    /// Both ends.
    static func both(_ graph: StateGraph, _ demands: Demands, _ control: Control) throws -> (first: HalfCount, last: HalfCount) {
        var (first, last) = (HalfCount(graph, demands, from: .first), HalfCount(graph, demands, from: .last))
        first.rests = try last.gathered(graph.completions.reversed(), control).reversed()
        last.rests = try first.gathered(graph.completions, control).reversed()
        first.scales = demands.components.indices.map { max(1, Double(first.rests[0].most[$0]) - Double(first.rests[0].least[$0])) }
        last.scales = first.scales
        return (first, last)
    }

    private init(_ graph: StateGraph, _ demands: Demands, from end: End) {
        self.demands = demands
        self.end = end
        completions = graph.completions
        for (index, layer) in graph.layers.enumerated() {
            var step = Step(starts: layer.starts, rows: demands.projected(layer.rows, graph.width))
            if end == .first {
                step.arcs = layer.arcs.map { ($0.from, $0.row) }
            } else {
                // Counting sort by where the arcs come from.
                step.starts = [Int](repeating: 0, count: graph.completions[index].count + 1)
                for arc in layer.arcs { step.starts[Int(arc.from) + 1] += 1 }
                for state in 1..<step.starts.count { step.starts[state] += step.starts[state - 1] }
                var places = step.starts
                step.arcs = [(Int32, Int32)](repeating: (0, 0), count: layer.arcs.count)
                for arc in layer.arcs {
                    step.arcs[places[Int(arc.from)]] = (arc.to, arc.row)
                    places[Int(arc.from)] += 1
                }
            }
            steps.append(step)
        }
        if end == .last { steps.reverse() }
        let starts = end == .first ? 1 : graph.completions[graph.layers.count].count
        let zero = PartialSums(rows: [Int64](repeating: 0, count: 2 * demands.components.count), counts: [1])
        lists = [PartialSums](repeating: zero, count: starts)
    }

    /// Per boundary and state what partial packages from this end come to at least and at most; meaningless in dead ends.
    ///
    /// - Parameter states: of each boundary as this end meets them, one number a state.
    private func gathered(_ states: [[UInt128]], _ control: Control) throws -> [Rest] {
        let places = demands.components.count
        let zero = [Int64](repeating: 0, count: lists.count * places)
        var rests: [Rest] = [(zero, zero)]
        for (index, step) in steps.enumerated() {
            if control.isStopped { throw CancellationError() }
            let before = rests[index]
            let size = states[index + 1].count * places
            var rest: Rest = ([Int64](repeating: .max, count: size), [Int64](repeating: .min, count: size))
            for state in 0..<step.starts.count - 1 {
                for arc in step.arcs[step.starts[state]..<step.starts[state + 1]] {
                    for place in 0..<places {
                        let own = step.rows[Int(arc.row) * places + place]
                        let (from, to) = (Int(arc.from) * places + place, state * places + place)
                        rest.least[to] = min(rest.least[to], before.least[from] + own)
                        rest.most[to] = max(rest.most[to], before.most[from] + own)
                    }
                }
            }
            rests.append(rest)
        }
        return rests
    }

    var count: Int { lists.reduce(0) { $0 + $1.count } }

    /// How many partial packages the next layer makes, before alike ones are taken together.
    var candidates: Int {
        guard passed < steps.count else { return .max }
        return steps[passed].arcs.reduce(0) { $0 + lists[Int($1.from)].count }
    }

    /// Per component the sums between which it matters, in a state of this boundary, what a partial package has gathered.
    private func window(_ state: Int) -> [(low: Int64, high: Int64)] {
        let places = demands.components.count
        let rest = rests[passed]
        return (0..<places).map { place in
            (demands.lowest[place] - rest.most[state * places + place] - 1, demands.highest[place] - rest.least[state * places + place])
        }
    }

    /// Passes a layer.
    mutating func grow(_ control: Control) throws {
        let step = steps[passed]
        passed += 1
        let places = demands.components.count
        let rest = rests[passed]
        let ways = completions[passed]
        // Out of the structure, so that they need not be copied for every entry.
        let (demands, lists, looksForCertain) = (demands, lists, end == .first)
        var certain = certain
        var next: [PartialSums] = []
        try withUnsafeTemporaryAllocation(of: Int64.self, capacity: 2 * places) { scratch in
            // With nothing to decide there is no scratch either, but it is never looked at.
            let low = scratch.baseAddress.unsafelyUnwrapped
            try rest.least.withUnsafeBufferPointer { least in
                try rest.most.withUnsafeBufferPointer { most in
                    for state in 0..<step.starts.count - 1 {
                        var table = PartialSumsTable(lanes: 2 * places)
                        for arc in step.arcs[step.starts[state]..<step.starts[state + 1]] {
                            let list = lists[Int(arc.from)]
                            for entry in 0..<list.count {
                                if entry & 0xFFF == 0, control.isStopped { throw CancellationError() }
                                for place in 0..<places {
                                    let own = step.rows[Int(arc.row) * places + place]
                                    low[place] = list.rows[entry * 2 * places + place] + own
                                    low[places + place] = list.rows[entry * 2 * places + places + place] + own
                                }
                                let standing = demands.settle(
                                    low, low + places, least.baseAddress.unsafelyUnwrapped + state * places,
                                    most.baseAddress.unsafelyUnwrapped + state * places)
                                switch standing {
                                case .impossible: break
                                case .certain where looksForCertain:
                                    certain = certain.saturatingSum(list.counts[entry].saturatingProduct(ways[state]))
                                case .certain, .undecided: table.add(low, list.counts[entry])
                                }
                            }
                        }
                        next.append(table.sums)
                    }
                }
            }
        }
        self.lists = next
        self.certain = certain
    }

    /// Takes together what is close, so that not more than about so many are left.
    mutating func coarsen(to limit: Int, _ control: Control) throws {
        let total = count
        guard total > limit else { return }
        for state in lists.indices where lists[state].count > 1 {
            if control.isStopped { throw CancellationError() }
            let share = max(1, Int((Double(lists[state].count) * Double(limit) / Double(total)).rounded()))
            lists[state] = lists[state].coarsened(share, window: window(state), scales: scales)
        }
    }

    /// How many packages are made of a partial package of this end and one of the other that share a state, and are acceptable:
    /// at least, and at most.
    func joined(with other: HalfCount, _ control: Control) throws -> (atLeast: UInt128, atMost: UInt128) {
        let places = demands.components.count
        let pairs = lists.indices.map { state in (lists[state], other.lists[state]) }
        var tiles: [PairTile] = []
        for (state, pair) in pairs.enumerated() where pair.0.count > 0 && pair.1.count > 0 {
            // A list that fills tiles well and is short: it has to be put in order, the other need not.
            let isShort = min(pair.0.count, pair.1.count) < PairTile.capacity / 2
            let isFirst = isShort ? pair.0.count > pair.1.count : pair.0.count < pair.1.count
            let (points, partners) = isFirst ? pair : (pair.1, pair.0)
            let (order, groups) = points.grouped(
                (points.count + PairTile.capacity - 1) / PairTile.capacity, window: (isFirst ? self : other).window(state), scales: scales)
            for group in groups {
                for start in stride(from: 0, to: partners.count, by: PairTile.partnerLimit) {
                    let end = min(partners.count, start + PairTile.partnerLimit)
                    tiles.append(PairTile(points, order[group], with: partners, start..<end))
                }
            }
        }
        let isExact = !pairs.contains { $0.0.isCoarse(places) || $0.1.isCoarse(places) }
        let atLeast = try PairTile.count(tiles, demands, lane: 0, control)
        return (atLeast, isExact ? atLeast : try PairTile.count(tiles, demands, lane: places, control))
    }
}
