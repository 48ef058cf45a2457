/// Finds the frontier of a problem: all of it where that can be held, else as much as can be, and how much may be missing.
///
/// First the plain sweep. Where it grows too wide, and most of all where many parties only have floors, good packages are
/// looked for along some directions, and a second sweep keeps only what may still become something that these do not cover
/// (`BoundSet`). When that too grows too wide, it passes over what is better by less than some slack, and what it finds makes
/// the next sweep, with less slack, narrower.
package struct FrontierSearch: Sendable {
    let graph: StateGraph
    /// Per objective, units that make a point: slack is the same number of points for all.
    let unitsPerPoint: [Double]
    /// Partial packages at a boundary up to which sweeps go.
    package var limit = 600_000

    /// Beyond this many objectives what is known covers too little to be of use.
    private static let boundedObjectives = 4
    /// Nothing is compared with more known packages than this.
    private static let knownLimit = 4_000
    private static let beamWidth = 400
    /// Labels to which a frontier of many objectives is thinned out.
    private static let thinnedLimit = 20_000

    /// - Parameter unitsPerPoint: per objective.
    package init(_ graph: StateGraph, unitsPerPoint: [Double]) {
        self.graph = graph
        self.unitsPerPoint = unitsPerPoint
    }

    /// The frontier, exact or with its shortfall.
    package func run(_ control: Control = Control()) throws -> Frontier {
        if let exact = try exact(control) { return exact }
        if graph.problem.objectives <= Self.boundedObjectives {
            var known = try known(control)
            var best: Frontier?
            var points = 16.0
            while known.count > 0, points >= 0.1 {
                let slack = zip(unitsPerPoint, spans).map { Int64(min($0 * points, $1)) }
                guard let beyond = try sweep(beyond: known, slack, control) else { break }
                known = try Frontier([known, beyond], of: graph, shortfall: slack, control)
                best = known
                points /= 4
            }
            if let known = best, let beyond = try sweep(beyond: known, spans.map { _ in 0 }, control) { return beyond }
            if let best { return best }
        }
        var merging = Merging(graph, labelLimit: Self.thinnedLimit)
        merging.excess = .thin
        _ = try merging.run(control)
        return Frontier(merging)
    }

    /// From the least to the most of each objective.
    private var spans: [Double] {
        (0..<graph.problem.objectives).map { max(1, Double(graph.most[0][$0] - graph.least[0][$0])) }
    }

    /// Nil where it cannot be held.
    package func exact(_ control: Control = Control()) throws -> Frontier? {
        let problem = graph.problem
        let isBounded = problem.objectives <= Self.boundedObjectives && problem.width > problem.objectives
        // Where parties only have floors, the plain sweep is rarely worth going far.
        var plain = Merging(graph, labelLimit: isBounded ? limit / 20 : limit / 2)
        if try plain.run(control) == .done { return Frontier(plain) }
        guard isBounded else { return nil }
        return try sweep(beyond: known(control), [Int64](repeating: 0, count: problem.objectives), control)
    }

    /// Everything that known packages do not cover, give or take slack.
    private func sweep(beyond known: Frontier, _ slack: [Int64], _ control: Control) throws -> Frontier? {
        var merging = Merging(graph, labelLimit: limit)
        merging.interest = try BoundSet(graph, known: Self.spread(known), slack: slack, control: control)
        return try merging.run(control) == .done ? Frontier(merging) : nil
    }

    /// Good packages along directions between the parties.
    private func known(_ control: Control) throws -> Frontier {
        let objectives = graph.problem.objectives
        let beams = try BoundSet.directions(objectives).map { direction in
            let weights = zip(direction, spans).map { $0 / $1 }
            var beam = Merging(graph, labelLimit: Self.beamWidth)
            beam.excess = .beam
            beam.cuts = [Cut(weights: weights, constant: 0, onward: try graph.greatest(weights, control).onward, threshold: -.infinity)]
            _ = try beam.run(control)
            return Frontier(beam)
        }
        return try Frontier(beams, of: graph, shortfall: [Int64](repeating: 0, count: objectives), control)
    }

    /// The points of a frontier, evenly left out where there are too many.
    private static func spread(_ frontier: Frontier) -> [Int64] {
        guard frontier.count > knownLimit else { return frontier.points }
        return (0..<knownLimit).flatMap { frontier.point($0 * frontier.count / knownLimit) }
    }
}
