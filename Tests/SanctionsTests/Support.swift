import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_sanctions

typealias SanctionsCase = ModuleCase<SanctionsSection>
/// Testing has an `Issue` too.
typealias IssueID = ID<Negotiation.Issue>

/// West presses East with two measures, of which South offsets some, and would sell one of them for a withdrawal.
let embargo = """
    {
      "parley": 1, "id": "embargo", "title": "An embargo", "asOf": "2025-01-01",
      "sources": {
        "gazette": {"title": "Gazette", "kind": "article", "date": "2024-01-31", "sections": {"oil": "On oil"}},
        "analyst": {"title": "The analyst's own judgement", "kind": "assumption"}
      },
      "parties": {
        "west": {"name": "West", "role": "principal", "patience": 0.9, "members": ["coast", "hills"]},
        "east": {"name": "East", "role": "principal", "patience": 0.9},
        "coast": {"name": "Coast", "role": "ratifier"},
        "hills": {"name": "Hills", "role": "ratifier"},
        "south": {"name": "South", "role": "third-party"}
      },
      "issues": {
        "oil-relief": {
          "title": "Oil relief", "module": "sanctions", "kind": "relief", "controlledBy": ["west"],
          "options": {
            "kept": {"title": "Kept", "attributes": {"state": "kept", "trigger": "none", "snapback": false}},
            "phased": {"title": "Phased", "attributes": {"state": "phased", "trigger": "verified-steps", "snapback": true}, "source": "gazette"},
            "lifted": {"title": "Lifted", "attributes": {"state": "lifted", "trigger": "signature", "snapback": false}}
          },
          "positions": {
            "east": {"stance": {"kept": 0, "phased": 1, "lifted": 1}, "salience": 60, "source": "gazette"},
            "west": {"stance": {"kept": 1, "phased": 0, "lifted": 0}, "salience": 30, "source": "gazette"}
          }
        },
        "tariffs": {
          "title": "Tariffs", "module": "sanctions", "kind": "tariffs",
          "options": {
            "as-now": {"title": "As now", "attributes": {"allies": "kept", "chinaIndia": "kept"}},
            "eased": {"title": "Eased", "attributes": {"allies": "eased", "chinaIndia": "lifted"}}
          }
        },
        "withdrawal": {
          "title": "Withdrawal",
          "options": {"none": {"title": "None"}, "full": {"title": "Full"}},
          "positions": {
            "east": {"stance": {"none": 1, "full": 0}, "salience": 40, "source": "gazette"},
            "west": {"stance": {"none": 0, "full": 1}, "salience": 80, "source": "analyst"}
          }
        },
        "monitoring": {"title": "Monitoring", "options": {"none": {"title": "None"}, "mission": {"title": "Mission"}}}
      },
      "noDeal": {"choices": {"oil-relief": "kept", "tariffs": "as-now", "withdrawal": "none", "monitoring": "none"}},
      "modules": {
        "sanctions": {
          "words": {"slight": [5, 20], "marked": [20, 50], "severe": [50, 85]},
          "measures": {
            "oil": {
              "title": "Oil embargo", "sender": ["west"], "target": "east", "issue": "oil-relief", "started": "2024-01-01",
              "legalBasis": ["gazette"], "does": "Keeps oil out.", "effect": 80, "cost": "slight", "halfLife": 12,
              "estimates": "analyst", "source": "gazette#oil"
            },
            "tools": {
              "title": "Tools withheld", "sender": ["west"], "target": "east", "issue": "oil-relief", "started": "2024-01-01",
              "legalBasis": ["gazette"], "effect": "marked", "cost": [30, 60], "halfLife": [6, 12], "estimates": "analyst"
            },
            "all": {"title": "All of it", "sender": ["west"], "target": "east", "parts": ["oil", "tools"], "source": "gazette"},
            "duty": {
              "title": "Duty", "sender": ["west"], "target": "south", "issue": "tariffs", "started": "2024",
              "effect": "slight", "cost": "slight", "halfLife": [24, 36], "estimates": "analyst", "source": "gazette"
            }
          },
          "leverage": {
            "weakened": {"what": "East's treasury", "by": ["oil"], "source": "gazette"},
            "adapted": {"what": "East looks elsewhere", "towards": ["south"], "source": "gazette"}
          },
          "leakage": {
            "south-buys": {"via": "south", "measures": {"oil": 0.25}, "does": "Buys.", "estimates": "analyst", "source": "gazette"}
          },
          "coalition": {
            "members": ["west", "coast", "hills"],
            "strains": {
              "duty-coast": {"member": "coast", "by": "duty", "strain": "slight", "easedBy": "tariffs != as-now", "estimates": "analyst", "source": "gazette"},
              "oil-coast": {"member": "coast", "by": "oil", "strain": "marked", "easedBy": "oil-relief != kept", "estimates": "analyst", "source": "gazette"}
            },
            "coordination": {"bodies": ["west"], "aim": "One front.", "source": "gazette"},
            "renewal": {"council": {"body": "west", "rule": "unanimity", "everyMonths": 6, "source": "gazette"}}
          },
          "snapback": {
            "council": {"holder": "west", "measures": ["oil"], "vetoes": ["hills"], "credibility": 0.5, "lagMonths": 0, "source": "analyst"}
          },
          "exchange": {"relief": ["oil-relief"], "against": ["withdrawal"], "verifiedThrough": "monitoring", "source": "gazette"}
        }
      },
      "packages": {
        "steps": {
          "title": "Steps",
          "choices": {"oil-relief": "phased", "tariffs": "as-now", "withdrawal": "full", "monitoring": "mission"},
          "schedule": [
            {"id": "first", "title": "First half", "party": "east", "at": 0, "verifiedBy": ["south"], "delivers": {"withdrawal": 0.5}, "reversible": true, "detection": {"probability": 1}},
            {"id": "relief", "title": "Relief", "party": "west", "at": 1, "verifiedBy": ["south"], "delivers": {"oil-relief": 1}, "reversible": true, "detection": {"probability": 1}, "snapbackBy": "west"},
            {"id": "rest", "title": "The rest", "party": "east", "at": 2, "verifiedBy": ["south"], "delivers": {"withdrawal": 0.5}, "reversible": true, "detection": {"probability": 1}}
          ]
        },
        "gift": {"title": "Gift", "choices": {"oil-relief": "lifted", "tariffs": "eased", "withdrawal": "none", "monitoring": "none"}},
        "nothing": {"title": "Nothing", "choices": {"oil-relief": "kept", "tariffs": "as-now"}},
        "open": {"title": "Open"}
      }
    }
    """

