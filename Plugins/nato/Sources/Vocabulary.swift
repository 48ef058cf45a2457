import PluginKit

/// The kinds of issues of this module.
package enum Kind: String, Sendable, CaseIterable {
    case membership, enlargement, guarantee, forces, posture, dialogue
}

extension NATO {
    /// What options say, kind by kind. The words of `membership` and `guarantee` stand in an order, from the most open to the
    /// most closed and from the least commitment to the most.
    package static let vocabulary: Vocabulary = [
        Kind.membership.rawValue: VocabularyEntry(
            "Membership of a State in the alliance", "Whether a State that is no member may become one.",
            attributes: [
                Attribute.membership: AttributeRule(
                    .word, "open with steps, open without a date, suspended for a term, neutral with guarantors, or barred",
                    words: Membership.allCases.map(\.rawValue)),
                Attribute.permanence: AttributeRule(
                    .word, "how long what is given up is given up", words: ["none", "term", "constitutional", "permanent"]),
                Attribute.instrument: AttributeRule(
                    .word, "in what form", words: [Word.none, Word.allianceDecision, "undertaking", "treaty"]),
            ]),
        Kind.enlargement.rawValue: VocabularyEntry(
            "Guarantee against enlargement", "Whether anybody binds himself not to let the alliance grow.",
            attributes: [
                Attribute.legal: AttributeRule(
                    .word, "in what form", words: [Word.none, "political", Word.bilateral, Word.treaty]),
                Attribute.binds: AttributeRule(.word, "whom it binds: nobody, allies (all of them), or a party"),
            ]),
        Kind.guarantee.rawValue: VocabularyEntry(
            "Security guarantee", "What stands behind a State that is no member.",
            attributes: [
                Attribute.guarantee: AttributeRule(
                    .word, "what is promised, from nothing to a duty to defend", words: Commitment.allCases.map(\.rawValue)),
                Attribute.automatic: AttributeRule(.bool, "whether it acts without a further decision"),
                Attribute.foreignTroops: AttributeRule(.bool, "whether foreign troops stand in the country"),
            ]),
        Kind.forces.rawValue: VocabularyEntry(
            "Limits on a State's forces", "Whether its own strength is limited, and who looks.",
            attributes: [
                Attribute.limits: AttributeRule(
                    .word, "who sets them", words: [Word.none, "declared", Word.reciprocal, "unilateral"]),
                Attribute.inspection: AttributeRule(.word, "who inspects whom", words: [Word.none, "mutual", "unilateral"]),
            ]),
        Kind.posture.rawValue: VocabularyEntry(
            "Forces near the borders", "What either side may station there.",
            attributes: [
                Attribute.allied: AttributeRule(.word, "forces of the alliance", words: Word.postures),
                Attribute.russian: AttributeRule(.word, "forces of Russia", words: Word.postures),
                Attribute.reciprocal: AttributeRule(.bool, "whether the same holds for both sides"),
            ]),
        Kind.dialogue.rawValue: VocabularyEntry(
            "Security dialogue", "Whether the alliance and Russia talk, and about what.",
            attributes: [
                Attribute.dialogue: AttributeRule(
                    .word, "in what form", words: [Word.none, "conditional", "standing", Word.bilateral]),
                Attribute.conditional: AttributeRule(.bool, "whether it depends on conditions"),
                Attribute.armsControl: AttributeRule(.bool, "whether limits on arms are negotiated"),
            ]),
    ]
}

/// What an option says of a State's membership, most open first.
package enum Membership: String, Sendable, CaseIterable {
    case open, undated, suspended, neutral, barred

    /// Whether it gives up, for a time or for good, that the State may join.
    var givesUp: Bool { self == .suspended || self == .neutral || self == .barred }
    /// Whether nobody can ever be admitted under it.
    var excludes: Bool { self == .neutral || self == .barred }
}

/// What a guarantee promises, least first.
package enum Commitment: String, Sendable, CaseIterable {
    case none, consultation, arming, coalition
    case articleFiveLike = "article-5-like"
}

/// Names of attributes.
enum Attribute {
    static let membership = "membership"
    static let permanence = "permanence"
    static let instrument = "instrument"
    static let legal = "legal"
    static let binds = "binds"
    static let guarantee = "guarantee"
    static let automatic = "automatic"
    static let foreignTroops = "foreignTroops"
    static let limits = "limits"
    static let inspection = "inspection"
    static let allied = "allied"
    static let russian = "russian"
    static let reciprocal = "reciprocal"
    static let dialogue = "dialogue"
    static let conditional = "conditional"
    static let armsControl = "armsControl"
}

/// Words that mean the same in every workspace.
enum Word {
    static let none = "none"
    static let bilateral = "bilateral"
    static let treaty = "treaty"
    static let allianceDecision = "alliance-decision"
    static let reciprocal = "reciprocal"
    static let postures = ["more", "present", "unlimited", "limited", "withdrawn"]
}

extension Issue {
    package func isOurs(_ kind: Kind) -> Bool { module == NATO.id && self.kind == kind.rawValue }
}

extension Option {
    func word(_ attribute: String) -> String? { attributes[attribute]?.string }
    func flag(_ attribute: String) -> Bool? { attributes[attribute]?.bool }
    package var membership: Membership? { word(Attribute.membership).flatMap(Membership.init(rawValue:)) }
    package var commitment: Commitment? { word(Attribute.guarantee).flatMap(Commitment.init(rawValue:)) }
}

extension Value {
    /// An attribute as people read it.
    var plain: String { string ?? number?.description ?? (bool == true ? "yes" : "no") }
}
