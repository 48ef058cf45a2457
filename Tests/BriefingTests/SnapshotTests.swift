import Briefing
import Findings
import Negotiation
import OrderedCollections
import Shapes
import TestSupport
import Testing

@Suite struct SnapshotTests {
    private let narrow = Terminal(columns: 80, color: false)
    private let wide = Terminal(columns: 160, color: false)
    private let colored = Terminal(columns: 80, color: true)

    /// What every function of this room makes of the samples.
    func everything(_ terminal: Terminal) throws -> [(name: String, text: String)] {
        let workspace = try Samples.workspace()
        let middle = try #require(workspace.packages["middle"])
        return [
            ("table", terminal.table(Samples.table)), ("chart", terminal.chart(Samples.chart)),
            ("result", terminal.result(Samples.result, in: workspace, shown: 3)),
            ("diagnostics", terminal.diagnostics(Samples.diagnostics)), ("changes", terminal.changes(changes)),
            ("package", terminal.packageCard(middle, id: "middle", in: workspace)),
            ("comparison", terminal.comparison(of: ["middle", "strict", "lax"], in: workspace)),
            ("packages", terminal.packages(of: workspace)), ("overview", terminal.overview(workspace, revision: 3)),
            ("issue", terminal.issueCard("season", in: workspace)), ("range", terminal.issueCard("quota", in: workspace)),
            ("party", terminal.partyCard("coastland", in: workspace)), ("bloc", terminal.partyCard("union", in: workspace)),
            ("revisions", terminal.revisions(revisions)), ("record", terminal.record(of: workspace)),
            ("analyzers", terminal.analyzers(analyzers)),
            ("pairs", terminal.pairs([("daemon", "\("running", .green)"), ("a", "b")])),
        ]
    }

    private let changes = [
        EntityChange(key: "packages/bridging", kind: .added),
        EntityChange(
            key: "issues/season", kind: .changed,
            details: [.init(pointer: "/positions/isle/salience", before: "high", after: "vital")]),
        EntityChange(
            key: "parties/isle", kind: .changed,
            details: [
                .init(pointer: "/summary", before: .string(String(repeating: "old words ", count: 30)), after: "new"),
                .init(pointer: "/patience", after: [1, 2]), .init(pointer: "/capability", before: 80),
            ]),
        EntityChange(key: "scenarios/late", kind: .moved), EntityChange(key: "linkages/old", kind: .removed),
    ]

    private let revisions = [
        Revision(number: 12, time: "2025-08-12T10:20:30.123Z", author: "anna", message: "package.set middle", hash: ""),
        Revision(number: 3, time: "2025-08-11T09:00:00.000Z", author: "ben", message: "apply fishing-quota", hash: ""),
    ]

    private let analyzers = [
        AnalyzerDeclaration(
            id: "core.gaps", title: "Where do the parties stand apart?", summary: "Classifies each issue.", subject: .workspace,
            parameters: [.reading, Parameter("limit", .integer, "how many", range: Interval(low: 1, high: 100), standard: 5)])
    ]

    @Test func at80Columns() throws {
        for (name, text) in try everything(narrow) {
            #expect(try Snapshot.difference(text + "\n", from: "\(name)-80.txt", beside: #filePath) == nil)
        }
    }

    @Test func at160Columns() throws {
        for (name, text) in try everything(wide) where ["table", "chart", "result", "comparison"].contains(name) {
            #expect(try Snapshot.difference(text + "\n", from: "\(name)-160.txt", beside: #filePath) == nil)
        }
    }

    /// `␛` stands for the escape character.
    @Test func inColor() throws {
        for (name, text) in try everything(colored) where ["table", "chart", "diagnostics", "changes", "issue"].contains(name) {
            let shown = text.replacing("\u{1B}", with: "␛")
            #expect(try Snapshot.difference(shown + "\n", from: "\(name)-color.txt", beside: #filePath) == nil)
        }
    }

    /// Holds for whatever is shown, at any width: the width is kept, no line ends in blanks, and colour adds escapes only.
    @Test(arguments: [40, 57, 80, 100, 120, 160, 250])
    func everythingKeepsTheWidth(width: Int) throws {
        let plain = try everything(Terminal(columns: width, color: false))
        let colored = try everything(Terminal(columns: width, color: true))
        for (a, b) in zip(plain, colored) {
            for line in a.text.split(separator: "\n") {
                #expect(DisplayWidth.of(String(line)) <= width, "\(a.name): \(line)")
                #expect(line.last != " ", "\(a.name): \(line)")
            }
            #expect(!a.text.contains("\u{1B}") && b.text.contains("\u{1B}"), "\(a.name)")
            #expect(withoutEscapes(b.text) == a.text, "\(a.name)")
        }
    }

