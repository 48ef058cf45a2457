import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_territory

@Suite("What follows from section and vocabulary")
struct LinkageTests {
    /// The linkages that the flagship held before this module contributed them.
    private static let former = [
        "crimea = restored implies withdrawal in [full-verified, staged-verified]",
        "donbas in [reintegrated, special-autonomy] implies withdrawal in [full-verified, staged-verified]",
        "donbas = neutral-demilitarised implies withdrawal in [full-verified, staged-verified]",
        """
        crimea = interim-administration implies
        (withdrawal in [full-verified, staged-verified] and endorsement in [security-council, contact-group])
        """,
        """
        donbas = interim-administration implies
        (withdrawal in [full-verified, staged-verified] and endorsement in [security-council, contact-group])
        """,
        "ceasefire in [none, informal-lull] implies line-of-contact = in-place",
        "ceasefire in [none, informal-lull] implies withdrawal = none",
    ]

    /// Every way of settling the issues that some conditions speak of.
    private func combinations(_ scope: OrderedSet<IssueID>, _ workspace: Workspace) -> [[IssueID: ID<Option>]] {
        scope.reduce([[:]]) { partial, issue in
            partial.flatMap { assignment in
                (workspace.issues[issue]?.choices ?? []).map { option in assignment.merging([issue: option]) { $1 } }
            }
        }
    }

    @Test("on the flagship exactly the combinations are allowed that the workspace's own linkages allowed")
    func equivalence() throws {
        let theCase = try Flagship.theCase()
        let former = try Self.former.map { try Predicate($0) }
        let derived = DerivedLinkages(theCase).all().values.compactMap(\.linkage.require)
        #expect(derived.count == 6)
        let scope = OrderedSet((former + derived).flatMap(\.scope))
        #expect(Set(scope) == ["crimea", "donbas", "line-of-contact", "ceasefire", "withdrawal", "endorsement"])
        let all = combinations(scope, theCase.workspace)
        #expect(all.count == 5 * 6 * 4 * 6 * 4 * 4)
        var allowed = 0
        for assignment in all {
            func holds(_ predicates: [Predicate]) -> Bool {
                predicates.allSatisfy { $0.holds({ assignment[$0] }, in: theCase.workspace) }
            }
            let before = holds(former)
            #expect(before == holds(derived), "\(assignment)")
            if before { allowed += 1 }
        }
        #expect(allowed > 0 && allowed < all.count)
    }

    @Test("the flagship's own linkages no longer say the same")
    func noneTwice() throws {
        let theCase = try Flagship.theCase()
        let own = Set(theCase.workspace.linkages.keys)
        #expect(
            own.isDisjoint(with: [
                "return-needs-withdrawal", "line-needs-ceasefire", "withdrawal-needs-ceasefire",
                "donbas-interim-needs-withdrawal",
            ]))
    }

    @Test("the host takes what is contributed: ids, issues, sources and places are there")
    func taken() throws {
        for document in [try Flagship.document(), try TerritoryTests.document()] {
            let theCase = try theCase(document)
            var contribution = ModuleContribution()
            contribution.linkages = DerivedLinkages(theCase).all()
            contribution.clauses = ComposedClauses(theCase.workspace).all()
            #expect(theCase.workspace.faults(of: contribution, document: document).map(\.text) == [])
            let written = ModuleContribution.shape.encode(contribution)
            #expect(try ModuleContribution.shape.read(written) == contribution)
            for contributed in contribution.linkages.values {
                #expect(!contributed.linkage.because.isEmpty)
                #expect(contributed.linkage.source == theCase.section?.ceasefire?.source)
                // Each names only what the workspace has, so each can be met.
                let predicate = try #require(contributed.linkage.require)
                #expect(
                    predicate.truth(over: { theCase.workspace.issues[$0]?.choices ?? [] }, in: theCase.workspace).truth == .open)
            }
        }
    }

    @Test("which forces leave depends on who stands there without an agreement, and on whose withdrawal is at issue")
    func whoLeaves() throws {
        func requires(_ id: ID<Linkage>, _ replacements: (String, String)...) throws -> String? {
            DerivedLinkages(try theCase(document(replacements))).all()[id]?.linkage.require?.text
        }
        let id: ID<Linkage> = "harbour-needs-withdrawal"
        // The southern forces stand there: they leave where the forces are northern or none.
        #expect(try requires(id) == "harbour.forces in [northern, none] implies withdrawal.extent = full")
        // The northern ones stand there, and the issue is not about them.
        let northern = (#""harbour": "southern", "line": "stay""#, #""harbour": "northern", "line": "stay""#)
        #expect(try requires(id, northern) == nil)
        // It is about both sides' where it does not say whose: then the northern ones would have to leave.
        let both = (#""kind": "withdrawal", "controlledBy": ["south"],"#, #""kind": "withdrawal","#)
        #expect(try requires(id, northern, both) == "harbour.forces in [southern, none] implies withdrawal.extent = full")
        // Without an order of the forces, or without an account of no deal, nothing follows.
        #expect(try requires(id, (#"["northern", "none", "southern"]"#, #"["a", "b"]"#)) == nil)
        #expect(try requires(id, (#""noDeal": {"#, #""noDeal": {"choices": {}}, "x": {"#)) == nil)
    }

    @Test("a mandate is asked for where international control or forces are an option")
    func mandate() throws {
        let all = DerivedLinkages(try theCase()).all()
        #expect(
            all["harbour-needs-mandate"]?.linkage.require?.text
                == "(harbour.control = international) implies endorsement.endorsedBy = league")
        #expect(all["harbour-needs-mandate"]?.basis == "/modules/territory/regions/harbour")
        let without = DerivedLinkages(try theCase((#""endorsement": "endorsement", "enforcement""#, #""enforcement""#))).all()
        #expect(without["harbour-needs-mandate"] == nil)
    }

    @Test("an option's own wording wins; without it the clause says what the attributes say")
    func clauses() throws {
        let clauses = ComposedClauses(
            try theCase((#""southern": {"title": "Southern", "#, #""southern": {"title": "Southern", "text": "Mine.", "#))
                .workspace
        ).all()
        #expect(clauses["harbour"]?["southern"] == nil)
        #expect(
            clauses["harbour"]?["later"] == """
                The Parties reserve their positions on the title to The harbour and shall settle its status by negotiation. \
                The harbour shall be administered by South. This Agreement does not imply that any Party recognises a claim to The harbour. \
                Southern forces alone shall be stationed in The harbour.
                """)
        #expect(clauses["fire"]?["none"] == "This Agreement makes no provision on a ceasefire.")
        #expect(clauses["fire"]?["now"]?.contains("League shall supervise") == true)
        // Issues of other modules are theirs.
        #expect(clauses["monitoring"] == nil)
        #expect(ComposedClauses(try Flagship.theCase().workspace).all().isEmpty)
    }
}
