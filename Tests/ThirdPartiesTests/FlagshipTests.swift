import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_third_parties

@Suite("Third parties in the flagship")
struct FlagshipTests {
    /// Worked out once for all tests that look through everything.
    private static let everything = Task { try await all(try Flagship.theCase()) }

    private static func all(_ theCase: ThirdPartiesCase) async throws -> [AnalysisResult] {
        var results = [try await mediators(theCase)]
        for id in Flagship.packages {
            results += [try await consent(theCase, id), try await mediators(theCase, id)]
            for reading in Reading.allCases {
                results += [
                    try await spoilers(theCase, id, reading: reading), try await influence(theCase, id, reading: reading),
                ]
            }
        }
        return results
    }

    @Test("every finding rests on something that stands in the workspace, and the same comes out twice")
    func sound() async throws {
        let document = try Flagship.document()
        let results = try await Self.everything.value
        for result in results { result.expectSound(in: document, result.summary) }
        let again = try await Self.all(try theCase(document))
        #expect(results.map(AnalysisResult.shape.encode) == again.map(AnalysisResult.shape.encode))
    }

    @Test("every entry of the section is used by some answer")
    func entries() async throws {
        let section = try #require(try Flagship.theCase().section)
        let used = Set(
            try await Self.everything.value.flatMap { $0.findings.flatMap { $0.evidence.map { $0.pointer.description } } })
        let here = "/modules/third-parties"
        let entries =
            section.influence.keys.map { "\(here)/influence/\($0)" } + section.consent.keys.map { "\(here)/consent/\($0)" }
            + section.spoilers.keys.map { "\(here)/spoilers/\($0)" } + section.mediators.keys.map { "\(here)/mediators/\($0)" }
        for entry in entries { #expect(used.contains(entry), "\(entry) is used by no answer") }
    }

    @Test("every row of the checklist that is this module's is used, place by place")
    func rows() async throws {
        let used = Set(
            try await Self.everything.value.flatMap { $0.findings.flatMap { $0.evidence.map { $0.pointer.description } } })
        let lines = try Flagship.text("COVERAGE.md").split(separator: "\n")
        // How the measures themselves hold is the module sanctions' to say.
        let others = ["/modules/sanctions/coalition", "/modules/sanctions/measures/metal-tariffs", "/scenarios/"]
        for row in ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "A13", "P12", "S10"] {
            let line = try #require(lines.first { $0.hasPrefix("| \(row) |") })
            let places = line.split(separator: "`").map(String.init).filter { $0.hasPrefix("/") }
            #expect(!places.isEmpty)
            for place in places where !others.contains(where: place.hasPrefix) {
                #expect(used.contains { $0 == place || $0.hasPrefix(place + "/") }, "\(row): \(place) is used by no answer")
            }
        }
    }

    @Test("the four packages come out differently, for reasons that the text gives")
    func packages() async throws {
        let theCase = try Flagship.theCase()
        let american = try await consent(theCase, "us-maximal")
        #expect(try american.finding("refused").parties == ["russia"])
        #expect(try american.finding("refused").detail?.contains("red line “Crimea handed back”") == true)
        let russian = try await consent(theCase, "russia-maximal")
        #expect(try russian.finding("refused").parties == ["ukraine", "eu", "nato"])
        #expect(try russian.finding("in-fact").parties == ["china"])
        // Germany and France can block through NATO, whose consent is asked.
        #expect(try russian.finding("objectors").parties.contains("india"))
        #expect(try !russian.finding("objectors").parties.contains("germany"))
        let best = try await consent(theCase, "best-case")
        #expect(best.kind("refused") == nil)
        #expect(try best.finding("not-settled").parties == ["russia", "nato", "china"])
        #expect(try best.finding("refused-in-words").parties == ["russia"])
        let bridging = try await consent(theCase, "bridging")
        #expect(bridging.kind("refused") == nil && bridging.kind("given") == nil)

        #expect(try await spoilers(theCase, "us-maximal").kind("spoiler/russian-hardliners") == .fragile)
        #expect(try await spoilers(theCase, "russia-maximal").kind("spoiler/excluded-allies") == .fragile)
        #expect(try await spoilers(theCase, "best-case").findings.allSatisfy { !$0.id.hasPrefix("spoiler/") })
        #expect(try await spoilers(theCase, "bridging").kind("spoiler/excluded-allies") == .note)

        #expect(
            try await influence(theCase, "us-maximal").finding("worth").detail?.contains(
                "Nothing is moved by the leakage of China") == true)
        #expect(try await influence(theCase, "best-case").finding("met").kind == .strong)
        #expect(try await influence(theCase, "russia-maximal").finding("unmet").parties.starts(with: ["ukraine"]))
    }

    @Test("which mediator each side accepts")
    func mediation() async throws {
        let result = try await mediators(try Flagship.theCase())
        #expect(try result.cell("mediators", "turkiye", "all") == "yes")
        #expect(try result.cell("mediators", "osce", "all") == "no")
        #expect(try result.finding("mediator/osce").detail?.hasPrefix("Refused by Russia (0.05–0.3).") == true)
        #expect(try result.finding("mediator/un").detail?.contains("how welcome it is to Russia (0.4–0.7)") == true)
    }

    @Test("the two readings differ: what is said refuses more")
    func readings() async throws {
        let theCase = try Flagship.theCase()
        let result = try await consent(theCase, "best-case")
        #expect(try result.cell("consents", "russia", "declared") == "refused")
        #expect(try result.cell("consents", "russia", "assessed") == "not settled")
        let (assessed, declared) = (
            try await accounts(theCase, "best-case"), try await accounts(theCase, "best-case", reading: .declared)
        )
        #expect(assessed["european-aid"]?.shifts != declared["european-aid"]?.shifts)
    }

    @Test("what the wording of the workspace states by hand and now follows")
    func linkages() throws {
        let theCase = try Flagship.theCase()
        let all = DerivedLinkages(theCase.workspace).all()
        #expect(all.keys.elements == ["format-of-two-and-kyiv-seat"])
        var contribution = ModuleContribution()
        contribution.linkages = all
        #expect(theCase.workspace.faults(of: contribution, document: try Flagship.document()).map(\.text) == [])
    }

    @Test("a package that says nothing, and a workspace that says little, trap nowhere and settle nothing")
    func empty() async throws {
        for theCase in [
            try ThirdPartiesTests.theCase(), try ThirdPartiesTests.theCase((#""noDeal": {"#, #""unused": {"#)),
            try ThirdPartiesTests.theCase((#""decision": {"#, #""unused": {"#), (#""outside": -40,"#, "")),
        ] {
            let results = [
                try await consent(theCase, "empty"), try await spoilers(theCase, "empty"), try await mediators(theCase, "empty"),
                try await influence(theCase, "empty"),
            ]
            for result in results { #expect(!result.summary.isEmpty) }
            #expect(results[0].kind("given") == nil)
        }
        #expect(
            try await influence(try ThirdPartiesTests.theCase((#""noDeal": {"#, #""unused": {"#)), "draft").status == .partial)
    }
}
