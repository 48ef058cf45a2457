/// The packages of a problem that nothing dominates, as vectors of the objectives, with the ways to read packages back.
package struct Frontier: Sendable {
    package let graph: StateGraph
    /// How many different vectors there are.
    package let count: Int
    /// Their components, `objectives` a point; points ascend by first component, then the next.
    package let points: [Int64]
    /// Per component: every acceptable package is at most this much better than one that is listed; all 0 when exact.
    package let shortfall: [Int64]
    /// The most partial packages that were held at one boundary.
    package let peak: Int
    /// What the points were read from: sweeps over the graph or a part of it, and of each which labels.
    private let runs: [Run]
    private let places: [[Place]]

    private struct Run: Sendable {
        var graph: StateGraph
        var traces: [[Trace]]
    }

    private struct Place: Sendable {
        var run: Int32
        var label: Int32
    }

    package var objectives: Int { graph.problem.objectives }
    package var isExact: Bool { shortfall.allSatisfy { $0 == 0 } }

    /// - Precondition: the merging has reached its end, or has not begun.
    init(_ merging: Merging) {
        let objectives = merging.graph.problem.objectives
        let width = merging.graph.width
        let labels = merging.labels.first ?? Labels(count: 0, values: [])
        let rows = (0..<labels.count).map { Array(labels.values[$0 * width..<$0 * width + objectives]) }
        self.init(
            merging.graph, rows, rows.indices.map { [Place(run: 0, label: Int32($0))] }, [Run(graph: merging.graph, traces: merging.traces)],
            Array(merging.shortfall.prefix(objectives)), merging.peak)
    }

    /// Nothing found.
    init(empty graph: StateGraph) { self.init(Merging(graph, labelLimit: 0)) }

    /// What is efficient among the points of several.
    ///
    /// - Parameters:
    ///   - shortfall: what is known of all of them together.
    ///   - areDisjoint: whether no package is in two of them, so that equal points add up.
    init(_ parts: [Frontier], of graph: StateGraph, shortfall: [Int64], areDisjoint: Bool, _ control: Control) throws {
        let objectives = graph.problem.objectives
        let total = parts.reduce(0) { $0 + $1.count }
        var candidates = Candidates(capacity: total, width: objectives, objectives: objectives)
        defer { candidates.deallocate() }
        var places: [[Place]] = []
        var runs: [Run] = []
        for part in parts {
            for point in 0..<part.count {
                for (component, value) in part.point(point).enumerated() { candidates.next[component] = value }
                candidates.accept(arc: 0, parent: 0)
                places.append(part.places[point].map { Place(run: $0.run + Int32(runs.count), label: $0.label) })
            }
            runs += part.runs
            candidates.endRun()
        }
        candidates.measure()
        let survivors = try candidates.survivors(control)
        self.init(
            graph, survivors.kept.map { row in (0..<objectives).map { candidates.values[Int(row) * objectives + $0] } },
            survivors.kept.map { row in
                var all = places[Int(row)]
                if areDisjoint { survivors.ties.forEach(behind: row) { all += places[Int($0)] } }
                return all
            }, runs, shortfall, parts.map(\.peak).max() ?? 0)
    }

    private init(
        _ graph: StateGraph, _ rows: [[Int64]], _ places: [[Place]], _ runs: [Run], _ shortfall: [Int64], _ peak: Int
    ) {
        let order = rows.indices.sorted { rows[$0] == rows[$1] ? $0 < $1 : rows[$0].lexicographicallyPrecedes(rows[$1]) }
        self.graph = graph
        count = rows.count
        points = order.flatMap { rows[$0] }
        self.places = order.map { places[$0] }
        self.runs = runs
        self.shortfall = shortfall
        self.peak = peak
    }

    /// A point's components.
    package func point(_ index: Int) -> ArraySlice<Int64> { points[index * objectives..<(index + 1) * objectives] }

    /// How many packages each point stands for, of those that were held; `UInt128.max` means at least so many.
    package var multiplicities: [UInt128] {
        let last = runs.map { run -> [UInt128] in
            var counts: [[UInt128]] = [[1]]
            for (index, states) in run.traces.enumerated() {
                let arcs = run.graph.layers[index].arcs
                counts = states.map { trace in
                    var own = [UInt128](repeating: 0, count: trace.arcs.count)
                    func add(_ label: Int, _ arc: Int32, _ parent: Int32) {
                        own[label] = own[label].saturatingSum(counts[Int(arcs[Int(arc)].from)][Int(parent)])
                    }
                    for label in trace.arcs.indices { add(label, trace.arcs[label], trace.parents[label]) }
                    for tie in trace.ties { add(Int(tie.label), tie.arc, tie.parent) }
                    return own
                }
            }
            return counts.first ?? []
        }
        return places.map { $0.reduce(0) { $0.saturatingSum(last[Int($1.run)][Int($1.label)]) } }
    }

    /// The packages of a point, at most `limit`: per variable of the problem the option chosen.
    package func packages(of point: Int, limit: Int) -> [[Int]] {
        var found: [[Int]] = []
        for place in places[point] { packages(at: place, limit: limit, &found) }
        return found.sorted { $0.lexicographicallyPrecedes($1) }
    }

    private func packages(at place: Place, limit: Int, _ found: inout [[Int]]) {
        let (graph, traces) = (runs[Int(place.run)].graph, runs[Int(place.run)].traces)
        var choice = [Int](repeating: 0, count: graph.problem.sizes.count)
        func walk(_ layer: Int, _ state: Int, _ label: Int) {
            guard found.count < limit else { return }
            guard layer >= 0 else {
                found.append(choice)
                return
            }
            let trace = traces[layer][state]
            func step(_ arc: Int32, _ parent: Int32) {
                let taken = graph.layers[layer].arcs[Int(arc)]
                choice[graph.layers[layer].variable] = Int(taken.option)
                walk(layer - 1, Int(taken.from), Int(parent))
            }
            step(trace.arcs[label], trace.parents[label])
            var low = 0
            var high = trace.ties.count
            while low < high {
                let middle = (low + high) / 2
                if trace.ties[middle].label < Int32(label) { low = middle + 1 } else { high = middle }
            }
            while low < trace.ties.count, trace.ties[low].label == Int32(label) {
                step(trace.ties[low].arc, trace.ties[low].parent)
                low += 1
            }
        }
        walk(traces.count - 1, 0, Int(place.label))
    }
}
