import PluginKit

/// What the form of the section cannot see: names that mean nothing in this workspace, lists that contradict each other, and
/// parts that are missing for what is said.
package struct SectionCheck: SectionChecking {
    package let workspace: Workspace
    private let section: InstitutionsSection
    private let place: Pointer
    package var found: [Diagnostic] = []

    package init(_ theCase: ModuleCase<InstitutionsSection>) {
        workspace = theCase.workspace
        section = theCase.section ?? InstitutionsSection()
        place = theCase.place
        // Without a section the vocabulary says all there is to say.
        guard theCase.section != nil else { return }
        checkBodies()
        checkPaths()
        checkCommitments()
        checkFormats()
        checkLegitimation()
    }

    package func faults() -> [Diagnostic] { found }

    // MARK: Subjects

    private mutating func checkBodies() {
        for (name, body) in section.bodies {
            let here = place / "bodies" / name
            if let option = body.option { check(option, of: .monitoring, at: here / "option") }
            if let party = body.party { check([party], at: here / "party", isList: false) }
            check(body.mandate.vetoes, at: here / "mandate" / "vetoes")
            if body.mandate.vetoes.isEmpty, body.mandate.unmodelled == nil, body.mandate.rule != .contributors {
                warn(
                    "no-vetoes", "a mandate \(body.mandate.rule.phrase) has somebody who can stop it, and nobody is named",
                    "add vetoes: [party, …], or unmodelled: who it is, when they are no parties here", at: here / "mandate", .key)
            }
            for (index, issue) in body.verifies.enumerated() {
                check(issue, at: here / "verifies" / index)
                once(issue.text, index, body.verifies.map(\.text), at: here / "verifies")
            }
            if body.verifies.isEmpty {
                warn(
                    "verifies-nothing", "“\(name)” may verify nothing, so it closes no gap",
                    "add verifies: [issue, …]", at: here, .key)
            }
            for party in body.acceptability.keys { check(party, at: here / "acceptability" / party.text, .key) }
            cite(body.source, at: here / "source")
            cite(body.estimates, at: here / "estimates")
        }
        for issue in workspace.issues(of: .monitoring) {
            for (id, option) in workspace.issues[issue]?.options ?? [:] where option.word(Attribute.body) != Word.none {
                guard !section.bodies.values.contains(where: { $0.option == id }) else { continue }
                warn(
                    "no-body", "nothing is said of the body that “\(id)” of “\(issue)” takes, so it verifies nothing",
                    "add it under bodies, with option: \(id)", at: place, .key)
            }
        }
    }

    private mutating func checkPaths() {
        for (name, path) in section.mandatePaths {
            let here = place / "mandatePaths" / name
            checkBody(name, at: here, .key)
            if path.steps.isEmpty {
                fail(
                    "no-steps", "the path of “\(name)” has no steps", "add steps: [{step: …, stoppedBy: […]}]",
                    at: here / "steps")
            }
            for (index, step) in path.steps.enumerated() {
                check(step.stoppedBy, at: here / "steps" / index / "stoppedBy")
            }
            cite(path.source, at: here / "source")
            guard let body = section.bodies[name], !path.steps.isEmpty else { continue }
            for (index, party) in body.mandate.vetoes.enumerated()
            where !path.steps.contains(where: { $0.stoppedBy.contains(party) }) {
                fail(
                    "veto-without-step", "“\(party)” has a veto over “\(name)” and can stop no step of its path",
                    "add it to stoppedBy of a step in mandatePaths.\(name), or take it from the vetoes",
                    at: place / "bodies" / name / "mandate" / "vetoes" / index)
            }
        }
    }

    private mutating func checkCommitments() {
        for (name, commitment) in section.commitments {
            let here = place / "commitments" / name
            check(commitment.issue, at: here / "issue")
            for fault in workspace.faults(of: commitment.when) {
                found.append(
                    Diagnostic(code: fault.code, fault.message, hint: fault.hint, pointer: here / "when", offset: fault.offset))
            }
            if workspace.issues[commitment.issue] != nil, !commitment.when.scope.contains(commitment.issue) {
                fail(
                    "other-issue", "“\(name)” is undertaken on “\(commitment.issue)”, and its condition does not speak of that issue",
                    "name an issue of the condition: \(commitment.when.scope.map(\.text).joined(separator: ", "))",
                    at: here / "issue")
            }
            cite(commitment.source, at: here / "source")
            cite(commitment.estimates, at: here / "estimates")
        }
    }

    private mutating func checkFormats() {
        for (option, format) in section.formats {
            let here = place / "formats" / option.text
            check(option, of: .format, at: here, .key)
            check(format.seats, at: here / "seats")
            check(format.delivers, at: here / "delivers")
            check(format.excludes, at: here / "excludes")
            check(format.backedBy, at: here / "backedBy")
            for party in format.legitimacy.keys { check(party, at: here / "legitimacy" / party.text, .key) }
            for party in format.control.keys { check(party, at: here / "control" / party.text, .key) }
            for (index, party) in format.excludes.enumerated() {
                let clash = format.seats.contains(party) ? "seats" : format.delivers.contains(party) ? "delivers" : nil
                guard let clash else { continue }
                fail(
                    "contradiction", "“\(party)” stands under “excludes” and under “\(clash)” of “\(option)”",
                    "a party is kept from the table or sits at it; keep one of the two", at: here / "excludes" / index)
            }
            for (index, party) in format.delivers.enumerated() where !isSeated(party, in: format) {
                warn(
                    "no-seat", "“\(option)” delivers the consent of “\(party)”, which has no seat in it",
                    "add it to seats, or take it from delivers", at: here / "delivers" / index, .value)
            }
            cite(format.source, at: here / "source")
            cite(format.estimates, at: here / "estimates")
        }
        guard !section.formats.isEmpty else { return }
        for issue in workspace.issues(of: .format) {
            for option in workspace.issues[issue]?.options.keys ?? [] where section.formats[option] == nil {
                warn(
                    "no-format", "nothing is said of the format “\(option)” of “\(issue)”",
                    "add it under formats: seats, delivers, legitimacy and control", at: place / "formats", .key)
            }
        }
    }

    /// By itself, or through a bloc that sits there for it.
    private func isSeated(_ party: ID<Party>, in format: Format) -> Bool {
        format.seats.contains { $0 == party || workspace.parties[$0]?.members.contains(party) == true }
            || workspace.parties[party] == nil
    }

    private mutating func checkLegitimation() {
        for (party, legitimation) in section.legitimation {
            let here = place / "legitimation" / party.text
            check(party, at: here, .key)
            for (index, body) in legitimation.leansOn.enumerated() {
                checkBody(body, at: here / "leansOn" / index, .value)
                once(body, index, legitimation.leansOn, at: here / "leansOn")
            }
            cite(legitimation.source, at: here / "source")
        }
    }

    // MARK: Names

    private mutating func check(_ option: ID<Option>, of kind: Kind, at here: Pointer, _ part: Diagnostic.Part = .value) {
        let issues = workspace.issues(of: kind)
        let having = issues.filter { workspace.issues[$0]?.options[option] != nil }
        if having.count > 1 {
            fail(
                "ambiguous", "“\(option)” is an option of \(Phrase.list(having.map { Phrase.quoted($0.text) }))",
                "give the options different ids", at: here, part)
        }
        guard having.isEmpty else { return }
        let known = issues.flatMap { workspace.issues[$0]?.options.keys.map(\.text) ?? [] }
        fail(
            "unknown-id", "no issue of kind \(kind.rawValue) has an option “\(option)”",
            known.isEmpty
                ? "give an issue module: institutions and kind: \(kind.rawValue), with this option"
                : Suggestion.hint(for: option.text, among: known, kind: "option"), at: here, part)
    }

    private mutating func check(_ issue: ID<Issue>, at here: Pointer) {
        guard workspace.issues[issue] == nil else { return }
        unknown(issue.text, workspace.issues.keys.map(\.text), "issue", at: here)
    }

    private mutating func check(_ party: ID<Party>, at here: Pointer, _ part: Diagnostic.Part) {
        guard workspace.parties[party] == nil else { return }
        unknown(party.text, workspace.parties.keys.map(\.text), "party", at: here, part)
    }

    private mutating func check(_ parties: [ID<Party>], at here: Pointer, isList: Bool = true) {
        for (index, party) in parties.enumerated() {
            check(party, at: isList ? here / index : here, .value)
            once(party.text, index, parties.map(\.text), at: here)
        }
    }

    private mutating func checkBody(_ name: String, at here: Pointer, _ part: Diagnostic.Part) {
        guard section.bodies[name] == nil else { return }
        unknown(name, Array(section.bodies.keys), "body", at: here, part)
    }

    private mutating func once(_ name: String, _ index: Int, _ all: [String], at here: Pointer) {
        guard all.firstIndex(of: name) != index else { return }
        fail("duplicate-id", "“\(name)” is listed twice", "keep it once", at: here / index)
    }
}
