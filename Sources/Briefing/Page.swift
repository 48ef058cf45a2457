/// Lines under construction.
struct Page {
    let terminal: Terminal
    private(set) var lines: [StyledText] = []

    init(_ terminal: Terminal) { self.terminal = terminal }

    var text: String { terminal.text(lines) }

    mutating func line(_ text: StyledText) { lines.append(text) }
    mutating func add(_ more: [StyledText]) { lines += more }

    /// One empty line between what stands and what comes; none at the top.
    mutating func gap() { if lines.last?.isEmpty == false { lines.append("") } }

    mutating func heading(_ text: StyledText) {
        gap()
        paragraph(text.styled(.bold))
    }

    /// Running text.
    ///
    /// - Parameters:
    ///   - lead: what the first line begins with.
    ///   - indent: blanks before all of it.
    ///   - hang: further blanks before the lines after the first; as wide as the lead when not given.
    mutating func paragraph(
        _ text: StyledText, lead: StyledText = "", indent: Int = 0, hang: Int? = nil, width: Int? = nil
    ) {
        let hang = indent + (hang ?? lead.width)
        lines += (.blanks(indent) + lead + text).wrapped(to: width ?? terminal.measure, indent: hang)
    }

    /// A title with what identifies it: on one line, the second part at the right, or on two lines when it does not fit.
    mutating func title(_ title: StyledText, _ about: StyledText) {
        let width = terminal.measure
        let title = title.styled(.bold)
        let about = about.styled(.dim)
        if title.width + 3 + about.width <= width {
            line(title + .blanks(width - title.width - about.width) + about)
        } else {
            paragraph(title)
            paragraph(about)
        }
    }

    /// Labels and values below each other, the values aligned.
    mutating func pairs(_ pairs: [(label: StyledText, value: StyledText)], indent: Int = 0, width: Int? = nil) {
        let width = width ?? terminal.measure
        let widest = pairs.reduce(0) { max($0, $1.label.width) }
        let column = min(widest, max(12, (width - indent) * 2 / 5))
        for (label, value) in pairs {
            let labels = label.wrapped(to: column, indent: min(2, column - 2), hyphens: true)
            let values = value.wrapped(to: width - indent - column - 2)
            for row in 0..<max(labels.count, values.count) {
                let left = row < labels.count ? labels[row] : StyledText()
                let right = row < values.count ? values[row] : StyledText()
                line(.blanks(indent) + left.padded(to: column + 2) + right)
            }
        }
    }
}
