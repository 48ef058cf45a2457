import Negotiation
import OrderedCollections
import Shapes
import YAML

/// Joins the top-level mappings of several files into one. Entries keep their marks, so that faults found later point into
/// the files; nothing may be said twice, because neither place could be trusted to be the one that counts.
struct DocumentMerge {
    private struct Member {
        var keyMark: Mark?
        var value: Value
        /// The entries of a collection that were met so far.
        var entries: Object?
    }

    private var members: OrderedDictionary<String, Member> = [:]
    private var mark: Mark?
    private(set) var faults: [Diagnostic] = []
    /// Whether every file could be read.
    private(set) var isComplete = true

    mutating func add(_ file: WorkspaceFiles.File) {
        let tree: Value
        do throws(Diagnostics) {
            tree = try YAML.parse(file.text, file: file.path)
        } catch {
            faults += error.all
            isComplete = false
            return
        }
        guard let object = tree.object else {
            faults.append(
                Diagnostic(
                    code: "wrong-type", "a file of a workspace is a mapping, not \(tree.kindDescription)",
                    hint: "Write keys such as “issues:” at the beginning of the line.", place: tree.mark.map { .init($0) }))
            isComplete = false
            return
        }
        if mark == nil { mark = tree.mark }
        for (key, value) in object { add(key, object.keyMark(key), value) }
    }

    private mutating func add(_ key: String, _ keyMark: Mark?, _ value: Value) {
        let entries = WorkspaceDocument.collections.contains(key) ? value.object : nil
        guard let known = members[key] else {
            members[key] = Member(keyMark: keyMark, value: value, entries: entries)
            return
        }
        guard let entries, var all = known.entries else {
            // A collection that is left empty in one file (“issues:”) says nothing.
            if WorkspaceDocument.collections.contains(key), value.isNull || known.value.isNull {
                if known.value.isNull { members[key] = Member(keyMark: keyMark, value: value, entries: entries) }
                return
            }
            repeated(
                "duplicate-key", "“\(key)” is said twice", "Keep one of the two.", at: [key], keyMark, first: known.keyMark)
            return
        }
        // Taken out while it grows, so that there is one reference to it and it is not copied.
        members[key]?.entries = nil
        for (id, entry) in entries where !all.insert(id, keyMark: entries.keyMark(id), entry) {
            repeated(
                "duplicate-id", "“\(id)” is defined twice under “\(key)”",
                "Rename one of the two, or merge them into one entry.",
                at: [key, id], entries.keyMark(id), first: all.keyMark(id))
        }
        members[key]?.entries = all
    }

    private mutating func repeated(
        _ code: String, _ message: String, _ hint: String, at pointer: Pointer, _ second: Mark?, first: Mark?
    ) {
        let again = first.map { ": in \($0.file), line \($0.line), and here again" } ?? ""
        faults.append(
            Diagnostic(
                code: code, message + again, hint: hint, pointer: pointer, part: .key, place: second.map { .init($0) },
                related: first.map { .init($0) }))
    }

    /// All files as one document.
    var document: Value {
        var document = Object()
        for (key, member) in members {
            let value = member.entries.map { Value(.object($0), mark: member.value.mark) } ?? member.value
            // Keys of `members` are unique, so each finds its place.
            _ = document.insert(key, keyMark: member.keyMark, value)
        }
        return Value(.object(document), mark: mark)
    }
}
