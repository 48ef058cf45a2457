import Drafting
import Negotiation
import OrderedCollections
import Shapes
import Testing

/// The text of drafts, word for word.
@Suite struct DraftTests {
    private func text(_ id: ID<Package>) -> String { DraftMarkdown.text(of: Cases.draft(id)) }

    @Test func aSettledPackageReadsLikeAnAgreement() {
        #expect(
            text("settled") == """
                # A settled text

                Draft agreement on: Sharing a fish stock

                *Draft, from revision 1 of “fish”, for everybody. Footnotes say who objects on the record.*

                The Parties whose consent this Agreement takes, North and South,

                Having negotiated on the following matter: Sharing a fish stock,

                Have agreed as follows:

                ## Fishing

                ### Article 1. Season

                Fishing takes place from June to August.

                ## Further provisions

                ### Article 2. Quota

                On the question “Quota” the Parties agree as follows: 40 tonnes.[^1]

                ### Article 3. Patrols

                Reserved. This Agreement makes no provision on this question; what holds without it remains: None.

                ## Annex: Schedule

                | Time | Step | By | Carries out | Verified by | Reversible | A breach is seen (estimate) | Snapback |
                | --- | --- | --- | --- | --- | --- | --- | --- |
                | At signature | Joint survey | North |  | Isle | no | 70–90%, within 1 month |  |
                | Month 3 | Boats are laid up | South | 50% of Article 2 |  | yes |  | by North, unless Isle stops it |

                ## Consents needed

                - North: by the rule of decision.
                - South: by the rule of decision.
                - Isle: by Article 1.

                ## Sources of the footnotes

                - brief: Briefing

                [^1]: North rejected what was offered on this (2025-07). (brief)

                """)
    }

    @Test func whatIsDisputedOrOpenStandsInBracketsWithWhoObjects() {
        #expect(
            text("rolling") == """
                # A rolling text

                Draft agreement on: Sharing a fish stock

                *Tabled, from revision 1 of “fish”, for everybody. Square brackets hold what is still to be agreed. Footnotes say who objects on the record.*

                The Parties whose consent this Agreement takes, North and South,[^1]

                Having negotiated on the following matter: Sharing a fish stock,

                Proceeding from the draft “A settled text”,

                Bearing in mind the following instruments: Pact on the Straits (1931),

                Have agreed as follows:

                ## Fishing

                ### Article 1. Season

                [Option A: No fishing takes place.[^2] |

                Option B: Fishing is free.[^3]]

                ## Further provisions

                ### Article 2. Quota

                [Option A: On the question “Quota” the Parties agree as follows: 20 tonnes. |

                Option B: On the question “Quota” the Parties agree as follows: 40 tonnes.][^4]

                ### Article 3. Patrols

                [Option A: On the question “Patrols” the Parties agree as follows: Joint patrols. |

                Option B: On the question “Patrols” the Parties agree as follows: None.]

                ## Consents needed

                - North: by the rule of decision.
                - South: by the rule of decision.
                - Isle: by Article 1, if Option B is chosen.

                ## Sources of the footnotes

                - brief: Briefing
                - brief#quota: Briefing, On the quota

                [^1]: Isle accepts this draft only on condition that quota >= 40 (2025-08-02): In the first session.
                [^2]: South opposes this. (brief)
                [^3]: North has declared that it will not accept this. Its position: The stock comes first. (brief#quota) This crosses a line that North has declared: An open season. (brief)
                [^4]: North rejected what was offered on this (2025-07). (brief)

                """)
    }

    /// Its own words stand as they are; signs that mean something in Markdown show as they were written.
    @Test func thePackagesOwnWordsComeFirst() {
        let draft = Cases.draft("worded")
        #expect(draft.articles[0].text == "Fishing takes place [never] [in summer]\n\nas *Annex A* says.")
        #expect(draft.articles[2].text == "1. Patrols are joint (Annex B). The Annex. A list.")
        let text = DraftMarkdown.text(of: draft)
        #expect(text.contains("Fishing takes place [never] [in summer]\n\nas \\*Annex A\\* says.[^1]"))
        #expect(text.contains("### Article 3. Patrols\n\n1\\. Patrols are joint (Annex B). The Annex. A list.\n\n## Annexes to be drawn up\n\n- [Annex A, of which Article 1 speaks]\n- [Annex B, of which Article 3 speaks]"))
        #expect(text.contains("[^1]: On “Closed all year”: South opposes this. (brief)"))
    }

    @Test func signsOfMarkdownAndOfTerminalsAreOnlySigns() {
        var workspace = Cases.workspace
        var package = Package()
        package.title = "A\u{1B}[31m title\r\n\tof two lines"
        package.choices = ["season": .option("closed")]
        package.text = ["season": "# A\u{85}[link](x) [^1] [note]: <b> a|b `c` \\ é\n  \n\n- ~~b~~"]
        workspace.packages["signs"] = package
        let text = DraftMarkdown.text(of: Cases.draft("signs", in: workspace))
        #expect(text.hasPrefix("# A [31m title of two lines\n"))
        #expect(text.contains("\n\\# A [link]\\(x) [\\^1] [note]\\: \\<b> a\\|b \\`c\\` \\\\ é\n\n\\- \\~\\~b\\~\\~"), "\(text)")
    }

    @Test func anEmptyPackageIsAnOutlineWithEveryArticleInBrackets() {
        let draft = Cases.draft("empty")
        #expect(draft.articles.map(\.state) == [.open, .open, .open])
        for article in draft.articles { #expect(article.text.hasPrefix("[") && article.text.hasSuffix("]"), "\(article.text)") }
        #expect(draft.articles[0].alternatives.map(\.label) == ["A", "B", "C"])
        #expect(draft.articles[1].text == "[A figure from 0 to 100 tonnes, to be settled]")
        #expect(draft.consents.map(\.text).last == "Isle: by Article 1, if one of Options B or C is chosen.")
    }

    @Test func ruleOfDecisionAndBlocsAreToldInWords() {
        var workspace = Cases.workspace
        var decision = Decision()
        decision.required = ["north"]
        decision.atLeast = 1
        decision.of = ["south", "isle"]
        workspace.decision = decision
        decision.required = ["south"]
        decision.atLeast = nil
        decision.of = []
        workspace.parties["isle"]?.decision = decision
        let draft = Cases.draft("rolling", in: workspace)
        #expect(draft.preamble[0] == "The Parties whose consent this Agreement takes, North, and at least 1 of South and Isle,")
        #expect(
            draft.consents.map(\.text) == [
                "North: by the rule of decision.", "At least 1 of South and Isle: by the rule of decision.",
                "Isle: by Article 1, if Option B is chosen. It consents by the consent of South.",
            ])
    }

    /// A line over several issues is noted where another answer would avoid it, and at all of them where none alone would.
    @Test func linesAreNotedWhereTheyAreCrossed() throws {
        var workspace = Cases.workspace
        func notes(_ predicate: String, _ choices: OrderedDictionary<ID<Negotiation.Issue>, Choice>) throws -> [Int] {
            workspace.issues["season"]?.positions = [:]
            workspace.record = [:]
            var line = RedLine()
            line.title = "A line"
            line.predicate = try Predicate(predicate)
            workspace.parties["north"]?.redLines = ["line": line]
            var package = Package()
            package.choices = choices
            let draft = DraftComposer.draft("p", package, in: workspace, clauses: [:])
            return draft.articles.filter { article in article.alternatives.contains { !$0.notes.isEmpty } }.map(\.number)
        }
        #expect(try notes("season = open or patrols = none", ["season": .option("open"), "patrols": .option("joint")]) == [1])
        #expect(try notes("season = open or patrols = none", ["season": .option("open"), "patrols": .option("none")]) == [1, 3])
        #expect(try notes("season = open and patrols = none", ["season": .option("open"), "patrols": .option("none")]) == [1, 3])
        #expect(try notes("season = open and patrols = none", ["season": .option("open"), "patrols": .disputed(["joint", "none"])]) == [3])
        #expect(try notes("season = open and patrols = none", [:]) == [])
        #expect(try notes("quota >= 40", ["quota": .option("40")]) == [2])
        #expect(try notes("quota >= 40", [:]) == [])
    }

    @Test func aDraftTravelsAsJSON() throws {
        for id in Cases.workspace.packages.keys {
            let draft = Cases.draft(id)
            #expect(try Draft.shape.read(Draft.shape.encode(draft)) == draft)
        }
    }
}
