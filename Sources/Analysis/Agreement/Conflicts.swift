import BitCollections

/// Why there is no deal: what would have to give, and what cannot stand together.
///
/// A minimal correction set is a set of constraints whose relaxation makes some package acceptable, while that of no part of it
/// does; a minimal conflict is a set that no package meets, while every part of it can be met. Each correction hits each
/// conflict, so that the smallest sets that hit all conflicts known are the candidates for corrections, and a candidate that is
/// none shows another conflict (Reiter 1987; Liffiton & Sakallah 2008). Corrections come smallest first, and all of a size.
///
/// A size needs its candidates once: a conflict found on the way strikes out some of them and adds none, since what hits the
/// earlier conflicts with fewer constraints is a correction.
package struct Conflicts: Sendable {
    /// Sets of places in `ConstraintSpace.constraints`, smallest first.
    package private(set) var corrections: [Correction] = []
    /// All there are where `isComplete` and none is loose, otherwise those met with.
    package private(set) var conflicts: [[Int]] = []
    /// Conflicts that may hold more than it takes: a smaller one was not settled.
    package private(set) var loose: Set<[Int]> = []
    /// All corrections of up to so many constraints are listed; of larger ones, some at most.
    package private(set) var completeUpTo = 0
    /// Whether there are no others.
    package private(set) var isComplete = false
    /// Whether it is not settled that there is no deal.
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

    /// What is spent at most before the answer is what was found until then: the same on every machine.
    package struct Effort: Sendable {
        /// Corrections listed.
        package var corrections: Int
        /// Questions asked of the space.
        package var questions: Int
        /// Partial packages held for a question at most, but for the first; beyond, it stays open.
        package var labels: Int
        /// Candidates looked at while they are put together, for one size.
        package var candidates: Int

        package init(corrections: Int = 60, questions: Int = 600, labels: Int = 5_000, candidates: Int = 300_000) {
            self.corrections = corrections
            self.questions = questions
            self.labels = labels
            self.candidates = candidates
        }
    }

    /// - Parameter size: corrections of more constraints are not looked for.
    /// - Returns: nil where the space has an acceptable package as it is.
    package init?(_ space: ConstraintSpace, size: Int = 3, effort: Effort = Effort(), control: Control = Control()) throws {
        switch try Existence.package(in: space.relaxing([], control: control), control: control) {
        case .found: return nil
        case .undecided: isUndecided = true
        case .none:
            var questions = try Questions(space, effort, control)
            do { try search(&questions, size, effort, control) } catch is Questions.Open {}
            conflicts = questions.listed
            loose = questions.loose
        }
    }

    private mutating func search(_ questions: inout Questions, _ size: Int, _ effort: Effort, _ control: Control) throws {
        if try questions.package(relaxing: questions.all) == nil {
            // Nothing is possible at all: an issue that contradicts itself.
            isComplete = true
            return
        }
        // Conflicts that share nothing come first: of each something has to give.
        var hit: BitSet = []
        repeat { hit.formUnion(try questions.findConflict(within: questions.all.subtracting(hit))) } while try questions.package(relaxing: hit) == nil
        for wanted in 1...max(1, size) {
            guard let candidates = try HittingSets(questions.conflicts, size: wanted, limit: effort.candidates, control) else { return }
            var rest = candidates.sets.filter { $0.count == wanted }[...]
            var (isSettled, isExplained) = (true, true)
            while let candidate = rest.popFirst() {
                do {
                    if let package = try questions.package(relaxing: candidate) {
                        corrections.append(Correction(constraints: Array(candidate), package: package))
                        if corrections.count >= effort.corrections { return }
                    } else if questions.left > rest.count + 2 * questions.all.count {
                        let conflict = try questions.findConflict(within: questions.all.subtracting(candidate))
                        rest.removeAll { $0.isDisjoint(with: conflict) }
                    } else {
                        // What is left is needed for the other candidates, one by one.
                        isExplained = false
                    }
                } catch Questions.Open.undecided { isSettled = false }
            }
            guard isSettled else { return }
            completeUpTo = wanted
            control.report(wanted, of: size)
            guard isExplained else { return }
            // Where no larger set is needed to hit all conflicts there are no larger corrections.
            if try HittingSets(questions.conflicts, size: wanted, limit: effort.candidates, control)?.isWhole == true {
                isComplete = true
                return
            }
        }
    }

    /// What keeps an option out of every acceptable package: constraints that no package with it meets together, while it meets
    /// each part of them.
    ///
    /// - Returns: nil where some package with the option is acceptable, or that is not settled; nothing where the option
    ///   occurs in no package at all.
    package static func keeping(
        _ option: Int, of variable: Int, outOf space: ConstraintSpace, control: Control = Control()
    ) throws -> [Int]? {
        var questions = try Questions(space, having: (variable, option), Effort(), control)
        do {
            guard try questions.package(relaxing: []) == nil else { return nil }
            guard try questions.package(relaxing: questions.all) != nil else { return [] }
            let conflict = Array(try questions.findConflict(within: questions.all))
            return questions.loose.isEmpty ? conflict : nil
        } catch is Questions.Open { return nil }
    }
}

/// Asks a space what relaxing some of its constraints makes possible, and remembers what an answer tells of other questions.
private struct Questions {
    enum Open: Error {
        /// More partial packages would have to be held than may be.
        case undecided
        /// No more questions may be asked.
        case exhausted
    }

