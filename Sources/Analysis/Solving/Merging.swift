
/// Partial packages that share a state, as the sums they have so far; none dominates another.
struct Labels: Sendable {
    var count: Int
    /// `width` numbers a label.
    var values: [Int64]
}

/// How the labels of one state came about, kept to the end so that packages can be read back.
struct Trace: Sendable {
    struct Tie: Sendable {
        var label: Int32
        var arc: Int32
        var parent: Int32
    }

    /// Per label the arc that was taken last and the label it was taken from.
    var arcs: [Int32] = []
    var parents: [Int32] = []
    /// Further ways to the same sums, by label.
    var ties: [Tie] = []
}

/// A linear upper bound on what a partial package can become: `constant + Σ weights·value + onward[boundary][state]` must reach
/// `threshold`, or its completions are of no interest.
struct Cut: Sendable {
    var weights: [Double]
    var constant: Double
    var onward: [[Double]]
    var threshold: Double
}

/// Sweeps a state graph from first to last, keeping for every state the partial sums that nothing dominates.
///
/// Sound because adding the same amount to both sides keeps dominance, and equal states can be completed in the same ways
/// (the principle of optimality for vectors; Klötzler 1978, Brown & Strauch 1965).
struct Merging {
    let graph: StateGraph
    /// Bounds that partial packages must reach.
    var cuts: [Cut] = []
    /// What they must still be able to become.
    var interest: BoundSet?
    /// More labels than this at one boundary are not held.
    var labelLimit: Int
    /// What happens then.
    var excess = Excess.stop

    enum Excess {
        /// The attempt ends.
        case stop
        /// Labels that are nearly as good as others go, and how nearly is added up.
        case thin
        /// Those that promise least by the cuts go: what is left is good, and proves nothing.
        case beam
    }

    private(set) var traces: [[Trace]] = []
    private(set) var labels: [Labels] = []
    /// Per component how far thinning may have fallen short, added up over the boundaries.
    private(set) var shortfall: [Int64]
    /// The most labels at a boundary.
    private(set) var peak = 0

    init(_ graph: StateGraph, labelLimit: Int) {
        self.graph = graph
        self.labelLimit = labelLimit
        shortfall = [Int64](repeating: 0, count: graph.width)
    }

    enum Outcome { case done, tooMany }

    mutating func run(_ control: Control) throws -> Outcome {
        labels = [Labels(count: graph.isEmpty ? 0 : 1, values: [Int64](repeating: 0, count: graph.isEmpty ? 0 : graph.width))]
        traces.reserveCapacity(graph.layers.count)
        for index in graph.layers.indices {
            let merged: [Merged]
            do { merged = try step(index, control) } catch is TooMany { return .tooMany }
            let total = merged.reduce(0) { $0 + $1.labels.count }
            peak = max(peak, total)
            labels = merged.map(\.labels)
            traces.append(merged.map(\.trace))
            if total > labelLimit {
                switch excess {
                case .stop: return .tooMany
                case .thin: try thin(to: labelLimit, boundary: index + 1, control)
                case .beam: keepBest(labelLimit, boundary: index + 1)
                }
            }
            control.report(index + 1, of: graph.layers.count)
        }
        return .done
    }

    private typealias Merged = (labels: Labels, trace: Trace)

    /// All states of the next boundary, side by side.
    private func step(_ index: Int, _ control: Control) throws -> [Merged] {
        let layer = graph.layers[index]
        let targets = layer.starts.count - 1
        if targets == 1 { return [try merge(index, 0, control)] }
        var results = [Merged?](repeating: nil, count: targets)
        let candidates = layer.arcs.reduce(0) { $0 + labels[Int($1.from)].count }
        if candidates < 2_000 {
            for target in 0..<targets { results[target] = try merge(index, target, control) }
            return results.compactMap { $0 }
        }
        results.withUnsafeMutableBufferPointer { results in
            // Each target writes its own place.
            nonisolated(unsafe) let results = results
            SideBySide.perform(targets) { target in
                results[target] = try? merge(index, target, control)
            }
        }
        if control.isStopped { throw CancellationError() }
        let found = results.compactMap { $0 }
        if found.count < targets { throw TooMany() }
        return found
    }

