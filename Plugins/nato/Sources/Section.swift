import PluginKit

/// `modules.nato`: how each party reads mutual defence and the security options, the scale of guarantees, and who decides on
/// accession.
package struct NATOSection: Sendable, Hashable {
    package var articleFive: OrderedDictionary<ID<Party>, ClauseReading> = [:]
    package var logics: Logics?
    package var encirclement: Encirclement?
    package var readings: OrderedDictionary<ID<Issue>, IssueReadings> = [:]
    package var guaranteeScale: GuaranteeScale?
    package var accession: Accession?

    package init() {}

    package static let shape = Shape.record(
        "nato section", NATOSection(),
        [
            .items(
                "articleFive", \.articleFive, .mapping(ID<Party>.shape, ClauseReading.shape),
                "party → how it reads the alliance's mutual defence"),
            .optional("logics", \.logics, Logics.shape, "the two arguments on what keeps the peace, and who holds which"),
            .optional("encirclement", \.encirclement, Encirclement.shape, "who sees itself encircled, on which issues"),
            .items(
                "readings", \.readings, .mapping(ID<Issue>.shape, IssueReadings.shape),
                "issue → what each option deters and threatens, as each party reads it"),
            .optional(
                "guaranteeScale", \.guaranteeScale, GuaranteeScale.shape, "guarantees from the least commitment to the most"),
            .optional("accession", \.accession, Accession.shape, "who has to agree that the alliance invites, suspends or bars"),
        ])
}

extension Shape where T == Interval {
    /// A share, or a degree between nothing and all: 0–1.
    fileprivate static let share = Interval.judged(0...1)
}

/// How one party reads the alliance's mutual defence.
package struct ClauseReading: Sendable, Hashable {
    package enum Meaning: String, Sendable, CaseIterable { case deterrent, provocation }

    package var reading = Meaning.deterrent
    /// How much it deters, or provokes, in that party's eyes: 0–1.
    package var strength = Interval.zero
    /// Whose estimate the strength is, where the source is silent on it.
    package var estimates: Citation?
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "reading of mutual defence", ClauseReading(),
        [
            .required("reading", \.reading, .word("a reading of mutual defence"), "deterrent | provocation"),
            .required("strength", \.strength, .share, "how much of the one or the other, 0–1"),
            .optional("estimates", \.estimates, Citation.shape, "whose estimate the strength is"),
            .optional("source", \.source, Citation.shape, "where it is said that the party reads it so"),
        ])
}

/// The two arguments on what keeps the peace.
package struct Logics: Sendable, Hashable {
    package var deterrence = Logic()
    package var buffer = Logic()

    package init() {}

    package static let shape = Shape.record(
        "pair of logics", Logics(),
        [
            .required("deterrence", \.deterrence, Logic.shape, "that strength keeps the peace"),
            .required("buffer", \.buffer, Logic.shape, "that distance keeps the peace"),
        ])
}

package struct Logic: Sendable, Hashable {
    package var title = ""
    package var claim = ""
    package var heldBy: [ID<Party>] = []
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "logic", Logic(),
        [
            .required("title", \.title, .text, "what it is called"),
            .required("claim", \.claim, .text, "what it claims, in a sentence"),
            .required("heldBy", \.heldBy, .list(ID<Party>.shape), "the parties that argue from it"),
            .optional("source", \.source, Citation.shape, "where it is said that they do"),
        ])
}

/// A party's claim that presence on certain issues encircles it.
package struct Encirclement: Sendable, Hashable {
    package var party = ID<Party>("")
    package var claim = ""
    package var issues: [ID<Issue>] = []
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "claim of encirclement", Encirclement(),
        [
            .required("party", \.party, ID<Party>.shape, "who sees itself encircled"),
            .required("claim", \.claim, .text, "what it says, in a sentence"),
            .required("issues", \.issues, .list(ID<Issue>.shape), "the issues on which it says so"),
            .optional("source", \.source, Citation.shape, "where it says so"),
        ])
}

/// What the options of one issue deter and threaten.
package struct IssueReadings: Sendable, Hashable {
    package var options: OrderedDictionary<ID<Option>, OptionReadings> = [:]
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "set of readings", IssueReadings(),
        [
            .required(
                "options", \.options, .mapping(ID<Option>.shape, OptionReadings.shape), "option → what it deters and threatens"),
            .optional("source", \.source, Citation.shape, "whose estimate it is"),
        ])
}

/// What one option deters and threatens, party by party.
package struct OptionReadings: Sendable, Hashable {
    package var deterrence: OrderedDictionary<ID<Party>, Interval> = [:]
    package var threat: OrderedDictionary<ID<Party>, Interval> = [:]

    package init() {}

    package static let shape = Shape.record(
        "reading of an option", OptionReadings(),
        [
            .items(
                "deterrence", \.deterrence, .mapping(ID<Party>.shape, .share),
                "party → how far it deters a renewed attack, 0–1, as that party reads it"),
            .items(
                "threat", \.threat, .mapping(ID<Party>.shape, .share),
                "party → how far it threatens the other side, 0–1, as that party reads it"),
        ])

    package subscript(aspect: Aspect) -> OrderedDictionary<ID<Party>, Interval> {
        switch aspect {
        case .deterrence: deterrence
        case .threat: threat
        }
    }
}

/// The two sides of a security option.
package enum Aspect: String, Sendable, CaseIterable { case deterrence, threat }

