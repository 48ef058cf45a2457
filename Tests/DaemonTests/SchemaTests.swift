import Foundation
import Shapes
import TestSupport
import Testing

/// The JSON Schema, judged by an independent validator: it accepts what Parley accepts and refuses what it refuses.
@Suite struct SchemaTests {
    /// A Python that has the validator; `Scripts/bootstrap` sees to it that there is one.
    private static let python: String? = ["python3", "/usr/bin/python3"].first { name in
        (try? Command.run("/usr/bin/env", [name, "-c", "import jsonschema"]))?.status == 0
    }

    /// For each document whether the schema accepts it, and the first complaint.
    private func judge(_ schema: Any, _ documents: [Any]) throws -> [(accepted: Bool, why: String)] {
        let python = try #require(Self.python, "no python3 with jsonschema: run Scripts/bootstrap")
        let program = """
            import json, sys, jsonschema
            given = json.load(sys.stdin)
            jsonschema.Draft202012Validator.check_schema(given["schema"])
            judge = jsonschema.Draft202012Validator(given["schema"])
            print(json.dumps([next((e.message for e in judge.iter_errors(d)), None) for d in given["documents"]]))
            """
        let input = try Sample.json(["schema": schema, "documents": documents])
        let result = try Command.run("/usr/bin/env", [python, "-c", program], input: input)
        try #require(result.status == 0, "\(result.errors)")
        let verdicts = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [Any])
        return verdicts.map { ($0 is NSNull, $0 as? String ?? "") }
    }

    @Test func acceptsTheShippedWorkspacesAndRefusesBrokenOnes() throws {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        let schema = try #require(try socket.call("workspace.schema").result)
        var sound: [Any] = []
        for (index, name) in ["us-russia-summit", "panama-canal"].enumerated() {
            #expect(try socket.call("workspace.apply", #"{"files":\#(try Sample.files(of: name))}"#, id: 10 + index).error == nil)
            sound.append(try #require(try socket.call("workspace.get", #"{"workspace":"\#(name)"}"#, id: 20 + index)["document"]))
        }
        #expect(try socket.call("workspace.apply", #"{"files":\#(try Sample.file(Sample.small))}"#, id: 30).error == nil)
        sound.append(try #require(try socket.call("workspace.get", #"{"workspace":"small"}"#, id: 31)["document"]))
        for (index, verdict) in try judge(schema, sound).enumerated() { #expect(verdict.accepted, "\(index): \(verdict.why)") }

        let small = try #require(sound.last as? [String: Any])
        func changed(_ path: [String], _ value: Any?) -> Any {
            func change(_ object: Any, _ path: ArraySlice<String>) -> Any {
                guard var dictionary = object as? [String: Any], let key = path.first else { return object }
                if path.count == 1 { dictionary[key] = value } else { dictionary[key] = change(dictionary[key] ?? [String: Any](), path.dropFirst()) }
                return dictionary
            }
            return change(small, path[...])
        }
        let broken: [(String, Any)] = [
            ("no title", changed(["title"], nil)), ("another version", changed(["parley"], 2)), ("unknown key", changed(["foo"], 1)),
            ("bad id", changed(["id"], "Small One")), ("bad party id", changed(["parties", "North Party"], ["name": "N", "role": "principal"])),
            ("unknown role", changed(["parties", "north", "role"], "boss")), ("party without a name", changed(["parties", "north", "name"], nil)),
            ("title of the wrong kind", changed(["issues", "season", "title"], ["a"])),
            ("stance beyond one", changed(["issues", "season", "positions", "north", "stance", "closed"], 2)),
            ("salience of three numbers", changed(["issues", "season", "positions", "north", "salience"], [1, 2, 3])),
            ("range without a step", changed(["issues", "quota", "range", "step"], nil)),
            ("unknown status", changed(["packages", "first", "status"], "signed")),
            ("brackets around one option", changed(["packages", "first", "choices", "season"], ["open"])),
            ("bad date", changed(["asOf"], "yesterday")), ("source of an unknown kind", changed(["sources", "brief", "kind"], "rumour")),
        ]
        for ((name, _), verdict) in zip(broken, try judge(schema, broken.map(\.1))) { #expect(!verdict.accepted, "\(name) should be refused") }
    }

    @Test func snapshot() throws {
        let daemon = try DaemonProcess()
        let answer = try JSON.parse(try RawSocket(daemon).call("workspace.schema").text)
        let text = JSON.text(try #require(answer["result"]), pretty: true) + "\n"
        #expect(try Snapshot.difference(text, from: "workspace-schema.json", beside: #filePath) == nil)
    }
}
