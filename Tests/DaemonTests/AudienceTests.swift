import Foundation
import TestSupport
import Testing

/// Nothing leaves the audience it was meant for: a secret in every place that may be restricted, and none of them in anything
/// that is written for others.
@Suite struct AudienceTests {
    /// What is written for others. A new command of that kind goes on this list; `--for AUDIENCE` is put behind each, and those
    /// that are marked so are run without it too, for everybody.
    private static let outputs: [(arguments: [String], isForEverybody: Bool)] = [
        (["draft", "first"], true), (["draft", "first", "--json"], true), (["draft", "second"], true),
        (["draft", "second", "--against", "first"], true), (["draft", "second", "--against", "first", "--json"], true),
        (["draft", "first", "--against-revision", "1"], true),
        (["export"], false), (["export", "--json"], false), (["export", "--revision", "1"], false),
        (["brief"], false), (["brief", "--all"], false), (["brief", "--json"], false), (["brief", "--markdown"], false),
    ]

    /// Every form that may carry an audience, with the secrets that are planted in it.
    private static let secrets: [String: [String]] = [
        "source": ["SECRET-source-title", "SECRET-source-author", "SECRET-source-locator", "SECRET-source-section", "SECRET-source-note"],
        "party": ["SECRET-party-goal", "SECRET-party-line", "11.987", "12.987", "SECRET-party-outside", "0.987654", "13.987"],
        "goal": ["SECRET-goal-title", "SECRET-goal-note", "14.987"],
        "redLine": ["SECRET-line-title", "SECRET-line-note"],
        "position": ["SECRET-position-statement", "0.87654", "15.987", "SECRET-position-because"],
        "assessment": ["SECRET-assessment-because", "0.76543", "16.987", "SECRET-own-assessment"],
        "recordEntry": ["SECRET-record-note"],
        // What is claimed on a source that is restricted.
        "cited": [
            "SECRET-cited-goal", "SECRET-cited-line", "SECRET-cited-statement", "SECRET-cited-because", "SECRET-cited-note", "SECRET-cited-linkage",
            "SECRET-cited-scenario", "SECRET-cited-consequence", "SECRET-cited-summary", "SECRET-cited-outside", "17.987", "SECRET-cited-step",
            "SECRET-cited-rationale", "SECRET-cited-section",
        ],
    ]

