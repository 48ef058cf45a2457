import Findings
import FoundationEssentials
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import WorkspaceFiles
import parley_plugin_opinion

typealias OpinionCase = ModuleCase<OpinionSection>
/// Testing has an `Issue` too.
typealias IssueID = ID<Negotiation.Issue>

/// North may cede land or swap it, for a toll; its public was asked twice, that of South once.
let ballot = """
    {
      "parley": 1, "id": "ballot", "title": "A ballot", "asOf": "2025-06-30",
      "sources": {
        "gazette": {"title": "Gazette", "kind": "article", "sections": {"vox": "On opinion"}},
        "analyst": {"title": "The analyst's own judgement", "kind": "assumption"}
      },
      "parties": {
        "north": {"name": "North", "role": "principal"},
        "south": {"name": "South", "role": "principal"},
        "north-public": {"name": "Public of North", "role": "constituency", "represents": "north"},
        "south-public": {"name": "Public of South", "role": "constituency", "represents": "south"}
      },
      "issues": {
        "border": {
          "title": "Border", "options": {"keep": {"title": "Keep"}, "swap": {"title": "Swap"}, "cede": {"title": "Cede"}},
          "positions": {
            "north": {"stance": {"keep": 1, "swap": 0.6, "cede": 0}, "salience": 50, "source": "gazette",
              "assessed": {"stance": {"swap": [0.1, 0.3]}, "source": "analyst"}},
            "north-public": {"stance": {"keep": "demands", "swap": "tolerates", "cede": 0}, "salience": 50, "source": "gazette#vox"}
          }
        },
        "toll": {
          "title": "Toll", "options": {"low": {"title": "Low"}, "high": {"title": "High"}},
          "positions": {"north": {"stance": {"low": 1, "high": 0}, "salience": 20, "source": "gazette"}}
        },
        "seat": {"title": "Seat", "options": {"inside": {"title": "Inside"}, "outside": {"title": "Outside"}}}
      },
      "noDeal": {"choices": {"border": "keep", "toll": "high", "seat": "outside"}},
      "linkages": {"dear-swap": {"require": "border = swap implies toll = low", "because": "Nobody would pay both.", "source": "gazette"}},
      "modules": {
        "opinion": {
          "words": {
            "few": {"share": [0.1, 0.4], "source": "analyst"},
            "most": {"share": [0.6, 0.9], "source": "analyst"}
          },
          "polls": {
            "cession": {
              "public": "north-public", "question": "Is ceding land wrong?", "concerns": "border = cede or toll = high", "answer": "opposes",
              "figures": {"share": {"yes": 0.55, "no": 0.35, "unsure": 0.1}, "sample": 1000, "date": "2025-05"}, "source": "gazette#vox"
            },
            "talks": {
              "public": "north-public", "question": "Are talks right?", "reported": "most", "concerns": "toll = low and border != keep",
              "answer": "supports", "figures": "none", "source": "gazette#vox"
            },
            "pride": {
              "public": "south-public", "question": "Is the border just?", "reported": "few", "concerns": "border = keep",
              "answer": "supports", "figures": "none", "source": "gazette"
            }
          },
          "narratives": {
            "north": {
              "leader": "north", "public": "north-public", "text": "Land is not given away.", "bounds": ["border", "toll", "seat"],
              "binding": [0.5, 0.8], "estimates": "analyst", "source": "gazette#vox"
            }
          },
          "trends": {
            "cession": {
              "public": "north-public", "question": "Is ceding land wrong?", "poll": "cession",
              "series": [
                {"date": "2024-01", "share": 0.4, "sample": 1000, "source": "gazette"},
                {"date": "2024-09", "share": 0.7, "sample": 500, "source": "gazette"},
                {"date": "2025-05", "share": 0.55, "sample": 1000, "source": "gazette"}
              ]
            },
            "pride": {
              "public": "south-public", "question": "Is the border just?",
              "series": [{"date": "2023", "reported": "most", "source": "gazette"}, {"date": "2024", "reported": "few", "source": "gazette"}]
            },
            "mood": {
              "public": "south-public", "question": "Is the mood good?",
              "series": [{"date": "2023", "reported": "few"}, {"date": "2024", "share": 0.42, "sample": 400, "margin": 0.06}]
            }
          }
        }
      },
      "packages": {
        "cede": {"title": "Cede", "choices": {"border": "cede", "toll": "low", "seat": "inside"}},
        "swap": {"title": "Swap", "choices": {"border": "swap", "toll": "low"}},
        "keep": {"title": "Keep", "choices": {"border": "keep", "toll": "high"}},
        "worst": {"title": "Worst", "choices": {"border": "cede", "toll": "high"}},
        "open": {"title": "Open", "choices": {"border": ["swap", "cede"]}}
      }
    }
    """

