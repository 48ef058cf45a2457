import OrderedCollections
import Shapes

/// The part of XML that negotiation domains are written in: elements, attributes, comments, a prolog, and the five predefined
/// and the numeric references.
///
/// Written here for two reasons: every fault has its line and column, and what makes XML dangerous (document types, entities
/// of one's own, anything outside the file) is not there to be switched off.
enum XML {
    struct Element {
        var name: String
        var attributes: OrderedDictionary<String, Attribute> = [:]
        var children: [Element] = []
        var mark: Mark

        func children(named name: String) -> [Element] { children.filter { $0.name == name } }

        /// Whether it or something in it has an element or an attribute of this name.
        func contains(_ name: String) -> Bool {
            self.name == name || attributes[name] != nil || children.contains { $0.contains(name) }
        }
    }

    struct Attribute {
        var text: String
        var mark: Mark
    }

    static let depthLimit = 32
    static let elementLimit = 200_000

    static func parse(_ file: Importers.File) throws(Diagnostic) -> Element {
        var reader = XMLReader(file)
        return try reader.document()
    }
}

private struct XMLReader {
    private let file: String
    private let scalars: [Unicode.Scalar]
    private var position = 0
    /// Where the line begins that `position` is in, and its number.
    private var lineStart = 0
    private var line = 1

    init(_ file: Importers.File) {
        self.file = file.path
        scalars = Array(file.body.unicodeScalars)
    }

    private var mark: Mark { Mark(file: file, line: line, column: position - lineStart + 1) }

    private func fault(_ message: String, _ hint: String, at mark: Mark? = nil) -> Diagnostic {
        Diagnostic(code: "bad-xml", message, hint: hint, place: .init(mark ?? self.mark))
    }

    private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func advance(_ count: Int = 1) {
        for _ in 0..<count where position < scalars.count {
            let scalar = scalars[position]
            position += 1
            // CR LF ends one line, at its LF.
            let endsLine = scalar == "\n" || (scalar == "\r" && next != "\n")
            if endsLine { (line, lineStart) = (line + 1, position) }
        }
    }

    private func stands(_ word: String) -> Bool {
        var place = position
        for scalar in word.unicodeScalars {
            guard place < scalars.count, scalars[place] == scalar else { return false }
            place += 1
        }
        return true
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool { [" ", "\t", "\n", "\r"].contains(scalar) }

    private mutating func skipSpace() { while let scalar = next, XMLReader.isSpace(scalar) { advance() } }

    mutating func document() throws(Diagnostic) -> XML.Element {
        if stands("<?xml"), position + 5 < scalars.count, XMLReader.isSpace(scalars[position + 5]) { try declaration() }
        try skipMisc()
        guard next != nil else { throw fault("the file has no element", "Check that it was saved whole.") }
        let root = try elements()
        try skipMisc()
        guard next == nil else { throw fault("something stands behind the end of the outermost element", "Take it out.") }
        return root
    }

    /// Texts arrive decoded as UTF-8; a declaration that says otherwise would have meant other characters.
    private mutating func declaration() throws(Diagnostic) {
        let start = mark
        let begin = position
        while next != nil, !stands("?>") { advance() }
        guard next != nil else { throw fault("the XML declaration is not closed", "End it with ?>.", at: start) }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[begin..<position])
        advance(2)
        let parts = String(text).split { $0 == "\"" || $0 == "'" }
        guard let place = parts.firstIndex(where: { $0.hasSuffix("encoding=") || $0.hasSuffix("encoding = ") }),
            place + 1 < parts.count
        else { return }
        let encoding = String(parts[place + 1])
        guard !["utf-8", "us-ascii", "ascii"].contains(encoding.lowercased()), scalars.contains(where: { !$0.isASCII }) else { return }
        throw Diagnostic(
            code: "wrong-encoding", "the file says that it is written in \(encoding), and files are read as UTF-8",
            hint: "Save it as UTF-8, and say so in its first line.", place: .init(start))
    }

    private mutating func skipMisc() throws(Diagnostic) {
        while true {
            skipSpace()
            if stands("<!--") || stands("<?") { try skipAside() } else { break }
        }
        if stands("<!") {
            throw fault(
                "document types and entities of one's own are not read, because they can reach outside the file and grow without bounds",
                "Take the <!DOCTYPE …> out; domains need none.")
        }
    }

    /// A comment or a processing instruction.
    private mutating func skipAside() throws(Diagnostic) {
        let start = mark
        let (what, end) = stands("<!--") ? ("comment", "-->") : ("processing instruction", "?>")
        advance(what == "comment" ? 4 : 2)
        while next != nil, !stands(end) { advance() }
        guard next != nil else { throw fault("the \(what) is not closed", "End it with \(end).", at: start) }
        advance(end.count)
    }

    /// The outermost element with all that is in it; a list of open elements, so that depth needs no stack.
    private mutating func elements() throws(Diagnostic) -> XML.Element {
        var open: [XML.Element] = []
        var count = 0
        while true {
            if !open.isEmpty { try skipText(in: open[open.count - 1]) }
            guard stands("<") else {
                if let last = open.last {
                    throw fault(
                        "the file ends, and <\(last.name)> from line \(last.mark.line) is not closed",
                        "Check that it was saved whole; </\(last.name)> is missing.")
                }
                throw fault("an element is expected here", "XML begins with <.")
            }
            var done: XML.Element?
            if stands("</") {
                done = try close(&open)
            } else {
                count += 1
                guard count <= XML.elementLimit else {
                    throw fault("the file has more than \(XML.elementLimit) elements", "Import one domain at a time.")
                }
                let (element, isClosed) = try tag()
                if isClosed { done = element } else { open.append(element) }
                guard open.count <= XML.depthLimit else {
                    throw fault("elements stand within each other more than \(XML.depthLimit) deep", "Domains need five levels.", at: element.mark)
                }
            }
            guard let done else { continue }
            if open.isEmpty { return done }
            open[open.count - 1].children.append(done)
        }
    }

