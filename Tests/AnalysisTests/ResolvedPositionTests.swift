import Analysis
import Negotiation
import Shapes
import Testing

@Suite struct ResolvedPositionTests {
    private func levels(_ position: String, on issue: String, _ reading: Reading) throws -> [ResolvedPosition.Level] {
        let workspace = try workspace(
            """
            "parties": {"p": {"name": "P", "role": "principal"}},
            "issues": {"i": {"title": "I", \(issue), "positions": {"p": \(position)}}}
            """)
        let resolved = ResolvedCase(workspace, reading: reading)
        let position = try #require(resolved.parties[0].positions[0])
        return resolved.issues[0].choices.indices.map { position.level(of: $0, on: resolved.issues[0]) }
    }

    private let abc = """
        "options": {"a": {"title": "A"}, "b": {"title": "B"}, "c": {"title": "C"}}
        """

    @Test func assessedWhereGivenElseDeclared() throws {
        let position = """
            {"stance": {"a": "demands", "b": "red-line", "c": "red-line"}, "salience": "high",
             "assessed": {"stance": {"a": "prefers", "b": "red-line"}}}
            """
        let declared = try levels(position, on: abc, .declared)
        #expect(declared.map(\.stance) == [.value(Interval(1)), .redLine, .redLine])
        #expect(declared.allSatisfy { !$0.isSoftened })
        let assessed = try levels(position, on: abc, .assessed)
        // A red line that the assessment repeats binds; one that it does not repeat is worth 0.
        #expect(assessed.map(\.stance) == [.value(interval("0.7", "0.95")), .redLine, .value(.zero)])
        #expect(assessed.map(\.isSoftened) == [false, false, true])
        #expect(assessed.map { $0.origins.map(\.reading) } == [[.assessed], [.assessed], [.declared]])
    }

    @Test func unmentionedOptionIsUnknown() throws {
        let levels = try levels(#"{"stance": {"a": 0.5}}"#, on: abc, .declared)
        #expect(levels.map(\.isKnown) == [true, false, false])
        #expect(levels[1].interval == .unit)
    }

    @Test func saliencesFollowTheReading() throws {
        func saliences(_ body: String) throws -> [Interval] {
            let workspace = try workspace(
                """
                "words": {"salience": {"vital": 90}},
                "parties": {"p": {"name": "P", "role": "principal"}},
                "issues": {"i": {"title": "I", \(abc), "positions": {"p": {"stance": {"a": 1}\(body)}}}}
                """)
            return Reading.allCases.compactMap { ResolvedCase(workspace, reading: $0).parties[0].positions[0]?.salience }
        }
        #expect(
            try saliences(#", "salience": "vital", "assessed": {"salience": "low"}"#) == [Interval(90), interval("5", "25")])
        #expect(try saliences(#", "salience": [3, 4]"#) == [interval("3", "4"), interval("3", "4")])
        // Without a salience the position counts with weight 0.
        #expect(try saliences("") == [.zero, .zero])
    }

    private let numbers = #""range": {"from": 0, "to": 100, "step": 10}"#

    @Test func straightLinesBetweenNumbers() throws {
        let levels = try levels(#"{"stance": {"20": [0.8, 1], "60": [0, 0.4]}}"#, on: numbers, .declared)
        #expect(levels[2].interval == interval("0.8", "1"))
        #expect(levels[3].interval == interval("0.6", "0.85"))
        #expect(levels[4].interval == interval("0.4", "0.7"))
        #expect(levels[4].origins.map(\.option) == ["20", "60"])
        // Beyond the outermost: what stands there.
        #expect(levels[0].interval == interval("0.8", "1"))
        #expect(levels[10].interval == interval("0", "0.4"))
    }

    @Test func redLinesOfARange() throws {
        let position = #"{"stance": {"0": 1, "20": 0.6, "50": "red-line", "70": "red-line", "90": 0.3}}"#
        let declared = try levels(position, on: numbers, .declared)
        #expect(declared.map(\.isRedLine) == [false, false, false, false, false, true, true, true, false, false, false])
        // Where the red line begins between 20 and 50 nobody has said.
        #expect(declared[3].interval == interval("0", "0.6"))
        #expect(declared[8].interval == interval("0", "0.3"))
        // Under the other reading the same points are worth 0, and lines run between them.
        let assessed = try levels(position, on: numbers, .assessed)
        #expect(assessed.allSatisfy { !$0.isRedLine })
        #expect(assessed[3].interval == Interval(decimal("0.4")))
        #expect(assessed[3].isSoftened && !assessed[2].isSoftened)
    }

    @Test func redLineAtTheEndGoesOnOutward() throws {
        let levels = try levels(#"{"stance": {"30": 1, "60": "red-line"}}"#, on: numbers, .declared)
        #expect(levels.map(\.isRedLine) == [false, false, false, false, false, false, true, true, true, true, true])
    }
}
