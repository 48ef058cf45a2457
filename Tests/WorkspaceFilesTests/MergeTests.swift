import Negotiation
import OrderedCollections
import Shapes
import Testing
import WorkspaceFiles

/// Reads files, and gives back what is wrong with them as `file:line:column code`.
func faults(_ files: [WorkspaceFiles.File]) -> [Diagnostic] {
    do throws(Diagnostics) {
        _ = try WorkspaceFiles.read(files)
        return []
    } catch {
        return error.all
    }
}

func places(_ faults: [Diagnostic]) -> [String] {
    faults.map { fault in "\(fault.place.map { "\($0.file):\($0.line):\($0.column) " } ?? "")\(fault.code)" }
}

@Suite("Several files, one workspace")
struct MergeTests {
    private typealias File = WorkspaceFiles.File
    private static let head = "parley: 1\nid: w\ntitle: W\n"

    @Test("entries come in the order of the files: workspace.yaml, then by path")
    func order() throws {
        let reading = try WorkspaceFiles.read([
            File(path: "w/b.yaml", text: "sources:\n  b: {title: B, kind: book}\n"),
            File(path: "w/a.yaml", text: "sources:\n  z: {title: Z, kind: book}\n  a: {title: A, kind: book}\nparties:\n"),
            File(path: "w/workspace.yaml", text: Self.head + "sources: {m: {title: M, kind: book}}\n"),
            File(path: "w/c.yaml", text: "parties: {p: {name: P, role: principal}}\n"),
        ])
        #expect(reading.workspace.sources.keys.map(\.text) == ["m", "z", "a", "b"])
        #expect(reading.workspace.parties.keys.map(\.text) == ["p"])
        #expect(reading.warnings.isEmpty)
    }

    @Test("what is said twice names both places, in every collection and for every other key")
    func duplicates() {
        for key in WorkspaceDocument.collections {
            let found = faults([
                File(path: "workspace.yaml", text: Self.head + "\(key):\n  one: {x: 1}\n"),
                File(path: "more.yaml", text: "# a comment\n\(key):\n  two: {x: 1}\n  one: {x: 2}\n"),
            ]).filter { $0.code == "duplicate-id" }
            #expect(places(found) == ["more.yaml:4:3 duplicate-id"])
            #expect(found.first?.related == .init(file: "workspace.yaml", line: 5, column: 3), "\(key)")
            #expect(found.first?.message.contains("in workspace.yaml, line 5") == true)
            #expect(found.first?.place?.excerpt == "  one: {x: 2}")
        }
        let twice = faults([
            File(path: "workspace.yaml", text: Self.head + "noDeal: {choices: {}}\n"),
            File(path: "a.yaml", text: "noDeal: {choices: {}}\ntitle: W\n"),
            File(path: "b.yaml", text: "title: W\n"),
        ])
        #expect(places(twice) == ["a.yaml:1:1 duplicate-key", "a.yaml:2:1 duplicate-key", "b.yaml:1:1 duplicate-key"])
        #expect(twice.map { $0.related?.line } == [4, 3, 3])
    }

