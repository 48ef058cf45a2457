import Briefing
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// What the snapshots show: a small case with everything in it.
enum Samples {
    static func number(_ text: String) -> Number {
        guard let number = try? Number.parse(text) else { preconditionFailure("the samples hold numbers: \(text)") }
        return number
    }

    static func bounds(_ low: String, _ high: String, _ nominal: String? = nil) -> Figure {
        Figure(bounds: Interval(low: number(low), high: number(high)), nominal: nominal.map(number))
    }

    static func sampled(_ low: String, _ high: String, _ value: String?) throws -> Figure {
        var object = Object([("basis", "sampled"), ("range", .array([.number(number(low)), .number(number(high))]))])
        if let value { object["value"] = .number(number(value)) }
        return try Figure.shape.read(.object(object))
    }

    static var table: Table {
        Table(
            id: "value", title: "Value to each party",
            columns: [
                .init("party", "Party"), .init("value", "Value", unit: "0–100"), .init("no-deal", "No deal", unit: "0–100"),
                .init("consent", "Consent"), .init("counts", "What counts most"),
            ],
            rows: [
                [
                    .name("Coastland", id: "coastland"), .figure(bounds("42.47", "71.02", "56.04")),
                    .figure(bounds("20", "35.5", "28")), .verdict("certain", .good),
                    .text("A closed season that holds while the fish spawn, and a quota under the ceiling of the survey"),
                ],
                [
                    .name("Isle", id: "isle"), .figure(bounds("7.5", "48", "30")), .figure(bounds("12", "40", "26")),
                    .verdict("possible", .warning), .text("Work for the plant"),
                ],
                [
                    .name("Fishers of the northern isles", id: "fishers"), .figure(bounds("0", "22", "9.5")), .empty,
                    .verdict("excluded: red line", .bad), .empty,
                ],
                [
                    .name("Secretariat", id: "secretariat"), .figure(Figure(exact: 64)), .empty,
                    .verdict("not needed", .neutral), .empty,
                ],
            ],
            note: "Values of different parties cannot be compared: each is measured on the party’s own scale.")
    }

    static var chart: Chart {
        Chart(
            id: "value", title: "Value against no deal", scale: Interval(low: 0, high: 100), unit: "0–100",
            bars: [
                .init("Coastland", bounds("42.5", "71", "56"), reference: bounds("20", "35", "28")),
                .init("Isle", bounds("7.5", "48", "30"), reference: bounds("12", "40", "30")),
                .init("Fishers of the northern isles", bounds("-8", "22", "9.5"), reference: bounds("10", "30", "20")),
                .init("Secretariat", Figure(exact: 64)),
            ])
    }

    static var result: AnalysisResult {
        var result = AnalysisResult()
        result.analyzer = "core.evaluate"
        result.title = "What a package is worth to each party"
        result.status = .partial
        result.workspace = "fishing-quota"
        result.revision = 12
        result.package = "middle"
        result.reading = .assessed
        result.parameters = ["reading": "assessed", "limit": 5]
        result.summary = "The fishers block the draft by a red line; Coastland consents over all stated ranges, Isle for some."
        var block = Finding(
            .blocks, id: "red-line", "The fishers cannot sign: the package crosses “An open season”",
            detail: "The line is firm and binds under both readings.")
        block.evidence = [
            Evidence(
                "/parties/fishers/redLines/open", text: "Their red line", source: Citation(source: "brief", section: "quota")),
            Evidence("/issues/season/positions/fishers", source: Citation(source: "analyst"), isAssumption: true),
            Evidence("/issues/quota/positions/fishers", isAssumption: true),
        ]
        result.findings = (1...4).map { Finding(.note, id: "note-\($0)", "Remark number \($0)") }
        result.findings += [Finding(.strong, id: "s", "Coastland signs whatever the true values"), block]
        result.tables = [table]
        result.charts = [chart]
        result.lacks = ["The positions of the union: add them under issues"]
        result.provenance.cited = 41
        result.provenance.assumed = 63
        result.provenance.unsourced = 1
        return result
    }

