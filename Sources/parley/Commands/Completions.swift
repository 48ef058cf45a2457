import ArgumentParser

struct Completions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a completion script for a shell.",
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

    @OptionGroup(title: "Common options") var common: CommonOptions

    func run() {
        let output = Output(common)
        output.text(Parley.completionScript(for: shell.known))
        output.end(.ok)
    }
}
