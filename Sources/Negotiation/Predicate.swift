import Shapes

/// A condition on packages, as people write it, and its parsed form.
///
/// Binding, tightest first: comparison, `not`, `and`, `or`, `implies` (to the right), `iff`.
public struct Predicate: Sendable {
    public let text: String
    public let root: Node

    public indirect enum Node: Sendable {
        case atom(Atom)
        case not(Node)
        case and(Node, Node)
        case or(Node, Node)
        case implies(Node, Node)
        case iff(Node, Node)
    }

    /// A comparison of an issue's chosen option, or of one of its attributes, with one or more literals.
    public struct Atom: Sendable {
        public enum Relation: String, Sendable { case equal = "=", unequal = "!=", less = "<", atMost = "<=", more = ">", atLeast = ">=", among = "in" }

        public var issue: ID<Issue>
        public var attribute: String?
        public var relation: Relation
        public var literals: [Literal]
        /// Characters from the start of the text to the issue's name.
        public var offset: Int
        /// … and to the attribute's.
        public var attributeOffset: Int
    }

    public struct Literal: Sendable {
        public var text: String
        public var number: Number?
        public var offset: Int
    }

    public struct Fault: Error, Sendable {
        public var message: String
        public var hint: String?
        /// Characters from the start of the text.
        public var offset: Int
    }

    /// The words of the language, which can therefore not be ids of issues or options.
    public static let reserved: Set<String> = ["not", "and", "or", "implies", "iff", "in"]

    public init(_ text: String) throws(Fault) {
        self.text = text
        var parser = PredicateParser(text)
        root = try parser.whole()
    }

    /// Every comparison in the text, left to right.
    public var atoms: [Atom] {
        var atoms: [Atom] = []
        func collect(_ node: Node) {
            switch node {
            case .atom(let atom): atoms.append(atom)
            case .not(let a): collect(a)
            case .and(let a, let b), .or(let a, let b), .implies(let a, let b), .iff(let a, let b):
                collect(a)
                collect(b)
            }
        }
        collect(root)
        return atoms
    }

    /// The issues it speaks of, each once, in the order of mention.
    public var scope: [ID<Issue>] {
        var scope: [ID<Issue>] = []
        for atom in atoms where !scope.contains(atom.issue) { scope.append(atom.issue) }
        return scope
    }
}

extension Predicate: Hashable {
    public static func == (a: Predicate, b: Predicate) -> Bool { a.text == b.text }
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension Predicate {
    public static let shape = Shape<Predicate>(
        decode: { value, decoding in
            guard let text = value.string else {
                decoding.fail(
                    "wrong-type", "a condition such as “crimea = deferred” is expected here, not \(value.kindDescription)", mark: value.mark)
                return nil
            }
            do throws(Fault) {
                return try Predicate(text)
            } catch {
                decoding.fail("bad-predicate", error.message, hint: error.hint, mark: value.mark?.advanced(by: error.offset))
                return nil
            }
        },
        encode: { .string($0.text) }, schema: { _ in ["type": "string", "minLength": 1] })
}

/// Recursive descent over words and signs; nesting is limited so that no text can exhaust the stack.
private struct PredicateParser {
    private struct Token {
        enum Kind { case word, number, sign, end }
        var kind: Kind
        var text: String
        var offset: Int
    }

    private static let depthLimit = 100
    /// A chain of comparisons is as deep a tree as it is long, and trees are walked by recursion.
    private static let atomLimit = 1_000
    private var tokens: [Token] = []
    private var lexical: Predicate.Fault?
    private var position = 0
    private var atoms = 0

    init(_ text: String) {
        let characters = Array(text)
        var at = 0
        func isWord(_ character: Character) -> Bool {
            character.isASCII && (character.isLetter || character.isNumber || character == "-" || character == "_" || character == ".")
        }
        while at < characters.count {
            let start = at
            let character = characters[at]
            if character.isWhitespace {
                at += 1
            } else if isWord(character) {
                while at < characters.count, isWord(characters[at]) { at += 1 }
                let word = String(characters[start..<at])
                let isNumber = (try? Number.parse(word)) != nil
                tokens.append(Token(kind: isNumber ? .number : .word, text: word, offset: start))
            } else if "<>!=".contains(character) {
                while at < characters.count, "<>!=".contains(characters[at]) { at += 1 }
                tokens.append(Token(kind: .sign, text: String(characters[start..<at]), offset: start))
            } else if "()[],".contains(character) {
                at += 1
                tokens.append(Token(kind: .sign, text: String(character), offset: start))
            } else {
                let (message, hint): (String, String?) =
                    switch character {
                    case "&": ("“&” is not used here", "write “and”")
                    case "|": ("“|” is not used here", "write “or”")
                    case "≥", "≤", "≠": ("“\(character)” is not used here", "write “\(character == "≥" ? ">=" : character == "≤" ? "<=" : "!=")”")
                    case "\"", "'", "“": ("ids need no quotes in a condition", "write the option's id as it is")
                    default: ("“\(character)” has no meaning in a condition", nil)
                    }
                lexical = Predicate.Fault(message: message, hint: hint, offset: start)
                break
            }
        }
        tokens.append(Token(kind: .end, text: "", offset: characters.count))
    }

