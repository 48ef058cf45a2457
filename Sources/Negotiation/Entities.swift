import OrderedCollections
import Shapes

/// The stored parts of a workspace document, and how states of it are compared and merged.
///
/// All of this works on trees, not on the decoded model: what is stored, compared and merged is what was written.
package enum WorkspaceDocument {
    /// Top-level keys whose members are entities of their own.
    package static let collections = ["sources", "parties", "issues", "linkages", "scenarios", "modules", "record", "packages"]
    /// Top-level keys that are one entity each.
    package static let singles = ["noDeal", "decision"]
    /// The entity that holds all other top-level keys.
    package static let head: EntityKey = "workspace"
    /// Top-level keys in the order in which they are written.
    package static let order = [
        "parley", "id", "title", "summary", "asOf", "timeUnit", "words", "sources", "parties", "issues", "noDeal", "linkages",
        "decision", "scenarios", "modules", "record", "packages",
    ]

    /// Splits a document into its entities.
    package static func split(_ document: Value) -> Entities {
        var entities = Entities()
        var head = Object()
        guard let object = document.object else { return [:] }
        for (key, _) in object where !collections.contains(key) && !singles.contains(key) { head[key] = object[key] }
        entities[self.head] = .object(head)
        for key in order {
            guard let value = object[key] else { continue }
            if collections.contains(key) {
                for (id, member) in value.object ?? Object() { entities["\(key)/\(id)"] = member }
            } else if singles.contains(key) {
                entities[key] = value
            }
        }
        return entities
    }

    /// The document that `split` took apart.
    package static func join(_ entities: Entities) -> Value {
        var members: [String: Object] = [:]
        for (key, value) in entities {
            guard let slash = key.firstIndex(of: "/") else { continue }
            members[String(key[..<slash]), default: Object()][String(key[key.index(after: slash)...])] = value
        }
        let head = entities[head]?.object ?? Object()
        var document = Object()
        for key in order {
            if let value = members[key] { document[key] = .object(value) } else if let value = head[key] ?? entities[key] { document[key] = value }
        }
        return .object(document)
    }

    /// The pointer of an entity in the document; its members' pointers begin with it.
    package static func pointer(of key: EntityKey) -> Pointer {
        key == head ? Pointer() : Pointer(key.split(separator: "/", maxSplits: 1).map(String.init))
    }

    /// What changes from one state to the other, in the order of `after`, removals last.
    package static func changes(from before: Entities, to after: Entities) -> [EntityChange] {
        var changes: [EntityChange] = []
        let kept = after.keys.filter { before[$0] != nil }
        let keptBefore = before.keys.filter { after[$0] != nil }
        let moved = Set(zip(keptBefore, kept).filter { $0 != $1 }.map(\.1))
        for (key, value) in after {
            if let old = before[key] {
                if old != value {
                    changes.append(EntityChange(key: key, kind: .changed, details: details(old, value, at: Pointer())))
                } else if moved.contains(key) {
                    changes.append(EntityChange(key: key, kind: .moved))
                }
            } else {
                changes.append(EntityChange(key: key, kind: .added))
            }
        }
        for key in before.keys where after[key] == nil { changes.append(EntityChange(key: key, kind: .removed)) }
        return changes
    }

    private static func details(_ before: Value, _ after: Value, at pointer: Pointer) -> [EntityChange.Detail] {
        guard before != after else { return [] }
        guard let old = before.object, let new = after.object else { return [.init(pointer: pointer, before: before, after: after)] }
        var result: [EntityChange.Detail] = []
        for (key, value) in new {
            if let was = old[key] {
                result += details(was, value, at: pointer / key)
            } else {
                result.append(.init(pointer: pointer / key, after: value))
            }
        }
        for (key, value) in old where new[key] == nil { result.append(.init(pointer: pointer / key, before: value)) }
        return result
    }
}

/// The outcome of merging what files say into what the workspace has become since they were last applied.
package struct WorkspaceMerge: Sendable {
    /// An entity changed on both sides, differently.
    package struct Conflict: Sendable, Hashable {
        package var key: EntityKey
        package var inFiles: EntityChange.Kind
        package var inWorkspace: EntityChange.Kind
    }

    package var result: Entities
    package var conflicts: [Conflict]

    /// Three-way merge on `base`, the state of the last apply: files bring what they changed since then and remove only what
    /// an earlier apply had brought; the workspace keeps what was changed over the socket.
    ///
    /// - Parameters:
    ///   - base: what the files said when they were last applied; empty at the first apply.
    ///   - head: the workspace now.
    ///   - files: what the files say now.
    package init(base: Entities, head: Entities, files: Entities) {
        var result = Entities()
        var conflicts: [Conflict] = []
        func change(_ before: Value?, _ after: Value?) -> EntityChange.Kind? {
            if before == after { return nil }
            return before == nil ? .added : after == nil ? .removed : .changed
        }
        func settle(_ key: EntityKey) -> Value? {
            let (was, now, new) = (base[key], head[key], files[key])
            guard let ours = change(was, now) else { return new }
            guard let theirs = change(was, new), now != new else { return now }
            conflicts.append(Conflict(key: key, inFiles: theirs, inWorkspace: ours))
            return now
        }
        // The files' order leads when it has changed since they were applied; else the workspace's order stands.
        let leading = Array(base.keys) == Array(files.keys) ? head.keys : files.keys
        for key in leading { result[key] = settle(key) }
        for key in head.keys where !leading.contains(key) { result[key] = settle(key) }
        for key in files.keys where !leading.contains(key) { result[key] = settle(key) }
        self.result = result
        self.conflicts = conflicts
    }
}
