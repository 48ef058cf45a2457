import PluginKit

/// `sanctions.leverage`: what the measures press with, and what time, third parties and a package make of that.
struct LeverageAnalyzer: ModuleAnalyzer {
    let declaration = AnalyzerDeclaration(
        id: "sanctions.leverage", title: "What are the measures worth at the table?",
        summary: """
            Pressure and cost of each measure, now and later, after adaptation and what third parties offset; what they come to \
            together, when they are worth most, and what a package keeps of them.
            """,
        subject: .workspace,
        parameters: [
            Parameter("package", .package, "the package of which to tell what it keeps and gives up"),
            Parameter(
                "months", .integer, "how many months ahead; by itself the length of the longest schedule",
                range: Interval(low: 1, high: 1_200)),
        ])

    func run(_ request: ModuleRequest<SanctionsSection>) async throws -> AnalysisResult {
        let id = request.parameters["package"]?.string.map { ID<Package>($0) }
        var report = try LeverageReport(request.theCase, package: id, months: request.parameters["months"]?.int)
        return report.result(request.result)
    }
}

package struct LeverageReport {
    private let theCase: ModuleCase<SanctionsSection>
    private let section: SanctionsSection
    private let pressures: Pressures
    private let packageID: ID<Package>?
    private let package: Package?
    /// How far ahead it looks.
    private let ahead: Interval
    private var explainer: Explainer

    private var workspace: Workspace { theCase.workspace }
    private var here: Pointer { theCase.place / "measures" }

    /// - Parameter months: how far ahead to look; nil for the length of the longest schedule, or else the longest half-life.
    /// - Throws: `Lack` when there is no measure to reckon with.
    package init(_ theCase: ModuleCase<SanctionsSection>, package: ID<Package>?, months: Int?) throws {
        guard let section = theCase.section, !section.measures.isEmpty else {
            throw Lack(
                "The workspace names no measures.",
                lacks: ["\(theCase.place)/measures: each with sender, target, started, effect, cost and halfLife"])
        }
        self.theCase = theCase
        self.section = section
        pressures = Pressures(theCase, section)
        packageID = package
        self.package = package.flatMap { theCase.workspace.packages[$0] }
        explainer = Explainer(theCase.workspace)
        guard !pressures.counted.isEmpty else {
            throw Lack("None of the measures can be reckoned with.", lacks: Self.lacks(theCase, section, []))
        }
        let longest = theCase.workspace.packages.values.flatMap(\.schedule).map(\.at).max() ?? 0
        let lives = section.measures.values.compactMap { $0.halfLife?.high }.max() ?? 0
        ahead =
            months.map { Interval(Number($0)) }
            ?? (longest > 0 ? (Interval(longest) * theCase.workspace.timeUnit.inMonths).outward() : Interval(lives))
    }

    private static func lacks(_ theCase: ModuleCase<SanctionsSection>, _ section: SanctionsSection, _ counted: [String])
        -> [String]
    {
        let left = section.measures.filter { $0.value.parts.isEmpty && !counted.contains($0.key) }
        var lacks = left.keys.map { "\(theCase.place)/measures/\($0): effect, halfLife and started" }
        if theCase.workspace.asOf == nil { lacks.append("/asOf: the day the case is described") }
        return lacks
    }

    package mutating func result(_ blank: AnalysisResult) -> AnalysisResult {
        var result = blank
        result.package = packageID
        result.lacks = Self.lacks(theCase, section, pressures.counted)
        let kept = package.map { keptFindings($0) } ?? []
        let each = pressures.targets.map { ($0, total(on: $0)) }
        let rest = thirdPartyFindings() + [adaptation(), tariffs()].compactMap { $0 } + costFindings() + claims()
        result.findings = kept + each.map(\.1) + rest
        let order = Finding.Kind.allCases
        result.findings = order.flatMap { kind in result.findings.filter { $0.kind == kind } }
        result.tables = [measureTable(), totalTable(), thirdPartyTable(), package.flatMap { packageTable($0) }].compactMap { $0 }
            .filter { !$0.rows.isEmpty }
        result.charts = [chart()]
        result.status = result.lacks.isEmpty ? .complete : .partial
        result.summary = summary()
        result.provenance = explainer.provenance
        return result
    }

    private func summary() -> String {
        guard let main = mainTarget else { return "Nobody is pressed." }
        let now = total(main)
        let later = total(main, later: ahead)
        let what = "The measures on \(explainer.name(main)) press it with \(section.phrase(now)) of 100"
        let time = "; by adaptation alone that falls to \(section.phrase(later)) within \(months)"
        guard let package else { return "\(what)\(time). They are worth most at the table now." }
        let signed = kept(package, main, at: 0)
        let end = package.schedule.map(\.at).max() ?? 0
        let last = end > 0 ? " and \(section.phrase(kept(package, main, at: end))) at the end of its schedule" : ""
        return "\(what)\(time). Under “\(package.title)” it is \(section.phrase(signed)) upon signature\(last)."
    }

    private var months: String {
        let text = Phrase.range(Interval(low: ahead.low.roundedDown(decimals: 0), high: ahead.high.roundedUp(decimals: 0)))
        return "\(text) month\(text == "1" ? "" : "s")"
    }

    /// Whom the coalition presses with most measures; where none is named, whoever is pressed by most.
    private var mainTarget: ID<Party>? {
        let members = section.coalition?.members ?? []
        let counts = pressures.targets.map { target in
            (
                target,
                pressures.counted(on: target).count { name in
                    members.isEmpty || section.measures[name]?.sender.contains(where: members.contains) == true
                }
            )
        }
        let most = counts.map(\.1).max()
        return counts.first { $0.1 == most }?.0
    }

    // MARK: Sums

    private func total(_ target: ID<Party>, later: Interval = .zero, without: Set<ID<Party>> = []) -> Interval {
        Pressures.total(pressures.counted(on: target).map { pressures.on($0, later: later, without: without) })
    }

    /// The pressure that is left on a target so long after the package is signed, counted from now.
    private func kept(_ package: Package, _ target: ID<Party>, at time: Number) -> Interval {
        let later = (Interval(time) * workspace.timeUnit.inMonths).outward()
        return Pressures.total(
            pressures.counted(on: target).map { pressures.on($0, later: later, inForce: share(of: $0, package, at: time)) })
    }

    private func share(of name: String, _ package: Package, at time: Number) -> Interval {
        section.measures[name].flatMap {
            Fate(of: $0, in: package, workspace, coalition: section.coalition?.members ?? [])
        }?.inForce(at: time) ?? Interval(1)
    }

    // MARK: Evidence

    private mutating func evidence(_ name: String) -> [Evidence] {
        guard let measure = section.measures[name] else { return [] }
        var evidence = [explainer.evidence(here / name, "\(measure.title): \(measure.does ?? "")", measure.source)]
        if measure.effect != nil {
            let life = measure.halfLife.map { ", halved by adaptation in \(Phrase.range($0)) months" } ?? ""
            evidence.append(
                explainer.evidence(
                    here / name / "effect", "pressure \(section.phrase(pressures.effect(of: name))) at first\(life)",
                    measure.estimates))
        }
        return evidence
    }

    private mutating func evidence(leakage name: String) -> [Evidence] {
        guard let leakage = section.leakage[name] else { return [] }
        let place = theCase.place / "leakage" / name
        let shares = leakage.measures.map { "\(Phrase.range($0.value)) of \(section.measures[$0.key]?.title ?? $0.key)" }
        return [
            explainer.evidence(place, "\(explainer.name(leakage.via)): \(leakage.does ?? "offsets measures")", leakage.source),
            explainer.evidence(place / "measures", "offsets \(Phrase.list(shares))", leakage.estimates),
        ]
    }

    // MARK: Findings

    private mutating func total(on target: ID<Party>) -> Finding {
        let now = total(target)
        let names = pressures.counted(on: target)
        let narrowing = widest(target).map {
            " What would narrow it most is \($0.what): with it known to be at its midpoint, the range would be \(Phrase.range($0.rest.outward(1)))."
        }
        var finding = Finding(
            .note, id: "total/\(target)", "Measures press \(explainer.name(target)) with \(section.phrase(now)) of 100",
            detail: """
                The lower end is that of the strongest measure alone, the upper end that of all together: whether they overlap \
                nobody has said. By adaptation alone it comes to \(section.phrase(total(target, later: ahead))) in \
                \(months).\(narrowing ?? "")
                """)
        finding.parties = [target]
        finding.issues = OrderedSet(names.flatMap { section.measures[$0]?.settledBy ?? [] }).elements
        let wholes = section.measures.filter { $0.value.parts.contains(where: names.contains) }.keys
        finding.evidence = (wholes + names).flatMap { evidence($0) }
        return finding
    }

    /// The estimate whose being known would narrow the total on a target most.
    private func widest(_ target: ID<Party>) -> (what: String, rest: Interval)? {
        var best: (what: String, rest: Interval)?
        func consider(_ what: String, _ change: (inout SanctionsSection) -> Void) {
            var narrowed = section
            change(&narrowed)
            let pressures = Pressures(theCase, narrowed)
            let rest = Pressures.total(pressures.counted(on: target).map { pressures.on($0) })
            if rest.width < (best?.rest.width ?? total(target).width) { best = (what, rest) }
        }
        for name in pressures.counted(on: target) {
            let title = section.measures[name]?.title ?? name
            consider("the effect of “\(title)”") {
                $0.measures[name]?.effect = .number(pressures.effect(of: name).midpoint)
            }
            if let life = section.measures[name]?.halfLife {
                consider("the half-life of “\(title)”") { $0.measures[name]?.halfLife = Interval(life.midpoint) }
            }
            for (id, leakage) in section.leakage {
                guard let share = leakage.measures[name] else { continue }
                consider("what \(explainer.name(leakage.via)) offsets of “\(title)”") {
                    $0.leakage[id]?.measures[name] = Interval(share.midpoint)
                }
            }
        }
        return best
    }

    /// Adaptation only takes away, so pressure is worth most now; waiting pays at most when somebody stops offsetting it.
    private mutating func adaptation() -> Finding? {
        guard let target = mainTarget else { return nil }
        let names = pressures.counted(on: target)
        let lefts = names.map { name in (name, Self.ratio(pressures, name, ahead)) }
        guard let least = lefts.map(\.1.low).min(), let most = lefts.map(\.1.high).max() else { return nil }
        let share = Interval(low: least, high: most)
        let detail = lefts.map { name, left in
            "\(section.measures[name]?.title ?? name): \(percent(left)) of what it has now"
        }
        let adapted = section.leverage.filter { !$0.value.towards.isEmpty }
        var finding = Finding(
            .fragile, id: "when",
            "What presses \(explainer.name(target)) is worth most at the table now, and in \(months) \(percent(share)) of it is left",
            detail: """
                That it falls is settled whatever the half-lives are within their ranges; by how much is not: the half-lives \
                would settle it. \(Phrase.list(detail)). It is assumed that no measure is added, that nobody comes to offset \
                less, and that the cost to the sender stays as it is.
                """)
        finding.parties = [target] + OrderedSet(adapted.values.flatMap(\.towards)).elements.filter { $0 != target }
        finding.evidence =
            adapted.map { name, claim in explainer.evidence(theCase.place / "leverage" / name, claim.what, claim.source) }
            + names.compactMap { name in
                section.measures[name].map {
                    explainer.evidence(
                        here / name / "effect", at: here / name / "halfLife",
                        "\($0.title): halved in \($0.halfLife.map(Phrase.range) ?? "") months", $0.estimates)
                }
            }
        return finding
    }

    /// What is left later of what there is now: the age of the measure plays no part.
    private static func ratio(_ pressures: Pressures, _ name: String, _ later: Interval) -> Interval {
        pressures.section.measures[name]?.halfLife.map { Power.left(after: later, halfLife: $0) } ?? .unit
    }

    private func percent(_ share: Interval) -> String {
        let hundredths = share * Interval(100)
        return
            "\(Phrase.range(Interval(low: hundredths.low.roundedDown(decimals: 0), high: hundredths.high.roundedUp(decimals: 0)))) %"
    }

    /// Per third party: what taking it out would give back, and whether waiting for that would pay.
    private mutating func thirdPartyFindings() -> [Finding] {
        OrderedSet(section.leakage.values.map(\.via)).compactMap { via in
            let offset = pressures.counted.filter { pressures.offsets($0)[via] != nil }
            let targets = OrderedSet(offset.compactMap { section.measures[$0]?.target }).elements
            guard let target = targets.first else { return nil }
            let (with, without) = (total(target), total(target, without: [via]))
            // Measure by measure: waiting pays iff `left · (kept + back) > kept`, with `kept` the share that is not offset now
            // and `back` what would be given back. The difference rises with `left` and `back` and falls with `kept`.
            let pays = offset.map { name -> Truth in
                let share = pressures.offsets(name)[via] ?? .zero
                let others = pressures.offset(name, without: [via])
                let left = Self.ratio(pressures, name, ahead)
                // Between what goes through nobody else, and all of it.
                let back = Interval(low: max(0, share.low - others.high), high: share.high)
                let kept = Interval(1) - pressures.offset(name)
                if left.low * (kept.high + back.low) > kept.high { return .yes }
                return left.high * (kept.low + back.high) < kept.low ? .no : .open
            }
            let verdict: String =
                if pays.allSatisfy({ $0 == .yes }) {
                    "Waiting \(months) would pay if it stopped by then."
                } else if pays.allSatisfy({ $0 == .no }) {
                    "Even if it stopped within \(months), adaptation would have cost more than that gives back."
                } else {
                    "Whether waiting \(months) for it to stop would pay is not settled: the half-lives, and how much it offsets, would settle it."
                }
            let entries = section.leakage.filter { $0.value.via == via }
            var finding = Finding(
                .note, id: "third-party/\(via)",
                "Without what \(explainer.name(via)) offsets, \(explainer.name(target)) would be pressed with \(section.phrase(without)), not \(section.phrase(with))",
                detail: "It offsets some of \(Phrase.list(offset.map { section.measures[$0]?.title ?? $0 })). \(verdict)")
            finding.parties = [via, target]
            finding.evidence = entries.keys.flatMap { evidence(leakage: $0) }
            return finding
        }
    }

    private mutating func tariffs() -> Finding? {
        let names = pressures.counted.filter { name in
            section.measures[name]?.settledBy.contains { workspace.issues[$0]?.isOurs(.tariffs) == true } == true
        }
        guard let main = mainTarget, !names.isEmpty else { return nil }
        let pressed = OrderedSet(names.compactMap { section.measures[$0]?.target })
        guard !pressed.contains(main) else { return nil }
        let strained = OrderedSet(
            section.coalition?.strains.values.filter { names.contains($0.by) }.map(\.member) ?? [])
        let offsetting = Set(section.leakage.values.map(\.via))
        let those = pressed.filter(offsetting.contains)
        let bearing =
            those.isEmpty
            ? ""
            : " \(explainer.names(Array(those))) also \(Phrase.verb(those.count, "offsets", "offset")) measures; whether tariffs change that, the section does not say."
        var finding = Finding(
            .note, id: "tariffs",
            "Taken in or out, tariffs change nothing in the pressure on \(explainer.name(main)) itself; they press \(explainer.names(pressed.elements))",
            detail: strained.isEmpty
                ? "The section ties no strain to them.\(bearing)"
                : "What they change in the coalition is the strain on \(explainer.names(strained.elements)): see sanctions.coalition.\(bearing)"
        )
        finding.parties = pressed.elements
        finding.issues = OrderedSet(names.flatMap { section.measures[$0]?.settledBy ?? [] }).elements
        finding.evidence = names.flatMap { evidence($0) }
        return finding
    }

    /// Measures that cost the sender more than they press, surely or perhaps.
    private mutating func costFindings() -> [Finding] {
        var (sure, open): ([String], [String]) = ([], [])
        for name in pressures.counted {
            guard let cost = section.measures[name]?.cost.map(section.range) else { continue }
            let pressure = pressures.on(name)
            if pressure.high < cost.low { sure.append(name) } else if pressure.low <= cost.high { open.append(name) }
        }
        return [
            costFinding(
                sure, "sure", .fragile,
                "\(Phrase.count(sure.count, "measure")) \(Phrase.verb(sure.count, "costs", "cost")) the sender more than \(Phrase.verb(sure.count, "it presses", "they press"))",
                ""),
            costFinding(
                open, "open", .note,
                "Whether \(Phrase.count(open.count, "measure")) \(Phrase.verb(open.count, "presses", "press")) more than \(Phrase.verb(open.count, "it costs", "they cost")) the sender is not settled",
                "Their half-lives and costs would settle it. "),
        ].compactMap { $0 }
    }

    private mutating func costFinding(_ names: [String], _ id: String, _ kind: Finding.Kind, _ title: String, _ settling: String)
        -> Finding?
    {
        guard !names.isEmpty else { return nil }
        let lines = names.compactMap { name in
            section.measures[name].map { measure in
                "\(measure.title) presses with \(section.phrase(pressures.on(name))) and costs \(explainer.names(measure.sender)) \(section.phrase(section.range(measure.cost)))"
            }
        }
        var finding = Finding(
            kind, id: "cost/\(id)", title,
            detail:
                "\(lines.joined(separator: "; ")). \(settling)Points of two parties are compared here, which is no more than a reading aid."
        )
        finding.parties = OrderedSet(names.flatMap { section.measures[$0]?.sender ?? [] }).elements
        finding.issues = OrderedSet(names.flatMap { section.measures[$0]?.settledBy ?? [] }).elements
        finding.evidence = names.flatMap { name in
            evidence(name) + [
                explainer.evidence(
                    here / name / "effect", at: here / name / "cost",
                    "cost \(section.phrase(section.range(section.measures[name]?.cost)))", section.measures[name]?.estimates)
            ]
        }
        return finding
    }

    /// What the measures are said to add up to, with what they press with today.
    private mutating func claims() -> [Finding] {
        section.leverage.compactMap { name, claim in
            let counted = claim.by.filter(pressures.counted.contains)
            guard !counted.isEmpty else { return nil }
            let pressure = Pressures.total(counted.map { pressures.on($0) })
            var finding = Finding(
                .note, id: "claim/\(name)",
                "\(Phrase.capitalized(Phrase.clause(claim.what))): \(Phrase.list(counted.map { section.measures[$0]?.title ?? $0 })) press with \(section.phrase(pressure)) today",
                detail:
                    "Named as what they \(name == "weakened" ? "weaken" : "press for"), by the source; the points are estimates.")
            finding.evidence =
                [explainer.evidence(theCase.place / "leverage" / name, claim.what, claim.source)]
                + counted.flatMap { evidence($0) }
            return finding
        }
    }

    // MARK: What a package keeps

    private mutating func keptFindings(_ package: Package) -> [Finding] {
        guard let target = mainTarget else { return [] }
        let names = pressures.counted(on: target)
        let before = total(target)
        let signed = kept(package, target, at: 0)
        let end = package.schedule.map(\.at).max() ?? 0
        let last = kept(package, target, at: end)
        let fates = names.compactMap { name in
            section.measures[name].flatMap {
                Fate(of: $0, in: package, workspace, coalition: section.coalition?.members ?? [])
            }.map { (name, $0) }
        }
        func titles(_ names: [String]) -> String { Phrase.list(names.map { section.measures[$0]?.title ?? $0 }) }
        let gone = fates.filter { $0.1.inForce(at: 0).high == 0 }.map(\.0)
        let untouched = fates.filter { $0.1.inForce(at: end) == Interval(1) }.map(\.0)
        let staged = fates.filter { !gone.contains($0.0) && !untouched.contains($0.0) }
        var parts: [String] = []
        if !untouched.isEmpty { parts.append("it keeps \(titles(untouched))") }
        if !staged.isEmpty {
            parts.append(
                "of "
                    + Phrase.list(
                        staged.map { name, fate in
                            "\(section.measures[name]?.title ?? name) \(percent(fate.inForce(at: end))) is left at the end"
                        }))
        }
        if !gone.isEmpty { parts.append("it ends \(titles(gone)) upon signature") }
        let kind: Finding.Kind = untouched.count == fates.count ? .strong : gone.isEmpty ? .note : .fragile
        let title =
            switch kind {
            case .strong: "The package keeps all the pressure on \(explainer.name(target))"
            case .fragile where signed.high == 0:
                "The package gives up all the pressure on \(explainer.name(target)) upon signature"
            default: "The package gives up pressure on \(explainer.name(target)) in stages or in part"
            }
        let atEnd = end > 0 ? ", and at the end of its schedule with \(section.phrase(last))" : ""
        var finding = Finding(
            kind, id: "package/pressure", title,
            detail: """
                Now it is pressed with \(section.phrase(before)); upon signature with \(section.phrase(signed))\(atEnd). \
                \(Phrase.capitalized(parts.joined(separator: "; "))).
                """)
        finding.parties = [target]
        finding.issues = OrderedSet(fates.map(\.1.issue)).elements
        finding.evidence = choiceEvidence(finding.issues, package) + names.flatMap { evidence($0) }
        return [finding, comingBack(fates.filter { !untouched.contains($0.0) }, target, package)].compactMap { $0 }
    }

    /// Whether what is given up can come back, as the options say.
    private mutating func comingBack(_ eased: [(String, Fate)], _ target: ID<Party>, _ package: Package) -> Finding? {
        guard !eased.isEmpty else { return nil }
        let without = eased.filter { $0.1.returns == false }.map(\.0)
        let open = eased.filter { $0.1.returns == nil }.map(\.0)
        func titles(_ names: [String]) -> String { Phrase.list(names.map { section.measures[$0]?.title ?? $0 }) }
        var finding: Finding
        if !without.isEmpty {
            finding = Finding(
                .fragile, id: "package/return", "Nothing in the package brings back \(titles(without)) after a breach",
                detail:
                    "The options chosen give up the pressure without a provision on its return; it would have to be built up anew, by whoever still agrees."
            )
        } else if !open.isEmpty {
            finding = Finding(
                .fragile, id: "package/return",
                "Whether \(titles(open)) would return after a breach depends on what is still open",
                detail: "Some of the options that are still possible provide for it, others do not.")
        } else {
            finding = Finding(
                .strong, id: "package/return", "What the package gives up is to return after a breach: \(titles(eased.map(\.0)))",
                detail:
                    "By the words of the options. Who would bring it back, how likely, and who could stop it: see sanctions.relief."
            )
        }
        finding.parties = [target]
        finding.issues = OrderedSet(eased.map(\.1.issue)).elements
        finding.evidence = finding.issues.flatMap { issue in
            eased.first { $0.1.issue == issue }?.1.words.keys.map { option in
                explainer.evidence(option, of: issue, Attribute.snapback)
            } ?? []
        }
        return finding
    }

    private func choiceEvidence(_ issues: [ID<Issue>], _ package: Package) -> [Evidence] {
        issues.compactMap { issue in
            guard let packageID, package.choices[issue] != nil else { return nil }
            let options = package.possible(issue, in: workspace).map { Phrase.quoted(explainer.title($0, of: issue)) }
            return Evidence(
                ["packages", packageID.text, "choices", issue.text], text: "the package: \(Phrase.list(options, "or"))",
                source: package.source)
        }
    }

    // MARK: Tables

    private func measureTable() -> Table {
        Table(
            id: "measures", title: "What each measure presses with",
            columns: [
                .init("measure", "Measure"), .init("target", "On"), .init("sender", "By", isDetail: true),
                .init("age", "In force", unit: "months"), .init("effect", "At first", unit: "points"),
                .init("left", "Left by adaptation", unit: "%"), .init("offset", "Offset by others", unit: "%"),
                .init("now", "Now", unit: "points"), .init("later", "In \(months)", unit: "points"),
                .init("cost", "Cost to the sender", unit: "points"),
            ],
            rows: pressures.counted.map { name in
                let measure = section.measures[name]
                return [
                    .name(measure?.title ?? name, id: name), measure.map { explainer.cell($0.target) } ?? .empty,
                    .text(explainer.names(measure?.sender ?? [])), .figure(Figure(pressures.age(of: name))),
                    .figure(Figure(pressures.effect(of: name))), .figure(Figure(share: pressures.left(name))),
                    .figure(Figure(share: pressures.offset(name))), .figure(Figure(pressures.on(name))),
                    .figure(Figure(pressures.on(name, later: ahead))),
                    measure?.cost.map { .figure(Figure(section.range($0))) } ?? .empty,
                ]
            },
            note: """
                Effect · 2^(−months in force / half-life) · (1 − share offset), on 0–100. Every range holds whatever the true \
                estimates are within theirs; powers are rounded outward. The cost is taken to stay.
                """)
    }

    private func totalTable() -> Table {
        Table(
            id: "totals", title: "What measures come to together",
            columns: [
                .init("target", "On"), .init("measures", "Measures"), .init("now", "Now", unit: "points"),
                .init("words", "In words"), .init("later", "In \(months)", unit: "points"), .init("words-later", "In words"),
            ],
            rows: pressures.targets.map { target in
                let (now, later) = (total(target), total(target, later: ahead))
                return [
                    explainer.cell(target), .figure(Figure(exact: Number(pressures.counted(on: target).count))),
                    .figure(Figure(now)), section.bands(now).map { .text($0) } ?? .empty,
                    .figure(Figure(later)), section.bands(later).map { .text($0) } ?? .empty,
                ]
            },
            note:
                "From the strongest measure alone to the sum of all, and at most 100; a measure made up of others is not counted again."
        )
    }

    /// The pressure on each target as it is, without each third party, and without all of them.
    private func thirdPartyTable() -> Table {
        let vias = OrderedSet(section.leakage.values.map(\.via)).elements
        let cases: [(String, String, Set<ID<Party>>)] =
            [("as-is", "As it is", [])] + vias.map { ($0.text, "Without \(explainer.name($0))", [$0]) }
            + (vias.count > 1 ? [("none", "Without any of them", Set(vias))] : [])
        let targets = pressures.targets.filter { target in
            pressures.counted(on: target).contains { !pressures.offsets($0).isEmpty }
        }
        return Table(
            id: "third-parties", title: "What third parties change",
            columns: [
                .init("target", "On"), .init("case", "Case"), .init("now", "Now", unit: "points"),
                .init("later", "In \(months)", unit: "points"),
            ],
            rows: targets.flatMap { target in
                cases.map { _, title, without in
                    [
                        explainer.cell(target), .text(title), .figure(Figure(total(target, without: without))),
                        .figure(Figure(total(target, later: ahead, without: without))),
                    ]
                }
            },
            note:
                "What two third parties offset may be the same trade or not, so together they offset between the larger share and the sum."
        )
    }

    private func packageTable(_ package: Package) -> Table {
        let end = package.schedule.map(\.at).max() ?? 0
        return Table(
            id: "package", title: "What the package makes of each measure",
            columns: [
                .init("measure", "Measure"), .init("target", "On"), .init("choice", "In the package"),
                .init("signed", "In force at signature", unit: "%"), .init("end", "At the end", unit: "%"),
                .init("now", "Pressure now", unit: "points"), .init("after", "At signature", unit: "points"),
            ],
            rows: pressures.counted.compactMap { name in
                guard let measure = section.measures[name],
                    let fate = Fate(of: measure, in: package, workspace, coalition: section.coalition?.members ?? [])
                else { return nil }
                let options = fate.words.keys.map { explainer.title($0, of: fate.issue) }
                return [
                    .name(measure.title, id: name), explainer.cell(measure.target),
                    options.count == 1 ? .text(options[0]) : .verdict("open: \(options.joined(separator: " | "))", .warning),
                    .figure(Figure(share: fate.inForce(at: 0))), .figure(Figure(share: fate.inForce(at: end))),
                    .figure(Figure(pressures.on(name))), .figure(Figure(pressures.on(name, inForce: fate.inForce(at: 0)))),
                ]
            },
            note: end > 0
                ? "The end is that of the schedule, after \(workspace.timeUnit.span(end)). Where the package says neither when nor how much, anything from nothing to all is in force."
                : "The package has no schedule. Where it says neither when nor how much, anything from nothing to all is in force."
        )
    }

    private func chart() -> Chart {
        Chart(
            id: "pressure", title: "Pressure now", scale: SanctionsSection.scale, unit: "points",
            bars: pressures.counted.map { name in
                Chart.Bar(section.measures[name]?.title ?? name, Figure(pressures.on(name)))
            })
    }
}

extension Explainer {
    /// What an option says for an attribute, as evidence: it counts as the option's claim.
    mutating func evidence(_ option: ID<Option>, of issue: ID<Issue>, _ attribute: String) -> Evidence {
        let claim: Pointer = ["issues", issue.text, "options", option.text]
        let value = workspace.issues[issue]?.options[option]?.attributes[attribute]
        return evidence(
            claim, at: value == nil ? claim : claim / "attributes" / attribute,
            "“\(title(option, of: issue))”\(value.map { ": \(attribute) \($0.plain)" } ?? "")",
            workspace.issues[issue]?.options[option]?.source)
    }
}
