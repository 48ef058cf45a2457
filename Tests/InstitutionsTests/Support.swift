import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_institutions

typealias InstitutionsCase = ModuleCase<InstitutionsSection>
/// Testing has an `Issue` too.
typealias IssueID = ID<Negotiation.Issue>

/// Two sides, a league that may watch and endorse, and a bloc: small, and with something of everything.
let harbour = """
    {
      "parley": 1, "id": "harbour", "title": "A harbour", "timeUnit": "month",
      "sources": {
        "gazette": {"title": "Gazette", "kind": "article", "sections": {"watch": "On watchers"}},
        "analyst": {"title": "The analyst's own judgement", "kind": "assumption"}
      },
      "parties": {
        "north": {"name": "North", "role": "principal"},
        "south": {
          "name": "South", "role": "principal",
          "redLines": {"foreigners": {"title": "Foreigners on the quay", "predicate": "watch = league-mission and fire = none", "firmness": "firm", "source": "gazette"}}
        },
        "east": {"name": "East", "role": "ratifier"},
        "bloc": {"name": "Bloc", "role": "ratifier", "members": ["north", "east"], "decision": {"required": ["north", "east"]}},
        "league": {"name": "League", "role": "mediator"}
      },
      "decision": {"required": ["north", "south"], "source": "analyst"},
      "issues": {
        "fire": {
          "title": "Fire",
          "options": {"now": {"title": "Now", "attributes": {"verified": true}}, "none": {"title": "None", "attributes": {"verified": false}}}
        },
        "arms": {
          "title": "Arms",
          "options": {"cut": {"title": "Cut", "needs": ["bloc"]}, "none": {"title": "None"}}
        },
        "table": {
          "title": "The table", "module": "institutions", "kind": "format",
          "options": {
            "round": {"title": "Round", "attributes": {"sides": "many"}},
            "two": {"title": "Two", "attributes": {"sides": "two"}, "source": "gazette"}
          },
          "positions": {
            "north": {"stance": {"round": "demands", "two": [0.2, 0.4]}, "salience": [50, 60], "source": "gazette"},
            "south": {
              "stance": {"round": 0.5, "two": 0.75}, "salience": 40, "source": "gazette",
              "assessed": {"stance": {"round": [0.6, 0.8]}, "salience": 20, "source": "analyst"}
            },
            "east": {"stance": {"two": "red-line", "round": 1}, "salience": 10, "source": "gazette"}
          }
        },
        "watch": {
          "title": "The watch", "module": "institutions", "kind": "monitoring",
          "options": {
            "league-mission": {"title": "Mission", "attributes": {"body": "league-mission", "mandate": "league", "access": "wide", "impartial": true}, "source": "gazette#watch"},
            "joint": {"title": "Joint", "attributes": {"body": "joint", "mandate": "parties", "access": "limited", "impartial": false}},
            "none": {"title": "None", "attributes": {"body": "none", "mandate": "none", "access": "none", "impartial": false}}
          },
          "positions": {
            "north": {"stance": {"league-mission": 1, "joint": 0.5, "none": 0.5}, "source": "gazette"},
            "south": {
              "stance": {"league-mission": [0.1, 0.2], "joint": 1, "none": [0.3, 0.6]}, "source": "gazette",
              "assessed": {"stance": {"league-mission": [0.3, 0.5]}, "source": "analyst"}
            },
            "east": {"stance": {"league-mission": "red-line", "joint": 0.2}, "source": "gazette"}
          }
        },
        "seal": {
          "title": "The seal", "module": "institutions", "kind": "endorsement",
          "options": {
            "league": {"title": "By the League", "attributes": {"instrument": "treaty", "endorsedBy": "league", "binding": "universal"}, "needs": ["east"], "source": "gazette"},
            "none": {"title": "None", "attributes": {"instrument": "statement", "endorsedBy": "none", "binding": "none"}}
          }
        },
        "breach": {
          "title": "Breach", "module": "institutions", "kind": "compliance",
          "options": {
            "automatic": {"title": "Automatic", "attributes": {"finding": "monitoring-body", "consequence": "automatic", "veto": "none"}},
            "none": {"title": "None", "attributes": {"finding": "none", "consequence": "none", "veto": "none"}}
          }
        }
      },
      "noDeal": {"choices": {"fire": "none", "arms": "none", "table": "two", "watch": "none", "seal": "none", "breach": "none"}},
      "modules": {
        "institutions": {
          "bodies": {
            "mission": {
              "title": "Mission", "option": "league-mission", "party": "league",
              "mandate": {"by": "league", "rule": "veto", "vetoes": ["north", "south", "east"], "unmodelled": "Others"},
              "verifies": ["fire"], "access": [0.6, 0.9], "capacity": [0.3, 0.6], "readyMonths": [3, 6],
              "acceptability": {"south": [0.1, 0.2]}, "estimates": "analyst", "source": "gazette#watch"
            },
            "joint": {
              "title": "Joint", "option": "joint",
              "mandate": {"by": "parties", "rule": "consensus", "vetoes": ["north", "south"]},
              "verifies": ["fire", "arms"], "access": [0.1, 0.3], "capacity": 0.5, "readyMonths": 0, "source": "analyst"
            }
          },
          "mandatePaths": {
            "mission": {
              "steps": [
                {"step": "Decision", "stoppedBy": ["north", "south", "east"]},
                {"step": "Renewal", "stoppedBy": ["south"], "recurs": true}
              ],
              "source": "gazette"
            },
            "joint": {"steps": [{"step": "Appointment", "stoppedBy": ["north", "south"]}], "source": "analyst"}
          },
          "commitments": {
            "fire-kept": {"title": "Fire is kept", "issue": "fire", "when": "fire = now", "demand": {"access": [0.4, 0.6], "capacity": [0.2, 0.3]}, "source": "analyst"},
            "arms-cut": {"title": "Arms are cut", "issue": "arms", "when": "arms = cut", "demand": {"access": 0.4, "capacity": 0.2}, "estimates": "analyst", "source": "gazette"}
          },
          "formats": {
            "round": {
              "seats": ["north", "south", "east"], "delivers": ["north", "south", "east"], "excludes": [],
              "legitimacy": {"north": [0.7, 0.9], "south": 0.5}, "control": {"north": [0.5, 0.6], "south": 0.2},
              "backedBy": ["north"], "estimates": "analyst", "source": "gazette"
            },
            "two": {
              "seats": ["north", "south"], "delivers": ["north", "south"], "excludes": ["east"],
              "legitimacy": {"north": [0.2, 0.5], "south": 0.4}, "control": {"north": 0.5, "south": 0.9}, "source": "gazette"
            }
          },
          "legitimation": {"north": {"leansOn": ["mission"], "through": "The League", "source": "gazette"}}
        }
      },
      "packages": {
        "full": {
          "title": "Full",
          "choices": {"fire": "now", "arms": "cut", "table": "two", "watch": "league-mission", "seal": "league", "breach": "automatic"},
          "schedule": [
            {"id": "sealed", "title": "Sealed", "party": "north", "at": 2, "delivers": {"seal": 1}},
            {"id": "ceased", "title": "Ceased", "party": "south", "at": 4, "verifiedBy": ["mission"], "delivers": {"fire": 0.5}},
            {"id": "kept", "title": "Kept", "party": "south", "at": 9, "verifiedBy": ["mission"], "delivers": {"fire": 0.5}}
          ]
        },
        "joint": {"title": "Joint", "choices": {"fire": "now", "arms": "cut", "table": "round", "watch": "joint", "seal": "none", "breach": "none"}},
        "empty": {"title": "Empty"}
      }
    }
    """

