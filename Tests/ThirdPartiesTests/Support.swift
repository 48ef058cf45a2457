import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_third_parties

typealias ThirdPartiesCase = ModuleCase<ThirdPartiesSection>
/// Testing has an `Issue` too.
typealias IssueID = ID<Negotiation.Issue>

/// North and South divide a strait. A patron pays North, a union presses South, somebody big offsets that and can stop a
/// blessing: small, and with something of everything.
let strait = """
    {
      "parley": 1, "id": "strait", "title": "A strait",
      "sources": {
        "gazette": {"title": "Gazette", "kind": "article", "sections": {"strait": "On the strait"}},
        "analyst": {"title": "The analyst's own judgement", "kind": "assumption"}
      },
      "parties": {
        "north": {
          "name": "North", "role": "principal", "outside": -40,
          "redLines": {"yield": {"title": "All of it", "predicate": "land = yield", "firmness": "firm", "source": "gazette"}}
        },
        "south": {
          "name": "South", "role": "principal",
          "redLines": {"keep": {"title": "None of it", "predicate": "land = keep", "firmness": "declared", "source": "gazette"}}
        },
        "union": {"name": "Union", "role": "ratifier", "members": ["coast"], "source": "gazette"},
        "coast": {"name": "Coast", "role": "ratifier", "agenda": {"heard": {"title": "To be heard", "predicate": "talks = many", "source": "gazette"}}},
        "patron": {"name": "Patron", "role": "ratifier"},
        "big": {"name": "Big", "role": "ratifier", "agenda": {"eased": {"title": "Duties eased", "predicate": "duties = eased", "source": "gazette"}}},
        "guild": {"name": "Guild", "role": "mediator"},
        "monk": {"name": "Monk", "role": "mediator"},
        "bishop": {"name": "Bishop", "role": "third-party"}
      },
      "issues": {
        "land": {
          "title": "Land", "options": {"keep": {"title": "Keep"}, "share": {"title": "Share"}, "yield": {"title": "Yield"}},
          "positions": {
            "north": {"stance": {"keep": 1, "share": 0.5, "yield": 0}, "salience": 100, "source": "gazette"},
            "south": {"stance": {"keep": 0, "share": [0.4, 0.6], "yield": 1}, "salience": 80, "source": "gazette"}
          }
        },
        "relief": {
          "title": "Relief",
          "options": {"kept": {"title": "Kept"}, "eased": {"title": "Eased"}, "lifted": {"title": "Lifted", "needs": ["union"], "source": "gazette"}},
          "positions": {
            "north": {"stance": {"kept": 1, "eased": 0.5, "lifted": 0}, "salience": 20},
            "south": {"stance": {"kept": 0, "eased": 0.5, "lifted": 1}, "salience": 40, "source": "analyst"}
          }
        },
        "fund": {
          "title": "Fund", "module": "third-parties", "kind": "aid",
          "options": {
            "guaranteed": {"title": "Guaranteed", "attributes": {"aid": "guaranteed", "binding": true}},
            "pledged": {"title": "Pledged", "attributes": {"aid": "pledged", "binding": false}},
            "none": {"title": "None", "attributes": {"aid": "none", "binding": false}}
          },
          "positions": {"north": {"stance": {"guaranteed": 1, "pledged": 0.5, "none": 0}, "salience": 60, "source": "gazette"}}
        },
        "seat": {
          "title": "Seat", "module": "third-parties", "kind": "seat",
          "options": {
            "full": {"title": "Full", "attributes": {"voice": "full", "veto": true}, "source": "gazette"},
            "ratifies": {"title": "Ratifies", "attributes": {"voice": "none", "veto": true}},
            "informed": {"title": "Informed", "attributes": {"voice": "none", "veto": false}, "text": "They are told."}
          }
        },
        "talks": {
          "title": "Talks",
          "options": {"pair": {"title": "Pair", "attributes": {"sides": "two"}}, "many": {"title": "Many", "attributes": {"sides": "many"}}}
        },
        "blessing": {
          "title": "Blessing", "options": {"yes": {"title": "Yes", "needs": ["big"], "source": "gazette"}, "no": {"title": "No"}},
          "positions": {"big": {"stance": {"yes": 0, "no": 1}, "salience": 5, "source": "analyst"}}
        },
        "duties": {
          "title": "Duties", "options": {"as-now": {"title": "As now", "source": "gazette"}, "eased": {"title": "Eased"}},
          "positions": {"north": {"stance": {"as-now": 1, "eased": 0}, "salience": 10, "source": "gazette"}}
        }
      },
      "decision": {"required": ["north", "south"], "source": "gazette"},
      "noDeal": {
        "choices": {"land": "keep", "relief": "kept", "fund": "pledged", "seat": "ratifies", "talks": "pair", "blessing": "no", "duties": "as-now"},
        "source": "analyst"
      },
      "modules": {
        "sanctions": {
          "measures": {
            "embargo": {"title": "Embargo", "target": "south", "issue": "relief", "source": "gazette"},
            "duty": {"title": "Duty", "target": "big", "issue": "duties", "source": "gazette"}
          },
          "leakage": {
            "big-buys": {"via": "big", "measures": {"embargo": [0.2, 0.4]}, "does": "Buys.", "estimates": "analyst"},
            "bishop-buys": {"via": "bishop", "measures": {"embargo": [0.1, 0.2]}, "does": "Buys too.", "estimates": "analyst"}
          }
        },
        "third-parties": {
          "influence": {
            "patron-pays": {"of": "patron", "kind": "aid", "claim": "It pays.", "towards": ["north"], "issues": ["fund"], "weight": [0.5, 1], "estimates": "analyst", "source": "gazette"},
            "union-presses": {"of": "union", "kind": "pressure", "claim": "It presses.", "towards": ["south"], "issues": ["relief"], "weight": 0.5, "estimates": "analyst", "source": "gazette"},
            "union-asks": {"of": "union", "kind": "unity", "claim": "It stands together.", "towards": ["north"], "issues": ["talks"], "weight": 0.5, "source": "gazette"},
            "big-offsets": {"of": "big", "kind": "leakage", "claim": "It buys.", "towards": ["south"], "issues": ["relief"], "leakage": ["big-buys"], "weight": 0.5, "estimates": "analyst", "source": "gazette"},
            "big-hosts": {"of": "big", "kind": "venue", "claim": "It hosts.", "towards": ["south"], "issues": ["relief"], "weight": [0.2, 0.5], "source": "gazette"},
            "big-trades": {"of": "big", "kind": "trade", "claim": "It trades.", "towards": ["north"], "issues": ["duties"], "weight": 0.3, "source": "gazette"},
            "big-stops": {"of": "big", "kind": "veto", "claim": "It can stop it.", "towards": ["north", "south"], "issues": ["blessing"], "weight": 1, "source": "gazette"}
          },
          "consent": {
            "south": {"party": "south", "inLaw": "It signs.", "rule": "required", "source": "gazette"},
            "union": {"party": "union", "inLaw": "It lifts.", "inFact": "Half of it is the Union's.", "rule": "by-option", "source": "gazette"},
            "big": {"party": "big", "inLaw": "It may stop a blessing.", "rule": "by-option", "source": "gazette"}
          },
          "spoilers": {
            "hawks": {"title": "Hawks", "within": "north", "ability": [0.2, 0.5], "motive": "land in [share, yield]", "eased": "fund = guaranteed", "emboldenedBy": {"what": "A stalemate", "source": "gazette"}, "estimates": "analyst", "source": "gazette"},
            "doubters": {"title": "Doubters", "within": "south", "ability": 0.4, "estimates": "analyst", "source": "analyst"}
          },
          "sides": ["north", "south"],
          "mediators": {
            "guild": {"title": "The Guild", "party": "guild", "leverage": [0.3, 0.6], "bias": [-0.4, -0.1], "acceptability": {"north": [0.6, 0.9], "south": [0.5, 0.8]}, "offers": "A hall", "estimates": "analyst", "source": "gazette"},
            "monk": {"title": "The Monk", "party": "monk", "leverage": [0, 0.2], "bias": [-0.2, 0.2], "acceptability": {"north": 0.7, "south": [0.3, 0.48]}, "estimates": "analyst", "source": "gazette"},
            "bishop": {"title": "The Bishop", "party": "bishop", "leverage": 0.5, "bias": 0.3, "acceptability": {"north": [0, 0.2], "south": 0.9}, "estimates": "analyst", "source": "gazette"}
          }
        }
      },
      "packages": {
        "draft": {"title": "Draft", "choices": {"land": "share", "relief": "eased", "fund": "guaranteed", "seat": "full", "talks": "many", "blessing": "yes", "duties": "as-now"}},
        "poor": {"title": "Poor", "choices": {"land": "keep", "relief": "kept", "fund": "pledged", "seat": "ratifies", "talks": "pair", "blessing": "no", "duties": "eased"}},
        "wide": {"title": "Wide", "choices": {"land": "yield", "relief": "lifted", "fund": "pledged", "seat": "full", "talks": "many", "blessing": "no", "duties": "as-now"}},
        "loose": {"title": "Loose", "choices": {"relief": "eased", "fund": "none", "seat": "full", "talks": "many", "blessing": ["yes", "no"], "duties": "as-now"}},
        "empty": {"title": "Empty"}
      }
    }
    """

