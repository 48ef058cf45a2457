import ArgumentParser
import Glibc
import Shapes

@main
enum Program {
    static func main() async {
        // A reader that has seen enough (`parley show | head`) is no error; `Output` sees it as EPIPE.
        signal(SIGPIPE, SIG_IGN)
        do {
            try checkNames(CommandLine.arguments.dropFirst())
            var command = try await Parley.asyncParseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            Parley.exit(withError: error)
        }
    }

    /// A misspelt command is told from an argument too many, and what was meant is suggested.
    private static func checkNames(_ words: ArraySlice<String>) throws {
        var command: any ParsableCommand.Type = Parley.self
        var path = "parley"
        for word in words {
            let commands = command.configuration.subcommands
            guard !commands.isEmpty, !word.hasPrefix("-"), word != "help" else { return }
            let names = commands.map { $0.configuration.commandName ?? "\($0)".lowercased() }
            guard let index = names.firstIndex(of: word) else {
                let near = Suggestion.nearest(to: word, among: names).map { "did you mean “\(path) \($0)”?" }
                throw ValidationError("“\(path)” has no command “\(word)”: \(near ?? "there are \(names.joined(separator: ", ")).")")
            }
            command = commands[index]
            path += " \(word)"
        }
    }
}
