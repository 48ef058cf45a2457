import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_nato

typealias NATOCase = ModuleCase<NATOSection>
/// Testing has an `Issue` too.
typealias IssueID = ID<Negotiation.Issue>

/// A State that would join a guild, and a neighbour that fears it: small, and with something of everything.
let gate = """
    {
      "parley": 1, "id": "gate", "title": "A gate",
      "sources": {
        "gazette": {"title": "Gazette", "kind": "article", "sections": {"gate": "On the gate"}},
        "analyst": {"title": "The analyst's own judgement", "kind": "assumption"}
      },
      "parties": {
        "north": {
          "name": "North", "role": "principal", "outside": -10,
          "redLines": {"shut": {"title": "Shut out", "predicate": "entry = barred", "firmness": "firm", "source": "gazette"}}
        },
        "east": {
          "name": "East", "role": "principal",
          "redLines": {"pact": {"title": "A pact at the gate", "predicate": "entry = open and shield = pact", "firmness": "firm", "source": "gazette"}}
        },
        "ally-a": {"name": "Ally A", "role": "ratifier"},
        "ally-b": {"name": "Ally B", "role": "ratifier", "outside": -5},
        "guild": {"name": "Guild", "role": "ratifier", "members": ["ally-a", "ally-b"]}
      },
      "issues": {
        "entry": {
          "title": "Entry", "module": "nato", "kind": "membership",
          "options": {
            "open": {"title": "Open", "attributes": {"membership": "open", "permanence": "none", "instrument": "alliance-decision"}, "needs": ["guild"], "source": "gazette"},
            "pause": {"title": "Pause", "attributes": {"membership": "suspended", "permanence": "term", "instrument": "undertaking"}, "needs": ["guild"]},
            "barred": {"title": "Barred", "attributes": {"membership": "barred", "permanence": "permanent", "instrument": "treaty"}}
          },
          "positions": {
            "north": {"stance": {"open": 1, "pause": [0.4, 0.6], "barred": 0}, "salience": 50, "source": "gazette"},
            "east": {"stance": {"open": 0, "pause": 0.5, "barred": 1}, "salience": 60, "source": "gazette"},
            "ally-a": {"stance": {"open": 1, "pause": 1, "barred": 1}, "salience": 10},
            "ally-b": {"stance": {"open": 1, "pause": 0.9, "barred": 0}, "salience": 10, "source": "analyst"}
          }
        },
        "shield": {
          "title": "Shield", "module": "nato", "kind": "guarantee",
          "options": {
            "none": {"title": "None", "attributes": {"guarantee": "none", "automatic": false, "foreignTroops": false}},
            "talk": {"title": "Talk", "attributes": {"guarantee": "consultation", "automatic": false, "foreignTroops": false}},
            "arms": {"title": "Arms", "attributes": {"guarantee": "arming", "automatic": false, "foreignTroops": false}},
            "pact": {"title": "Pact", "attributes": {"guarantee": "article-5-like", "automatic": true, "foreignTroops": false}}
          },
          "positions": {
            "north": {"stance": {"none": 0, "talk": 0.1, "arms": 0.5, "pact": 1}, "salience": 100, "source": "analyst"},
            "east": {"stance": {"none": 1, "talk": 0.8, "arms": 0.4, "pact": 0}, "salience": 20, "source": "gazette"}
          }
        },
        "growth": {
          "title": "Growth", "module": "nato", "kind": "enlargement",
          "options": {
            "free": {"title": "Free", "attributes": {"legal": "none", "binds": "nobody"}},
            "promise": {"title": "Promise", "attributes": {"legal": "bilateral", "binds": "ally-a"}},
            "treaty": {"title": "Treaty", "attributes": {"legal": "treaty", "binds": "allies"}}
          },
          "positions": {}
        },
        "toll": {
          "title": "Toll", "options": {"high": {"title": "High"}, "low": {"title": "Low"}},
          "positions": {
            "north": {"stance": {"high": 1, "low": 0}, "salience": 10},
            "east": {"stance": {"high": 0, "low": 1}, "salience": 30}
          }
        }
      },
      "noDeal": {"choices": {"entry": "open", "shield": "none", "growth": "free", "toll": "high"}, "source": "analyst"},
      "modules": {
        "nato": {
          "articleFive": {
            "north": {"reading": "deterrent", "strength": [0.7, 0.9], "source": "gazette"},
            "east": {"reading": "provocation", "strength": [0.5, 0.8], "estimates": "analyst", "source": "gazette"}
          },
          "logics": {
            "deterrence": {"title": "Deterrence", "claim": "Strength is not tested.", "heldBy": ["north"], "source": "gazette"},
            "buffer": {"title": "Buffer", "claim": "Distance keeps the peace.", "heldBy": ["east"], "source": "gazette"}
          },
          "encirclement": {"party": "east", "claim": "Presence is encirclement.", "issues": ["entry", "growth"], "source": "gazette"},
          "readings": {
            "entry": {
              "source": "analyst",
              "options": {
                "open": {"deterrence": {"north": [0.6, 0.9]}, "threat": {"ally-a": [0, 0.1], "east": [0.7, 1]}},
                "pause": {"deterrence": {"north": [0.2, 0.4]}, "threat": {"ally-a": 0, "east": [0.3, 0.5]}},
                "barred": {"deterrence": {"north": [0.1, 0.2]}, "threat": {"ally-a": 0, "east": [0.6, 0.7]}}
              }
            },
            "shield": {
              "source": "analyst",
              "options": {
                "none": {"deterrence": {"north": 0}, "threat": {"east": 0}},
                "talk": {"deterrence": {"north": [0, 0.2]}, "threat": {"east": [0, 0.2]}},
                "arms": {"deterrence": {"north": [0.3, 0.5]}, "threat": {"east": [0.2, 0.4]}},
                "pact": {"deterrence": {"north": [0.6, 0.8]}, "threat": {"east": [0.6, 0.9]}}
              }
            }
          },
          "guaranteeScale": {
            "issue": "shield", "party": "north", "membership": "entry", "order": ["none", "talk", "arms", "pact"],
            "beyond": {"title": "Membership", "worth": 1, "source": "gazette"},
            "steps": {
              "none": {"worth": 0, "source": "analyst"}, "talk": {"worth": [0, 0.1], "source": "analyst"},
              "arms": {"worth": [0.2, 0.5], "source": "analyst"}, "pact": {"worth": [0.6, 0.9], "source": "analyst"}
            }
          },
          "accession": {
            "body": "guild", "rule": "unanimity", "consents": ["ally-a", "ally-b"], "unmodelled": "The other guildsmen",
            "issues": ["entry"], "supports": {"ally-a": {"entry": "backs", "source": "gazette"}}, "source": "gazette"
          }
        }
      },
      "packages": {
        "draft": {"title": "Draft", "choices": {"entry": "pause", "shield": "arms", "growth": "free", "toll": "high"}},
        "wide": {"title": "Wide", "choices": {"entry": "open", "shield": "arms", "growth": "free", "toll": "high"}},
        "empty": {"title": "Empty"}
      }
    }
    """

