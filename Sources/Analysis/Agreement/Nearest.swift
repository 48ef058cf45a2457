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
        /// The variables on which it differs from the draft.
        package let changed: [Int]
        /// What it comes to, component by component of the problem.
        package let sums: [Int64]
    }

    /// Nearest first; of those as near, those first that bring the parties more in all.
    package private(set) var neighbours: [Neighbour] = []
    /// The least number of changes; nil where no number of them leads anywhere.
    package private(set) var distance: Int?
    /// Whether every efficient package with that few changes is listed.
    package private(set) var isWhole = true
    /// Whether the least number of changes is proven.
    package private(set) var isExact = true

    /// Up to so many changes all efficient packages are looked for, and those with one change more.
    private static let closeness = 4

    /// - Parameters:
    ///   - problem: with the floors and rules that a package has to pass.
    ///   - draft: an option for each variable.
    ///   - improving: only packages count that are nowhere worse and somewhere better for those compared; where the draft fails
    ///     a floor of others, they must not be worse off either.
    package init(_ problem: Problem, to draft: [Int], improving: Bool = false, limit: Int = 40, control: Control = Control()) throws {
        var measured = improving ? problem.improving(draft) : problem
        measured = measured.measuringDistance(from: draft)
        let graph = try StateGraph(measured, control: control)
        let closest = try Search(.component(0, of: measured.objectives), in: graph).run(control: control)
        guard let best = closest.best.first, let changes = closest.frontier.point(best).first.map({ Int(-$0) }) else {
            isExact = closest.isExact
            return
        }
        distance = changes
        isExact = closest.isExact
        let isClose = changes <= Self.closeness
        isWhole = isClose && isExact
        let within = changes > 0 && changes < Self.closeness ? changes + 1 : changes
        var floors = measured.floors
        floors[0] = -Int64(within)
        let near = try graph.closer(than: within, control: control)
            .asking(floors: floors, objectives: measured.objectives, quotas: measured.quotas)
        var packages: Set<[Int]> = []
        if isClose {
            let frontier = try FrontierSearch(near, unitsPerPoint: [Double](repeating: 1, count: measured.objectives)).run(control)
            isWhole = isWhole && frontier.isExact
            for point in 0..<frontier.count { packages.formUnion(frontier.packages(of: point, limit: 3)) }
        } else {
            let spans = (0..<measured.objectives).map { $0 == 0 ? 0 : 1 / graph.span($0) }
            let wanted = (1..<measured.objectives).map { Criterion.component($0, of: measured.objectives) } + [.weighted(spans)]
            for criterion in wanted {
                let found = try Search(criterion, in: near).run(control: control)
                if let point = found.best.first { packages.formUnion(found.frontier.packages(of: point, limit: 1)) }
            }
        }
        let spans = (0..<problem.objectives).map { graph.span($0 + 1) }
        neighbours = packages.map { package in
            Neighbour(package: package, changed: package.indices.filter { package[$0] != draft[$0] }, sums: problem.sums(of: package))
        }
        func worth(_ neighbour: Neighbour) -> Double { spans.indices.reduce(0) { $0 + Double(neighbour.sums[$1]) / spans[$1] } }
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
        // The objectives added up, whatever their units: more than the draft's only where one of them is.
        problem.width = width + 1
        problem.own = own.map { rows in
            stride(from: 0, to: rows.count, by: width).flatMap { row in rows[row..<row + width] + [rows[row..<row + objectives].reduce(0, +)] }
        }
        problem.additions = additions.map { addition in
            let total = addition.points.reduce(0) { $1.component < objectives ? $0 + $1.value : $0 }
            return Addition(condition: addition.condition, points: addition.points + (total == 0 ? [] : [(width, total)]))
        }
        problem.floors.append(sums.prefix(objectives).reduce(1, +))
        return problem
    }

    /// With how near a package is to a draft as the first thing compared: 0, or less by one for each issue settled otherwise.
    fileprivate func measuringDistance(from draft: [Int]) -> Problem {
        var problem = self
        problem.width = width + 1
        problem.objectives = objectives + 1
        problem.floors = [nil] + floors
        problem.own = own.enumerated().map { variable, rows in
            (0..<sizes[variable]).flatMap { [draft[variable] == $0 ? 0 : -1] + rows[$0 * width..<($0 + 1) * width] }
        }
        problem.additions = additions.map { addition in
            Addition(condition: addition.condition, points: addition.points.map { ($0.component + 1, $0.value) })
        }
        problem.quotas = quotas.map { Quota(atLeast: $0.atLeast, components: $0.components.map { $0 + 1 }, thresholds: $0.thresholds) }
        problem.shiftSplits()
        return problem
    }
}
