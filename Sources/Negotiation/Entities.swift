import OrderedCollections
import Shapes

/// The stored parts of a workspace document, and how states of it are compared and merged.
///
/// All of this works on trees, not on the decoded model: what is stored, compared and merged is what was written, to the
/// order of options in an issue (`Value.isWritten(like:)`).
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

    /// Splits a document into its entities, arranged.
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

    /// The document that `split` took apart, its top-level keys in the order in which they are written; a collection
    /// without members is left out, which says the same.
    package static func join(_ entities: Entities) -> Value {
        var members: [String: Object] = [:]
        for (key, value) in entities {
            guard let slash = key.firstIndex(of: "/") else { continue }
            members[String(key[..<slash]), default: Object()][String(key[key.index(after: slash)...])] = value
        }
        let head = entities[head]?.object ?? Object()
        var document = Object()
        for key in order {
            if let value = members[key] {
                document[key] = .object(value)
            } else if let value = head[key] ?? entities[key] {
                document[key] = value
            }
        }
        // Keys of a later format, or misspelt ones: whoever decodes the document shall see them.
        for (key, value) in head where document[key] == nil { document[key] = value }
        return .object(document)
    }

    /// The same entities, collection by collection in the order in which documents are written; within a collection their
    /// order stands. States are compared and stored in this arrangement, so that a package added over the socket, written out
    /// and applied again is no change.
    package static func arranged(_ entities: Entities) -> Entities {
        let ranks = entities.keys.map(rank)
        guard zip(ranks, ranks.dropFirst()).contains(where: >) else { return entities }
        let sequence = ranks.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }
        return Entities(uniqueKeysWithValues: sequence.map { (entities.elements[$0].key, entities.elements[$0].value) })
    }

    private static let ranks = Dictionary(uniqueKeysWithValues: order.enumerated().map { (Substring($0.element), $0.offset) })

    private static func rank(_ key: EntityKey) -> Int {
        if let rank = ranks[key.prefix { $0 != "/" }] { return rank }
        return key == head ? -1 : order.count
    }

    /// The pointer of an entity in the document; its members' pointers begin with it.
    package static func pointer(of key: EntityKey) -> Pointer {
        guard key != head else { return Pointer() }
        return Pointer(key.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init))
    }

    /// What changes from one state to the other, in the order of `after`, removals last. Empty exactly when both are written
    /// alike and in the same order.
    package static func changes(from before: Entities, to after: Entities) -> [EntityChange] {
        let moved = before.keys == after.keys ? [] : moved(from: before.keys, to: after.keys)
        var changes: [EntityChange] = []
        for (index, key) in after.keys.enumerated() {
            // Mostly nothing has been inserted or removed before it.
            let place = index < before.count && before.keys[index] == key ? index : before.index(forKey: key)
            if let place {
                if !before.values[place].isWritten(like: after.values[index]) {
                    let details = details(before.values[place], after.values[index], at: Pointer())
                    changes.append(EntityChange(key: key, kind: .changed, details: details))
                } else if moved.contains(key) {
                    changes.append(EntityChange(key: key, kind: .moved))
                }
            } else {
                changes.append(EntityChange(key: key, kind: .added))
            }
        }
        for key in before.keys where !after.keys.contains(key) { changes.append(EntityChange(key: key, kind: .removed)) }
        return changes
    }

    /// The fewest keys whose moving explains the new order: those outside a longest run that kept its order.
    private static func moved(from before: OrderedSet<EntityKey>, to after: OrderedSet<EntityKey>) -> Set<EntityKey> {
        let kept = after.compactMap { key in before.firstIndex(of: key).map { (key: key, place: $0) } }
        guard zip(kept, kept.dropFirst()).contains(where: { $0.place > $1.place }) else { return [] }
        // Patience sorting: `ends[n]` is the entry with the lowest place that ends a rising run of n + 1 entries.
        var ends: [Int] = []
        var previous: [Int?] = []
        for (index, entry) in kept.enumerated() {
            var (low, high) = (0, ends.count)
            while low < high {
                let middle = (low + high) / 2
                if kept[ends[middle]].place < entry.place { low = middle + 1 } else { high = middle }
            }
            previous.append(low > 0 ? ends[low - 1] : nil)
            if low < ends.count { ends[low] = index } else { ends.append(index) }
        }
        var moved = Set(kept.map(\.key))
        var last = ends.last
        while let index = last {
            moved.remove(kept[index].key)
            last = previous[index]
        }
        return moved
    }

    private static func details(_ before: Value, _ after: Value, at pointer: Pointer) -> [EntityChange.Detail] {
        guard !before.isWritten(like: after) else { return [] }
        let whole = EntityChange.Detail(pointer: pointer, before: before, after: after)
        guard let old = before.object, let new = after.object else { return [whole] }
        var result: [EntityChange.Detail] = []
        for (key, value) in new {
            if let was = old[key] {
                result += details(was, value, at: pointer / key)
            } else {
                result.append(.init(pointer: pointer / key, after: value))
            }
        }
        for (key, value) in old where new[key] == nil { result.append(.init(pointer: pointer / key, before: value)) }
        // Nothing but the order of the members is different.
        return result.isEmpty ? [whole] : result
    }
}