    private static let planted = """
        parley: 1
        id: planted
        title: A case with secrets
        sources:
          brief: {title: Briefing, kind: article}
          cable: {title: SECRET-source-title, kind: report, author: SECRET-source-author, locator: SECRET-source-locator,
                  sections: {one: SECRET-source-section}, note: SECRET-source-note, audience: [team]}
        parties:
          north:
            name: North
            role: principal
            audience: [team]
            agenda: {goal: {title: SECRET-party-goal, predicate: season = open, weight: 11.987}}
            redLines: {line: {title: SECRET-party-line, predicate: season = closed, firmness: declared}}
            outside: [{points: 12.987, because: SECRET-party-outside}]
            patience: 0.987654
            reservation: 13.987
          south:
            name: South
            role: principal
            agenda:
              goal: {title: SECRET-goal-title, predicate: season = closed, weight: 14.987, note: SECRET-goal-note, audience: [team, moles]}
              cited: {title: SECRET-cited-goal, predicate: season = closed, source: cable}
            redLines:
              line: {title: SECRET-line-title, predicate: season = closed, firmness: declared, note: SECRET-line-note, audience: [team]}
              cited: {title: SECRET-cited-line, predicate: season = closed, firmness: declared, source: cable#one}
              public: {title: Known to all, predicate: season = closed, firmness: declared, source: brief}
            outside: [{points: [-9, -1]}, {points: 17.987, after: 3, because: SECRET-cited-outside, source: cable}]
          isle: {name: Isle, role: ratifier, summary: SECRET-cited-summary, source: cable}
        issues:
          season:
            title: Season
            options: {closed: {title: Closed, needs: [isle], source: cable}, open: {title: Open}}
            positions:
              north: {stance: {closed: red-line, open: 0.87654}, salience: 15.987, statement: SECRET-position-statement, audience: [team],
                      assessed: {stance: {closed: 0.5}, because: SECRET-position-because, audience: [team]}}
              south: {stance: {closed: red-line}, salience: high, statement: Known to all,
                      assessed: {stance: {closed: 0.76543}, salience: 16.987, because: SECRET-assessment-because, audience: [team]}}
              isle: {stance: {closed: opposes}, salience: high, statement: SECRET-cited-statement, source: cable}
          quota:
            title: Quota
            range: {from: 0, to: 100, step: 10}
            positions:
              north: {stance: {0: 0, 100: 1}, salience: low, assessed: {stance: {0: 0.5}, because: SECRET-own-assessment}}
              south: {stance: {0: 1, 100: 0}, salience: low, assessed: {stance: {0: 0.5}, because: SECRET-cited-because, source: cable, audience: [team]}}
        noDeal: {choices: {season: open, quota: 0}}
        linkages: {tie: {require: season = closed implies quota <= 50, because: SECRET-cited-linkage, source: cable}}
        scenarios:
          one: {kind: world, title: SECRET-cited-scenario, exclusive: which, probability: [0, 1], source: cable}
          two: {kind: world, title: Another, exclusive: which, probability: [0, 1]}
          three: {kind: world, title: A third, consequences: [{text: SECRET-cited-consequence, source: cable}]}
        modules: {notes: {anything: [{text: SECRET-cited-section, by: cable#one}]}}
        record:
          secret: {date: 2025-08-01, party: north, act: rejects, package: first, note: SECRET-record-note, audience: [team]}
          cited: {date: 2025-08-01, party: south, act: rejects, issue: season, note: SECRET-cited-note, source: cable}
        packages:
          first: {title: First, choices: {season: closed}}
          second:
            title: Second
            basedOn: first
            choices: {season: [closed, open], quota: 50}
            rationale: SECRET-cited-rationale
            source: cable
            schedule:
              - {id: known, title: Known to all, party: north, at: 0, delivers: {quota: 1}}
              - {id: cited, title: SECRET-cited-step, party: south, at: 1, source: cable}
        """

    private func daemon() throws -> DaemonProcess {
        let daemon = try DaemonProcess()
        try daemon.directory.write(Self.planted, to: "case/workspace.yaml")
        let applied = try daemon.parley("apply", "\(daemon.directory.path)/case")
        #expect(applied.status == 0, "\(applied.errors)")
        return daemon
    }

    private func run(_ arguments: [String], of daemon: DaemonProcess) throws -> String {
        let result = try Command.run("parley", arguments, environment: daemon.environment)
        #expect(result.status == 0, "\(arguments): \(result.errors)")
        return result.output + result.errors
    }

    /// No form of the model may carry an audience without a secret planted in it.
    @Test func everyRestrictedFormIsPlanted() throws {
        let schema = try #require(try RawSocket(try DaemonProcess()).call("workspace.schema").result as? [String: Any])
        let forms = try #require(schema["$defs"] as? [String: [String: Any]])
        let restricted = forms.filter { ($0.value["properties"] as? [String: Any])?["audience"] != nil }.keys
        #expect(Set(restricted).union(["cited"]) == Set(Self.secrets.keys))
    }

    @Test func noSecretLeavesItsAudience() throws {
        let daemon = try daemon()
        for (arguments, isForEverybody) in Self.outputs {
            for audience in (isForEverybody ? [nil] : []) + ["south", "moles"] {
                let output = try run(arguments + (audience.map { ["--for", $0] } ?? []), of: daemon)
                for (form, secrets) in Self.secrets where !(form == "goal" && audience == "moles") {
                    for secret in secrets {
                        #expect(!output.contains(secret), "\(arguments) for \(audience ?? "everybody") tells \(secret)")
                    }
                }
            }
        }
    }

