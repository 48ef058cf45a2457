import Foundation
import TestSupport
import Testing

/// What the README shows must work as it stands there.
@Suite struct DocumentationTests {
    private func readme() throws -> String { try String(contentsOfFile: "\(Command.root)/README.md", encoding: .utf8) }

    /// The first fenced block of a language that begins with `#!`.
    private func script(_ language: String) throws -> String {
        let blocks = try readme().components(separatedBy: "```\(language)\n").dropFirst().map { $0.components(separatedBy: "\n```")[0] }
        return try #require(blocks.first { $0.hasPrefix("#!") })
    }

    private func summit() throws -> DaemonProcess {
        let daemon = try DaemonProcess()
        let answer = try RawSocket(daemon).call("workspace.apply", #"{"files":\#(try Sample.files(of: "us-russia-summit"))}"#)
        #expect(answer.error == nil)
        return daemon
    }

    @Test func theShellScriptWorks() throws {
        let daemon = try summit()
        let result = try Command.run("/bin/sh", ["-c", try script("sh")], environment: daemon.environment)
        #expect(result.status == 0, "\(result.errors)")
        let answer = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        let found = try #require(answer["result"] as? [String: Any], "\(result.output)")
        #expect(found["analyzer"] as? String == "core.evaluate" && found["summary"] is String)
    }

    @Test func thePythonScriptWorks() throws {
        let daemon = try summit()
        let result = try Command.run("/usr/bin/env", ["python3", "-c", try script("python"), "crimea"], environment: daemon.environment)
        #expect(result.status == 0, "\(result.errors)")
        let options = try #require(
            (((try RawSocket(daemon).call("workspace.get")["document"] as? [String: Any])?["issues"] as? [String: Any])?["crimea"] as? [String: Any])?["options"]
                as? [String: Any])
        let titles = options.values.compactMap { ($0 as? [String: Any])?["title"] as? String }
        #expect(titles.count == options.count)
        for title in titles { #expect(result.output.contains("\(title)\n    "), "\(title) has a verdict below it") }
        #expect(result.output.components(separatedBy: "nder the assessed reading").count > options.count)
    }

    /// The excerpt of the README is what the program prints.
    @Test func theExcerptIsReal() throws {
        let section = try #require(readme().components(separatedBy: "## What it looks like").last)
        let excerpt = try #require(section.components(separatedBy: "```\n").dropFirst().first)
        let result = try summit().parley("evaluate", "best-case", "--width", "80")
        #expect(excerpt.split(separator: "\n").count > 20)
        #expect(result.output.hasPrefix(excerpt), "the README shows what parley evaluate best-case no longer prints")
    }

    @Test func theSocketIsFoundAsTheReadmeSays() throws {
        let daemon = try summit()
        let line = try #require(readme().components(separatedBy: "`export PARLEY_SOCKET=").last?.components(separatedBy: "`").first)
        let command = "PATH='\(Command.products)':$PATH; export PARLEY_SOCKET=\(line); printf %s \"$PARLEY_SOCKET\""
        let result = try Command.run("/bin/sh", ["-c", command], environment: daemon.environment)
        #expect(result.output == daemon.socket, "\(result)")
    }

    @Test func theExitCodesOfTheReadmeAreThoseOfTheHelp() throws {
        let help = try Command.run("parley", ["help"])
        let table = try readme().components(separatedBy: "## Exit codes").last?.components(separatedBy: "\n## ").first ?? ""
        let codes = table.split(separator: "\n").compactMap { line in
            line.hasPrefix("| `") ? line.split(separator: "`").dropFirst().first.flatMap { Int($0) } : nil
        }
        #expect(codes.count >= 8)
        let told = help.output.split(separator: "\n").filter { $0.hasPrefix("  ") }.compactMap { Int($0.dropFirst(2).prefix(2).trimmingCharacters(in: .whitespaces)) }
        #expect(codes == told, "the README lists \(codes), the help \(told)")
    }

    @Test func theTourWorks() throws {
        let daemon = try DaemonProcess()
        let folder = try TemporaryDirectory()
        let tour = try #require(readme().components(separatedBy: "## Ten minutes").last?.components(separatedBy: "```sh\n").dropFirst().first?.components(separatedBy: "\n```").first)
        let lines = tour.split(separator: "\n").map(String.init).filter { $0.hasPrefix("parley ") && !$0.hasPrefix("parley stop") }
        #expect(lines.count >= 14)
        for line in lines {
            let command = "cd '\(folder.path)' && ln -sfn '\(Command.root)/Workspaces' Workspaces && PATH='\(Command.products)':$PATH && \(line)"
            let result = try Command.run("/bin/sh", ["-c", command], environment: daemon.environment)
            #expect(result.status == 0, "\(line)\n\(result.errors)")
        }
    }
}
