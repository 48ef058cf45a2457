import Negotiation
import OrderedCollections
import Shapes
import Testing

@Suite("Scenarios that change the case") struct ScenarioTests {
    private func workspace(_ changes: String) throws -> Workspace {
        try Workspace.shape.read(
            try JSON.parse(
                """
                {"parley": 1, "id": "fishing", "title": "Fishing",
                 "sources": {"brief": {"title": "Brief", "kind": "article"}},
                 "parties": {
                   "coast": {"name": "Coast", "role": "principal", "outside": [{"points": -5}, {"points": [-20, -10], "after": 6}]},
                   "isle": {"name": "Isle", "role": "principal", "outside": 3}},
                 "issues": {
                   "season": {"title": "Season", "options": {"closed": {"title": "C"}, "open": {"title": "O"}}, "positions": {
                     "coast": {"stance": {"closed": 1}, "salience": "high", "assessed": {"stance": {"open": 0.5}, "salience": 7}},
                     "isle": {"stance": {"open": 1}, "salience": 10, "assessed": {"stance": {"open": 0.5}}}}},
                   "quota": {"title": "Quota", "range": {"from": 0, "to": 100, "step": 20}, "positions": {
                     "isle": {"stance": {"0": 0, "100": 1}, "salience": 30}}}},
                 "noDeal": {"choices": {"season": "open", "quota": 80}, "summary": "As now", "source": "brief"},
                 "scenarios": {
                   "collapse": {"kind": "world", "title": "The stock collapses", "source": "brief"\(changes)},
                   "court": {"kind": "no-deal", "title": "A ruling", "changes": {"outside": {"coast": 1}}},
                   "peace": {"kind": "after-deal", "title": "Quiet"}}}
                """))
    }

    @Test func outsideValuesGiveWay() throws {
        let before = try workspace(#", "changes": {"outside": {"coast": [-30, -25]}}"#)
        var after = try #require(before.under("collapse"))
        let value = try #require(after.parties["coast"]?.outside.first)
        #expect(after.parties["coast"]?.outside.count == 1)
        #expect(value.points == Interval(low: -30, high: -25) && value.after == 0)
        #expect(value.because == "The stock collapses" && value.source == Citation(source: "brief"))
        // Nothing else is touched.
        after.parties["coast"]?.outside = before.parties["coast"]?.outside ?? []
        #expect(after == before)
    }

    @Test func noDealOptionsAreReplaced() throws {
        let before = try workspace(#", "changes": {"noDeal": {"quota": 0}}"#)
        let after = try #require(before.under("collapse"))
        #expect(after.noDeal?.choices == ["season": "open", "quota": "0"])
        #expect(after.noDeal?.summary == "As now")
        var without = before
        without.noDeal = nil
        #expect(without.under("collapse")?.noDeal?.choices == ["quota": "0"])
    }

    @Test func saliencesAreReplacedUnderBothReadings() throws {
        let before = try workspace(#", "changes": {"salience": {"coast": {"season": [60, 70], "quota": 5}, "isle": {"season": "low"}}}"#)
        let after = try #require(before.under("collapse"))
        let coast = try #require(after.issues["season"]?.positions["coast"])
        #expect(coast.salience == .range(Interval(low: 60, high: 70)) && coast.assessed?.salience == coast.salience)
        #expect(coast.stance == before.issues["season"]?.positions["coast"]?.stance)
        let isle = try #require(after.issues["season"]?.positions["isle"])
        #expect(isle.salience == .word("low") && isle.assessed?.salience == .word("low"))
        // There is no position to change.
        #expect(after.issues["quota"] == before.issues["quota"])
    }

    @Test func onlyWorldsAreSolvedAgain() throws {
        let workspace = try workspace("")
        #expect(workspace.under("collapse") == workspace)
        #expect(workspace.under("court") == nil)
        #expect(workspace.under("peace") == nil)
        #expect(workspace.under("flood") == nil)
    }
}
