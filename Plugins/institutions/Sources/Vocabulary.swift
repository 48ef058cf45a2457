import PluginKit

/// The kinds of issues of this module.
package enum Kind: String, Sendable, CaseIterable {
    case format, monitoring, endorsement, compliance
}

extension Institutions {
    /// What options say, kind by kind. Words with a meaning of their own: `none`, nobody or nothing; `monitoring-body`, whoever
    /// the issue of kind monitoring settles on.
    package static let vocabulary: Vocabulary = [
        Kind.format.rawValue: VocabularyEntry(
            "Format of the talks", "Who sits at the table. The section says whose consent a format can deliver.",
            attributes: [
                Attribute.sides: AttributeRule(
                    .word, "how many sides sit at the table", words: ["two", "three", "many", "unsettled"]),
                Attribute.kyiv: AttributeRule(.word, "Ukraine's part", words: seats, isRequired: false),
                Attribute.europe: AttributeRule(.word, "the European States' part", words: seats, isRequired: false),
            ]),
        Kind.monitoring.rawValue: VocabularyEntry(
            "Monitoring", "Who watches and certifies.",
            attributes: [
                Attribute.body: AttributeRule(.word, "the body that watches, or none"),
                Attribute.mandate: AttributeRule(
                    .word, "who gives it its mandate, or by what it comes about: a word of “endorsedBy”, consensus, parties … or none"),
                Attribute.access: AttributeRule(.word, "how far it gets", words: ["none", "limited", "wide"]),
                Attribute.impartial: AttributeRule(.bool, "whether it is anybody else than those whom it watches"),
            ]),
        Kind.endorsement.rawValue: VocabularyEntry(
            "Form and endorsement", "What kind of instrument it is and who stands behind it.",
            attributes: [
                Attribute.instrument: AttributeRule(.word, "what is signed", words: ["treaty", "statement"]),
                Attribute.endorsedBy: AttributeRule(.word, "who stands behind it, or none"),
                Attribute.binding: AttributeRule(
                    .word, "whom it binds", words: ["universal", "guarantors", "signatories", "none"]),
            ]),
        Kind.compliance.rawValue: VocabularyEntry(
            "What follows a breach", "Who finds a breach, what follows, and who can stop that.",
            attributes: [
                Attribute.finding: AttributeRule(
                    .word, "who finds a breach", words: [Word.monitoringBody, "panel", "parties", Word.none]),
                Attribute.consequence: AttributeRule(
                    .word, "what follows", words: ["automatic", "recommended", "agreed", Word.none]),
                Attribute.veto: AttributeRule(.word, "who can stop it", words: ["either", Word.none]),
            ]),
    ]

    private static let seats = ["seated", "confirms", "absent", "unsettled"]
}

/// Names of attributes.
enum Attribute {
    static let sides = "sides"
    static let kyiv = "kyiv"
    static let europe = "europe"

    static let body = "body"
    static let mandate = "mandate"
    static let access = "access"
    static let impartial = "impartial"

    static let instrument = "instrument"
    static let endorsedBy = "endorsedBy"
    static let binding = "binding"

    static let finding = "finding"
    static let consequence = "consequence"
    static let veto = "veto"

    // Of other modules' issues; what they say is used where they say it.
    static let verified = "verified"
}

/// Words that mean the same in every workspace.
enum Word {
    static let none = "none"
    static let monitoringBody = "monitoring-body"
}

extension Option {
    /// The word that the option says for an attribute.
    func word(_ attribute: String) -> String? { attributes[attribute]?.string }
    func flag(_ attribute: String) -> Bool? { attributes[attribute]?.bool }
}

extension Issue {
    func isOurs(_ kind: Kind) -> Bool { module == Institutions.id && self.kind == kind.rawValue }
}

extension Workspace {
    /// The issues of a kind, in their order.
    func issues(of kind: Kind) -> [ID<Issue>] { issues.filter { $0.value.isOurs(kind) }.map(\.key) }

    /// The issue of a kind that has this option; nil when none has.
    func issue(of kind: Kind, offering option: ID<Option>) -> ID<Issue>? {
        issues(of: kind).first { issues[$0]?.options[option] != nil }
    }
}
