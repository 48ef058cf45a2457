

/// How many packages are acceptable: exact, or between proven bounds.
package struct AcceptableCount: Sendable, Hashable {
    /// At least this many; `UInt128.max` means as many as 128 bits hold, or more.
    package let atLeast: UInt128
    package let atMost: UInt128

    package var isExact: Bool { atLeast == atMost && atMost < .max }

    /// What a count may take, whatever the time that takes on some machine.
    package struct Effort: Sendable {
        /// Partial packages at a boundary, beyond which those of spaces that are not small are taken together more coarsely, so that
        /// the count becomes one between bounds. The time it takes grows with it, and the bounds close.
        package var limit: Int
        /// Spaces of up to so many packages are counted exactly whatever the limit.
        package var exactly: UInt128

        package init(limit: Int = 1_000, exactly: UInt128 = 1 << 30) {
            self.limit = limit
            self.exactly = exactly
        }
    }

    package init(atLeast: UInt128, atMost: UInt128) {
        self.atLeast = atLeast
        self.atMost = atMost
    }

    /// How many packages pass every floor and quota. Exact for spaces of up to `effort.exactly` packages, and for larger ones whose
    /// undecided partial packages stay few; the answer is the same whatever the machine and the number of threads.
    package init(_ graph: StateGraph, effort: Effort = Effort(), control: Control = Control()) throws {
        self = try PartCount.sum(try graph.parts(control), of: graph.packageCount, effort, control)
    }
}

extension StateGraph {
    /// For each set of components, how many packages pass the floors of all of them, whatever the others get and whatever quotas say:
    /// what is acceptable to each, and to each coalition.
    package func counts(
        passing sets: [[Int]], effort: AcceptableCount.Effort = .init(), control: Control = Control()
    ) throws -> [AcceptableCount] {
        let parts = try parts(control)
        return try sets.map { set in
            let asked = parts.map { part in
                part.asking(
                    floors: part.problem.floors.indices.map { set.contains($0) ? part.problem.floors[$0] : nil },
                    objectives: part.problem.objectives, quotas: [])
            }
            return try PartCount.sum(asked, of: packageCount, effort, control)
        }
    }
}

/// Counts the packages of a graph in which floors are unconditional (`StateGraph.parts`): from both ends towards the middle
/// (Horowitz & Sahni 1974), with partial packages that are alike taken together; where the ends meet, pairs are counted.
private struct PartCount {
    let graph: StateGraph
    let demands: Demands
    let control: Control

    /// All parts, side by side.
    static func sum(
        _ graphs: [StateGraph], of packages: UInt128, _ effort: AcceptableCount.Effort, _ control: Control
    ) throws -> AcceptableCount {
        var found = [AcceptableCount?](repeating: nil, count: graphs.count)
        found.withUnsafeMutableBufferPointer { found in
            // Each part writes its own place.
            nonisolated(unsafe) let found = found
            SideBySide.perform(graphs.count) { place in
                let graph = graphs[place]
                let part = PartCount(graph: graph, demands: Demands(graph), control: control)
                // Where most packages are, most is to be gained.
                let share = max(0.02, Double(graph.packageCount) / Double(packages))
                let limit = max(1, Int(share * Double(effort.limit)))
                found[place] = try? packages <= effort.exactly ? part.met(nil) : part.count(limit: limit)
            }
        }
        // Nothing else is thrown.
        if control.isStopped { throw CancellationError() }
        return found.compactMap { $0 }.reduce(AcceptableCount(atLeast: 0, atMost: 0)) { sum, count in
            AcceptableCount(atLeast: sum.atLeast.saturatingSum(count.atLeast), atMost: sum.atMost.saturatingSum(count.atMost))
        }
    }

    private func count(limit: Int) throws -> AcceptableCount {
        if let exact = try met((Self.exactFactor * limit, isCoarse: false)) { return exact }
        if demands.groups.count > Self.jointGroups { return try bounded(limit) }
        return try met((limit, isCoarse: true)) ?? AcceptableCount(atLeast: 0, atMost: graph.packageCount)
    }

    /// To find out that there are too many costs little, as they become ever more.
    private static let exactFactor = 4
    /// So many groups are counted together with coarse sums; in more dimensions little would be decided.
    private static let jointGroups = 3

    /// - Parameter limit: partial packages at a boundary, and whether more are taken together or end the attempt.
    private func met(_ limit: (partials: Int, isCoarse: Bool)?) throws -> AcceptableCount? {
        if demands.isImpossible { return AcceptableCount(atLeast: 0, atMost: 0) }
        if demands.groups.isEmpty { return AcceptableCount(atLeast: graph.packageCount, atMost: graph.packageCount) }
        var (first, last) = try HalfCount.both(graph, demands, control)
        while first.passed + last.passed < graph.layers.count {
            let isFirst = first.candidates <= last.candidates
            if isFirst { try first.grow(control) } else { try last.grow(control) }
            if let limit {
                if limit.isCoarse {
                    if isFirst { try first.coarsen(to: limit.partials, control) } else { try last.coarsen(to: limit.partials, control) }
                } else if max(first.count, last.count) > limit.partials {
                    return nil
                }
            }
        }
        let joined = try first.joined(with: last, control)
        return AcceptableCount(
            atLeast: first.certain.saturatingSum(joined.atLeast), atMost: first.certain.saturatingSum(joined.atMost))
    }

    /// Bounds from counts of two groups at a time. What satisfies all satisfies those; and of what satisfies one group no more is
    /// lost to the others than to each of them by itself, added up (Bonferroni 1936). The one is that which is missed most.
    private func bounded(_ limit: Int) throws -> AcceptableCount {
        let order = byMisses()
        func count(_ groups: [Int], _ limit: Int) throws -> AcceptableCount {
            let part = PartCount(graph: graph, demands: demands.only(groups), control: control)
            return try part.met((limit, isCoarse: true)) ?? AcceptableCount(atLeast: 0, atMost: graph.packageCount)
        }
        // What is lost is taken from it, so that it has to be known best.
        let base = try count([order[0]], 4 * limit)
        var (atMost, lost): (UInt128, UInt128) = (base.atMost, 0)
        for group in order.dropFirst() where lost < base.atLeast {
            let both = try count([order[0], group], limit)
            atMost = min(atMost, both.atMost)
            lost = lost.saturatingSum(base.atMost - min(base.atMost, both.atLeast))
        }
        return AcceptableCount(atLeast: base.atLeast - min(base.atLeast, lost), atMost: atMost)
    }

    /// The groups, those first that drawn packages miss most often; for steering only.
    private func byMisses() -> [Int] {
        guard let sampler = PackageSampler(graph) else { return Array(demands.groups.indices) }
        let drawn = (0..<Self.steeringDraws).map { sampler.draw($0, seed: 0).sums }
        let misses = demands.groups.map { group in drawn.count { !demands.isSatisfied(group, $0) } }
        return demands.groups.indices.sorted { (-misses[$0], $0) < (-misses[$1], $1) }
    }

    private static let steeringDraws = 500
}

extension UInt128 {
    /// As far as 128 bits go.
    package func saturatingSum(_ other: UInt128) -> UInt128 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }

    func saturatingProduct(_ other: UInt128) -> UInt128 {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }
}
