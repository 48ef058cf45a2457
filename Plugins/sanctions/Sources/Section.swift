import PluginKit

/// `modules.sanctions`: the measures and what they are thought to do, whose trade offsets them, who keeps them up, and what
/// relief is exchanged for.
package struct SanctionsSection: Sendable, Hashable {
    package var words: OrderedDictionary<String, Interval> = [:]
    package var measures: OrderedDictionary<String, Measure> = [:]
    package var leverage: OrderedDictionary<String, Claim> = [:]
    package var leakage: OrderedDictionary<String, Leakage> = [:]
    package var coalition: Coalition?
    package var snapback: OrderedDictionary<String, Snapback> = [:]
    package var exchange: Exchange?

    package init() {}

    /// Pressure, cost and strain are points between these.
    package static let scale = Interval(low: 0, high: 100)

    package static let shape = Shape.record(
        "sanctions section", SanctionsSection(),
        [
            .items(
                "words", \.words, .mapping(.id, Interval.judged(0...100)),
                "words for pressure, cost and strain, as ranges on 0–100"),
            .items(
                "measures", \.measures, .mapping(.id, Measure.shape), "measures in force: sanctions, counter-sanctions, tariffs"),
            .items("leverage", \.leverage, .mapping(.id, Claim.shape), "what the measures are said to add up to"),
            .items(
                "leakage", \.leakage, .mapping(.id, Leakage.shape), "how much of a measure's effect a third party's trade offsets"
            ),
            .optional("coalition", \.coalition, Coalition.shape, "who keeps the measures up, and what strains them"),
            .items(
                "snapback", \.snapback, .mapping(.id, Snapback.shape), "how relief would be taken back, and who could stop that"),
            .optional("exchange", \.exchange, Exchange.shape, "what relief is exchanged for"),
        ])
}

/// A measure by which one side presses another.
package struct Measure: Sendable, Hashable {
    package var title = ""
    package var sender: [ID<Party>] = []
    package var target = ID<Party>("")
    package var sector: String?
    package var issue: ID<Issue>?
    package var issues: [ID<Issue>] = []
    package var started: String?
    package var legalBasis: [Citation] = []
    package var parts: [String] = []
    package var does: String?
    package var effect: Judgement?
    package var cost: Judgement?
    package var halfLife: Interval?
    package var estimates: Citation?
    package var source: Citation?

    package init() {}

    /// The issues that settle what becomes of it.
    package var settledBy: [ID<Issue>] { issue.map { [$0] } ?? issues }

    package static let shape = Shape.record(
        "measure", Measure(),
        [
            .required("title", \.title, .text, "what it is called"),
            .required("sender", \.sender, .list(ID<Party>.shape), "who has imposed it"),
            .required("target", \.target, ID<Party>.shape, "whom it is to press"),
            .optional("sector", \.sector, .id, "what it bears on: finance, energy …"),
            .optional("issue", \.issue, ID<Issue>.shape, "the issue that settles what becomes of it"),
            .items("issues", \.issues, .list(ID<Issue>.shape), "instead of issue: several of them"),
            .optional("started", \.started, .date, "since when it is in force: 2014, 2014-07 or 2014-07-16"),
            .items(
                "legalBasis", \.legalBasis, .list(Citation.shape), "what it rests on in law: one source a sender, in their order"),
            .items("parts", \.parts, .list(.id), "the measures that make it up; its effect is then theirs"),
            .optional("does", \.does, .text, "what it does, as the source has it"),
            .optional(
                "effect", \.effect, .pressure, "pressure on the target while nobody adapts: a word, a number 0–100 or a range"),
            .optional("cost", \.cost, .pressure, "what it costs the sender, on the same scale"),
            .optional("halfLife", \.halfLife, Interval.judged(0...100_000), "months in which adaptation halves the effect"),
            .optional("estimates", \.estimates, Citation.shape, "whose estimate effect, cost and half-life are"),
            .optional("source", \.source, Citation.shape, "where it is said what it does"),
        ])
}

extension Shape where T == Judgement {
    /// Pressure, cost or strain.
    fileprivate static let pressure = judgement(words: "a pressure", bounds: 0...100)
}

/// What measures are said to add up to.
package struct Claim: Sendable, Hashable {
    package var what = ""
    package var by: [String] = []
    package var towards: [ID<Party>] = []
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "claim on leverage", Claim(),
        [
            .required("what", \.what, .text, "what is said to follow"),
            .items("by", \.by, .list(.id), "from which measures"),
            .items("towards", \.towards, .list(ID<Party>.shape), "to whom the target turns"),
            .optional("source", \.source, Citation.shape, "where it is said"),
        ])
}

