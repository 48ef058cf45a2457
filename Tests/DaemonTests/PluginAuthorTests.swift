import Foundation
import TestSupport
import Testing

/// What an author of plugins goes through: make one, check it, run it, read what it said. Everything by the command line, with
/// a real daemon and real plugins.
@Suite struct PluginAuthorTests {
    /// A date, and what the templates' plugins look at.
    private static func dated(for plugin: String) -> String {
        """
        \(Sample.small)
        asOf: 2025-08-12
        modules:
          \(plugin):
            deadlines:
              season: {date: 2025-08-01, source: brief, note: The mandate has run out.}
        """
    }

    /// A daemon that finds the plugins in the folders of a directory.
    private func daemon(plugins directory: String) throws -> DaemonProcess {
        try DaemonProcess(arguments: ["--plugin-path", directory])
    }

    private func make(_ name: String, _ language: String, in directory: String) throws {
        let made = try Command.run("parley", ["plugin", "new", name, "--language", language], directory: directory)
        #expect(made.status == 0, "\(made.errors)")
        #expect(made.output.contains("parley plugin check \(name)"), "it says what comes next: \(made.output)")
    }

    private func check(_ folder: String, by daemon: DaemonProcess) throws {
        let check = try daemon.parley("plugin", "check", folder, "--width", "80")
        #expect(check.status == 0, "\(check.output)\(check.errors)")
        #expect(!check.output.contains("✗") && check.output.contains("It passes."), "\(check.output)")
        #expect(check.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(check.output)")
    }

    private func apply(_ text: String, to daemon: DaemonProcess) throws -> CommandResult {
        try daemon.directory.write(text, to: "case/workspace.yaml")
        return try daemon.parley("apply", "\(daemon.directory.path)/case")
    }

