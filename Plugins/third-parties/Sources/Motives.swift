import PluginKit

/// How far a package gives somebody a motive to break it, and what would take it away.
///
/// A spoiler is somebody who thinks that the peace at hand threatens its power, its view of the world or its interests
/// (Stedman 1997). The section says which packages do; how strong the motive is it does not say, so it is all or nothing where
/// the condition settles it, and anything between where something eases it or where the package leaves it open.
package struct Motives {
    /// Some issues settled otherwise, each of them needed.
    package struct Way: Hashable {
        package var changes: OrderedDictionary<ID<Issue>, ID<Option>>
        package var agreement = PackageOutcome.Agreement.unknown
    }

    let draft: Draft
    private let requirements: Requirements
    /// More ways of changing a package than this are not tried.
    private static let tries = 2_000
    /// More changes at once are another package.
    static let mostChanges = 3

    package init(_ draft: Draft) {
        self.draft = draft
        requirements = Requirements(draft)
    }

    /// How strong the motive is, 0–1.
    ///
    /// - Parameter worth: by how much the package passes no deal for the party that the spoiler is within; used where the
    ///   section states no motive.
    package static func degree(of spoiler: Spoiler, in draft: Draft, worth: Interval?) -> Interval {
        let eased = spoiler.eased.map(draft.truth) ?? .no
        guard let motive = spoiler.motive.map(draft.truth) ?? worth.map(motive) else { return .unit }
        return switch (motive, eased) {
        case (.no, _): .zero
        case (.yes, .no): Interval(1)
        default: .unit
        }
    }

    /// Whether a package is worth less than no deal.
    private static func motive(_ worth: Interval) -> Truth { worth.high < 0 ? .yes : worth.low >= 0 ? .no : .open }

    /// What several spoilers come to together, whatever they have to do with one another: at least the greatest, at most the
    /// sum and never more than 1 (Fréchet 1935).
    package static func together(_ parts: [Interval]) -> Interval {
        Interval(low: parts.map(\.low).max() ?? 0, high: min(1, parts.reduce(Number.zero) { $0 + $1.high }))
    }

    /// The smallest changes after which a condition surely holds, or surely does not, and that break no requirement: all of the
    /// same number, the first few in the order of issues and options.
    package func ways(to wanted: Truth, of condition: Predicate, most limit: Int = 2) -> [Way] {
        guard draft.truth(condition) != wanted else { return [] }
        let axes = condition.scope.compactMap { issue -> (issue: ID<Issue>, options: [ID<Option>])? in
            let settled = draft.settled(issue)
            let options = draft.workspace.issues[issue]?.choices.filter { $0 != settled } ?? []
            return options.isEmpty ? nil : (issue, options)
        }
        return Self.smallest(axes, most: limit) { changes in
            let possible = { (issue: ID<Issue>) in changes[issue].map { [$0] } ?? draft.possible(issue) }
            return condition.truth(over: possible, in: draft.workspace).truth == wanted && !requirements.areBroken(by: changes)
        }.map { Way(changes: $0) }
    }

    /// Of all ways of settling some issues otherwise, those that change the fewest and come out as wanted.
    static func smallest(
        _ axes: [(issue: ID<Issue>, options: [ID<Option>])], most limit: Int,
        _ isWanted: (OrderedDictionary<ID<Issue>, ID<Option>>) -> Bool
    ) -> [OrderedDictionary<ID<Issue>, ID<Option>>] {
        var tried = 0
        for size in 1...mostChanges {
            var found: [OrderedDictionary<ID<Issue>, ID<Option>>] = []
            visit(axes[...], size, [:]) { changes in
                tried += 1
                guard tried <= tries, found.count < limit else { return false }
                if isWanted(changes) { found.append(changes) }
                return true
            }
            if !found.isEmpty { return found }
        }
        return []
    }

    /// Every way of settling just so many of the issues, until somebody has seen enough.
    @discardableResult
    private static func visit(
        _ axes: ArraySlice<(issue: ID<Issue>, options: [ID<Option>])>, _ size: Int,
        _ chosen: OrderedDictionary<ID<Issue>, ID<Option>>, _ see: (OrderedDictionary<ID<Issue>, ID<Option>>) -> Bool
    ) -> Bool {
        if size == 0 { return see(chosen) }
        guard axes.count >= size, let first = axes.first else { return true }
        for option in first.options {
            var next = chosen
            next[first.issue] = option
            guard visit(axes.dropFirst(), size - 1, next, see) else { return false }
        }
        return visit(axes.dropFirst(), size, chosen, see)
    }
}

extension PackageOutcome.Agreement {
    /// From what may be agreed to what cannot stand.
    var rank: Int { [.certain, .possible, .unknown, .excluded, .infeasible].firstIndex(of: self) ?? 0 }

    var words: String {
        switch self {
        case .certain: "then all who must consent do"
        case .possible: "then all who must consent may"
        case .unknown: "then it depends on what is open"
        case .excluded: "then somebody refuses"
        case .infeasible: "which breaks a requirement"
        }
    }
}

extension Figure {
    /// A degree or a share of 1, in hundredths, rounded outward.
    init(degree range: Interval) {
        if range.isPoint {
            self.init(exact: range.low.rounded(decimals: 2))
        } else {
            self.init(bounds: range.hundredths)
        }
    }
}

extension Interval {
    /// Rounded outward to hundredths, as it is shown.
    var hundredths: Interval { Interval(low: low.roundedDown(decimals: 2), high: high.roundedUp(decimals: 2)) }
}