/// What a third party's trade offsets.
package struct Leakage: Sendable, Hashable {
    package var via = ID<Party>("")
    package var measures: OrderedDictionary<String, Interval> = [:]
    package var does: String?
    package var estimates: Citation?
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "leakage", Leakage(),
        [
            .required("via", \.via, ID<Party>.shape, "whose trade it is"),
            .required(
                "measures", \.measures, .mapping(.id, Interval.judged(0...1)), "measure → share of its effect that is offset, 0–1"
            ),
            .optional("does", \.does, .text, "how, as the source has it"),
            .optional("estimates", \.estimates, Citation.shape, "whose estimate the shares are"),
            .optional("source", \.source, Citation.shape, "where it is said"),
        ])
}

/// Those who keep the measures up.
package struct Coalition: Sendable, Hashable {
    package var members: [ID<Party>] = []
    package var strains: OrderedDictionary<String, Strain> = [:]
    package var coordination: Coordination?
    package var renewal: OrderedDictionary<String, Renewal> = [:]

    package init() {}

    package static let shape = Shape.record(
        "coalition", Coalition(),
        [
            .required("members", \.members, .list(ID<Party>.shape), "who belongs to it"),
            .items("strains", \.strains, .mapping(.id, Strain.shape), "what makes it hard for a member to go on"),
            .optional("coordination", \.coordination, Coordination.shape, "through which bodies it acts together"),
            .items("renewal", \.renewal, .mapping(.id, Renewal.shape), "who has to renew measures, how often and by which rule"),
        ])
}

package struct Strain: Sendable, Hashable {
    package var member = ID<Party>("")
    package var by = ""
    package var strain = Judgement.number(0)
    package var easedBy: Predicate?
    package var estimates: Citation?
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "strain", Strain(),
        [
            .required("member", \.member, ID<Party>.shape, "who is strained"),
            .required("by", \.by, .id, "by which measure"),
            .required("strain", \.strain, .pressure, "how much: a word, a number 0–100 or a range"),
            .optional("easedBy", \.easedBy, Predicate.shape, "the packages under which it does not arise"),
            .optional("estimates", \.estimates, Citation.shape, "whose estimate it is"),
            .optional("source", \.source, Citation.shape, "where it is said that it strains"),
        ])
}

package struct Coordination: Sendable, Hashable {
    package var bodies: [ID<Party>] = []
    package var aim: String?
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "coordination", Coordination(),
        [
            .required("bodies", \.bodies, .list(ID<Party>.shape), "the bodies"),
            .optional("aim", \.aim, .text, "to what end"),
            .optional("source", \.source, Citation.shape, "where it is said"),
        ])
}

package struct Renewal: Sendable, Hashable {
    package enum Rule: String, Sendable, CaseIterable {
        /// Every member of the body has to agree, so each can end the measures alone.
        case unanimity
        case majority
        /// The body decides as one.
        case executive
    }

    package var body = ID<Party>("")
    package var rule = Rule.unanimity
    package var everyMonths = 1
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "renewal", Renewal(),
        [
            .required("body", \.body, ID<Party>.shape, "who renews"),
            .required("rule", \.rule, .word("a rule of renewal"), "unanimity | majority | executive"),
            .required("everyMonths", \.everyMonths, .int(1...1_200), "how many months measures hold until they are renewed"),
            .optional("source", \.source, Citation.shape, "where the rule comes from"),
        ])
}

/// How relief would be taken back.
package struct Snapback: Sendable, Hashable {
    package var holder = ID<Party>("")
    package var measures: [String] = []
    package var vetoes: [ID<Party>] = []
    package var credibility = Interval.unit
    package var lagMonths = Interval.zero
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "snapback", Snapback(),
        [
            .required("holder", \.holder, ID<Party>.shape, "who would take it back"),
            .required("measures", \.measures, .list(.id), "the measures that would return"),
            .items("vetoes", \.vetoes, .list(ID<Party>.shape), "who could stop that"),
            .required("credibility", \.credibility, Interval.judged(0...1), "how likely they return once a breach is seen, 0–1"),
            .required("lagMonths", \.lagMonths, Interval.judged(0...1_200), "how many months after a breach is seen"),
            .optional("source", \.source, Citation.shape, "whose estimate it is"),
        ])
}

/// What relief is exchanged for.
package struct Exchange: Sendable, Hashable {
    package var relief: [ID<Issue>] = []
    package var against: [ID<Issue>] = []
    package var verifiedThrough: ID<Issue>?
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "exchange", Exchange(),
        [
            .required("relief", \.relief, .list(ID<Issue>.shape), "the issues that settle relief"),
            .required("against", \.against, .list(ID<Issue>.shape), "the issues whose steps it is given for"),
            .optional("verifiedThrough", \.verifiedThrough, ID<Issue>.shape, "the issue that settles who verifies the steps"),
            .optional("source", \.source, Citation.shape, "where the exchange is proposed"),
        ])
}
