import Analysis
import Foundation
import Negotiation
import OrderedCollections
import Shapes
import Testing

private func ratio(_ numerator: Int, _ denominator: Int) throws -> Ratio {
    try #require(Ratio(Number(numerator), over: Number(denominator)))
}

private func numbers(_ points: [Int]) -> [Number] { points.map { Number($0) } }

/// Raiffa's Panama Canal points, as Brams & Taylor share them out; skipped where `PARLEY_CASES` names no folder.
private enum Panama {
    static let file = ProcessInfo.processInfo.environment["PARLEY_CASES"].map { "\($0)/oracles/panama_adjusted_winner.json" }
        .flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }

    struct Oracle: Decodable {
        struct Outcome: Decodable {
            // Named as the file names them.
            var US_share: [String]
            var points: [Int]
        }

        var US: [Int]
        var Panama: [Int]
        var adjusted_winner: Outcome

        /// `2/15`, `1`.
        func shares() throws -> [Ratio?] {
            try adjusted_winner.US_share.map { text in
                let parts = try text.split(separator: "/").map { try #require(Int($0)) }
                return try ratio(parts[0], parts.count > 1 ? parts[1] : 1)
            }
        }
    }

    static func oracle() throws -> Oracle {
        try JSONDecoder().decode(Oracle.self, from: try Data(contentsOf: URL(filePath: try #require(file))))
    }
}

@Suite struct AdjustedWinnerTests {
    @Test(.enabled(if: Panama.file != nil, "PARLEY_CASES names no folder")) func panamaCanal() throws {
        let oracle = try Panama.oracle()
        let outcome = try AdjustedWinner(numbers(oracle.US), numbers(oracle.Panama))
        #expect(try outcome.shares == oracle.shares())
        #expect(outcome.split == 2)
        #expect(try outcome.shares[2] == ratio(2, 15))
        for points in oracle.adjusted_winner.points { #expect(try outcome.value == ratio(points, 100).reduced) }
        #expect(outcome.ties.isEmpty)
    }

    @Test(.enabled(if: Panama.file != nil, "PARLEY_CASES names no folder")) func panamaCanalAsACase() throws {
        let oracle = try Panama.oracle()
        let issues = zip(oracle.US, oracle.Panama).enumerated().map { index, points in
            """
            "i\(index)": {"title": "I", "options": {"panama": {"title": "P"}, "us": {"title": "U"}}, "positions": {
              "us": {"stance": {"us": 1, "panama": 0}, "salience": \(points.0)},
              "panama": {"stance": {"us": 0, "panama": 1}, "salience": \(points.1)}}}
            """
        }
        let workspace = try workspace(
            """
            "parties": {"public": {"name": "Q", "role": "constituency"}, "us": {"name": "U", "role": "principal"},
              "panama": {"name": "P", "role": "principal"}, "observer": {"name": "O", "role": "principal"}},
            "issues": {\(issues.joined(separator: ","))}
            """)
        let division = try IssueDivision(ResolvedCase(workspace, reading: .declared))
        #expect(division.parties == [1, 2])
        #expect(division.items.allSatisfy { $0.best == [1, 0] })
        #expect(division.items.map { $0.points[1] } == numbers(oracle.Panama))
        #expect(try division.division.shares == oracle.shares())
    }

    /// Against every way of giving whole items with one split anywhere.
    @Test func equitableEfficientAndFreeOfEnvy() throws {
        var draws = Draws(11)
        var (splits, whole, tied) = (0, 0, 0)
        for _ in 0..<2_000 {
            let count = Int.random(in: 1...5, using: &draws)
            func points() -> [Int] {
                let points = (0..<count).map { _ in Int.random(in: 0...9, using: &draws) }
                return points.allSatisfy { $0 == 0 } ? points.map { _ in 1 } : points
            }
            let (a, b) = (points(), points())
            let (totalA, totalB) = (a.reduce(0, +), b.reduce(0, +))
            let outcome = try AdjustedWinner(numbers(a), numbers(b))
            let (n, d) = (try #require(outcome.value.numerator.int), try #require(outcome.value.denominator.int))

            // Added up from the shares, both have the stated value; one item at most is split.
            let shares = try outcome.shares.map { share in
                guard let share else { return (0, 1) }
                return (try #require(share.numerator.int), try #require(share.denominator.int))
            }
            let common = shares.reduce(1) { $0 * $1.1 }
            let first = zip(a, shares).reduce(0) { $0 + $1.0 * $1.1.0 * (common / $1.1.1) }
            let second = zip(b, shares).reduce(0) { $0 + $1.0 * ($1.1.1 - $1.1.0) * (common / $1.1.1) }
            #expect(first * d == n * totalA * common)
            #expect(second * d == n * totalB * common)
            #expect(shares.indices.filter { shares[$0].1 != 1 } == (outcome.split.map { [$0] } ?? []))
            #expect(2 * n >= d)
            for item in a.indices { #expect((outcome.shares[item] == nil) == (a[item] + b[item] == 0)) }

            // Whether one party can have more than the value, the other keeping it, with `split` going in parts.
            func better(_ split: Int, _ mine: [Int], _ totalMine: Int, _ theirs: [Int], _ totalTheirs: Int, _ mask: Int) -> Bool {
                func sum(_ points: [Int], _ bit: Int) -> Int {
                    points.indices.reduce(0) { $1 != split && mask >> $1 & 1 == bit ? $0 + points[$1] : $0 }
                }
                // The part p/q of the split item brings the others to the value.
                let missing = n * totalTheirs - sum(theirs, 0) * d
                let (p, q) = missing <= 0 ? (0, 1) : (missing, d * theirs[split])
                guard q > 0, p <= q else { return false }
                return (sum(mine, 1) * q + mine[split] * (q - p)) * d > n * totalMine * q
            }
            for mask in 0..<(1 << count) {
                for split in 0..<count {
                    #expect(!better(split, a, totalA, b, totalB, mask), "\(a) \(b)")
                    #expect(!better(split, b, totalB, a, totalA, mask), "\(a) \(b)")
                }
            }
            splits += outcome.split == nil ? 0 : 1
            whole += outcome.split == nil ? 1 : 0
            tied += outcome.ties.isEmpty ? 0 : 1
        }
        #expect(splits > 200 && whole > 10 && tied > 40)
    }

    @Test func pointsAreTakenAsSharesOfTheirTotal() throws {
        let plain = try AdjustedWinner(numbers([6, 3, 1]), numbers([2, 4, 4]))
        #expect(try AdjustedWinner(["0.0006", "0.0003", "0.0001"].map(decimal), numbers([2_000_000, 4_000_000, 4_000_000])) == plain)
        // 6/10 + 3x/10 = 4/10 + 4(1 − x)/10
        #expect(try plain.shares == [ratio(1, 1), ratio(2, 7), ratio(0, 1)])
        #expect(try plain.value == ratio(24, 35))
    }

    @Test func tiesAreDecidedByPlaceAndTold() throws {
        // All quotients alike: the first party receives from the front until both have half.
        let same = try AdjustedWinner(numbers([1, 2, 3]), numbers([1, 2, 3]))
        #expect(try same.shares == [ratio(1, 1), ratio(1, 1), ratio(0, 1)])
        #expect(try same.value == ratio(1, 2))
        #expect(same.split == nil && same.ties == [0, 1, 2])
        let odd = try AdjustedWinner(numbers([5, 0, 2, 4]), numbers([10, 0, 4, 8]))
        #expect(try odd.shares == [ratio(1, 1), nil, ratio(1, 4), ratio(0, 1)])
        #expect(odd.split == 2 && odd.ties == [0, 2, 3])
        // Alike among themselves, but all of them go the same way.
        let settled = try AdjustedWinner(numbers([2, 2, 1]), numbers([1, 1, 10]))
        #expect(settled.split == 2 && settled.ties.isEmpty)
        let met = try AdjustedWinner(numbers([2, 2, 1, 1]), numbers([1, 1, 2, 2]))
        #expect(met.split == nil && met.ties.isEmpty)
    }

    @Test func oneItemIsHalved() throws {
        let outcome = try AdjustedWinner([7], [3])
        #expect(try outcome.shares == [ratio(1, 2)])
        #expect(try outcome.value == ratio(1, 2))
        #expect(outcome.split == 0 && outcome.ties.isEmpty)
    }

    @Test func zeroPoints() throws {
        let outcome = try AdjustedWinner([0, 4, 0], [9, 0, 0])
        #expect(try outcome.shares == [ratio(0, 1), ratio(1, 1), nil])
        #expect(try outcome.value == ratio(1, 1))
        #expect(throws: AdjustedWinner.Fault.noPoints(party: 1)) { try AdjustedWinner([1, 2], [0, 0]) }
        #expect(throws: AdjustedWinner.Fault.noPoints(party: 0)) { try AdjustedWinner([], []) }
        #expect(throws: AdjustedWinner.Fault.negativePoints(party: 0, item: 1)) { try AdjustedWinner([1, -2], [1, 1]) }
        #expect(throws: AdjustedWinner.Fault.unequalCounts(1, 2)) { try AdjustedWinner([1], [1, 1]) }
    }

    /// At the limit everything fits; beyond it there is an error and no trap.
    @Test func limitOfSize() throws {
        let most = Number(significand: AdjustedWinner.limit - 1, exponent: 0)
        let edge = try AdjustedWinner([most, 1], [1, most])
        #expect(edge.split == nil)
        #expect(edge.value.numerator == most)
        let close = try AdjustedWinner([most, 1], [most - 1, 2])
        #expect(close.split == 0)
        #expect(throws: AdjustedWinner.Fault.tooFine(party: 1)) { try AdjustedWinner([1, 1], [most, 2]) }
        #expect(throws: AdjustedWinner.Fault.tooFine(party: 0)) { try AdjustedWinner(["0.000000001", "1000000000"].map(decimal), [1, 1]) }
        #expect(throws: AdjustedWinner.Fault.tooFine(party: 0)) {
            try AdjustedWinner([Number(significand: 1, exponent: 4_000), 1], [1, 1])
        }
        #expect(throws: AdjustedWinner.Fault.tooFine(party: 0)) {
            try AdjustedWinner([Number(significand: .max, exponent: 0), Number(significand: .max, exponent: 0)], [1, 1])
        }
    }
}

@Suite struct IssueDivisionTests {
    private let options = #""options": {"a": {"title": "A"}, "b": {"title": "B"}, "c": {"title": "C"}}"#

    private func division(_ issues: String, parties: String = "", _ reading: Reading = .declared) throws -> IssueDivision {
        let workspace = try workspace(
            """
            "parties": {"p": {"name": "P", "role": "principal"}, "q": {"name": "Q", "role": "principal"}\(parties)},
            "issues": {\(issues)}
            """)
        return try IssueDivision(ResolvedCase(workspace, reading: reading))
    }

    @Test func pointsAreWhatTheWinnerHasOverTheLoser() throws {
        let result = try division(
            """
            "i": {"title": "I", \(options), "positions": {
              "p": {"stance": {"a": [0.8, 1], "b": 0.5, "c": 0.1}, "salience": [20, 40],
                "assessed": {"stance": {"b": "red-line"}, "salience": 10}},
              "q": {"stance": {"a": 0.2, "b": 0.8, "c": 0.4}, "salience": 50}}},
            "r": {"title": "R", "range": {"from": 0, "to": 4, "step": 1}, "positions": {
              "p": {"stance": {"0": 1, "4": 0}, "salience": 10}, "q": {"stance": {"0": 0, "3": 1, "4": 0}, "salience": 10}}}
            """)
        #expect(result.items.map(\.best) == [[0, 1], [0, 3]])
        // (0.9 − 0.5) · 30, (0.8 − 0.2) · 50; between 0 and 4 a straight line.
        #expect(result.items.map(\.points) == [[12, 30], [decimal("7.5"), 10]])
        #expect(result.items.map(\.issue) == [0, 1])
    }

    @Test func readingsAndRedLines() throws {
        let issue = """
            "i": {"title": "I", \(options), "positions": {
              "p": {"stance": {"a": 1, "b": 0.5, "c": 0}, "salience": 10, "assessed": {"stance": {"b": "red-line"}, "salience": 20}},
              "q": {"stance": {"a": 0, "b": 1, "c": 0}, "salience": 10}}}
            """
        #expect(try division(issue).items[0].points == [5, 10])
        #expect(try division(issue, .assessed).items[0].points == [20, 10])
    }

    /// Whoever has several best options takes the one that the other likes most: where they want the same, nobody loses.
    @Test func agreedIssuesHaveNoShare() throws {
        let result = try division(
            """
            "i": {"title": "I", \(options), "positions": {
              "p": {"stance": {"a": 1, "b": 1, "c": 0}, "salience": 10}, "q": {"stance": {"a": 0, "b": 1, "c": 1}, "salience": 10}}},
            "k": {"title": "K", \(options), "positions": {
              "p": {"stance": {"a": 1, "b": 1, "c": 0}, "salience": 5}, "q": {"stance": {"a": 0, "b": 0.2, "c": 1}, "salience": 5}}},
            "silent": {"title": "S", \(options), "positions": {"p": {"stance": {"a": 1, "b": 1, "c": 0}, "salience": 10}}}
            """)
        #expect(result.items.map(\.issue) == [0, 1])
        #expect(result.items[0].best == [1, 1] && result.items[0].points == [0, 0])
        #expect(result.items[1].best == [1, 2] && result.items[1].points == [5, 4])
        #expect(try result.division.shares == [nil, ratio(1, 2)])
    }

    @Test func justTwoPrincipalsWithPositions() throws {
        let one = #""i": {"title": "I", \#(options), "positions": {"p": {"stance": {"a": 1}, "salience": 1}}}"#
        #expect(throws: AdjustedWinner.Fault.principals(1)) { try division(one) }
        let three = """
            "i": {"title": "I", \(options), "positions": {
              "p": {"stance": {"a": 1}, "salience": 1}, "q": {"stance": {"b": 1}, "salience": 1}, "r": {"stance": {"c": 1}, "salience": 1}}}
            """
        #expect(throws: AdjustedWinner.Fault.principals(3)) {
            try division(three, parties: #", "r": {"name": "R", "role": "principal"}"#)
        }
        // A third party with a position is not shared out to.
        #expect(try division(three, parties: #", "r": {"name": "R", "role": "ratifier"}"#).parties == [0, 1])
        let apart = #""i": {"title": "I", \#(options), "positions": {"p": {"stance": {"a": 1}, "salience": 1}}}, "#
            + #""k": {"title": "K", \#(options), "positions": {"q": {"stance": {"a": 1}, "salience": 1}}}"#
        #expect(throws: AdjustedWinner.Fault.noPoints(party: 0)) { try division(apart) }
    }
}
