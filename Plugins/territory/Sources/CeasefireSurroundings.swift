import PluginKit

// What bears on a ceasefire from outside its text: red lines, acts that need nobody's consent, guarantees behind its line, and what
// froze other conflicts.
extension CeasefireReport {
    // MARK: Red lines

    /// Whose binding red lines the parts cross, each line once however many parts it spans.
    mutating func redLines() -> [Finding] {
        struct Key: Hashable {
            var party: ID<Party>
            var ground: Objections.Bar.Ground
            /// Stances are of one issue each.
            var issue: ID<Issue>?

            var name: String { if case .line(let id) = ground { id } else { issue?.text ?? "" } }
        }
        struct Hit {
            var issue: ID<Issue>
            var option: ID<Option>
            var bar: Objections.Bar
            var isSettled: Bool
        }
        let (package, workspace) = (parts.package, theCase.workspace)
        var hits: OrderedDictionary<Key, [Hit]> = [:]
        for part in parts.parts.values where part.isNamed {
            let objections = Objections(on: part.id, in: workspace, reading: reading) { package.possible($0, in: workspace) }
            for option in part.options {
                for bar in objections.bars(to: option) where bar.blocks {
                    let isStance = if case .stance = bar.ground { true } else { false }
                    let hit = Hit(issue: part.id, option: option, bar: bar, isSettled: part.isSettled && bar.truth == .yes)
                    hits[Key(party: bar.party, ground: bar.ground, issue: isStance ? part.id : nil), default: []].append(hit)
                }
            }
        }
        return hits.map { key, hits in
            let isSettled = hits.contains(where: \.isSettled)
            let issues = OrderedSet(hits.map(\.issue)).elements
            let what: String =
                switch key.ground {
                case .line(let id): workspace.parties[key.party]?.redLines[id]?.title ?? id
                case .stance:
                    Phrase.list(
                        hits.map { "\(Phrase.quoted(explainer.title($0.option, of: $0.issue))) on \(parts.title($0.issue))" })
                }
            var finding = Finding(
                isSettled ? .blocks : .fragile, id: "red-line/\(key.party)/\(key.name)",
                """
                \(isSettled ? "The ceasefire and what it leads to cross" : "What is still open may cross") a red line of \
                \(explainer.name(key.party)), \(reading.phrase): \(what)
                """
            )
            finding.parties = [key.party]
            finding.issues = issues
            for hit in hits { finding.evidence.append(explainer.evidence(hit.bar, to: hit.option, on: hit.issue)) }
            finding.evidence += parts.evidence(issues, [], &explainer)
            var seen: Set<Evidence> = []
            finding.evidence = finding.evidence.filter { seen.insert($0).inserted }
            return finding
        }
    }

    // MARK: Unilateral acts

    /// Who can undo the ceasefire or the withdrawal without asking anybody.
    mutating func acts() -> [Finding] {
        let named: [(Role, String)] = [(.terms, "ceasefire"), (.line, "line"), (.withdrawal, "withdrawal")]
        return named.compactMap { role, name in
            guard let id = parts.roles[role], let part = parts.parts[id], part.isNamed, let issue = theCase.workspace.issues[id]
            else {
                return nil
            }
            let able = issue.acts.filter { _, act in
                part.options.contains { $0 != act.to && (act.from.isEmpty || act.from.contains($0)) }
            }
            guard !able.isEmpty else { return nil }
            let names = OrderedSet(able.values.map(\.party)).map(explainer.name)
            let oneWay = able.values.contains { !$0.reversible }
            let ends = able.values.map { Phrase.quoted(explainer.title($0.to, of: id)) }
            let answer =
                parts.roles.enforcement.flatMap { parts.parts[$0] }.map { enforcement in
                    " (here \(Phrase.list(enforcement.options.map { Phrase.quoted(explainer.title($0, of: enforcement.id)) }, "or")))"
                } ?? ""
            let each = able.count > 1 ? "each " : ""
            let depends = able.values.contains { act in !part.options.allSatisfy { act.from.isEmpty || act.from.contains($0) } }
            var finding = Finding(
                .fragile, id: "acts/\(id)",
                "\(Phrase.list(names)) can \(each)undo the \(name) alone\(oneWay ? ", and not take that back" : "")",
                detail: """
                    That leads to \(Phrase.list(OrderedSet(ends).elements, "or")). No signature prevents it; what may is what follows a breach\(answer), \
                    and how soon it is seen.\(depends ? " Some of what is still open cannot be left in this way." : "")
                    """)
            finding.parties = OrderedSet(able.values.map(\.party)).elements
            finding.issues = [id]
            for (name, act) in able {
                finding.evidence.append(
                    explainer.evidence(
                        ["issues", id.text, "acts", name],
                        """
                        \(explainer.name(act.party)) can move to \(Phrase.quoted(explainer.title(act.to, of: id))) alone\
                        \(act.reversible ? "" : ", irreversibly")
                        """,
                        act.source))
            }
            finding.evidence += parts.evidence([id], [], &explainer)
            return finding
        }
    }