    @Test func aPipeGets100Columns() {
        let piped = Terminal(columns: nil, color: false)
        #expect(piped.table(Samples.table) == Terminal(columns: 100, color: false).table(Samples.table))
    }

    @Test func allFindingsAreShownWhenAskedFor() {
        let few = narrow.result(Samples.result, shown: 3)
        let all = narrow.result(Samples.result, shown: nil)
        #expect(few.contains("Remark number 3") && !few.contains("Remark number 4"))
        #expect(few.contains("… and 1 more (--all shows all)"))
        #expect(all.contains("Remark number 4") && !all.contains("--all"))
    }

    @Test func theFooterSaysWhatKindsOfNumbersThereAre() throws {
        var result = AnalysisResult()
        #expect(!narrow.result(result).contains("Numbers:"))
        result.tables = [Table(id: "t", title: "T", columns: [.init("a", "A")], rows: [[.figure(Figure(exact: 1))]])]
        func numbers(_ figure: Figure) -> String {
            result.tables[0].rows = [[.figure(figure)]]
            let text = Terminal(columns: 400, color: false).result(result).replacing("\n", with: " ")
            return text.firstRange(of: "Numbers: ").map { String(text[$0.upperBound...]) } ?? ""
        }
        let exact = "a plain number is exact for stated values and midpoints, rounded to the digits shown."
        #expect(numbers(Figure(exact: 1)) == exact)
        #expect(numbers(try Samples.sampled("1", "3", "2")) == "± is the 95 % interval of draws; ranges are rounded outwards.")
        #expect(numbers(Samples.bounds("1", "3")) == "b–c alone lies between b and c; ranges are rounded outwards.")
        #expect(!numbers(Samples.bounds("1", "3", "2")).contains("alone"))
    }

    @Test func whatAllWouldShowIsAListOfItsOwn() {
        func footer(details: Int, columns: Bool) -> String? {
            var result = AnalysisResult()
            result.tables = (0..<details).map { number in
                Table(id: "d\(number)", title: "Us and them, \(number)", columns: [.init("a", "A")], isDetail: true)
            }
            if columns {
                let columns = [Table.Column("a", "A"), Table.Column("b", "B", isDetail: true)]
                result.tables.append(Table(id: "t", title: "T", columns: columns))
            }
            let text = narrow.result(result).replacing("\n", with: " ")
            return text.firstRange(of: "--all shows the evidence of every finding").map { String(text[$0.upperBound...]) }
        }
        #expect(footer(details: 0, columns: false) == nil)
        #expect(footer(details: 0, columns: true) == " and more columns")
        #expect(footer(details: 1, columns: false) == " and “Us and them, 0”")
        let three = ", “Us and them, 0”, “Us and them, 1”, “Us and them, 2”"
        #expect(footer(details: 4, columns: false) == three + ", and 1 more table")
        #expect(footer(details: 12, columns: true) == three + ", 9 more tables, and more columns")
    }

    @Test func parametersThatSayNothingAreNotShown() {
        var result = Samples.result
        result.parameters = ["reading": "assessed", "time": 0]
        #expect(!narrow.result(result).contains("\nwith "))
        result.parameters = ["reading": "assessed", "time": 6]
        #expect(narrow.result(result).contains("\nwith time 6\n"))
    }

    @Test func aScaleBeyondTheCommonOneIsExplained() {
        var chart = Samples.chart
        #expect(!narrow.chart(chart).contains("beyond 0–100"))
        chart.scale = Interval(low: -20, high: 100)
        #expect(wide.chart(chart).contains("points may push values beyond 0–100"))
        chart.unit = "points"
        #expect(!wide.chart(chart).contains("beyond 0–100"))
    }

    @Test(arguments: [20, 30, 40, 60, 80, 200], ["", "Comparing", "日本語 日本語 and more words than fit a line"])
    func progressTakesOneLine(width: Int, message: String) {
        for (done, total) in [(0, 90), (37, 90), (90, 90), (95, 90), (-1, 90), (12_345, nil), (0, 0)] as [(Int, Int?)] {
            let line = Terminal.progress(done: done, total: total, message: message, width: width)
            #expect(DisplayWidth.of(line) < width && !line.contains("\n"), "\(line)")
        }
    }

    @Test func progressShowsTheShare() {
        let line = Terminal.progress(done: 37, total: 90, message: "Comparing", width: 80)
        #expect(line == "Comparing ━━━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌  41 %")
    }
}
