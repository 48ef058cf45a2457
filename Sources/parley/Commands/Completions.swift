import ArgumentParser
import Glibc

struct Completions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print a completion script for a shell.",
        usage: "parley completions <shell>",
        discussion: """
            Ids of workspaces, issues, parties and packages are completed while a daemon runs.

            Examples:
              parley completions bash > ~/.local/share/bash-completion/completions/parley
              parley completions zsh > ~/.local/share/zsh/site-functions/_parley
              parley completions fish > ~/.config/fish/completions/parley.fish
            """)

    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish

        var known: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }

    @Argument(help: "The shell.")
    var shell: Shell

    func run() throws {
        let script = Array((Parley.completionScript(for: shell.known) + "\n").utf8)
        guard let code = Output.write(script, to: STDOUT_FILENO), code != EPIPE else { return }
        throw ExitCode(ExitStatus.cannotWrite.rawValue)
    }
}
