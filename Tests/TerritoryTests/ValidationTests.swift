import ModuleTestSupport
import Negotiation
import PluginKit
import Shapes
import Testing
import parley_plugin_territory

@Suite("What is wrong with a section")
struct ValidationTests {
    @Test("the flagship's section and the small one's are sound")
    func sound() throws {
        #expect(SectionCheck(try Flagship.theCase()).faults().map(\.text) == [])
        #expect(try faults().map(\.text) == [])
        let flagship = try Flagship.theCase()
        #expect(flagship.workspace.check(Territory.vocabulary, of: "territory").map(\.text) == [])
        #expect(try theCase().workspace.check(Territory.vocabulary, of: "territory").map(\.text) == [])
    }

    @Test("the section is written as it is read")
    func roundTrip() throws {
        for document in [try Flagship.document(), try TerritoryTests.document()] {
            let stored = try #require(document["modules"]?["territory"])
            #expect(TerritorySection.shape.encode(try TerritorySection.shape.read(stored)) == stored)
        }
    }

    @Test("without a section there is nothing to check")
    func noSection() throws {
        let found = try faults((#""modules": {"#, #""modules": {}, "x": {"#))
        #expect(found.isEmpty)
    }

    @Test("names that mean nothing, each at its place and with what was meant")
    func names() throws {
        let cases: [((String, String), String, String?)] = [
            (
                (#""issue": "harbour", "source""#, #""issue": "harbor", "source""#),
                "/modules/territory/regions/harbour/issue unknown-id", "harbour"
            ),
            (
                (#""issue": "harbour", "source""#, #""issue": "line", "source""#),
                "/modules/territory/regions/harbour/issue wrong-kind", "harbour"
            ),
            (
                (#""north": {"title": "north", "control": "south""#, #""nort": {"title": "north", "control": "south""#),
                "/modules/territory/regions/harbour/views/nort unknown-id", "north"
            ),
            (
                (#""recognition": "south", "source": "analyst""#, #""recognition": "south", "source": "analist""#),
                "/modules/territory/regions/harbour/views/south/source unknown-id", "analyst"
            ),
            (
                (#""ceasefire": "fire", "monitoring""#, #""ceasefire": "line", "monitoring""#),
                "/modules/territory/lines/line/restsOn/ceasefire wrong-kind", nil
            ),
            (
                (#""enforcement": "breach""#, #""enforcement": "braech""#), "/modules/territory/ceasefire/enforcement unknown-id",
                "breach"
            ),
            (
                (#""enforcement": "breach""#, #""enforcement": "monitoring""#),
                "/modules/territory/ceasefire/enforcement duplicate-role", nil
            ),
            (
                (#""status": ["harbour"]"#, #""status": ["harbour", "harbour"]"#),
                "/modules/territory/ceasefire/status/1 duplicate-id", nil
            ),
            ((#""status": ["harbour"]"#, #""status": ["fire"]"#), "/modules/territory/ceasefire/status/0 wrong-kind", nil),
            (
                (#""issue": "harbour", "source": "gazette#harbour""#, #""issue": "harbour", "source": "gazette#harbor""#),
                "/modules/territory/regions/harbour/source unknown-id", "harbour"
            ),
        ]
        for (replacement, expected, hint) in cases {
            let found = try faults(replacement)
            #expect(places(found).contains(expected), "\(replacement.1): \(places(found))")
            if let hint { #expect(found.contains { $0.hint?.contains(hint) == true }, "\(replacement.1): \(found.map(\.text))") }
            #expect(found.allSatisfy { $0.hint?.isEmpty == false }, "each says what to do: \(found.map(\.text))")
        }
    }

    @Test("words outside an order, of views and of options")
    func words() throws {
        let view = try faults((#""south": {"title": "south", "control""#, #""south": {"title": "soth", "control""#))
        #expect(places(view) == ["/modules/territory/regions/harbour/views/south/title unknown-word"])
        #expect(view[0].hint?.contains("did you mean “south”?") == true)
        let option = try faults(
            (#""title": "shared", "control": "international""#, #""title": "shared", "control": "internatonal""#))
        #expect(places(option) == ["/issues/harbour/options/shared/attributes/control unknown-word"])
        let moves = try faults((#""moves": "both""#, #""moves": "norther""#))
        #expect(places(moves) == ["/issues/line/options/apart/attributes/moves unknown-word"])
        #expect(moves[0].hint == "did you mean “northern”?")
    }

    @Test("a dimension that is used has an order")
    func dimensions() throws {
        let unordered = try faults((#""recognition": {"order": ["north", "withheld", "south"], "source": "analyst"},"#, ""))
        #expect(places(unordered) == ["/modules/territory/dimensions missing-dimension"])
        #expect(unordered[0].message.contains("recognition"))
        // Autonomy is said by one option only; without that nobody misses its order.
        let autonomy = (#""autonomy": {"order": ["none", "special"]},"#, "")
        #expect(places(try faults(autonomy)) == ["/modules/territory/dimensions missing-dimension"])
        #expect(try faults(autonomy, (#""autonomy": "none", "#, "")).isEmpty)
    }

    @Test("conditions of features name what there is, and say where they do not")
    func conditions() throws {
        let feature = #""predicate": "monitoring = none", "source": "gazette"}"#
        func found(_ text: String) throws -> Diagnostic {
            let all = try faults((feature, #""predicate": "\#(text)", "source": "gazette"}"#))
            #expect(all.count == 1, "\(all.map(\.text))")
            return try #require(all.first)
        }
        let option = try found("monitoring in [none, jiont]")
        #expect(option.pointer.description == "/modules/territory/frozenConflictFeatures/unwatched/predicate")
        #expect(option.offset == 21)
        #expect(option.hint == "did you mean “joint”?")
        #expect(try found("monitorin = none").offset == 0)
        #expect(try found("fire = now and line.move = none").offset == 20)
        #expect(try found("line.moves = nobody").code == "unknown-value")
        #expect(try found("line >= 4").code == "no-order")
    }

    @Test("what is allowed and probably not meant is a warning")
    func warnings() throws {
        let views = try faults(
            (#""north": {"title": "north", "control": "south", "recognition": "north", "source": "gazette"},"#, ""),
            (#""south": {"title": "south", "control": "south", "recognition": "south", "source": "analyst"}"#, ""))
        #expect(views.map(\.severity) == [.warning])
        #expect(places(views) == ["/modules/territory/regions/harbour no-views"])
        let region = try faults((#""module": "institutions", "kind": "compliance""#, #""module": "territory", "kind": "region""#))
        #expect(region.map(\.severity) == [.warning])
        #expect(places(region) == ["/modules/territory/regions no-region"])
    }

    @Test("the form is told by the shape: unknown keys, short orders, words that conditions cannot name")
    func form() throws {
        func codes(_ old: String, _ new: String) throws -> [String] {
            let section = try #require(try document([(old, new)])["modules"]?["territory"])
            do throws(Diagnostics) {
                _ = try TerritorySection.shape.read(section)
                return []
            } catch { return error.all.map { "\($0.pointer) \($0.code)" } }
        }
        #expect(try codes(#""terms": "fire""#, #""term": "fire""#) == ["/ceasefire/term unknown-key", "/ceasefire missing-key"])
        #expect(try codes(#"["none", "special"]"#, #"["none"]"#) == ["/dimensions/autonomy bad-order"])
        #expect(try codes(#"["none", "special"]"#, #"["none", "none"]"#) == ["/dimensions/autonomy bad-order"])
        #expect(try codes(#"["none", "special"]"#, #"["none", "and"]"#) == ["/dimensions/autonomy bad-order"])
        #expect(
            try codes(#""predicate": "line.moves = none""#, #""predicate": "line.moves none""#) == [
                "/frozenConflictFeatures/stuck/predicate bad-predicate"
            ])
    }

    @Test("closed words are closed by the vocabulary, and names of a case's sides are not")
    func vocabulary() throws {
        func codes(_ old: String, _ new: String) throws -> [String] {
            places(try theCase((old, new)).workspace.check(Territory.vocabulary, of: "territory"))
        }
        #expect(
            try codes(#""timing": "immediate""#, #""timing": "soon""#) == [
                "/issues/fire/options/now/attributes/timing bad-attribute"
            ])
        #expect(
            try codes(#""verified": true"#, #""verified": "yes""#) == [
                "/issues/withdrawal/options/all/attributes/verified bad-attribute"
            ])
        #expect(try codes(#""extent": "full", "#, "") == ["/issues/withdrawal/options/all missing-attribute"])
        #expect(try codes(#""title": "shared", "control""#, #""title": "leased", "control""#) == [])
    }
}
