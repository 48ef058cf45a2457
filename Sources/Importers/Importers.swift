import Negotiation
import Shapes

/// Reads other systems' negotiation domains: their files in, an ordinary workspace and a report out.
package enum Importers {
    /// One file; the path is shown as it is given.
    package struct File: Sendable, Hashable {
        package var path: String
        package var text: String

        package init(path: String, text: String) {
            self.path = path
            self.text = text
        }

        /// The name without folders and without its ending: what such systems call a party.
        var stem: String {
            let base = self.name
            guard let dot = base.lastIndex(of: "."), dot > base.startIndex else { return base }
            return String(base[..<dot])
        }

        var name: String { String(path.split(separator: "/").last ?? "") }

        func hasEnding(_ endings: String...) -> Bool {
            let name = path.lowercased()
            return endings.contains { name.hasSuffix(".\($0)") }
        }
    }

    /// The formats that are read.
    package enum Format: String, Sendable, CaseIterable {
        case genius, geniusweb, neutral, negmas, deliberation

        package var title: String {
            switch self {
            case .genius: "Genius XML"
            case .geniusweb: "GeniusWeb JSON"
            case .neutral: "neutral JSON"
            case .negmas: "NegMAS scenario"
            case .deliberation: "deliberation game"
            }
        }

        /// What its files are, for whoever has none of them.
        package var summary: String {
            switch self {
            case .genius: "a domain in XML and one utility space for each party"
            case .geniusweb: "a domain in JSON and one profile for each party"
            case .neutral: "one JSON file with issues and parties"
            case .negmas: "a YAML or JSON file with issues and one with a utility function for each party"
            case .deliberation: "config.txt and a folder scores_files"
            }
        }
    }

    package static let byteLimit = 32 << 20
    package static let fileLimit = 1_000

    /// The format of a folder's files, by what they contain; nil when it is none of those known, or a workspace of Parley's
    /// own. Broken files are recognised too, so that reading them can say what is wrong.
    package static func recognises(_ files: [File]) -> Format? {
        let texts = files.filter { $0.hasEnding("json", "yaml", "yml") }
        func says(_ words: String...) -> Bool { texts.contains { file in words.allSatisfy { file.text.contains($0) } } }
        if files.contains(where: { $0.name == "workspace.yaml" }) { return nil }
        if files.contains(where: GeniusXML.recognises) { return .genius }
        if files.contains(where: { $0.name == Deliberation.configuration }),
            files.contains(where: Deliberation.isScores)
        {
            return .deliberation
        }
        if says("\"issuesValues\"") || says("\"LinearAdditiveUtilitySpace\"") { return .geniusweb }
        if says("\"issues\"", "\"parties\"", "\"weights\"") { return .neutral }
        if says("issues", "values") || says("UtilityFunction", "type") || says("reserved_value") { return .negmas }
        return nil
    }

    /// Reads a domain, or throws everything that is wrong with it, each fault with its file, line and column where it has one.
    ///
    /// - Parameter format: nil to recognise it.
    package static func read(_ files: [File], as format: Format? = nil) throws(Diagnostics) -> Imported {
        try checkLimits(files)
        guard let format = format ?? recognises(files) else { throw unrecognised(files) }
        var reading = Reading()
        for file in files {
            if let place = file.firstUndecoded {
                reading.fail(
                    "wrong-encoding", "this character was not read as UTF-8", hint: "Save the file as UTF-8.",
                    at: place)
            }
        }
        // What is read depends on no order but that of the paths.
        let files = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        var domain: Domain?
        if reading.faults.isEmpty {
            switch format {
            case .genius: domain = GeniusXML.read(files, &reading)
            case .geniusweb: domain = GeniusWeb.read(files, &reading)
            case .neutral: domain = Neutral.read(files, &reading)
            case .negmas: domain = NegMAS.read(files, &reading)
            case .deliberation: domain = Deliberation.read(files, &reading)
            }
        }
        domain?.check(&reading)
        if reading.faults.isEmpty, let domain {
            let workspace = domain.workspace(format, &reading)
            let findings = workspace.check().filter { $0.severity == .error }
            if findings.isEmpty { return Imported(workspace: workspace, format: format, report: reading.notes) }
            reading.faults += findings
        }
        let texts = Dictionary(files.map { ($0.path, $0.text) }) { first, _ in first }
        throw Diagnostics(reading.faults.sortedByPlace().capped().excerpted(from: texts))
    }

    private static func checkLimits(_ files: [File]) throws(Diagnostics) {
        func refuse(_ code: String, _ message: String, _ hint: String) -> Diagnostics {
            Diagnostics([Diagnostic(code: code, message, hint: hint)])
        }
        if files.isEmpty {
            throw refuse("no-files", "there are no files to read", "Name the folder that holds the domain and its profiles.")
        }
        guard files.count <= fileLimit else {
            throw refuse(
                "too-many-files", "\(files.count) files are more than the \(fileLimit) of one domain",
                "Import one domain at a time.")
        }
        let bytes = files.reduce(0) { $0 + $1.text.utf8.count }
        guard bytes <= byteLimit else {
            throw refuse(
                "too-large", "the files hold \(bytes) bytes, and one domain may hold \(byteLimit)", "Import one domain at a time.")
        }
        var seen: Set<String> = []
        for file in files where !seen.insert(file.path).inserted {
            throw refuse("duplicate-file", "“\(file.path)” is among the files twice", "Name it once.")
        }
    }

    private static func unrecognised(_ files: [File]) -> Diagnostics {
        let known = Format.allCases.map { "\($0.title): \($0.summary)" }.joined(separator: "; ")
        let own = files.contains { $0.name == "workspace.yaml" }
        let names = files.map(\.name).sorted().prefix(12).joined(separator: ", ")
        return Diagnostics([
            Diagnostic(
                code: "unknown-format",
                own
                    ? "this folder is a workspace of Parley's own, so there is nothing to import"
                    : "these files are in no format that is read here: \(names)",
                hint: own ? "Apply it instead." : "Read are \(known).")
        ])
    }
}

