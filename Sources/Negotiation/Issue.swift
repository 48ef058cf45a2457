import OrderedCollections
import Shapes

/// One question to be settled, with the answers that are on the table.
public struct Issue: Sendable, Hashable {
    public var title = ""
    public var summary: String?
    public var module: String?
    /// An entry of that module's vocabulary: which attributes the options carry.
    public var kind: String?
    public var options: OrderedDictionary<ID<Option>, Option> = [:]
    /// Instead of options: a number to be settled.
    public var range: NumericRange?
    /// Who can move the issue alone.
    public var controlledBy: [ID<Party>] = []
    public var acts: OrderedDictionary<String, Act> = [:]
    public var positions: OrderedDictionary<ID<Party>, Position> = [:]
    public var source: Citation?

    public init() {}

    public static let shape = Shape.record(
        "issue", Issue(),
        [
            .required("title", \.title, .text, "the question to be settled"),
            .optional("summary", \.summary, .text, "what it is about, in a sentence or two"),
            .optional("module", \.module, .id, "the module whose vocabulary the options use"),
            .optional("kind", \.kind, .id, "an entry of that vocabulary"),
            .items("options", \.options, .mapping(ID<Option>.shape, Option.shape), "the answers on the table"),
            .optional("range", \.range, NumericRange.shape, "instead of options: a number to be settled"),
            .items("controlledBy", \.controlledBy, .list(ID<Party>.shape), "who can move it alone"),
            .items("acts", \.acts, .mapping(.id, Act.shape), "such unilateral moves"),
            .items("positions", \.positions, .mapping(ID<Party>.shape, Position.shape), "what each party says and would settle for"),
            .optional("source", \.source, Citation.shape, "where it is said that this is at issue"),
        ])

    /// The ids that a choice may name: the options, or the numbers of the range.
    public var choices: [ID<Option>] { range?.levels.map { ID($0.description) } ?? Array(options.keys) }

    /// Whether `option` is one of `choices`, without listing them.
    public func offers(_ option: ID<Option>) -> Bool {
        if let range { return (try? Number.parse(option.text)).map { range.contains($0) && $0.description == option.text } ?? false }
        return options[option] != nil
    }

    /// The title of a choice, for people.
    public func title(of option: ID<Option>) -> String {
        if option == .leftOut { return "left out" }
        if let range { return "\(option)\(range.unit.map { " \($0)" } ?? "")" }
        return options[option]?.title ?? option.text
    }
}

/// One answer to an issue.
public struct Option: Sendable, Hashable {
    public var title = ""
    public var summary: String?
    public var attributes: OrderedDictionary<String, Value> = [:]
    /// Wording for a draft agreement.
    public var text: String?
    /// Whose consent this option takes, beyond those of the decision rule.
    public var needs: [ID<Party>] = []
    public var source: Citation?

    public init() {}

    public static let shape = Shape.record(
        "option", Option(),
        [
            .required("title", \.title, .text, "the answer in a few words"),
            .optional("summary", \.summary, .text, "what it means"),
            .items("attributes", \.attributes, .mapping(.attributeName, .attribute), "words, numbers, true or false; usable in conditions"),
            .optional("text", \.text, .text, "wording for a draft agreement"),
            .items("needs", \.needs, .list(ID<Party>.shape), "whose consent it takes, beyond the decision rule's"),
            .optional("source", \.source, Citation.shape, "who put it on the table; an assumption when the analyst did"),
        ])
}

extension Shape where T == String {
    /// camelCase or kebab-case: attributes are keys, and some are written as ids.
    fileprivate static let attributeName = Shape(
        decode: { value, decoding in
            let text = value.string ?? ""
            let isSound =
                text.first?.isLetter == true && text.utf8.count <= 64
                && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D }
            if isSound { return text }
            decoding.fail("bad-id", "“\(text)” is not the name of an attribute", hint: "letters, digits and dashes", mark: value.mark)
            return nil
        },
        encode: { .string($0) }, schema: { _ in ["type": "string", "pattern": "^[A-Za-z][A-Za-z0-9-]*$"] })
}

extension Shape where T == Value {
    fileprivate static let attribute = Shape(
        decode: { value, decoding in
            switch value.content {
            case .string, .number, .bool: return value.unmarked
            default:
                decoding.fail(
                    "wrong-type", "an attribute is a word, a number, true or false, not \(value.kindDescription)", mark: value.mark)
                return nil
            }
        },
        encode: { $0 }, schema: { _ in ["type": ["string", "number", "boolean"]] })
}

/// A number to be settled: `from`, `from + step`, … up to `to`.
public struct NumericRange: Sendable, Hashable {
    public var from = Number.zero
    public var to = Number.one
    public var step = Number.one
    public var unit: String?

    public init() {}

    public static let levelLimit = 1_001

