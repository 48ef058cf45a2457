import Findings
import Negotiation
import OrderedCollections
import Shapes

extension Terminal {
    /// The result of an analyzer: the answer, what was found, tables and charts, what is missing, and what it rests on.
    ///
    /// - Parameters:
    ///   - workspace: to call the package by its title.
    ///   - shown: findings of each kind; nil for all of them.
    package func result(_ result: AnalysisResult, in workspace: Workspace? = nil, shown: Int? = 6) -> String {
        var page = Page(self)
        page.answer(result, in: workspace, shown: shown, isCited: true)
        page.footing(result)
        return page.text
    }

    /// A brief: one page. Claims are named in full, and cited on request; last comes what the issue modules put first.
    ///
    /// - Parameter modules: what their analyzers found, and the command that tells all of it; nil where they were not asked.
    package func brief(_ result: AnalysisResult, modules: (digest: Digest, report: String)?, shown: Int?) -> String {
        var page = Page(self)
        page.answer(result, in: nil, shown: shown, isCited: shown == nil)
        if let modules, let counts = modules.digest.counts {
            page.heading("What the issue modules put first")
            for (kind, entry) in modules.digest.foremost { page.entry(entry, kind) }
            page.paragraph(StyledText("In all \(counts): “\(modules.report)” tells them in one report.", .dim), indent: 4)
        }
        page.footing(result)
        return page.text
    }
}

extension Page {
    /// The answer, what was found, charts and tables.
    fileprivate mutating func answer(_ result: AnalysisResult, in workspace: Workspace?, shown: Int?, isCited: Bool) {
        var about = [result.analyzer]
        if let id = result.package { about.append("package \(workspace?.packages[id].map { "“\($0.title)”" } ?? id.text)") }
        if let reading = result.reading { about.append("\(reading) reading") }
        about.append("revision \(result.revision)")
        title(StyledText(result.title), StyledText(about.joined(separator: " · ")))
        // The reading is in the title, and at time 0 nothing has changed yet.
        let parameters = result.parameters.filter { $0.key != "reading" && !($0.key == "time" && $0.value == 0) }
        if !parameters.isEmpty {
            paragraph(StyledText("with " + parameters.map { "\($0.key) \($0.value.brief)" }.joined(separator: ", "), .dim))
        }
        gap()
        switch result.status {
        case .complete: paragraph(StyledText(prose: result.summary))
        case .partial: paragraph(StyledText(prose: result.summary), lead: "\("Partial answer. ", .yellow)", hang: 0)
        case .notApplicable: paragraph(StyledText(prose: result.summary), lead: "\("Not applicable. ", .yellow)", hang: 0)
        }
        for chart in result.charts {
            gap()
            add(terminal.lines(of: chart))
        }
        for scatter in result.scatters {
            gap()
            add(terminal.lines(of: scatter))
        }
        for kind in Finding.Kind.allCases {
            findings(result.findings.filter { $0.kind == kind }, of: kind, shown: shown, isCited: isCited)
        }
        let isWhole = shown == nil
        for table in result.tables where isWhole || !table.isDetail {
            gap()
            add(terminal.lines(of: isWhole ? table : table.outline))
        }
        if !isWhole { details(result.tables) }
    }

    /// What is missing, and what it rests on.
    fileprivate mutating func footing(_ result: AnalysisResult) {
        if !result.lacks.isEmpty {
            heading("For a full answer")
            for lack in result.lacks { paragraph(StyledText(prose: lack), lead: "\("+ ", .cyan)", indent: 2) }
        }
        let footer = [result.provenance.sentence, result.modulesUsed, result.basis].compactMap(\.self)
        if !footer.isEmpty { gap() }
        for line in footer { paragraph(StyledText(line, .dim)) }
    }

    fileprivate mutating func findings(_ findings: [Finding], of kind: Finding.Kind, shown: Int?, isCited: Bool) {
        guard !findings.isEmpty else { return }
        let (sign, style) = kind.look
        gap()
        line("\(kind.heading, [.bold, style])\(" (\(findings.count))", .dim)")
        for finding in findings.prefix(shown ?? findings.count) {
            paragraph(StyledText(finding.title), lead: StyledText("\(sign) ", style), indent: 2)
            if let detail = finding.detail { paragraph(StyledText(prose: detail, .dim), indent: 4) }
            // What stands in the way has to be walked back at once; for the rest it is there on request.
            if isCited, shown == nil || kind == .blocks || kind == .fragile { evidence(finding.evidence, shown: shown == nil ? nil : 3) }
        }
        let hidden = findings.count - (shown ?? findings.count)
        if hidden > 0 { line(StyledText("    … and \(hidden) more (--all shows all)", .dim)) }
    }