/// The document with some of its text replaced; each replacement has to be there.
func document(_ replacements: [(String, String)] = []) throws -> Value {
    var text = ballot
    for (old, new) in replacements {
        #expect(text.contains(old), "there is no \(old)")
        text = text.replacing(old, with: new)
    }
    return try JSON.parse(text)
}

func theCase(_ document: Value) throws -> OpinionCase {
    try OpinionCase(document: document, revision: 1, module: "opinion", section: OpinionSection.shape)
}

func theCase(_ replacements: (String, String)...) throws -> OpinionCase { try theCase(document(replacements)) }

enum Flagship {
    static let packages: [ID<Package>] = ["us-maximal", "russia-maximal", "best-case", "bridging"]

    static func document() throws -> Value {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Workspaces/us-russia-summit")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path()).filter { $0.hasSuffix(".yaml") }
        let files = try names.map { name in
            WorkspaceFiles.File(
                path: name, text: String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self))
        }
        return try WorkspaceFiles.read(files).document
    }

    static func theCase() throws -> OpinionCase { try OpinionTests.theCase(document()) }
}

/// Answers in the host's place which of the workspace's own requirements a package breaks whatever is still chosen.
func outcomes(_ packages: [Choices], in workspace: Workspace) -> [PackageOutcome] {
    packages.map { choices in
        var package = Package()
        package.choices = choices
        let draft = Draft(package, id: nil, in: workspace)
        var outcome = PackageOutcome()
        outcome.broken = workspace.linkages.filter { linkage in
            linkage.value.require.map { $0.truth(over: draft.possible, in: workspace).truth == .no } == true
        }.keys.map(\.text)
        return outcome
    }
}

func winSet(_ theCase: OpinionCase, _ id: ID<Package>) throws -> AnalysisResult {
    var report = try WinSetReport(theCase, try #require(theCase.workspace.packages[id]), id: id)
    return report.result(AnalysisResult())
}

func room(_ theCase: OpinionCase, _ id: ID<Package>, _ reading: Reading = .assessed) async throws -> AnalysisResult {
    var report = try RoomReport(theCase, try #require(theCase.workspace.packages[id]), id: id, reading: reading)
    return try await report.result(AnalysisResult()) { outcomes($0, in: theCase.workspace) }
}

func trends(_ theCase: OpinionCase) throws -> AnalysisResult {
    var report = try TrendsReport(theCase)
    return report.result(AnalysisResult())
}

extension AnalysisResult {
    func finding(_ id: String) throws -> Finding { try #require(findings.first { $0.id == id }, "\(findings.map(\.id))") }
    func kind(_ id: String) -> Finding.Kind? { findings.first { $0.id == id }?.kind }
    func table(_ id: String) throws -> Table { try #require(tables.first { $0.id == id }, "\(tables.map(\.id))") }

    /// What holds of every result: ids are unique, findings rest on something that stands in the document, rows are as long as
    /// the table is wide.
    func expectSound(in document: Value, _ note: String = "") {
        #expect(Set(findings.map(\.id)).count == findings.count, "\(note): \(findings.map(\.id))")
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

extension Number {
    /// A decimal as it is written.
    init(_ text: String) {
        do { self = try Number.parse(text) } catch { preconditionFailure("\(text) is no number") }
    }
}

extension Interval {
    init(_ low: String, _ high: String) { self.init(low: Number(low), high: Number(high)) }

    /// A random range of shares, with three decimals.
    static func random(_ draw: inout Draws) -> Interval {
        let (a, b) = (Int.random(in: 0...1_000, using: &draw), Int.random(in: 0...1_000, using: &draw))
        return Interval(
            low: Number(significand: Int128(min(a, b)), exponent: -3), high: Number(significand: Int128(max(a, b)), exponent: -3))
    }

    func contains(_ other: Interval) -> Bool { low <= other.low && other.high <= high }
}

/// Numbers that look random and are the same every time (Vigna's SplitMix64).
struct Draws: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
