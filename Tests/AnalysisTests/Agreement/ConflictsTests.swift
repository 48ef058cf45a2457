import Analysis
import Negotiation
import OrderedCollections
import Shapes
import Testing

struct ConflictsTests {
    /// Corrections and conflicts against every set of constraints.
    @Test(arguments: 0..<10)
    func agreesWithBruteForce(_ batch: Int) throws {
        var (closed, larger) = (0, 0)
        for seed in batch * 100..<(batch + 1) * 100 {
            let random = try RandomWorkspace(seed: UInt64(seed) + 5_000)
            for reading in Reading.allCases {
                let space = try ConstraintSpace(random.draft, in: ResolvedCase(random.workspace, reading: reading))
                guard space.constraints.count <= 9 else { continue }
                let context: Comment = "seed \(seed) \(reading)"
                let all = Subsets(try (0..<1 << space.constraints.count).map { set in
                    try AcceptableCount(try space.relaxing(Set(Subsets.members(set)))).atLeast > 0
                })
                for size in [1, 3, 9] {
                    guard let found = try Conflicts(space, size: size) else {
                        #expect(all.isOpen[0], context)
                        continue
                    }
                    #expect(!all.isOpen[0], context)
                    let corrections = found.corrections.map(\.constraints)
                    #expect(corrections == corrections.map { $0.sorted() }, context)
                    #expect(corrections.map(\.count) == corrections.map(\.count).sorted(), context)
                    #expect(Set(corrections).count == corrections.count, context)
                    #expect(Set(corrections) == Set(all.corrections.filter { $0.count <= size }), context)
                    #expect(Set(found.conflicts).isSubset(of: all.conflicts), context)
                    #expect(Set(found.conflicts).count == found.conflicts.count, context)
                    #expect(found.completeUpTo >= size || found.isComplete, context)
                    if found.isComplete { #expect(corrections.count == all.corrections.count, context) }
                    if size == 9 {
                        #expect(found.isComplete, context)
                        // Where no other correction is left, none of the conflicts that there are is missing.
                        #expect(Set(found.conflicts) == Set(all.conflicts), context)
                    }
                    for correction in found.corrections {
                        let graph = try space.relaxing(Set(correction.constraints))
                        for (variable, option) in correction.package.enumerated() {
                            #expect(graph.options(of: variable).contains(option), context)
                        }
                        #expect(try isAcceptable(correction.package, graph), context)
                    }
                    if size == 1, corrections.count < all.corrections.count { larger += 1 }
                    closed += 1
                }
            }
        }
        #expect(closed > 30 && larger > 3)
    }

    /// With room for few corrections it lists so many, and does not say that these are all.
    @Test func whatIsCutShortIsNotCalledComplete() throws {
        // Nobody accepts anything: each of three reservations must give.
        let parties = ["a", "b", "c"].map { #""\#($0)": {"name": "\#($0)", "role": "principal", "reservation": 60}"# }
        let positions = ["a", "b", "c"].enumerated().map { place, id in
            #""\#(id)": {"stance": {"p": \#(place == 0 ? 1 : 0), "q": \#(place == 1 ? 1 : 0), "r": \#(place == 2 ? 1 : 0)}, "salience": 10}"#
        }
        let found = try workspace(
            """
            "parties": {\(parties.joined(separator: ","))},
            "issues": {"x": {"title": "X", "options": {"p": {"title": "P"}, "q": {"title": "Q"}, "r": {"title": "R"}},
              "positions": {\(positions.joined(separator: ","))}}}
            """)
        let space = try ConstraintSpace(Package(), in: ResolvedCase(found, reading: .assessed))
        let whole = try #require(try Conflicts(space))
        #expect(whole.isComplete && whole.corrections.map(\.constraints) == [[0, 1], [0, 2], [1, 2]])
        #expect(Set(whole.conflicts) == [[0, 1], [0, 2], [1, 2]])
        let few = try #require(try Conflicts(space, effort: Conflicts.Effort(corrections: 2)))
        #expect(!few.isComplete && few.corrections.count == 2 && few.completeUpTo == 1)
        let small = try #require(try Conflicts(space, size: 1))
        #expect(!small.isComplete && small.corrections.isEmpty && small.completeUpTo == 1)
    }

    /// Thirty parties that want opposite things of ten issues, each for half of what it wants at least: conflicts are many and
    /// overlap, and hitting them takes many parties. All that is said of them holds, and it is said what was not looked at.
    @Test func manyPartiesInConflict() throws {
        let space = try ConstraintSpace(Package(), in: ResolvedCase(try Self.crowd(seed: 1), reading: .assessed))
        #expect(space.constraints.count == 30)
        let found = try #require(try Conflicts(space))
        #expect(found.completeUpTo == 3 && found.corrections.isEmpty && !found.isComplete && !found.isUndecided)
        #expect(found.conflicts.count > 3 && Set(found.conflicts).count == found.conflicts.count)
        // Each package of the million, as the parties that accept it.
        let accepting = everyPackage(of: space.problem(relaxing: []))
        // Where next to nothing may be held, questions stay open: a conflict may then hold more than it takes, but is one.
        let rough = try #require(try Conflicts(space, effort: Conflicts.Effort(labels: 1)))
        for (found, conflict) in [found, rough].flatMap({ found in found.conflicts.map { (found, $0) } }) {
            #expect(!accepting.contains { isSubset(conflict, $0) })
            guard !found.loose.contains(conflict) else { continue }
            for one in conflict { #expect(accepting.contains { isSubset(conflict.filter { $0 != one }, $0) }) }
        }
        // No three parties by giving way make anything acceptable: each package is refused by more.
        #expect(accepting.allSatisfy { $0.nonzeroBitCount < 27 })
    }

    private func isSubset(_ members: [Int], _ bits: UInt64) -> Bool { members.allSatisfy { bits >> $0 & 1 == 1 } }

    /// For every package of a problem without conditions the components that reach 0, as bits.
    private func everyPackage(of problem: Problem) -> [UInt64] {
        func sums(_ variables: Range<Int>) -> [[Int64]] {
            variables.reduce([[Int64](repeating: 0, count: problem.width)]) { rows, variable in
                rows.flatMap { row in
                    (0..<problem.sizes[variable]).map { option in row.indices.map { row[$0] + problem.own[variable][option * problem.width + $0] } }
                }
            }
        }
        let half = problem.sizes.count / 2
        let (first, second) = (sums(0..<half), sums(half..<problem.sizes.count))
        return first.flatMap { a in
            second.map { b in
                var bits: UInt64 = 0
                for component in a.indices where a[component] + b[component] >= 0 { bits |= 1 << UInt64(component) }
                return bits
            }
        }
    }

    /// Where no more may be spent, what is listed stays true.
    @Test func whatIsNotLookedAtIsSaid() throws {
        let space = try ConstraintSpace(Package(), in: ResolvedCase(try Self.crowd(seed: 2), reading: .assessed))
        let few = try #require(try Conflicts(space, effort: Conflicts.Effort(questions: 40)))
        #expect(!few.isComplete && few.completeUpTo == 0 && !few.isUndecided)
        let whole = try #require(try Conflicts(space, size: 2))
        let narrow = try #require(try Conflicts(space, size: 2, effort: Conflicts.Effort(candidates: 30)))
        #expect(whole.completeUpTo == 2 && narrow.completeUpTo == 1 && !narrow.isComplete)
        #expect(narrow.corrections == whole.corrections.filter { $0.constraints.count == 1 })
    }

    @Test func stopsWhenTold() throws {
        let space = try ConstraintSpace(Package(), in: ResolvedCase(try Self.crowd(seed: 1), reading: .assessed))
        let control = Control()
        control.stop()
        #expect(throws: CancellationError.self) { try Conflicts(space, control: control) }
    }

    /// Thirty parties and ten issues, of which each wants one end or the other. Every party signs for `reservation` or more.
    private static func crowd(seed: UInt64, reservation: Int = 50) throws -> Workspace {
        var draws = Draws(seed)
        let options = ["w", "x", "y", "z"]
        let parties = (0..<30).map { #""p\#($0)": {"name": "P\#($0)", "role": "principal", "reservation": \#(reservation)}"# }
        let issues = (0..<10).map { issue in
            let positions = (0..<30).map { party in
                let between = [Int.random(in: 0...10, using: &draws), Int.random(in: 0...10, using: &draws)].sorted()
                let worths = [0, between[0], between[1], 10]
                let turned = Bool.random(using: &draws) ? worths : worths.reversed()
                let stance = zip(options, turned).map { #""\#($0)": \#(decimal("0.1") * Number($1))"# }
                return #""p\#(party)": {"stance": {\#(stance.joined(separator: ","))}, "salience": \#(Int.random(in: 5...60, using: &draws))}"#
            }
            let titles = options.map { #""\#($0)": {"title": "\#($0)"}"# }
            return #""i\#(issue)": {"title": "I", "options": {\#(titles.joined(separator: ","))}, "positions": {\#(positions.joined(separator: ","))}}"#
        }
        return try workspace(#""parties": {\#(parties.joined(separator: ","))}, "issues": {\#(issues.joined(separator: ","))}"#)
    }

    private func isAcceptable(_ package: [Int], _ graph: StateGraph) throws -> Bool {
        let only = try package.enumerated().reduce(graph) { try $0.restricted($1.offset, to: [$1.element]) }
        return try AcceptableCount(only).atLeast == 1
    }
}

/// Every set of constraints, as bits: whether relaxing it makes something acceptable.
private struct Subsets {
    let isOpen: [Bool]
    private(set) var corrections: [[Int]] = []
    private(set) var conflicts: [[Int]] = []

    init(_ isOpen: [Bool]) {
        self.isOpen = isOpen
        let whole = isOpen.count - 1
        for set in isOpen.indices {
            let members = Self.members(set)
            if isOpen[set], !members.contains(where: { isOpen[set & ~(1 << $0)] }) { corrections.append(members) }
            // Keeping just these, and relaxing all others.
            if !isOpen[whole & ~set], members.allSatisfy({ isOpen[whole & ~set | 1 << $0] }) { conflicts.append(members) }
        }
    }

    static func members(_ set: Int) -> [Int] { (0..<Int.bitWidth).filter { set >> $0 & 1 == 1 } }
}
