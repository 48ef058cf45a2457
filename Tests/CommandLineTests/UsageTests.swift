import TestSupport
import Testing

/// What the command line refuses before it looks for a daemon: these runs would fail with 69 if it did.
@Suite struct UsageTests {
    private func parley(_ arguments: [String]) throws -> CommandResult {
        let nowhere = "/nonexistent/parley.sock"
        return try Command.run(
            "parley", arguments, environment: ["PARLEY_SOCKET": nowhere, "PARLEY_STATE": "/nonexistent", "NO_COLOR": "1"])
    }

    @Test(arguments: [
        ["aply", "x"], ["package", "foo"], ["package", "sett", "p", "a=b"], ["status", "--bogus"], ["apply"],
        ["package", "set", "p"], ["package", "set", "p", "crimea"], ["package", "set", "p", "a=b", "a=c"],
        ["package", "status", "p", "lost"], ["evaluate"],
        ["evaluate", "p", "--set", "crimea"], ["revert", "first"], ["log", "--limit", "0"], ["log", "--before", "0"], ["backup"], ["restore"], ["show", "--width", "0"],
        ["record", "add", "--party", "north", "--act", "offers"],
        ["record", "add", "--party", "north", "--act", "accepts-if", "--issue", "quota"],
        ["gaps", "--param", "reading"], ["completions", "tcsh"], ["list", "--color", "sometimes"],
        ["solve", "--ranges", "worst"], ["solve", "--reading", "guessed"], ["solve", "--weight", "panama"],
        ["solve", "--weight", "panama=0"], ["solve", "--weight", "panama=21"], ["solve", "--weight", "a=2", "--weight", "a=3"],
        ["solve", "--set", "crimea"], ["solve", "--limit", "10001"], ["solve", "panama-canal", "--workspace", "panama-canal"],
        ["solve", "/", "--revision", "2"], ["frontier", "--ranges", "worst"], ["solutions", "a", "b"], ["import"],
        ["plugin", "new", "fisheries"], ["plugin", "new", "fisheries", "--language", "cobol"],
        ["plugin", "new", "Fish_Stocks", "--language", "python"], ["plugin", "new", "core", "--language", "python"],
        ["plugin", "logs", "fisheries", "--lines", "0"], ["plugin", "check"],
    ])
    func aWrongCommandLineEndsWith64(arguments: [String]) throws {
        let result = try parley(arguments)
        #expect(result.status == 64, "\(result)")
        #expect(result.output.isEmpty && result.errors.hasPrefix("error: "), "\(result)")
    }

    @Test func aMisspeltCommandIsRecognized() throws {
        #expect(try parley(["aply", "x"]).errors.contains("did you mean “parley apply”?"))
        #expect(try parley(["package", "comapre"]).errors.contains("did you mean “parley package compare”?"))
        #expect(try parley(["plugin", "chekc"]).errors.contains("did you mean “parley plugin check”?"))
    }

    @Test func aNewPluginIsMadeWithoutADaemonAndOverwritesNothing() throws {
        let folder = try TemporaryDirectory()
        #expect(try parley(["plugin", "new", "Fish_Stocks", "--language", "python"]).errors.contains("“fish-stocks”"))
        func make() throws -> CommandResult {
            try parley(["plugin", "new", "fisheries", "--language", "python", "--directory", "\(folder.path)/a/b"])
        }
        #expect(try make().status == 0)
        let again = try make()
        #expect(again.status == 73 && again.errors.contains("is not empty"), "\(again)")
        let kit = try parley(["plugin", "new", "fisheries", "--language", "swift", "--kit", folder.path, "--directory", "\(folder.path)/c"])
        #expect(kit.status == 66 && kit.errors.contains("no checkout of Parley"), "\(kit)")
    }

    @Test func withoutADaemonAndWithoutStartingOne() throws {
        let plain = try parley(["list", "--no-start"])
        #expect(plain.status == 69)
        #expect(plain.output.isEmpty && plain.errors.contains("/nonexistent/parley.sock"), "\(plain)")
        let json = try parley(["list", "--no-start", "--json"])
        #expect(json.status == 69)
        #expect(json.output.contains("\"code\": \"no-daemon\"") && json.errors == plain.errors, "\(json)")
        #expect(try parley(["status"]).status == 69)
        #expect(try parley(["stop"]).status == 0, "what does not run needs no stopping")
    }

    @Test func whatIsSolvedIsAPathOrAnID() throws {
        let path = try parley(["solve", "--no-start", "./missing"])
        #expect(path.status == 66 && path.errors.contains("There is no file or folder “./missing”"), "\(path)")
        #expect(try parley(["solve", "--no-start", "missing"]).status == 69, "it may be the id of a workspace")
        #expect(try parley(["solve", "--ranges", "optimisitc"]).errors.contains("did you mean “optimistic”?"))

        let folder = try TemporaryDirectory()
        try folder.write("{}", to: "domain/scores/a.json")
        let domain = try parley(["solve", "--no-start", "\(folder.path)/domain"])
        #expect(domain.status == 69, "the folder was read, and its folder: \(domain)")
        #expect(try parley(["solve", "--no-start", "\(folder.path)/domain/scores/a.json"]).status == 69)
        try folder.write("id: a\n", to: "own/workspace.yaml")
        try folder.write("id: a\n", to: "own/issues.yml")
        #expect(try parley(["solve", "--no-start", "\(folder.path)/own"]).status == 65, "a workspace is read as apply reads it")
        try folder.write("# nothing", to: "empty/notes.md")
        for command in ["solve", "import"] {
            let empty = try parley([command, "--no-start", "\(folder.path)/empty"])
            #expect(empty.status == 66 && empty.errors.contains("no file that could describe a negotiation"), "\(empty)")
        }
        #expect(try parley(["import", "--no-start", "\(folder.path)/missing"]).status == 66)
    }

    @Test func filesAreReadBeforeADaemonIsLookedFor() throws {
        let folder = try TemporaryDirectory()
        func apply(_ path: String) throws -> CommandResult { try parley(["apply", "--no-start", path]) }
        #expect(try apply("\(folder.path)/missing").status == 66)

        try folder.write("", to: "empty/notes.txt")
        let empty = try apply("\(folder.path)/empty")
        #expect(empty.status == 66 && empty.errors.contains("has no workspace.yaml"), "\(empty)")

        try folder.write("id: a\n", to: "short/workspace.yaml")
        try folder.write("id: a\n", to: "short/issues.yml")
        let short = try apply("\(folder.path)/short")
        #expect(short.status == 65 && short.errors.contains("issues.yaml"), "\(short)")

        let latin = try Command.run("/bin/sh", ["-c", #"printf 'id: a\ntitle: caf\351\n' >"$0""#, "\(folder.path)/latin.yaml"])
        #expect(latin.status == 0)
        let refused = try apply("\(folder.path)/latin.yaml")
        #expect(refused.status == 65 && refused.errors.contains("line 2"), "\(refused)")

        #expect(try parley(["call", "--no-start", "daemon.status", "{\"a\":}"]).status == 65)
        #expect(try parley(["call", "--no-start", "daemon.status", "7"]).status == 65)
    }
}
