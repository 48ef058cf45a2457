import OrderedCollections

/// A tree of plain data: what YAML, JSON and the socket carry, before anybody gives it a meaning.
///
/// Values that came from a file remember where they stood (`mark`), so that whoever finds fault with one can point at
/// the line. Marks do not take part in equality.
package struct Value: Sendable {
    package enum Content: Sendable {
        case null
        case bool(Bool)
        case number(Number)
        case string(String)
        case array([Value])
        case object(Object)
    }

    package var content: Content
    package var mark: Mark?

    package init(_ content: Content, mark: Mark? = nil) {
        self.content = content
        self.mark = mark
    }
}

extension Value {
    package static let null = Value(.null)
    package static func bool(_ value: Bool) -> Value { Value(.bool(value)) }
    package static func number(_ value: Number) -> Value { Value(.number(value)) }
    package static func int(_ value: Int) -> Value { Value(.number(Number(value))) }
    package static func string(_ value: String) -> Value { Value(.string(value)) }
    package static func array(_ values: [Value]) -> Value { Value(.array(values)) }
    package static func object(_ object: Object) -> Value { Value(.object(object)) }

    package var isNull: Bool { if case .null = content { true } else { false } }
    package var bool: Bool? { if case .bool(let value) = content { value } else { nil } }
    package var number: Number? { if case .number(let value) = content { value } else { nil } }
    package var int: Int? { number?.int }
    package var string: String? { if case .string(let value) = content { value } else { nil } }
    package var array: [Value]? { if case .array(let values) = content { values } else { nil } }
    package var object: Object? { if case .object(let object) = content { object } else { nil } }

    /// The member `key` of an object; nil for a missing member and for anything that is not an object.
    package subscript(key: String) -> Value? { object?[key] }

    /// What this is, in words an author of a file uses: "a list", "a number".
    package var kindDescription: String {
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
    package var unmarked: Value {
        switch content {
        case .array(let values): .array(values.map(\.unmarked))
        case .object(let object): .object(Object(object.map { ($0.key, $0.value.unmarked) }))
        default: Value(content)
        }
    }
}

extension Value: Hashable {
    package static func == (a: Value, b: Value) -> Bool {
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

    package func hash(into hasher: inout Hasher) {
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
    package init(stringLiteral value: String) { self.init(.string(value)) }
    package init(integerLiteral value: Int) { self.init(.number(Number(value))) }
    package init(booleanLiteral value: Bool) { self.init(.bool(value)) }
    package init(arrayLiteral elements: Value...) { self.init(.array(elements)) }
    package init(dictionaryLiteral elements: (String, Value)...) { self.init(.object(Object(elements))) }
}

/// The members of a mapping, in the order in which they were written. Keys are unique.
package struct Object: Sendable, Hashable, Sequence {
    fileprivate struct Slot: Sendable {
        var keyMark: Mark?
        var value: Value
    }

    private var slots: OrderedDictionary<String, Slot>

    package init() { slots = [:] }

    /// Later members replace earlier ones of the same key.
    package init(_ members: some Sequence<(String, Value)>) {
        slots = [:]
        for (key, value) in members { slots[key] = Slot(keyMark: nil, value: value) }
    }

    package var count: Int { slots.count }
    package var isEmpty: Bool { slots.isEmpty }
    package var keys: OrderedSet<String> { slots.keys }

    package subscript(key: String) -> Value? {
        get { slots[key]?.value }
        set { if let newValue { slots[key, default: Slot(value: newValue)].value = newValue } else { slots[key] = nil } }
    }

    package func keyMark(_ key: String) -> Mark? { slots[key]?.keyMark }

    /// Adds a member; false, and nothing changed, when the key is already there.
    package mutating func insert(_ key: String, keyMark: Mark?, _ value: Value) -> Bool {
        guard slots[key] == nil else { return false }
        slots[key] = Slot(keyMark: keyMark, value: value)
        return true
    }

    package struct Iterator: IteratorProtocol {
        fileprivate let slots: OrderedDictionary<String, Slot>
        fileprivate var index = 0

        package mutating func next() -> (key: String, value: Value)? {
            guard index < slots.count else { return nil }
            defer { index += 1 }
            return (slots.keys[index], slots.values[index].value)
        }
    }

    package func makeIterator() -> Iterator { Iterator(slots: slots) }

    /// Two mappings are equal when they have equal members, in whatever order.
    package static func == (a: Object, b: Object) -> Bool {
        a.count == b.count && a.slots.keys.indices.allSatisfy { i in
            let key = a.slots.keys[i]
            let j = i < b.slots.count && b.slots.keys[i] == key ? i : b.slots.keys.firstIndex(of: key)
            return j.map { b.slots.values[$0].value == a.slots.values[i].value } ?? false
        }
    }

    package func hash(into hasher: inout Hasher) {
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
