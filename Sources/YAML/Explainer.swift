import Shapes

/// What the events before an error tell about its cause.
struct SyntaxTrail {
    /// For each list and mapping that is open: where its bracket stands, if it has one.
    private var open: [Position?] = []
    /// The last text in quotes that ran over several lines: where a closing quote is missing, the next quote ends such a one.
    private(set) var longQuote: (start: Position, end: Position)?

    var openBracket: Position? { open.last { $0 != nil } ?? nil }

    mutating func note(_ event: Event) {
        switch event.kind {
        case .sequenceStart(let flow), .mappingStart(let flow): open.append(flow ? event.start : nil)
        case .sequenceEnd, .mappingEnd: open.removeLast()
        case .scalar(_, .quoted) where event.start.line < event.end.line: longQuote = (event.start, event.end)
        default: break
        }
    }
}

/// Says in plain words why libyaml stopped.
///
/// libyaml tells where its grammar gave up, which is often some lines behind the mistake, and in the words of its grammar.
/// What people mistake is a small number of things, and the lines around tell which.
struct Explainer {
    struct Account {
        var message: String
        var hint: String?
        var position: Position

        init(_ message: String, hint: String? = nil, at position: Position) {
            self.message = message
            self.hint = hint
            self.position = position
        }
    }

    let fault: SyntaxFault
    let trail: SyntaxTrail
    let source: SourceText
    let lines: [[Unicode.Scalar]]
    /// Where libyaml stopped.
    let here: Position
    /// Where that began which libyaml was about to read.
    let context: Position

    init(_ fault: SyntaxFault, in source: SourceText, trail: SyntaxTrail) {
        self.fault = fault
        self.trail = trail
        self.source = source
        lines = source.lines()
        here = fault.position
        context = fault.contextPosition ?? fault.position
    }

    var diagnostic: Diagnostic {
        let account = account
        let place = inside(account.position)
        return Diagnostic(
            code: "yaml-syntax", account.message, hint: account.hint,
            place: .init(file: source.file, line: place.line, column: place.column))
    }

    /// The end of a file is told at the end of its last line with something in it, which is a line that can be shown.
    private func inside(_ position: Position) -> Position {
        var place = position
        if place.line >= lines.count, lines.last?.isEmpty ?? true {
            place.line = (lines.lastIndex { !$0.allSatisfy(\.properties.isWhitespace) } ?? 0) + 1
            place.column = .max
        }
        place.line = min(max(1, place.line), lines.count)
        place.column = min(max(1, place.column), lines[place.line - 1].count + 1)
        return place
    }

    private var account: Account {
        if let account = strangeSpace { return account }
        switch fault.problem {
        case "mapping values are not allowed in this context": return unexpectedColon
        case "could not find expected ':'": return missingColon
        case "did not find expected key": return brokenMapping
        case "did not find expected '-' indicator": return brokenList
        case "did not find expected ',' or ']'", "did not find expected ',' or '}'": return brokenBrackets
        case "did not find expected node content": return missingValue
        case "did not find expected <document start>": return afterTheEnd
        case "found character that cannot start any token", "mapping keys are not allowed in this context",
            "found a tab character that violates indentation", "found a tab character where an indentation space is expected":
            return unexpectedCharacter
        case "block sequence entries are not allowed in this context":
            return Account(
                "a list cannot begin on the line of its key",
                hint: "begin the list on the next line, or write it as [one, two]; if the “-” belongs to a text, put the text "
                    + "into quotes", at: here)
        case "found unexpected ':'":
            return Account(
                "a space is missing behind this “:”", hint: "add one, or put the text that the “:” belongs to into quotes",
                at: here)
        case _ where fault.context.hasSuffix("a quoted scalar"): return brokenQuote
        case "did not find expected comment or line break" where fault.context == "while scanning a block scalar":
            return specialBeginning(at: context)
        case _ where ["an alias", "an anchor", "a tag", "a node"].contains { fault.context.hasSuffix($0) }:
            return specialBeginning(at: context)
        case _ where fault.context.hasSuffix("directive") || fault.problem.contains("directive"),
            "found incompatible YAML document":
            return Account(
                "a line that begins with “%” is an instruction to the reader of the file, and this one is not understood",
                hint: "delete the line, or put the text into quotes if it is one",
                at: fault.contextPosition ?? here)
        default:
            return Account(
                "this is not YAML: \(fault.problem)\(fault.context.isEmpty ? "" : " (\(fault.context))")", at: here)
        }
    }
}

