import OrderedCollections
import Shapes

/// A negotiation as a value: who, about what, with which positions, and what has been proposed.
public struct Workspace: Sendable, Hashable {
    public enum TimeUnit: String, Sendable, CaseIterable { case day, week, month, quarter, year }

    public var format = 1
    public var id = ID<Workspace>("")
    public var title = ""
    public var summary: String?
    public var asOf: String?
    public var timeUnit = TimeUnit.month
    public var words = Words()
    public var sources: OrderedDictionary<ID<Source>, Source> = [:]
    public var parties: OrderedDictionary<ID<Party>, Party> = [:]
    public var issues: OrderedDictionary<ID<Issue>, Issue> = [:]
    public var noDeal: NoDeal?
    public var linkages: OrderedDictionary<ID<Linkage>, Linkage> = [:]
    public var decision: Decision?
    public var scenarios: OrderedDictionary<ID<Scenario>, Scenario> = [:]
    /// Sections that plugins own; each gives its own a meaning.
    public var modules: OrderedDictionary<String, Value> = [:]
    public var record: OrderedDictionary<ID<RecordEntry>, RecordEntry> = [:]
    public var packages: OrderedDictionary<ID<Package>, Package> = [:]

    public init() {}

    public static let shape = Shape.record(
        "workspace", Workspace(),
        [
            .required("parley", \.format, formatVersion, "the format's version: 1"),
            .required("id", \.id, ID<Workspace>.shape, "the workspace's id"),
            .required("title", \.title, .text, "what is negotiated"),
            .optional("summary", \.summary, .text, "for somebody who has never seen it"),
            .optional("asOf", \.asOf, .date, "the day the case is described"),
            .standard("timeUnit", \.timeUnit, .month, .word("a time unit"), "of patience and durations"),
            .standard("words", \.words, Words(), Words.shape, "words of its own for stances and saliences"),
            .items("sources", \.sources, .mapping(ID<Source>.shape, Source.shape), "where claims come from"),
            .items("parties", \.parties, .mapping(ID<Party>.shape, Party.shape), "who has a position"),
            .items("issues", \.issues, .mapping(ID<Issue>.shape, Issue.shape), "what is to be settled"),
            .optional("noDeal", \.noDeal, NoDeal.shape, "what holds if talks fail"),
            .items("linkages", \.linkages, .mapping(ID<Linkage>.shape, Linkage.shape), "ties between issues"),
            .optional("decision", \.decision, Decision.shape, "who must consent; every principal when absent"),
            .items("scenarios", \.scenarios, .mapping(ID<Scenario>.shape, Scenario.shape), "what may happen"),
            .items("modules", \.modules, .mapping(.id, .any), "sections that plugins own"),
            .items("record", \.record, .mapping(ID<RecordEntry>.shape, RecordEntry.shape), "the talks, entry by entry"),
            .items("packages", \.packages, .mapping(ID<Package>.shape, Package.shape), "proposals"),
        ])

    private static let formatVersion = Shape<Int>(
        decode: Shape<Int>.int().refined("unknown-format") {
            $0 == 1 ? nil : "this version of Parley reads format 1, not \($0)"
        }.decode, encode: { .int($0) }, schema: { _ in ["const": 1] })

    /// The JSON Schema of a workspace document.
    public static var jsonSchema: Value { shape.jsonSchema(title: "Parley workspace") }

    /// How many complete packages there are, linkages aside; exact while it fits, and then at least this many.
    public var packageCount: (count: Number, isExact: Bool) {
        var product = UInt64(1)
        for issue in issues.values {
            let (next, overflow) = product.multipliedReportingOverflow(by: UInt64(max(1, issue.choices.count)))
            if overflow { return (Number(significand: Int128(product), exponent: 0), false) }
            product = next
        }
        return (Number(significand: Int128(product), exponent: 0), true)
    }
}
