import Negotiation
import OrderedCollections
import Shapes
import Testing

@Suite("What modules contribute")
struct ContributionTests {
    private func workspace(_ linkages: String) throws -> Workspace {
        try Workspace.shape.read(
            try JSON.parse(
                """
                {
                  "parley": 1, "id": "small", "title": "Small",
                  "parties": {"north": {"name": "North", "role": "principal"}},
                  "issues": {
                    "season": {"title": "Season", "options": {"closed": {"title": "Closed"}, "summer": {"title": "Summer"}, "open": {"title": "Open"}}},
                    "watch": {"title": "Watch", "options": {"ships": {"title": "Ships"}, "none": {"title": "None"}}},
                    "quota": {"title": "Quota", "range": {"from": 0, "to": 100, "step": 10}}
                  },
                  "linkages": {\(linkages)}
                }
                """))
    }

    private func kept(_ require: String, beside linkages: String) throws -> Bool {
        var linkage = Linkage()
        linkage.require = try Predicate(require)
        linkage.because = "It follows."
        var contribution = ModuleContribution()
        contribution.linkages["follows"] = ContributedLinkage(linkage, basis: ["issues", "season"])
        let left = try workspace(linkages).leavingOutWhatIsRequired(from: contribution)
        return left.linkages["follows"] != nil
    }

    @Test(
        "a requirement that one of the workspace's own implies is left out, and no other",
        arguments: [
            // The same in other words.
            ("season in [closed, summer] implies watch = ships", "season != open implies watch != none", false),
            // Weaker than what the workspace says.
            ("season = summer implies watch = ships", "season != open implies watch = ships", false),
            ("season = summer implies quota <= 50", "season = summer implies quota <= 40", false),
            // Weaker by what else would do.
            ("season = summer implies (watch = ships or quota = 0)", "season = summer implies watch = ships", false),
            // Stronger, or about something else.
            ("season != open implies watch = ships", "season = summer implies watch = ships", true),
            ("season = summer implies quota <= 40", "season = summer implies quota <= 50", true),
            ("season = summer implies quota <= 40", "season != open implies watch = ships", true),
        ])
    func implied(contributed: String, own: String, isKept: Bool) throws {
        #expect(try kept(contributed, beside: #""own": {"require": "\#(own)", "because": "So it is."}"#) == isKept)
    }

    @Test("what only several say together stays, and so does what adds points")
    func stays() throws {
        let both = #""a": {"require": "season != summer or watch = ships", "because": "A."}, "b": {"require": "season != closed or watch = ships", "because": "B."}"#
        #expect(try kept("season in [closed, summer] implies watch = ships", beside: both))
        let points = #""a": {"when": "season = open", "adds": {"north": -5}, "because": "A."}"#
        #expect(try kept("season != open", beside: points))
        #expect(try kept("season != open", beside: ""))
    }
}
