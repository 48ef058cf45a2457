import ArgumentParser
import Glibc

@main
enum Program {
    static func main() async {
        // A reader that has seen enough (`parley show | head`) is no error; `Output` sees it as EPIPE.
        signal(SIGPIPE, SIG_IGN)
        do {
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
}
