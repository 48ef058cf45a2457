/// JSON (RFC 8259) to and from value trees.
///
/// Written here rather than taken from Foundation for three reasons: numbers stay exact decimals, members keep their order
/// and duplicates are refused, and the CLI starts without loading Foundation.
public enum JSON {
    /// Nesting beyond this is refused, so that no input can exhaust the stack.
    public static let depthLimit = 128

    public struct Fault: Error, Sendable, CustomStringConvertible {
        public var reason: String
        /// Bytes from the start of the text.
        public var offset: Int
        public var description: String { "\(reason) (at byte \(offset))" }
    }

    public static func parse(_ text: String) throws(Fault) -> Value { try parse(Array(text.utf8)) }

    public static func parse(_ bytes: [UInt8]) throws(Fault) -> Value {
        var reader = Reader(bytes: bytes)
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.position == bytes.count else { throw reader.fault("text after the end of the value") }
        return value
    }

    /// One line without spaces, or indented by two spaces a level.
    public static func text(_ value: Value, pretty: Bool = false) -> String {
        String(decoding: bytes(value, pretty: pretty), as: UTF8.self)
    }

    public static func bytes(_ value: Value, pretty: Bool = false) -> [UInt8] {
        var writer = Writer(pretty: pretty)
        writer.output.reserveCapacity(4_096)
        writer.write(value, indent: 0)
        return writer.output
    }
}

private struct Reader {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    func fault(_ reason: String, at offset: Int? = nil) -> JSON.Fault { .init(reason: reason, offset: offset ?? position) }

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    mutating func value(depth: Int) throws(JSON.Fault) -> Value {
        guard depth < JSON.depthLimit else { throw fault("nested deeper than \(JSON.depthLimit) levels") }
        skipSpace()
        guard let byte = next else { throw fault("the text ends where a value should stand") }
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw fault("a value cannot begin with \(describe(byte))")
        }
    }

    func describe(_ byte: UInt8) -> String {
        (0x21...0x7E).contains(byte) ? "“\(Character(Unicode.Scalar(byte)))”" : "byte 0x\(String(byte, radix: 16))"
    }

    mutating func word(_ word: StaticString, _ value: Value) throws(JSON.Fault) -> Value {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count, (0..<count).allSatisfy({ bytes[position + $0] == word.utf8Start[$0] }) else {
            throw fault("expected \(word)")
        }
        position += count
        return value
    }

    mutating func number() throws(JSON.Fault) -> Number {
        let start = position
        scan: while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                position += 1
            default: break scan
            }
        }
        let digits = bytes[start] == UInt8(ascii: "-") ? start + 1 : start
        if digits + 1 < position, bytes[digits] == UInt8(ascii: "0"), (0x30...0x39).contains(bytes[digits + 1]) {
            throw fault("a number cannot begin with 0 and another digit", at: start)
        }
        do throws(Number.Fault) {
            return try Number.parse(bytes[start..<position])
        } catch {
            throw fault(
                error == .notANumber ? "malformed number" : "a number of more than 18 significant digits or beyond 10^±18",
                at: start)
        }
    }

    mutating func array(depth: Int) throws(JSON.Fault) -> Value {
        position += 1
        var values: [Value] = []
        skipSpace()
        if next == UInt8(ascii: "]") {
            position += 1
            return .array([])
        }
        while true {
            values.append(try value(depth: depth + 1))
            skipSpace()
            switch next {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "]"):
                position += 1
                return .array(values)
            default: throw fault("expected “,” or “]” in a list")
            }
        }
    }

    mutating func object(depth: Int) throws(JSON.Fault) -> Value {
        position += 1
        var object = Object()
        skipSpace()
        if next == UInt8(ascii: "}") {
            position += 1
            return .object(object)
        }
        while true {
            skipSpace()
            let keyStart = position
            guard next == UInt8(ascii: "\"") else { throw fault("expected a key in quotes") }
            let key = try string()
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw fault("expected “:” after a key") }
            position += 1
            let member = try value(depth: depth + 1)
            guard object.insert(key, keyMark: nil, member) else { throw fault("the key “\(key)” stands twice", at: keyStart) }
            skipSpace()
            switch next {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "}"):
                position += 1
                return .object(object)
            default: throw fault("expected “,” or “}” in a mapping")
            }
        }
    }

    mutating func string() throws(JSON.Fault) -> String {
        let start = position
        position += 1
        var escaped = false
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let raw = bytes[(start + 1)..<position]
                position += 1
                if escaped { return try unescape(raw) }
                guard let text = String(validating: raw, as: UTF8.self) else { throw fault("not valid UTF-8", at: start) }
                return text
            case UInt8(ascii: "\\"):
                escaped = true
                position += 2
            case 0..<0x20: throw fault("a control character must be escaped in a text")
            default: position += 1
            }
        }
        throw fault("a text is not closed", at: start)
    }

    func unescape(_ raw: ArraySlice<UInt8>) throws(JSON.Fault) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(raw.count)
        var at = raw.startIndex
        func hex(_ from: Int) throws(JSON.Fault) -> UInt16 {
            guard from + 4 <= raw.endIndex,
                raw[from..<(from + 4)].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
                let unit = UInt16(String(decoding: raw[from..<(from + 4)], as: UTF8.self), radix: 16)
            else { throw fault("\\u needs four hexadecimal digits", at: from) }
            return unit
        }
        while at < raw.endIndex {
            guard raw[at] == UInt8(ascii: "\\") else {
                out.append(raw[at])
                at += 1
                continue
            }
            let kind = raw[at + 1]
            at += 2
            switch kind {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(kind)
            case UInt8(ascii: "b"): out.append(0x08)
            case UInt8(ascii: "f"): out.append(0x0C)
            case UInt8(ascii: "n"): out.append(0x0A)
            case UInt8(ascii: "r"): out.append(0x0D)
            case UInt8(ascii: "t"): out.append(0x09)
            case UInt8(ascii: "u"):
                var units = [try hex(at)]
                at += 4
                if UTF16.isLeadSurrogate(units[0]) {
                    guard at + 6 <= raw.endIndex, raw[at] == UInt8(ascii: "\\"), raw[at + 1] == UInt8(ascii: "u") else {
                        throw fault("half of a surrogate pair", at: at)
                    }
                    units.append(try hex(at + 2))
                    at += 6
                }
                guard let text = String(validating: units, as: UTF16.self) else { throw fault("half of a surrogate pair", at: at) }
                out.append(contentsOf: text.utf8)
            default: throw fault("unknown escape “\\\(Character(Unicode.Scalar(kind)))”", at: at - 2)
            }
        }
        guard let text = String(validating: out, as: UTF8.self) else { throw fault("not valid UTF-8", at: raw.startIndex) }
        return text
    }
}

