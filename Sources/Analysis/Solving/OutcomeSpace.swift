import BigInt
import Negotiation
import OrderedCollections
import Shapes

/// At which end of the stated ranges a space is compiled.
package enum RangeEnd: String, Sendable, CaseIterable {
    /// Every range at its midpoint.
    case nominal
    /// Every term at the end that is worse for the party: what is acceptable here is acceptable over all stated ranges.
    case pessimistic
    /// … at the better end: what is not acceptable here is not acceptable anywhere in the ranges.
    case optimistic
}

/// A workspace compiled for solving: every package that may still be made of a draft, what it brings the parties that are
/// compared against their floors, and whose consent it takes.
package struct OutcomeSpace: Sendable {
    /// A party whose gains are compared: one that must consent, or is one of several of whom some must.
    package struct Objective: Sendable {
        /// Its place in the case.
        package let party: Int
        /// The grid on which its swing points are added.
        package let lattice: Lattice
        /// Points on its scale (about 0–100) per unit of the lattice.
        package let scale: Fraction
        /// The value that a gain of 0 stands for: that of no deal, or the stated reservation.
        package let floor: Fraction
        /// Whether its consent is always required; otherwise it is one of several who are counted.
        package let isRequired: Bool
    }

    package let resolved: ResolvedCase
    package let choices: ChoiceSet
    package let end: RangeEnd
    package let objectives: [Objective]
    package let problem: Problem
    package let graph: StateGraph
    /// Parties whose consent is or may be required and of whose floor nothing is known; they are taken to accept.
    package let unjudged: [Int]
    /// Issues on which `noDeal` is silent although a floor follows from it.
    package let silentNoDeal: [Int]

    /// Compiles what a package leaves open.
    ///
    /// - Throws: `SpaceError` when nobody's consent is known to be needed or a rule cannot be solved for; `SolvingError` when
    ///   the space is too large to lay out; `CancellationError`.
    package init(_ package: Package, in resolved: ResolvedCase, end: RangeEnd = .nominal, control: Control = Control()) throws {
        self.resolved = resolved
        self.end = end
        let choices = ChoiceSet(package, in: resolved)
        self.choices = choices
        var builder = SpaceBuilder(resolved, choices, end)
        try builder.build()
        objectives = builder.objectives
        unjudged = builder.unjudged
        silentNoDeal = builder.silentNoDeal
        problem = builder.problem
        linkageCount = builder.linkageCount
        graph = try StateGraph(problem, control: control)
    }

    /// How many packages meet the requirements of linkages, whoever accepts them; `UInt128.max` means at least so many.
    package func feasibleCount(_ control: Control = Control()) throws -> UInt128 {
        var bare = Problem(sizes: problem.sizes, width: 0, objectives: 0)
        bare.formulas = problem.formulas
        bare.requirements = Array(problem.requirements.prefix(linkageCount))
        return try StateGraph(bare, control: control).packageCount
    }

    /// The first so many requirements are those of linkages; the others are red lines.
    private let linkageCount: Int

    /// The options of a package of the problem, issue by issue of the case.
    package func options(_ package: [Int]) -> [Int] { package.indices.map { choices.domains[$0][package[$0]] } }

    /// A gain on the scale of a party (about 0–100).
    package func gain(_ objective: Int, _ units: Int64) -> Fraction { objectives[objective].scale * Fraction(BigInt(units), 1) }

    /// A value on the scale of a party (about 0–100).
    package func value(_ objective: Int, _ units: Int64) -> Fraction { objectives[objective].floor + gain(objective, units) }
}

/// Why a workspace cannot be solved.
package enum SpaceError: Error, Sendable, Hashable {
    /// No party of which anything is known has to consent.
    case nobodyDecides
    /// A counted consent of a bloc that itself decides through its members.
    case nestedRule(bloc: ID<Party>)
    /// An issue has no options.
    case emptyIssue(ID<Issue>)
}

/// Puts a problem together, party by party.
private struct SpaceBuilder {
    let resolved: ResolvedCase
    let choices: ChoiceSet
    let end: RangeEnd
    private(set) var problem: Problem
    private(set) var objectives: [OutcomeSpace.Objective] = []
    private(set) var unjudged: [Int] = []
    private(set) var silentNoDeal: [Int] = []
    private(set) var linkageCount = 0

