import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
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

func document(_ replacements: [(String, String)] = []) throws -> Value { try parsed(ballot, replacing: replacements) }

func theCase(_ document: Value) throws -> OpinionCase {
    try OpinionCase(document: document, revision: 1, module: "opinion", section: OpinionSection.shape)
}

func theCase(_ replacements: (String, String)...) throws -> OpinionCase { try theCase(document(replacements)) }

extension Flagship {
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
