import Findings
import Negotiation
import Shapes

/// A package in a list: what stands for it, its name, and what it brings each party.
struct SolvedRow {
    var mark: String
    var name: String
    var score: StyledText?
    var utilities: [Number]
    var count: PackageCount
}

extension Page {
    /// Packages with what they bring each party: the parties as columns, or as rows where there are too many for that.
    mutating func solved(_ rows: [SolvedRow], title: StyledText? = nil, parties: [SolveResult.Party]) {
        if let title { paragraph(title.styled(.bold)) }
        let marks = rows.map { StyledText($0.mark, [.bold, .cyan]) }
        let utilities = parties.indices.map { party in
            Grid.column(rows.map { party < $0.utilities.count ? $0.utilities[party] : nil })
        }
        let hasScores = rows.contains { $0.score != nil }
        let hasCounts = rows.contains { $0.count != PackageCount(1) }
        func grid(between columns: [(header: String, cells: [StyledText])]) -> Grid {
            var grid = Grid(["", ""])
            grid.rows = rows.indices.map { [marks[$0], StyledText(rows[$0].name)] }
            func append(_ header: String, _ cells: [StyledText]) {
                grid.columns.append(Grid.Column(header: StyledText(header), isNumeric: true))
                for row in rows.indices { grid.rows[row].append(cells[row]) }
            }
            if hasScores { append("Score", rows.map { $0.score ?? "" }) }
            for (header, cells) in columns { append(header, cells) }
            if hasCounts { append("Packages", rows.map { StyledText($0.count.brief) }) }
            return grid
        }
        let values = zip(parties, utilities).map { (header: $0.name, cells: $1) }
        // Names that many columns squeeze into a few letters a line are hard to read.
        if let lines = grid(between: values).sideBySide(width: terminal.width), lines.count <= 3 * rows.count + 4 {
            return add(lines)
        }

        add(grid(between: []).lines(width: terminal.width))
        gap()
        var turned = Grid(["Party"])
        turned.columns += marks.map { Grid.Column(header: $0, isNumeric: true) }
        turned.rows = parties.indices.map { [StyledText(parties[$0].name)] + utilities[$0] }
        add(turned.lines(width: terminal.width))
    }
}

extension Grid {
    /// Values of one party below each other, points under points.
    static func column(_ values: [Number?]) -> [StyledText] {
        let decimals = FigureText.decimals(of: [], unit: "0–100")
        let texts = values.map { $0.map { FigureText(Figure(exact: $0), decimals: decimals) } }
        return FigureText.aligned(texts).map { StyledText($0) }
    }
}
