import Negotiation
import OrderedCollections
import Shapes
import YAML

extension WorkspaceFiles {
    /// Writes a document as files that people like to edit: the head with sources, no deal and decision, the parties, the
    /// issues of each module, and so on.
    ///
    /// Reading the files again gives the same document, in the same order. Because files are merged in the order of their
    /// paths, files of one collection are numbered where their names alone would order them otherwise.
    package static func write(_ document: Value) -> [File] {
        var files: [File] = []
        var main = Object()
        for (key, value) in document.object ?? Object() {
            switch key {
            case "parties", "linkages", "scenarios", "record", "packages": files.append(file("\(key).yaml", key, value))
            case "issues": files += split(key, value, parts: byModule(value), plain: "issues")
            case "modules": files += split(key, value, parts: eachAlone(value), plain: "module")
            default: main[key] = value
            }
        }
        return [File(path: mainFile, text: YAML.text(.object(main)))] + files
    }

    /// Entries that go into one file, and what the file is called after; nil for those without a module.
    private typealias Part = (name: String?, entries: Object)

    private static func file(_ path: String, _ key: String, _ value: Value) -> File {
        File(path: path, text: YAML.text(.object(Object([(key, value)]))))
    }

    private static func split(_ key: String, _ value: Value, parts: [Part]?, plain: String) -> [File] {
        guard let parts, parts.count <= partLimit, !parts.isEmpty else { return [file("\(key).yaml", key, value)] }
        var names = parts.map { part in "\(plain)\(part.name.map { "-\($0)" } ?? "").yaml" }
        let isInOrder = zip(names, names.dropFirst()).allSatisfy { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        if !isInOrder {
            let width = String(parts.count).count
            names = parts.enumerated().map { index, part in
                let number = String(index + 1)
                return "\(plain)-\(String(repeating: "0", count: width - number.count))\(number)"
                    + "\(part.name.map { "-\($0)" } ?? "").yaml"
            }
        }
        return zip(names, parts).map { file($0, key, .object($1.entries)) }
    }

    /// Far below `fileLimit`: what is written must be readable.
    private static let partLimit = 100

    /// Issues by module; nil when the issues of some module do not follow each other, so that files would change the order.
    private static func byModule(_ issues: Value) -> [Part]? {
        var parts: [Part] = []
        for (id, issue) in issues.object ?? Object() {
            let module = issue["module"]?.string
            if parts.isEmpty || parts[parts.count - 1].name != module {
                guard !parts.contains(where: { $0.name == module }) else { return nil }
                parts.append((module, Object()))
            }
            parts[parts.count - 1].entries[id] = issue
        }
        return parts
    }

    private static func eachAlone(_ sections: Value) -> [Part] {
        (sections.object ?? Object()).map { id, section in (id, Object([(id, section)])) }
    }
}
