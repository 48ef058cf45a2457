import Findings
import Negotiation
import OrderedCollections
import Shapes

extension Terminal {
    /// Labels and values below each other: for `status` and the like.
    package func pairs(_ pairs: [(label: String, value: StyledText)]) -> String {
        var page = Page(self)
        page.pairs(pairs.map { (StyledText($0.label, .dim), $0.value) }, width: width)
        return page.text
    }

    /// A plain table of words, for lists that are not results. The first column holds ids, which stay whole.
    package func list(_ headers: [String], _ rows: [[StyledText]]) -> String {
        var grid = Grid(headers.enumerated().map { Grid.Column(header: StyledText($0.element), isID: $0.offset == 0) })
        grid.rows = rows.map { row in headers.indices.map { $0 < row.count ? row[$0] : "" } }
        return text(grid.lines(width: width))
    }

    /// Revisions in the order given.
    package func revisions(_ revisions: [Revision]) -> String {
        var grid = Grid([
            Grid.Column(header: "Revision", isNumeric: true), Grid.Column(header: "Time (UTC)"),
            Grid.Column(header: "Author"), Grid.Column(header: "Change"),
        ])
        for revision in revisions {
            // To the second, as people read times; the milliseconds are there for scripts.
            let time = revision.time.prefix(19).map { $0 == "T" ? " " : String($0) }.joined()
            grid.rows.append([
                StyledText("\(revision.number)"), StyledText(time, .dim), StyledText(revision.author),
                StyledText(revision.message),
            ])
        }
        return text(grid.lines(width: width))
    }

    /// What can be analyzed, and the parameters that each analyzer takes.
    package func analyzers(_ analyzers: [AnalyzerDeclaration]) -> String {
        var page = Page(self)
        for analyzer in analyzers {
            page.gap()
            page.title(StyledText(analyzer.id), analyzer.subject == .package ? "needs a package" : "looks at the workspace")
            page.paragraph(StyledText(analyzer.title), indent: 2)
            page.paragraph(StyledText(prose: analyzer.summary, .dim), indent: 2)
            page.pairs(analyzer.parameters.map { ("\($0.name, .cyan)", $0.styledSummary) }, indent: 4)
        }
        return page.text
    }

    /// What was done at the table.
    package func record(of workspace: Workspace) -> String {
        var grid = Grid(["Date", "Party", "Act", "About", "Note", "Source"])
        for entry in workspace.record.values {
            var about = entry.package.map { "package \($0)\(entry.revision.map { " of revision \($0)" } ?? "")" } ?? ""
            if let issue = entry.issue { about += (about.isEmpty ? "" : ", ") + workspace.title(of: issue) }
            if let condition = entry.condition { about += " if \(condition.text)" }
            grid.rows.append([
                StyledText(entry.date), StyledText(workspace.name(of: entry.party)), StyledText(entry.act.rawValue),
                StyledText(about), StyledText(prose: entry.note ?? ""), workspace.cited(entry.source),
            ])
        }
        return text(grid.lines(width: width))
    }

    /// One line that says how far something has come, for a terminal that writes it over again and again.
    ///
    /// - Parameter total: nil when nobody knows how much there is to do.
    package static func progress(done: Int, total: Int?, message: String, width: Int) -> String {
        // The last column stays free: some terminals go on to the next line as soon as it is filled.
        let room = max(1, width - 1)
        guard let total, total > 0 else {
            return StyledText("\(message) · \(Number(max(0, done)).forPeople)").shortened(to: room).plain
        }
        let share = Double(min(max(0, done), total)) / Double(total)
        let percent = "\(Int(share * 100)) %"
        let bar = min(30, room - DisplayWidth.of(message) - 8)
        guard bar >= 8 else { return StyledText("\(percent) \(message)").shortened(to: room).plain }
        let filled = Int(share * Double(bar))
        let track = String(repeating: "━", count: filled) + String(repeating: "╌", count: bar - filled)
        return "\(StyledText(message).plain) \(track) \(String(repeating: " ", count: 5 - percent.count))\(percent)"
    }
}

extension Parameter {
    fileprivate var styledSummary: StyledText {
        var takes = words.isEmpty ? kind.rawValue : words.joined(separator: " | ")
        if let range { takes += " \(range.forPeople)" }
        if let standard { takes += ", else \(standard.brief)" }
        return "\(summary)\(" (\(takes))", .dim)"
    }
}
