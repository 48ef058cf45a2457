import Findings
import ModuleTestSupport
import Negotiation
import PluginKit
import Shapes
import Testing
import parley_plugin_third_parties

@Suite("Whose consent a package takes")
struct ConsentTests {
    /// North: land 100·(0.5 − 1), relief 20·(0.5 − 1), fund 60·(1 − 0.5), no deal −40: −50 − 10 + 30 + 40 = 10.
    /// South: land 80·[0.4, 0.6], relief 40·0.5: [52, 68]. Big: blessing 5·(0 − 1) = −5.
    @Test("by hand: who is asked, and who answers what")
    func table() async throws {
        let result = try await consent(try theCase(), "draft")
        result.expectSound(in: try document())
        #expect(try result.cell("consents", "north", "assessed") == "given")
        #expect(try result.cell("consents", "north", "margin") == "10")
        #expect(try result.cell("consents", "south", "margin") == "52–68")
        #expect(try result.cell("consents", "big", "by") == "Blessing")
        #expect(try result.cell("consents", "big", "assessed") == "refused")
        #expect(try result.cell("options", "blessing", "needs") == "Big")
        #expect(
            result.summary
                == "Under the assessed reading consent is given by North and South and refused by Big. Under the declared reading consent is given by North and South and refused by Big."
        )
        #expect(result.kind("refused") == .blocks && result.kind("given") == .strong)
        #expect(
            try result.finding("refused").detail
                == "Big (−5 swing points against no deal). “Yes” on Blessing takes it; “No” would not.")
        // The Union is not asked: nothing is lifted.
        #expect(try result.finding("in-fact").detail == "Union: Half of it is the Union's.")
    }

    @Test("what is said and what is estimated are told apart")
    func readings() async throws {
        let result = try await consent(try theCase(), "poor")
        // South rules out “Keep” in words; by estimate it may live with it: 0 swing points against no deal.
        #expect(try result.cell("consents", "south", "declared") == "refused")
        #expect(try result.cell("consents", "south", "assessed") == "given")
        #expect(
            try result.finding("refused-in-words").detail
                == "South (red line “None of it”); under the assessed reading it consents.")
    }

    @Test("those who object without being able to block are named, and block nothing")
    func objectors() async throws {
        let result = try await consent(try theCase(), "poor")
        let finding = try result.finding("objectors")
        #expect(finding.kind == .note)
        #expect(finding.detail == "Coast misses “To be heard”.")
        #expect(result.kind("refused") == nil)
    }

    @Test("what is open is not said to be settled")
    func open() async throws {
        let result = try await consent(try theCase(), "loose")
        result.expectSound(in: try document())
        #expect(try result.cell("consents", "north", "assessed") == "open")
        #expect(
            try result.finding("perhaps-asked").title == "Whether Big is asked at all depends on what the package leaves open")
        #expect(
            try result.finding("not-settled").detail?.contains("North: it depends on what the package leaves open, most on Land.")
                == true)
        let empty = try await consent(try theCase(), "empty")
        #expect(empty.kind("given") == nil)
    }
}
