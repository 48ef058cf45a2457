import Findings
import Negotiation
import OrderedCollections
import Shapes

/// A solution with the letter that stands for it in tables and pictures.
struct MarkedSolution {
    var mark: String
    var solution: SolveResult.Solution

    /// Each gets the first letter of its name, or else another letter of it, that no other has.
    static func all(of result: SolveResult) -> [MarkedSolution] {
        var taken: Set<Character> = []
        return result.solutions.values.map { solution in
            let words = solution.title.uppercased().split { !("A"..."Z").contains($0) }
            let letters = words.compactMap(\.first) + words.joined()
            let mark = letters.first { !taken.contains($0) } ?? "*"
            taken.insert(mark)
            return MarkedSolution(mark: String(mark), solution: solution)
        }
    }
}

extension Page {
    mutating func solutions(_ marked: [MarkedSolution], of result: SolveResult) {
        heading("Best by each definition")
        let scores = FigureText.aligned(marked.map { FigureText(ofScore: $0.solution.value) })
        let rows = marked.indices.map { index in
            let solution = marked[index].solution
            return SolvedRow(
                mark: marked[index].mark, name: solution.title, score: StyledText(scores[index]), utilities: solution.utilities,
                count: solution.ties)
        }
        solved(rows, parties: result.parties)
        gap()
        for item in marked {
            let solution = item.solution
            let proven: StyledText = solution.exact ? "" : " \("The search was stopped: something better may exist.", .yellow)"
            paragraph(
                "\(solution.title): \("\(solution.definition). Score: \(solution.measure).", .dim)\(proven)",
                lead: "\(item.mark, [.bold, .cyan]) ")
        }
        bars(marked, of: result)
        choices(marked, of: result)
    }

    /// A bar for each party; solutions that bring everybody the same share theirs.
    private mutating func bars(_ marked: [MarkedSolution], of result: SolveResult) {
        var groups: OrderedDictionary<[Number], [MarkedSolution]> = [:]
        for item in marked where item.solution.utilities.count == result.parties.count {
            groups[item.solution.utilities, default: []].append(item)
        }
        guard !groups.isEmpty, !result.parties.isEmpty else { return }
        var bars: [Chart.Bar] = []
        var headings: [Int: StyledText] = [:]
        for (utilities, holders) in groups {
            let names = holders.map { "\($0.mark, [.bold, .cyan]) \($0.solution.title)" as StyledText }
            headings[bars.count] = names.joined(separator: ", ")
            bars += zip(result.parties, utilities).map { party, value in
                Chart.Bar(party.name, Figure(exact: value), reference: Figure(exact: party.floor))
            }
        }
        let ends = bars.flatMap { [$0.figure.value, $0.reference?.value].compactMap(\.self) }
        let scale = ends.reduce(Interval(low: 0, high: 100)) { scale, end in
            scale.hull(Interval(low: end.roundedDown(decimals: 0), high: end.roundedUp(decimals: 0)))
        }
        gap()
        add(
            terminal.lines(
                of: Chart(id: "solutions", title: "What they bring each party", scale: scale, unit: "0–100", bars: bars),
                comparedWith: "floor", groups: headings))
    }

    /// Where the solutions part, and what they have in common.
    private mutating func choices(_ marked: [MarkedSolution], of result: SolveResult) {
        var packages: OrderedDictionary<SolveResult.Choices, [String]> = [:]
        for item in marked {
            if let first = item.solution.packages.first { packages[first.choices, default: []].append(item.mark) }
        }
        guard !packages.isEmpty else { return }
        func title(_ issue: ID<Issue>) -> String { result.names[issue]?.title ?? issue.text }
        func title(_ option: ID<Option>?, of issue: ID<Issue>) -> String {
            option.map { result.names[issue]?.title(of: $0) ?? $0.text } ?? "open"
        }
        let differing = result.open.filter { issue in Set(packages.keys.map { $0[issue] }).count > 1 }
        let common = result.open.filter { !differing.contains($0) }
        heading("What they choose")
        if packages.count == 1 {
            var grid = Grid(["Issue", "Choice of all"])
            grid.rows = common.map { [StyledText(title($0)), StyledText(title(packages.keys[0][$0], of: $0))] }
            add(grid.lines(width: terminal.width))
        } else {
            let rows = differing.map { issue in (title(issue), packages.keys.map { title($0[issue], of: issue) }) }
            add(differences(Array(packages.values), rows))
            let agreed: [StyledText] = common.map { "\("\(title($0)):", .dim) \(title(packages.keys[0][$0], of: $0))" }
            gap()
            if !agreed.isEmpty { paragraph("All agree on \(agreed.joined(separator: "; ")).") }
        }
        if marked.contains(where: { $0.solution.ties.atLeast > 1 }) {
            paragraph(StyledText("Of several that are exactly as good, the first is shown.", .dim))
        }
    }

    /// - Parameters:
    ///   - marks: for each package the letters of those who choose it.
    ///   - issues: their titles, and what each package chooses.
    private func differences(_ marks: [[String]], _ issues: [(title: String, choices: [String])]) -> [StyledText] {
        var grid = Grid([Grid.Column(header: "Issue")])
        grid.columns += marks.map { Grid.Column(header: StyledText($0.joined(separator: " "))) }
        grid.rows = issues.map { title, choices in [StyledText(title)] + choices.map { StyledText($0) } }
        // Options are phrases: in columns much narrower than this they are hard to read.
        if terminal.width >= 18 * grid.columns.count, let lines = grid.sideBySide(width: terminal.width) { return lines }
        var narrow = Grid(["Issue", "Choices"])
        narrow.rows = issues.map { title, choices in
            var holders: OrderedDictionary<String, [String]> = [:]
            for (choice, marks) in zip(choices, marks) { holders[choice, default: []] += marks }
            let parts = holders.map { choice, marks in
                "\(choice)\u{A0}\(marks.joined(separator: "\u{A0}"), [.bold, .cyan])" as StyledText
            }
            return [StyledText(title), parts.joined(separator: "\(" · ", .dim)")]
        }
        return narrow.lines(width: terminal.width)
    }
}

extension FigureText {
    /// What a solution reaches. Products of many gains are small numbers, of which three digits tell.
    fileprivate init(ofScore figure: Figure) {
        let value = figure.value ?? 0
        let zeros = value.decimals - String(value.significand.magnitude).count
        self.init(figure, decimals: value != 0 && zeros >= 0 ? zeros + 3 : 1)
    }
}