/// A domain that was read.
package struct Imported: Sendable {
    package var workspace: Workspace
    package var format: Importers.Format
    /// What was read and what was not, in the order of the files.
    package var report: [Note]

    /// One line of the report.
    package struct Note: Sendable, Hashable {
        package enum Kind: String, Sendable, CaseIterable {
            /// Taken as it stands.
            case read
            /// Taken, and written otherwise here.
            case converted
            /// Understood, and without a counterpart here.
            case notUsed = "not-used"
            /// Not looked into.
            case notRead = "not-read"
        }

        package var kind: Kind
        package var text: String
        /// The file it speaks of, where it is one.
        package var file: String?
    }
}

/// What has been found so far: faults, which end the import, and lines of the report.
struct Reading {
    var faults: [Diagnostic] = []
    private(set) var notes: [Imported.Note] = []

    mutating func fail(_ code: String, _ message: String, hint: String, at mark: Mark?) {
        faults.append(Diagnostic(code: code, message, hint: hint, place: mark.map { .init($0) }))
    }

    mutating func note(_ kind: Imported.Note.Kind, _ text: String, file: String? = nil) {
        let note = Imported.Note(kind: kind, text: text, file: file)
        if !notes.contains(note) { notes.append(note) }
    }

    mutating func leaveOut(_ file: Importers.File) {
        note(.notRead, "“\(file.name)” is no part of the domain", file: file.path)
    }
}

extension Importers.File {
    /// The first line: where a fault of the whole file is shown.
    var start: Mark { Mark(file: path, line: 1, column: 1) }

    /// The text without the mark that some systems begin a file with.
    var body: Substring { text.unicodeScalars.first == "\u{FEFF}" ? Substring(text.unicodeScalars.dropFirst()) : text[...] }

    /// Where the replacement character stands, which decoders put in the place of what they could not read.
    fileprivate var firstUndecoded: Mark? {
        guard text.utf8.contains(0xEF), text.unicodeScalars.contains("\u{FFFD}") else { return nil }
        var (line, column) = (1, 1)
        for scalar in text.unicodeScalars {
            if scalar == "\u{FFFD}" { break }
            if scalar == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
        }
        return Mark(file: path, line: line, column: column)
    }
}
