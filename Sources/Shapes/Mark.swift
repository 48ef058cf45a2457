/// Where a value stood in a text. Lines and columns count from 1; columns count Unicode scalars, as libyaml does.
///
/// A reference, so that a value without a mark pays one word for it: most values never stood in a file.
public final class Mark: Sendable, Hashable {
    public let file: String
    public let line: Int
    public let column: Int
    /// How far into the scalar its first character stands (1 behind a quote), or nil when the text of the scalar is laid
    /// out over several lines, so that an offset into it says nothing about columns.
    public let inset: Int?

    public init(file: String, line: Int, column: Int, inset: Int? = 0) {
        self.file = file
        self.line = line
        self.column = column
        self.inset = inset
    }

    /// The place of the character at `offset` within the scalar that stands here, as far as it can be told.
    public func advanced(by offset: Int) -> Mark {
        guard let inset else { return self }
        return Mark(file: file, line: line, column: column + inset + offset, inset: nil)
    }

    public static func == (a: Mark, b: Mark) -> Bool {
        (a.file, a.line, a.column) == (b.file, b.line, b.column) && a.inset == b.inset
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(file)
        hasher.combine(line)
        hasher.combine(column)
        hasher.combine(inset)
    }
}
