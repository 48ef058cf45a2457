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
    let theCase: ModuleCase<SanctionsSection>
    let section: SanctionsSection
    let pressures: Pressures
    let packageID: ID<Package>?
    let package: Package?
    /// How far ahead it looks.
    let ahead: Interval
    var explainer: Explainer

    var workspace: Workspace { theCase.workspace }
    var here: Pointer { theCase.place / "measures" }

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

    static func lacks(_ theCase: ModuleCase<SanctionsSection>, _ section: SanctionsSection, _ counted: [String])
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

    func summary() -> String {
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

    var months: String {
        let text = Phrase.range(Interval(low: ahead.low.roundedDown(decimals: 0), high: ahead.high.roundedUp(decimals: 0)))
        return "\(text) month\(text == "1" ? "" : "s")"
    }

    /// Whom the coalition presses with most measures; where none is named, whoever is pressed by most.
    var mainTarget: ID<Party>? {
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

    func total(_ target: ID<Party>, later: Interval = .zero, without: Set<ID<Party>> = []) -> Interval {
        Pressures.total(pressures.counted(on: target).map { pressures.on($0, later: later, without: without) })
    }

    /// The pressure that is left on a target so long after the package is signed, counted from now.
    func kept(_ package: Package, _ target: ID<Party>, at time: Number) -> Interval {
        let later = (Interval(time) * workspace.timeUnit.inMonths).outward()
        return Pressures.total(
            pressures.counted(on: target).map { pressures.on($0, later: later, inForce: share(of: $0, package, at: time)) })
    }

    func share(of name: String, _ package: Package, at time: Number) -> Interval {
        section.measures[name].flatMap {
            Fate(of: $0, in: package, workspace, coalition: section.coalition?.members ?? [])
        }?.inForce(at: time) ?? Interval(1)
    }

    // MARK: Evidence

    mutating func evidence(_ name: String) -> [Evidence] {
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

    mutating func evidence(leakage name: String) -> [Evidence] {
        guard let leakage = section.leakage[name] else { return [] }
        let place = theCase.place / "leakage" / name
        let shares = leakage.measures.map { "\(Phrase.range($0.value)) of \(section.measures[$0.key]?.title ?? $0.key)" }
        return [
            explainer.evidence(place, "\(explainer.name(leakage.via)): \(leakage.does ?? "offsets measures")", leakage.source),
            explainer.evidence(place / "measures", "offsets \(Phrase.list(shares))", leakage.estimates),
        ]
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
