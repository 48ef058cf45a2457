import Findings
import Negotiation
import Shapes

extension Terminal {
    /// Horizontal bars on one scale, with a line that explains the signs.
    package func chart(_ chart: Chart) -> String { text(lines(of: chart)) }

    /// - Parameters:
    ///   - reference: what the values compared with are.
    ///   - groups: headings over groups of bars: number of the bar that follows → heading.
    func lines(of chart: Chart, comparedWith reference: String = "no deal", groups: [Int: StyledText] = [:]) -> [StyledText] {
        var page = Page(self)
        page.paragraph(StyledText(chart.title, .bold) + (chart.unit.map { StyledText(" (\($0))", .dim) } ?? ""))
        guard !chart.bars.isEmpty else {
            page.line(StyledText("  (nothing to draw)", .dim))
            return page.lines
        }
        let figures = chart.bars.map(\.figure)
        let references = chart.bars.compactMap(\.reference)
        let decimals = FigureText.decimals(of: figures + references + [Figure(bounds: chart.scale)], unit: chart.unit)
        let values = FigureText.aligned(figures.map { FigureText($0, decimals: decimals) })
        // Where there is room, the value compared with is written out too.
        let isCompared = width >= 120 && !references.isEmpty
        let compared = FigureText.aligned(
            isCompared ? chart.bars.map { $0.reference.map { FigureText($0, decimals: decimals) } } : [])
        let labels = chart.bars.map { StyledText($0.label) }
        let label = min(labels.reduce(0) { max($0, $1.width) }, width / 4)
        let value = values.reduce(0) { max($0, DisplayWidth.of($1)) }
        let comparedWidth = compared.reduce(0) { max($0, $1.count) }
        let comparedLead = "   \(reference) "
        let behind = 2 + value + (compared.isEmpty ? 0 : comparedWidth + comparedLead.count)
        let cells = min(101, max(10, width - label - 2 - behind))
        let track = Track(scale: chart.scale, cells: cells)
        page.line(.blanks(label + 2) + track.axis(decimals: decimals))
        for (index, bar) in chart.bars.enumerated() {
            if let group = groups[index] { page.paragraph(group, width: width) }
            let name = labels[index].wrapped(to: label, indent: 2, hyphens: true)
            var line = name[0].padded(to: label + 2) + track.draw(bar) + "  " + StyledText(values[index])
            if !compared.isEmpty, bar.reference != nil { line += "\(comparedLead, .dim)\(compared[index], .dim)" }
            page.line(line)
            for more in name.dropFirst() { page.line(more) }
        }
        page.paragraph(track.legend(chart, reference).styled(.dim), indent: label + 2, width: width)
        return page.lines
    }
}

/// Where the bars of a chart or the points of a scatter are drawn: `cells` columns from one end of the scale to the other.
struct Track {
    let scale: Interval
    let cells: Int

    private static let band: Character = "━"
    private static let marker: Character = "●"
    private static let reference: Character = "┃"
    private static let both: Character = "◉"

    func fraction(_ number: Number) -> Double {
        let width = scale.width.double
        return width > 0 ? (number - scale.low).double / width : 0.5
    }

    private func cell(_ number: Number) -> Int { Int((min(1, max(0, fraction(number))) * Double(cells - 1)).rounded()) }

    func axis(decimals: Int) -> StyledText {
        let marks = cells >= 30 ? [scale.low, scale.midpoint, scale.high] : [scale.low, scale.high]
        var line = ""
        for mark in marks {
            let text = mark.rounded(decimals: decimals).forPeople
            let at = cell(mark)
            let start = max(line.isEmpty ? 0 : line.count + 1, min(at - text.count / 2, cells - text.count))
            line += String(repeating: " ", count: max(0, start - line.count)) + text
        }
        return StyledText(line, .dim)
    }

    fileprivate func draw(_ bar: Chart.Bar) -> StyledText {
        var signs = [(Character, Style)](repeating: ("·", .dim), count: cells)
        let range = bar.figure.range
        if let range { for at in cell(range.low)...cell(range.high) { signs[at] = (Self.band, .cyan) } }
        let reference = bar.reference.flatMap { $0.value ?? $0.range?.midpoint }
        if let reference { signs[cell(reference)] = (Self.reference, .yellow) }
        if let value = bar.figure.value {
            let isBoth = reference.map { cell($0) == cell(value) } ?? false
            signs[cell(value)] = (isBoth ? Self.both : Self.marker, .bold)
        }
        // What lies outside the scale is said at its end.
        let known = [bar.figure.value, range?.low, range?.high].compactMap(\.self)
        if known.contains(where: { $0 < scale.low }) { signs[0] = ("◀", .cyan) }
        if known.contains(where: { $0 > scale.high }) { signs[cells - 1] = ("▶", .cyan) }
        var line = StyledText()
        for (sign, style) in signs { line += StyledText(harmless: String(sign), style) }
        return line
    }

    fileprivate func legend(_ chart: Chart, _ reference: String) -> StyledText {
        let bars = chart.bars
        let ranges = bars.filter { $0.figure.range != nil }
        var parts: [String] = []
        if ranges.contains(where: { $0.figure.basis == .bounds }) { parts.append("━━ over all stated ranges") }
        if ranges.contains(where: { $0.figure.basis == .sampled }) { parts.append("━━ 95 % of draws") }
        if bars.contains(where: { $0.figure.value != nil }) {
            parts.append(ranges.isEmpty ? "● value" : "● at the midpoints")
        }
        if bars.contains(where: { $0.reference != nil }) { parts.append("┃ \(reference)") }
        let drawn = bars.map { draw($0).plain }
        if drawn.contains(where: { $0.contains(Self.both) }) { parts.append("◉ both") }
        if drawn.contains(where: { $0.contains("◀") || $0.contains("▶") }) { parts.append("◀ ▶ beyond the scale") }
        if chart.unit?.hasPrefix("0–100") == true, scale.low < 0 || scale.high > 100 {
            parts.append("points may push values beyond 0–100")
        }
        return StyledText(parts.joined(separator: "   "))
    }
}