    /// Blanks, comments and instructions between elements; other text has no meaning in a domain.
    private mutating func skipText(in element: XML.Element) throws(Diagnostic) {
        try skipMisc()
        guard let scalar = next, scalar != "<" else { return }
        throw fault("there is text in <\(element.name)>, where only elements stand", "Take it out, or put it into a comment <!-- -->.")
    }

    private mutating func close(_ open: inout [XML.Element]) throws(Diagnostic) -> XML.Element {
        let start = mark
        advance(2)
        let name = try name("an element")
        skipSpace()
        guard next == ">" else { throw fault("</\(name) is not closed by >", "Write </\(name)>.") }
        advance()
        guard let element = open.popLast() else { throw fault("</\(name)> closes nothing", "Take it out.", at: start) }
        guard element.name == name else {
            throw fault(
                "</\(name)> stands where <\(element.name)> from line \(element.mark.line) has to be closed",
                "Write </\(element.name)> first.", at: start)
        }
        return element
    }

    private mutating func name(_ what: String) throws(Diagnostic) -> String {
        var name = String.UnicodeScalarView()
        while let scalar = next, scalar.properties.isXIDContinue || ["-", ".", ":"].contains(scalar) {
            name.append(scalar)
            advance()
            guard name.count <= 256 else { throw fault("the name of \(what) is longer than 256 characters", "Shorten it.") }
        }
        guard let first = name.first, first.properties.isXIDStart || first == "_" else {
            throw fault("the name of \(what) is expected here", "Where < is meant as a character, write &lt;.")
        }
        return String(name)
    }

    /// A start tag; whether it closes itself.
    private mutating func tag() throws(Diagnostic) -> (XML.Element, isClosed: Bool) {
        let start = mark
        advance()
        var element = XML.Element(name: try name("an element"), mark: start)
        while true {
            let before = position
            skipSpace()
            if stands("/>") || stands(">") {
                let isClosed = next == "/"
                advance(isClosed ? 2 : 1)
                return (element, isClosed)
            }
            guard next != nil else {
                throw fault("the file ends within <\(element.name)>", "Check that it was saved whole.", at: start)
            }
            guard position > before else { throw fault("a blank or > is expected here", "Put a blank between attributes.") }
            let place = mark
            let name = try name("an attribute")
            skipSpace()
            guard next == "=" else { throw fault("the attribute “\(name)” has no value", "Write \(name)=\"…\".") }
            advance()
            skipSpace()
            let value = try value(of: name)
            guard element.attributes.updateValue(.init(text: value, mark: place), forKey: name) == nil else {
                throw fault("the attribute “\(name)” stands twice in <\(element.name)>", "Keep one of the two.", at: place)
            }
        }
    }

    private mutating func value(of name: String) throws(Diagnostic) -> String {
        let start = mark
        guard let quote = next, quote == "\"" || quote == "'" else {
            throw fault("the value of “\(name)” is not in quotes", "Write \(name)=\"…\".")
        }
        advance()
        var text = String.UnicodeScalarView()
        while let scalar = next, scalar != quote {
            if scalar == "<" {
                throw fault("< stands in the value of “\(name)”", "Write &lt;, or close the value with \(quote).")
            }
            if scalar == "&" {
                text.append(try reference())
                continue
            }
            guard XMLReader.isAllowed(scalar) else { throw fault("a control character stands in the value of “\(name)”", "Take it out.") }
            // A line break in a value is a blank (XML 1.0, 3.3.3).
            text.append(XMLReader.isSpace(scalar) ? " " : scalar)
            advance()
        }
        guard next != nil else {
            throw fault("the value of “\(name)” is not closed", "End it with \(quote); check that the file was saved whole.", at: start)
        }
        advance()
        return String(text)
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x20 ? scalar.value != 0xFFFE && scalar.value != 0xFFFF : isSpace(scalar)
    }

    private mutating func reference() throws(Diagnostic) -> Unicode.Scalar {
        let start = mark
        advance()
        var name = ""
        while let scalar = next, scalar.isASCII, scalar == "#" || scalar.properties.isXIDContinue, name.utf8.count < 12 {
            name.unicodeScalars.append(scalar)
            advance()
        }
        guard next == ";" else { throw fault("& begins a reference that is not closed by ;", "Write &amp; for the character itself.", at: start) }
        advance()
        if let known = ["lt": "<", "gt": ">", "amp": "&", "apos": "'", "quot": "\""][name] as Unicode.Scalar? { return known }
        if name.hasPrefix("#") {
            let isHex = name.hasPrefix("#x")
            let code = UInt32(name.dropFirst(isHex ? 2 : 1), radix: isHex ? 16 : 10)
            if let scalar = code.flatMap(Unicode.Scalar.init), XMLReader.isAllowed(scalar) { return scalar }
        }
        throw fault("&\(name); is no reference that is read", "Write the character itself; only &lt; &gt; &amp; &apos; &quot; and numbers are taken.", at: start)
    }
}
