import Analysis
import Testing

struct OptionZoneTests {
    /// Which options occur in an acceptable package, against all packages; each is shown by a package that is acceptable and has
    /// it, and nothing is left undecided.
    @Test(arguments: [0...2, 2...5])
    func agreesWithBruteForce(_ releasable: ClosedRange<Int>) throws {
        var (closed, foreclosed) = (0, 0)
        for seed in 0..<3_000 {
            let random = RandomProblem(seed: UInt64(seed), releasable: releasable)
            let graph = try StateGraph(random.problem)
            let acceptable = Set(random.acceptable)
            let context: Comment = "seed \(seed)"
            switch try Existence.package(in: graph) {
            case .found(let package): #expect(acceptable.contains(package), context)
            case .none: #expect(acceptable.isEmpty, context)
            case .undecided: Testing.Issue.record(context)
            }
            let zone = try OptionZone(graph)
            #expect(zone.isOpen == !acceptable.isEmpty, context)
            #expect(acceptable.isSuperset(of: zone.packages), context)
            for (variable, size) in random.problem.sizes.enumerated() {
                let possible = Set(acceptable.map { $0[variable] })
                #expect(zone.open(variable) == possible.sorted(), context)
                for option in 0..<size {
                    switch zone.standings[variable][option] {
                    case .possible(let place): #expect(zone.packages[place][variable] == option, context)
                    case .foreclosed: if !possible.isEmpty { foreclosed += 1 }
                    case .undecided: Testing.Issue.record(context)
                    }
                }
            }
            // The same with packages at hand that are acceptable or may be made so; what is made of them is acceptable.
            let near = random.problem.sizes.map { size in (0..<3).map { (seed + $0) % size } }
            let made = try OptionZone(graph, known: (0..<3).map { place in near.map { $0[place] } })
            #expect(acceptable.isSuperset(of: made.packages), context)
            for variable in random.problem.sizes.indices { #expect(made.open(variable) == zone.open(variable), context) }
            if acceptable.isEmpty { closed += 1 }
        }
        #expect(closed > 500 && foreclosed > 500)
    }

    /// A margin that is next to nothing beside what it is the difference of is found, and so is a shortfall.
    @Test func smallDifferencesOfLargeSumsDecide() throws {
        let large: Int64 = 100_000_000_000_000_001
        for (floor, isPossible) in [(Int64(1), true), (2, false)] {
            var problem = Problem(sizes: [1, 2], width: 1, objectives: 1)
            problem.own = [[large], [-large, 1 - large]]
            problem.floors = [floor]
            let graph = try StateGraph(problem)
            #expect(try Existence.package(in: graph) == (isPossible ? .found([0, 1]) : .none))
            #expect(try OptionZone(graph).open(1) == (isPossible ? [1] : []))
        }
    }
}
