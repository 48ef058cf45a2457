import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_territory

typealias TerritoryCase = ModuleCase<TerritorySection>
/// Testing has an `Issue` too.
typealias IssueID = ID<Negotiation.Issue>

/// Two sides and a harbour that one holds and both claim: small, and with something of everything.
let harbour = """
    {
      "parley": 1, "id": "harbour", "title": "A harbour",
      "sources": {
        "gazette": {"title": "Gazette", "kind": "article", "sections": {"harbour": "On the harbour"}},
        "analyst": {"title": "The analyst's own judgement", "kind": "assumption"}
      },
      "parties": {
        "north": {
          "name": "North", "role": "principal",
          "redLines": {
            "lost": {"title": "The harbour lost", "predicate": "harbour = southern", "firmness": "firm", "source": "gazette"},
            "shared-and-open": {
              "title": "Shared without watchers", "predicate": "harbour = shared and monitoring = none", "firmness": "firm"
            }
          }
        },
        "south": {
          "name": "South", "role": "principal",
          "redLines": {"given": {"title": "Given away", "predicate": "harbour = northern", "firmness": "declared", "source": "gazette"}}
        },
        "league": {"name": "League", "role": "mediator"}
      },
      "issues": {
        "harbour": {
          "title": "The harbour", "module": "territory", "kind": "region", "source": "gazette#harbour",
          "options": {
            "northern": {"title": "Northern", "attributes": {"title": "north", "control": "north", "recognition": "north", "autonomy": "none", "forces": "northern"}},
            "later": {"title": "Later", "attributes": {"title": "deferred", "control": "south", "recognition": "withheld", "forces": "southern"}, "source": "analyst"},
            "shared": {"title": "Shared", "attributes": {"title": "shared", "control": "international", "recognition": "withheld", "forces": "none"}},
            "southern": {"title": "Southern", "attributes": {"title": "south", "control": "south", "recognition": "south", "forces": "southern"}}
          },
          "positions": {
            "north": {"stance": {"northern": "demands", "later": "tolerates", "shared": "accepts", "southern": 0}, "source": "gazette"},
            "south": {
              "stance": {"northern": 0, "later": "red-line", "shared": "tolerates", "southern": "demands"}, "source": "gazette",
              "assessed": {"stance": {"later": [0.4, 0.6]}, "source": "analyst"}
            }
          }
        },
        "line": {
          "title": "The line", "module": "territory", "kind": "line",
          "options": {
            "stay": {"title": "Stay", "attributes": {"line": "present", "zone": "none", "moves": "none"}},
            "apart": {"title": "Apart", "attributes": {"line": "present", "zone": "buffer", "moves": "both"}}
          }
        },
        "fire": {
          "title": "Fire", "module": "territory", "kind": "ceasefire",
          "options": {
            "now": {"title": "Now", "attributes": {"timing": "immediate", "condition": "none", "supervision": "league", "agreed": true}},
            "stages": {"title": "Stages", "attributes": {"timing": "phased", "condition": "benchmarks", "supervision": "agreed-body", "agreed": true}},
            "none": {"title": "None", "attributes": {"timing": "none", "condition": "none", "supervision": "none", "agreed": false}}
          },
          "acts": {"south-fires": {"party": "south", "from": ["now", "stages"], "to": "none", "reversible": false, "source": "analyst"}}
        },
        "withdrawal": {
          "title": "Withdrawal", "module": "territory", "kind": "withdrawal", "controlledBy": ["south"],
          "options": {
            "all": {"title": "All", "attributes": {"extent": "full", "pace": "staged", "verified": true}},
            "none": {"title": "None", "attributes": {"extent": "none", "pace": "none", "verified": false}}
          }
        },
        "monitoring": {
          "title": "Monitoring", "module": "institutions", "kind": "monitoring",
          "options": {
            "league-mission": {"title": "Mission of the League", "attributes": {"body": "league-mission", "mandate": "league", "impartial": true}},
            "joint": {"title": "Joint commission", "attributes": {"body": "joint", "mandate": "parties", "impartial": false}},
            "none": {"title": "None", "attributes": {"body": "none", "mandate": "none", "impartial": false}}
          }
        },
        "endorsement": {
          "title": "Endorsement", "module": "institutions", "kind": "endorsement",
          "options": {
            "league": {"title": "By the League", "attributes": {"endorsedBy": "league"}},
            "none": {"title": "None", "attributes": {"endorsedBy": "none"}}
          }
        },
        "breach": {
          "title": "Breach", "module": "institutions", "kind": "compliance",
          "options": {
            "automatic": {"title": "Automatic", "attributes": {"finding": "monitoring-body", "consequence": "automatic", "veto": "none"}},
            "talks": {"title": "Talks", "attributes": {"finding": "parties", "consequence": "agreed", "veto": "either"}},
            "none": {"title": "None", "attributes": {"finding": "none", "consequence": "none", "veto": "none"}}
          }
        }
      },
      "noDeal": {
        "choices": {
          "harbour": "southern", "line": "stay", "fire": "none", "withdrawal": "none", "monitoring": "none",
          "endorsement": "none", "breach": "none"
        }
      },
      "modules": {
        "institutions": {
          "bodies": {
            "league-mission": {
              "title": "Mission of the League", "option": "league-mission", "verifies": ["fire", "line"],
              "mandate": {"by": "league", "rule": "veto", "vetoes": ["south"], "unmodelled": "The other members"},
              "access": [0.6, 0.8], "capacity": [0.3, 0.5], "readyMonths": [1, 2], "estimates": "analyst", "source": "gazette"
            },
            "joint": {
              "title": "Joint commission", "option": "joint", "verifies": ["fire"],
              "mandate": {"by": "parties", "rule": "consensus"}, "access": 0.2, "capacity": 0.2, "readyMonths": 0
            }
          },
          "mandatePaths": {
            "joint": {"steps": [{"step": "Appointment by each side", "stoppedBy": ["north", "south"]}], "source": "gazette"}
          },
          "commitments": {
            "fire-kept": {
              "title": "Nobody fires", "issue": "fire", "when": "fire.agreed = true",
              "demand": {"access": [0.4, 0.6], "capacity": [0.3, 0.4]}, "source": "analyst"
            },
            "line-kept": {
              "title": "Nobody crosses", "issue": "line", "when": "line.moves != none",
              "demand": {"access": 0.5, "capacity": 0.3}, "source": "analyst"
            }
          }
        },
        "territory": {
          "regions": {
            "harbour": {
              "issue": "harbour", "source": "gazette#harbour",
              "views": {
                "north": {"title": "north", "control": "south", "recognition": "north", "source": "gazette"},
                "south": {"title": "south", "control": "south", "recognition": "south", "source": "analyst"}
              }
            }
          },
          "lines": {"line": {"title": "Line", "issue": "line", "restsOn": {"ceasefire": "fire", "monitoring": "monitoring"}}},
          "dimensions": {
            "title": {"order": ["north", "deferred", "shared", "south"], "source": "analyst"},
            "control": {"order": ["north", "international", "south"], "source": "analyst"},
            "recognition": {"order": ["north", "withheld", "south"], "source": "analyst"},
            "autonomy": {"order": ["none", "special"]},
            "forces": {"order": ["northern", "none", "southern"], "source": "analyst"}
          },
          "ceasefire": {
            "terms": "fire", "line": "line", "withdrawal": "withdrawal", "monitoring": "monitoring",
            "endorsement": "endorsement", "enforcement": "breach", "status": ["harbour"], "source": "analyst"
          },
          "frozenConflictFeatures": {
            "unwatched": {"title": "Nobody watches", "predicate": "monitoring = none", "source": "gazette"},
            "stuck": {"title": "Nobody moves", "predicate": "line.moves = none", "source": "gazette"}
          }
        }
      },
      "packages": {
        "full": {
          "title": "Full",
          "choices": {
            "harbour": "later", "line": "apart", "fire": "now", "withdrawal": "none", "monitoring": "league-mission",
            "endorsement": "league", "breach": "automatic"
          }
        },
        "empty": {"title": "Empty"}
      }
    }
    """

