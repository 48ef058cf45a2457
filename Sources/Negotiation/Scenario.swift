import OrderedCollections
import Shapes

/// Something that may happen, and what it would change.
package struct Scenario: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Changes the case before a deal; the only kind that is solved again.
        case world
        /// A branch of no deal.
        case noDeal = "no-deal"
        /// What may follow, given the package.
        case afterDeal = "after-deal"
    }

    package var kind = Kind.world
    package var title = ""
    package var summary: String?
    package var when: Predicate?
    package var probability: Interval?
    /// Scenarios of one exclusive set sum to one.
    package var exclusive: String?
    package var changes: Changes?
    package var signposts: [String] = []
    package var consequences: [Consequence] = []
    package var source: Citation?

    package init() {}

    package struct Changes: Sendable, Hashable {
        package var outside: OrderedDictionary<ID<Party>, Interval> = [:]
        package var noDeal: OrderedDictionary<ID<Issue>, ID<Option>> = [:]
        package var salience: OrderedDictionary<ID<Party>, OrderedDictionary<ID<Issue>, Judgement>> = [:]

        package init() {}

        static let shape = Shape.record(
            "set of changes", Changes(),
            [
                .items("outside", \.outside, .mapping(ID<Party>.shape, Interval.shape), "party → swing points of no deal instead"),
                .items("noDeal", \.noDeal, .mapping(ID<Issue>.shape, .choice), "issue → option that then holds without a deal"),
                .items(
                    "salience", \.salience, .mapping(ID<Party>.shape, .mapping(ID<Issue>.shape, .salience)),
                    "party → issue → salience instead"),
            ])
    }

    package struct Consequence: Sendable, Hashable {
        package var text = ""
        package var parties: [ID<Party>] = []
        package var source: Citation?

        package init() {}

        static let shape = Shape.record(
            "consequence", Consequence(),
            [
                .required("text", \.text, .text, "what follows"),
                .items("parties", \.parties, .list(ID<Party>.shape), "for whom"),
                .optional("source", \.source, Citation.shape, "who says so"),
            ])
    }

    package static let shape = Shape.record(
        "scenario", Scenario(),
        [
            .required("kind", \.kind, .word("a kind of scenario"), "world | no-deal | after-deal"),
            .required("title", \.title, .text, "what happens, in a few words"),
            .optional("summary", \.summary, .text, "the same in a sentence or two"),
            .optional("when", \.when, Predicate.shape, "packages for which it may happen"),
            .optional("probability", \.probability, Interval.judged(0...1), "conditional on kind and `when`"),
            .optional("exclusive", \.exclusive, .id, "the exclusive set it belongs to; those of one set sum to one"),
            .optional("changes", \.changes, Changes.shape, "what becomes different"),
            .items("signposts", \.signposts, .list(.text), "what would show that it is happening"),
            .items("consequences", \.consequences, .list(Consequence.shape), "what follows"),
            .optional("source", \.source, Citation.shape, "where it comes from"),
        ])
}