    public static let shape = Shape.record(
        "range", NumericRange(),
        [
            .required("from", \.from, .judgedNumber, "the first number"),
            .required("to", \.to, .judgedNumber, "the last"),
            .required("step", \.step, .judgedNumber, "the distance between two"),
            .optional("unit", \.unit, .text, "what is counted"),
        ]
    ).refined("bad-range") { range in
        guard range.from < range.to else { return "a range runs from a smaller number to a larger one, not from \(range.from) to \(range.to)" }
        guard range.step > 0 else { return "the step of a range is larger than zero" }
        guard range.count <= levelLimit else { return "the range has more than \(levelLimit) steps" }
        guard range.contains(range.to) else { return "the range does not end on a step: \(range.to) is not \(range.from) plus steps of \(range.step)" }
        return nil
    }

    private var count: Int { ((to - from).divided(by: step, decimals: 0) + 1).int ?? .max }
    public var levels: [Number] { (0..<count).map { from + step * Number($0) } }

    public func contains(_ number: Number) -> Bool {
        guard from <= number, number <= to else { return false }
        return (number - from).divided(by: step, decimals: 0) * step == number - from
    }
}

extension Shape where T == Number {
    fileprivate static let judgedNumber = number(-Judgement.limit...Judgement.limit).refined("out-of-range") {
        $0.decimals > Judgement.decimals ? "\($0) has more than \(Judgement.decimals) decimals" : nil
    }
}

/// A move that one party can make alone.
public struct Act: Sendable, Hashable {
    public var party = ID<Party>("")
    /// Where it can be made; anywhere when empty.
    public var from: [ID<Option>] = []
    public var to = ID<Option>("")
    public var reversible = true
    public var source: Citation?

    public init() {}

    public static let shape = Shape.record(
        "unilateral act", Act(),
        [
            .required("party", \.party, ID<Party>.shape, "who can make it"),
            .items("from", \.from, .list(.choice), "the options at which it can be made; any when absent"),
            .required("to", \.to, .choice, "the option it leads to"),
            .standard("reversible", \.reversible, true, .bool, "whether it can be taken back"),
            .optional("source", \.source, Citation.shape, "where it is said that it can"),
        ])
}

extension Shape where T == ID<Option> {
    /// An option's id, or a number of a range.
    public static let choice = Shape(
        decode: { value, decoding in
            if let number = value.number { return ID(number.description) }
            return ID<Option>.shape.decode(value, &decoding)
        },
        encode: { choice in (try? Number.parse(choice.text)).map { .number($0) } ?? .string(choice.text) },
        schema: { builder in ["anyOf": [["type": "number"], ID<Option>.shape.schema(&builder)]] })

    /// The same as a key of a mapping, where numbers are written as text.
    public static let choiceKey = Shape(
        decode: { value, decoding in
            if let text = value.string, let number = try? Number.parse(text) { return ID(number.description) }
            return ID<Option>.shape.decode(value, &decoding)
        },
        encode: { .string($0.text) },
        schema: { _ in ["type": "string", "pattern": "^([a-z][a-z0-9]*(-[a-z0-9]+)*|-?[0-9]+(\\.[0-9]+)?)$"] })
}

/// What one party says on one issue, and what an analyst thinks it would settle for.
public struct Position: Sendable, Hashable {
    public enum Confidence: String, Sendable, CaseIterable { case low, medium, high }

    public typealias Stances = OrderedDictionary<ID<Option>, Judgement>

    public var stance: Stances = [:]
    public var salience: Judgement?
    public var statement: String?
    public var source: Citation?
    public var confidence: Confidence?
    public var audience: [String] = []
    public var assessed: Assessment?

    public init() {}

    static let stances = Shape<Stances>.mapping(.choiceKey, .stance)

    public static let shape = Shape.record(
        "position", Position(),
        [
            .items("stance", \.stance, stances, "per option, what the party says: a word, a number 0–1 or a range"),
            .optional("salience", \.salience, .salience, "swing weight: how much worst to best here matters to it, against its other issues"),
            .optional("statement", \.statement, .text, "what it says, in other words than its own"),
            .optional("source", \.source, Citation.shape, "where it says so"),
            .optional("confidence", \.confidence, .word("a confidence"), "how sure the reading is"),
            .items("audience", \.audience, .list(.id), "who may see it; everybody when empty"),
            .optional("assessed", \.assessed, Assessment.shape, "what the analyst thinks it would settle for, where that differs"),
        ])
}

/// An analyst's estimate behind a declared position.
public struct Assessment: Sendable, Hashable {
    public var stance: Position.Stances = [:]
    public var salience: Judgement?
    public var because: String?
    public var source: Citation?
    public var confidence: Position.Confidence?
    public var audience: [String] = []

    public init() {}

    public static let shape = Shape.record(
        "assessment", Assessment(),
        [
            .items("stance", \.stance, Position.stances, "per option, where it differs from what the party says"),
            .optional("salience", \.salience, .salience, "where it differs"),
            .optional("because", \.because, .text, "why the analyst thinks so"),
            .optional("source", \.source, Citation.shape, "whose estimate it is"),
            .optional("confidence", \.confidence, .word("a confidence"), "how sure the estimate is"),
            .items("audience", \.audience, .list(.id), "who may see it; the owner's team when empty"),
        ])
}
