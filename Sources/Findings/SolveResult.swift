import Negotiation
import OrderedCollections
import Shapes

/// What a space of packages comes to: how large it is, which packages are efficient, and which are fair by which definition.
public struct SolveResult: Sendable, Hashable {
    /// A party whose values are compared.
    public struct Party: Sendable, Hashable {
        public var id = ID<Negotiation.Party>("")
        public var name = ""
        /// The value below which it does not accept: that of no deal, or its stated reservation.
        public var floor = Number.zero
        /// The most that an acceptable package brings it; absent when there is none.
        public var best: Number?

        public init() {}

        static let shape = Shape.record(
            "compared party", Party(),
            [
                .required("id", \.id, ID<Negotiation.Party>.shape, "its id"),
                .required("name", \.name, .text, "its name"),
                .required("floor", \.floor, .number, "the value below which it does not accept"),
                .optional("best", \.best, .number, "the most an acceptable package brings it"),
            ])
    }

    public typealias Choices = OrderedDictionary<ID<Issue>, ID<Option>>

    /// A package, by what it settles of what was open.
    public struct Solved: Sendable, Hashable {
        public var choices: Choices = [:]
        /// Values, in the order of `parties`.
        public var utilities: [Number] = []
        /// How many packages have these very values.
        public var count = PackageCount(1)
        /// What it stands for, in a few words; only representatives have one.
        public var name: String?

        public init() {}

        static let shape = Shape.record(
            "solved package", Solved(),
            [
                .optional("name", \.name, .text, "what it stands for"),
                .required("utilities", \.utilities, .list(.number), "values, in the order of `parties`"),
                .items("choices", \.choices, .mapping(ID<Issue>.shape, .choice), "what it settles of what was open"),
                .standard("count", \.count, PackageCount(1), PackageCount.shape, "how many packages have these values"),
            ])
    }

    public struct Frontier: Sendable, Hashable {
        /// Efficient packages.
        public var outcomes = PackageCount(0)
        /// Different vectors of values among them.
        public var distinct = 0
        public var exact = true
        /// Every acceptable package is within this many points of one that is listed, for every party; 0 when exact.
        public var epsilon = Number.zero
        /// At most as many as were asked for, ascending by the first party's value.
        public var points: [Solved] = []
        /// A handful for people, named by what they trade.
        public var representatives: [Solved] = []

        public init() {}

        static let shape = Shape.record(
            "frontier", Frontier(),
            [
                .required("outcomes", \.outcomes, PackageCount.shape, "efficient packages"),
                .required("distinct", \.distinct, .int(0...Int.max), "different vectors of values among them"),
                .required("exact", \.exact, .bool, "whether these are all, and only, the efficient ones"),
                .required("epsilon", \.epsilon, .number, "every acceptable package is within so many points of one listed, for every party"),
                .items("points", \.points, .list(Solved.shape), "the points, as many as were asked for"),
                .items("representatives", \.representatives, .list(Solved.shape), "a handful, named by what they trade"),
            ])
    }

    public struct Solution: Sendable, Hashable {
        public var title = ""
        /// The definition in words, with its source: the names collide in the literature.
        public var definition = ""
        /// What is maximised, or for regrets minimised.
        public var value = Figure(exact: 0)
        /// What `value` is, in a few words.
        public var measure = ""
        /// Of the first package, in the order of `parties`.
        public var utilities: [Number] = []
        /// At most as many as were asked for.
        public var packages: [Solved] = []
        /// How many packages are exactly as good.
        public var ties = PackageCount(0)
        /// Whether nothing better exists; else `value` carries the bound.
        public var exact = true
        /// What all acceptable packages share that are nowhere more than `nearness` points below the first for anybody compared;
        /// nil where it was not asked for, or is not settled.
        public var shared: Choices?

        /// Points of each party's own scale.
        public static let nearness = 2

        public init() {}

        static let shape = Shape.record(
            "solution", Solution(),
            [
                .required("title", \.title, .text, "its name"),
                .required("definition", \.definition, .text, "what it is"),
                .required("measure", \.measure, .text, "what `value` is"),
                .required("value", \.value, Figure.shape, "what it reaches; with the bound when the search was stopped"),
                .items("utilities", \.utilities, .list(.number), "values of the first package, in the order of `parties`"),
                .items("packages", \.packages, .list(Solved.shape), "the packages, as many as were asked for"),
                .required("ties", \.ties, PackageCount.shape, "how many packages are exactly as good"),
                .required("exact", \.exact, .bool, "whether nothing better exists"),
                .optional(
                    "shared", \.shared, .mapping(ID<Issue>.shape, ID<Option>.shape),
                    "what all acceptable packages share that are nowhere more than 2 points below the first; only where asked for"),
            ])
    }

