import PluginKit

/// The kinds of issues of this module.
package enum Kind: String, Sendable, CaseIterable {
    case region, line, ceasefire, withdrawal
    case minorityRights = "minority-rights"
}

extension Territory {
    /// What options say, kind by kind.
    ///
    /// Whose a region is, who holds it and whose forces stand there are said with the words of a case (its parties, mostly),
    /// so those lists are open here; `dimensions` closes them for one workspace. Words with a meaning of their own: `deferred`,
    /// left to be settled by an agreed procedure; `disputed`, left undecided; `none` and `both` of forces and of who moves.
    package static let vocabulary: Vocabulary = [
        Kind.region.rawValue: VocabularyEntry(
            "Region",
            "Whose a territory is, who holds it, and who recognises that: three questions that an option answers apart.",
            attributes: [
                Dimension.title.rawValue: AttributeRule(
                    .word, "whose it is in law: a party, deferred (to be settled as agreed), disputed (left undecided), shared …"),
                Dimension.control.rawValue: AttributeRule(
                    .word, "who holds it in fact: a party, international, shared, divided …"),
                Dimension.recognition.rawValue: AttributeRule(
                    .word, "whose it is recognised to be: a party, or withheld when the agreement recognises nobody's claim"),
                Dimension.autonomy.rawValue: AttributeRule(
                    .word, "how far it governs itself",
                    words: ["none", "cultural", "regional", "special", "federal", "associated"],
                    isRequired: false),
                Dimension.forces.rawValue: AttributeRule(
                    .word, "whose forces stand there: a side's, international, none or both", isRequired: false),
            ]),
        Kind.line.rawValue: VocabularyEntry(
            "Line between forces", "Where the forces stand when the shooting stops.",
            attributes: [
                Attribute.line: AttributeRule(.word, "which line: present, or a name for another"),
                Attribute.zone: AttributeRule(
                    .word, "what lies between the forces", words: ["none", "buffer", "neutral", "monitored", "demilitarised"]),
                Attribute.moves: AttributeRule(.word, "who has to move to get there: a side's word of the forces, both or none"),
            ]),
        Kind.ceasefire.rawValue: VocabularyEntry(
            "Ceasefire", "How the shooting stops.",
            attributes: [
                Attribute.timing: AttributeRule(
                    .word, "when it begins: at once, on a day that is named, by stages, or at no time that is agreed",
                    words: ["immediate", "dated", "phased", "none"]),
                Attribute.condition: AttributeRule(.word, "what it waits for: none, benchmarks, or a word for something else"),
                Attribute.supervision: AttributeRule(
                    .word, "who supervises it by its terms: none, agreed-body (whoever monitors), or the beginning of a body's id"
                ),
                Attribute.agreed: AttributeRule(.bool, "whether there is a ceasefire that somebody has agreed to"),
            ]),
        Kind.withdrawal.rawValue: VocabularyEntry(
            "Withdrawal of forces",
            "Which forces leave, how fast, and whether anybody sees it. Its “controlledBy” says whose forces.",
            attributes: [
                Attribute.extent: AttributeRule(.word, "how much leaves", words: ["none", "heavy-weapons", "partial", "full"]),
                Attribute.pace: AttributeRule(.word, "how fast", words: ["none", "at-once", "staged"]),
                Attribute.verified: AttributeRule(.bool, "whether the agreement has somebody verify it"),
            ]),
        Kind.minorityRights.rawValue: VocabularyEntry(
            "Rights of a minority", "In what form they are promised, and who may ask whether they are kept.",
            attributes: [
                Attribute.instrument: AttributeRule(
                    .word, "where they are laid down", words: ["none", "national-law", "standards", "constitution", "treaty"]),
                Attribute.review: AttributeRule(
                    .word, "who looks after them", words: ["none", "monitors", "independent", "court", "parties"]),
                Attribute.foreignParty: AttributeRule(.bool, "whether another State may raise a breach"),
            ]),
    ]
}

/// Names of attributes, beside those that `Dimension` has.
enum Attribute {
    static let line = "line"
    static let zone = "zone"
    static let moves = "moves"

    static let timing = "timing"
    static let condition = "condition"
    static let supervision = "supervision"
    static let agreed = "agreed"

    static let extent = "extent"
    static let pace = "pace"
    static let verified = "verified"

    static let instrument = "instrument"
    static let review = "review"
    static let foreignParty = "foreignParty"

    // Of other modules' issues; what they say is used where they say it.
    static let body = "body"
    static let mandate = "mandate"
    static let impartial = "impartial"
    static let endorsedBy = "endorsedBy"
    static let finding = "finding"
    static let consequence = "consequence"
    static let veto = "veto"
    static let guarantee = "guarantee"
    static let automatic = "automatic"
    static let foreignTroops = "foreignTroops"
}

/// Words that mean the same in every workspace.
enum Word {
    static let none = "none"
    static let both = "both"
    static let deferred = "deferred"
    static let disputed = "disputed"
    static let international = "international"
    static let full = "full"
    static let immediate = "immediate"
    static let phased = "phased"
    static let staged = "staged"
    static let benchmarks = "benchmarks"
    static let agreedBody = "agreed-body"
}

extension Option {
    /// The word that the option says for an attribute.
    package func word(_ attribute: String) -> String? { attributes[attribute]?.string }
    package func word(_ dimension: Dimension) -> String? { word(dimension.rawValue) }
    package func flag(_ attribute: String) -> Bool? { attributes[attribute]?.bool }
}
