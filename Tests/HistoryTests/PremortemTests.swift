import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_history

@Suite("Lessons as tests on a package")
struct PremortemTests {
    @Test("by hand: what passes, what fails, what is open, and what does not arise")
    func verdicts() async throws {
        let theCase = try theCase()
        func verdicts(_ id: ID<Package>) async throws -> [Verdict] { try await report(theCase, id).judged.map(\.verdict) }
        #expect(try await verdicts("bare") == [.fails, .fails, .fails])
        #expect(try await verdicts("full") == [.passes, .passes, .passes])
        // Arms stay, so nothing is asked of the watch.
        #expect(try await verdicts("still") == [.idle, .passes, .fails])
        #expect(try await verdicts("part") == [.open, .passes, .open])
        #expect(try await verdicts("blank") == [.open, .open, .open])
    }

    @Test("by hand: the smallest changes, which obey the requirements")
    func repairs() async throws {
        let theCase = try theCase()
        let bare = try await report(theCase, "bare")
        // A mission takes a mandate, which the package does not give, so it is no single change.
        #expect(try bare.changes("watching") == [["arms=stay"], ["watch=joint"]])
        #expect(try bare.changes("stages") == [["relief=kept"], ["relief=staged"]])
        // Neither alone; and with both the mission still lacks its mandate, which is tied to it.
        #expect(try bare.changes("trust") == [["relief=staged", "watch=mission", "mandate=council"]])
        #expect(try bare.judged("trust").barred?.by == "A mission takes a mandate")
        // Where arms stay, relief in stages takes that they leave.
        let still = try await report(theCase, "still")
        #expect(try still.changes("trust") == [["relief=staged", "watch=mission", "arms=leave", "mandate=council"]])
        // That arms stay passes the test by leaving nothing to watch, and so comes last.
        #expect(try bare.judged("watching").changes.map(\.idles) == [false, true])
        #expect(
            try await premortem(theCase, "bare").finding("lesson/watching").detail?.contains(
                "1 change: Watch: “Both sides”; or Arms: “Stay” (the case would then not arise).") == true)
        let part = try await report(theCase, "part")
        #expect(try part.changes("watching") == [["watch=mission"]])
        #expect(try part.judged("watching").barred == nil)
    }

    @Test("what is open is judged over what the requirements leave: an open watch and no mandate leave no mission")
    func requirements() throws {
        let theCase = try theCase(
            (
                #""part": {"title": "Part", "choices": {"watch": ["none", "mission"], "arms": "leave", "relief": "staged"}}"#,
                #""part": {"title": "Part", "choices": {"watch": ["none", "mission"], "arms": "leave", "relief": "staged", "mandate": "none"}}"#
            ))
        let space = try space(theCase, "part")
        #expect(space.truth(of: try Predicate("watch = mission")) == .no)
        #expect(space.verdict(try #require(theCase.section?.lessons["watching"]?.passes)) == .fails)
        #expect(try HistoryTests.space(HistoryTests.theCase(), "part").truth(of: try Predicate("watch = mission")) == .open)
    }

    @Test("texts say what the package says, what would pass, whose remedy it is, and what is counted for the same reason")
    func texts() async throws {
        let result = try await premortem(try theCase(), "bare")
        let stages = try result.finding("lesson/stages")
        #expect(stages.kind == .fragile && stages.title == "The package fails the test of “Relief goes too fast”")
        #expect(
            stages.detail
                == """
                The package says “Whole” on Relief. It would pass with 1 change: Relief: “Kept” or “Staged”. Counted in values \
                for the same reason: “Relief for nothing”. Remedy (assumed): Give in stages.
                """)
        #expect(stages.issues == ["relief"])
        #expect(
            try result.finding("lesson/trust").detail
                == """
                The package says “Whole” on Relief and “Nobody” on Watch. The issues of the test alone do not suffice (A mission \
                takes a mandate); with what is tied to them it would pass with 3 changes: Relief: “Staged”, together with \
                Watch: “A mission”, together with Mandate: “Council”. Counted in values for the same reason: “Relief for \
                nothing”. Remedy (assumed): Both at once.
                """)
        #expect(
            result.summary
                == """
                Of 3 tests “Bare” fails 3. A failed test could be passed with 1 to 3 changes. Lessons after “Gazette”; tests \
                and remedies assumed: “The analyst's own judgement”.
                """)
        #expect(
            stages.evidence.map(\.pointer.description) == [
                "/modules/history/lessons/stages", "/packages/bare/choices/relief", "/issues/relief/options/whole",
                "/modules/history/lessons/stages/passes", "/modules/history/lessons/stages/remedy", "/linkages/gift",
            ])
        #expect(stages.evidence.map(\.isAssumption) == [false, false, true, true, true, false])
        let still = try await premortem(try theCase(), "still")
        #expect(still.summary.hasPrefix("Of 3 tests “Still” fails 1 and passes 1; 1 does not arise in it."))
        #expect(still.kind("lesson/watching") == .note)
        #expect(
            try still.finding("lesson/watching").detail
                == "The case for which it asks something does not arise, which is no merit: the package says “Stay” on Arms.")
        #expect(try await premortem(try theCase(), "part").kind("lesson/watching") == .missing)
        #expect(try await premortem(try theCase(), "full").kind("lesson/watching") == .strong)
    }

    @Test("the premortem proper: what would have broken it, from the source of the lessons alone")
    func imagined() async throws {
        let imagined = try await premortem(try theCase(), "full").finding("imagined")
        #expect(
            imagined.detail
                == """
                “Relapse” (likelihood 0.1–0.3, assumed: “The analyst's own judgement”): Nobody saw it coming. What would show \
                it early: Patrols are stopped.
                """)
        #expect(imagined.parties == ["north"])
        #expect(
            imagined.evidence.map(\.pointer.description)
                == ["/scenarios/relapse/consequences/0", "/scenarios/relapse/probability"])
        // Arms stay: it cannot happen.
        #expect(try await premortem(try theCase(), "still").kind("imagined") == nil)
    }

    @Test("what other modules require is asked of the engine, and so is who would refuse")
    func engine() async throws {
        let theCase = try theCase()
        // The engine rules joint watching out, and with arms that stay South refuses while North refuses no more.
        let ask: Consequences.Ask = { packages in
            packages.map { choices in
                var outcome = PackageOutcome()
                if choices["watch"] == .option("joint") { outcome.broken = ["territory/no-joint-watch"] }
                for (party, refuses) in [("north", choices["arms"] != .option("stay")), ("south", choices["arms"] == .option("stay"))] {
                    var one = PartyOutcome()
                    one.party = ID(party)
                    one.required = .yes
                    one.verdict = refuses ? .excluded : .possible
                    outcome.parties.append(one)
                }
                return outcome
            }
        }
        let report = try await report(theCase, "bare", asking: ask)
        #expect(try report.changes("watching") == [["arms=stay"]])
        let change = try #require(try report.judged("watching").changes.first)
        #expect(change.refuse.always == ["south"] && change.refuseNoMore.always == ["north"] && change.refuse.sometimes == [])
        let result = try await premortem(theCase, "bare", asking: ask)
        #expect(
            try result.finding("lesson/watching").detail?.contains(
                "1 change: Arms: “Stay” (the case would then not arise; South would then refuse; North would refuse no more).") == true)
        #expect(try result.finding("lesson/watching").parties == ["south"])
        // What the package breaks anyhow is not held against the change.
        let broken: Consequences.Ask = { $0.map { _ in
            var outcome = PackageOutcome()
            outcome.broken = ["elsewhere"]
            return outcome
        } }
        #expect(
            try await HistoryTests.report(theCase, "bare", asking: broken).changes("watching") == [["arms=stay"], ["watch=joint"]])
        let all: Consequences.Ask = { packages in
            packages.map { choices in
                var outcome = PackageOutcome()
                if choices["relief"] != .option("whole") { outcome.broken = ["territory/nothing"] }
                return outcome
            }
        }
        let none = try await HistoryTests.report(theCase, "bare", asking: all)
        #expect(try none.judged("stages").repair == RepairSearch.Result.none)
        #expect(
            try none.judged("stages").barred?.by == "it breaks a requirement of the module territory",
            "the engine rules out both ways of settling relief otherwise")
    }

    @Test("a change that passes one test and fails another says so")
    func otherTests() async throws {
        let theCase = try theCase((#""passes": "relief in [staged, kept]""#, #""passes": "relief = kept or watch = joint""#))
        let report = try await report(theCase, "still")
        #expect(try report.judged("stages").verdict == .passes)
        let trust = try #require(try report.judged("trust").changes.first)
        #expect(trust.fail.always == ["stages"])
    }

    @Test("against brute force: what is listed is enough, allowed and smallest, and nothing as small is left out")
    func bruteForce() async throws {
        var draws = Draws(state: 11)
        let workspace = try theCase().workspace
        let issues = Array(workspace.issues.keys)
        let atoms = issues.flatMap { issue in (workspace.issues[issue]?.choices ?? []).map { "\(issue) = \($0)" } }
        func condition(_ depth: Int) -> String {
            guard depth > 0, Int.random(in: 0..<4, using: &draws) > 0 else { return atoms.randomElement(using: &draws) ?? "" }
            let joint = ["and", "or", "implies", "iff"].randomElement(using: &draws) ?? ""
            let left = condition(depth - 1)
            return "\(Bool.random(using: &draws) ? "not " : "")(\(left) \(joint) \(condition(depth - 1)))"
        }
        let requirements = workspace.linkages.values.compactMap(\.require)
        /// Every complete package.
        let all = issues.reduce([Space.Fixed()]) { partial, issue in
            partial.flatMap { row in
                (workspace.issues[issue]?.choices ?? []).map { option in
                    var next = row
                    next[issue] = option
                    return next
                }
            }
        }
        func holds(_ predicate: Predicate, _ row: Space.Fixed) -> Bool { predicate.holds({ row[$0] }, in: workspace) }
        let allowed = all.filter { row in requirements.allSatisfy { holds($0, row) } }
        for round in 0..<150 {
            var package = Package()
            for issue in issues {
                let options = (workspace.issues[issue]?.choices ?? []).shuffled(using: &draws)
                switch Int.random(in: 0..<4, using: &draws) {
                case 0: package.choices[issue] = .disputed(Array(options.prefix(2)))
                case 1: break
                default: package.choices[issue] = .option(options[0])
                }
            }
            let space = Space(package, id: nil, in: workspace)
            func completions(_ fixed: Space.Fixed) -> [Space.Fixed] {
                allowed.filter { row in row.allSatisfy { issue, option in fixed[issue] == option || fixed[issue] == nil && space.possible(issue).contains(option) } }
            }
            // A package that can meet no requirements is judged without them, which is tested elsewhere.
            guard !completions([:]).isEmpty else { continue }
            let test = try Predicate(condition(2))
            let values = Set(completions([:]).map { holds(test, $0) })
            let truth: Truth = values.count > 1 ? .open : values.contains(true) ? .yes : .no
            #expect(space.truth(of: test) == truth, "round \(round): \(test.text)")
            guard truth != .yes else { continue }
            var search = RepairSearch(test, now: truth, in: space)
            let found = await search.run { $0.map { _ in true } }
            // Every set of changes of the issues of the test, by size.
            let sets = test.scope.reduce([Space.Fixed()]) { partial, issue in
                let possible = space.possible(issue)
                let options = truth == .open ? (possible.count > 1 ? possible : []) : (workspace.issues[issue]?.choices ?? []).filter { possible != [$0] }
                return partial + partial.flatMap { row in
                    options.map { option in
                        var next = row
                        next[issue] = option
                        return next
                    }
                }
            }
            let enough = sets.filter { set in
                let rows = completions(set)
                return !rows.isEmpty && rows.allSatisfy { holds(test, $0) }
            }
            let least = enough.map(\.count).min()
            let expected = Set(enough.filter { $0.count == least }.map { Dictionary(uniqueKeysWithValues: $0.map { ($0.key, $0.value) }) })
            guard case .found(let listed) = found else {
                #expect(found == .none && expected.isEmpty, "round \(round): \(test.text)")
                continue
            }
            #expect(
                Set(listed.map { Dictionary(uniqueKeysWithValues: $0.map { ($0.key, $0.value) }) }) == expected,
                "round \(round): \(test.text)")
            // Written together they are the same sets, each once.
            let ways = RepairSearch.together(listed)
            let spelled = ways.flatMap { way in
                way.options.reduce([[IssueID: ID<Option>]()]) { partial, axis in
                    partial.flatMap { row in axis.value.map { option in row.merging([axis.key: option]) { $1 } } }
                }
            }
            #expect(spelled.count == listed.count && Set(spelled) == expected, "round \(round): \(test.text)")
        }
    }

    @Test("settling more never turns a sure verdict round")
    func monotone() throws {
        let theCase = try Flagship.theCase()
        let workspace = theCase.workspace
        let lessons = try #require(theCase.section?.lessons.values)
        var draws = Draws(state: 3)
        for _ in 0..<15 {
            var package = try #require(workspace.packages["bridging"])
            var truths = lessons.map { Space(package, id: nil, in: workspace).truth(of: $0.passes) }
            for _ in 0..<6 {
                let space = Space(package, id: nil, in: workspace)
                guard let issue = workspace.issues.keys.filter({ space.possible($0).count > 1 }).randomElement(using: &draws),
                    let option = space.possible(issue).filter({ space.allows([issue: $0]) }).randomElement(using: &draws)
                else { break }
                package.choices[issue] = .option(option)
                let now = lessons.map { Space(package, id: nil, in: workspace).truth(of: $0.passes) }
                for (before, after) in zip(truths, now) where before != .open { #expect(before == after) }
                truths = now
            }
        }
    }

    @Test("a condition with more ways than are tried says how far it was tried")
    func limit() async throws {
        let options = (0..<30).map { "\"o\($0)\": {\"title\": \"O\($0)\"}" }.joined(separator: ", ")
        let issues = (0..<4).map { "\"i\($0)\": {\"title\": \"I\($0)\", \"options\": {\(options)}}" }.joined(separator: ", ")
        let text = """
            {"parley": 1, "id": "wide", "title": "Wide", "parties": {}, "issues": {\(issues)},
             "modules": {"history": {"lessons": {"all": {"title": "All", "claim": "All.",
               "passes": "i0 = o1 and i1 = o1 and i2 = o1 and i3 = o1"}}}},
             "packages": {"p": {"title": "P", "choices": {"i0": "o0", "i1": "o0", "i2": "o0", "i3": "o0"}}}}
            """
        let theCase = try theCase(JSON.parse(text))
        let result = try await premortem(theCase, "p")
        #expect(
            try result.finding("lesson/all").detail
                == """
                The package says “O0” on I0, “O0” on I1, “O0” on I2 and “O0” on I3. No change of 2 issues or fewer passes \
                it for certain; more were not tried.
                """)
        #expect(result.summary.hasSuffix("Lessons without a source; tests and remedies without a source."))
    }

    @Test("what is missing is said with its place")
    func lacks() async throws {
        let theCase = try theCase((#""lessons": {"#, #""lessons": {}, "timeline": {}, "features": {}, "precedents": {}}, "x": {"lessons": {"#))
        await #expect { _ = try await premortem(theCase, "bare") } throws: { error in
            (error as? Lack)?.lacks.first?.hasPrefix("/modules/history/lessons: each with title") == true
        }
        #expect { _ = try timeline(theCase) } throws: { error in
            (error as? Lack)?.lacks.first?.hasPrefix("/modules/history/timeline: each with") == true
        }
        #expect { _ = try precedents(theCase, "bare") } throws: { error in
            (error as? Lack)?.lacks.first?.hasPrefix("/modules/history/precedents: each with") == true
        }
    }
}
