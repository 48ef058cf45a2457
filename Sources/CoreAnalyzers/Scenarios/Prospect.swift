import Analysis
import Negotiation

/// What a case leaves of a deal: whether there is one, over which ranges, and which options it may contain.
struct Prospect {
    /// How well a deal stands, best first.
    enum Standing: Int, Comparable {
        /// Some package is acceptable to all who must consent, whatever the true values within the stated ranges.
        case certain
        /// … at the midpoints of the ranges.
        case nominal
        /// … only where the ranges are taken at their best ends.
        case conceivable
        /// None is, anywhere in the ranges.
        case impossible

        static func < (a: Standing, b: Standing) -> Bool { a.rawValue < b.rawValue }

        /// Where the ranges are taken for it.
        var end: RangeEnd {
            switch self {
            case .certain: .pessimistic
            case .nominal: .nominal
            case .conceivable, .impossible: .optimistic
            }
        }
    }

    /// Nil where that is not settled within the effort that a question of many cases allows.
    private(set) var standing: Standing?
    /// Options that occur in some acceptable package, and those that occur in none, with the ranges taken where the case as it
    /// stands has a deal. What a package leaves out has the option of no deal and is in neither.
    private(set) var possible: [ID<Issue>: Set<ID<Option>>] = [:]
    private(set) var foreclosed: [ID<Issue>: Set<ID<Option>>] = [:]
    let resolved: ResolvedCase
    let evaluation: PackageEvaluation

    /// The case as it stands, and what is known of packages from one case for the next.
    struct Search: Sendable {
        let package: Package
        let reading: Reading
        let control: Control
        fileprivate(set) var end: RangeEnd?
        fileprivate var known: [[Int]] = []

        init(_ package: Package, _ reading: Reading, _ control: Control) {
            self.package = package
            self.reading = reading
            self.control = control
        }
    }

    /// Several cases at once, on all cores. Each knows what the case as it stands has shown and nothing of the others, so that
    /// the answers do not hang on which is first.
    static func each(of cases: [(workspace: Workspace, time: Int)], _ search: Search) throws -> [Prospect] {
        try concurrently(cases.count) { place in
            var search = search
            return try Prospect(cases[place].workspace, time: cases[place].time, &search)
        }
    }

    /// Partial packages held at most for one question: nine cases are a matter of a moment, not of a minute.
    private static let limit = 1_000

    /// - Parameter search: of the first case asked, the ends of the ranges at which options are told apart are kept for the others.
    /// - Throws: as `OutcomeSpace.init`.
    init(_ workspace: Workspace, time: Int = 0, _ search: inout Search) throws {
        resolved = ResolvedCase(workspace, reading: search.reading, time: time)
        evaluation = PackageEvaluation(search.package, in: resolved)
        if evaluation.choices.isComplete {
            standing = switch evaluation.agreement {
            case .infeasible, .verdict(.excluded): .impossible
            case .verdict(.certain): .certain
            case .verdict(.possible): evaluation.isAcceptedNominally == true ? .nominal : .conceivable
            case .verdict(.unknown): nil
            }
            return
        }
        if let end = search.end {
            let zone = try zone(end, &search)
            let better = try end == .pessimistic ? nil : better(than: end, search)
            standing = try proven(better ?? settle(zone, end, search), search)
            return
        }
        for standing in [Standing.certain, .nominal, .conceivable] {
            (possible, foreclosed) = ([:], [:])
            let zone = try zone(standing.end, &search)
            guard zone.isOpen != false || standing == .conceivable else { continue }
            search.end = standing.end
            self.standing = try proven(zone.isOpen.map { $0 ? standing : .impossible }, search)
            return
        }
    }

