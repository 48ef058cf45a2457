import Analysis
import Negotiation
import OrderedCollections
import Shapes
import Testing

/// Random small cases against brute force: every end of every range, every completion.
@Suite struct RangeTests {
    /// One party, a few issues of three options, a goal, a linkage, an outside value and perhaps a reservation.
    private struct Example {
        var workspace = Workspace()
        var saliences: [Interval] = []
        var stances: [[Interval]] = []
        var weight: Interval
        var adds: Interval
        var outside: Interval
        var reservation: Interval?
        var noDeal: [Int]

        static let options: [ID<Option>] = ["a", "b", "c"]

        init(_ draws: inout Draws, issues count: Int, redLines: Bool) throws {
            weight = draws.tenths(0...200)
            adds = draws.tenths(-100...100)
            outside = draws.tenths(-150...100)
            reservation = Int.random(in: 0..<4, using: &draws) == 0 ? draws.tenths(100...700) : nil
            noDeal = (0..<count).map { _ in Int.random(in: 0..<3, using: &draws) }
            var party = Party()
            var goal = Goal()
            goal.predicate = try Predicate(count > 1 ? "i0 = a or i1 != b" : "i0 = a")
            goal.weight = weight
            party.agenda["goal"] = goal
            var value = OutsideValue()
            value.points = outside
            party.outside = [value]
            party.reservation = reservation
            if redLines, Bool.random(using: &draws) {
                var line = RedLine()
                line.predicate = try Predicate(count > 1 ? "i0 = b and i1 = c" : "i0 = b")
                line.firmness = .firm
                party.redLines["line"] = line
            }
            workspace.parties["p"] = party
            var nothing = NoDeal()
            for index in 0..<count {
                var issue = Issue()
                for option in Self.options { issue.options[option] = Option() }
                saliences.append(draws.tenths(0...500))
                stances.append(Self.options.map { _ in draws.tenths(0...10) })
                var position = Position()
                position.salience = .range(saliences[index])
                for (option, stance) in zip(Self.options, stances[index]) {
                    position.stance[option] =
                        redLines && Int.random(in: 0..<6, using: &draws) == 0 ? .word(Words.redLine) : .range(stance)
                }
                issue.positions["p"] = position
                workspace.issues[ID("i\(index)")] = issue
                nothing.choices[ID("i\(index)")] = Self.options[noDeal[index]]
            }
            workspace.noDeal = nothing
            var linkage = Linkage()
            linkage.when = try Predicate("i0 = c")
            linkage.adds["p"] = adds
            workspace.linkages["tie"] = linkage
        }

        func goal(_ choice: [Int]) -> Number { choice[0] == 0 || (choice.count > 1 && choice[1] != 1) ? 1 : 0 }
        func tie(_ choice: [Int]) -> Number { choice[0] == 2 ? 1 : 0 }

        /// Least and greatest of the margin and of the value over all ends of all ranges.
        func bruteForce(_ choice: [Int]) -> (margin: Interval, least: (Number, Number)?, greatest: (Number, Number)?) {
            let count = saliences.count
            // Per issue: salience, stance of the package's option, stance of no deal's (the same number when they are one).
            var ranges = [weight, adds, outside, reservation ?? .zero]
            for index in 0..<count {
                ranges += [saliences[index], stances[index][choice[index]], stances[index][noDeal[index]]]
            }
            var low: Number?
            var high: Number?
            var least: (Number, Number)?
            var greatest: (Number, Number)?
            for row in vertices(ranges) {
                var value = row[0] * goal(choice) + row[1] * tie(choice)
                var without = row[0] * goal(noDeal) + row[1] * tie(noDeal) + row[2]
                var total = row[0]
                for index in 0..<count {
                    let (salience, stance, other) = (row[4 + 3 * index], row[5 + 3 * index], row[6 + 3 * index])
                    total += salience
                    value += salience * stance
                    without += salience * (choice[index] == noDeal[index] ? stance : other)
                }
                let margin = reservation == nil ? value - without : value - row[3] * total * decimal("0.01")
                low = low.map { min($0, margin) } ?? margin
                high = high.map { max($0, margin) } ?? margin
                guard total > 0 else { continue }
                if let found = least, found.0 * total <= value * found.1 {} else { least = (value, total) }
                if let found = greatest, found.0 * total >= value * found.1 {} else { greatest = (value, total) }
            }
            return (Interval(low: low ?? 0, high: high ?? 0), least, greatest)
        }

