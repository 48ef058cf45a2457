import ModuleTestSupport
import Negotiation
import PluginKit
import Shapes
import Testing
import parley_plugin_history

@Suite("What is wrong with a section")
struct ValidationTests {
    private func faults(_ replacements: (String, String)...) throws -> [Diagnostic] {
        SectionCheck(try theCase(document(replacements))).faults()
    }

    @Test("the flagship's section and the small one's are sound, and are written as they are read")
    func sound() throws {
        for document in [try Flagship.document(), try HistoryTests.document()] {
            #expect(SectionCheck(try theCase(document)).faults().map(\.text) == [])
            let section = try HistorySection.shape.read(try #require(document["modules"]?["history"]))
            #expect(try HistorySection.shape.read(HistorySection.shape.encode(section)) == section)
        }
        #expect(try faults((#""modules": {"#, #""modules": {}, "x": {"#)).isEmpty)
    }

    @Test("each fault at its place, with what to do")
    func places() throws {
        let here = "/modules/history"
        let cases: [((String, String), String, String, String?)] = [
            (
                (#""from": 2001, "to": 2004"#, #""from": 2001, "to": 2000"#), "\(here)/timeline/friendship/to error out-of-order",
                "“friendship” ends (2000) before it begins (2001)", "correct “from” or “to”; leave “to” out while the phase goes on"
            ),
            (
                (#""from": "2015-03-01""#, #""from": "2025-06-02""#), "\(here)/timeline/quarrel/from error out-of-order",
                "“quarrel” begins on 2025-06-02, after the day on which the case is described (2025-06-01)",
                "correct “from”, or the workspace's “asOf”"
            ),
            (
                (#""from": 2020, "to": 2025"#, #""from": 2020, "to": 2026"#), "\(here)/timeline/talks/to warning future-end",
                "“talks” is said to end on 2026, after the day on which the case is described",
                "leave “to” out while the phase goes on"
            ),
            (
                (#""absent": ["staged", "mandated"]"#, #""absent": ["staged", "watched"]"#),
                "\(here)/precedents/ferry/absent/1 error contradiction", "“ferry” lists “watched” under both “present” and “absent”",
                "keep it in one list; what fits only in part stands under “partly”"
            ),
            (
                (#""absent": ["staged", "mandated"]"#, #""absent": ["staged", "staged"]"#),
                "\(here)/precedents/ferry/absent/1 error duplicate-id", "“staged” is listed twice", "keep it once"
            ),
            (
                (#""absent": ["staged", "mandated"]"#, #""absent": ["staged", "mandates"]"#),
                "\(here)/precedents/ferry/absent/1 error unknown-id", "there is no feature “mandates”", "did you mean “mandated”?"
            ),
            (
                (#""passes": "relief in [staged, kept]""#, #""passes": "relief in [staged, keptt]""#),
                "\(here)/lessons/stages/passes error unknown-id", "“relief” has no option “keptt”", "did you mean “kept”?"
            ),
            (
                (#""predicate": "arms = leave""#, #""predicate": "amrs = leave""#),
                "\(here)/features/disarmed/predicate error unknown-id", "there is no issue “amrs”", "did you mean “arms”?"
            ),
            (
                (#""passes": "relief in [staged, kept]""#, #""passes": "relief in [staged, kept, whole]""#),
                "\(here)/lessons/stages/passes warning tells-nothing", "every package meets this condition",
                "narrow it, so that it tells packages apart"
            ),
            (
                (#""passes": "relief in [staged, kept]""#, #""passes": "relief = kept and relief = whole""#),
                "\(here)/lessons/stages/passes warning tells-nothing", "no package can meet this condition",
                "widen it, so that it tells packages apart"
            ),
            (
                (#""claim": "All was given at once.""#, #""claim": "  ""#), "\(here)/lessons/stages/claim error empty-text",
                "“claim” says nothing", "write what the source says, in a sentence"
            ),
            (
                (#""remedy": "Send somebody.""#, #""remedy": """#), "\(here)/lessons/watching/remedy error empty-text",
                "“remedy” says nothing", "write what would help, or leave the key out"
            ),
            (
                (#""became": "It sank.""#, #""became": """#), "\(here)/precedents/ferry/became error empty-text",
                "“became” says nothing", "write what became of it, in a sentence"
            ),
            (
                (#""date": "2016-05-01""#, #""date": "2026""#), "\(here)/precedents/ferry/date error out-of-order",
                "“ferry” was concluded on 2026, after the day on which the case is described (2025-06-01)",
                "correct “date”, or the workspace's “asOf”"
            ),
            (
                (#""present": ["watched"], "absent": ["staged", "mandated"], "#, ""),
                "\(here)/precedents/ferry warning compares-nothing", "“ferry” lists no features, so no package can be compared with it",
                "add present, partly and absent"
            ),
            (
                (#""features": {"#, #""features": {"idle": {"title": "Idle", "predicate": "arms = stay"}, "#),
                "\(here)/features/idle warning compares-nothing",
                "no precedent says whether it had “idle”, so the feature compares nothing",
                "name it under present, partly or absent of a precedent"
            ),
            (
                (#""estimates": "analyst", "source": "gazette#phases""#, #""estimates": "analist", "source": "gazette#phases""#),
                "\(here)/timeline/friendship/estimates error unknown-id", "there is no source “analist”", "did you mean “analyst”?"
            ),
        ]
        for (change, place, message, hint) in cases {
            let found = try faults(change)
            #expect(found.map { "\($0.pointer) \($0.severity) \($0.code)" } == [place], "\(change.1): \(found.map(\.text))")
            #expect(found.first?.message == message, "\(change.1)")
            #expect(found.first?.hint == hint, "\(change.1)")
        }
    }

    @Test("a fault in a condition says how far into it")
    func offsets() throws {
        let found = try faults((#""passes": "relief in [staged, kept]""#, #""passes": "relief in [staged, keptt]""#))
        #expect(found.first?.offset == 19)
    }

    @Test("what the form itself refuses")
    func form() throws {
        let cases = [
            (#""outcome": "held","#, "", "a precedent needs “outcome”"),
            (#""outcome": "held","#, #""outcome": "hold","#, "“hold” is not an outcome"),
            (#""passes": "relief in [staged, kept]","#, "", "a lesson needs “passes”"),
            (#""passes": "relief in [staged, kept]""#, #""passes": """#, "the condition is empty"),
            (#""passes": "relief in [staged, kept]""#, #""passes": "relief in staged""#, "“in” is followed by a list in brackets"),
            (#""from": 2001, "to": 2004"#, #""from": 2001, "to": "soon""#, "“soon” is not a date"),
            (#""from": 2001, "to": 2004"#, #""form": 2001, "to": 2004"#, "a phase has no key “form”"),
            (#""mood": "tension""#, #""mood": "Tension!""#, "“Tension!” is not an id"),
            (#""stages": {"title""#, #""empty": {}, "stages": {"title""#, "a lesson needs “claim”"),
        ]
        for (old, new, message) in cases {
            let document = try document([(old, new)])
            #expect {
                _ = try theCase(document)
            } throws: { error in
                let messages = (error as? Diagnostics)?.all.map(\.message) ?? []
                return messages.contains { $0.contains(message) }
            }
        }
    }

    @Test("no text that the section may be changed to makes the checks or the analyzers trap")
    func badInput() async throws {
        var draws = Draws(state: 5)
        let words = [
            "0", "1", "-1", "2025", "\"2025-06-01\"", "\"9999-12-31\"", "\"0000\"", "[]", "{}", "null", "true", "\"watch = none\"",
            "\"watch != none\"", "\"arms = leave\"", "[\"watched\", \"watched\"]", "[\"staged\"]", "\"none\"", "\"held\"",
        ]
        let places = river.matches(of: /: ("[^"]*"|\d+|\[[^\]\[{}]*\])/).map { $0.output.1.startIndex..<$0.output.1.endIndex }
        var judged = 0
        for _ in 0..<150 {
            var changed = river
            let place = try #require(places.randomElement(using: &draws))
            changed.replaceSubrange(place, with: try #require(words.randomElement(using: &draws)))
            guard let document = try? JSON.parse(changed), let theCase = try? theCase(document) else { continue }
            guard SectionCheck(theCase).faults().allSatisfy({ $0.severity != .error }) else { continue }
            judged += 1
            for id in theCase.workspace.packages.keys {
                _ = try? await premortem(theCase, id)
                _ = try? precedents(theCase, id)
            }
            _ = try? timeline(theCase)
        }
        #expect(judged > 10)
    }
}
