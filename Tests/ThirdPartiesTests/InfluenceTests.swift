import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_third_parties

private func tenths(_ low: Int, _ high: Int) -> Interval {
    Interval(low: Number(significand: Int128(low), exponent: -1), high: Number(significand: Int128(high), exponent: -1))
}

@Suite("What outside actors move")
struct InfluenceTests {
    /// Aid: [0.5, 1] · 60·(0.5 − 0) = [15, 30]. Pressure: −0.5 · 40·(1 − 0) = −20. Relief “Eased” is worth 40·0.5 = 20 to South;
    /// q = [0.2, 0.4], others [0.1, 0.2]: the gain is 0 to 0.4/(1 − 0.6) = 1 times that. Venue: 0.2/0.8 to 0.5/0.5 times that.
    /// Meeting Big's wish costs North 10·(1 − 0).
    @Test("by hand: what each influence moves")
    func worth() async throws {
        let all = try await accounts(try theCase(), "draft")
        #expect(all["patron-pays"]?.shifts == ["north": Interval(low: 15, high: 30)])
        #expect(all["union-presses"]?.shifts == ["south": Interval(-20)])
        #expect(all["big-offsets"]?.shifts == ["south": Interval(low: 0, high: 20)])
        #expect(all["big-hosts"]?.shifts == ["south": Interval(low: 5, high: 20)])
        #expect(all["big-trades"]?.isMet == .no)
        #expect(all["big-trades"]?.shifts == ["north": Interval(10)])
        #expect(all["big-trades"]?.meeting?.changes == ["duties": "eased"])
        let result = try await influence(try theCase(), "draft")
        result.expectSound(in: try document())
        #expect(
            try result.finding("unmet").detail
                == "Big (trade): met with “Eased” on Duties (then somebody refuses; worth −10 swing points to North).")
        #expect(
            try result.finding("worth").detail
                == "North: +15 to +30 without the aid of Patron, in swing points. South: −20 without the pressure of Union, 0 to +20 without the leakage of Big and +5 to +20 without the venue of Big, in swing points."
        )
    }

    @Test("where nothing is relieved, nothing that offsets moves anything")
    func kept() async throws {
        let all = try await accounts(try theCase(), "poor")
        #expect(all["big-offsets"]?.shifts == [:] && all["big-hosts"]?.shifts == [:])
        #expect(
            try await influence(try theCase(), "poor").finding("worth").detail?.contains("Nothing is moved by the leakage of Big")
                == true)
    }

    /// Big refuses a blessing, so of the two answers one is refused because of it.
    @Test("a veto: who alone keeps the package from being agreed, and how many ways it closes")
    func veto() async throws {
        let stops = try #require(try await accounts(try theCase(), "draft")["big-stops"])
        #expect(stops.standing == 2 && stops.with == 1 && stops.without == 2 && stops.isAlone)
        let result = try await influence(try theCase(), "draft")
        #expect(result.kind("consent/big-stops") == .blocks)
        #expect(
            try result.finding("consent/big-stops").title
                == "Big alone keeps the package from being agreed, under the assessed reading")
        #expect(
            try result.finding("consent/big-stops").detail
                == "Of 2 ways to settle Blessing, 1 is refused by nobody, and 2 if its consent were not asked.")
        // North does not sign all of it away, whatever is blessed: left aside in both counts.
        let wide = try #require(try await accounts(try theCase(), "wide")["big-stops"])
        #expect(wide.aside == ["north"] && wide.with == 1 && wide.without == 2 && !wide.isAlone)
    }

    @Test("a verdict that an influence decides is told")
    func turned() async throws {
        // No deal brings North −15 instead of −40: the draft is worth −15 to it, and +0 to +15 without the aid.
        let theCase = try theCase((#""outside": -40"#, #""outside": -15"#))
        let pays = try #require(try await accounts(theCase, "draft")["patron-pays"])
        #expect(pays.verdicts["north"] == [.excluded, .certain])
        let finding = try await influence(theCase, "draft").finding("worth")
        #expect(finding.kind == .fragile)
        #expect(finding.detail?.contains("without the aid of Patron (from refused to given)") == true, "\(finding.detail ?? "")")
    }

    @Test("offsets that may together be all leave no bound, and that is said")
    func unbounded() async throws {
        let theCase = try theCase((#"{"embargo": [0.1, 0.2]}"#, #"{"embargo": [0.1, 0.6]}"#))
        #expect(try await accounts(theCase, "draft")["big-offsets"]?.isUnbounded == true)
        #expect(
            try await influence(theCase, "draft").finding("worth").detail?.contains(
                "Nothing bounds the leakage of Big, since with the others it may offset all; narrower shares would.") == true)
    }

    @Test("the gain holds whatever the true shares and however they overlap; more leakage never lowers it")
    func gain() {
        var draws = Draws(state: 11)
        for _ in 0..<300 {
            let (q, o) = (draws.range(below: 50), draws.range(below: 50))
            guard case .factor(let bounds) = Leaks.gain(share: q, others: o) else {
                #expect(q.high + o.high >= 1)
                continue
            }
            func within(_ range: Interval) -> Number { range.low + range.width * draws.hundredths(below: 101) }
            let (mine, others) = (within(q), within(o))
            let least = max(0, mine - others)
            let taken = least + (mine - least) * draws.hundredths(below: 101)
            let left = 1 - others - taken
            // r/(1 − o − r), without dividing.
            #expect(bounds.low * left <= taken && taken <= bounds.high * left, "\(q) \(o)")
            let wider = Interval(low: q.low, high: q.high + Number(significand: 1, exponent: -3))
            guard case .factor(let more) = Leaks.gain(share: wider, others: o) else { continue }
            #expect(more.high >= bounds.high && more.low <= bounds.low)
        }
        #expect(Leaks.gain(share: .zero, others: Interval(1)) == .factor(.zero))
        #expect(Leaks.gain(share: Interval(1), others: .zero) == .unbounded)
        #expect(
            Leaks.gain(share: tenths(2, 5), others: .zero)
                == .factor(Interval(low: Number(significand: 25, exponent: -2), high: 1)))
    }

    @Test("taking a consent away never closes a way, aid never makes agreeing worth more, pressure never less")
    func directions() async throws {
        let theCase = try theCase()
        var draws = Draws(state: 13)
        for _ in 0..<30 {
            let choices = draws.package(of: theCase.workspace)
            let all = try await accounts(theCase, "empty", choosing: choices)
            for account in all.values {
                switch account.effect {
                case .consent:
                    #expect(account.without >= account.with)
                    #expect(account.without <= account.standing)
                case .worth:
                    for shift in account.shifts.values {
                        if account.lever.kind == .pressure { #expect(shift.high <= 0) } else { #expect(shift.low >= 0) }
                    }
                case .wish: #expect(account.isMet != .no || account.meeting == nil || account.meeting?.changes.isEmpty == false)
                }
            }
        }
    }

    @Test("more weight moves more, and no more ways are tried than may be")
    func weight() async throws {
        let light = try await accounts(try theCase(("\"weight\": [0.5, 1]", "\"weight\": [0.2, 0.4]")), "draft")
        #expect(light["patron-pays"]?.shifts == ["north": Interval(low: 6, high: 12)])
        let lever = try #require(try theCase().section?.influence["big-stops"])
        for limit in [1, 2, 3, 10] {
            let (over, ways) = LeverSpace.all(lever, in: try theCase().workspace, limit: limit)
            #expect(ways.count <= limit && (limit < 2) == over.isEmpty)
        }
        #expect(try await accounts(try theCase(), "draft", tries: 1)["big-stops"]?.standing == 1)
    }

    @Test("an actor without goals asks for what it likes best; one without either leaves it open")
    func wishes() async throws {
        // The Union has no goal and no position on the talks, and its member's goal is not its own.
        #expect(try await accounts(try theCase(), "draft")["union-asks"]?.isMet == .open)
        let theCase = try theCase(
            (#""talks": {"#, #""talks": {"positions": {"union": {"stance": {"pair": 0, "many": 1}, "salience": 5}},"#))
        #expect(try await accounts(theCase, "draft")["union-asks"]?.isMet == .yes)
        #expect(try await accounts(theCase, "poor")["union-asks"]?.isMet == .no)
        // What it asks for can be had: the seat is no bar to many at the table.
        #expect(try await accounts(theCase, "poor")["union-asks"]?.meeting?.changes == ["talks": "many"])
    }
}
