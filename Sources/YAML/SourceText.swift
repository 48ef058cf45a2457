import Shapes

/// A place as libyaml counts: lines and columns from 1 here, columns and `index` in Unicode scalars.
struct Position: Comparable {
    var line: Int
    var column: Int
    var index: Int

    static func < (a: Position, b: Position) -> Bool { a.index < b.index }
}

/// The text of one file, known to be something that libyaml can read, and looked up again when an error is to be explained.
struct SourceText {
    let file: String
    /// Without the byte order mark.
    let bytes: [UInt8]

    init(_ bytes: [UInt8], file: String) throws(Diagnostics) {
        self.file = file
        if let encoding = SourceText.foreignEncoding(bytes) {
            throw Diagnostics([
                Diagnostic(
                    code: "not-utf8", "the file is saved as \(encoding), and Parley reads UTF-8 only",
                    hint: "save it again with the encoding “UTF-8”", place: .init(file: file, line: 1, column: 1))
            ])
        }
        self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        if let fault = firstRefused() { throw Diagnostics([fault]) }
    }

    /// UTF-16 and UTF-32 betray themselves by their byte order mark, or by the zeros around the first letter.
    private static func foreignEncoding(_ bytes: [UInt8]) -> String? {
        let head = Array(bytes.prefix(4))
        switch head {
        case [0xFF, 0xFE, 0, 0], [0, 0, 0xFE, 0xFF]: return "UTF-32"
        default: break
        }
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
        guard head.count == 4 else { return nil }
        return switch head.map({ $0 == 0 }) {
        case [false, true, false, true], [true, false, true, false]: "UTF-16"
        case [false, true, true, true], [true, true, true, false]: "UTF-32"
        default: nil
        }
    }

    /// The first byte that is not UTF-8, or the first character that YAML does not allow. Looked for here and not in
    /// libyaml's reader, which knows the byte but not the line.
    ///
    /// Abbreviations of tags have no use here and are refused here too: libyaml compares each with all before it, so that a
    /// file of them would keep it busy for minutes.
    private func firstRefused() -> Diagnostic? {
        var walk = Walk(bytes)
        while let step = walk.next() {
            switch step {
            case .scalar("%") where walk.start.column == 1 && walk.continues(with: "TAG"):
                return Diagnostic(
                    code: "unsupported-yaml",
                    "a line that begins with “%TAG” abbreviates tags, and Parley knows no tags of its own",
                    hint: "delete the line", place: .init(file: file, line: walk.start.line, column: 1))
            case .scalar(let scalar) where SourceText.isAllowed(scalar): continue
            case .scalar(let scalar):
                return Diagnostic(
                    code: "yaml-syntax",
                    "here stands the invisible control character \(SourceText.name(scalar)), which YAML does not allow",
                    hint: "delete it; it usually comes along when text is copied from a PDF or a terminal",
                    place: .init(file: file, line: walk.start.line, column: walk.start.column))
            case .invalid(let byte):
                return Diagnostic(
                    code: "not-utf8",
                    "the byte 0x\(String(byte, radix: 16, uppercase: true)) here is not UTF-8 text",
                    hint: "the file was probably saved in an older encoding such as Windows-1252; save it again with the "
                        + "encoding “UTF-8”, and check accents and quotation marks",
                    place: .init(file: file, line: walk.start.line, column: walk.start.column))
            }
        }
        return nil
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }

    static func name(_ scalar: Unicode.Scalar) -> String {
        let hex = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    }
}

extension SourceText {
    /// Steps through the scalars of a text, counting lines as libyaml does: CR, LF, CRLF, NEL, LS and PS end one.
    struct Walk {
        enum Step {
            case scalar(Unicode.Scalar)
            case invalid(UInt8)
        }

        private let bytes: [UInt8]
        private var iterator: [UInt8].Iterator
        private var decoder = Unicode.UTF8.ForwardParser()
        private var offset = 0
        private var afterReturn = false
        private var here = Position(line: 1, column: 1, index: 0)
        /// Where the scalar of the last step stands.
        private(set) var start = Position(line: 1, column: 1, index: 0)

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
            iterator = bytes.makeIterator()
        }

        mutating func next() -> Step? {
            switch decoder.parseScalar(from: &iterator) {
            case .emptyInput: return nil
            case .error:
                start = here
                return .invalid(bytes[offset])
            case .valid(let encoded):
                let scalar = Unicode.UTF8.decode(encoded)
                // The line feed of a CRLF stands behind the line that the carriage return has ended.
                start = here
                offset += encoded.count
                here.index += 1
                let isBreak = SourceText.isBreak(scalar)
                if scalar == "\n", afterReturn {
                    // Already counted.
                } else if isBreak {
                    here.line += 1
                    here.column = 1
                } else {
                    here.column += 1
                }
                afterReturn = scalar == "\r"
                return .scalar(scalar)
            }
        }

        /// Whether these letters follow the scalar of the last step.
        func continues(with text: String) -> Bool { bytes[offset...].starts(with: text.utf8) }
    }

    static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }

    /// The lines, for explaining an error; not kept, because most files have none.
    func lines() -> [[Unicode.Scalar]] {
        var lines: [[Unicode.Scalar]] = [[]]
        var afterReturn = false
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            defer { afterReturn = scalar == "\r" }
            if scalar == "\n", afterReturn { continue }
            if SourceText.isBreak(scalar) { lines.append([]) } else { lines[lines.count - 1].append(scalar) }
        }
        return lines
    }

    var emptiness: Diagnostic {
        Diagnostic(
            code: "empty-file", "the file is empty: there is nothing in it but blank lines and comments, if that",
            hint: "write something into it, or delete the file", place: .init(file: file, line: 1, column: 1))
    }
}

/// Finds characters between two positions. Asked in the order of the text, so that all questions together read it once.
struct SourceCursor {
    private var offset = 0
    private var index = 0

    /// Whether `byte`, an ASCII character, stands in the text from `start` up to `end`.
    mutating func contains(_ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Position, to end: Position) -> Bool
    {
        var found = false
        while index < end.index, offset < bytes.count {
            if index >= start.index, bytes[offset] == byte { found = true }
            offset += 1
            while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
            index += 1
        }
        return found
    }
}
