import Briefing
import Findings
import Negotiation
import Shapes
import TestSupport
import Testing

/// Results as Markdown, for papers and mails.
@Suite struct MarkdownTests {
    @Test func looksAsItDoes() throws {
        let text = MarkdownText.of(Samples.result, isWhole: false)
        #expect(try Snapshot.difference(text, from: "result.md", beside: #filePath) == nil)
        let whole = MarkdownText.of(Samples.result, isWhole: true)
        #expect(try Snapshot.difference(whole, from: "result-whole.md", beside: #filePath) == nil)
    }

    /// What stands in a workspace is text: it opens no cell, no link and no heading, ends no line and moves no cursor.
    @Test(arguments: [
        ("a | b", #"a \| b"#), ("*bold* _under_ `code`", #"\*bold\* \_under\_ \`code\`"#), ("<script>", #"\<script\>"#),
        ("[here](there)", #"\[here\](there)"#), ("back\\slash", #"back\\slash"#), ("one\ntwo\r\nthree", "one two three"),
        ("\u{1B}[31mred", #"·\[31mred"#), ("&lt; ~~gone~~", #"\&lt; \~\~gone\~\~"#),
    ])
    func textStaysText(text: String, shown: String) throws {
        var result = AnalysisResult()
        result.title = text
        result.summary = text
        var finding = Finding(.note, id: "a", text, detail: text)
        finding.evidence = [Evidence(Pointer(["parties", "a"]), text: text)]
        result.findings = [finding]
        result.tables = [Table(id: "t", title: text, columns: [.init("a", text), .init("b", "B")], rows: [[.text(text), .text("b")]], note: text)]
        let lines = MarkdownText.of(result, isWhole: true).split(separator: "\n").map(String.init)
        for line in ["# \(shown)", shown, "- **\(shown)**", "  \(shown)", "### \(shown)", "| \(shown) | B |", "| \(shown) | b |"] {
            #expect(lines.contains(line), "\(line) in \(lines)")
        }
        #expect(lines.contains { $0.hasPrefix("  - \(shown)") })
    }
}
