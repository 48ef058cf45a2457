import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// A question to the solver: which space, and what of it is wanted.
package struct SolvingQuestion: Sendable {
    package var workspace: Workspace
    /// What is settled already; nothing when empty.
    package var package = Package()
    package var reading = Reading.assessed
    package var end = RangeEnd.nominal
    /// Exponents of the Nash product.
    package var weights: OrderedDictionary<ID<Party>, Int> = [:]
    package var wantsFrontier = true
    /// Points by which an acceptable package may be better, for every party, than all that are listed: with more than 0 the
    /// frontier is found sooner, and the solutions are not looked for.
    package var within = Number.zero
    /// Whether it is asked what the packages share that are nearly as good as each solution.
    package var wantsShared = false
    /// How many points of the frontier and packages of a solution are listed.
    package var limit = 100

    package init(_ workspace: Workspace) { self.workspace = workspace }
}

/// Asks Analysis for everything about a space, and puts the answers into one document.
package struct SpaceSolver: Sendable {
    let question: SolvingQuestion
    let space: OutcomeSpace
    private(set) var result = SolveResult()
    /// The efficient packages; those of the solutions only, where the frontier was not asked for or is not exact.
    private(set) var frontier: Frontier?

    private var objectives: [OutcomeSpace.Objective] { space.objectives }

    /// - Throws: `SpaceError`, `SolvingError`, `CancellationError`.
    package static func solve(_ question: SolvingQuestion, control: Control = Control()) throws -> SolveResult {
        try SpaceSolver(question, control).result
    }

    init(_ question: SolvingQuestion, _ control: Control) throws {
        self.question = question
        let clock = ContinuousClock()
        let start = clock.now
        let resolved = ResolvedCase(question.workspace, reading: question.reading)
        space = try OutcomeSpace(question.package, in: resolved, end: question.end, control: control)
        result.workspace = question.workspace.id
        result.title = question.workspace.title
        result.reading = question.reading
        result.ranges = question.end.rawValue
        result.open = space.choices.open.map { resolved.issues[$0].id }
        for id in result.open { result.names[id] = question.workspace.issues[id].map { SolveResult.Names($0) } }
        result.outcomes = space.choices.alternatives.reduce(into: PackageCount(1)) { count, domain in
            let (product, overflow) = count.atLeast.multipliedReportingOverflow(by: UInt128(domain.count))
            count = overflow || count.atMost == nil ? PackageCount(atLeast: .max, atMost: nil) : PackageCount(product)
        }
        result.feasible = PackageCount(saturating: try space.feasibleCount(control))
        let acceptable = try AcceptableCount(space.graph, effort: .init(limit: 300), control: control)
        result.acceptable = PackageCount(atLeast: acceptable.atLeast, atMost: acceptable.atMost == .max ? nil : acceptable.atMost)
        let search = FrontierSearch(space.graph, unitsPerPoint: objectives.map { 1 / $0.scale.double })
        // Of many parties, and under the floors of others, frontiers are too large to be worth it when only solutions are wanted.
        let isPlain = objectives.count <= 3 && space.problem.width == objectives.count
        let found = question.wantsFrontier ? try search.run(within: question.within.double, control) : isPlain ? try search.exact(control) : nil
        if question.wantsFrontier { frontier = found }
        let isRough = question.wantsFrontier && question.within > 0
        let answers = try isRough ? (best: nil, found: []) : found.flatMap { $0.isExact ? select($0) : nil } ?? searchEach(control)
        let multiplicities = frontier?.multiplicities ?? []
        let elapsed = clock.now - start
        result.elapsedMilliseconds = Number(significand: Int128(elapsed.components.attoseconds / 1_000_000_000_000), exponent: -3)
            + Number(Int(elapsed.components.seconds) * 1_000)
        // What was found is there, and where all of it was found there is no more.
        let efficient = multiplicities.reduce(0 as UInt128) { $0.saturatingSum($1) }
        let listed = max(efficient, answers.found.contains { !$0.best.isEmpty } ? 1 : 0)
        if result.acceptable.atLeast < listed { result.acceptable.atLeast = listed }
        if let found, found.isExact, found.count == 0 { result.acceptable = PackageCount(0) }
        describeParties(answers.best)
        if let frontier { describe(frontier, multiplicities, efficient) }
        for answer in answers.found { describe(answer) }
        if question.wantsShared { try describeShared(answers.found, control) }
        if let frontier {
            let representatives = Representatives(self, frontier, answers.found)
            result.frontier?.representatives = representatives.chosen
        }
        result.notes = notes()
    }

    // MARK: Solutions

    struct Answer {
        var criterion: Criterion
        /// Where the best packages are, and which points they are.
        var frontier: Frontier
        var best: [Int]
        var isExact: Bool
        var bound: Double?
    }

    private typealias Answers = (best: [Int64]?, found: [Answer])

    private func criteria(_ ideals: Ideals) -> [Criterion] {
        let weights = objectives.map { question.weights[space.resolved.parties[$0.party].id] ?? 1 }
        return Criterion.all(
            ideals, scales: objectives.map(\.scale), floors: objectives.map(\.floor),
            nashWeights: question.weights.isEmpty ? nil : weights)
    }

    private func select(_ whole: Frontier) -> Answers {
        guard whole.count > 0 else { return (nil, []) }
        let ideals = Ideals(of: whole)
        return (
            ideals.best,
            criteria(ideals).map {
                Answer(criterion: $0, frontier: whole, best: $0.best(of: whole.points), isExact: true, bound: nil)
            }
        )
    }

    private func searchEach(_ control: Control) throws -> Answers {
        guard !space.graph.isEmpty, result.acceptable.atMost != 0 else { return (nil, []) }
        var best: [Int64] = []
        for objective in objectives.indices {
            let found = try Search(.component(objective, of: objectives.count), in: space.graph).run(control: control)
            guard let point = found.best.first else {
                if found.isExact { return (nil, []) }
                // Not a gain that is known to be reached, but one that is known not to be exceeded.
                best.append(space.graph.most[0][objective])
                continue
            }
            let value = found.frontier.point(point)
            best.append(value[value.startIndex + objective])
        }
        let ideals = Ideals(best: best, graph: space.graph)
        return (
            best,
            try criteria(ideals).map { criterion in
                let found = try Search(criterion, in: space.graph).run(control: control)
                return Answer(
                    criterion: criterion, frontier: found.frontier, best: found.best, isExact: found.isExact, bound: found.bound)
            }
        )
    }

    // MARK: Description

    /// Values of a point for the parties, in full.
    func utilities(_ point: some Collection<Int64>) -> [Number] {
        point.enumerated().map { space.value($0.offset, $0.element).shown }
    }

    func choices(_ package: [Int]) -> SolveResult.Choices {
        var choices: SolveResult.Choices = [:]
        for index in space.choices.open { choices[space.resolved.issues[index].id] = space.id(index, at: package[index]) }
        return choices
    }

    private mutating func describeParties(_ best: [Int64]?) {
        result.parties = objectives.enumerated().map { place, objective in
            var party = SolveResult.Party()
            party.id = space.resolved.parties[objective.party].id
            party.name = space.resolved.parties[objective.party].party.name
            party.floor = objective.floor.shown
            party.best = best.map { space.value(place, $0[place]).shown }
            return party
        }
    }

    private mutating func describe(_ frontier: Frontier, _ multiplicities: [UInt128], _ total: UInt128) {
        var described = SolveResult.Frontier()
        described.distinct = frontier.count
        described.exact = frontier.isExact
        described.outcomes = PackageCount(saturating: total)
        described.epsilon = frontier.shortfall.enumerated().map { space.gain($0.offset, $0.element) }.max()?.roundedUp(decimals: 6) ?? 0
        let count = min(question.limit, frontier.count)
        described.points = (0..<count).map { place in
            // Spread evenly when there are more than were asked for.
            let point = count == frontier.count ? place : place * (frontier.count - 1) / max(1, count - 1)
            return solved(frontier, point, multiplicities[point])
        }
        result.frontier = described
    }

    func solved(_ frontier: Frontier, _ point: Int, _ count: UInt128) -> SolveResult.Solved {
        var solved = SolveResult.Solved()
        solved.utilities = utilities(frontier.point(point))
        solved.count = PackageCount(saturating: count)
        if let package = frontier.packages(of: point, limit: 1).first { solved.choices = choices(package) }
        return solved
    }

    private mutating func describe(_ answer: Answer) {
        let words = SolutionWords(answer.criterion.name)
        var solution = SolveResult.Solution()
        solution.title = words.title
        solution.definition = words.definition
        solution.measure = words.measure
        solution.exact = answer.isExact
        let multiplicities = answer.frontier.multiplicities
        solution.ties = PackageCount(saturating: answer.best.reduce(0) { $0.saturatingSum(multiplicities[$1]) })
        for point in answer.best {
            let room = question.limit - solution.packages.count
            guard room > 0 else { break }
            for package in answer.frontier.packages(of: point, limit: room) {
                var solved = SolveResult.Solved()
                solved.utilities = utilities(answer.frontier.point(point))
                solved.choices = choices(package)
                solution.packages.append(solved)
            }
        }
        if let first = answer.best.first {
            solution.utilities = utilities(answer.frontier.point(first))
            solution.value = words.figure(answer, answer.frontier.point(first), objectives.map(\.scale))
        } else if !answer.isExact {
            solution.ties = PackageCount(atLeast: 0, atMost: nil)
        }
        result.solutions[answer.criterion.name.rawValue] = solution
    }

    /// What is robust about each solution: that which every acceptable package shares that is within so many points of it.
    private mutating func describeShared(_ answers: [Answer], _ control: Control) throws {
        var known: [[Int64]: SolveResult.Choices?] = [:]
        for answer in answers {
            guard let first = answer.best.first else { continue }
            let point = Array(answer.frontier.point(first))
            if known[point] == nil { known[point] = try shared(by: point, answer.frontier.packages(of: first, limit: 1), control) }
            result.solutions[answer.criterion.name.rawValue]?.shared = known[point] ?? nil
        }
    }

    /// - Parameter packages: that are there to begin with.
    private func shared(by point: [Int64], _ packages: [[Int]], _ control: Control) throws -> SolveResult.Choices? {
        let problem = space.graph.problem
        var floors = problem.floors
        for (place, objective) in objectives.enumerated() {
            let room = Fraction(Number(SolveResult.Solution.nearness)) / objective.scale
            // Down to the next whole unit: what is just so near counts.
            let units = Int64(room.rounded(decimals: 0).flatMap { Fraction($0) > room ? $0 - 1 : $0 }?.int ?? 0)
            floors[place] = max(floors[place] ?? .min, point[place] - units)
        }
        let near = space.graph.asking(floors: floors, objectives: problem.objectives, quotas: problem.quotas)
        let zone = try OptionZone(near, known: packages, control: control)
        var shared: SolveResult.Choices = [:]
        for index in space.choices.open {
            let open = zone.open(index)
            guard !zone.standings[index].contains(.undecided) else { return nil }
            if open.count == 1 { shared[space.resolved.issues[index].id] = space.id(index, at: open[0]) }
        }
        return shared
    }

    private func notes() -> [String] {
        var notes: [String] = []
        let resolved = space.resolved
        if !space.unjudged.isEmpty {
            let names = Phrase.list(space.unjudged.map { resolved.parties[$0].party.name })
            notes.append("Nothing says what \(names) would accept, although consent may be needed; it is taken as given.")
        }
        if !space.silentNoDeal.isEmpty {
            let issues = Phrase.brief(space.silentNoDeal.map { Phrase.quoted(resolved.issues[$0].issue.title) })
            let taken = question.end == .pessimistic ? "most" : "least"
            notes.append("noDeal says nothing of \(issues): there the \(taken) that may hold is taken as each party's floor.")
        }
        if result.solutions.isEmpty, result.acceptable.atMost != 0, frontier?.count ?? 0 == 0 {
            notes.append("No acceptable package was found, and that there is none is not proven.")
        }
        if question.end != .nominal {
            notes.append(
                "Gains are counted at the \(question.end == .pessimistic ? "worst" : "best") ends of all stated ranges, against floors at the midpoints.")
        }
        for objective in objectives where !objective.lattice.error.isZero {
            let party = resolved.parties[objective.party].party.name
            let error = objective.lattice.error * objective.scale / objective.lattice.unit
            notes.append("The points of \(party) are too finely graded to add exactly; values may be off by \(error.roundedUp(decimals: 15)).")
        }
        if result.frontier?.exact == false, question.within == 0 {
            notes.append("The frontier is too large to be held, so what is listed is as much of it as could be; the solutions were searched for by themselves.")
        }
        return notes
    }
}

extension PackageCount {
    /// 128 bits that are full say only “at least”.
    init(saturating count: UInt128) { self = count == .max ? PackageCount(atLeast: count, atMost: nil) : PackageCount(count) }
}

extension Fraction {
    /// Fifteen significant digits: more than people read, and no more than every reader of JSON keeps.
    var shown: Number {
        let size = abs(double)
        var before = 0
        var power = 1.0
        while power <= size, before < 18 {
            power *= 10
            before += 1
        }
        var leading = 0
        if size > 0, size < 1 {
            var rest = size
            while rest < 0.1, leading < 6 {
                rest *= 10
                leading += 1
            }
        }
        return rounded(decimals: max(0, min(15, 15 - before) + (before == 0 ? leading - 3 : 0))) ?? 0
    }

    /// The nearest decimal not below it, for bounds.
    func roundedUp(decimals: Int) -> Number {
        let near = rounded(decimals: decimals) ?? 0
        return Fraction(near) < self ? near + Number(significand: 1, exponent: -decimals) : near
    }
}
