import OrderedCollections

extension Shape where T == String {
    public static let text = Shape(
        decode: { value, decoding in
            if let text = value.string { return text }
            // A bare 2025 or `true` where a text is wanted is what people write; it is taken as they wrote it.
            if let number = value.number { return number.description }
            if let bool = value.bool { return bool ? "true" : "false" }
            decoding.fail("wrong-type", "a text is expected here, not \(value.kindDescription)", mark: value.mark)
            return nil
        },
        encode: { .string($0) }, schema: { _ in ["type": ["string", "number", "boolean"]] })

    /// An id: `a-z`, digits and single dashes, beginning with a letter, at most 64 characters.
    public static let id = Shape(
        decode: { value, decoding in
            guard let text = value.string else {
                decoding.fail("wrong-type", "an id is expected here, not \(value.kindDescription)", mark: value.mark)
                return nil
            }
            guard Kebab.isID(text) else {
                decoding.fail("bad-id", "“\(text)” is not an id", hint: Kebab.hint(for: text), mark: value.mark)
                return nil
            }
            return text
        },
        encode: { .string($0) }, schema: { _ in ["type": "string", "pattern": .string(Kebab.pattern)] })
}

/// The form of ids.
public enum Kebab {
    public static let pattern = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"

    public static func isID(_ text: String) -> Bool {
        var previous: UInt8 = UInt8(ascii: "-")
        guard let first = text.utf8.first, (0x61...0x7A).contains(first), text.utf8.count <= 64 else { return false }
        for byte in text.utf8 {
            switch byte {
            case 0x61...0x7A, 0x30...0x39: break
            case UInt8(ascii: "-"): if previous == byte { return false }
            default: return false
            }
            previous = byte
        }
        return previous != UInt8(ascii: "-")
    }

    /// What to write instead.
    public static func hint(for text: String) -> String {
        let rule = "ids are lower-case letters, digits and single dashes, beginning with a letter, at most 64"
        let mended = mend(text)
        return isID(mended) ? "\(rule); for example “\(mended)”" : rule
    }

    /// The id that a title suggests: “Crimea (status)” → `crimea-status`; empty when nothing of it can stand in an id.
    public static func mend(_ text: String) -> String {
        var id = ""
        for scalar in text.lowercased().unicodeScalars {
            let isPlain = ("a"..."z").contains(scalar) || (!id.isEmpty && ("0"..."9").contains(scalar))
            if isPlain { id.unicodeScalars.append(scalar) } else if !id.isEmpty, id.last != "-" { id.append("-") }
        }
        let cut = id.prefix(64)
        return String(cut.last == "-" ? cut.dropLast() : cut)
    }
}

extension Shape where T == Bool {
    public static let bool = Shape(
        decode: { value, decoding in
            if let bool = value.bool { return bool }
            decoding.fail("wrong-type", "true or false is expected here, not \(value.kindDescription)", mark: value.mark)
            return nil
        },
        encode: { .bool($0) }, schema: { _ in ["type": "boolean"] })
}

extension Shape where T == Int {
    public static func int(_ range: ClosedRange<Int> = Int.min...Int.max) -> Shape {
        Shape(
            decode: { value, decoding in
                guard let int = value.int else {
                    decoding.fail("wrong-type", "a whole number is expected here, not \(value.kindDescription)", mark: value.mark)
                    return nil
                }
                guard range.contains(int) else {
                    let bounds = range.upperBound == .max ? "at least \(range.lowerBound)" : "between \(range.lowerBound) and \(range.upperBound)"
                    decoding.fail("out-of-range", "\(int) should be \(bounds)", mark: value.mark)
                    return nil
                }
                return int
            },
            encode: { .int($0) },
            schema: { _ in
                var schema = Object([("type", "integer")])
                if range.lowerBound != .min { schema["minimum"] = .int(range.lowerBound) }
                if range.upperBound != .max { schema["maximum"] = .int(range.upperBound) }
                return .object(schema)
            })
    }
}

extension Shape where T == Number {
    public static let number = number()

    public static func number(_ range: ClosedRange<Number>? = nil) -> Shape {
        Shape(
            decode: { value, decoding in
                guard let number = value.number else {
                    decoding.fail("wrong-type", "a number is expected here, not \(value.kindDescription)", mark: value.mark)
                    return nil
                }
                if let range, !range.contains(number) {
                    decoding.fail(
                        "out-of-range", "\(number) should be between \(range.lowerBound) and \(range.upperBound)", mark: value.mark)
                    return nil
                }
                return number
            },
            encode: { .number($0) },
            schema: { _ in
                guard let range else { return ["type": "number"] }
                return ["type": "number", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)]
            })
    }
}

