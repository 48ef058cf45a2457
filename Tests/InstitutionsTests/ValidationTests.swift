import ModuleTestSupport
import Negotiation
import PluginKit
import Shapes
import Testing
import parley_plugin_institutions

@Suite("What is wrong with a section")
struct ValidationTests {
    @Test("the flagship's section and the small one's are sound")
    func sound() throws {
        for theCase in [try Flagship.theCase(), try theCase()] {
            #expect(SectionCheck(theCase).faults().map(\.text) == [])
            #expect(theCase.workspace.check(Institutions.vocabulary, of: "institutions").map(\.text) == [])
        }
    }

    @Test("the section is written as it is read")
    func roundTrip() throws {
        for document in [try Flagship.document(), try InstitutionsTests.document()] {
            let stored = try #require(document["modules"]?["institutions"])
            let section = try InstitutionsSection.shape.read(stored)
            #expect(try InstitutionsSection.shape.read(InstitutionsSection.shape.encode(section)) == section)
        }
    }

    @Test("without a section there is nothing to check")
    func noSection() throws {
        #expect(try faults((#""modules": {"#, #""modules": {}, "x": {"#)).isEmpty)
    }

    @Test("names that mean nothing, and lists that contradict each other, each at its place")
    func names() throws {
        let cases: [((String, String), String, String)] = [
            ((#""option": "joint""#, #""option": "jiont""#), "bodies/joint/option unknown-id", "did you mean “joint”?"),
            ((#""party": "league""#, #""party": "leage""#), "bodies/mission/party unknown-id", "did you mean “league”?"),
            (
                (#""vetoes": ["north", "south", "east"]"#, #""vetoes": ["north", "south", "esat"]"#),
                "bodies/mission/mandate/vetoes/2 unknown-id", "did you mean “east”?"
            ),
            (
                (#""vetoes": ["north", "south"]"#, #""vetoes": ["north", "south", "north"]"#),
                "bodies/joint/mandate/vetoes/2 duplicate-id", "keep it once"
            ),
            (
                (#""vetoes": ["north", "south"]"#, #""vetoes": ["north", "south", "east"]"#),
                "bodies/joint/mandate/vetoes/2 veto-without-step",
                "add it to stoppedBy of a step in mandatePaths.joint, or take it from the vetoes"
            ),
            ((#""verifies": ["fire"]"#, #""verifies": ["fir"]"#), "bodies/mission/verifies/0 unknown-id", "did you mean “fire”?"),
            (
                (#""verifies": ["fire", "arms"]"#, #""verifies": ["fire", "fire"]"#), "bodies/joint/verifies/1 duplicate-id",
                "keep it once"
            ),
            (
                (#""acceptability": {"south""#, #""acceptability": {"soth""#), "bodies/mission/acceptability/soth unknown-id",
                "did you mean “south”?"
            ),
            ((#""joint": {"steps""#, #""joined": {"steps""#), "mandatePaths/joined unknown-id", "did you mean “joint”?"),
            (
                (#"{"steps": [{"step": "Appointment", "stoppedBy": ["north", "south"]}]"#, #"{"steps": []"#),
                "mandatePaths/joint/steps no-steps", "add steps: [{step: …, stoppedBy: […]}]"
            ),
            ((#""when": "arms = cut""#, #""when": "arms = cat""#), "commitments/arms-cut/when unknown-id", "did you mean “cut”?"),
            (
                (#""issue": "arms", "when""#, #""issue": "fire", "when""#), "commitments/arms-cut/issue other-issue",
                "name an issue of the condition: arms"
            ),
            (
                (#""two": {\#n          "seats""#, #""tow": {\#n          "seats""#), "formats/tow unknown-id",
                "did you mean “two”?"
            ),
            (
                (#""excludes": ["east"]"#, #""excludes": ["north"]"#), "formats/two/excludes/0 contradiction",
                "a party is kept from the table or sits at it; keep one of the two"
            ),
            (
                (#""leansOn": ["mission"]"#, #""leansOn": ["misson"]"#), "legitimation/north/leansOn/0 unknown-id",
                "did you mean “mission”?"
            ),
            (
                (#""through": "The League", "source": "gazette""#, #""through": "The League", "source": "gazete""#),
                "legitimation/north/source unknown-id", "did you mean “gazette”?"
            ),
            (
                (#""estimates": "analyst", "source": "gazette#watch""#, #""estimates": "analyst", "source": "gazette#wach""#),
                "bodies/mission/source unknown-id", "did you mean “watch”?"
            ),
        ]
        for (replacement, expected, hint) in cases {
            let changed = try faults(replacement)
            let place = "/modules/institutions/" + expected
            let found = try #require(
                changed.first { places([$0]) == [place] }, "\(replacement.1): \(places(changed)) instead of \(place)")
            #expect(found.hint == hint, "\(replacement.1): \(found.text)")
            #expect(changed.allSatisfy { $0.hint?.isEmpty == false })
        }
    }

    @Test("exact wording")
    func wording() throws {
        #expect(
            try faults((#""excludes": ["east"]"#, #""excludes": ["north"]"#)).map(\.text) == [
                """
                /modules/institutions/formats/two/excludes/0: error: “north” stands under “excludes” and under “seats” of “two”
                  a party is kept from the table or sits at it; keep one of the two
                """
            ])
        #expect(
            try faults((#""vetoes": ["north", "south"]"#, #""vetoes": ["north", "south", "east"]"#)).map(\.text) == [
                """
                /modules/institutions/bodies/joint/mandate/vetoes/2: error: “east” has a veto over “joint” and can stop no step of its path
                  add it to stoppedBy of a step in mandatePaths.joint, or take it from the vetoes
                """
            ])
    }

    @Test("what is only worth a word is a warning")
    func warnings() throws {
        let cases: [((String, String), String)] = [
            ((#""verifies": ["fire"]"#, #""verifies": []"#), "bodies/mission verifies-nothing"),
            ((#""rule": "consensus", "vetoes": ["north", "south"]"#, #""rule": "consensus""#), "bodies/joint/mandate no-vetoes"),
            ((#""option": "joint","#, ""), " no-body"),
            (
                (#""delivers": ["north", "south"]"#, #""delivers": ["north", "south", "league"]"#),
                "formats/two/delivers/2 no-seat"
            ),
        ]
        for (replacement, expected) in cases {
            let found = try faults(replacement)
            let place = expected.hasPrefix(" ") ? "/modules/institutions\(expected)" : "/modules/institutions/\(expected)"
            #expect(found.contains { places([$0]) == [place] && $0.severity == .warning }, "\(places(found))")
            #expect(found.allSatisfy { $0.severity == .warning })
        }
        // A member's consent may come through its bloc's seat.
        let bloc = (#""seats": ["north", "south"], "delivers": ["north", "south"], "excludes": ["east"]"#,
            #""seats": ["bloc", "south"], "delivers": ["north", "south"], "excludes": []"#)
        #expect(try faults(bloc).isEmpty)
    }

    @Test("form: shares over one, negative durations, ranges turned round, unknown keys and words")
    func form() throws {
        let cases: [((String, String), String, String)] = [
            ((#""access": [0.6, 0.9]"#, #""access": [0.6, 1.2]"#), "/modules/institutions/bodies/mission/access", "out-of-range"),
            ((#""readyMonths": [3, 6]"#, #""readyMonths": [-1, 6]"#), "/modules/institutions/bodies/mission/readyMonths", "out-of-range"),
            ((#""readyMonths": [3, 6]"#, #""readyMonths": [6, 3]"#), "/modules/institutions/bodies/mission/readyMonths", "reversed-range"),
            ((#""rule": "veto""#, #""rule": "vote""#), "/modules/institutions/bodies/mission/mandate/rule", "unknown-word"),
            ((#""capacity": 0.5"#, #""capacty": 0.5"#), "/modules/institutions/bodies/joint/capacty", "unknown-key"),
            ((#""when": "fire = now""#, #""when": "fire = ""#), "/modules/institutions/commitments/fire-kept/when", "bad-predicate"),
            ((#""demand": {"access": 0.4, "capacity": 0.2}"#, #""demand": {"access": 0.4}"#), "/modules/institutions/commitments/arms-cut/demand", "missing-key"),
            ((#"{"step": "Decision", "stoppedBy""#, #"{"step": "Decision", "recur": true, "stoppedBy""#), "/modules/institutions/mandatePaths/mission/steps/0/recur", "unknown-key"),
        ]
        for (replacement, pointer, code) in cases {
            let error = #expect(throws: Diagnostics.self) { try theCase(document([replacement])) }
            let found = error?.all.map { "\($0.pointer) \($0.code)" } ?? []
            #expect(found.contains { $0.hasPrefix(pointer) && $0.hasSuffix(code) }, "\(replacement.1): \(found)")
        }
    }

    @Test("whatever stands in the section, it is told and never fatal")
    func anything() throws {
        let junk: [Value] = [.null, 3, "text", [], [1], ["a": .null], ["title": [:]], -1, true]
        for key in ["bodies", "mandatePaths", "commitments", "formats", "legitimation"] {
            for value in junk {
                let document = try InstitutionsTests.document().with(section: key, value)
                guard let theCase = try? InstitutionsTests.theCase(document) else { continue }
                _ = SectionCheck(theCase).faults()
                for id in theCase.workspace.packages.keys {
                    _ = try? verification(theCase, id)
                    _ = try? mandate(theCase, id)
                    _ = try? venue(theCase, id)
                }
            }
        }
    }
}
