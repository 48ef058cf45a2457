import PluginKit

/// The smallest changes of a package after which a condition holds however the rest is settled.
///
/// Changes are tried in order of their number, over the issues that the condition names: every way of settling one of them
/// otherwise, then two, and so on. What comes out first is therefore smallest, and all that is as small is listed.
package struct RepairSearch {
    package enum Result: Equatable {
        /// Sets of changes, each of which is enough; none with fewer changes is.
        case found([Space.Fixed])
        /// However these issues are settled, it does not hold while the rest stays.
        case none
        /// Nothing with this many changes or fewer is enough; more were not tried.
        case stopped(Int)
    }

    /// How many ways of settling what is changed and what is open are looked at for one condition.
    package static let limit = 20_000

    package let space: Space
    package let predicate: Predicate
    private let axes: [(issue: ID<Issue>, options: [ID<Option>])]
    /// Changes that would be enough and break a requirement, fewest first.
    package private(set) var barred: [Space.Fixed] = []
    private var tried = 0

    /// - Parameters:
    ///   - truth: what can be said of the condition now. Where it is open, only what the package leaves open is settled.
    ///   - tied: further issues that may be settled otherwise.
    package init(_ predicate: Predicate, now truth: Truth, also tied: [ID<Issue>] = [], in space: Space) {
        self.space = space
        self.predicate = predicate
        axes = OrderedSet(predicate.scope + tied).compactMap { issue in
            let possible = space.possible(issue)
            let options =
                truth == .open
                ? (possible.count > 1 ? possible : [])
                : (space.workspace.issues[issue]?.choices ?? []).filter { possible != [$0] }
            return options.isEmpty ? nil : (issue, options)
        }
    }

    /// - Parameter accepts: a further judgement of sets that are enough: which of them are not ruled out.
    package mutating func run(_ accepts: ([Space.Fixed]) async throws -> [Bool]) async rethrows -> Result {
        guard !axes.isEmpty else { return .none }
        for size in 1...axes.count {
            guard let enough = sets(of: size) else { return .stopped(size - 1) }
            guard !enough.isEmpty else { continue }
            let verdicts = try await accepts(enough)
            let fine = zip(enough, verdicts).filter(\.1).map(\.0)
            barred += zip(enough, verdicts).filter { !$0.1 }.map(\.0)
            if !fine.isEmpty { return .found(fine) }
        }
        return .none
    }

    /// The sets of so many changes that are enough; nil when there are too many to try.
    private mutating func sets(of size: Int) -> [Space.Fixed]? {
        var enough: [Space.Fixed] = []
        func extend(_ set: Space.Fixed, from index: Int) -> Bool {
            guard set.count < size else {
                guard tried < Self.limit else { return false }
                if space.assures(predicate, set, &tried) {
                    enough.append(set)
                } else if space.holds(predicate, set), !space.broken(by: set).isEmpty {
                    barred.append(set)
                }
                return true
            }
            guard axes.count - index >= size - set.count else { return true }
            for next in index..<axes.count {
                for option in axes[next].options {
                    var extended = set
                    extended[axes[next].issue] = option
                    guard extend(extended, from: next + 1) else { return false }
                }
            }
            return true
        }
        return extend([:], from: 0) ? enough : nil
    }

    /// The issues that requirements tie to the smallest of the barred changes.
    package var tied: [ID<Issue>] {
        let smallest = barred.filter { $0.count == barred.first?.count }
        return OrderedSet(smallest.flatMap(space.broken).flatMap(\.scope)).filter { !predicate.scope.contains($0) }
    }

    /// Sets of changes that differ in one issue alone, written together: `monitoring` to one of several options.
    package static func together(_ sets: [Space.Fixed]) -> [Way] {
        let issues = OrderedSet(sets.flatMap(\.keys))
        var ways = sets.map { Way(options: $0.mapValues { [$0] }) }
        for issue in issues {
            var merged: OrderedDictionary<Way, [ID<Option>]> = [:]
            for way in ways {
                var rest = way
                let options = rest.options.removeValue(forKey: issue) ?? []
                merged[rest, default: []] += options
            }
            ways = merged.map { rest, options in
                var way = rest
                if !options.isEmpty { way.options[issue] = options }
                return way
            }
        }
        // Merging has put the issue that was merged last at the end.
        return ways.map { way in
            Way(options: OrderedDictionary(uniqueKeysWithValues: issues.compactMap { issue in
                way.options[issue].map { (issue, $0) }
            }))
        }
    }

    /// Some issues, each settled with any of some options.
    package struct Way: Hashable {
        package var options: OrderedDictionary<ID<Issue>, [ID<Option>]>

        /// Whether a set of changes is one of those written together here.
        func holds(_ set: Space.Fixed) -> Bool {
            set.count == options.count && set.allSatisfy { options[$0.key]?.contains($0.value) == true }
        }
    }
}
