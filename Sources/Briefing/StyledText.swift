/// How a piece of text stands out. Colour never carries a meaning alone: a word or a sign says the same.
package struct Style: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let plain: Style = []
    package static let bold = Style(rawValue: 1)
    package static let dim = Style(rawValue: 2)
    package static let red = Style(rawValue: 4)
    package static let yellow = Style(rawValue: 8)
    package static let green = Style(rawValue: 16)
    package static let cyan = Style(rawValue: 32)

    fileprivate var codes: String {
        let all: [(Style, String)] = [(.bold, "1"), (.dim, "2"), (.red, "31"), (.yellow, "33"), (.green, "32"), (.cyan, "36")]
        return all.filter { contains($0.0) }.map(\.1).joined(separator: ";")
    }
}

/// Text for a terminal. Whatever goes in, no control character comes out: a title cannot write to the terminal, move the
/// cursor or turn the direction of a line.
package struct StyledText: Sendable, Hashable, ExpressibleByStringInterpolation {
    package struct Run: Sendable, Hashable {
        package var text: String
        package var style: Style
    }

    package private(set) var runs: [Run] = []

    package init() {}

    /// Text on one line: line breaks become blanks.
    package init(_ text: String, _ style: Style = .plain) {
        append(Run(text: Self.harmless(text, keepsLines: false), style: style))
    }

    /// Running text, whose line breaks are kept.
    package init(prose text: String, _ style: Style = .plain) {
        append(Run(text: Self.harmless(text, keepsLines: true), style: style))
    }

    /// - Parameter text: made of text that was taken in before.
    init(harmless text: String, _ style: Style) { append(Run(text: text, style: style)) }

    package init(stringLiteral value: String) { self.init(value) }
    package init(stringInterpolation: Interpolation) { self = stringInterpolation.text }

    package struct Interpolation: StringInterpolationProtocol {
        var text = StyledText()
        package init(literalCapacity: Int, interpolationCount: Int) {}
        package mutating func appendLiteral(_ literal: String) { text += StyledText(literal) }
        package mutating func appendInterpolation(_ value: some CustomStringConvertible, _ style: Style = .plain) {
            text += StyledText(value.description, style)
        }
        package mutating func appendInterpolation(_ value: some RawRepresentable<String>, _ style: Style = .plain) {
            text += StyledText(value.rawValue, style)
        }
        package mutating func appendInterpolation(_ value: StyledText) { text += value }
    }

    private mutating func append(_ run: Run) {
        guard !run.text.isEmpty else { return }
        if let last = runs.last, last.style == run.style { runs[runs.count - 1].text += run.text } else { runs.append(run) }
    }

    package static func + (a: StyledText, b: StyledText) -> StyledText {
        var sum = a
        sum += b
        return sum
    }

    package static func += (a: inout StyledText, b: StyledText) { for run in b.runs { a.append(run) } }

    package var isEmpty: Bool { runs.isEmpty }
    package var plain: String { runs.map(\.text).joined() }

    /// The columns it takes on one line.
    package var width: Int { runs.reduce(0) { $0 + DisplayWidth.of($1.text) } }

    /// The same with a style added throughout.
    package func styled(_ style: Style) -> StyledText {
        var text = StyledText()
        for run in runs { text.append(Run(text: run.text, style: run.style.union(style))) }
        return text
    }

    package func padded(to width: Int) -> StyledText { self + .blanks(width - self.width) }
    package func padded(onLeftTo width: Int) -> StyledText { .blanks(width - self.width) + self }

    package static func blanks(_ count: Int) -> StyledText { StyledText(String(repeating: " ", count: max(0, count))) }

    /// Without blanks at the end.
    package var trimmed: StyledText {
        guard runs.last?.text.utf8.last == UInt8(ascii: " ") else { return self }
        var text = self
        while let last = text.runs.popLast() {
            let kept = last.text.reversed().drop { $0 == " " }.reversed()
            if kept.isEmpty { continue }
            text.append(Run(text: String(kept), style: last.style))
            break
        }
        return text
    }

    /// Without the blanks that line it up with others.
    var unpadded: StyledText {
        var text = trimmed
        while let first = text.runs.first, first.text.hasPrefix(" ") {
            text.runs[0].text = String(first.text.drop { $0 == " " })
            if text.runs[0].text.isEmpty { text.runs.removeFirst() }
        }
        return text
    }

    /// With escapes for the styles, or without any.
    package func written(color: Bool) -> String {
        runs.map { run in
            // A blank that holds words together has done so by now; people search and copy what they see.
            let text = run.text.utf8.contains(0xA0) ? String(run.text.map { $0 == "\u{A0}" ? " " : $0 }) : run.text
            return color && !run.style.isEmpty ? "\u{1B}[\(run.style.codes)m\(text)\u{1B}[0m" : text
        }.joined()
    }
}

extension [StyledText] {
    package func joined(separator: StyledText) -> StyledText {
        var text = StyledText()
        for (index, part) in enumerated() { text += index == 0 ? part : separator + part }
        return text
    }
}

extension StyledText {
    /// The text without anything that a terminal would obey: control characters and turns of direction show as `·`, invisible
    /// format characters go, except the joiners that emoji and some scripts need.
    private static func harmless(_ text: String, keepsLines: Bool) -> String {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        var result = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A where previous == "\r": break
            case 0x0A, 0x0D, 0x85, 0x2028, 0x2029: result.append(keepsLines ? "\n" : " ")
            case 0x09: result.append(" ")
            case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: result.append("·")
            case 0x200C, 0x200D, 0xE0020...0xE007F: result.append(scalar)
            default: if scalar.properties.generalCategory != .format { result.append(scalar) }
            }
            previous = scalar
        }
        return String(result)
    }
}
