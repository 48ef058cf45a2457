import Briefing
import Findings
import Negotiation
import OrderedCollections
import Shapes
import TestSupport
import Testing

@Suite struct SolveTests {
    private static let samples: [(name: String, result: SolveResult)] = [
        ("solved-pair", Samples.solvedPair), ("solved-table", Samples.solvedTable), ("solved-nothing", Samples.solvedNothing),
    ]

    @Test(arguments: [80, 160]) func solutions(width: Int) throws {
        let terminal = Terminal(columns: width, color: false)
        for (name, result) in Self.samples {
            let text = terminal.solution(result) + "\n"
            #expect(try Snapshot.difference(text, from: "\(name)-\(width).txt", beside: #filePath) == nil)
        }
        let scatter = terminal.scatter(Samples.scatter) + "\n"
        #expect(try Snapshot.difference(scatter, from: "scatter-\(width).txt", beside: #filePath) == nil)
    }

    @Test(arguments: [40, 57, 80, 100, 160, 250]) func everySolutionKeepsTheWidth(width: Int) {
        for (name, result) in Self.samples {
            let plain = Terminal(columns: width, color: false).solution(result)
            for line in plain.split(separator: "\n") {
                #expect(DisplayWidth.of(String(line)) <= width && line.last != " ", "\(name): \(line)")
            }
            #expect(withoutEscapes(Terminal(columns: width, color: true).solution(result)) == plain, "\(name)")
        }
    }
}

extension SolveTests {
    @Test func issuesAndOptionsHaveTheirTitles() throws {
        var result = Samples.solvedPair
        let workspace = try Samples.workspace()
        for id in result.open { result.names[id] = workspace.issues[id].map { SolveResult.Names($0) } }
        let text = Terminal(columns: 80, color: false).solution(result)
        #expect(text.contains("Fishing season  Summer only  Closed all year") && text.contains("Limits of the EEZ: As now"))
        let narrow = Terminal(columns: 53, color: false).solution(result)
        #expect(narrow.contains("Summer only N K · Closed all year U"), "\(narrow)")
    }

    @Test func whatIsNotKnownOfACountIsSaid() {
        func shown(_ count: PackageCount) -> String {
            var result = Samples.solvedPair
            result.outcomes = count
            let text = Terminal(columns: 100, color: false).solution(result)
            let line = text.split(separator: "\n").first { $0.hasPrefix("Ways to settle them") } ?? ""
            return line.dropFirst("Ways to settle them".count).drop { $0 == " " }.description
        }
        #expect(shown(PackageCount(12_345)) == "12,345")
        #expect(shown(PackageCount(999_999_999_999_999)) == "999,999,999,999,999")
        #expect(shown(PackageCount(1_152_921_504_606_846_976)) == "about 1.2 × 10^18")
        #expect(shown(PackageCount(atLeast: .max, atMost: nil)) == "at least about 3.4 × 10^38")
        #expect(shown(PackageCount(atLeast: 3, atMost: 8)) == "between 3 and 8")
        #expect(shown(PackageCount(atLeast: 0, atMost: 8)) == "at most 8")
        #expect(shown(PackageCount(atLeast: 0, atMost: nil)) == "not known")
    }

    @Test func whereNothingIsAcceptableItSaysWhatToTry() {
        var result = Samples.solvedNothing
        func shown() -> String { Terminal(columns: 100, color: false).solution(result) }
        #expect(shown().contains("No zone of agreement.") && shown().contains("--reading assessed"))
        result.reading = .assessed
        result.ranges = "optimistic"
        #expect(!shown().contains("--reading") && !shown().contains("--ranges") && shown().contains("parley evaluate"))
        result.feasible = PackageCount(0)
        #expect(shown().contains("No way of settling the open issues meets the requirements."))
        result.feasible = PackageCount(12)
        result.acceptable = PackageCount(atLeast: 0, atMost: 12)
        #expect(shown().contains("The search ended before it came upon one."))
    }
}

