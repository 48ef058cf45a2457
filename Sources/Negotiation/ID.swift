import Shapes

/// The id of an entity of one kind; ids of different kinds do not mix.
public struct ID<Entity>: Hashable, Sendable, Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let text: String

    public init(_ text: String) { self.text = text }
    public init(stringLiteral value: String) { text = value }

    public var description: String { text }
    public static func < (a: ID, b: ID) -> Bool { a.text < b.text }

    /// An id as people may write it (`Kebab`).
    public static var shape: Shape<ID> { Shape<String>.id.map({ ID($0) }, { $0.text }) }
}
