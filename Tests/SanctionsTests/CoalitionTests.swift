import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_sanctions

@Suite("Who keeps the measures up")
struct CoalitionTests {
    @Test("strains add up, and a package eases them")
    func strains() throws {
        let theCase = try theCase()
        func total(_ package: ID<Package>?) throws -> Interval {
            try CoalitionReport(theCase, package: package).total(on: "coast")
        }
        // slight and marked: from the greater alone to both.
        #expect(try total(nil) == Interval(low: 20, high: 70))
        #expect(try total("nothing") == Interval(low: 20, high: 70))
        #expect(try total("steps") == Interval(low: 5, high: 20))
        #expect(try total("gift") == .zero)
        // Left open, each may be eased or not.
        #expect(try total("open") == Interval(low: 0, high: 70))
        let result = try coalition(theCase)
        #expect(
            try result.finding("strain/coast").title
                == "Coast is strained without an agreement with 20–70 (marked to severe) of 100")
        #expect(try result.finding("strain/coast").detail?.contains("It has a veto at the renewal by West.") == true)
        #expect(try coalition(theCase, "gift").kind("strain/coast") == .strong)
        #expect(try coalition(theCase, "open").finding("strain/coast").detail?.contains("Not settled") == true)
    }

    @Test("a veto table by hand: each member of a body that is unanimous, whose renewal each measure stands on")
    func vetoes() throws {
        let result = try coalition(try theCase())
        let council = try result.finding("renewal/council")
        #expect(
            council.kind == .fragile
                && council.title == "One veto in West ends its part of 2 measures: Oil embargo and Tools withheld")
        #expect(council.parties == ["west", "coast", "hills"])
        // Six months after 31 July 2024; the last day of January.
        #expect(
            council.detail?.contains("on 2025-01-31") == true
                && council.detail?.contains("Of them Coast is strained most") == true)
        let rows = try result.table("renewals").rows
        #expect(
            rows.count == 2 && rows.allSatisfy { $0[6] == .verdict("Coast and Hills", .warning) && $0[5] == .text("2025-01-31") })
        // Duty rests on no basis.
        #expect(try result.finding("unrenewed").title.contains("Duty"))
        let alone = try coalition(try theCase((#""rule": "unanimity""#, #""rule": "executive""#)))
        #expect(alone.kind("renewal/council") == .note)
        #expect(alone.summary.hasSuffix("No measure without an agreement stands on a unanimous renewal."))
    }

    @Test("renewals while the package is carried out, and none for what has ended")
    func during() throws {
        let steps = try coalition(try theCase((#""at": 2, "verifiedBy""#, #""at": 13, "verifiedBy""#)), "steps")
        #expect(try steps.finding("renewal/council").detail?.contains("2–3 renewals fall due") == true)
        #expect(
            try coalition(try theCase(), "gift").finding("renewal/council").title
                == "Under the package West has nothing left to renew")
    }

    @Test("without a coalition the analyzer says what to add, and a part that is missing leaves the rest")
    func lacking() throws {
        #expect(throws: Lack.self) { try coalition(try theCase((#""modules": {"#, #""modules": {}, "x": {"#))) }
        let partial = try coalition(
            try theCase(
                (
                    #""renewal": {"council": {"body": "west", "rule": "unanimity", "everyMonths": 6, "source": "gazette"}}"#,
                    #""renewal": {}"#
                )))
        #expect(partial.status == .partial && partial.kind("strain/coast") == .fragile)
        for id in [nil, "steps", "gift", "open", "nothing"] as [ID<Package>?] {
            try coalition(try theCase(), id).expectSound(in: try document(), id?.text ?? "no deal")
        }
    }
}
