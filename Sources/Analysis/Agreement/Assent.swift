import Negotiation
import OrderedCollections

/// How many of the packages that meet every requirement are acceptable: to each whose consent may be needed or counted, by each
/// rule of how many must consent, to all but one, to all. A party whose consent a package does not take lets it pass.
package struct Assent: Sendable {
    /// Somebody who may stand in the way, or a rule.
    package enum Judge: Sendable, Hashable {
        /// By its red lines and its floor.
        case party(ID<Party>)
        /// That so many of several accept: of a bloc, or of the workspace.
        case rule(ID<Party>?)
    }

    package enum Group: Sendable, Hashable {
        case each(Judge)
        /// One of several of whom some must accept, and who need not: as a rule counts it.
        case counted(ID<Party>, by: ID<Party>?)
        case allBut(Judge)
        case all
    }

    package struct Tally: Sendable {
        package let group: Group
        /// Exact, or between proven bounds; in a large space it is counted for all together only.
        package let count: AcceptableCount?
        /// Of draws from all packages that meet the requirements; nil where the count is exact, or they are too many to draw from.
        package let share: SampledShare?
    }

    /// The packages that meet every requirement; `UInt128.max` means at least so many.
    package let feasible: UInt128
    /// Each, with those who are counted by a rule after it, then all but each, then all; the middle ones only where more than
    /// two are asked.
    package private(set) var tallies: [Tally] = []

    package static let seed: UInt64 = 1

    /// Spaces of more packages are counted for all together only.
    private static let small: UInt128 = 1 << 22

    package init(_ space: ConstraintSpace, control: Control = Control()) throws {
        let judges = space.constraints.map { $0.subject.judge }
        let requirements = judges.indices.filter { judges[$0] == nil }
        let asked = OrderedSet(judges.compactMap { $0 })
        let judged = try space.judging(control: control)
        feasible = judged.graph.packageCount
        let counted = try Self.counted(space, asked, control)
        var groups: [Group] = []
        if asked.count > 1 || !counted.isEmpty {
            for judge in asked {
                groups.append(.each(judge))
                if case .rule(let owner) = judge { groups += counted.filter { $0.rule == owner }.map { .counted($0.party, by: owner) } }
            }
        }
        if asked.count > 2 { groups += asked.map(Group.allBut) }
        groups.append(.all)
        func enforced(_ group: Group) -> [Int] {
            judges.indices.filter { index in
                switch group {
                case .each(let judge): judges[index] == judge
                case .counted: false
                case .allBut(let judge): judges[index] != judge && judges[index] != nil
                case .all: judges[index] != nil
                }
            }
        }
        func threshold(_ group: Group) -> Counted? {
            guard case .counted(let party, let rule) = group else { return nil }
            return counted.first { $0.party == party && $0.rule == rule }
        }
        var counts: [AcceptableCount?] = []
        for group in groups {
            guard feasible <= Self.small || group == .all else {
                counts.append(nil)
                continue
            }
            let kept = Set(requirements + enforced(group))
            var graph = try space.relaxing(Set(judges.indices).subtracting(kept), control: control)
            if let threshold = threshold(group) {
                var floors = graph.problem.floors
                floors[threshold.component] = threshold.value
                graph = graph.asking(floors: floors, objectives: graph.problem.objectives, quotas: [])
            }
            counts.append(try AcceptableCount(graph, control: control))
        }
        var shares: [SampledShare?] = groups.map { _ in nil }
        let open = groups.indices.filter { counts[$0]?.isExact != true }
        if !open.isEmpty, let sampler = PackageSampler(judged.graph) {
            let conditions = open.map { index -> @Sendable ([Int64]) -> Bool in
                if let threshold = threshold(groups[index]) { return { $0[threshold.component] >= threshold.value } }
                return judged.condition(enforced(groups[index]))
            }
            let found = try sampler.shares(seed: Self.seed, satisfying: conditions, control: control)
            for (place, index) in open.enumerated() { shares[index] = found[place] }
        }
        tallies = groups.indices.map { Tally(group: groups[$0], count: counts[$0], share: shares[$0]) }
    }

    private struct Counted: Sendable {
        let party: ID<Party>
        let rule: ID<Party>?
        let component: Int
        let value: Int64
    }

    /// Those whom rules count and who are not asked for themselves.
    private static func counted(_ space: ConstraintSpace, _ asked: OrderedSet<Judge>, _ control: Control) throws -> [Counted] {
        let rules = space.constraints.compactMap { constraint -> ID<Party>?? in
            guard case .rule(let owner) = constraint.subject else { return nil }
            return .some(owner)
        }
        let quotas = try space.relaxing([], control: control).problem.quotas
        return zip(rules, quotas).flatMap { rule, quota in
            zip(quota.components, quota.thresholds).compactMap { component, value in
                let party = space.resolved.parties[space.parties[component]].id
                return asked.contains(.party(party)) ? nil : Counted(party: party, rule: rule, component: component, value: value)
            }
        }
    }
}

extension SpaceConstraint.Subject {
    /// Who judges packages by it; nil for what is impossible otherwise, whoever accepts.
    fileprivate var judge: Assent.Judge? {
        switch self {
        case .linkage: nil
        case .redLine(let party, _), .stance(let party, _), .reservation(let party): .party(party)
        case .rule(let owner): .rule(owner)
        }
    }
}