    /// Under which condition each party must accept.
    private var required: [Int: FormulaStore.ID] = [:]
    private var order: [Int] = []
    private var rules: [(condition: FormulaStore.ID, atLeast: Int, of: [Int])] = []
    private var linkages: [FormulaStore.ID?] = []

    init(_ resolved: ResolvedCase, _ choices: ChoiceSet, _ end: RangeEnd) {
        self.resolved = resolved
        self.choices = choices
        self.end = end
        problem = Problem(sizes: choices.domains.map { max(1, $0.count) }, width: 0, objectives: 0)
    }

    mutating func build() throws {
        for (index, issue) in resolved.issues.enumerated() where choices.domains[index].isEmpty { throw SpaceError.emptyIssue(issue.id) }
        for linkage in resolved.workspace.linkages.values {
            let condition = (linkage.when ?? linkage.require).map { formula(of: $0.root) }
            linkages.append(condition)
            if linkage.require != nil, let condition { problem.requirements.append(condition) }
        }
        linkageCount = problem.requirements.count
        try consents()
        try components()
    }

    // MARK: Conditions

    private mutating func formula(of node: Predicate.Node) -> FormulaStore.ID {
        switch node {
        case .atom(let atom):
            guard let index = resolved.index(of: atom.issue) else { return atom.holds(at: nil, of: nil) ? FormulaStore.yes : FormulaStore.no }
            let issue = resolved.issues[index]
            let domain = choices.domains[index]
            return problem.formulas.among(index) { atom.holds(at: issue.choices[domain[$0]], of: issue.issue) }
        case .not(let a):
            let inner = formula(of: a)
            return problem.formulas.not(inner)
        case .and(let a, let b):
            let parts = [formula(of: a), formula(of: b)]
            return problem.formulas.and(parts)
        case .or(let a, let b):
            let parts = [formula(of: a), formula(of: b)]
            return problem.formulas.or(parts)
        case .implies(let a, let b):
            let (left, right) = (formula(of: a), formula(of: b))
            return problem.formulas.implies(left, right)
        case .iff(let a, let b):
            let (left, right) = (formula(of: a), formula(of: b))
            return problem.formulas.iff(left, right)
        }
    }

    /// The packages that cross a binding red line of a party, by stance or by condition.
    private mutating func crossing(_ party: Int) -> FormulaStore.ID {
        var lines: [FormulaStore.ID] = []
        let resolvedParty = resolved.parties[party]
        for (index, issue) in resolved.issues.enumerated() {
            guard let position = resolvedParty.positions[index] else { continue }
            let domain = choices.domains[index]
            lines.append(problem.formulas.among(index) { position.level(of: domain[$0], on: issue).isRedLine })
        }
        for id in resolvedParty.bindingRedLines {
            guard let line = resolvedParty.party.redLines[id] else { continue }
            lines.append(formula(of: line.predicate.root))
        }
        return problem.formulas.or(lines)
    }

    // MARK: Consent

    private mutating func consents() throws {
        let decision = EffectiveDecision(
            resolved.workspace.decision,
            standard: resolved.parties.filter { $0.party.role == .principal }.map(\.id))
        try require(decision, under: FormulaStore.yes, [])
        var needing: OrderedDictionary<ID<Party>, [FormulaStore.ID]> = [:]
        for (index, issue) in resolved.issues.enumerated() where choices.statuses[index] != .leftOut {
            let domain = choices.domains[index]
            var needs: OrderedDictionary<ID<Party>, Set<Int>> = [:]
            for (place, choice) in domain.enumerated() {
                for id in issue.issue.options[issue.choices[choice]]?.needs ?? [] { needs[id, default: []].insert(place) }
            }
            for (id, places) in needs { needing[id, default: []].append(problem.formulas.among(index) { places.contains($0) }) }
        }
        for (id, conditions) in needing {
            let condition = problem.formulas.or(conditions)
            if let party = resolved.index(of: id) { try require(party, under: condition, []) }
        }
    }

    private mutating func require(_ rule: EffectiveDecision, under condition: FormulaStore.ID, _ above: Set<Int>) throws {
        for id in rule.required { if let party = resolved.index(of: id) { try require(party, under: condition, above) } }
        if let counted = rule.counted {
            let of = counted.of.compactMap(resolved.index(of:))
            for party in of where resolved.parties[party].decidesThroughMembers {
                throw SpaceError.nestedRule(bloc: resolved.parties[party].id)
            }
            rules.append((condition, counted.atLeast, of))
        }
    }

