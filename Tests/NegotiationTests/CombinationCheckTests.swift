import Negotiation
import OrderedCollections
import Shapes
import Testing

@Suite("The check of a workspace: combinations")
struct CombinationCheckTests {
    private static let lines =
        "      no-open: {title: An open season, predicate: season = open, firmness: firm, source: brief}\n"

    @Test(
        "red lines and goals",
        arguments: [
            // One line that is always crossed, two that leave nothing, and a line together with a stance.
            BrokenWorkspace(
                "contradictory-red-lines", lines,
                lines + "      all: {title: All, predicate: ‸quota >= 0, firmness: declared}\n", "take one of them back"),
            BrokenWorkspace(
                "contradictory-red-lines", lines,
                "      low: {title: Low, predicate: ‸quota < 50, firmness: declared}\n"
                    + "      high: {title: High, predicate: quota >= 50, firmness: absolute}\n",
                "take one of them back"),
            BrokenWorkspace(
                "contradictory-red-lines", lines, "      rest: {title: Rest, predicate: ‸season != open, firmness: firm}\n",
                "take one of them back"),
            BrokenWorkspace(
                "contradictory-red-lines", lines, "      rest: {title: Rest, predicate: ‸season != open, firmness: firm}\n",
                "take one of them back"
            )
            .and("stance: {closed: prefers, open: red-line}", "stance: {closed: prefers}")
            .and("assessed: {stance: {open: 0.1, ", "assessed: {stance: {open: red-line, "),
            BrokenWorkspace(
                "contradictory-red-lines", "        stance: {closed: prefers, open: red-line}",
                "        ‸stance: {closed: red-line, summer: red-line, open: red-line}", "“opposes” is for the others"),
            BrokenWorkspace(
                "contradictory-red-lines", "isle: {stance: {0: 0, 100: demands}, ",
                "isle: {‸stance: {0: red-line, 100: red-line}, ", "“opposes”"),
            BrokenWorkspace(
                .warning, "idle-red-line", "predicate: season = open", "predicate: ‸season = open and season = closed",
                "must NOT"),
            BrokenWorkspace(
                .warning, "constant-goal", "predicate: quota <= 40", "predicate: ‸quota > 100", "check its condition"),
            BrokenWorkspace(
                .warning, "constant-goal", "predicate: quota <= 40", "predicate: ‸quota > 45 or quota < 50",
                "check its condition"),
            BrokenWorkspace(
                .warning, "counted-twice", "predicate: quota <= 40, weight",
                "predicate: \"season in [closed, summer]\", ‸weight", "take the weight away"),
        ])
    func linesAndGoals(_ broken: BrokenWorkspace) throws { try broken.test() }

    @Test(
        "linkages",
        arguments: [
            BrokenWorkspace(
                .warning, "impossible-linkages", "require: season = summer implies quota <= 60", "require: ‸quota > 100",
                "every package"),
            BrokenWorkspace(
                .warning, "impossible-linkages", "linkages:\n",
                "linkages:\n  a: {require: ‸quota > 60 and season != open, because: A}\n"
                    + "  b: {require: season != closed, because: B}\n",
                "every package"),
        ])
    func linkages(_ broken: BrokenWorkspace) throws { try broken.test() }

    @Test("a line that does not bind under a reading contradicts nothing there")
    func readings() throws {
        // Under the declared reading the stance is no red line, under the assessed one the line does not bind.
        let text = BrokenWorkspace.base
            .split(separator: Self.lines).joined(
                separator: "      rest: {title: Rest, predicate: season != open, firmness: declared}\n"
            )
            .split(separator: "stance: {closed: prefers, open: red-line}").joined(separator: "stance: {closed: prefers}")
            .split(separator: "assessed: {stance: {open: 0.1, ").joined(separator: "assessed: {stance: {open: red-line, ")
        #expect(try BrokenWorkspace.check(text).map(\.text) == [])
    }

    @Test("no contradiction is missed and none invented, on random red lines and linkages")
    func bruteForce() throws {
        var random = SplitMix(state: 3)
        var counts: [Bool: Int] = [:]
        for _ in 0..<400 {
            var workspace = Workspace()
            for index in 0..<3 {
                var issue = Negotiation.Issue()
                for id in ["a", "b", "c"] { issue.options[ID(id)] = Option() }
                workspace.issues[ID("i\(index)")] = issue
            }
            var number = Negotiation.Issue()
            number.range = NumericRange()
            number.range?.to = 6
            workspace.issues["i3"] = number
            func pick(_ words: String...) -> String { words[Int.random(in: 0..<words.count, using: &random)] }
            func atom() -> String {
                let index = Int.random(in: 0..<4, using: &random)
                guard index == 3 else { return "i\(index) \(pick("=", "!=")) \(pick("a", "b", "c"))" }
                return "i3 \(pick("<", "<=", ">", ">=", "=", "!=")) \(Int.random(in: 0...6, using: &random))"
            }
            var party = Party()
            var predicates: [Predicate] = []
            for index in 0..<Int.random(in: 2...9, using: &random) {
                let predicate = try Predicate("\(atom()) \(pick("and", "or", "implies", "iff")) \(atom())")
                var line = RedLine()
                line.predicate = predicate
                predicates.append(predicate)
                party.redLines["r\(index)"] = line
                var linkage = Linkage()
                linkage.require = predicate
                workspace.linkages[ID("l\(index)")] = linkage
            }
            var position = Position()
            for id in ["a", "b"] where Bool.random(using: &random) { position.stance[ID(id)] = .word(Words.redLine) }
            workspace.issues["i0"]?.positions["p"] = position
            workspace.parties["p"] = party
            var (free, possible) = (false, false)
            let levels = ["a", "b", "c"].map { ID<Option>($0) }
            for a in levels {
                for b in levels {
                    for c in levels {
                        for d in 0...6 {
                            let picked: [ID<Negotiation.Issue>: ID<Option>] = ["i0": a, "i1": b, "i2": c, "i3": ID(String(d))]
                            let met = predicates.map { $0.holds({ picked[$0] }, in: workspace) }
                            if !met.contains(true), position.stance[a] == nil { free = true }
                            if !met.contains(false) { possible = true }
                        }
                    }
                }
            }
            let codes = workspace.check().map(\.code)
            #expect(codes.contains("contradictory-red-lines") == !free, "\(predicates.map(\.text)) \(position.stance)")
            #expect(codes.contains("impossible-linkages") == !possible, "\(predicates.map(\.text))")
            counts[free, default: 0] += 1
            counts[possible, default: 0] += 1
        }
        #expect(counts[true] ?? 0 > 100 && counts[false] ?? 0 > 100, "both outcomes occur: \(counts)")
    }

    @Test("a knot of conditions too large to search ends without a word, not without an end")
    func effort() throws {
        var workspace = Workspace()
        // Pigeons and holes (Haken 1985): without insight no search is short.
        let holes = 13
        for pigeon in 0...holes {
            var issue = Negotiation.Issue()
            for hole in 0..<holes { issue.options[ID("h\(hole)")] = Option() }
            workspace.issues[ID("p\(pigeon)")] = issue
        }
        for one in 0...holes {
            for other in 0..<one {
                for hole in 0..<holes {
                    var linkage = Linkage()
                    linkage.require = try Predicate("not (p\(one) = h\(hole) and p\(other) = h\(hole))")
                    workspace.linkages[ID("l\(one)-\(other)-\(hole)")] = linkage
                }
            }
        }
        #expect(workspace.check().map(\.code) == ["missing-no-deal"])
    }
}
