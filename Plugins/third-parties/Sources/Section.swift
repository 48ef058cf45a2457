import PluginKit

/// `modules.third-parties`: how outside actors bear on the talks, whose consent counts in law and in fact, who could break an
/// agreement, who could mediate.
package struct ThirdPartiesSection: Sendable, Hashable {
    package var influence: OrderedDictionary<String, Lever> = [:]
    package var consent: OrderedDictionary<String, ConsentClaim> = [:]
    package var spoilers: OrderedDictionary<String, Spoiler> = [:]
    package var sides: [ID<Party>] = []
    package var mediators: OrderedDictionary<String, Mediator> = [:]

    package init() {}

    package static let shape = Shape.record(
        "third-parties section", ThirdPartiesSection(),
        [
            .items("influence", \.influence, .mapping(.id, Lever.shape), "how outside actors bear on the talks"),
            .items("consent", \.consent, .mapping(.id, ConsentClaim.shape), "whose consent counts, in law and in fact"),
            .items("spoilers", \.spoilers, .mapping(.id, Spoiler.shape), "who could break an agreement"),
            .items(
                "sides", \.sides, .list(ID<Party>.shape),
                "the two between whom is mediated: bias below zero leans to the first, above zero to the second"),
            .items("mediators", \.mediators, .mapping(.id, Mediator.shape), "who could mediate"),
        ]
    ).refined("bad-sides") { section in
        section.sides.isEmpty || (section.sides.count == 2 && section.sides[0] != section.sides[1])
            ? nil : "the sides are two different parties: bias leans to the first or to the second"
    }
}

extension Shape where T == Interval {
    /// A share, or a degree between nothing and all: 0–1.
    fileprivate static let share = Interval.judged(0...1)
}

/// One way in which an actor bears on others.
package struct Lever: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Nothing binds it, or is carried out, unless it agrees.
        case consent
        /// It can stop a decision of a body.
        case veto
        /// It keeps up measures against the target.
        case pressure
        /// It gives something only if what it asks is met.
        case condition
        /// Its allies, or partners, do not want to break with it.
        case unity
        /// It offsets a part of the measures against the target.
        case leakage
        /// It offers the target co-operation that it would otherwise have to seek in an agreement.
        case venue
        /// It can make the target's trade dearer or cheaper.
        case trade
        /// It gives the target what no agreement would otherwise leave it without.
        case aid
    }

    package var of = ID<Party>("")
    package var kind = Kind.consent
    package var claim = ""
    package var towards: [ID<Party>] = []
    package var issues: [ID<Issue>] = []
    package var weight = Interval.unit
    package var leakage: [String] = []
    package var estimates: Citation?
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "influence", Lever(),
        [
            .required("of", \.of, ID<Party>.shape, "whose it is"),
            .required(
                "kind", \.kind, .word("a kind of influence"),
                "consent | veto | pressure | condition | unity | leakage | venue | trade | aid"),
            .required("claim", \.claim, .text, "what is said of it, in a sentence"),
            .required("towards", \.towards, .list(ID<Party>.shape), "upon whom it bears"),
            .required("issues", \.issues, .list(ID<Issue>.shape), "on which issues"),
            .required("weight", \.weight, .share, "how much of the lever the actor holds, 0–1"),
            .items("leakage", \.leakage, .list(.id), "for kind leakage: entries of modules.sanctions.leakage that say how much"),
            .optional("estimates", \.estimates, Citation.shape, "whose estimate the weight is"),
            .optional("source", \.source, Citation.shape, "where it is said"),
        ])
}

/// Why a party's consent counts.
package struct ConsentClaim: Sendable, Hashable {
    package enum Rule: String, Sendable, CaseIterable {
        /// By the decision rule of the workspace, whatever is chosen.
        case required
        /// Where an option that is chosen needs it.
        case byOption = "by-option"
    }

    package var party = ID<Party>("")
    package var inLaw: String?
    package var inFact: String?
    package var rule = Rule.byOption
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "consent", ConsentClaim(),
        [
            .required("party", \.party, ID<Party>.shape, "whose consent"),
            .optional("inLaw", \.inLaw, .text, "what takes it in law, in a sentence"),
            .optional("inFact", \.inFact, .text, "what takes it in fact, in a sentence"),
            .required(
                "rule", \.rule, .word("a rule of consent"), "required | by-option: by the decision rule, or by what is chosen"),
            .optional("source", \.source, Citation.shape, "where it is said"),
        ]
    ).refined("no-ground") { claim in
        claim.inLaw == nil && claim.inFact == nil ? "a consent counts in law or in fact; say which: inLaw or inFact" : nil
    }
}

/// Somebody who could break an agreement (Stedman 1997).
package struct Spoiler: Sendable, Hashable {
    package var title = ""
    package var within = ID<Party>("")
    package var ability = Interval.unit
    package var motive: Predicate?
    package var eased: Predicate?
    package var emboldenedBy: Circumstance?
    package var estimates: Citation?
    package var source: Citation?

    package init() {}

    /// What makes it bolder, whatever the package says.
    package struct Circumstance: Sendable, Hashable {
        package var what = ""
        package var source: Citation?

        package init() {}

        package static let shape = Shape.record(
            "circumstance", Circumstance(),
            [
                .required("what", \.what, .text, "what makes it bolder"),
                .optional("source", \.source, Citation.shape, "where it is said"),
            ])
    }

    package static let shape = Shape.record(
        "spoiler", Spoiler(),
        [
            .required("title", \.title, .text, "who it is"),
            .required("within", \.within, ID<Party>.shape, "the party among whose people or members it is"),
            .required("ability", \.ability, .share, "how far it could break an agreement if it wanted to, 0–1"),
            .optional(
                "motive", \.motive, Predicate.shape,
                "the packages that give it a motive; when absent, those worth less than no deal to the party it is within"),
            .optional("eased", \.eased, Predicate.shape, "the packages that take a part or all of the motive away"),
            .optional("emboldenedBy", \.emboldenedBy, Circumstance.shape, "what makes it bolder"),
            .optional("estimates", \.estimates, Citation.shape, "whose estimate the ability and the motive are"),
            .optional("source", \.source, Citation.shape, "where it is said that it might"),
        ])
}

/// Somebody who could mediate.
package struct Mediator: Sendable, Hashable {
    package var title = ""
    package var party = ID<Party>("")
    package var leverage = Interval.unit
    package var bias = Interval.zero
    package var acceptability: OrderedDictionary<ID<Party>, Interval> = [:]
    package var offers: String?
    package var estimates: Citation?
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "mediator", Mediator(),
        [
            .required("title", \.title, .text, "who it is"),
            .required("party", \.party, ID<Party>.shape, "the party that it is"),
            .required("leverage", \.leverage, .share, "how far it can make concessions worth while or refusals costly, 0–1"),
            .required(
                "bias", \.bias, Interval.judged(-1...1), "below zero it leans to the first of the sides, above zero to the second"
            ),
            .required(
                "acceptability", \.acceptability, .mapping(ID<Party>.shape, .share),
                "party → how welcome it is, 0–1, on the scale of stances"),
            .optional("offers", \.offers, .text, "what it could do"),
            .optional("estimates", \.estimates, Citation.shape, "whose estimates these are"),
            .optional("source", \.source, Citation.shape, "where it is said that it might"),
        ])
}