    /// - Parameter above: the blocs on the way here; one that is its own member asks nothing more.
    private mutating func require(_ party: Int, under condition: FormulaStore.ID, _ above: Set<Int>) throws {
        guard condition != FormulaStore.no, !above.contains(party) else { return }
        if required[party] == nil { order.append(party) }
        required[party] = problem.formulas.or([required[party] ?? FormulaStore.no, condition])
        if resolved.parties[party].decidesThroughMembers {
            let rule = EffectiveDecision(resolved.parties[party].party.decision, standard: resolved.parties[party].party.members)
            try require(rule, under: condition, above.union([party]))
        }
    }

    // MARK: Points

    /// What adds up to a party's margin over its floor, in swing points times `divisor`.
    private struct Terms {
        var divisor = 1
        /// Per variable and option.
        var own: [[Number]]
        var additions: [(condition: FormulaStore.ID, points: Number)] = []
        var constant = Number.zero
    }

    private mutating func terms(_ party: Int) -> Terms {
        let resolvedParty = resolved.parties[party]
        let reservation = resolvedParty.party.reservation
        var terms = Terms(own: choices.domains.map { [Number](repeating: 0, count: $0.count) })
        let percent = Number(significand: 1, exponent: -2)
        let end = end
        func at(_ interval: Interval) -> Number {
            switch end {
            case .nominal: interval.midpoint
            case .pessimistic: interval.low
            case .optimistic: interval.high
            }
        }
        /// `weight · factor` at the end in question.
        func product(_ weight: Interval, _ factor: Interval) -> Number {
            end == .nominal ? weight.midpoint * factor.midpoint : at(weight * factor)
        }
        // Quotients are restored only where every number stands for itself.
        var stances: [Number] = []
        if end == .nominal {
            for (index, issue) in resolved.issues.enumerated() {
                guard let position = resolvedParty.positions[index], issue.issue.range == nil else { continue }
                for choice in issue.choices.indices { stances.append(position.level(of: choice, on: issue).interval.midpoint) }
            }
        }
        let divisor = Lattice.commonDenominator(of: stances) ?? 1
        terms.divisor = divisor
        let times = Number(divisor)
        /// A stance times the divisor: a whole number where it was written as a quotient. Stances between the points of a range
        /// are nobody's quotients.
        func scaled(_ stance: Interval, on issue: ResolvedIssue) -> Interval {
            guard divisor > 1 else { return stance }
            let product = stance.midpoint * times
            let isQuotient = issue.issue.range == nil && stance.midpoint.decimals >= Lattice.quotientDecimals
            return Interval(isQuotient ? product.rounded(decimals: 0) : product)
        }
        for (index, issue) in resolved.issues.enumerated() {
            guard let position = resolvedParty.positions[index] else { continue }
            let without = resolved.noDeal.domains[index]
            let only = without.count == 1 ? without[0] : nil
            var worthWithout = Interval.zero
            if reservation == nil {
                let levels = without.map { scaled(position.level(of: $0, on: issue).interval, on: issue) }
                if only == nil {
                    // Any of them may hold: the least demanding floor, but over all ranges the most demanding.
                    if !silentNoDeal.contains(index) { silentNoDeal.append(index) }
                    worthWithout = switch end {
                    case .nominal: Interval(levels.map(\.midpoint).min() ?? 0)
                    case .pessimistic: Interval(levels.map(\.high).max() ?? 0)
                    case .optimistic: Interval(levels.map(\.low).min() ?? 0)
                    }
                } else {
                    worthWithout = levels[0]
                }
            }
            for (place, choice) in choices.domains[index].enumerated() {
                let worth = scaled(position.level(of: choice, on: issue).interval, on: issue)
                if let reservation {
                    let floor = Interval(low: reservation.low * percent * times, high: reservation.high * percent * times)
                    terms.own[index][place] = product(position.salience, worth - floor)
                } else {
                    terms.own[index][place] = choice == only ? 0 : product(position.salience, worth - worthWithout)
                }
            }
        }
        for goal in resolvedParty.party.agenda.values {
            guard let weight = goal.weight, let predicate = goal.predicate else { continue }
            let condition = formula(of: predicate.root)
            if let reservation {
                let floor = Interval(low: reservation.low * percent, high: reservation.high * percent)
                add(condition, product(weight, Interval(1) - floor), product(weight, .zero - floor), times, &terms)
            } else {
                let truth = resolved.truth(of: predicate, over: resolved.noDeal)
                add(condition, weight, without: truth, times, &terms)
            }
        }
        for index in resolvedParty.adds {
            let linkage = resolved.workspace.linkages.elements[index].value
            guard let points = linkage.adds[resolvedParty.id], let condition = linkages[index],
                let predicate = linkage.when ?? linkage.require
            else { continue }
            if reservation != nil {
                add(condition, at(points), 0, times, &terms)
            } else {
                add(condition, points, without: resolved.truth(of: predicate, over: resolved.noDeal), times, &terms)
            }
        }
        if reservation == nil { terms.constant += at(.zero - resolvedParty.outside) * times }
        return terms
    }

