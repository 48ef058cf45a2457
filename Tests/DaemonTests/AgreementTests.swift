import Foundation
import TestSupport
import Testing

/// Whether a deal is possible, why not and what would make one, on the shipped case through a real daemon.
@Suite struct AgreementTests {
    private static let crimea = "Anything short of formal acceptance of Crimea"
    private static let status = "Legal status for territory taken by force"

    private func summit() throws -> DaemonProcess {
        let daemon = try DaemonProcess()
        let answer = try RawSocket(daemon).call("workspace.apply", #"{"files":\#(try Sample.files(of: "us-russia-summit"))}"#)
        #expect(answer.error == nil)
        return daemon
    }

    /// What a command prints with `--json`, read.
    private func result(_ daemon: DaemonProcess, _ arguments: String...) throws -> [String: Any] {
        let run = try Command.run("parley", arguments + ["--json"], environment: daemon.environment)
        #expect(run.status == 0, "\(arguments): \(run.errors)")
        return try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    }

    private func findings(_ result: [String: Any]) throws -> [[String: Any]] { try #require(result["findings"] as? [[String: Any]]) }

    private func rows(_ table: String, _ result: [String: Any]) throws -> [[Any]] {
        let tables = try #require(result["tables"] as? [[String: Any]])
        return try #require(tables.first { $0["id"] as? String == table }?["rows"] as? [[Any]])
    }

    private func summary(_ result: [String: Any]) -> String { result["summary"] as? String ?? "" }

    /// In public Russia's line on Crimea stands against lines of the United States and Ukraine: it would have to give, or all of
    /// those.
    @Test func declared() throws {
        let daemon = try summit()
        #expect(summary(try result(daemon, "zone", "--reading", "declared")).hasPrefix("No deal is possible"))
        let why = try result(daemon, "why", "--reading", "declared")
        let corrections = try rows("corrections", why)
        #expect(corrections.count == 2)
        let texts = corrections.map { String(describing: $0[0]) }
        #expect(texts.first?.contains(Self.crimea) == true && texts.first?.contains(" and ") == false)
        for line in [Self.status, "Any solution that cedes territory", "Title given up in law"] { #expect(texts.last?.contains(line) == true) }
        #expect(texts.last?.contains(Self.crimea) == false)
        let conflicts = try findings(why).filter { $0["kind"] as? String == "blocks" }
        #expect(conflicts.count == 3)
        for conflict in conflicts {
            let parties = Set(conflict["parties"] as? [String] ?? [])
            #expect(parties.count == 2 && parties.contains("russia"), "\(conflict)")
        }
        #expect(try result(daemon, "improve", "best-case", "--reading", "declared")["analyzer"] as? String == "core.improve")
        #expect(try result(daemon, "trades", "best-case", "--reading", "declared")["analyzer"] as? String == "core.trades")
    }

    /// As assessed there is a deal over all ranges; Crimea is neither restored nor recognised in any.
    @Test func assessed() throws {
        let daemon = try summit()
        let zone = try result(daemon, "zone")
        #expect(summary(zone).hasPrefix("A deal is possible") && summary(zone).contains("whatever the true values within the ranges"))
        let crimea = try #require(try findings(zone).first { $0["id"] as? String == "foreclosed/crimea" })
        let title = crimea["title"] as? String ?? ""
        #expect(title.contains("“Restored to Ukraine” and “Recognised as Russian” occur in no acceptable package"), "\(title)")
        #expect(Set(crimea["parties"] as? [String] ?? []) == ["russia", "ukraine"])
        #expect(summary(try result(daemon, "why")).hasPrefix("A deal is possible"))

        // Each side's own first draft is rejected by others, and can be mended.
        for (draft, party) in [("us-maximal", "russia"), ("russia-maximal", "ukraine")] {
            let why = try result(daemon, "why", draft)
            #expect(try findings(why).contains { $0["id"] as? String == "rejects/\(party)" })
            #expect(try !rows("nearest", why).isEmpty)
        }
        #expect(summary(try result(daemon, "why", "us-maximal", "--party", "russia")).contains("Russia would need"))
        #expect(try !rows("better", try result(daemon, "improve", "best-case")).isEmpty)
        #expect(try !rows("trades", try result(daemon, "trades", "bridging")).isEmpty)
        let draft = try findings(try result(daemon, "evaluate", "bridging"))
        #expect(draft.contains { $0["id"] as? String == "completion" && $0["kind"] as? String == "strong" })
    }

    @Test func brief() throws {
        let daemon = try summit()
        let brief = try result(daemon, "brief")
        #expect(summary(brief).contains("By what the parties say no deal is possible"))
        #expect(summary(brief).contains("a deal is possible over all stated ranges"))
        // Whoever could give way is named, not one side alone.
        for line in [Self.crimea, Self.status] { #expect(summary(brief).contains(line)) }
        let questions = try findings(brief).filter { ($0["id"] as? String)?.hasPrefix("find-out/") == true }
        #expect(questions.count == 5)
        let asked = questions.flatMap { $0["parties"] as? [String] ?? [] }
        #expect(Set(asked).allSatisfy { party in asked.count { $0 == party } <= 2 })
        let document = try #require(try RawSocket(daemon).call("workspace.get")["document"] as? [String: Any])
        for finding in try findings(brief) {
            for evidence in finding["evidence"] as? [[String: Any]] ?? [] {
                let pointer = try #require(evidence["pointer"] as? String)
                #expect(Sample.value(at: pointer, in: document) != nil, "there is nothing at \(pointer)")
            }
        }
        let one = try findings(try result(daemon, "brief", "us-maximal"))
        #expect(one.compactMap { $0["id"] as? String }.filter { $0.hasPrefix("draft/") } == ["draft/us-maximal"])
    }

    /// A brief counts packages as the zone does, names who loses by a trade, and ends with what the modules put first.
    @Test func briefOnOnePage() throws {
        let daemon = try summit()
        let counted = try rows("prospects", try result(daemon, "brief")).map { String(describing: $0[2]) }
        let zone = try #require(try result(daemon, "zone")["tables"] as? [[String: Any]])
        let size = try #require(zone.first { $0["id"] as? String == "size" }?["title"] as? String)
        let number = try #require(counted.last?.split(separator: "some of ").last?.prefix { $0 != "\"" && $0 != "}" }.split(separator: "]").first)
        #expect(size.contains("How many of \(number) packages that meet every requirement"), "\(size) against \(counted)")
        for arguments in [["brief"], ["brief", "russia-maximal"], ["brief", "bridging", "--markdown"]] {
            let run = try Command.run("parley", arguments, environment: daemon.environment)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("A trade from there") && (run.output.contains("worse off: ") || run.output.contains("nobody loses")))
            let part = try #require(run.output.split(separator: "What the issue modules put first").last)
            let told = part.split(separator: "In all ").first ?? ""
            for module in ["institutions.", "sanctions.", "territory."] { #expect(told.contains(module), "\(arguments): \(told)") }
            #expect(part.contains(arguments.count > 1 ? "“parley analyze --package \(arguments[1])”" : "“parley analyze”"))
        }
        // Modules see everything: for an audience nobody asks them, and what they would say is not there.
        for arguments in [["brief"], ["brief", "--markdown"], ["brief", "best-case", "--all"]] {
            let run = try Command.run("parley", arguments + ["--for", "ukraine"], environment: daemon.environment)
            #expect(run.status == 0, "\(run.errors)")
            #expect(!run.output.contains("modules put first") && !run.output.contains("territory.") && !run.output.contains("as assessed"), "\(run.output)")
            #expect(run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains("by what they say"))
        }
        let reading = try daemon.parley("brief", "--reading", "declared")
        #expect(reading.status == 64, "both readings are shown: \(reading.output)")
    }

    @Test func markdown() throws {
        let daemon = try summit()
        let titled = try RawSocket(daemon).call(
            "package.create", #"{"package":"piped","title":"Either | or *both*","choices":{}}"#)
        let run = try daemon.parley("brief", "--markdown")
        #expect(run.status == 0, "\(run.errors) \(titled.text.prefix(200))")
        #expect(run.output.hasPrefix("# Where the talks stand\n") && run.output.hasSuffix("\n"))
        #expect(!run.output.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
        #expect(run.output.contains(#"Either \| or \*both\*"#))
        // Every row of a table has as many cells as its head.
        var width: Int?
        for line in run.output.components(separatedBy: "\n") {
            guard line.hasPrefix("|") else {
                width = nil
                continue
            }
            let cells = line.replacingOccurrences(of: #"\|"#, with: "").count { $0 == "|" }
            #expect(width == nil || width == cells, "\(line)")
            width = cells
        }
    }

    @Test func namesThatAreNotThere() throws {
        let daemon = try summit()
        let party = try daemon.parley("why", "us-maximal", "--party", "rusia")
        #expect(party.status == 65 && party.errors.contains("did you mean “russia”?"), "\(party.errors)")
        for command in ["zone", "why", "improve", "trades", "brief"] {
            let package = try daemon.parley(command, "best-cse")
            #expect([2, 65].contains(package.status) && package.errors.contains("best-case"), "\(command): \(package.errors)")
            let scenario = try daemon.parley(command, "best-case", "--scenario", "none-such")
            #expect(scenario.status != 0 && scenario.errors.contains("none-such"), "\(command): \(scenario.errors)")
        }
    }

    /// A rule that can never be met, and ranges turned round, are refused where they stand.
    @Test func rulesThatCannotBeMet() throws {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        let rule = try socket.call("workspace.apply", #"{"files":\#(try Sample.file(Sample.small + "\ndecision: {atLeast: 3, of: [north, south]}\n"))}"#)
        #expect(rule.error != nil && rule.text.contains("lower “atLeast” to 2 or less"), "\(rule.text)")
        let turned = Sample.small.replacingOccurrences(of: "salience: 60", with: "salience: [60, 40]")
        #expect(try socket.call("workspace.apply", #"{"files":\#(try Sample.file(turned))}"#, id: 2).error != nil)
    }
}
