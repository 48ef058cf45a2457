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
    }

    /// A component that no longer has to reach its floor gets this much: more than all points together, so that it has.
    package static let release: Int64 = 1 << 59
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
}

/// Why a space cannot be solved.
package enum SolvingError: Error, Sendable, Hashable {
    /// The conditions tie so many issues together that the states between two issues are more than can be held.
    /// `variables` are those that are tied together at the widest place.
    case tooDense(states: Int, variables: [Int])
    /// The points of a component are so large, or so finely graded, that their sums would not fit 62 bits.
    case tooLarge(component: Int)
}