    private mutating func zone(_ end: RangeEnd, _ search: inout Search) throws -> OptionZone {
        let zone: OptionZone
        if let shown = OptionZone(try OutcomeSpace.problem(search.package, in: resolved, end: end), known: search.known) {
            zone = shown
        } else {
            let space = try OutcomeSpace(search.package, in: resolved, end: end, control: search.control)
            zone = try OptionZone(space.graph, known: search.known, limit: Self.limit, control: search.control)
            for package in zone.packages where !search.known.contains(package) { search.known.append(package) }
        }
        for (variable, issue) in resolved.issues.enumerated() where evaluation.choices.statuses[variable] != .leftOut {
            for (option, standing) in zone.standings[variable].enumerated() {
                let id = evaluation.choices.id(variable, at: option, in: resolved)
                switch standing {
                case .possible: possible[issue.id, default: []].insert(id)
                case .foreclosed: foreclosed[issue.id, default: []].insert(id)
                case .undecided: break
                }
            }
        }
        return zone
    }

    private func exists(_ end: RangeEnd, _ search: Search) throws -> Bool? {
        let problem = try OutcomeSpace.problem(search.package, in: resolved, end: end)
        if search.known.contains(where: { problem.contains($0) && problem.isFeasible($0) && problem.accepts(problem.sums(of: $0)) }) { return true }
        let graph = try OutcomeSpace(search.package, in: resolved, end: end, control: search.control).graph
        return switch try Existence.package(in: graph, limit: Self.limit, control: search.control) {
        case .found: true
        case .none: false
        case .undecided: nil
        }
    }

    /// Where the ends of ranges are not reached together, what is acceptable at the best ends may be acceptable nowhere.
    private func proven(_ standing: Standing?, _ search: Search) throws -> Standing? {
        guard standing == .conceivable else { return standing }
        let space = try OutcomeSpace(search.package, in: resolved, end: .optimistic, control: search.control)
        return space.reachesEnds ? standing : nil
    }

    /// A better standing than the case as it stands had.
    private func better(than end: RangeEnd, _ search: Search) throws -> Standing? {
        if try exists(.pessimistic, search) == true { return .certain }
        return try end == .optimistic && exists(.nominal, search) == true ? .nominal : nil
    }

    /// The standing where none is better.
    private func settle(_ zone: OptionZone, _ end: RangeEnd, _ search: Search) throws -> Standing? {
        guard let isOpen = zone.isOpen else { return nil }
        switch (end, isOpen) {
        case (.pessimistic, true): return .certain
        case (.nominal, true): return .nominal
        case (.optimistic, true): return .conceivable
        case (.optimistic, false): return .impossible
        case (.nominal, false): return try exists(.optimistic, search).map { $0 ? .conceivable : .impossible }
        case (.pessimistic, false):
            if try exists(.nominal, search) == true { return .nominal }
            return try exists(.optimistic, search).map { $0 ? .conceivable : .impossible }
        }
    }

    /// Options that occur in no acceptable package of another prospect and in some of this one, issue by issue.
    func opened(against other: Prospect) -> [(issue: ResolvedIssue, options: [Int])] {
        resolved.issues.compactMap { issue in
            let opened = issue.choices.indices.filter {
                possible[issue.id]?.contains(issue.choices[$0]) == true && other.foreclosed[issue.id]?.contains(issue.choices[$0]) == true
            }
            return opened.isEmpty ? nil : (issue, opened)
        }
    }

    /// The value of no deal to a party; nil for one with a stated reservation, a bloc, or one of which nothing is known.
    func floor(of party: ID<Party>) -> PartyValue? { evaluation.noDeal(for: party) }

    /// Those whose consent is required, or counted, under the case.
    var deciding: [ID<Party>] {
        evaluation.parties.filter { $0.requirement == .yes || $0.reasons.contains(.counted) }.map(\.id)
    }
}

extension PackageEvaluation {
    /// The value of no deal to a party, where that is its floor.
    func noDeal(for party: ID<Party>) -> PartyValue? {
        guard let found = parties.first(where: { $0.id == party }), found.floor == .noDeal, found.floorValue.low != nil else { return nil }
        return found.floorValue
    }
}
