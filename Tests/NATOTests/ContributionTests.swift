import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_nato

@Suite("Requirements and wording")
struct ContributionTests {
    private func requires(_ theCase: NATOCase) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: DerivedLinkages(theCase).all().map { ($0.key.text, $0.value.linkage.require?.text ?? "") })
    }

    @Test("what follows from the words of the small case")
    func small() throws {
        #expect(
            requires(try theCase()) == [
                "treaty-bars-entry": "(growth = treaty) implies entry.membership in [barred]",
                "undertaking-bars-entry": "(growth = promise) implies entry.membership != open",
            ])
        let neutral = try theCase((#""membership": "barred""#, #""membership": "neutral""#))
        #expect(requires(neutral)["neutrality-is-guaranteed"] == "entry.membership = neutral implies shield.guarantee != none")
        // An undertaking of somebody whose consent nobody needs binds nobody else.
        #expect(requires(try theCase((#""binds": "ally-a""#, #""binds": "east""#)))["undertaking-bars-entry"] == nil)
        #expect(DerivedLinkages(try theCase((#""modules": {"#, #""modules": {}, "x": {"#))).all().isEmpty)
    }

    @Test("the flagship's follow, are taken, and say what the case says by hand")
    func flagship() throws {
        let (document, theCase) = (try Flagship.document(), try Flagship.theCase())
        let derived = DerivedLinkages(theCase).all()
        #expect(
            Set(derived.keys.map(\.text)) == [
                "treaty-bars-ukraine-membership", "treaty-bars-georgia-membership", "undertaking-bars-ukraine-membership",
                "undertaking-bars-georgia-membership", "neutrality-is-guaranteed",
            ])
        var contribution = ModuleContribution()
        contribution.linkages = derived
        contribution.clauses = ComposedClauses(theCase.workspace).all()
        #expect(theCase.workspace.faults(of: contribution, document: document).map(\.text) == [])
        // The case says each by hand, so that its files can be solved without this module; it is told once.
        #expect(theCase.workspace.leavingOutWhatIsRequired(from: contribution).linkages.isEmpty)
        for linkage in derived.values {
            let predicate = try #require(linkage.linkage.require)
            #expect(theCase.workspace.faults(of: predicate).map(\.text) == [])
        }
        // None of the packages breaks one.
        for package in theCase.workspace.packages.values {
            for linkage in derived.values {
                let truth = linkage.linkage.require?.truth(
                    over: { issue in
                        switch package.choices[issue] {
                        case .option(let option)?: [option]
                        case .disputed(let options)?: options
                        case .leftOut?: [theCase.workspace.noDeal?.choices[issue] ?? ""]
                        case nil: theCase.workspace.issues[issue]?.choices ?? []
                        }
                    }, in: theCase.workspace
                ).truth
                #expect(truth != .no, "\(package.title)")
            }
        }
    }

    @Test("wording for options without any, and only for those")
    func clauses() throws {
        #expect(ComposedClauses(try Flagship.theCase().workspace).all().isEmpty)
        let theCase = try theCase()
        let clauses = ComposedClauses(theCase.workspace).all()
        #expect(clauses.keys.elements == ["entry", "shield", "growth"])
        for (issue, texts) in clauses {
            #expect(Set(texts.keys) == Set(theCase.workspace.issues[issue]?.options.keys.elements ?? []))
            for text in texts.values { #expect(text.hasSuffix(".") && !text.contains("  "), "\(text)") }
        }
        #expect(
            clauses["growth"]?["promise"] == "Ally A undertakes not to support an invitation of further States to the alliance.")
        #expect(clauses["shield"]?["pact"]?.hasSuffix("No further decision is needed for this.") == true)
    }
}
