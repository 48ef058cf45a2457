import FoundationEssentials
import Negotiation
import OrderedCollections
import Shapes
import Testing
import WorkspaceFiles
import YAML

/// The workspaces that come with the source, and the one that the documentation of the format shows.
enum Shipped {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Workspaces")

    static func text(_ url: URL) throws -> String { String(decoding: try Data(contentsOf: url), as: UTF8.self) }

    /// The YAML block of the documentation.
    static func sample() throws -> String {
        let text = try text(folder.appending(path: "README.md"))
        let parts = text.split(separator: "```yaml\n", maxSplits: 1)
        return String(try #require(parts.last).split(separator: "```", maxSplits: 1)[0])
    }

    static func workspaces() throws -> [String: [WorkspaceFiles.File]] {
        var result: [String: [WorkspaceFiles.File]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path()) {
            let inside = (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: name).path())) ?? []
            let files = try inside.filter { $0.hasSuffix(".yaml") }.map {
                WorkspaceFiles.File(path: "\(name)/\($0)", text: try text(folder.appending(path: name).appending(path: $0)))
            }
            if files.contains(where: { $0.path.hasSuffix("/workspace.yaml") }) { result[name] = files }
        }
        return result
    }
}

@Suite("The sample in the documentation")
struct SampleTests {
    @Test("it is accepted without a word")
    func accepted() throws {
        let reading = try WorkspaceFiles.read([.init(path: "workspace.yaml", text: Shipped.sample())])
        #expect(reading.warnings.map(\.text) == [])
        #expect(reading.workspace.packages["middle"]?.schedule.count == 2)
    }

    /// Keys under which something other than a name of this workspace stands, or where a name is given rather than used.
    private static func isFree(_ path: [String]) -> Bool {
        let prose: Set = [
            "title", "summary", "statement", "because", "note", "name", "rationale", "module", "kind", "id", "audience",
            "verifiedBy", "unit", "author", "modules", "signposts",
        ]
        if path.contains(where: prose.contains) { return true }
        // Words of these are looked up in `words`, which the check of words covers.
        return path.first == "sources"
    }

    /// Places where an id is defined: the entries of collections, and the options, goals and acts within them.
    private static func defines(_ path: [String]) -> Bool {
        (path.count == 2 && WorkspaceDocument.collections.contains(path[0]))
            || (path.count == 4 && ["options", "acts", "agenda", "redLines"].contains(path[2]))
    }

    @Test("every name in it, once misspelt, is found at its line")
    func misspelt() throws {
        let text = try Shipped.sample()
        let tree = try YAML.parse(text, file: "workspace.yaml")
        let workspace = try Workspace.shape.read(tree)
        var ids: Set<String> = []
        ids.formUnion(workspace.parties.keys.map(\.text))
        ids.formUnion(workspace.issues.keys.map(\.text))
        ids.formUnion(workspace.issues.values.flatMap { $0.options.keys.map(\.text) })
        ids.formUnion(workspace.packages.keys.map(\.text))
        ids.formUnion(workspace.sources.keys.map(\.text))
        ids.formUnion(workspace.sources.values.flatMap(\.sections.keys))
        ids.formUnion(workspace.words.effective.stance.keys)
        ids.formUnion(workspace.words.effective.salience.keys)

        /// Where names stand: line, column (both from 1) and length.
        var names: Set<[Int]> = []
        func find(in text: String, _ mark: Mark?) {
            guard let mark else { return }
            var offset = 0
            for word in text.split(
                omittingEmptySubsequences: false, whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "-") })
            {
                if ids.contains(String(word)) {
                    let place = mark.advanced(by: offset)
                    names.insert([place.line, place.column, word.count])
                }
                offset += word.count + 1
            }
        }
        func walk(_ value: Value, _ path: [String]) {
            switch value.content {
            case .string(let text): if !Self.isFree(path) { find(in: text, value.mark) }
            case .array(let values): for (index, value) in values.enumerated() { walk(value, path + [String(index)]) }
            case .object(let object):
                for (key, member) in object {
                    let inner = path + [key]
                    if !Self.isFree(path), !Self.defines(inner) { find(in: key, object.keyMark(key)) }
                    // The wording of an option or a clause is prose, whatever its keys are.
                    if key == "text", member.string != nil { continue }
                    if path.last == "text" { continue }
                    walk(member, inner)
                }
            default: break
            }
        }
        walk(tree, [])
        #expect(names.count > 90, "the sample names things in many places, and all are found: \(names.count)")

        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for place in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            var line = Array(lines[place[0] - 1])
            line.insert(contentsOf: "xq", at: place[1] - 1 + place[2])
            var changed = lines
            changed[place[0] - 1] = String(line)
            let found = faults([.init(path: "workspace.yaml", text: changed.joined(separator: "\n"))])
            let here = found.filter { $0.severity == .error && $0.place?.line == place[0] && $0.place?.column == place[1] }
            let other = places(found)
            #expect(here.first?.hint != nil, "\(String(line)) at column \(place[1]): \(other)")
        }
    }
}
