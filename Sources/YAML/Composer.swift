import Shapes

/// Builds the tree from libyaml's events.
///
/// Recursive, but only after the depth was found within the limit. An alias shares the storage of its anchor; what it would
/// take written out is counted before it is taken, because whoever walks the tree later walks all of it.
struct Composer: ~Copyable {
    private struct Node {
        var value: Value
        /// Lists and mappings within each other: 0 for a scalar.
        var height = 0
    }

    private enum Anchor {
        /// The value is still being read; an alias to it would hold itself.
        case open
        case closed(Node, size: Int)
    }

    /// More than anybody mends in one sitting; a file with more of them is not a YAML file of ours.
    private static let problemLimit = 100

    private let source: SourceText
    private let buffer: UnsafeBufferPointer<UInt8>
    private let limits: YAML.Limits
    private var parser: EventParser
    private var cursor = SourceCursor()
    private var anchors: [String: Anchor] = [:]
    private var aliases = 0
    private var nodes = 0
    private var problems: [Diagnostic] = []
    private var trail = SyntaxTrail()

    /// `buffer` holds the bytes of `source`, and stays where it is while this lives.
    init(source: SourceText, buffer: UnsafeBufferPointer<UInt8>, limits: YAML.Limits) {
        self.source = source
        self.buffer = buffer
        self.limits = limits
        parser = EventParser(buffer)
    }

    mutating func document() throws(Diagnostics) -> Value {
        var root: Value?
        while true {
            let event = try next()
            switch event.kind {
            case .streamEnd:
                guard problems.isEmpty else { throw Diagnostics(problems.sortedByPlace()) }
                guard let root else { throw Diagnostics([source.emptiness]) }
                return root
            case .streamStart, .documentEnd: continue
            case .documentStart where root == nil:
                let first = try next()
                if case .scalar("", .plain) = first.kind, first.tag == nil, first.anchor == nil { continue }
                root = try node(first, depth: 0).value
            default:
                throw stop(
                    "several-documents", "a second document begins here, and a file holds only one",
                    hint: "take away the line “---”, or move what follows into a file of its own", at: event.start)
            }
        }
    }

    private mutating func next() throws(Diagnostics) -> Event {
        do throws(SyntaxFault) {
            let event = try parser.next()
            trail.note(event)
            return event
        } catch {
            throw stop(Explainer(error, in: source, trail: trail).diagnostic)
        }
    }
}

// MARK: - Nodes

extension Composer {
    private mutating func node(_ event: Event, depth: Int) throws(Diagnostics) -> Node {
        if case .alias(let name) = event.kind { return try alias(name, event, depth: depth) }
        let before = nodes
        nodes += 1
        guard nodes <= limits.nodes else {
            throw stop(
                "too-large", "the file holds more than \(limits.nodes) values",
                hint: "split it into several files, and keep raw data elsewhere", at: event.start)
        }
        if let anchor = event.anchor { anchors[anchor] = .open }
        let node: Node
        switch event.kind {
        case .sequenceStart: node = try sequence(event, depth: depth)
        case .mappingStart(let flow): node = try mapping(event, flow: flow, depth: depth)
        case .scalar(let text, let style): node = Node(value: try scalar(text, style, event))
        // libyaml's grammar lets nothing else stand where a node is due.
        default: preconditionFailure("no node begins with \(event.kind)")
        }
        if let anchor = event.anchor { anchors[anchor] = .closed(node, size: nodes - before) }
        return node
    }

    private mutating func sequence(_ event: Event, depth: Int) throws(Diagnostics) -> Node {
        try enter(event, .list, depth: depth)
        var values: [Value] = []
        var height = 0
        while true {
            let item = try next()
            if case .sequenceEnd = item.kind { break }
            let node = try node(item, depth: depth + 1)
            values.append(node.value)
            height = max(height, node.height)
        }
        return Node(value: Value(.array(values), mark: mark(event.start, inset: nil)), height: height + 1)
    }

