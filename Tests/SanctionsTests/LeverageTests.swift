import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_sanctions

@Suite("What measures are worth at the table")
struct LeverageTests {
    private func pressures(_ replacements: (String, String)...) throws -> Pressures {
        let theCase = try theCase(document(replacements))
        return Pressures(theCase, try #require(theCase.section))
    }

    @Test("two measures by hand: half is left after a half-life, and a quarter of that leaks")
    func byHand() throws {
        let pressures = try pressures()
        // 80 · 2^(−12/12) · (1 − 0.25)
        #expect(pressures.on("oil") == Interval(30))
        #expect(pressures.on("oil", later: Interval(12)) == Interval(15))
        #expect(pressures.on("oil", without: ["south"]) == Interval(40))
        // [20, 50] · 2^(−12/[6, 12])
        #expect(pressures.on("tools") == Interval(low: 5, high: 25))
        #expect(pressures.on("tools", later: Interval(12)) == Interval("1.25", "12.5"))
        // From the strongest alone to both.
        #expect(Pressures.total([pressures.on("oil"), pressures.on("tools")]) == Interval(low: 30, high: 55))
        let result = try leverage(try theCase(), months: 12)
        #expect(try result.finding("total/east").title == "Measures press East with 30–55 (marked to severe) of 100")
        #expect(try result.finding("total/east").detail?.contains("15–27.5 (slight to marked) in 12 months") == true)
        // What has parts is not counted again.
        #expect(pressures.counted == ["oil", "tools", "duty"])
    }

    @Test("a sum ends with the scale")
    func cap() {
        #expect(Pressures.total([Interval(low: 60, high: 80), Interval(low: 10, high: 70)]) == Interval(low: 60, high: 100))
        #expect(Pressures.total([]) == .zero)
    }

    @Test("shares that several third parties offset lie between the greatest and their sum")
    func offsets() throws {
        let two = (
            #""leakage": {"#,
            #""leakage": {"north-buys": {"via": "coast", "measures": {"oil": [0.5, 0.9]}},"#
        )
        let pressures = try pressures(two)
        #expect(pressures.offset("oil") == Interval(low: Number("0.5"), high: 1))
        #expect(pressures.offset("oil", without: ["south"]) == Interval("0.5", "0.9"))
        #expect(pressures.on("oil") == Interval(low: 0, high: 20))
    }

    @Test("more leakage never raises pressure, more time never does, and a package that keeps less never keeps more")
    func monotone() throws {
        var draws = Draws(state: 3)
        let theCase = try theCase()
        let section = try #require(theCase.section)
        for _ in 0..<60 {
            var less = section
            less.measures["oil"]?.effect = .range(.random(0...100_000, &draws))
            less.measures["oil"]?.halfLife = .random(1_000...90_000, &draws)
            let share = Interval.random(0...1_000, &draws)
            less.leakage["south-buys"]?.measures["oil"] = share
            var more = less
            let raised = Interval(low: min(1, share.low + Number("0.1")), high: min(1, share.high + Number("0.1")))
            more.leakage["south-buys"]?.measures["oil"] = raised
            let (before, after) = (Pressures(theCase, less), Pressures(theCase, more))
            let (a, b) = (before.on("oil"), after.on("oil"))
            #expect(b.low <= a.low && b.high <= a.high)
            let later = before.on("oil", later: Interval(7))
            #expect(later.low <= a.low && later.high <= a.high)
            let part = before.on("oil", inForce: Interval("0.2", "0.6"))
            #expect(part.low <= a.low && part.high <= a.high)
            let without = before.on("oil", without: ["south"])
            #expect(a.low <= without.low && a.high <= without.high)
            let total = Pressures.total([a, before.on("tools")])
            #expect(total.low >= a.low && total.high <= 100)
        }
    }

    @Test("pressure is worth most now; waiting for a third party pays only where it gives back more than time takes")
    func waiting() throws {
        // In one month 2^(−1/12) = 0.944 is left; South gives back a third of what there is: 40 against 30.
        let soon = try leverage(try theCase(), months: 1).finding("third-party/south")
        #expect(soon.detail?.contains("Waiting 1 month would pay if it stopped by then.") == true)
        #expect(
            soon.title
                == "Without what South offsets, East would be pressed with 40–65 (marked to severe), not 30–55 (marked to severe)"
        )
        let late = try leverage(try theCase(), months: 12).finding("third-party/south")
        #expect(late.detail?.contains("adaptation would have cost more than that gives back") == true)
        // 2^(−5/12) · 40 = 29.97, by a half-life of 12; a half-life from 6 to 24 leaves it open.
        let open = try leverage(
            try theCase((#""cost": "slight", "halfLife": 12,"#, #""cost": "slight", "halfLife": [6, 24],"#)), months: 5)
        #expect(try open.finding("third-party/south").detail?.contains("is not settled") == true)
        let when = try leverage(try theCase(), months: 12).finding("when")
        #expect(when.title == "What presses East is worth most at the table now, and in 12 months 25–50 % of it is left")
    }

    @Test("what a package keeps, gives up and lets return")
    func packages() throws {
        let theCase = try theCase()
        let kept = try leverage(theCase, "nothing")
        #expect(try kept.finding("package/pressure").kind == .strong && kept.kind("package/return") == nil)
        let gift = try leverage(theCase, "gift")
        #expect(try gift.finding("package/pressure").title == "The package gives up all the pressure on East upon signature")
        #expect(gift.kind("package/return") == .fragile)
        let steps = try leverage(theCase, "steps")
        #expect(steps.kind("package/pressure") == .note && steps.kind("package/return") == .strong)
        #expect(try steps.finding("package/pressure").detail?.contains("at the end of its schedule with 0") == true)
        // Open: anything from nothing to all is in force.
        let open = try leverage(theCase, "open")
        #expect(try open.table("package").rows[0][3] == .figure(Figure(bounds: Interval(low: 0, high: 100))))
        #expect(open.kind("package/return") == .fragile)
        // Tariffs on others end, of those on allies nobody says how much remains.
        #expect(try gift.table("package").rows[2][3] == .figure(Figure(exact: 0)))
        for id in ["nothing", "gift", "steps", "open"] as [ID<Package>] {
            try leverage(theCase, id).expectSound(in: try document(), id.text)
        }
    }

    @Test("measures that cost more than they press")
    func costs() throws {
        let result = try leverage(try theCase())
        #expect(try result.finding("cost/sure").detail?.hasPrefix("Tools withheld presses with 5–25") == true)
        #expect(try result.finding("cost/open").detail?.hasPrefix("Duty presses") == true)
    }

    @Test("what is lacking is told, and the rest is answered")
    func lacking() throws {
        let noLife = try leverage(try theCase((#""cost": "slight", "halfLife": 12,"#, #""cost": "slight","#)))
        #expect(noLife.status == .partial && noLife.lacks == ["/modules/sanctions/measures/oil: effect, halfLife and started"])
        #expect(try noLife.finding("total/east").title.contains("5–25"))
        #expect(throws: Lack.self) { try leverage(try theCase((#""modules": {"#, #""modules": {}, "x": {"#))) }
        #expect(throws: Lack.self) { try leverage(try theCase((#", "asOf": "2025-01-01""#, ""))) }
    }
}