func document(_ replacements: [(String, String)] = []) throws -> Value { try parsed(embargo, replacing: replacements) }

func theCase(_ document: Value) throws -> SanctionsCase {
    try SanctionsCase(document: document, revision: 1, module: "sanctions", section: SanctionsSection.shape)
}

func theCase(_ replacements: (String, String)...) throws -> SanctionsCase { try theCase(document(replacements)) }

extension Flagship {
    static func theCase() throws -> SanctionsCase { try SanctionsTests.theCase(document()) }
}

func leverage(_ theCase: SanctionsCase, _ package: ID<Package>? = nil, months: Int? = nil) throws -> AnalysisResult {
    var report = try LeverageReport(theCase, package: package, months: months)
    return report.result(AnalysisResult())
}

func report(_ theCase: SanctionsCase, _ id: ID<Package>, _ reading: Reading = .assessed) throws -> ReliefReport {
    try ReliefReport(theCase, try #require(theCase.workspace.packages[id]), id: id, reading: reading)
}

func relief(_ theCase: SanctionsCase, _ id: ID<Package>, _ reading: Reading = .assessed) throws -> AnalysisResult {
    var report = try report(theCase, id, reading)
    return report.result(AnalysisResult())
}

func coalition(_ theCase: SanctionsCase, _ package: ID<Package>? = nil) throws -> AnalysisResult {
    var report = try CoalitionReport(theCase, package: package)
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

    /// A random range within bounds, with three decimals.
    static func random(_ bounds: ClosedRange<Int>, _ draw: inout Draws) -> Interval {
        let (a, b) = (Int.random(in: bounds, using: &draw), Int.random(in: bounds, using: &draw))
        return Interval(
            low: Number(significand: Int128(min(a, b)), exponent: -3), high: Number(significand: Int128(max(a, b)), exponent: -3))
    }

    func random(_ draw: inout Draws) -> Double {
        low.double + (high.double - low.double) * Double(Int.random(in: 0...1_000, using: &draw)) / 1_000
    }

    func contains(_ value: Double, within slack: Double = 1e-5) -> Bool {
        low.double - slack <= value && value <= high.double + slack
    }
}