func document(_ replacements: [(String, String)] = []) throws -> Value { try parsed(strait, replacing: replacements) }

func theCase(_ document: Value) throws -> ThirdPartiesCase {
    try ThirdPartiesCase(document: document, revision: 1, module: "third-parties", section: ThirdPartiesSection.shape)
}

func theCase(_ replacements: (String, String)...) throws -> ThirdPartiesCase { try theCase(document(replacements)) }

extension Flagship {
    static func theCase() throws -> ThirdPartiesCase { try ThirdPartiesTests.theCase(document()) }
}

func package(_ theCase: ThirdPartiesCase, _ id: ID<Package>, _ choosing: Choices) throws -> Package {
    var package = try #require(theCase.workspace.packages[id])
    package.choices.merge(choosing) { $1 }
    return package
}

func consent(_ theCase: ThirdPartiesCase, _ id: ID<Package>, choosing: Choices = [:]) async throws -> AnalysisResult {
    var report = ConsentReport(theCase, try package(theCase, id, choosing), id: id)
    return try await report.result(AnalysisResult(), asking: StandInHost(theCase).questions)
}

func spoilers(
    _ theCase: ThirdPartiesCase, _ id: ID<Package>, choosing: Choices = [:], reading: Reading = .assessed
) async throws -> AnalysisResult {
    var report = try SpoilersReport(theCase, try package(theCase, id, choosing), id: id, reading: reading)
    return try await report.result(AnalysisResult(), asking: StandInHost(theCase).questions)
}