extension Shape where T == Value {
    /// Anything; for sections that somebody else gives a meaning to.
    public static let any = Shape(decode: { value, _ in value.unmarked }, encode: { $0 }, schema: { _ in true })
}

extension Shape {
    /// One of a fixed set of words.
    public static func word(_ kind: String, _ words: [(String, T)]) -> Shape where T: Equatable & Sendable {
        Shape(
            decode: { value, decoding in
                guard let text = value.string else {
                    decoding.fail("wrong-type", "\(kind) is a word, not \(value.kindDescription)", mark: value.mark)
                    return nil
                }
                if let found = words.first(where: { $0.0 == text }) { return found.1 }
                let hint = Suggestion.nearest(to: text, among: words.map(\.0)).map { "did you mean “\($0)”? " } ?? ""
                decoding.fail(
                    "unknown-word", "“\(text)” is not \(kind)", hint: "\(hint)known: \(words.map(\.0).joined(separator: ", "))",
                    mark: value.mark)
                return nil
            },
            encode: { value in .string(words.first { $0.1 == value }?.0 ?? "") },
            schema: { _ in ["type": "string", "enum": .array(words.map { .string($0.0) })] })
    }

    /// An enumeration by its raw values.
    public static func word(_ kind: String) -> Shape
    where T: RawRepresentable & CaseIterable & Sendable & Equatable, T.RawValue == String {
        word(kind, T.allCases.map { ($0.rawValue, $0) })
    }

    /// A list; a single value that is not a list is an error that says so.
    public static func list<Element>(_ element: Shape<Element>) -> Shape where T == [Element] {
        Shape(
            decode: { value, decoding in
                guard let values = value.array else {
                    decoding.fail(
                        "wrong-type", "a list is expected here, not \(value.kindDescription)", hint: "write it in brackets: [a, b]",
                        mark: value.mark)
                    return nil
                }
                var result: [Element] = []
                var sound = true
                for (index, value) in values.enumerated() {
                    let decoded = decoding.descend(String(index)) { element.decode(value, &$0) }
                    if let decoded { result.append(decoded) } else { sound = false }
                }
                return sound ? result : nil
            },
            encode: { .array($0.map(element.encode)) },
            schema: { ["type": "array", "items": element.schema(&$0)] })
    }

    /// A mapping from keys of the form `key` to values of the form `value`, in the order written.
    public static func mapping<Key, Element>(_ key: Shape<Key>, _ element: Shape<Element>) -> Shape
    where T == OrderedDictionary<Key, Element>, Key: Hashable & SendableMetatype {
        Shape(
            decode: { value, decoding in
                guard let object = value.object else {
                    decoding.fail("wrong-type", "a mapping is expected here, not \(value.kindDescription)", mark: value.mark)
                    return nil
                }
                var result = OrderedDictionary<Key, Element>()
                var sound = true
                for (name, value) in object {
                    let keyValue = Value(.string(name), mark: object.keyMark(name))
                    let pair: (Key, Element)? = decoding.descend(name) { decoding in
                        let decodedKey = key.decode(keyValue, &decoding)
                        let decodedElement = element.decode(value, &decoding)
                        guard let decodedKey, let decodedElement else { return nil }
                        return (decodedKey, decodedElement)
                    }
                    guard let pair else {
                        sound = false
                        continue
                    }
                    if result.updateValue(pair.1, forKey: pair.0) != nil {
                        sound = false
                        decoding.descend(name) {
                            $0.fail("duplicate-key", "“\(name)” is here a second time, written differently", mark: object.keyMark(name))
                        }
                    }
                }
                return sound ? result : nil
            },
            encode: { dictionary in
                .object(Object(dictionary.map { (key.encode($0.key).string ?? "", element.encode($0.value)) }))
            },
            schema: { builder in
                var schema = Object([("type", "object")])
                if let pattern = key.schema(&builder)["pattern"] { schema["propertyNames"] = ["pattern": pattern] }
                schema["additionalProperties"] = element.schema(&builder)
                return .object(schema)
            })
    }
}