    // MARK: Guarantees

    /// What stands behind each line of the ceasefire for the side that a guarantee is for.
    mutating func lineGuarantees() -> [Finding] {
        guard let guarantees = LineGuarantees(theCase) else { return [] }
        let lines = theCase.section?.lines.filter { parts.parts[$0.value.issue]?.isNamed == true } ?? [:]
        return lines.map { name, line in
            let options = guarantees.possible(parts.package)
            let nothing = options.filter(guarantees.isNothing)
            let title = line.title ?? parts.title(line.issue)
            var finding: Finding
            if options.count == 1, let option = options.first {
                let standing = guarantees.standing(option).map { ", \($0) on the scale of guarantees" } ?? ""
                finding =
                    nothing.isEmpty
                    ? Finding(
                        guarantees.isAutomatic(option) == true ? .strong : .note, id: "guarantee/\(name)",
                        "\(title): \(guarantees.title(option)) stands behind it for \(guarantees.name)\(standing)",
                        detail: guarantees.backing(option))
                    : Finding(
                        .missing, id: "guarantee/\(name)", "\(title): no guarantee stands behind it for \(guarantees.name)",
                        detail: "A renewed attack across it meets what \(guarantees.name) has by itself, and what others then decide.")
            } else {
                finding = Finding(
                    nothing.isEmpty ? .note : .fragile, id: "guarantee/\(name)",
                    """
                    \(title): what stands behind it for \(guarantees.name) is open, \
                    \(Phrase.list(options.map(guarantees.titleWithStanding), "or"))
                    """,
                    detail: "In brackets the place on the scale of guarantees, from the least commitment to the most.")
            }
            finding.parties = [guarantees.scale.party]
            finding.issues = [line.issue, guarantees.scale.issue]
            finding.evidence = options.flatMap { guarantees.evidence($0, &explainer) }
            if let place = parts.place(ofChoice: guarantees.scale.issue) {
                let said = Phrase.list(options.map(guarantees.title), "or")
                finding.evidence.append(Evidence(place, text: "the package: \(said)", source: parts.package.source))
            }
            finding.evidence += [
                explainer.evidence(theCase.place / "lines" / name, "\(title) is a line between forces", line.source)
            ]
            return finding
        }
    }

    // MARK: Frozen conflicts

    /// Which features of past frozen conflicts the package has. How often such features came with a frozen conflict is not
    /// known here, so nothing is computed from their number.
    mutating func features() -> (finding: Finding?, table: Table, truths: [Truth]) {
        let (package, workspace) = (parts.package, theCase.workspace)
        let all = theCase.section?.frozenConflictFeatures ?? [:]
        let truths = all.values.map { feature in
            feature.predicate.truth(over: { package.possible($0, in: workspace) }, in: workspace).truth
        }
        var table = Table(
            id: "frozen-features", title: "What past frozen conflicts shared",
            columns: [
                .init("feature", "Feature"), .init("state", "In this package"), .init("condition", "Condition", isDetail: true),
                .init("source", "Source"),
            ],
            note:
                "Features are counted, not weighed, and no likelihood follows from their number: conflicts that did not freeze are not in the list."
        )
        for (feature, truth) in zip(all.values, truths) {
            let state: Cell =
                switch truth {
                case .yes: .verdict("yes", .warning)
                case .open: .verdict("open", .neutral)
                case .no: .verdict("no", .good)
                }
            table.rows.append([
                .text(feature.title), state, .text(feature.predicate.text),
                feature.source.map { .text("\($0)") } ?? .verdict("no source", .warning),
            ])
        }
        guard !all.isEmpty else { return (nil, table, []) }
        func titles(_ truth: Truth) -> [String] {
            zip(all.values, truths).filter { $0.1 == truth }.map { Phrase.quoted($0.0.title) }
        }
        let (present, open) = (titles(.yes), titles(.open))
        var finding = Finding(
            present.isEmpty ? open.isEmpty ? .strong : .note : .fragile, id: "frozen-features",
            "The package has \(present.count) of \(Phrase.count(all.count, "feature")) that past frozen conflicts shared"
                + (open.isEmpty
                    ? "" : ", and \(open.count) more \(Phrase.verb(open.count, "depends", "depend")) on what is still open"),
            detail: [
                present.isEmpty ? nil : "Present: \(Phrase.list(present)).", open.isEmpty ? nil : "Open: \(Phrase.list(open)).",
                "No likelihood of a frozen conflict is computed from this.",
            ].compactMap { $0 }.joined(separator: " "))
        finding.issues = OrderedSet(zip(all.values, truths).filter { $0.1 != .no }.flatMap { $0.0.predicate.scope }).elements
        for (name, feature) in all {
            finding.evidence.append(
                explainer.evidence(
                    theCase.place / "frozenConflictFeatures" / name, "\(feature.title): \(feature.predicate.text)", feature.source
                ))
        }
        return (finding, table, truths)
    }
}
