import Negotiation
import Shapes
import Testing

@Suite("The language of conditions")
struct PredicateSyntaxTests {
    @Test(
        "what cannot be read is pointed at",
        arguments: [
            ("", 0, "condition is empty", "for example"),
            ("crimea", 6, "must be compared with something", "use = != <"),
            ("crimea = ", 9, "an option or a number is expected here", nil),
            ("crimea = deferred adn quota > 3", 18, "“adn” cannot stand here", "did you mean “and”?"),
            ("(a = b or c = d", 0, "“(” is not closed", "add “)”"),
            ("a = b)", 5, "“)” cannot stand here", "join conditions"),
            ("a in b", 5, "followed by a list in brackets", "a in [a, b]"),
            ("a in [b c]", 8, "expected “,” or “]”", nil),
            ("a in []", 6, "an option or a number is expected here", nil),
            ("a = b & c = d", 6, "“&” is not used here", "write “and”"),
            ("a ≥ 3", 2, "“≥” is not used here", "write “>=”"),
            ("a = \"b\"", 4, "ids need no quotes", "as it is"),
            ("not and a = b", 4, "an issue is expected here, not “and”", "for example"),
            ("a. = b", 0, "“a.” is cut short", "issue.attribute"),
            ("a => b", 2, "must be compared with something; found “=>”", "write “>=”"),
            ("a = or", 4, "an option or a number is expected here, not “or”", nil),
            ("3 = a", 0, "an issue is expected here, not “3”", nil),
        ] as [(String, Int, String, String?)])
    func faults(text: String, offset: Int, message: String, hint: String?) {
        do throws(Predicate.Fault) {
            let predicate = try Predicate(text)
            Testing.Issue.record("“\(text)” was read as \(predicate.root)")
        } catch {
            #expect(error.offset == offset)
            #expect(error.message.contains(message), "\(error.message)")
            if let hint { #expect(error.hint?.contains(hint) == true, "\(error.hint ?? "no hint")") }
        }
    }

    @Test("nesting and length are limited, and just below the limits all is well")
    func limits() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "(", count: depth) + "a = b" + String(repeating: ")", count: depth)
        }
        func chain(_ length: Int) -> String { Array(repeating: "a = b", count: length).joined(separator: " and ") }
        #expect(try Predicate(nested(90)).atoms.count == 1)
        #expect(throws: Predicate.Fault.self) { try Predicate(nested(200)) }
        #expect(throws: Predicate.Fault.self) { try Predicate(nested(100_000)) }
        #expect(throws: Predicate.Fault.self) { try Predicate(String(repeating: "not ", count: 100_000) + "a = b") }
        #expect(try Predicate(chain(1_000)).atoms.count == 1_000)
        #expect(throws: Predicate.Fault.self) { try Predicate(chain(1_001)) }
    }

    @Test("places of issues, attributes and literals within the text")
    func offsets() throws {
        let atoms = try Predicate("  a.gear = nets or b in [x, 4.50]").atoms
        #expect(atoms.map(\.offset) == [2, 19])
        #expect(atoms[0].attributeOffset == 4)
        #expect(atoms.flatMap { $0.literals.map(\.offset) } == [11, 25, 28])
        #expect(atoms[1].literals[1].number?.description == "4.5")
    }
}