func document(_ replacements: [(String, String)] = [], of text: String = harbour) throws -> Value {
    try parsed(text, replacing: replacements)
}

func theCase(_ document: Value) throws -> TerritoryCase {
    try TerritoryCase(document: document, revision: 1, module: "territory", section: TerritorySection.shape)
}

func theCase(_ replacements: (String, String)...) throws -> TerritoryCase { try theCase(document(replacements)) }

/// What is wrong, as `pointer code`.
func faults(_ replacements: (String, String)...) throws -> [Diagnostic] {
    SectionCheck(try theCase(document(replacements))).faults()
}

extension Flagship {
    static func theCase() throws -> TerritoryCase { try TerritoryTests.theCase(document()) }
}

func ceasefire(
    _ theCase: TerritoryCase, _ id: ID<Package>, choosing: Choices = [:], reading: Reading = .assessed
) throws -> AnalysisResult {
    var package = try #require(theCase.workspace.packages[id])
    package.choices.merge(choosing) { $1 }
    var report = try CeasefireReport(theCase, package, id: id, reading: reading)
    return report.result(AnalysisResult())
}

extension Cell {
    var text: String {
        switch self {
        case .empty: ""
        case .text(let text), .verdict(let text, _), .name(let text, _): text
        case .figure(let figure): figure.value?.description ?? ""
        }
    }
}
