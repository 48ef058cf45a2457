/// Which partial packages can still become something that packages known already do not cover.
///
/// What is known covers every vector that is nowhere above one of its own, give or take `slack`. The rest is the union of the
/// orthants above finitely many corners (local bounds; Klamroth, Lacour & Vanderpooten 2015, turned round). What a partial
/// package can become lies below linear bounds, one for each of some directions, each an exact sweep over the graph. A corner
/// that exceeds one of them is out of its reach; a partial package that reaches no corner is dropped (bound sets; Ehrgott &
/// Gandibleux 2007). Bounds are binary floating point, rounded so that at worst too much is kept.
struct BoundSet: Sendable {
    /// What the corners come to along the directions, a margin taken off.
    private let corners: CornerTree
    /// The bounds on what a package comes to along the directions, eight directions a register: what is weighed, and from each
    /// boundary and state what may still come.
    private let components: [Int]
    private let weights: [SIMD8<Double>]
    private let onward: [[SIMD8<Double>]]

    /// How many corners there are.
    var count: Int { corners.count }

    /// Of the largest number that a bound or a corner is made of: far more than what rounding to 24 bits takes.
    private static let margin = 1 / Double(1 << 21)

    /// - Parameters:
    ///   - bounds: along the directions (`BoundSet.bounds`).
    ///   - corners: of what is known.
    init(_ bounds: [LinearBound], directions: [[Double]], corners known: Corners) {
        let registers = (bounds.count + 7) / 8
        /// A number for each bound.
        func packed(_ number: (Int) -> Double) -> [SIMD8<Double>] {
            (0..<registers).map { register in
                var lanes = SIMD8<Double>.zero
                for lane in 0..<min(8, bounds.count - register * 8) { lanes[lane] = number(register * 8 + lane) }
                return lanes
            }
        }
        var rows: [CornerTree.Lanes] = []
        known.forEach { corner in
            let reached = directions.map { dot($0, corner) }
            // What no package of the part reaches, no partial one does.
            guard zip(reached, bounds).allSatisfy({ $0 <= $1.root + $1.error }) else { return }
            let sizes = directions.indices.map { place in
                zip(directions[place], corner).reduce(bounds[place].size) { max($0, ($1.0 * $1.1).magnitude) }
            }
            rows += packed { reached[$0] - sizes[$0] * Self.margin }.map { CornerTree.Lanes($0) }
        }
        corners = CornerTree(rows, registers: registers)
        let weighed = (bounds.first?.weights ?? []).indices.filter { component in bounds.contains { $0.weights[component] != 0 } }
        components = weighed
        weights = weighed.flatMap { component in packed { bounds[$0].weights[component] } }
        onward = (bounds.first?.onward ?? []).indices.map { boundary in
            bounds[0].onward[boundary].indices.flatMap { state in packed { bounds[$0].constant + bounds[$0].onward[boundary][state] } }
        }
    }

    /// Whether a partial sum can still reach a corner from a state.
    ///
    /// - Parameter hint: kept from one question to the next.
    @inline(__always)
    func reaches(_ row: UnsafePointer<Int64>, _ boundary: Int, _ state: Int, hint: inout Int) -> Bool {
        let registers = corners.registers
        return withUnsafeTemporaryAllocation(of: CornerTree.Lanes.self, capacity: registers) { asked in
            onward[boundary].withUnsafeBufferPointer { onward in
                weights.withUnsafeBufferPointer { weights in
                    for register in 0..<registers {
                        var bound = onward[state * registers + register]
                        for (place, component) in components.enumerated() {
                            bound += weights[place * registers + register] * Double(row[component])
                        }
                        asked[register] = CornerTree.Lanes(bound)
                    }
                }
            }
            return corners.holds(nowhereAbove: UnsafePointer(asked.baseAddress.unsafelyUnwrapped), hint: &hint)
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

    private static let rounds = 12

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
    func forEach(_ body: ([Double]) -> Void) {
        for corner in 0..<count { body(at[corner * objectives..<(corner + 1) * objectives].map(Double.init)) }
    }

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

    /// - Parameter known: points of acceptable packages, `objectives` numbers each. One that is covered already, slack and all, adds
    ///   nothing worth its corners.
    mutating func insert(_ known: ArraySlice<Int64>, _ control: Control) throws {
        let square = objectives * objectives
        for start in stride(from: known.startIndex, to: known.endIndex, by: max(1, objectives)) {
            if control.isStopped { throw CancellationError() }
            let point = (0..<objectives).map { known[start + $0] + slack[$0] }
            let above = corners(below: point)
            guard above.contains(where: { corner in (0..<objectives).allSatisfy { known[start + $0] > at[corner * objectives + $0] } })
            else { continue }
            var split: [(at: [Int64], makers: [Int64])] = []
            for corner in above.reversed() {
                let base = corner * objectives
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

    /// The corners that lie below a point in every component, ascending.
    private func corners(below point: [Int64]) -> [Int] {
        var found: [Int] = []
        at.withUnsafeBufferPointer { at in
            point.withUnsafeBufferPointer { point in
                var base = 0
                for corner in 0..<count {
                    var lies = true
                    for component in 0..<objectives where point[component] <= at[base + component] {
                        lies = false
                        break
                    }
                    if lies { found.append(corner) }
                    base += objectives
                }
            }
        }
        return found
    }
}
