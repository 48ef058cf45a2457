import Analysis
import CoreAnalyzers
import Findings
import Negotiation
import OrderedCollections
import Shapes
import Testing

/// What packages share that are nearly as good as a solution, against trying every package.
@Suite struct NearOptimalTests {
    private static let document = """
        {"parley": 1, "id": "two", "title": "Two sides, five issues",
          "parties": {
            "north": {"name": "North", "role": "principal", "reservation": 30}, "south": {"name": "South", "role": "principal", "reservation": 30}
          },
          "issues": {
            "i0": {"title": "Issue 0", "options": {"a": {"title": "A"}, "b": {"title": "B"}, "c": {"title": "C"}}, "positions": {"north": {"stance": {"a": 0.35, "b": 0.45, "c": 0.15}, "salience": 60}, "south": {"stance": {"a": 0.6, "b": 0.75, "c": 0.2}, "salience": 10}}},
            "i1": {"title": "Issue 1", "options": {"a": {"title": "A"}, "b": {"title": "B"}, "c": {"title": "C"}}, "positions": {"north": {"stance": {"a": 0.1, "b": 0.1, "c": 0.0}, "salience": 35}, "south": {"stance": {"a": 0.6, "b": 0.85, "c": 0.45}, "salience": 15}}},
            "i2": {"title": "Issue 2", "options": {"a": {"title": "A"}, "b": {"title": "B"}, "c": {"title": "C"}}, "positions": {"north": {"stance": {"a": 0.05, "b": 0.35, "c": 0.8}, "salience": 20}, "south": {"stance": {"a": 0.85, "b": 0.55, "c": 0.4}, "salience": 30}}},
            "i3": {"title": "Issue 3", "options": {"a": {"title": "A"}, "b": {"title": "B"}, "c": {"title": "C"}}, "positions": {"north": {"stance": {"a": 0.25, "b": 0.15, "c": 0.4}, "salience": 12}, "south": {"stance": {"a": 0.3, "b": 0.0, "c": 1.0}, "salience": 45}}},
            "i4": {"title": "Issue 4", "options": {"a": {"title": "A"}, "b": {"title": "B"}, "c": {"title": "C"}}, "positions": {"north": {"stance": {"a": 0.4, "b": 0.4, "c": 0.3}, "salience": 8}, "south": {"stance": {"a": 0.25, "b": 0.45, "c": 0.45}, "salience": 25}}}
          }
        }
        """

    @Test func sharedOptionsAreThoseOfAllPackagesNearby() throws {
        let workspace = try workspace(Self.document)
        var question = SolvingQuestion(workspace)
        question.wantsShared = true
        let result = try SpaceSolver.solve(question)
        #expect(!result.solutions.isEmpty)
        let resolved = ResolvedCase(workspace, reading: question.reading)
        var packages: [Package] = [Package()]
        for issue in resolved.issues {
            packages = packages.flatMap { package in
                issue.choices.map { choice in
                    var next = package
                    next.choices[issue.id] = .option(choice)
                    return next
                }
            }
        }
        let acceptable = packages.map { ($0, PackageEvaluation($0, in: resolved)) }.filter { $0.1.isAcceptedNominally == true }
        var sizes: Set<Int> = []
        for (name, solution) in result.solutions {
            let near = acceptable.filter { _, evaluation in
                zip(result.parties, solution.utilities).allSatisfy { party, value in
                    guard let own = evaluation.parties.first(where: { $0.id == party.id })?.value.nominal else { return false }
                    return Fraction(own) + Fraction(2) >= Fraction(value)
                }
            }
            #expect(!near.isEmpty)
            let shared = resolved.issues.filter { issue in Set(near.map { $0.0.choices[issue.id] }).count == 1 }.map(\.id)
            #expect(solution.shared.map { Set($0.keys) } == Set(shared), "\(name)")
            sizes.insert(shared.count)
        }
        // A test in which nothing is ever shared would show nothing.
        #expect(sizes.contains { $0 > 0 })
    }
}
