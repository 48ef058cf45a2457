import Negotiation
import OrderedCollections
import Shapes

/// Puts a problem together, party by party.
struct SpaceBuilder {
    let resolved: ResolvedCase
    let choices: ChoiceSet
    let end: RangeEnd
    var problem: Problem
    private(set) var objectives: [OutcomeSpace.Objective] = []
    /// Those of whom something is known whose own consent every package takes, or who are counted under every package.
    private(set) var deciding: [Int] = []
    private(set) var unjudged: [Int] = []
    var silentNoDeal: [Int] = []
    /// What may not be broken, requirements of linkages first; whoever builds makes requirements of them, or components.
    var conditions: [SpaceConstraint] = []
    private(set) var linkageCount = 0
    /// Per component of the problem, whose points it holds.
    private(set) var parties: [Int] = []
    /// Points on that party's scale per unit of the component.
    private(set) var scales: [Fraction] = []

    /// Under which condition each party must accept.
    var required: [Int: FormulaStore.ID] = [:]
    var order: [Int] = []
    /// One of each bloc that may be asked, and that of the workspace, whose owner is nil.
    var rules: [(owner: ID<Party>?, condition: FormulaStore.ID, atLeast: Int, of: [Int])] = []
    var linkages: [FormulaStore.ID?] = []

    init(_ resolved: ResolvedCase, _ choices: ChoiceSet, _ end: RangeEnd) {
        self.resolved = resolved
        self.choices = choices
        self.end = end
        problem = Problem(sizes: choices.alternatives.map { max(1, $0.count) }, width: 0, objectives: 0)
    }

    mutating func build() throws {
        for (index, issue) in resolved.issues.enumerated() where choices.alternatives[index].isEmpty { throw SpaceError.emptyIssue(issue.id) }
        for (id, linkage) in resolved.workspace.linkages {
            let condition = (linkage.when ?? linkage.require).map { formula(of: $0.root) }
            linkages.append(condition)
            guard linkage.require != nil, let condition else { continue }
            let broken = problem.formulas.not(condition)
            conditions.append(SpaceConstraint(.linkage(id), broken: broken))
        }
        linkageCount = conditions.count
        try consents()
        try components()
    }

    // MARK: Components

    /// Makes requirements of all conditions.
    mutating func harden() {
        for condition in conditions {
            let met = problem.formulas.not(condition.broken)
            problem.requirements.append(met)
        }
    }

    private mutating func components() throws {
        let counted = Set(rules.filter { $0.condition == FormulaStore.yes }.flatMap(\.of))
        deciding = resolved.parties.indices.filter { party in
            let consents = required[party] == FormulaStore.yes || counted.contains(party)
            return consents && !resolved.parties[party].decidesThroughMembers && resolved.parties[party].isKnown
        }
        guard !deciding.isEmpty else { throw SpaceError.nobodyDecides }
        let principals = deciding.filter { resolved.parties[$0].party.role == .principal }
        /// In the order of the workspace: those who negotiate, where any of them decide; those who only ratify have floors.
        let compared = principals.isEmpty ? deciding : principals
        var columns: [(terms: Terms, lattice: Lattice)] = []
        var floors: [Int64?] = []
        var releases: [(component: Int, condition: FormulaStore.ID)] = []
        var vetoes: [(component: Int, condition: FormulaStore.ID)] = []
        func column(_ party: Int) -> Int {
            let terms = terms(party)
            let groups = terms.own + terms.additions.map { [$0.points] } + [[terms.constant]]
            let lattice = Lattice(groups, divisor: terms.divisor)
            columns.append((terms, lattice))
            scales.append(display(party, lattice).scale)
            floors.append(nil)
            parties.append(party)
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
            for line in lines(of: party) {
                let broken = problem.formulas.and([condition, line.broken])
                if broken != FormulaStore.no { conditions.append(SpaceConstraint(line.subject, broken: broken)) }
            }
            if resolved.parties[party].decidesThroughMembers { continue }
            guard resolved.parties[party].isKnown else {
                unjudged.append(party)
                continue
            }
            guard !compared.contains(party) || condition != FormulaStore.yes else { continue }
            let component = column(party)
            floors[component] = 0
            if condition != FormulaStore.yes { releases.append((component, problem.formulas.not(condition))) }
        }
        var quotas: [Problem.Quota] = []
        for rule in rules {
            var components: [Int] = []
            for party in rule.of {
                let crossed = lines(of: party).map(\.broken)
                let lines = problem.formulas.or(crossed)
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
            problem.release(component, from: 0, where: condition)
        }
        for (component, condition) in vetoes {
            problem.veto(component, at: 0, where: condition)
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
        let scale = normaliser > 0 ? lattice.unit * .hundred / Fraction(normaliser) : lattice.unit
        return (scale, evaluated.value)
    }
}
