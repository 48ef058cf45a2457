import Negotiation

/// How many of the packages that meet every requirement are acceptable: to each whose consent may be needed, to all but one, to
/// all. A party whose consent a package does not take lets it pass.
package struct Assent: Sendable {
    package enum Group: Sendable, Hashable {
        case each(ID<Party>)
        case allBut(ID<Party>)
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
    /// Each party, then all but each, then all; the middle ones only where more than two are asked.
    package private(set) var tallies: [Tally] = []

    package static let seed: UInt64 = 1

    /// Spaces of more packages are counted for all together only.
    private static let small: UInt128 = 1 << 22

    package init(_ space: ConstraintSpace, control: Control = Control()) throws {
        let constraints = space.constraints.map(\.subject)
        let requirements = constraints.indices.filter { constraints[$0].isRequirement }
        let asked = constraints.compactMap(\.party).reduce(into: [ID<Party>]()) { if !$0.contains($1) { $0.append($1) } }
        let judged = try space.judging(control: control)
        feasible = judged.graph.packageCount
        var groups: [Group] = asked.count > 1 ? asked.map(Group.each) : []
        if asked.count > 2 { groups += asked.map(Group.allBut) }
        groups.append(.all)
        func enforced(_ group: Group) -> [Int] {
            constraints.indices.filter { index in
                switch group {
                case .each(let party): constraints[index].party == party
                case .allBut(let party): constraints[index].party != party && !constraints[index].isRequirement
                case .all: !constraints[index].isRequirement
                }
            }
        }
        var counts: [AcceptableCount?] = []
        for group in groups {
            guard feasible <= Self.small || group == .all else {
                counts.append(nil)
                continue
            }
            let kept = Set(requirements + enforced(group))
            let graph = try space.relaxing(Set(constraints.indices).subtracting(kept), control: control)
            counts.append(try AcceptableCount(graph, control: control))
        }
        var shares: [SampledShare?] = groups.map { _ in nil }
        let open = groups.indices.filter { counts[$0]?.isExact != true }
        if !open.isEmpty, let sampler = PackageSampler(judged.graph) {
            let conditions = open.map { index in judged.condition(enforced(groups[index])) }
            let found = try sampler.shares(seed: Self.seed, satisfying: conditions, control: control)
            for (place, index) in open.enumerated() { shares[index] = found[place] }
        }
        tallies = groups.indices.map { Tally(group: groups[$0], count: counts[$0], share: shares[$0]) }
    }
}
