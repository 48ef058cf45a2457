import OrderedCollections
import Shapes

/// A proposal: what it settles, what it leaves open or bracketed, and how it would be carried out.
public struct Package: Sendable, Hashable {
    public enum Status: String, Sendable, CaseIterable { case draft, tabled, agreed, rejected, withdrawn }

    public var title = ""
    public var author: String?
    public var status = Status.draft
    public var basedOn: ID<Package>?
    /// Issues that are not named are open.
    public var choices: OrderedDictionary<ID<Issue>, Choice> = [:]
    public var rationale: String?
    public var schedule: [Step] = []
    public var text: OrderedDictionary<ID<Issue>, String> = [:]
    public var source: Citation?

    public init() {}

    public static let shape = Shape.record(
        "package", Package(),
        [
            .required("title", \.title, .text, "what it is called"),
            .optional("author", \.author, .text, "who drafted it"),
            .standard("status", \.status, .draft, .word("a status"), "draft | tabled | agreed | rejected | withdrawn"),
            .optional("basedOn", \.basedOn, ID<Package>.shape, "the package it was made from"),
            .items("choices", \.choices, .mapping(ID<Issue>.shape, Choice.shape), "issue → option, [options] where disputed, or left-out"),
            .optional("rationale", \.rationale, .text, "why anybody would sign it"),
            .items("schedule", \.schedule, .list(Step.shape), "who does what, when"),
            .items("text", \.text, .mapping(ID<Issue>.shape, .text), "wording that overrides the options'"),
            .optional("source", \.source, Citation.shape, "where the proposal comes from"),
        ])
}

/// What a package says on one issue.
public enum Choice: Sendable, Hashable {
    case option(ID<Option>)
    /// Bracketed: still disputed between these.
    case disputed([ID<Option>])
    /// Taken off the table: the no-deal option stays in force.
    case leftOut

    public static let leftOutWord = "left-out"

    public init(_ id: ID<Option>) { self = id == .leftOut ? .leftOut : .option(id) }

    public static let shape = Shape<Choice>(
        decode: { value, decoding in
            if value.string == leftOutWord { return .leftOut }
            if value.array != nil {
                guard let options = Shape<[ID<Option>]>.list(.choice).decode(value, &decoding) else { return nil }
                guard options.count > 1, Set(options).count == options.count else {
                    decoding.fail(
                        "bad-choice", "brackets hold at least two different options",
                        hint: "leave the issue out of the package to keep it open", mark: value.mark)
                    return nil
                }
                return .disputed(options)
            }
            return Shape<ID<Option>>.choice.decode(value, &decoding).map(Choice.option)
        },
        encode: { choice in
            switch choice {
            case .option(let option): Shape<ID<Option>>.choice.encode(option)
            case .disputed(let options): .array(options.map(Shape<ID<Option>>.choice.encode))
            case .leftOut: .string(leftOutWord)
            }
        },
        schema: { builder in
            let one = Shape<ID<Option>>.choice.schema(&builder)
            return ["anyOf": [one, ["type": "array", "items": one, "minItems": 2, "uniqueItems": true]]]
        })
}

extension ID<Option> {
    /// What stands for an option where an issue is left out; no option may be called so.
    public static let leftOut = ID(Choice.leftOutWord)
}

/// One step of a package's schedule.
public struct Step: Sendable, Hashable {
    public var id = ""
    public var title = ""
    public var party = ID<Party>("")
    /// Time units after signature.
    public var at = Number.zero
    public var verifiedBy: [String] = []
    /// How much of an issue's settlement this step carries out, 0–1.
    public var delivers: OrderedDictionary<ID<Issue>, Number> = [:]
    public var reversible = false
    public var detection: Detection?
    /// Who can undo it when the other side defects.
    public var snapbackBy: ID<Party>?
    /// Who can stop that.
    public var veto: [ID<Party>] = []
    public var source: Citation?

    public init() {}

    /// How likely a breach is seen, and how late.
    public struct Detection: Sendable, Hashable {
        public var probability = Interval.unit
        public var lag = Interval.zero

        public init() {}

        static let shape = Shape.record(
            "detection", Detection(),
            [
                .required("probability", \.probability, Interval.judged(0...1), "that a breach is seen"),
                .standard("lag", \.lag, .zero, Interval.judged(0...100_000), "time units until it is"),
            ])
    }

    public static let shape = Shape.record(
        "step", Step(),
        [
            .required("id", \.id, .id, "its id within the schedule"),
            .required("title", \.title, .text, "what is done"),
            .required("party", \.party, ID<Party>.shape, "who does it"),
            .required("at", \.at, .number(0...100_000), "time units after signature"),
            .items("verifiedBy", \.verifiedBy, .list(.id), "who verifies it: parties, or bodies of the institutions module"),
            .items("delivers", \.delivers, .mapping(ID<Issue>.shape, .number(0...1)), "issue → share of its settlement carried out"),
            .standard("reversible", \.reversible, false, .bool, "whether it can be undone"),
            .optional("detection", \.detection, Detection.shape, "how likely a breach is seen, and how late"),
            .optional("snapbackBy", \.snapbackBy, ID<Party>.shape, "who can undo it when the other side defects"),
            .items("veto", \.veto, .list(ID<Party>.shape), "who can stop that"),
            .optional("source", \.source, Citation.shape, "where the step comes from"),
        ])
}
