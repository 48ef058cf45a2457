import PluginKit

/// What the consents that a package takes come to, in words.
package struct ConsentReport {
    /// A party and how it stands to the package under both readings.
    struct Standing {
        var party: ID<Party>
        var needs: [Consents.Need]
        var declared: PartyOutcome
        var assessed: PartyOutcome

        var isRequired: Bool { assessed.required == .yes }
    }

    let workspace: Workspace
    let claims: OrderedDictionary<String, ConsentClaim>
    let place: Pointer
    let draft: Draft
    let consents: Consents
    var explainer: Explainer
    /// What the package comes to under each reading, once the host has said so.
    private var outcomes: [Reading: PackageOutcome] = [:]

    package init(_ theCase: ModuleCase<ThirdPartiesSection>, _ package: Package, id: ID<Package>?) {
        workspace = theCase.workspace
        claims = theCase.section?.consent ?? [:]
        place = theCase.place / "consent"
        draft = Draft(package, id: id, in: theCase.workspace)
        consents = Consents(draft)
        explainer = Explainer(theCase.workspace)
    }

    package mutating func result(_ blank: AnalysisResult, asking questions: Questions) async throws -> AnalysisResult {
        let declared = try await questions.evaluate([draft.package.choices], .declared).first ?? PackageOutcome()
        let assessed = try await questions.evaluate([draft.package.choices], .assessed).first ?? PackageOutcome()
        outcomes = [.declared: declared, .assessed: assessed]
        let all = assessed.parties.map { outcome in
            Standing(
                party: outcome.party, needs: consents.needs[outcome.party] ?? [],
                declared: declared[outcome.party] ?? PartyOutcome(), assessed: outcome)
        }
        let asked = all.filter { $0.assessed.required != .no }
        var result = blank
        let found =
            [
                refused(asked), refusedInWords(asked), undecided(asked), given(asked), perhapsAsked(asked), inFact(all),
                objectors(all), grounds(all),
            ]
        let sorted = found.compactMap { $0 }
        result.findings = Finding.Kind.allCases.flatMap { kind in sorted.filter { $0.kind == kind } }
        result.tables = [consentTable(asked), optionTable()].filter { !$0.rows.isEmpty }
        if claims.isEmpty { result.lacks.append("\(place): whose consent counts in law, and whose in fact") }
        result.status = result.lacks.isEmpty ? .complete : .partial
        result.summary = summary(asked, declared, assessed)
        result.provenance = explainer.provenance
        return result
    }

    // MARK: Findings

    private mutating func refused(_ asked: [Standing]) -> Finding? {
        let refusing = asked.filter { $0.isRequired && $0.assessed.verdict == .excluded }
        guard !refusing.isEmpty else { return nil }
        var finding = Finding(
            .blocks, id: "refused",
            """
            \(explainer.names(refusing.map(\.party))) \(Phrase.verb(refusing.count, "refuses", "refuse")) a consent that the package \
            takes, \(Reading.assessed.phrase)
            """,
            detail: refusing.map { "\(refusal($0, .assessed)).\(detour($0))" }.joined(separator: " "))
        finding.parties = refusing.map(\.party)
        finding.evidence = unique(refusing.flatMap { evidence($0, .assessed) })
        finding.issues = OrderedSet(finding.evidence.compactMap(\.issue)).elements
        return finding
    }

    /// Those who say that they refuse, and by estimate would not.
    private mutating func refusedInWords(_ asked: [Standing]) -> Finding? {
        let refusing = asked.filter { $0.isRequired && $0.declared.verdict == .excluded && $0.assessed.verdict != .excluded }
        guard !refusing.isEmpty else { return nil }
        var finding = Finding(
            .fragile, id: "refused-in-words",
            """
            \(explainer.names(refusing.map(\.party))) \(Phrase.verb(refusing.count, "says that it refuses", "say that they refuse")), \
            and by estimate might not
            """,
            detail: refusing.map { "\(refusal($0, .declared)); \(Reading.assessed.phrase) \(word($0.assessed))." }
                .joined(separator: " "))
        finding.parties = refusing.map(\.party)
        finding.evidence = unique(refusing.flatMap { evidence($0, .declared) })
        return finding
    }

    private mutating func undecided(_ asked: [Standing]) -> Finding? {
        let waiting = asked.filter { $0.isRequired && [.possible, .unknown].contains($0.assessed.verdict) }
        guard !waiting.isEmpty else { return nil }
        var finding = Finding(
            .fragile, id: "not-settled",
            """
            Whether \(explainer.names(waiting.map(\.party))) \(Phrase.verb(waiting.count, "consents", "consent")) is not settled, \
            \(Reading.assessed.phrase)
            """,
            detail: waiting.map(why).joined(separator: " "))
        finding.parties = waiting.map(\.party)
        finding.evidence = unique(
            waiting.flatMap { standing -> [Evidence] in
                let stakes = Stakes(of: standing.party, in: workspace, reading: .assessed)
                let term = standing.assessed.passing.flatMap { stakes.narrowing(draft, margin: $0).range?.key }
                return claim(standing.party)
                    + [term.flatMap { explainer.evidence($0, of: stakes, in: draft) } ?? fallback(standing)].compactMap { $0 }
            })
        return finding
    }

    private func why(_ standing: Standing) -> String {
        let name = explainer.name(standing.party)
        let stakes = Stakes(of: standing.party, in: workspace, reading: .assessed)
        if standing.assessed.verdict == .possible, let margin = standing.assessed.passing {
            return
                "\(name): \(Phrase.points(margin)) swing points against no deal. \(explainer.advice(stakes, draft, margin: margin) ?? "")"
        }
        let members = Consents.deciding(in: standing.party, in: workspace)
        if !members.isEmpty { return "\(name) consents through \(explainer.names(members))." }
        let open = stakes.openIssues(draft)
        return open.isEmpty
            ? "\(name): nothing is known of what the package is worth to it."
            : "\(name): it depends on what the package leaves open, most on \(Phrase.list(open.prefix(2).map(explainer.title)))."
    }

    /// Those whose consent is asked or not, depending on what the package leaves open.
    private mutating func perhapsAsked(_ asked: [Standing]) -> Finding? {
        let perhaps = asked.filter { $0.assessed.required == .open }
        guard !perhaps.isEmpty else { return nil }
        var finding = Finding(
            .note, id: "perhaps-asked",
            """
            Whether \(explainer.names(perhaps.map(\.party))) \(Phrase.verb(perhaps.count, "is", "are")) asked at all depends on what \
            the package leaves open
            """,
            detail: "It turns on: \(Phrase.list(perhaps.flatMap { $0.needs.map { explainer.title($0.issue) } }.uniqued())).")
        finding.parties = perhaps.map(\.party)
        finding.evidence = unique(
            perhaps.flatMap { standing in standing.needs.prefix(1).map { explainer.evidence(need: $0.option, on: $0.issue) } })
        return finding.evidence.isEmpty ? nil : finding
    }

    private mutating func given(_ asked: [Standing]) -> Finding? {
        let giving = asked.filter { $0.isRequired && $0.assessed.verdict == .certain }
        guard !giving.isEmpty else { return nil }
        let inWords = giving.filter { $0.declared.verdict == .certain }
        var finding = Finding(
            .strong, id: "given",
            """
            \(explainer.names(giving.map(\.party))) \(Phrase.verb(giving.count, "consents", "consent")) whatever the true values within \
            the ranges, \(Reading.assessed.phrase)
            """,
            detail: inWords.isEmpty
                ? "By what \(Phrase.verb(giving.count, "it says", "they say")), none of this is certain."
                : "Under both readings: \(explainer.names(inWords.map(\.party))).")
        finding.parties = giving.map(\.party)
        finding.evidence = unique(giving.flatMap { claim($0.party) + [fallback($0)].compactMap { $0 } })
        return finding
    }

    /// Those whom the package does not ask, and without whom it is said not to work.
    private mutating func inFact(_ all: [Standing]) -> Finding? {
        let unasked = claims.filter { _, claim in
            claim.inFact != nil && all.contains { $0.party == claim.party && $0.assessed.required == .no }
        }
        guard !unasked.isEmpty else { return nil }
        let parties = unasked.values.map(\.party)
        var finding = Finding(
            .note, id: "in-fact",
            "Nothing in the package takes the consent of \(explainer.names(parties)) in law; it may count in fact",
            detail: unasked.values.map { "\(explainer.name($0.party)): \(Phrase.clause($0.inFact ?? ""))." }.joined(
                separator: " "))
        finding.parties = parties
        finding.evidence = unasked.map { name, claim in
            explainer.evidence(place / name, at: place / name / "inFact", claim.inFact, claim.source)
        }
        return finding
    }

    /// What the consents that count rest on, as the section has it.
    private mutating func grounds(_ all: [Standing]) -> Finding? {
        let asked = claims.filter { _, claim in all.contains { $0.party == claim.party && $0.assessed.required != .no } }
        guard !asked.isEmpty else { return nil }
        var finding = Finding(
            .note, id: "grounds", "What the consents rest on, as the workspace has it",
            detail: asked.values.map { claim in
                let parts = [
                    claim.inLaw.map { "in law: \(Phrase.clause($0))" }, claim.inFact.map { "in fact: \(Phrase.clause($0))" },
                ]
                return "\(explainer.name(claim.party)), \(parts.compactMap { $0 }.joined(separator: "; "))."
            }.joined(separator: " "))
        finding.parties = asked.values.map(\.party)
        finding.evidence = asked.map { name, claim in
            explainer.evidence(
                place / name, "\(explainer.name(claim.party)): \(claim.inLaw ?? claim.inFact ?? "")", claim.source)
        }
        return finding
    }

    /// Those who would rather have no deal, or miss what they want, and whose consent is not asked.
    private mutating func objectors(_ all: [Standing]) -> Finding? {
        // Whoever makes up the consent of a bloc that is asked can block through it.
        let through = Set(
            all.filter { $0.assessed.required != .no }.flatMap { Consents.deciding(in: $0.party, in: workspace) })
        let others = all.filter { $0.assessed.required == .no && !through.contains($0.party) }
        struct Objector {
            var standing: Standing
            var reading: Reading?
            var goals: [String]
        }
        let objectors = others.compactMap { standing -> Objector? in
            let goals = workspace.parties[standing.party]?.agenda.filter { goal in
                goal.value.predicate.map { draft.truth($0) == .no } ?? false
            }
            let reading: Reading? =
                standing.assessed.verdict == .excluded ? .assessed : standing.declared.verdict == .excluded ? .declared : nil
            let names = goals?.keys.elements ?? []
            return reading == nil && names.isEmpty ? nil : Objector(standing: standing, reading: reading, goals: names)
        }
        guard !objectors.isEmpty else { return nil }
        var evidence: [Evidence] = []
        let details = objectors.map { objector -> String in
            let party = objector.standing.party
            evidence += objector.goals.map { explainer.evidence(goal: $0, of: party) }
            if let reading = objector.reading { evidence += self.evidence(objector.standing, reading) }
            let titles = objector.goals.map { Phrase.quoted(workspace.parties[party]?.agenda[$0]?.title ?? $0) }
            let misses = titles.isEmpty ? nil : "misses \(Phrase.list(titles))"
            let refuses = objector.reading.map { reading in
                "would refuse it \(reading.phrase)"
            }
            return "\(explainer.name(party)) \(Phrase.list([refuses, misses].compactMap { $0 }))."
        }
        var finding = Finding(
            .note, id: "objectors",
            """
            \(Phrase.brief(objectors.map { explainer.name($0.standing.party) }, most: 4)) \
            \(Phrase.verb(objectors.count, "objects", "object")) without being able to block the package
            """,
            detail: details.joined(separator: " "))
        finding.parties = objectors.map(\.standing.party)
        finding.evidence = unique(evidence)
        return finding.evidence.isEmpty ? nil : finding
    }

    // MARK: Words

    private func word(_ outcome: PartyOutcome) -> String {
        switch outcome.verdict {
        case .certain: "it consents"
        case .possible: "it is not settled"
        case .excluded: "it refuses"
        case .unknown: "it depends on what is open"
        }
    }

    private func refusal(_ standing: Standing, _ reading: Reading) -> String {
        let outcome = reading == .assessed ? standing.assessed : standing.declared
        let refusing = Consents.deciding(in: standing.party, in: workspace).filter {
            outcomes[reading]?[$0]?.verdict == .excluded
        }
        return explainer.refusal(outcome, crossed: consents.crossed(outcome), members: refusing)
    }

    /// Which answers would not take the consent of one whose consent only some choices take; by the first of those, and how many
    /// more there are.
    private func detour(_ standing: Standing) -> String {
        let settled = standing.needs.filter(\.isSettled)
        guard !consents.byRule.contains(standing.party), let need = settled.first else { return "" }
        let others = consents.without(standing.party, on: need.issue).map { Phrase.quoted(explainer.title($0, of: need.issue)) }
        let what = "\(Phrase.quoted(explainer.title(need.option, of: need.issue))) on \(explainer.title(need.issue)) takes it"
        let instead = others.isEmpty ? ", as every other answer does" : "; \(Phrase.list(others, "or")) would not"
        let rest =
            settled.count > 1
            ? " \(Phrase.count(settled.count - 1, "other choice")) \(Phrase.verb(settled.count - 1, "takes", "take")) it too."
            : ""
        return " \(what)\(instead).\(rest)"
    }

    private func takenBy(_ standing: Standing) -> String {
        let rule = consents.byRule.contains(standing.party) ? ["the decision rule"] : []
        let issues = OrderedSet(standing.needs.map { explainer.title($0.issue) }).elements
        return Phrase.brief(rule + issues, most: 3)
    }

    // MARK: Evidence

    /// The section's claim that the party's consent counts.
    private mutating func claim(_ party: ID<Party>) -> [Evidence] {
        guard let (name, claim) = claims.first(where: { $0.value.party == party }).map({ ($0.key, $0.value) }) else { return [] }
        return [explainer.evidence(place / name, "\(explainer.name(party)): \(claim.inLaw ?? claim.inFact ?? "")", claim.source)]
    }

    /// By what a party refuses: its red lines, or where it loses most; and what asks for its consent.
    private mutating func evidence(_ standing: Standing, _ reading: Reading) -> [Evidence] {
        let outcome = reading == .assessed ? standing.assessed : standing.declared
        var evidence = consents.crossed(outcome).compactMap { explainer.evidence(line: $0) }
        let stakes = Stakes(of: standing.party, in: workspace, reading: reading)
        if let margin = outcome.passing, margin.high < 0 {
            for term in stakes.losses(draft).prefix(2) {
                evidence += [explainer.evidence(term, of: stakes, in: draft)].compactMap { $0 }
            }
        }
        evidence += standing.needs.prefix(2).map { explainer.evidence(need: $0.option, on: $0.issue) }
        evidence += claim(standing.party)
        if evidence.isEmpty { evidence = [fallback(standing)].compactMap { $0 } }
        return evidence
    }

    /// Where it is said that the party has a say at all.
    private mutating func fallback(_ standing: Standing) -> Evidence? {
        if let need = standing.needs.first { return explainer.evidence(need: need.option, on: need.issue) }
        let name = explainer.name(standing.party)
        guard consents.byRule.contains(standing.party), let decision = workspace.decision else {
            return explainer.evidence(["parties", standing.party.text], name, workspace.parties[standing.party]?.source)
        }
        return explainer.evidence(
            ["decision"], "every agreement takes the consent of \(explainer.names(decision.required))", decision.source)
    }

    // MARK: Tables

    private func consentTable(_ asked: [Standing]) -> Table {
        Table(
            id: "consents", title: "Consents that the package takes",
            columns: [
                .init("party", "Party"), .init("by", "Taken by"), .init("declared", "Declared"), .init("assessed", "Assessed"),
                .init("margin", "Against no deal, assessed", unit: "swing points"),
            ],
            rows: asked.map { standing in
                [
                    explainer.cell(standing.party), .text(takenBy(standing)), cell(standing.declared), cell(standing.assessed),
                    standing.assessed.margin.map(Cell.figure) ?? .empty,
                ]
            },
            note: """
                Given: whatever the true values within the ranges; not settled: for some of them; open: it depends on what the package \
                leaves open. Swing points are each party's own.
                """)
    }

    private func cell(_ outcome: PartyOutcome) -> Cell {
        switch outcome.verdict {
        case .certain: .verdict("given", .good)
        case .possible: .verdict("not settled", .warning)
        case .excluded: .verdict("refused", .bad)
        case .unknown: .verdict("open", .neutral)
        }
    }

    private func optionTable() -> Table {
        let rows = workspace.issues.keys.flatMap { issue -> [[Cell]] in
            guard draft.package.choices[issue] != nil, draft.package.choices[issue] != .leftOut else { return [] }
            return draft.possible(issue).compactMap { option in
                let needs = workspace.issues[issue]?.options[option]?.needs ?? []
                guard !needs.isEmpty else { return nil }
                return [
                    explainer.cell(issue), .name(explainer.title(option, of: issue), id: option.text),
                    .text(explainer.names(needs)),
                ]
            }
        }
        return Table(
            id: "options", title: "Choices that take consents beyond the decision rule's",
            columns: [.init("issue", "Issue"), .init("option", "Choice"), .init("needs", "Takes the consent of")], rows: rows,
            isDetail: true)
    }

    private func summary(_ asked: [Standing], _ declared: PackageOutcome, _ assessed: PackageOutcome) -> String {
        func sentence(_ reading: Reading, _ of: (Standing) -> PartyOutcome) -> String {
            func names(_ verdicts: [PartyOutcome.Verdict]) -> [String] {
                asked.filter { of($0).required == .yes && verdicts.contains(of($0).verdict) }.map { explainer.name($0.party) }
            }
            let (given, refused, waiting) = (names([.certain]), names([.excluded]), names([.possible, .unknown]))
            let parts = [
                given.isEmpty ? nil : "given by \(Phrase.list(given))",
                refused.isEmpty ? nil : "refused by \(Phrase.list(refused))",
                waiting.isEmpty ? nil : "not settled with \(Phrase.list(waiting))",
            ].compactMap { $0 }
            return "\(Phrase.capitalized(reading.phrase)) consent is \(parts.isEmpty ? "asked of nobody" : Phrase.list(parts))."
        }
        let broken = assessed.agreement == .infeasible ? "The package breaks a requirement. " : ""
        return broken + sentence(.assessed, \.assessed) + " " + sentence(.declared, \.declared)
    }
}
