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
        let few = try #require(try Conflicts(space, limit: 2))
        #expect(!few.isComplete && few.corrections.count == 2 && few.completeUpTo == 1)
        let small = try #require(try Conflicts(space, size: 1))
        #expect(!small.isComplete && small.corrections.isEmpty && small.completeUpTo == 1)
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
