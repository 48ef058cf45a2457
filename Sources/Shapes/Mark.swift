/// Where a value stood in a text. Lines and columns count from 1; columns count Unicode scalars, as libyaml does.
package struct Mark: Sendable, Hashable {
    package var file: String
    package var line: Int
    package var column: Int
    /// How far into the scalar its first character stands (1 behind a quote), or nil when the text of the scalar is laid
    /// out over several lines, so that an offset into it says nothing about columns.
    package var inset: Int?

    package init(file: String, line: Int, column: Int, inset: Int? = 0) {
        self.file = file
        self.line = line
        self.column = column
        self.inset = inset
    }

    /// The place of the character at `offset` within the scalar that stands here, as far as it can be told.
    package func advanced(by offset: Int) -> Mark {
        guard let inset else { return self }
        return Mark(file: file, line: line, column: column + inset + offset, inset: nil)
    }
}
