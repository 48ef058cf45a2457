import Foundation
import TestSupport
import Testing

/// Applying, exporting, merging, reverting, over a real socket.
@Suite struct WorkspaceTests {
    private func started(with text: String = Sample.small) throws -> (DaemonProcess, RawSocket) {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        let answer = try socket.call("workspace.apply", #"{"files":\#(try Sample.file(text))}"#)
        #expect(answer["revision"] as? Int == 1, "\(answer.text)")
        return (daemon, socket)
    }

    @Test(arguments: ["us-russia-summit", "panama-canal"])
    func exportThenApplyAppendsNothing(name: String) throws {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        #expect(try socket.call("workspace.apply", #"{"files":\#(try Sample.files(of: name))}"#)["appended"] as? Bool == true)
        let before = try socket.call("workspace.get", id: 2)
        let exported = try #require(try socket.call("workspace.export", id: 3).result)
        let diff = try socket.call("workspace.diff", #"{"files":\#(try Sample.json(exported))}"#, id: 4)
        #expect(diff["changes"] == nil, "\(diff.text.prefix(500))")
        let again = try socket.call("workspace.apply", #"{"files":\#(try Sample.json(exported))}"#, id: 5)
        #expect(again["appended"] as? Bool == false)
        #expect(again["revision"] as? Int == 1)
        // And a second daemon that knows only the export holds the same document.
        let other = try DaemonProcess()
        let second = try RawSocket(other)
        #expect(try second.call("workspace.apply", #"{"files":\#(try Sample.json(exported))}"#).error == nil)
        let document = try Sample.json(try #require(before["document"]))
        let copied = try Sample.json(try #require(try second.call("workspace.get", id: 2)["document"]))
        #expect(try JSONSerialization.jsonObject(with: Data(document.utf8)) as? NSDictionary == JSONSerialization.jsonObject(with: Data(copied.utf8)) as? NSDictionary)
    }

    @Test func draftsOverTheSocketSurviveTheNextApply() throws {
        let (_, socket) = try started()
        #expect(try socket.call("package.create", #"{"package":"mine","choices":{"season":"open"}}"#, id: 2).error == nil)
        let changed = Sample.small.replacingOccurrences(of: "title: Season", with: "title: Fishing season")
        let answer = try socket.call("workspace.apply", #"{"files":\#(try Sample.file(changed))}"#, id: 3)
        #expect(answer["revision"] as? Int == 3)
        let state = try socket.call("workspace.get", id: 4).text
        #expect(state.contains(#""mine""#) && state.contains("Fishing season"))
        // What an earlier apply brought and the files no longer have goes.
        let dropped = try #require(changed.range(of: "packages:"))
        #expect(try socket.call("workspace.apply", #"{"files":\#(try Sample.file(String(changed[..<dropped.lowerBound])))}"#, id: 5).error == nil)
        let left = try socket.call("workspace.get", id: 6).text
        #expect(left.contains(#""mine""#) && !left.contains(#""first""#))
    }

    /// What files drop and a draft still needs is refused with the place that needs it.
    @Test func aMergeThatWouldBeUnsoundNamesTheDraft() throws {
        let (_, socket) = try started()
        #expect(try socket.call("package.create", #"{"package":"mine","choices":{"quota":50}}"#, id: 2).error == nil)
        let quota = try #require(Sample.small.range(of: "  quota:\n"))
        let after = try #require(Sample.small.range(of: "noDeal:"))
        let dropped = Sample.small[..<quota.lowerBound] + "noDeal: {choices: {season: open}}\n" + (try #require(Sample.small.components(separatedBy: "quota: 0}}\n").last))
        #expect(quota.lowerBound < after.lowerBound)
        let answer = try socket.call("workspace.apply", #"{"files":\#(try Sample.file(String(dropped)))}"#, id: 3)
        #expect(answer.errorName == "invalid-workspace")
        #expect(answer.errorMessage?.contains("/packages/mine/choices/quota") == true, "\(answer.text)")
    }

    /// Documents larger than what is written at once come back whole; those that no line could carry are refused.
    @Test func largeWorkspacesComeBackWhole() throws {
        let (_, socket) = try started()
        let title = String(repeating: "t", count: 1 << 20)
        #expect(try socket.call("package.create", #"{"package":"long","title":"\#(title)"}"#, id: 2).error == nil)
        let state = try socket.call("workspace.get", id: 3)
        #expect(state.text.utf8.count > 1 << 20)
        #expect(try socket.call("workspace.export", id: 4).error == nil)
        let larger = String(repeating: "t", count: 6 << 20)
        let refused = try socket.call("package.create", #"{"package":"longer","title":"\#(larger)"}"#, id: 5)
        #expect(refused.errorName == "invalid-workspace")
        #expect(try socket.call("workspace.get", id: 6).error == nil)
    }

    @Test func conflictNamesWhatBothSidesChanged() throws {
        let (_, socket) = try started()
        #expect(try socket.call("package.set", #"{"package":"first","choices":{"quota":50}}"#, id: 2).error == nil)
        let changed = Sample.small.replacingOccurrences(of: "title: First draft", with: "title: Another title")
        let answer = try socket.call("workspace.apply", #"{"files":\#(try Sample.file(changed))}"#, id: 3)
        #expect(answer.errorName == "conflict")
        #expect(answer.errorMessage?.contains("packages/first") == true)
        #expect(try socket.call("daemon.status", id: 4).text.contains(#""revision":2"#))
    }

    @Test func expectedRevisionGuardsEveryChange() throws {
        let (_, socket) = try started()
        #expect(try socket.call("package.set", #"{"package":"first","choices":{"quota":50},"expectedRevision":1}"#, id: 2).error == nil)
        let calls = [
            ("package.set", #"{"package":"first","choices":{"quota":60},"expectedRevision":1}"#),
            ("package.unset", #"{"package":"first","issues":["quota"],"expectedRevision":1}"#),
            ("package.create", #"{"package":"new","expectedRevision":1}"#),
            ("package.copy", #"{"package":"first","to":"second","expectedRevision":1}"#),
            ("package.update", #"{"package":"first","status":"tabled","expectedRevision":1}"#),
            ("package.delete", #"{"package":"first","expectedRevision":1}"#),
            ("record.add", #"{"entry":{"date":"2025-08-01","party":"north","act":"offers","package":"first"},"expectedRevision":1}"#),
            ("workspace.revert", #"{"revision":1,"expectedRevision":1}"#),
            ("workspace.apply", #"{"files":\#(try Sample.file(Sample.small)),"expectedRevision":1}"#),
        ]
        for (index, (method, params)) in calls.enumerated() {
            let answer = try socket.call(method, params, id: 10 + index)
            #expect(answer.errorName == "conflict", "\(method): \(answer.text)")
            #expect(answer.text.contains("packages/first"), "it says what has changed since: \(answer.text)")
        }
        #expect(try socket.call("workspace.log", id: 30)["total"] as? Int == 2)
    }

    @Test func revertRestoresTheContentAsANewRevision() throws {
        let (_, socket) = try started()
        let before = try Sample.json(try #require(try socket.call("workspace.get", id: 2)["document"]))
        #expect(try socket.call("package.delete", #"{"package":"first"}"#, id: 3)["revision"] as? Int == 2)
        #expect(try socket.call("workspace.revert", #"{"revision":1}"#, id: 4)["revision"] as? Int == 3)
        #expect(try Sample.json(try #require(try socket.call("workspace.get", id: 5)["document"])) == before)
        #expect(try socket.call("workspace.revert", #"{"revision":9}"#, id: 6).errorName == "unknown-revision")
    }

    @Test func logComesInPagesWithAuthors() throws {
        let (_, socket) = try started()
        for number in 0..<6 { #expect(try socket.call("package.set", #"{"package":"first","choices":{"quota":\#(number * 10)}}"#, id: 2 + number).error == nil) }
        var numbers: [Int] = []
        var cursor: String?
        repeat {
            let page = try socket.call("workspace.log", cursor.map { #"{"limit":3,"cursor":"\#($0)"}"# } ?? #"{"limit":3}"#, id: 50)
            let items = try #require(page["items"] as? [[String: Any]])
            #expect(items.count <= 3)
            numbers += items.compactMap { $0["number"] as? Int }
            #expect(items.allSatisfy { $0["author"] as? String == NSUserName() })
            cursor = page["cursor"] as? String
        } while cursor != nil
        #expect(numbers == [7, 6, 5, 4, 3, 2, 1])
    }

    @Test func subscribersHearOfEveryChangeAndOnlyOfTheirs() throws {
        let (daemon, socket) = try started()
        let other = Sample.small.replacingOccurrences(of: "id: small", with: "id: other")
        #expect(try socket.call("workspace.apply", #"{"files":\#(try Sample.file(other))}"#, id: 2).error == nil)
        let subscriber = try RawSocket(daemon)
        #expect(try subscriber.call("events.subscribe", #"{"workspace":"small"}"#).error == nil)
        #expect(try socket.call("package.set", #"{"workspace":"other","package":"first","choices":{"quota":10}}"#, id: 3).error == nil)
        #expect(try socket.call("package.set", #"{"workspace":"small","package":"first","choices":{"quota":10}}"#, id: 4).error == nil)
        let event = try #require(try subscriber.line())
        #expect(event.contains(#""method":"workspace.changed""#) && event.contains(#""workspace":"small""#) && event.contains("packages/first"))
        #expect(try subscriber.call("events.unsubscribe", id: 2).result as? Bool == true)
        #expect(try socket.call("package.set", #"{"workspace":"small","package":"first","choices":{"quota":20}}"#, id: 5).error == nil)
        // The next thing that comes is the answer, not an event.
        try subscriber.send(#"{"jsonrpc":"2.0","id":9,"method":"workspace.list"}"# + "\n")
        #expect(try subscriber.line()?.contains(#""id":9"#) == true)
    }

    @Test func severalWorkspacesMustBeNamed() throws {
        let (_, socket) = try started()
        #expect(try socket.call("workspace.get", id: 2).error == nil)
        let other = Sample.small.replacingOccurrences(of: "id: small", with: "id: other")
        #expect(try socket.call("workspace.apply", #"{"files":\#(try Sample.file(other))}"#, id: 3).error == nil)
        let answer = try socket.call("workspace.get", id: 4)
        #expect(answer.errorName == "unknown-workspace")
        #expect(answer.text.contains("other") && answer.text.contains("small"))
        #expect(try socket.call("workspace.get", #"{"workspace":"smal"}"#, id: 5).text.contains("did you mean “small”"))
    }

    @Test func damagedJournalIsReportedAndTheOthersGoOn() throws {
        let (daemon, socket) = try started()
        let other = Sample.small.replacingOccurrences(of: "id: small", with: "id: other")
        #expect(try socket.call("workspace.apply", #"{"files":\#(try Sample.file(other))}"#, id: 2).error == nil)
        daemon.end()
        try Data("this is no database, and long enough to be read as one".utf8).write(to: URL(fileURLWithPath: "\(daemon.state)/workspaces/small.sqlite"))
        try daemon.restart()
        let again = try RawSocket(daemon)
        let list = try #require(try again.call("workspace.list").result as? [[String: Any]])
        #expect(list.count == 2)
        #expect((list.first { $0["id"] as? String == "small" })?["fault"] != nil)
        #expect(try again.call("workspace.get", #"{"workspace":"other"}"#, id: 2).error == nil)
        #expect(try again.call("workspace.get", #"{"workspace":"small"}"#, id: 3).errorName == "storage")
    }
}
