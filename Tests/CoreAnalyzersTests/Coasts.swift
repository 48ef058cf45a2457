import Findings
import Foundation
import Negotiation
import Shapes
import Testing

/// Two coasts and a fishery, small enough to list every package. What each brings North and South, of 100:
///
/// |        | no quota | some quota | much quota |
/// |--------|----------|------------|------------|
/// | closed | 60, 80   | 80, 40     | 100, 0     |
/// | split  | 30, 90   | 50, 50     | 70, 10     |
/// | open   | 0, 100   | 20, 60     | 40, 20     |
///
/// Each signs for 50 or more, North under no contested flag: a closed season without a quota, or a split one with some.
private let coastsText = """
    {
      "parley": 1, "id": "coasts", "title": "Two coasts",
      "sources": {"brief": {"title": "Briefing", "kind": "article"}},
      "parties": {
        "north": {
          "name": "North", "role": "principal", "reservation": 50, "source": "brief",
          "redLines": {"colours": {"title": "Our colours", "predicate": "flag = contested", "firmness": "firm", "source": "brief"}}
        },
        "south": {"name": "South", "role": "principal", "reservation": 50, "source": "brief", "redLines": {}}
      },
      "issues": {
        "season": {
          "title": "Season", "options": {"closed": {"title": "Closed"}, "split": {"title": "Split"}, "open": {"title": "Open"}},
          "positions": {
            "north": {"stance": {"closed": 1, "split": 0.5, "open": 0}, "salience": 60, "source": "brief"},
            "south": {"stance": {"closed": 0, "split": 0.5, "open": 1}, "salience": 20, "source": "brief"}
          }
        },
        "quota": {
          "title": "Quota", "options": {"none": {"title": "None"}, "some": {"title": "Some"}, "much": {"title": "Much"}},
          "positions": {
            "north": {"stance": {"none": 0, "some": 0.5, "much": 1}, "salience": 40, "source": "brief"},
            "south": {"stance": {"none": 1, "some": 0.5, "much": 0}, "salience": 80, "source": "brief"}
          }
        },
        "flag": {"title": "Flag", "options": {"plain": {"title": "Plain"}, "contested": {"title": "Contested"}}}
      },
      "noDeal": {"choices": {"season": "open", "quota": "none", "flag": "plain"}, "source": "brief"},
      "linkages": {},
      "packages": {
        "meeting": {"title": "Half and half", "choices": {"season": "split", "quota": "some", "flag": "plain"}},
        "north-first": {"title": "North first", "choices": {"season": "closed", "quota": "some", "flag": "plain"}},
        "flagged": {"title": "Flagged", "choices": {"season": "closed", "quota": "none", "flag": "contested"}},
        "no-quota": {"title": "Without a quota", "choices": {"quota": "none"}},
        "much-quota": {"title": "With much quota", "choices": {"quota": "much"}},
        "split-season": {"title": "A split season", "choices": {"season": "split"}}
      }
    }
    """

/// The coasts with some of their text put otherwise; each has to occur.
func coasts(_ changes: [String: String]) throws -> Workspace {
    var text = coastsText
    for (old, new) in changes {
        try #require(text.contains(old))
        text = text.replacingOccurrences(of: old, with: new)
    }
    return try workspace(text)
}

/// Where North, who asks for 55 now, and South, who rules a closed season out, have nothing left: only much quota brings North
/// 55 without a closed season, and South 10.
let apart = [
    #""North", "role": "principal", "reservation": 50"#: #""North", "role": "principal", "reservation": 55"#,
    #""redLines": {}"#: #""redLines": {"fleet": {"title": "A closed season", "predicate": "season = closed", "firmness": "firm", "source": "brief"}}"#,
]

/// What it means for North that its stances are known only within ranges.
func ranged(_ split: String, _ some: String = "0.5") -> [String: String] {
    [
        #""closed": 1, "split": 0.5"#: #""closed": 1, "split": \#(split)"#,
        #""none": 0, "some": 0.5"#: #""none": 0, "some": \#(some)"#,
    ]
}

extension Cell {
    var words: String? {
        switch self {
        case .text(let text), .verdict(let text, _), .name(let text, _): text
        case .figure, .empty: nil
        }
    }

    var number: Number? { if case .figure(let figure) = self { figure.value } else { nil } }
}

extension Table {
    func words(_ column: String) throws -> [String?] { try rows.indices.map { try cell($0, column).words } }
}