    /// Nobody learns from what is handed out which other audiences there are.
    @Test func noOtherAudienceIsNamed() throws {
        let daemon = try daemon()
        let others = ["south": ["team", "moles"], "moles": ["team"], "team": ["moles"]]
        for (audience, names) in others {
            for (arguments, _) in Self.outputs {
                let output = try run(arguments + ["--for", audience], of: daemon)
                for name in names { #expect(!output.contains(name), "\(arguments) for \(audience) names \(name)") }
            }
        }
        #expect(try run(["export", "--for", "moles"], of: daemon).contains("moles"), "what is meant for the reader stays meant for it")
    }

    /// The same outputs do tell those for whom it is meant: the test above does not look past its object.
    @Test func whoMaySeeThemDoes() throws {
        let daemon = try daemon()
        let export = try run(["export", "--for", "team"], of: daemon)
        for secret in Self.secrets.values.joined() where secret != "SECRET-own-assessment" { #expect(export.contains(secret), "\(secret)") }
        #expect(!export.contains("SECRET-own-assessment"), "an assessment is its owner's where it names nobody")
        #expect(try run(["export"], of: daemon).contains("SECRET-own-assessment"))
        #expect(try run(["export", "--for", "moles"], of: daemon).contains("SECRET-goal-title"))
        let draft = try run(["draft", "first", "--for", "team"], of: daemon)
        for told in ["SECRET-position-statement", "SECRET-line-title", "SECRET-party-line", "SECRET-record-note", "SECRET-cited-statement"] {
            #expect(draft.contains(told), "\(told)")
        }
        let known = try run(["draft", "first"], of: daemon)
        #expect(known.contains("South has declared that it will not accept this. Its position: Known to all.") && !known.contains("North has declared"))
    }

    /// What is handed out is a workspace: it can be applied, and nothing in it speaks of what is not there.
    @Test func whatIsExportedIsSound() throws {
        let daemon = try daemon()
        for audience in ["south", "team", "moles"] {
            let folder = "\(daemon.directory.path)/for-\(audience)"
            #expect(try daemon.parley("export", "--for", audience, folder).status == 0)
            let other = try DaemonProcess()
            let applied = try other.parley("apply", folder)
            #expect(applied.status == 0, "\(audience): \(applied.errors)")
            #expect(try other.parley("draft", "second").output == daemon.parley("draft", "second").output, "everybody's draft is the same from it")
        }
    }

    @Test func theFlagshipForOthersIsSound() throws {
        let daemon = try DaemonProcess()
        #expect(try daemon.parley("apply", Sample.folder("us-russia-summit")).status == 0)
        let folder = "\(daemon.directory.path)/ukraine"
        #expect(try daemon.parley("export", "--for", "ukraine", folder).status == 0)
        let other = try DaemonProcess()
        let applied = try other.parley("apply", folder)
        #expect(applied.status == 0, "\(applied.errors)")
        let document = try #require(try RawSocket(other).call("workspace.get")["document"] as? [String: Any])
        let issues = try #require(document["issues"] as? [String: [String: Any]])
        let positions = issues.values.flatMap { ($0["positions"] as? [String: [String: Any]] ?? [:]).values }
        #expect(positions.count > 100 && positions.allSatisfy { $0["assessed"] == nil })
    }

    @Test func anAudienceNobodyHas() throws {
        let daemon = try daemon()
        for command in [["draft", "first"], ["export"]] {
            let result = try Command.run("parley", command + ["--for", "mole"], environment: daemon.environment)
            #expect(result.status == 2, "\(result)")
            #expect(result.errors.contains("Nothing in “planted” is meant for “mole”") && result.errors.contains("did you mean “moles”?"), "\(result.errors)")
        }
        let answer = try RawSocket(daemon).call("package.draft", #"{"package":"first","audience":"nobody"}"#)
        #expect(answer.errorName == "unknown-audience")
    }
}
