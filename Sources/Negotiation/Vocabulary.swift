import OrderedCollections
import Shapes

/// What a module says of one kind of issue: which attributes the options of such an issue carry.
public struct VocabularyEntry: Sendable, Hashable {
    public var title = ""
    public var summary: String?
    public var attributes: OrderedDictionary<String, AttributeRule> = [:]

    public init(_ title: String, _ summary: String? = nil, attributes: OrderedDictionary<String, AttributeRule> = [:]) {
        self.title = title
        self.summary = summary
        self.attributes = attributes
    }

    public static let shape = Shape.record(
        "vocabulary entry", VocabularyEntry(""),
        [
            .required("title", \.title, .text, "what such an issue is called"),
            .optional("summary", \.summary, .text, "what it is about"),
            .items("attributes", \.attributes, .mapping(.text, AttributeRule.shape), "what each of its options says"),
        ])
}

/// One attribute of the options of a kind of issue.
public struct AttributeRule: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable { case word, number, bool }

    public var kind = Kind.word
    public var summary = ""
    /// For `word`: the words that are taken; any when empty.
    public var words: [String] = []
    /// For `number`: where it must lie.
    public var range: Interval?
    public var isRequired = true

    public init(_ kind: Kind, _ summary: String, words: [String] = [], range: Interval? = nil, isRequired: Bool = true) {
        self.kind = kind
        self.summary = summary
        self.words = words
        self.range = range
        self.isRequired = isRequired
    }

    public static let shape = Shape.record(
        "attribute rule", AttributeRule(.word, ""),
        [
            .required("kind", \.kind, .word("a kind of attribute"), "word | number | bool"),
            .required("summary", \.summary, .text, "what it says of an option"),
            .items("words", \.words, .list(.text), "the words taken; any when absent"),
            .optional("range", \.range, Interval.pair, "where a number must lie"),
            .standard("required", \.isRequired, true, .bool, "whether every option must carry it"),
        ])
}

/// The kinds of issues of one module.
public typealias Vocabulary = OrderedDictionary<String, VocabularyEntry>

extension Workspace {
    /// What is wrong with the issues that name `module`, by its vocabulary: kinds that it does not have, attributes that are
    /// missing, unknown or of another form.
    public func check(_ vocabulary: Vocabulary, of module: String) -> [Diagnostic] {
        var faults: [Diagnostic] = []
        for (id, issue) in issues where issue.module == module {
            let here: Pointer = ["issues", id.text]
            guard let kind = issue.kind else { continue }
            guard let entry = vocabulary[kind] else {
                faults.append(
                    Diagnostic(
                        code: "unknown-kind", "the module “\(module)” has no kind of issue “\(kind)”",
                        hint: Suggestion.hint(for: kind, among: Array(vocabulary.keys), kind: "kind of issue"), pointer: here / "kind"))
                continue
            }
            for (name, option) in issue.options {
                faults += entry.check(option, of: kind, at: here / "options" / name.text)
            }
        }
        return faults
    }
}

extension VocabularyEntry {
    fileprivate func check(_ option: Option, of kind: String, at here: Pointer) -> [Diagnostic] {
        var faults: [Diagnostic] = []
        for (name, rule) in attributes where rule.isRequired && option.attributes[name] == nil {
            let words = rule.words.isEmpty ? "" : ": \(rule.words.joined(separator: ", "))"
            faults.append(
                Diagnostic(
                    code: "missing-attribute", "an option of a “\(kind)” says its “\(name)” among its attributes",
                    hint: "\(rule.summary)\(words)", pointer: here, part: .key))
        }
        for (name, value) in option.attributes {
            let place = here / "attributes" / name
            guard let rule = attributes[name] else {
                faults.append(
                    Diagnostic(
                        code: "unknown-attribute", "an option of a “\(kind)” has no attribute “\(name)”",
                        hint: Suggestion.hint(for: name, among: Array(attributes.keys), kind: "attribute"), pointer: place, part: .key))
                continue
            }
            if let fault = rule.fault(of: value, named: name) {
                faults.append(Diagnostic(code: "bad-attribute", fault.message, hint: fault.hint, pointer: place))
            }
        }
        return faults
    }
}

extension AttributeRule {
    fileprivate func fault(of value: Value, named name: String) -> (message: String, hint: String?)? {
        switch kind {
        case .bool: return value.bool == nil ? ("“\(name)” is true or false, not \(value.kindDescription)", summary) : nil
        case .number:
            guard let number = value.number else { return ("“\(name)” is a number, not \(value.kindDescription)", summary) }
            guard let range, !range.contains(number) else { return nil }
            return ("“\(name)” lies between \(range.low) and \(range.high), not at \(number)", summary)
        case .word:
            guard let word = value.string else { return ("“\(name)” is a word, not \(value.kindDescription)", summary) }
            guard !words.isEmpty, !words.contains(word) else { return nil }
            return (
                "“\(word)” is not among the words of “\(name)”", Suggestion.hint(for: word, among: words, kind: "word")
            )
        }
    }
}
