import Findings
import ModuleTestSupport
import Negotiation
import PluginKit
import Shapes
import Testing
import parley_plugin_history

@Suite("Phases of relations")
struct TimelineTests {
    @Test("what dates leave open stays open")
    func spans() throws {
        func span(_ date: String) throws -> Span { try #require(Span(date)) }
        let cases: [(String, String, Truth, Truth, Interval?)] = [
            ("1994", "2000", .yes, .no, Interval(low: 5, high: 7)),
            ("1994", "1995", .yes, .open, Interval(low: 0, high: 2)),
            ("1994", "1994", .open, .open, Interval(low: 0, high: 1)),
            ("1994-12-31", "1995-01-01", .yes, .yes, Interval(low: 0, high: 1)),
            ("1994-12-31", "1995-01-02", .yes, .no, Interval(low: 0, high: 1)),
            ("2000-02-28", "2000-02-29", .yes, .yes, Interval(low: 0, high: 1)),
            ("1900-02", "1900-03-01", .yes, .open, Interval(low: 0, high: 1)),
            ("2014-03-18", "2025-03-18", .yes, .no, Interval(low: 11, high: 11)),
            ("2025-08-12", "2025", .open, .open, Interval(low: 0, high: 1)),
            ("2001", "1999", .no, .yes, nil),
        ]
        for (a, b, before, adjoins, years) in cases {
            #expect(try span(a).isBefore(span(b)) == before, "\(a) \(b)")
            #expect(try span(a).adjoins(span(b)) == adjoins, "\(a) \(b)")
            #expect(try span(a).years(to: span(b)) == years, "\(a) \(b)")
        }
        #expect(Span("14") == nil && Span("2014-13") == nil)
    }

    @Test("by hand: order, present, gaps and overlaps")
    func course() throws {
        var theCase = try theCase()
        let report = try TimelineReport(theCase)
        #expect(report.phases.map(\.name) == ["friendship", "quarrel", "talks"])
        #expect(report.phases.map(report.goesOn) == [.no, .yes, .open])
        let silences = report.silences()
        #expect(silences.map(\.after.name) == ["friendship"] && silences.map(\.before.name) == ["quarrel"])
        let result = try timeline(theCase)
        #expect(
            result.summary
                == "3 phases since 2001. What goes on on 2025-06-01: “A quarrel” and “Talks” (whether it is over is not settled)."
        )
        #expect(try result.finding("present").title == "On 2025-06-01 2 phases go on side by side")
        #expect(
            try result.finding("present").detail
                == """
                Since 2015-03-01, mood “tension”: A quarrel. 2020–2025, mood “warmth”: Talks. Its end is dated 2025: whether it \
                is over is not settled; the day of its end would settle it.
                """)
        #expect(
            try result.finding("course").title
                == "The course of relations: warmth (2001–2004), then tension (since 2015-03-01), then warmth (2020–2025)")
        #expect(
            try result.finding("course").detail == "Come back after another: “warmth”. Dates: assumed: “The analyst's own judgement”.")
        #expect(
            try result.finding("gaps").title == "Of the time between 2004 and 2015-03-01 (10–12 years) nothing is said")
        #expect(
            try result.finding("overlap/quarrel/talks").title
                == "The phase since 2015-03-01 (tension) overlaps the phase 2020–2025 (warmth)")
        // The bridge of 2002 falls into the friendship, the ferry of 2016 into the quarrel, the ford of 1950 into none.
        #expect(
            try result.table("phases").rows.map { $0[6] } == [.text("The bridge (broken)"), .text("The ferry (broken)"), .text("")])
        #expect(try result.table("phases").rows.map { $0[3] }
            == [(2, 4), (10, 11), (4, 6)].map { .figure(Figure(bounds: Interval(low: $0.0, high: $0.1))) })
        #expect(result.status == .complete)
        // A phase that may end when another begins may overlap it; nothing lies between.
        theCase = try HistoryTests.theCase((#""from": 2001, "to": 2004"#, #""from": 2001, "to": 2015"#))
        let touching = try timeline(theCase)
        #expect(
            try touching.finding("overlap/friendship/quarrel").title
                == "The phase 2001–2015 (warmth) may overlap the phase since 2015-03-01 (tension)")
        #expect(touching.kind("gaps") == nil)
    }

    @Test("without a day of the case or a mood it says what to add, and answers the rest")
    func lacks() throws {
        let theCase = try theCase((#""asOf": "2025-06-01","#, ""), (#""mood": "tension", "#, ""))
        let result = try timeline(theCase)
        #expect(result.status == .partial)
        #expect(
            result.lacks == [
                "/asOf: the day the case is described, to tell which phase it is in",
                "/modules/history/timeline/quarrel/mood: its mood in a word",
            ])
        #expect(result.kind("course") == .note && result.kind("present") == nil)
    }
}
