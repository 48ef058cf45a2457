import Analysis
import Testing

struct StateGraphTests {
    private static let sizes = [Int](repeating: 8, count: 40)

    /// Of a chain of “iff” over 40 issues and 120 comparisons all that has to be remembered is whether it is even so far.
    @Test func parityTakesTwoStates() throws {
        var problem = Problem(sizes: Self.sizes, width: 1, objectives: 1)
        var chain = FormulaStore.yes
        for issue in 0..<40 {
            let one = problem.formulas.among(issue) { $0 == 0 }
            let two = problem.formulas.among((issue * 7 + 3) % 40) { $0 == issue % 8 }
            let three = problem.formulas.among((issue * 11 + 5) % 40) { [1, 2, 5].contains($0) }
            for part in [one, two, three] { chain = problem.formulas.iff(chain, part) }
        }
        problem.requirements = [chain]
        let graph = try StateGraph(problem)
        #expect(graph.layers.allSatisfy { $0.starts.count <= 3 })
        // 8^40 packages, and a condition that about half of them meet.
        #expect(graph.packageCount > 0 && graph.packageCount < 1 << 120)
    }

    /// Issues that a chain of pairs ties need no more than the options of one.
    @Test func aChainIsNarrow() throws {
        var problem = Problem(sizes: Self.sizes, width: 1, objectives: 1)
        // Written down in no helpful order.
        for issue in (0..<39).map({ $0 * 17 % 39 }) {
            let here = problem.formulas.among(issue) { $0 % 2 == 0 }
            let next = problem.formulas.among(issue + 1) { $0 < 3 }
            let condition = problem.formulas.implies(here, next)
            problem.requirements.append(condition)
        }
        let graph = try StateGraph(problem)
        #expect(graph.layers.allSatisfy { $0.starts.count <= 9 })
    }

    /// Random conditions between all issues cannot be taken apart: that is said, with the issues, and not tried for ever.
    @Test func whatHangsTogetherEverywhereIsRefused() {
        var problem = Problem(sizes: Self.sizes, width: 2, objectives: 2)
        var draws = Draws(5)
        for issue in 0..<40 {
            for component in 0..<3 {
                let (a, b) = (UInt8.random(in: 0...255, using: &draws), UInt8.random(in: 0...255, using: &draws))
                let here = problem.formulas.among(issue) { a >> $0 & 1 == 1 }
                let there = problem.formulas.among(Int.random(in: 0..<40, using: &draws)) { b >> $0 & 1 == 1 }
                let either = problem.formulas.or([here, there])
                problem.additions.append(.init(condition: either, points: [(component: component % 2, value: Int64(7))]))
            }
        }
        do {
            _ = try StateGraph(problem)
            Testing.Issue.record("a space that cannot be laid out was laid out")
        } catch SolvingError.tooDense(_, let variables) {
            #expect(variables.count > 10)
        } catch {
            Testing.Issue.record("\(error)")
        }
    }

    /// Points that cannot be added in 62 bits are refused rather than wrapped round.
    @Test func sumsFit() {
        var problem = Problem(sizes: [2, 2], width: 1, objectives: 1)
        for variable in 0..<2 { problem.own[variable] = [0, Int64(1) << 57] }
        #expect(throws: SolvingError.tooLarge(component: 0)) { try StateGraph(problem) }
    }
}
