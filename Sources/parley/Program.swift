import ArgumentParser
import Glibc
import ParleyProtocol
import Shapes

@main
enum Program {
    static func main() async {
        // A reader that has seen enough (`parley show | head`) is no error; `Output` sees it as EPIPE.
        signal(SIGPIPE, SIG_IGN)
        Descriptors.fillStandard()
        do {
            var command = try await Parley.asyncParseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            Parley.exit(withError: misspelling(in: CommandLine.arguments.dropFirst()) ?? error)
        }
    }

    /// The parser takes a misspelt command for an argument too many; this says so, and what was meant.
    private static func misspelling(in words: ArraySlice<String>) -> ValidationError? {
        var command: any ParsableCommand.Type = Parley.self
        var path = "parley"
        for word in words {
            let commands = command.configuration.subcommands
            guard !commands.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
            let names = commands.compactMap { $0.configuration.commandName }
            guard let next = commands.first(where: { $0.configuration.commandName == word }) else {
                let near = Suggestion.nearest(to: word, among: names).map { "did you mean “\(path) \($0)”?" }
                return ValidationError(
                    "“\(path)” has no command “\(word)”: \(near ?? "there are \(names.joined(separator: ", ")).")")
            }
            command = next
            path += " \(word)"
        }
        return nil
    }
}
