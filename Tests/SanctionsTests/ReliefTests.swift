import Findings
import Foundation
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_sanctions

@Suite("Whether relief against steps holds")
struct ReliefTests {
    private func value(_ margin: Margin, _ inputs: Margin.Inputs) -> Interval {
        var table = PowerTable()
        return margin.value(inputs, &table)
    }

    private func leastPatience(_ margin: Margin, _ inputs: Margin.Inputs) -> Margin.Threshold {
        var table = PowerTable()
        return margin.leastPatience(inputs, &table)
    }

    @Test("the repeated prisoner's dilemma: δ* = (T−R)/(T−P)")
    func prisonersDilemma() throws {
        for (t, r, p) in [(5, 3, 1), (7, 6, 2), (10, 4, 0), (9, 8, 1)] {
            // R from now on, against T now and P from the next period on.
            let margin = Margin([
                .init("value", at: .zero, Interval(Number(r - t))), .init("value", at: Interval(1), Interval(Number(t - p))),
            ])
            let inputs = Margin.Inputs(worth: ["value": Interval(1)], patience: .unit)
            let least = leastPatience(margin, inputs)
            let exact = Double(t - r) / Double(t - p)
            let (low, high) = (try #require(least.low), try #require(least.high))
            #expect(low.double <= exact && exact <= high.double && high - low <= Margin.cell, "\(t) \(r) \(p): \(low) \(high)")
            #expect(!least.isBroken)
        }
    }

    @Test("more patience need not help, and the scan says so")
    func notMonotone() {
        // −1 + 6δ − 6δ²: from 0.2113 to 0.7887 only.
        let margin = Margin([
            .init("value", at: .zero, Interval(-1)), .init("value", at: Interval(1), Interval(6)),
            .init("value", at: Interval(2), Interval(-6)),
        ])
        let least = leastPatience(margin, Margin.Inputs(worth: ["value": Interval(1)], patience: .unit))
        #expect(least.low.map { Number("0.2") <= $0 && $0 <= Number("0.2113") } == true && least.high == nil && least.isBroken)
    }

    /// East gives half, West gives relief, East gives the rest; half of East's patience of 0.9 and a credibility of 0.5.
    @Test("three steps by hand")
    func byHand() throws {
        let judged = try report(try theCase(), "steps").judged
        func margin(_ step: String, _ defection: Game.Defection, _ party: ID<Party>) throws -> ReliefReport.Judged {
            try #require(
                judged.first {
                    $0.decision.move.step.id == step && $0.decision.defection == defection && $0.decision.party == party
                })
        }
        #expect(judged.count == 6)
        // East, first: −20 + 60δ − 20δ².
        let first = try margin("first", .withholding, "east")
        #expect(first.value == Interval(Number("17.8")) && first.nominal == Number("17.8"))
        // (60 − √2000) / 40 = 0.382
        #expect(
            first.patience.low.map { Number("0.36") < $0 && $0 <= Number("0.382") } == true
                && first.patience.high == Number("0.39"))
        #expect(first.credibility == Margin.Threshold(low: 0, high: 0))
        // West: −30 + 40δ.
        let relief = try margin("relief", .withholding, "west")
        #expect(relief.value == Interval(6))
        #expect(
            relief.patience.low.map { $0 <= Number("0.75") } == true && relief.patience.high.map { $0 >= Number("0.75") } == true)
        // East, last: it saves 20, and half of 60 is taken back; undoing its first half brings it 20 more.
        let rest = try margin("rest", .withholding, "east")
        #expect(rest.value == Interval(10))
        #expect(rest.credibility == Margin.Threshold(low: Number("0.333333333"), high: Number("0.333333334")))
        let undone = try margin("rest", .undoing, "east")
        #expect(undone.value == Interval(-10) && undone.truth == .no)
        #expect(undone.credibility == Margin.Threshold(low: Number("0.666666666"), high: Number("0.666666667")))
        #expect(undone.patience == Margin.Threshold(low: nil, high: nil))
        // Afterwards: 40 against half of 60; and West gets 30 back, which nobody takes back from it.
        #expect(try margin("rest", .afterwards, "east").value == Interval(-10))
        let west = try margin("relief", .afterwards, "west")
        #expect(west.value == Interval(-30) && west.credibility == Margin.Threshold(low: nil, high: nil))
    }

    @Test("where a party stands after each step, by hand")
    func exposure() throws {
        let result = try relief(try theCase(), "steps")
        let rows = try result.table("exposure").rows.map { row in row.dropFirst(2).map { $0 } }
        #expect(
            rows == [
                [.figure(Figure(exact: -20)), .figure(Figure(exact: 40))],
                [.figure(Figure(exact: 40)), .figure(Figure(exact: 10))],
                [.figure(Figure(exact: 20)), .figure(Figure(exact: 50))],
            ])
        #expect(try result.finding("exposure/east").title == "East is most exposed after “First half”")
        #expect(result.kind("exposure/west") == nil)
        #expect(result.kind("defects/east") == .fragile && result.kind("defects/west") == .fragile)
        #expect(
            try result.finding("defects/east").title
                == "Defecting pays East at “The rest”, by leaving it out and undoing what it has done before")
    }

    @Test("relief ahead of steps, unverified steps, a veto over the return, tranches that stay")
    func schedule() throws {
        let sound = try relief(try theCase(), "steps")
        // After the relief all is given and half is done.
        #expect(try sound.finding("ahead").title == "From “Relief” on relief runs ahead of what it is given for")
        #expect(try sound.finding("snapback/veto").title == "Hills can each stop the return of 1 tranche")
        #expect(sound.kind("unverified") == nil && sound.kind("incomplete") == nil && sound.kind("kept") == nil)
        let bare = try relief(try theCase((#""at": 0, "verifiedBy": ["south"],"#, #""at": 0,"#)), "steps")
        #expect(bare.kind("unverified") == .fragile)
        let short = try relief(try theCase((#""delivers": {"oil-relief": 1}"#, #""delivers": {"oil-relief": 0.25}"#)), "steps")
        #expect(short.kind("incomplete") == .missing && short.kind("ahead") == .strong)
        let kept = try relief(
            try theCase(
                (
                    #""choices": {"oil-relief": "phased", "tariffs": "as-now""#,
                    #""choices": {"oil-relief": "kept", "tariffs": "as-now""#
                )), "steps")
        #expect(kept.status == .notApplicable)
        let lasting = try relief(try theCase((#", "snapbackBy": "west""#, "")), "steps")
        #expect(lasting.kind("snapback/none") == .missing)
        let free = try relief(try theCase((#""vetoes": ["hills"],"#, #""vetoes": [],"#)), "steps")
        #expect(free.kind("snapback/veto") == nil && free.kind("snapback/alone") == .strong)
    }

    @Test("relief that is lifted at signature is paid by no step")
    func gift() throws {
        let result = try relief(try theCase(), "gift")
        #expect(try result.finding("unpaid").title == "What “Oil relief” gives is given for no step at all")
        result.expectSound(in: try document())
        let open = try relief(try theCase(), "open")
        #expect(open.status == .partial && open.lacks == ["a schedule with steps that deliver Oil relief and Withdrawal"])
        #expect(try open.finding("unpaid").title == "What “Oil relief” gives waits for no step")
    }

    @Test("smaller tranches repair a last step that is too dear, and not an undoing")
    func tranches() throws {
        // All of the withdrawal at the end, irreversible; relief is worth nothing to West, so that only East's last step
        // matters: −40 + 0.5 · 60 becomes −40/n + 0.5 · 60.
        let atOnce: [(String, String)] = [
            (
                #"{"id": "first", "title": "First half", "party": "east", "at": 0, "verifiedBy": ["south"], "delivers": {"withdrawal": 0.5}, "reversible": true, "detection": {"probability": 1}},"#,
                ""
            ),
            (
                #""delivers": {"withdrawal": 0.5}, "reversible": true, "detection": {"probability": 1}}"#,
                #""delivers": {"withdrawal": 1}, "detection": {"probability": 1}}"#
            ),
            (
                #""west": {"stance": {"kept": 1, "phased": 0, "lifted": 0}"#,
                #""west": {"stance": {"kept": 1, "phased": 1, "lifted": 1}"#
            ),
        ]
        let theCase = try theCase(try document(atOnce))
        let before = try report(theCase, "steps")
        #expect(before.judged.first { $0.decision.party == "east" }?.value == Interval(-10))
        #expect(
            try relief(theCase, "steps").finding("tranches").title
                == "Cut into 2 tranches each, the rounds of the exchange hold over all stated ranges")
        // The parts take turns within the month that the round had, with a pause between them.
        let section = try #require(theCase.section)
        let exchange = try #require(section.exchange)
        let package = try #require(theCase.workspace.packages["steps"])
        let cut = Game(theCase, section, exchange, package, reading: .assessed).split(into: 2)
        #expect(cut.moves.map(\.step.at) == [1, Number("1.333333333"), Number("1.666666667"), 2])
        #expect(cut.moves.map(\.step.party) == ["west", "east", "west", "east"])
        let undoing = try relief(try SanctionsTests.theCase(), "steps").finding("tranches")
        #expect(
            undoing.title == "Smaller tranches do not repair the exchange" && undoing.detail?.contains("win back at once") == true
        )
    }

    @Test("a breach that may go unseen makes defecting worth more")
    func detection() throws {
        func first(_ replacements: (String, String)...) throws -> Interval {
            let judged = try report(try theCase(document(replacements)), "steps").judged
            return try #require(judged.first { $0.decision.move.step.id == "first" }).value
        }
        let old =
            #""at": 0, "verifiedBy": ["south"], "delivers": {"withdrawal": 0.5}, "reversible": true, "detection": {"probability": 1}"#
        let seen = try first()
        // West's relief is still given with probability 0.4 (60 · 0.9 · 0.4), of which what is seen is taken back with 0.5,
        // at the time it is given: 54 · 0.4 · (1 − 0.6 · 0.5).
        let unseen = try first((old, old.replacing(#""probability": 1"#, with: #""probability": 0.6"#)))
        #expect(unseen == Interval(Number("17.8") - Number("21.6") + Number("6.48")))
        // Seen only after two months, it is still given.
        let late = try first((old, old.replacing(#""probability": 1"#, with: #""probability": 1, "lag": 2"#)))
        #expect(late.high < seen.low)
        // 17.8 − 54 + 0.5 · 60 · 0.81
        #expect(late == Interval(Number("-11.9")))
    }

    @Test("whatever lies within the ranges gives a margin within the bounds")
    func bruteForce() throws {
        var draws = Draws(state: 4)
        for _ in 0..<150 {
            var terms: [Margin.Term] = []
            for index in 0..<6 {
                var weight = Interval.random(0...1_000, &draws)
                if index % 2 == 1 { weight = .zero - weight }
                terms.append(
                    Margin.Term(
                        index < 3 ? "a" : "b", at: .random(0...9_000, &draws), weight, snapback: index == 2 ? "s" : nil))
            }
            let margin = Margin(terms)
            let inputs = Margin.Inputs(
                worth: ["a": .random(-50_000...50_000, &draws), "b": .random(0...90_000, &draws)],
                credibility: ["s": .random(0...1_000, &draws)], patience: .random(900...990, &draws))
            let bounds = value(margin, inputs)
            for _ in 0..<10 {
                let worth = inputs.worth.mapValues { $0.random(&draws) }
                let (credibility, patience) = ((inputs.credibility["s"] ?? .unit).random(&draws), inputs.patience.random(&draws))
                let sum = terms.reduce(0.0) { sum, term in
                    sum + term.weight.random(&draws) * pow(patience, term.time.random(&draws))
                        * (term.snapback == nil ? 1 : credibility) * (worth[term.issue] ?? 0)
                }
                #expect(bounds.contains(sum), "\(bounds) \(sum)")
            }
        }
    }

    @Test("a more credible snapback never makes going on pay less to who is given relief; wider ranges never settle more")
    func monotone() throws {
        let theCase = try theCase()
        for text in ["0.1", "0.4", "0.8"] {
            var (low, high) = (theCase, theCase)
            low = try SanctionsTests.theCase((#""credibility": 0.5"#, #""credibility": \#(text)"#))
            high = try SanctionsTests.theCase((#""credibility": 0.5"#, #""credibility": [\#(text), 0.95]"#))
            for (a, b) in zip(try report(low, "steps").judged, try report(high, "steps").judged) where a.decision.party == "east"
            {
                #expect(a.value.low <= b.value.low + Number("0.000001") && a.value.high <= b.value.high)
                if b.truth != .open { #expect(a.truth == b.truth) }
            }
        }
    }

    @Test("where ranges do not settle it, the answer says what would")
    func notSettled() throws {
        let result = try relief(try theCase((#""credibility": 0.5"#, #""credibility": [0.4, 0.9]"#)), "steps")
        let east = try result.finding("defects/east")
        #expect(east.title.hasPrefix("Whether going on pays East is not settled at"))
        #expect(east.detail?.contains("Knowing the credibility of “council” would settle it where it has least to gain.") == true)
        result.expectSound(in: try document())
    }

    @Test("without an exchange the analyzer says what to add")
    func lacking() throws {
        #expect(throws: Lack.self) { try relief(try theCase((#""modules": {"#, #""modules": {}, "x": {"#)), "steps") }
    }
}
