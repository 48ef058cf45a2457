import OrderedCollections

/// A tree of plain data: what YAML, JSON and the socket carry, before anybody gives it a meaning.
///
/// Values that came from a file remember where they stood (`mark`), so that whoever finds fault with one can point at
/// the line. Marks do not take part in equality.
public struct Value: Sendable {
    public enum Content: Sendable {
        case null
        case bool(Bool)
        case number(Number)
        case string(String)
        case array([Value])
        case object(Object)
    }

    public var content: Content
    public var mark: Mark?

    public init(_ content: Content, mark: Mark? = nil) {
        self.content = content
        self.mark = mark
    }
}

extension Value {
    public static let null = Value(.null)
    public static func bool(_ value: Bool) -> Value { Value(.bool(value)) }
    public static func number(_ value: Number) -> Value { Value(.number(value)) }
    public static func int(_ value: Int) -> Value { Value(.number(Number(value))) }
    public static func string(_ value: String) -> Value { Value(.string(value)) }
    public static func array(_ values: [Value]) -> Value { Value(.array(values)) }
    public static func object(_ object: Object) -> Value { Value(.object(object)) }

    public var isNull: Bool { if case .null = content { true } else { false } }
    public var bool: Bool? { if case .bool(let value) = content { value } else { nil } }
    public var number: Number? { if case .number(let value) = content { value } else { nil } }
    public var int: Int? { number?.int }
    public var string: String? { if case .string(let value) = content { value } else { nil } }
    public var array: [Value]? { if case .array(let values) = content { values } else { nil } }
    public var object: Object? { if case .object(let object) = content { object } else { nil } }

    /// The member `key` of an object; nil for a missing member and for anything that is not an object.
    public subscript(key: String) -> Value? { object?[key] }

    /// What this is, in words an author of a file uses: "a list", "a number".
    public var kindDescription: String {
        switch content {
        case .null: "nothing (null)"
        case .bool: "true or false"
        case .number: "a number"
        case .string(let text): text.count <= 40 ? "the text “\(text)”" : "a text"
        case .array: "a list"
        case .object: "a mapping"
        }
    }

    /// The same tree without marks, so that two readings of the same content take no more memory than one.
    public var unmarked: Value {
        switch content {
        case .array(let values): .array(values.map(\.unmarked))
        case .object(let object): .object(Object(object.map { ($0.key, $0.value.unmarked) }))
        default: Value(content)
        }
    }
}

extension Value: Hashable {
    public static func == (a: Value, b: Value) -> Bool {
        switch (a.content, b.content) {
        case (.null, .null): true
        case (.bool(let x), .bool(let y)): x == y
        case (.number(let x), .number(let y)): x == y
        case (.string(let x), .string(let y)): x == y
        case (.array(let x), .array(let y)): x == y
        case (.object(let x), .object(let y)): x == y
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch content {
        case .null: hasher.combine(0)
        case .bool(let x): hasher.combine(x)
        case .number(let x): hasher.combine(x)
        case .string(let x): hasher.combine(x)
        case .array(let x): hasher.combine(x)
        case .object(let x): hasher.combine(x)
        }
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByStringInterpolation
{
    public init(stringLiteral value: String) { self.init(.string(value)) }
    public init(integerLiteral value: Int) { self.init(.number(Number(value))) }
    public init(booleanLiteral value: Bool) { self.init(.bool(value)) }
    public init(arrayLiteral elements: Value...) { self.init(.array(elements)) }
    public init(dictionaryLiteral elements: (String, Value)...) { self.init(.object(Object(elements))) }
}

/// The members of a mapping, in the order in which they were written. Keys are unique.
public struct Object: Sendable, Hashable, Sequence {
    fileprivate struct Slot: Sendable {
        var keyMark: Mark?
        var value: Value
    }

    private var slots: OrderedDictionary<String, Slot>

    public init() { slots = [:] }

    /// Later members replace earlier ones of the same key.
    public init(_ members: some Sequence<(String, Value)>) {
        slots = [:]
        for (key, value) in members { slots[key] = Slot(keyMark: nil, value: value) }
    }

    public var count: Int { slots.count }
    public var isEmpty: Bool { slots.isEmpty }
    public var keys: OrderedSet<String> { slots.keys }

    public subscript(key: String) -> Value? {
        get { slots[key]?.value }
        set { if let newValue { slots[key, default: Slot(value: newValue)].value = newValue } else { slots[key] = nil } }
    }

    public func keyMark(_ key: String) -> Mark? { slots[key]?.keyMark }

    /// Adds a member; false, and nothing changed, when the key is already there.
    public mutating func insert(_ key: String, keyMark: Mark?, _ value: Value) -> Bool {
        guard slots[key] == nil else { return false }
        slots[key] = Slot(keyMark: keyMark, value: value)
        return true
    }

    public struct Iterator: IteratorProtocol {
        fileprivate let slots: OrderedDictionary<String, Slot>
        fileprivate var index = 0

        public mutating func next() -> (key: String, value: Value)? {
            guard index < slots.count else { return nil }
            defer { index += 1 }
            return (slots.keys[index], slots.values[index].value)
        }
    }

    public func makeIterator() -> Iterator { Iterator(slots: slots) }

    /// Two mappings are equal when they have equal members, in whatever order.
    public static func == (a: Object, b: Object) -> Bool {
        a.count == b.count && a.slots.keys.indices.allSatisfy { i in
            let key = a.slots.keys[i]
            let j = i < b.slots.count && b.slots.keys[i] == key ? i : b.slots.keys.firstIndex(of: key)
            return j.map { b.slots.values[$0].value == a.slots.values[i].value } ?? false
        }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        var mixed = 0
        for (key, slot) in slots {
            var one = Hasher()
            one.combine(key)
            one.combine(slot.value)
            mixed ^= one.finalize()
        }
        hasher.combine(mixed)
    }
}
