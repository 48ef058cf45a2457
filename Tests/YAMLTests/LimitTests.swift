import Shapes
import Testing
import YAML

@Suite struct Limits {
    private func limits(_ change: (inout YAML.Limits) -> Void) -> YAML.Limits {
        var limits = YAML.Limits.standard
        change(&limits)
        return limits
    }

    @Test func bytes() {
        let limits = limits { $0.bytes = 6 }
        #expect(problems("a: bcd", limits: limits).isEmpty)
        #expect(problems("a: bcde", limits: limits).map(\.code) == ["too-large"])
    }

    @Test func depth() {
        for (open, close) in [("[", "]"), ("{a: ", "}")] {
            func nested(_ depth: Int) -> String {
                String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
            }
            #expect(problems(nested(64)).isEmpty)
            #expect(problems(nested(65)).map(\.code) == ["too-deep"])
            #expect(problems(String(repeating: open, count: 100_000)).map(\.code) == ["too-deep"])
        }
        func block(_ depth: Int) -> String { (0..<depth).map { String(repeating: " ", count: $0) + "a:\n" }.joined() }
        #expect(problems(block(64)).isEmpty)
        #expect(problems(block(65)).map(\.code) == ["too-deep"])
        #expect(problems(String(repeating: "- ", count: 100_000) + "a").map(\.code) == ["too-deep"])
    }

    @Test func depthThroughAliases() {
        // Each line holds the one before it: as deep as it has lines, though no line is.
        func chain(_ length: Int) -> String {
            "a0: &a0 1\n" + (1...length).map { "a\($0): &a\($0) [*a\($0 - 1)]\n" }.joined()
        }
        #expect(problems(chain(63)).isEmpty)
        #expect(problems(chain(64)).map(\.code) == ["too-deep"])
    }

    @Test func nodes() {
        let limits = limits { $0.nodes = 4 }
        #expect(problems("[1, 2, 3]", limits: limits).isEmpty)
        #expect(problems("[1, 2, 3, 4]", limits: limits).map(\.code) == ["too-large"])
        #expect(problems("{a: &x [1], b: *x}", limits: limits).map(\.code) == ["too-many-aliases"])
        #expect(problems("{a: &x 1, b: *x, c: *x}", limits: limits).isEmpty)
    }

    @Test func aliases() {
        let limits = limits { $0.aliases = 2 }
        #expect(problems("[&x 1, *x, *x]", limits: limits).isEmpty)
        #expect(problems("[&x 1, *x, *x, *x]", limits: limits).map(\.code) == ["too-many-aliases"])
    }

    @Test func aThousandMillionLaughs() {
        var text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
        for level in 1...20 {
            text += "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", "))]\n"
        }
        #expect(problems(text).map(\.code) == ["too-many-aliases"])
    }

    @Test func theListOfProblemsEnds() {
        let text = String(repeating: "a: 1\n", count: 10_000)
        #expect(problems(text).count == 100)
    }

    @Test func longFilesAreReadInOneGo() throws {
        let members = (0..<20_000).map { "{k\($0): , b: [x y, \"z\"]}" }
        let value = try read("[\(members.joined(separator: ", "))]")
        #expect(value.array?.count == 20_000)
    }
}
