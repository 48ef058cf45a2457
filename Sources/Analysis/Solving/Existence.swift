/// Whether some package passes every floor and rule of a graph, and one that does.
package struct Existence: Sendable {
    package enum Answer: Sendable, Hashable {
        /// A package: an option for each variable.
        case found([Int])
        /// None does.
        case none
        /// More partial packages would have to be held than may be.
        case undecided
    }

    package static let standardLimit = 400_000
    private static let rounds = 40
    private static let cutCount = 6
    private static let beamWidth = 600
    private static let smallLimit = 3_000

    /// Linear bounds on the margins over the floors, weighed so that no package reaches them where that can be shown (theorem
    /// of the alternative; Farkas 1902), steer a beam and then a sweep that keeps one partial package for all that are nowhere
    /// above it.
    package static func package(in graph: StateGraph, limit: Int = standardLimit, control: Control = Control()) throws -> Answer {
        guard !graph.isEmpty else { return .none }
        var isDecided = true
        for part in try graph.comparingNothing.parts(control) {
            switch try package(inPart: part, limit, control) {
            case .found(let package): return .found(package)
            case .none: continue
            case .undecided: isDecided = false
            }
        }
        return isDecided ? .none : .undecided
    }

    /// - Parameter part: one whose floors are asked of all packages, and in which nothing is compared.
    static func package(inPart part: StateGraph, _ limit: Int, _ control: Control) throws -> Answer {
        let problem = part.problem
        for (component, floor) in problem.floors.enumerated() { if let floor, part.most[0][component] < floor { return .none } }
        var multipliers = FloorMultipliers(part)
        var bounds: [LinearBound] = []
        if multipliers.isNeeded {
            for _ in 0..<rounds {
                let bound = try LinearBound(
                    part, [Double](repeating: 0, count: part.width), multipliers: multipliers.values(worth: 1), control: control)
                if bound.root < -bound.error { return .none }
                if problem.accepts(bound.sums) { return .found(bound.package) }
                bounds.append(bound)
                multipliers.descend(bound.sums)
            }
            // The latest are the best weighed.
            bounds = Array(bounds.suffix(cutCount))
        }
        let cuts = bounds.map { $0.cut(reaching: 0) }
        var merging = Merging(part, labelLimit: min(limit, smallLimit))
        merging.cuts = cuts
        if try merging.run(control) == .done { return first(merging) }
        if !cuts.isEmpty {
            merging = Merging(part, labelLimit: beamWidth)
            merging.cuts = cuts
            merging.excess = .beam
            _ = try merging.run(control)
            if case .found(let package) = first(merging) { return .found(package) }
        }
        merging = Merging(part, labelLimit: limit)
        merging.cuts = cuts
        return try merging.run(control) == .done ? first(merging) : .undecided
    }

    private static func first(_ merging: Merging) -> Answer {
        let frontier = Frontier(merging)
        guard frontier.count > 0, let package = frontier.packages(of: 0, limit: 1).first else { return .none }
        return .found(package)
    }
}
