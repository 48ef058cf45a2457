import Shapes
import Testing
import YAML

/// The mistakes that people make, and what they are told: the place, and a word that shows the cause was understood.
@Suite struct Errors {
    private static let mistakes: [(text: String, line: Int, column: Int, says: String, hints: String)] = [
        (
            "title: Sanctions: a first look", 1, 17, "behind “title:” contains a second “: ”",
            "title: \"Sanctions: a first look\""
        ),
        ("title: “Sanctions: a look”", 1, 18, "second “: ”", "straight quotes"),
        ("issues:\n\tseason: x", 2, 1, "a tab", "spaces"),
        ("issues:\n  a: 1\n  \tb: 2", 3, 3, "a tab", "spaces"),
        ("a: |\n\ttext", 2, 1, "a tab", "spaces"),
        ("title: \"A first look\nsource: brief\n", 1, 8, "never closed", "same quote"),
        ("title: \"A first look\nsource: \"brief\"\n", 1, 8, "closed only in line 2", "at the end of this line"),
        ("title: 'It's a look'", 1, 12, "ends before “s a look'”", "double quotes"),
        ("title: \"The \"old\" one\"", 1, 14, "ends before “old\" one\"”", "single quotes"),
        ("title: [draft] of a treaty", 1, 16, "brackets are closed before “of a treaty”", "into quotes"),
        ("of: [union, coast\nsource: brief", 1, 5, "not closed before line 2", "“]”"),
        ("of: [union, coast\n\n# end\n", 1, 5, "never closed", "“]”"),
        ("of: [union,\n", 1, 5, "never closed", ""),
        ("a: {title: X, source: brief\nb: 2", 1, 4, "not closed before line 2", "“}”"),
        ("a: {title: X,\n  of: y\n  by: z}", 3, 5, "“,” or “}”", "end of line 2"),
        ("a: {title: \"X\" source: brief}", 1, 16, "missing before “source: brief}”", "commas"),
        ("a: [x, y}", 1, 9, "“}” stands here", "“]”"),
        ("a: {b: c: d}", 1, 9, "second “: ”", "quotes"),
        ("a: [1]]", 1, 7, "closes nothing", "opening bracket"),
        ("a: [x,, y]", 1, 7, "missing before this comma", "comma"),
        ("a: [- x]", 1, 5, "within brackets", "commas"),
        (
            "a: {title: bread, butter and jam, source: b}", 1, 19, "“butter and jam” stands here as a key",
            "a comma ends the text"
        ),
        ("a: { title: bread, butter }", 1, 20, "“butter” stands here as a key", "a comma"),
        ("a: {b:c}", 1, 5, "“b:c” stands here as a key", "“b: c”"),
        ("a: {: x}", 1, 5, "a key is missing", ""),
        ("?\n: x", 1, 2, "a key is missing", ""),
        ("a: @home", 1, 4, "cannot begin with “@”", "a: \"@home\""),
        ("a: `x`", 1, 4, "cannot begin with “`”", "a: \"`x`\""),
        ("a: %5", 1, 4, "cannot begin with “%”", "a: \"%5\""),
        ("a: *important*", 1, 4, "cannot begin with “*”", "a: \"*important*\""),
        ("a: & co", 1, 4, "cannot begin with “&”", "a: \"& co\""),
        ("when: >= 5", 1, 7, "cannot begin with “>”", "when: \">= 5\""),
        ("a: !important x", 1, 4, "“!important” is a tag", "quotes"),
        ("a: *missing", 1, 4, "“&missing”", "quotes"),
        ("a: b\n  c: d", 2, 3, "indented further than line 1", "column 1"),
        ("a:\n    b: 1\n  c: 2", 3, 3, "indented by 2 spaces", "line 2 (4 spaces) or with line 1 (no space)"),
        ("  a: 1\nb: 2", 2, 1, "further left than line 1", "same column"),
        ("a:\n\u{A0} b: 1\n  c: 2", 2, 1, "looks like a space", "type them again"),
        ("a: 1\n- b", 2, 1, "a list entry", "a key of its own"),
        ("- a\nb: 1", 2, 1, "does not begin with “- ”", "“- ”"),
        ("key: - a", 1, 6, "on the line of its key", "next line"),
        ("a: 1\nbcd\ne: 2", 2, 1, "“bcd” stands where a key should", "key: value"),
        ("abc\na: 1", 1, 1, "“abc” stands where a key should", "key: value"),
        ("a: 1\nb:2\nc: 3", 2, 1, "a space is missing behind the “:”", "“b: 2”"),
        ("a:\n  - b\n  -c\nd: 1", 3, 3, "a space is missing behind the “-”", "“- c”"),
        ("a: {b:}", 1, 6, "space is missing", "add one"),
        ("a: {b:[1]}", 1, 6, "space is missing", "add one"),
        ("kind:world # a comment\ntitle: x", 1, 1, "a space is missing behind the “:”", "“kind: world”"),
        ("a: [1]\n  b: 2", 2, 3, "indented further than line 1", "column 1"),
        ("a: b: # c", 1, 5, "second", ""),
        ("a: \"x\",\nb: 1", 1, 7, "separates nothing", "commas"),
        ("a: \"C:\\Users\"", 1, 7, "“\\Users\"” is none", "single quotes"),
        ("%YAML 1.2\na: 1", 1, 1, "“---”", "“---”"),
        ("%TAG ! x\n---\na: 1", 1, 1, "“%TAG”", "delete"),
        ("%FOO\n---\na: 1", 1, 1, "an instruction", "delete"),
        ("\"a\"\nb: 1", 2, 1, "complete before “b: 1”", "one mapping"),
        ("a: 12345678901234567890", 1, 4, "18 digits", "quotes"),
        ("a: 1e400", 1, 4, "18 digits", "quotes"),
        ("a: 1\na: 2", 2, 1, "first in line 1", "rename"),
        ("a: 1\n---\nb: 1", 2, 1, "second document", "“---”"),
    ]

    @Test(arguments: mistakes.indices)
    func aMistakeIsToldWhereItIsAndWhatToDo(index: Int) throws {
        let mistake = Errors.mistakes[index]
        let problem = try #require(problems(mistake.text).first)
        #expect(problem.place.map { [$0.line, $0.column] } == [mistake.line, mistake.column], "\(problem.text)")
        #expect(problem.message.contains(mistake.says), "\(problem.text)")
        #expect(mistake.hints.isEmpty || problem.hint?.contains(mistake.hints) == true, "\(problem.text)")
        #expect(!problem.message.contains("this is not YAML"), "\(problem.text)")
    }

    @Test func messagesDoNotCarryControlCharactersOrWholeTexts() throws {
        let key = "\"a\\n\\e[31m\(String(repeating: "x", count: 900))\""
        let problem = try #require(problems("\(key): 1\n\(key): 2").first)
        #expect(problem.code == "duplicate-key")
        #expect(problem.message.count < 200)
        #expect(problem.message.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    }

    @Test func theWrittenFormShowsTheLine() throws {
        let text = "parties:\n  isle: {name: Isle}\n  isle: {name: Man}\n"
        #expect(
            problems(text).excerpted(from: ["test.yaml": text]).map(\.text) == [
                """
                test.yaml:3:3: error: the key “isle” stands twice in this mapping: first in line 2, and here again
                  |   isle: {name: Man}
                  |   ^
                  also: test.yaml:2:3
                  rename one of the two, or merge their contents under one key
                """
            ])
    }
}
