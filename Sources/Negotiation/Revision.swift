import OrderedCollections
import Shapes

/// Who changed a workspace, when and why. The stored form of a revision is this header and a manifest.
package struct Revision: Sendable, Hashable {
    /// Counts from 1; 0 is the empty workspace before anything was written.
    package var number: Int
    /// RFC 3339, UTC, to the millisecond.
    package var time: String
    /// The user who made the change, as the operating system knows them.
    package var author: String
    /// What was done, in a line: `apply us-russia-summit`, `package.set bridging`.
    package var message: String
    /// SHA-256 over the parent's hash, this header and the manifest, as stored; hexadecimal.
    package var hash: String

    package init(number: Int, time: String, author: String, message: String, hash: String) {
        self.number = number
        self.time = time
        self.author = author
        self.message = message
        self.hash = hash
    }

    package static let shape = Shape.record(
        "revision", Revision(number: 0, time: "", author: "", message: "", hash: ""),
        [
            .required("number", \.number, .int(0...Int.max), "counts from 1"),
            .required("time", \.time, .text, "RFC 3339, UTC"),
            .required("author", \.author, .text, "the user who made the change"),
            .required("message", \.message, .text, "what was done"),
            .required("hash", \.hash, .text, "SHA-256 of parent, header and manifest"),
        ])
}

/// The name of one separately stored part of a workspace: `issues/crimea`, `noDeal`, `workspace` (its head).
package typealias EntityKey = String

/// A workspace as separately stored parts, in the order in which they are written out.
package typealias Entities = OrderedDictionary<EntityKey, Value>

/// What became of one entity between two states.
package struct EntityChange: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable { case added, changed, removed, moved }

    package var key: EntityKey
    package var kind: Kind
    /// The places inside the entity that differ, each with what stood there before and after; only for `changed`.
    package var details: [Detail]

    package struct Detail: Sendable, Hashable {
        package var pointer: Pointer
        package var before: Value?
        package var after: Value?

        package init(pointer: Pointer, before: Value? = nil, after: Value? = nil) {
            self.pointer = pointer
            self.before = before
            self.after = after
        }
    }

    package init(key: EntityKey, kind: Kind, details: [Detail] = []) {
        self.key = key
        self.kind = kind
        self.details = details
    }
}
