import Shapes

/// What a scalar means when nothing but its text says so.
enum PlainMeaning: Equatable {
    case null
    case bool(Bool)
    case number(Number)
    case text
    /// Written like a number, but longer or larger than `Number` keeps.
    case numberOutOfRange

    init(_ text: String) {
        switch text {
        case "", "~", "null", "Null", "NULL": self = .null
        case "true", "True", "TRUE": self = .bool(true)
        case "false", "False", "FALSE": self = .bool(false)
        default:
            switch text.utf8.first ?? 0 {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
                self = PlainMeaning.number(Array(text.utf8.prefix(PlainMeaning.longestNumber + 1)))
            default: self = .text
            }
        }
    }

    /// Longer digits are texts (or hostile); the bound keeps the reading of a long text from copying it.
    private static let longestNumber = 200

    /// JSON's numbers, and `+1` and `.5` besides. A leading zero makes a text: such digits are numbers of files, telephones
    /// and postcodes.
    private static func number(_ text: [UInt8]) -> PlainMeaning {
        let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        let isSigned = text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+")
        var digits = text[(isSigned ? 1 : 0)...]
        guard text.count <= longestNumber, let first = digits.first else { return .text }
        if first == UInt8(ascii: "0"), digits.count > 1, isDigit(digits[digits.startIndex + 1]) { return .text }
        if first == UInt8(ascii: ".") { digits = [UInt8(ascii: "0")] + digits }
        guard isDigit(digits[digits.startIndex]) else { return .text }
        do throws(Number.Fault) {
            let number = try Number.parse(digits)
            return .number(text.first == UInt8(ascii: "-") ? -number : number)
        } catch {
            return error == .outOfRange ? .numberOutOfRange : .text
        }
    }
}

/// The tags that say no more than what a value tree can hold.
enum Tag {
    case string, integer, number, bool, null, list, mapping
    case unknown

    private static let prefix = "tag:yaml.org,2002:"

    init(_ tag: String) {
        self =
            switch tag {
            case Tag.prefix + "str": .string
            case Tag.prefix + "int": .integer
            case Tag.prefix + "float": .number
            case Tag.prefix + "bool": .bool
            case Tag.prefix + "null": .null
            case Tag.prefix + "seq": .list
            case Tag.prefix + "map": .mapping
            default: .unknown
            }
    }

    /// As the author wrote it, or nearly so.
    static func written(_ tag: String) -> String {
        tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag.hasPrefix("!") ? tag : "!<\(tag)>"
    }

    /// What a scalar with this tag is; nil when text and tag do not fit together.
    func content(_ text: String) -> Value.Content? {
        switch (self, PlainMeaning(text)) {
        case (.string, _): .string(text)
        case (.integer, .number(let number)) where number.decimals == 0: .number(number)
        case (.number, .number(let number)): .number(number)
        case (.bool, .bool(let value)): .bool(value)
        case (.null, .null): .null
        default: nil
        }
    }
}
