import CoreAnalyzers
import Findings
import Negotiation
import OrderedCollections
import Shapes
import Testing

/// A fish stock shared by two coasts: small, and with something of everything.
let fishery = """
    {
      "parley": 1, "id": "fishery", "title": "Sharing a fish stock",
      "sources": {
        "brief": {"title": "Ministry briefing", "kind": "article", "sections": {"quota": "On the quota"}},
        "analyst": {"title": "The analyst's own judgement", "kind": "assumption"}
      },
      "parties": {
        "coastland": {
          "name": "Coastland", "role": "principal", "source": "brief",
          "agenda": {
            "stock": {"title": "The stock recovers", "predicate": "quota <= 40", "weight": [10, 20], "source": "brief#quota"},
            "fleet": {"title": "The fleet survives", "source": "brief"},
            "both": {"title": "Few nets and a closed season", "predicate": "quota <= 20 and season = closed"}
          },
          "redLines": {
            "no-open": {"title": "An open season", "predicate": "season = open", "firmness": "firm", "source": "brief"},
            "no-gear": {"title": "Nets all year", "predicate": "gear = nets", "firmness": "declared", "source": "brief"}
          },
          "outside": [-20, -5]
        },
        "isle": {
          "name": "Isle", "role": "principal", "outside": [{"points": -10, "source": "analyst", "because": "The plant idles"}]
        },
        "union": {"name": "Coastal union", "role": "ratifier", "members": ["coastland", "isle"]},
        "public": {"name": "Public of Isle", "role": "constituency", "represents": "isle"}
      },
      "issues": {
        "season": {
          "title": "Fishing season",
          "options": {
            "closed": {"title": "Closed all year", "source": "brief"},
            "summer": {"title": "Summer only", "needs": ["union"], "source": "analyst"},
            "open": {"title": "Open all year"}
          },
          "positions": {
            "coastland": {
              "stance": {"closed": "demands", "summer": "accepts", "open": "red-line"}, "salience": "vital", "source": "brief"
            },
            "isle": {
              "stance": {"closed": "red-line", "summer": "red-line", "open": "demands"}, "salience": "high", "source": "brief",
              "assessed": {"stance": {"summer": [0.3, 0.6]}, "source": "analyst"}
            },
            "public": {"stance": {"closed": 0, "summer": 0.2, "open": 1}, "salience": 10}
          }
        },
        "quota": {
          "title": "Quota", "range": {"from": 0, "to": 100, "step": 20, "unit": "kilotonnes"},
          "positions": {
            "coastland": {
              "stance": {"0": "prefers", "40": "accepts", "100": "opposes"}, "salience": "high", "source": "brief#quota"
            },
            "isle": {"stance": {"0": 0, "100": "demands"}, "salience": "medium", "source": "analyst"}
          }
        },
        "gear": {
          "title": "Gear", "options": {"lines": {"title": "Lines"}, "nets": {"title": "Nets"}},
          "positions": {
            "coastland": {"stance": {"lines": "demands", "nets": "accepts"}, "salience": "low", "source": "brief"},
            "isle": {"stance": {"lines": "accepts", "nets": "demands"}, "salience": "low", "source": "brief"}
          }
        },
        "labels": {"title": "Labels", "options": {"none": {"title": "None"}, "origin": {"title": "Of origin"}}}
      },
      "noDeal": {"choices": {"season": "open", "quota": 80, "gear": "nets", "labels": "none"}, "source": "brief"},
      "linkages": {
        "science": {
          "require": "season = summer implies quota <= 60", "source": "brief",
          "because": "The treaty ties a season to the ceiling."
        },
        "plant-closes": {
          "when": "season = closed", "adds": {"isle": [-20, -10]}, "source": "analyst",
          "because": "The plant has nothing to do."
        }
      },
      "packages": {
        "middle": {"title": "A middle way", "choices": {"season": "summer", "quota": 40, "gear": "lines", "labels": "origin"}},
        "shut": {"title": "Shut it", "choices": {"season": "closed", "quota": 0, "gear": "lines", "labels": "left-out"}},
        "wide": {"title": "Wide open", "choices": {"season": "open", "quota": 100, "gear": "nets", "labels": "none"}},
        "broken": {"title": "Broken", "choices": {"season": "summer", "quota": 80, "gear": "lines", "labels": "none"}},
        "draft": {"title": "A draft", "choices": {"season": ["closed", "summer"], "gear": "lines", "labels": "none"}}
      }
    }
    """

func workspace(_ text: String = fishery) throws -> Workspace { try Workspace.shape.read(try JSON.parse(text)) }

/// Runs an analyzer as a caller does: parameters resolved against its declaration.
func run(
    _ id: String, _ workspace: Workspace, package: ID<Package>? = nil, _ parameters: [(String, Value)] = []
) throws -> AnalysisResult {
    let analyzer = try #require(CoreAnalyzers.all.first { $0.declaration.id == id })
    return try analyzer.run(
        AnalysisRequest(
            workspace: workspace, revision: 7, packageID: package, package: package.flatMap { workspace.packages[$0] },
            parameters: try analyzer.declaration.resolve(Object(parameters), in: workspace)))
}

extension AnalysisResult {
    func table(_ id: String) throws -> Table { try #require(tables.first { $0.id == id }) }
    func finding(_ id: String) throws -> Finding { try #require(findings.first { $0.id == id }) }
}

extension Table {
    func cell(_ row: Int, _ column: String) throws -> Cell { rows[row][try #require(columns.firstIndex { $0.id == column })] }

    /// The row whose first cell carries this id.
    func row(_ id: String) throws -> Int {
        try #require(rows.firstIndex { if case .name(_, id) = $0[0] { true } else { false } })
    }
}

func decimal(_ text: String) -> Number {
    guard let number = try? Number.parse(text) else { preconditionFailure("a test writes numbers that are numbers: \(text)") }
    return number
}

func interval(_ low: String, _ high: String) -> Interval { Interval(low: decimal(low), high: decimal(high)) }