    /// Points for a condition, as a difference to no deal.
    private func add(_ condition: FormulaStore.ID, _ points: Interval, without: Truth, _ times: Number, _ terms: inout Terms) {
        func difference(_ holds: Bool) -> Number {
            let options = without.counts.map { points * Interval(Number((holds ? 1 : 0) - $0)) }
            return switch end {
            case .nominal: options.map(\.midpoint).max() ?? 0
            case .pessimistic: options.map(\.low).min() ?? 0
            case .optimistic: options.map(\.high).max() ?? 0
            }
        }
        add(condition, difference(true), difference(false), times, &terms)
    }

    private func add(_ condition: FormulaStore.ID, _ met: Number, _ unmet: Number, _ times: Number, _ terms: inout Terms) {
        terms.constant += unmet * times
        if met != unmet { terms.additions.append((condition, (met - unmet) * times)) }
    }

    // MARK: Components

    private mutating func components() throws {
        let counted = Set(rules.filter { $0.condition == FormulaStore.yes }.flatMap(\.of))
        /// Those compared, in the order of the workspace.
        let compared = resolved.parties.indices.filter { party in
            let consents = required[party] == FormulaStore.yes || counted.contains(party)
            return consents && !resolved.parties[party].decidesThroughMembers && resolved.parties[party].isKnown
        }
        guard !compared.isEmpty else { throw SpaceError.nobodyDecides }
        var columns: [(terms: Terms, lattice: Lattice)] = []
        var floors: [Int64?] = []
        var releases: [(component: Int, condition: FormulaStore.ID)] = []
        var vetoes: [(component: Int, condition: FormulaStore.ID)] = []
        func column(_ party: Int) -> Int {
            let terms = terms(party)
            let groups = terms.own + terms.additions.map { [$0.points] } + [[terms.constant]]
            columns.append((terms, Lattice(groups, divisor: terms.divisor)))
            floors.append(nil)
            return columns.count - 1
        }
        for party in compared {
            let component = column(party)
            let isRequired = required[party] == FormulaStore.yes
            if isRequired { floors[component] = 0 }
            let lattice = columns[component].lattice
            let (scale, floor) = display(party, lattice)
            objectives.append(
                OutcomeSpace.Objective(party: party, lattice: lattice, scale: scale, floor: floor, isRequired: isRequired))
        }
        let objectiveCount = columns.count
        for party in order {
            guard let condition = required[party] else { continue }
            let lines = crossing(party)
            if lines != FormulaStore.no {
                let both = problem.formulas.and([condition, lines])
                problem.requirements.append(problem.formulas.not(both))
            }
            if resolved.parties[party].decidesThroughMembers { continue }
            guard resolved.parties[party].isKnown else {
                unjudged.append(party)
                continue
            }
            guard condition != FormulaStore.yes else { continue }
            let component = column(party)
            floors[component] = 0
            releases.append((component, problem.formulas.not(condition)))
        }
        var quotas: [Problem.Quota] = []
        for rule in rules where rule.condition != FormulaStore.no {
            var components: [Int] = []
            for party in rule.of {
                let lines = crossing(party)
                if !resolved.parties[party].isKnown {
                    unjudged.append(party)
                    // Taken to accept whatever it does not rule out.
                    if lines == FormulaStore.no { continue }
                }
                if rule.condition == FormulaStore.yes, lines == FormulaStore.no,
                    let component = objectives.firstIndex(where: { $0.party == party })
                {
                    components.append(component)
                    continue
                }
                let component = column(party)
                if rule.condition != FormulaStore.yes { releases.append((component, problem.formulas.not(rule.condition))) }
                if lines != FormulaStore.no { vetoes.append((component, problem.formulas.and([rule.condition, lines]))) }
                components.append(component)
            }
            // Those of whom nothing is known are taken to accept.
            let atLeast = rule.atLeast - (rule.of.count - components.count)
            quotas.append(
                Problem.Quota(atLeast: atLeast, components: components, thresholds: [Int64](repeating: 0, count: components.count)))
        }
        assemble(columns, floors, quotas, objectiveCount)
        for (component, condition) in releases {
            problem.additions.append(.init(condition: condition, points: [(component, Problem.release)]))
        }
        for (component, condition) in vetoes {
            problem.additions.append(.init(condition: condition, points: [(component, -Problem.release)]))
        }
    }

