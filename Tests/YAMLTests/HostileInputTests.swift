import Shapes
import Testing
import YAML

/// Whatever a file holds, it is read or refused, and a refusal points into the file.
@Suite struct HostileInput {
    static let sample = """
        %YAML 1.2
        ---
        # A workspace with a bit of everything
        parley: 1
        title: "A \\"first\\" look\\n\\u00e9"
        summary: >-
          Folded text
          over lines.

          And more.
        text: |2
            literal
          text
        'it''s': plain text
          over lines
        parties:
          coastland: &coastland {name: Coastland, weight: [10, 20.5], source: brief#quota}
          isle: *coastland
          union:
          - one
          - - nested
            - !!str 12
          - ? complex
            : value
        empty:
        flow: {a: [b, {c: d}], "e": 'f', g: , h: ~}
        emoji: 🤝 – Zürich
        ...
        """

    private func check(_ bytes: [UInt8], _ what: @autoclosure () -> String) {
        for problem in problems(bytes) {
            guard let place = problem.place else {
                Issue.record("no place: \(problem) for \(what())")
                continue
            }
            let lines = HostileInput.lines(bytes)
            #expect(place.line >= 1 && place.line <= lines.count, "\(problem) for \(what())")
            guard lines.indices.contains(place.line - 1) else { continue }
            #expect(place.column >= 1 && place.column <= lines[place.line - 1] + 1, "\(problem) for \(what())")
            #expect(!problem.message.isEmpty && !problem.message.contains("\n"))
        }
    }

    /// The lengths of the lines, counted apart from the reader: each byte that is not valid counts as one character.
    private static func lines(_ bytes: [UInt8]) -> [Int] {
        var lengths = [0]
        var last: Unicode.Scalar?
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if scalar == "\n", last == "\r" {
                // One break with the one before it.
            } else if ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar) {
                lengths.append(0)
            } else {
                lengths[lengths.count - 1] += 1
            }
            last = scalar
        }
        return lengths
    }

    @Test func theSampleItselfIsRead() {
        #expect(problems(HostileInput.sample).isEmpty)
    }

    @Test func everyPrefixAndSuffix() {
        let bytes = Array(HostileInput.sample.utf8)
        for end in 0...bytes.count {
            check(Array(bytes[..<end]), "prefix \(end)")
            check(Array(bytes[end...]), "suffix \(end)")
        }
    }

    @Test func randomMutations() {
        var random = SeededGenerator(4_711)
        let bytes = Array(HostileInput.sample.utf8)
        let telling = Array("\t\n\r :-?#,[]{}&*!|>'\"%@`\\<~.0\u{FEFF}\u{85}\u{2028}🤝".utf8) + [0, 0x80, 0xFF]
        for round in 0..<20_000 {
            var mutated = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let at = Int.random(in: 0..<mutated.count, using: &random)
                let byte = telling.randomElement(using: &random) ?? 0
                switch Int.random(in: 0..<5, using: &random) {
                case 0: mutated[at] = byte
                case 1: mutated.insert(byte, at: at)
                case 2: mutated.remove(at: at)
                case 3: mutated.removeSubrange(at..<min(mutated.count, at + Int.random(in: 1...40, using: &random)))
                default: mutated[at] = UInt8.random(in: 0...255, using: &random)
                }
                if mutated.isEmpty { mutated = [byte] }
            }
            check(mutated, "mutation \(round)")
        }
    }

    @Test func noise() {
        var random = SeededGenerator(12)
        let pieces = [
            "\n", "\n  ", "  ", "- ", "a", ": ", "b:", "[", "]", "{", "}", ",", "\"", "'", "|", ">", "#", "&a ", "*a", "!!str ",
            "? ",
            "---", "...", "%", "\t", "<<", "12", "\u{A0}", "\u{2028}", "é",
        ]
        for round in 0..<20_000 {
            let text = (0..<Int.random(in: 1...14, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
                .joined()
            check(Array(text.utf8), "noise \(round): \(text)")
        }
    }
}
