import ModuleTestSupport
import Negotiation
import PluginKit
import Shapes
import Testing
import parley_plugin_sanctions

@Suite("What is wrong with a section, and what follows from a sound one")
struct ValidationTests {
    private func faults(_ replacements: (String, String)...) throws -> [Diagnostic] {
        SectionCheck(try theCase(document(replacements))).faults()
    }

    @Test("the flagship's section and the small one's are sound, and are written as they are read")
    func sound() throws {
        for document in [try Flagship.document(), try SanctionsTests.document()] {
            let theCase = try theCase(document)
            #expect(theCase.workspace.check(Sanctions.vocabulary, of: "sanctions").map(\.text) == [])
            #expect(SectionCheck(theCase).faults().filter { $0.severity == .error }.map(\.text) == [])
            let stored = try #require(document["modules"]?["sanctions"])
            // A year stands there as a number and is written as text.
            let section = try SanctionsSection.shape.read(stored)
            #expect(try SanctionsSection.shape.read(SanctionsSection.shape.encode(section)) == section)
        }
        #expect(SectionCheck(try Flagship.theCase()).faults().map(\.text) == [])
        #expect(try faults((#""modules": {"#, #""modules": {}, "x": {"#)).isEmpty)
    }

    @Test("names that mean nothing and things that contradict one another, each at its place and with what to do")
    func places() throws {
        let here = "/modules/sanctions"
        let cases: [((String, String), String, String, String)] = [
            (
                (#""parts": ["oil", "tools"]"#, #""parts": ["oil", "tool"]"#), "\(here)/measures/all/parts/1 unknown-id",
                "there is no measure “tool”", "tools"
            ),
            (
                (#""target": "south", "issue": "tariffs""#, #""target": "suoth", "issue": "tariffs""#),
                "\(here)/measures/duty/target unknown-id", "there is no party “suoth”", "south"
            ),
            (
                (#""target": "south", "issue": "tariffs""#, #""target": "west", "issue": "tariffs""#),
                "\(here)/measures/duty/sender/0 own-target", "“west” is both sender and target of “duty”", "correct"
            ),
            (
                (
                    #""effect": "slight", "cost": "slight", "halfLife": [24, 36]"#,
                    #""effect": "sleight", "cost": "slight", "halfLife": [24, 36]"#
                ),
                "\(here)/measures/duty/effect unknown-word", "“sleight” is not among the words of this section", "slight"
            ),
            (
                (#""halfLife": [24, 36]"#, #""halfLife": [0, 36]"#), "\(here)/measures/duty/halfLife bad-duration",
                "the half-life of “duty” begins at 0", "longer than nothing"
            ),
            (
                (#""started": "2024","#, #""started": "2026","#), "\(here)/measures/duty/started out-of-order",
                "it started on 2026, after the day on which the case is described (2025-01-01)", "asOf"
            ),
            (
                (#""legalBasis": ["gazette"], "does""#, #""legalBasis": ["gazette", "analyst"], "does""#),
                "\(here)/measures/oil/legalBasis bad-basis", "“oil” names 2 legal bases for 1 sender", "in their order"
            ),
            (
                (#""parts": ["oil", "tools"], "source""#, #""parts": ["oil", "tools"], "effect": 5, "source""#),
                "\(here)/measures/all/effect counted-twice", "“all” has parts and an effect of its own", "its parts"
            ),
            (
                (#""title": "Duty", "sender": ["west"]"#, #""title": "Duty", "sender": []"#),
                "\(here)/measures/duty/sender no-sender", "“duty” has no sender", "sender: [party]"
            ),
            (
                (#""via": "south", "measures": {"oil": 0.25}"#, #""via": "east", "measures": {"oil": 0.25}"#),
                "\(here)/leakage/south-buys/via no-third-party", "“east” is a side of “oil” itself", "neither"
            ),
            (
                (#""member": "coast", "by": "duty""#, #""member": "south", "by": "duty""#),
                "\(here)/coalition/strains/duty-coast/member no-member", "“south” is no member of the coalition", "coast"
            ),
            (
                (#""easedBy": "tariffs != as-now""#, #""easedBy": "tariffs != as-nwo""#),
                "\(here)/coalition/strains/duty-coast/easedBy unknown-id", "as-nwo", "as-now"
            ),
            (
                (#""body": "west", "rule": "unanimity""#, #""body": "coast", "rule": "unanimity""#),
                "\(here)/coalition/renewal/council/rule no-members", "“coast” decides by unanimity and has no members",
                "executive"
            ),
            (
                (#""holder": "west", "measures": ["oil"]"#, #""holder": "hills", "measures": ["oil"]"#),
                "\(here)/snapback/council/measures/0 no-sender", "“hills” has not imposed “oil”, so it cannot bring it back",
                "west"
            ),
            (
                (#""relief": ["oil-relief"]"#, #""relief": ["tariffs"]"#), "\(here)/exchange/relief/0 wrong-kind",
                "“tariffs” is not an issue of kind relief", "oil-relief"
            ),
            (
                (#""against": ["withdrawal"]"#, #""against": ["oil-relief"]"#), "\(here)/exchange/against/0 both-sides",
                "“oil-relief” stands on both sides of the exchange", "one"
            ),
            (
                (#""source": "gazette#oil""#, #""source": "gazette#oli""#), "\(here)/measures/oil/source unknown-id",
                "the source “gazette” lists no section “oli”", "oil"
            ),
        ]
        for (replacement, place, message, hint) in cases {
            let found = try faults(replacement)
            let fault = try #require(
                found.first { "\($0.pointer) \($0.code)" == place }, "\(place): \(found.map { "\($0.pointer) \($0.code)" })")
            #expect(fault.message.contains(message), "\(fault.message)")
            #expect(fault.hint?.contains(hint) == true, "\(place): \(fault.hint ?? "no hint")")
        }
    }

    @Test("what the form refuses: shares over one, negative durations, missing targets, unknown keys")
    func form() throws {
        let cases = [
            (#""measures": {"oil": 0.25}"#, #""measures": {"oil": 1.25}"#, "1.25 should be between 0 and 1"),
            (#""halfLife": [24, 36]"#, #""halfLife": [-24, 36]"#, "-24 should be between 0 and 100000"),
            (#""lagMonths": 0"#, #""lagMonths": -1"#, "-1 should be between 0 and 1200"),
            (#""everyMonths": 6"#, #""everyMonths": 0"#, "0 should be between 1 and 1200"),
            (#""target": "south", "issue": "tariffs""#, #""issue": "tariffs""#, "a measure needs “target”"),
            (#""credibility": 0.5"#, #""credibilty": 0.5"#, "a snapback has no key “credibilty”"),
            (#""halfLife": [24, 36]"#, #""halfLife": [36, 24]"#, "the range [36, 24] is turned round"),
        ]
        for (old, new, message) in cases {
            let document = try document([(old, new)])
            #expect {
                _ = try theCase(document)
            } throws: { error in
                (error as? Diagnostics)?.all.contains { $0.message.contains(message) } == true
            }
        }
    }

    @Test("no section that any text may be changed to makes the checks or the analyzers trap")
    func badInput() throws {
        let text = embargo
        var draws = Draws(state: 5)
        let numbers = ["0", "1", "100", "-1", "0.000000001", "[0, 1]", "[0, 100000]", "\"slight\"", "\"severe\"", "1000000000"]
        let places = text.matches(of: /: (\d[\d.]*|\[[\d., ]+\])[,}]/).map { $0.output.1.startIndex..<$0.output.1.endIndex }
        for _ in 0..<150 {
            var changed = text
            let place = try #require(places.randomElement(using: &draws))
            let number = try #require(numbers.randomElement(using: &draws))
            changed.replaceSubrange(place, with: number)
            guard let document = try? JSON.parse(changed), let theCase = try? theCase(document) else { continue }
            _ = SectionCheck(theCase).faults()
            for id in ["steps", "gift", "open"] as [ID<Package>] {
                guard SectionCheck(theCase).faults().allSatisfy({ $0.severity != .error }) else { continue }
                _ = try? leverage(theCase, id)
                _ = try? relief(theCase, id)
                _ = try? coalition(theCase, id)
            }
        }
    }

    @Test("relief against verified steps takes steps and a verifier")
    func linkages() throws {
        let all = DerivedLinkages(try theCase()).all()
        #expect(all.keys == ["oil-relief-needs-steps"])
        #expect(
            all["oil-relief-needs-steps"]?.linkage.require?.text
                == "oil-relief.trigger = verified-steps implies (withdrawal != none and monitoring != none)")
        let flagship = try Flagship.theCase()
        let derived = DerivedLinkages(flagship).all()
        #expect(
            derived.keys == [
                "finance-relief-needs-steps", "energy-relief-needs-steps", "technology-relief-needs-steps",
                "frozen-assets-needs-steps",
            ])
        for document in [try Flagship.document(), try SanctionsTests.document()] {
            let theCase = try theCase(document)
            var contribution = ModuleContribution()
            contribution.linkages = DerivedLinkages(theCase).all()
            contribution.clauses = ComposedClauses(theCase.workspace).all()
            #expect(theCase.workspace.faults(of: contribution, document: document).map(\.text) == [])
        }
    }

    @Test("every option without text of its own is worded")
    func clauses() throws {
        let clauses = ComposedClauses(try theCase().workspace).all()
        #expect(
            clauses["oil-relief"]?["phased"]
                == "The measures listed in the Annex shall be suspended in stages as the steps set out in the Annex are certified. They shall return into force upon a finding of breach."
        )
        #expect(clauses["tariffs"]?["as-now"] == "This Agreement makes no provision on tariffs.")
        #expect(clauses["withdrawal"] == nil)
        #expect(ComposedClauses(try Flagship.theCase().workspace).all().isEmpty)
    }
}
