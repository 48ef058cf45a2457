import Foundation
import TestSupport
import Testing

/// Cases with known answers that others made; read in place, and skipped where they are absent.
enum Cases {
    static let folder = ProcessInfo.processInfo.environment["PARLEY_CASES"].flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }

    static func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(try #require(folder))/\(name)", encoding: .utf8)
    }
}

@Suite(.enabled(if: Cases.folder != nil, "PARLEY_CASES names no folder")) struct OracleTests {
    /// Raiffa (1982): the points of both sides, and what all 1,024 undivided allocations come to.
    @Test func panamaCanal() throws {
        let oracle = try #require(try JSONSerialization.jsonObject(with: Data(try Cases.text("oracles/panama_adjusted_winner.json").utf8)) as? [String: Any])
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        #expect(try socket.call("workspace.apply", #"{"files":\#(try Sample.files(of: "panama-canal"))}"#).error == nil)
        let document = try #require(try socket.call("workspace.get", id: 2)["document"] as? [String: Any])
        let issues = try #require(document["issues"] as? [String: [String: Any]]).sorted { $0.key < $1.key }

        // The points stand in the workspace as saliences, issue by issue.
        func points(_ party: String) -> [Int] {
            issues.compactMap { (($0.value["positions"] as? [String: Any])?[party] as? [String: Any])?["salience"] as? Int }
        }
        #expect(points("us").sorted() == (oracle["US"] as? [Int])?.sorted())
        #expect(points("panama").sorted() == (oracle["Panama"] as? [Int])?.sorted())

        // Every allocation, as the daemon values it.
        var values: [(us: Double, panama: Double)] = []
        let options = try issues.map { try #require($0.value["options"] as? [String: Any]).keys.sorted() }
        #expect(options.allSatisfy { $0.count == 2 })
        for allocation in 0..<1_024 {
            let choices = issues.indices.map { "\"\(issues[$0].key)\":\"\(options[$0][allocation >> $0 & 1])\"" }.joined(separator: ",")
            let answer = try socket.call("analysis.run", #"{"analyzer":"core.evaluate","choices":{\#(choices)}}"#, id: allocation + 10)
            let bars = try #require((answer["charts"] as? [[String: Any]])?.first?["bars"] as? [[String: Any]])
            func value(_ name: String) -> Double? { (bars.first { $0["label"] as? String == name }?["figure"] as? [String: Any])?["value"] as? Double }
            values.append((try #require(value("United States")), try #require(value("Panama"))))
        }
        let known = try #require(oracle["recomputed_indivisible_1024_allocations"] as? [String: Any])
        let efficient = values.filter { a in !values.contains { ($0.us >= a.us && $0.panama > a.panama) || ($0.us > a.us && $0.panama >= a.panama) } }
        #expect(efficient.count == known["pareto_count"] as? Int)
        let best = try #require(values.max { $0.us * $0.panama < $1.us * $1.panama })
        #expect([best.us, best.panama] == known["nash_product_max"] as? [Double])
        let fairest = try #require(values.max { min($0.us, $0.panama) < min($1.us, $1.panama) })
        #expect([fairest.us, fairest.panama] == known["maximin"] as? [Double])
    }

    /// The rows of the checklist are those that the flagship's coverage names.
    @Test func theChecklistIsWhatIsCovered() throws {
        var rows: Set<String> = []
        for line in try Cases.text("seed/checklist.md").split(separator: "\n") where line.hasPrefix("| ") {
            let cell = line.dropFirst(2).prefix { $0 != " " && $0 != "|" }
            // A1–A4 stands for four rows.
            let ends = cell.split(whereSeparator: { $0 == "–" || $0 == "-" }).map(String.init)
            guard let first = ends.first, let letter = first.first, letter.isUppercase, let low = Int(first.dropFirst()) else { continue }
            let high = ends.count > 1 ? Int(ends[1].drop { !$0.isNumber }) ?? low : low
            for number in low...high { rows.insert("\(letter)\(number)") }
        }
        let coverage = try String(contentsOfFile: "\(Sample.folder("us-russia-summit"))/COVERAGE.md", encoding: .utf8)
        let covered = Set(coverage.split(separator: "\n").compactMap { line in line.hasPrefix("| ") ? line.dropFirst(2).split(separator: " ").first.map(String.init) : nil })
        #expect(rows.count == 67)
        #expect(rows.subtracting(covered).isEmpty, "\(rows.subtracting(covered).sorted()) are not covered")
    }
}
