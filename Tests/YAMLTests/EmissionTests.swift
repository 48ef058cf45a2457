import Shapes
import Testing
import YAML

@Suite struct Emission {
    @Test func aFileLooksLikeOneThatSomebodyWrote() {
        let reason = "A reason, and one with commas and all that comes with it, that is far longer than one line is wide"
        let rule =
            "they shall meet twice a year in the capital of the one or the other, and shall publish what they have agreed."
        let points: Value = ["points": [-20, -5], "because": "The fleet stays in port"]
        let coastland: Value = [
            "name": "Coastland", "role": "principal", "members": ["a", "b"], "active": true, "since": .null,
        ]
        let isle: Value = [
            "name": "The Isle: a state", "outside": [points, ["because": .string(reason)]],
            "patience": [.number(Number(significand: 9, exponent: -1)), 1],
        ]
        let texts: Value = [
            "number": "12", "word": "no", "empty": "", "nothing": "null", "quote": "it's: so", "clause": "One.\n\nTwo.\n",
            "long": .string("The parties agree that " + rule), "colon": .string("The parties agree on this: " + rule),
        ]
        let value: Value = [
            "parley": 1, "asOf": "2025-08-12", "tags": [], "parties": ["coastland": coastland, "isle": isle], "texts": texts,
        ]
        #expect(
            YAML.text(value) == """
                parley: 1
                asOf: 2025-08-12
                tags: []
                parties:
                  coastland: {name: Coastland, role: principal, members: [a, b], active: true, since: null}
                  isle:
                    name: 'The Isle: a state'
                    outside:
                    - {points: [-20, -5], because: The fleet stays in port}
                    - because: A reason, and one with commas and all that comes with it, that is far longer than one line
                        is wide
                    patience: [0.9, 1]
                texts:
                  number: '12'
                  word: no
                  empty: ''
                  nothing: 'null'
                  quote: "it's: so"
                  clause: |
                    One.

                    Two.
                  long: The parties agree that they shall meet twice a year in the capital of the one or the other, and
                    shall publish what they have agreed.
                  colon: >-
                    The parties agree on this: they shall meet twice a year in the capital of the one or the other, and
                    shall publish what they have agreed.

                """)
    }

    @Test func theUpperLevelsAreBlocks() {
        #expect(YAML.text(["a": ["b": 1], "c": [1]]) == "a:\n  b: 1\nc:\n- 1\n")
        #expect(YAML.text([["a": 1]]) == "- a: 1\n")
        #expect(YAML.text([:]) == "{}\n")
        #expect(YAML.text([]) == "[]\n")
    }

    @Test(arguments: [
        "text", "12", "", "a: b", "- a", "# a", "---", "a\n", "a\nb", "a\n\n", "\na", " a", "a ", "\t", "🤝", "\0",
    ])
    func rootScalars(text: String) throws {
        #expect(try read(YAML.text(.string(text))) == .string(text))
    }

    @Test func aLongRootTextIsNotTakenForTheEndOfADocument() throws {
        for marker in ["---", "..."] {
            for word in ["word", "a: ", "word  ", "a:  ", "tab\t"] {
                let text = Array(repeating: "\(word) \(marker)", count: 100).joined(separator: " ")
                #expect(try read(YAML.text(.string(text))) == .string(text))
            }
        }
    }

    @Test func longKeysSurvive() throws {
        for length in [100, 127, 128, 129, 1_023, 1_024, 1_025, 5_000] {
            let key = String(repeating: "k", count: length)
            #expect(try read(YAML.text([key: 1, "a": [key: ["b": [key: "c"]]]])) == [key: 1, "a": [key: ["b": [key: "c"]]]])
        }
    }

    @Test func whateverIsWrittenReadsBackTheSame() throws {
        var generator = TreeGenerator(seed: 20_250_812)
        for round in 0..<6_000 {
            let value = generator.value(depth: round % 6)
            let text = YAML.text(value)
            let again: Value
            do throws(Diagnostics) {
                again = try YAML.parse(text, file: "test.yaml")
            } catch {
                Issue.record("round \(round): \(error.all.map(\.text)) in\n\(text)")
                continue
            }
            // As JSON: there the order of members counts, and how an accented letter is composed.
            #expect(JSON.bytes(again) == JSON.bytes(value), "round \(round)\n\(text)")
            #expect(YAML.text(again) == text, "round \(round)")
        }
    }

    @Test func linesStayReadable() {
        var generator = TreeGenerator(seed: 7)
        for _ in 0..<500 {
            let words = (0..<80).map { _ in
                ["peace", "by", "instalments", "ends:", "it's"].randomElement(using: &generator.random) ?? ""
            }.joined(separator: " ")
            let text = YAML.text(["a": ["b": ["c": .string(words), "d": [.string(words)], "e": .string(words + "\t")]]])
            #expect(text.split(separator: "\n").allSatisfy { $0.count <= 118 }, "\(text)")
        }
    }
}
