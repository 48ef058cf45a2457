import Findings
import Negotiation
import OrderedCollections
import Shapes
import Testing

@Suite struct EvaluateTests {
    @Test func valuesByHand() throws {
        let result = try run("core.evaluate", try workspace(), package: "middle")
        let values = try result.table("values")
        // Coastland: 100·.575 + 70·.575 + 15·1 + 15 (goal) over 100 + 70 + 15 + 15 = 127.75 / 200.
        let coastland = try values.row("coastland")
        guard case .figure(let value) = try values.cell(coastland, "value") else { throw Unexpected() }
        #expect(value.value == decimal("63.9"))
        #expect(value.basis == .bounds)
        // Against no deal: season 100·(.575 − 0), quota 70·(.575 − .2583…), gear 15·(1 − .575), goal 15, outside 12.5. The
        // stance at 80 lies two thirds of the way from [.45, .7] to [0, .2]: [.15, .366666667].
        guard case .figure(let margin) = try values.cell(coastland, "margin") else { throw Unexpected() }
        #expect(margin.value == decimal("113.5"))
        // 100·.45 + 85·(.45 − .3667) or 55·…: worst of 55 and 85 is 55 for a gain; + 5·.3 + 10 + 5; outward to one decimal.
        #expect(margin.range?.low == decimal("66"))
        #expect(try values.cell(coastland, "verdict") == .verdict("certain", .good))
        #expect(try values.cell(coastland, "consent") == .text("yes"))
        // The union is asked because of the summer season, and answers through its members.
        let union = try values.row("union")
        #expect(try values.cell(union, "consent") == .text("yes"))
        #expect(try values.cell(union, "value") == .text("through its members"))
        #expect(result.status == .complete)
        #expect(result.reading == .assessed)
        #expect(result.parameters["time"] == 0)
    }

    @Test func contributionsAddUpToTheMargin() throws {
        let result = try run("core.evaluate", try workspace(), package: "shut")
        let values = try result.table("values")
        for party in ["coastland", "isle"] {
            let table = try result.table("contributions/\(party)")
            var sum = Number.zero
            for row in table.rows.indices {
                guard case .figure(let figure) = try table.cell(row, "difference") else { throw Unexpected() }
                sum += try #require(figure.value)
            }
            guard case .figure(let margin) = try values.cell(try values.row(party), "margin") else { throw Unexpected() }
            let total = try #require(margin.value)
            // Each part is rounded to a tenth for display.
            let tolerance = decimal("0.05") * Number(table.rows.count + 1)
            #expect(total - tolerance <= sum && sum <= total + tolerance)
        }
        let isle = try result.table("contributions/isle")
        #expect(isle.rows.contains { $0[0] == .name("Linkage: plant closes", id: "plant-closes") })
    }

    @Test func whoBlocksByWhat() throws {
        let wide = try run("core.evaluate", try workspace(), package: "wide")
        #expect(
            wide.summary == """
                Excluded under the assessed reading: Coastland's consent is required, and the package crosses its red line \
                “An open season”.
                """)
        let blocks = try wide.finding("consent/coastland")
        #expect(blocks.kind == .blocks)
        #expect(blocks.evidence.map(\.pointer.description) == ["/parties/coastland/redLines/no-open"])
        #expect(blocks.issues == ["season"])
        // Isle gains by it.
        #expect(try wide.finding("consent/isle").kind == .strong)

        let shut = try run("core.evaluate", try workspace(), package: "shut")
        #expect(
            shut.summary == """
                Excluded under the assessed reading: Isle's consent is required, and no deal is better for it, whatever the \
                true values within the ranges.
                """)
        let isle = try shut.finding("consent/isle")
        #expect(isle.detail?.contains("Most lost by Fishing season") == true)
        #expect(
            isle.evidence.contains {
                $0.text == "Isle says: rules out “Closed all year”; under the assessed reading that counts as 0 and is no bar"
            })
        // The public's consent is not required: it objects.
        #expect(try shut.finding("consent/public").kind == .note)
    }

    @Test func brokenRequirement() throws {
        let broken = try run("core.evaluate", try workspace(), package: "broken")
        #expect(broken.summary == "Not possible as it stands: The treaty ties a season to the ceiling.")
        let finding = try broken.finding("requirement/science")
        #expect(finding.kind == .blocks)
        #expect(finding.issues == ["season", "quota"])
        // It is valued all the same.
        #expect(try !broken.table("values").rows.isEmpty)
    }

    @Test func incompletePackages() throws {
        let draft = try run("core.evaluate", try workspace(), package: "draft")
        #expect(draft.status == .partial)
        #expect(draft.lacks == ["a choice on “Quota”", "one option instead of several on “Fishing season”"])
        // Isle at best: season 55·(.6 − 1), quota 55·(1 − .8), gear 5·(.7 − 1), outside + 10: −2.5, whatever is chosen.
        #expect(draft.summary.hasPrefix("Excluded under the assessed reading: Isle's consent is required"))
        // Whatever the quota, Coastland gains by a season that is not open: only its quota could still move, and by less.
        let values = try draft.table("values")
        #expect(try values.cell(try values.row("coastland"), "verdict") == .verdict("certain", .good))
        #expect(try values.cell(try values.row("coastland"), "nominal") == .empty)
        #expect(try values.cell(try values.row("union"), "consent") == .text("depends on what is open"))
        #expect(try draft.finding("requirements").kind == .fragile)
    }

    @Test func whatIsOpenMaySettleNothing() throws {
        var workspace = try workspace()
        var open = Package()
        open.title = "Season open to debate"
        for (issue, option) in [("quota", "60"), ("gear", "nets"), ("labels", "none")] {
            open.choices[ID(issue)] = .option(ID(option))
        }
        workspace.packages["debate"] = open
        let result = try run("core.evaluate", workspace, package: "debate")
        #expect(
            result.summary == """
                Unknown under the assessed reading: 1 issue is open or disputed; the consents of Coastland and Isle cannot be \
                told until more is chosen, or known.
                """)
        let coastland = try result.finding("consent/coastland")
        #expect(coastland.kind == .missing)
        #expect(coastland.detail?.contains("Red lines that may be crossed: “An open season”.") == true)
    }

    @Test func timeMovesWhatNoDealCosts() throws {
        var workspace = try workspace()
        var late = OutsideValue()
        late.points = Interval(-500)
        late.after = 6
        workspace.parties["isle"]?.outside.append(late)
        func verdict(_ time: Int) throws -> Cell {
            let values = try run("core.evaluate", workspace, package: "shut", [("time", .int(time))]).table("values")
            return try values.cell(try values.row("isle"), "verdict")
        }
        #expect(try verdict(5) == .verdict("excluded", .bad))
        #expect(try verdict(6) == .verdict("certain", .good))
    }

    @Test func chartShowsNoDealBesideTheValue() throws {
        let result = try run("core.evaluate", try workspace(), package: "middle")
        let chart = try #require(result.charts.first)
        #expect(chart.bars.map(\.label) == ["Coastland", "Isle", "Public of Isle"])
        #expect(chart.bars.allSatisfy { $0.reference != nil })
        for bar in chart.bars {
            for figure in [bar.figure, bar.reference].compactMap({ $0 }) {
                let range = figure.range ?? Interval(figure.value ?? 0)
                #expect(chart.scale.low <= range.low && range.high <= chart.scale.high)
            }
        }
        #expect(chart.scale.high == 100)
        // Coastland's no deal reaches down to (55·.15 + 5·.45 − 20) / (100 + 55 + 5 + 10), about −5.6.
        #expect(chart.scale.low == -10)
    }
}

private struct Unexpected: Error {}