    private mutating func mapping(_ event: Event, flow: Bool, depth: Int) throws(Diagnostics) -> Node {
        try enter(event, .mapping, depth: depth)
        var object = Object()
        var height = 0
        while true {
            let keyEvent = try next()
            if case .mappingEnd = keyEvent.kind { break }
            let key = try key(keyEvent, depth: depth + 1)
            let valueEvent = try next()
            if flow, let key { try expectColon(after: key, keyEvent, before: valueEvent) }
            let node = try node(valueEvent, depth: depth + 1)
            height = max(height, node.height)
            guard let key else { continue }
            let keyMark = mark(keyEvent, text: key)
            guard !object.insert(key, keyMark: keyMark, node.value) else { continue }
            let first = object.keyMark(key)
            var problem = problem(
                "duplicate-key",
                "the key “\(Explainer.short(key))” stands twice in this mapping"
                    + (first.map { ": first in line \($0.line), and here again" } ?? ""),
                hint: "rename one of the two, or merge their contents under one key", at: keyEvent.start)
            problem.place = .init(keyMark)
            problem.related = first.map { .init($0) }
            try report(problem)
        }
        return Node(value: Value(.object(object), mark: mark(event.start, inset: nil)), height: height + 1)
    }

    /// Checks that a list or mapping may begin here.
    private mutating func enter(_ event: Event, _ expected: Tag, depth: Int) throws(Diagnostics) {
        guard depth < limits.depth else { throw tooDeep(event) }
        guard let tag = event.tag, Tag(tag) != expected else { return }
        try report(misfit(tag, Tag(tag) == .unknown ? "" : expected == .list ? "a list" : "a mapping", at: event.start))
    }

    /// The text of a key; nil for one that was found fault with.
    private mutating func key(_ event: Event, depth: Int) throws(Diagnostics) -> String? {
        guard case .scalar(let text, let style) = event.kind else {
            if case .alias(let name) = event.kind {
                try report(
                    problem(
                        "unsupported-yaml", "the alias “*\(Explainer.short(name))” stands in place of a key",
                        hint: "write the key itself", at: event.start))
            } else {
                try report(
                    problem(
                        "unsupported-yaml", "a list or a mapping stands in place of a key, and keys are plain texts",
                        hint: "if the text is meant to begin with “[” or “{”, put it into quotes", at: event.start))
                // Read for its end only: what is wrong inside would distract from what is wrong with it.
                let told = problems.count
                _ = try node(event, depth: depth)
                problems.removeSubrange(told...)
            }
            return nil
        }
        if let anchor = event.anchor {
            try report(
                problem(
                    "unsupported-yaml", "the anchor “&\(Explainer.short(anchor))” stands before a key",
                    hint: "put it behind the “:”, before the value that it names", at: event.start))
            return nil
        }
        if let tag = event.tag, Tag(tag) != .string {
            try report(misfit(tag, Tag(tag) == .unknown ? "" : "a key, which is always a text", at: event.start))
            return nil
        }
        if style == .plain, event.tag == nil {
            if text.isEmpty {
                try report(problem("yaml-syntax", "a key is missing before the “:”", at: event.start))
                return nil
            }
            if text == "<<" {
                try report(
                    problem(
                        "unsupported-yaml", "the merge key “<<” is not part of YAML 1.2, and Parley does not follow it",
                        hint: "write out here the members that it would bring", at: event.start))
                return nil
            }
        }
        return text
    }

    /// `{title: Bread, butter and jam}` is YAML for a second key without a value, and nearly always a text with a comma.
    private mutating func expectColon(after key: String, _ keyEvent: Event, before valueEvent: Event) throws(Diagnostics) {
        guard case .scalar("", .plain) = valueEvent.kind, valueEvent.tag == nil, valueEvent.anchor == nil,
            !cursor.contains(UInt8(ascii: ":"), in: buffer, from: keyEvent.end, to: valueEvent.start)
        else { return }
        let colon = key.split(separator: ":", maxSplits: 1)
        try report(
            problem(
                "yaml-syntax", "“\(Explainer.short(key))” stands here as a key, but no “: ” and no value follow",
                hint: colon.count == 2
                    ? "a space is missing behind the “:”; write “\(Explainer.short("\(colon[0]): \(colon[1])"))”"
                    : "a comma ends the text before it; if it belongs to the text, put the whole text into quotes: "
                        + "{title: \"bread, butter\"}",
                at: keyEvent.start))
    }

    private mutating func scalar(_ text: String, _ style: Event.Style, _ event: Event) throws(Diagnostics) -> Value {
        let mark = mark(event, text: text)
        if let tag = event.tag {
            if let content = Tag(tag).content(text) { return Value(content, mark: mark) }
            try report(misfit(tag, Tag(tag) == .unknown ? "" : "“\(Explainer.short(text))”", at: event.start))
            return Value(.null, mark: mark)
        }
        guard style == .plain else { return Value(.string(text), mark: mark) }
        switch PlainMeaning(text) {
        case .null: return Value(.null, mark: mark)
        case .bool(let value): return Value(.bool(value), mark: mark)
        case .number(let number): return Value(.number(number), mark: mark)
        case .text: return Value(.string(text), mark: mark)
        case .numberOutOfRange:
            try report(
                problem(
                    "number-out-of-range",
                    "the number \(Explainer.short(text)) cannot be kept exactly: Parley takes up to 18 digits, between "
                        + "10^-18 and 10^18",
                    hint: "round it; if it is a name or a reference and no quantity, put it into quotes", at: event.start))
            return Value(.null, mark: mark)
        }
    }

