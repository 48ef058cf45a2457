import BigInt
import Negotiation
import OrderedCollections
import Shapes

/// At which end of the stated ranges a space is compiled.
package enum RangeEnd: String, Sendable, CaseIterable {
    /// Every range at its midpoint.
    case nominal
    /// Every term at the end that is worse for the party: what is acceptable here is acceptable over all stated ranges.
    case pessimistic
    /// … at the better end: what is not acceptable here is not acceptable anywhere in the ranges.
    case optimistic
}

/// A workspace compiled for solving: every package that may still be made of a draft, what it brings the parties that are
/// compared against their floors, and whose consent it takes.
package struct OutcomeSpace: Sendable {
    /// A party whose gains are compared: a principal that must consent or is one of several of whom some must; any such party
    /// where none of them is a principal.
    package struct Objective: Sendable {
        /// Its place in the case.
        package let party: Int
        /// The grid on which its swing points are added.
        package let lattice: Lattice
        /// Points on its scale (about 0–100) per unit of the lattice.
        package let scale: Fraction
        /// The value that a gain of 0 stands for: that of no deal, or the stated reservation.
        package let floor: Fraction
        /// Whether its consent is always required; otherwise it is one of several who are counted.
        package let isRequired: Bool
    }

    package let resolved: ResolvedCase
    package let choices: ChoiceSet
    package let end: RangeEnd
    package let objectives: [Objective]
    /// Whose points the components of the problem hold, by their place in the case.
    package let parties: [Int]
    /// Those whose own consent every package takes, or who are counted, compared or not; and those of them whose consent it is that
    /// every package takes. Places in the case.
    package let deciding: [Int]
    package let required: [Int]
    package let problem: Problem
    package let graph: StateGraph
    /// Parties whose consent is or may be required and of whose floor nothing is known; they are taken to accept.
    package let unjudged: [Int]
    /// Issues on which `noDeal` is silent although a floor follows from it.
    package let silentNoDeal: [Int]

    /// Compiles what a package leaves open.
    ///
    /// - Throws: `SpaceError` when nobody's consent is known to be needed or a rule cannot be solved for; `SolvingError` when
    ///   the space is too large to lay out; `CancellationError`.
    package init(_ package: Package, in resolved: ResolvedCase, end: RangeEnd = .nominal, control: Control = Control()) throws {
        self.resolved = resolved
        self.end = end
        let choices = ChoiceSet(package, in: resolved)
        self.choices = choices
        var builder = SpaceBuilder(resolved, choices, end)
        try builder.build()
        builder.harden()
        objectives = builder.objectives
        parties = builder.parties
        deciding = builder.deciding
        required = deciding.filter { builder.required[$0] == FormulaStore.yes }
        unjudged = builder.unjudged
        silentNoDeal = builder.silentNoDeal
        problem = builder.problem
        linkageCount = builder.linkageCount
        graph = try StateGraph(problem, control: control)
    }

    /// What a space is compiled to, without laying it out: enough to ask of a package whether it is acceptable.
    ///
    /// - Throws: `SpaceError`.
    package static func problem(_ package: Package, in resolved: ResolvedCase, end: RangeEnd) throws -> Problem {
        var builder = SpaceBuilder(resolved, ChoiceSet(package, in: resolved), end)
        try builder.build()
        builder.harden()
        return builder.problem
    }

    /// How many packages meet the requirements of linkages, whoever accepts them; `UInt128.max` means at least so many.
    package func feasibleCount(_ control: Control = Control()) throws -> UInt128 {
        var bare = Problem(sizes: problem.sizes, width: 0, objectives: 0)
        bare.formulas = problem.formulas
        bare.requirements = Array(problem.requirements.prefix(linkageCount))
        return try StateGraph(bare, control: control).packageCount
    }

    /// The first so many requirements are those of linkages; the others are red lines.
    private let linkageCount: Int

    /// Whether a package meets the requirements of linkages, whoever accepts it.
    package func isFeasible(_ package: [Int]) -> Bool {
        problem.requirements.prefix(linkageCount).allSatisfy { problem.formulas.holds($0, for: package) }
    }

    /// The options of a package of the problem, issue by issue of the case.
    package func options(_ package: [Int]) -> [Int] { package.indices.map { choices.alternatives[$0][package[$0]] } }

    /// What a package of the problem says on an issue, as packages of the workspace name it.
    package func id(_ issue: Int, at option: Int) -> ID<Option> { choices.id(issue, at: option, in: resolved) }

    /// The same in words.
    package func title(_ issue: Int, at option: Int) -> String { resolved.issues[issue].issue.title(of: id(issue, at: option)) }

    /// A gain on the scale of a party (about 0–100).
    package func gain(_ objective: Int, _ units: Int64) -> Fraction { objectives[objective].scale * Fraction(BigInt(units), 1) }

    /// A value on the scale of a party (about 0–100).
    package func value(_ objective: Int, _ units: Int64) -> Fraction { objectives[objective].floor + gain(objective, units) }
}

/// Why a workspace cannot be solved.
package enum SpaceError: Error, Sendable, Hashable {
    /// No party of which anything is known has to consent.
    case nobodyDecides
    /// A counted consent of a bloc that itself decides through its members.
    case nestedRule(bloc: ID<Party>)
    /// An issue has no options.
    case emptyIssue(ID<Issue>)
}
