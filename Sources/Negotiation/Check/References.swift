import OrderedCollections
import Shapes

/// Names of things: whether there is anything of that name.
extension Checker {
    /// - Returns: whether there is such a party.
    @discardableResult
    mutating func party(_ id: ID<Party>, at pointer: @autoclosure () -> Pointer, _ part: Diagnostic.Part = .value) -> Bool {
        if workspace.parties[id] != nil { return true }
        let parties = workspace.parties.keys
        fail("unknown-id", "there is no party “\(id)”", hint: Self.known(id, parties, "party"), at: pointer(), part)
        return false
    }

    mutating func parties(_ ids: [ID<Party>], at pointer: Pointer) {
        for (index, id) in ids.enumerated() { party(id, at: pointer / index) }
    }

    /// The issue of that name, if there is one.
    @discardableResult
    mutating func issue(_ id: ID<Issue>, at pointer: @autoclosure () -> Pointer, _ part: Diagnostic.Part = .value) -> Issue? {
        if let issue = workspace.issues[id] { return issue }
        let issues = workspace.issues.keys
        fail("unknown-id", "there is no issue “\(id)”", hint: Self.known(id, issues, "issue"), at: pointer(), part)
        return nil
    }

    mutating func package(_ id: ID<Package>, at pointer: Pointer) {
        guard workspace.packages[id] == nil else { return }
        let packages = workspace.packages.keys
        fail("unknown-id", "there is no package “\(id)”", hint: Self.known(id, packages, "package"), at: pointer)
    }

    /// An option of an issue. Nothing is said where the issue itself has nothing to choose from: that is told there.
    @discardableResult
    mutating func option(
        _ id: ID<Option>, of name: ID<Issue>, _ issue: Issue, at pointer: @autoclosure () -> Pointer,
        _ part: Diagnostic.Part = .value, offset: Int? = nil
    ) -> Bool {
        if issue.offers(id) || !issue.hasChoices { return true }
        let (message, hint) = issue.refusal(of: id.text, name)
        fail("unknown-id", message, hint: hint, at: pointer(), part, offset: offset)
        return false
    }

    /// A mapping from issues to options.
    mutating func choices(_ choices: OrderedDictionary<ID<Issue>, ID<Option>>, at pointer: Pointer) {
        for (id, choice) in choices {
            guard let issue = issue(id, at: pointer / id.text, .key) else { continue }
            option(choice, of: id, issue, at: pointer / id.text)
        }
    }

    /// A source, and the section of it that is cited.
    mutating func cite(_ citation: Citation?, at pointer: @autoclosure () -> Pointer, _ key: String = "source") {
        guard let citation else { return }
        guard let source = workspace.sources[citation.source] else {
            let sources = workspace.sources.keys
            fail(
                "unknown-id", "there is no source “\(citation.source)”", hint: Self.known(citation.source, sources, "source"),
                at: pointer() / key)
            return
        }
        guard let section = citation.section, source.sections[section] == nil else { return }
        fail(
            "unknown-id", "the source “\(citation.source)” lists no section “\(section)”",
            hint: source.sections.isEmpty
                ? "add it to the source: sections: {\(section): what it is about}"
                : Suggestion.hint(for: section, among: source.sections.keys, kind: "section"),
            at: pointer() / key, offset: citation.source.text.unicodeScalars.count + 1)
    }

    mutating func stance(_ judgement: Judgement, at pointer: @autoclosure () -> Pointer) {
        guard case .word(let word) = judgement, words.stance[word] == nil, word != Words.redLine else { return }
        let known = Array(words.stance.keys) + [Words.redLine]
        fail(
            "unknown-word", "“\(word)” is not a stance", hint: Suggestion.hint(for: word, among: known, kind: "stance word"),
            at: pointer())
    }

    mutating func salience(_ judgement: Judgement?, at pointer: @autoclosure () -> Pointer) {
        guard case .word(let word)? = judgement, words.salience[word] == nil else { return }
        let known = words.salience.keys
        fail(
            "unknown-word", "“\(word)” is not a salience",
            hint: Suggestion.hint(for: word, among: known, kind: "salience word"),
            at: pointer())
    }

    static func known<Entity>(_ id: ID<Entity>, _ ids: some Collection<ID<Entity>>, _ kind: String) -> String? {
        Suggestion.hint(for: id.text, among: ids.map(\.text), kind: kind)
    }
}

extension Issue {
    var hasChoices: Bool { range != nil || !options.isEmpty }

    /// Why `text` is not one of the choices, and what would be.
    func refusal(of text: String, _ name: ID<Issue>) -> (message: String, hint: String?) {
        if let range {
            let scale = "\(range.from) to \(range.to) in steps of \(range.step)"
            guard let number = try? Number.parse(text) else {
                return ("“\(text)” cannot be chosen on “\(name)”, which is a number", "write a number, \(scale)")
            }
            return ("\(number) is not on the range of “\(name)”, \(scale)", "the nearest is \(range.nearest(to: number))")
        }
        if text == Choice.leftOutWord {
            return (
                "“\(text)” can be said only in a package, where it leaves the no-deal option of “\(name)” in force",
                "known: \(options.keys.prefix(12).map(\.text).joined(separator: ", "))"
            )
        }
        return (
            "“\(name)” has no option “\(text)”",
            Suggestion.hint(for: text, among: options.keys.map(\.text), kind: "option")
        )
    }
}
