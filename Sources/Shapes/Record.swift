import OrderedCollections

/// One member of a record: its key, where it is kept, its shape, and what it is for.
public struct Field<Root>: Sendable {
    public let name: String
    public let summary: String
    public let isRequired: Bool
    let decode: @Sendable (Value, inout Root, inout Decoding) -> Bool
    let encode: @Sendable (Root) -> Value?
    let schema: @Sendable (inout SchemaBuilder) -> Value

    /// A member that must be there.
    public static func required<V>(
        _ name: String, _ path: any WritableKeyPath<Root, V> & Sendable, _ shape: Shape<V>, _ summary: String
    ) -> Field {
        Field(
            name: name, summary: summary, isRequired: true,
            decode: { value, root, decoding in
                guard let decoded = shape.decode(value, &decoding) else { return false }
                root[keyPath: path] = decoded
                return true
            },
            encode: { shape.encode($0[keyPath: path]) }, schema: shape.schema)
    }

    /// A member that may be absent, and then is nil; `null` says the same.
    public static func optional<V>(
        _ name: String, _ path: any WritableKeyPath<Root, V?> & Sendable, _ shape: Shape<V>, _ summary: String
    ) -> Field {
        absentable(name, summary, shape, store: { $0[keyPath: path] = $1 }) { $0[keyPath: path] }
    }

    /// A member that may be absent, and then has the `standard` value of the blank record; it is not written when it has that.
    public static func standard<V: Equatable & Sendable>(
        _ name: String, _ path: any WritableKeyPath<Root, V> & Sendable, _ standard: V, _ shape: Shape<V>, _ summary: String
    ) -> Field {
        absentable(name, summary, shape, store: { $0[keyPath: path] = $1 }) {
            $0[keyPath: path] == standard ? nil : $0[keyPath: path]
        }
    }

    /// A list that may be absent, and then is empty.
    public static func items<Element>(
        _ name: String, _ path: any WritableKeyPath<Root, [Element]> & Sendable, _ shape: Shape<[Element]>, _ summary: String
    ) -> Field {
        absentable(name, summary, shape, store: { $0[keyPath: path] = $1 }) {
            $0[keyPath: path].isEmpty ? nil : $0[keyPath: path]
        }
    }

    /// A mapping that may be absent, and then is empty.
    public static func items<Key: Hashable & SendableMetatype, Element>(
        _ name: String, _ path: any WritableKeyPath<Root, OrderedDictionary<Key, Element>> & Sendable,
        _ shape: Shape<OrderedDictionary<Key, Element>>, _ summary: String
    ) -> Field {
        absentable(name, summary, shape, store: { $0[keyPath: path] = $1 }) {
            $0[keyPath: path].isEmpty ? nil : $0[keyPath: path]
        }
    }

    private static func absentable<V>(
        _ name: String, _ summary: String, _ shape: Shape<V>, store: @escaping @Sendable (inout Root, V) -> Void,
        written: @escaping @Sendable (Root) -> V?
    ) -> Field {
        Field(
            name: name, summary: summary, isRequired: false,
            decode: { value, root, decoding in
                if value.isNull { return true }
                guard let decoded = shape.decode(value, &decoding) else { return false }
                store(&root, decoded)
                return true
            },
            encode: { written($0).map(shape.encode) }, schema: shape.schema)
    }
}

extension Shape {
    /// A mapping with declared members; any other key is an error with a suggestion. Emission follows the order of `fields`.
    ///
    /// - Parameter kind: what the record is called in messages and in the schema: "issue".
    public static func record(_ kind: String, _ blank: T, _ fields: [Field<T>]) -> Shape where T: Sendable {
        let names = fields.map(\.name)
        let byName = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0) })
        return Shape(
            decode: { value, decoding in
                guard let object = value.object else {
                    decoding.fail(
                        "wrong-type", "\(article(kind)) is a mapping, not \(value.kindDescription)",
                        hint: "its keys: \(names.joined(separator: ", "))", mark: value.mark)
                    return nil
                }
                var result = blank
                var sound = true
                for (key, member) in object {
                    if let field = byName[key] {
                        if !decoding.descend(key, { field.decode(member, &result, &$0) }) { sound = false }
                    } else if !decoding.ignoresUnknownMembers {
                        sound = false
                        decoding.descend(key) {
                            $0.fail(
                                "unknown-key", "\(article(kind)) has no key “\(key)”",
                                hint: Suggestion.hint(for: key, among: names.filter { object[$0] == nil }, kind: "key"),
                                mark: object.keyMark(key))
                        }
                    }
                }
                for field in fields where field.isRequired && object[field.name] == nil {
                    sound = false
                    decoding.fail(
                        "missing-key", "\(article(kind)) needs “\(field.name)”", hint: "\(field.name): \(field.summary)",
                        mark: value.mark)
                }
                return sound ? result : nil
            },
            encode: { record in
                var object = Object()
                for field in fields { if let value = field.encode(record) { object[field.name] = value } }
                return .object(object)
            },
            schema: { builder in
                builder.reference(definitionName(kind)) { builder in
                    var properties = Object()
                    for field in fields {
                        var schema = field.schema(&builder)
                        if !field.isRequired { schema = ["anyOf": [schema, ["type": "null"]]] }
                        properties[field.name] =
                            if case .object(var object) = schema.content {
                                {
                                    object["description"] = .string(field.summary)
                                    return .object(object)
                                }()
                            } else { ["description": .string(field.summary)] }
                    }
                    var schema = Object([("type", "object"), ("properties", .object(properties)), ("additionalProperties", false)])
                    let required = fields.filter(\.isRequired).map { Value.string($0.name) }
                    if !required.isEmpty { schema["required"] = .array(required) }
                    return .object(schema)
                }
            })
    }

    /// The first of several shapes whose `when` recognises the value; used where a key takes more than one form.
    public static func either(_ what: String, _ cases: [Alternative<T>]) -> Shape {
        Shape(
            decode: { value, decoding in
                for alternative in cases where alternative.recognises(value) { return alternative.shape.decode(value, &decoding) }
                decoding.fail("wrong-type", "\(what) is expected here, not \(value.kindDescription)", mark: value.mark)
                return nil
            },
            encode: { value in cases.first { $0.holds(value) }?.shape.encode(value) ?? .null },
            schema: { builder in ["anyOf": .array(cases.map { $0.shape.schema(&builder) })] })
    }
}

/// One form that a value may take: how to know it in a tree, and how to know it in memory.
public struct Alternative<T>: Sendable {
    let recognises: @Sendable (Value) -> Bool
    let holds: @Sendable (T) -> Bool
    let shape: Shape<T>

    public init(
        when recognises: @escaping @Sendable (Value) -> Bool, holds: @escaping @Sendable (T) -> Bool, _ shape: Shape<T>
    ) {
        self.recognises = recognises
        self.holds = holds
        self.shape = shape
    }
}

private func article(_ kind: String) -> String {
    "\("aeiou".contains(kind.first ?? "x") ? "an" : "a") \(kind)"
}

private func definitionName(_ kind: String) -> String {
    kind.split(separator: " ").enumerated().map { $0.offset == 0 ? String($0.element) : $0.element.prefix(1).uppercased() + $0.element.dropFirst() }.joined()
}
