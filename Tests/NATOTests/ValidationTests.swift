import ModuleTestSupport
import Negotiation
import PluginKit
import Shapes
import Testing
import parley_plugin_nato

@Suite("What is wrong with a section")
struct ValidationTests {
    private func faults(_ replacements: (String, String)...) throws -> [Diagnostic] {
        SectionCheck(try theCase(document(replacements))).faults()
    }

    private func places(_ faults: [Diagnostic]) -> [String] { faults.map { "\($0.pointer) \($0.code)" } }

    @Test("the flagship's section and the small one's are sound")
    func sound() throws {
        let flagship = try Flagship.theCase()
        #expect(SectionCheck(flagship).faults().map(\.text) == [])
        #expect(try faults().map(\.text) == [])
        #expect(flagship.workspace.check(NATO.vocabulary, of: "nato").map(\.text) == [])
        #expect(try theCase().workspace.check(NATO.vocabulary, of: "nato").map(\.text) == [])
    }

    @Test("the section is written as it is read")
    func roundTrip() throws {
        for document in [try Flagship.document(), try NATOTests.document()] {
            let stored = try #require(document["modules"]?["nato"])
            let written = NATOSection.shape.encode(try NATOSection.shape.read(stored))
            #expect(try NATOSection.shape.read(written) == NATOSection.shape.read(stored))
        }
    }

