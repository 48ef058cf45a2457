import Analysis
import Foundation
import Negotiation
import OrderedCollections
import Shapes
import Testing

/// A game of others, of six parties: five of them must agree, two of them always.
@Suite(.enabled(if: OracleDomains.folder != nil))
struct DeliberationTests {
    private func workspace() throws -> Workspace {
        let root = try #require(OracleDomains.folder) + "deliberation/base"
        let files = try FileManager.default.subpathsOfDirectory(atPath: root).sorted().filter { $0.contains(".") }
        return try OracleDomains.read(files.map { "deliberation/base/\($0)" })
    }

    private func packages(_ problem: Problem) -> [[Int]] {
        problem.sizes.reduce([[]]) { packages, size in packages.flatMap { package in (0..<size).map { package + [$0] } } }
    }

    @Test(arguments: [(true, 55), (false, 12)])
    func zoneAndNearestAreThoseOfItsDeals(_ isByRule: Bool, _ count: Int) throws {
        var workspace = try workspace()
        if !isByRule { workspace.decision = nil }
        let resolved = ResolvedCase(workspace, reading: .assessed)
        let problem = try OutcomeSpace(Package(), in: resolved).problem
        let all = packages(problem)
        let deals = all.filter { problem.accepts(problem.sums(of: $0)) }
        #expect(all.count == 720 && deals.count == count)
        // Package by package, evaluating it and counting it agree.
        for choices in all {
            let settled = resolved.issues.indices.map { place in
                (resolved.issues[place].id, Choice.option(resolved.issues[place].choices[choices[place]]))
            }
            let evaluation = PackageEvaluation(package(OrderedDictionary(uniqueKeysWithValues: settled)), in: resolved)
            #expect(evaluation.isAcceptedNominally == deals.contains(choices), "\(choices)")
        }
        let space = try ConstraintSpace(Package(), in: resolved)
        let graph = try space.relaxing([])
        #expect(try AcceptableCount(graph) == AcceptableCount(atLeast: UInt128(count), atMost: UInt128(count)))
        let zone = try OptionZone(graph)
        for issue in resolved.issues.indices { #expect(Set(zone.open(issue)) == Set(deals.map { $0[issue] })) }
        #expect(Set(deals).isSuperset(of: zone.packages))
        #expect(try Conflicts(space) == nil)
        for place in stride(from: 0, to: all.count, by: 37) {
            let draft = all[place]
            func changes(_ package: [Int]) -> Int { zip(package, draft).count { $0 != $1 } }
            let found = try Nearest(problem, to: draft.map { [$0] })
            #expect(found.distance == deals.map(changes).min())
            #expect(Set(deals).isSuperset(of: found.neighbours.map(\.package)))
        }
    }

    /// Each must get what only a tenth of all packages brings it: then there is no deal, and what would have to give is, of what
    /// single packages fall short of, the least.
    @Test func greedyPartiesShutTheZone() throws {
        var workspace = try workspace()
        workspace.decision = nil
        let resolved = ResolvedCase(workspace, reading: .assessed)
        let space = try OutcomeSpace(Package(), in: resolved)
        let all = packages(space.problem)
        let sums = all.map(space.problem.sums)
        var floors: [Fraction] = []
        for (place, objective) in space.objectives.enumerated() {
            let value = space.value(place, sums.map { $0[place] }.sorted()[all.count * 9 / 10])
            // A little less, so that no rounding counts.
            let floor = try #require(value.rounded(decimals: 6)) - decimal("0.001")
            floors.append(Fraction(floor))
            workspace.parties[resolved.parties[objective.party].id]?.reservation = Interval(floor)
        }
        let greedy = try ConstraintSpace(Package(), in: ResolvedCase(workspace, reading: .assessed))
        #expect(greedy.constraints.map(\.subject) == space.objectives.map { .reservation(resolved.parties[$0.party].id) })
        let missed = Set(sums.map { sums in floors.indices.filter { space.value($0, sums[$0]) < floors[$0] } })
        let least = missed.filter { set in !missed.contains { $0 != set && Set($0).isSubset(of: set) } }
        let found = try #require(try Conflicts(greedy, size: 6))
        #expect(found.isComplete && Set(found.corrections.map(\.constraints)) == least)
        for conflict in found.conflicts { #expect(missed.allSatisfy { !Set($0).isDisjoint(with: conflict) }) }
    }
}
