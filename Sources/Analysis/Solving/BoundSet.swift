/// Which partial packages can still become something that packages known already do not cover.
///
/// What is known covers every vector that is nowhere above one of its own, give or take `slack`. The rest is the union of the
/// orthants above finitely many corners (local bounds; Klamroth, Lacour & Vanderpooten 2015, turned round). What a partial
/// package can become lies below linear bounds, one for each of some directions, each an exact sweep over the graph. A corner
/// that exceeds one of them is out of its reach; a partial package that reaches no corner is dropped (bound sets; Ehrgott &
/// Gandibleux 2007). Bounds are binary floating point, rounded so that at worst too much is kept.
struct BoundSet: Sendable {
    /// Per direction the bound on what a package comes to along it.
    private let bounds: [LinearBound]
    /// Corners as rows of `−direction·corner`, scaled to whole numbers.
    private let corners: DominanceTree
    private let scale: Double
    /// How many corners there are.
    let count: Int

    /// - Parameters:
    ///   - known: points of acceptable packages, `objectives` numbers each.
    ///   - slack: per objective, how much better than a known package something must be to be of interest.
    ///   - bounds: along the directions (`BoundSet.bounds`).
    init(_ graph: StateGraph, bounds: [LinearBound], known: [Int64], slack: [Int64], control: Control) throws {
        let objectives = graph.problem.objectives
        let directions = BoundSet.weights(graph)
        self.bounds = bounds
        // Nothing below a floor is of interest, and nothing is below the least.
        let origin = (0..<objectives).map { max(graph.problem.floors[$0] ?? .min, graph.least[0][$0]) - 1 }
        let found = try Corners(objectives: objectives, origin: origin, known: known, slack: slack, control).corners
        count = found.count
        let size = found.map { corner in directions.map { dot($0, corner.map(Double.init)).magnitude }.max() ?? 0 }.max() ?? 1
        let scale = Double(sign: .plus, exponent: 40 - Int(max(size, 1e-6).exponent), significand: 1)
        self.scale = scale
        var rows: [Int64] = []
        rows.reserveCapacity(found.count * directions.count)
        for corner in found {
            for direction in directions { rows.append(Int64((-dot(direction, corner.map(Double.init)) * scale).rounded(.up)) + 2) }
        }
        let width = directions.count
        var lowest = [Int64](repeating: .max, count: width)
        var highest = [Int64](repeating: .min, count: width)
        for (place, value) in rows.enumerated() {
            lowest[place % width] = min(lowest[place % width], value)
            highest[place % width] = max(highest[place % width], value)
        }
        corners = rows.withUnsafeBufferPointer { rows in
            // An empty buffer may have no address; then there is nothing to look at either.
            guard let base = rows.baseAddress, !found.isEmpty else {
                let nothing: [Int64] = [0]
                return nothing.withUnsafeBufferPointer {
                    DominanceTree($0.baseAddress.unsafelyUnwrapped, count: 0, width: 1, components: [], objectives: 0, lowest: [], highest: [], control)
                }
            }
            return DominanceTree(
                base, count: found.count, width: width, components: Array(0..<width), objectives: width, lowest: lowest, highest: highest,
                control)
        }
    }

    /// Whether a partial sum can still reach a corner from a state.
    func reaches(_ row: UnsafePointer<Int64>, _ boundary: Int, _ state: Int) -> Bool {
        withUnsafeTemporaryAllocation(of: Int64.self, capacity: bounds.count) { asked in
            for (place, linear) in bounds.enumerated() {
                var bound = linear.constant + linear.onward[boundary][state]
                for component in linear.weights.indices { bound += linear.weights[component] * Double(row[component]) }
                // A dead end is -infinity, and was dropped before.
                asked[place] = Int64((-bound * scale).rounded(.down)) - 2
            }
            return corners.holds(nowhereBelow: UnsafePointer(asked.baseAddress.unsafelyUnwrapped))
        }
    }

    /// Bounds along all directions, with multipliers of the floors.
    static func bounds(_ graph: StateGraph, _ control: Control) throws -> [LinearBound] {
        var multipliers = FloorMultipliers(graph)
        return try weights(graph).map { weights in
            let full = weights + [Double](repeating: 0, count: graph.width - weights.count)
            multipliers.restart()
            return try LinearBound.tightest(graph, full, multipliers: &multipliers, rounds: rounds, control: control).bound
        }
    }

    private static let rounds = 24

    /// Directions in the units of the objectives.
    private static func weights(_ graph: StateGraph) -> [[Double]] {
        let spans = (0..<graph.problem.objectives).map { max(1, Double(graph.most[0][$0] - graph.least[0][$0])) }
        return directions(graph.problem.objectives).map { zip($0, spans).map { $0 / $1 } }
    }

    /// Weights that add up to 1: each party alone, and a grid between them.
    private static func directions(_ objectives: Int) -> [[Double]] {
        let parts = objectives <= 1 ? 1 : objectives == 2 ? 15 : objectives == 3 ? 5 : objectives <= 5 ? 2 : 1
        var found: [[Double]] = []
        func fill(_ chosen: [Int], _ rest: Int) {
            if chosen.count == objectives - 1 {
                found.append((chosen + [rest]).map { Double($0) / Double(parts) })
                return
            }
            for part in 0...rest { fill(chosen + [part], rest - part) }
        }
        fill([], parts)
        if objectives > 3 { found.append([Double](repeating: 1 / Double(objectives), count: objectives)) }
        return found
    }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

/// The lower corners of what known points leave uncovered: at first one, and each point splits those it lies above.
private struct Corners {
    private struct Corner {
        var at: [Int64]
        /// Per component the vector that set it.
        var makers: [[Int64]]
    }

    private(set) var corners: [[Int64]]

    init(objectives: Int, origin: [Int64], known: [Int64], slack: [Int64], _ control: Control) throws {
        let far: Int64 = .max / 4
        let first = (0..<objectives).map { component in
            (0..<objectives).map { $0 == component ? origin[component] : far }
        }
        var list = [Corner(at: origin, makers: first)]
        for start in stride(from: 0, to: known.count, by: max(1, objectives)) {
            if control.isStopped { throw CancellationError() }
            let point = (0..<objectives).map { known[start + $0] + slack[$0] }
            var next: [Corner] = []
            for corner in list {
                guard zip(point, corner.at).allSatisfy({ $0 > $1 }) else {
                    next.append(corner)
                    continue
                }
                for component in 0..<objectives {
                    // Otherwise another corner lies below this one.
                    let isNeeded = (0..<objectives).allSatisfy { $0 == component || point[component] <= corner.makers[$0][component] }
                    guard isNeeded else { continue }
                    var split = corner
                    split.at[component] = point[component]
                    split.makers[component] = point
                    next.append(split)
                }
            }
            list = next
        }
        corners = list.map(\.at)
    }
}