    private mutating func assemble(
        _ columns: [(terms: Terms, lattice: Lattice)], _ floors: [Int64?], _ quotas: [Problem.Quota], _ objectiveCount: Int
    ) {
        let width = columns.count
        problem.width = width
        problem.objectives = objectiveCount
        problem.floors = floors
        problem.quotas = quotas
        problem.own = problem.sizes.map { [Int64](repeating: 0, count: $0 * width) }
        var additions: OrderedDictionary<FormulaStore.ID, [(component: Int, value: Int64)]> = [:]
        for (component, column) in columns.enumerated() {
            for (variable, options) in column.terms.own.enumerated() {
                for (option, points) in options.enumerated() {
                    problem.own[variable][option * width + component] = column.lattice.units(points)
                }
            }
            let constant = column.lattice.units(column.terms.constant)
            for option in 0..<(problem.sizes.first ?? 0) { problem.own[0][option * width + component] += constant }
            for addition in column.terms.additions {
                additions[addition.condition, default: []].append((component, column.lattice.units(addition.points)))
            }
        }
        problem.additions = additions.map { Problem.Addition(condition: $0.key, points: $0.value) }
    }

    /// How a party's units are shown: `value = floor + units · scale`. A party to which no issue and no goal has weight has no
    /// scale of its own: its swing points are shown as they are.
    private func display(_ party: Int, _ lattice: Lattice) -> (scale: Fraction, floor: Fraction) {
        let resolvedParty = resolved.parties[party]
        let evaluated = PartyEvaluation.floor(of: resolvedParty, in: resolved)
        let normaliser = evaluated.normaliser
        let hundred = Fraction(100, 1)
        let scale = normaliser > 0 ? lattice.unit * hundred / Fraction(normaliser) : lattice.unit
        return (scale, evaluated.value)
    }
}

extension PartyEvaluation {
    /// The value of a party's floor at the midpoints of all ranges, and the sum of its weights there. Where `noDeal` is
    /// silent the least of what may hold is taken, as by the nominal problem.
    fileprivate static func floor(of party: ResolvedParty, in resolved: ResolvedCase) -> (normaliser: Number, value: Fraction) {
        var normaliser = Number.zero
        var points = Number.zero
        for (index, issue) in resolved.issues.enumerated() {
            guard let position = party.positions[index] else { continue }
            normaliser += position.salience.midpoint
            let worth = resolved.noDeal.domains[index].map { position.level(of: $0, on: issue).interval.midpoint }.min() ?? 0
            points += position.salience.midpoint * worth
        }
        for goal in party.party.agenda.values {
            guard let weight = goal.weight, let predicate = goal.predicate else { continue }
            normaliser += weight.midpoint
            if resolved.truth(of: predicate, over: resolved.noDeal) == .yes { points += weight.midpoint }
        }
        for index in party.adds {
            let linkage = resolved.workspace.linkages.elements[index].value
            guard let adds = linkage.adds[party.id], let predicate = linkage.when ?? linkage.require else { continue }
            let truth = resolved.truth(of: predicate, over: resolved.noDeal)
            let midpoint = adds.midpoint
            if truth == .yes || (truth == .open && midpoint.isNegative) { points += midpoint }
        }
        points += party.outside.midpoint
        if let reservation = party.party.reservation { return (normaliser, Fraction(reservation.midpoint)) }
        let value = normaliser > 0 ? Fraction(points) * Fraction(100, 1) / Fraction(normaliser) : Fraction(points)
        return (normaliser, value)
    }
}
