import Findings
import Negotiation
import Shapes

extension Page {
    /// The efficient packages: how many, a picture of them, and a handful by name.
    mutating func frontier(_ frontier: SolveResult.Frontier, of result: SolveResult, _ marked: [MarkedSolution]) {
        heading("Efficient packages")
        paragraph(
            StyledText(
                "Nothing brings somebody more than an efficient package does without bringing somebody else less. "
                    + frontier.sentence))
        if let scatter = result.scatter(marked) {
            gap()
            add(terminal.lines(of: scatter))
            if result.parties.count > 2 { paragraph(StyledText("What looks worse here brings another party more.", .dim)) }
        }
        guard !frontier.representatives.isEmpty else { return }
        gap()
        let rows = frontier.representatives.enumerated().map { index, solved in
            SolvedRow(mark: "\(index + 1)", name: solved.name ?? "", utilities: solved.utilities, count: solved.count)
        }
        solved(rows, title: "A few of them, numbered as above", parties: result.parties)
    }
}

extension SolveResult.Frontier {
    fileprivate var sentence: String {
        let isWhole = points.count >= distinct
        let listed = isWhole ? "" : " \(Number(points.count).forPeople) of them are drawn; --limit draws more."
        guard exact else {
            return "There are too many to find them all: \(Number(distinct).forPeople) stand for them, and every acceptable "
                + "package is within \(epsilon.roundedUp(decimals: 2).forPeople) points of one of these, for every party.\(listed)"
        }
        if outcomes == PackageCount(1) { return "There is just one." }
        // Packages that bring all parties the same count as one point.
        let areAlike = outcomes != PackageCount(UInt128(distinct))
        let different = !areAlike ? "" : distinct == 1 ? ", all alike to the parties"
            : ", with \(Number(distinct).forPeople) different outcomes for the parties"
        return "There are \(outcomes.words)\(different); these are all.\(listed)"
    }
}

extension SolveResult {
    /// The efficient packages and the solutions by what they bring two parties; nil where there are no two.
    fileprivate func scatter(_ marked: [MarkedSolution]) -> Scatter? {
        guard let frontier, parties.count >= 2 else { return nil }
        let vectors = (frontier.points + frontier.representatives).map(\.utilities).filter { $0.count == parties.count }
        // One point is no picture.
        guard Set(vectors).count > 1 else { return nil }
        let (pair, isConflict) = SolveResult.rivals(vectors)
        func axis(_ index: Int) -> Scatter.Axis {
            let drawn = vectors + marked.map(\.solution.utilities).filter { $0.count == parties.count }
            let values = drawn.map { $0[index] } + [parties[index].floor]
            let (low, high) = (values.min() ?? 0, values.max() ?? 0)
            // Some air around what is drawn.
            let margin = max((high - low).divided(by: 25, decimals: 0), 1)
            let (from, to) = ((low - margin).roundedDown(decimals: 0), (high + margin).roundedUp(decimals: 0))
            return Scatter.Axis(parties[index].name, Interval(low: from, high: to), reference: parties[index].floor)
        }
        func point(_ utilities: [Number], mark: String? = nil, label: String? = nil) -> Scatter.Point? {
            guard utilities.count == parties.count else { return nil }
            return Scatter.Point(utilities[pair.0], utilities[pair.1], label: label, mark: mark)
        }
        let names = "\(parties[pair.0].name) and \(parties[pair.1].name)"
        let title =
            parties.count == 2
            ? "What they bring \(names)"
            : "What they bring \(names), \(isConflict ? "whose values conflict most" : "the two whose values agree least")"
        let solutions = marked.compactMap { point($0.solution.utilities, mark: $0.mark, label: $0.solution.title) }
        let named = frontier.representatives.enumerated().compactMap { point($0.element.utilities, mark: "\($0.offset + 1)") }
        let others = frontier.points.compactMap { point($0.utilities) }
        return Scatter(id: "frontier", title: title, x: axis(pair.0), y: axis(pair.1), points: solutions + named + others)
    }

    /// The two parties of whom one has the more the less the other has, and whether any two are like that: those with the
    /// most negative covariance. Only what is drawn depends on it, so it may be rough.
    private static func rivals(_ vectors: [[Number]]) -> (pair: (Int, Int), isConflict: Bool) {
        let count = vectors[0].count
        guard count > 2 else { return ((0, 1), true) }
        let columns = (0..<count).map { party in
            let values = vectors.map { $0[party].double }
            let mean = values.reduce(0, +) / Double(values.count)
            return values.map { $0 - mean }
        }
        var best = (pair: (0, 1), value: Double.infinity)
        for a in 0..<count {
            for b in (a + 1)..<count {
                let covariance = zip(columns[a], columns[b]).reduce(0) { $0 + $1.0 * $1.1 }
                if covariance < best.value { best = ((a, b), covariance) }
            }
        }
        return (best.pair, best.value < 0)
    }
}
