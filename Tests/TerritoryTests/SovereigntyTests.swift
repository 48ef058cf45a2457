import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_territory

@Suite("Title, control and recognition")
struct SovereigntyTests {
    private func sovereignty(_ theCase: TerritoryCase, _ reading: Reading = .assessed) throws -> AnalysisResult {
        var report = try SovereigntyReport(theCase, reading: reading)
        return report.result(AnalysisResult())
    }

    @Test("steps and spreads by hand")
    func steps() throws {
        let section = try #require(try theCase().section)
        let title = try #require(section.dimensions.title)
        #expect(title.steps("north", "south") == 3)
        #expect(title.steps("deferred", "deferred") == 0)
        #expect(title.steps("north", "elsewhere") == nil)
        let views = try #require(section.regions["harbour"]?.views)
        // North: title at 0 of 3, control at 2 of 2. South: all at the far end.
        #expect(section.dimensions.spread(of: try #require(views["north"])) == 1)
        #expect(section.dimensions.spread(of: try #require(views["south"])) == 0)
        #expect(section.dimensions.end(of: try #require(views["north"])) == .first)
        #expect(section.dimensions.end(of: try #require(views["south"])) == .last)
    }

    @Test("distances are symmetric, zero to oneself, and obey the triangle inequality")
    func metric() throws {
        for theCase in [try theCase(), try Flagship.theCase()] {
            for dimension in Dimension.allCases {
                guard let order = theCase.section?.dimensions[dimension] else { continue }
                for a in order.order {
                    #expect(order.steps(a, a) == 0)
                    for b in order.order {
                        #expect(order.steps(a, b) == order.steps(b, a))
                        for c in order.order {
                            #expect(try #require(order.steps(a, c)) <= #require(order.steps(a, b)) + #require(order.steps(b, c)))
                        }
                    }
                }
            }
        }
    }

    @Test("what one end gains from a common view the other gives up, step by step")
    func mirrored() throws {
        let theCase = try theCase()
        let section = try #require(theCase.section)
        let views = try #require(section.regions["harbour"]?.views)
        let (north, south) = (try #require(views["north"]), try #require(views["south"]))
        for option in try #require(theCase.workspace.issues["harbour"]).options.values {
            // Both see South in control, so there their movements mirror each other.
            let of = { (view: View) in
                section.dimensions.movements(from: view, to: option).first { $0.dimension == .control }?.effect
            }
            switch of(north) {
            case .gained(let steps)?: #expect(of(south) == .given(steps))
            case .given(let steps)?: #expect(of(south) == .gained(steps))
            default: #expect(of(north) == of(south))
            }
        }
        let option = try #require(theCase.workspace.issues["harbour"]?.options["shared"])
        #expect(section.dimensions.movements(from: north, to: option).map(\.effect) == [.given(2), .gained(1), .given(1)])
        #expect(section.dimensions.movements(from: south, to: option).map(\.effect) == [.given(1), .given(1), .given(1)])
    }

    @Test("agreement on control and not on title is the room")
    func room() throws {
        let result = try sovereignty(try theCase())
        let room = try result.finding("room/harbour")
        #expect(room.kind == .strong)
        #expect(
            room.evidence.map(\.pointer.description) == [
                "/modules/territory/regions/harbour/views/north", "/modules/territory/regions/harbour/views/south",
            ])
        #expect(room.evidence.map(\.isAssumption) == [false, true])
        let disputed = try sovereignty(
            try theCase(
                (
                    #""title": "north", "control": "south", "recognition": "north", "source""#,
                    #""title": "north", "control": "north", "recognition": "north", "source""#
                )))
        #expect(disputed.kind("both-disputed/harbour") == .fragile)
    }

    @Test("who rules out what, under either reading")
    func objections() throws {
        let workspace = try theCase().workspace
        func verdicts(_ reading: Reading) -> [Truth] {
            let objections = Objections(on: "harbour", in: workspace, reading: reading)
            return ["northern", "later", "shared", "southern"].map { objections.verdict(on: $0) }
        }
        // Assessed: North's firm lines alone; whether “shared” crosses one hangs on monitoring.
        #expect(verdicts(.assessed) == [.no, .no, .open, .yes])
        // Declared: South's line, and its stance on “later”.
        #expect(verdicts(.declared) == [.yes, .yes, .open, .yes])
        let watched = Objections(on: "harbour", in: workspace, reading: .assessed) { $0 == "monitoring" ? ["joint"] : [] }
        #expect(watched.verdict(on: "shared") == .no)
    }

    @Test("a line that other issues cross by themselves is not held against an option")
    func others() throws {
        let workspace = try theCase(
            (#""predicate": "harbour = southern""#, #""predicate": "harbour = southern or monitoring = none""#)
        ).workspace
        let objections = Objections(on: "harbour", in: workspace, reading: .assessed)
        #expect(objections.verdict(on: "northern") == .no)
        #expect(objections.verdict(on: "southern") == .yes)
    }

    @Test("the options that separate title and control and that nobody rules out")
    func separating() throws {
        let theCase = try theCase()
        let assessed = try sovereignty(theCase)
        #expect(
            try assessed.finding("separating/harbour").title.contains(
                "1 option of The harbour keeps title and control apart and is ruled out by nobody who must consent, under the assessed reading: “Later”"
            ))
        #expect(try sovereignty(theCase, .declared).kind("separating/harbour") == .missing)
        #expect(try assessed.finding("readings/harbour").detail?.contains("“Northern” and “Later”") == true)
        assessed.expectSound(in: try document())
    }

    @Test("on the flagship the middle options are free of red lines, the two ends are not")
    func flagship() throws {
        let (theCase, document) = (try Flagship.theCase(), try Flagship.document())
        for reading in Reading.allCases {
            let result = try sovereignty(theCase, reading)
            result.expectSound(in: document, reading.rawValue)
            #expect(result.kind("room/crimea") == .strong && result.kind("room/donbas") == .strong)
            #expect(result.summary.contains("\(reading.rawValue) reading"))
            #expect(result.provenance.unsourced == 0)
        }
        let rows = try sovereignty(theCase).table("options/crimea").rows.map { $0.prefix(3).map(\.text) }
        #expect(rows.first == ["Restored to Ukraine", "no", "Russia"])
        #expect(rows.last == ["Recognised as Russian", "no", "Ukraine"])
        #expect(rows.dropFirst().dropLast().allSatisfy { $0.dropFirst() == ["yes", "nobody"] })
        #expect(
            try sovereignty(theCase).table("distances/crimea").rows[0].map(\.text) == ["United States", "Russia", "3", "0", "2"])
    }

    @Test("without regions the answer says what to add")
    func lack() throws {
        let theCase = try theCase((#""modules": {"#, #""modules": {}, "x": {"#))
        #expect(throws: Lack.self) { try SovereigntyReport(theCase, reading: .assessed) }
        #expect(throws: Lack.self) { try StatusPathsReport(theCase, reading: .assessed) }
        do { _ = try ceasefire(theCase, "full") } catch let lack as Lack {
            #expect(lack.lacks.first?.hasPrefix("/modules/territory/ceasefire") == true)
        }
    }

    @Test("the same question has the same answer")
    func deterministic() throws {
        let theCase = try Flagship.theCase()
        #expect(try sovereignty(theCase) == sovereignty(theCase))
    }
}
