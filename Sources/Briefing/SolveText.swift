import Findings
import Negotiation
import OrderedCollections
import Shapes

extension Terminal {
    /// What a space of packages comes to: how many there are, the efficient ones, and the best by each definition.
    package func solution(_ result: SolveResult) -> String {
        var page = Page(self)
        page.head(result)
        page.space(result)
        page.parties(result)
        let marked = MarkedSolution.all(of: result)
        let frontier = result.frontier.map { $0.points + $0.representatives } ?? []
        if frontier.isEmpty, marked.isEmpty {
            page.whatToTry(result)
        } else {
            if let frontier = result.frontier { page.frontier(frontier, of: result, marked) }
            if !marked.isEmpty { page.solutions(marked, of: result) }
        }
        page.remarks("Notes", result.notes)
        page.remarks("Read from the files", result.imported)
        page.gap()
        page.paragraph(StyledText("Solved in \(result.elapsed).", .dim))
        return page.text
    }

    /// Remarks, a paragraph each, as after an import.
    package func remarks(_ remarks: [String]) -> String {
        var page = Page(self)
        page.remarks(remarks)
        return page.text
    }
}

extension SolveResult {
    fileprivate var elapsed: String {
        guard elapsedMilliseconds >= 1_000 else {
            return elapsedMilliseconds < 1 ? "less than 1 ms" : "\(elapsedMilliseconds.rounded(decimals: 0).forPeople) ms"
        }
        return "\(elapsedMilliseconds.divided(by: 1_000, decimals: 1).forPeople) s"
    }

    /// Whether it is proven that all who must consent accept none of the packages.
    fileprivate var hasNoZone: Bool { acceptable.isNone || feasible.isNone }
}

extension Page {
    fileprivate mutating func head(_ result: SolveResult) {
        var about = ["\(result.workspace)", "\(result.reading) reading"]
        if let revision = result.revision { about.append("revision \(revision)") }
        title(StyledText(result.title), StyledText(about.joined(separator: " · ")))
        var with: [String] = []
        if let id = result.package {
            with.append("with what package “\(result.packageTitle ?? id.text)” settles")
        }
        if let id = result.scenario { with.append("in the scenario “\(result.scenarioTitle ?? id.text)”") }
        switch result.ranges {
        case "nominal": with.append("ranges at their midpoints")
        default: with.append("ranges at their \(result.ranges) ends")
        }
        paragraph(StyledText(with.joined(separator: ", "), .dim))
    }

    fileprivate mutating func space(_ result: SolveResult) {
        gap()
        pairs(
            [
                ("Open issues", Number(result.open.count).forPeople), ("Ways to settle them", result.outcomes.words),
                ("… that meet the requirements", result.feasible.words),
                ("… and are acceptable to all", result.acceptable.words),
            ].map { (StyledText($0, .dim), StyledText($1, .bold)) })
    }

    fileprivate mutating func parties(_ result: SolveResult) {
        guard !result.parties.isEmpty else { return }
        heading("What each party can get")
        let hasBest = result.parties.contains { $0.best != nil }
        let floors = Grid.column(result.parties.map(\.floor))
        let bests = Grid.column(result.parties.map(\.best))
        var grid = Grid([Grid.Column(header: "Party"), Grid.Column(header: "Floor", isNumeric: true)])
        if hasBest { grid.columns.append(Grid.Column(header: "Best", isNumeric: true)) }
        grid.rows = result.parties.indices.map { index in
            let row = [StyledText(result.parties[index].name), floors[index], bests[index]]
            return Array(row.prefix(grid.columns.count))
        }
        add(grid.lines(width: terminal.width))
        let best = hasBest ? " Best: the most that an acceptable package brings it." : ""
        paragraph(
            StyledText(
                "Each on its own scale, 0–100. Floor: below it a party does not sign; what it has without a deal, unless it has "
                    + "stated another.\(best)", .dim))
    }

    /// Says that there is nothing, and how to go on from there.
    fileprivate mutating func whatToTry(_ result: SolveResult) {
        gap()
        if result.feasible.isNone {
            paragraph("No way of settling the open issues meets the requirements.", lead: "\("No package. ", .yellow)", hang: 0)
        } else if result.hasNoZone {
            paragraph(
                "Whatever is settled, somebody who must consent is better off without a deal, or is stopped by a red line.",
                lead: "\("No zone of agreement. ", .yellow)", hang: 0)
        } else {
            paragraph("The search ended before it came upon one.", lead: "\("No package found. ", .yellow)", hang: 0)
        }
        heading("What to try next")
        var ways: [(String, String)] = []
        if result.feasible.isNone {
            // No reading and no range changes what the requirements leave.
            ways.append(("parley show linkages", "the requirements, of which some exclude each other"))
            if result.package != nil { ways.append(("without --package", "with every issue open again")) }
            return pairs(ways.map { (StyledText($0, .cyan), StyledText($1)) }, indent: 2)
        }
        if result.reading == .declared {
            ways.append(("--reading assessed", "what parties would settle for, rather than what they say"))
        }
        if result.ranges != "optimistic" {
            ways.append(("--ranges optimistic", "every range at the end that favours a deal"))
        }
        if result.package != nil { ways.append(("without --package", "with every issue open again")) }
        ways.append(("parley evaluate PACKAGE", "who would not sign a package, and why"))
        pairs(ways.map { (StyledText($0, .cyan), StyledText($1)) }, indent: 2)
    }

    fileprivate mutating func remarks(_ title: StyledText, _ remarks: [String]) {
        guard !remarks.isEmpty else { return }
        heading(title)
        self.remarks(remarks)
    }

    fileprivate mutating func remarks(_ remarks: [String]) {
        for remark in remarks { paragraph(StyledText(prose: remark), lead: "\("· ", .dim)", indent: 2) }
    }
}