    /// Says what `--all` would show besides.
    fileprivate mutating func details(_ tables: [Table]) {
        let hidden = tables.filter(\.isDetail)
        let narrowed = tables.filter { table in !table.isDetail && table.columns.contains(where: \.isDetail) }
        guard !hidden.isEmpty || !narrowed.isEmpty else { return }
        var parts = ["the evidence of every finding"] + hidden.prefix(3).map { "“\($0.title)”" }
        if hidden.count > 3 { parts.append(counted(hidden.count - 3, "more table")) }
        if !narrowed.isEmpty { parts.append("more columns") }
        // Titles hold commas and “and” of their own, so the last part is set off by a comma.
        let all = parts.dropLast().joined(separator: ", ") + (parts.count > 2 ? ", and " : " and ") + parts[parts.count - 1]
        gap()
        paragraph(StyledText("--all shows \(all)", .dim))
    }

    private mutating func evidence(_ evidence: [Evidence], shown: Int?) {
        guard !evidence.isEmpty else { return }
        let listed = evidence.prefix(shown ?? evidence.count)
        var text = listed.map(\.styledText).joined(separator: "\("; ", .dim)")
        if listed.count < evidence.count { text += "\("; and \(evidence.count - listed.count) more", .dim)" }
        paragraph(text, lead: "\("↳ ", .dim)", indent: 4)
    }
}

extension Finding.Kind {
    var heading: String {
        switch self {
        case .blocks: "What blocks"
        case .fragile: "What is fragile"
        case .missing: "What is missing"
        case .strong: "What is strong"
        case .note: "Notes"
        }
    }

    var look: (sign: String, style: Style) {
        switch self {
        case .blocks: ("✗", .red)
        case .fragile: ("!", .yellow)
        case .missing: ("?", .cyan)
        case .strong: ("✓", .green)
        case .note: ("·", .plain)
        }
    }
}

extension Evidence {
    /// What stands there, or else where, with what it cites.
    fileprivate var styledText: StyledText {
        let what = text ?? pointer.tokens.joined(separator: "/")
        let result = StyledText(what, .dim)
        let citation: StyledText
        switch (source, isAssumption) {
        case (let source?, false): citation = StyledText("[\(source)]", .dim)
        case (let source?, true): citation = "\("[\(source),\u{A0}", .dim)\("assumed", .yellow)\("]", .dim)"
        case (nil, true): citation = "\("[", .dim)\("no\u{A0}source", .yellow)\("]", .dim)"
        // A proposal is pointed at, and cites nothing.
        case (nil, false): return result
        }
        return result.isEmpty ? citation : result + " " + citation
    }
}

extension Provenance {
    var sentence: String? {
        guard total > 0 else { return nil }
        var parts: [String] = []
        if cited > 0 { parts.append(counted(cited, "cited claim")) }
        if assumed > 0 { parts.append(counted(assumed, "assumption")) }
        if unsourced > 0 { parts.append(counted(unsourced, "claim without a source", "claims without a source")) }
        return "Rests on \(enumerated(parts))."
    }
}

extension AnalysisResult {
    /// Whose contributions it was computed with, and which modules nobody speaks for here.
    var modulesUsed: String? {
        func named(_ standing: ModuleUse.Standing) -> [String] {
            modules.filter { $0.standing == standing }.map { use in
                let version = use.build?.prefix { $0 != "+" } ?? ""
                return use.module + (version.isEmpty || standing == .missing ? "" : " \(version)") + (use.detail.map { " (\($0))" } ?? "")
            }
        }
        var parts: [String] = []
        if !named(.current).isEmpty { parts.append("Computed with what these modules contribute: \(enumerated(named(.current))).") }
        if !named(.lastGood).isEmpty { parts.append("Computed with what these contributed earlier: \(enumerated(named(.lastGood))).") }
        let missing = modules.filter { $0.standing == .missing && $0.detail == nil }.map(\.module)
        if !missing.isEmpty {
            parts.append("Without the module\(missing.count == 1 ? "" : "s") \(enumerated(missing)), for which there is no plugin here.")
        }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    /// What kinds of numbers the tables and charts show, and how to tell them apart.
    var basis: String? {
        let cells = tables.flatMap { $0.rows.flatMap(\.self) }.compactMap(\.figure)
        let bars = charts.flatMap { $0.bars.flatMap { [$0.figure, $0.reference].compactMap(\.self) } }
        let figures = cells + bars
        let bases = Set(figures.map(\.basis))
        let bounds = figures.filter { $0.basis == .bounds }
        var parts: [String] = []
        if bounds.contains(where: { $0.value != nil }) {
            parts.append("a (b–c) is a at the midpoints of the stated ranges, and between b and c over all of them")
        }
        if bounds.contains(where: { $0.value == nil }) { parts.append("b–c alone lies between b and c") }
        if bases.contains(.sampled) { parts.append("± is the 95 % interval of draws") }
        if bases.contains(.exact) {
            parts.append("a plain number is exact for stated values and midpoints, rounded to the digits shown")
        }
        if bases.contains(.bounds) || bases.contains(.sampled) { parts.append("ranges are rounded outwards") }
        return parts.isEmpty ? nil : "Numbers: \(parts.joined(separator: "; "))."
    }
}
