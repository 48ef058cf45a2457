import Analysis
import Negotiation
import Shapes
import Testing

@Suite struct IssueGapTests {
    private func gap(_ a: String, _ b: String, _ reading: Reading = .declared, aLines: String = "", c: String = "") throws
        -> IssueGap
    {
        let workspace = try workspace(
            """
            "parties": {"a": {"name": "A", "role": "principal"\(aLines)}, "b": {"name": "B", "role": "principal"},
                        "c": {"name": "C", "role": "ratifier"\(c)}},
            "issues": {
              "i": {"title": "I", "options": {"x": {"title": "X"}, "y": {"title": "Y"}},
                "positions": {"a": {"stance": {\(a)}, "salience": "vital"}, "b": {"stance": {\(b)}, "salience": "high"}}},
              "j": {"title": "J", "options": {"x": {"title": "X"}, "y": {"title": "Y"}}}}
            """)
        return IssueGap(0, among: [0, 1, 2], in: ResolvedCase(workspace, reading: reading))
    }

    /// An option may reach the class at the midpoints while another reaches it over all ranges.
    @Test func whichOptionsHoldOverAllRanges() throws {
        let gap = try gap(#""x": [0.15, 0.4], "y": [0.3, 0.4]"#, #""x": "accepts", "y": "accepts""#)
        #expect(gap.ground == .tolerated && gap.leastGround == .tolerated)
        #expect(gap.options == [0, 1])
        #expect(gap.settledOptions == [1])
    }

    /// Options that tie may hurt different parties.
    @Test func tiedOptionsKeepTheirOwnLosers() throws {
        let gap = try gap(#""x": "demands", "y": 0"#, #""x": 0, "y": "demands""#)
        #expect(gap.smallestLosses.map(\.option) == [0, 1])
        #expect(gap.smallestLosses.map(\.parties) == [[1], [0]])
    }

    @Test func eachClassByHand() throws {
        let preferred = try gap(#""x": "demands", "y": "opposes""#, #""x": "prefers", "y": "demands""#)
        #expect(preferred.ground == .preferred && preferred.leastGround == .preferred && preferred.mostGround == .preferred)
        #expect(preferred.options == [0])
        #expect(preferred.holders == [0, 1])
        #expect(preferred.vitalCount == 1)

        let accepted = try gap(#""x": "demands", "y": "opposes""#, #""x": "accepts", "y": "demands""#)
        #expect(accepted.ground == .accepted && accepted.leastGround == .accepted && accepted.mostGround == .accepted)

        let tolerated = try gap(#""x": "tolerates", "y": "opposes""#, #""x": "accepts", "y": "demands""#)
        #expect(tolerated.ground == .tolerated && tolerated.mostGround == .tolerated)

        let none = try gap(#""x": "demands", "y": "opposes""#, #""x": "opposes", "y": "demands""#)
        #expect(none.ground == CommonGround.none && none.mostGround == CommonGround.none)
        #expect(none.options.isEmpty)

        let clash = try gap(#""x": "demands", "y": "red-line""#, #""x": "red-line", "y": "demands""#)
        #expect(clash.ground == .clash && clash.leastGround == .clash && clash.mostGround == .clash)
        #expect(clash.redLines.map { $0.map(\.party) } == [[1], [0]])
        #expect(clash.redLines.joined().allSatisfy { $0.condition == nil })
        #expect(clash.smallestLosses.isEmpty)
        // The same red lines as assessed: merely worth 0.
        #expect(
            try gap(#""x": "demands", "y": "red-line""#, #""x": "red-line", "y": "demands""#, .assessed).ground
                == CommonGround.none)
    }

    @Test func rangesAcrossAThreshold() throws {
        let wide = try gap(#""x": [0.1, 0.6], "y": 0"#, #""x": 1, "y": 0"#)
        #expect(wide.ground == .tolerated)
        #expect(wide.leastGround == CommonGround.none)
        #expect(wide.mostGround == .accepted)
    }

    @Test func smallestLargestLoss() throws {
        // x: A loses .1, B .6; y: A loses .5, B 0.
        let gap = try gap(#""x": 0.9, "y": [0.4, 0.6]"#, #""x": 0.4, "y": 1"#)
        #expect(gap.smallestLosses.map(\.option) == [1])
        #expect(gap.smallestLosses.map(\.nominal) == [decimal("0.5")])
        #expect(gap.smallestLosses.map(\.range) == [interval("0.4", "0.6")])
        #expect(gap.smallestLosses.map(\.parties) == [[0]])
        // A tie lists both, and both losers.
        let tie = try self.gap(#""x": 0.5, "y": 0.5"#, #""x": 0.5, "y": 0.7"#)
        #expect(tie.smallestLosses.map(\.option) == [0, 1])
        #expect(tie.smallestLosses.map(\.parties) == [[0, 1], [0]])
        // A red line is worse than any loss.
        let line = try self.gap(#""x": 0, "y": "red-line""#, #""x": 0, "y": 1"#)
        #expect(line.smallestLosses.map(\.option) == [0])
    }

    @Test func redLinesByConditionCount() throws {
        func lines(_ predicate: String, _ firmness: String) -> String {
            #", "redLines": {"l": {"title": "L", "predicate": "\#(predicate)", "firmness": "\#(firmness)"}}"#
        }
        let stances = (#""x": 1, "y": 0.8"#, #""x": "red-line", "y": 1"#)
        #expect(try gap(stances.0, stances.1, aLines: lines("i = y", "firm")).ground == .clash)
        // Crossing it takes no more than this option, whatever happens elsewhere.
        let crossed = try gap(stances.0, stances.1, aLines: lines("i = y or j = x", "firm")).redLines[1]
        #expect(crossed.map(\.party) == [0] && crossed.map(\.condition) == ["l"])
        #expect(try gap(stances.0, stances.1, aLines: lines("i = y and j = x", "firm")).ground == .preferred)
        // Said in public only: binds under the declared reading alone.
        #expect(try gap(stances.0, stances.1, aLines: lines("i = y", "declared")).ground == .clash)
        #expect(try gap(stances.0, stances.1, .assessed, aLines: lines("i = y", "declared")).ground == .preferred)
        // A party without a position is not compared, but its red lines stand.
        #expect(try gap(stances.0, stances.1, c: lines("i = y", "firm")).ground == .clash)
    }

    @Test func nobodyHasAPosition() throws {
        let workspace = try workspace(
            """
            "parties": {"a": {"name": "A", "role": "principal"}},
            "issues": {"i": {"title": "I", "options": {"x": {"title": "X"}}}}
            """)
        let gap = IssueGap(0, among: [0], in: ResolvedCase(workspace, reading: .assessed))
        #expect(gap.ground == nil)
        #expect(gap.smallestLosses.isEmpty)
    }

    @Test func readingsDiffer() throws {
        let workspace = try workspace(
            """
            "parties": {"a": {"name": "A", "role": "principal",
              "redLines": {"l": {"title": "L", "predicate": "i = z", "firmness": "declared"}}}},
            "issues": {"i": {"title": "I", "options": {"x": {"title": "X"}, "y": {"title": "Y"}, "z": {"title": "Z"}},
              "positions": {
              "a": {"stance": {"x": "demands", "y": "red-line", "z": 0.5}, "salience": "vital",
                    "assessed": {"stance": {"x": "demands"}, "salience": "high"}}}}}
            """)
        let differences = ReadingDifference.all(
            declared: ResolvedCase(workspace, reading: .declared), assessed: ResolvedCase(workspace, reading: .assessed))
        #expect(
            differences.map(\.subject) == [
                .stance(option: 1, declared: .redLine, assessed: .value(.zero)),
                .stance(option: 2, declared: .redLine, assessed: .value(Interval(decimal("0.5")))),
                .salience(declared: Interval(100), assessed: interval("55", "85")),
            ])
    }
}
