import PluginKit

/// What is to be said of the pressure: how much, how long, what third parties and tariffs take from it, and what it costs.
extension LeverageReport {
    mutating func total(on target: ID<Party>) -> Finding {
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
    func widest(_ target: ID<Party>) -> (what: String, rest: Interval)? {
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
    mutating func adaptation() -> Finding? {
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
    static func ratio(_ pressures: Pressures, _ name: String, _ later: Interval) -> Interval {
        pressures.section.measures[name]?.halfLife.map { Power.left(after: later, halfLife: $0) } ?? .unit
    }

    func percent(_ share: Interval) -> String {
        let hundredths = share * Interval(100)
        return
            "\(Phrase.range(Interval(low: hundredths.low.roundedDown(decimals: 0), high: hundredths.high.roundedUp(decimals: 0)))) %"
    }

    /// Per third party: what taking it out would give back, and whether waiting for that would pay.
    mutating func thirdPartyFindings() -> [Finding] {
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

    mutating func tariffs() -> Finding? {
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
    mutating func costFindings() -> [Finding] {
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

    mutating func costFinding(_ names: [String], _ id: String, _ kind: Finding.Kind, _ title: String, _ settling: String)
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
    mutating func claims() -> [Finding] {
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
}
