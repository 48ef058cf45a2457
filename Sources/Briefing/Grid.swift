/// Cells in rows and columns, laid out for a width: columns of words wrap, columns of numbers do not. Where the width does
/// not hold the columns side by side, each row becomes a block of its own.
struct Grid {
    struct Column {
        var header: StyledText
        /// Aligned at the right and never wrapped.
        var isNumeric = false
        /// People copy ids, so they stay in one piece where others break behind hyphens.
        var isID = false
    }

    var columns: [Column]
    var rows: [[StyledText]] = []
    /// Headings over groups of rows: number of the row that follows → heading.
    var groups: [Int: StyledText] = [:]

    private static let gap = 2

    init(_ columns: [Column]) { self.columns = columns }
    init(_ headers: [StyledText]) { columns = headers.map { Column(header: $0) } }

    func lines(width: Int) -> [StyledText] { sideBySide(width: width) ?? stacked(width: width) }

    // MARK: Side by side

    /// nil when the columns do not fit.
    func sideBySide(width: Int) -> [StyledText]? {
        guard let widths = fit(width) else { return nil }
        let headers = columns.indices.map { columns[$0].header.styled(.dim).wrapped(to: widths[$0], hyphens: true) }
        var lines: [StyledText] = []
        if columns.contains(where: { !$0.header.isEmpty }) {
            let height = headers.map(\.count).max() ?? 0
            // Short headers stand at the bottom, next to what they are headers of.
            lines += line(up: headers.map { Array(repeating: "", count: height - $0.count) + $0 }, widths)
            lines.append(StyledText(String(repeating: "─", count: widths.reduce(0, +) + Self.gap * (widths.count - 1)), .dim))
        }
        for (index, row) in rows.enumerated() {
            if let group = groups[index] {
                if index > 0 { lines.append("") }
                lines += group.styled(.bold).wrapped(to: width)
            }
            lines += line(up: row.indices.map { wrapped(row[$0], column: $0, widths[$0]) }, widths)
        }
        return lines
    }

    /// The first column names the row, so its further lines are set back, unless that would break a word.
    private func wrapped(_ cell: StyledText, column: Int, _ width: Int) -> [StyledText] {
        if columns[column].isNumeric { return [cell] }
        let isSetBack = column == 0 && width > 12 && cell.longestWord(hyphens: true) <= width - 2
        return cell.wrapped(to: width, indent: isSetBack ? 2 : 0, hyphens: true)
    }

    private func line(up cells: [[StyledText]], _ widths: [Int]) -> [StyledText] {
        (0..<(cells.map(\.count).max() ?? 0)).map { row in
            var line = StyledText()
            for (column, cell) in cells.enumerated() {
                if column > 0 { line += .blanks(Self.gap) }
                let text = row < cell.count ? cell[row] : StyledText()
                line += columns[column].isNumeric ? text.padded(onLeftTo: widths[column]) : text.padded(to: widths[column])
            }
            return line.trimmed
        }
    }

    /// A width for each column, or nil when even the least ones are too much.
    private func fit(_ width: Int) -> [Int]? {
        let sizes = rows.map { $0.map(\.longestLine) }
        let contents = columns.indices.map { column in sizes.reduce(0) { max($0, $1[column]) } }
        let headers = columns.map(\.header.longestLine)
        let room = width - Self.gap * (columns.count - 1)
        // A header may take two lines before its column is widened for it.
        let wishes = columns.indices.map { max(columns[$0].isNumeric ? 0 : contents[$0], (headers[$0] + 1) / 2) }
        var best: (widths: [Int], height: Int)?
        // Ids and compounds stay in one piece unless breaking them saves an eighth of the lines.
        for hyphens in [false, true] {
            let least = leastWidths(contents, hyphens: hyphens)
            guard least.reduce(0, +) <= room else { continue }
            let natural = columns.indices.map { max(least[$0], contents[$0], headers[$0]) }
            // Between sharing alike, so that only the longest cells wrap, and sharing by need, so that they wrap the least.
            for need in [0, 0.5, 1] {
                let widths = spread(room, least: least, natural: natural, wishes: wishes, by: need)
                let height = height(sizes, widths) * (hyphens ? 9 : 8)
                if best.map({ height < $0.height }) ?? true { best = (widths, height) }
            }
        }
        return best?.widths
    }

    private func leastWidths(_ contents: [Int], hyphens: Bool) -> [Int] {
        columns.indices.map { column in
            let hyphens = hyphens && !columns[column].isID
            let header = min(columns[column].header.longestWord(hyphens: hyphens), 16)
            if columns[column].isNumeric { return max(contents[column], header) }
            let limit = hyphens ? 18 : 24
            var word = 8
            for row in rows where word < limit { word = max(word, row[column].longestWord(hyphens: hyphens)) }
            return max(header, min(contents[column], min(word, limit)), 1)
        }
    }

    /// Widens columns one by one: each time the one whose wish, to the power of `need`, is the most of its width.
    private func spread(_ room: Int, least: [Int], natural: [Int], wishes: [Int], by need: Double) -> [Int] {
        let weights = wishes.map { Self.power(Double(max(1, $0)), need) }
        var widths = least
        func pressure(_ column: Int) -> Double { weights[column] / Double(widths[column]) }
        for _ in 0..<(room - least.reduce(0, +)) {
            let narrow = columns.indices.filter { widths[$0] < natural[$0] }
            guard let next = narrow.max(by: { pressure($0) < pressure($1) }) else { break }
            widths[next] += 1
        }
        return widths
    }

    private static func power(_ base: Double, _ exponent: Double) -> Double {
        exponent == 0 ? 1 : exponent == 1 ? base : base.squareRoot()
    }

    /// About how many lines cells of these sizes take.
    private func height(_ sizes: [[Int]], _ widths: [Int]) -> Int {
        sizes.reduce(0) { sum, row in
            // Words leave about a tenth of each line empty.
            sum + zip(row, widths).reduce(1) { max($0, $1.0 <= $1.1 ? 1 : ($1.0 * 11 / 10 + $1.1 - 1) / $1.1) }
        }
    }

    // MARK: One block a row

    func stacked(width: Int) -> [StyledText] {
        var page = Page(Terminal(columns: width, color: false))
        for (index, row) in rows.enumerated() {
            if let group = groups[index] { page.heading(group) }
            page.gap()
            let titled = columns.first?.isNumeric == false && !row[0].isEmpty
            if titled { page.paragraph(row[0].styled(.bold), width: width) }
            let rest = columns.indices.dropFirst(titled ? 1 : 0).filter { !row[$0].isEmpty }
            page.pairs(rest.map { (columns[$0].header.styled(.dim), row[$0].unpadded) }, indent: titled ? 2 : 0, width: width)
        }
        return page.lines
    }
}
