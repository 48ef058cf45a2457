import PluginKit

// Options, mutual defence and presence that mean different things to different parties.
extension SecurityDilemmaReport {
    // MARK: Different meanings

    /// Widest first; only those whose ranges do not meet, so that the parties differ whatever the true values. Of a package,
    /// only those of its options.
    var gaps: [SecurityReadings.Gap] {
        let all = readings.issues.flatMap { issue -> [SecurityReadings.Gap] in
            let options = readings.options(of: issue).filter { draft?.possible(issue).contains($0) ?? true }
            return options.flatMap { readings.gaps(on: issue, of: $0) }
        }
        return all.filter { $0.width.low > 0 }.enumerated().sorted { a, b in
            a.element.width.low != b.element.width.low ? a.element.width.low > b.element.width.low : a.offset < b.offset
        }.map(\.element)
    }

    func gapTable() -> Table {
        Table(
            id: "meanings", title: "Options that the parties read differently\(draft.map { " in “\($0.package.title)”" } ?? "")",
            columns: [
                .init("issue", "Issue"), .init("option", "Option"), .init("aspect", "What"),
                .init("lower", "Least, in the eyes of"),
                .init("higher", "Most, in the eyes of"), .init("gap", "Apart", unit: "0–1"),
            ],
            rows: gaps.map { gap in
                [
                    explainer.cell(gap.issue), .name(explainer.title(gap.option, of: gap.issue), id: gap.option.text),
                    .text(gap.aspect.rawValue), explainer.cell(gap.lower), explainer.cell(gap.higher), share(gap.width),
                ]
            },
            note: "Only options of which two parties' ranges do not meet: they differ whatever the true values are.")
    }

    mutating func gapFinding() -> Finding? {
        let gaps = gaps
        guard let widest = gaps.first else { return nil }
        var finding = Finding(
            draft == nil ? .note : .fragile, id: "meanings",
            """
            \(Phrase.count(OrderedSet(gaps.map { [$0.issue.text, $0.option.text] }).count, "option"))\
            \(draft == nil ? "" : " that the package has or may have") \(Phrase.verb(gaps.count, "means", "mean")) different things to \
            different parties
            """,
            detail: """
                Farthest apart is the \(widest.aspect.rawValue) of \(quoted([widest.option], widest.issue)) \
                (\(explainer.title(widest.issue))): at least \(outward(widest.width).low) between \(explainer.name(widest.lower)) and \
                \(explainer.name(widest.higher)). What one side takes as protection the other answers as a threat, and neither has to \
                be in bad faith.
                """)
        finding.issues = OrderedSet(gaps.map(\.issue)).elements
        finding.parties = OrderedSet(gaps.flatMap { [$0.lower, $0.higher] }).elements
        for gap in gaps {
            for party in [gap.lower, gap.higher] {
                let key = SecurityReadings.Key(issue: gap.issue, option: gap.option, aspect: gap.aspect, party: party)
                finding.evidence += [explainer.evidence(key, in: readings)].compactMap { $0 }
            }
        }
        return finding
    }

    /// How mutual defence is read, and from which of the two logics the parties argue.
    mutating func clause() -> Finding? {
        let meanings = ClauseReading.Meaning.allCases.map { meaning in
            (meaning: meaning, parties: section.articleFive.filter { $0.value.reading == meaning })
        }.filter { !$0.parties.isEmpty }
        guard !meanings.isEmpty else { return nil }
        let parts = meanings.map { meaning, parties in
            let who = parties.map { "\(explainer.name($0)) (\(Phrase.range($1.strength)))" }
            return "as a \(meaning.rawValue) by \(Phrase.list(who))"
        }
        var details: [String] = []
        if let logics = section.logics {
            details = [logics.deterrence, logics.buffer].map { logic in
                """
                \(explainer.names(logic.heldBy)) \(Phrase.verb(logic.heldBy.count, "argues", "argue")) from “\(logic.title)”: \
                \(Phrase.clause(logic.claim)).
                """
            }
        }
        var finding = Finding(
            .note, id: "mutual-defence", "Mutual defence is read \(Phrase.list(parts))",
            detail: details.isEmpty ? nil : details.joined(separator: " "))
        finding.parties = section.articleFive.keys.elements
        for (party, reading) in section.articleFive {
            let here = place / "articleFive" / party.text
            finding.evidence.append(
                explainer.evidence(
                    here / "reading", "\(explainer.name(party)) reads mutual defence as a \(reading.reading.rawValue)",
                    reading.source))
            finding.evidence.append(
                explainer.evidence(
                    here / "strength", "how strong, by estimate: \(Phrase.range(reading.strength))",
                    reading.estimates ?? reading.source))
        }
        for (name, logic) in section.logics.map({ [("deterrence", $0.deterrence), ("buffer", $0.buffer)] }) ?? [] {
            finding.evidence.append(explainer.evidence(place / "logics" / name, "“\(logic.title)”: \(logic.claim)", logic.source))
        }
        return finding
    }

    mutating func encirclement() -> Finding? {
        guard let claim = section.encirclement else { return nil }
        let unread = claim.issues.filter { !readings.issues.contains($0) }
        let said = draft.map { draft in
            claim.issues.map { "\(explainer.title($0)): \(draft.says($0))" }.joined(separator: "; ")
        }
        let titles = claim.issues.map(explainer.title)
        var details = ["\(explainer.name(claim.party)) says so of \(Phrase.list(titles))."]
        if let said { details.append("There the package says: \(said).") }
        if !unread.isEmpty {
            details.append(
                """
                No reading is given for \(Phrase.list(unread.map(explainer.title))), so what packages come to together leaves them out; \
                the threat may be greater.
                """)
        }
        var finding = Finding(
            .note, id: "encirclement", "\(explainer.name(claim.party)) holds: \(Phrase.clause(claim.claim))",
            detail: details.joined(separator: " "))
        finding.issues = claim.issues
        finding.parties = [claim.party]
        finding.evidence = [
            explainer.evidence(place / "encirclement", "\(explainer.name(claim.party)): \(claim.claim)", claim.source)
        ]
        finding.evidence += claim.issues.compactMap { draft?.evidence($0) }
        return finding
    }
}
