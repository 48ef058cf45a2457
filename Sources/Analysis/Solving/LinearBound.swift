/// A linear upper bound on every acceptable package: `constant + Σ weight·sum` is at most `root`, and for what is left from a
/// boundary and state at most `onward` beyond what has been gathered.
///
/// Beside what is maximised the weights may hold multipliers of floors: as an acceptable package is nowhere below its floors,
/// adding a multiple of its margin over them takes nothing away, while packages that pass one floor at the cost of another are
/// bounded by what they cannot have at once (Lagrangian relaxation; Geoffrion 1974). Binary floating point; whoever compares
/// with a bound allows for rounding (`error`).
struct LinearBound: Sendable {
    /// Per component.
    let weights: [Double]
    let constant: Double
    /// Per boundary and state; `-infinity` where nothing leads on.
    let onward: [[Double]]
    /// A package that reaches it: an option for each variable.
    let package: [Int]
    /// What it comes to.
    let sums: [Int64]
    let root: Double
    /// Far more than what rounding can have taken from a sum of products.
    let error: Double

    /// - Parameters:
    ///   - weights: per component, multipliers included.
    ///   - constant: what is added to every sum; the floors' part is taken off here.
    ///   - multipliers: per component; only those of floors are other than 0, and none is negative.
    init(_ graph: StateGraph, _ weights: [Double], multipliers: [Double]? = nil, constant: Double = 0, control: Control) throws {
        var total = weights
        var fixed = constant
        for (component, multiplier) in (multipliers ?? []).enumerated() where multiplier > 0 {
            total[component] += multiplier
            fixed -= multiplier * Double(graph.problem.floors[component] ?? 0)
        }
        let (onward, package, sums) = try graph.greatest(total, control)
        self.weights = total
        self.constant = fixed
        self.onward = onward
        self.package = package
        self.sums = sums
        root = fixed + (onward[0].first ?? -.infinity)
        var size = abs(fixed)
        for component in total.indices where total[component] != 0 && !graph.isEmpty {
            size += abs(total[component]) * max(abs(Double(graph.most[0][component])), abs(Double(graph.least[0][component])))
        }
        error = 1e-9 * max(size, 1e-300)
    }

    /// The bound as a demand on partial packages: to be able to reach `score`.
    func cut(reaching score: Double) -> Cut {
        Cut(weights: weights, constant: constant, onward: onward, threshold: score.isFinite ? score - error : score)
    }
}

/// The floors that not every package passes, and how they are weighed against what is maximised.
struct FloorMultipliers: Sendable {
    private let floors: [Int64?]
    /// Per component how far its sums lie apart; nil where there is nothing to pass.
    private let spans: [Double?]
    /// Per component, in units of its span.
    private var relative: [Double]
    private var rounds = 0

    init(_ graph: StateGraph) {
        floors = graph.problem.floors
        spans = graph.problem.floors.enumerated().map { component, floor in
            guard let floor, !graph.isEmpty, floor > graph.least[0][component] else { return nil }
            return graph.span(component)
        }
        relative = [Double](repeating: 0, count: spans.count)
    }

    var isNeeded: Bool { spans.contains { $0 != nil } }

    /// - Parameter worth: what a whole span is worth, in units of what is maximised.
    func values(worth: Double) -> [Double] { zip(relative, spans).map { relative, span in span.map { relative * worth / $0 } ?? 0 } }

    /// The next steps are as long as the first.
    mutating func restart() { rounds = 0 }

    /// A step down the slope of the bound: floors that its best package misses weigh more, those that it passes less
    /// (projected subgradient; Shor 1985).
    mutating func descend(_ package: [Int64]) {
        rounds += 1
        let slopes = spans.indices.map { component in
            spans[component].map { Double(package[component] - (floors[component] ?? 0)) / $0 } ?? 0
        }
        // Where a floor is passed and does not weigh there is nothing to take.
        let length = slopes.indices.reduce(0.0) { relative[$1] == 0 && slopes[$1] > 0 ? $0 : $0 + slopes[$1] * slopes[$1] }.squareRoot()
        guard length > 0 else { return }
        let step = 0.5 / (length * Double(rounds).squareRoot())
        for component in relative.indices { relative[component] = max(0, relative[component] - step * slopes[component]) }
    }
}

extension LinearBound {
    /// The tightest bound met in some rounds on a weighted sum, and the packages met on the way.
    ///
    /// - Parameters:
    ///   - multipliers: where to begin, and where it ended.
    static func tightest(
        _ graph: StateGraph, _ weights: [Double], multipliers: inout FloorMultipliers, rounds: Int, control: Control
    ) throws -> (bound: LinearBound, packages: [[Int64]]) {
        let spread = weights.indices.reduce(0.0) { $0 + abs(weights[$1]) * graph.span($1) }
        // Where nothing is maximised only the floors count, on any scale.
        let worth = spread > 0 ? spread : 1
        var best = try LinearBound(graph, weights, multipliers: multipliers.values(worth: worth), control: control)
        var packages = [best.sums]
        guard multipliers.isNeeded else { return (best, packages) }
        var last = best
        var kept = multipliers
        for _ in 0..<rounds {
            multipliers.descend(last.sums)
            last = try LinearBound(graph, weights, multipliers: multipliers.values(worth: worth), control: control)
            packages.append(last.sums)
            if last.root < best.root {
                best = last
                kept = multipliers
            }
        }
        multipliers = kept
        return (best, packages)
    }
}

extension StateGraph {
    /// The most that a weighted sum of components can come to, for the rest of a package from each boundary and state, and a
    /// package that reaches it from the start, with its sums. `-infinity` where nothing leads on.
    func greatest(_ weights: [Double], _ control: Control) throws -> (onward: [[Double]], package: [Int], sums: [Int64]) {
        var onward = completions.map { [Double](repeating: -.infinity, count: $0.count) }
        var taken = completions.map { [Int32](repeating: -1, count: $0.count) }
        for state in onward[layers.count].indices { onward[layers.count][state] = 0 }
        let weighed = weights.indices.filter { weights[$0] != 0 }
        for index in layers.indices.reversed() {
            if control.isStopped { throw CancellationError() }
            let layer = layers[index]
            let rows = stride(from: 0, to: layer.rows.count, by: width).map { start in
                weighed.reduce(0.0) { $0 + weights[$1] * Double(layer.rows[start + $1]) }
            }
            for (place, arc) in layer.arcs.enumerated() {
                let value = rows[Int(arc.row)] + onward[index + 1][Int(arc.to)]
                if value > onward[index][Int(arc.from)] {
                    onward[index][Int(arc.from)] = value
                    taken[index][Int(arc.from)] = Int32(place)
                }
            }
        }
        var sums = [Int64](repeating: 0, count: width)
        var package = [Int](repeating: 0, count: problem.sizes.count)
        var state = 0
        for index in layers.indices {
            let place = taken[index][state]
            guard place >= 0 else { break }
            let arc = layers[index].arcs[Int(place)]
            for component in 0..<width { sums[component] += layers[index].rows[Int(arc.row) * width + component] }
            package[layers[index].variable] = Int(arc.option)
            state = Int(arc.to)
        }
        return (onward, package, sums)
    }
}
