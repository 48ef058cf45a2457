import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_third_parties

@Suite("Who could break a package")
struct SpoilersTests {
    private func motive(_ id: ID<Package>, _ choosing: Choices = [:]) async throws -> String {
        try await spoilers(try theCase(), id, choosing: choosing).cell("spoilers", "hawks", "motive")
    }

    @Test("by hand: a motive is all, nothing, or anything between where it is eased or open")
    func motives() async throws {
        #expect(try await motive("wide") == "1")
        #expect(try await motive("draft") == "0–1")
        #expect(try await motive("poor") == "0")
        #expect(try await motive("loose") == "0–1")
        let wide = try await spoilers(try theCase(), "wide")
        wide.expectSound(in: try document())
        #expect(try wide.cell("spoilers", "hawks", "risk") == "0.2–0.5")
        #expect(wide.kind("spoiler/hawks") == .fragile)
        let draft = try await spoilers(try theCase(), "draft")
        #expect(try draft.cell("spoilers", "hawks", "risk") == "0–0.5")
        #expect(draft.kind("spoiler/hawks") == .note)
    }

    @Test("without a stated motive the value to its party decides: South gains by “Wide”, and loses without a share")
    func byValue() async throws {
        let theCase = try theCase(
            (#""name": "South", "role": "principal","#, #""name": "South", "role": "principal", "outside": 10,"#))
        #expect(try await spoilers(theCase, "wide").cell("spoilers", "doubters", "motive") == "0")
        // Nothing changes but the duties, and no deal would bring South 10.
        let poor = try await spoilers(theCase, "poor")
        #expect(try poor.cell("spoilers", "doubters", "motive") == "1")
        #expect(try poor.cell("spoilers", "doubters", "risk") == "0.4")
        #expect(try await spoilers(theCase, "loose").cell("spoilers", "doubters", "motive") == "0–1")
    }

    @Test("what would take a motive away, and what would ease it, with what becomes of the package")
    func ways() async throws {
        let finding = try await spoilers(try theCase(), "wide").finding("spoiler/hawks")
        #expect(
            finding.detail?.contains("It would have none with “Keep” on Land (then all who must consent do") == true,
            "\(finding.detail ?? "")")
        #expect(finding.detail?.contains("It would be eased with “Guaranteed” on Fund (then somebody refuses)") == true)
        #expect(finding.detail?.contains("North, at") == true)
    }

    @Test("changes are the smallest there are: against trying every package")
    func smallest() throws {
        let theCase = try theCase()
        let workspace = theCase.workspace
        var draws = Draws(state: 7)
        let conditions = try [
            "land = keep", "land = share and fund = guaranteed", "land = keep or (fund = none and duties = eased)",
            "relief != kept implies talks = many", "land = yield and relief = lifted and fund = none",
        ].map { try Predicate($0) }
        for _ in 0..<40 {
            var package = Package()
            package.choices = draws.package(of: workspace)
            let draft = Draft(package, id: nil, in: workspace)
            for condition in conditions {
                for wanted in [Truth.yes, .no] {
                    let ways = Motives(draft).ways(to: wanted, of: condition)
                    let sizes = Set(ways.map(\.changes.count))
                    #expect(sizes.count <= 1)
                    let least = fewest(condition, wanted, package, workspace)
                    #expect(sizes.first == (least == 0 ? nil : least), "\(condition.text) \(wanted)")
                    for way in ways {
                        let answer = condition.truth(
                            over: { way.changes[$0].map { [$0] } ?? draft.possible($0) }, in: workspace
                        ).truth
                        #expect(answer == wanted)
                    }
                }
            }
        }
    }

    /// The least number of issues in which a package that settles a condition as wanted differs from the one at hand.
    private func fewest(_ condition: Predicate, _ wanted: Truth, _ package: Package, _ workspace: Workspace) -> Int? {
        var all: [(choices: [IssueID: ID<Option>], changes: Int)] = [([:], 0)]
        for issue in condition.scope {
            all = all.flatMap { partial in
                (workspace.issues[issue]?.choices ?? []).map { option in
                    (
                        partial.choices.merging([issue: option]) { $1 },
                        partial.changes + (package.choices[issue] == .option(option) ? 0 : 1)
                    )
                }
            }
        }
        return all.filter { one in condition.holds({ one.choices[$0] }, in: workspace) == (wanted == .yes) }.map(\.changes).min()
    }

    @Test("together: at least the greatest, at most the sum, never more than 1")
    func together() {
        func tenth(_ low: Int, _ high: Int) -> Interval {
            Interval(low: Number(significand: Int128(low), exponent: -1), high: Number(significand: Int128(high), exponent: -1))
        }
        #expect(Motives.together([tenth(2, 5), tenth(3, 4)]) == tenth(3, 9))
        #expect(Motives.together([tenth(5, 8), tenth(3, 7)]) == tenth(5, 10))
        #expect(Motives.together([]) == .zero)
    }

    @Test("who is inside signs; what emboldens is told with its place; without spoilers it says what to add")
    func rest() async throws {
        let result = try await spoilers(try theCase(), "draft")
        #expect(try result.cell("spoilers", "hawks", "circle") == "signs")
        #expect(
            try result.finding("emboldened").evidence.map(\.pointer)
                == [["modules", "third-parties", "spoilers", "hawks", "emboldenedBy"]])
        #expect(try result.cell("packages", "hawks", "wide") == "0.2–0.5")
        #expect(try result.cell("packages", "doubters", "wide") == "")
        let bare = try theCase((#""third-parties": {"#, #""other": {"#))
        await #expect(throws: Lack.self) { try await spoilers(bare, "draft") }
    }
}
