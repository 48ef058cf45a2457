import Findings
import Negotiation
import Shapes

extension Terminal {
    /// Points between two axes, with a legend.
    package func scatter(_ scatter: Scatter) -> String { text(lines(of: scatter)) }

    func lines(of scatter: Scatter) -> [StyledText] {
        var page = Page(self)
        page.paragraph(StyledText(scatter.title, .bold))
        guard !scatter.points.isEmpty else {
            page.line(StyledText("  (nothing to draw)", .dim))
            return page.lines
        }
        func decimals(_ axis: Scatter.Axis) -> Int { FigureText.decimals(of: [Figure(bounds: axis.scale)], unit: nil) }
        let scale = scatter.y.scale
        let steps = [scale.high, scale.midpoint, scale.low].map { $0.rounded(decimals: decimals(scatter.y)).forPeople }
        let gutter = steps.reduce(0) { max($0, $1.count) }
        // Rows are odd in number, so that one of them is the middle.
        let field = ScatterField(scatter, columns: min(100, width - gutter - 3), rows: width >= 120 ? 23 : 15)
        page.paragraph(StyledText("↑ \(scatter.y.label)", .dim), indent: gutter + 1, width: width)
        for row in 0..<field.rows {
            let step = [0: steps[0], field.rows / 2: steps[1], field.rows - 1: steps[2]][row]
            let edge = StyledText(step ?? "").padded(onLeftTo: gutter) + (step == nil ? " │" : " ┤")
            page.line(edge.styled(.dim) + field.line(row))
        }
        page.line(.blanks(gutter + 1) + StyledText("└" + String(repeating: "─", count: field.columns), .dim))
        page.line(.blanks(gutter + 2) + Track(scale: scatter.x.scale, cells: field.columns).axis(decimals: decimals(scatter.x)))
        let label = StyledText("\(scatter.x.label) →", .dim)
        for line in label.wrapped(to: field.columns) { page.line(line.padded(onLeftTo: gutter + 2 + field.columns)) }
        let legend = field.legend
        if !legend.isEmpty { page.paragraph(legend.styled(.dim), indent: gutter + 2, width: width) }
        return page.lines
    }
}

/// The part of a scatter where the points are: each character holds two dots by four.
struct ScatterField {
    let columns: Int
    let rows: Int
    private var cells: [Cell]
    private var legendParts: [String] = []

    private struct Cell {
        /// Bits of a braille character.
        var dots: UInt8 = 0
        var line: Character?
        var mark: Character?
    }

    private static let (upright, level, crossing): (Character, Character, Character) = ("┊", "╌", "┼")

    init(_ scatter: Scatter, columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        cells = Array(repeating: Cell(), count: columns * rows)
        let x = Track(scale: scatter.x.scale, cells: 2 * columns)
        let y = Track(scale: scatter.y.scale, cells: 4 * rows)
        drawFloors(scatter, x, y)

        var outside = 0
        var hasDots = false
        var names: [String] = []
        for point in scatter.points {
            guard let right = x.place(point.x), let up = y.place(point.y) else {
                outside += 1
                continue
            }
            let down = 4 * rows - 1 - up
            let index = down / 4 * columns + right / 2
            guard let mark = point.mark.map(Self.sign) else {
                cells[index].dots |= Self.bit(column: right % 2, row: down % 4)
                hasDots = true
                continue
            }
            let holder = cells[index].mark
            if holder == nil { cells[index].mark = mark }
            if let label = point.label { names.append("\(mark) \(label)" + (holder.map { " (at \($0))" } ?? "")) }
        }
        if hasDots { legendParts.append("⠂ packages") }
        legendParts += names
        if scatter.x.reference != nil || scatter.y.reference != nil { legendParts.append("┊ ╌ floors") }
        if outside > 0 { legendParts.append(counted(outside, "point is", "points are") + " outside and not drawn") }
    }

    private mutating func drawFloors(_ scatter: Scatter, _ x: Track, _ y: Track) {
        let column = scatter.x.reference.flatMap(x.place).map { $0 / 2 }
        let row = scatter.y.reference.flatMap(y.place).map { (4 * rows - 1 - $0) / 4 }
        if let column { for row in 0..<rows { cells[row * columns + column].line = Self.upright } }
        if let row { for column in 0..<columns { cells[row * columns + column].line = Self.level } }
        if let column, let row { cells[row * columns + column].line = Self.crossing }
    }

    /// One column wide, whatever was sent.
    private static func sign(_ mark: String) -> Character {
        guard let first = StyledText(mark).plain.first, DisplayWidth.of(first) == 1, first != " " else { return "●" }
        return first
    }

    /// Dots of a braille character are counted down the left side, then the right; the lowest pair was added last.
    private static func bit(column: Int, row: Int) -> UInt8 { row == 3 ? 0x40 << column : 1 << (3 * column + row) }

    func line(_ row: Int) -> StyledText {
        var text = StyledText()
        for cell in cells[row * columns..<(row + 1) * columns] {
            if let mark = cell.mark {
                text += StyledText(harmless: String(mark), [.bold, .cyan])
            } else if cell.dots > 0, let sign = Unicode.Scalar(0x2800 + UInt32(cell.dots)) {
                text += StyledText(harmless: String(sign), .plain)
            } else if let line = cell.line {
                text += StyledText(harmless: String(line), .yellow)
            } else {
                text += " "
            }
        }
        return text
    }

    /// An entry stays on one line.
    var legend: StyledText { StyledText(legendParts.map { $0.replacing(" ", with: "\u{A0}") }.joined(separator: "   ")) }
}

extension Track {
    /// The cell of a number; nil beyond the scale.
    func place(_ number: Number) -> Int? {
        scale.contains(number) ? Int((min(1, max(0, fraction(number))) * Double(cells - 1)).rounded()) : nil
    }
}
