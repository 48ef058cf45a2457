import Foundation
import ModuleTestSupport
import Negotiation
import PluginKit
import Shapes
import Testing
import parley_plugin_sanctions

@Suite("Powers and months")
struct PowerTests {
    @Test("whole powers are exact")
    func whole() {
        let half = Interval(Number("0.5"))
        #expect(Power.bounds(half, to: Interval(0)) == Interval(1))
        #expect(Power.bounds(half, to: Interval(3)) == Interval(Number("0.125")))
        #expect(Power.left(after: Interval(24), halfLife: Interval(12)) == Interval(Number("0.25")))
        #expect(Power.bounds(Interval(0), to: Interval(0)) == Interval(1))
        #expect(Power.bounds(Interval(0), to: Interval(2)) == Interval(0))
        #expect(Power.bounds(Interval(1), to: Interval(Number("7.5"))) == Interval(1))
    }

    @Test("a root lies within its bounds, and they are close")
    func root() {
        let range = Power.left(after: Interval(1), halfLife: Interval(2))
        #expect(range.low <= Number("0.707106782") && Number("0.707106781") <= range.high)
        #expect(range.width <= Number("0.00000001"))
        // The same root squared is a half.
        #expect(range.low * range.low <= Number("0.5") && Number("0.5") <= range.high * range.high)
    }

    @Test("the floating-point power of whatever lies within the ranges lies within the bounds")
    func bruteForce() {
        var draws = Draws(state: 1)
        for _ in 0..<400 {
            let base = Interval.random(0...1_000, &draws)
            let exponent = Interval.random(0...40_000, &draws)
            let bounds = Power.bounds(base, to: exponent)
            for _ in 0..<5 {
                let power = pow(base.random(&draws), exponent.random(&draws))
                #expect(bounds.contains(power, within: 1e-8), "\(base)^\(exponent): \(bounds), \(power)")
            }
            let life = Interval.random(500...90_000, &draws)
            let left = Power.left(after: exponent, halfLife: life)
            #expect(left.contains(pow(2, -exponent.random(&draws) / life.random(&draws)), within: 1e-8))
        }
    }

    @Test("less is left later, and wider input gives wider bounds")
    func monotone() {
        var draws = Draws(state: 2)
        for _ in 0..<200 {
            let life = Interval.random(1_000...90_000, &draws)
            let time = Interval.random(0...90_000, &draws)
            let (sooner, later) = (
                Power.left(after: time, halfLife: life), Power.left(after: time + Interval(1), halfLife: life)
            )
            #expect(later.low <= sooner.low && later.high <= sooner.high)
            let wider = Power.left(after: time.hull(Interval(time.low + 5)), halfLife: life.hull(Interval(life.high + 3)))
            #expect(wider.low <= sooner.low && sooner.high <= wider.high)
        }
    }

    @Test("months between dates, to the whole month both ways")
    func months() {
        #expect(Months.passed(since: "2014-07-16", until: "2025-08-12") == Interval(low: 132, high: 133))
        #expect(Months.passed(since: "2024-01-01", until: "2025-01-01") == Interval(12))
        #expect(Months.passed(since: "2024-01-31", until: "2024-02-01") == Interval(low: 0, high: 1))
        // Some day of 2024.
        #expect(Months.passed(since: "2024", until: "2025-01-01") == Interval(low: 0, high: 12))
        #expect(Months.passed(since: "2025", until: "2025-08-12") == Interval(low: 0, high: 8))
        #expect(Months.passed(since: "2026", until: "2025-08-12") == nil)
    }

    @Test("renewals fall due a whole number of periods after their beginning")
    func renewals() {
        #expect(Months.next(after: "2025-08-12", from: "2014-07-31", every: 6) == "2026-01-31")
        #expect(Months.next(after: "2025-08-12", from: "2014-03-20", every: 12) == "2026-03-20")
        // On the day itself the next one is meant, and short months end earlier.
        #expect(Months.next(after: "2025-07-31", from: "2014-07-31", every: 6) == "2026-01-31")
        #expect(Months.next(after: "2024-09-01", from: "2024-08-31", every: 6) == "2025-02-28")
        #expect(Months.next(after: "2024-09-01", from: "2024", every: 6) == nil)
        #expect(Months.next(after: "2024-09-01", from: "2025-01-01", every: 6) == nil)
    }

    @Test("days and weeks become months of 28 to 31 days")
    func units() {
        let month = Interval(Number(30)) * Workspace.TimeUnit.day.inMonths
        #expect(month.low < 1 && 1 < month.high && month.width < Number("0.2"))
        #expect(Workspace.TimeUnit.quarter.inMonths == Interval(3))
        #expect(Workspace.TimeUnit.week.inMonths.contains(Number("0.23")))
    }
}
