import Findings
import Negotiation
import Shapes

extension Terminal {
    /// A table with its title and the note that says how to read it.
    package func table(_ table: Table) -> String { text(lines(of: table)) }

    func lines(of table: Table) -> [StyledText] {
        var page = Page(self)
        page.paragraph(StyledText(table.title, .bold))
        if table.rows.isEmpty { page.line(StyledText("  (no rows)", .dim)) } else { page.add(Grid(table).lines(width: width)) }
        if let note = table.note { page.paragraph(StyledText(prose: note, .dim)) }
        return page.lines
    }
}

extension Grid {
    init(_ table: Table) {
        self.init([Column]())
        rows = table.rows.map { _ in [] }
        for (index, column) in table.columns.enumerated() {
            // A plugin may send rows that are too short: what is missing is empty.
            let cells = table.rows.map { index < $0.count ? $0[index] : .empty }
            let figures = cells.map(\.figure)
            let decimals = FigureText.decimals(of: figures.compactMap(\.self), unit: column.unit)
            let texts = figures.map { $0.map { FigureText($0, decimals: decimals) } }
            let words = cells.map { $0.styledText(nil) }
            // A short word for “none” or “excluded” among numbers does not make a column one of words.
            let isNumeric = texts.contains { $0 != nil } && words.allSatisfy { $0.longestLine <= 12 }
            var header = StyledText(column.title)
            if let unit = column.unit { header += "\(header.isEmpty ? "" : " ")(\(unit))" }
            columns.append(Column(header: header, isNumeric: isNumeric))
            let aligned = FigureText.aligned(isNumeric ? texts : texts.map { _ in nil })
            for row in rows.indices {
                rows[row].append(isNumeric && texts[row] != nil ? StyledText(aligned[row]) : cells[row].styledText(texts[row]))
            }
        }
    }
}

extension Cell {
    var figure: Figure? { if case .figure(let figure) = self { figure } else { nil } }

    fileprivate func styledText(_ figure: FigureText?) -> StyledText {
        switch self {
        case .empty: ""
        case .text(let text): StyledText(prose: text)
        case .figure: StyledText(figure?.text ?? "")
        case .verdict(let word, let tone): StyledText(word, tone.style)
        case .name(let name, id: _): StyledText(name)
        }
    }
}

extension Cell.Tone {
    var style: Style {
        switch self {
        case .good: .green
        case .warning: .yellow
        case .bad: .red
        case .neutral: .plain
        }
    }
}
