import Briefing
import Findings
import Negotiation
import Shapes
import Testing

@Suite struct GridTests {
    /// Whatever a plugin sends: no line is wider than the terminal, no character is lost, colour changes nothing else.
    @Test func tablesKeepTheWidthAndEveryCharacter() throws {
        var random = RandomText(seed: 2)
        var layouts = (columns: 0, records: 0)
        for _ in 0..<600 {
            let width = Int.random(in: Terminal.narrowest...200, using: &random)
            var table = Table(id: "t", title: "T", columns: [])
            for column in 0..<Int.random(in: 1...9, using: &random) {
                let unit = Bool.random(using: &random) ? "0–100" : nil
                table.columns.append(.init("c\(column)", random.text(upTo: 3), unit: unit))
            }
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                table.rows.append(
                    table.columns.indices.map { column in
                        if column % 3 == 1 {
                            let low = Number(Int.random(in: -50...50, using: &random))
                            return .figure(Figure(bounds: Interval(low: low, high: low + 20), nominal: low + 10))
                        }
                        return .text(random.text(upTo: 12))
                    })
            }
            let plain = Terminal(columns: width, color: false).table(table)
            let lines = plain.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.allSatisfy { DisplayWidth.of(String($0)) <= width }, "\(width)\n\(plain)")
            #expect(lines.allSatisfy { $0.last != " " })
            #expect(withoutEscapes(Terminal(columns: width, color: true).table(table)) == plain)

            let content = table.rows.joined().map { cell in
                switch cell {
                case .text(let text): text
                case .figure(let figure):
                    "\(shown(figure.value ?? 0)) (\(range(figure)))"
                default: ""
                }
            }
            let headers = table.columns.map { $0.title + ($0.unit.map { "(\($0))" } ?? "") }
            let isSideBySide = plain.contains("─")
            var shownCharacters = inventory(plain)
            shownCharacters["─"] = nil
            if isSideBySide {
                layouts.columns += 1
                #expect(shownCharacters == inventory("T" + headers.joined() + content.joined()))
            } else {
                layouts.records += 1
                for (character, count) in inventory(content.joined()) {
                    #expect(shownCharacters[character, default: 0] >= count)
                }
            }
        }
        #expect(layouts.columns > 100 && layouts.records > 100, "\(layouts)")
    }

    private func shown(_ number: Number) -> String { number.description.replacing("-", with: "−") }
    private func range(_ figure: Figure) -> String {
        guard let range = figure.range else { return "" }
        let between = range.low.isNegative || range.high.isNegative ? " to " : "–"
        return shown(range.low) + between + shown(range.high)
    }

    /// Further lines of a first column are set back, and still hold its longest word.
    @Test func wordsOfAFirstColumnStayWhole() {
        let title = "Guarantee and reconstruction"
        let rest = String(repeating: "some longer text ", count: 12)
        let table = Table(
            id: "t", title: "T", columns: [.init("a", "Issue"), .init("b", "Why")], rows: [[.text(title), .text(rest)]])
        for width in Terminal.narrowest...120 {
            let text = Terminal(columns: width, color: false).table(table)
            #expect(text.contains("reconstruction"), "\(text)")
        }
    }

    @Test func rowsThatAreTooShortAreFilled() {
        let table = Table(id: "t", title: "T", columns: [.init("a", "A"), .init("b", "B")], rows: [[.text("x")], []])
        #expect(Terminal(columns: 80, color: false).table(table) == "T\nA  B\n────\nx\n")
    }

    @Test func aTableWithoutRowsSaysSo() {
        let table = Table(id: "t", title: "T", columns: [.init("a", "A")])
        #expect(Terminal(columns: 80, color: false).table(table) == "T\n  (no rows)")
    }

    @Test func numbersStandUnderEachOther() throws {
        let figures = [
            Figure(exact: 64), Figure(exact: Samples.number("7.25")), Samples.bounds("42.5", "71", "56"),
            Samples.bounds("-20", "-5"), try Samples.sampled("41", "45", "43"), Figure(exact: 1_250_000),
        ]
        let table = Table(
            id: "t", title: "T", columns: [.init("a", ""), .init("b", "Value", unit: "points")],
            rows: figures.map { [.text("row"), .figure($0)] })
        #expect(
            Terminal(columns: 80, color: false).table(table) == """
                T
                            Value (points)
                ──────────────────────────
                row         64
                row          7.3
                row         56   (42.5–71)
                row  −20 to −5
                row         43   ± 2
                row  1,250,000
                """)
    }

    /// Two decimals on a scale of 0–1, one on larger ones; bounds are rounded outwards, so that they still hold.
    @Test(arguments: [
        ("0.416", "0.39", "0.451", "share", "0.42 (0.39–0.46)"), ("41.66", "39.99", "45.01", nil, "41.7 (39.9–45.1)"),
        ("0.5", "0.1", "0.98", "0–100", "0.5 (0.1–1)"), ("-0.04", "-0.06", "-0.01", "points", "0 (−0.1 to 0)"),
        ("5", "5", "5", "points", "5"),
    ])
    func figuresAreRounded(value: String, low: String, high: String, unit: String?, text: String) {
        let table = Table(
            id: "t", title: "T", columns: [.init("a", "A", unit: unit)], rows: [[.figure(Samples.bounds(low, high, value))]])
        let line = Terminal(columns: 80, color: false).table(table).split(separator: "\n").last ?? ""
        #expect(line.drop { $0 == " " } == text)
    }

    @Test func samplesAreMarked() throws {
        func text(_ figure: Figure) -> String {
            let table = Table(id: "t", title: "T", columns: [.init("a", "Share")], rows: [[.figure(figure)]])
            return Terminal(columns: 80, color: false).table(table).split(separator: "\n").last.map(String.init) ?? ""
        }
        #expect(text(try Samples.sampled("0.39", "0.45", "0.42")) == "0.42 ± 0.03")
        #expect(text(try Samples.sampled("0.38", "0.45", "0.42")) == "0.42 +0.03/−0.04")
        #expect(text(try Samples.sampled("0.38", "0.45", nil)) == "0.38–0.45 (95 %)")
    }
}
