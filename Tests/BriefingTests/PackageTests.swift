import Briefing
import Negotiation
import OrderedCollections
import Shapes
import Testing

@Suite struct PackageTests {
    private let terminal = Terminal(columns: 100, color: false)

    @Test func completenessCountsEveryIssueOnce() throws {
        let workspace = try Samples.workspace()
        let lines = terminal.packages(of: workspace).split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("middle") && $0.hasSuffix("0 of 3 settled, 1 disputed, 1 left out, 1 open") })
        #expect(lines.contains { $0.hasPrefix("strict") && $0.hasSuffix("complete: all 3 settled") })
    }

    @Test func comparisonMarksWhatDiffers() throws {
        let workspace = try Samples.workspace()
        for width in [40, 66, 100] {
            let text = Terminal(columns: width, color: false).comparison(of: ["strict", "lax"], in: workspace)
            #expect(text.contains("1 of 3 issues differ"))
            let marked = text.split(separator: "\n").filter { $0.hasPrefix("≠") }
            #expect(marked.count == 1 && marked[0].contains("Fishing"), "\(text)")
        }
    }

    /// Packages may name issues that are gone; they are not counted and do not show.
    @Test func choicesOnUnknownIssuesAreLeftOut() throws {
        var workspace = try Samples.workspace()
        workspace.packages["lax"]?.choices["gone"] = .option("x")
        #expect(terminal.packages(of: workspace).contains("complete: all 3 settled"))
        #expect(!terminal.comparison(of: ["lax", "strict"], in: workspace).contains("gone"))
    }

    @Test(arguments: [
        (6, 2, "64 complete packages, linkages aside."), (20, 2, "1,048,576 complete packages (1 × 10^6), linkages aside."),
        (13, 10, "10,000,000,000,000 complete packages (1 × 10^13), linkages aside."),
        (9, 33, "46,411,484,401,953 complete packages (4.6 × 10^13), linkages aside."),
    ])
    func thePackagesAreCounted(issues: Int, options: Int, sentence: String) {
        var workspace = Workspace()
        var issue = Issue()
        for option in 0..<options { issue.options[ID("o\(option)")] = Option() }
        for number in 0..<issues { workspace.issues[ID("i\(number)")] = issue }
        #expect(terminal.overview(workspace).contains("  \(sentence)\n"))
    }

    @Test func moreThanCanBeCountedIsSaid() {
        var workspace = Workspace()
        var issue = Issue()
        for option in 0..<10 { issue.options[ID("o\(option)")] = Option() }
        for number in 0..<25 { workspace.issues[ID("i\(number)")] = issue }
        #expect(terminal.overview(workspace).contains("more than 10,000,000,000,000,000,000 complete packages (1 × 10^19)"))
    }
}