    /// What an open issue and its options are called.
    public struct Names: Sendable, Hashable {
        public var title = ""
        public var options: OrderedDictionary<ID<Option>, String> = [:]
        /// Of a number that is to be settled.
        public var unit: String?

        public init() {}

        /// The names of an issue; a number needs none.
        public init(_ issue: Issue) {
            title = issue.title
            options = issue.options.mapValues(\.title)
            unit = issue.range?.unit
        }

        public func title(of option: ID<Option>) -> String { option == .leftOut ? "left out" : options[option] ?? "\(option)\(unit.map { " \($0)" } ?? "")" }

        static let shape = Shape.record(
            "names of an issue", Names(),
            [
                .required("title", \.title, .text, "the issue"),
                .items("options", \.options, .mapping(.choiceKey, .text), "its options"),
                .optional("unit", \.unit, .text, "of a number to be settled"),
            ])
    }

    public var workspace = ID<Workspace>("")
    public var title = ""
    /// The state that was solved; absent for files that are not kept.
    public var revision: Int?
    public var package: ID<Package>?
    public var packageTitle: String?
    public var scenario: ID<Scenario>?
    public var scenarioTitle: String?
    public var reading = Reading.assessed
    /// At which end of the ranges: `nominal`, `pessimistic` or `optimistic`.
    public var ranges = "nominal"
    public var parties: [Party] = []
    /// The issues that were open.
    public var open: [ID<Issue>] = []
    public var names: OrderedDictionary<ID<Issue>, Names> = [:]
    /// Ways to settle what was open.
    public var outcomes = PackageCount(0)
    /// Those that meet every requirement.
    public var feasible = PackageCount(0)
    /// Those of them that all who must consent accept.
    public var acceptable = PackageCount(0)
    /// Absent when only solutions were asked for.
    public var frontier: Frontier?
    /// In the order in which they are shown; none when nothing is acceptable.
    public var solutions: OrderedDictionary<String, Solution> = [:]
    /// What the reader has to know of how it was solved.
    public var notes: [String] = []
    /// What was read of files in other systems' formats, and what was not.
    public var imported: [String] = []
    public var elapsedMilliseconds = Number.zero

    public init() {}

    public static let shape = Shape.record(
        "solution of a space", SolveResult(),
        [
            .required("workspace", \.workspace, ID<Workspace>.shape, "the workspace"),
            .required("title", \.title, .text, "its title"),
            .optional("revision", \.revision, .int(1...Int.max), "the state that was solved; absent for files"),
            .optional("package", \.package, ID<Package>.shape, "the package whose open issues were solved"),
            .optional("packageTitle", \.packageTitle, .text, "its title"),
            .optional("scenario", \.scenario, ID<Scenario>.shape, "the scenario it was solved under"),
            .optional("scenarioTitle", \.scenarioTitle, .text, "its title"),
            .required("reading", \.reading, Reading.shape, "whose account of the positions"),
            .required("ranges", \.ranges, .text, "nominal | pessimistic | optimistic"),
            .items("parties", \.parties, .list(Party.shape), "those compared"),
            .items("open", \.open, .list(ID<Issue>.shape), "the issues that were open"),
            .items("names", \.names, .mapping(ID<Issue>.shape, Names.shape), "what they and their options are called"),
            .required("outcomes", \.outcomes, PackageCount.shape, "ways to settle what was open"),
            .required("feasible", \.feasible, PackageCount.shape, "those that meet every requirement"),
            .required("acceptable", \.acceptable, PackageCount.shape, "those that all who must consent accept"),
            .optional("frontier", \.frontier, Frontier.shape, "the efficient packages"),
            .items("solutions", \.solutions, .mapping(.text, Solution.shape), "the best packages by each definition"),
            .items("notes", \.notes, .list(.text), "how it was solved, as far as the reader has to know"),
            .items("imported", \.imported, .list(.text), "what was read of other systems' files, and what was not"),
            .required("elapsedMilliseconds", \.elapsedMilliseconds, .number, "time of the solving itself"),
        ])
}
