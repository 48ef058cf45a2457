import Negotiation

/// Makes acceptable packages of others that almost are, one change at a time; each time the change is made that leaves least
/// missing (steepest descent). What it finds has been checked; that it finds nothing proves nothing.
struct Mending {
    private let problem: Problem
    /// Per component: one over how far its sums may lie apart.
    private let scales: [Double]

    /// So many changes are made at most: what takes more is better searched for.
    private static let changes = 8

    init(_ problem: Problem) {
        self.problem = problem
        scales = (0..<problem.width).map { component in
            let span = problem.sizes.indices.reduce(0.0) { sum, variable in
                let values = (0..<problem.sizes[variable]).map { problem.own[variable][$0 * problem.width + component] }
                return sum + Double((values.max() ?? 0) - (values.min() ?? 0))
            }
            return 1 / max(span, 1)
        }
    }

    /// An acceptable package that has an option.
    ///
    /// - Parameter others: packages that are acceptable, or are in a like space. The one to which least is missing is mended.
    func package(with option: Int, of variable: Int, from others: [[Int]], control: Control) throws -> [Int]? {
        let starts = others.map { other in
            var package = other
            package[variable] = option
            return package
        }
        guard var best = starts.map({ (package: $0, missing: missing(to: $0)) }).min(by: { $0.missing < $1.missing }) else { return nil }
        for _ in 0..<Self.changes where best.missing > 0 {
            if control.isStopped { throw CancellationError() }
            let start = best
            for other in problem.sizes.indices where other != variable {
                var package = start.package
                for choice in 0..<problem.sizes[other] where choice != start.package[other] {
                    package[other] = choice
                    let missing = missing(to: package)
                    if missing < best.missing { best = (package, missing) }
                }
            }
            if best.missing == start.missing { return nil }
        }
        return problem.isFeasible(best.package) && problem.accepts(problem.sums(of: best.package)) ? best.package : nil
    }

    /// What a package falls short of floors and rules, in shares of what components may differ by, and a whole for every requirement
    /// that it breaks; 0 for an acceptable one.
    private func missing(to package: [Int]) -> Double {
        let sums = problem.sums(of: package)
        func shortfall(_ component: Int, _ threshold: Int64) -> Double { Double(max(0, threshold - sums[component])) * scales[component] }
        var missing = 0.0
        for (component, floor) in problem.floors.enumerated() { if let floor { missing += shortfall(component, floor) } }
        for quota in problem.quotas where !quota.isMet(by: sums) {
            missing += zip(quota.components, quota.thresholds).map(shortfall).sorted().prefix(quota.atLeast).reduce(0, +)
        }
        for requirement in problem.requirements where !problem.formulas.holds(requirement, for: package) { missing += 1 }
        return missing
    }
}
