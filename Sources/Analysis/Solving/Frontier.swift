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
    private let traces: [[Trace]]
    /// The label behind each point.
    private let order: [Int32]

    package var objectives: Int { graph.problem.objectives }
    package var isExact: Bool { shortfall.allSatisfy { $0 == 0 } }

    /// More partial packages than this are not held at a boundary.
    package static let standardLimit = 1_000_000

    /// - Parameters:
    ///   - limit: labels at a boundary beyond which the frontier is thinned out, and then says by how much.
    package init(_ graph: StateGraph, limit: Int = Frontier.standardLimit, control: Control = Control()) throws {
        var merging = Merging(graph, labelLimit: limit)
        merging.excess = .thin
        _ = try merging.run(control)
        self.init(merging)
    }

    /// Nil when there are more partial packages than `limit`.
    package static func exact(_ graph: StateGraph, limit: Int, control: Control = Control()) throws -> Frontier? {
        var merging = Merging(graph, labelLimit: limit)
        return try merging.run(control) == .done ? Frontier(merging) : nil
    }

    /// Nothing found.
    init(empty graph: StateGraph) { self.init(Merging(graph, labelLimit: 0)) }

    /// - Precondition: the merging has reached its end, or has not begun.
    init(_ merging: Merging) {
        graph = merging.graph
        let objectives = merging.graph.problem.objectives
        let width = merging.graph.width
        let labels = merging.labels.first ?? Labels(count: 0, values: [])
        let values = labels.values
        /// Ascending by the objectives; equal ones by label.
        let order = (0..<Int32(labels.count)).sorted { a, b in
            for component in 0..<objectives {
                let (x, y) = (values[Int(a) * width + component], values[Int(b) * width + component])
                if x != y { return x < y }
            }
            return a < b
        }
        points = order.flatMap { values[Int($0) * width..<Int($0) * width + objectives] }
        count = order.count
        self.order = order
        traces = merging.traces
        shortfall = Array(merging.shortfall.prefix(objectives))
        peak = merging.peak
    }

    /// A point's components.
    package func point(_ index: Int) -> ArraySlice<Int64> { points[index * objectives..<(index + 1) * objectives] }

    /// How many packages each point stands for; `UInt128.max` means at least so many.
    package var multiplicities: [UInt128] {
        var counts: [[UInt128]] = [[1]]
        for (index, states) in traces.enumerated() {
            let arcs = graph.layers[index].arcs
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
        let last = counts.first ?? []
        return order.map { last[Int($0)] }
    }

    /// The packages of a point, at most `limit`: per variable of the problem the option chosen.
    package func packages(of point: Int, limit: Int) -> [[Int]] {
        var found: [[Int]] = []
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
        walk(graph.layers.count - 1, 0, Int(order[point]))
        return found.sorted { $0.lexicographicallyPrecedes($1) }
    }
}
