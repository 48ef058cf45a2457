import Foundation
import TestSupport
import Testing

/// `parley doctor --bundle` for a user, folders, workspaces and plugins whose every name and text has one word in it.
@Suite struct DiagnosticsFileTests {
    private static let secret = "zebra"

    /// Every field that takes words.
    private static func workspace(_ id: String) -> String {
        """
        parley: 1
        id: \(id)
        title: The zebra talks
        summary: Zebra summary
        asOf: 2025-08-12
        sources:
          zebra-brief: {title: Zebra briefing, kind: article, author: Zebra author, locator: https://zebra.example, sections: {zebra-part: Zebra part}}
        parties:
          zebra-north:
            name: Zebra North
            role: principal
            source: zebra-brief#zebra-part
            agenda:
              zebra-goal: {title: Zebra goal, predicate: zebra-season = zebra-open, weight: 10, source: zebra-brief}
            redLines:
              zebra-line: {title: Zebra line, predicate: zebra-season = zebra-closed, firmness: firm, source: zebra-brief}
            outside:
              - {points: -20, source: zebra-brief, because: Zebra ships stay in port}
          zebra-south: {name: Zebra South, role: principal, audience: [zebra-team]}
        issues:
          zebra-season:
            title: Zebra season
            summary: Zebra summary of the season
            options:
              zebra-closed: {title: Zebra closed, text: The zebra season is closed., attributes: {zebra: zebra-gear}}
              zebra-open: {title: Zebra open}
            positions:
              zebra-north:
                stance: {zebra-closed: 0, zebra-open: 1}
                salience: 60
                statement: A zebra statement
                source: zebra-brief
                assessed: {stance: {zebra-closed: 0.2}, because: Zebra reasons, source: zebra-brief}
              zebra-south: {stance: {zebra-closed: 1, zebra-open: 0}, salience: 20}
        linkages:
          zebra-link: {require: zebra-season = zebra-open, because: Zebra law, source: zebra-brief}
        noDeal: {choices: {zebra-season: zebra-open}}
        scenarios:
          zebra-storm:
            kind: world
            title: A zebra storm
            probability: 0.2
            changes: {outside: {zebra-north: -5}}
            signposts: [Zebra clouds]
            consequences: [{text: Zebra floods, parties: [zebra-north], source: zebra-brief}]
            source: zebra-brief
        record:
          zebra-answer: {date: 2025-08-01, party: zebra-north, act: rejects, package: zebra-draft, note: A zebra note, source: zebra-brief}
        packages:
          zebra-draft:
            title: Zebra draft
            author: Zebra secretariat
            choices: {zebra-season: zebra-open}
            rationale: A zebra rationale
            schedule: [{id: zebra-step, title: Zebra step, party: zebra-north, at: 0}]
            text: {zebra-season: Zebra wording}
            source: zebra-brief
        """
    }

    /// A daemon as a command of such a user starts it, with its log beside the workspaces.
    private struct House {
        let folder: TemporaryDirectory
        let home: String

        init() throws {
            folder = try TemporaryDirectory()
            home = "\(folder.path)/home/zebra-user"
            try folder.write("id: zebra-plugin\nversion: zebra\ntitle: Zebra\nprotocol: 1\ncommand: [zebra]\n", to: "home/zebra-user/.local/share/parley/plugins/zebra-plugin/plugin.yaml")
        }

        var state: String { "\(home)/.local/state/parley" }

        func parley(_ arguments: String...) throws -> CommandResult {
            var environment = ["HOME": home, "NO_COLOR": "1", "USER": "zebra-user", "LOGNAME": "zebra-user"]
            for name in ["PARLEY_STATE", "PARLEY_SOCKET", "PARLEY_WORKSPACE", "PARLEY_CONFIG", "PARLEY_PLUGIN_PATH", "PARLEY_LOG"] { environment[name] = "" }
            for name in ["XDG_RUNTIME_DIR", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"] { environment[name] = "" }
            return try Command.run("parley", arguments, environment: environment)
        }

        func bundle(_ name: String) throws -> String { try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8) }
    }

    private func expectNoSecret(in text: String) {
        let leaks = text.split(separator: "\n").filter { $0.lowercased().contains(DiagnosticsFileTests.secret) }
        #expect(leaks.isEmpty, "\(leaks)")
    }