    /// Everything that leads to one state, a slice of the arcs at a time, so that an issue with a thousand options takes no
    /// more memory than one with ten.
    private func merge(_ index: Int, _ target: Int, _ control: Control) throws -> Merged {
        let layer = graph.layers[index]
        let arcs = layer.starts[target]..<layer.starts[target + 1]
        var merged: Merged = (Labels(count: 0, values: []), Trace())
        // Of a dead end there are no bounds.
        if arcs.isEmpty { return merged }
        let bounds = Bounds(graph, boundary: index + 1, state: target, cuts)
        var next = arcs.lowerBound
        while next < arcs.upperBound {
            var capacity = merged.labels.count
            let first = next
            while next < arcs.upperBound {
                let more = labels[Int(layer.arcs[next].from)].count
                if next > first, (capacity + more) * (2 * graph.width + 8) > Self.sliceWords { break }
                capacity += more
                next += 1
            }
            merged = try merge(merged, first..<next, capacity, (index, target), bounds, control)
            if excess == .stop, merged.labels.count > labelLimit { throw TooMany() }
        }
        return merged
    }

    private struct TooMany: Error {}

    /// What a slice may take, in words of eight bytes.
    private static let sliceWords = 24_000_000

    /// - Parameter before: what earlier slices came to.
    private func merge(
        _ before: Merged, _ arcs: Range<Int>, _ capacity: Int, _ place: (layer: Int, target: Int), _ bounds: Bounds, _ control: Control
    ) throws -> Merged {
        let layer = graph.layers[place.layer]
        let width = graph.width
        // Where nothing is compared any package will do, and one that is nowhere below another stands for both.
        let compared = graph.problem.objectives == 0 ? width : graph.problem.objectives
        var candidates = Candidates(capacity: capacity, width: width, objectives: compared)
        defer { candidates.deallocate() }
        for label in 0..<before.labels.count {
            for component in 0..<width { candidates.next[component] = before.labels.values[label * width + component] }
            candidates.accept(arc: Self.earlier, parent: Int32(label))
        }
        candidates.endRun()
        let isPlain = bounds.isPlain
        for arc in arcs {
            let from = Int(layer.arcs[arc].from)
            let row = Int(layer.arcs[arc].row) * width
            labels[from].values.withUnsafeBufferPointer { source in
                layer.rows.withUnsafeBufferPointer { rows in
                    for label in 0..<labels[from].count {
                        if label & 4_095 == 4_095, control.isStopped { return }
                        let next = candidates.next
                        for component in 0..<width { next[component] = source[label * width + component] &+ rows[row + component] }
                        guard isPlain || bounds.admit(next) else { continue }
                        if let interest, !interest.reaches(next, place.layer + 1, place.target) { continue }
                        bounds.clear(next)
                        candidates.accept(arc: Int32(arc), parent: Int32(label))
                    }
                }
            }
            candidates.endRun()
            if control.isStopped { throw CancellationError() }
        }
        candidates.measure()
        return collect(try candidates.survivors(control), of: candidates, before)
    }

    /// Stands for an arc where a candidate comes from an earlier slice.
    private static let earlier: Int32 = -1

    private func collect(_ survivors: Survivors, of candidates: Candidates, _ before: Merged) -> Merged {
        let width = graph.width
        var trace = Trace()
        trace.arcs.reserveCapacity(survivors.kept.count)
        trace.parents.reserveCapacity(survivors.kept.count)
        let earlierTies = Dictionary(grouping: before.trace.ties, by: \.label)
        func tie(_ label: Int, _ arc: Int32, _ parent: Int32) {
            trace.ties.append(Trace.Tie(label: Int32(label), arc: arc, parent: parent))
        }
        for (label, kept) in survivors.kept.enumerated() {
            let (arc, parent) = (candidates.arcs[Int(kept)], candidates.parents[Int(kept)])
            if arc == Self.earlier {
                trace.arcs.append(before.trace.arcs[Int(parent)])
                trace.parents.append(before.trace.parents[Int(parent)])
                for one in earlierTies[parent] ?? [] { tie(label, one.arc, one.parent) }
            } else {
                trace.arcs.append(arc)
                trace.parents.append(parent)
            }
            survivors.ties.forEach(behind: kept) { other in
                let (arc, parent) = (candidates.arcs[Int(other)], candidates.parents[Int(other)])
                guard arc == Self.earlier else { return tie(label, arc, parent) }
                tie(label, before.trace.arcs[Int(parent)], before.trace.parents[Int(parent)])
                for one in earlierTies[parent] ?? [] { tie(label, one.arc, one.parent) }
            }
        }
        let values = [Int64](unsafeUninitializedCapacity: survivors.kept.count * width) { buffer, initialized in
            guard let base = buffer.baseAddress else { return }
            for (label, kept) in survivors.kept.enumerated() {
                (base + label * width).initialize(from: candidates.values + Int(kept) * width, count: width)
            }
            initialized = survivors.kept.count * width
        }
        return (Labels(count: survivors.kept.count, values: values), trace)
    }

