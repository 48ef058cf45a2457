import Analysis
import Findings
import Negotiation
import OrderedCollections

/// A handful of efficient packages that show what there is to choose from: the Nash package, each party's best, and then
/// always the one that is farthest from those taken (greedy coverage; Gonzalez 1985), each named by what it trades for what.
struct Representatives {
    private(set) var chosen: [SolveResult.Solved] = []

    private static let most = 7

    init(_ solver: SpaceSolver, _ frontier: Frontier, _ answers: [SpaceSolver.Answer]) {
        guard frontier.count > 0 else { return }
        let width = frontier.objectives
        let multiplicities = frontier.multiplicities
        var low = [Int64](repeating: .max, count: width)
        var high = [Int64](repeating: .min, count: width)
        for (place, value) in frontier.points.enumerated() {
            low[place % width] = min(low[place % width], value)
            high[place % width] = max(high[place % width], value)
        }
        /// Positions between the least and the most of the frontier, party by party.
        func distance(_ a: Int, _ b: Int) -> Double {
            zip(frontier.point(a), frontier.point(b)).enumerated().reduce(0) { most, element in
                let span = Double(high[element.offset] - low[element.offset])
                return span > 0 ? max(most, abs(Double(element.element.0) - Double(element.element.1)) / span) : most
            }
        }
        let nash = answers.first { $0.criterion.name == .nash }.flatMap { answer in
            // A search has its own points: the same package is looked for among those of the frontier.
            answer.best.first.flatMap { best -> Int? in
                let wanted = Array(answer.frontier.point(best))
                return (0..<frontier.count).first { Array(frontier.point($0)) == wanted }
            }
        }
        var taken: [(point: Int, role: String?)] = []
        let start = nash ?? 0
        if nash != nil { taken.append((start, "the Nash package")) }
        for party in 0..<width where taken.count < Self.most {
            let best = (0..<frontier.count).filter { frontier.point($0)[frontier.point($0).startIndex + party] == high[party] }
            guard let point = best.min(by: { distance($0, start) < distance($1, start) }), !taken.contains(where: { $0.point == point })
            else { continue }
            taken.append((point, "the most for \(solver.result.parties[party].name)"))
        }
        var nearest = [Double](repeating: .infinity, count: frontier.count)
        var seen = 0
        while taken.count < min(Self.most, frontier.count) {
            for (point, _) in taken[seen...] {
                for index in nearest.indices { nearest[index] = min(nearest[index], distance(index, point)) }
            }
            seen = taken.count
            guard let farthest = nearest.indices.max(by: { nearest[$0] < nearest[$1] }), nearest[farthest] > 0 else { break }
            taken.append((farthest, nil))
        }
        let reference = nash.map { solver.solved(frontier, $0, multiplicities[$0]) }
        chosen = taken.map { point, role in
            var solved = solver.solved(frontier, point, multiplicities[point])
            solved.name = Self.name(solved, role, against: reference, solver)
            return solved
        }
    }

    private static func name(
        _ solved: SolveResult.Solved, _ role: String?, against reference: SolveResult.Solved?, _ solver: SpaceSolver
    ) -> String {
        guard let reference, reference.choices != solved.choices else { return role ?? "another of them" }
        var better: [String] = []
        var worse: [String] = []
        for (place, party) in solver.result.parties.enumerated() {
            if solved.utilities[place] > reference.utilities[place] { better.append(party.name) }
            if solved.utilities[place] < reference.utilities[place] { worse.append(party.name) }
        }
        let moved = solved.choices.filter { reference.choices[$0.key] != $0.value }.map { issue, _ in
            solver.question.workspace.issues[issue]?.title ?? issue.text
        }
        let trade = "better for \(Phrase.brief(better, most: 3)) and worse for \(Phrase.brief(worse, most: 3)) than Nash"
        let by = moved.isEmpty ? "" : ", by \(Phrase.brief(moved, most: 2))"
        return (role.map { "\($0): " } ?? "") + (better.isEmpty || worse.isEmpty ? role ?? "as good as Nash" : trade) + by
    }
}