    private mutating func alias(_ name: String, _ event: Event, depth: Int) throws(Diagnostics) -> Node {
        aliases += 1
        guard aliases <= limits.aliases else {
            throw stop(
                "too-many-aliases",
                "the file uses more than \(limits.aliases) aliases (“*\(Explainer.short(name))” and the like)",
                hint: "write the values out", at: event.start)
        }
        switch anchors[name] {
        case .closed(var node, let size):
            guard nodes + size <= limits.nodes else {
                throw stop(
                    "too-many-aliases",
                    "with “*\(Explainer.short(name))” and the other aliases written out, the file holds more than "
                        + "\(limits.nodes) values",
                    hint: "do not nest anchors and aliases", at: event.start)
            }
            guard depth + node.height <= limits.depth else { throw tooDeep(event) }
            nodes += size
            // Where it is used, not where it was written: that is what the author of this place can change.
            node.value.mark = mark(event.start, inset: nil)
            return node
        case .open:
            try report(
                problem(
                    "unsupported-yaml", "“*\(Explainer.short(name))” stands inside the very value that it refers to",
                    hint: "write the value out", at: event.start))
        case nil:
            let hint = Suggestion.nearest(to: name, among: anchors.keys).map { "did you mean “*\($0)”?" }
            try report(
                problem(
                    "yaml-syntax",
                    "“*\(Explainer.short(name))” refers to an anchor “&\(Explainer.short(name))”, and none stands above it",
                    hint: hint ?? "a text that begins with “*” must be put into quotes", at: event.start))
        }
        return Node(value: Value(.null, mark: mark(event.start, inset: nil)))
    }
}

// MARK: - Places and problems

extension Composer {
    private func mark(_ position: Position, inset: Int?) -> Mark {
        Mark(file: source.file, line: position.line, column: position.column, inset: inset)
    }

    /// The mark of a scalar. libyaml's events begin with the anchor or tag, the mark of a plain text with the text.
    private func mark(_ event: Event, text: String) -> Mark {
        guard event.start.line == event.end.line, case .scalar(_, let style) = event.kind else {
            return mark(event.start, inset: nil)
        }
        let length = text.unicodeScalars.count
        let width = event.end.column - event.start.column
        switch style {
        case .plain:
            let mark = mark(event.start, inset: 0)
            return Mark(file: mark.file, line: mark.line, column: mark.column + width - length)
        // With escapes in it, or with a tag before it, characters and columns do not run side by side.
        case .quoted: return mark(event.start, inset: width == length + 2 ? 1 : nil)
        case .block: return mark(event.start, inset: nil)
        }
    }

    private func problem(_ code: String, _ message: String, hint: String? = nil, at position: Position) -> Diagnostic {
        Diagnostic(code: code, message, hint: hint, place: .init(mark(position, inset: nil)))
    }

    private func misfit(_ tag: String, _ what: String, at position: Position) -> Diagnostic {
        let tag = Explainer.short(Tag.written(tag))
        return what.isEmpty
            ? problem(
                "unsupported-yaml", "“\(tag)” is a tag, and Parley knows no tag of this name",
                hint: "leave it out; a text that begins with “!” must be put into quotes", at: position)
            : problem("unsupported-yaml", "the tag “\(tag)” does not fit \(what)", hint: "leave it out", at: position)
    }

    private func tooDeep(_ event: Event) -> Diagnostics {
        stop(
            "too-deep", "lists and mappings stand more than \(limits.depth) deep within each other here",
            hint: "Parley’s own files are about ten deep; a bracket is probably not closed", at: event.start)
    }

    private mutating func report(_ problem: Diagnostic) throws(Diagnostics) {
        problems.append(problem)
        guard problems.count < Composer.problemLimit else { throw Diagnostics(problems.sortedByPlace()) }
    }

    private func stop(_ code: String, _ message: String, hint: String?, at position: Position) -> Diagnostics {
        stop(problem(code, message, hint: hint, at: position))
    }

    private func stop(_ last: Diagnostic) -> Diagnostics { Diagnostics((problems + [last]).sortedByPlace()) }
}
