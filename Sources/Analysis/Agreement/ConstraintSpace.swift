import Negotiation
import OrderedCollections

/// A workspace compiled so that each thing that stands in the way of a deal can be taken away by itself: requirements, red
/// lines, reservations and rules (model.md, sections Consent and Linkage).
package struct ConstraintSpace: Sendable {
    package let resolved: ResolvedCase
    package let choices: ChoiceSet
    package let end: RangeEnd
    package let constraints: [SpaceConstraint]
    /// What is compared or has a floor, component by component; the place of a party in the case.
    package let parties: [Int]
    /// Points on a party's scale (about 0–100) per unit of a component, parallel to `parties`.
    package let scales: [Fraction]
    /// Every package: what breaks a requirement or a red line lies below 0 in a component of its own.
    private let graph: StateGraph
    private let problem: Problem
    private let places: [Place]

    /// Where a constraint stands.
    private enum Place: Sendable {
        case condition(component: Int)
        case floor(component: Int)
        case quota(Int)
    }

    /// - Throws: as `OutcomeSpace.init`.
    package init(_ package: Package, in resolved: ResolvedCase, end: RangeEnd = .nominal, control: Control = Control()) throws {
        self.resolved = resolved
        self.end = end
        choices = ChoiceSet(package, in: resolved)
        var builder = SpaceBuilder(resolved, choices, end)
        try builder.build()
        let hard = builder.problem
        var constraints = builder.conditions
        var places = constraints.indices.map { Place.condition(component: hard.width + $0) }
        for (component, floor) in hard.floors.enumerated() where floor != nil {
            constraints.append(SpaceConstraint(.reservation(resolved.parties[builder.parties[component]].id)))
            places.append(.floor(component: component))
        }
        for quota in hard.quotas.indices {
            constraints.append(SpaceConstraint(.rule(quota)))
            places.append(.quota(quota))
        }
        parties = builder.parties
        scales = builder.scales
        self.constraints = constraints
        self.places = places
        problem = hard
        graph = try StateGraph(hard.softened(builder.conditions.map(\.broken)), control: control)
    }

    /// The packages that break none of the constraints but those left out, with what is left of floors and rules.
    ///
    /// - Parameter relaxed: places in `constraints`.
    package func relaxing(_ relaxed: Set<Int>, control: Control = Control()) throws -> StateGraph {
        var enforced: [Int] = []
        var floors = problem.floors
        var dropped: Set<Int> = []
        for (index, place) in places.enumerated() {
            switch place {
            case .condition(let component): if !relaxed.contains(index) { enforced.append(component) }
            case .floor(let component): if relaxed.contains(index) { floors[component] = nil }
            case .quota(let quota): if relaxed.contains(index) { dropped.insert(quota) }
            }
        }
        let quotas = problem.quotas.enumerated().filter { !dropped.contains($0.offset) }.map(\.element)
        return try graph.enforcing(enforced, width: problem.width, control: control)
            .asking(floors: floors, objectives: problem.objectives, quotas: quotas)
    }

    /// The component in which a constraint has its floor.
    func floor(of constraint: Int) -> Int? { if case .floor(let component) = places[constraint] { component } else { nil } }

    /// The options of a package of the problem, issue by issue of the case.
    package func options(_ package: [Int]) -> [Int] { package.indices.map { choices.domains[$0][package[$0]] } }
}

extension Problem {
    /// The same with a component for each condition, −1 where it is broken.
    fileprivate func softened(_ broken: [FormulaStore.ID]) -> Problem {
        var problem = self
        problem.width = width + broken.count
        problem.floors = floors + broken.map { _ in 0 }
        problem.own = own.map { rows in
            stride(from: 0, to: rows.count, by: max(1, width)).flatMap { rows[$0..<$0 + width] + broken.map { _ in 0 } }
        }
        problem.additions += broken.enumerated().map { place, condition in
            Addition(condition: condition, points: [(width + place, -1)])
        }
        return problem
    }
}