func mediators(
    _ theCase: ThirdPartiesCase, _ id: ID<Package>? = nil, reading: Reading = .assessed
) async throws -> AnalysisResult {
    var report = try MediatorsReport(theCase, package: id, reading: reading)
    return try await report.result(AnalysisResult(), asking: StandInHost(theCase).questions)
}

func influence(
    _ theCase: ThirdPartiesCase, _ id: ID<Package>, choosing: Choices = [:], reading: Reading = .assessed, tries: Int = 8
) async throws -> AnalysisResult {
    var report = try InfluenceReport(theCase, try package(theCase, id, choosing), id: id, reading: reading, tries: tries)
    return try await report.result(AnalysisResult(), asking: StandInHost(theCase).questions)
}

func accounts(
    _ theCase: ThirdPartiesCase, _ id: ID<Package>, choosing: Choices = [:], reading: Reading = .assessed, tries: Int = 8
) async throws -> [String: LeverAccount] {
    let draft = Draft(try package(theCase, id, choosing), id: id, in: theCase.workspace)
    let all = try await LeverAccounts(Levers(draft, reading: reading), tries: tries)
        .all(theCase.section?.influence ?? [:], asking: StandInHost(theCase).questions)
    return Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}

extension AnalysisResult {
    /// A cell by the id of its row's name and the id of its column.
    func cell(_ id: String, _ row: String, _ column: String) throws -> String {
        let table = try #require(tables.first { $0.id == id }, "\(tables.map(\.id))")
        let place = try #require(table.columns.firstIndex { $0.id == column }, "\(table.columns.map(\.id))")
        let found = table.rows.first { cells in
            if case .name(_, let id) = cells[0] { id == row } else { cells[0].text == row }
        }
        return try #require(found)[place].text
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
    mutating func hundredths(below bound: Int) -> Number { Number(significand: Int128(next(below: bound)), exponent: -2) }

    /// A range of hundredths within 0 and `bound` of them.
    mutating func range(below bound: Int) -> Interval {
        let ends = [hundredths(below: bound), hundredths(below: bound)].sorted()
        return Interval(low: ends[0], high: ends[1])
    }

    /// A package that settles every issue somehow.
    mutating func package(of workspace: Workspace) -> Choices {
        workspace.issues.mapValues { issue in .option(issue.choices[next(below: issue.choices.count)]) }
    }
}
