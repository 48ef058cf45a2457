import Analysis
import Negotiation
import OrderedCollections
import Shapes

/// Random workspaces with everything that the model has: words, ranges, red lines, goals, linkages, needs, blocs, decision rules,
/// stated reservations, numeric issues and drafts.
struct RandomWorkspace {
    var workspace = Workspace()
    var draft = Package()
    private var random: Draws

    init(seed: UInt64) throws {
        random = Draws(seed)
        let principals = Int.random(in: 1...3, using: &random)
        let ratifiers = Int.random(in: 0...2, using: &random)
        var parties = (0..<principals).map { "p\($0)" } + (0..<ratifiers).map { "r\($0)" }
        let issueCount = Int.random(in: 1...3, using: &random)
        var issues: [String] = []
        for place in 0..<issueCount {
            var issue = Issue()
            issue.title = "Issue \(place)"
            if random.chance(25) {
                var range = NumericRange()
                range.from = 10
                range.to = 40
                range.step = 10
                issue.range = range
            } else {
                for option in 0..<Int.random(in: 2...3, using: &random) {
                    var answer = Option()
                    answer.title = "Option \(option)"
                    answer.needs = parties.filter { $0.hasPrefix("r") && random.chance(35) }.map { ID($0) }
                    issue.options[ID("o\(option)")] = answer
                }
            }
            for party in parties where random.chance(85) { issue.positions[ID(party)] = position(on: issue) }
            issues.append("i\(place)")
            workspace.issues[ID("i\(place)")] = issue
        }
        for party in parties { workspace.parties[ID(party)] = try self.party(party, principal: party.hasPrefix("p")) }
        if ratifiers > 0, random.chance(40) {
            var bloc = Party()
            bloc.name = "Bloc"
            bloc.role = .ratifier
            bloc.members = parties.filter { $0.hasPrefix("r") }.map { ID($0) }
            if random.chance(40) {
                var rule = Decision()
                rule.atLeast = 1
                rule.of = bloc.members
                bloc.decision = rule
            }
            workspace.parties["bloc"] = bloc
            parties.append("bloc")
            let issue = ID<Issue>("i0")
            if let first = workspace.issues[issue]?.options.keys.first { workspace.issues[issue]?.options[first]?.needs.append("bloc") }
        }
        if random.chance(30) {
            var decision = Decision()
            let known = parties.filter { $0 != "bloc" }
            decision.of = known.map { ID($0) }
            decision.atLeast = Int.random(in: 1...known.count, using: &random)
            if random.chance(50) { decision.required = ["p0"] }
            workspace.decision = decision
        }
        var noDeal = NoDeal()
        for (id, issue) in workspace.issues { noDeal.choices[id] = issue.choices.randomElement(using: &random) }
        workspace.noDeal = noDeal
        for place in 0..<Int.random(in: 0...2, using: &random) {
            var linkage = Linkage()
            linkage.because = "Drawn."
            if random.chance(40) { linkage.require = try predicate() } else {
                linkage.when = try predicate()
                for party in parties where party != "bloc" && random.chance(60) { linkage.adds[ID(party)] = random.tenths(-300...300) }
            }
            workspace.linkages[ID("l\(place)")] = linkage
        }
        draft.title = "Draft"
        for (id, issue) in workspace.issues where random.chance(40) {
            switch Int.random(in: 0..<3, using: &random) {
            case 0: draft.choices[id] = .leftOut
            case 1: draft.choices[id] = .disputed(Array(issue.choices.prefix(2)))
            default: draft.choices[id] = issue.choices.randomElement(using: &random).map { .option($0) }
            }
        }
    }

    private mutating func judgement() -> Judgement {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return .word(["demands", "prefers", "accepts", "tolerates", "opposes"].randomElement(using: &random) ?? "accepts")
        case 1: return .range(random.tenths(0...10))
        case 2 where random.chance(30): return .word("red-line")
        default: return .number(Number(significand: Int128(Int.random(in: 0...10, using: &random)), exponent: -1))
        }
    }

    private mutating func position(on issue: Issue) -> Position {
        var position = Position()
        for option in issue.choices where random.chance(90) { position.stance[option] = judgement() }
        position.salience = random.chance(50) ? .range(random.tenths(1...900)) : .word("medium")
        if random.chance(30) {
            var assessed = Assessment()
            for option in issue.choices where random.chance(50) { assessed.stance[option] = judgement() }
            if random.chance(50) { assessed.salience = .range(random.tenths(1...900)) }
            position.assessed = assessed
        }
        return position
    }

    private mutating func party(_ id: String, principal: Bool) throws -> Party {
        var party = Party()
        party.name = id
        party.role = principal ? .principal : .ratifier
        // Known even without positions.
        var outside = OutsideValue()
        outside.points = random.tenths(-300...100)
        party.outside = [outside]
        if random.chance(25) { party.reservation = random.tenths(0...600) }
        if random.chance(40) {
            var goal = Goal()
            goal.title = "Goal"
            goal.predicate = try predicate()
            goal.weight = random.tenths(0...300)
            party.agenda["goal"] = goal
        }
        if random.chance(30) {
            var line = RedLine()
            line.title = "Line"
            line.predicate = try predicate()
            line.firmness = [.declared, .firm, .absolute].randomElement(using: &random) ?? .firm
            party.redLines["line"] = line
        }
        return party
    }

    private mutating func predicate() throws -> Predicate {
        func atom(_ random: inout Draws) -> String {
            let (id, issue) = workspace.issues.elements.randomElement(using: &random) ?? ("i0", Issue())
            guard issue.range == nil else { return "\(id) >= \(Int.random(in: 1...5, using: &random) * 10)" }
            return "\(id) = \(issue.choices.randomElement(using: &random) ?? "o0")"
        }
        let joint = ["and", "or", "implies", "iff"].randomElement(using: &random) ?? "and"
        let text = "\(atom(&random)) \(joint) \(random.chance(30) ? "not " : "")\(atom(&random))"
        do throws(Predicate.Fault) { return try Predicate(random.chance(50) ? atom(&random) : text) } catch { throw error }
    }
}

extension RandomWorkspace {
    /// Every package that may still be made of the draft, by the alternatives that it leaves.
    func packages(_ resolved: ResolvedCase) -> [[Int]] {
        ChoiceSet(draft, in: resolved).alternatives.reduce([[]]) { packages, alternatives in
            packages.flatMap { package in alternatives.indices.map { package + [$0] } }
        }
    }

    /// One of them by itself, as `core.evaluate` judges it.
    func evaluate(_ package: [Int], _ resolved: ResolvedCase) -> PackageEvaluation {
        let choices = ChoiceSet(draft, in: resolved)
        var complete = draft
        for (index, alternative) in package.enumerated() {
            complete.choices[resolved.issues[index].id] = Choice(choices.id(index, at: alternative, in: resolved))
        }
        return PackageEvaluation(complete, in: resolved)
    }
}

extension PackageEvaluation {
    /// Whether a complete package is accepted by all who must.
    func isAccepted(_ end: RangeEnd) -> Bool {
        switch (end, agreement) {
        case (_, .infeasible): false
        case (.nominal, _): isAcceptedNominally == true
        case (.pessimistic, .verdict(let verdict)): verdict == .certain
        case (.optimistic, .verdict(let verdict)): verdict != .excluded
        }
    }
}
