import PluginKit

// How answers on membership stand, and what the body that decides on accession has to do with it.
extension AccessionReport {
    // MARK: One issue

    /// - Parameter isLast: whether it is the table under which all are explained.
    func table(_ issue: ID<Issue>, _ variations: [Variation], isLast: Bool) -> Table {
        Table(
            id: "consents/\(issue)", title: "\(explainer.title(issue)): each answer put into the package, \(reading.phrase)",
            columns: [
                .init("option", "Answer"), .init("needs", "Takes, beyond the decision rule"), .init("outcome", "Comes out"),
                .init("refused", "Refused because of this answer by"), .init("elsewhere", "Refused whatever is chosen here by"),
                .init("trade", "Settled otherwise, it could be agreed"),
                .init("consents", "All whose consent it takes", isDetail: true),
            ],
            rows: variations.map { variation in
                [
                    .name(
                        "\(explainer.title(variation.option, of: issue))\(isOwn(variation) ? " *" : "")",
                        id: variation.option.text),
                    .text(Phrase.list(needs(variation).map(said))), cell(variation.outcome.agreement),
                    .text(Phrase.list(variation.own.map(words))),
                    .text(explainer.names(variation.elsewhere.map(\.party))),
                    tradeCell(variation), .text(explainer.names(consents(variation))),
                ]
            },
            note: !isLast ? nil : """
                Everything else stays as the package has it. An asterisk marks what the package says or leaves open. Certain and possible: \
                whether all who must consent do, over all stated ranges or within them; open: it depends on what the package leaves open.
                """)
    }

    func cell(_ agreement: PackageOutcome.Agreement) -> Cell {
        switch agreement {
        case .certain: .verdict("certain", .good)
        case .possible: .verdict("possible", .warning)
        case .unknown: .verdict("open", .neutral)
        case .excluded: .verdict("excluded", .bad)
        case .infeasible: .verdict("cannot stand", .bad)
        }
    }

    func tradeCell(_ variation: Variation) -> Cell {
        guard let trade = variation.trade else {
            return variation.objections.contains(where: \.isFixed) ? .verdict("by no trade", .bad) : .empty
        }
        guard trade.agreement != .excluded else {
            return trade.open > 0 ? .verdict("perhaps", .neutral) : .verdict("none found", .warning)
        }
        return .text(Phrase.list(trade.changes.map { explainer.title($0) + ": " + Phrase.quoted(explainer.title($1, of: $0)) }))
    }

    /// How what the package itself says on the issue stands.
    mutating func stands(_ issue: ID<Issue>, _ variations: [Variation]) -> Finding? {
        let own = variations.filter(isOwn)
        guard !own.isEmpty else { return nil }
        let blocked = own.filter { !$0.own.isEmpty }
        let excluded = own.filter { $0.outcome.agreement == .excluded }
        let broken = own.filter { $0.outcome.agreement == .infeasible }
        let titles = Phrase.brief(own.map(title), most: 5)
        let subject = explainer.title(issue)
        var finding: Finding
        if broken.count == own.count {
            finding = Finding(.blocks, id: "stands/\(issue)", "On \(subject) the package cannot stand: a requirement is broken")
        } else if !blocked.isEmpty {
            finding = Finding(
                blocked.count == own.count ? .blocks : .fragile, id: "stands/\(issue)",
                """
                On \(subject) \(Phrase.list(blocked.map(title))) \(Phrase.verb(blocked.count, "is", "are")) refused by \
                \(explainer.names(OrderedSet(blocked.flatMap(\.own).map(\.party)).elements)), \(reading.phrase)
                """,
                detail: blocked.map { "\(title($0)): \(Phrase.list($0.own.map(words)))." }.joined(separator: " "))
        } else if excluded.count == own.count {
            finding = Finding(
                .note, id: "stands/\(issue)", "Nobody refuses the package because of \(titles) on \(subject), \(reading.phrase)",
                detail: "It is refused for what it says elsewhere.")
        } else {
            let certain = own.filter { $0.outcome.agreement == .certain }
            finding = Finding(
                certain.count == own.count ? .strong : .note, id: "stands/\(issue)",
                certain.count == own.count
                    ? "With \(titles) on \(subject) all who must consent do, whatever the true values, \(reading.phrase)"
                    : "Nobody who must consent refuses \(titles) on \(subject) for certain, \(reading.phrase)",
                detail: certain.count == own.count ? nil : undecided(own))
        }
        finding.issues = [issue]
        finding.parties = OrderedSet(own.flatMap(\.own).map(\.party)).elements
        for variation in own { finding.evidence += evidence(variation.own, variation) }
        var seen: Set<Evidence> = []
        finding.evidence = finding.evidence.filter { seen.insert($0).inserted }
        return finding
    }

