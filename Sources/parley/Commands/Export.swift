import ArgumentParser
import Glibc
import ParleyProtocol

struct Export: Command {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a workspace out as the files that people edit.",
        usage: "parley export [<options>] [<directory>]",
        discussion: """
            Without a directory the files are printed one after another as a stream of YAML documents, each behind a line \
            that names it. An existing file is only overwritten with --force, unless it says the same already.

            With --for it writes only what that audience may see: a workspace of its own, to be handed out and read \
            elsewhere. Applied here it would take away what it leaves out.

            Examples:
              parley export summit-backup
              parley export --revision 3 before
              parley export --for mediators handout
              parley export | less
            """)

    @Argument(help: ArgumentHelp("Where to write the files.", valueName: "directory"), completion: .directory)
    var directory: String?

    @Option(name: .long, help: ArgumentHelp("As of this revision.", valueName: "n"))
    var revision: Int?

    @Option(
        name: .customLong("for"), help: ArgumentHelp("Only what this audience may see.", valueName: "audience"),
        completion: Completing.audiences)
    var audience: String?

    @Flag(name: .long, help: "Overwrite files that are there.")
    var force = false

    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        var params = ExportParams()
        params.workspace = workspace.id
        params.revision = revision
        params.audience = audience
        let session = try await Session.open(common, output)
        let answer = try await session.call(Methods.export, params)
        let files = try answer.result()
        if let directory { try write(files, to: directory, output) }
        if common.json {
            output.json(answer.value)
        } else if directory == nil {
            output.text(files.map { "--- # \($0.path)\n\($0.text)" }.joined())
        }
    }

    /// All or none: what is in the way is found before anything is written.
    private func write(_ files: [SourceFile], to directory: String, _ output: Output) throws {
        var pending: [(path: String, file: SourceFile)] = []
        for file in files {
            guard !file.path.isEmpty, !file.path.hasPrefix("."), !file.path.contains("/") else {
                throw Fault(
                    .defect, code: "unexpected-answer",
                    "The daemon wants to write “\(file.path)”, which is not the name of a file.")
            }
            let path = SourceFiles.join(directory, file.path)
            if access(path, F_OK) != 0 {
                pending.append((path, file))
            } else if try SourceFiles.contents(of: path) != Array(file.text.utf8) {
                guard force else {
                    throw Fault(
                        .cannotWrite, code: "file-exists", "“\(path)” exists and says something else; nothing was written.",
                        hint: "choose another directory, or overwrite with --force")
                }
                pending.append((path, file))
            }
        }
        try DaemonProcess.makeDirectory(directory, mode: 0o777)
        for (path, file) in pending { try write(file.text, to: path) }
        let same = files.count - pending.count
        output.note(
            "wrote \(pending.count) \(pending.count == 1 ? "file" : "files") to \(directory)"
                + (same > 0 ? "; \(same) said the same already" : ""))
    }

    /// Through a new file and a rename, so that a full disk leaves the old one as it was.
    private func write(_ text: String, to path: String) throws {
        let passing = "\(path).\(getpid()).new"
        func fail() -> Fault {
            let reason = String(cString: strerror(errno))
            unlink(passing)
            return Fault(.cannotWrite, code: "cannot-write", "“\(path)” cannot be written: \(reason).")
        }
        let descriptor = open(passing, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw fail() }
        if let code = Output.write(Array(text.utf8), to: descriptor) {
            close(descriptor)
            errno = code
            throw fail()
        }
        guard close(descriptor) == 0, rename(passing, path) == 0 else { throw fail() }
    }
}
