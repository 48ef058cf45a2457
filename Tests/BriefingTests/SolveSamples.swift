import Findings
import Negotiation
import OrderedCollections
import Shapes

/// Solved spaces as the daemon sends them.
extension Samples {
    private static func solved(
        _ utilities: [Int], _ choices: SolveResult.Choices = [:], name: String? = nil
    ) -> SolveResult.Solved {
        var solved = SolveResult.Solved()
        solved.utilities = utilities.map { Number($0) }
        solved.choices = choices
        solved.name = name
        return solved
    }

    private static func solution(
        _ title: String, _ measure: String, _ definition: String, value: Figure, _ packages: [SolveResult.Solved],
        ties: PackageCount
    ) -> SolveResult.Solution {
        var solution = SolveResult.Solution()
        solution.title = title
        solution.definition = definition
        solution.measure = measure
        solution.value = value
        solution.packages = packages
        solution.utilities = packages.first?.utilities ?? []
        solution.ties = ties
        return solution
    }

    private static func parties(_ names: [String], floors: [Int], bests: [Int?]) -> [SolveResult.Party] {
        names.indices.map { index in
            var party = SolveResult.Party()
            party.name = names[index]
            party.id = ID(names[index].split(separator: " ").joined(separator: "-").lowercased())
            party.floor = Number(floors[index])
            party.best = bests[index].map { Number($0) }
            return party
        }
    }

    /// Two parties; the frontier is known exactly, and some definitions meet.
    static var solvedPair: SolveResult {
        var result = SolveResult()
        result.workspace = "fishing-quota"
        result.title = "Sharing a fish stock"
        result.revision = 3
        result.open = ["season", "quota", "zone"]
        result.parties = parties(["Coastland", "Isle"], floors: [28, 26], bests: [92, 88])
        result.outcomes = PackageCount(36)
        result.feasible = PackageCount(30)
        result.acceptable = PackageCount(17)
        let middle = solved([66, 64], ["season": "summer", "quota": "40", "zone": "now"])
        let other = solved([74, 58], ["season": "closed", "quota": "40", "zone": "now"])
        var frontier = SolveResult.Frontier()
        frontier.points =
            [[30, 88], [41, 85], [52, 77]].map { solved($0) } + [middle, other] + [[83, 40], [92, 29]].map { solved($0) }
        frontier.outcomes = PackageCount(8)
        frontier.distinct = 7
        frontier.representatives = [
            solved(
                [30, 88],
                name: "the most for Isle: better for Isle and worse for Coastland than Nash, by Fishing season and Quota"),
            solved([66, 64], name: "the Nash package"),
            solved(
                [92, 29], name: "the most for Coastland: better for Coastland and worse for Isle than Nash, by Quota"),
        ]
        frontier.representatives[1].count = PackageCount(2)
        result.frontier = frontier
        result.solutions = [
            "nash": solution(
                "Nash", "product of gains, each on 0–1", "the greatest product of what all gain over their floors (Nash 1950)",
                value: Figure(exact: number("0.1444")), [middle, middle], ties: PackageCount(2)),
            "kalai-smorodinsky": solution(
                "Kalai–Smorodinsky", "least share of the best gain",
                "the least share of the best gain is as great as can be (Kalai and Smorodinsky 1975)",
                value: Figure(exact: number("0.594")), [middle], ties: PackageCount(1)),
            "utilitarian": solution(
                "Utilitarian", "sum of values", "the greatest sum of values", value: Figure(exact: 132), [other],
                ties: PackageCount(1)),
        ]
        result.elapsedMilliseconds = number("12.4")
        return result
    }

