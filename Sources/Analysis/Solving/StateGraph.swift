import OrderedCollections

/// A problem laid out as a layered graph, its issues taken one by one in an order that keeps the layers narrow.
///
/// A state is what the choices made so far leave of the conditions that later issues still decide; where no condition spans
/// the boundary there is just one. Each arc is one option of the layer's issue and carries what the option adds, with the
/// points of the conditions it completes. Packages are the paths from first to last, so that everything about the space is a
/// sweep over the layers: a frontier, a count, a bound (a decision diagram; Bergman et al. 2016).
package struct StateGraph: Sendable {
    package struct Layer: Sendable {
        package let variable: Int
        /// Grouped by the state they lead to: those to state `s` are `starts[s] ..< starts[s + 1]`.
        package fileprivate(set) var arcs: [Arc]
        package fileprivate(set) var starts: [Int]
        /// What arcs add: row after row of `width` numbers.
        package internal(set) var rows: [Int64]
    }

    package struct Arc: Sendable {
        package var from: Int32
        package var to: Int32
        package var option: Int32
        package var row: Int32
    }

    package internal(set) var problem: Problem
    package internal(set) var layers: [Layer] = []
    /// States at each boundary, dead ends included.
    private var stateCounts = [1]
    /// Per state of the last boundary: the split conditions that hold there.
    private var ends: [Set<FormulaStore.ID>] = []
    /// Per boundary (layers + 1) and state: how many ways there are to go on to the end, as far as 128 bits can say.
    package private(set) var completions: [[UInt128]] = []
    /// Per boundary the most that the rest can add to each component, state after state; meaningless in dead ends.
    package private(set) var most: [[Int64]] = []
    /// … and the least.
    package private(set) var least: [[Int64]] = []

    package static let stateLimit = 400_000
    /// States up to which packages are told apart by whose consent they take.
    private static let splitLimit = 20_000
    private static let arcLimit = 6_000_000
    private static let formulaLimit = 2_000_000
    /// Rests that the states of a boundary may name between them.
    private static let restLimit = 12_000_000

    package var width: Int { problem.width }
    /// Packages that meet the requirements; `UInt128.max` means at least that many.
    package var packageCount: UInt128 { completions[0][0] }
    package var isEmpty: Bool { packageCount == 0 }

    package init(_ problem: Problem, control: Control = Control()) throws {
        self.problem = problem
        try checkMagnitudes()
        let order = try VariableOrder(problem, control).order
        do {
            try build(problem, order, problem.splits.isEmpty ? Self.stateLimit : Self.splitLimit, control)
        } catch let error as SolvingError {
            guard !problem.splits.isEmpty else { throw error }
            self.problem = problem.unsplit
            (layers, stateCounts) = ([], [1])
            try build(self.problem, order, Self.stateLimit, control)
        }
        try sweepBack(control)
    }

    /// Sums must fit, whatever is chosen.
    private func checkMagnitudes() throws {
        for component in 0..<width {
            var total: Int64 = 0
            func add(_ value: Int64) throws {
                let (sum, overflow) = total.addingReportingOverflow(value)
                guard !overflow, sum < Problem.magnitudeLimit else { throw SolvingError.tooLarge(component: component) }
                total = sum
            }
            for (variable, size) in problem.sizes.enumerated() {
                var greatest: Int64 = 0
                for option in 0..<size {
                    let value = problem.own[variable][option * width + component]
                    guard value > -Problem.magnitudeLimit else { throw SolvingError.tooLarge(component: component) }
                    greatest = max(greatest, abs(value))
                }
                try add(greatest)
            }
            for addition in problem.additions {
                for point in addition.points where point.component == component {
                    guard abs(point.value) < Problem.magnitudeLimit else { throw SolvingError.tooLarge(component: component) }
                    try add(abs(point.value))
                }
            }
        }
    }

    private mutating func build(_ problem: Problem, _ order: [Int], _ stateLimit: Int, _ control: Control) throws {
        var problem = problem
        let additionCount = problem.requirements.count + problem.additions.count
        let factors = problem.requirements + problem.additions.map(\.condition) + OrderedSet(problem.splits.map(\.condition))
        let scopes = factors.map { Set(problem.formulas.scope(of: $0)) }
        var place = [Int](repeating: 0, count: order.count)
        for (position, variable) in order.enumerated() { place[variable] = position }
        let first = scopes.map { $0.map { place[$0] }.min() ?? -1 }
        /// What packages are told apart by is remembered to the end.
        let last = scopes.enumerated().map { $0.offset < additionCount ? $0.element.map { place[$0] }.max() ?? -1 : order.count }
        let requirementCount = problem.requirements.count
        // Conditions that no choice decides.
        var constant = [Int64](repeating: 0, count: width)
        var isImpossible = false
        for (factor, node) in factors.enumerated() where scopes[factor].isEmpty {
            if factor < requirementCount {
                isImpossible = isImpossible || node == FormulaStore.no
            } else if node == FormulaStore.yes, factor < additionCount {
                for point in problem.additions[factor - requirementCount].points { constant[point.component] += point.value }
            }
        }

        var states: [[FormulaStore.ID]] = [[]]
        /// The conditions whose rests make up a state.
        var open: [Int] = []
        for (position, variable) in order.enumerated() {
            let size = problem.sizes[variable]
            let present = factors.indices.filter { first[$0] <= position && position <= last[$0] && first[$0] >= 0 }
            let staying = present.filter { last[$0] > position }
            var rows = problem.own[variable]
            if position == 0 { for index in rows.indices { rows[index] += constant[index % width] } }
            var rowOf: [RowKey: Int32] = [:]
            var rowCount = size
            var children: [FormulaStore.ID: [FormulaStore.ID]] = [:]
            var targets: [[FormulaStore.ID]: Int32] = [:]
            var next: [[FormulaStore.ID]] = []
            var arcs: [Arc] = []
            let openPlace = Dictionary(uniqueKeysWithValues: open.enumerated().map { ($1, $0) })
            // Options that no condition tells apart lead to the same place; what that is is found out once.
            for (state, key) in states.enumerated() {
                if control.isStopped { throw CancellationError() }
                func rest(_ factor: Int) -> FormulaStore.ID { openPlace[factor].map { key[$0] } ?? factors[factor] }
                let before = present.map(rest)
                var involvedChildren: [[FormulaStore.ID]?] = []
                for (index, factor) in present.enumerated() {
                    guard scopes[factor].contains(variable), before[index] > FormulaStore.yes else {
                        involvedChildren.append(nil)
                        continue
                    }
                    if let known = children[before[index]] {
                        involvedChildren.append(known)
                    } else {
                        let found = (0..<size).map { problem.formulas.fixing(variable, to: $0, in: before[index]) }
                        children[before[index]] = found
                        involvedChildren.append(found)
                        if problem.formulas.count > Self.formulaLimit {
                            throw SolvingError.tooDense(states: Self.formulaLimit, variables: scopes[factor].sorted())
                        }
                    }
                }
                options: for option in 0..<size {
                    var fired: [Int32] = []
                    var after: [FormulaStore.ID] = []
                    for (index, factor) in present.enumerated() {
                        let node = involvedChildren[index]?[option] ?? before[index]
                        if node <= FormulaStore.yes, before[index] > FormulaStore.yes {
                            if factor < requirementCount {
                                if node == FormulaStore.no { continue options }
                            } else if node == FormulaStore.yes, factor < additionCount {
                                fired.append(Int32(factor - requirementCount))
                            }
                        }
                        // What is decided is the same to the rest, however it was decided.
                        if last[factor] > position {
                            after.append(node <= FormulaStore.yes && factor < additionCount ? FormulaStore.yes : node)
                        }
                    }
                    var row = Int32(option)
                    if !fired.isEmpty {
                        let rowKey = RowKey(option: Int32(option), fired: fired)
                        if let known = rowOf[rowKey] {
                            row = known
                        } else {
                            let start = rows.count
                            rows += rows[option * width..<(option + 1) * width]
                            for addition in fired {
                                for point in problem.additions[Int(addition)].points { rows[start + point.component] += point.value }
                            }
                            row = Int32(rowCount)
                            rowCount += 1
                            rowOf[rowKey] = row
                        }
                    }
                    let to: Int32
                    if let known = targets[after] {
                        to = known
                    } else {
                        to = Int32(next.count)
                        targets[after] = to
                        next.append(after)
                    }
                    arcs.append(Arc(from: Int32(state), to: to, option: Int32(option), row: row))
                }
                if next.count > stateLimit || arcs.count > Self.arcLimit || next.count * staying.count > Self.restLimit {
                    let tied = Set(staying.flatMap { scopes[$0] })
                    throw SolvingError.tooDense(states: min(next.count, stateLimit), variables: tied.sorted())
                }
            }
            if isImpossible { arcs = [] }
            layers.append(Layer(variable: variable, arcs: arcs, starts: [], rows: rows))
            stateCounts.append(max(1, next.count))
            states = next
            open = staying
        }
        let splits = open.indices.map { factors[open[$0]] }
        ends = states.map { state in Set(splits.indices.filter { state[$0] == FormulaStore.yes }.map { splits[$0] }) }
    }

    private struct RowKey: Hashable {
        var option: Int32
        var fired: [Int32]
    }

    /// The packages by whose consent they take: in each part the floors that are asked are asked of all.
    ///
    /// Where consent depends on what is chosen, bounds that weigh parties against one another say little of the whole, and much
    /// of its parts.
    package func parts(_ control: Control = Control()) throws -> [StateGraph] {
        guard !problem.splits.isEmpty, let last = layers.indices.last else { return [self] }
        var parts: [StateGraph] = []
        for (end, holding) in ends.enumerated() {
            var part = try filtered(control, endingAt: end) { index, arc in index != last || Int(arc.to) == end }
            guard !part.isEmpty else { continue }
            for split in problem.splits where holding.contains(split.condition) { part.problem.floors[split.component] = nil }
            part.problem = part.problem.unsplit
            parts.append(part)
        }
        return parts
    }

    /// Without some arcs, and without what then leads nowhere or is not reached.
    ///
    /// - Parameter end: the only state of the last boundary that stays.
    func filtered(_ control: Control, endingAt end: Int? = nil, _ isKept: (Int, Arc) -> Bool) throws -> StateGraph {
        var graph = self
        var reached = [true]
        for index in layers.indices {
            let layer = layers[index]
            var next = [Bool](repeating: false, count: stateCounts[index + 1])
            graph.layers[index].arcs = layer.arcs.filter { arc in
                guard reached[Int(arc.from)], isKept(index, arc) else { return false }
                next[Int(arc.to)] = true
                return true
            }
            reached = next
        }
        if let end, let last = layers.indices.last {
            for place in graph.layers[last].arcs.indices { graph.layers[last].arcs[place].to = 0 }
            graph.stateCounts[last + 1] = 1
            graph.ends = [ends[end]]
        }
        try graph.sweepBack(control)
        return graph
    }

    /// Counts and bounds from the end, and drops arcs that lead nowhere.
    private mutating func sweepBack(_ control: Control) throws {
        let count = layers.count
        completions = [[UInt128]](repeating: [], count: count + 1)
        most = [[Int64]](repeating: [], count: count + 1)
        least = most
        completions[count] = [UInt128](repeating: 1, count: stateCounts[count])
        most[count] = [Int64](repeating: 0, count: width * stateCounts[count])
        least[count] = most[count]
        for index in layers.indices.reversed() {
            let layer = layers[index]
            let stateCount = stateCounts[index]
            let targetCount = stateCounts[index + 1]
            var ways = [UInt128](repeating: 0, count: stateCount)
            var highest = [Int64](repeating: .min, count: stateCount * width)
            var lowest = [Int64](repeating: .max, count: stateCount * width)
            let nextWays = completions[index + 1]
            var kept: [Arc] = []
            kept.reserveCapacity(layer.arcs.count)
            for (place, arc) in layer.arcs.enumerated() {
                if place & 0xFFFF == 0, control.isStopped { throw CancellationError() }
                let onward = nextWays[Int(arc.to)]
                guard onward > 0 else { continue }
                kept.append(arc)
                let from = Int(arc.from)
                ways[from] = ways[from].saturatingSum(onward)
                for component in 0..<width {
                    let own = layer.rows[Int(arc.row) * width + component]
                    let at = from * width + component
                    highest[at] = max(highest[at], own + most[index + 1][Int(arc.to) * width + component])
                    lowest[at] = min(lowest[at], own + least[index + 1][Int(arc.to) * width + component])
                }
            }
            // Counting sort by target; arcs keep their order of (from, option).
            var starts = [Int](repeating: 0, count: targetCount + 1)
            for arc in kept { starts[Int(arc.to) + 1] += 1 }
            for target in 0..<targetCount { starts[target + 1] += starts[target] }
            var places = starts
            var sorted = kept
            for arc in kept {
                sorted[places[Int(arc.to)]] = arc
                places[Int(arc.to)] += 1
            }
            layers[index].arcs = sorted
            layers[index].starts = starts
            completions[index] = ways
            most[index] = highest
            least[index] = lowest
        }
    }
}