        func package(_ choice: [Int]) -> Package {
            AnalysisTests.package(
                OrderedDictionary(
                    uniqueKeysWithValues: choice.enumerated().map { (ID("i\($0.offset)"), .option(Self.options[$0.element])) }))
        }
    }

    @Test func acceptanceAndValueAreExact() throws {
        var draws = Draws(2)
        var verdicts: Set<Verdict> = []
        for _ in 0..<1_500 {
            let count = Int.random(in: 1...2, using: &draws)
            let example = try Example(&draws, issues: count, redLines: false)
            let choice = (0..<count).map { _ in Int.random(in: 0..<3, using: &draws) }
            let resolved = ResolvedCase(example.workspace, reading: .declared)
            let party = try PackageEvaluation(example.package(choice), in: resolved).party("p")
            let truth = example.bruteForce(choice)
            #expect(party.margin?.range == truth.margin)
            let expected: Verdict = truth.margin.low >= 0 ? .certain : truth.margin.high < 0 ? .excluded : .possible
            #expect(party.verdict == expected)
            verdicts.insert(party.verdict)
            if example.saliences.contains(where: { $0.low > 0 }), let least = truth.least, let greatest = truth.greatest {
                #expect(equal(party.value.low, least.0 * 100, least.1))
                #expect(equal(party.value.high, greatest.0 * 100, greatest.1))
            }
        }
        #expect(verdicts == [.certain, .possible, .excluded])
    }

    /// What is said of an incomplete package holds for each of its completions.
    @Test func incompletePackagesAreBoundedByTheirCompletions() throws {
        var draws = Draws(3)
        var settled: [Verdict: Int] = [:]
        for _ in 0..<1_500 {
            let count = Int.random(in: 2...3, using: &draws)
            let example = try Example(&draws, issues: count, redLines: true)
            let resolved = ResolvedCase(example.workspace, reading: .declared)
            var partial = AnalysisTests.package([:])
            var domains: [[Int]] = []
            for index in 0..<count {
                let first = Int.random(in: 0..<3, using: &draws)
                switch Int.random(in: 0..<4, using: &draws) {
                case 0:
                    domains.append([0, 1, 2])
                case 1:
                    domains.append([first, (first + 1) % 3])
                    partial.choices[ID("i\(index)")] = .disputed(domains[index].map { Example.options[$0] })
                case 2:
                    domains.append([example.noDeal[index]])
                    partial.choices[ID("i\(index)")] = .leftOut
                default:
                    domains.append([first])
                    partial.choices[ID("i\(index)")] = .option(Example.options[first])
                }
            }
            let whole = try PackageEvaluation(partial, in: resolved).party("p")
            var verdicts: Set<Verdict> = []
            var answers: Set<Bool?> = []
            for choice in domains.reduce([[]], { rows, domain in rows.flatMap { row in domain.map { row + [$0] } } }) {
                let party = try PackageEvaluation(example.package(choice), in: resolved).party("p")
                verdicts.insert(party.verdict)
                answers.insert(party.accepts)
                for (bound, one) in [(whole.value.low, party.value.low), (party.value.high, whole.value.high)] {
                    // No bound at all bounds everything.
                    guard let bound, let one else { continue }
                    #expect(bound.numerator * one.denominator <= one.numerator * bound.denominator)
                }
                for (all, one) in zip(whole.contributions, party.contributions) {
                    #expect(all.difference.worst.contains(one.difference.worst.low))
                    #expect(all.difference.best.contains(one.difference.best.high))
                    #expect(all.package.range.low <= one.package.range.low && one.package.range.high <= all.package.range.high)
                }
            }
            if whole.verdict != .unknown { #expect(verdicts == [whole.verdict]) }
            if let accepts = whole.accepts { #expect(answers == [accepts]) }
            settled[whole.verdict, default: 0] += 1
        }
        #expect(Verdict.allCases.allSatisfy { settled[$0, default: 0] > 20 })
    }
}
