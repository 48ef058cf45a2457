import Analysis
import Testing

struct FormulaTests {
    /// A condition asked of a whole package holds where it says, however it was put together.
    @Test func holdsWhereItSays() {
        for seed in 0..<2_000 {
            var random = Draws(UInt64(seed))
            let sizes = (0..<Int.random(in: 1...4, using: &random)).map { _ in Int.random(in: 1...4, using: &random) }
            let condition = Condition.random(sizes, depth: 4, &random)
            var store = FormulaStore(sizes: sizes)
            let id = condition.compiled(&store)
            let packages: [[Int]] = sizes.reduce([[]]) { packages, size in packages.flatMap { package in (0..<size).map { package + [$0] } } }
            for package in packages { #expect(store.holds(id, for: package) == condition.holds(package), "seed \(seed)") }
        }
    }

    /// What a package comes to, and whether it meets the requirements, added up by itself.
    @Test func sumsAreThoseOfTheConditions() {
        for seed in 0..<2_000 {
            let random = RandomProblem(seed: UInt64(seed))
            for package in random.packages {
                #expect(random.problem.sums(of: package) == random.values(package), "seed \(seed)")
                #expect(random.problem.isFeasible(package) == random.isFeasible(package), "seed \(seed)")
            }
        }
    }
}
