/// One thing wrong, or worth a word, in what somebody wrote: what, where, why and what to do next.
public struct Diagnostic: Sendable, Hashable, Error {
    public enum Severity: String, Sendable, CaseIterable { case error, warning }

    /// Whether a finding about a member points at its key or at its value.
    public enum Part: String, Sendable, CaseIterable { case key, value }

    /// A place in a text, with the line itself, so that it can be shown where the file cannot be read.
    public struct Place: Sendable, Hashable {
        public var file: String
        public var line: Int
        public var column: Int
        public var excerpt: String?

        public init(file: String, line: Int, column: Int, excerpt: String? = nil) {
            self.file = file
            self.line = line
            self.column = column
            self.excerpt = excerpt
        }
    }

    public var severity: Severity
    /// A stable word for scripts: `unknown-key`, `unknown-id`, `duplicate-id`.
    public var code: String
    /// What is wrong and why, in one sentence.
    public var message: String
    /// What to do next, where there is something to say.
    public var hint: String?
    /// The place in the document's tree.
    public var pointer: Pointer
    /// Which part of that place is meant.
    public var part: Part
    /// For a text with an inner structure (a condition, a citation): how many characters into it the fault begins.
    public var offset: Int?
    /// The place in a file, once known.
    public var place: Place?
    /// A second place that belongs to it (the first definition of a duplicate).
    public var related: Place?

    public init(
        _ severity: Severity = .error, code: String, _ message: String, hint: String? = nil, pointer: Pointer = Pointer(),
        part: Part = .value, offset: Int? = nil, place: Place? = nil, related: Place? = nil
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.hint = hint
        self.pointer = pointer
        self.part = part
        self.offset = offset
        self.place = place
        self.related = related
    }
}

extension Diagnostic.Place {
    public init(_ mark: Mark) { self.init(file: mark.file, line: mark.line, column: mark.column) }
}

extension Diagnostic {
    /// The code of the line that counts what was left out; it has no place.
    public static let moreCode = "more"

    /// The written form, without colour: `file:line:column: error: message`, the line, a caret, the hint.
    public var text: String {
        var lines: [String] = []
        let position = place.map { "\($0.file):\($0.line):\($0.column): " } ?? (pointer.tokens.isEmpty ? "" : "\(pointer): ")
        lines.append(Diagnostic.printable("\(position)\(severity.rawValue): \(message)"))
        if let place, let excerpt = place.excerpt {
            lines.append(contentsOf: Diagnostic.pointing(at: place.column, in: excerpt))
        }
        if let related { lines.append(Diagnostic.printable("  also: \(related.file):\(related.line):\(related.column)")) }
        if let hint { lines.append(Diagnostic.printable("  \(hint)")) }
        return lines.joined(separator: "\n")
    }

    /// Control characters are shown as `·`, so that a hostile file, which messages quote, cannot write to the terminal.
    private static func printable(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "·" : $0 }))
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
    }

    /// The line and a caret under the column, cut to a window of 100 characters when the line is longer.
    public static func pointing(at column: Int, in line: String) -> [String] {
        let width = 100
        let scalars = line.unicodeScalars.map { scalar -> Character in
            isControl(scalar) ? (scalar == "\t" ? " " : "·") : Character(scalar)
        }
        let at = max(0, min(column - 1, scalars.count))
        let start = scalars.count <= width ? 0 : max(0, min(at - width / 2, scalars.count - width))
        let shown = scalars[start..<min(scalars.count, start + width)]
        let before = start > 0 ? "…" : ""
        let after = start + width < scalars.count ? "…" : ""
        return [
            "  | \(before)\(String(shown))\(after)",
            "  | \(String(repeating: " ", count: at - start + before.count))^",
        ]
    }
}

/// Several diagnostics thrown at once: everything that is wrong with a folder is told in one go.
public struct Diagnostics: Error, Sendable {
    public var all: [Diagnostic]
    public init(_ all: [Diagnostic]) { self.all = all }
    public var errors: [Diagnostic] { all.filter { $0.severity == .error } }
}

extension [Diagnostic] {
    /// Fills in files, lines and columns from the tree that the pointers speak of.
    public func located(in tree: Value) -> [Diagnostic] {
        map { diagnostic in
            guard diagnostic.place == nil, let mark = tree.mark(at: diagnostic.pointer, of: diagnostic.part) else {
                return diagnostic
            }
            var located = diagnostic
            // An offset counts from the start of the very text pointed at; where only something above it is known, it says
            // nothing.
            if let offset = diagnostic.offset, diagnostic.part == .key || tree[diagnostic.pointer] != nil {
                located.place = .init(mark.advanced(by: offset))
                located.offset = nil
            } else {
                located.place = .init(mark)
            }
            return located
        }
    }

    /// The first `limit` of them, errors before warnings when not all find room, and a last one that counts the rest.
    public func capped(at limit: Int = 200, alsoFound more: (errors: Int, warnings: Int) = (0, 0)) -> [Diagnostic] {
        guard count > limit || more.errors + more.warnings > 0 else { return self }
        let room = Swift.max(0, limit - Swift.min(limit, count { $0.severity == .error }))
        var (errors, warnings) = (0, 0)
        let kept = filter { diagnostic in
            if diagnostic.severity == .error {
                errors += 1
                return errors <= limit
            }
            warnings += 1
            return warnings <= room
        }
        let leftErrors = Swift.max(0, errors - limit) + more.errors
        let leftWarnings = Swift.max(0, warnings - room) + more.warnings
        guard leftErrors + leftWarnings > 0 else { return kept }
        let counts = [(leftErrors, "error"), (leftWarnings, "warning")].filter { $0.0 > 0 }.map {
            "\($0) more \($1)\($0 == 1 ? "" : "s")"
        }
        return kept + [
            Diagnostic(
                leftErrors > 0 ? .error : .warning, code: Diagnostic.moreCode, "and \(counts.joined(separator: " and "))",
                hint: "Mend these first; some of the rest may follow from them.")
        ]
    }

    /// Adds the lines of the texts (path → text), so that each diagnostic can be shown without the files.
    public func excerpted(from texts: [String: String]) -> [Diagnostic] {
        var lines: [String: [Substring]] = [:]
        func excerpt(_ place: Diagnostic.Place) -> String? {
            guard let text = texts[place.file] else { return nil }
            // libyaml counts CR, LF, CRLF, NEL, LS and PS as line breaks; Swift's newline property is nearly that set.
            let all = lines[place.file] ?? text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            lines[place.file] = all
            return all.indices.contains(place.line - 1) ? String(all[place.line - 1].prefix(2_000)) : nil
        }
        return map { diagnostic in
            guard let place = diagnostic.place, place.excerpt == nil else { return diagnostic }
            var excerpted = diagnostic
            excerpted.place?.excerpt = excerpt(place)
            return excerpted
        }
    }

    /// By file, line and column, errors before warnings at one place; the order in which people mend files. What has no
    /// place stands last.
    public func sortedByPlace() -> [Diagnostic] {
        func key(_ item: (offset: Int, element: Diagnostic)) -> (Int, String, Int, Int, Int, Int) {
            let place = item.element.place
            let rank = item.element.severity == .error ? 0 : 1
            return (place == nil ? 1 : 0, place?.file ?? "", place?.line ?? 0, place?.column ?? 0, rank, item.offset)
        }
        return enumerated().sorted { key($0) < key($1) }.map(\.element)
    }
}
