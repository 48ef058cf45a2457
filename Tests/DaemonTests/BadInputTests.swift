import Foundation
import TestSupport
import Testing

/// Broken workspace files of each kind: an error with its place, nothing changed, and the daemon goes on.
@Suite struct BadInputTests {
    struct Broken: Sendable, CustomTestStringConvertible {
        var name: String
        var find: String
        var replace: String
        var code: String
        var testDescription: String { name }
    }

    static let cases: [Broken] = [
        .init(name: "unclosed bracket", find: "{name: North, role: principal}", replace: "{name: North, role: [", code: "yaml-syntax"),
        .init(name: "duplicate key", find: "title: A small case", replace: "title: A small case\ntitle: Another", code: "duplicate-key"),
        .init(name: "unknown key", find: "title: Season", replace: "titel: Season\n    title: Season", code: "unknown-key"),
        .init(name: "missing key", find: "title: Season", replace: "summary: Season", code: "missing-key"),
        .init(name: "wrong type", find: "title: Season", replace: "title: [Season]", code: "wrong-type"),
        .init(name: "bad id", find: "id: small", replace: "id: Small One", code: "bad-id"),
        .init(name: "unknown word", find: "role: principal}", replace: "role: boss}", code: "unknown-word"),
        .init(name: "unknown party", find: "      south: {stance: {closed: 0", replace: "      sout: {stance: {closed: 0", code: "unknown-id"),
        .init(name: "unknown option", find: "closed: demands", replace: "closd: demands", code: "unknown-id"),
        .init(name: "unknown stance word", find: "closed: demands", replace: "closed: demandz", code: "unknown-word"),
        .init(name: "unknown source", find: "source: brief}\n      open", replace: "source: brif}\n      open", code: "unknown-id"),
        .init(name: "reversed range", find: "salience: 60", replace: "salience: [60, 50]", code: "reversed-range"),
        .init(name: "negative salience", find: "salience: 60", replace: "salience: -1", code: "out-of-range"),
        .init(name: "absurd number", find: "salience: 60", replace: "salience: 1e300", code: "number-out-of-range"),
        .init(name: "choice off the range", find: "choices: {season: closed}", replace: "choices: {quota: 55}", code: "unknown-id"),
        .init(name: "no deal incomplete", find: "noDeal: {choices: {season: open, quota: 0}}", replace: "noDeal: {choices: {season: open}}", code: "missing-no-deal"),
        .init(
            name: "predicate with a misspelt issue", find: "south: {name: South, role: principal}",
            replace: "south: {name: South, role: principal, redLines: {line: {title: L, predicate: seasn = open, firmness: firm}}}", code: "unknown-id"),
        .init(
            name: "predicate cut short", find: "south: {name: South, role: principal}",
            replace: "south: {name: South, role: principal, redLines: {line: {title: L, predicate: season = , firmness: firm}}}", code: "bad-predicate"),
        .init(
            name: "contradictory red lines", find: "south: {name: South, role: principal}",
            replace:
                "south: {name: South, role: principal, redLines: {a: {title: A, predicate: season = open, firmness: firm}, b: {title: B, predicate: season = closed, firmness: firm}}}",
            code: "contradictory-red-lines"),
        .init(name: "two documents", find: "packages:", replace: "---\npackages:", code: "several-documents"),
        .init(
            name: "alias bomb", find: "packages:",
            replace: "modules:\n  a: &a [x, x, x, x, x, x, x, x, x]\n"
                + "bcdefghi".map { "  \($0): &\($0) [" + Array(repeating: "*\(Character(UnicodeScalar($0.asciiValue! - 1)))", count: 9).joined(separator: ", ") + "]\n" }.joined()
                + "packages:", code: "too-many-aliases"),
    ]

