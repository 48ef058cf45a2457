import PluginKit

/// What the form of the section cannot see: names that mean nothing in this workspace, estimates that are missing, things
/// that contradict one another.
package struct SectionCheck: SectionChecking {
    package let workspace: Workspace
    private let section: SanctionsSection
    private let place: Pointer
    package var found: [Diagnostic] = []

    package init(_ theCase: ModuleCase<SanctionsSection>) {
        workspace = theCase.workspace
        section = theCase.section ?? SanctionsSection()
        place = theCase.place
        checkMeasures()
        checkLeverage()
        checkLeakage()
        if let coalition = section.coalition { check(coalition) }
        checkSnapback()
        if let exchange = section.exchange { check(exchange) }
    }

    package func faults() -> [Diagnostic] { found }

    // MARK: Subjects

    private mutating func checkMeasures() {
        for (name, measure) in section.measures {
            let here = place / "measures" / name
            if measure.sender.isEmpty {
                fail("no-sender", "“\(name)” has no sender", "write who has imposed it: sender: [party]", at: here / "sender")
            }
            check(parties: measure.sender, at: here / "sender")
            check(measure.target, at: here / "target")
            if let index = measure.sender.firstIndex(of: measure.target) {
                fail(
                    "own-target", "“\(measure.target)” is both sender and target of “\(name)”",
                    "a measure presses somebody else; correct one of the two", at: here / "sender" / index)
            }
            if measure.issue != nil && !measure.issues.isEmpty {
                fail("two-forms", "“\(name)” has both “issue” and “issues”", "keep one of them", at: here / "issues", .key)
            }
            if let issue = measure.issue { check(issue, at: here / "issue") }
            check(issues: measure.issues, at: here / "issues")
            check(measures: measure.parts, at: here / "parts")
            for (index, part) in measure.parts.enumerated() {
                if part == name || section.measures[part]?.parts.isEmpty == false {
                    fail(
                        "nested-parts", "“\(part)” is made up of parts itself", "name the measures that it is made up of",
                        at: here / "parts" / index)
                }
            }
            if !measure.legalBasis.isEmpty && measure.legalBasis.count != measure.sender.count {
                fail(
                    "bad-basis",
                    "“\(name)” names \(Phrase.count(measure.legalBasis.count, "legal basis", "legal bases")) for \(Phrase.count(measure.sender.count, "sender"))",
                    "name one for each sender, in their order", at: here / "legalBasis")
            }
            for (index, basis) in measure.legalBasis.enumerated() { cite(basis, at: here / "legalBasis" / index) }
            look(measure.effect, at: here / "effect")
            look(measure.cost, at: here / "cost")
            if let life = measure.halfLife, life.low <= 0 {
                fail(
                    "bad-duration", "the half-life of “\(name)” begins at \(life.low)",
                    "a half-life is longer than nothing: write the months in which adaptation halves the effect",
                    at: here / "halfLife")
            }
            started(measure, at: here)
            estimated(name, measure, at: here)
            cite(measure.estimates, at: here / "estimates")
            cite(measure.source, at: here / "source")
        }
    }

    private mutating func started(_ measure: Measure, at here: Pointer) {
        guard let started = measure.started, let asOf = workspace.asOf, Months.passed(since: started, until: asOf) == nil else {
            return
        }
        fail(
            "out-of-order", "it started on \(started), after the day on which the case is described (\(asOf))",
            "correct “started”, or the workspace's “asOf”", at: here / "started")
    }

    /// A measure that is to count needs all that the formula takes; one that is made up of others needs nothing of its own.
    private mutating func estimated(_ name: String, _ measure: Measure, at here: Pointer) {
        let given = [
            ("effect", measure.effect != nil), ("halfLife", measure.halfLife != nil), ("started", measure.started != nil),
        ]
        if !measure.parts.isEmpty {
            guard measure.effect != nil else { return }
            fail(
                "counted-twice", "“\(name)” has parts and an effect of its own", "leave “effect” to its parts",
                at: here / "effect", .key)
            return
        }
        let missing = given.filter { !$0.1 }.map(\.0)
        guard !missing.isEmpty else { return }
        warn(
            "no-estimate", "“\(name)” counts in no sum, since it lacks \(Phrase.list(missing.map(Phrase.quoted)))",
            "add \(Phrase.list(missing)); a range is welcome", at: here, .key)
    }

    private mutating func checkLeverage() {
        for (name, claim) in section.leverage {
            let here = place / "leverage" / name
            check(measures: claim.by, at: here / "by")
            check(parties: claim.towards, at: here / "towards")
            cite(claim.source, at: here / "source")
        }
    }

    private mutating func checkLeakage() {
        for (name, leakage) in section.leakage {
            let here = place / "leakage" / name
            check(leakage.via, at: here / "via")
            for measure in leakage.measures.keys {
                check(measure: measure, at: here / "measures" / measure, .key)
                guard let known = section.measures[measure], known.sender.contains(leakage.via) || known.target == leakage.via
                else {
                    continue
                }
                fail(
                    "no-third-party", "“\(leakage.via)” is a side of “\(measure)” itself",
                    "leakage goes through somebody who neither imposes the measure nor is its target", at: here / "via")
            }
            cite(leakage.estimates, at: here / "estimates")
            cite(leakage.source, at: here / "source")
        }
    }

    private mutating func check(_ coalition: Coalition) {
        let here = place / "coalition"
        check(parties: coalition.members, at: here / "members")
        for (name, strain) in coalition.strains {
            let at = here / "strains" / name
            check(strain.member, at: at / "member")
            if workspace.parties[strain.member] != nil && !coalition.members.contains(strain.member) {
                fail(
                    "no-member", "“\(strain.member)” is no member of the coalition",
                    Suggestion.hint(for: strain.member.text, among: coalition.members.map(\.text), kind: "member"),
                    at: at / "member")
            }
            check(measure: strain.by, at: at / "by")
            look(strain.strain, at: at / "strain")
            if let predicate = strain.easedBy {
                for fault in workspace.faults(of: predicate) {
                    found.append(
                        Diagnostic(
                            code: fault.code, fault.message, hint: fault.hint, pointer: at / "easedBy", offset: fault.offset))
                }
            }
            cite(strain.estimates, at: at / "estimates")
            cite(strain.source, at: at / "source")
        }
        if let coordination = coalition.coordination {
            check(parties: coordination.bodies, at: here / "coordination" / "bodies")
            cite(coordination.source, at: here / "coordination" / "source")
        }
        var seen: [ID<Party>: String] = [:]
        for (name, renewal) in coalition.renewal {
            let at = here / "renewal" / name
            check(renewal.body, at: at / "body")
            if let first = seen.updateValue(name, forKey: renewal.body) {
                fail(
                    "duplicate-body", "“\(first)” and “\(name)” are both renewed by “\(renewal.body)”", "keep one of them",
                    at: at / "body")
            }
            if renewal.rule != .executive, let body = workspace.parties[renewal.body], body.members.isEmpty {
                fail(
                    "no-members", "“\(renewal.body)” decides by \(renewal.rule.rawValue) and has no members",
                    "list them in parties.\(renewal.body).members, or write rule: executive", at: at / "rule")
            }
            if !section.measures.values.contains(where: { $0.sender.contains(renewal.body) }) {
                warn(
                    "nothing-renewed", "no measure here is imposed by “\(renewal.body)”",
                    "name the body among the senders of what it renews", at: at / "body")
            }
            cite(renewal.source, at: at / "source")
        }
    }

    private mutating func checkSnapback() {
        for (name, snapback) in section.snapback {
            let here = place / "snapback" / name
            check(snapback.holder, at: here / "holder")
            check(measures: snapback.measures, at: here / "measures")
            check(parties: snapback.vetoes, at: here / "vetoes")
            for (index, measure) in snapback.measures.enumerated() {
                guard let known = section.measures[measure], !known.sender.contains(snapback.holder) else { continue }
                fail(
                    "no-sender", "“\(snapback.holder)” has not imposed “\(measure)”, so it cannot bring it back",
                    "its senders: \(known.sender.map(\.text).joined(separator: ", "))", at: here / "measures" / index)
            }
            cite(snapback.source, at: here / "source")
        }
    }

    private mutating func check(_ exchange: Exchange) {
        let here = place / "exchange"
        for (index, issue) in exchange.relief.enumerated() {
            check(issue, at: here / "relief" / index)
            guard let known = workspace.issues[issue], !known.isOurs(.relief) else { continue }
            let fitting = workspace.issues.filter { $0.value.isOurs(.relief) }.keys.map(\.text)
            fail(
                "wrong-kind", "“\(issue)” is not an issue of kind relief",
                fitting.isEmpty
                    ? "give it module: sanctions and kind: relief, and its options the attributes of that kind"
                    : Suggestion.hint(for: issue.text, among: fitting, kind: "issue of kind relief"), at: here / "relief" / index)
        }
        check(issues: exchange.against, at: here / "against")
        for (index, issue) in exchange.against.enumerated() where exchange.relief.contains(issue) {
            fail("both-sides", "“\(issue)” stands on both sides of the exchange", "keep it on one", at: here / "against" / index)
        }
        if let issue = exchange.verifiedThrough { check(issue, at: here / "verifiedThrough") }
        cite(exchange.source, at: here / "source")
    }

    // MARK: Names

    private mutating func look(_ judgement: Judgement?, at here: Pointer) {
        guard case .word(let word)? = judgement, section.words[word] == nil else { return }
        fail(
            "unknown-word", "“\(word)” is not among the words of this section",
            section.words.isEmpty
                ? "add it, with its range on 0–100: modules.sanctions.words: {\(word): [low, high]}"
                : Suggestion.hint(for: word, among: Array(section.words.keys), kind: "word"), at: here)
    }

    private mutating func check(_ party: ID<Party>, at here: Pointer) {
        guard workspace.parties[party] == nil else { return }
        unknown(party.text, workspace.parties.keys.map(\.text), "party", at: here)
    }

    private mutating func check(parties: [ID<Party>], at here: Pointer) {
        for (index, party) in parties.enumerated() {
            check(party, at: here / index)
            once(party.text, parties.firstIndex(of: party) == index, at: here / index)
        }
    }

    private mutating func check(_ issue: ID<Issue>, at here: Pointer) {
        guard workspace.issues[issue] == nil else { return }
        unknown(issue.text, workspace.issues.keys.map(\.text), "issue", at: here)
    }

    private mutating func check(issues: [ID<Issue>], at here: Pointer) {
        for (index, issue) in issues.enumerated() {
            check(issue, at: here / index)
            once(issue.text, issues.firstIndex(of: issue) == index, at: here / index)
        }
    }

    private mutating func check(measure: String, at here: Pointer, _ part: Diagnostic.Part = .value) {
        guard section.measures[measure] == nil else { return }
        unknown(measure, Array(section.measures.keys), "measure", at: here, part)
    }

    private mutating func check(measures: [String], at here: Pointer) {
        for (index, measure) in measures.enumerated() {
            check(measure: measure, at: here / index)
            once(measure, measures.firstIndex(of: measure) == index, at: here / index)
        }
    }

    private mutating func once(_ id: String, _ isFirst: Bool, at here: Pointer) {
        if !isFirst { fail("duplicate-id", "“\(id)” is listed twice", "keep it once", at: here) }
    }
}
