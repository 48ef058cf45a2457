import Findings
import Negotiation
import OrderedCollections
import Shapes

extension Terminal {
    /// What many analyzers found, as one ordered report: what blocks, what is fragile, what is missing, what is strong, and then
    /// each analyzer's answer in a sentence.
    ///
    /// - Parameters:
    ///   - subject: what they looked at.
    ///   - results: in the order in which they are to be heard.
    package func report(on subject: String, _ results: [AnalysisResult]) -> String {
        var page = Page(self)
        let revisions = Set(results.map(\.revision)).sorted().map { "revision \($0)" }
        page.title(StyledText(subject), StyledText(([counted(results.count, "analyzer")] + revisions).joined(separator: " · ")))
        let digest = Digest(results)
        for kind in Finding.Kind.allCases where kind != .note { page.findings(kind, in: digest) }
        let answers = results.filter { $0.status != .notApplicable }
        if !answers.isEmpty {
            page.heading("The answers")
            for result in answers {
                page.paragraph(
                    StyledText(prose: result.summary.firstSentence) + "\("  \(result.analyzer)", .dim)", lead: "· ", indent: 2)
            }
        }
        let silent = results.filter { $0.status == .notApplicable }.map(\.analyzer)
        if !silent.isEmpty {
            page.gap()
            page.paragraph(StyledText("Nothing to say here: \(silent.joined(separator: ", ")).", .dim))
        }
        let lacks = Array(OrderedSet(results.flatMap(\.lacks)))
        if !lacks.isEmpty {
            page.heading("For a full answer")
            for lack in lacks.prefix(6) { page.paragraph(StyledText(prose: lack), lead: "\("+ ", .cyan)", indent: 2) }
            if lacks.count > 6 { page.line(StyledText("    … and \(lacks.count - 6) more", .dim)) }
        }
        page.gap()
        page.paragraph(StyledText("“parley analyze ID” shows one analyzer's findings with their evidence; --all shows everything of all.", .dim))
        return page.text
    }
}

extension Finding.Kind {
    /// How many of a kind a report shows: what stands in the way is never left out.
    fileprivate var most: Int? {
        switch self {
        case .blocks: nil
        case .fragile: 12
        case .missing: 8
        case .strong, .note: 8
        }
    }
}

extension Page {
    fileprivate mutating func findings(_ kind: Finding.Kind, in digest: Digest) {
        let order = digest.of(kind)
        guard !order.isEmpty else { return }
        gap()
        line("\(kind.heading, [.bold, kind.look.style])\(" (\(order.count))", .dim)")
        for entry in order.prefix(kind.most ?? order.count) {
            self.entry(entry, kind)
            if kind == .blocks, let detail = entry.finding.detail { paragraph(StyledText(prose: detail, .dim), indent: 4) }
        }
        let hidden = order.count - (kind.most ?? order.count)
        if hidden > 0 { line(StyledText("    … and \(hidden) more", .dim)) }
    }

    /// A finding in a line, with the analyzer that found it.
    mutating func entry(_ entry: Digest.Entry, _ kind: Finding.Kind) {
        paragraph(
            StyledText(entry.finding.title) + "\("  \(entry.analyzer)", .dim)", lead: StyledText("\(kind.look.sign) ", kind.look.style), indent: 2)
    }
}

extension String {
    /// Up to the first full stop that ends a sentence: one before a blank and a capital or a quotation mark.
    fileprivate var firstSentence: String {
        var before: Character?
        var index = startIndex
        while index < endIndex {
            let next = self.index(after: index)
            if self[index] == ".", before?.isLetter == true || before == "”" || before == ")", next < endIndex, self[next] == " " {
                let after = self.index(after: next)
                if after < endIndex, self[after].isUppercase || self[after] == "“" { return String(self[...index]) }
            }
            before = self[index]
            index = next
        }
        return self
    }
}
