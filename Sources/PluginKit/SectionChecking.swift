import Findings
import Negotiation
import Shapes

/// What goes through a module's section and collects what is wrong with it, in the words and codes that all of Parley uses.
public protocol SectionChecking {
    var workspace: Workspace { get }
    /// What was found so far.
    var found: [Diagnostic] { get set }
}

extension SectionChecking {
    /// A fault: the section is refused.
    ///
    /// - Parameter hint: what to do next.
    public mutating func fail(
        _ code: String, _ message: String, _ hint: String?, at place: Pointer, _ part: Diagnostic.Part = .value
    ) {
        found.append(Diagnostic(code: code, message, hint: hint, pointer: place, part: part))
    }

    /// Allowed, but probably not meant.
    public mutating func warn(
        _ code: String, _ message: String, _ hint: String?, at place: Pointer, _ part: Diagnostic.Part = .value
    ) {
        found.append(Diagnostic(.warning, code: code, message, hint: hint, pointer: place, part: part))
    }

    /// A name that means nothing here.
    public mutating func unknown(
        _ id: String, _ known: [String], _ kind: String, at place: Pointer, _ part: Diagnostic.Part = .value
    ) {
        fail("unknown-id", "there is no \(kind) “\(id)”", Suggestion.hint(for: id, among: known, kind: kind), at: place, part)
    }

    /// A citation names a source of the workspace, and one of its sections where it lists any.
    public mutating func cite(_ citation: Citation?, at place: Pointer) {
        guard let citation else { return }
        guard let source = workspace.sources[citation.source] else {
            unknown(citation.source.text, workspace.sources.keys.map(\.text), "source", at: place)
            return
        }
        guard let section = citation.section, source.sections[section] == nil else { return }
        fail(
            "unknown-id", "the source “\(citation.source)” lists no section “\(section)”",
            source.sections.isEmpty
                ? "add it to the source: sections: {\(section): what it is about}"
                : Suggestion.hint(for: section, among: Array(source.sections.keys), kind: "section"), at: place)
    }
}
