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
    private static let knownLimit = 16_000
    private static let beamWidth = 150
    /// Labels to which a frontier of many objectives is thinned out.
    private static let thinnedLimit = 20_000

    /// - Parameter unitsPerPoint: per objective.
    package init(_ graph: StateGraph, unitsPerPoint: [Double]) {
        self.graph = graph
        self.unitsPerPoint = unitsPerPoint
    }

    /// The frontier, exact or with its shortfall.
    ///
    /// - Parameter points: a shortfall that will do.
    package func run(within points: Double = 0, _ control: Control = Control()) throws -> Frontier {
        if points > 0, graph.problem.objectives <= Self.boundedObjectives {
            if let found = try beyond(slack(points), limit, control) { return found }
        } else if let exact = try exact(control) {
            return exact
        }
        if graph.problem.objectives <= Self.boundedObjectives {
            var more = max(0.1, points * 4)
            while more <= 16 {
                if let found = try beyond(slack(more), limit, control) { return found }
                more *= 4
            }
        }
        return try graph.parts(control).map { part in
            var merging = Merging(part, labelLimit: Self.thinnedLimit)
            merging.excess = .thin
            _ = try merging.run(control)
            return Frontier(merging)
        }.joined(of: graph, control)
    }

    /// Points in units of each objective; no more than it has.
    private func slack(_ points: Double) -> [Int64] {
        unitsPerPoint.enumerated().map { Int64(min($0.element * points, graph.span($0.offset))) }
    }

    /// Nil where it cannot be held.
    package func exact(_ control: Control = Control()) throws -> Frontier? {
        let problem = graph.problem
        let isBounded = problem.objectives <= Self.boundedObjectives && problem.width > problem.objectives
        if let plain = try plain(isBounded ? limit / 100 : limit / 2, control) { return plain }
        guard isBounded else { return nil }
        return try beyond([Int64](repeating: 0, count: problem.objectives), limit, control)
    }

    /// The plain sweep.
    private func plain(_ limit: Int, _ control: Control) throws -> Frontier? {
        var found: [Frontier] = []
        for part in try graph.parts(control) {
            var merging = Merging(part, labelLimit: limit)
            guard try merging.run(control) == .done else { return nil }
            found.append(Frontier(merging))
        }
        return try found.joined(of: graph, control)
    }

    /// Everything, but what is better than something listed by less than the slack.
    package func beyond(_ slack: [Int64], _ limit: Int, _ control: Control) throws -> Frontier? {
        let directions = BoundSet.directions(of: graph)
        let graphs = try graph.parts(control)
        var parts = try concurrently(graphs.count) { (graph: graphs[$0], bounds: try BoundSet.bounds(graphs[$0], along: directions, control)) }
        // Where most can be had for all, most of the rest is covered.
        parts.sort { $0.bounds.map(\.root).reduce(0, +) > $1.bounds.map(\.root).reduce(0, +) }
        var corners = Corners(graph, slack: slack)
        var good: [Frontier] = []
        var found: [Frontier] = []
        var held = 0
        func hold(_ frontier: Frontier) throws {
            let points = Self.spread(frontier, most: max(0, Self.knownLimit - held))
            held += points.count / max(1, graph.problem.objectives)
            try corners.insert(points[...], control)
        }
        for (place, part) in parts.enumerated() {
            var merging = Merging(part.graph, labelLimit: limit)
            if found.isEmpty {
                good = try beams(part.graph, part.bounds, control)
                for beam in good { try hold(beam) }
            }
            merging.interest = BoundSet(part.bounds, directions: directions, corners: corners)
            guard try merging.run(control) == .done else { return nil }
            let more = Frontier(merging)
            found.append(more)
            if place + 1 < parts.count { try hold(more) }
        }
        let isExact = slack.allSatisfy { $0 == 0 }
        guard !isExact else { return try found.joined(of: graph, control) }
        return try Frontier(good + found, of: graph, shortfall: slack, areDisjoint: false, control)
    }

    /// Good packages along directions between the parties.
    private func beams(_ graph: StateGraph, _ bounds: [LinearBound], _ control: Control) throws -> [Frontier] {
        try concurrently(bounds.count) { place in
            var beam = Merging(graph, labelLimit: Self.beamWidth)
            beam.excess = .beam
            beam.cuts = [bounds[place].cut(reaching: -.infinity)]
            _ = try beam.run(control)
            return Frontier(beam)
        }
    }

    /// The points of a frontier, evenly left out where there are too many.
    private static func spread(_ frontier: Frontier, most: Int) -> [Int64] {
        guard frontier.count > most else { return frontier.points }
        return (0..<most).flatMap { frontier.point($0 * frontier.count / most) }
    }
}

extension [Frontier] {
    /// Of the parts of a space, the frontier of the whole.
    fileprivate func joined(of graph: StateGraph, _ control: Control) throws -> Frontier {
        if count == 1 { return self[0] }
        let shortfall = (0..<graph.problem.objectives).map { component in map { $0.shortfall[component] }.max() ?? 0 }
        return try Frontier(self, of: graph, shortfall: shortfall, areDisjoint: true, control)
    }
}
