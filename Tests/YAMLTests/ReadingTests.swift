import Shapes
import Testing
import YAML

@Suite struct Reading {
    @Test func plainScalarsAreWhatTheySay() throws {
        let meanings: [(String, Value)] = [
            ("null", .null), ("~", .null), ("Null", .null), ("NULL", .null), ("nULL", "nULL"),
            ("true", true), ("True", true), ("TRUE", true), ("tRUE", "tRUE"), ("false", false), ("False", false),
            ("FALSE", false),
            ("yes", "yes"), ("no", "no"), ("on", "on"), ("off", "off"), ("y", "y"), ("n", "n"),
            ("0", 0), ("12", 12), ("-12", -12), ("+1", 1), ("1e3", 1000), ("-0", 0),
            ("0.25", .number(Number(significand: 25, exponent: -2))), (".5", .number(Number(significand: 5, exponent: -1))),
            ("-.5", .number(Number(significand: -5, exponent: -1))), ("1.50", .number(Number(significand: 15, exponent: -1))),
            ("5.", "5."), ("012", "012"), ("-012", "-012"), ("00", "00"), ("0x10", "0x10"), ("0o7", "0o7"), ("1_000", "1_000"),
            ("1.2.3", "1.2.3"), ("2025-08-12", "2025-08-12"), ("12:30", "12:30"), (".inf", ".inf"), (".nan", ".nan"),
            ("--1", "--1"),
            ("1e", "1e"), ("+", "+"), (".", "."), ("40%", "40%"), ("quota <= 40", "quota <= 40"), ("a:b", "a:b"),
            ("a#b", "a#b"),
        ]
        for (text, value) in meanings {
            #expect(try read("k: \(text)")["k"] == value, "\(text)")
            #expect(try read("[\(text)]") == [value], "\(text) in a list")
        }
        #expect(try read("k:") == ["k": .null])
    }

    @Test func quotedAndBlockScalarsAreTexts() throws {
        #expect(try read("[\"12\", '12', \"true\", 'null', \"\", '']") == ["12", "12", "true", "null", "", ""])
        #expect(try read("a: |\n  12\nb: >-\n  true\n") == ["a": "12\n", "b": "true"])
        #expect(try read(#""a\tb\u00e9\n\0""#) == "a\tb\u{e9}\n\0")
    }

    @Test func keysAreTexts() throws {
        let value = try read("40: a\ntrue: b\n~: c\n\"\": d\n'<<': e\n? f\n: g\n!!str h: i")
        #expect(value.object.map { Array($0.keys) } == ["40", "true", "~", "", "<<", "f", "h"])
    }

