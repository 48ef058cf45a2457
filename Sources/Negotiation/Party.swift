import OrderedCollections
import Shapes

/// Somebody with a position: a government, a bloc, a public, a mediator.
public struct Party: Sendable, Hashable {
    public enum Role: String, Sendable, CaseIterable {
        case principal, ratifier
        case thirdParty = "third-party"
        case constituency, mediator

        /// Whether a party of this role can stop an agreement at all.
        public var mayBlock: Bool { self == .principal || self == .ratifier }
    }

    public var name = ""
    public var role = Role.principal
    public var summary: String?
    /// For a constituency: whose public it is.
    public var represents: ID<Party>?
    /// For a bloc: who belongs to it.
    public var members: [ID<Party>] = []
    /// For a bloc: how it decides.
    public var decision: Decision?
    public var agenda: OrderedDictionary<String, Goal> = [:]
    public var redLines: OrderedDictionary<String, RedLine> = [:]
    /// What no deal brings beyond what the issues capture, in swing points; negative when it costs.
    public var outside: [OutsideValue] = []
    /// The least value (0–100) it would sign for; the value of no deal when absent.
    public var reservation: Interval?
    public var reservationSource: Citation?
    /// Discount factor per time unit.
    public var patience: Interval?
    public var capability: Interval?
    public var source: Citation?
    public var audience: [String] = []

    public init() {}

    public static let shape = Shape.record(
        "party", Party(),
        [
            .required("name", \.name, .text, "what it is called"),
            .required("role", \.role, .word("a role"), "principal and ratifier may block; the others never by themselves"),
            .optional("summary", \.summary, .text, "who this is and what it wants, in a sentence or two"),
            .optional("represents", \.represents, ID<Party>.shape, "a constituency's party"),
            .items("members", \.members, .list(ID<Party>.shape), "a bloc's members"),
            .optional("decision", \.decision, Decision.shape, "how a bloc decides"),
            .items("agenda", \.agenda, .mapping(.id, Goal.shape), "goals: conditions it wants a package to meet"),
            .items("redLines", \.redLines, .mapping(.id, RedLine.shape), "conditions that a package must not meet"),
            .items("outside", \.outside, OutsideValue.listShape, "swing points that no deal brings beyond the issues, as ranges"),
            .optional("reservation", \.reservation, Interval.judged(-1_000...1_000), "the least value it would sign for; overrides the value of no deal"),
            .optional("reservationSource", \.reservationSource, Citation.shape, "where the reservation comes from"),
            .optional("patience", \.patience, Interval.judged(0...1), "discount factor per time unit"),
            .optional("capability", \.capability, Interval.judged(0...100), "means to prevail, 0–100, for forecasts"),
            .optional("source", \.source, Citation.shape, "where the claim that it is a party comes from"),
            .items("audience", \.audience, .list(.id), "who may see its goals, red lines, reservation, outside values, patience and capability; everybody when empty"),
        ])
}

/// Something a party wants of a package. With a weight it counts in the value; without, it is reported.
public struct Goal: Sendable, Hashable {
    public var title = ""
    public var predicate: Predicate?
    public var weight: Interval?
    public var source: Citation?
    public var note: String?
    public var audience: [String] = []

    public init() {}

    public static let shape = Shape.record(
        "goal", Goal(),
        [
            .required("title", \.title, .text, "what the party wants"),
            .optional("predicate", \.predicate, Predicate.shape, "the packages that meet it; absent when no issue here can tell"),
            .optional("weight", \.weight, Interval.judged(0...1_000_000), "swing points when met; absent = only reported"),
            .optional("source", \.source, Citation.shape, "where the claim comes from"),
            .optional("note", \.note, .text, "how the goal is read into a condition"),
            .items("audience", \.audience, .list(.id), "who may see it"),
        ])
}

/// Something a party says, or is thought, never to sign.
public struct RedLine: Sendable, Hashable {
    public enum Firmness: String, Sendable, CaseIterable, Comparable {
        /// Said in public; does not bind under the assessed reading.
        case declared
        /// Binds under both readings; might be moved at a price.
        case firm
        /// Binds under both readings and is never relaxed.
        case absolute

        public static func < (a: Firmness, b: Firmness) -> Bool {
            (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
        }
    }

    public var title = ""
    public var predicate = Predicate.blank
    public var firmness = Firmness.declared
    public var source: Citation?
    public var note: String?
    public var audience: [String] = []

    public init() {}

    /// Whether it binds under a reading.
    public func binds(under reading: Reading) -> Bool { reading == .declared || firmness > .declared }

    public static let shape = Shape.record(
        "red line", RedLine(),
        [
            .required("title", \.title, .text, "what the party will not sign"),
            .required("predicate", \.predicate, Predicate.shape, "the packages that cross it"),
            .required("firmness", \.firmness, .word("a firmness"), "declared | firm | absolute"),
            .optional("source", \.source, Citation.shape, "where the claim comes from"),
            .optional("note", \.note, .text, "how the line is read into a condition"),
            .items("audience", \.audience, .list(.id), "who may see it"),
        ])
}

/// Swing points of no deal from a time on.
public struct OutsideValue: Sendable, Hashable {
    public var points = Interval.zero
    /// Time units after `asOf` from which this holds; the latest that has begun counts.
    public var after = 0
    public var because: String?
    public var source: Citation?

    public init() {}

    public static let shape = Shape.record(
        "outside value", OutsideValue(),
        [
            .required("points", \.points, Interval.shape, "swing points; negative when no deal costs"),
            .standard("after", \.after, 0, .int(0...100_000), "time units after asOf from which it holds"),
            .optional("because", \.because, .text, "why"),
            .optional("source", \.source, Citation.shape, "where the claim comes from"),
        ])

    /// A list of dated values, or a bare number or range for one that always holds.
    static let listShape = Shape<[OutsideValue]>.either(
        "a range or a list of dated values",
        [
            Alternative(
                when: { $0.number != nil || ($0.array?.allSatisfy { $0.number != nil } == true && $0.array?.isEmpty == false) },
                holds: { $0.count == 1 && $0[0].after == 0 && $0[0].because == nil && $0[0].source == nil },
                Interval.shape.map(
                    { points in
                        var value = OutsideValue()
                        value.points = points
                        return [value]
                    }, { $0[0].points })),
            Alternative(when: { _ in true }, holds: { _ in true }, .list(shape)),
        ])
}

extension Predicate {
    /// What a blank red line holds until it is decoded; parses by construction of this file's own literal.
    fileprivate static let blank: Predicate = {
        do { return try Predicate("issue = option") } catch { preconditionFailure("the literal is a condition: \(error)") }
    }()
}

/// Whose consent an agreement takes.
public struct Decision: Sendable, Hashable {
    public var required: [ID<Party>] = []
    public var atLeast: Int?
    public var of: [ID<Party>] = []
    public var source: Citation?
    public var note: String?

    public init() {}

    public static let shape = Shape.record(
        "decision rule", Decision(),
        [
            .items("required", \.required, .list(ID<Party>.shape), "each of these must consent"),
            .optional("atLeast", \.atLeast, .int(1...10_000), "and at least this many of `of`"),
            .items("of", \.of, .list(ID<Party>.shape), "those whose consents are counted"),
            .optional("source", \.source, Citation.shape, "where the rule comes from"),
            .optional("note", \.note, .text, "why this rule"),
        ])
}
