import BigInt
import Negotiation

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
    fileprivate enum Place: Sendable {
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
        for (quota, rule) in builder.rules.enumerated() {
            constraints.append(SpaceConstraint(.rule(rule.owner)))
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

    /// The problem with what is left of the constraints, for asking something else of it.
    package func problem(relaxing relaxed: Set<Int>) -> Problem {
        var rest = problem
        for (index, place) in places.enumerated() {
            switch place {
            case .condition:
                guard !relaxed.contains(index) else { continue }
                let met = rest.formulas.not(constraints[index].broken)
                rest.requirements.append(met)
            case .floor(let component): if relaxed.contains(index) { rest.floors[component] = nil }
            case .quota: continue
            }
        }
        rest.quotas = problem.quotas.enumerated().filter { quota in
            !places.enumerated().contains { if case .quota(quota.offset) = $0.element { relaxed.contains($0.offset) } else { false } }
        }.map(\.element)
        return rest
    }

    /// What those whose reservations are relaxed have to give up at least, in points of their own scales added up, and a package
    /// that asks no more.
    ///
    /// - Parameter correction: a minimal one, so that each of them has to give up something.
    /// - Returns: nil where it has no reservations, or the least is not settled.
    package func leastConcessions(
        _ correction: Conflicts.Correction, control: Control = Control()
    ) throws -> (package: [Int], points: [Int: Fraction])? {
        let components = correction.constraints.reduce(into: [Int: Int]()) { found, constraint in
            if case .floor(let component) = places[constraint] { found[constraint] = component }
        }
        guard let last = components.values.max() else { return nil }
        let left = try relaxing(Set(correction.constraints), control: control)
        let asked = left.asking(floors: left.problem.floors, objectives: max(last + 1, problem.objectives), quotas: left.problem.quotas)
        let count = asked.problem.objectives
        let criterion = Criterion(
            .utilitarian, .sum, slopes: (0..<count).map { components.values.contains($0) ? scales[$0] : .zero },
            origins: [Int64](repeating: 0, count: count), offsets: [Fraction](repeating: .zero, count: count))
        let found = try Search(criterion, in: asked).run(control: control)
        guard found.isExact, let point = found.best.first, let package = found.frontier.packages(of: point, limit: 1).first else { return nil }
        let sums = problem.sums(of: package)
        return (package, components.mapValues { scales[$0] * Fraction(BigInt(-sums[$0]), 1) })
    }

    /// The constraints that all packages with an option break, each taken by itself; of a rule only as far as each of those
    /// counted accepts none.
    package func barring(_ option: Int, of variable: Int, control: Control = Control()) throws -> [Int] {
        let most = try graph.restricted(variable, to: [option], control: control).most[0]
        return places.indices.filter { index in
            switch places[index] {
            case .condition(let component): most[component] < 0
            case .floor(let component): problem.floors[component].map { most[component] < $0 } ?? false
            case .quota(let quota): !problem.quotas[quota].isMet(by: most)
            }
        }
    }

    /// The packages that meet every requirement, with what tells from their sums which other constraints they meet.
    func judging(control: Control) throws -> Judging {
        let requirements = constraints.indices.compactMap { index -> Int? in
            if constraints[index].subject.isRequirement, case .condition(let component) = places[index] { component } else { nil }
        }
        return Judging(
            graph: try graph.enforcing(requirements, width: graph.width, control: control), quotas: problem.quotas, floors: problem.floors,
            places: places)
    }

    struct Judging: Sendable {
        let graph: StateGraph
        fileprivate let quotas: [Problem.Quota]
        fileprivate let floors: [Int64?]
        fileprivate let places: [Place]

        /// Whether sums meet some constraints.
        func condition(_ constraints: [Int]) -> @Sendable ([Int64]) -> Bool {
            let (quotas, floors, asked) = (quotas, floors, constraints.map { places[$0] })
            return { sums in
                asked.allSatisfy { place in
                    switch place {
                    case .condition(let component): sums[component] >= 0
                    case .floor(let component): floors[component].map { sums[component] >= $0 } ?? true
                    case .quota(let quota):
                        zip(quotas[quota].components, quotas[quota].thresholds).count { sums[$0] >= $1 } >= quotas[quota].atLeast
                    }
                }
            }
        }
    }

    /// The options of a package of the problem, issue by issue of the case.
    package func options(_ package: [Int]) -> [Int] { package.indices.map { choices.alternatives[$0][package[$0]] } }

    /// What a package of the problem says on an issue, as packages of the workspace name it.
    package func id(_ issue: Int, at option: Int) -> ID<Option> { choices.id(issue, at: option, in: resolved) }
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
