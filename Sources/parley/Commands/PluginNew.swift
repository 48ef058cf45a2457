import ArgumentParser
import Glibc
import ParleyProtocol
import Shapes

struct PluginNew: Command {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Make the folder of a new plugin, which builds, runs and passes its check.",
        usage: "parley plugin new [<options>] --language <language> <name>",
        discussion: """
            The new plugin looks after deadlines of issues; make something of your own of it. A Python plugin needs nothing \
            but Python; a Swift plugin is built with Parley's sources, which are found beside this program or named with \
            --kit. Plugins/README.md explains every line.

            Examples:
              parley plugin new fisheries --language python
              parley plugin new fisheries --language swift --directory ~/plugins/fisheries
            """)

    enum Language: String, ExpressibleByArgument, CaseIterable { case swift, python }

    @Argument(help: ArgumentHelp("The plugin's id, after which its section and its analyzers are named.", valueName: "name"))
    var name: String

    @Option(name: .long, help: ArgumentHelp("What it is written in.", valueName: "language"))
    var language: Language

    @Option(
        name: .long, help: ArgumentHelp("The folder to make; called like the plugin when absent.", valueName: "directory"),
        completion: .directory)
    var directory: String?

    @Option(
        name: .long, help: ArgumentHelp("For Swift: a checkout of Parley, whose kit is used.", valueName: "directory"),
        completion: .directory)
    var kit: String?

    @OptionGroup var common: CommonOptions

    /// What Parley's own analyzers are named after.
    private static let taken = "core"

    func validate() throws {
        guard Kebab.isID(name) else { throw ValidationError("“\(name)” is not an id: \(Kebab.hint(for: name)).") }
        guard name != PluginNew.taken else { throw ValidationError("“\(name)” is what Parley's own analyzers are named after.") }
    }

    func perform(_ output: Output) async throws {
        let folder = directory ?? name
        let files: [TemplateFile]
        switch language {
        case .python: files = PythonTemplate.files(name)
        case .swift: files = SwiftTemplate.files(name, kit: try SourceKit.find(kit, plugin: folder))
        }
        try PluginFolder.make(folder, files)
        if common.json {
            return output.json(["folder": .string(Locations.absolute(folder)), "files": .array(files.map { .string($0.path) })])
        }
        output.note("made \(folder) with \(files.map(\.path).joined(separator: ", "))")
        let build = language == .swift ? ["\(SourceFiles.join(folder, "build"))    # takes a few minutes the first time"] : []
        output.text((["Next:"] + (build + ["parley plugin check \(folder)"]).map { "  \($0)" }).joined(separator: "\n"))
    }
}

/// A file of a new plugin.
struct TemplateFile {
    var path: String
    var text: String
    var isProgram = false
}

/// The folder of a new plugin.
private enum PluginFolder {
    static func make(_ folder: String, _ files: [TemplateFile]) throws(Fault) {
        try requireEmpty(folder)
        // Whatever the umask: a daemon starts no plugin that others may write to.
        for file in files {
            let path = SourceFiles.join(folder, file.path)
            try DaemonProcess.makeDirectory(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]), mode: 0o755)
            try write(file, to: path)
        }
    }

    private static func requireEmpty(_ folder: String) throws(Fault) {
        guard let directory = opendir(folder) else {
            guard errno == ENOENT else {
                throw Fault(.cannotWrite, code: "file-exists", "“\(folder)” cannot be made: \(String(cString: strerror(errno))).")
            }
            return
        }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            guard [".", ".."].contains(DaemonProcess.name(of: entry)) else {
                throw Fault(
                    .cannotWrite, code: "file-exists", "“\(folder)” exists and is not empty; nothing was written.",
                    hint: "choose another folder with --directory")
            }
        }
    }

    private static func write(_ file: TemplateFile, to path: String) throws(Fault) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, file.isProgram ? 0o755 : 0o644)
        let code = descriptor < 0 ? errno : Output.write(Array(file.text.utf8), to: descriptor)
        if descriptor >= 0 { close(descriptor) }
        guard let code else { return }
        throw Fault(.cannotWrite, code: "cannot-write", "“\(path)” cannot be written: \(String(cString: strerror(code))).")
    }
}

/// Where Parley's sources are, from which Swift plugins are built.
private enum SourceKit {
    static func find(_ named: String?, plugin folder: String) throws(Fault) -> String {
        let path = if let named { try check(named) } else { try search() }
        // SwiftPM knows a package in a folder by the folder's name.
        func name(_ path: String) -> Substring { path.split(separator: "/").last ?? "" }
        guard name(path) != name(folder) else {
            throw Fault(
                .badInput, code: "bad-folder",
                "A plugin built with “\(path)” cannot be in a folder of the same name, “\(name(folder))”.",
                hint: "choose another folder with --directory")
        }
        return path
    }

    private static func check(_ named: String) throws(Fault) -> String {
        guard isKit(named), let path = real(named) else {
            throw Fault(
                .noInput, code: "no-kit", "“\(named)” is no checkout of Parley: it has no Package.swift and Sources/PluginKit.")
        }
        return path
    }

    /// What was installed with this program, else the checkout that it was built in.
    private static func search() throws(Fault) -> String {
        var folder = Substring(Build.executable ?? "")
        func leave() { folder = folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)] }
        leave()
        if let installed = real("\(folder)/../share/parley/source"), isKit(installed) { return installed }
        while !folder.isEmpty {
            if isKit(String(folder)) { return String(folder) }
            leave()
        }
        throw Fault(
            .noInput, code: "no-kit", "Parley's sources, from which Swift plugins are built, are not beside this program.",
            hint: "name a checkout with --kit, or install Parley with Scripts/install; Python plugins need none")
    }

    private static func isKit(_ folder: String) -> Bool {
        access("\(folder)/Package.swift", R_OK) == 0 && access("\(folder)/Sources/PluginKit", X_OK) == 0
    }

    private static func real(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
