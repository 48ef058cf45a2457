import Negotiation
import OrderedCollections
import Shapes
import Testing
import WorkspaceFiles

@Suite("Written and read again")
struct RoundTripTests {
    /// Equality of mappings does not look at their order; their text does.
    private func test(_ document: Value, _ comment: String) throws {
        let files = WorkspaceFiles.write(document)
        #expect(files.first?.path == "workspace.yaml")
        #expect(Set(files.map(\.path)).count == files.count)
        let again = try WorkspaceFiles.read(files.reversed())
        #expect(JSON.text(again.document) == JSON.text(document), "\(comment)")
        #expect(WorkspaceFiles.write(again.document) == files, "\(comment)")
    }

    @Test("the shipped workspaces and the sample")
    func shipped() throws {
        try test(try WorkspaceFiles.read([.init(path: "workspace.yaml", text: Shipped.sample())]).document, "sample")
        for (name, files) in try Shipped.workspaces() { try test(try WorkspaceFiles.read(files).document, name) }
    }

    @Test("spelling leaves no trace in the document")
    func spelling() throws {
        let a = """
            parley: 1
            id: w
            title: W
            timeUnit: month
            noDeal: {choices: {q: 0.50}}
            issues: {q: {title: 2025, range: {from: 0, to: 1.0, step: 5e-1}, positions: {p: {stance: {"1.0": 0.10}}}}}
            parties: {p: {name: P, role: principal, outside: [3.0, 4], represents: null}}
            """
        let b = """
            id: "w"
            parties:
              p:
                role: principal
                name: P
                outside: [{points: [3, 4.00]}]
            issues:
              q: {range: {to: 1, from: 0, step: 0.5}, title: "2025", positions: {p: {stance: {1: 0.1}}}}
            noDeal: {choices: {q: 0.5}}
            title: W
            parley: 1
            """
        let documents = try [a, b].map { try WorkspaceFiles.read([.init(path: "workspace.yaml", text: $0)]).document }
        #expect(JSON.text(documents[0]) == JSON.text(documents[1]))
    }

