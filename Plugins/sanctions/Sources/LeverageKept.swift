import PluginKit

/// What a package keeps of the pressure, and what of the rest can come back.
extension LeverageReport {
    mutating func keptFindings(_ package: Package) -> [Finding] {
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
    mutating func comingBack(_ eased: [(String, Fate)], _ target: ID<Party>, _ package: Package) -> Finding? {
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

    func choiceEvidence(_ issues: [ID<Issue>], _ package: Package) -> [Evidence] {
        issues.compactMap { issue in
            guard let packageID, package.choices[issue] != nil else { return nil }
            let options = package.possible(issue, in: workspace).map { Phrase.quoted(explainer.title($0, of: issue)) }
            return Evidence(
                ["packages", packageID.text, "choices", issue.text], text: "the package: \(Phrase.list(options, "or"))",
                source: package.source)
        }
    }
}
