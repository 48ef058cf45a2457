import OrderedCollections
import Shapes

/// Something that may happen, and what it would change.
public struct Scenario: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Changes the case before a deal; the only kind that is solved again.
        case world
        /// A branch of no deal.
        case noDeal = "no-deal"
        /// What may follow, given the package.
        case afterDeal = "after-deal"
    }

    public var kind = Kind.world
    public var title = ""
    public var summary: String?
    public var when: Predicate?
    public var probability: Interval?
    /// Scenarios of one exclusive set sum to one.
    public var exclusive: String?
    public var changes: Changes?
    public var signposts: [String] = []
    public var consequences: [Consequence] = []
    public var source: Citation?

    public init() {}

    public struct Changes: Sendable, Hashable {
        public var outside: OrderedDictionary<ID<Party>, Interval> = [:]
        public var noDeal: OrderedDictionary<ID<Issue>, ID<Option>> = [:]
        public var salience: OrderedDictionary<ID<Party>, OrderedDictionary<ID<Issue>, Judgement>> = [:]

        public init() {}

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

    public struct Consequence: Sendable, Hashable {
        public var text = ""
        public var parties: [ID<Party>] = []
        public var source: Citation?

        public init() {}

        static let shape = Shape.record(
            "consequence", Consequence(),
            [
                .required("text", \.text, .text, "what follows"),
                .items("parties", \.parties, .list(ID<Party>.shape), "for whom"),
                .optional("source", \.source, Citation.shape, "who says so"),
            ])
    }

    public static let shape = Shape.record(
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

extension Workspace {
    /// The workspace as a scenario would make it: the case before a deal, to be solved again.
    ///
    /// - A party's outside values give way to the scenario's, which always holds, for the scenario's reason and source.
    /// - The no-deal options of the issues it names are replaced.
    /// - A salience is replaced under both readings. Where the party has no position on the issue there is none to replace:
    ///   without stances nothing would follow from it.
    ///
    /// - Returns: nil unless there is a scenario of that id and it is of the kind `world`.
    public func under(_ scenario: ID<Scenario>) -> Workspace? { changed(by: scenario, of: .world) }

    /// The workspace with no deal as a branch of it has it, by the same rules.
    ///
    /// - Returns: nil unless there is a scenario of that id and it is of the kind `no-deal`.
    public func withoutDeal(_ branch: ID<Scenario>) -> Workspace? { changed(by: branch, of: .noDeal) }

    private func changed(by scenario: ID<Scenario>, of kind: Scenario.Kind) -> Workspace? {
        guard let scenario = scenarios[scenario], scenario.kind == kind else { return nil }
        guard let changes = scenario.changes else { return self }
        var result = self
        for (party, points) in changes.outside {
            var value = OutsideValue()
            value.points = points
            value.because = scenario.title
            value.source = scenario.source
            result.parties[party]?.outside = [value]
        }
        if !changes.noDeal.isEmpty {
            var noDeal = result.noDeal ?? NoDeal()
            noDeal.choices.merge(changes.noDeal) { $1 }
            result.noDeal = noDeal
        }
        for (party, saliences) in changes.salience {
            for (issue, salience) in saliences {
                result.issues[issue]?.positions[party]?.salience = salience
                result.issues[issue]?.positions[party]?.assessed?.salience = salience
            }
        }
        return result
    }
}
