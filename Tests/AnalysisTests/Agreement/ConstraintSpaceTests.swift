import Analysis
import Negotiation
import OrderedCollections
import Shapes
import Testing

struct ConstraintSpaceTests {
    /// Relaxing any constraints leaves just the packages that break none of the others, each judged by itself; relaxing nothing
    /// leaves those of the outcome space, which are those that all who must accept.
    @Test(arguments: 0..<10)
    func relaxingLeavesWhatBreaksNothingElse(_ batch: Int) throws {
        for seed in batch * 60..<(batch + 1) * 60 {
            let random = try RandomWorkspace(seed: UInt64(seed))
            var draws = Draws(UInt64(seed) + 11)
            for reading in Reading.allCases {
                let resolved = ResolvedCase(random.workspace, reading: reading)
                let packages = random.packages(resolved)
                let evaluations = packages.map { random.evaluate($0, resolved) }
                for end in RangeEnd.allCases {
                    let context: Comment = "seed \(seed) \(reading) \(end)"
                    let space = try ConstraintSpace(random.draft, in: resolved, end: end)
                    let judge = Judge(random.workspace, space)
                    let broken = evaluations.map(judge.broken)
                    #expect(Set(space.constraints.map(\.subject)).count == space.constraints.count, context)
                    #expect(broken.allSatisfy { Set(space.constraints.map(\.subject)).isSuperset(of: $0) }, context)
                    for round in 0..<6 {
                        let percent = [0, 20, 50, 80, 50, 100][round]
                        let relaxed = Set(space.constraints.indices.filter { _ in draws.chance(percent) })
                        let subjects = Set(relaxed.map { space.constraints[$0].subject })
                        let expected = packages.indices.filter { broken[$0].isSubset(of: subjects) }
                        let graph = try space.relaxing(relaxed)
                        #expect(try AcceptableCount(graph).atLeast == UInt128(expected.count), context)
                        let zone = try OptionZone(graph)
                        for issue in packages[0].indices {
                            let possible = Set(expected.map { packages[$0][issue] })
                            #expect(Set(zone.open(issue)) == possible, context)
                        }
                        #expect(Set(expected.map { packages[$0] }).isSuperset(of: zone.packages), context)
                        guard round == 0 else { continue }
                        #expect(expected == packages.indices.filter { evaluations[$0].isAccepted(end) }, context)
                        let outcome = try OutcomeSpace(random.draft, in: resolved, end: end)
                        #expect(try AcceptableCount(outcome.graph).atLeast == UInt128(expected.count), context)
                        try compareSums(graph, outcome, expected.map { packages[$0] }, context)
                        try compareReasons(space, packages, broken, context)
                    }
                }
            }
        }
    }

    /// What keeps an option out: constraints that every package with it breaks, and those that no package with it meets together,
    /// while some meets any part of them.
    private func compareReasons(
        _ space: ConstraintSpace, _ packages: [[Int]], _ broken: [Set<SpaceConstraint.Subject>], _ context: Comment
    ) throws {
        let subjects = space.constraints.map(\.subject)
        for (variable, alternatives) in space.choices.alternatives.enumerated() {
            for option in alternatives.indices {
                let having = packages.indices.filter { packages[$0][variable] == option }.map { broken[$0] }
                let always = having.dropFirst().reduce(having.first ?? []) { $0.intersection($1) }
                let barring = Set(try space.barring(option, of: variable).map { subjects[$0] })
                #expect(barring.isSubset(of: always), context)
                // Of a rule that is told only where each of those counted accepts nothing.
                #expect(always.subtracting(barring).allSatisfy { if case .rule = $0 { true } else { false } }, context)
                let together = try Conflicts.keeping(option, of: variable, outOf: space)?.map { subjects[$0] }
                #expect((together == nil) == having.contains { $0.isEmpty }, context)
                guard let together else { continue }
                #expect(having.allSatisfy { !$0.isDisjoint(with: together) }, context)
                for one in together {
                    #expect(having.contains { $0.isDisjoint(with: Set(together).subtracting([one])) }, context)
                }
            }
        }
    }

