import Foundation
import TestSupport
import Testing

/// The command line against a real daemon, as a person and as a script use it.
@Suite struct CommandLineEndToEndTests {
    private func summit() throws -> DaemonProcess {
        let daemon = try DaemonProcess()
        let result = try daemon.parley("apply", Sample.folder("us-russia-summit"))
        #expect(result.status == 0, "\(result.errors)")
        return daemon
    }

    private func object(_ text: String) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed])
    }

    @Test func everyReadingCommandAnswersForPeopleAndForScripts() throws {
        let daemon = try summit()
        let commands = [
            ["status"], ["list"], ["show"], ["show", "crimea"], ["show", "russia"], ["show", "best-case"], ["log"], ["gaps"],
            ["gaps", "--reading", "declared"], ["agenda", "best-case"], ["evaluate", "best-case"], ["evaluate", "bridging"],
            ["evaluate", "bridging", "--set", "crimea=deferred"], ["package", "list"], ["package", "show", "bridging"],
            ["package", "compare", "us-maximal", "russia-maximal", "best-case", "bridging"], ["record", "list"], ["analyzers"],
            ["analyze", "core.provenance"], ["analyze", "core.provenance", "--package", "bridging"], ["analyze", "--package", "best-case"], ["schema"],
        ]
        for arguments in commands {
            let plain = try Command.run("parley", arguments, environment: daemon.environment)
            #expect(plain.status == 0, "parley \(arguments): \(plain.errors)")
            #expect(!plain.output.isEmpty && !plain.output.contains("\u{1B}"), "parley \(arguments) is piped and writes no escapes")
            let json = try Command.run("parley", arguments + ["--json"], environment: daemon.environment)
            #expect(json.status == 0, "parley \(arguments) --json: \(json.errors)")
            #expect(throws: Never.self, "parley \(arguments) --json") { try object(json.output) }
        }
    }

    @Test(arguments: [80, 160])
    func noLineIsWiderThanTheTerminal(width: Int) throws {
        let daemon = try summit()
        for arguments in [["show"], ["gaps"], ["evaluate", "best-case"], ["agenda", "bridging"], ["package", "compare"], ["analyze", "core.provenance"]] {
            let result = try Command.run("parley", arguments + ["--width", "\(width)"], environment: daemon.environment)
            #expect(result.status == 0, "\(result.errors)")
            for line in result.output.split(separator: "\n") { #expect(line.count <= width, "parley \(arguments): \(line)") }
        }
    }

    @Test func draftingARoundTrip() throws {
        let daemon = try DaemonProcess()
        let folder = try TemporaryDirectory()
        try folder.write(Sample.small, to: "workspace.yaml")
        #expect(try daemon.parley("apply", folder.path).status == 0)
        #expect(try daemon.parley("diff", folder.path).status == 0)
        #expect(try daemon.parley("package", "new", "mine", "--title", "Mine").status == 0)
        #expect(try daemon.parley("package", "set", "mine", "season=[open,closed]", "quota=40").status == 0)
        #expect(try daemon.parley("package", "show", "mine", "--json").output.contains("40"))
        #expect(try daemon.parley("package", "copy", "mine", "other").status == 0)
        #expect(try daemon.parley("package", "unset", "other", "quota").status == 0)
        #expect(try daemon.parley("package", "status", "other", "tabled").status == 0)
        #expect(try daemon.parley("diff", folder.path).status == 0, "what was drafted is none of the files' business")
        #expect(try daemon.parley("record", "add", "--party", "north", "--act", "offers", "--package", "mine", "--date", "2025-08-01").status == 0)
        #expect(try daemon.parley("record", "list").output.contains("North"))
        #expect(try daemon.parley("package", "delete", "other").status == 0)
        let changed = Sample.small.replacingOccurrences(of: "title: Season", with: "title: Fishing season")
        try folder.write(changed, to: "workspace.yaml")
        let diff = try daemon.parley("diff", folder.path)
        #expect(diff.status == 1 && diff.output.contains("issues/season"))
        #expect(try daemon.parley("apply", folder.path).status == 0)
        #expect(try daemon.parley("export", "\(folder.path)/out").status == 0)
        #expect(try daemon.parley("diff", "\(folder.path)/out").status == 0)
        let log = try daemon.parley("log", "--json").output
        #expect(log.contains("package.copy mine to other"))
        #expect(try daemon.parley("revert", "1").status == 0)
        #expect(try !daemon.parley("package", "list").output.contains("Mine"))
    }

    @Test func errorsHaveTheirExitCodesAndSayWhatToDo() throws {
        let daemon = try DaemonProcess()
        let folder = try TemporaryDirectory()
        try folder.write(Sample.small, to: "workspace.yaml")
        #expect(try daemon.parley("apply", folder.path).status == 0)
        try folder.write(Sample.small.replacingOccurrences(of: "closed: demands", with: "closd: demands"), to: "broken/workspace.yaml")

        let usage = try daemon.parley("gaps", "--readin", "declared")
        #expect(usage.status == 64)
        let broken = try daemon.parley("apply", "\(folder.path)/broken")
        #expect(broken.status == 65)
        #expect(broken.errors.contains("workspace.yaml:") && broken.errors.contains("did you mean “closed”?"))
        #expect(broken.errors.contains("^"), "the line is shown with a caret: \(broken.errors)")
        let missing = try daemon.parley("apply", "\(folder.path)/nothing")
        #expect(missing.status == 66)
        let unknown = try daemon.parley("evaluate", "frist")
        #expect(unknown.status == 2 && unknown.errors.contains("did you mean “first”?"), "\(unknown)")
        let conflict = try daemon.parley("package", "set", "first", "quota=10", "--expected-revision", "9")
        #expect(conflict.status != 0)
        let json = try daemon.parley("evaluate", "frist", "--json")
        #expect(json.status == 2)
        #expect(json.output.contains("unknown-package"))
        #expect(try daemon.parley("call", "daemon.nonsense").status == 2)
        let alone = try Command.run(
            "parley", ["status", "--no-start"], environment: ["PARLEY_STATE": "\(folder.path)/s", "PARLEY_SOCKET": "\(folder.path)/s/x"])
        #expect(alone.status == 69 || alone.output.contains("not running"))
    }

    @Test func aDaemonIsStartedWhenNoneRunsAndSaidSo() throws {
        let folder = try TemporaryDirectory()
        try folder.write(Sample.small, to: "case/workspace.yaml")
        let environment = [
            "PARLEY_STATE": "\(folder.path)/state", "PARLEY_SOCKET": "\(folder.path)/state/s", "PARLEY_CONFIG": "", "PARLEY_WORKSPACE": "",
        ]
        defer { _ = try? Command.run("parley", ["stop"], environment: environment) }
        let apply = try Command.run("parley", ["apply", "\(folder.path)/case"], environment: environment)
        #expect(apply.status == 0, "\(apply.errors)")
        #expect(apply.errors.contains("parleyd"), "it says that it started one: \(apply.errors)")
        let again = try Command.run("parley", ["list"], environment: environment)
        #expect(again.status == 0 && !again.errors.contains("parleyd"))
        let stop = try Command.run("parley", ["stop"], environment: environment)
        #expect(stop.status == 0, "\(stop.errors)")
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/state/s"))
    }

    @Test func twoAtOnceShareOneDaemon() async throws {
        let folder = try TemporaryDirectory()
        let environment = ["PARLEY_STATE": "\(folder.path)/state", "PARLEY_SOCKET": "\(folder.path)/state/s", "PARLEY_CONFIG": ""]
        defer { _ = try? Command.run("parley", ["stop"], environment: environment) }
        let pids = try await withThrowingTaskGroup(of: Int?.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let result = try Command.run("parley", ["start", "--json"], environment: environment)
                    guard result.status == 0 else { return nil }
                    let status = try Command.run("parley", ["status", "--json"], environment: environment)
                    return (try JSONSerialization.jsonObject(with: Data(status.output.utf8)) as? [String: Any])?["pid"] as? Int
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(pids.count == 4 && !pids.contains(nil) && Set(pids).count == 1, "\(pids)")
    }

    @Test func watchTellsOfChanges() throws {
        let daemon = try DaemonProcess()
        let folder = try TemporaryDirectory()
        try folder.write(Sample.small, to: "workspace.yaml")
        #expect(try daemon.parley("apply", folder.path).status == 0)
        try folder.write("", to: "events")
        let watch = Process()
        watch.executableURL = URL(fileURLWithPath: "\(Command.products)/parley")
        watch.arguments = ["watch", "--json"]
        watch.environment = ProcessInfo.processInfo.environment.merging(daemon.environment) { $1 }.filter { !$0.value.isEmpty }
        watch.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(folder.path)/events"))
        watch.standardError = FileHandle.nullDevice
        try watch.run()
        defer {
            watch.terminate()
            watch.waitUntilExit()
        }
        // Changes are made until one is seen: when the subscription stands is the watcher's affair.
        var quota = 0
        let seen = try Timeouts.wait(20) {
            quota = (quota + 10) % 100
            guard try daemon.parley("package", "set", "first", "quota=\(quota)").status == 0 else { return false }
            return try String(contentsOfFile: "\(folder.path)/events", encoding: .utf8).contains("packages/first")
        }
        #expect(seen)
    }

    @Test func aReaderThatGoesAwayIsNoError() throws {
        let daemon = try summit()
        let script = "'\(Command.products)/parley' show crimea | head -n 1; exit ${PIPESTATUS[0]}"
        let result = try Command.run("/bin/bash", ["-c", script], environment: daemon.environment)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.split(separator: "\n").count == 1)
    }

    @Test func theCommandLineLoadsNeitherFoundationNorICU() throws {
        let libraries = try Command.run("/usr/bin/ldd", ["\(Command.products)/parley"])
        #expect(libraries.status == 0)
        #expect(libraries.output.contains("libswiftCore"))
        #expect(!libraries.output.contains("libFoundation.so") && !libraries.output.contains("libFoundationInternationalization"), "\(libraries.output)")
        #expect(!libraries.output.contains("ICU"), "\(libraries.output)")
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completionsAreMadeForEachShell(shell: String) throws {
        let result = try Command.run("parley", ["completions", shell])
        #expect(result.status == 0)
        #expect(result.output.contains("evaluate") && result.output.contains("package"))
    }
}
