import Findings
import FoundationEssentials
import Negotiation
import Shapes
import Testing
import WorkspaceFiles

/// A document with some of its text replaced; each replacement has to be there.
package func parsed(_ text: String, replacing replacements: [(String, String)]) throws -> Value {
    var text = text
    for (old, new) in replacements {
        #expect(text.contains(old), "there is no \(old)")
        text = text.replacing(old, with: new)
    }
    return try JSON.parse(text)
}

/// What is wrong, as `pointer code`.
package func places(_ faults: [Diagnostic]) -> [String] { faults.map { "\($0.pointer) \($0.code)" } }

/// The summit workspace, from its files.
package enum Flagship {
    package static let packages: [ID<Package>] = ["us-maximal", "russia-maximal", "best-case", "bridging"]
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Workspaces/us-russia-summit")

    package static func document() throws -> Value {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path()).filter { $0.hasSuffix(".yaml") }
        return try WorkspaceFiles.read(names.map { WorkspaceFiles.File(path: $0, text: try text($0)) }).document
    }

    /// One of its files.
    package static func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }
}

extension AnalysisResult {
    package func finding(_ id: String) throws -> Finding { try #require(findings.first { $0.id == id }, "\(findings.map(\.id))") }
    package func kind(_ id: String) -> Finding.Kind? { findings.first { $0.id == id }?.kind }
    package func table(_ id: String) throws -> Table { try #require(tables.first { $0.id == id }, "\(tables.map(\.id))") }

    /// What holds of every result: ids are unique, findings rest on something that stands in the document, rows are as long as
    /// the table is wide.
    package func expectSound(in document: Value, _ note: String = "") {
        #expect(Set(findings.map(\.id)).count == findings.count, "\(note): \(findings.map(\.id))")
        #expect(Set(tables.map(\.id)).count == tables.count, "\(note): \(tables.map(\.id))")
        for finding in findings {
            #expect(!finding.evidence.isEmpty, "\(note): \(finding.id) rests on nothing")
            for evidence in finding.evidence {
                #expect(document[evidence.pointer] != nil, "\(note): \(finding.id) \(evidence.pointer)")
            }
        }
        for table in tables {
            #expect(Set(table.columns.map(\.id)).count == table.columns.count, "\(note): \(table.id)")
            for row in table.rows { #expect(row.count == table.columns.count, "\(note): \(table.id)") }
        }
        #expect(!summary.isEmpty)
    }
}

/// Numbers that look random and are the same every time (Vigna's SplitMix64).
package struct Draws: RandomNumberGenerator {
    private var state: UInt64

    package init(state: UInt64) { self.state = state }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    package mutating func next(below bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
