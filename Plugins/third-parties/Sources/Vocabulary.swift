import PluginKit

/// The kinds of issues of this module.
package enum Kind: String, Sendable, CaseIterable {
    case seat, role
    case confidence = "confidence-building"
    case aid, accession
}

extension ThirdParties {
    /// What options say, kind by kind. `voice` and `veto` mean the same of a seat and of a role: whether somebody speaks, and
    /// whether nothing holds without it.
    package static let vocabulary: Vocabulary = [
        Kind.seat.rawValue: VocabularyEntry(
            "Seat of a State whose affairs are settled", "Its part in the talks, beside those that lead them.",
            attributes: participation),
        Kind.role.rawValue: VocabularyEntry(
            "Role of others in the talks", "The part of allies, neighbours or partners.", attributes: participation),
        Kind.confidence.rawValue: VocabularyEntry(
            "Confidence-building", "What is done so that either side can begin to believe the other.",
            attributes: [
                Attribute.exchanges: AttributeRule(.bool, "whether prisoners and others who were taken away come home"),
                Attribute.hotline: AttributeRule(.bool, "whether a direct line is kept open"),
                Attribute.incidents: AttributeRule(.bool, "whether there are rules for military incidents"),
                Attribute.publicConduct: AttributeRule(.bool, "whether there are rules for conduct in each other's public life"),
                Attribute.dated: AttributeRule(.bool, "whether it has dates"),
            ]),
        Kind.aid.rawValue: VocabularyEntry(
            "Aid", "What others give, and whether they are bound to.",
            attributes: [
                Attribute.aid: AttributeRule(.word, "how firm it is", words: [Word.none, Word.pledged, Word.guaranteed]),
                Attribute.binding: AttributeRule(.bool, "whether those who give it are bound"),
            ]),
        Kind.accession.rawValue: VocabularyEntry(
            "Accession to a union", "Whether a State's way into a union of States is open.",
            attributes: [
                Attribute.accession: AttributeRule(
                    .word, "open as it is, with dates, or closed", words: [Word.open, Word.dated, Word.closed]),
                Attribute.closed: AttributeRule(.bool, "whether the way is closed"),
            ]),
    ]

    private static let participation: OrderedDictionary<String, AttributeRule> = [
        Attribute.voice: AttributeRule(
            .word, "whether it speaks at the table, is asked beside it, or neither",
            words: [Word.full, Word.consulted, Word.none]),
        Attribute.veto: AttributeRule(.bool, "whether nothing holds without it"),
    ]
}

/// Names of attributes.
enum Attribute {
    static let voice = "voice"
    static let veto = "veto"
    static let exchanges = "exchanges"
    static let hotline = "hotline"
    static let incidents = "incidents"
    static let publicConduct = "publicConduct"
    static let dated = "dated"
    static let aid = "aid"
    static let binding = "binding"
    static let accession = "accession"
    static let closed = "closed"

    // Of issues of the module institutions.
    static let sides = "sides"
}

/// Words that mean the same in every workspace.
enum Word {
    static let none = "none"
    static let full = "full"
    static let consulted = "consulted"
    static let pledged = "pledged"
    static let guaranteed = "guaranteed"
    static let open = "open"
    static let dated = "dated"
    static let closed = "closed"
    static let two = "two"
}

extension Issue {
    func isOurs(_ kind: Kind) -> Bool { module == ThirdParties.id && self.kind == kind.rawValue }
}

extension Option {
    func word(_ attribute: String) -> String? { attributes[attribute]?.string }
    func flag(_ attribute: String) -> Bool? { attributes[attribute]?.bool }
}