    @Test(arguments: cases)
    func brokenFileIsRefusedWithItsPlace(broken: Broken) throws {
        #expect(Sample.small.contains(broken.find), "the case must change something")
        let range = try #require(Sample.small.range(of: broken.find))
        let text = Sample.small.replacingCharacters(in: range, with: broken.replace)
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        #expect(try socket.call("workspace.apply", #"{"files":\#(try Sample.file(Sample.small))}"#).error == nil)
        let answer = try socket.call("workspace.apply", #"{"files":\#(try Sample.file(text))}"#, id: 2)
        #expect(answer.errorName == "invalid-workspace", "\(answer.text)")
        let diagnostics = try #require((answer.error?["data"] as? [String: Any])?["diagnostics"] as? [[String: Any]])
        let found = try #require(diagnostics.first { $0["code"] as? String == broken.code }, "\(diagnostics)")
        let place = try #require(found["place"] as? [String: Any])
        #expect(place["file"] as? String == "workspace.yaml")
        let firstLine = text[..<range.lowerBound].split(separator: "\n", omittingEmptySubsequences: false).count
        let lines = firstLine...(firstLine + broken.replace.filter { $0 == "\n" }.count + 4)
        // The place is within what was changed, or at the mapping that lacks something.
        if broken.code != "missing-key", broken.code != "missing-no-deal" {
            #expect(lines.contains(try #require(place["line"] as? Int)), "\(place) is not within \(lines)")
        }
        #expect((place["excerpt"] as? String)?.isEmpty == false || broken.code == "yaml-syntax")
        #expect(try socket.call("workspace.get", id: 3)["revision"] as? Int == 1)
    }

    @Test func allErrorsOfAFolderAreToldInOneGo() throws {
        let daemon = try DaemonProcess()
        let head = "parley: 1\nid: x\ntitle: X\nfoo: 1\n"
        let parties = "parties:\n  a: {name: A, role: boss}\n  b: {nme: B, role: principal}\n"
        let issues = "issues:\n  i: {title: I, options: {x: {title: X}, y: {title: [Y]}}}\n"
        let files = try Sample.json([
            ["path": "workspace.yaml", "text": head], ["path": "parties.yaml", "text": parties], ["path": "issues.yaml", "text": issues],
        ])
        let answer = try RawSocket(daemon).call("workspace.apply", #"{"files":\#(files)}"#)
        let diagnostics = try #require((answer.error?["data"] as? [String: Any])?["diagnostics"] as? [[String: Any]])
        let places = diagnostics.compactMap { ($0["place"] as? [String: Any])?["file"] as? String }
        #expect(Set(places) == ["workspace.yaml", "parties.yaml", "issues.yaml"])
        #expect(diagnostics.count >= 4)
    }

    /// What a plugin says of a name within a condition is shown at that name.
    @Test func aModulesFaultWithinAConditionIsPointedAt() throws {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        // Once its plugins are there.
        _ = try socket.call("analyzer.list")
        let files = try Sample.files(of: "us-russia-summit")
        let broken = files.replacingOccurrences(of: "energy-relief = lifted or crimea = recognised", with: "energi-relief = lifted or crimea = recognised")
        #expect(broken != files)
        let answer = try socket.call("workspace.apply", #"{"files":\#(broken)}"#, id: 2)
        let diagnostics = try #require((answer.error?["data"] as? [String: Any])?["diagnostics"] as? [[String: Any]])
        let place = try #require(diagnostics.first?["place"] as? [String: Any])
        let excerpt = try #require(place["excerpt"] as? String)
        let column = try #require(place["column"] as? Int)
        #expect(excerpt.dropFirst(column - 1).hasPrefix("energi-relief"), "\(answer.text.prefix(800))")
    }

    @Test func unknownIdsOverTheSocketAreRefusedWithASuggestion() throws {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        #expect(try socket.call("workspace.apply", #"{"files":\#(try Sample.file(Sample.small))}"#).error == nil)
        #expect(try socket.call("package.copy", #"{"package":"first","to":"held"}"#, id: 2).error == nil)
        let entry = #"{"id":"on-record","entry":{"date":"2025-08-01","party":"north","act":"offers","package":"held"}}"#
        #expect(try socket.call("record.add", entry, id: 3).error == nil)
        let calls: [(String, String, String, String)] = [
            ("package.set", #"{"package":"frist","choices":{"quota":50}}"#, "unknown-package", "first"),
            ("package.set", #"{"package":"first","choices":{"quot":50}}"#, "unknown-issue", "quota"),
            ("package.set", #"{"package":"first","choices":{"season":"opn"}}"#, "unknown-option", "open"),
            ("package.set", #"{"package":"first","choices":{"quota":55}}"#, "unknown-option", "0"),
            ("package.unset", #"{"package":"first","issues":["quot"]}"#, "unknown-issue", "quota"),
            ("package.create", #"{"package":"first"}"#, "already-exists", "first"),
            ("package.create", #"{"package":"new","choices":{"season":["open","clsed"]}}"#, "unknown-option", "closed"),
            ("package.delete", #"{"package":"frist"}"#, "unknown-package", "first"),
            ("package.copy", #"{"package":"first","to":"first"}"#, "already-exists", "first"),
            ("package.delete", #"{"package":"held"}"#, "in-use", "on-record"),
            ("package.delete", #"{"package":"first"}"#, "in-use", "held"),
            ("package.compare", #"{"packages":["first","secnd"]}"#, "unknown-package", "first"),
            ("record.add", #"{"entry":{"date":"2025-08-01","party":"nort","act":"offers","package":"first"}}"#, "invalid-workspace", "north"),
            ("record.add", #"{"entry":{"date":"2025-08-01","party":"north","act":"offers","package":"first","revision":99}}"#, "unknown-revision", "99"),
            ("record.add", #"{"entry":{"date":"2025-13-01","party":"north","act":"offers","package":"first"}}"#, "invalid-params", "2025-13-01"),
            ("analysis.run", #"{"analyzer":"core.gap"}"#, "unknown-analyzer", "core.gaps"),
            ("analysis.run", #"{"analyzer":"core.gaps","params":{"readin":"declared"}}"#, "invalid-params", "reading"),
            ("analysis.run", #"{"analyzer":"core.gaps","params":{"reading":"declare"}}"#, "invalid-params", "declared"),
            ("analysis.run", #"{"analyzer":"core.gaps","package":"first"}"#, "invalid-params", "whole workspace"),
            ("analysis.run", #"{"analyzer":"core.evaluate"}"#, "invalid-params", "first"),
            ("analysis.run", #"{"analyzer":"core.evaluate","package":"frist"}"#, "unknown-package", "first"),
            ("analysis.run", #"{"analyzer":"core.evaluate","package":"first","choices":{"season":"opn"}}"#, "unknown-option", "open"),
            ("analysis.run", #"{"analyzer":"core.gaps","revision":7}"#, "unknown-revision", "7"),
            ("workspace.get", #"{"revision":7}"#, "unknown-revision", "7"),
            ("workspace.log", #"{"cursor":"x"}"#, "invalid-params", "cursor"),
            ("events.subscribe", #"{"workspace":"smal"}"#, "unknown-workspace", "small"),
        ]
        for (index, (method, params, code, mentioned)) in calls.enumerated() {
            let answer = try socket.call(method, params, id: 10 + index)
            #expect(answer.errorName == code, "\(method) \(params): \(answer.text)")
            #expect(answer.text.contains(mentioned), "\(method) \(params): \(answer.text)")
        }
        #expect(try socket.call("workspace.log", id: 90)["total"] as? Int == 3)
    }
}
