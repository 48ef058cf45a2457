import Shapes
import YAML

/// What is wrong with a text; empty when it can be read.
func problems(_ text: String, limits: YAML.Limits = .standard) -> [Diagnostic] { problems(Array(text.utf8), limits: limits) }

func problems(_ bytes: [UInt8], limits: YAML.Limits = .standard) -> [Diagnostic] {
    do throws(Diagnostics) {
        _ = try YAML.parse(bytes, file: "test.yaml", limits: limits)
        return []
    } catch {
        return error.all
    }
}

func read(_ text: String) throws(Diagnostics) -> Value { try YAML.parse(text, file: "test.yaml") }

/// SplitMix64: the same trees on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Random trees with the texts that break writers of YAML.
struct TreeGenerator {
    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed) }

    private static let words: [String] =
        ["treaty", "quota", "“curly”", "–", "Ärger", "Zürich", "北京", "مرحبا", "🤝", "👩‍👩‍👧", "e\u{301}"]
        + ["no", "yes", "on", "null", "~", "true", "False", "12", "-0.5", "1e5", "012", "0x1F", ".5", "5.", "+1", "1e400"]
        + ["2025-08-12", "12:30", "1.2.3", "http://x.org/a?b=c#d", "C:\\Users", "<<", "="]
        + ["-", "--", "---", "...", "?", ":", "a:", ":a", "#", "#tag", "a#b", ",", "a,b", "[", "]", "{a}", "\"", "'", "it's"]
        + ["\"quoted\"", "\\", "&x", "*x", "!", "!!str", "|", ">", ">=", "%", "@home", "`"]
        + ["\t", "\r", "\r\n", "\n", "\n\n", " ", "  ", "\u{A0}", "\u{85}", "\u{2028}", "\u{2029}", "\u{FEFF}"]
        + ["\u{0}", "\u{7}", "\u{1B}[31m", "\u{7F}", "\u{9F}", "\u{FFFE}", "\u{FFFD}", "\u{10FFFF}"]
        + ["\n  indented", "trailing \n", "\n# not a comment\n", "\n- not a list\n", "\nkey: not a key", "\n---\n"]
    private static let prose = ["the", "parties", "agree", "that", "quotas", "fall", "-", "it's", "---", "by", "40%,"]
    private static let lines = ["A clause.", "", "  further in", "- a dash", "# a hash", "a: b"]

    mutating func text() -> String {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: ""
        case 1, 2: join(TreeGenerator.words, 1...1, [""])
        // Long enough to be broken, with and without places to break.
        case 3: join(TreeGenerator.words, 10...60, [" ", " ", "  ", "", "\n"])
        case 4: join(TreeGenerator.prose, 10...80, [" "])
        case 5: join(TreeGenerator.lines, 1...6, ["\n"])
        default: join(TreeGenerator.words, 1...4, ["", " ", " ", "-"])
        }
    }

    private mutating func join(_ parts: [String], _ count: ClosedRange<Int>, _ separators: [String]) -> String {
        let separator = separators.randomElement(using: &random) ?? ""
        return (0..<Int.random(in: count, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }
            .joined(separator: separator)
    }

    private mutating func number() -> Number {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: Number(Int.random(in: -10...10, using: &random))
        case 1: Number(significand: Int128(Int.random(in: -999...999, using: &random)), exponent: -2)
        case 2: Number(Int.random(in: -999_999_999_999_999_999...999_999_999_999_999_999, using: &random))
        default:
            Number(
                significand: Int128(Int.random(in: -9_999...9_999, using: &random)),
                exponent: Int.random(in: -18...14, using: &random))
        }
    }

    mutating func value(depth: Int) -> Value {
        switch Int.random(in: 0..<(depth > 0 ? 12 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .number(number())
        case 3, 4, 5: return .string(text())
        case 6, 7, 8:
            return .array((0..<Int.random(in: 0...5, using: &random)).map { _ in value(depth: depth - 1) })
        default:
            return .object(Object((0..<Int.random(in: 0...6, using: &random)).map { _ in (text(), value(depth: depth - 1)) }))
        }
    }
}