func document(_ replacements: [(String, String)] = []) throws -> Value { try parsed(gate, replacing: replacements) }

func theCase(_ document: Value) throws -> NATOCase {
    try NATOCase(document: document, revision: 1, module: "nato", section: NATOSection.shape)
}

func theCase(_ replacements: (String, String)...) throws -> NATOCase { try theCase(document(replacements)) }

extension Flagship {
    static func theCase() throws -> NATOCase { try NATOTests.theCase(document()) }
}

func dilemma(_ theCase: NATOCase, _ package: ID<Package>? = nil) throws -> AnalysisResult {
    var report = try SecurityDilemmaReport(theCase, package: package)
    return report.result(AnalysisResult())
}

func guarantees(
    _ theCase: NATOCase, _ id: ID<Package>, choosing: Choices = [:], reading: Reading = .assessed
) throws -> AnalysisResult {
    var package = try #require(theCase.workspace.packages[id])
    package.choices.merge(choosing) { $1 }
    var report = try GuaranteesReport(theCase, package, id: id, reading: reading)
    let host = StandInHost(theCase, reading)
    return report.result(AnalysisResult(), report.questions.map(host.outcome))
}

func accession(
    _ theCase: NATOCase, _ id: ID<Package>, choosing: Choices = [:], reading: Reading = .assessed, tries: Int = 50
) async throws -> AnalysisResult {
    var package = try #require(theCase.workspace.packages[id])
    package.choices.merge(choosing) { $1 }
    var report = try AccessionReport(theCase, package, id: id, reading: reading, tries: tries)
    return try await report.result(AnalysisResult(), asking: StandInHost(theCase, reading).questions)
}

extension AnalysisResult {
    /// A cell by the id of its row's name and the id of its column.
    func cell(_ table: String, _ row: String, _ column: String) throws -> Cell {
        let table = try self.table(table)
        let place = try #require(table.columns.firstIndex { $0.id == column }, "\(table.columns.map(\.id))")
        let found = table.rows.first { cells in
            if case .name(_, let id) = cells[0] { id == row } else { cells[0].text == row }
        }
        return try #require(found)[place]
    }
}

extension Cell {
    var text: String {
        switch self {
        case .empty: ""
        case .text(let text), .verdict(let text, _), .name(let text, _): text
        case .figure(let figure): figure.range.map { "\($0.low)–\($0.high)" } ?? figure.value?.description ?? ""
        }
    }
}

extension Draws {
    /// A range of tenths within 0–1.
    mutating func range() -> Interval {
        let ends = [next(below: 11), next(below: 11)].sorted().map { Number(significand: Int128($0), exponent: -1) }
        return Interval(low: ends[0], high: ends[1])
    }
}
