import Drafting
import Negotiation
import OrderedCollections
import Shapes
import Testing

/// What changed between two drafts.
@Suite struct RedlineTests {
    private func marked(_ old: String, _ new: String) -> String {
        Redline(from: old, to: new).runs.map { run in
            let text = run.words.joined(separator: " ")
            return switch run.kind {
            case .kept: text
            case .struck: "~~\(text)~~"
            case .added: "**\(text)**"
            }
        }.joined(separator: " ")
    }

    @Test(arguments: [
        ("", "", ""), ("a b", "a b", "a b"), ("", "a b", "**a b**"), ("a b", "", "~~a b~~"),
        ("The forces shall stay.", "The forces shall leave at once.", "The forces shall ~~stay.~~ **leave at once.**"),
        ("a b c d", "a c d e", "a ~~b~~ c d **e**"), ("a\n\nb", "a b", "a ~~¶~~ b"), ("a a a", "a", "a ~~a a~~"),
    ])
    func wordByWord(old: String, new: String, expected: String) { #expect(marked(old, new) == expected) }

    /// From few words, so that they recur and runs are many.
    private func randomText(_ generator: inout SplitMix) -> String {
        let words = ["shall", "not", "be", "*bold*", "~~", "|", "[Option", "A:", "1.", "# x", "**", "_a_"]
        let count = Int(generator.next() % 30)
        return (0..<count).map { _ in generator.next() % 9 == 0 ? "\n\n" : words[Int(generator.next() % 12)] }
            .joined(separator: " ").replacing(" \n\n ", with: "\n\n").replacing(" \n\n", with: "\n\n").replacing("\n\n ", with: "\n\n")
    }

    /// Reads a redline in Markdown as a person does who takes out what is struck, or what is bold.
    private func read(_ markdown: String, without dropped: String, keeping kept: String) -> [String] {
        var text = ""
        var isDropping = false
        var rest = markdown[...]
        while let character = rest.first {
            if character == "\\" {
                if !isDropping { text.append(contentsOf: rest.dropFirst().prefix(1)) }
                rest = rest.dropFirst(2)
            } else if rest.hasPrefix(dropped) {
                isDropping.toggle()
                rest = rest.dropFirst(dropped.count)
            } else if rest.hasPrefix(kept) {
                rest = rest.dropFirst(kept.count)
            } else {
                if !isDropping { text.append(character) }
                rest = rest.dropFirst()
            }
        }
        return text.replacing("\n\n", with: " ¶ ").split(separator: " ").map(String.init)
    }

    @Test func strikingAndUnboldingGivesBothTextsBack() {
        var generator = SplitMix(state: 7)
        for _ in 0..<2_000 {
            let (old, new) = (randomText(&generator), randomText(&generator))
            let redline = Redline(from: old, to: new)
            #expect(redline.old == Redline.text(of: Redline.words(of: old)) && redline.new == Redline.text(of: Redline.words(of: new)))
            let passages = redline.runs.map { run in
                var passage = RedlinedDraft.Passage()
                passage.kind = run.kind
                passage.text = run.words.joined(separator: " ")
                return passage
            }
            let markdown = RedlineMarkdown.text(of: passages)
            #expect(read(markdown, without: "**", keeping: "~~") == Redline.words(of: old), "\(old) → \(new): \(markdown)")
            #expect(read(markdown, without: "~~", keeping: "**") == Redline.words(of: new), "\(old) → \(new): \(markdown)")
        }
    }

    /// No shorter redline keeps more words: against all subsequences of small texts.
    @Test func whatIsKeptIsALongestCommonSubsequence() {
        var generator = SplitMix(state: 11)
        for _ in 0..<300 {
            let a = (0..<Int(generator.next() % 9)).map { _ in ["x", "y", "z"][Int(generator.next() % 3)] }
            let b = (0..<Int(generator.next() % 9)).map { _ in ["x", "y", "z"][Int(generator.next() % 3)] }
            let longest = (0..<(1 << a.count)).map { mask in
                let chosen = a.indices.filter { mask >> $0 & 1 == 1 }.map { a[$0] }
                var rest = chosen[...]
                for word in b where word == rest.first { rest = rest.dropFirst() }
                return rest.isEmpty ? chosen.count : 0
            }.max() ?? 0
            let kept = Redline(from: a.joined(separator: " "), to: b.joined(separator: " ")).runs.filter { $0.kind == .kept }.flatMap(\.words)
            #expect(kept.count == longest, "\(a) → \(b)")
        }
    }

    @Test func longTextsAreReplacedAsAWhole() {
        let old = (0..<3_000).map { "a\($0)" }.joined(separator: " ")
        let new = (0..<3_000).map { "b\($0)" }.joined(separator: " ")
        let redline = Redline(from: "same \(old) end", to: "same \(new) end")
        #expect(redline.runs.map(\.kind) == [.kept, .struck, .added, .kept])
    }

    @Test func clauseByClause() throws {
        let redline = RedlinedDraft(from: Cases.draft("settled"), to: Cases.draft("rolling"))
        #expect(try RedlinedDraft.shape.read(RedlinedDraft.shape.encode(redline)) == redline)
        let text = RedlineMarkdown.text(of: redline)
        #expect(text.hasPrefix("# Changes from “A settled text” to “A rolling text”\n"))
        #expect(
            text.contains(
                """
                ## Article 1. Season

                ~~Fishing~~ **[Option A: No fishing** takes ~~place from June to August.~~ **place. \\| ¶ Option B: Fishing is free.]**
                """), "\(text)")
        #expect(text.contains("## Schedule\n\n~~At signature: Joint survey (North)."))
        #expect(text.contains("Isle: by Article ~~1.~~ **1, if Option B is chosen.**"), "\(text)")
        let same = RedlineMarkdown.text(of: RedlinedDraft(from: Cases.draft("settled"), to: Cases.draft("settled")))
        #expect(same.hasSuffix("Nothing changes.\n"))
        let partly = RedlineMarkdown.text(of: RedlinedDraft(from: Cases.draft("empty"), to: Cases.draft("rolling")))
        #expect(partly.contains("## Unchanged\n\n- Article 3. Patrols"), "\(partly)")
    }

    /// An issue that one of the two revisions does not have.
    @Test func articlesThatComeOrGo() {
        var earlier = Cases.workspace
        earlier.issues["season"] = nil
        let (old, new) = (Cases.draft("settled", in: earlier), Cases.draft("settled"))
        let gone = RedlinedDraft(from: new, to: old).clauses.first { $0.title == "Article 1. Season (formerly)" }
        #expect(gone?.passages.map(\.kind) == [.struck])
        let come = RedlinedDraft(from: old, to: new).clauses.first { $0.issue == "season" }
        #expect(come?.passages.map(\.kind) == [.added])
    }
}

/// Steele, Lea and Flood (2014): the same numbers on every run.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