@Suite struct ScatterTests {
    /// The lines between the axes, without what stands before them.
    private func field(_ text: String) -> [Substring] {
        text.split(separator: "\n").compactMap { line in
            line.firstIndex { $0 == "│" || $0 == "┤" }.map { line[line.index(after: $0)...] }
        }
    }

    /// Whatever is drawn, it stays within its frame, and nothing that lies on the scale is lost.
    @Test(arguments: 0..<60) func nothingIsDrawnOutsideTheFrame(seed: UInt64) throws {
        var random = RandomText(seed: seed)
        func number(_ range: ClosedRange<Int>) -> Number {
            Number(significand: Int128(Int.random(in: range, using: &random)), exponent: -1)
        }
        func axis() -> Scatter.Axis {
            let low = number(-500...500)
            let reference = Bool.random(using: &random) ? number(-2_000...2_000) : nil
            return Scatter.Axis(random.text(upTo: 4), Interval(low: low, high: low + number(0...1_500)), reference: reference)
        }
        let (x, y) = (axis(), axis())
        let points = (0..<Int.random(in: 1...80, using: &random)).map { index in
            Scatter.Point(
                number(-700...2_200), number(-700...2_200), label: random.text(upTo: 3),
                mark: index % 3 == 0 ? random.text(upTo: 1) : nil)
        }
        let scatter = Scatter(id: "s", title: random.text(upTo: 5), x: x, y: y, points: points)
        let width = Int.random(in: 40...200, using: &random)
        let text = Terminal(columns: width, color: false).scatter(scatter)
        for line in text.split(separator: "\n") { #expect(DisplayWidth.of(String(line)) <= width, "\(line)") }
        let frame = try #require(text.split(separator: "\n").first { $0.contains("└─") })
        let drawn = field(text)
        #expect(drawn.count == (width >= 120 ? 23 : 15))
        for line in drawn { #expect(line.count <= frame.count { $0 == "─" }, "\(line)") }
        let inside = points.count { x.scale.contains($0.x) && y.scale.contains($0.y) }
        #expect(text.replacing("\u{A0}", with: " ").contains("outside and not drawn") == (inside < points.count))
        let signs = drawn.joined().count { !" ┊╌┼".contains($0) }
        #expect(signs <= inside && (signs > 0) == (inside > 0))
    }

    @Test func theEndsOfTheScaleAreTheCornersOfTheFrame() {
        let axis = Scatter.Axis("a", Interval(low: -5, high: 5))
        let scatter = Scatter(
            id: "s", title: "Corners", x: axis, y: axis,
            points: [
                .init(-5, -5, mark: "A"), .init(5, -5, mark: "B"), .init(-5, 5, mark: "C"), .init(5, 5, mark: "D"),
                .init(0, 0, mark: "M"),
            ])
        let lines = field(Terminal(columns: 81, color: false).scatter(scatter)).map(String.init)
        #expect(lines[0].first == "C" && lines[0].last == "D" && lines[14].first == "A" && lines[14].last == "B")
        #expect(lines[7].firstIndex(of: "M").map { lines[7].distance(from: lines[7].startIndex, to: $0) } == lines[0].count / 2)
    }

    @Test func ofMarksAtOnePlaceTheFirstIsDrawnAndTheOthersAreTold() {
        let text = Terminal(columns: 80, color: false).scatter(Samples.scatter)
        #expect(text.contains("N Nash   E Egalitarian (at N)") && text.contains("1 point is outside and not drawn"))
    }

    @Test func aScatterTravels() throws {
        let json = JSON.text(Scatter.shape.encode(Samples.scatter), pretty: false)
        #expect(try Scatter.shape.read(JSON.parse(json)) == Samples.scatter)
        var result = Samples.result
        result.scatters = [Samples.scatter]
        #expect(try AnalysisResult.shape.read(AnalysisResult.shape.encode(result)) == result)
        #expect(Terminal(columns: 80, color: false).result(result).contains("What they bring both"))
        #expect(AnalysisResult.shape.encode(Samples.result)["scatters"] == nil)
    }
}