    @Test func tagsThatFitAreHonoured() throws {
        let value = try read(
            """
            a: !!str 12
            b: !!int "12"
            c: !!float 0.5
            d: !!bool "true"
            e: !!null ""
            f: !!map {}
            g: !!seq []
            h: !!str
            i: !<tag:yaml.org,2002:str> true
            """)
        #expect(
            value == [
                "a": "12", "b": 12, "c": .number(Number(significand: 5, exponent: -1)), "d": true, "e": .null, "f": [:],
                "g": [],
                "h": "", "i": "true",
            ])
    }

    @Test(arguments: [
        "a: !!int x", "a: !!int 0.5", "a: !!bool yes", "a: !!null x", "a: !!map []", "a: !!seq {}", "a: !!str []",
        "a: !!float {}",
        "a: !!set {}", "a: !!timestamp 2025-08-12", "a: !!binary aGk=", "a: !ours x", "!!int 40: x", "a: !ours []", "!ours x",
    ])
    func tagsThatDoNotFitAreRefused(text: String) {
        #expect(problems(text).map(\.code) == ["unsupported-yaml"])
    }

    @Test(arguments: [
        "<<: {a: 1}", "a: &x {b: 1}\nc:\n  <<: *x", "[a]: b", "{a: 1}: b", "? [a, b]\n: c", "a: &x b\n*x : c", "&x a: b",
        "a: &x [*x]",
        "a: &x {b: [*x]}", "{{name}}: 1",
    ])
    func whatOthersReadDifferentlyIsRefused(text: String) {
        #expect(problems(text).map(\.code) == ["unsupported-yaml"])
    }

    @Test func aliasesStandForTheirAnchors() throws {
        #expect(try read("a: &x [1, 2]\nb: *x\nc: &x 3\nd: *x") == ["a": [1, 2], "b": [1, 2], "c": 3, "d": 3])
        let problem = try #require(problems("a: &quota 1\nb: *qouta").first)
        #expect(problem.code == "yaml-syntax")
        #expect(problem.hint == "did you mean “*quota”?")
    }

    @Test func duplicateKeysAreAllToldWithBothPlaces() throws {
        let found = problems("a: 1\nb: {c: 1, c: 2}\na: 2\n'a': 3\n")
        #expect(found.map(\.code) == ["duplicate-key", "duplicate-key", "duplicate-key"])
        #expect(found.map(\.place?.line) == [2, 3, 4])
        #expect(found.map(\.place?.column) == [11, 1, 1])
        #expect(found.map(\.related?.line) == [2, 1, 1])
        #expect(found.map(\.related?.column) == [5, 1, 1])
    }

    @Test func contentProblemsAreToldTogetherAndBeforeTheSyntaxErrorThatEndsTheReading() {
        let found = problems("a: 1\na: !x 2\nb: 1234567890123456789012\nc: *y\n- d\n")
        #expect(
            found.map(\.code) == ["duplicate-key", "unsupported-yaml", "number-out-of-range", "yaml-syntax", "yaml-syntax"])
        #expect(found.last?.place?.line == 5)
    }

    @Test(arguments: ["", "\n", "   \n", "# only a comment\n", "\u{FEFF}", "---\n", "---\n...\n"])
    func anEmptyFileIsSaidToBeEmpty(text: String) {
        let found = problems(text)
        #expect(found.map(\.code) == ["empty-file"])
        #expect(found.first?.message.contains("empty") == true)
    }

    @Test func oneDocumentIsOneDocument() throws {
        #expect(try read("---\na: 1\n...\n") == ["a": 1])
        #expect(try read("%YAML 1.2\n---\na: 1\n") == ["a": 1])
        #expect(try read("null") == .null)
        #expect(problems("a: 1\n---\nb: 2\n---\nc: 3\n").map(\.code) == ["several-documents"])
        #expect(problems("a: 1\n---\nb: 2\n").first?.place?.line == 2)
        #expect(problems("a: 1\n---\n").map(\.code) == ["several-documents"])
    }

    @Test func encodings() throws {
        #expect(try read("\u{FEFF}a: é") == ["a": "é"])
        for encoding in [[0xFF, 0xFE, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x61], [0x61, 0x00, 0x3A, 0x00], [0, 0x61, 0, 0x3A]]
            as [[UInt8]]
        {
            let found = problems(encoding)
            #expect(found.map(\.code) == ["not-utf8"])
            #expect(found.first?.message.contains("UTF-16") == true)
        }
        let latin = problems(Array("a: b\nc: caf".utf8) + [0xE9, 0x0A])
        #expect(latin.map(\.code) == ["not-utf8"])
        #expect(latin.first?.place.map { [$0.line, $0.column] } == [2, 7])
        for broken in [[0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x80]] as [[UInt8]] {
            #expect(problems(Array("a: ".utf8) + broken).map(\.code) == ["not-utf8"])
        }
        let control = problems("a: b\r\n\r\nc: \u{7}d\n")
        #expect(control.map(\.code) == ["yaml-syntax"])
        #expect(control.first?.place.map { [$0.line, $0.column] } == [3, 4])
    }

    @Test func marksPointAtTextsAndKeys() throws {
        let value = try read(
            """
            # a comment
            plain: quota <= 40   # another
            "é🤝": 'single'
            escaped: "a\\tb"
            tagged: !!str &x text
            list:
            - [one, "two"]
            - two
              lines
            block: |
              text
            empty:
            alias: *x
            """)
        func at(_ pointer: Pointer) -> [Int?] {
            let mark = value[pointer]?.mark
            return [mark?.line, mark?.column, mark?.inset]
        }
        #expect(at("/plain") == [2, 8, 0])
        #expect(at("/é🤝") == [3, 7, 1])
        #expect(at("/escaped") == [4, 10, nil])
        #expect(at("/tagged") == [5, 18, 0])
        #expect(at("/list") == [7, 1, nil])
        #expect(at("/list/0") == [7, 3, nil])
        #expect(at("/list/0/1") == [7, 9, 1])
        #expect(at("/list/1") == [8, 3, nil])
        #expect(at("/block") == [10, 8, nil])
        #expect(at("/empty") == [12, 7, 0])
        #expect(at("/alias") == [13, 8, nil])
        #expect(at("") == [2, 1, nil])
        #expect(value.object?.keyMark("é🤝") == Mark(file: "test.yaml", line: 3, column: 1, inset: 1))
        #expect(value.object?.keyMark("alias") == Mark(file: "test.yaml", line: 13, column: 1, inset: 0))
    }

    @Test func linesAreCountedAsInTheFile() throws {
        let value = try read("a: 1\r\nb: 2\rc: 3\n\nd: 4")
        #expect(["a", "b", "c", "d"].map { value[$0]?.mark?.line } == [1, 2, 3, 5])
    }
}
