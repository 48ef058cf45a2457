import ArgumentParser
import Findings
import Glibc
import Negotiation
import OrderedCollections
import ParleyProtocol
import Shapes
import Wire

/// What the shell offers for ids: asked of the daemon, if one runs. Completion never starts one and never fails.
enum Completing {
    static let workspaces = CompletionKind.custom { words, _, _ in
        await ask(words) { session, _ in
            try await session.call(Methods.list, NoParams()).result().map(\.id.text)
        }
    }

    static let analyzers = CompletionKind.custom { words, _, _ in
        await ask(words) { session, _ in
            try await session.call(Methods.listAnalyzers, NoParams()).result().map(\.id)
        }
    }

    static let plugins = CompletionKind.custom { words, _, _ in
        await ask(words) { session, _ in
            try await session.call(Methods.listPlugins, NoParams()).result().map(\.id)
        }
    }

    static let packages = ids("packages")
    static let issues = ids("issues")
    static let parties = ids("parties")
    static let scenarios = ids("scenarios")
    static let audiences = ids("audiences")

    /// `party=`, behind which a number goes.
    static let weights = CompletionKind.custom { words, _, _ in
        await ask(words) { session, workspace in try await document(session, workspace).parties.keys.map { "\($0)=" } }
    }

    static let entities = ids("issues", "parties", "packages")

    /// `issue=` and then, behind the sign, the options of that issue.
    static let choices = CompletionKind.custom { words, index, prefix in
        await ask(words) { session, workspace in
            let issues = try await document(session, workspace).issues
            func options(_ issue: Substring) -> [String] {
                (issues[ID(String(issue))]?.choices.map(\.text) ?? []) + [Choice.leftOutWord]
            }
            // Some shells take the sign for a boundary of words, and then want nothing but the part behind it.
            if index >= 2, index < words.count, words[index - 1] == "=" { return options(words[index - 2][...]) }
            let word = prefix.isEmpty && words.indices.contains(index) ? words[index] : prefix
            guard let sign = word.firstIndex(of: "=") else { return issues.keys.map { "\($0)=" } }
            return options(word[..<sign]).map { word[...sign] + $0 }
        }
    }

    private static func ids(_ collections: String...) -> CompletionKind {
        .custom { words, _, _ in
            await ask(words) { session, workspace in
                let workspace = try await document(session, workspace)
                return collections.flatMap { collection in
                    switch collection {
                    case "issues": workspace.issues.keys.map(\.text)
                    case "parties": workspace.parties.keys.map(\.text)
                    case "audiences": workspace.audiences
                    case "scenarios": workspace.scenarios.filter { $0.value.kind == .world }.keys.map(\.text)
                    default: workspace.packages.keys.map(\.text)
                    }
                }
            }
        }
    }

    private static func document(_ session: Session, _ workspace: ID<Workspace>?) async throws -> Workspace {
        var params = AtRevision()
        params.workspace = workspace
        return try Workspace.shape.read(try await session.call(Methods.get, params).result().document)
    }

    /// The words of the unfinished command line name socket, state and workspace, if they do.
    private static func ask(
        _ words: [String], _ question: (Session, ID<Workspace>?) async throws -> [String]
    ) async -> [String] {
        func value(_ names: String...) -> String? {
            for (index, word) in words.enumerated() {
                if names.contains(word), index + 1 < words.count { return words[index + 1] }
                for name in names where word.hasPrefix("\(name)=") { return String(word.dropFirst(name.count + 1)) }
            }
            return nil
        }
        // Without arguments these have values that parse, by their declaration.
        guard var options = try? CommonOptions.parse([]) else { return [] }
        options.state = value("--state")
        options.socket = value("--socket")
        let workspace = (value("--workspace", "-w") ?? Locations.variable("PARLEY_WORKSPACE")).map { ID<Workspace>($0) }
        guard let session = try? await Session.running(options, Output(options), tellsAge: false) else { return [] }
        return (try? await question(session, workspace)) ?? []
    }
}
