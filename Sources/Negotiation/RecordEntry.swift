import Shapes

/// One thing done at the table.
public struct RecordEntry: Sendable, Hashable {
    public enum Act: String, Sendable, CaseIterable {
        case offers, accepts, rejects
        case acceptsIf = "accepts-if"
    }

    public var date = ""
    public var party = ID<Party>("")
    public var act = Act.offers
    public var package: ID<Package>?
    /// The revision of the workspace in which the package stood as it was offered.
    public var revision: Int?
    public var issue: ID<Issue>?
    public var condition: Predicate?
    public var note: String?
    public var source: Citation?
    public var audience: [String] = []

    public init() {}

    public static let shape = Shape.record(
        "record entry", RecordEntry(),
        [
            .required("date", \.date, .date, "when"),
            .required("party", \.party, ID<Party>.shape, "who"),
            .required("act", \.act, .word("an act"), "offers | accepts | accepts-if | rejects"),
            .optional("package", \.package, ID<Package>.shape, "which package"),
            .optional("revision", \.revision, .int(1...Int.max), "as of which revision"),
            .optional("issue", \.issue, ID<Issue>.shape, "or which issue"),
            .optional("condition", \.condition, Predicate.shape, "for accepts-if: on what condition"),
            .optional("note", \.note, .text, "what was said"),
            .optional("source", \.source, Citation.shape, "who reports it"),
            .items("audience", \.audience, .list(.id), "who may see it; everybody when empty"),
        ]
    ).refined("bad-entry") { entry in
        if entry.package == nil, entry.issue == nil { return "an entry names the package or the issue it is about" }
        if entry.act == .acceptsIf, entry.condition == nil { return "accepts-if needs its condition" }
        if entry.act != .acceptsIf, entry.condition != nil { return "a condition goes with accepts-if" }
        return nil
    }
}