    @Test("without a section there is nothing to check, and analyzers say what to add")
    func noSection() async throws {
        let bare = try theCase((#""modules": {"#, #""modules": {}, "x": {"#))
        #expect(bare.section == nil)
        #expect(SectionCheck(bare).faults().isEmpty)
        #expect(throws: Lack.self) { try dilemma(bare) }
        #expect(throws: Lack.self) { try guarantees(bare, "draft") }
        await #expect(throws: Lack.self) { try await accession(bare, "draft") }
    }

    @Test("names that mean nothing, each at its place and with what was meant")
    func names() throws {
        let cases: [((String, String), String, String?)] = [
            (
                (#""articleFive": {"#, #""articleFive": {"nort": {"reading": "deterrent", "strength": 1},"#),
                "/modules/nato/articleFive/nort unknown-id", "north"
            ),
            (
                (#""strength": [0.5, 0.8], "estimates": "analyst""#, #""strength": [0.5, 0.8], "estimates": "analist""#),
                "/modules/nato/articleFive/east/estimates unknown-id", "analyst"
            ),
            ((#""heldBy": ["east"]"#, #""heldBy": ["north"]"#), "/modules/nato/logics/buffer/heldBy/0 both-logics", nil),
            ((#""heldBy": ["east"]"#, #""heldBy": ["east", "east"]"#), "/modules/nato/logics/buffer/heldBy/1 duplicate-id", nil),
            (
                (#""issues": ["entry", "growth"]"#, #""issues": ["entry", "grwth"]"#),
                "/modules/nato/encirclement/issues/1 unknown-id", "growth"
            ),
            (
                (#""issues": ["entry", "growth"]"#, #""issues": ["entry", "toll"]"#),
                "/modules/nato/encirclement/issues/1 wrong-kind", nil
            ),
            (
                (#""talk": {"deterrence""#, #""tal": {"deterrence""#), "/modules/nato/readings/shield/options/tal unknown-id",
                "talk"
            ),
            (
                (#""pause": {"deterrence": {"north""#, #""pause": {"deterrence": {"nroth""#),
                "/modules/nato/readings/entry/options/pause/deterrence/nroth unknown-id", "north"
            ),
            (
                (#""issue": "shield", "party""#, #""issue": "entry", "party""#), "/modules/nato/guaranteeScale/issue wrong-kind",
                "shield"
            ),
            (
                (#""membership": "entry", "order""#, #""membership": "shield", "order""#),
                "/modules/nato/guaranteeScale/membership wrong-kind", "entry"
            ),
            (
                (#""party": "north", "membership""#, #""party": "noth", "membership""#),
                "/modules/nato/guaranteeScale/party unknown-id", "north"
            ),
            (
                (#""order": ["none", "talk", "arms", "pact"]"#, #""order": ["none", "talk", "pact"]"#),
                "/modules/nato/guaranteeScale/order missing-step", nil
            ),
            (
                (#""order": ["none", "talk", "arms", "pact"]"#, #""order": ["none", "tlk", "talk", "arms", "pact"]"#),
                "/modules/nato/guaranteeScale/order/1 unknown-id", "talk"
            ),
            (
                (#""consents": ["ally-a", "ally-b"]"#, #""consents": ["ally-a", "north"]"#),
                "/modules/nato/accession/consents/1 not-a-member", nil
            ),
            ((#""body": "guild""#, #""body": "gild""#), "/modules/nato/accession/body unknown-id", "guild"),
            (
                (#""issues": ["entry"], "supports""#, #""issues": ["shield"], "supports""#),
                "/modules/nato/accession/issues/0 wrong-kind", "entry"
            ),
            (
                (#""entry": "backs""#, #""enrty": "backs""#), "/modules/nato/accession/supports/ally-a/enrty unknown-candidate",
                "entry"
            ),
            (
                (#""source": "gazette"}}, "source": "gazette""#, #""source": "gazette"}}, "source": "gazette#gat""#),
                "/modules/nato/accession/source unknown-id", "gate"
            ),
        ]
        for (replacement, expected, hint) in cases {
            let found = try faults(replacement)
            #expect(places(found).contains(expected), "\(replacement.1): \(places(found))")
            if let hint { #expect(found.contains { $0.hint?.contains(hint) == true }, "\(replacement.1): \(found.map(\.text))") }
            #expect(found.allSatisfy { $0.hint?.isEmpty == false }, "each says what to do: \(found.map(\.text))")
        }
    }

    @Test("worths that contradict the order")
    func order() throws {
        let falling = try faults((#""arms": {"worth": [0.2, 0.5]"#, #""arms": {"worth": [0.95, 1]"#))
        #expect(places(falling) == ["/modules/nato/guaranteeScale/steps/pact/worth out-of-order"])
        #expect(
            falling.first?.message
                == "“pact” stands after “arms” and is worth at most 0.9, less than the 0.95 that “arms” is worth at least")
        let beyond = try faults((#""title": "Membership", "worth": 1"#, #""title": "Membership", "worth": 0.5"#))
        #expect(places(beyond) == ["/modules/nato/guaranteeScale/steps/pact/worth out-of-order"])
        // Ranges that overlap say nothing against the order.
        #expect(try faults((#""arms": {"worth": [0.2, 0.5]"#, #""arms": {"worth": [0.2, 0.95]"#)).isEmpty)
    }

    @Test("what is missing is a warning")
    func warnings() throws {
        let reading = try faults((#""talk": {"deterrence": {"north": [0, 0.2]}, "threat": {"east": [0, 0.2]}},"#, ""))
        #expect(places(reading) == ["/modules/nato/readings/shield/options no-reading"])
        let aspect = try faults((#""talk": {"deterrence": {"north": [0, 0.2]}, "threat""#, #""talk": {"threat""#))
        #expect(places(aspect) == ["/modules/nato/readings/shield/options/talk no-reading"])
        let worth = try faults((#""arms": {"worth": [0.2, 0.5], "source": "analyst"}, "#, ""))
        #expect(places(worth) == ["/modules/nato/guaranteeScale/steps no-worth"])
        let consent = try faults(
            (#""instrument": "alliance-decision"}, "needs": ["guild"]"#, #""instrument": "alliance-decision"}"#))
        #expect(places(consent) == ["/issues/entry/options/open no-consent"])
        for found in [reading, aspect, worth, consent] { #expect(found.map(\.severity) == [.warning]) }
    }

    @Test("what does not have the form: shares over one, unknown keys and words, ranges turned round, steps twice")
    func form() throws {
        let cases: [((String, String), String, String)] = [
            (
                (#""worth": [0.2, 0.5]"#, #""worth": [0.2, 1.5]"#), "/modules/nato/guaranteeScale/steps/arms/worth out-of-range",
                "1.5"
            ),
            ((#""strength": [0.7, 0.9]"#, #""strength": -1"#), "/modules/nato/articleFive/north/strength out-of-range", "-1"),
            (
                (#""north": [0.6, 0.9]}, "threat""#, #""north": [0.9, 0.6]}, "threat""#),
                "/modules/nato/readings/entry/options/open/deterrence/north reversed-range", "turned round"
            ),
            (
                (#""reading": "deterrent""#, #""reading": "deterent""#), "/modules/nato/articleFive/north/reading unknown-word",
                "deterent"
            ),
            ((#""rule": "unanimity""#, #""rule": "majority""#), "/modules/nato/accession/rule unknown-word", "majority"),
            ((#""unmodelled": "#, #""unmodeled": "#), "/modules/nato/accession/unmodeled unknown-key", "unmodeled"),
            ((#""entry": "backs""#, #""entry": "back""#), "/modules/nato/accession/supports/ally-a/entry unknown-word", "back"),
            (
                (#""order": ["none", "talk""#, #""order": ["none", "none", "talk""#), "/modules/nato/guaranteeScale bad-order",
                "twice"
            ),
            ((#""party": "north", "membership""#, #""membership""#), "/modules/nato/guaranteeScale missing-key", "party"),
        ]
        for (replacement, expected, word) in cases {
            let document = try NATOTests.document([replacement])
            do {
                _ = try theCase(document)
                #expect(Bool(false), "\(replacement.1) was taken")
            } catch let error as Diagnostics {
                #expect(places(error.all).contains(expected), "\(replacement.1): \(places(error.all))")
                #expect(error.all.contains { $0.message.contains(word) }, "\(error.all.map(\.text))")
            }
        }
    }

    @Test("whatever stands in the section, nothing traps")
    func anything() throws {
        let sound = try NATOTests.document()
        let keys = ["articleFive", "logics", "encirclement", "readings", "guaranteeScale", "accession"]
        let odd: [Value] = [
            .null, true, 7, "text", [], [1, "a"], [:], ["north": 3], ["issue": ["x"], "options": 5, "order": "none"],
        ]
        for key in keys {
            for value in odd {
                var modules = try #require(sound["modules"]?.object)
                var section = try #require(modules["nato"]?.object)
                section[key] = value
                modules["nato"] = .object(section)
                var document = try #require(sound.object)
                document["modules"] = .object(modules)
                guard let broken = try? theCase(.object(document)) else { continue }
                _ = SectionCheck(broken).faults()
                _ = DerivedLinkages(broken).all()
                _ = try? dilemma(broken, "draft")
                _ = try? guarantees(broken, "draft")
            }
        }
    }
}
