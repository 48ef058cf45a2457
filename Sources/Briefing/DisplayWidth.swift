/// How many columns text takes on a terminal: East Asian wide characters and emoji two, combining marks none.
package enum DisplayWidth {
    package static func of(_ text: String) -> Int {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text.utf8.count }
        var count = 0
        for scalar in text.unicodeScalars {
            // Only text with other characters than these has to be taken apart into what a reader takes for characters.
            guard isPlain(scalar.value) else { return text.reduce(0) { $0 + of($1) } }
            count += 1
        }
        return count
    }

    /// Latin letters, punctuation and lines: one column each, whatever stands beside them.
    private static func isPlain(_ value: UInt32) -> Bool {
        switch value {
        case 0x20..<0x7F, 0xA1..<0xA9, 0xAA..<0xAD, 0xAF..<0x300, 0x2010...0x2027, 0x2500...0x257F: true
        default: false
        }
    }

    package static func of(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return 0 }
        if character.isASCII { return character == "\n" ? 0 : 1 }
        // A sequence that is drawn as one picture takes two columns, however many parts it is made of.
        let isPicture = scalars.count > 1 && first.properties.isEmoji && scalars.contains { joinsPictures($0) }
        return isPicture ? 2 : scalars.reduce(0) { $0 + of($1) }
    }

    /// A joiner, the wish to be shown as a picture, a skin tone, or one letter of a flag.
    private static func joinsPictures(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200D, 0xFE0F, 0x1F3FB...0x1F3FF, 0x1F1E6...0x1F1FF: true
        default: false
        }
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case let value where isPlain(value): return 1
        // Vowels and finals of Hangul that join the consonant before them.
        case 0x1160...0x11FF, 0xD7B0...0xD7FB: return 0
        default: break
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return scalar.properties.isEmojiPresentation || isWide(scalar.value) ? 2 : 1
        }
    }

    private static func isWide(_ value: UInt32) -> Bool {
        guard value >= 0x1100 else { return false }
        var (low, high) = (0, wide.count)
        while low < high {
            let middle = (low + high) / 2
            if value > wide[middle].upperBound { low = middle + 1 } else { high = middle }
        }
        return low < wide.count && wide[low].contains(value)
    }

    /// The blocks of East Asian wide and full-width characters (Unicode 15, UAX 11), gaps of unassigned characters closed.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C,
        0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
        0x16FE0...0x18D08, 0x1AFF0...0x1B2FB, 0x1F200...0x1F265, 0x20000...0x3FFFD,
    ]
}
