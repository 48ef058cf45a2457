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
    ///   - bounds: along the directions (`BoundSet.bounds`).
    ///   - corners: of what is known.
    init(_ bounds: [LinearBound], directions: [[Double]], corners found: Corners, control: Control) {
        self.bounds = bounds
        // What no package of the part reaches, no partial one does.
        let found = found.all.filter { corner in
            let at = corner.map(Double.init)
            return zip(directions, bounds).allSatisfy { dot($0, at) <= $1.root + $1.error }
        }
        count = found.count
        // Beside the largest number that a bound is made of, what rounding takes is less than a unit.
        let largest = bounds.map(\.size).max() ?? 0
        let size = found.flatMap { corner in directions.map { dot($0, corner.map { Double($0).magnitude }) } }.reduce(largest, max)
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
    static func bounds(_ graph: StateGraph, along directions: [[Double]], _ control: Control) throws -> [LinearBound] {
        var multipliers = FloorMultipliers(graph)
        return try directions.map { weights in
            let full = weights + [Double](repeating: 0, count: graph.width - weights.count)
            multipliers.restart()
            return try LinearBound.tightest(graph, full, multipliers: &multipliers, rounds: rounds, control: control).bound
        }
    }

    private static let rounds = 24

    /// Directions in the units of the objectives.
    static func directions(of graph: StateGraph) -> [[Double]] {
        let spans = (0..<graph.problem.objectives).map(graph.span)
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
struct Corners: Sendable {
    private let objectives: Int
    private let slack: [Int64]
    /// Row after row.
    private var at: [Int64]
    /// Per corner and component the vector that set it.
    private var makers: [Int64]

    /// How many there are.
    var count: Int { at.count / max(1, objectives) }
    var all: [[Int64]] { (0..<count).map { Array(at[$0 * objectives..<($0 + 1) * objectives]) } }

    /// - Parameters:
    ///   - graph: nothing below its floors is of interest, and nothing is below the least.
    ///   - slack: per objective, how much better than a known package something must be to be of interest.
    init(_ graph: StateGraph, slack: [Int64]) {
        let objectives = graph.problem.objectives
        let far: Int64 = .max / 4
        self.objectives = objectives
        self.slack = slack
        let origin = (0..<objectives).map { max(graph.problem.floors[$0] ?? .min, graph.least[0][$0]) - 1 }
        at = origin
        makers = (0..<objectives).flatMap { component in (0..<objectives).map { $0 == component ? origin[component] : far } }
    }

    /// - Parameter known: points of acceptable packages, `objectives` numbers each. One that is covered changes nothing.
    mutating func insert(_ known: ArraySlice<Int64>, _ control: Control) throws {
        let square = objectives * objectives
        for start in stride(from: known.startIndex, to: known.endIndex, by: max(1, objectives)) {
            if control.isStopped { throw CancellationError() }
            let point = (0..<objectives).map { known[start + $0] + slack[$0] }
            var split: [(at: [Int64], makers: [Int64])] = []
            var corner = 0
            while corner < count {
                let base = corner * objectives
                var lies = true
                for component in 0..<objectives where point[component] <= at[base + component] {
                    lies = false
                    break
                }
                guard lies else {
                    corner += 1
                    continue
                }
                let (old, oldMakers) = (Array(at[base..<base + objectives]), Array(makers[corner * square..<(corner + 1) * square]))
                for component in 0..<objectives {
                    // Otherwise another corner lies below this one.
                    let isNeeded = (0..<objectives).allSatisfy { $0 == component || point[component] <= oldMakers[$0 * objectives + component] }
                    guard isNeeded else { continue }
                    var new = (at: old, makers: oldMakers)
                    new.at[component] = point[component]
                    for other in 0..<objectives { new.makers[component * objectives + other] = point[other] }
                    split.append(new)
                }
                // The last takes the place of the one that is gone.
                let last = count - 1
                if corner < last {
                    for component in 0..<objectives { at[base + component] = at[last * objectives + component] }
                    for entry in 0..<square { makers[corner * square + entry] = makers[last * square + entry] }
                }
                at.removeLast(objectives)
                makers.removeLast(square)
            }
            for new in split {
                at += new.at
                makers += new.makers
            }
        }
    }
}