    let all: BitSet
    /// As they were found; minimal but for those that are loose.
    private(set) var conflicts: [BitSet] = []
    private(set) var loose: Set<[Int]> = []
    /// Packages found, with what each breaks.
    private var witnesses: [(package: [Int], broken: BitSet)] = []
    /// How many more may be asked.
    private(set) var left: Int
    private let labels: Int
    private let space: ConstraintSpace
    private let having: (variable: Int, option: Int)?
    private let control: Control
    private let judged: ConstraintSpace.Judging
    private let isMet: [@Sendable ([Int64]) -> Bool]

    /// - Parameter having: asks of the packages with this option only.
    init(_ space: ConstraintSpace, having: (variable: Int, option: Int)? = nil, _ effort: Conflicts.Effort, _ control: Control) throws {
        self.space = space
        self.having = having
        self.control = control
        left = effort.questions
        labels = effort.labels
        all = BitSet(space.constraints.indices)
        let judged = try space.judging(control: control)
        self.judged = judged
        isMet = space.constraints.indices.map { judged.condition([$0]) }
    }

    /// Smallest first, and each ascending.
    var listed: [[Int]] {
        conflicts.map(Array.init).sorted { $0.count != $1.count ? $0.count < $1.count : $0.lexicographicallyPrecedes($1) }
    }

    /// A package that breaks nothing but what is relaxed; nil where there is none.
    mutating func package(relaxing relaxed: BitSet) throws -> [Int]? {
        if let known = witnesses.first(where: { $0.broken.isSubset(of: relaxed) }) { return known.package }
        if conflicts.contains(where: { $0.isDisjoint(with: relaxed) }) { return nil }
        if control.isStopped { throw CancellationError() }
        guard left > 0 else { throw Open.exhausted }
        left -= 1
        var graph = try space.relaxing(Set(relaxed), control: control)
        if let having { graph = try graph.restricted(having.variable, to: [having.option], control: control) }
        switch try Existence.package(in: graph, limit: labels, control: control) {
        case .none: return nil
        case .undecided: throw Open.undecided
        case .found(let package):
            let sums = judged.graph.problem.sums(of: package)
            witnesses.append((package, BitSet(all.filter { !isMet[$0](sums) })))
            return package
        }
    }

    /// Finds a minimal conflict within constraints that cannot be met together (QuickXplain; Junker 2004). Where a question on the
    /// way stays open more is kept, so that it is a conflict in any case.
    mutating func findConflict(within conflicting: BitSet) throws -> BitSet {
        var isLoose = false
        let conflict = try explain([], hasChanged: false, Array(conflicting), &isLoose)
        conflicts.append(conflict)
        if isLoose { loose.insert(Array(conflict)) }
        return conflict
    }

    private mutating func explain(_ background: BitSet, hasChanged: Bool, _ candidates: [Int], _ isLoose: inout Bool) throws -> BitSet {
        if hasChanged {
            do { if try package(relaxing: all.subtracting(background)) == nil { return [] } } catch Open.undecided { isLoose = true }
        }
        if candidates.count == 1 { return BitSet(candidates) }
        let (left, right) = (BitSet(candidates.prefix(candidates.count / 2)), Array(candidates.dropFirst(candidates.count / 2)))
        let second = try explain(background.union(left), hasChanged: !left.isEmpty, right, &isLoose)
        let first = try explain(background.union(second), hasChanged: !second.isEmpty, Array(left), &isLoose)
        return first.union(second)
    }
}

/// The minimal sets of at most so many elements that have something in common with each of some sets.
private struct HittingSets {
    /// In lexicographic order.
    private(set) var sets: [BitSet] = [[]]
    /// Whether there are none that are larger.
    private(set) var isWhole = true

    /// One set after the other is hit (Berge 1989): what misses it is tried with each of its elements, and stays where every
    /// element is still needed, by a set that it alone hits.
    ///
    /// - Returns: nil where more than `limit` sets would have to be looked at.
    init?(_ conflicts: [BitSet], size: Int, limit: Int, _ control: Control) throws {
        var hits: [Int: BitSet] = [:]
        var looked = 0
        for (place, conflict) in conflicts.sorted(by: { $0.count < $1.count }).enumerated() {
            if control.isStopped { throw CancellationError() }
            for element in conflict { hits[element, default: []].insert(place) }
            func isMinimal(_ set: BitSet) -> Bool {
                let hit = set.map { hits[$0, default: []] }
                var (once, twice): (BitSet, BitSet) = ([], [])
                for one in hit {
                    twice.formUnion(once.intersection(one))
                    once.formUnion(one)
                }
                once.subtract(twice)
                return hit.allSatisfy { !$0.isDisjoint(with: once) }
            }
            var next: [BitSet] = []
            for set in sets {
                looked += 1
                guard set.isDisjoint(with: conflict) else {
                    next.append(set)
                    continue
                }
                for element in conflict where isWhole || set.count < size {
                    looked += 1
                    let larger = set.union([element])
                    guard isMinimal(larger) else { continue }
                    if set.count < size { next.append(larger) } else { isWhole = false }
                }
            }
            guard looked <= limit else { return nil }
            sets = next
        }
        sets.sort { $0.lexicographicallyPrecedes($1) }
    }
}
