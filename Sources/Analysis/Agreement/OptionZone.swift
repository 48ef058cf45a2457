import Negotiation

/// The zone of possible agreement, issue by issue: which options occur in some acceptable package.
///
/// Each is a question of existence, and answered exactly: by an acceptable package that has the option, or by showing that
/// there is none.
package struct OptionZone: Sendable {
    package enum Standing: Sendable, Hashable {
        /// Some acceptable package has it; one that does, by its place in `packages`.
        case possible(Int)
        /// No acceptable package has it.
        case foreclosed
        /// Not settled: more partial packages would have to be held than may be.
        case undecided
    }

    /// Per variable and option.
    package private(set) var standings: [[Standing]]
    /// Acceptable packages that show what is possible.
    package private(set) var packages: [[Int]] = []

    /// So many packages at most are looked through for one that can be mended.
    private static let mended = 60

    /// Whether some package is acceptable; nil where that is not settled.
    package var isOpen: Bool? {
        if !packages.isEmpty { return true }
        return standings.contains { $0.contains(.undecided) } ? nil : false
    }

    /// The options of a variable that are possible, or may be.
    package func open(_ variable: Int) -> [Int] { standings[variable].indices.filter { standings[variable][$0] != .foreclosed } }

    /// - Parameters:
    ///   - graph: with the floors and rules that make a package acceptable.
    ///   - known: packages that may be acceptable, from a like space; those that are need not be looked for, and others are made of
    ///     them. Only for a graph that holds every package that its problem allows; nil for one that holds fewer.
    ///   - limit: partial packages held at most for one option; where more would have to be, it stays undecided.
    package init(
        _ graph: StateGraph, known: [[Int]]? = nil, limit: Int = Existence.standardLimit, control: Control = Control()
    ) throws {
        let problem = graph.problem
        standings = problem.sizes.map { [Standing](repeating: .foreclosed, count: $0) }
        guard !graph.isEmpty else { return }
        let fitting = (known ?? []).filter(problem.contains)
        show(fitting, in: problem)
        guard standings.contains(where: { $0.contains(.foreclosed) }) else { return }
        var undecided: [(variable: Int, option: Int)] = []
        let parts = try graph.comparingNothing.parts(control)
        let mending = known.map { _ in Mending(problem) }
        for (done, part) in parts.enumerated() {
            let reach = try Reach(part, control)
            var open = reach.options
            for variable in problem.sizes.indices {
                for option in 0..<problem.sizes[variable] where open[variable][option] && standings[variable][option] == .foreclosed {
                    let narrowed = try part.restricted(variable, to: [option], control: control)
                    // Cheap proofs and finds first.
                    var answer = try reach.answer(narrowed, control)
                    if answer == nil, let mending {
                        let shown = Array((fitting + packages).suffix(Self.mended))
                        answer = try mending.package(with: option, of: variable, from: shown, control: control).map(Existence.Answer.found)
                    }
                    switch try answer ?? Existence.package(inPart: narrowed, limit, control) {
                    case .found(let package):
                        for (variable, option) in package.enumerated() {
                            open[variable][option] = false
                            if standings[variable][option] == .foreclosed { standings[variable][option] = .possible(packages.count) }
                        }
                        packages.append(package)
                    case .none: continue
                    case .undecided: undecided.append((variable, option))
                    }
                }
            }
            control.report(done + 1, of: parts.count)
        }
        for place in undecided where standings[place.variable][place.option] == .foreclosed {
            standings[place.variable][place.option] = .undecided
        }
    }

    /// What packages show that are known, without laying the space out; nil where that leaves an option unsettled.
    package init?(_ problem: Problem, known: [[Int]]) {
        standings = problem.sizes.map { [Standing](repeating: .foreclosed, count: $0) }
        show(known, in: problem)
        if standings.contains(where: { $0.contains(.foreclosed) }) { return nil }
    }

    private mutating func show(_ known: [[Int]], in problem: Problem) {
        for package in known where problem.contains(package) && problem.isFeasible(package) && problem.accepts(problem.sums(of: package)) {
            for (variable, option) in package.enumerated() where standings[variable][option] == .foreclosed {
                standings[variable][option] = .possible(packages.count)
            }
            packages.append(package)
        }
    }
}

/// Which options some package of a part may have, as far as bounds on all packages through an option tell.
private struct Reach {
    private(set) var options: [[Bool]]
    /// As well weighed for the part as its rounds left them.
    private var multipliers: FloorMultipliers

    private static let rounds = 40
    private static let furtherRounds = 12

    init(_ part: StateGraph, _ control: Control) throws {
        options = part.problem.sizes.map { [Bool](repeating: true, count: $0) }
        multipliers = FloorMultipliers(part)
        guard multipliers.isNeeded else { return }
        var bounds: [LinearBound] = []
        let nothing = [Double](repeating: 0, count: part.width)
        for (component, floor) in part.problem.floors.enumerated() where floor != nil {
            var alone = nothing
            alone[component] = 1 / part.span(component)
            bounds.append(try LinearBound(part, nothing, multipliers: alone, control: control))
        }
        for round in 0..<Self.rounds {
            let bound = try LinearBound(part, nothing, multipliers: multipliers.values(worth: 1), control: control)
            if round % 4 == 3 { bounds.append(bound) }
            multipliers.descend(bound.sums)
        }
        for bound in bounds {
            let through = try part.greatestThrough(bound, control)
            for variable in options.indices {
                for option in options[variable].indices where through[variable][option] < -bound.error { options[variable][option] = false }
            }
        }
    }

    /// Whether a narrower part has an acceptable package, where floors weighed much as for the whole part tell.
    func answer(_ narrowed: StateGraph, _ control: Control) throws -> Existence.Answer? {
        guard !narrowed.isEmpty else { return Existence.Answer.none }
        guard multipliers.isNeeded else { return nil }
        var multipliers = multipliers
        let nothing = [Double](repeating: 0, count: narrowed.width)
        for _ in 0..<Self.furtherRounds {
            let bound = try LinearBound(narrowed, nothing, multipliers: multipliers.values(worth: 1), control: control)
            if bound.root < -bound.error { return Existence.Answer.none }
            if narrowed.problem.accepts(bound.sums) { return .found(bound.package) }
            multipliers.descend(bound.sums)
        }
        return nil
    }
}

extension StateGraph {
    /// A bound on all packages that have an option, variable by variable.
    func greatestThrough(_ bound: LinearBound, _ control: Control) throws -> [[Double]] {
        var through = problem.sizes.map { [Double](repeating: -.infinity, count: $0) }
        let weighed = bound.weights.indices.filter { bound.weights[$0] != 0 }
        var reached = [bound.constant]
        for index in layers.indices {
            if control.isStopped { throw CancellationError() }
            let layer = layers[index]
            let rows = stride(from: 0, to: layer.rows.count, by: width).map { start in
                weighed.reduce(0.0) { $0 + bound.weights[$1] * Double(layer.rows[start + $1]) }
            }
            var next = [Double](repeating: -.infinity, count: bound.onward[index + 1].count)
            for arc in layer.arcs {
                let value = reached[Int(arc.from)] + rows[Int(arc.row)]
                next[Int(arc.to)] = max(next[Int(arc.to)], value)
                let whole = value + bound.onward[index + 1][Int(arc.to)]
                through[layer.variable][Int(arc.option)] = max(through[layer.variable][Int(arc.option)], whole)
            }
            reached = next
        }
        return through
    }
}
