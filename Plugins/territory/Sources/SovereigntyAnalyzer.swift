import PluginKit

/// `territory.sovereignty`: how far apart title, control and recognition are, and which options keep them apart.
struct SovereigntyAnalyzer: ModuleAnalyzer {
    let declaration = AnalyzerDeclaration(
        id: "territory.sovereignty", title: "Where do title and control come apart?",
        summary: """
            Lays each party's account of a region beside the others', and finds the options that separate whose it is from who \
            holds it without crossing anybody's red line.
            """,
        subject: .workspace, parameters: [.reading])

    func run(_ request: ModuleRequest<TerritorySection>) async throws -> AnalysisResult {
        var report = try SovereigntyReport(request.theCase, reading: request.reading)
        return report.result(request.result)
    }
}

package struct SovereigntyReport {
    private let theCase: ModuleCase<TerritorySection>
    private let accounts: [RegionAccount]
    private let reading: Reading
    private let other: Reading
    private var explainer: Explainer

    /// - Throws: `Lack` when the section has no regions.
    package init(_ theCase: ModuleCase<TerritorySection>, reading: Reading) throws {
        self.theCase = theCase
        accounts = try RegionAccount.all(in: theCase)
        self.reading = reading
        other = reading == .assessed ? .declared : .assessed
        explainer = Explainer(theCase.workspace)
    }

    package mutating func result(_ blank: AnalysisResult) -> AnalysisResult {
        var result = blank
        explainer.use(theCase.section?.dimensions ?? Dimensions(), Dimension.viewed, at: theCase.place)
        for account in accounts {
            result.tables += [viewTable(account), distanceTable(account), optionTable(account)].filter { !$0.rows.isEmpty }
            result.findings += findings(account)
        }
        let order = Finding.Kind.allCases
        result.findings = order.flatMap { kind in result.findings.filter { $0.kind == kind } }
        result.summary = summary()
        result.lacks = lacks
        result.status = result.lacks.isEmpty ? .complete : .partial
        result.provenance = explainer.provenance
        return result
    }

    // MARK: Tables

    private func viewTable(_ account: RegionAccount) -> Table {
        var table = Table(
            id: "views/\(account.name)", title: "\(account.title): what each party states today",
            columns: [.init("party", "Party")] + Dimension.viewed.map { .init($0.rawValue, Phrase.capitalized($0.rawValue)) } + [
                .init("apart", "Apart", unit: "share of the way"), .init("source", "Source"),
            ],
            note: """
                In brackets how many steps a word stands from the first end of its order. Apart: the widest difference between the \
                three, each as a share of the way along its order; 1 means that what a party holds to be so in law and what it sees \
                on the ground lie at opposite ends. The orders are judgements, and their steps are not known to be equal.
                """)
        for (party, view) in account.region.views {
            table.rows.append(
                [explainer.cell(party)] + Dimension.viewed.map { .text(placed(view[$0] ?? "", $0, account)) } + [
                    account.dimensions.spread(of: view).map { .figure(Figure(exact: $0.rounded(decimals: 2))) } ?? .empty,
                    standing(view.source),
                ])
        }
        return table
    }

    private func placed(_ word: String, _ dimension: Dimension, _ account: RegionAccount) -> String {
        let name = theCase.workspace.reading(of: word)
        guard let order = account.dimensions[dimension], let place = order.place(of: word) else { return name }
        return "\(name) (\(place) of \(order.order.count - 1))"
    }

    private func standing(_ source: Citation?) -> Cell {
        guard let source else { return .verdict("no source", .warning) }
        return .text("\(source)\(Standing(of: source, in: theCase.workspace) == .assumed ? " (assumption)" : "")")
    }

    private func distanceTable(_ account: RegionAccount) -> Table {
        let parties = Array(account.region.views.keys)
        var table = Table(
            id: "distances/\(account.name)", title: "\(account.title): steps between the parties",
            columns: [.init("first", "Party"), .init("second", "And")]
                + Dimension.viewed.map { dimension in
                    .init(
                        dimension.rawValue, Phrase.capitalized(dimension.rawValue),
                        unit: account.dimensions[dimension].map { "steps of \($0.order.count - 1)" })
                },
            note: "Steps along the section's orders; 0 where two parties state the same.", isDetail: true)
        for (index, first) in parties.enumerated() {
            for second in parties.dropFirst(index + 1) {
                table.rows.append(
                    [explainer.cell(first), explainer.cell(second)]
                        + Dimension.viewed.map { dimension in
                            guard let a = account.region.views[first]?[dimension],
                                let b = account.region.views[second]?[dimension],
                                let steps = account.dimensions[dimension]?.steps(a, b)
                            else { return .empty }
                            return .figure(Figure(exact: Number(steps)))
                        })
            }
        }
        return table
    }

    private func optionTable(_ account: RegionAccount) -> Table {
        let differs = !readingsDiffer(account).isEmpty
        let camps = account.camps
        var table = Table(
            id: "options/\(account.name)", title: "\(account.title): what each option leaves to whom, \(reading.phrase)",
            columns: [.init("option", "Option"), .init("separates", "Title apart from control")]
                + [.init("ruled-out", "Ruled out by")]
                + (differs ? [.init("ruled-out-\(other.rawValue)", Phrase.capitalized(other.rawValue))] : [])
                + camps.enumerated().map { .init("camp-\($0.offset + 1)", Phrase.list($0.element.parties.map(explainer.name))) }
                + Dimension.allCases.map { .init($0.rawValue, Phrase.capitalized($0.rawValue), isDetail: true) },
            note: """
                Ruled out: by a party whose consent such a package takes, by a stance or a binding red line; “perhaps” where that \
                depends on other issues. Last, per account of the region: what an option keeps of it, and on what it moves towards \
                that side's end of the order (gained) or away from it (given up).
                """)
        for id in account.options {
            let option = account.option(id)
            var row: [Cell] = [.name(account.title(id), id: id.text)]
            row.append(option.separatesTitleFromControl ? .verdict("yes", .good) : .verdict("no", .neutral))
            row.append(account.cell(account.bars(to: id, reading)))
            if differs { row.append(account.cell(account.bars(to: id, other))) }
            row += camps.map { .text(account.words(account.dimensions.movements(from: $0.view, to: option))) }
            row += Dimension.allCases.map { option.word($0).map { .text(theCase.workspace.reading(of: $0)) } ?? .empty }
            table.rows.append(row)
        }
        return table
    }

    // MARK: Findings

    private mutating func findings(_ account: RegionAccount) -> [Finding] {
        var findings: [Finding] = []
        if !account.region.views.isEmpty { findings.append(room(account)) }
        findings.append(separating(account))
        if let differing = differing(account) { findings.append(differing) }
        return findings.map { finding in
            var finding = finding
            finding.issues = [account.region.issue]
            return finding
        }
    }

    /// Whether the parties agree on who holds the region, and differ only on whose it is.
    private mutating func room(_ account: RegionAccount) -> Finding {
        let (control, title) = (account.statements(.control), account.statements(.title))
        let accounts = title.map { "\(theCase.workspace.reading(of: $0)) (\(Phrase.list($1.map(explainer.name))))" }
        var finding: Finding
        switch (control.count, title.count) {
        case (1, 1):
            finding = Finding(
                .strong, id: "agreed/\(account.name)",
                "All who state a view hold \(account.title) to be \(account.held(control.keys[0])), and agree whose it is in law: \(accounts[0])"
            )
        case (1, _):
            finding = Finding(
                .strong, id: "room/\(account.name)",
                "All who state a view say that \(account.title) is \(account.held(control.keys[0])); they differ on whose it is in law",
                detail: """
                    Title, as they state it: \(Phrase.list(accounts)). That is the room: an option can leave each side its account of \
                    the title while it settles who holds the region, who polices it and what is decided later.
                    """)
        case (_, 1):
            finding = Finding(
                .note, id: "control-disputed/\(account.name)",
                "All who state a view agree whose \(account.title) is in law, and differ on who holds it: \(held(control, account))"
            )
        default:
            finding = Finding(
                .fragile, id: "both-disputed/\(account.name)",
                "On \(account.title) the parties differ both on who holds it and on whose it is",
                detail: "Control, as they state it: \(held(control, account)). Title: \(Phrase.list(accounts)).")
        }
        finding.parties = Array(account.region.views.keys)
        for (party, view) in account.region.views { finding.evidence.append(explainer.evidence(view, of: party, account)) }
        return finding
    }

    private func held(_ control: OrderedDictionary<String, [ID<Party>]>, _ account: RegionAccount) -> String {
        Phrase.list(control.map { "\(account.held($0)) (\(Phrase.list($1.map(explainer.name))))" })
    }

    /// The options that nobody who must consent rules out and that keep title and control apart.
    private mutating func separating(_ account: RegionAccount) -> Finding {
        let free = account.options.filter { account.verdict(on: $0, reading) == .no }
        let perhaps = account.options.filter { account.verdict(on: $0, reading) == .open }
        let apart = free.filter { account.option($0).separatesTitleFromControl }
        guard !apart.isEmpty else {
            let isBlocked = free.isEmpty && perhaps.isEmpty
            let whose = account.options.map { option in
                let bars = account.bars(to: option, reading).filter { $0.blocks && $0.truth == .yes }
                return "\(Phrase.quoted(account.title(option))) by \(explainer.names(OrderedSet(bars.map(\.party)).elements))"
            }
            let depends =
                perhaps.isEmpty
                ? "" : "With \(account.quoted(perhaps)) it depends on other issues whether a red line is crossed. "
            var finding = Finding(
                isBlocked ? .blocks : .missing, id: "separating/\(account.name)",
                isBlocked
                    ? "Every option of \(account.title) is ruled out by somebody who must consent, \(reading.phrase)"
                    : "No option of \(account.title) keeps title and control apart without crossing a red line, \(reading.phrase)",
                detail: isBlocked
                    ? "\(Phrase.list(whose))."
                    : "\(depends)An option whose title and control are different words, such as a title that is deferred, might be added."
            )
            for option in account.options { finding.evidence += evidence(account, option, reading) }
            finding.parties =
                OrderedSet(account.options.flatMap { account.bars(to: $0, reading) }.filter(\.blocks).map(\.party)).elements
            return finding
        }
        var details = apart.map { id in
            let effects = account.camps.map { camp in
                let movements = account.dimensions.movements(from: camp.view, to: account.option(id))
                return "for \(Phrase.list(camp.parties.map(explainer.name))) \(account.words(movements))"
            }
            return effects.isEmpty ? "" : "\(Phrase.quoted(account.title(id))), \(effects.joined(separator: ", "))."
        }.filter { !$0.isEmpty }
        let objecting = OrderedSet(
            apart.flatMap { account.bars(to: $0, reading) }.filter { !$0.blocks && $0.truth == .yes }.map(\.party))
        if !objecting.isEmpty { details.append("\(explainer.names(objecting.elements)) would object to some of them.") }
        var finding = Finding(
            .strong, id: "separating/\(account.name)",
            """
            \(Phrase.count(apart.count, "option")) of \(account.title) \(Phrase.verb(apart.count, "keeps", "keep")) title and control \
            apart and \(Phrase.verb(apart.count, "is", "are")) ruled out by nobody who must consent, \(reading.phrase): \
            \(account.quoted(apart))
            """,
            detail: details.joined(separator: " "))
        for option in apart {
            finding.evidence.append(
                explainer.evidence(option, of: account.region.issue, [Dimension.title.rawValue, Dimension.control.rawValue]))
        }
        finding.parties = Array(account.region.views.keys)
        return finding
    }

    private mutating func evidence(_ account: RegionAccount, _ option: ID<Option>, _ reading: Reading) -> [Evidence] {
        account.bars(to: option, reading).filter(\.blocks).map { explainer.evidence($0, to: option, on: account.region.issue) }
    }

    private func readingsDiffer(_ account: RegionAccount) -> [ID<Option>] {
        account.options.filter { option in
            func told(_ reading: Reading) -> Set<String> {
                Set(account.bars(to: option, reading).filter(\.blocks).map { "\($0.party) \($0.truth)" })
            }
            return told(reading) != told(other)
        }
    }

    /// Options that are ruled out under one reading and not under the other.
    private mutating func differing(_ account: RegionAccount) -> Finding? {
        let turned = account.options.filter { account.verdict(on: $0, reading) != account.verdict(on: $0, other) }
        guard !turned.isEmpty else { return nil }
        let here = turned.filter { account.verdict(on: $0, reading) == .no }
        let there = turned.filter { account.verdict(on: $0, other) == .no }
        var parts: [String] = []
        if !here.isEmpty { parts.append("free of red lines \(reading.phrase) only: \(account.quoted(here))") }
        if !there.isEmpty { parts.append("free of red lines \(other.phrase) only: \(account.quoted(there))") }
        let rest = turned.filter { !here.contains($0) && !there.contains($0) }
        if !rest.isEmpty { parts.append("certain under one and open under the other: \(account.quoted(rest))") }
        var finding = Finding(
            .note, id: "readings/\(account.name)",
            "What parties say and what they would settle for differ on \(Phrase.count(turned.count, "option")) of \(account.title)",
            detail: "\(Phrase.capitalized(parts.joined(separator: "; "))).")
        for option in turned {
            for reading in [reading, other] where account.verdict(on: option, reading) != .no {
                finding.evidence += evidence(account, option, reading)
            }
        }
        var seen: Set<Evidence> = []
        finding.evidence = finding.evidence.filter { seen.insert($0).inserted }
        finding.parties =
            OrderedSet(
                turned.flatMap { option in [reading, other].flatMap { account.bars(to: option, $0) } }.filter(\.blocks).map(
                    \.party)
            ).elements
        return finding
    }

    // MARK: The whole

    private var lacks: [String] {
        accounts.filter(\.region.views.isEmpty).map {
            "\($0.place)/views: what each party states of \($0.title), party: {title: …, control: …, recognition: …}"
        }
    }

    private func summary() -> String {
        let room = accounts.filter { $0.statements(.control).count == 1 && $0.statements(.title).count > 1 }
        let first =
            room.isEmpty
            ? "There is no region of which all state the same holder and differ only on whose it is."
            : "Of \(Phrase.list(room.map(\.title))) all who state a view say who holds it alike, and differ on whose it is."
        let counts = accounts.map { account in
            let apart = account.options.count {
                account.verdict(on: $0, reading) == .no && account.option($0).separatesTitleFromControl
            }
            return "\(apart) of \(account.options.count) on \(account.title)"
        }
        return """
            \(first) \(Phrase.capitalized(reading.phrase)), this many options keep the two apart and are ruled out by nobody who must \
            consent: \(Phrase.list(counts)).
            """
    }
}
