/// A negotiation in whole numbers: what is left once words, ranges, readings and parties have been looked up.
///
/// A package picks one option for each variable. It has a vector of `width` components: `own[v][option]` of every variable,
/// and what conditions add. The first `objectives` components are what is compared; the others, and they, may have floors.
package struct Problem: Sendable {
    /// Options per variable; at least one each.
    package var sizes: [Int]
    package var width: Int
    package var objectives: Int
    /// Per variable `sizes[v] × width` numbers, an option's row after the other.
    package var own: [[Int64]]
    package var formulas: FormulaStore
    /// Conditions that every package has to meet.
    package var requirements: [FormulaStore.ID] = []
    /// Conditions that add points where they hold.
    package var additions: [Addition] = []
    /// Conditions by which packages are told apart to the end: under which of them a floor is asked (`StateGraph.parts`).
    package private(set) var splits: [Split] = []
    /// Per component the least that is acceptable; nil where anything is.
    package var floors: [Int64?]
    /// Rules by which not everybody has to accept.
    package var quotas: [Quota] = []

    package struct Addition: Sendable {
        package var condition: FormulaStore.ID
        package var points: [(component: Int, value: Int64)]

        package init(condition: FormulaStore.ID, points: [(component: Int, value: Int64)]) {
            self.condition = condition
            self.points = points
        }
    }

    /// Where the condition holds a component is free of its floor.
    package struct Split: Sendable, Hashable {
        package var component: Int
        package var condition: FormulaStore.ID
    }

    /// At least so many of these components must reach their thresholds.
    package struct Quota: Sendable {
        package var atLeast: Int
        package var components: [Int]
        package var thresholds: [Int64]

        package init(atLeast: Int, components: [Int], thresholds: [Int64]) {
            self.atLeast = atLeast
            self.components = components
            self.thresholds = thresholds
        }

        func isMet(by sums: [Int64]) -> Bool { zip(components, thresholds).count { sums[$0] >= $1 } >= atLeast }
    }

    /// Every sum stays below this, whatever is chosen.
    package static let magnitudeLimit: Int64 = 1 << 58

    /// - Parameter sizes: options per variable.
    package init(sizes: [Int], width: Int, objectives: Int) {
        self.sizes = sizes
        self.width = width
        self.objectives = objectives
        own = sizes.map { [Int64](repeating: 0, count: $0 * width) }
        floors = [Int64?](repeating: nil, count: width)
        formulas = FormulaStore(sizes: sizes)
    }

    /// Where the condition holds, a component passes the threshold whatever else is chosen: it gets what it can ever fall
    /// short. The component's other points have to stand already.
    package mutating func release(_ component: Int, from threshold: Int64, where condition: FormulaStore.ID) {
        let short = threshold - ends(of: component).least
        guard short > 0 else { return }
        additions.append(Addition(condition: condition, points: [(component, short)]))
        if floors[component] == threshold, condition > FormulaStore.yes { splits.append(Split(component: component, condition: condition)) }
    }

    /// The same without telling packages apart by what they release.
    var unsplit: Problem {
        var problem = self
        problem.splits = []
        return problem
    }

    /// Where the condition holds, a component misses the threshold whatever else is chosen. Its other points have to stand.
    package mutating func veto(_ component: Int, at threshold: Int64, where condition: FormulaStore.ID) {
        let above = ends(of: component).most - threshold
        if above >= 0 { additions.append(Addition(condition: condition, points: [(component, -above - 1)])) }
    }

    /// After a component was put before all others.
    mutating func shiftSplits() { splits = splits.map { Split(component: $0.component + 1, condition: $0.condition) } }

    /// What a component's sum stays between, each issue and condition taken by itself.
    private func ends(of component: Int) -> (least: Int64, most: Int64) {
        var (least, most): (Int64, Int64) = (0, 0)
        for (variable, size) in sizes.enumerated() {
            let values = (0..<size).map { own[variable][$0 * width + component] }
            least += values.min() ?? 0
            most += values.max() ?? 0
        }
        for addition in additions {
            for point in addition.points where point.component == component {
                least += min(0, point.value)
                most += max(0, point.value)
            }
        }
        return (least, most)
    }

    /// What a package comes to, component by component.
    package func sums(of package: [Int]) -> [Int64] {
        var sums = [Int64](repeating: 0, count: width)
        for (variable, option) in package.enumerated() {
            for component in 0..<width { sums[component] += own[variable][option * width + component] }
        }
        for addition in additions where formulas.holds(addition.condition, for: package) {
            for point in addition.points { sums[point.component] += point.value }
        }
        return sums
    }

    /// Whether a package is one of the space's, and not of a like one that has other options.
    package func contains(_ package: [Int]) -> Bool { package.count == sizes.count && zip(package, sizes).allSatisfy { $0 < $1 } }

    /// Whether a package meets every requirement.
    package func isFeasible(_ package: [Int]) -> Bool { requirements.allSatisfy { formulas.holds($0, for: package) } }

    /// Whether sums pass every floor and rule.
    package func accepts(_ sums: [Int64]) -> Bool {
        for (component, floor) in floors.enumerated() { if let floor, sums[component] < floor { return false } }
        return quotas.allSatisfy { $0.isMet(by: sums) }
    }
}

/// Why a space cannot be solved.
package enum SolvingError: Error, Sendable, Hashable {
    /// The conditions tie so many issues together that the states between two issues are more than can be held.
    /// `variables` are those that are tied together at the widest place.
    case tooDense(states: Int, variables: [Int])
    /// The points of a component are so large, or so finely graded, that their sums would not fit 62 bits.
    case tooLarge(component: Int)
}
