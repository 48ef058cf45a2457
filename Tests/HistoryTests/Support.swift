import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_history

typealias HistoryCase = ModuleCase<HistorySection>
/// Testing has an `Issue` too.
typealias IssueID = ID<Negotiation.Issue>

/// A line is to be watched, arms leave against relief, and three old agreements stand beside it.
let river = """
    {
      "parley": 1, "id": "river", "title": "A line on a river", "asOf": "2025-06-01",
      "sources": {
        "gazette": {"title": "Gazette", "kind": "article", "sections": {"lessons": "On lessons", "phases": "On phases"}},
        "analyst": {"title": "The analyst's own judgement", "kind": "assumption"}
      },
      "parties": {"north": {"name": "North", "role": "principal"}, "south": {"name": "South", "role": "principal"}},
      "issues": {
        "watch": {"title": "Watch", "options": {
          "none": {"title": "Nobody"}, "joint": {"title": "Both sides"}, "mission": {"title": "A mission", "source": "gazette"}}},
        "arms": {"title": "Arms", "options": {"stay": {"title": "Stay"}, "leave": {"title": "Leave"}}},
        "relief": {"title": "Relief", "options": {"kept": {"title": "Kept"}, "staged": {"title": "Staged"}, "whole": {"title": "Whole"}}},
        "mandate": {"title": "Mandate", "options": {"none": {"title": "None"}, "council": {"title": "Council"}}}
      },
      "noDeal": {"choices": {"watch": "none", "arms": "stay", "relief": "kept", "mandate": "none"}},
      "linkages": {
        "mission-needs-mandate": {"require": "watch = mission implies mandate = council", "because": "A mission takes a mandate."},
        "relief-needs-arms": {"require": "relief = staged implies arms = leave", "because": "Stages of relief take stages of something."},
        "gift": {"title": "Relief for nothing", "when": "relief = whole", "adds": {"north": -5}, "because": "It cannot be taken back.",
          "source": "gazette#lessons"}
      },
      "scenarios": {
        "relapse": {"kind": "after-deal", "title": "Relapse", "when": "arms = leave", "probability": [0.1, 0.3],
          "signposts": ["Patrols are stopped."],
          "consequences": [
            {"text": "Nobody saw it coming.", "parties": ["north"], "source": "gazette#lessons"},
            {"text": "Prices rise.", "source": "gazette#phases"}],
          "source": "analyst"}
      },
      "modules": {
        "history": {
          "lessons": {
            "watching": {"title": "What is not watched is not kept", "claim": "Nobody watched.",
              "passes": "arms = leave implies watch != none", "remedy": "Send somebody.", "test": "analyst", "source": "gazette#lessons"},
            "stages": {"title": "Relief goes too fast", "claim": "All was given at once.", "passes": "relief in [staged, kept]",
              "remedy": "Give in stages.", "test": "analyst", "source": "gazette#lessons"},
            "trust": {"title": "Trust is lacking", "claim": "Neither trusted the other.", "passes": "relief = staged and watch = mission",
              "remedy": "Both at once.", "test": "analyst", "source": "gazette#lessons"}
          },
          "timeline": {
            "quarrel": {"from": "2015-03-01", "text": "A quarrel.", "mood": "tension", "source": "gazette#phases"},
            "friendship": {"from": 2001, "to": 2004, "text": "Friendship.", "mood": "warmth", "estimates": "analyst", "source": "gazette#phases"},
            "talks": {"from": 2020, "to": 2025, "text": "Talks.", "mood": "warmth", "source": "gazette#phases"}
          },
          "features": {
            "watched": {"title": "Watched", "predicate": "watch != none"},
            "mandated": {"title": "Mandated", "predicate": "mandate = council"},
            "staged": {"title": "In stages", "predicate": "relief = staged"},
            "disarmed": {"title": "Disarmed", "predicate": "arms = leave"}
          },
          "precedents": {
            "ford": {"title": "The ford", "date": 1950, "present": ["watched", "disarmed"], "absent": ["staged"], "outcome": "held",
              "became": "It is kept.", "estimates": "analyst", "source": "gazette"},
            "bridge": {"title": "The bridge", "date": "2002-05-01", "present": ["mandated"], "partly": ["watched"], "absent": ["disarmed", "staged"],
              "outcome": "broken", "became": "It fell.", "notes": "It was a long one.", "estimates": "analyst", "source": "gazette"},
            "ferry": {"title": "The ferry", "date": "2016-05-01", "present": ["watched"], "absent": ["staged", "mandated"], "outcome": "broken",
              "became": "It sank.", "estimates": "analyst", "source": "gazette"}
          }
        }
      },
      "packages": {
        "bare": {"title": "Bare", "choices": {"watch": "none", "arms": "leave", "relief": "whole", "mandate": "none"}},
        "full": {"title": "Full", "choices": {"watch": "mission", "arms": "leave", "relief": "staged", "mandate": "council"}},
        "still": {"title": "Still", "choices": {"watch": "none", "arms": "stay", "relief": "kept", "mandate": "none"}},
        "part": {"title": "Part", "choices": {"watch": ["none", "mission"], "arms": "leave", "relief": "staged"}},
        "blank": {"title": "Blank"}
      }
    }
    """

func document(_ replacements: [(String, String)] = []) throws -> Value { try parsed(river, replacing: replacements) }

func theCase(_ document: Value) throws -> HistoryCase {
    try HistoryCase(document: document, revision: 1, module: "history", section: HistorySection.shape)
}

func theCase(_ replacements: (String, String)...) throws -> HistoryCase { try theCase(document(replacements)) }

extension Flagship {
    static func theCase() throws -> HistoryCase { try HistoryTests.theCase(document()) }
}

/// Answers in the engine's place that nothing is ruled out, and nothing known of what parties want.
let silent: Consequences.Ask = { $0.map { _ in PackageOutcome() } }

func space(_ theCase: HistoryCase, _ id: ID<Package>) throws -> Space {
    Space(try #require(theCase.workspace.packages[id]), id: id, in: theCase.workspace)
}

func report(
    _ theCase: HistoryCase, _ id: ID<Package>, _ reading: Reading = .assessed, asking ask: @escaping Consequences.Ask = silent
) async throws -> PremortemReport {
    try await PremortemReport(theCase, try #require(theCase.workspace.packages[id]), id: id, reading: reading, asking: ask)
}

func premortem(
    _ theCase: HistoryCase, _ id: ID<Package>, _ reading: Reading = .assessed, asking ask: @escaping Consequences.Ask = silent
) async throws -> AnalysisResult {
    var report = try await report(theCase, id, reading, asking: ask)
    return report.result(AnalysisResult())
}

func timeline(_ theCase: HistoryCase) throws -> AnalysisResult {
    var report = try TimelineReport(theCase)
    return report.result(AnalysisResult())
}

func compared(_ theCase: HistoryCase, _ id: ID<Package>) throws -> PrecedentsReport {
    try PrecedentsReport(theCase, try #require(theCase.workspace.packages[id]), id: id)
}

func precedents(_ theCase: HistoryCase, _ id: ID<Package>) throws -> AnalysisResult {
    var report = try compared(theCase, id)
    return report.result(AnalysisResult())
}

extension PremortemReport {
    func judged(_ name: String) throws -> Judged { try #require(judged.first { $0.name == name }) }

    /// The smallest changes that pass a test, as `issue=option` in their order.
    func changes(_ name: String) throws -> [[String]] {
        guard case .found(let sets)? = try judged(name).repair else { return [] }
        return sets.map { set in set.map { "\($0.key)=\($0.value)" } }
    }
}
