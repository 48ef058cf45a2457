import Analysis
import Negotiation
import OrderedCollections
import Shapes
import Testing

/// Thirds, as importers write them: a package exactly at a floor is at it, whoever looks.
@Suite struct QuotientTests {
    /// Three thirds for what no deal brings by one issue alone.
    private func thirds(_ floor: String = "", third: String = "0.333333333333") throws -> Workspace {
        let issues = ["a", "b", "c"].map { id in
            #""\#(id)": {"title": "\#(id)", "options": {"no": {"title": "No"}, "yes": {"title": "Yes"}}, "positions": {"p": {"stance": {"no": 0, "yes": \#(third)}, "salience": 1}}}"#
        }
        return try workspace(
            """
            "parties": {"p": {"name": "P", "role": "principal"\(floor)}, "q": {"name": "Q", "role": "principal"}},
            "issues": {\(issues.joined(separator: ", ")), "d": {
              "title": "d", "options": {"low": {"title": "Low"}, "high": {"title": "High"}},
              "positions": {"p": {"stance": {"low": 0, "high": 1}, "salience": 1}, "q": {"stance": {"low": 1, "high": 0}, "salience": 1}}
            }},
            "noDeal": {"choices": {"a": "no", "b": "no", "c": "no", "d": "high"}}
            """)
    }

    private let atTheFloor = package(["a": .option("yes"), "b": .option("yes"), "c": .option("yes"), "d": .option("low")])

    private func isAcceptable(_ workspace: Workspace, _ end: RangeEnd) throws -> Bool {
        if case .found = try Existence.package(in: OutcomeSpace(atTheFloor, in: ResolvedCase(workspace, reading: .assessed), end: end).graph) { true } else { false }
    }

    /// A quarter of 100 is what one of four issues brings.
    @Test(arguments: ["", #", "reservation": 25"#])
    func threeThirdsAreOne(_ floor: String) throws {
        let workspace = try thirds(floor)
        let party = try PackageEvaluation(atTheFloor, in: ResolvedCase(workspace, reading: .assessed)).party("p")
        #expect(party.accepts == true)
        #expect(party.verdict == .certain)
        for end in [RangeEnd.nominal, .pessimistic, .optimistic] { #expect(try isAcceptable(workspace, end), "\(end)") }
    }

    /// What is really short of the floor stays so.
    @Test(arguments: ["", #", "reservation": 25"#])
    func lessIsLess(_ floor: String) throws {
        let workspace = try thirds(floor, third: "0.33333333")
        let party = try PackageEvaluation(atTheFloor, in: ResolvedCase(workspace, reading: .assessed)).party("p")
        #expect(party.accepts == false && party.verdict == .excluded)
        for end in [RangeEnd.nominal, .pessimistic, .optimistic] { #expect(try !isAcceptable(workspace, end), "\(end)") }
    }
}
