/// How a text can be written so that it reads back as the same text.
struct ScalarLayout {
    private let text: String
    private let scalars: [Unicode.Scalar]
    /// Whether every character can stand for itself; others need the escapes of double quotes.
    private let isPrintable: Bool
    private let hasBreaks: Bool

    init(_ text: String) {
        self.text = text
        scalars = Array(text.unicodeScalars)
        isPrintable = scalars.allSatisfy { $0 == "\n" || ScalarLayout.isPrintable($0) }
        hasBreaks = scalars.contains("\n")
    }

    func style(room: Int) -> Emitter.Style {
        if hasBreaks { return isLiteral ? .literal : .doubleQuoted }
        if isPlain(inFlow: false), PlainMeaning(text) == .text { return .plain }
        return scalars.count + 2 > room && isFoldable ? .folded : quotes
    }

    /// Keys are texts whatever they look like; `<<` would be a merge.
    var keyStyle: Emitter.Style { isPlain(inFlow: false) && text != "<<" ? .plain : quotes }

    /// The width within brackets; nil for a text that is better read in a block.
    var flowWidth: Int? {
        guard isPrintable, !hasBreaks, scalars.count <= 120 else { return nil }
        if isPlain(inFlow: true) { return scalars.count + (PlainMeaning(text) == .text ? 0 : 2) }
        // Not into brackets if quotes would be needed only there.
        return isPlain(inFlow: false) ? nil : scalars.count + 2 + scalars.count { $0 == "'" }
    }

    private var quotes: Emitter.Style {
        guard isPrintable, !hasBreaks else { return .doubleQuoted }
        return scalars.contains("'") && !scalars.contains { $0 == "\"" || $0 == "\\" } ? .doubleQuoted : .singleQuoted
    }

    /// libyaml writes what it does not take for plain in single quotes, so that this may err on the side of quotes only.
    private func isPlain(inFlow: Bool) -> Bool {
        guard let first = scalars.first, let last = scalars.last, isPrintable, !hasBreaks else { return false }
        guard first != " ", last != " ", last != ":", !"#,[]{}&*!|>'\"%@`?:".unicodeScalars.contains(first),
            first != "-" || scalars.count > 1 && scalars[1] != " ", !text.hasPrefix("---"), !text.hasPrefix("...")
        else { return false }
        if inFlow, scalars.contains(where: { ",?[]{}:".unicodeScalars.contains($0) }) { return false }
        return !zip(scalars, scalars.dropFirst()).contains { $0 == ":" && $1 == " " || $0 == " " && $1 == "#" }
    }

    /// Lines with spaces at their end, and blank lines at either end, get lost when people edit them.
    private var isLiteral: Bool {
        guard isPrintable, let first = scalars.first, first != " ", first != "\n", scalars.last != " " else { return false }
        guard scalars.suffix(2) != ["\n", "\n"] else { return false }
        return !zip(scalars, scalars.dropFirst()).contains { $0 == " " && $1 == "\n" }
    }

    private var isFoldable: Bool {
        isPrintable && !hasBreaks && scalars.first != " " && scalars.last != " "
            && !zip(scalars, scalars.dropFirst()).contains { $0 == " " && $1 == " " }
    }

    /// libyaml's notion: no tabs, no control characters, no line breaks but LF, and nothing beyond the basic plane.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD: true
        default: false
        }
    }
}
