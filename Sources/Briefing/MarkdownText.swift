import Findings
import Negotiation
import Shapes

/// The result of an analyzer as Markdown, for papers and mails.
package enum MarkdownText {
    /// - Parameters:
    ///   - modules: what the issue modules' analyzers found, and the command that tells all of it; nil where they were not asked.
    ///   - isWhole: whether evidence of every finding, details and all columns are written.
    package static func of(_ result: AnalysisResult, modules: (digest: Digest, report: String)? = nil, isWhole: Bool) -> String {
        var lines = ["# \(escaped(result.title))", ""]
        var about = ["workspace \(result.workspace)", "revision \(result.revision)"]
        if let package = result.package { about.append("package \(package)") }
        if let reading = result.reading { about.append("\(reading.rawValue) reading") }
        lines += ["*\(escaped(about.joined(separator: ", ")))*", "", escaped(result.summary), ""]
        for kind in Finding.Kind.allCases {
            let findings = result.findings.filter { $0.kind == kind }
            guard !findings.isEmpty else { continue }
            lines += ["## \(kind.heading)", ""]
            for finding in findings {
                lines.append("- **\(escaped(finding.title))**")
                if let detail = finding.detail { lines.append("  \(escaped(detail))") }
                let isCited = isWhole || kind == .blocks || kind == .fragile
                for evidence in isCited ? Array(finding.evidence.prefix(isWhole ? .max : 3)) : [] { lines.append("  - \(words(evidence))") }
            }
            lines.append("")
        }
        for table in result.tables where isWhole || !table.isDetail { lines += rows(isWhole ? table : table.outline) + [""] }
        if let modules, let counts = modules.digest.counts {
            lines += ["## What the issue modules put first", ""]
            lines += modules.digest.foremost.map { kind, entry in "- \(escaped(entry.finding.title)) (\(kind.rawValue); \(escaped(entry.analyzer)))" }
            lines += ["", escaped("In all \(counts): “\(modules.report)” tells them in one report."), ""]
        }
        if !result.lacks.isEmpty {
            lines += ["## For a full answer", ""] + result.lacks.map { "- \(escaped($0))" } + [""]
        }
        let footer = [result.provenance.sentence, result.modulesUsed, result.basis].compactMap(\.self)
        lines += footer.flatMap { ["\(escaped($0))", ""] }
        while lines.last == "" { lines.removeLast() }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func words(_ evidence: Evidence) -> String {
        let what = escaped(evidence.text ?? evidence.pointer.tokens.joined(separator: "/"))
        switch (evidence.source, evidence.isAssumption) {
        case (let source?, false): return "\(what) (\(escaped("\(source)")))"
        case (let source?, true): return "\(what) (\(escaped("\(source)")), assumed)"
        case (nil, true): return "\(what) (no source)"
        case (nil, false): return what
        }
    }

    private static func rows(_ table: Table) -> [String] {
        guard !table.columns.isEmpty, !table.rows.isEmpty else { return [] }
        func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
        let isFigures = table.columns.indices.map { column in
            table.rows.allSatisfy { row in
                guard row.indices.contains(column) else { return true }
                switch row[column] {
                case .figure, .empty: return true
                case .text, .verdict, .name: return false
                }
            }
        }
        let decimals = table.columns.indices.map { column in
            FigureText.decimals(
                of: table.rows.compactMap { row in
                    if row.indices.contains(column), case .figure(let figure) = row[column] { figure } else { nil }
                }, unit: table.columns[column].unit)
        }
        var lines = ["### \(escaped(table.title))", ""]
        lines.append(row(table.columns.map { column in escaped(column.title + (column.unit.map { " (\($0))" } ?? "")) }))
        lines.append(row(isFigures.map { $0 ? "---:" : "---" }))
        for cells in table.rows {
            lines.append(
                row(
                    cells.enumerated().map { column, cell in
                        switch cell {
                        case .empty: ""
                        case .text(let text), .verdict(let text, _), .name(let text, _): escaped(text)
                        case .figure(let figure): FigureText(figure, decimals: decimals.indices.contains(column) ? decimals[column] : 1).text
                        }
                    }))
        }
        if let note = table.note { lines += ["", escaped(note)] }
        return lines
    }

    /// On one line, without anything that a terminal would obey, and with signs escaped that Markdown would take for its own.
    private static func escaped(_ text: String) -> String {
        StyledText(text).plain.reduce(into: "") { result, character in
            if "\\`*_|<>[]#&~".contains(character) { result.append("\\") }
            result.append(character)
        }
    }
}
