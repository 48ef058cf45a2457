import Shapes

extension Terminal {
    /// What is wrong in files, and how much of it. On a terminal lines are wrapped; elsewhere they stay as long as they are,
    /// for the programs that read `file:line:column: error: …`.
    package func diagnostics(_ diagnostics: [Diagnostic]) -> String {
        var lines = diagnostics.flatMap { self.lines(of: $0) }
        let count = Self.count(of: diagnostics)
        if !count.isEmpty { lines.append(count) }
        return text(lines)
    }

    func lines(of diagnostic: Diagnostic) -> [StyledText] {
        let limit = columns == nil ? Int.max : width
        let tone: Style = diagnostic.severity == .error ? .red : .yellow
        let position = diagnostic.place.map { "\($0.file):\($0.line):\($0.column): " }
            ?? (diagnostic.pointer.tokens.isEmpty ? "" : "\(diagnostic.pointer): ")
        let head: StyledText = "\(position, .bold)\("\(diagnostic.severity.rawValue): ", [.bold, tone])"
        var lines = (head + StyledText(diagnostic.message)).wrapped(to: limit, indent: 2)
        if let place = diagnostic.place, let excerpt = place.excerpt {
            lines += pointing(at: place.column, in: excerpt, tone)
        }
        if let related = diagnostic.related {
            lines += StyledText("  also: \(related.file):\(related.line):\(related.column)").wrapped(to: limit, indent: 2)
        }
        if let hint = diagnostic.hint { lines += StyledText("  \(hint)", .cyan).wrapped(to: limit, indent: 2) }
        return lines
    }

    /// The line and a caret under the column, cut to what the terminal holds. Columns count scalars, as diagnostics do.
    private func pointing(at column: Int, in line: String, _ tone: Style) -> [StyledText] {
        let gutter = StyledText("  | ", .dim)
        let room = min(100, width - gutter.width - 2)
        let parts = line.map { StyledText(String($0)) }
        // How wide everything before each part is, and the part where the column stands.
        var widths = [0]
        for part in parts { widths.append(widths[widths.count - 1] + part.width) }
        var scalars = 0
        let at = line.firstIndex { character in
            scalars += character.unicodeScalars.count
            return scalars >= column
        }.map { line.distance(from: line.startIndex, to: $0) } ?? parts.count

        var (start, end) = (0, parts.count)
        if widths[end] > room {
            // As much before the caret as fits half the room, or more where less stands behind it.
            let before = max(room / 2, room - (widths[end] - widths[at]))
            while widths[at] - widths[start] > before { start += 1 }
            while end > at, widths[end] - widths[start] > room { end -= 1 }
        }
        let head = StyledText(start > 0 ? "…" : "", .dim)
        let tail = StyledText(end < parts.count ? "…" : "", .dim)
        let caret = StyledText.blanks(head.width + widths[at] - widths[start]) + StyledText("^", [.bold, tone])
        return [gutter + head + parts[start..<end].reduce("") { $0 + $1 } + tail, gutter + caret]
    }

    /// `3 errors and 1 warning in 2 files`.
    private static func count(of diagnostics: [Diagnostic]) -> StyledText {
        let errors = diagnostics.count { $0.severity == .error }
        let warnings = diagnostics.count - errors
        let files = Set(diagnostics.compactMap(\.place?.file)).count
        var parts: [StyledText] = []
        if errors > 0 { parts.append(StyledText(counted(errors, "error"), [.bold, .red])) }
        if warnings > 0 { parts.append(StyledText(counted(warnings, "warning"), [.bold, .yellow])) }
        let text = parts.joined(separator: " and ")
        return files > 0 ? text + StyledText(" in \(counted(files, "file"))") : text
    }
}
