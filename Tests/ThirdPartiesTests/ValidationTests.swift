import ModuleTestSupport
import Negotiation
import PluginKit
import Shapes
import Testing
import parley_plugin_third_parties

@Suite("What is wrong with a section, and what follows from a sound one")
struct ValidationTests {
    private func faults(_ replacements: (String, String)...) throws -> [Diagnostic] {
        SectionCheck(try theCase(document(replacements))).faults()
    }

    @Test("the flagship's section and the small one's are sound, and are written as they are read")
    func sound() throws {
        for document in [try Flagship.document(), try ThirdPartiesTests.document()] {
            let theCase = try theCase(document)
            #expect(theCase.workspace.check(ThirdParties.vocabulary, of: "third-parties").map(\.text) == [])
            #expect(SectionCheck(theCase).faults().map(\.text) == [])
            let stored = try #require(document["modules"]?["third-parties"])
            let section = try ThirdPartiesSection.shape.read(stored)
            #expect(try ThirdPartiesSection.shape.read(ThirdPartiesSection.shape.encode(section)) == section)
        }
        #expect(try faults((#""third-parties": {"#, #""other": {"#)).isEmpty)
    }

    @Test("names that mean nothing and things that contradict one another, each at its place and with what to do")
    func places() throws {
        let here = "/modules/third-parties"
        let cases: [((String, String), String, String, String)] = [
            (
                (#""of": "patron""#, #""of": "partron""#), "\(here)/influence/patron-pays/of unknown-id",
                "there is no party “partron”", "patron"
            ),
            (
                (#""towards": ["north"], "issues": ["fund"]"#, #""towards": ["north", "north"], "issues": ["fund"]"#),
                "\(here)/influence/patron-pays/towards/1 duplicate-id", "“north” is listed twice", "once"
            ),
            (
                (#""towards": ["north"], "issues": ["fund"]"#, #""towards": ["patron"], "issues": ["fund"]"#),
                "\(here)/influence/patron-pays/towards/0 own-target", "“patron” is said to bear upon itself", "upon whom"
            ),
            (
                (#""towards": ["north"], "issues": ["fund"]"#, #""towards": [], "issues": ["fund"]"#),
                "\(here)/influence/patron-pays/towards no-target", "“patron-pays” bears upon nobody", "towards: [party]"
            ),
            (
                (#""issues": ["fund"]"#, #""issues": ["found"]"#), "\(here)/influence/patron-pays/issues/0 unknown-id",
                "there is no issue “found”", "fund"
            ),
            (
                (#""issues": ["fund"]"#, #""issues": []"#), "\(here)/influence/patron-pays/issues no-issue",
                "“patron-pays” bears upon no issue", "issues: [issue]"
            ),
            (
                (#""leakage": ["big-buys"]"#, #""leakage": ["big-buy"]"#),
                "\(here)/influence/big-offsets/leakage/0 unknown-id", "there is no leakage of the module sanctions “big-buy”",
                "big-buys"
            ),
            (
                (#""leakage": ["big-buys"]"#, #""leakage": ["bishop-buys"]"#),
                "\(here)/influence/big-offsets/leakage/0 wrong-leakage",
                "“bishop-buys” goes through “bishop”, and “big-offsets” is the influence of “big”", "big-buys"
            ),
            (
                (#""kind": "leakage""#, #""kind": "venue""#), "\(here)/influence/big-offsets/leakage misplaced-leakage",
                "“big-offsets” is of kind venue, and only a leakage offsets measures", "kind: leakage"
            ),
            (
                (#""leakage": ["big-buys"], "#, ""), "\(here)/influence/big-offsets no-leakage",
                "nothing says which measures “big-offsets” offsets, and by how much", "modules.sanctions.leakage"
            ),
            (
                (#""party": "south", "inLaw""#, #""party": "north", "inLaw""#), "none", "", ""
            ),
            (
                (
                    #""party": "big", "inLaw": "It may stop a blessing.", "rule": "by-option""#,
                    #""party": "big", "inLaw": "It may stop a blessing.", "rule": "required""#
                ),
                "\(here)/consent/big/rule wrong-rule",
                "“big” is said to be required, and the decision rule does not require it", "by-option"
            ),
            (
                (#""inLaw": "It signs.", "rule": "required""#, #""inLaw": "It signs.", "rule": "by-option""#),
                "\(here)/consent/south/rule wrong-rule", "“south” is required by the decision rule, whatever is chosen",
                "rule: required"
            ),
            (
                (#""party": "union", "inLaw""#, #""party": "big", "inLaw""#), "\(here)/consent/big/party duplicate-consent",
                "“union” and “big” are both about “big”", "one of them"
            ),
            (
                (#""party": "union", "inLaw""#, #""party": "coast", "inLaw""#), "\(here)/consent/union/party never-needed",
                "no option needs “coast”, so its consent counts in fact at most", "needs"
            ),
            (
                (#""within": "north""#, #""within": "nroth""#), "\(here)/spoilers/hawks/within unknown-id",
                "there is no party “nroth”", "north"
            ),
            (
                (#""motive": "land in [share, yield]""#, #""motive": "land in [shore, yield]""#),
                "\(here)/spoilers/hawks/motive unknown-id", "“land” has no option “shore”", "share"
            ),
            (
                (#""motive": "land in [share, yield]""#, #""motive": "land = share and land = yield""#),
                "\(here)/spoilers/hawks/motive never", "no package gives “hawks” a motive", "change the condition"
            ),
            (
                (#""eased": "fund = guaranteed""#, #""eased": "fund = guaranteed or fund != guaranteed""#),
                "\(here)/spoilers/hawks/eased always", "every package eases the motive of “hawks”", "change the condition"
            ),
            (
                (#""title": "The Guild", "party": "guild""#, #""title": "The Guild", "party": "gild""#),
                "\(here)/mediators/guild/party unknown-id", "there is no party “gild”", "guild"
            ),
            (
                (#""title": "The Guild", "party": "guild""#, #""title": "The Guild", "party": "south""#),
                "\(here)/mediators/guild/party own-case", "“south” is a principal, and nobody mediates in its own case",
                "whose consent"
            ),
            (
                (#""title": "The Guild", "party": "guild""#, #""title": "The Guild", "party": "monk""#),
                "\(here)/mediators/monk/party duplicate-mediator", "“guild” and “monk” are both “monk”", "one of them"
            ),
            (
                (#""acceptability": {"north": 0.7, "south""#, #""acceptability": {"monk": 0.7, "north": 0.7, "south""#),
                "\(here)/mediators/monk/acceptability/monk own-mediator", "“monk” cannot be welcome or not to itself", "away"
            ),
            (
                (#""acceptability": {"north": 0.7, "south": [0.3, 0.48]}"#, #""acceptability": {"north": 0.7}"#),
                "\(here)/mediators/monk no-acceptability", "nothing says how welcome “monk” is to “south”",
                "acceptability: {south: [low, high]}"
            ),
            (
                (#""sides": ["north", "south"],"#, ""), "\(here)/mediators/guild/bias no-sides",
                "nothing says to whom the bias of “guild” leans", "sides: [first, second]"
            ),
            (
                (#""offers": "A hall", "estimates": "analyst""#, #""offers": "A hall", "estimates": "analist""#),
                "\(here)/mediators/guild/estimates unknown-id", "there is no source “analist”", "analyst"
            ),
        ]
        for (replacement, place, message, hint) in cases {
            let found = try faults(replacement)
            let told = found.map { "\($0.pointer) \($0.code)" }
            guard place != "none" else {
                #expect(told == [])
                continue
            }
            let fault = try #require(found.first { "\($0.pointer) \($0.code)" == place }, "\(replacement): \(told)")
            #expect(fault.message == message)
            #expect(fault.hint?.contains(hint) == true, "\(fault.hint ?? "nil")")
        }
    }

    @Test("the form of the section: shares over one, wrong words, unknown keys, two sides, a ground for a consent")
    func forms() throws {
        let cases = [
            (
                #""ability": [0.2, 0.5]"#, #""ability": [0.2, 1.5]"#, "/modules/third-parties/spoilers/hawks/ability",
                "1.5 should be between 0 and 1"
            ),
            (
                #""leverage": [0.3, 0.6]"#, #""leverage": -0.1"#, "/modules/third-parties/mediators/guild/leverage",
                "-0.1 should be between 0 and 1"
            ),
            (#""bias": 0.3"#, #""bias": 1.3"#, "/modules/third-parties/mediators/bishop/bias", "1.3 should be between -1 and 1"),
            (
                #""weight": [0.5, 1]"#, #""weight": [1, 0.5]"#, "/modules/third-parties/influence/patron-pays/weight",
                "the range [1, 0.5] is turned round"
            ),
            (
                #""kind": "aid", "claim""#, #""kind": "aide", "claim""#, "/modules/third-parties/influence/patron-pays/kind",
                "“aide” is not a kind of influence"
            ),
            (
                #""emboldenedBy": {"what""#, #""emboldendBy": {"what""#, "/modules/third-parties/spoilers/hawks/emboldendBy",
                "a spoiler has no key “emboldendBy”"
            ),
            (
                #""sides": ["north", "south"]"#, #""sides": ["north", "north"]"#, "/modules/third-parties",
                "the sides are two different parties: bias leans to the first or to the second"
            ),
            (
                #""inLaw": "It signs.", "#, "", "/modules/third-parties/consent/south",
                "a consent counts in law or in fact; say which: inLaw or inFact"
            ),
        ]
        for (old, new, place, message) in cases {
            do {
                _ = try theCase((old, new))
                Testing.Issue.record("\(new) is taken")
            } catch let error as Diagnostics {
                let told = error.all.map { "\($0.pointer) \($0.message)" }
                #expect(told.contains("\(place) \(message)"), "\(told)")
            }
        }
    }

    @Test("a section of any form is told and never traps; representation in a circle is the workspace's fault")
    func nonsense() throws {
        for text in [
            "[]", "3", "\"x\"", "{\"influence\": [1]}", "{\"mediators\": {\"a\": null}}",
            "{\"spoilers\": {\"a\": {\"ability\": {}}}}",
        ] {
            #expect(throws: Diagnostics.self) { try ThirdPartiesSection.shape.read(try JSON.parse(text)) }
        }
        // What the sanctions section holds is not ours to judge.
        let odd = try theCase(
            (#""big-buys": {"via""#, #""x": 3, "y": {"via": 4}, "z": {"via": "big", "measures": []}, "big-buys": {"via""#))
        #expect(SectionCheck(odd).faults().map(\.text) == [])
        let circle = try theCase(
            (#""name": "Monk", "role": "mediator""#, #""name": "Monk", "role": "constituency", "represents": "guild""#),
            (#""name": "Guild", "role": "mediator""#, #""name": "Guild", "role": "constituency", "represents": "monk""#))
        #expect(circle.workspace.check().contains { $0.code == "circular" })
        #expect(SectionCheck(circle).faults().map(\.text) == [])
    }

    @Test("a seat of equal standing and a table of two exclude each other, and no more follows")
    func linkages() throws {
        let theCase = try theCase()
        let all = DerivedLinkages(theCase.workspace).all()
        #expect(all.keys.elements == ["talks-of-two-and-seat"])
        #expect(all["talks-of-two-and-seat"]?.linkage.require?.text == "talks.sides = two implies seat.voice != full")
        var contribution = ModuleContribution()
        contribution.linkages = all
        contribution.clauses = ComposedClauses(theCase.workspace).all()
        #expect(theCase.workspace.faults(of: contribution, document: try document()).map(\.text) == [])
        #expect(
            theCase.workspace.adding(contribution, of: "third-parties").check().filter { $0.severity == .error }.map(\.text) == []
        )
    }

    @Test("wording is composed only for options that have none of their own")
    func clauses() throws {
        let clauses = ComposedClauses(try theCase().workspace).all()
        #expect(
            clauses["seat"]?["full"]
                == "On “Seat”: those concerned take part in these negotiations and sign this Agreement as parties to it.")
        #expect(
            clauses["seat"]?["ratifies"]
                == "On “Seat”: this Agreement shall enter into force upon the consent of those concerned.")
        #expect(clauses["seat"]?["informed"] == nil)
        #expect(clauses["fund"]?["none"] == "This Agreement makes no provision on “Fund”.")
        #expect(clauses["land"] == nil)
        #expect(ComposedClauses(try Flagship.theCase().workspace).all().isEmpty)
    }
}
