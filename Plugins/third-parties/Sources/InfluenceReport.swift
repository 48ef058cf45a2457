import PluginKit

/// What the accounts of influences say, in words.
package struct InfluenceReport {
    let workspace: Workspace
    let section: ThirdPartiesSection
    let place: Pointer
    let draft: Draft
    let reading: Reading
    let tries: Int
    let levers: Levers
    var explainer: Explainer

    /// - Throws: `Lack` when no influence is named.
    package init(
        _ theCase: ModuleCase<ThirdPartiesSection>, _ package: Package, id: ID<Package>?, reading: Reading, tries: Int
    ) throws {
        guard let section = theCase.section, !section.influence.isEmpty else {
            throw Lack(
                "The workspace does not say how outside actors bear on the talks.",
                lacks: ["\(theCase.place)/influence: {name: {of: …, kind: …, claim: …, towards: […], issues: […], weight: …}}"])
        }
        workspace = theCase.workspace
        self.section = section
        place = theCase.place / "influence"
        draft = Draft(package, id: id, in: theCase.workspace)
        self.reading = reading
        self.tries = tries
        levers = Levers(draft, reading: reading)
        explainer = Explainer(theCase.workspace)
    }

    package mutating func result(_ blank: AnalysisResult, asking questions: Questions) async throws -> AnalysisResult {
        let accounts = try await LeverAccounts(levers, tries: tries).all(section.influence, asking: questions)
        var result = blank
        let wishes = accounts.filter { $0.effect == .wish }
        let missed = wishes.filter { $0.isMet == .no }
        let found =
            accounts.filter { $0.effect == .consent }.map { consent($0) }
            + [unmet(missed), worth(accounts.filter { $0.effect == .worth }), met(wishes.filter { $0.isMet != .no })].compactMap {
                $0
            }
        result.findings = Finding.Kind.allCases.flatMap { kind in found.filter { $0.kind == kind } }
        result.tables = [table(accounts)]
        if workspace.noDeal == nil {
            result.lacks.append("/noDeal/choices: what holds if talks fail, from which influence moves what agreeing is worth")
        }
        result.status = result.lacks.isEmpty ? .complete : .partial
        result.summary = summary(accounts)
        result.provenance = explainer.provenance
        return result
    }

    // MARK: Findings

    private mutating func consent(_ account: LeverAccount) -> Finding {
        let name = explainer.name(account.lever.of)
        let what = account.lever.kind.rawValue
        var finding: Finding
        if account.isAlone {
            finding = Finding(
                .blocks, id: "consent/\(account.name)", "\(name) alone keeps the package from being agreed, \(reading.phrase)")
        } else if account.without > account.with {
            finding = Finding(
                .note, id: "consent/\(account.name)", "The \(what) of \(name) closes ways to settle its issues, \(reading.phrase)"
            )
        } else {
            finding = Finding(
                .note, id: "consent/\(account.name)",
                "The \(what) of \(name) closes no way that was tried, \(reading.phrase)")
        }
        finding.detail =
            account.standing == 0
            ? "No way that was tried can stand."
            : """
            Of \(Phrase.count(account.standing, "way")) to settle \(settling(account))\(aside(account)), \(account.with) \
            \(Phrase.verb(account.with, "is", "are")) refused by nobody, and \(account.without) if its consent were not asked.
            """
        return completed(finding, [account])
    }

    /// What others ask for and do not get; together where the same would meet it.
    private mutating func unmet(_ accounts: [LeverAccount]) -> Finding? {
        guard !accounts.isEmpty else { return nil }
        let actors = accounts.map(\.lever.of).uniqued()
        var finding = Finding(
            .fragile, id: "unmet",
            "The package does not meet what \(explainer.names(actors)) \(Phrase.verb(actors.count, "asks", "ask")) for, \(reading.phrase)"
        )
        let groups = OrderedDictionary(grouping: accounts) { $0.meeting }
        finding.detail = groups.map { way, accounts in
            let who = "\(Phrase.list(accounts.map { "\(explainer.name($0.lever.of)) (\($0.lever.kind.rawValue))" }))"
            guard let way else {
                return "\(who): no change of up to \(Motives.mostChanges) issues that keeps the requirements meets it."
            }
            let shifts = accounts.flatMap { $0.shifts.elements }.reduce(into: OrderedDictionary<ID<Party>, Interval>()) {
                $0[$1.key] = $1.value
            }
            let costs = shifts.map { "\(Phrase.points(.zero - $0.value)) swing points to \(explainer.name($0.key))" }
            let price = costs.isEmpty ? "" : "; worth \(Phrase.list(costs))"
            return "\(who): met with \(changes(way)) (\(way.agreement.words)\(price))."
        }.joined(separator: " ")
        return completed(finding, accounts)
    }

    /// What influence moves what agreeing is worth, and what becomes of the verdict.
    private mutating func worth(_ accounts: [LeverAccount]) -> Finding? {
        guard !accounts.isEmpty else { return nil }
        let moving = accounts.filter { !$0.shifts.isEmpty || $0.isUnbounded }
        let turned = moving.filter { $0.verdicts.values.contains { $0.count == 2 && $0[0] != $0[1] } }
        func named(_ account: LeverAccount) -> String {
            "the \(account.lever.kind.rawValue) of \(explainer.name(account.lever.of))"
        }
        var finding = Finding(
            turned.isEmpty ? .note : .fragile, id: "worth",
            moving.isEmpty
                ? "No aid, pressure or offset moves what this package is worth against no deal, \(reading.phrase)"
                : turned.isEmpty
                    ? "Aid, pressure and offsets move what agreeing is worth; taking one away turns nobody's answer, \(reading.phrase)"
                    : "\(Phrase.capitalized(Phrase.list(turned.map(named)))) \(Phrase.verb(turned.count, "turns", "turn")) somebody's answer, \(reading.phrase)"
        )
        var sentences = moving.flatMap(\.shifts.keys).uniqued().map { target -> String in
            let parts = moving.compactMap { account -> String? in
                account.shifts[target].map { "\(Phrase.points($0)) without \(named(account))\(turn(account, target))" }
            }
            return "\(explainer.name(target)): \(Phrase.list(parts)), in swing points."
        }
        let unbounded = moving.filter(\.isUnbounded)
        if !unbounded.isEmpty {
            sentences.append(
                "Nothing bounds \(Phrase.list(unbounded.map(named))), since with the others it may offset all; narrower shares would."
            )
        }
        let still = accounts.filter { $0.shifts.isEmpty && !$0.isUnbounded }
        if !still.isEmpty {
            sentences.append(
                """
                Nothing is moved by \(Phrase.list(still.map(named))): the package relieves nothing that is offset, or nobody upon whom \
                it bears has a stake there.
                """
            )
        }
        finding.detail = sentences.joined(separator: " ")
        return completed(finding, accounts)
    }

    /// `, which turns its answer from refused to given`, where it does.
    private func turn(_ account: LeverAccount, _ target: ID<Party>) -> String {
        let verdicts = account.verdicts[target] ?? []
        guard verdicts.count == 2, verdicts[0] != verdicts[1] else { return "" }
        return " (from \(word(verdicts[0])) to \(word(verdicts[1])))"
    }

    private mutating func met(_ accounts: [LeverAccount]) -> Finding? {
        guard !accounts.isEmpty else { return nil }
        func named(_ account: LeverAccount) -> String { "\(explainer.name(account.lever.of)) (\(account.lever.kind.rawValue))" }
        let (yes, open) = (accounts.filter { $0.isMet == .yes }, accounts.filter { $0.isMet == .open })
        var finding = Finding(
            yes.isEmpty ? .note : .strong, id: "met",
            yes.isEmpty
                ? "Whether what \(Phrase.list(open.map(named))) ask for is met depends on what the package leaves open"
                : "The package meets what is asked for by \(Phrase.list(yes.map(named)))")
        if !yes.isEmpty, !open.isEmpty { finding.detail = "It is open for \(Phrase.list(open.map(named)))." }
        return completed(finding, accounts)
    }

    private mutating func completed(_ finding: Finding, _ accounts: [LeverAccount]) -> Finding {
        var finding = finding
        finding.parties = accounts.flatMap { [$0.lever.of] + $0.lever.towards }.uniqued()
        finding.issues = accounts.flatMap(\.lever.issues).uniqued()
        finding.evidence = unique(accounts.flatMap { evidence($0) })
        return finding
    }

    // MARK: Words

    private func settling(_ account: LeverAccount) -> String {
        account.over.isEmpty ? "its issues as the package does" : Phrase.list(account.over.map(explainer.title))
    }

    private func aside(_ account: LeverAccount) -> String {
        account.aside.isEmpty ? "" : " (left aside: \(explainer.names(account.aside)), refusing all)"
    }

    private func word(_ verdict: PartyOutcome.Verdict) -> String {
        switch verdict {
        case .certain: "given"
        case .possible: "not settled"
        case .excluded: "refused"
        case .unknown: "open"
        }
    }

    private func changes(_ way: Motives.Way) -> String {
        Phrase.list(way.changes.map { "\(Phrase.quoted(explainer.title($1, of: $0))) on \(explainer.title($0))" })
    }

    // MARK: Evidence

    private mutating func evidence(_ account: LeverAccount) -> [Evidence] {
        let lever = account.lever
        let here = place / account.name
        var evidence = [
            explainer.evidence(here, "\(explainer.name(lever.of)): \(lever.claim)", lever.source),
            explainer.evidence(
                here / "weight", "how much of it, by estimate: \(Phrase.range(lever.weight)) of 1", lever.estimates),
        ]
        let leaks = levers.leaks
        for leak in lever.leakage where leaks.via(leak) != nil {
            evidence.append(
                explainer.evidence(
                    Leaks.place / "leakage" / leak, "\(explainer.name(lever.of)): \(leaks.does(leak) ?? leak)",
                    leaks.estimates(leak)))
        }
        evidence += levers.goals(of: lever).map { explainer.evidence(goal: $0.goal, of: $0.party) }
        let whose = account.effect == .worth ? lever.towards.filter { account.shifts[$0] != nil } : [lever.of]
        for party in whose {
            let stakes = Stakes(of: party, in: workspace, reading: reading)
            for issue in lever.issues {
                evidence += draft.possible(issue).prefix(1).compactMap { explainer.evidence($0, on: issue, of: stakes) }
            }
        }
        guard account.effect == .wish else { return evidence }
        // What is asked about: the answer at hand, and measures that bear on the actor itself.
        for issue in lever.issues {
            for option in draft.possible(issue).prefix(1) {
                evidence.append(
                    explainer.evidence(
                        ["issues", issue.text, "options", option.text],
                        "on \(explainer.title(issue)): “\(explainer.title(option, of: issue))”",
                        workspace.issues[issue]?.options[option]?.source))
            }
        }
        for (name, measure) in leaks.measures
        where measure.target == lever.of && measure.settledBy.contains(where: lever.issues.contains) {
            evidence.append(
                explainer.evidence(
                    Leaks.place / "measures" / name, "\(measure.title), on \(explainer.name(lever.of))", measure.source))
        }
        return evidence
    }

    // MARK: The whole

    private func table(_ accounts: [LeverAccount]) -> Table {
        Table(
            id: "influence", title: "What each influence does, \(reading.phrase)",
            columns: [
                .init("actor", "Actor"), .init("kind", "Influence"), .init("towards", "Upon"),
                .init("weight", "Weight", unit: "0–1", isDetail: true), .init("met", "Asked for is met"),
                .init("moves", "Worth of its absence to them", unit: "swing points"),
                .init("ways", "Ways that nobody refuses, with it → without it"), .init("issues", "On", isDetail: true),
                .init("over", "Tried on", isDetail: true), .init("aside", "Left aside", isDetail: true),
            ],
            rows: accounts.map { account in
                let lever = account.lever
                return [
                    explainer.cell(lever.of), .text(lever.kind.rawValue), .text(explainer.names(lever.towards)),
                    .figure(Figure(degree: lever.weight)), account.effect == .wish ? met(account.isMet) : .empty, moves(account),
                    !account.isCounted ? .empty : .text("\(account.with) → \(account.without) of \(account.standing)"),
                    .text(Phrase.list(lever.issues.map(explainer.title))), .text(Phrase.list(account.over.map(explainer.title))),
                    .text(explainer.names(account.aside)),
                ]
            },
            note: """
                Ways: of settling its issues, as far as \(tries) may be tried and they can stand, everything else as the package has it; \
                those who refuse them all are left aside. Points are each party's own, by its positions alone, in the order of “Upon”.
                """)
    }

    private func met(_ truth: Truth) -> Cell {
        switch truth {
        case .yes: .verdict("yes", .good)
        case .no: .verdict("no", .bad)
        case .open: .verdict("open", .neutral)
        }
    }

    private func moves(_ account: LeverAccount) -> Cell {
        if account.effect == .consent { return .empty }
        if account.isUnbounded { return .text("not bounded") }
        if account.effect == .wish, account.isMet == .no, account.meeting == nil { return .text("not known") }
        return .text(account.lever.towards.map { Phrase.points(account.shifts[$0] ?? .zero) }.joined(separator: "; "))
    }

    private func summary(_ accounts: [LeverAccount]) -> String {
        func kinds(_ some: [LeverAccount]) -> String {
            Phrase.list(some.map { "the \($0.lever.kind.rawValue) of \(explainer.name($0.lever.of))" })
        }
        let alone = accounts.filter(\.isAlone).map(\.lever.of).uniqued()
        let opened = accounts.filter { $0.without > $0.with }
        let closed = accounts.filter { $0.without < $0.with }
        let missed = accounts.filter { $0.effect == .wish && $0.isMet == .no }.map(\.lever.of).uniqued()
        let parts = [
            alone.isEmpty ? nil : "only \(explainer.names(alone)) keeps the package from being agreed",
            opened.isEmpty ? nil : "more ways would be open without \(kinds(opened))",
            closed.isEmpty ? nil : "fewer would be open without \(kinds(closed))",
            missed.isEmpty
                ? nil
                : "the package does not meet what \(explainer.names(missed)) \(Phrase.verb(missed.count, "asks", "ask")) for",
        ].compactMap { $0 }
        return parts.isEmpty
            ? "\(Phrase.capitalized(reading.phrase)) no influence that is named closes a way near the package, and what is asked for is met or open."
            : "\(Phrase.capitalized(reading.phrase)): \(parts.joined(separator: "; "))."
    }
}
