import OrderedCollections

/// The declared form of a document or a part of one.
///
/// From one declaration follow decoding (with every fault found in one go, and its place), emission in a stable order,
/// and JSON Schema. `decode` returns nil exactly when it has recorded at least one error.
public struct Shape<T>: Sendable {
    public let decode: @Sendable (Value, inout Decoding) -> T?
    public let encode: @Sendable (T) -> Value
    public let schema: @Sendable (inout SchemaBuilder) -> Value

    public init(
        decode: @escaping @Sendable (Value, inout Decoding) -> T?,
        encode: @escaping @Sendable (T) -> Value,
        schema: @escaping @Sendable (inout SchemaBuilder) -> Value
    ) {
        self.decode = decode
        self.encode = encode
        self.schema = schema
    }
}

/// The state of one decoding: where it stands in the tree, and what it has found wrong so far.
public struct Decoding: Sendable {
    public private(set) var pointer = Pointer()
    public private(set) var diagnostics: [Diagnostic] = []
    /// Whether records pass over members that they do not declare, as readers of a protocol must: a later version of the
    /// other side may say more. In what people write, an unknown member is a mistake.
    public let ignoresUnknownMembers: Bool

    public init(at pointer: Pointer = Pointer(), ignoringUnknownMembers: Bool = false) {
        self.pointer = pointer
        ignoresUnknownMembers = ignoringUnknownMembers
    }

    public mutating func descend<R>(_ token: String, _ body: (inout Decoding) -> R) -> R {
        pointer.tokens.append(token)
        defer { pointer.tokens.removeLast() }
        return body(&self)
    }

    /// Records a fault of the value at hand.
    public mutating func fail(_ code: String, _ message: String, hint: String? = nil, mark: Mark?) {
        diagnostics.append(
            Diagnostic(code: code, message, hint: hint, pointer: pointer, place: mark.map { Diagnostic.Place($0) }))
    }
}

extension Shape {
    /// Decodes a whole document, or throws everything that is wrong with it.
    public func read(
        _ value: Value, at pointer: Pointer = Pointer(), ignoringUnknownMembers: Bool = false
    ) throws(Diagnostics) -> T {
        var decoding = Decoding(at: pointer, ignoringUnknownMembers: ignoringUnknownMembers)
        let result = decode(value, &decoding)
        guard let result, decoding.diagnostics.isEmpty else { throw Diagnostics(decoding.diagnostics) }
        return result
    }

    /// The JSON Schema (draft 2020-12) of a document of this shape.
    public func jsonSchema(title: String) -> Value {
        var builder = SchemaBuilder()
        let root = schema(&builder)
        var document = Object([
            ("$schema", "https://json-schema.org/draft/2020-12/schema"), ("title", .string(title)),
        ])
        for (key, value) in root.object ?? Object() { document[key] = value }
        if !builder.definitions.isEmpty {
            document["$defs"] = .object(Object(builder.definitions.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
        }
        return .object(document)
    }

    /// The same shape for another type that holds the same information.
    public func map<U>(
        _ forward: @escaping @Sendable (T) -> U, _ backward: @escaping @Sendable (U) -> T
    ) -> Shape<U> {
        Shape<U>(
            decode: { value, decoding in decode(value, &decoding).map(forward) },
            encode: { encode(backward($0)) }, schema: schema)
    }

    /// The same shape with a further condition: `check` returns what is wrong, or nil.
    public func refined(_ code: String, _ check: @escaping @Sendable (T) -> String?) -> Shape<T> {
        Shape(
            decode: { value, decoding in
                guard let result = decode(value, &decoding) else { return nil }
                if let fault = check(result) {
                    decoding.fail(code, fault, mark: value.mark)
                    return nil
                }
                return result
            }, encode: encode, schema: schema)
    }
}

/// Collects the named definitions of a JSON Schema.
public struct SchemaBuilder: Sendable {
    public var definitions: OrderedDictionary<String, Value> = [:]

    public init() {}

    /// A reference to the definition `name`, which is made at its first use.
    public mutating func reference(_ name: String, _ make: (inout SchemaBuilder) -> Value) -> Value {
        if definitions[name] == nil {
            definitions[name] = true
            definitions[name] = make(&self)
        }
        return ["$ref": "#/$defs/\(name)"]
    }
}
