import Negotiation
import Shapes

/// A workspace as a folder of YAML files, to and from one document.
package enum WorkspaceFiles {
    /// One file; the path is shown as it is given.
    package struct File: Sendable, Hashable {
        package var path: String
        package var text: String

        package init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }

    /// A folder that was read: the model, the normalised document that is stored, and what is allowed but worth a word.
    package typealias Reading = (workspace: Workspace, document: Value, warnings: [Diagnostic])

    /// The file that a workspace must have; it comes first when files are merged.
    package static let mainFile = "workspace.yaml"
    package static let byteLimit = 32 << 20
    package static let fileLimit = 1_000

    /// Reads a folder, or throws everything that is wrong with its files: first of all with their form, and once that is
    /// sound with what they say. Every place carries its line, so that it can be shown where the files are not.
    package static func read(_ files: [File]) throws(Diagnostics) -> Reading {
        try checkLimits(files)
        var merge = DocumentMerge()
        for file in inOrder(files) { merge.add(file) }
        let texts = Dictionary(files.map { ($0.path, $0.text) }) { first, _ in first }
        let tree = merge.document

        var decoding = Decoding()
        let workspace = Workspace.shape.decode(tree, &decoding)
        var faults = merge.faults
        // What the unreadable files would have said cannot be missed in the others.
        faults += decoding.diagnostics.filter { merge.isComplete || $0.code != "missing-key" || !$0.pointer.tokens.isEmpty }
        guard faults.isEmpty, let workspace else {
            throw Diagnostics(finished(faults.located(in: tree).sortedByPlace().capped(), texts))
        }
        let findings = finished(workspace.check().located(in: tree), texts)
        guard findings.allSatisfy({ $0.severity == .warning }) else { throw Diagnostics(findings) }
        return (workspace, Workspace.shape.encode(workspace), findings)
    }

    /// In the order of the files, with their lines; the one that counts the rest stays last.
    private static func finished(_ diagnostics: [Diagnostic], _ texts: [String: String]) -> [Diagnostic] {
        let counts = diagnostics.filter { $0.code == Diagnostic.moreCode }.map { count in
            var count = count
            count.place = nil
            return count
        }
        return (diagnostics.filter { $0.code != Diagnostic.moreCode }.sortedByPlace() + counts).excerpted(from: texts)
    }

    /// Findings about a folder that was read soundly, each with its file, line and column.
    package static func placed(_ findings: [Diagnostic], in files: [File]) -> [Diagnostic] {
        var merge = DocumentMerge()
        for file in inOrder(files) { merge.add(file) }
        let texts = Dictionary(files.map { ($0.path, $0.text) }) { first, _ in first }
        return finished(findings.located(in: merge.document).sortedByPlace().capped(), texts)
    }

    private static func checkLimits(_ files: [File]) throws(Diagnostics) {
        func refuse(_ code: String, _ message: String, _ hint: String) -> Diagnostics {
            Diagnostics([Diagnostic(code: code, message, hint: hint)])
        }
        if files.isEmpty {
            throw refuse(
                "no-files", "there are no files to read", "A workspace is a folder with “\(mainFile)” and any further *.yaml.")
        }
        guard files.count <= fileLimit else {
            throw refuse(
                "too-many-files", "\(files.count) files are more than the \(fileLimit) that a workspace may have",
                "Put several entries into one file, and leave out files that do not belong to the workspace.")
        }
        let bytes = files.reduce(0) { $0 + $1.text.utf8.count }
        guard bytes <= byteLimit else {
            throw refuse(
                "too-large", "the files hold \(bytes) bytes, and a workspace may hold \(byteLimit)",
                "Keep annexes and raw data elsewhere.")
        }
        let foreign = files.filter { !$0.path.hasSuffix(".yaml") }
        guard foreign.isEmpty else {
            throw Diagnostics(
                foreign.map { file in
                    Diagnostic(
                        code: "not-yaml", "“\(file.path)” is not a *.yaml file", hint: "Rename it, or leave it out.",
                        place: .init(file: file.path, line: 1, column: 1))
                }.capped())
        }
        // One file by itself may have any name.
        guard files.count == 1 || files.contains(where: { isMain($0.path) }) else {
            throw refuse(
                "no-workspace-file", "there is no “\(mainFile)” among the files",
                "It holds at least parley: 1, id: and title:. Files here: "
                    + files.map(\.path).sorted().prefix(12).joined(separator: ", "))
        }
    }

    private static func isMain(_ path: String) -> Bool { path == mainFile || path.hasSuffix("/" + mainFile) }

    /// `workspace.yaml` first, then by path: the order in which entries of one collection follow each other.
    private static func inOrder(_ files: [File]) -> [File] {
        files.sorted { a, b in
            isMain(a.path) == isMain(b.path) ? a.path.utf8.lexicographicallyPrecedes(b.path.utf8) : isMain(a.path)
        }
    }
}
