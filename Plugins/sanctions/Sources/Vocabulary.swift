import PluginKit

/// The kinds of issues of this module.
package enum Kind: String, Sendable, CaseIterable {
    case relief, tariffs, assets
    case counterSanctions = "counter-sanctions"
}

extension Sanctions {
    /// What options say, kind by kind.
    package static let vocabulary: Vocabulary = [
        Kind.relief.rawValue: VocabularyEntry(
            "Relief from sanctions", "What becomes of measures that are in force, and against what.",
            attributes: [
                Attribute.state: AttributeRule(
                    .word, "what becomes of the measures", words: [Word.kept, Word.phased, Word.lifted]),
                Attribute.trigger: AttributeRule(
                    .word, "what relief waits for: steps that somebody verifies, dates, or the signature alone",
                    words: [Word.none, Word.verifiedSteps, Word.calendar, Word.signature]),
                Attribute.snapback: AttributeRule(.bool, "whether the agreement has them return upon a breach"),
            ]),
        Kind.counterSanctions.rawValue: VocabularyEntry(
            "Counter-sanctions", "What becomes of the other side's own measures; by sector where they differ.",
            attributes: [
                Attribute.state: AttributeRule(
                    .word, "what becomes of them as a whole", words: [Word.kept, Word.phased, Word.lifted]),
                "agriculture": AttributeRule(
                    .word, "of those on agricultural goods", words: [Word.kept, Word.phased, Word.lifted], isRequired: false),
                "energy": AttributeRule(
                    .word, "of those on energy", words: [Word.kept, Word.phased, Word.lifted], isRequired: false),
            ]),
        Kind.tariffs.rawValue: VocabularyEntry(
            "Tariffs", "Tariffs that bear on the coalition, or on third parties whose trade offsets its measures.",
            attributes: [
                Attribute.allies: AttributeRule(
                    .word, "those on goods of members of the coalition", words: [Word.kept, Word.eased, Word.lifted]),
                Attribute.thirdParties: AttributeRule(
                    .word, "those on goods of others, such as China and India", words: [Word.kept, Word.eased, Word.lifted]),
            ]),
        Kind.assets.rawValue: VocabularyEntry(
            "Blocked assets", "Whose they are to be, what they are used for, and when.",
            attributes: [
                Attribute.state: AttributeRule(
                    .word, "where they are", words: ["blocked", "transferred", "escrow", "returned"]),
                Attribute.use: AttributeRule(
                    .word, "what they are used for: income (the yield alone), reconstruction, shared, owner, or another word"),
                Attribute.release: AttributeRule(
                    .word, "what their release waits for", words: [Word.none, Word.benchmarks, Word.signature]),
            ]),
    ]
}

enum Attribute {
    static let state = "state"
    static let trigger = "trigger"
    static let snapback = "snapback"
    static let allies = "allies"
    static let thirdParties = "chinaIndia"
    static let use = "use"
    static let release = "release"
}

/// Words that mean the same in every workspace.
enum Word {
    static let none = "none"
    static let kept = "kept"
    static let phased = "phased"
    static let eased = "eased"
    static let lifted = "lifted"
    static let verifiedSteps = "verified-steps"
    static let calendar = "calendar"
    static let signature = "signature"
    static let benchmarks = "benchmarks"
}

extension Option {
    /// The word that the option says for an attribute.
    package func word(_ attribute: String) -> String? { attributes[attribute]?.string }
    package func flag(_ attribute: String) -> Bool? { attributes[attribute]?.bool }
}

extension Issue {
    func isOurs(_ kind: Kind) -> Bool { module == Sanctions.id && self.kind == kind.rawValue }
}

extension Value {
    /// As a reader would write it.
    var plain: String { string ?? number?.description ?? (bool == true ? "yes" : "no") }
}