    /// Who has not decided on which answers; those that wait for the same parties together.
    private func undecided(_ variations: [Variation]) -> String {
        OrderedDictionary(grouping: variations) { undecided($0) ?? "" }.filter { !$0.key.isEmpty }.map { said, answers in
            "\(Phrase.list(answers.map(title))): \(said)"
        }.joined(separator: " ")
    }

    /// Who has not decided, and which range would settle it for the first of them.
    private func undecided(_ variation: Variation) -> String? {
        guard variation.outcome.agreement != .certain else { return nil }
        let waiting = variation.outcome.parties.filter { $0.required != .no && [.possible, .unknown].contains($0.verdict) }
        guard let first = waiting.first(where: { $0.passing != nil }), let margin = first.passing else { return nil }
        let names = explainer.names(waiting.map(\.party))
        guard first.verdict == .possible else {
            return "with \(names) it depends on what the package leaves open."
        }
        var package = draft.package
        package.choices[variation.issue] = .option(variation.option)
        let advice = explainer.advice(
            Stakes(of: first.party, in: workspace, reading: reading), Draft(package, id: draft.id, in: workspace), margin: margin)
        return """
            with \(names) it depends on where in their ranges the values lie. For \(explainer.name(first.party)) the \
            package lies \(Phrase.points(margin)) swing points from no deal. \(advice ?? "")
            """
    }

    /// Refusals that the issue has no part in.
    mutating func elsewhere(_ issue: ID<Issue>, _ variations: [Variation]) -> Finding? {
        guard let first = variations.first(where: isOwn) ?? variations.first else { return nil }
        let everywhere = first.elsewhere
        guard !everywhere.isEmpty else { return nil }
        var finding = Finding(
            .blocks, id: "elsewhere/\(issue)",
            """
            Whatever is chosen on \(explainer.title(issue)), \(explainer.names(everywhere.map(\.party))) \
            \(Phrase.verb(everywhere.count, "refuses", "refuse")) the rest of the package, \(reading.phrase)
            """,
            detail: "\(Phrase.list(everywhere.map(words))).")
        finding.issues = [issue]
        finding.parties = everywhere.map(\.party)
        finding.evidence = evidence(everywhere, first)
        return finding
    }

    /// What, settled otherwise, would lift the block; and what cannot be bought.
    mutating func traded(_ variation: Variation) -> Finding? {
        let fixed = variation.own.filter(\.isFixed)
        if !fixed.isEmpty {
            var finding = Finding(
                .note, id: "fixed/\(variation.issue)/\(variation.option)",
                "No trade in other issues buys \(title(variation)) on \(explainer.title(variation.issue)), \(reading.phrase)",
                detail: "By itself it crosses a line: \(Phrase.list(fixed.map(words))).")
            finding.issues = [variation.issue]
            finding.parties = fixed.map(\.party)
            finding.evidence = evidence(fixed, variation)
            return finding
        }
        guard let trade = variation.trade else { return nil }
        let tried = Phrase.brief(trade.search.over.map(explainer.title), most: 8)
        let what = "\(title(variation)) on \(explainer.title(variation.issue))"
        let counts =
            "Of \(Phrase.count(trade.search.count, "package")) tried, \(trade.certain) come out certain, \(trade.possible) possible and \(trade.open) open."
        var finding: Finding
        if trade.agreement == .excluded {
            finding = Finding(
                .note, id: "trade/\(variation.issue)/\(variation.option)",
                trade.open > 0
                    ? "Whether a trade buys \(what) depends on what the package leaves open, \(reading.phrase)"
                    : "No trade was found that buys \(what), \(reading.phrase)",
                detail: trade.search.over.isEmpty
                    ? "The package settles no issue that could be settled more to the liking of those who refuse."
                    : "\(counts) Tried were \(tried). Issues beyond these, and what the package leaves open, were left as they are."
            )
        } else {
            let changes = trade.changes.map { "\(explainer.title($0)): \(Phrase.quoted(explainer.title($1, of: $0)))" }
            finding = Finding(
                .note, id: "trade/\(variation.issue)/\(variation.option)",
                "\(what) could be agreed if other issues were settled otherwise (\(trade.agreement.rawValue)), \(reading.phrase)",
                detail:
                    "\(Phrase.list(changes)). Each of these is needed. \(counts) Tried were \(tried); there may be other trades.")
        }
        finding.issues = [variation.issue] + (trade.agreement == .excluded ? [] : trade.changes.keys.elements)
        finding.parties = variation.objections.map(\.party)
        finding.evidence = evidence(variation.objections, variation)
        for (issue, option) in trade.agreement == .excluded ? [:] : trade.changes {
            for party in variation.objections.map(\.party) {
                let stakes = Stakes(of: party, in: workspace, reading: reading)
                finding.evidence += [explainer.evidence(option, on: issue, of: stakes)].compactMap { $0 }
            }
        }
        return finding
    }