    static let diagnostics = [
        Diagnostic(
            code: "unknown-id", "“sumer” is not an option of “season”", hint: "did you mean “summer”?",
            place: .init(file: "issues.yaml", line: 12, column: 30, excerpt: "    stance: {closed: prefers, sumer: accepts}")),
        Diagnostic(
            code: "duplicate-id", "the issue “quota” is defined twice",
            place: .init(file: "more.yaml", line: 140, column: 3, excerpt: "  quota:"),
            related: .init(file: "issues.yaml", line: 88, column: 3)),
        Diagnostic(
            .warning, code: "goal-restates", "the goal “stock” restates a stance", hint: "drop its weight, or drop the stance",
            place: .init(file: "issues.yaml", line: 3, column: 5)),
    ]

    static func workspace() throws -> Workspace { try Workspace.shape.read(JSON.parse(document)) }

    private static let document = """
        {"parley": 1, "id": "fishing-quota", "title": "Sharing a fish stock", "asOf": "2025-08-12",
         "summary": "Two coasts share one stock.\\nIt shrinks.",
         "sources": {"brief": {"title": "Briefing", "kind": "article", "sections": {"quota": "On the quota"}},
                     "analyst": {"title": "Own judgement", "kind": "assumption"}},
         "parties": {
           "coastland": {"name": "Coastland", "role": "principal", "source": "brief#quota", "patience": [0.9, 0.97],
             "agenda": {"stock": {"title": "The stock recovers", "predicate": "quota <= 40", "weight": [10, 20],
                                  "source": "brief#quota"}},
             "redLines": {"open": {"title": "An open season", "predicate": "season = open", "firmness": "firm",
                                   "source": "analyst"}},
             "outside": [{"points": [-20, -5], "because": "The fleet stays in port"}, {"points": [-40, 10], "after": 6}]},
           "isle": {"name": "Isle", "role": "principal"},
           "union": {"name": "Coastal union", "role": "ratifier", "members": ["coastland", "isle"],
             "decision": {"required": ["coastland"], "atLeast": 1, "of": ["coastland", "isle"], "source": "brief#quota"}}},
         "issues": {
           "season": {"title": "Fishing season", "module": "eez", "source": "brief#quota",
             "options": {"closed": {"title": "Closed all year", "source": "brief#quota"},
                         "summer": {"title": "Summer only", "attributes": {"months": 3}, "needs": ["union"],
                                    "source": "analyst"},
                         "open": {"title": "Open all year"}},
             "positions": {
               "coastland": {"stance": {"closed": "prefers", "summer": "accepts", "open": "red-line"}, "salience": "vital",
                 "statement": "The stock comes first.", "source": "brief#quota", "confidence": "high",
                 "assessed": {"stance": {"open": [0, 0.1]}, "because": "It gave way before.", "source": "analyst"}},
               "isle": {"stance": {"closed": "opposes", "open": "demands"}, "salience": [30, 50]}}},
           "zone": {"title": "Limits of the EEZ", "module": "eez",
                    "options": {"now": {"title": "As now"}, "new": {"title": "Redrawn"}}},
           "quota": {"title": "Quota", "range": {"from": 0, "to": 100, "step": 20, "unit": "kilotonnes"},
             "positions": {"coastland": {"stance": {"0": "prefers", "100": "opposes"}, "salience": "high"}}}},
         "noDeal": {"choices": {"season": "open", "quota": 80}},
         "packages": {
           "middle": {"title": "A middle way", "author": "Secretariat",
             "text": {"season": "[No boat leaves port] [Boats leave port in June], and the survey decides on the years after."},
             "choices": {"season": ["closed", "summer"], "zone": "left-out"},
             "schedule": [{"id": "survey", "title": "Joint survey", "party": "coastland", "at": 3, "verifiedBy": ["union"]},
                          {"id": "stop", "title": "Boats stay in port", "party": "isle", "at": 0,
                           "verifiedBy": ["patrol", "union"],
                           "delivers": {"season": 0.5}}]},
           "strict": {"title": "The strict one", "status": "tabled",
             "choices": {"season": "closed", "zone": "now", "quota": 20}},
           "lax": {"title": "The lax one", "choices": {"season": "open", "zone": "now", "quota": 20}}},
         "record": {
           "first": {"date": "2025-08-10", "party": "coastland", "act": "offers", "package": "middle", "revision": 2,
                     "note": "Offered at dinner.", "source": "brief#quota"},
           "second": {"date": "2025-08-11", "party": "isle", "act": "accepts-if", "issue": "season",
                      "condition": "quota >= 60"}}}
        """
}
