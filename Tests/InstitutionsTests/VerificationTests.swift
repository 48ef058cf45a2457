import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_institutions

@Suite("Whether somebody verifies what is undertaken")
struct VerificationTests {
    @Test("what there is against what it takes, by hand")
    func comparison() throws {
        let have = try interval("0.5", "0.9")
        let cases: [(String, String, Comparison.Verdict, Comparison.Side?, String, String)] = [
            ("0.4", "0.5", .enough, nil, "0", "0"),
            ("0.91", "1", .short, nil, "0.01", "0.5"),
            // The wider range settles it, when some of its values do.
            ("0.4", "0.7", .open, .have, "0", "0.2"), ("0.4", "1", .open, .need, "0", "0.5"),
            // No value of what is needed settles it: all lie inside.
            ("0.6", "0.7", .open, .have, "0", "0.2"),
            ("0.9", "0.9", .open, .have, "0", "0.4"),
        ]
        for (low, high, verdict, side, least, most) in cases {
            let comparison = Comparison(have, of: try interval(low, high))
            #expect(comparison.verdict == verdict && comparison.settling == side, "\(low)–\(high)")
            #expect(comparison.missing == (try interval(least, most)), "\(low)–\(high)")
        }
    }

    @Test("what a comparison says holds at every point of the ranges, and the range it names can settle it")
    func bruteForce() throws {
        var draw = Draw(seed: 5)
        for _ in 0..<400 {
            let (have, need) = (draw.range(), draw.range())
            let comparison = Comparison(have, of: need)
            func points(_ range: Interval) -> [Number] {
                (0...10).map { Number(significand: Int128($0), exponent: -1) }.filter(range.contains)
            }
            let truths = Set(points(have).flatMap { x in points(need).map { x >= $0 } })
            #expect(comparison.verdict == (truths == [true] ? .enough : truths == [false] ? .short : .open))
            guard let side = comparison.settling else { continue }
            let settled = points(side == .have ? have : need).contains { point in
                Comparison(side == .have ? Interval(point) : have, of: side == .need ? Interval(point) : need).verdict != .open
            }
            #expect(settled, "\(have) \(need) \(side)")
        }
    }

