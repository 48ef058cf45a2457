extension StyledText {
    private struct Glyph {
        var character: Character
        var width: Int
        var style: Style
    }

    /// What stands between two places where a line may break, and the blanks before it.
    private struct Chunk {
        var blanks: [Glyph] = []
        var glyphs: [Glyph] = []
        var width = 0
    }

    /// Lines of at most `width` columns, broken at blanks, between wide characters, and inside a word only when the word is
    /// longer than a line. Lines after the first begin with `indent` blanks.
    ///
    /// - Parameter hyphens: whether lines end behind hyphens and slashes too: in narrow columns, not in running text.
    package func wrapped(to width: Int, indent: Int = 0, hyphens: Bool = false) -> [StyledText] {
        if self.width <= width, !runs.contains(where: { $0.text.contains("\n") }) { return [trimmed] }
        var lines: [[Glyph]] = []
        for chunks in chunksByLine(hyphens: hyphens) {
            var line: [Glyph] = []
            var filled = 0
            // A wide character needs two columns, or no line could hold it.
            var room: Int { max(2, lines.isEmpty ? width : width - indent) }
            func endLine() {
                lines.append(line)
                line = []
                filled = 0
            }
            for (index, chunk) in chunks.enumerated() {
                if filled + chunk.blanks.count + chunk.width <= room {
                    line += chunk.blanks + chunk.glyphs
                    filled += chunk.blanks.count + chunk.width
                    continue
                }
                if index > 0 { endLine() }
                for glyph in chunk.glyphs {
                    if filled + glyph.width > room { endLine() }
                    line.append(glyph)
                    filled += glyph.width
                }
            }
            lines.append(line)
        }
        return lines.enumerated().map { index, glyphs in
            var text = index == 0 ? StyledText() : .blanks(indent)
            for run in glyphs.split(whereStyleChanges: \.style) {
                text += StyledText(harmless: String(run.map(\.character)), run[run.startIndex].style)
            }
            return text.trimmed
        }
    }

    private func chunksByLine(hyphens: Bool) -> [[Chunk]] {
        var lines: [[Chunk]] = [[]]
        var chunk = Chunk()
        func endChunk() {
            if !chunk.blanks.isEmpty || !chunk.glyphs.isEmpty { lines[lines.count - 1].append(chunk) }
            chunk = Chunk()
        }
        for run in runs {
            for character in run.text {
                let glyph = Glyph(character: character, width: DisplayWidth.of(character), style: run.style)
                if character == "\n" {
                    endChunk()
                    lines.append([])
                } else if character == " " {
                    if !chunk.glyphs.isEmpty { endChunk() }
                    chunk.blanks.append(glyph)
                } else {
                    if Self.mayBreak(chunk.glyphs.suffix(2), glyph, hyphens: hyphens) { endChunk() }
                    chunk.glyphs.append(glyph)
                    chunk.width += glyph.width
                }
            }
        }
        endChunk()
        return lines
    }

    /// Whether a line may end between characters that no blank separates.
    private static func mayBreak(_ before: ArraySlice<Glyph>, _ next: Glyph, hyphens: Bool) -> Bool {
        guard let last = before.last else { return false }
        if last.width == 2 || next.width == 2 { return true }
        let isSeparator = last.character == "-" || last.character == "/"
        guard hyphens, isSeparator, before.count == 2, let first = before.first else { return false }
        return (first.character.isLetter || first.character.isNumber) && next.character.isLetter
    }

    /// The first words that fit `width` columns, with “…” when some are left out.
    package func shortened(to width: Int) -> StyledText {
        guard self.width > width, let first = wrapped(to: max(1, width - 1)).first else { return self }
        return first + StyledText("…", .dim)
    }

    /// The columns of the longest part that is not broken when lines are.
    package func longestWord(hyphens: Bool = false) -> Int {
        chunksByLine(hyphens: hyphens).reduce(0) { $1.reduce($0) { max($0, $1.width) } }
    }

    /// The columns of the longest line.
    package var longestLine: Int {
        plain.split(separator: "\n").reduce(0) { max($0, DisplayWidth.of(String($1))) }
    }
}

extension Array {
    fileprivate func split(whereStyleChanges style: KeyPath<Element, Style>) -> [ArraySlice<Element>] {
        var parts: [ArraySlice<Element>] = []
        var start = 0
        for index in indices where index + 1 == count || self[index][keyPath: style] != self[index + 1][keyPath: style] {
            parts.append(self[start...index])
            start = index + 1
        }
        return parts
    }
}
