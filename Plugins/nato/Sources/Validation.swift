import PluginKit

/// What the form of the section cannot see: names that mean nothing in this workspace, steps that are out of order, readings
/// that are missing, a body that its own members do not make.
package struct SectionCheck: SectionChecking {
    /// What linkages are named after has to leave room for the rest of the name.
    private static let stemLength = 40

    package let workspace: Workspace
    private let section: NATOSection
    private let place: Pointer
    package var found: [Diagnostic] = []

    package init(_ theCase: ModuleCase<NATOSection>) {
        workspace = theCase.workspace
        section = theCase.section ?? NATOSection()
        place = theCase.place
        // Without a section the vocabulary says all there is to say.
        guard theCase.section != nil else { return }
        checkClause()
        checkLogics()
        checkEncirclement()
        checkReadings()
        checkScale()
        checkAccession()
    }

    package func faults() -> [Diagnostic] { found }

    // MARK: Subjects

    private mutating func checkClause() {
        for (party, reading) in section.articleFive {
            let here = place / "articleFive" / party.text
            check(party, at: here, .key)
            cite(reading.source, at: here / "source")
            cite(reading.estimates, at: here / "estimates")
        }
    }

    private mutating func checkLogics() {
        guard let logics = section.logics else { return }
        let here = place / "logics"
        for (name, logic) in [("deterrence", logics.deterrence), ("buffer", logics.buffer)] {
            check(logic.heldBy, at: here / name / "heldBy")
            cite(logic.source, at: here / name / "source")
        }
        for (index, party) in logics.buffer.heldBy.enumerated() where logics.deterrence.heldBy.contains(party) {
            fail(
                "both-logics", "“\(party)” holds both logics, so nobody can say what a security option is to it",
                "keep it under the one that it argues from", at: here / "buffer" / "heldBy" / index)
        }
    }

    private mutating func checkEncirclement() {
        guard let encirclement = section.encirclement else { return }
        let here = place / "encirclement"
        check(encirclement.party, at: here / "party")
        check(encirclement.issues, at: here / "issues") { $0.check($1, is: nil, at: $2) }
        cite(encirclement.source, at: here / "source")
    }

    private mutating func checkReadings() {
        for (id, readings) in section.readings {
            let here = place / "readings" / id.text
            cite(readings.source, at: here / "source")
            guard check(id, is: nil, at: here, .key), let issue = workspace.issues[id] else { continue }
            for (option, reading) in readings.options {
                let at = here / "options" / option.text
                check(option, of: id, issue, at: at, .key)
                for aspect in Aspect.allCases {
                    for party in reading[aspect].keys { check(party, at: at / aspect.rawValue / party.text, .key) }
                    guard reading[aspect].isEmpty else { continue }
                    warn(
                        "no-reading",
                        "nobody's reading of the \(aspect.rawValue) of “\(option)” is given, so it cannot be compared",
                        "add \(aspect.rawValue): {party: [low, high]}", at: at, .key)
                }
            }
            let missing = issue.options.keys.filter { readings.options[$0] == nil }
            guard !missing.isEmpty else { continue }
            warn(
                "no-reading",
                "\(Phrase.list(missing.map { "“\($0)”" })) of “\(id)” \(Phrase.verb(missing.count, "has", "have")) no reading",
                "add \(missing[0]): {deterrence: {party: [low, high]}, threat: {party: [low, high]}}", at: here / "options", .key)
        }
    }

    private mutating func checkScale() {
        guard let scale = section.guaranteeScale else { return }
        let here = place / "guaranteeScale"
        check(scale.party, at: here / "party")
        check(scale.membership, is: .membership, at: here / "membership")
        cite(scale.beyond?.source, at: here / "beyond" / "source")
        for (option, step) in scale.steps { cite(step.source, at: here / "steps" / option.text / "source") }
        guard check(scale.issue, is: .guarantee, at: here / "issue"), let issue = workspace.issues[scale.issue] else { return }
        for (index, option) in scale.order.enumerated() { check(option, of: scale.issue, issue, at: here / "order" / index) }
        for option in scale.steps.keys { check(option, of: scale.issue, issue, at: here / "steps" / option.text, .key) }
        let left = issue.options.keys.filter { !scale.order.contains($0) }
        if !scale.order.isEmpty, !left.isEmpty {
            fail(
                "missing-step", "the order leaves out \(Phrase.list(left.map { "“\($0)”" })), so nobody can say how strong it is",
                "put it where it belongs between the least commitment and the most", at: here / "order")
        }
        let order = scale.steps(of: issue)
        for option in order where scale.steps[option] == nil {
            warn(
                "no-worth", "nothing says what “\(option)” is worth beside membership",
                "add steps: {\(option): {worth: [low, high]}}",
                at: here / "steps", .key)
        }
        checkWorths(scale, order.filter { scale.steps[$0] != nil }, at: here / "steps")
    }

    /// Worths that say for certain the opposite of the order.
    private mutating func checkWorths(_ scale: GuaranteeScale, _ order: [ID<Option>], at here: Pointer) {
        func worth(_ option: ID<Option>) -> Interval { scale.steps[option]?.worth ?? .unit }
        for (weaker, stronger) in zip(order, order.dropFirst()) where worth(stronger).high < worth(weaker).low {
            fail(
                "out-of-order",
                """
                “\(stronger)” stands after “\(weaker)” and is worth at most \(worth(stronger).high), less than the \
                \(worth(weaker).low) that “\(weaker)” is worth at least
                """, "change the order, or one of the two worths", at: here / stronger.text / "worth")
        }
        guard let beyond = scale.beyond?.worth else { return }
        for option in order where worth(option).low > beyond.high {
            fail(
                "out-of-order",
                "“\(option)” is worth at least \(worth(option).low), more than the end of the scale, \(beyond.high)",
                "a step gives a share of what the end gives", at: here / option.text / "worth")
        }
    }

    private mutating func checkAccession() {
        guard let accession = section.accession else { return }
        let here = place / "accession"
        cite(accession.source, at: here / "source")
        check(accession.consents, at: here / "consents")
        if check(accession.body, at: here / "body"), let body = workspace.parties[accession.body] {
            for (index, party) in accession.consents.enumerated()
            where workspace.parties[party] != nil && !body.members.contains(party) {
                fail(
                    "not-a-member", "“\(party)” is not among the members of “\(accession.body)”, so it has no say there",
                    body.members.isEmpty
                        ? "say who belongs to it: parties.\(accession.body).members"
                        : Suggestion.hint(for: party.text, among: body.members.map(\.text), kind: "member"),
                    at: here / "consents" / index)
            }
        }
        check(accession.issues, at: here / "issues") { $0.checkDecided($1, accession, at: $2) }
        for (party, support) in accession.supports {
            let at = here / "supports" / party.text
            check(party, at: at, .key)
            cite(support.source, at: at / "source")
            for candidate in support.candidates.keys where Support.issue(of: candidate, among: accession.issues) == nil {
                fail(
                    "unknown-candidate",
                    "no issue of accession.issues begins with “\(candidate)”, so nobody can say what is backed",
                    Suggestion.hint(for: candidate, among: accession.issues.map(\.text), kind: "issue"), at: at / candidate, .key)
            }
        }
    }

    /// An issue on which the body decides, and whose options say so.
    private mutating func checkDecided(_ id: ID<Issue>, _ accession: Accession, at here: Pointer) {
        guard check(id, is: .membership, at: here) else { return }
        if id.text.utf8.count > Self.stemLength {
            fail(
                "bad-id", "“\(id)” is longer than the \(Self.stemLength) characters that such an issue may have here",
                "requirements are named after it; give it a shorter id", at: here)
        }
        for (name, option) in workspace.issues[id]?.options ?? [:]
        where option.word(Attribute.instrument) == Word.allianceDecision && !option.needs.contains(accession.body) {
            warn(
                "no-consent", "“\(name)” is a decision of “\(accession.body)” and does not take its consent",
                "add needs: [\(accession.body)]", at: ["issues", id.text, "options", name.text], .key)
        }
    }

    // MARK: Names

    private mutating func check<T>(
        _ ids: [ID<T>], at here: Pointer, _ each: (inout SectionCheck, ID<T>, Pointer) -> Void
    ) {
        for (index, id) in ids.enumerated() {
            each(&self, id, here / index)
            guard ids.firstIndex(of: id) != index else { continue }
            fail("duplicate-id", "“\(id)” is listed twice", "keep it once", at: here / index)
        }
    }

    private mutating func check(_ parties: [ID<Party>], at here: Pointer) {
        check(parties, at: here) { $0.check($1, at: $2) }
    }

    @discardableResult
    private mutating func check(_ party: ID<Party>, at here: Pointer, _ part: Diagnostic.Part = .value) -> Bool {
        guard workspace.parties[party] == nil else { return true }
        unknown(party.text, workspace.parties.keys.map(\.text), "party", at: here, part)
        return false
    }

    /// - Parameter kind: nil for any of this module's.
    @discardableResult
    private mutating func check(_ id: ID<Issue>, is kind: Kind?, at here: Pointer, _ part: Diagnostic.Part = .value) -> Bool {
        func fits(_ issue: Issue) -> Bool { kind.map(issue.isOurs) ?? (issue.module == NATO.id) }
        let fitting = workspace.issues.filter { fits($0.value) }.keys.map(\.text)
        guard let issue = workspace.issues[id] else {
            unknown(id.text, fitting.isEmpty ? workspace.issues.keys.map(\.text) : fitting, "issue", at: here, part)
            return false
        }
        guard !fits(issue) else { return true }
        let stated = issue.kind.map { "is of kind \($0)\(issue.module.map { " of \($0)" } ?? "")" } ?? "has no kind"
        let wanted = kind.map { "an issue of kind \($0.rawValue)" } ?? "an issue of the module \(NATO.id)"
        fail(
            "wrong-kind", "“\(id)” \(stated), and \(wanted) is needed here",
            fitting.isEmpty
                ? "give it module: \(NATO.id) and a kind, and its options the attributes of that kind"
                : Suggestion.hint(for: id.text, among: fitting, kind: "such issue"), at: here, part)
        return false
    }

    private mutating func check(
        _ option: ID<Option>, of id: ID<Issue>, _ issue: Issue, at here: Pointer, _ part: Diagnostic.Part = .value
    ) {
        guard issue.options[option] == nil else { return }
        fail(
            "unknown-id", "“\(id)” has no option “\(option)”",
            Suggestion.hint(for: option.text, among: issue.options.keys.map(\.text), kind: "option"), at: here, part)
    }
}

extension GuaranteeScale {
    /// The steps from the least commitment to the most: as written, or by what the options promise.
    package func steps(of issue: Issue) -> [ID<Option>] {
        guard order.isEmpty else { return order.filter { issue.options[$0] != nil } }
        let ranks = Commitment.allCases
        return issue.options.enumerated().compactMap { place, element in
            element.value.commitment.flatMap(ranks.firstIndex).map { (rank: $0, place: place, option: element.key) }
        }.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }.map(\.option)
    }
}