    // MARK: The body

    mutating func consent() -> Finding? {
        let taking = issues.flatMap { issue in
            (workspace.issues[issue]?.options ?? [:]).filter { $0.value.needs.contains(accession.body) }.map {
                (issue: issue, option: $0.key)
            }
        }
        let named = issues.filter { draft.package.choices[$0] != nil }
        let own = taking.filter { named.contains($0.issue) && draft.possible($0.issue).contains($0.option) }
        let isCertain = own.contains { draft.settled($0.issue) != nil }
        let body = explainer.name(accession.body)
        let others =
            accession.unmodelled.map {
                " Not among the parties here: \(Phrase.clause($0).prefix(1).lowercased())\(Phrase.clause($0).dropFirst())."
            } ?? ""
        var finding = Finding(
            own.isEmpty || accession.unmodelled == nil ? .note : .fragile, id: "consent",
            own.isEmpty
                ? "Nothing that the package says on membership takes the consent of \(body)"
                : """
                \(Phrase.list(own.map { "\(Phrase.quoted(explainer.title($0.option, of: $0.issue))) on \(explainer.title($0.issue))" })) \
                \(isCertain ? Phrase.verb(own.count, "takes", "take") : "would take") the consent of \(body), which decides by \(accession.rule.rawValue)
                """,
            detail: "For it: \(explainer.names(accession.consents)); each of them can stop it.\(others)")
        finding.issues = issues
        finding.parties = [accession.body] + accession.consents
        finding.evidence = [
            explainer.evidence(
                place, "\(body) decides by \(accession.rule.rawValue): \(explainer.names(accession.consents))", accession.source)
        ]
        for choice in own { finding.evidence.append(explainer.evidence(need: choice.option, on: choice.issue)) }
        return finding
    }

    /// What parties say of candidates, beside what they are thought to settle for.
    mutating func support() -> Finding? {
        var details: [String] = []
        var evidence: [Evidence] = []
        for (party, support) in accession.supports {
            for (candidate, attitude) in support.candidates {
                guard let issue = Support.issue(of: candidate, among: accession.issues),
                    let open = workspace.issues[issue]?.options.first(where: { $0.value.membership == .open })?.key
                else { continue }
                let stakes = Stakes(of: party, in: workspace, reading: reading)
                let level =
                    stakes.level(open, on: issue).map {
                        ", and \(Phrase.quoted(explainer.title(open, of: issue))) stands at \(Phrase.range($0)) of 1 \(reading.phrase)"
                    } ?? ""
                let verb = attitude == .undecided ? "is undecided on" : attitude.rawValue
                let said =
                    "\(explainer.name(party)) \(verb) the membership of \(workspace.parties[ID(candidate)]?.name ?? Phrase.capitalized(candidate))"
                details.append("\(said)\(level).")
                evidence.append(
                    explainer.evidence(
                        place / "supports" / party.text, at: place / "supports" / party.text / candidate,
                        said, support.source))
                evidence += [explainer.evidence(open, on: issue, of: stakes)].compactMap { $0 }
            }
        }
        guard !details.isEmpty else { return nil }
        var finding = Finding(
            .note, id: "support", "What is said of candidates in public, and what it is worth to those who say it",
            detail: details.joined(separator: " "))
        finding.issues = issues
        finding.parties = accession.supports.keys.elements
        finding.evidence = evidence
        return finding
    }
}
