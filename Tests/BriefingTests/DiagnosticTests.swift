import Briefing
import Shapes
import Testing

@Suite struct DiagnosticTests {
    /// Away from a terminal the text is that of `Diagnostic.text`, which other programs read.
    @Test func theWrittenFormIsTheSame() {
        let far = Diagnostic(
            code: "x", String(repeating: "a long message ", count: 20),
            place: .init(file: "a.yaml", line: 1, column: 150, excerpt: String(repeating: "key: value, ", count: 30)))
        let pointed = Diagnostic(.warning, code: "x", "no file", pointer: "/issues/crimea")
        let all = Samples.diagnostics + [pointed, Diagnostic(code: "x", "nowhere")]
        let terminal = Terminal(columns: nil, color: false)
        #expect(terminal.diagnostics(all) == (all.map(\.text) + ["3 errors and 2 warnings in 2 files"]).joined(separator: "\n"))
        let head = far.text.split(separator: "\n").first?.trimmingBlanks
        #expect(terminal.diagnostics([far]).split(separator: "\n").first == head)
        #expect(terminal.diagnostics([]) == "")
        #expect(terminal.diagnostics([pointed]).hasSuffix("\n1 warning"))
    }

    /// The caret stands under its character at every width, also behind wide ones and in long lines.
    @Test(arguments: [40, 60, 80, 100, 200])
    func theCaretStandsUnderItsCharacter(width: Int) throws {
        var random = RandomText(seed: 3)
        for _ in 0..<60 {
            let before = random.text(upTo: 40)
            let line = before + "▼" + random.text(upTo: 40)
            let column = Array(line.unicodeScalars).firstIndex(of: "▼").map { $0 + 1 } ?? 0
            let diagnostic = Diagnostic(code: "x", "m", place: .init(file: "f", line: 1, column: column, excerpt: line))
            let lines = Terminal(columns: width, color: false).diagnostics([diagnostic]).split(separator: "\n").map(String.init)
            try #require(lines.count == 4)
            let text = lines[1].prefix { $0 != "▼" }
            let caret = lines[2].prefix { $0 != "^" }
            #expect(DisplayWidth.of(String(text)) == DisplayWidth.of(String(caret)), "\(lines[1])\n\(lines[2])")
            #expect(lines.allSatisfy { DisplayWidth.of($0) <= width })
        }
    }
}

extension Substring {
    fileprivate var trimmingBlanks: Substring { self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)] }
}
