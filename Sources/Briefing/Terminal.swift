/// The terminal that something is laid out for. Every `Terminal` function in this room turns values into text: lines that
/// fit the width, without trailing blanks and without a newline at the end.
package struct Terminal: Sendable, Hashable {
    /// Columns of the terminal; nil when the output goes to a file or a pipe.
    package var columns: Int?
    package var color: Bool

    package init(columns: Int?, color: Bool) {
        self.columns = columns
        self.color = color
    }

    /// Narrower terminals are laid out as if they had this many columns.
    package static let narrowest = 40

    /// What tables and charts may fill.
    package var width: Int { max(Self.narrowest, columns ?? 100) }

    /// What running text fills: longer lines are hard to read.
    package var measure: Int { min(width, 100) }

    /// Lines as they are written to the terminal.
    package func text(_ lines: [StyledText]) -> String {
        lines.map { $0.trimmed.written(color: color) }.joined(separator: "\n")
    }
}
