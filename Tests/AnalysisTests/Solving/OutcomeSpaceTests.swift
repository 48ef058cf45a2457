import Analysis
import Negotiation
import OrderedCollections
import Shapes
import Testing

struct OutcomeSpaceTests {
    /// Each package by itself, as `core.evaluate` judges it, against the compiled space: acceptance at the midpoints, over all
    /// ranges and anywhere in them, values, the frontier and its ties.
    @Test(arguments: 0..<20)
    func agreesWithEvaluatingEveryPackage(_ batch: Int) throws {
        for seed in batch * 50..<(batch + 1) * 50 {
            let random = try RandomWorkspace(seed: UInt64(seed))
            for reading in Reading.allCases {
                let resolved = ResolvedCase(random.workspace, reading: reading)
                let packages = random.packages(resolved)
                let evaluations = packages.map { random.evaluate($0, resolved) }
                for end in RangeEnd.allCases {
                    let space = try OutcomeSpace(random.draft, in: resolved, end: end)
                    let expected = packages.indices.filter { evaluations[$0].isAccepted(end) }
                    let context: Comment = "seed \(seed) \(reading) \(end)"
                    #expect(try AcceptableCount(space.graph).atLeast == UInt128(expected.count), context)
                    let feasible = evaluations.count { $0.agreement != .infeasible }
                    #expect(try space.feasibleCount() == UInt128(feasible), context)
                    let frontier = try space.frontier()
                    let listed = (0..<frontier.count).flatMap { frontier.packages(of: $0, limit: 1_000) }
                    let accepted = Set(expected.map { packages[$0] })
                    #expect(listed.allSatisfy(accepted.contains), context)
                    if end == .nominal { try compareValues(space, frontier, packages, evaluations, expected, context) }
                }
            }
        }
    }

    private func compareValues(
        _ space: OutcomeSpace, _ frontier: Frontier, _ packages: [[Int]], _ evaluations: [PackageEvaluation], _ expected: [Int],
        _ context: Comment
    ) throws {
        func values(_ evaluation: PackageEvaluation) throws -> [Fraction] {
            try space.objectives.map { objective in
                let party = evaluation.parties[objective.party]
                if let nominal = party.value.nominal, space.resolved.parties[objective.party].hasWeight { return Fraction(nominal) }
                return Fraction(try #require(party.margin?.nominal))
            }
        }
        var best: [[Fraction]: Set<[Int]>] = [:]
        let all = try expected.map { (packages[$0], try values(evaluations[$0])) }
        for (package, vector) in all {
            let isDominated = all.contains { $0.1 != vector && zip($0.1, vector).allSatisfy { $0 >= $1 } }
            if !isDominated { best[vector, default: []].insert(package) }
        }
        var found: [[Fraction]: Set<[Int]>] = [:]
        for point in 0..<frontier.count {
            let vector = zip(space.objectives.indices, frontier.point(point)).map { objective, units in
                space.resolved.parties[space.objectives[objective].party].hasWeight
                    ? space.value(objective, units) : space.gain(objective, units)
            }
            found[vector] = Set(frontier.packages(of: point, limit: 1_000))
        }
        #expect(found == best, context)
    }
}

extension ResolvedParty {
    /// Whether its values have a scale of their own.
    fileprivate var hasWeight: Bool {
        positions.contains { ($0?.salience.midpoint ?? 0) > 0 } || party.agenda.values.contains { ($0.weight?.midpoint ?? 0) > 0 }
    }
}
