/// Why there is no deal: what would have to give, and what cannot stand together.
///
/// A minimal correction set is a set of constraints whose relaxation makes some package acceptable, while that of no part of it
/// does; a minimal conflict is a set that no package meets, while every part of it can be met. Each correction hits each
/// conflict, so that the smallest sets that hit all conflicts known are the candidates for corrections, and a candidate that is
/// none shows another conflict (Reiter 1987; Liffiton & Sakallah 2008). Corrections come smallest first, and all of a size.
package struct Conflicts: Sendable {
    /// Sets of places in `ConstraintSpace.constraints`, smallest first.
    package private(set) var corrections: [Correction] = []
    package private(set) var conflicts: [[Int]] = []
    /// All corrections of up to so many constraints are listed.
    package private(set) var completeUpTo = 0
    /// Whether there are no others.
    package private(set) var isComplete = false
    /// Whether a question met on the way could not be settled, so that even whether there is no deal may be open.
    package private(set) var isUndecided = false

    package struct Correction: Sendable, Hashable {
        package let constraints: [Int]
        /// A package that is acceptable then.
        package let package: [Int]

        package init(constraints: [Int], package: [Int]) {
            self.constraints = constraints
            self.package = package
        }
    }

    /// - Parameters:
    ///   - size: corrections of more constraints are not looked for.
    ///   - limit: nor more than so many.
    /// - Returns: nil where the space has an acceptable package as it is.
    package init?(_ space: ConstraintSpace, size: Int = 3, limit: Int = 60, control: Control = Control()) throws {
        let all = Array(space.constraints.indices)
        func acceptable(_ relaxed: Set<Int>) throws -> [Int]? {
            switch try Existence.package(in: space.relaxing(relaxed, control: control), control: control) {
            case .found(let package): return package
            case .none: return nil
            case .undecided: throw Undecided()
            }
        }
        do {
            if try acceptable([]) != nil { return nil }
            if try acceptable(Set(all)) == nil {
                // Nothing is possible at all: an issue that contradicts itself.
                isComplete = true
                return
            }
            conflicts.append(try Self.shrink(all, all, acceptable))
            for wanted in 1...max(1, size) {
                var tried: Set<[Int]> = []
                search: while true {
                    if control.isStopped { throw CancellationError() }
                    let candidates = HittingSets(conflicts, size: wanted).sets.filter { $0.count == wanted && !tried.contains($0) }
                    if candidates.isEmpty { break }
                    for candidate in candidates {
                        tried.insert(candidate)
                        // Another conflict may have been found meanwhile that it does not hit.
                        guard conflicts.allSatisfy({ !Set($0).isDisjoint(with: candidate) }) else { continue }
                        if let package = try acceptable(Set(candidate)) {
                            corrections.append(Correction(constraints: candidate, package: package))
                            if corrections.count >= limit { return }
                        } else {
                            conflicts.append(try Self.shrink(all.filter { !candidate.contains($0) }, all, acceptable))
                            continue search
                        }
                    }
                }
                completeUpTo = wanted
                control.report(wanted, of: size)
                // Where every set that hits all conflicts has been tried there are no larger ones.
                if HittingSets(conflicts, size: wanted).isComplete {
                    isComplete = true
                    return
                }
            }
        } catch is Undecided { isUndecided = true }
    }

    private struct Undecided: Error {}

    /// A minimal conflict within constraints that cannot be met together (QuickXplain; Junker 2004).
    private static func shrink(_ conflicting: [Int], _ all: [Int], _ acceptable: (Set<Int>) throws -> [Int]?) throws -> [Int] {
        func isConflict(_ kept: [Int]) throws -> Bool { try acceptable(Set(all).subtracting(kept)) == nil }
        func explain(_ background: [Int], _ hasChanged: Bool, _ candidates: [Int]) throws -> [Int] {
            if hasChanged, try isConflict(background) { return [] }
            if candidates.count == 1 { return candidates }
            let (left, right) = (Array(candidates.prefix(candidates.count / 2)), Array(candidates.dropFirst(candidates.count / 2)))
            let second = try explain(background + left, !left.isEmpty, right)
            let first = try explain(background + second, !second.isEmpty, left)
            return first + second
        }
        return try explain([], false, conflicting).sorted()
    }
}

/// The minimal sets that have something in common with each of some sets.
private struct HittingSets {
    /// Of at most the size asked for, smallest first, each ascending.
    private(set) var sets: [[Int]] = []
    /// Whether there are none that are larger.
    private(set) var isComplete = true

    init(_ conflicts: [[Int]], size: Int) {
        var partial: [[Int]] = [[]]
        for conflict in conflicts {
            var next: Set<[Int]> = []
            for set in partial {
                if !Set(set).isDisjoint(with: conflict) {
                    next.insert(set)
                    continue
                }
                guard set.count < size else {
                    isComplete = false
                    continue
                }
                for element in conflict { next.insert((set + [element]).sorted()) }
            }
            // A set that contains another is not minimal, now or later.
            let ascending = next.sorted { $0.count != $1.count ? $0.count < $1.count : $0.lexicographicallyPrecedes($1) }
            partial = []
            for set in ascending where !partial.contains(where: { Set($0).isSubset(of: set) }) { partial.append(set) }
        }
        sets = partial
    }
}
