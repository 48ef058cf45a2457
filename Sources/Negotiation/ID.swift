import Shapes

/// The id of an entity of one kind; ids of different kinds do not mix.
package struct ID<Entity>: Hashable, Sendable, Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let text: String

    package init(_ text: String) { self.text = text }
    package init(stringLiteral value: String) { text = value }

    package var description: String { text }
    package static func < (a: ID, b: ID) -> Bool { a.text < b.text }

    /// An id as people may write it (`Kebab`).
    package static var shape: Shape<ID> { Shape<String>.id.map({ ID($0) }, { $0.text }) }
}
