import Findings
import Negotiation

/// A draft agreement as Markdown, with footnotes as most readers of Markdown know them.
package enum DraftMarkdown {
    package static func text(of draft: Draft) -> String {
        var blocks = ["# \(Markdown.escaped(draft.title))", "Draft agreement on: \(Markdown.escaped(draft.subject))", "*\(explanation(of: draft))*"]
        blocks += draft.lacks.map { "*Not complete: \(Markdown.escaped(Phrase.clause($0))).*" }
        blocks += draft.preamble.enumerated().map { place, paragraph in
            Markdown.paragraphs(paragraph) + (place == 0 ? marks(draft.remarks) : "")
        }
        for article in draft.articles {
            if let part = article.part { blocks.append("## \(Markdown.escaped(part))") }
            blocks.append("### \(Markdown.escaped(article.heading))")
            blocks.append(text(of: article))
        }
        blocks += schedule(draft.schedule)
        if !draft.annexes.isEmpty {
            blocks.append("## Annexes to be drawn up")
            blocks.append(draft.annexes.map { "- [\($0.name), of which \(Consents.articles($0.articles)) \($0.articles.count == 1 ? "speaks" : "speak")]" }.joined(separator: "\n"))
        }
        blocks.append("## Consents needed")
        blocks.append(draft.consents.isEmpty ? "None." : draft.consents.map { "- \(Markdown.escaped($0.text))" }.joined(separator: "\n"))
        if !draft.citations.isEmpty {
            blocks.append("## Sources of the footnotes")
            blocks.append(draft.citations.map { "- \($0.citation): \(Markdown.escaped($0.title))" }.joined(separator: "\n"))
        }
        if !draft.notes.isEmpty {
            blocks.append(draft.notes.map { "[^\($0.number)]: \(Markdown.escaped($0.text))" }.joined(separator: "\n"))
        }
        return blocks.joined(separator: "\n\n") + "\n"
    }

    private static func explanation(of draft: Draft) -> String {
        let whom = draft.audience.map { "for “\($0)”" } ?? "for everybody"
        let brackets = draft.articles.contains(where: \.isBracketed) ? " Square brackets hold what is still to be agreed." : ""
        let notes = draft.notes.isEmpty ? "" : " Footnotes say who objects on the record."
        return "\(Phrase.capitalized(draft.status.rawValue)), from revision \(draft.revision) of “\(draft.workspace)”, \(whom).\(brackets)\(notes)"
    }

    private static func marks(_ notes: [Int]) -> String { notes.map { "[^\($0)]" }.joined() }

    private static func text(of article: Draft.Article) -> String {
        guard !article.isWorded, !article.alternatives.isEmpty else { return Markdown.paragraphs(article.text) + marks(article.notes) }
        var shown = article
        for index in shown.alternatives.indices { shown.alternatives[index].text = Markdown.paragraphs(shown.alternatives[index].text) }
        return shown.composed { marks($0.notes) } + marks(article.notes)
    }

    private static func schedule(_ steps: [Draft.ScheduledStep]) -> [String] {
        guard !steps.isEmpty else { return [] }
        let rows = steps.map { step in
            [
                Phrase.capitalized(step.time), step.title, step.party, Phrase.list(step.delivers.map(\.text)), Phrase.list(step.verifiers),
                step.isReversible ? "yes" : "no", step.detection ?? "", step.snapback ?? "",
            ]
        }
        let table = [["Time", "Step", "By", "Carries out", "Verified by", "Reversible", "A breach is seen (estimate)", "Snapback"]] + [Array(repeating: "---", count: 8)]
        let lines = table.map { $0.joined(separator: " | ") } + rows.map { $0.map(Markdown.escaped).joined(separator: " | ") }
        return ["## Annex: Schedule", lines.map { "| \($0) |" }.joined(separator: "\n")]
    }
}

/// What changed between two drafts as Markdown: ~~struck~~ and **added**.
package enum RedlineMarkdown {
    package static func text(of redline: RedlinedDraft) -> String {
        var blocks = ["# Changes from “\(Markdown.escaped(redline.from.title))” to “\(Markdown.escaped(redline.to.title))”", "*\(explanation(of: redline))*"]
        let changed = redline.clauses.filter(\.hasChanges)
        for clause in changed {
            blocks.append("## \(Markdown.escaped(clause.title))")
            blocks.append(text(of: clause.passages))
        }
        let same = redline.clauses.filter { !$0.hasChanges }.map(\.title)
        if changed.isEmpty {
            blocks.append("Nothing changes.")
        } else if !same.isEmpty {
            blocks.append("## Unchanged")
            blocks.append(same.map { "- \(Markdown.escaped($0))" }.joined(separator: "\n"))
        }
        return blocks.joined(separator: "\n\n") + "\n"
    }

    private static func explanation(of redline: RedlinedDraft) -> String {
        let (from, to) = (redline.from, redline.to)
        return "From “\(from.package)” (revision \(from.revision)) to “\(to.package)” (revision \(to.revision)). ~~Struck words~~ go, **words in bold** come; ¶ marks the end of a paragraph that goes or comes."
    }

    /// Each run between its marks, with the spaces outside them, as Markdown wants it.
    package static func text(of passages: [RedlinedDraft.Passage]) -> String {
        let marked = passages.map { passage in
            let words = Redline.text(of: passage.text.split(separator: " ").map(String.init))
            let text = Markdown.escaped(passage.text)
            return switch passage.kind {
            case .kept: Markdown.paragraphs(words)
            case .struck: "~~\(text)~~"
            case .added: "**\(text)**"
            }
        }
        return marked.joined(separator: " ").replacing(" \n\n", with: "\n\n").replacing("\n\n ", with: "\n\n")
    }
}

/// Text from a workspace within Markdown: it shows as it was written, whatever signs are in it.
enum Markdown {
    static func escaped(_ text: String) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch (result.last, byte) {
            case (_, UInt8(ascii: "\\")), (_, UInt8(ascii: "`")), (_, UInt8(ascii: "*")), (_, UInt8(ascii: "_")), (_, UInt8(ascii: "~")),
                (_, UInt8(ascii: "<")), (_, UInt8(ascii: "|")),
                // Neither a footnote nor a link.
                (UInt8(ascii: "["), UInt8(ascii: "^")), (UInt8(ascii: "]"), UInt8(ascii: "(")), (UInt8(ascii: "]"), UInt8(ascii: ":")):
                result.append(UInt8(ascii: "\\"))
            default: break
            }
            result.append(byte == UInt8(ascii: "\n") ? UInt8(ascii: " ") : byte)
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Paragraphs, none of which begins like a heading, a list or a quotation.
    static func paragraphs(_ text: String) -> String {
        text.components(by: "\n\n").map { paragraph in
            let line = escaped(String(paragraph))
            let digits = line.prefix { $0.isNumber && $0.isASCII }
            if !digits.isEmpty, let sign = line.dropFirst(digits.count).first, ".)".contains(sign) {
                return "\(digits)\\\(line.dropFirst(digits.count))"
            }
            return line.first.map("#>+-=".contains) == true ? "\\\(line)" : line
        }.joined(separator: "\n\n")
    }
}