func document(_ replacements: [(String, String)] = []) throws -> Value { try parsed(harbour, replacing: replacements) }

func theCase(_ document: Value) throws -> InstitutionsCase {
    try InstitutionsCase(document: document, revision: 1, module: "institutions", section: InstitutionsSection.shape)
}

func theCase(_ replacements: (String, String)...) throws -> InstitutionsCase { try theCase(document(replacements)) }

func faults(_ replacements: (String, String)...) throws -> [Diagnostic] {
    SectionCheck(try theCase(document(replacements))).faults()
}

func interval(_ low: String, _ high: String) throws -> Interval { Interval(low: try Number.parse(low), high: try Number.parse(high)) }

extension Flagship {
    static func theCase() throws -> InstitutionsCase { try InstitutionsTests.theCase(document()) }
}

func report(
    _ theCase: InstitutionsCase, _ id: ID<Package>, choosing: Choices = [:], reading: Reading = .assessed
) throws -> VerificationReport {
    var package = try #require(theCase.workspace.packages[id])
    package.choices.merge(choosing) { $1 }
    return try VerificationReport(theCase, package, id: id, reading: reading)
}

func verification(
    _ theCase: InstitutionsCase, _ id: ID<Package>, choosing: Choices = [:], reading: Reading = .assessed
) throws -> AnalysisResult {
    var report = try report(theCase, id, choosing: choosing, reading: reading)
    return report.result(AnalysisResult())
}

func mandate(_ theCase: InstitutionsCase, _ id: ID<Package>? = nil, reading: Reading = .assessed) throws -> AnalysisResult {
    var report = try MandateReport(theCase, package: id, reading: reading)
    return report.result(AnalysisResult())
}

func venue(_ theCase: InstitutionsCase, _ id: ID<Package>? = nil, reading: Reading = .assessed) throws -> AnalysisResult {
    var report = try VenueReport(theCase, package: id, reading: reading)
    return report.result(AnalysisResult())
}

extension Value {
    /// The document with a key of the section set.
    func with(section key: String, _ value: Value) -> Value {
        var root = object ?? Object()
        var modules = root["modules"]?.object ?? Object()
        var section = modules["institutions"]?.object ?? Object()
        section[key] = value
        modules["institutions"] = .object(section)
        root["modules"] = .object(modules)
        return .object(root)
    }
}

extension AnalysisResult {
    /// What else holds of every result of this module: texts are whole, and what is graver comes first.
    func expectWorded(in document: Value, _ note: String = "") {
        expectSound(in: document, note)
        for finding in findings {
            for text in [finding.title, finding.detail ?? ""] {
                #expect(!text.contains("  ") && !text.hasSuffix(" ") && !text.contains(".."), "\(note): \(finding.id): \(text)")
            }
        }
        let order = Finding.Kind.allCases
        let ranks = findings.compactMap { order.firstIndex(of: $0.kind) }
        #expect(ranks == ranks.sorted(), "\(note)")
    }
}

extension Cell {
    var text: String {
        switch self {
        case .empty: ""
        case .text(let text), .verdict(let text, _), .name(let text, _): text
        case .figure(let figure): figure.range.map { Phrase.range($0) } ?? figure.value?.description ?? ""
        }
    }
}
