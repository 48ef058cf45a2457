import PluginKit

/// Who could break a package and would want to, in words.
package struct SpoilersReport {
    /// A spoiler under the package at hand.
    struct Account {
        var name: String
        var spoiler: Spoiler
        var outcome: PartyOutcome
        var motive: Interval
        var removing: [Motives.Way] = []
        var easing: [Motives.Way] = []

        var risk: Interval { spoiler.ability * motive }
        /// Whether it is within somebody who has to sign.
        var isInside: Bool { outcome.required == .yes }
    }

    let workspace: Workspace
    let section: ThirdPartiesSection
    let place: Pointer
    let draft: Draft
    let reading: Reading
    var explainer: Explainer

    /// - Throws: `Lack` when nobody is named.
    package init(_ theCase: ModuleCase<ThirdPartiesSection>, _ package: Package, id: ID<Package>?, reading: Reading) throws {
        guard let section = theCase.section, !section.spoilers.isEmpty else {
            throw Lack(
                "The workspace names nobody who could break an agreement.",
                lacks: ["\(theCase.place)/spoilers: {name: {title: …, within: …, ability: [low, high], motive: …}}"])
        }
        workspace = theCase.workspace
        self.section = section
        place = theCase.place / "spoilers"
        draft = Draft(package, id: id, in: theCase.workspace)
        self.reading = reading
        explainer = Explainer(theCase.workspace)
    }

    package mutating func result(_ blank: AnalysisResult, asking questions: Questions) async throws -> AnalysisResult {
        let own = try await questions.evaluate([draft.package.choices], reading).first ?? PackageOutcome()
        let motives = Motives(draft)
        var accounts = section.spoilers.map { name, spoiler in
            let outcome = own[spoiler.within] ?? PartyOutcome()
            var account = Account(
                name: name, spoiler: spoiler, outcome: outcome,
                motive: Motives.degree(of: spoiler, in: draft, worth: outcome.passing))
            if account.motive.high > 0 {
                account.removing = spoiler.motive.map { motives.ways(to: .no, of: $0) } ?? []
                account.easing = spoiler.eased.map { motives.ways(to: .yes, of: $0) } ?? []
            }
            return account
        }
        try await weigh(&accounts, own.agreement, asking: questions)
        var result = blank
        let found =
            accounts.filter { $0.motive.high > 0 }.map { motivated($0) } + [unmoved(accounts), emboldened()].compactMap { $0 }
        result.findings = Finding.Kind.allCases.flatMap { kind in found.filter { $0.kind == kind } }
        result.tables = [table(accounts), packageTable()].filter { !$0.rows.isEmpty }
        result.summary = summary(accounts)
        result.provenance = explainer.provenance
        return result
    }

    /// What becomes of the package by each way, and the best of them first; one that breaks a requirement is none.
    private func weigh(
        _ accounts: inout [Account], _ now: PackageOutcome.Agreement, asking questions: Questions
    ) async throws {
        let ways = accounts.flatMap { $0.removing + $0.easing }.uniqued()
        guard !ways.isEmpty else { return }
        let outcomes = try await questions.evaluate(ways.map { draft.choosing($0.changes).package.choices }, reading)
        let agreements = Dictionary(zip(ways.map(\.changes), outcomes.map(\.agreement))) { first, _ in first }
        func weighed(_ ways: [Motives.Way]) -> [Motives.Way] {
            let known = ways.map { Motives.Way(changes: $0.changes, agreement: agreements[$0.changes] ?? .unknown) }
            let standing = known.filter { $0.agreement != .infeasible || now == .infeasible }
            return standing.enumerated().sorted {
                ($0.element.agreement.rank, $0.offset) < ($1.element.agreement.rank, $1.offset)
            }
            .map(\.element)
        }
        for index in accounts.indices {
            accounts[index].removing = weighed(accounts[index].removing)
            accounts[index].easing = weighed(accounts[index].easing)
        }
    }

    // MARK: Findings

    private mutating func motivated(_ account: Account) -> Finding {
        let spoiler = account.spoiler
        let isSure = account.risk.low > 0
        let motive =
            account.motive.isPoint
            ? "The package gives a motive, and nothing eases it"
            : spoiler.eased.map(draft.truth) == .yes
                ? "The package gives a motive and eases it; how much of it is left is not known"
                : "Whether there is a motive depends on what the package leaves open"
        let ability = "ability \(Phrase.range(spoiler.ability)) of 1"
        var details = ["\(motive); \(ability)."]
        let party = explainer.name(spoiler.within)
        if let margin = account.outcome.passing {
            let stands =
                margin.high < 0
                ? "has no interest in holding it back"
                : margin.low >= 0 ? "has an interest in holding it back" : "may or may not have an interest in holding it back"
            details.append("\(party), at \(Phrase.points(margin)) swing points against no deal, \(stands).")
        }
        details += ways(account)
        var finding = Finding(
            isSure ? .fragile : .note, id: "spoiler/\(account.name)",
            isSure
                ? "\(spoiler.title) could break the package and would want to: \(figures(account.risk)) of 1"
                : "\(spoiler.title) could break the package and may want to: \(figures(account.risk)) of 1",
            detail: details.joined(separator: " "))
        finding.parties = [spoiler.within]
        let scope = ([spoiler.motive, spoiler.eased].compactMap { $0 }.flatMap(\.scope)).uniqued()
        finding.issues = scope
        let here = place / account.name
        finding.evidence = [
            explainer.evidence(here, "\(spoiler.title), within \(party)", spoiler.source),
            explainer.evidence(here / "ability", "ability, by estimate: \(Phrase.range(spoiler.ability))", spoiler.estimates),
        ]
        if let condition = spoiler.motive {
            finding.evidence.append(explainer.evidence(here / "motive", "a motive when: \(condition.text)", spoiler.estimates))
        }
        if let condition = spoiler.eased {
            finding.evidence.append(explainer.evidence(here / "eased", "eased when: \(condition.text)", spoiler.estimates))
        }
        finding.evidence += scope.compactMap { draft.evidence($0) }
        return finding
    }

    /// What would take the motive away, and what would ease it.
    private func ways(_ account: Account) -> [String] {
        var sentences: [String] = []
        if let way = account.removing.first {
            sentences.append("It would have none with \(changes(way)) (\(way.agreement.words), \(reading.phrase)).")
        } else if account.spoiler.motive != nil {
            sentences.append("No change of up to \(Motives.mostChanges) issues that keeps the requirements takes it away.")
        }
        if let way = account.easing.first {
            sentences.append("It would be eased with \(changes(way)) (\(way.agreement.words)).")
        }
        return sentences
    }

    private func changes(_ way: Motives.Way) -> String {
        Phrase.list(way.changes.map { "\(Phrase.quoted(explainer.title($1, of: $0))) on \(explainer.title($0))" })
    }

    private mutating func unmoved(_ accounts: [Account]) -> Finding? {
        let unmoved = accounts.filter { $0.motive.high == 0 }
        guard !unmoved.isEmpty else { return nil }
        var finding = Finding(
            .strong, id: "no-motive",
            "The package gives no motive to \(Phrase.list(unmoved.map(\.spoiler.title)))",
            detail: "\(Phrase.capitalized(unmoved.map(turnsOn).joined(separator: "; "))).")
        finding.parties = unmoved.map(\.spoiler.within).uniqued()
        finding.evidence = unmoved.flatMap { account -> [Evidence] in
            let (here, spoiler) = (place / account.name, account.spoiler)
            return [explainer.evidence(here, "\(spoiler.title), within \(explainer.name(spoiler.within))", spoiler.source)]
                + (spoiler.motive.map { [explainer.evidence(here / "motive", "a motive when: \($0.text)", spoiler.estimates)] }
                    ?? [])
        }
        return finding
    }

    /// What the motive of somebody turns on.
    private func turnsOn(_ account: Account) -> String {
        let motive =
            account.spoiler.motive.map { Phrase.list($0.scope.map(explainer.title)) }
            ?? "what the package is worth to \(explainer.name(account.spoiler.within))"
        return "that of \(account.spoiler.title) turns on \(motive)"
    }

    /// What makes them bolder, whatever the package says.
    private mutating func emboldened() -> Finding? {
        let bold = section.spoilers.compactMapValues(\.emboldenedBy)
        guard !bold.isEmpty else { return nil }
        let byWhat = OrderedDictionary(grouping: bold.keys) { bold[$0]?.what ?? "" }
        var finding = Finding(
            .note, id: "emboldened", "What makes them bolder, beside the text of the package",
            detail: byWhat.map { what, names in
                "\(Phrase.clause(what)): \(Phrase.list(names.map { section.spoilers[$0]?.title ?? $0 }))."
            }.joined(separator: " "))
        finding.evidence = bold.map { name, circumstance in
            explainer.evidence(
                place / name / "emboldenedBy", "\(section.spoilers[name]?.title ?? name): \(circumstance.what)",
                circumstance.source)
        }
        return finding
    }

    // MARK: Tables

    private func table(_ accounts: [Account]) -> Table {
        Table(
            id: "spoilers", title: "Who could break the package, \(reading.phrase)",
            columns: [
                .init("spoiler", "Who"), .init("within", "Within"), .init("circle", "Its party", isDetail: true),
                .init("ability", "Ability", unit: "0–1"),
                .init("motive", "Motive", unit: "0–1"), .init("risk", "Ability × motive", unit: "0–1"),
                .init("margin", "Its party against no deal", unit: "swing points", isDetail: true),
                .init("removed", "Motive gone with", isDetail: true),
                .init("eased", "Motive eased with", isDetail: true),
            ],
            rows: accounts.map { account in
                [
                    .name(account.spoiler.title, id: account.name), explainer.cell(account.spoiler.within),
                    .text(account.isInside ? "signs" : account.outcome.required == .open ? "may have to sign" : "does not sign"),
                    .figure(Figure(degree: account.spoiler.ability)), .figure(Figure(degree: account.motive)),
                    .figure(Figure(degree: account.risk)), account.outcome.margin.map(Cell.figure) ?? .empty,
                    .text(Phrase.list(account.removing.map(changes), "or")),
                    .text(Phrase.list(account.easing.map(changes), "or")),
                ]
            },
            note: """
                A motive of 1 is given and uneased, 0 is none; 0–1: eased, or open. One within a party that signs could break from \
                inside what its party has signed. None of this is a probability.
                """)
    }

    private func packageTable() -> Table {
        let drafts = workspace.packages.map { Draft($0.value, id: $0.key, in: workspace) }
        return Table(
            id: "packages", title: "Ability × motive, package by package",
            columns: [.init("spoiler", "Who")]
                + workspace.packages.map { .init($0.key.text, $0.value.title, unit: "0–1") },
            rows: drafts.isEmpty
                ? []
                : section.spoilers.map { name, spoiler in
                    [.name(spoiler.title, id: name)]
                        + drafts.map { draft in
                            // By value the host would have to be asked of every package.
                            spoiler.motive == nil
                                ? .empty
                                : .figure(Figure(degree: spoiler.ability * Motives.degree(of: spoiler, in: draft, worth: nil)))
                        }
                },
            note:
                "Empty where the motive is read from the value of the package to the party, which is told for the package at hand only.",
            isDetail: true)
    }

    private func figures(_ range: Interval) -> String { Phrase.range(range.hundredths) }

    private func summary(_ accounts: [Account]) -> String {
        let sure = accounts.filter { $0.risk.low > 0 }
        let perhaps = accounts.filter { $0.risk.low == 0 && $0.risk.high > 0 }
        let parts = [
            sure.isEmpty
                ? nil : "\(Phrase.list(sure.map(\.spoiler.title))) could break “\(draft.package.title)” and would want to",
            perhaps.isEmpty ? nil : "\(Phrase.list(perhaps.map(\.spoiler.title))) may want to",
        ].compactMap { $0 }
        guard !parts.isEmpty else { return "“\(draft.package.title)” gives none of those who could break it a motive." }
        let whole = Motives.together(accounts.map(\.risk))
        return
            "\(Phrase.capitalized(parts.joined(separator: "; "))). Together that is \(figures(whole)) of 1, whatever they have to do with one another."
    }
}
