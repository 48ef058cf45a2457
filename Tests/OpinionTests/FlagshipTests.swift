import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_opinion

@Suite("Opinion in the flagship")
struct FlagshipTests {
    private func all(_ theCase: OpinionCase) async throws -> [AnalysisResult] {
        var results: [AnalysisResult] = []
        for id in Flagship.packages {
            results.append(try winSet(theCase, id))
            for reading in Reading.allCases { results.append(try await room(theCase, id, reading)) }
        }
        return results
    }

    @Test("every finding rests on something that stands in the workspace, and the same comes out twice")
    func sound() async throws {
        let document = try Flagship.document()
        let theCase = try theCase(document)
        let results = try await all(theCase)
        for result in results { result.expectSound(in: document, result.summary) }
        let again = try await all(try OpinionTests.theCase(document))
        #expect(results.map(AnalysisResult.shape.encode) == again.map(AnalysisResult.shape.encode))
    }

    @Test("every poll, narrative and word of the section is used by some answer")
    func coverage() async throws {
        let theCase = try Flagship.theCase()
        let section = try #require(theCase.section)
        let used = Set(try await all(theCase).flatMap { $0.findings.flatMap { $0.evidence.map { $0.pointer.description } } })
        let here = "/modules/opinion"
        let words = Set(section.polls.values.compactMap(\.reported))
        let entries =
            section.polls.keys.map { "\(here)/polls/\($0)" } + section.narratives.keys.map { "\(here)/narratives/\($0)" }
            + words.map { "\(here)/words/\($0)" }
        for entry in entries { #expect(used.contains(entry), "\(entry) is used by no answer") }
    }

    @Test("the four packages come out differently, for reasons that the text gives")
    func packages() async throws {
        let theCase = try Flagship.theCase()
        let russian = try winSet(theCase, "russia-maximal")
        let ukraine = try russian.finding("public/ukrainian-public")
        #expect(ukraine.title == "Public of Ukraine: the polls imply a majority against it (70–100 %)")
        #expect(ukraine.detail?.contains("on at least one of these grounds are 70–100 %, on all of them 25–85 %") == true)
        #expect(russian.kind("public/russian-public") == .strong)
        // A split on engagement and a majority against concessions: 0–60 % for it, 0–75 % against.
        #expect(
            try russian.finding("public/us-public").title
                == "Public of the United States: not settled; 0–60 % for it, 0–75 % against")
        let bridging = try winSet(theCase, "bridging")
        #expect(bridging.kind("public/russian-public") == .strong)
        #expect(
            try bridging.finding("public/us-public").title
                == "Public of the United States: not settled; whether a poll concerns it depends on Format of the talks")
        for id in ["us-maximal", "best-case"] as [ID<Package>] {
            #expect(try winSet(theCase, id).findings.allSatisfy { $0.title.hasSuffix("no poll concerns such a package") })
        }

        func kinds(_ id: ID<Package>) async throws -> [String?] {
            let result = try await room(theCase, id)
            return ["us", "russia", "ukraine"].map { result.kind("room/\($0)")?.rawValue }
        }
        #expect(try await kinds("us-maximal") == ["strong", "fragile", "strong"])
        #expect(try await kinds("russia-maximal") == ["fragile", "strong", "fragile"])
        #expect(try await kinds("best-case") == ["strong", "strong", "strong"])
        #expect(try await kinds("bridging") == ["note", "strong", "fragile"])
        let detail = try await room(theCase, "us-maximal").finding("room/russia").detail
        #expect(detail?.contains("By its own position it is lost on Crimea and Donbas") == true)
    }

    @Test("the two readings differ in what a way back brings the leader, not in what the public bears")
    func readings() async throws {
        let theCase = try Flagship.theCase()
        let (assessed, declared) = (try await room(theCase, "us-maximal"), try await room(theCase, "us-maximal", .declared))
        #expect(assessed.findings.map(\.title) == declared.findings.map(\.title))
        #expect(try assessed.table("ways").rows != declared.table("ways").rows)
    }

    @Test("a package with nothing settled is answered, and so is one of which everything is")
    func empty() async throws {
        let theCase = try Flagship.theCase()
        var nothing = Package()
        nothing.title = "Nothing"
        var report = try WinSetReport(theCase, nothing, id: nil)
        #expect(report.result(AnalysisResult()).findings.allSatisfy { $0.title.contains("not settled") })
        var leeway = try RoomReport(theCase, nothing, id: nil, reading: .assessed)
        let result = try await leeway.result(AnalysisResult()) { outcomes($0, in: theCase.workspace) }
        result.expectSound(in: try Flagship.document())
        #expect(result.findings.allSatisfy { $0.kind == .note })
    }
}
