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
            var points = 0.1
            while points <= 16 {
                let slack = zip(unitsPerPoint, spans).map { Int64(min($0 * points, $1)) }
                if let found = try beyond(slack, limit, control) { return found }
                points *= 4
            }
        }
        return try graph.parts(control).map { part in
            var merging = Merging(part, labelLimit: Self.thinnedLimit)
            merging.excess = .thin
            _ = try merging.run(control)
            return Frontier(merging)
        }.joined(of: graph, control)
    }

    /// From the least to the most of each objective.
    private var spans: [Double] { (0..<graph.problem.objectives).map(graph.span) }

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
        var known = Frontier(empty: graph)
        var parts: [(graph: StateGraph, bounds: [LinearBound])] = []
        for part in try graph.parts(control) { parts.append((part, try BoundSet.bounds(part, control))) }
        parts.sort { ($0.bounds.last?.root ?? 0) > ($1.bounds.last?.root ?? 0) }
        var found: [Frontier] = []
        let zero = slack.map { _ in 0 as Int64 }
        for part in parts {
            var merging = Merging(part.graph, labelLimit: limit)
            if known.count == 0 || found.isEmpty {
                known = try Frontier([known] + beams(part.graph, part.bounds, control), of: graph, shortfall: zero, areDisjoint: false, control)
            }
            merging.interest = try BoundSet(part.graph, bounds: part.bounds, known: Self.spread(known), slack: slack, control: control)
            guard try merging.run(control) == .done else { return nil }
            let more = Frontier(merging)
            found.append(more)
            known = try Frontier([known, more], of: graph, shortfall: zero, areDisjoint: false, control)
        }
        return slack.allSatisfy { $0 == 0 } ? try found.joined(of: graph, control) : try Frontier([known], of: graph, shortfall: slack, areDisjoint: false, control)
    }

    /// Good packages along directions between the parties.
    private func beams(_ graph: StateGraph, _ bounds: [LinearBound], _ control: Control) throws -> [Frontier] {
        try bounds.map { bound in
            var beam = Merging(graph, labelLimit: Self.beamWidth)
            beam.excess = .beam
            beam.cuts = [bound.cut(reaching: -.infinity)]
            _ = try beam.run(control)
            return Frontier(beam)
        }
    }

    /// The points of a frontier, evenly left out where there are too many.
    private static func spread(_ frontier: Frontier) -> [Int64] {
        guard frontier.count > knownLimit else { return frontier.points }
        return (0..<knownLimit).flatMap { frontier.point($0 * frontier.count / knownLimit) }
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
