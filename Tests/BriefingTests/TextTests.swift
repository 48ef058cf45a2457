import Briefing
import Testing

@Suite struct TextTests {
    @Test(arguments: [
        ("", 0), ("plain", 5), ("Türkiye", 7), ("e\u{301}", 1), ("日本語", 6), ("ｆｕｌｌ", 8), ("한국어", 6),
        ("\u{1112}\u{1161}\u{11AB}", 2), ("👨‍👩‍👧", 2), ("🇩🇪", 2), ("👍🏽", 2), ("☑️", 2), ("⌚", 2), ("☀", 1), ("עברית", 5),
        ("ไทย", 3), ("ｶﾅ", 2), ("…—“”−±━●≠", 9),
    ])
    func widthIsWhatATerminalUses(text: String, width: Int) {
        #expect(DisplayWidth.of(text) == width)
        #expect(StyledText(text).width == width)
    }

    /// A title taken from a file must not be able to write to the terminal.
    @Test(arguments: [
        ("\u{1B}[31mred\u{1B}]0;title\u{07}", "·[31mred·]0;title·"), ("a\u{9B}2Jb", "a·2Jb"), ("a\tb\r\nc\nd\re", "a b c d e"),
        ("x\u{202E}gpj.exe\u{2066}", "x·gpj.exe·"), ("soft\u{AD}hy\u{200B}phen\u{FEFF}", "softhyphen"), ("\u{7F}\u{0}", "··"),
        ("a\u{2028}b\u{2029}c\u{85}d", "a b c d"), ("👨‍👩‍👧", "👨‍👩‍👧"),
    ])
    func hostileTextIsHarmless(text: String, shown: String) {
        #expect(StyledText(text).plain == shown)
        #expect(withoutEscapes(StyledText(text, [.bold, .red]).written(color: true)) == shown)
        let interpolated: StyledText = "\(text, .dim)"
        #expect(interpolated.plain == shown)
    }

    @Test func linesOfRunningTextStay() {
        #expect(StyledText(prose: "a\r\nb\n\nc\u{1B}").wrapped(to: 20).map(\.plain) == ["a", "b", "", "c·"])
    }

    @Test func escapesSurroundStyledRunsOnly() {
        let text: StyledText = "a \("b", .bold)\("c", .bold) \("d", [.dim, .cyan])"
        #expect(text.written(color: true) == "a \u{1B}[1mbc\u{1B}[0m \u{1B}[2;36md\u{1B}[0m")
        #expect(text.written(color: false) == "a bc d")
    }

    @Test(arguments: [
        (12, 0, ["one two", "three four", "five"]), (12, 2, ["one two", "  three four", "  five"]),
        (4, 0, ["one", "two", "thre", "e", "four", "five"]),
    ])
    func linesBreakAtBlanks(width: Int, indent: Int, lines: [String]) {
        #expect(StyledText("one two three four five").wrapped(to: width, indent: indent).map(\.plain) == lines)
    }

    @Test func narrowColumnsBreakBehindHyphens() {
        let text = StyledText("third-party enlargement-guarantee 2025-08-12 --all")
        let narrow = text.wrapped(to: 12, hyphens: true).map(\.plain)
        #expect(narrow == ["third-party", "enlargement-", "guarantee", "2025-08-12", "--all"])
        #expect(text.wrapped(to: 22).map(\.plain) == ["third-party", "enlargement-guarantee", "2025-08-12 --all"])
    }

    @Test func wideCharactersBreakAnywhere() {
        #expect(StyledText("日本語 テキスト ab").wrapped(to: 7).map(\.plain) == ["日本語", "テキス", "ト ab"])
    }

    @Test func wrappingKeepsTheWidthAndEveryWord() {
        var random = RandomText(seed: 1)
        for round in 0..<2_000 {
            let width = Int.random(in: 4...60, using: &random)
            let indent = Int.random(in: 0...max(0, min(6, width - 4)), using: &random)
            let first = random.text(upTo: 20)
            let second = random.text(upTo: 20)
            let text: StyledText = "\(first, .bold)\(second, .cyan)"
            let lines = text.wrapped(to: width, indent: indent, hyphens: round % 2 == 0)
            #expect(lines.allSatisfy { $0.width <= width }, "\(width) \(indent) \(text.plain)")
            #expect(lines.map { $0.plain.filter { $0 != " " } }.joined() == text.plain.filter { $0 != " " })
            #expect(lines.allSatisfy { withoutEscapes($0.written(color: true)) == $0.plain })
            if round % 2 == 1 {
                let whole = Set(lines.flatMap { $0.plain.split(separator: " ") })
                for word in text.plain.split(separator: " ") where word.allSatisfy({ DisplayWidth.of($0) < 2 }) {
                    if DisplayWidth.of(String(word)) <= width - indent { #expect(whole.contains(word), "\(word) in \(width)") }
                }
            }
        }
    }

    @Test func shorteningKeepsTheWidth() {
        #expect(StyledText("one two three").shortened(to: 9).plain == "one two…")
        #expect(StyledText("one two three").shortened(to: 13).plain == "one two three")
        #expect(StyledText("日本語日本語").shortened(to: 6).plain == "日本…")
    }
}