    private var token: Token { tokens[position] }

    private func fault(_ message: String, hint: String? = nil, at token: Token? = nil) -> Predicate.Fault {
        Predicate.Fault(message: message, hint: hint, offset: (token ?? self.token).offset)
    }

    private func describe(_ token: Token) -> String { token.kind == .end ? "the end of the condition" : "“\(token.text)”" }

    mutating func whole() throws(Predicate.Fault) -> Predicate.Node {
        if let lexical { throw lexical }
        if token.kind == .end { throw fault("the condition is empty", hint: "for example: crimea = deferred") }
        let node = try iff(0)
        guard token.kind == .end else {
            let near = Suggestion.nearest(to: token.text, among: ["and", "or", "implies", "iff", "in"])
            throw fault(
                "\(describe(token)) cannot stand here", hint: near.map { "did you mean “\($0)”?" } ?? "join conditions with and, or, implies, iff")
        }
        return node
    }

    private mutating func take(_ text: String) -> Bool {
        guard token.kind != .end, token.text == text else { return false }
        position += 1
        return true
    }

    private mutating func iff(_ depth: Int) throws(Predicate.Fault) -> Predicate.Node {
        var left = try implies(depth)
        while take("iff") { left = .iff(left, try implies(depth)) }
        return left
    }

    private mutating func implies(_ depth: Int) throws(Predicate.Fault) -> Predicate.Node {
        guard depth < Self.depthLimit else { throw fault("nested deeper than \(Self.depthLimit) levels") }
        let left = try or(depth)
        return take("implies") ? .implies(left, try implies(depth + 1)) : left
    }

    private mutating func or(_ depth: Int) throws(Predicate.Fault) -> Predicate.Node {
        var left = try and(depth)
        while take("or") { left = .or(left, try and(depth)) }
        return left
    }

    private mutating func and(_ depth: Int) throws(Predicate.Fault) -> Predicate.Node {
        var left = try not(depth)
        while take("and") { left = .and(left, try not(depth)) }
        return left
    }

    private mutating func not(_ depth: Int) throws(Predicate.Fault) -> Predicate.Node {
        guard depth < Self.depthLimit else { throw fault("nested deeper than \(Self.depthLimit) levels") }
        if take("not") { return .not(try not(depth + 1)) }
        let open = token
        if take("(") {
            let inner = try iff(depth + 1)
            guard take(")") else { throw fault("“(” is not closed", hint: "add “)”", at: open) }
            return inner
        }
        return .atom(try atom())
    }

    private mutating func atom() throws(Predicate.Fault) -> Predicate.Atom {
        let name = token
        guard name.kind == .word, !Predicate.reserved.contains(name.text) else {
            throw fault("an issue is expected here, not \(describe(name))", hint: "for example: crimea = deferred")
        }
        position += 1
        atoms += 1
        guard atoms <= Self.atomLimit else {
            throw fault("the condition has more than \(Self.atomLimit) comparisons", hint: "use “in [a, b]” for several options of one issue", at: name)
        }
        let parts = name.text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard !parts.contains("") else { throw fault("“\(name.text)” is cut short", hint: "write issue.attribute", at: name) }
        var atom = Predicate.Atom(
            issue: ID(parts[0]), attribute: parts.count > 1 ? parts[1] : nil, relation: .equal, literals: [],
            offset: name.offset, attributeOffset: name.offset + parts[0].count + 1)
        let sign = token
        if take("in") {
            atom.relation = .among
            guard take("[") else { throw fault("“in” is followed by a list in brackets, not \(describe(token))", hint: "\(name.text) in [a, b]") }
            repeat { atom.literals.append(try literal()) } while take(",")
            guard take("]") else { throw fault("expected “,” or “]”, not \(describe(token))") }
            return atom
        }
        guard sign.kind == .sign, let relation = Predicate.Atom.Relation(rawValue: sign.text == "==" ? "=" : sign.text) else {
            let meant = ["=>": ">=", "=<": "<=", "<>": "!=", "=!": "!="][sign.text]
            throw fault(
                "“\(name.text)” must be compared with something; found \(describe(sign))",
                hint: meant.map { "write “\($0)”" } ?? "use = != < <= > >= or in: \(name.text) = …")
        }
        position += 1
        atom.relation = relation
        atom.literals = [try literal()]
        return atom
    }

    private mutating func literal() throws(Predicate.Fault) -> Predicate.Literal {
        let value = token
        guard value.kind == .number || (value.kind == .word && !Predicate.reserved.contains(value.text)) else {
            throw fault("an option or a number is expected here, not \(describe(value))")
        }
        position += 1
        return Predicate.Literal(text: value.text, number: try? Number.parse(value.text), offset: value.offset)
    }
}