extension Value {
    /// Whether both stand alike on paper: equal, and members in the same order. Equality alone ignores the order of members,
    /// which decides nothing but is what somebody chose when they listed an issue's options.
    package func isWritten(like other: Value) -> Bool {
        switch (content, other.content) {
        case (.array(let a), .array(let b)):
            return sharesStorage(with: other) || (a.count == b.count && zip(a, b).allSatisfy { $0.isWritten(like: $1) })
        case (.object(let a), .object(let b)):
            return sharesStorage(with: other)
                || (a.count == b.count && zip(a, b).allSatisfy { $0.key == $1.key && $0.value.isWritten(like: $1.value) })
        default: return self == other
        }
    }

    /// Whether both hold the same references, bit for bit: a quick way to see that an entity was not touched among a thousand.
    /// A no may be wrong (bytes between the members are anybody's), a yes is not.
    fileprivate func sharesStorage(with other: Value) -> Bool {
        withUnsafeBytes(of: content) { a in withUnsafeBytes(of: other.content) { b in a.elementsEqual(b) } }
    }
}

/// The outcome of merging what files say into what the workspace has become since they were last applied.
package struct WorkspaceMerge: Sendable {
    /// An entity changed on both sides, differently.
    package struct Conflict: Sendable, Hashable {
        package var key: EntityKey
        package var inFiles: EntityChange.Kind
        package var inWorkspace: EntityChange.Kind

        package init(key: EntityKey, inFiles: EntityChange.Kind, inWorkspace: EntityChange.Kind) {
            self.key = key
            self.inFiles = inFiles
            self.inWorkspace = inWorkspace
        }
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
        func settle(_ key: EntityKey) -> Value? {
            let (was, now, new) = (base[key], head[key], files[key])
            guard let ours = WorkspaceMerge.change(was, now) else {
                // Only the files can have changed it, if only the order of its members.
                if let was, let new, new.isWritten(like: was) { return now }
                return new
            }
            guard let theirs = WorkspaceMerge.change(was, new), now != new else { return now }
            conflicts.append(Conflict(key: key, inFiles: theirs, inWorkspace: ours))
            return now
        }
        // The files' order leads when it has changed since they were applied; else the workspace's order stands.
        let leading = base.keys == files.keys ? head.keys : files.keys
        for key in leading { result[key] = settle(key) }
        for key in head.keys where !leading.contains(key) { result[key] = settle(key) }
        for key in files.keys where !leading.contains(key) { result[key] = settle(key) }
        self.result = WorkspaceDocument.arranged(result)
        self.conflicts = conflicts
    }

    /// Whether one side changed an entity: in content, not merely in the order of members, so that both may make the same
    /// change in different writing.
    private static func change(_ before: Value?, _ after: Value?) -> EntityChange.Kind? {
        if let before, let after, before.sharesStorage(with: after) { return nil }
        if before == after { return nil }
        return before == nil ? .added : after == nil ? .removed : .changed
    }
}
