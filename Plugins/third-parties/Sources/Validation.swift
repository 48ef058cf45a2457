import PluginKit

/// What the form of the section cannot see: names that mean nothing in this workspace, a consent that nothing asks for, a
/// motive that no package can give, a mediator in its own case.
package struct SectionCheck: SectionChecking {
    package let workspace: Workspace
    private let section: ThirdPartiesSection
    private let place: Pointer
    package var found: [Diagnostic] = []

    package init(_ theCase: ModuleCase<ThirdPartiesSection>) {
        workspace = theCase.workspace
        section = theCase.section ?? ThirdPartiesSection()
        place = theCase.place
        checkInfluence()
        checkConsent()
        checkSpoilers()
        checkMediators()
    }

    package func faults() -> [Diagnostic] { found }

    // MARK: Subjects

    private mutating func checkInfluence() {
        for (name, lever) in section.influence {
            let here = place / "influence" / name
            check(lever.of, at: here / "of")
            once(lever.towards, at: here / "towards") { $0.check($1, at: $2) }
            if let index = lever.towards.firstIndex(of: lever.of) {
                fail(
                    "own-target", "“\(lever.of)” is said to bear upon itself", "name those upon whom it bears",
                    at: here / "towards" / index)
            }
            if lever.towards.isEmpty {
                fail("no-target", "“\(name)” bears upon nobody", "add towards: [party]", at: here / "towards")
            }
            if lever.issues.isEmpty {
                fail("no-issue", "“\(name)” bears upon no issue", "add issues: [issue]", at: here / "issues")
            }
            once(lever.issues, at: here / "issues") { $0.check($1, at: $2) }
            check(lever.leakage, of: name, lever, at: here)
            cite(lever.estimates, at: here / "estimates")
            cite(lever.source, at: here / "source")
        }
    }

    /// What a leak lets through stands with the measures, so that it is estimated once.
    private mutating func check(_ leaks: [String], of name: String, _ lever: Lever, at here: Pointer) {
        guard lever.kind == .leakage else {
            if !leaks.isEmpty {
                fail(
                    "misplaced-leakage", "“\(name)” is of kind \(lever.kind.rawValue), and only a leakage offsets measures",
                    "write kind: leakage, or take “leakage” away", at: here / "leakage", .key)
            }
            return
        }
        if leaks.isEmpty {
            warn(
                "no-leakage", "nothing says which measures “\(name)” offsets, and by how much",
                "add leakage: [entries of modules.sanctions.leakage]", at: here, .key)
        }
        let known = Leaks(in: workspace)
        for (index, leak) in leaks.enumerated() {
            let at = here / "leakage" / index
            guard let via = known.via(leak) else {
                unknown(leak, known.names, "leakage of the module sanctions", at: at)
                continue
            }
            guard via != lever.of else { continue }
            fail(
                "wrong-leakage", "“\(leak)” goes through “\(via)”, and “\(name)” is the influence of “\(lever.of)”",
                Suggestion.hint(for: leak, among: known.names.filter { known.via($0) == lever.of }, kind: "leakage through it"),
                at: at)
        }
    }

    private mutating func checkConsent() {
        let required = Consents.byRule(in: workspace)
        var seen: [ID<Party>: String] = [:]
        for (name, claim) in section.consent {
            let here = place / "consent" / name
            cite(claim.source, at: here / "source")
            guard check(claim.party, at: here / "party") else { continue }
            if let first = seen.updateValue(name, forKey: claim.party) {
                fail(
                    "duplicate-consent", "“\(first)” and “\(name)” are both about “\(claim.party)”", "make one of them",
                    at: here / "party")
            }
            let isRequired = required.contains(claim.party)
            if claim.rule == .required, !isRequired {
                fail(
                    "wrong-rule", "“\(claim.party)” is said to be required, and the decision rule does not require it",
                    "write rule: by-option, or add it to decision.required", at: here / "rule")
            }
            guard claim.rule == .byOption else { continue }
            if isRequired {
                fail(
                    "wrong-rule", "“\(claim.party)” is required by the decision rule, whatever is chosen",
                    "write rule: required", at: here / "rule")
            } else if !workspace.issues.values.contains(where: {
                $0.options.values.contains { $0.needs.contains(claim.party) }
            }) {
                warn(
                    "never-needed", "no option needs “\(claim.party)”, so its consent counts in fact at most",
                    "add it to the “needs” of the options that take it", at: here / "party")
            }
        }
    }

    private mutating func checkSpoilers() {
        for (name, spoiler) in section.spoilers {
            let here = place / "spoilers" / name
            check(spoiler.within, at: here / "within")
            look(spoiler.motive, "gives “\(name)” a motive", at: here / "motive")
            look(spoiler.eased, "eases the motive of “\(name)”", at: here / "eased")
            cite(spoiler.emboldenedBy?.source, at: here / "emboldenedBy" / "source")
            cite(spoiler.estimates, at: here / "estimates")
            cite(spoiler.source, at: here / "source")
        }
    }

    private mutating func checkMediators() {
        once(section.sides, at: place / "sides") { $0.check($1, at: $2) }
        let required = Consents.byRule(in: workspace)
        var seen: [ID<Party>: String] = [:]
        for (name, mediator) in section.mediators {
            let here = place / "mediators" / name
            cite(mediator.estimates, at: here / "estimates")
            cite(mediator.source, at: here / "source")
            for party in mediator.acceptability.keys { check(party, at: here / "acceptability" / party.text, .key) }
            if mediator.acceptability[mediator.party] != nil {
                fail(
                    "own-mediator", "“\(mediator.party)” cannot be welcome or not to itself", "take it away",
                    at: here / "acceptability" / mediator.party.text, .key)
            }
            if section.sides.isEmpty, mediator.bias != .zero {
                fail(
                    "no-sides", "nothing says to whom the bias of “\(name)” leans",
                    "add sides: [first, second]; below zero it leans to the first, above zero to the second", at: here / "bias")
            }
            let unasked = section.sides.filter { mediator.acceptability[$0] == nil && workspace.parties[$0] != nil }
            if !unasked.isEmpty {
                warn(
                    "no-acceptability", "nothing says how welcome “\(name)” is to \(Phrase.list(unasked.map { "“\($0)”" }))",
                    "add acceptability: {\(unasked[0]): [low, high]}", at: here, .key)
            }
            guard check(mediator.party, at: here / "party") else { continue }
            if let first = seen.updateValue(name, forKey: mediator.party) {
                fail(
                    "duplicate-mediator", "“\(first)” and “\(name)” are both “\(mediator.party)”", "make one of them",
                    at: here / "party")
            }
            let isPrincipal = workspace.parties[mediator.party]?.role == .principal
            if isPrincipal || required.contains(mediator.party) || section.sides.contains(mediator.party) {
                let why =
                    isPrincipal
                    ? "is a principal" : section.sides.contains(mediator.party) ? "is one of the sides" : "has to consent"
                fail(
                    "own-case", "“\(mediator.party)” \(why), and nobody mediates in its own case",
                    "name somebody whose consent the agreement does not take whatever is chosen", at: here / "party")
            }
        }
    }

    /// Names that a condition does not have here, and conditions that no package or every package meets.
    private mutating func look(_ condition: Predicate?, _ what: String, at here: Pointer) {
        guard let condition else { return }
        let faults = workspace.faults(of: condition)
        for fault in faults {
            found.append(
                Diagnostic(code: fault.code, fault.message, hint: fault.hint, pointer: here, offset: fault.offset))
        }
        guard faults.isEmpty else { return }
        switch condition.truth(over: { workspace.issues[$0]?.choices ?? [] }, in: workspace).truth {
        case .open: break
        case .no: warn("never", "no package \(what)", "change the condition so that some packages meet it", at: here)
        case .yes: warn("always", "every package \(what)", "change the condition so that not every package meets it", at: here)
        }
    }

    // MARK: Names

    private mutating func once<T>(
        _ ids: [ID<T>], at here: Pointer, _ each: (inout SectionCheck, ID<T>, Pointer) -> Void
    ) {
        for (index, id) in ids.enumerated() {
            each(&self, id, here / index)
            guard ids.firstIndex(of: id) != index else { continue }
            fail("duplicate-id", "“\(id)” is listed twice", "keep it once", at: here / index)
        }
    }

    @discardableResult
    private mutating func check(_ party: ID<Party>, at here: Pointer, _ part: Diagnostic.Part = .value) -> Bool {
        guard workspace.parties[party] == nil else { return true }
        unknown(party.text, workspace.parties.keys.map(\.text), "party", at: here, part)
        return false
    }

    private mutating func check(_ issue: ID<Issue>, at here: Pointer) {
        guard workspace.issues[issue] == nil else { return }
        unknown(issue.text, workspace.issues.keys.map(\.text), "issue", at: here)
    }
}
