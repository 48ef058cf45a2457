import PluginKit

/// `nato.security-dilemma`: what security options protect and what they threaten, in whose eyes.
struct SecurityDilemmaAnalyzer: ModuleAnalyzer {
    static let package = "package"

    let declaration = AnalyzerDeclaration(
        id: "nato.security-dilemma", title: "What deters, and what does it threaten?",
        summary: """
            Holds what each security option deters against what it threatens, as each party reads them; finds the options that are \
            efficient between the two, those that mean different things to different parties, and what packages come to.
            """,
        subject: .workspace,
        parameters: [
            Parameter(package, .package, "the package to look at more closely; without it all of them stand side by side")
        ])

    func run(_ request: ModuleRequest<NATOSection>) async throws -> AnalysisResult {
        let id = request.parameters[Self.package]?.string.map { ID<Package>($0) }
        var report = try SecurityDilemmaReport(request.theCase, package: id)
        return report.result(request.result)
    }
}

package struct SecurityDilemmaReport {
    let readings: SecurityReadings
    let workspace: Workspace
    let section: NATOSection
    let place: Pointer
    /// The package that is asked about, if one is.
    let draft: Draft?
    var explainer: Explainer

    /// - Throws: `Lack` when the section reads no option.
    package init(_ theCase: ModuleCase<NATOSection>, package: ID<Package>? = nil) throws {
        readings = try SecurityReadings(theCase)
        workspace = theCase.workspace
        section = theCase.section ?? NATOSection()
        place = theCase.place
        draft = package.flatMap { id in theCase.workspace.packages[id].map { Draft($0, id: id, in: theCase.workspace) } }
        explainer = Explainer(theCase.workspace)
    }

    package mutating func result(_ blank: AnalysisResult) -> AnalysisResult {
        var result = blank
        result.package = draft?.id
        result.tables = readings.issues.map(optionTable) + [gapTable(), packageTable()].filter { !$0.rows.isEmpty }
        result.findings =
            packageFindings() + readings.issues.compactMap { efficient($0) }
            + [gapFinding(), clause(), encirclement()].compactMap { $0 }
        let order = Finding.Kind.allCases
        result.findings = order.flatMap { kind in result.findings.filter { $0.kind == kind } }
        result.lacks = lacks
        result.status = result.lacks.isEmpty ? .complete : .partial
        result.summary = summary
        result.provenance = explainer.provenance
        return result
    }

    // MARK: Options

    func eyes(_ standpoint: SecurityReadings.Standpoint) -> String {
        standpoint.isOwn
            ? "as \(explainer.name(standpoint.threat)) reads both"
            : "as \(explainer.name(standpoint.deterrence)) reads deterrence and \(explainer.name(standpoint.threat)) the threat"
    }

    func optionTable(_ issue: ID<Issue>) -> Table {
        let columns = Aspect.allCases.flatMap { aspect in readings.readers(aspect, of: issue).map { (aspect, $0) } }
        let standpoints = readings.standpoints(on: issue)
        let sets = standpoints.map { readings.points(issue, from: $0) }
        return Table(
            id: "options/\(issue)", title: "\(explainer.title(issue)): what each option deters and threatens",
            columns: [.init("option", "Option")]
                + columns.map { .init("\($0)-\($1)", "\(Phrase.capitalized($0.rawValue)), \(explainer.name($1))", unit: "0–1") }
                + standpoints.map {
                    .init(
                        "efficient-\($0.deterrence)-\($0.threat)", "Efficient \(eyes($0))", isDetail: $0.isOwn)
                },
            rows: readings.options(of: issue).map { option in
                [.name(explainer.title(option, of: issue), id: option.text)]
                    + columns.map { aspect, party in
                        readings[.init(issue: issue, option: option, aspect: aspect, party: party)].map(share) ?? .empty
                    } + sets.map { set in cell(set.efficiency(of: option)) }
            },
            note: """
                Deterrence of a renewed attack and threat to the other side, 0–1, each as the party named reads it; nothing here is \
                measured. Efficient: no other option of the issue deters at least as much and threatens no more. “Yes” holds \
                whatever the true values within the ranges, “no” too; “perhaps” depends on them.
                """)
    }

    func share(_ range: Interval) -> Cell {
        .figure(range.isPoint ? Figure(exact: range.low.rounded(decimals: 2)) : Figure(bounds: outward(range)))
    }

    func outward(_ range: Interval) -> Interval {
        Interval(low: range.low.roundedDown(decimals: 2), high: range.high.roundedUp(decimals: 2))
    }

    func cell(_ efficiency: Efficiency?) -> Cell {
        switch efficiency {
        case .certain?: .verdict("yes", .good)
        case .possible?: .verdict("perhaps", .neutral)
        case .never?: .verdict("no", .bad)
        case nil: .empty
        }
    }

    /// The efficient options of an issue in the eyes of those whose safety and whose threat it is.
    mutating func efficient(_ issue: ID<Issue>) -> Finding? {
        guard let standpoint = readings.standpoints(on: issue).first else { return nil }
        let set = readings.points(issue, from: standpoint)
        guard set.points.count > 1 else { return nil }
        func options(_ efficiency: Efficiency) -> [ID<Option>] {
            set.points.keys.filter { set.efficiency(of: $0) == efficiency }
        }
        let (certain, possible, never) = (options(.certain), options(.possible), options(.never))
        let steps = set.steps
        let title =
            certain.isEmpty
            ? "On \(explainer.title(issue)) it is not settled which options are efficient between deterrence and threat"
            : """
            On \(explainer.title(issue)) \(quoted(certain, issue)) \(Phrase.verb(certain.count, "is", "are")) efficient between \
            deterrence and threat, whatever the true values
            """
        var details = ["Read \(eyes(standpoint))."]
        if !possible.isEmpty { details.append("Perhaps efficient, within the ranges: \(quoted(possible, issue)).") }
        for option in never {
            details.append(
                "\(quoted([option], issue)) is worse on both counts than \(quoted(set.dominators(of: option), issue)) for certain."
            )
        }
        let pairs = steps.dilemma + steps.free + steps.open
        if pairs > 0 {
            details.append(
                """
                Of \(Phrase.count(pairs, "step")) between two options, \(steps.dilemma) \(Phrase.verb(steps.dilemma, "buys", "buy")) more \
                deterrence with more threat for certain, \(steps.free) \(Phrase.verb(steps.free, "buys", "buy")) it without, and \
                \(steps.open) \(Phrase.verb(steps.open, "is", "are")) not settled.
                """)
        }
        if let open = possible.first, let advice = set.narrowing(of: open).advice({ name($0, issue, standpoint) }) {
            details.append("Whether \(quoted([open], issue)) is efficient: \(advice.prefix(1).lowercased())\(advice.dropFirst())")
        }
        var finding = Finding(.note, id: "efficient/\(issue)", title, detail: details.joined(separator: " "))
        finding.issues = [issue]
        finding.parties = OrderedSet([standpoint.deterrence, standpoint.threat]).elements
        finding.evidence = evidence(issue, set.points.keys.elements, standpoint)
        return finding
    }

    func quoted(_ options: [ID<Option>], _ issue: ID<Issue>) -> String {
        Phrase.brief(options.map { Phrase.quoted(explainer.title($0, of: issue)) }, most: 6)
    }

    func name(
        _ coordinate: EfficientSet.Coordinate, _ issue: ID<Issue>, _ standpoint: SecurityReadings.Standpoint
    ) -> String {
        let party = coordinate.aspect == .deterrence ? standpoint.deterrence : standpoint.threat
        return name(SecurityReadings.Key(issue: issue, option: coordinate.option, aspect: coordinate.aspect, party: party))
    }

    func name(_ key: SecurityReadings.Key) -> String {
        "the \(key.aspect.rawValue) of \(quoted([key.option], key.issue)) as \(explainer.name(key.party)) reads it"
    }

    mutating func evidence(
        _ issue: ID<Issue>, _ options: [ID<Option>], _ standpoint: SecurityReadings.Standpoint
    ) -> [Evidence] {
        options.flatMap { option in
            [(Aspect.deterrence, standpoint.deterrence), (.threat, standpoint.threat)].compactMap { aspect, party in
                explainer.evidence(.init(issue: issue, option: option, aspect: aspect, party: party), in: readings)
            }
        }
    }

    // MARK: The whole

    var lacks: [String] {
        var lacks: [String] = []
        if section.articleFive.isEmpty {
            lacks.append(
                "\(place)/articleFive: how each party reads mutual defence, party: {reading: deterrent, strength: [low, high]}")
        }
        if threatened.isEmpty {
            lacks.append(
                "\(place)/logics: who argues from deterrence and who from distance, so that it is known whose threat counts")
        }
        if let draft {
            let open = readings.issues.filter { draft.settled($0) == nil }
            if !open.isEmpty {
                lacks.append("a choice on \(Phrase.brief(open.map { Phrase.quoted(explainer.title($0)) }, most: 8))")
            }
        }
        return lacks
    }

    var threatened: [ID<Party>] { readings.threatened }

    var summary: String {
        let sets = readings.issues.compactMap { issue in
            readings.standpoints(on: issue).first.map { readings.points(issue, from: $0) }
        }
        func count(_ efficiency: Efficiency) -> Int {
            sets.reduce(0) { total, set in total + set.points.keys.count { set.efficiency(of: $0) == efficiency } }
        }
        let options = """
            On \(Phrase.count(readings.issues.count, "issue")) with readings, \(Phrase.count(count(.certain), "option")) \
            \(Phrase.verb(count(.certain), "is", "are")) efficient between deterrence and threat whatever the true values, \
            \(count(.possible)) may be, and \(count(.never)) \(Phrase.verb(count(.never), "is", "are")) bettered on both counts.
            """
        let apart = gaps.count
        let meanings = """
            \(Phrase.count(apart, "reading")) of \(draft == nil ? "options" : "its options") \(Phrase.verb(apart, "lies", "lie")) so far \
            apart between parties that their ranges do not meet.
            """
        guard let draft, let main, let deterrence = readings.joint(draft, .deterrence, main.deterrence),
            let threat = readings.joint(draft, .threat, main.threat)
        else { return "\(options) \(Phrase.capitalized(meanings))" }
        return """
            The package deters a renewed attack by \(Phrase.range(outward(deterrence))) of 1 as \(explainer.name(main.deterrence)) reads \
            its options together, and threatens by \(Phrase.range(outward(threat))) as \(explainer.name(main.threat)) does. \
            \(Phrase.capitalized(meanings))
            """
    }
}
