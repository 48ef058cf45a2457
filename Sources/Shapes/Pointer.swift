/// A place in a tree, as JSON Pointer (RFC 6901) writes it: `/issues/crimea/options/restored`.
public struct Pointer: Sendable, Hashable, CustomStringConvertible {
    public var tokens: [String]

    public init(_ tokens: [String] = []) { self.tokens = tokens }

    /// Reads the written form; nil when it neither is empty nor begins with a slash.
    public init?(parsing text: String) {
        if text.isEmpty {
            tokens = []
            return
        }
        guard text.hasPrefix("/") else { return nil }
        tokens = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map {
            Pointer.replace(Pointer.replace(String($0), "~1", "/"), "~0", "~")
        }
    }

    public var description: String {
        tokens.reduce(into: "") { text, token in
            text += "/"
            // Hardly any token has a character that needs an escape.
            let isPlain = !token.utf8.contains { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }
            text += isPlain ? token : Pointer.replace(Pointer.replace(token, "~", "~0"), "/", "~1")
        }
    }

    private static func replace(_ text: String, _ what: String, _ with: String) -> String {
        text.split(separator: what, omittingEmptySubsequences: false).joined(separator: with)
    }

    public static func / (pointer: Pointer, token: String) -> Pointer { Pointer(pointer.tokens + [token]) }
    public static func / (pointer: Pointer, index: Int) -> Pointer { pointer / String(index) }
}

extension Pointer: ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    public init(arrayLiteral elements: String...) { tokens = elements }

    public init(stringLiteral value: String) { self = Pointer(parsing: value) ?? Pointer([value]) }
}

extension Value {
    /// The value at a place below this one.
    public subscript(pointer: Pointer) -> Value? {
        var current = self
        for token in pointer.tokens {
            switch current.content {
            case .object(let object):
                guard let next = object[token] else { return nil }
                current = next
            case .array(let values):
                guard let index = Int(token), values.indices.contains(index) else { return nil }
                current = values[index]
            default: return nil
            }
        }
        return current
    }

    /// The mark of the place, or of the nearest place above it that has one.
    public func mark(at pointer: Pointer, of part: Diagnostic.Part) -> Mark? {
        var current = self
        var best = mark
        for (depth, written) in pointer.tokens.enumerated() {
            switch current.content {
            case .object(let object):
                let token = object.spelling(of: written)
                if let keyMark = object.keyMark(token), part == .key || object[token] == nil { best = keyMark }
                guard let next = object[token] else { return best }
                if !(part == .key && depth == pointer.tokens.count - 1) { best = next.mark ?? best }
                current = next
            case .array(let values):
                guard let index = Int(written), values.indices.contains(index) else { return best }
                current = values[index]
                best = current.mark ?? best
            default: return best
            }
        }
        return best
    }
}

extension Object {
    /// The key that means `key`: itself, or the same number otherwise written (`0.50` for `0.5`).
    fileprivate func spelling(of key: String) -> String {
        guard self[key] == nil, let number = try? Number.parse(key) else { return key }
        return keys.first { (try? Number.parse($0)) == number } ?? key
    }
}

extension Shape where T == Pointer {
    public static let pointer = Shape(
        decode: { value, decoding in
            if let text = value.string, let pointer = Pointer(parsing: text) { return pointer }
            decoding.fail("wrong-type", "a JSON pointer (/issues/crimea) is expected here, not \(value.kindDescription)", mark: value.mark)
            return nil
        },
        encode: { .string($0.description) }, schema: { _ in ["type": "string", "pattern": "^(/.*)?$"] })
}