    /// The mission has access 0.6–0.9 of 0.4–0.6 and capacity 0.3–0.6 of 0.2–0.3: enough. Sealed in month 2 and ready 3–6 months
    /// on: there in month 3–8, and the fire ceases in month 4.
    @Test("a hand-made case: access, capacity and time")
    func byHand() throws {
        let result = try verification(try theCase(), "full")
        result.expectWorded(in: try document())
        let fire = try result.finding("commitment/fire-kept")
        #expect(fire.kind == .note)
        #expect(fire.title == "“Fire is kept”: not settled whether Mission can verify it: when it can be there")
        #expect(fire.detail?.contains("It begins in month 4 (“Ceased”), and the body can be there in month 3–8.") == true)
        let arms = try result.finding("commitment/arms-cut")
        #expect(arms.kind == .missing && arms.title == "“Arms are cut”: nobody would verify it")
        // The joint body may verify arms, with access 0.1–0.3 of 0.4: short by 0.1–0.3, so it is no way to close the gap.
        #expect(arms.detail == "What would close it: “None” on Arms, which takes no verification.")
        #expect(try result.table("schedule").rows.map { $0[3].text } == ["not settled", "yes"])
        #expect(
            result.summary == """
                Of 2 commitments that the package undertakes, 1 has nobody who may verify it and with 1 it is not settled. Under the \
                assessed reading it is not settled whether Mission comes by its mandate.
                """)
        let joint = try verification(try theCase(), "joint")
        #expect(joint.status == .partial && joint.lacks.first?.contains("/packages/joint/schedule") == true)
        #expect(
            try joint.finding("commitment/arms-cut").detail?.hasPrefix("Its access is 0.1–0.3 of the 0.4 that it takes: short by 0.1–0.3.")
                == true)
        #expect(joint.kind("commitment/fire-kept") == .fragile && joint.kind("veto/joint") == .strong)
    }

    @Test("ready in time, late, or not settled")
    func time() throws {
        let cases: [(String, Finding.Kind)] = [("8", .strong), ("7", .note), ("3", .note), ("2.5", .fragile), ("0", .fragile)]
        for (at, kind) in cases {
            let moved = (#""party": "south", "at": 4"#, #""party": "south", "at": \#(at)"#)
            #expect(try verification(try theCase(moved), "full").kind("commitment/fire-kept") == kind, "\(at)")
        }
        let late = try verification(try theCase((#""party": "south", "at": 4"#, #""party": "south", "at": 0"#)), "full")
        #expect(late.kind("schedule/late") == .fragile)
        #expect(try late.finding("commitment/fire-kept").detail?.contains("for 3–8 months nobody but the two sides watches") == true)
        // Days come to a range of months: 84 are 2.7–3, so it is not settled that 3 is too early.
        let days = (#""timeUnit": "month""#, #""timeUnit": "day""#)
        let soon = (#""party": "south", "at": 4"#, #""party": "south", "at": 84"#)
        let sooner = (#""party": "south", "at": 4"#, #""party": "south", "at": 83"#)
        let kept = (#""party": "south", "at": 9"#, #""party": "south", "at": 90"#)
        #expect(try verification(try theCase(days, soon, kept), "full").kind("commitment/fire-kept") == .note)
        #expect(try verification(try theCase(days, sooner, kept), "full").kind("commitment/fire-kept") == .fragile)
    }

    @Test("a mandate that the package does not ask for is a gap, and what asks for it is named")
    func mandate() throws {
        // Without a breach clause and a verified fire nothing forbids the choice but the mandate itself.
        let result = try verification(try theCase(), "full", choosing: ["seal": .option("none")])
        let fire = try result.finding("commitment/fire-kept")
        #expect(fire.kind == .missing && fire.title == "“Fire is kept”: Mission would verify it, and has no mandate for that")
        #expect(fire.detail?.contains("“By the League” on The seal") == true)
    }

    @Test("what is open is told branch by branch, without those that a requirement forbids")
    func branches() throws {
        let result = try verification(
            try theCase(), "full", choosing: ["watch": .disputed(["league-mission", "joint"]), "arms": .disputed(["cut", "none"])])
        result.expectWorded(in: try document())
        let fire = try result.finding("commitment/fire-kept")
        #expect(fire.title == "“Fire is kept”: it depends on what is still open who verifies it")
        #expect(fire.detail?.contains("With “Joint” on The watch: Joint falls short of it for certain: access.") == true)
        #expect(try result.finding("commitment/arms-cut").detail?.hasPrefix("It is undertaken only with “Cut” on Arms") == true)
        #expect(result.status == .partial && result.lacks == ["a choice on “The watch” and “Arms”"])
        let report = try report(try theCase(), "full", choosing: ["seal": .disputed(["league", "none"])])
        #expect(report.undertakings.allSatisfy { $0.best > .unmandated || $0.best == .nobody })
        #expect(report.undertakings.first?.coverages.count == 1)
    }

    @Test("a verifier whom the schedule names and the package does not have")
    func absent() throws {
        let result = try verification(try theCase(), "full", choosing: ["watch": .option("joint")])
        #expect(result.kind("schedule/absent") == .missing)
        #expect(try verification(try theCase(), "full").kind("schedule/absent") == nil)
    }

    @Test("missing inputs are told, with their place")
    func lacks() throws {
        let lack = #expect(throws: Lack.self) {
            try verification(try theCase((#""modules": {"#, #""modules": {}, "x": {"#)), "full")
        }
        #expect(lack?.lacks.map { $0.prefix { $0 != ":" } } == ["/modules/institutions/commitments", "/modules/institutions/bodies"])
        let empty = try verification(try theCase(), "empty")
        #expect(empty.status == .partial && empty.lacks.first?.contains("“The watch”") == true)
        empty.expectWorded(in: try document())
    }

    @Test("a verifier that is added, or may do more, never opens a gap")
    func monotone() throws {
        var draw = Draw(seed: 7)
        let document = try document()
        for round in 0..<150 {
            let before = try theCase(document.adding((0..<draw.below(3)).map { _ in draw.body() }, from: 0))
            var bodies = try #require(before.section?.bodies)
            // One more, or one that sees and does more.
            let after: InstitutionsCase
            if draw.below(2) == 0 {
                after = try theCase(document.adding([draw.body()], from: 10, to: before))
            } else {
                let name = bodies.keys[draw.below(bodies.count)]
                bodies[name]?.verifies = ["fire", "arms"]
                bodies[name]?.access = Interval(1)
                bodies[name]?.capacity = Interval(1)
                bodies[name]?.readyMonths = .zero
                after = try theCase(document.with(bodies))
            }
            let choosing: Choices = [
                "watch": [.option("joint"), .option("league-mission"), .option("none"), .disputed(["joint", "none"])][draw.below(4)],
                "seal": [.option("league"), .option("none")][draw.below(2)],
            ]
            let one = try report(before, "full", choosing: choosing)
            let other = try report(after, "full", choosing: choosing)
            for (a, b) in zip(one.undertakings, other.undertakings) {
                #expect(a.name == b.name && a.worst <= b.worst && a.best <= b.best, "round \(round): \(a.name)")
            }
        }
    }

    @Test("the flagship's four packages differ, for reasons that are told")
    func flagship() throws {
        let (theCase, document) = (try Flagship.theCase(), try Flagship.document())
        var results: [ID<Package>: AnalysisResult] = [:]
        for id in Flagship.packages {
            for reading in Reading.allCases {
                let result = try verification(theCase, id, reading: reading)
                result.expectWorded(in: document, "\(id)")
                #expect(result == (try verification(theCase, id, reading: reading)))
                if reading == .assessed { results[id] = result }
            }
        }
        let kinds = { (id: String) in Flagship.packages.map { results[$0]?.kind("commitment/\(id)") } }
        // Who stops shooting at once is unwatched at first; two packages have no schedule to say so.
        #expect(kinds("ceasefire-holds") == [.note, .note, .fragile, .fragile])
        #expect(kinds("forces-withdrawn") == [.note, nil, .note, .note])
        #expect(kinds("ceilings-kept") == [nil, .missing, nil, .missing])
        #expect(kinds("posture-limited") == [nil, .missing, nil, .missing])
        #expect(kinds("assets-released-rightly") == [nil, nil, .missing, .missing])
        #expect(kinds("minority-rights-kept") == [.missing, .missing, .missing, .missing])
        #expect(results["us-maximal"]?.kind("veto/un-mission") == .fragile)
        #expect(results["russia-maximal"]?.kind("veto/joint-commission") == .strong)
        #expect(try verification(theCase, "us-maximal", reading: .declared).kind("veto/un-mission") == .blocks)
        let minority = try #require(try results["best-case"]?.finding("commitment/minority-rights-kept").detail)
        #expect(minority.contains("“Mission of the OSCE” (not settled whether enough; Russia would stop its mandate)"))
        #expect(
            try results["best-case"]?.finding("commitment/ceasefire-holds").detail?.contains(
                "the body can be there in month 3–11: for 3–11 months nobody but the two sides watches") == true)
        #expect(Set(results.values.map(\.summary)).count == 4)
    }
}

/// A small generator of its own, so that a failure can be repeated (SplitMix64: Steele, Lea & Flood 2014).
struct Draw {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// A range of tenths within 0–1.
    mutating func range() -> Interval {
        let ends = [below(11), below(11)].sorted().map { Number(significand: Int128($0), exponent: -1) }
        return Interval(low: ends[0], high: ends[1])
    }

    mutating func body() -> Body {
        var body = Body()
        body.title = "Drawn"
        body.option = [nil, "joint", "league-mission"][below(3)]
        body.mandate.by = ["league", "parties"][below(2)]
        body.mandate.unmodelled = "somebody"
        body.verifies = [["fire"], ["arms"], ["fire", "arms"]][below(3)]
        body.access = range()
        body.capacity = range()
        let months = [below(12), below(12)].sorted()
        body.readyMonths = Interval(low: Number(months[0]), high: Number(months[1]))
        return body
    }
}

extension Value {
    /// The document with other bodies in the section.
    func with(_ bodies: OrderedDictionary<String, Body>) -> Value {
        with(section: "bodies", Shape.mapping(.id, Body.shape).encode(bodies))
    }

    /// The document with more bodies than it has, or than another case has.
    func adding(_ bodies: [Body], from first: Int, to other: InstitutionsCase? = nil) throws -> Value {
        var all = try other?.section?.bodies ?? theCase(self).section?.bodies ?? [:]
        for (index, body) in bodies.enumerated() { all["drawn-\(first + index)"] = body }
        return with(all)
    }
}