    /// A bloc that is asked by the decision and by what is chosen has one rule, and that says whose it is.
    @Test func aBlocThatIsAskedTwiceHasOneRule() throws {
        let found = try workspace(
            """
            "parties": {
              "a": {"name": "A", "role": "principal"}, "b": {"name": "B", "role": "ratifier"}, "c": {"name": "C", "role": "ratifier"},
              "bloc": {"name": "Bloc", "role": "ratifier", "members": ["b", "c"], "decision": {"atLeast": 1, "of": ["b", "c"]}}
            },
            "decision": {"required": ["a", "bloc"], "atLeast": 2, "of": ["a", "b", "c"]},
            "issues": {"x": {
              "title": "X", "options": {"p": {"title": "P", "needs": ["bloc"]}, "q": {"title": "Q"}},
              "positions": {
                "a": {"stance": {"p": 1, "q": 0}, "salience": 10}, "b": {"stance": {"p": 0, "q": 1}, "salience": 10},
                "c": {"stance": {"p": 0, "q": 1}, "salience": 10}
              }
            }},
            "noDeal": {"choices": {"x": "q"}}
            """)
        let space = try ConstraintSpace(Package(), in: ResolvedCase(found, reading: .assessed))
        #expect(space.constraints.map(\.subject) == [.reservation("a"), .rule("bloc"), .rule(nil)])
        // With the option that both B and C refuse neither rule is met; without the bloc's rule the other still is not.
        #expect(try space.barring(0, of: 0).map { space.constraints[$0].subject } == [.rule("bloc"), .rule(nil)])
    }

    /// What acceptable packages bring those compared is the same in both, whether read off a frontier or added up.
    private func compareSums(_ graph: StateGraph, _ outcome: OutcomeSpace, _ packages: [[Int]], _ context: Comment) throws {
        let objectives = outcome.objectives.count
        #expect(graph.problem.objectives == objectives, context)
        for package in packages {
            let sums = graph.problem.sums(of: package)
            #expect(graph.problem.accepts(sums), context)
            #expect(sums.prefix(objectives) == outcome.problem.sums(of: package).prefix(objectives), context)
        }
        let frontier = try FrontierSearch(graph, unitsPerPoint: [Double](repeating: 1, count: objectives)).run()
        #expect(frontier.points == (try outcome.frontier()).points, context)
    }
}

/// Which constraints a complete package breaks, by what the model says of consent and not by what was compiled of it.
private struct Judge {
    private let workspace: Workspace
    private let end: RangeEnd
    /// The rules that count, in the order of the space.
    private let rules: [(atLeast: Int, of: [ID<Party>], bloc: ID<Party>?)]

    init(_ workspace: Workspace, _ space: ConstraintSpace) {
        self.workspace = workspace
        end = space.end
        var rules: [(atLeast: Int, of: [ID<Party>], bloc: ID<Party>?)] = []
        if let decision = workspace.decision, let atLeast = decision.atLeast { rules.append((atLeast, decision.of, nil)) }
        let needsBloc = space.resolved.issues.enumerated().contains { index, issue in
            space.choices.statuses[index] != .leftOut
                && space.choices.domains[index].contains { issue.issue.options[issue.choices[$0]]?.needs.contains("bloc") == true }
        }
        if needsBloc, let atLeast = workspace.parties["bloc"]?.decision?.atLeast {
            rules.append((atLeast, workspace.parties["bloc"]?.decision?.of ?? [], "bloc"))
        }
        self.rules = rules
    }

    func broken(_ evaluation: PackageEvaluation) -> Set<SpaceConstraint.Subject> {
        var broken = Set(evaluation.requirements.map { SpaceConstraint.Subject.linkage($0.linkage) })
        let consenting = consenting(evaluation)
        for party in evaluation.parties where consenting.contains(party.id) {
            for line in party.lines {
                switch line.kind {
                case .stance(let issue, _): broken.insert(.stance(party.id, issue))
                case .condition(let id): broken.insert(.redLine(party.id, id))
                }
            }
            if !passes(party) { broken.insert(.reservation(party.id)) }
        }
        for rule in rules where rule.bloc.map(consenting.contains) ?? true {
            let accepting = evaluation.parties.count { rule.of.contains($0.id) && passes($0) && $0.lines.isEmpty }
            if accepting < rule.atLeast { broken.insert(.rule(rule.bloc)) }
        }
        return broken
    }

    /// Whose own consent is required: by the decision, by the options chosen, and members of a bloc of which that holds.
    private func consenting(_ evaluation: PackageEvaluation) -> Set<ID<Party>> {
        let principals = workspace.parties.filter { $0.value.role == .principal }.map(\.key)
        let decision = workspace.decision
        var consenting = Set(decision.map { $0.required.isEmpty && $0.atLeast == nil ? principals : $0.required } ?? principals)
        for (index, id) in workspace.issues.keys.enumerated() where evaluation.choices.statuses[index] != .leftOut {
            for option in evaluation.choices.options[index] { consenting.formUnion(workspace.issues[id]?.options[option]?.needs ?? []) }
        }
        if consenting.contains("bloc"), let bloc = workspace.parties["bloc"], bloc.decision == nil { consenting.formUnion(bloc.members) }
        return consenting
    }

    private func passes(_ party: PartyEvaluation) -> Bool {
        guard let margin = party.margin else { return true }
        return switch end {
        case .nominal: margin.nominal.map { $0 >= 0 } ?? false
        case .pessimistic: margin.worst.low >= 0
        case .optimistic: margin.best.high >= 0
        }
    }
}
