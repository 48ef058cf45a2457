import PluginKit

/// What the module institutions keeps in the workspace on who may verify what, as far as it is used here. What has not this form
/// is refused by the module whose section it is, and counts as absent.
package struct Verifiers: Sendable, Hashable {
    package static let module = "institutions"
    static let place: Pointer = ["modules", module]

    package var bodies: OrderedDictionary<String, Body> = [:]
    package var mandatePaths: OrderedDictionary<String, MandatePath> = [:]
    package var commitments: OrderedDictionary<String, Commitment> = [:]

    package init() {}

    package init(in workspace: Workspace) {
        let stated = workspace.modules[Self.module].flatMap { try? Self.shape.read($0, ignoringUnknownMembers: true) }
        self = stated ?? Verifiers()
    }

    private static let shape = Shape.record(
        "set of verifiers", Verifiers(),
        [
            .items("bodies", \.bodies, .mapping(.id, Body.shape), "who could verify"),
            .items("mandatePaths", \.mandatePaths, .mapping(.id, MandatePath.shape), "what each mandate takes"),
            .items("commitments", \.commitments, .mapping(.id, Commitment.shape), "what needs somebody to verify it"),
        ])

    package struct Body: Sendable, Hashable {
        var title = ""
        /// The option that takes it; a body without one stands, whatever is chosen.
        var option: ID<Option>?
        var mandate = Mandate()
        var verifies: [ID<Issue>] = []
        var access = Interval.zero
        var capacity = Interval.zero
        var estimates: Citation?
        var source: Citation?

        static let shape = Shape.record(
            "body", Body(),
            [
                .required("title", \.title, .text, "what it is called"),
                .optional("option", \.option, ID<Option>.shape, "the option that takes it"),
                .required("mandate", \.mandate, Mandate.shape, "by whose leave it works"),
                .items("verifies", \.verifies, .list(ID<Issue>.shape), "the issues whose commitments it may verify"),
                .required("access", \.access, .share, "what it gets to see"),
                .required("capacity", \.capacity, .share, "what it can do"),
                .optional("estimates", \.estimates, Citation.shape, "whose estimates the numbers are"),
                .optional("source", \.source, Citation.shape, "where it is said that it is at issue"),
            ])
    }

    package struct Mandate: Sendable, Hashable {
        var by = ""
        var vetoes: [ID<Party>] = []
        var unmodelled: String?

        static let shape = Shape.record(
            "mandate", Mandate(),
            [
                .required("by", \.by, .id, "who gives it"),
                .items("vetoes", \.vetoes, .list(ID<Party>.shape), "the parties that can stop it"),
                .optional("unmodelled", \.unmodelled, .text, "who else can"),
            ])
    }

    package struct MandatePath: Sendable, Hashable {
        var steps: [Step] = []
        var source: Citation?

        static let shape = Shape.record(
            "mandate path", MandatePath(),
            [
                .required("steps", \.steps, .list(Step.shape), "what has to happen"),
                .optional("source", \.source, Citation.shape, "where it is laid down"),
            ])

        struct Step: Sendable, Hashable {
            var stoppedBy: [ID<Party>] = []

            static let shape = Shape.record(
                "step of a mandate", Step(),
                [.required("stoppedBy", \.stoppedBy, .list(ID<Party>.shape), "the parties that can stop it")])
        }
    }

    package struct Commitment: Sendable, Hashable {
        var title = ""
        var issue = ID<Issue>("")
        var when = Predicate.blank
        var demand = Demand()
        var estimates: Citation?
        var source: Citation?

        static let shape = Shape.record(
            "commitment", Commitment(),
            [
                .required("title", \.title, .text, "what is undertaken"),
                .required("issue", \.issue, ID<Issue>.shape, "the issue whose choice undertakes it"),
                .required("when", \.when, Predicate.shape, "the packages that undertake it"),
                .required("demand", \.demand, Demand.shape, "what it takes to verify it"),
                .optional("estimates", \.estimates, Citation.shape, "whose estimates the numbers are"),
                .optional("source", \.source, Citation.shape, "where it is said that it has to be verified"),
            ])
    }

    package struct Demand: Sendable, Hashable {
        var access = Interval.zero
        var capacity = Interval.zero

        static let shape = Shape.record(
            "demand", Demand(),
            [
                .required("access", \.access, .share, "the access it takes"),
                .required("capacity", \.capacity, .share, "the capacity it takes"),
            ])
    }
}

extension Shape where T == Interval {
    /// A share of a whole.
    static let share = Interval.judged(0...1)
}

extension Verifiers {
    /// Everybody here that can stop the mandate of a body, at whichever step.
    func holders(_ body: String) -> [ID<Party>] {
        OrderedSet((bodies[body]?.mandate.vetoes ?? []) + (mandatePaths[body]?.steps.flatMap(\.stoppedBy) ?? [])).elements
    }
}

/// What a body has of one thing against what a commitment takes of it, both known as ranges.
struct Sufficiency: Hashable {
    enum Verdict { case short, open, enough }

    var have: Interval
    var need: Interval

    /// Decided only where it holds whatever the true values within the ranges.
    var verdict: Verdict { have.low >= need.high ? .enough : have.high < need.low ? .short : .open }

    /// Whether a narrower range for what there is could settle it. Where it cannot, that range lies within the other, and a
    /// narrower one for what it takes can.
    var isSettledByHave: Bool { have.low < need.low || have.high >= need.high }
}