    /// As many parties as there are at a large table; too many packages to find all that are efficient.
    static var solvedTable: SolveResult {
        var result = SolveResult()
        result.workspace = "straits"
        result.title = "Passage through the straits, and who keeps it safe"
        result.revision = 41
        result.package = "second-draft"
        result.scenario = "hard-winter"
        result.reading = .declared
        result.ranges = "pessimistic"
        result.open = (1...20).map { ID("issue-\($0)") }
        let names = [
            "Northland", "Southland", "Isle", "Fishers of the northern isles", "Harbour cities", "Union", "Merchants",
            "Inland states",
        ]
        result.parties = parties(names, floors: [20, 31, 12, 25, 40, 8, 0, 33], bests: [90, 84, 77, 91, 88, 69, 97, 80])
        result.outcomes = PackageCount(1_152_921_504_606_846_976)
        result.feasible = PackageCount(atLeast: 4_096, atMost: 1_152_921_504_606_846_976)
        result.acceptable = PackageCount(atLeast: 312, atMost: nil)
        func package(_ seed: Int) -> SolveResult.Solved {
            // Who gains along with the seed and who loses by it takes turns.
            let utilities = result.parties.indices.map { 45 + ($0 % 2 == 0 ? seed : -seed) + $0 }
            let choices = result.open.enumerated().map { index, issue in
                (issue, ID<Option>(index < 4 ? "option-\((seed / 3 + 40 + index) % 3 + 1)" : "as-before"))
            }
            return solved(utilities, SolveResult.Choices(uniqueKeysWithValues: choices))
        }
        var frontier = SolveResult.Frontier()
        frontier.exact = false
        frontier.epsilon = number("0.25")
        frontier.points = stride(from: -18, through: 20, by: 2).map { package($0) }
        frontier.distinct = 20
        frontier.outcomes = PackageCount(atLeast: 20, atMost: nil)
        frontier.representatives = zip([-18, 0, 20], [
            "the most for Southland: better for Southland, Union and 2 more and worse for Northland, Isle and 2 more than Nash",
            "the Nash package", "the most for Northland",
        ]).map { seed, name in
            var solved = package(seed)
            solved.name = name
            return solved
        }
        result.frontier = frontier
        let titles = [
            "Nash", "Kalai–Smorodinsky", "Egalitarian", "Utilitarian", "Relative utilitarian", "Maximin", "Minimax regret",
        ]
        for (index, title) in titles.enumerated() {
            var found = solution(
                title, "what is compared",
                "what this definition asks for, in a sentence that is long enough to need a second line",
                value: Figure(exact: 30 + Number(index)), [package(3 * (index / 2))], ties: PackageCount(1))
            if index == 0 {
                found.value = bounds("0.0000415", "0.00005203", "0.0000415")
                found.exact = false
            }
            result.solutions["solution-\(index)"] = found
        }
        result.notes = ["The search was stopped after 60 seconds."]
        result.elapsedMilliseconds = 60_020
        return result
    }

    /// Nothing that all would sign, in files of another system.
    static var solvedNothing: SolveResult {
        var result = SolveResult()
        result.workspace = "party-domain"
        result.title = "Party"
        result.reading = .declared
        result.open = ["drinks", "food"]
        result.parties = parties(["Hosts", "Guests"], floors: [70, 65], bests: [nil, nil])
        result.outcomes = PackageCount(12)
        result.feasible = PackageCount(12)
        result.acceptable = PackageCount(0)
        result.imported = ["Party.xml: 2 issues with 7 values", "profile1.xml: weights and values of “Hosts”"]
        result.elapsedMilliseconds = number("0.2")
        return result
    }

    static var scatter: Scatter {
        Scatter(
            id: "trade", title: "What they bring both", x: .init("Coastland", Interval(low: 0, high: 100), reference: 28),
            y: .init("Isle", Interval(low: 0, high: 1), reference: number("0.26")),
            points: [
                .init(66, number("0.64"), label: "Nash", mark: "N"),
                .init(66, number("0.64"), label: "Egalitarian", mark: "E"),
                .init(10, number("0.9")), .init(12, number("0.88")), .init(90, number("0.1")), .init(120, number("0.5")),
            ])
    }
}