    private func result(_ arguments: String..., of daemon: DaemonProcess) throws -> [String: Any] {
        let run = try Command.run("parley", ["analyze"] + arguments + ["--json"], environment: daemon.environment)
        #expect(run.status == 0, "\(run.errors)")
        let results = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]]
        return try #require(results?.first, "\(run.output)")
    }

    /// The way both templates go: what they find in a small case, and what they find wrong with it.
    private func tryDeadlines(_ name: String, _ daemon: DaemonProcess) throws {
        #expect(try apply(Sample.small, to: daemon).status == 0)
        let undated = try result("\(name).deadlines", of: daemon)
        #expect(undated["status"] as? String == "partial", "it says what it lacks: \(undated)")
        #expect((undated["lacks"] as? [String])?.first?.hasPrefix("asOf") == true)

        let dated = PluginAuthorTests.dated(for: name)
        #expect(try apply(dated, to: daemon).status == 0)
        let findings = try #require(try result("\(name).deadlines", of: daemon)["findings"] as? [[String: Any]])
        #expect(findings.compactMap { $0["id"] as? String } == ["past/season", "none"])
        let evidence = findings.compactMap { ($0["evidence"] as? [[String: Any]])?.first?["pointer"] as? String }
        #expect(evidence == ["/modules/\(name)/deadlines/season", "/issues/quota"])
        let shown = try daemon.parley("analyze", "\(name).deadlines", "--param", "within=0", "--width", "80")
        #expect(shown.status == 0 && shown.output.contains("The deadline for Season has passed"), "\(shown)")

        let broken = dated.replacingOccurrences(of: "      season: {date: 2025-08-01", with: "      seson: {date: soon")
        let refused = try apply(broken, to: daemon)
        #expect(refused.status == 65, "\(refused)")
        let line = broken.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains("seson") }.map { $0 + 1 }
        #expect(refused.errors.contains("workspace.yaml:\(line ?? 0):"), "\(refused.errors)")
        let parameter = try daemon.parley("analyze", "\(name).deadlines", "--param", "within=soon")
        #expect(parameter.status == 65 && parameter.errors.contains("within"), "\(parameter)")
    }

    @Test func aNewPythonPluginPassesItsCheckAndRuns() throws {
        let directory = try TemporaryDirectory()
        try make("fisheries", "python", in: directory.path)
        let daemon = try daemon(plugins: directory.path)
        try check("\(directory.path)/fisheries", by: daemon)
        try tryDeadlines("fisheries", daemon)
    }

    /// Builds the template with this checkout, as an author would: this takes minutes.
    @Test func aNewSwiftPluginBuildsPassesItsCheckAndRuns() throws {
        let directory = try TemporaryDirectory()
        try make("stocks", "swift", in: directory.path)
        let build = try Command.run("\(directory.path)/stocks/build", ["-c", "debug"])
        #expect(build.status == 0, "\(build.output)\(build.errors)")
        let daemon = try daemon(plugins: directory.path)
        try check("\(directory.path)/stocks", by: daemon)
        try tryDeadlines("stocks", daemon)
    }

    @Test func theExamplePassesItsCheckAndRunsOnTheFlagship() throws {
        let examples = "\(Command.root)/Plugins/examples"
        let daemon = try daemon(plugins: examples)
        try check("\(examples)/concessions", by: daemon)
        #expect(try daemon.parley("apply", Sample.folder("us-russia-summit")).status == 0)
        let balance = try result("concessions.balance", "--package", "best-case", of: daemon)
        #expect(balance["status"] as? String == "complete" && balance["package"] as? String == "best-case")
        let findings = try #require(balance["findings"] as? [[String: Any]])
        // Of the issues that the best case settles, Russia has its declared best on one only.
        #expect(findings.first?["id"] as? String == "uneven", "\(findings.first ?? [:])")
        #expect((findings.first?["title"] as? String)?.contains("Russia on 1") == true, "\(findings.first ?? [:])")
        for finding in findings { #expect((finding["evidence"] as? [Any])?.isEmpty == false, "\(finding)") }

        // The values are the engine's own.
        let table = try #require((balance["tables"] as? [[String: Any]])?.first?["rows"] as? [[Any]])
        let values = table.map { row in ((row[0] as? [String: Any])?["text"] as? String, (row[4] as? [String: Any])?["value"] as? Double) }
        #expect(values.contains { $0.0 == "Russia" && $0.1 != nil })
        let charts = try #require(try result("core.evaluate", "--package", "best-case", of: daemon)["charts"] as? [[String: Any]])
        let bars = try #require(charts.compactMap { $0["bars"] as? [[String: Any]] }.first)
        for (name, value) in values {
            let bar = bars.first { $0["label"] as? String == name }
            #expect((bar?["figure"] as? [String: Any])?["value"] as? Double == value, "\(name)")
        }
        let shown = try daemon.parley("analyze", "concessions.balance", "--package", "bridging", "--width", "80")
        #expect(shown.status == 0 && shown.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(shown)")
    }

    @Test func whatPluginsAreAndHowIsShownWithin80Columns() throws {
        let directory = try TemporaryDirectory()
        try make("fisheries", "python", in: directory.path)
        let broken = ["id: broken", "version: 0.1.0", "title: Gone", "protocol: 1", "command: [nowhere-to-be-found]"]
        try directory.write(broken.joined(separator: "\n"), to: "broken/plugin.yaml")
        let daemon = try daemon(plugins: directory.path)
        for arguments in [["list"], ["info", "fisheries"], ["logs", "fisheries"], ["restart", "fisheries"]] {
            let plain = try Command.run("parley", ["plugin"] + arguments + ["--width", "80"], environment: daemon.environment)
            #expect(plain.status == 0, "\(arguments): \(plain)")
            #expect(!plain.output.isEmpty && !plain.output.contains("\u{1B}"))
            // What a plugin wrote to its log stays as it was written.
            if arguments[0] != "logs" { #expect(plain.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(plain.output)") }
            let json = try Command.run("parley", ["plugin"] + arguments + ["--json"], environment: daemon.environment)
            #expect(json.status == 0)
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(json.output.utf8)) }
        }
        let list = try daemon.parley("plugin", "list", "--width", "80").output
        let fisheries = try #require(list.split(separator: "\n").first { $0.hasPrefix("fisheries") })
        #expect(fisheries.contains("ready") && fisheries.contains("MiB"), "\(list)")
        #expect(list.contains("broken") && list.contains("nowhere-to-be-found"), "it says what is wrong with the other: \(list)")
        let info = try daemon.parley("plugin", "info", "fisheries", "--width", "80").output
        #expect(info.contains("fisheries.deadlines") && info.contains("within"), "\(info)")
        #expect(try daemon.parley("status").output.contains("broken"), "whoever looks at the daemon sees it")

        let unknown = try daemon.parley("plugin", "info", "fishries")
        #expect(unknown.status == 2 && unknown.errors.contains("did you mean “fisheries”?"), "\(unknown)")
        let check = try daemon.parley("plugin", "check", "\(directory.path)/broken")
        #expect(check.status == 76 && check.output.contains("✗") && check.output.contains("does not pass"), "\(check)")
        let nothing = try daemon.parley("plugin", "check", "\(directory.path)/nothing")
        #expect(nothing.status != 0, "\(nothing)")
        let doctor = try daemon.parley("doctor", "--width", "80")
        #expect(doctor.status == 76 && doctor.output.contains("broken"), "\(doctor)")
    }

    /// The lines of the authors' page are what is said: each is JSON, and each answer has its request.
    @Test func theExamplesOfThePageAreMessages() throws {
        let page = try String(contentsOfFile: "\(Command.root)/Plugins/README.md", encoding: .utf8)
        let lines = page.split(separator: "\n").filter { $0.hasPrefix(#"{"jsonrpc""#) && $0.hasSuffix("}") }
        #expect(lines.count > 15)
        for line in lines {
            let message = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
            #expect(message["jsonrpc"] as? String == "2.0" && (message["method"] != nil) != (message["result"] != nil || message["error"] != nil))
        }
    }
}
