import Negotiation
import OrderedCollections
import Shapes

/// What an analyzer says of itself: the same for core and plugins.
public struct AnalyzerDeclaration: Sendable, Hashable {
    public enum Subject: String, Sendable, CaseIterable { case workspace, package }

    public var id = ""
    public var title = ""
    public var summary = ""
    /// Whether it looks at the whole workspace or at one package.
    public var subject = Subject.workspace
    public var parameters: [Parameter] = []

    public init(id: String, title: String, summary: String, subject: Subject, parameters: [Parameter] = []) {
        self.id = id
        self.title = title
        self.summary = summary
        self.subject = subject
        self.parameters = parameters
    }

    public static let shape = Shape.record(
        "analyzer", AnalyzerDeclaration(id: "", title: "", summary: "", subject: .workspace),
        [
            .required("id", \.id, .text, "module.name"),
            .required("title", \.title, .text, "the question it answers"),
            .required("summary", \.summary, .text, "what it does with it"),
            .required("subject", \.subject, .word("a subject"), "workspace | package"),
            .items("parameters", \.parameters, .list(Parameter.shape), "what it takes"),
        ])
}

/// A declared parameter of an analyzer. Values outside the declaration are refused before the analyzer runs.
public struct Parameter: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable { case text, number, integer, bool, word, party, parties, issue, issues, package }

    public var name = ""
    public var summary = ""
    public var kind = Kind.text
    /// For `word`: the words taken.
    public var words: [String] = []
    /// For numbers: the least and the greatest value taken.
    public var range: Interval?
    /// Used when the parameter is not given; absent = the analyzer decides from the workspace.
    public var standard: Value?

    public init(
        _ name: String, _ kind: Kind, _ summary: String, words: [String] = [], range: Interval? = nil, standard: Value? = nil
    ) {
        self.name = name
        self.kind = kind
        self.summary = summary
        self.words = words
        self.range = range
        self.standard = standard
    }

    /// The parameter that analyzers share which depend on the reading.
    public static let reading = Parameter(
        "reading", .word, "whose account of the positions: what parties say, or what the analyst thinks they would settle for",
        words: Reading.allCases.map(\.rawValue), standard: .string(Reading.assessed.rawValue))

    public static let shape = Shape.record(
        "parameter", Parameter("", .text, ""),
        [
            .required("name", \.name, .text, "its name"),
            .required("kind", \.kind, .word("a kind of parameter"), "what it takes"),
            .required("summary", \.summary, .text, "what it is for"),
            .items("words", \.words, .list(.text), "the words taken"),
            .optional("range", \.range, Interval.pair, "the least and greatest"),
            .optional("standard", \.standard, .any, "used when it is not given"),
        ])
}

extension AnalyzerDeclaration {
    /// Checks given parameters against the declaration and the workspace, and fills in the standard ones.
    ///
    /// Values given as text (from a command line) are read as what the parameter takes: `40`, `true`, `a,b`.
    public func resolve(_ given: Object, in workspace: Workspace) throws(Diagnostics) -> OrderedDictionary<String, Value> {
        var faults: [Diagnostic] = []
        for (name, _) in given where !parameters.contains(where: { $0.name == name }) {
            let known = parameters.map(\.name)
            faults.append(
                Diagnostic(
                    code: "unknown-parameter", "\(id) has no parameter “\(name)”",
                    hint: known.isEmpty ? "\(id) takes no parameters" : Suggestion.hint(for: name, among: known, kind: "parameter"),
                    pointer: Pointer(["params", name])))
        }
        var resolved: OrderedDictionary<String, Value> = [:]
        for parameter in parameters {
            guard let value = given[parameter.name] else {
                resolved[parameter.name] = parameter.standard
                continue
            }
            switch parameter.read(value, in: workspace) {
            case .success(let value): resolved[parameter.name] = value
            case .failure(let fault):
                var placed = fault
                placed.pointer = Pointer(["params", parameter.name])
                faults.append(placed)
            }
        }
        guard faults.isEmpty else { throw Diagnostics(faults) }
        return resolved
    }
}

extension Parameter {
    fileprivate func read(_ value: Value, in workspace: Workspace) -> Result<Value, Diagnostic> {
        func wrong(_ wanted: String, given: String? = nil, hint: String? = nil) -> Result<Value, Diagnostic> {
            .failure(Diagnostic(code: "bad-parameter", "“\(name)” takes \(wanted), not \(given ?? value.kindDescription)", hint: hint ?? summary))
        }
        func id(_ value: Value, among ids: [String], kind: String) -> Result<Value, Diagnostic> {
            guard let text = value.string else { return wrong("the id of \(kind)") }
            if ids.contains(text) { return .success(value) }
            return .failure(
                Diagnostic(
                    code: "unknown-id", "“\(name)” names “\(text)”, which is not \(kind) of this workspace",
                    hint: Suggestion.hint(for: text, among: ids, kind: kind)))
        }
        func several(_ value: Value, among ids: [String], kind: String) -> Result<Value, Diagnostic> {
            let items = value.array ?? value.string?.split(separator: ",").map { Value.string(String($0)) }
            guard let items, !items.isEmpty else { return wrong("a list of ids") }
            for item in items { if case .failure(let fault) = id(item, among: ids, kind: kind) { return .failure(fault) } }
            return .success(.array(items))
        }
        switch kind {
        case .text: return value.string == nil ? wrong("a text") : .success(value)
        case .bool:
            if let flag = value.bool ?? ["true": true, "false": false][value.string ?? ""] { return .success(.bool(flag)) }
            return wrong("true or false")
        case .number, .integer:
            guard let number = value.number ?? value.string.flatMap({ try? Number.parse($0) }), kind == .number || number.int != nil else {
                let given = value.string.map { (try? Number.parse($0)).map(\.description) ?? "“\($0)”" }
                return wrong(kind == .integer ? "a whole number" : "a number", given: given)
            }
            if let range, !range.contains(number) {
                return wrong("\(kind == .integer ? "a whole number" : "a number") from \(range.low) to \(range.high)", given: "\(number)")
            }
            return .success(.number(number))
        case .word:
            guard let text = value.string, words.contains(text) else {
                return wrong("one of \(words.joined(separator: ", "))", hint: value.string.flatMap { Suggestion.hint(for: $0, among: words, kind: "word") })
            }
            return .success(value)
        case .party: return id(value, among: workspace.parties.keys.map(\.text), kind: "a party")
        case .issue: return id(value, among: workspace.issues.keys.map(\.text), kind: "an issue")
        case .package: return id(value, among: workspace.packages.keys.map(\.text), kind: "a package")
        case .parties: return several(value, among: workspace.parties.keys.map(\.text), kind: "a party")
        case .issues: return several(value, among: workspace.issues.keys.map(\.text), kind: "an issue")
        }
    }
}
