/// Random text for property tests, the same for the same seed (splitmix64).
struct RandomText: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    private static let pieces = [
        "a", "b", "word", "a longer one", "x", "é", "e\u{301}", "日本", "語", "한국어", "👨‍👩‍👧", "🇩🇪", "☑️", "Türkiye", "עברית",
        "ｆ", "—", "…", "third-party", "issues/crimea", "हिन्दी", "0.5", "“q”", "~",
    ]

    /// Up to `count` pieces, some of them joined without a blank.
    mutating func text(upTo count: Int) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...count, using: &self) {
            text += Self.pieces.randomElement(using: &self) ?? ""
            if Int.random(in: 0..<3, using: &self) > 0 { text += " " }
        }
        return text
    }
}

/// How often each character that is not a blank occurs.
func inventory(_ text: String) -> [Character: Int] {
    text.reduce(into: [:]) { counts, character in
        if !character.isWhitespace { counts[character, default: 0] += 1 }
    }
}

/// Without the escapes for styles.
func withoutEscapes(_ text: String) -> String {
    var result = ""
    var isEscape = false
    for scalar in text.unicodeScalars {
        if scalar == "\u{1B}" { isEscape = true }
        if !isEscape { result.unicodeScalars.append(scalar) }
        if scalar == "m" { isEscape = false }
    }
    return result
}
