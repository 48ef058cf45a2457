import PluginKit

/// `modules.institutions`: what monitoring bodies may and can do, how each comes by its mandate, what has to be verified, and
/// what each format of the talks gives and costs whom.
package struct InstitutionsSection: Sendable, Hashable {
    package var bodies: OrderedDictionary<String, Body> = [:]
    package var mandatePaths: OrderedDictionary<String, MandatePath> = [:]
    package var commitments: OrderedDictionary<String, Commitment> = [:]
    package var formats: OrderedDictionary<ID<Option>, Format> = [:]
    package var legitimation: OrderedDictionary<ID<Party>, Legitimation> = [:]

    package init() {}

    package static let shape = Shape.record(
        "institutions section", InstitutionsSection(),
        [
            .items("bodies", \.bodies, .mapping(.id, Body.shape), "who could verify: what it may see, can do, and by whose leave"),
            .items(
                "mandatePaths", \.mandatePaths, .mapping(.id, MandatePath.shape),
                "per body: what its mandate takes, step by step, and who can stop each step"),
            .items("commitments", \.commitments, .mapping(.id, Commitment.shape), "what needs somebody to verify it"),
            .items(
                "formats", \.formats, .mapping(ID<Option>.shape, Format.shape),
                "per option of the issue of kind format: what it gives and costs whom"),
            .items(
                "legitimation", \.legitimation, .mapping(ID<Party>.shape, Legitimation.shape),
                "per party: on which bodies it leans to make its approach lawful"),
        ])
}

extension Shape where T == Interval {
    /// A share of a whole.
    fileprivate static let share = Interval.judged(0...1)
}

/// Somebody who could verify commitments.
package struct Body: Sendable, Hashable {
    package var title = ""
    /// The option by which a package takes it; a body without one stands, whatever is chosen.
    package var option: ID<Option>?
    package var party: ID<Party>?
    package var mandate = Mandate()
    package var verifies: [ID<Issue>] = []
    package var access = Interval.zero
    package var capacity = Interval.zero
    package var readyMonths = Interval.zero
    package var acceptability: OrderedDictionary<ID<Party>, Interval> = [:]
    package var estimates: Citation?
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "body", Body(),
        [
            .required("title", \.title, .text, "what it is called"),
            .optional(
                "option", \.option, ID<Option>.shape,
                "the option of an issue of kind monitoring that takes it; absent when it stands whatever is chosen"),
            .optional("party", \.party, ID<Party>.shape, "the party it belongs to"),
            .required("mandate", \.mandate, Mandate.shape, "by whose leave it works"),
            .items("verifies", \.verifies, .list(ID<Issue>.shape), "the issues whose commitments it may verify"),
            .required("access", \.access, .share, "what it gets to see, as a share of what there is to see, 0–1"),
            .required("capacity", \.capacity, .share, "what it can do, as a share of the largest task, 0–1"),
            .required(
                "readyMonths", \.readyMonths, Interval.judged(0...100_000),
                "months until it works: at the earliest from signature, at the latest from its mandate"),
            .items(
                "acceptability", \.acceptability, .mapping(ID<Party>.shape, .share), "per party: how acceptable it is, 0–1"),
            .optional("estimates", \.estimates, Citation.shape, "whose estimates the numbers are, when not the source's"),
            .optional("source", \.source, Citation.shape, "where it is said that this body is at issue"),
        ])

    /// Who answers for the numbers.
    package var numbersSource: Citation? { estimates ?? source }
}

/// By whose leave a body works.
package struct Mandate: Sendable, Hashable {
    package enum Rule: String, Sendable, CaseIterable {
        /// A decision that each holder of a veto can stop.
        case veto
        /// A decision that takes everybody.
        case consensus
        /// Whoever contributes, where those concerned let them in.
        case contributors

        var phrase: String {
            switch self {
            case .veto: "by a decision that one veto stops"
            case .consensus: "by consensus"
            case .contributors: "by those who contribute, where those concerned let them in"
            }
        }
    }

    package var by = ""
    package var rule = Rule.consensus
    package var vetoes: [ID<Party>] = []
    package var unmodelled: String?

    package init() {}

    package static let shape = Shape.record(
        "mandate", Mandate(),
        [
            .required("by", \.by, .id, "who gives it: a party, “parties” for those to the agreement, or a word of “endorsedBy”"),
            .required("rule", \.rule, .word("a rule of decision"), "veto | consensus | contributors"),
            .items("vetoes", \.vetoes, .list(ID<Party>.shape), "the parties here that can stop it"),
            .optional("unmodelled", \.unmodelled, .text, "who else can stop it and is no party here"),
        ])
}