    @Test("modules' sections and attributes are kept as they are")
    func modules() throws {
        let text = """
            parley: 1
            id: w
            title: W
            modules:
              z: {a: [1, 0.25, null, true, "12", {x: {}}], b: []}
              a: a text
              m: null
            """
        let document = try WorkspaceFiles.read([.init(path: "workspace.yaml", text: text)]).document
        #expect(
            JSON.text(document["modules"] ?? .null)
                == #"{"z":{"a":[1,0.25,null,true,"12",{"x":{}}],"b":[]},"a":"a text","m":null}"#)
        #expect(
            WorkspaceFiles.write(document).map(\.path) == [
                "workspace.yaml", "module-1-z.yaml", "module-2-a.yaml", "module-3-m.yaml",
            ])
        try test(document, "modules")
    }

    private func issues(_ modules: [String?]) -> Value {
        var issues = Object()
        for (index, module) in modules.enumerated() {
            let options: Value = ["a": ["title": "A"], "b": ["title": "B"]]
            var issue = Object([("title", "T"), ("options", options)])
            if let module { issue = Object([("title", "T"), ("module", .string(module)), ("options", options)]) }
            issues["i\(modules.count - index)"] = .object(issue)
        }
        return ["parley": 1, "id": "w", "title": "W", "issues": .object(issues)]
    }

    @Test(
        "issues go to one file a module where that keeps their order",
        arguments: [
            ([], ["workspace.yaml"]),
            ([nil, nil], ["workspace.yaml", "issues.yaml"]),
            (["a", "a"], ["workspace.yaml", "issues-a.yaml"]),
            (["a", "b", "b", nil], ["workspace.yaml", "issues-a.yaml", "issues-b.yaml", "issues.yaml"]),
            (["b", "a"], ["workspace.yaml", "issues-1-b.yaml", "issues-2-a.yaml"]),
            ([nil, "a"], ["workspace.yaml", "issues-1.yaml", "issues-2-a.yaml"]),
            (["a", "b", "a"], ["workspace.yaml", "issues.yaml"]),
            (["a", "a-b", "b"], ["workspace.yaml", "issues-1-a.yaml", "issues-2-a-b.yaml", "issues-3-b.yaml"]),
            (
                (1...11).reversed().map { "m\($0)" },
                ["workspace.yaml"] + (1...11).map { "issues-\($0 < 10 ? "0" : "")\($0)-m\(12 - $0).yaml" }
            ),
        ] as [([String?], [String])])
    func issueFiles(modules: [String?], paths: [String]) throws {
        var document = issues(modules)
        if modules.isEmpty { document = ["parley": 1, "id": "w", "title": "W"] }
        #expect(WorkspaceFiles.write(document).map(\.path) == paths)
        try test(document, "\(modules)")
    }

    @Test("random documents with texts that YAML finds hard")
    func random() throws {
        var random = Dice(state: 7)
        let texts = [
            "yes", "null", "~", "12", "0x1F", "1e3", "- item", "a: b", "# no comment", "brief#x", "“quotes” and 'more'", "\"",
            "\\n", " lead", "trail ",
            "two\nlines", "three\n\n lines\n", "tab\there", "Ünïcödé 🕊", "[a, b]", "{a}", "*alias", "&anchor", "!tag", "%", "@",
            "`", "|", ">", "?", "2025-08-12",
            String(repeating: "long words ", count: 40),
        ]
        for round in 0..<60 {
            func text() -> Value { .string(texts[random.roll(texts.count)]) }
            func ids(_ prefix: String, _ most: Int) -> [String] {
                (0..<random.roll(most + 1)).map { "\(prefix)\($0)" }.shuffled(using: &random)
            }
            func mapping(_ keys: [String], _ make: (String) -> Value) -> Value { .object(Object(keys.map { ($0, make($0)) })) }
            let parties = ids("p", 5)
            let issueIDs = ids("i", 12)
            let modules = ["nato", "a", "zone"].shuffled(using: &random)
            var document = Object([("parley", 1), ("id", "w"), ("title", text())])
            document["sources"] = mapping(ids("s", 4)) { _ in ["title": text(), "kind": "book", "note": text()] }
            document["parties"] = mapping(parties) { _ in
                ["name": text(), "role": "principal", "patience": .number(Number(significand: 9, exponent: -1))]
            }
            let issues: [(String, Value)] = issueIDs.enumerated().map { index, id in
                let module = round % 3 == 0 ? modules[random.roll(3)] : modules[index * 3 / issueIDs.count]
                let options = ["o0", "o1", "o2"].shuffled(using: &random)
                return (
                    id,
                    .object(
                        Object([
                            ("title", text()), ("module", .string(module)),
                            (
                                "options",
                                mapping(options) { _ in
                                    [
                                        "title": text(), "attributes": ["size": .int(random.roll(9)), "how": text()],
                                        "text": text(),
                                    ]
                                }
                            ),
                            (
                                "positions",
                                mapping(parties.shuffled(using: &random)) { _ in
                                    ["stance": mapping(options) { _ in [0, 1] }, "statement": text()]
                                }
                            ),
                        ]))
                )
            }
            document["issues"] = .object(Object(issues))
            document["noDeal"] = ["choices": mapping(issueIDs) { _ in "o1" }, "summary": text()]
            document["linkages"] = mapping(parties.isEmpty || issueIDs.isEmpty ? [] : ids("l", 3)) { _ in
                [
                    "when": .string("\(issueIDs[0]) = o1"), "adds": mapping(parties) { _ in .int(random.roll(20) - 10) },
                    "because": text(),
                ]
            }
            document["modules"] = mapping(modules.filter { _ in random.roll(2) == 0 }) { _ in
                ["list": [text(), text()], "deep": ["x": [["y": text()]]]]
            }
            document["packages"] = mapping(ids("k", 4)) { _ in
                [
                    "title": text(),
                    "choices": mapping(issueIDs.filter { _ in random.roll(2) == 0 }) { _ in
                        random.roll(2) == 0 ? "o2" : ["o0", "o1"]
                    },
                ]
            }
            let read = try WorkspaceFiles.read([.init(path: "workspace.yaml", text: JSON.text(.object(document)))])
            try test(read.document, "round \(round)")
        }
    }
}

/// Numbers that look random and are the same in every run (Steele, Lea and Flood 2014).
private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func roll(_ sides: Int) -> Int { Int.random(in: 0..<sides, using: &self) }
}
