import Findings
import Negotiation
import OrderedCollections
import Shapes

// What a plugin may ask the host while it works on a request: about the workspace of that request, and no other.

/// What packages say, issue by issue. Issues that are not named are open.
public typealias Choices = OrderedDictionary<ID<Issue>, Choice>

package struct EvaluateParams: Sendable, Hashable {
    package var packages: [Choices] = []
    package var reading = Reading.assessed
    package var time = 0

    package init() {}

    /// One question may not take for ever; ask several.
    package static let packageLimit = 1_000

    package static let shape = Shape.record(
        "evaluation request", EvaluateParams(),
        [
            .required("packages", \.packages, .list(.mapping(ID<Issue>.shape, Choice.shape)), "the packages, each issue → choice"),
            .standard("reading", \.reading, .assessed, Reading.shape, "declared | assessed"),
            .standard("time", \.time, 0, .int(0...100_000), "time units after the workspace's date"),
        ])
}

/// What a package comes to. Words and figures hold over all stated ranges, and for an incomplete package over every way of
/// completing it.
public struct PackageOutcome: Sendable, Hashable {
    public enum Agreement: String, Sendable, CaseIterable {
        /// A requirement of the workspace or of a module is broken.
        case infeasible
        /// All whose consent is required consent, whatever the true values within the ranges.
        case certain
        /// … for some true values, but not for all.
        case possible
        /// Somebody whose consent is required does not consent for any.
        case excluded
        /// Not settled before what is open is chosen, or because nothing is known of what a party wants.
        case unknown
    }

    public var agreement = Agreement.unknown
    /// Whether all that must consent do at the midpoints of all ranges; nil while it cannot be told.
    public var accepted: Bool?
    /// Requirements that are broken whatever is still chosen.
    public var broken: [String] = []
    public var parties: [PartyOutcome] = []

    public init() {}

    public subscript(party: ID<Party>) -> PartyOutcome? { parties.first { $0.party == party } }

    public static let shape = Shape.record(
        "package outcome", PackageOutcome(),
        [
            .required("agreement", \.agreement, .word("an outcome"), "infeasible | certain | possible | excluded | unknown"),
            .optional("accepted", \.accepted, .bool, "whether all who must consent do at the midpoints"),
            .items("broken", \.broken, .list(.text), "ids of the requirements that are broken"),
            .items("parties", \.parties, .list(PartyOutcome.shape), "party by party"),
        ])
}

/// What a package is to one party.
public struct PartyOutcome: Sendable, Hashable {
    public enum Verdict: String, Sendable, CaseIterable { case certain, possible, excluded, unknown }
    public enum Requirement: String, Sendable, CaseIterable { case yes, no, open }

    public var party = ID<Party>("")
    public var verdict = Verdict.unknown
    /// Its answer at the midpoints of all ranges; nil while it cannot be told.
    public var accepts: Bool?
    /// Whether its consent is required; open while that depends on what is chosen.
    public var required = Requirement.no
    /// 0–100 on its own scale.
    public var value: Figure?
    /// Its value of no deal, or its stated reservation.
    public var floor: Figure?
    /// By how much the package passes that, in swing points.
    public var margin: Figure?
    /// Places of the red lines that it crosses or may cross.
    public var redLines: [Pointer] = []

    public init() {}

    public static let shape = Shape.record(
        "party outcome", PartyOutcome(),
        [
            .required("party", \.party, ID<Party>.shape, "whose"),
            .required("verdict", \.verdict, .word("a verdict"), "certain | possible | excluded | unknown"),
            .optional("accepts", \.accepts, .bool, "its answer at the midpoints"),
            .required("required", \.required, .word("yes, no or open"), "whether its consent is required"),
            .optional("value", \.value, Figure.shape, "of the package, 0–100"),
            .optional("floor", \.floor, Figure.shape, "of no deal, or its reservation"),
            .optional("margin", \.margin, Figure.shape, "between the two, in swing points"),
            .items("redLines", \.redLines, .list(.pointer), "red lines that it crosses or may cross"),
        ])
}

package struct SolveParams: Sendable, Hashable {
    package var choices: Choices = [:]
    package var over: [ID<Issue>] = []
    package var reading = Reading.assessed
    package var time = 0
    package var limit = 20

    package init() {}

    package static let shape = Shape.record(
        "question to solve", SolveParams(),
        [
            .items("choices", \.choices, .mapping(ID<Issue>.shape, Choice.shape), "what is settled, issue → choice"),
            .required("over", \.over, .list(ID<Issue>.shape), "the issues whose every option is tried; what is said of them counts as what may be tried"),
            .standard("reading", \.reading, .assessed, Reading.shape, "declared | assessed"),
            .standard("time", \.time, 0, .int(0...100_000), "time units after the workspace's date"),
            .standard("limit", \.limit, 20, .int(0...1_000), "how many packages to list"),
        ])
}

/// How the packages of a space come out: counted, and the best of them listed.
public struct SolveOutcome: Sendable, Hashable {
    /// One of the packages that were tried.
    public struct Found: Sendable, Hashable {
        /// What it says on the issues that were tried.
        public var choices: OrderedDictionary<ID<Issue>, ID<Option>> = [:]
        public var outcome = PackageOutcome()

        public init() {}

        static let shape = Shape.record(
            "package found", Found(),
            [
                .required("choices", \.choices, .mapping(ID<Issue>.shape, .choice), "what it says on the issues that were tried"),
                .required("outcome", \.outcome, PackageOutcome.shape, "what it comes to"),
            ])
    }

    /// How many packages were tried: all of them.
    public var packages = 0
    /// How many of them come out each way; the counts are exact.
    public var counts: OrderedDictionary<String, Int> = [:]
    /// Certain ones first, then possible ones that are accepted at the midpoints, then other possible ones; within each in
    /// the order of the options.
    public var found: [Found] = []

    public init() {}

    public func count(_ agreement: PackageOutcome.Agreement) -> Int { counts[agreement.rawValue] ?? 0 }

    public static let shape = Shape.record(
        "solution", SolveOutcome(),
        [
            .required("packages", \.packages, .int(0...Int.max), "how many were tried: all of the space"),
            .items("counts", \.counts, .mapping(.text, .int(0...Int.max)), "agreement → how many"),
            .items("found", \.found, .list(Found.shape), "those that may be agreed, best first, up to the limit"),
        ])
}