/// What a mandate takes, step by step.
package struct MandatePath: Sendable, Hashable {
    package var steps: [Step] = []
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "mandate path", MandatePath(),
        [
            .required("steps", \.steps, .list(Step.shape), "what has to happen, in order"),
            .optional("source", \.source, Citation.shape, "where the path is laid down"),
        ])

    package struct Step: Sendable, Hashable {
        package var step = ""
        package var stoppedBy: [ID<Party>] = []
        /// Whether the mandate ends when the step is not taken again.
        package var recurs = false

        package init() {}

        package static let shape = Shape.record(
            "step of a mandate", Step(),
            [
                .required("step", \.step, .text, "what has to happen"),
                .required("stoppedBy", \.stoppedBy, .list(ID<Party>.shape), "the parties that can stop it; [] when none can"),
                .standard("recurs", \.recurs, false, .bool, "whether it has to be taken again for the mandate to go on"),
            ])
    }
}

/// Something that a package may undertake and that somebody has to verify.
package struct Commitment: Sendable, Hashable {
    package var title = ""
    package var issue = ID<Issue>("")
    package var when = Predicate.blank
    package var demand = Demand()
    package var estimates: Citation?
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "commitment", Commitment(),
        [
            .required("title", \.title, .text, "what is undertaken, as a statement that is true when it is kept"),
            .required("issue", \.issue, ID<Issue>.shape, "the issue whose choice undertakes it"),
            .required("when", \.when, Predicate.shape, "the packages that undertake it"),
            .required("demand", \.demand, Demand.shape, "what it takes to verify it"),
            .optional("estimates", \.estimates, Citation.shape, "whose estimates the numbers are, when not the source's"),
            .optional("source", \.source, Citation.shape, "where it is said that it has to be verified"),
        ])

    package var numbersSource: Citation? { estimates ?? source }

    /// What verifying takes, on the scales of bodies.
    package struct Demand: Sendable, Hashable {
        package var access = Interval.zero
        package var capacity = Interval.zero

        package init() {}

        package static let shape = Shape.record(
            "demand", Demand(),
            [
                .required("access", \.access, .share, "the access it takes, 0–1"),
                .required("capacity", \.capacity, .share, "the capacity it takes, 0–1"),
            ])
    }
}

/// What a format of the talks gives and costs whom.
package struct Format: Sendable, Hashable {
    package var seats: [ID<Party>] = []
    package var delivers: [ID<Party>] = []
    package var excludes: [ID<Party>] = []
    package var legitimacy: OrderedDictionary<ID<Party>, Interval> = [:]
    package var control: OrderedDictionary<ID<Party>, Interval> = [:]
    package var backedBy: [ID<Party>] = []
    package var estimates: Citation?
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "format", Format(),
        [
            .items("seats", \.seats, .list(ID<Party>.shape), "who sits at the table"),
            .items("delivers", \.delivers, .list(ID<Party>.shape), "whose consent the talks themselves can produce"),
            .items("excludes", \.excludes, .list(ID<Party>.shape), "who is kept from the table"),
            .items(
                "legitimacy", \.legitimacy, .mapping(ID<Party>.shape, .share), "per party: how lawful a result is in its eyes, 0–1"),
            .items(
                "control", \.control, .mapping(ID<Party>.shape, .share), "per party: how far it governs the result, 0–1"),
            .items("backedBy", \.backedBy, .list(ID<Party>.shape), "who is reported to ask for it"),
            .optional("estimates", \.estimates, Citation.shape, "whose estimates the numbers are, when not the source's"),
            .optional("source", \.source, Citation.shape, "who put it on the table"),
        ])

    package var numbersSource: Citation? { estimates ?? source }
}

/// On what a party leans to make its approach lawful.
package struct Legitimation: Sendable, Hashable {
    package var leansOn: [String] = []
    package var through = ""
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "legitimation", Legitimation(),
        [
            .required("leansOn", \.leansOn, .list(.id), "the bodies it leans on"),
            .required("through", \.through, .text, "what it points to, in a few words"),
            .optional("source", \.source, Citation.shape, "where it is said that it does"),
        ])
}

extension Predicate {
    /// What a blank commitment holds until it is decoded; parses by construction of this file's own literal.
    fileprivate static let blank: Predicate = {
        do { return try Predicate("issue = option") } catch { preconditionFailure("the literal is a condition: \(error)") }
    }()
}