    @Test func nothingOfTheUsersIsInIt() throws {
        let house = try House()
        defer { _ = try? house.parley("stop") }
        for id in ["zebra-one", "zebra-two"] {
            try house.folder.write(DiagnosticsFileTests.workspace(id), to: "case/workspace.yaml")
            let applied = try house.parley("apply", "\(house.folder.path)/case", "--message", "A zebra message for \(id)")
            #expect(applied.status == 0, "\(applied)")
        }
        let renamed = try house.parley("package", "status", "zebra-draft", "tabled", "--workspace", "zebra-two")
        #expect(renamed.status == 0, "\(renamed)")
        // One of them damaged in what it first said: what is wrong with it names an entity.
        #expect(try house.parley("stop").status == 0)
        let file = URL(fileURLWithPath: "\(house.state)/workspaces/zebra-two.sqlite")
        var bytes = try Data(contentsOf: file)
        bytes[try #require(bytes.range(of: Data("A zebra statemen".utf8))).upperBound] ^= 2
        try bytes.write(to: file)
        chmod(file.path, 0o600)
        #expect(try house.parley("start").status == 0)
        // What a program that dies may leave there.
        let log = try #require(FileHandle(forWritingAtPath: "\(house.state)/parleyd.log"))
        try log.seekToEnd()
        try log.write(contentsOf: Data("Fatal error: the zebra package\n2026-01-31T09:12:04+0000 notice parleyd: a zebra without an end\n".utf8))

        let seen = try house.parley("doctor", "--bundle", "\(house.folder.path)/running.json")
        #expect(seen.status == 76 && seen.output.contains("zebra-two") && seen.errors.contains("running.json"), "\(seen)")
        let running = try house.bundle("running.json")
        expectNoSecret(in: running)
        let document = try #require(try JSONSerialization.jsonObject(with: Data(running.utf8)) as? [String: Any])
        let checks = try #require(document["checks"] as? [[String: Any]])
        func check(_ name: String) -> [String: Any] { checks.first { $0["check"] as? String == name } ?? [:] }
        #expect(check("workspace/workspace-1")["outcome"] as? String == "passed", "\(checks)")
        #expect(check("workspace/workspace-2")["outcome"] as? String == "failed" && check("workspace/workspace-2")["code"] != nil, "\(checks)")
        #expect(check("plugin/plugin-1")["code"] as? String == "refused" && check("plugin/territory")["outcome"] as? String == "passed", "\(checks)")
        #expect((check("state")["detail"] as? String)?.contains("“~/.local/state/parley”") == true, "\(check("state"))")
        let workspaces = try #require(document["workspaces"] as? [[String: Any]])
        #expect(workspaces.first?["workspace"] as? String == "workspace-1" && workspaces.first?["parties"] as? Int == 2, "\(workspaces)")
        let logged = try #require(document["log"] as? [String: Any])
        let lines = try #require(logged["lines"] as? [String])
        #expect(lines.contains { $0.hasSuffix("notice: ready") } && lines.contains { $0.hasSuffix("info: revision") }, "\(lines)")
        #expect(lines.last?.hasSuffix("notice: …") == true && logged["linesOfAnotherForm"] as? Int ?? 0 >= 1, "\(logged)")

        // The same where no daemon answers.
        #expect(try house.parley("stop").status == 0)
        #expect(try house.parley("doctor", "--bundle", "\(house.folder.path)/alone.json").status == 76, "the plugin cannot be started")
        expectNoSecret(in: try house.bundle("alone.json"))
    }

    @Test func itIsTheUsersAloneAndReplacesNothing() throws {
        let house = try House()
        let path = "\(house.folder.path)/bundle.json"
        #expect(try house.parley("doctor", "--bundle", path).errors.contains("wrote"))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
        let again = try house.parley("doctor", "--bundle", path)
        #expect(again.status == 73 && again.errors.contains("left alone"), "\(again)")
        #expect(try house.bundle("bundle.json") == "mine")
        let link = "\(house.folder.path)/link.json"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "\(house.folder.path)/elsewhere.json")
        #expect(try house.parley("doctor", "--bundle", link).status == 73)
        #expect(!FileManager.default.fileExists(atPath: "\(house.folder.path)/elsewhere.json"))
    }
}
