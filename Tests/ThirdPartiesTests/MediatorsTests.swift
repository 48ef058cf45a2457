import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_third_parties

@Suite("Who could mediate")
struct MediatorsTests {
    /// “Accepts” begins at 0.45. The Guild: 0.6 and 0.5; the Monk: South 0.3–0.48; the Bishop: North at most 0.2.
    @Test("by hand: whom all accept, on whom that is not settled and by what, and who is refused")
    func acceptance() async throws {
        let result = try await mediators(try theCase())
        result.expectSound(in: try document())
        #expect(try result.cell("mediators", "guild", "all") == "yes")
        #expect(try result.cell("mediators", "monk", "all") == "not settled")
        #expect(try result.cell("mediators", "bishop", "all") == "no")
        #expect(result.kind("mediator/guild") == .strong && result.kind("mediator/monk") == .fragile)
        #expect(
            try result.finding("mediator/monk").detail?.contains(
                "A narrower range would settle it: how welcome it is to South (0.3–0.48); accepted begins at 0.45.") == true)
        #expect(
            try result.finding("mediator/bishop").detail
                == "Refused by North (0–0.2). Accepted by South (0.9). It leans to South, and North does not accept it.")
        #expect(
            try result.finding("mediator/guild").detail
                == "Accepted by North (0.6–0.9) and South (0.5–0.8). It leans to North, and South accepts it all the same, for what it could bring the other side to. It offers: a hall."
        )
        // The Guild passes the Monk in both; the Bishop has as much leverage as the Guild may have, and is less welcome.
        #expect(result.kind("compared") == .note)
        #expect(try result.finding("compared").title == "The Guild and The Bishop are not surely passed by anybody")
    }

    @Test("the words of the workspace say where acceptance begins")
    func words() async throws {
        let theCase = try theCase((#""parley": 1,"#, #""parley": 1, "words": {"stance": {"accepts": [0.3, 0.7]}},"#))
        #expect(try await mediators(theCase).cell("mediators", "monk", "all") == "yes")
    }

    /// By Kydd 2003: a side can believe one that leans to it. North's own friend is the Guild, South's the Bishop.
    @Test("who could move the side that a package has not won")
    func moving() async throws {
        let theCase = try theCase(
            (#""name": "South", "role": "principal","#, #""name": "South", "role": "principal", "outside": 200,"#))
        let result = try await mediators(theCase, "draft")
        result.expectSound(in: try document())
        #expect(result.kind("moving/north") == nil)
        let south = try result.finding("moving/south")
        #expect(south.kind == .fragile)
        #expect(south.title.hasPrefix("South refuses “Draft”, and no mediator is named whom it would surely believe"))
        #expect(south.detail?.contains("With The Monk it is not settled") == true)
        #expect(south.detail?.contains("The Bishop might be believed, and is refused by somebody.") == true)
        let north = try await mediators(try ThirdPartiesTests.theCase((#""outside": -40"#, #""outside": 40"#)), "draft")
        #expect(north.kind("moving/north") == .strong)
        #expect(try north.finding("moving/north").title.hasPrefix("North refuses “Draft”; it could believe The Guild"))
    }

    @Test("bias turned round turns the sides round")
    func symmetry() throws {
        var section = ThirdPartiesSection()
        section.sides = ["a", "b"]
        var draws = Draws(state: 3)
        for _ in 0..<200 {
            var mediator = Mediator()
            mediator.bias = draws.range(below: 101) - draws.range(below: 101)
            var turned = mediator
            turned.bias = .zero - mediator.bias
            let mediation = Mediation(section, in: Workspace())
            #expect(mediation.isBelieved(mediator, by: "a") == mediation.isBelieved(turned, by: "b"))
            // Never surely believed by both.
            #expect(!(mediation.isBelieved(mediator, by: "a") == .yes && mediation.isBelieved(mediator, by: "b") == .yes))
            if mediator.bias == .zero { #expect(mediation.isBelieved(mediator, by: "a") == .no) }
        }
    }

    @Test("more welcome never turns a yes into something less")
    func monotone() {
        var draws = Draws(state: 5)
        let mediation = Mediation(ThirdPartiesSection(), in: Workspace())
        for _ in 0..<200 {
            var mediator = Mediator()
            mediator.acceptability = ["a": draws.range(below: 80), "b": draws.range(below: 80)]
            let before = mediation.allAccept(mediator)
            mediator.acceptability["a"]? += Interval(draws.hundredths(below: 20))
            #expect(mediation.allAccept(mediator).rawValue >= before.rawValue)
        }
    }
}