    @Test("all that is wrong with all files is told at once, in the order of the files")
    func everything() {
        let found = faults([
            File(path: "workspace.yaml", text: "id: w\ntitle: W\nasof: 2025\n"),
            File(path: "a.yaml", text: "parties:\n  p: {name: P, role: king}\n  p: {name: P, role: principal}\n"),
            File(path: "b.yaml", text: "- a list\n"),
            File(path: "c.yaml", text: "parties:\n  q: {name: Q, role: prince, colour: red}\n"),
        ])
        #expect(
            places(found) == [
                "a.yaml:3:3 duplicate-key", "b.yaml:1:1 wrong-type", "c.yaml:2:22 unknown-word", "c.yaml:2:30 unknown-key",
                "workspace.yaml:3:1 unknown-key",
            ])
        #expect(found.allSatisfy { $0.place?.excerpt != nil })
    }

    @Test("a missing key is told only when no file could still hold it")
    func missing() {
        let broken = File(path: "a.yaml", text: "title: \"W\n")
        #expect(
            places(faults([File(path: "workspace.yaml", text: "parley: 1\nid: w\n")])) == ["workspace.yaml:1:1 missing-key"])
        let found = faults([File(path: "workspace.yaml", text: "parley: 1\nid: w\n"), broken])
        #expect(!found.isEmpty && found.allSatisfy { $0.place?.file == "a.yaml" })
    }

    @Test("names are looked up across files, and each is shown with its line")
    func semantics() {
        let found = faults([
            File(path: "workspace.yaml", text: Self.head + "noDeal: {choices: {i: a}}\n"),
            File(
                path: "issues.yaml",
                text: "issues:\n  i:\n    title: I\n    options: {a: {title: A}, b: {title: B, needs: [q]}}\n"),
            File(path: "parties.yaml", text: "parties: {p: {name: P, role: principal, source: s#t}}\n"),
        ])
        #expect(places(found) == ["issues.yaml:4:52 unknown-id", "parties.yaml:1:49 unknown-id"])
        #expect(found.map { $0.place?.excerpt?.isEmpty } == [false, false])
    }

    @Test("folders that cannot be read at all")
    func folders() {
        #expect(places(faults([])) == ["no-files"])
        #expect(places(faults([File(path: "other.yaml", text: Self.head), File(path: "more.yaml", text: "issues: {}\n")])) == ["no-workspace-file"])
        // One file by itself may have any name.
        #expect(faults([File(path: "other.yaml", text: Self.head)]).isEmpty)
        #expect(
            places(faults([File(path: "workspace.yaml", text: Self.head), File(path: "x.json", text: "{}")])) == [
                "x.json:1:1 not-yaml"
            ])
        let many = (0...WorkspaceFiles.fileLimit).map { File(path: "\($0).yaml", text: "") }
        #expect(places(faults(many)) == ["too-many-files"])
        let line = String(repeating: "# comment\n", count: 1 << 20)
        #expect(places(faults((0..<4).map { File(path: "\($0).yaml", text: line) })) == ["too-large"])
        #expect(faults([]).first?.hint?.contains("workspace.yaml") == true)
    }

    @Test("a number written in two ways as a key is one key, and is pointed at however it is written")
    func spellings() {
        let issue =
            "issues:\n  q:\n    title: Q\n    range: {from: 0, to: 2, step: 0.5}\n    positions:\n      p:\n        stance:\n"
        let parties = "parties: {p: {name: P, role: principal}}\nnoDeal: {choices: {q: 0}}\n"
        let twice = faults([
            File(path: "workspace.yaml", text: Self.head + parties + issue + "          0.50: 1\n          0.5: 0\n")
        ])
        #expect(places(twice) == ["workspace.yaml:14:11 duplicate-key"])
        let off = faults([
            File(path: "workspace.yaml", text: Self.head + parties + issue + "          0: 1\n          0.70: 1\n")
        ])
        #expect(places(off) == ["workspace.yaml:14:11 unknown-id"])
    }

    @Test("of a thousand faults two hundred are told, and the rest is counted last")
    func cap() {
        let parties = (0..<1_000).map { "  p\($0): {name: P, role: king}\n" }.joined()
        let found = faults([File(path: "workspace.yaml", text: Self.head + "parties:\n" + parties)])
        #expect(found.count == 201)
        #expect(found.last?.message == "and 800 more errors")
        #expect(found.dropLast().map { $0.place?.line } == (5..<205).map { $0 })
        let issues = (0..<1_000).map { "  p\($0): {name: P, role: mediator, source: none}\n" }.joined()
        let semantic = faults([File(path: "workspace.yaml", text: Self.head + "parties:\n" + issues)])
        #expect(semantic.count == 201)
        #expect(semantic.last?.place == nil)
        #expect(semantic.last?.message == "and 800 more errors and 1 more warning")
    }

    @Test("what a file quotes cannot write to the terminal")
    func escapes() throws {
        let found = faults([File(path: "workspace.yaml", text: Self.head + "parties: {p: {name: P, role: \"\\e[31mking\"}}\n")])
        let text = try #require(found.first).text
        #expect(text.contains("“·[31mking” is not a role"))
        #expect(!text.unicodeScalars.contains("\u{1B}"))
    }
}