/// Guarantees in an order, and what each is worth beside membership.
package struct GuaranteeScale: Sendable, Hashable {
    package var issue = ID<Issue>("")
    package var party = ID<Party>("")
    package var membership = ID<Issue>("")
    /// Least commitment first; by the options' `guarantee` when empty.
    package var order: [ID<Option>] = []
    package var beyond: Beyond?
    package var steps: OrderedDictionary<ID<Option>, Step> = [:]

    package init() {}

    package static let shape = Shape.record(
        "scale of guarantees", GuaranteeScale(),
        [
            .required("issue", \.issue, ID<Issue>.shape, "the issue, of kind guarantee, whose options are the steps"),
            .required("party", \.party, ID<Party>.shape, "whom the guarantee is for"),
            .required("membership", \.membership, ID<Issue>.shape, "the issue, of kind membership, that it would stand in for"),
            .items(
                "order", \.order, .list(ID<Option>.shape),
                "the options from the least commitment to the most; in the order of their attribute when absent"),
            .optional("beyond", \.beyond, Beyond.shape, "what the scale is measured against"),
            .items("steps", \.steps, .mapping(ID<Option>.shape, Step.shape), "option → what it is worth beside that"),
        ]
    ).refined("bad-order") { scale in
        let twice = scale.order.first { option in scale.order.count { $0 == option } > 1 }
        return twice.map { "“\($0)” stands twice in the order" }
    }

    /// What one step gives of membership's protection.
    package struct Step: Sendable, Hashable {
        package var worth = Interval.zero
        package var source: Citation?

        package init() {}

        package static let shape = Shape.record(
            "step of the scale", Step(),
            [
                .required(
                    "worth", \.worth, .share, "the share of membership's protection that it gives, 0–1, in the party's eyes"),
                .optional("source", \.source, Citation.shape, "whose estimate it is"),
            ])
    }

    /// The end of the scale that no option reaches.
    package struct Beyond: Sendable, Hashable {
        package var title = ""
        package var worth = Interval(1)
        package var source: Citation?

        package init() {}

        package static let shape = Shape.record(
            "end of the scale", Beyond(),
            [
                .required("title", \.title, .text, "what it is called"),
                .standard("worth", \.worth, Interval(1), .share, "its share: 1, unless something protects more"),
                .optional("source", \.source, Citation.shape, "where it is laid down"),
            ])
    }
}

/// Who has to agree that the alliance invites, suspends or bars.
package struct Accession: Sendable, Hashable {
    package enum Rule: String, Sendable, CaseIterable { case unanimity, consensus }

    package var body = ID<Party>("")
    package var rule = Rule.unanimity
    package var consents: [ID<Party>] = []
    /// Who else would have to consent and is no party here.
    package var unmodelled: String?
    package var issues: [ID<Issue>] = []
    package var supports: OrderedDictionary<ID<Party>, Support> = [:]
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "accession", Accession(),
        [
            .required("body", \.body, ID<Party>.shape, "the bloc that decides"),
            .required("rule", \.rule, .word("a rule"), "unanimity | consensus: each of those named can stop it"),
            .required("consents", \.consents, .list(ID<Party>.shape), "those of its members that are parties here"),
            .optional("unmodelled", \.unmodelled, .text, "who else would have to consent"),
            .required("issues", \.issues, .list(ID<Issue>.shape), "the issues, of kind membership, on which it decides"),
            .items(
                "supports", \.supports, .mapping(ID<Party>.shape, Support.shape), "party → which candidates it backs or opposes"),
            .optional("source", \.source, Citation.shape, "where the rule is laid down"),
        ])
}

/// Which candidates a party backs or opposes in public.
package struct Support: Sendable, Hashable {
    package enum Attitude: String, Sendable, CaseIterable { case backs, opposes, undecided }

    /// Candidate → attitude. The candidate's issue is the one whose id begins with the candidate's.
    package var candidates: OrderedDictionary<String, Attitude> = [:]
    package var source: Citation?

    package init() {}

    private static let sourceKey = "source"
    private static let attitude = Shape<Attitude>.word("an attitude")

    /// Candidates are the keys, so that a State without a seat at the table can be one; `source` is not one.
    package static let shape = Shape<Support>(
        decode: { value, decoding in
            guard let object = value.object else {
                decoding.fail(
                    "wrong-type", "a support is a mapping, not \(value.kindDescription)",
                    hint: "its keys: candidates, and source",
                    mark: value.mark)
                return nil
            }
            var support = Support()
            var isSound = true
            for (key, member) in object {
                let isDecoded = decoding.descend(key) { decoding in
                    if key == sourceKey {
                        support.source = Citation.shape.decode(member, &decoding)
                        return support.source != nil
                    }
                    guard Shape<String>.id.decode(Value(.string(key), mark: object.keyMark(key)), &decoding) != nil,
                        let found = attitude.decode(member, &decoding)
                    else { return false }
                    support.candidates[key] = found
                    return true
                }
                isSound = isSound && isDecoded
            }
            return isSound ? support : nil
        },
        encode: { support in
            var object = Object(support.candidates.map { ($0.key, attitude.encode($0.value)) })
            if let source = support.source { object[sourceKey] = Citation.shape.encode(source) }
            return .object(object)
        },
        schema: { builder in
            [
                "type": "object", "properties": [sourceKey: Citation.shape.schema(&builder)],
                "additionalProperties": attitude.schema(&builder),
            ]
        })

    /// The issue on which a candidate's membership is settled.
    static func issue(of candidate: String, among issues: [ID<Issue>]) -> ID<Issue>? {
        issues.first { $0.text == candidate || $0.text.hasPrefix("\(candidate)-") }
    }
}
