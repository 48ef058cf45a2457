import PluginKit

// What packages come to, and what a package chooses that another option betters.
extension SecurityDilemmaReport {
    // MARK: Packages

    /// Deterrence in the eyes of those whose safety is at issue on most issues, threat in the eyes of those who are threatened.
    var main: SecurityReadings.Standpoint? {
        let standpoints = readings.issues.flatMap { readings.standpoints(on: $0) }.filter { !$0.isOwn }
        let counted = OrderedSet(standpoints).map { standpoint in (standpoint, standpoints.count { $0 == standpoint }) }
        return counted.reduce(nil as (SecurityReadings.Standpoint, Int)?) { best, next in
            best.map { $0.1 >= next.1 } == true ? best : next
        }?.0
    }

    func packageTable() -> Table {
        let columns = Aspect.allCases.flatMap { aspect in
            workspace.parties.keys.filter { party in readings.issues.contains { readings.readers(aspect, of: $0).contains(party) }
            }
            .map { (aspect, $0) }
        }
        let all = workspace.packages.map { Draft($1, id: $0, in: workspace) }
        let drafts = (draft.map { [$0] } ?? all) + [Draft.noDeal(in: workspace)].compactMap { $0 }
        return Table(
            id: "packages", title: "What packages come to on the issues that have readings",
            columns: [.init("package", "Package")]
                + columns.map { .init("\($0)-\($1)", "\(Phrase.capitalized($0.rawValue)), \(explainer.name($1))", unit: "0–1") },
            rows: drafts.map { draft in
                [draft.id.map { .name(draft.package.title, id: $0.text) } ?? .text(draft.package.title)]
                    + columns.map { aspect, party in readings.joint(draft, aspect, party).map(share) ?? .empty }
            },
            note: """
                Options of different issues joined without saying how they depend on each other: at least the strongest of them, at \
                most their sum and never more than 1 (Fréchet 1935). Where a package leaves an issue open or disputed, over every \
                option that it still may have. A party that reads fewer issues has fewer of them joined, so columns do not compare.
                """)
    }

    mutating func packageFindings() -> [Finding] {
        guard let draft else { return [] }
        let joined = main.map { [joint(draft, $0)].compactMap { $0 } } ?? []
        return joined + readings.issues.compactMap { dominated(draft, $0) } + dialogueFindings(draft)
    }

    /// Whether a package certainly brings more than no deal, certainly less, or the same; nil when it is not settled.
    enum Change: String {
        case more, less
        case same = "as much"
    }

    func change(
        _ draft: Draft, _ other: Draft, _ aspect: Aspect, _ party: ID<Party>,
        replacing: (key: SecurityReadings.Key, value: Number)? = nil
    ) -> Change? {
        let (mine, theirs) = (readings.keys(draft, aspect, party), readings.keys(other, aspect, party))
        if mine == theirs, mine.count == OrderedSet(mine.map(\.issue)).count { return .same }
        guard let a = readings.joint(draft, aspect, party, replacing: replacing),
            let b = readings.joint(other, aspect, party, replacing: replacing)
        else { return nil }
        return a.low > b.high ? .more : a.high < b.low ? .less : nil
    }

    mutating func joint(_ draft: Draft, _ main: SecurityReadings.Standpoint) -> Finding? {
        guard let deterrence = readings.joint(draft, .deterrence, main.deterrence),
            let threat = readings.joint(draft, .threat, main.threat)
        else { return nil }
        var details: [String] = []
        let sides = [(Aspect.deterrence, main.deterrence), (.threat, main.threat)]
        if let noDeal = Draft.noDeal(in: workspace) {
            for (aspect, party) in sides {
                let what =
                    aspect == .deterrence ? "Deterrence in \(possessive(party)) eyes" : "Threat in \(possessive(party)) eyes"
                if let change = change(draft, noDeal, aspect, party) {
                    details.append(
                        "\(what): \(change.rawValue)\(change == .same ? " as" : " than") without a deal, whatever the true values."
                    )
                    continue
                }
                var ranges: OrderedDictionary<SecurityReadings.Key, Interval> = [:]
                for key in readings.keys(draft, aspect, party) + readings.keys(noDeal, aspect, party) {
                    ranges[key] = readings[key]
                }
                let narrowing = Narrowing(ranges) { change(draft, noDeal, aspect, party, replacing: ($0, $1)) != nil }
                details.append(
                    "\(what): whether more or less than without a deal is not settled. \(narrowing.advice(name) ?? "It depends on what is open.")"
                )
            }
        }
        let open = readings.issues.filter { draft.settled($0) == nil }
        if !open.isEmpty { details.append("Still open: \(Phrase.list(open.map(explainer.title))).") }
        var finding = Finding(
            .note, id: "joint",
            """
            Together the package's security options deter by \(Phrase.range(outward(deterrence))) of 1 as \
            \(explainer.name(main.deterrence)) reads them, and threaten by \(Phrase.range(outward(threat))) as \
            \(explainer.name(main.threat)) does
            """,
            detail: details.joined(separator: " "))
        finding.issues = readings.issues
        finding.parties = OrderedSet([main.deterrence, main.threat]).elements
        finding.evidence = readings.issues.compactMap { draft.evidence($0) }
        for (aspect, party) in sides {
            for key in readings.keys(draft, aspect, party) {
                finding.evidence += [explainer.evidence(key, in: readings)].compactMap { $0 }
            }
        }
        return finding
    }

    func possessive(_ party: ID<Party>) -> String {
        let name = explainer.name(party)
        return name.hasSuffix("s") ? "\(name)'" : "\(name)'s"
    }

    /// A choice that another option betters on both counts for certain.
    mutating func dominated(_ draft: Draft, _ issue: ID<Issue>) -> Finding? {
        guard let option = draft.settled(issue), let standpoint = readings.standpoints(on: issue).first else { return nil }
        let dominators = readings.points(issue, from: standpoint).dominators(of: option)
        guard !dominators.isEmpty else { return nil }
        var finding = Finding(
            .fragile, id: "dominated/\(issue)",
            """
            The package says \(quoted([option], issue)) on \(explainer.title(issue)), which is bettered on both counts by \
            \(quoted(dominators, issue))
            """,
            detail: "That is so whatever the true values, read \(eyes(standpoint)). Other reasons may speak for the choice.")
        finding.issues = [issue]
        finding.parties = OrderedSet([standpoint.deterrence, standpoint.threat]).elements
        finding.evidence = [draft.evidence(issue)].compactMap { $0 } + evidence(issue, [option] + dominators, standpoint)
        return finding
    }
}