    /// Keeps the labels that promise most by the cut that promises them least.
    private mutating func keepBest(_ limit: Int, boundary: Int) {
        let width = graph.width
        var ranked: [(promise: Double, state: Int, label: Int)] = []
        for (state, set) in labels.enumerated() {
            for label in 0..<set.count {
                let promise = cuts.lazy.map { cut in
                    cut.weights.indices.reduce(cut.constant + cut.onward[boundary][state]) {
                        $0 + cut.weights[$1] * Double(set.values[label * width + $1])
                    }
                }.min() ?? 0
                ranked.append((promise, state, label))
            }
        }
        ranked.sort { $0.promise != $1.promise ? $0.promise > $1.promise : ($0.state, $0.label) < ($1.state, $1.label) }
        var chosen = labels.map { _ in [Int]() }
        for entry in ranked.prefix(limit) { chosen[entry.state].append(entry.label) }
        for state in labels.indices { keep(chosen[state].sorted(), in: state) }
    }

    /// Drops the labels of a state that are not named.
    private mutating func keep(_ kept: [Int], in state: Int) {
        let width = graph.width
        let trace = traces[traces.count - 1][state]
        var rest = Trace()
        rest.arcs = kept.map { trace.arcs[$0] }
        rest.parents = kept.map { trace.parents[$0] }
        var places: [Int32: Int32] = [:]
        for (place, label) in kept.enumerated() { places[Int32(label)] = Int32(place) }
        rest.ties = trace.ties.compactMap { tie in
            places[tie.label].map { Trace.Tie(label: $0, arc: tie.arc, parent: tie.parent) }
        }
        traces[traces.count - 1][state] = rest
        let values = labels[state].values
        labels[state] = Labels(count: kept.count, values: kept.flatMap { values[$0 * width..<($0 + 1) * width] })
    }

    /// Keeps of each cell of a grid over the sums one label, with the coarsest grid no coarser than it must be.
    ///
    /// Where a floor is not yet certain, sums of that component are not touched: what replaces a label there is nowhere below
    /// it, so nothing acceptable is lost. Elsewhere it is short of it by less than a cell, and the cells of all boundaries add up.
    private mutating func thin(to limit: Int, boundary: Int, _ control: Control) throws {
        let width = graph.width
        var lowest = [Int64](repeating: .max, count: width)
        var highest = [Int64](repeating: .min, count: width)
        for set in labels {
            for label in 0..<set.count {
                for component in 0..<width {
                    lowest[component] = min(lowest[component], set.values[label * width + component])
                    highest[component] = max(highest[component], set.values[label * width + component])
                }
            }
        }
        var fineness: Int64 = 4_096
        while true {
            let cells = (0..<width).map { component -> Int64 in
                let span = highest[component] - lowest[component]
                return component < graph.problem.objectives && lowest[component] <= highest[component] ? max(1, span / fineness) : 1
            }
            let kept = try labels.indices.map { try cellBests($0, boundary, cells, lowest, control) }
            if kept.reduce(0, { $0 + $1.count }) <= limit || fineness == 1 {
                for (state, labels) in kept.enumerated() { keep(labels, in: state) }
                for component in 0..<width { shortfall[component] += cells[component] - 1 }
                return
            }
            fineness /= 2
        }
    }

    /// The labels of a state that are best in cells of the grid.
    private func cellBests(_ state: Int, _ boundary: Int, _ cells: [Int64], _ lowest: [Int64], _ control: Control) throws -> [Int] {
        let width = graph.width
        let set = labels[state]
        var candidates = Candidates(capacity: set.count, width: width, objectives: graph.problem.objectives)
        defer { candidates.deallocate() }
        let bounds = Bounds(graph, boundary: boundary, state: state, [])
        for label in 0..<set.count {
            let next = candidates.next
            for component in 0..<width {
                let value = set.values[label * width + component]
                next[component] = bounds.isCertain(component, lowest[component]) ? (value - lowest[component]) / cells[component] : value
            }
            candidates.accept(arc: 0, parent: 0)
        }
        candidates.endRun()
        candidates.measure()
        return try candidates.survivors(control).kept.map(Int.init).sorted()
    }
}

