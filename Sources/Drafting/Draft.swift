import Negotiation
import OrderedCollections
import Shapes

/// A draft agreement as a document: what it says, before anybody lays it out.
package struct Draft: Sendable, Hashable {
    package var workspace = ID<Workspace>("")
    package var revision = 0
    package var package = ID<Package>("")
    package var title = ""
    /// What is negotiated.
    package var subject = ""
    package var status = Package.Status.draft
    /// For whom it was made; everybody when nil.
    package var audience: String?
    package var preamble: [String] = []
    package var articles: [Article] = []
    package var schedule: [ScheduledStep] = []
    /// Annexes that articles speak of and that somebody has still to write.
    package var annexes: [NamedAnnex] = []
    package var consents: [NeededConsent] = []
    /// Notes on the whole; the articles' own are numbered after them.
    package var remarks: [Int] = []
    package var notes: [Note] = []
    package var citations: [CitedSource] = []
    /// Wording that is not there because a module does not run.
    package var lacks: [String] = []

    package init() {}

    /// What the package says on one issue.
    package struct Article: Sendable, Hashable {
        package enum State: String, Sendable, CaseIterable {
            case settled, disputed, open
            /// Left out of the package.
            case reserved
        }

        package var number = 0
        package var issue = ID<Issue>("")
        package var title = ""
        /// The part of the agreement that it begins, if it begins one.
        package var part: String?
        package var state = State.settled
        /// Its wording, square brackets included; paragraphs are separated by an empty line.
        package var text = ""
        /// The competing wordings; the only one where nothing competes.
        package var alternatives: [Alternative] = []
        /// Whether the package words it itself, so that its alternatives stand in its text as their author put them.
        package var isWorded = false
        package var notes: [Int] = []

        package init() {}

        static let shape = Shape.record(
            "draft article", Article(),
            [
                .required("number", \.number, .int(1...Int.max), "its number"),
                .required("issue", \.issue, ID<Issue>.shape, "the issue it settles"),
                .required("title", \.title, .text, "its title"),
                .optional("part", \.part, .text, "the part of the agreement that begins with it"),
                .required("state", \.state, .word("a state"), "settled | disputed | open | reserved"),
                .required("text", \.text, .text, "its wording with its square brackets; an empty line separates paragraphs"),
                .items("alternatives", \.alternatives, .list(Alternative.shape), "the competing wordings; one where nothing competes"),
                .standard("worded", \.isWorded, false, .bool, "whether the package words it itself"),
                .items("notes", \.notes, .list(.int(1...Int.max)), "numbers of the notes on it as a whole"),
            ])
    }

    package struct Alternative: Sendable, Hashable {
        /// `A`, `B` …; nil where nothing competes.
        package var label: String?
        package var option = ID<Option>("")
        package var title = ""
        package var text = ""
        package var notes: [Int] = []

        package init() {}

        static let shape = Shape.record(
            "alternative", Alternative(),
            [
                .optional("label", \.label, .text, "A, B …; absent where nothing competes"),
                .required("option", \.option, .choice, "the option"),
                .required("title", \.title, .text, "its title"),
                .required("text", \.text, .text, "its wording"),
                .items("notes", \.notes, .list(.int(1...Int.max)), "numbers of the notes on it"),
            ])
    }

    /// A step of the schedule, in words.
    package struct ScheduledStep: Sendable, Hashable {
        package var id = ""
        package var time = ""
        package var title = ""
        package var party = ""
        package var verifiers: [String] = []
        package var delivers: [Delivery] = []
        package var isReversible = false
        package var detection: String?
        package var snapback: String?

        package init() {}

        package struct Delivery: Sendable, Hashable {
            package var article = 0
            package var share = Number.zero

            package init() {}

            static let shape = Shape.record(
                "delivery", Delivery(),
                [
                    .required("article", \.article, .int(1...Int.max), "the article"),
                    .required("share", \.share, .number(0...1), "how much of it the step carries out"),
                ])
        }

        static let shape = Shape.record(
            "scheduled step", ScheduledStep(),
            [
                .required("id", \.id, .id, "its id within the schedule"),
                .required("time", \.time, .text, "when"), .required("title", \.title, .text, "what is done"),
                .required("party", \.party, .text, "by whom"),
                .items("verifiedBy", \.verifiers, .list(.text), "who verifies it"),
                .items("delivers", \.delivers, .list(Delivery.shape), "what it carries out"),
                .standard("reversible", \.isReversible, false, .bool, "whether it can be undone"),
                .optional("detection", \.detection, .text, "how surely and how soon a breach is seen"),
                .optional("snapback", \.snapback, .text, "who can undo it when the other side defects, and who can stop that"),
            ])
    }

    package struct NamedAnnex: Sendable, Hashable {
        package var name = ""
        package var articles: [Int] = []

        package init() {}

        static let shape = Shape.record(
            "named annex", NamedAnnex(),
            [
                .required("name", \.name, .text, "as the articles call it"),
                .required("articles", \.articles, .list(.int(1...Int.max)), "which articles speak of it"),
            ])
    }

    /// A consent that the agreement takes, and by what.
    package struct NeededConsent: Sendable, Hashable {
        package var parties: [ID<Party>] = []
        package var text = ""

        package init() {}

        static let shape = Shape.record(
            "needed consent", NeededConsent(),
            [
                .required("parties", \.parties, .list(ID<Party>.shape), "whose; several where some of them are enough"),
                .required("text", \.text, .text, "whose, and by what it is needed"),
            ])
    }

    /// Who objects on the record.
    package struct Note: Sendable, Hashable {
        package var number = 0
        package var parties: [ID<Party>] = []
        package var text = ""

        package init() {}

        static let shape = Shape.record(
            "note", Note(),
            [
                .required("number", \.number, .int(1...Int.max), "its number"),
                .required("parties", \.parties, .list(ID<Party>.shape), "who objects"),
                .required("text", \.text, .text, "what is on the record"),
            ])
    }

    package struct CitedSource: Sendable, Hashable {
        package var citation = Citation(source: "")
        package var title = ""

        package init() {}

        static let shape = Shape.record(
            "cited source", CitedSource(),
            [
                .required("citation", \.citation, Citation.shape, "as the notes cite it"),
                .required("title", \.title, .text, "what it is"),
            ])
    }

    package static let shape = Shape.record(
        "draft", Draft(),
        [
            .required("workspace", \.workspace, ID<Workspace>.shape, "the workspace"),
            .required("revision", \.revision, .int(0...Int.max), "its revision"),
            .required("package", \.package, ID<Package>.shape, "the package"),
            .required("title", \.title, .text, "what the package is called"),
            .required("subject", \.subject, .text, "what is negotiated"),
            .standard("status", \.status, .draft, .word("a status"), "draft | tabled | agreed | rejected | withdrawn"),
            .optional("audience", \.audience, .text, "for whom it was made; absent for everybody"),
            .items("preamble", \.preamble, .list(.text), "its paragraphs"),
            .items("articles", \.articles, .list(Article.shape), "an article for every issue"),
            .items("schedule", \.schedule, .list(ScheduledStep.shape), "the annex: who does what, when"),
            .items("annexes", \.annexes, .list(NamedAnnex.shape), "annexes that articles speak of and nobody has written"),
            .items("consents", \.consents, .list(NeededConsent.shape), "the consents it takes"),
            .items("remarks", \.remarks, .list(.int(1...Int.max)), "numbers of the notes on the whole"),
            .items("notes", \.notes, .list(Note.shape), "who objects on the record"),
            .items("citations", \.citations, .list(CitedSource.shape), "what the notes cite"),
            .items("lacks", \.lacks, .list(.text), "wording that is missing, and why"),
        ])
}