// MARK: - Looking at the lines

extension Explainer {
    /// A text cut for a message, with its control characters and line breaks made harmless.
    static func short(_ text: String, limit: Int = 60) -> String {
        let scalars = text.unicodeScalars
        var shown = String.UnicodeScalarView()
        for scalar in scalars.prefix(limit) {
            shown.append(scalar.properties.generalCategory == .control || SourceText.isBreak(scalar) ? "·" : scalar)
        }
        return String(shown) + (scalars.dropFirst(limit).isEmpty ? "" : "…")
    }

    func line(_ number: Int) -> [Unicode.Scalar] { lines.indices.contains(number - 1) ? lines[number - 1] : [] }

    func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    func character(at position: Position) -> Unicode.Scalar? {
        let line = line(position.line)
        return line.indices.contains(position.column - 1) ? line[position.column - 1] : nil
    }

    /// What stands before a place on its line, without the spaces around it.
    func before(_ position: Position) -> [Unicode.Scalar] {
        var scalars = line(position.line).prefix(position.column - 1)
        while scalars.last == " " { scalars.removeLast() }
        return Array(scalars.drop { $0 == " " })
    }

    /// What stands at and behind a place on its line, without a comment, for showing it.
    func rest(from position: Position) -> String {
        var scalars = Array(line(position.line).dropFirst(position.column - 1))
        if let comment = scalars.indices.dropFirst().first(where: { scalars[$0] == "#" && scalars[$0 - 1] == " " }) {
            scalars.removeSubrange(comment...)
        }
        while scalars.last?.properties.isWhitespace ?? false { scalars.removeLast() }
        return Explainer.short(text(scalars), limit: 40)
    }

    func indentation(_ line: [Unicode.Scalar]) -> Int { line.prefix { $0 == " " }.count }

    func isContent(_ line: [Unicode.Scalar]) -> Bool {
        let first = line.first { !$0.properties.isWhitespace }
        return first != nil && first != "#"
    }

    /// The nearest line above with something in it but a comment.
    func lineAbove(_ number: Int) -> Int? { lines.prefix(max(0, number - 1)).lastIndex(where: isContent).map { $0 + 1 } }

    /// Whether nothing but comments follows the place where libyaml stopped.
    var isAtEnd: Bool {
        !isContent(Array(line(here.line).dropFirst(here.column - 1))) && !lines.dropFirst(here.line).contains(where: isContent)
    }

    /// The line with its value in quotes, where that can be told without doubt.
    func quoted(_ number: Int) -> String? {
        let all = text(line(number).drop { $0 == " " })
        guard let colon = all.firstRange(of: ": ") else { return nil }
        let value = all[colon.upperBound...].drop { $0 == " " }
        var trimmed = String(value)
        while trimmed.last?.isWhitespace ?? false { trimmed.removeLast() }
        guard let first = trimmed.first, !"[{\"'“”„«".contains(first), trimmed.count <= 70,
            !trimmed.contains(where: { "\"\\\t".contains($0) }), !trimmed.contains(" #")
        else { return nil }
        return "\(all[..<colon.lowerBound]): \"\(trimmed)\""
    }

    func quoteHint(_ number: Int) -> String {
        quoted(number).map { "put the text into quotes: \($0)" } ?? "put the text into quotes"
    }
}
