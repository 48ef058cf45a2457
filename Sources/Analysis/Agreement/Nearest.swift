import BigInt
import Negotiation

/// Acceptable packages near a draft, by how many issues they settle otherwise (Hamming distance), and among packages as near
/// those that bring the parties compared most.
///
/// The distance is one more thing to be compared, which ties nothing together. The least number of changes is found first; then
/// the frontier over closeness and gains of what is about as near, or, where many changes are needed, a handful of it: what is
/// best for each party, and for all together.
package struct Nearest: Sendable {
    package struct Neighbour: Sendable, Hashable {
        /// An option for each variable.
        package let package: [Int]
        /// The variables on which it departs from the draft.
        package let changed: [Int]
        /// What it comes to, component by component of the problem.
        package let sums: [Int64]
    }

    /// Nearest first; of those as near, those first that bring the parties more in all.
    package private(set) var neighbours: [Neighbour] = []
    /// The least number of changes; nil where no number of them leads anywhere.
    package private(set) var distance: Int?
    /// Whether more efficient packages have that few changes than are listed; nil where that is not known.
    package private(set) var hasMore: Bool? = false
    /// Whether the least number of changes is proven.
    package private(set) var isExact = true

    /// Up to so many changes all efficient packages are looked for, and those with one change more.
    private static let closeness = 4
    /// Within so many changes packages are few, so that those are looked through before all others.
    private static let reaches = [2, closeness]
    /// So many of those that are as near and as good to everybody are listed.
    private static let tieLimit = 3

    /// - Parameters:
    ///   - problem: with the floors and rules that a package has to pass.
    ///   - draft: for each variable the options that are no departure: one where it is settled, all where it is open.
    package init(_ problem: Problem, to draft: [Set<Int>], limit: Int = 40, control: Control = Control()) throws {
        try self.init(problem, draft, limit, control)
    }

    /// Packages that are nowhere worse than a draft and somewhere better, for those compared; where the draft fails a floor of
    /// others, they must not be worse off either.
    ///
    /// - Parameter draft: an option for each variable.
    package init(_ problem: Problem, improvingOn draft: [Int], limit: Int = 40, control: Control = Control()) throws {
        try self.init(problem.improving(draft), draft.map { [$0] }, limit, control)
    }

    private init(_ problem: Problem, _ draft: [Set<Int>], _ limit: Int, _ control: Control) throws {
        let measured = problem.measuringDistance(from: draft)
        let graph = try StateGraph(measured, control: control)
        func near(_ changes: Int) throws -> StateGraph {
            var floors = measured.floors
            floors[0] = -Int64(changes)
            return try graph.closer(than: changes, control: control)
                .asking(floors: floors, objectives: measured.objectives, quotas: measured.quotas)
        }
        func closest(_ graph: StateGraph) throws -> (changes: Int?, isExact: Bool) {
            let found = try Search(.component(0, of: measured.objectives), in: graph).run(control: control)
            return (found.best.first.flatMap { found.frontier.point($0).first }.map { Int(-$0) }, found.isExact)
        }
        // That there is nothing is shown with less than what is nearest.
        if case .none = try Existence.package(in: graph, control: control) { return }
        var found: (changes: Int?, isExact: Bool) = (nil, false)
        for reach in Self.reaches where found.changes == nil || !found.isExact { found = try closest(near(reach)) }
        if found.changes == nil || !found.isExact { found = try closest(graph) }
        isExact = found.isExact
        guard let changes = found.changes else { return }
        distance = changes
        let isClose = changes <= Self.closeness
        let within = changes > 0 && changes < Self.closeness ? changes + 1 : changes
        let near = try near(within)
        var packages: Set<[Int]> = []
        if isClose {
            let frontier = try FrontierSearch(near, unitsPerPoint: [Double](repeating: 1, count: measured.objectives)).run(control)
            let ties = frontier.multiplicities
            hasMore = isExact && frontier.isExact ? false : nil
            for point in 0..<frontier.count {
                packages.formUnion(frontier.packages(of: point, limit: Self.tieLimit))
                if frontier.isExact, frontier.point(point).first == -Int64(changes), ties[point] > Self.tieLimit { hasMore = true }
            }
        } else {
            hasMore = nil
            let spans = (0..<measured.objectives).map { $0 == 0 ? 0 : 1 / graph.span($0) }
            let wanted = (1..<measured.objectives).map { Criterion.component($0, of: measured.objectives) } + [.weighted(spans)]
            for criterion in wanted {
                let found = try Search(criterion, in: near).run(control: control)
                if let point = found.best.first { packages.formUnion(found.frontier.packages(of: point, limit: 1)) }
            }
        }
        if hasMore == false, packages.count(where: { zip($0, draft).count { !$1.contains($0) } == changes }) > limit { hasMore = true }
        let spans = (0..<problem.objectives).map { BigInt(max(1, graph.most[0][$0 + 1] - graph.least[0][$0 + 1])) }
        /// Shares of the spans added up, over the product of all spans.
        let weights = spans.indices.map { own in spans.indices.reduce(BigInt(1)) { $1 == own ? $0 : $0 * spans[$1] } }
        neighbours = packages.map { package in
            Neighbour(package: package, changed: package.indices.filter { !draft[$0].contains(package[$0]) }, sums: problem.sums(of: package))
        }
        func worth(_ neighbour: Neighbour) -> BigInt { weights.indices.reduce(0) { $0 + weights[$1] * BigInt(neighbour.sums[$1]) } }
        neighbours = neighbours.map { ($0, worth($0)) }.sorted { a, b in
            if a.0.changed.count != b.0.changed.count { return a.0.changed.count < b.0.changed.count }
            return a.1 != b.1 ? a.1 > b.1 : a.0.package.lexicographicallyPrecedes(b.0.package)
        }.prefix(limit).map(\.0)
    }
}

extension Problem {
    /// Asking to be nowhere below a draft and, among those compared, somewhere above it.
    fileprivate func improving(_ draft: [Int]) -> Problem {
        let sums = sums(of: draft)
        var problem = self
        for component in 0..<objectives { problem.floors[component] = sums[component] }
        for component in objectives..<max(objectives, width) {
            problem.floors[component] = floors[component].map { Swift.min($0, sums[component]) }
        }
        let compared = Array(0..<objectives)
        problem.quotas.append(Quota(atLeast: 1, components: compared, thresholds: compared.map { sums[$0] + 1 }))
        return problem
    }

    /// With how near a package is to a draft as the first thing compared: 0, or less by one for each issue settled otherwise.
    fileprivate func measuringDistance(from draft: [Set<Int>]) -> Problem {
        var problem = self
        problem.width = width + 1
        problem.objectives = objectives + 1
        problem.floors = [nil] + floors
        problem.own = own.enumerated().map { variable, rows in
            (0..<sizes[variable]).flatMap { [draft[variable].contains($0) ? 0 : -1] + rows[$0 * width..<($0 + 1) * width] }
        }
        problem.additions = additions.map { addition in
            Addition(condition: addition.condition, points: addition.points.map { ($0.component + 1, $0.value) })
        }
        problem.quotas = quotas.map { Quota(atLeast: $0.atLeast, components: $0.components.map { $0 + 1 }, thresholds: $0.thresholds) }
        problem.shiftSplits()
        return problem
    }
}