/// What a partial package must still be able to reach in one state.
private struct Bounds {
    private let width: Int
    /// Mandatory floors that are not certain for everything: component, and the least sum from which it can be reached.
    private var needed: [(component: Int, least: Int64)] = []
    /// Sums of components that are not compared: those at which every threshold is certain, or none can be reached, are alike.
    private var saturating: [(component: Int, certain: Int64, dead: Int64)] = []
    private var cuts: [(weights: [Double], threshold: Double)] = []
    private var quotas: [(atLeast: Int, reach: [(component: Int, least: Int64)])] = []
    /// Per component the sum from which its floor is certain; nil without a floor.
    private var certain: [Int64?]

    /// What no longer matters: components that are not compared and not asked for anything, and at the end, where floors have
    /// had their say, all that are not compared.
    private let cleared: [Int]

    /// Beyond reach, whatever follows; far enough from the end of the type for sums.
    private static let dead: Int64 = -(1 << 60)

    init(_ graph: StateGraph, boundary: Int, state: Int, _ cuts: [Cut]) {
        let problem = graph.problem
        width = graph.width
        certain = [Int64?](repeating: nil, count: width)
        let asked = Set(problem.quotas.flatMap(\.components))
        cleared = (problem.objectives..<max(problem.objectives, width)).filter {
            boundary == graph.layers.count || problem.floors[$0] == nil && !asked.contains($0)
        }
        let most = graph.most[boundary]
        let least = graph.least[boundary]
        /// Per component that only has thresholds: from where all are certain, and below where none can be reached.
        var settled: [(certain: Int64, dead: Int64)?] = [(certain: Int64, dead: Int64)?](repeating: nil, count: width)
        func settle(_ component: Int, _ threshold: Int64) {
            guard component >= problem.objectives else { return }
            let (low, high) = (threshold - most[state * width + component], threshold - least[state * width + component])
            settled[component] = (max(settled[component]?.certain ?? high, high), min(settled[component]?.dead ?? low, low))
        }
        for (component, floor) in problem.floors.enumerated() {
            guard let floor else { continue }
            settle(component, floor)
            // What every package reaches need not be asked of any.
            guard floor > graph.least[0][component] else { continue }
            needed.append((component, floor - most[state * width + component]))
            certain[component] = floor - least[state * width + component]
        }
        for quota in problem.quotas {
            var reach: [(Int, Int64)] = []
            for (component, threshold) in zip(quota.components, quota.thresholds) {
                settle(component, threshold)
                certain[component] = max(certain[component] ?? .min, threshold - least[state * width + component])
                reach.append((component, threshold - most[state * width + component]))
            }
            quotas.append((quota.atLeast, reach))
        }
        for (component, ends) in settled.enumerated() { if let ends { saturating.append((component, ends.certain, ends.dead)) } }
        self.cuts = cuts.filter { $0.threshold > -.infinity }.map { ($0.weights, $0.threshold - $0.constant - $0.onward[boundary][state]) }
    }

    /// Nothing to check.
    var isPlain: Bool { needed.isEmpty && saturating.isEmpty && cuts.isEmpty && quotas.isEmpty }

    /// Whether a floor of a component is met by everything from `sum` on, or there is none.
    func isCertain(_ component: Int, _ sum: Int64) -> Bool { certain[component].map { sum >= $0 } ?? true }

    /// Whether the row can still become acceptable and interesting. Components that only have floors are set to one value
    /// as soon as their floor is certain, so that they no longer keep rows apart.
    @inline(__always)
    func admit(_ row: UnsafeMutablePointer<Int64>) -> Bool {
        for (component, least) in needed where row[component] < least { return false }
        for quota in quotas {
            var count = 0
            for (component, least) in quota.reach where row[component] >= least { count += 1 }
            if count < quota.atLeast { return false }
        }
        for cut in cuts {
            var sum = 0.0
            for (component, weight) in cut.weights.enumerated() { sum += weight * Double(row[component]) }
            if sum < cut.threshold { return false }
        }
        for (component, certain, dead) in saturating {
            if row[component] >= certain { row[component] = certain } else if row[component] < dead { row[component] = Self.dead }
        }
        return true
    }

    /// Forgets what no longer matters, once everything has been asked.
    @inline(__always)
    func clear(_ row: UnsafeMutablePointer<Int64>) { for component in cleared { row[component] = 0 } }
}