private struct Writer {
    let pretty: Bool
    var output: [UInt8] = []

    init(pretty: Bool) { self.pretty = pretty }

    mutating func write(_ value: Value, indent: Int) {
        switch value.content {
        case .null: output.append(contentsOf: "null".utf8)
        case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let number): output.append(contentsOf: number.description.utf8)
        case .string(let text): write(text)
        case .array(let values):
            // A list of plain values stays on one line: people read pretty JSON too.
            let open = pretty && values.contains { $0.array != nil || $0.object != nil }
            output.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                if open { newline(indent + 1) } else if pretty, index > 0 { output.append(0x20) }
                write(value, indent: indent + 1)
            }
            if open { newline(indent) }
            output.append(UInt8(ascii: "]"))
        case .object(let object):
            output.append(UInt8(ascii: "{"))
            var first = true
            for (key, value) in object {
                if !first { output.append(UInt8(ascii: ",")) }
                first = false
                if pretty { newline(indent + 1) }
                write(key)
                output.append(UInt8(ascii: ":"))
                if pretty { output.append(0x20) }
                write(value, indent: indent + 1)
            }
            if pretty, !first { newline(indent) }
            output.append(UInt8(ascii: "}"))
        }
    }

    mutating func newline(_ indent: Int) {
        output.append(0x0A)
        output.append(contentsOf: repeatElement(0x20, count: indent * 2))
    }

    mutating func write(_ text: String) {
        output.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            // Whole runs at a time: few texts have anything to escape.
            var start = 0
            for (index, byte) in bytes.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F {
                output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
                escape(byte)
                start = index + 1
            }
            output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
        }
        output.append(UInt8(ascii: "\""))
    }

    mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): output.append(contentsOf: "\\\"".utf8)
        case UInt8(ascii: "\\"): output.append(contentsOf: "\\\\".utf8)
        case 0x0A: output.append(contentsOf: "\\n".utf8)
        case 0x0D: output.append(contentsOf: "\\r".utf8)
        case 0x09: output.append(contentsOf: "\\t".utf8)
        default:
            let hex = String(byte, radix: 16)
            output.append(contentsOf: "\\u00\(hex.count == 1 ? "0" : "")\(hex)".utf8)
        }
    }
}
