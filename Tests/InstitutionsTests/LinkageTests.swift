import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_institutions

@Suite("What follows from the words")
struct LinkageTests {
    @Test("a mandate takes its endorsement, a finding its finder, verification its verifier")
    func small() throws {
        let all = DerivedLinkages(try theCase()).all()
        #expect(
            all.mapValues { $0.linkage.require?.text } == [
                "watch-needs-league": "watch.mandate = league implies seal.endorsedBy = league",
                "breach-needs-watch": "breach.finding = monitoring-body implies watch.body != none",
                "fire-needs-watch": "fire.verified = true implies watch.body != none",
            ])
        #expect(all["watch-needs-league"]?.linkage.source?.description == "gazette#watch")
        #expect(all["watch-needs-league"]?.basis == "/issues/watch/options/league-mission/attributes")
        // Where nobody cannot be chosen, nothing is required.
        let always = DerivedLinkages(try theCase((#""attributes": {"body": "none", "mandate""#, #""attributes": {"body": "crowd", "mandate""#))).all()
        #expect(always.isEmpty)
    }

    @Test("they say what the flagship's own linkages say")
    func flagship() throws {
        let theCase = try Flagship.theCase()
        let workspace = theCase.workspace
        let derived = DerivedLinkages(theCase).all()
        let pairs: [(ID<Linkage>, String)] = [
            ("monitoring-needs-security-council", "monitoring = un-mission implies endorsement = security-council"),
            ("compliance-needs-monitoring", "compliance = automatic-snapback implies monitoring != none"),
            ("withdrawal-needs-monitoring", "withdrawal in [full-verified, staged-verified] implies monitoring != none"),
        ]
        #expect(Set(derived.keys) == Set(pairs.map(\.0)))
        for (id, text) in pairs {
            let one = try #require(derived[id]?.linkage.require)
            let other = try Predicate(text)
            let both = try Predicate("(\(one.text)) iff (\(other.text))")
            #expect(both.truth(over: { workspace.issues[$0]?.choices ?? [] }, in: workspace).truth == .yes, "\(id)")
        }
        // Each stands in the case's files, so that they can be solved without this module; it is told once.
        var contribution = ModuleContribution()
        contribution.linkages = derived
        #expect(workspace.leavingOutWhatIsRequired(from: contribution).linkages.isEmpty)
    }

    @Test("the host takes what is contributed: ids, issues, sources and places are there")
    func taken() throws {
        for document in [try Flagship.document(), try InstitutionsTests.document()] {
            let theCase = try theCase(document)
            var contribution = ModuleContribution()
            contribution.linkages = DerivedLinkages(theCase).all()
            contribution.clauses = ComposedClauses(theCase.workspace).all()
            #expect(theCase.workspace.faults(of: contribution, document: document).map(\.text) == [])
            #expect(try ModuleContribution.shape.read(ModuleContribution.shape.encode(contribution)) == contribution)
        }
        #expect(ComposedClauses(try Flagship.theCase().workspace).all().isEmpty)
    }

    @Test("an option's own wording wins; without it the clause says what the attributes say")
    func clauses() throws {
        let clauses = ComposedClauses(
            try theCase((#""none": {"title": "None", "attributes": {"body""#, #""none": {"title": "None", "text": "Mine.", "attributes": {"body""#))
                .workspace
        ).all()
        #expect(clauses["watch"]?["none"] == nil)
        #expect(
            clauses["watch"]?["league-mission"] == """
                The body named “league mission” shall observe the carrying out of this Agreement. Its mandate shall be given by League. \
                It shall have freedom of movement throughout the areas concerned.
                """)
        #expect(
            clauses["breach"]?["automatic"]
                == "Breaches shall be found by the monitoring body. What follows a breach shall follow by itself, as set out in the Annex.")
        #expect(clauses["seal"]?["none"] == "The Parties set down their understanding in a joint statement.")
        #expect(clauses["table"]?["two"] == "The Parties shall continue these negotiations between two sides.")
        // Issues of other modules are theirs.
        #expect(clauses["fire"] == nil)
    }
}
