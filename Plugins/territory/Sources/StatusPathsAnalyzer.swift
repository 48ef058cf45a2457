import PluginKit

/// `territory.status-paths`: what lies between the extreme positions, and which interim status can be followed by which final one.
struct StatusPathsAnalyzer: ModuleAnalyzer {
    let declaration = AnalyzerDeclaration(
        id: "territory.status-paths", title: "Which ways lead to a status?",
        summary: """
            Lays out the options between the two extreme positions and what each side gives up in them, joins interim to final \
            statuses that cross no binding red line, tries every option of a region in every package of the workspace, and says \
            which guarantee each package puts behind a line.
            """,
        subject: .workspace, parameters: [.reading])

    func run(_ request: ModuleRequest<TerritorySection>) async throws -> AnalysisResult {
        var report = try StatusPathsReport(request.theCase, reading: request.reading)
        let questions = report.questions
        var outcomes = [[PackageOutcome]](repeating: [], count: questions.count)
        // Package by package, so that progress can be told; all at once, since the host has several threads.
        try await withThrowingTaskGroup(of: (place: Int, found: [PackageOutcome]).self) { group in
            for (place, question) in questions.enumerated() {
                group.addTask {
                    (place, try await request.host.evaluate(question.swaps.map(\.choices), reading: request.reading))
                }
            }
            var done = 0
            for try await (place, found) in group {
                outcomes[place] = found
                done += 1
                request.host.report(done, of: questions.count, "the options in “\(questions[place].title)” are tried")
            }
        }
        return report.result(request.result, outcomes.flatMap { $0 })
    }
}

package struct StatusPathsReport {
    /// One package with one region's choice replaced.
    package struct Swap: Sendable {
        var region: Int
        var option: ID<Option>
        package var choices: Choices
    }

    /// A package with every option of every region put into it in turn.
    package struct Question: Sendable {
        var package: ID<Package>
        package var title: String
        package var swaps: [Swap]
    }

    /// An interim status and the final one that follows it.
    private struct Path {
        var interim: ID<Option>
        var final: ID<Option>
    }

    private let theCase: ModuleCase<TerritorySection>
    private let accounts: [RegionAccount]
    private let reading: Reading
    package let questions: [Question]
    private var explainer: Explainer

    /// - Throws: `Lack` when the section has no regions.
    package init(_ theCase: ModuleCase<TerritorySection>, reading: Reading) throws {
        self.theCase = theCase
        let accounts = try RegionAccount.all(in: theCase)
        self.accounts = accounts
        self.reading = reading
        explainer = Explainer(theCase.workspace)
        questions = theCase.workspace.packages.filter { !$0.value.choices.isEmpty }.map { id, package in
            let swaps = accounts.enumerated().flatMap { place, account in
                account.options.map { option in
                    var choices = package.choices
                    choices[account.region.issue] = .option(option)
                    return Swap(region: place, option: option, choices: choices)
                }
            }
            return Question(package: id, title: package.title, swaps: swaps)
        }
    }

    /// - Parameter outcomes: of all swaps of all questions, in their order.
    package mutating func result(_ blank: AnalysisResult, _ outcomes: [PackageOutcome]) -> AnalysisResult {
        var result = blank
        explainer.use(theCase.section?.dimensions ?? Dimensions(), Dimension.viewed, at: theCase.place)
        let swaps = SwapTable(questions, outcomes)
        for (place, account) in accounts.enumerated() {
            result.tables += [betweenTable(account), pathTable(account)].filter { !$0.rows.isEmpty }
            if let table = swaps.table(of: place, account, reading, theCase.workspace) { result.tables.append(table) }
            result.findings += [pathFinding(account), swaps.finding(of: place, account, reading, theCase.workspace)].compactMap {
                $0
            }
        }
        if let guarantees = LineGuarantees(theCase) {
            for (name, line) in theCase.section?.lines ?? [:] where !guarantees.packages.isEmpty {
                result.tables.append(guarantees.table(of: name, line))
                result.findings.append(guaranteeFinding(guarantees, name, line))
            }
        }
        let order = Finding.Kind.allCases
        result.findings = order.flatMap { kind in result.findings.filter { $0.kind == kind } }
        result.summary = summary(swaps)
        result.lacks = lacks
        result.status = result.lacks.isEmpty ? .complete : .partial
        result.provenance = explainer.provenance
        return result
    }

    // MARK: Between the extremes

    /// The options by where they stand, first end first; those that say too little to be placed are left out.
    private func ordered(_ account: RegionAccount) -> [(option: ID<Option>, standing: Number)] {
        account.options.compactMap { option in
            account.dimensions.standing(of: account.option(option)).map { (option, $0) }
        }.enumerated().sorted { a, b in
            a.element.1 != b.element.1 ? a.element.1 < b.element.1 : a.offset < b.offset
        }.map { ($0.element.0, $0.element.1) }
    }

    private func betweenTable(_ account: RegionAccount) -> Table {
        let ordered = ordered(account)
        let camps = account.camps
        guard let least = ordered.first?.standing, let most = ordered.last?.standing, least < most else {
            return Table(id: "between/\(account.name)", title: "", columns: [])
        }
        let ends = [least, most].map { end in
            Phrase.list(ordered.filter { $0.standing == end }.map { Phrase.quoted(account.title($0.option)) }, "or")
        }
        return Table(
            id: "between/\(account.name)", title: "\(account.title): between \(ends[0]) and \(ends[1])",
            columns: [.init("option", "Option"), .init("place", "Place", unit: "0–1")]
                + camps.enumerated().map {
                    .init("camp-\($0.offset + 1)", "Gives way: \(Phrase.list($0.element.parties.map(explainer.name)))")
                },
            rows: ordered.filter { least < $0.standing && $0.standing < most }.map { option, standing in
                [.name(account.title(option), id: option.text), .figure(Figure(exact: standing.rounded(decimals: 2)))]
                    + camps.map {
                        .text(account.steps(given: account.dimensions.movements(from: $0.view, to: account.option(option))))
                    }
            },
            note: """
                Place: the mean share of the way of title, control and recognition, 0 at the first end of the orders. Gives way: on \
                which of the three, and by how many steps, the option moves away from that side's own account of the region. Steps \
                of different dimensions weigh what each side says they weigh; they are not added up.
                """)
    }

    // MARK: Paths

    private func interims(_ account: RegionAccount) -> [ID<Option>] { account.options.filter { account.option($0).isInterim } }
    private func finals(_ account: RegionAccount) -> [ID<Option>] {
        account.options.filter { account.option($0).word(.title) != nil && !account.option($0).isInterim }
    }

    /// A path crosses what either of its ends crosses.
    private func verdict(_ path: Path, _ account: RegionAccount) -> Truth {
        let truths = [path.interim, path.final].map { account.verdict(on: $0, reading) }
        return truths.contains(.yes) ? .yes : truths.contains(.open) ? .open : .no
    }

    private func paths(_ account: RegionAccount) -> [Path] {
        let finals = finals(account)
        return interims(account).flatMap { interim in finals.map { Path(interim: interim, final: $0) } }
    }

    private func pathTable(_ account: RegionAccount) -> Table {
        let finals = finals(account)
        guard !finals.isEmpty else { return Table(id: "paths/\(account.name)", title: "", columns: []) }
        return Table(
            id: "paths/\(account.name)",
            title: "\(account.title): from an interim to a final status, whose red lines, \(reading.phrase)",
            columns: [.init("interim", "Interim")] + finals.map { .init($0.text, account.title($0)) },
            rows: interims(account).map { interim in
                [.name(account.title(interim), id: interim.text)]
                    + finals.map { account.cell(account.bars(to: interim, reading) + account.bars(to: $0, reading)) }
            },
            note: """
                Interim: the title is deferred or left undecided, or the region is under international control. A path crosses a red \
                line when either of its two ends does, taken by itself; what other issues would add is not tried here.
                """)
    }

    private mutating func pathFinding(_ account: RegionAccount) -> Finding? {
        let (interims, finals, paths) = (interims(account), finals(account), paths(account))
        let freeFinals = finals.filter { account.verdict(on: $0, reading) != .yes }
        let freeInterims = interims.filter { account.verdict(on: $0, reading) != .yes }
        var finding: Finding
        if finals.isEmpty || interims.isEmpty {
            finding = Finding(
                .missing, id: "paths/\(account.name)",
                "The options of \(account.title) hold no \(finals.isEmpty ? "final" : "interim") status, so there is no path to look at",
                detail: finals.isEmpty
                    ? "Every option defers the title or leaves it undecided; add what it might be settled as."
                    : "Every option settles the title at once; add one whose title is deferred, if the parties might agree on that."
            )
        } else if freeFinals.isEmpty {
            let whose = finals.map { option in
                let parties = OrderedSet(account.bars(to: option, reading).filter { $0.blocks && $0.truth == .yes }.map(\.party))
                return "\(Phrase.quoted(account.title(option))) crosses one of \(explainer.names(parties.elements))"
            }
            finding = Finding(
                freeInterims.isEmpty ? .blocks : .fragile, id: "paths/\(account.name)",
                "Every final status of \(account.title) crosses a binding red line, \(reading.phrase)",
                detail: "\(Phrase.list(whose)). "
                    + (freeInterims.isEmpty
                        ? "No interim status is free of them either."
                        : """
                        What crosses none is interim: \(account.quoted(freeInterims)). Whoever signs one of these agrees on a way, and not \
                        on where it leads; the text has to say what holds when the talks on the status fail.
                        """))
            finding.evidence = finals.flatMap { evidence(account, $0) }
        } else {
            let kept = paths.filter { verdict($0, account) == .no }
            let perhaps = paths.count { verdict($0, account) == .open }
            let may = perhaps == 0 ? "" : " With \(perhaps) more it depends on other issues."
            finding = Finding(
                kept.isEmpty ? .fragile : .strong, id: "paths/\(account.name)",
                """
                \(kept.count) of \(Phrase.count(paths.count, "path")) from an interim to a final status of \(account.title) \
                \(Phrase.verb(kept.count, "crosses", "cross")) no binding red line, \(reading.phrase)
                """,
                detail: kept.isEmpty
                    ? "\(may.dropFirst())"
                    : """
                    From \(account.quoted(OrderedSet(kept.map(\.interim)).elements)) to \
                    \(account.quoted(OrderedSet(kept.map(\.final)).elements)).\(may)
                    """
            )
            for option in OrderedSet(kept.flatMap { [$0.interim, $0.final] }) {
                finding.evidence.append(
                    explainer.evidence(option, of: account.region.issue, [Dimension.title.rawValue, Dimension.control.rawValue]))
            }
            for option in account.options where account.verdict(on: option, reading) != .no {
                finding.evidence += evidence(account, option)
            }
        }
        finding.issues = [account.region.issue]
        finding.parties =
            OrderedSet((interims + finals).flatMap { account.bars(to: $0, reading) }.filter(\.blocks).map(\.party)).elements
        return finding
    }

    private mutating func evidence(_ account: RegionAccount, _ option: ID<Option>) -> [Evidence] {
        account.bars(to: option, reading).filter(\.blocks).map { explainer.evidence($0, to: option, on: account.region.issue) }
    }

    // MARK: Lines

    /// Which guarantees the packages put behind a line, by guarantee.
    private mutating func guaranteeFinding(_ guarantees: LineGuarantees, _ name: String, _ line: Line) -> Finding {
        let title = line.title ?? explainer.title(line.issue)
        let settled = guarantees.packages.compactMap { _, package -> (option: ID<Option>, title: String)? in
            let options = guarantees.possible(package)
            return options.count == 1 ? (options[0], package.title) : nil
        }
        let ranks = guarantees.scale.order
        let options = OrderedSet(settled.map(\.option)).sorted {
            (ranks.firstIndex(of: $0) ?? ranks.count) < (ranks.firstIndex(of: $1) ?? ranks.count)
        }
        let each = options.map { option in
            let packages = settled.filter { $0.option == option }.map { Phrase.quoted($0.title) }
            return "\(guarantees.titleWithStanding(option)) in \(Phrase.list(packages))"
        }
        let open = guarantees.packages.count - settled.count
        let rest = open == 0 ? "" : " \(Phrase.count(open, "package")) \(Phrase.verb(open, "leaves", "leave")) it open."
        var finding = Finding(
            options.contains(where: guarantees.isNothing) ? .fragile : .note, id: "guarantee/\(name)",
            options.count > 1
                ? "\(title): what stands behind it for \(guarantees.name) differs from package to package"
                : options.isEmpty
                    ? "\(title): no package settles what stands behind it for \(guarantees.name)"
                    : "\(title): the same stands behind it for \(guarantees.name) in every package that settles it",
            detail: each.isEmpty ? nil : "\(Phrase.list(each)).\(rest) In brackets the place on the scale of guarantees.")
        finding.issues = [line.issue, guarantees.scale.issue]
        finding.parties = [guarantees.scale.party]
        finding.evidence =
            [explainer.evidence(theCase.place / "lines" / name, "\(title) is a line between forces", line.source)]
            + options.flatMap { guarantees.evidence($0, &explainer) }
        return finding
    }

    // MARK: The whole

    private var lacks: [String] {
        let packages = questions.isEmpty ? ["/packages: a package with choices, in which the options of a region can be tried"] : []
        return packages + (theCase.section?.lines.isEmpty == false ? LineGuarantees.lacks(in: theCase.workspace) : [])
    }

    private func summary(_ swaps: SwapTable) -> String {
        let counts = accounts.map { account in
            let paths = paths(account)
            return "\(paths.count { verdict($0, account) == .no }) of \(paths.count) on \(account.title)"
        }
        let agreed = accounts.enumerated().compactMap { place, account -> String? in
            let count = swaps.options(of: place, account) { [.certain, .possible].contains($0) }.count
            return count == 0 ? nil : "\(count) of \(account.options.count) on \(account.title)"
        }
        let tried =
            questions.isEmpty
            ? "There is no package here in which to try the options."
            : agreed.isEmpty
                ? "Put into \(Phrase.count(questions.count, "package")) in turn, no option comes out certain or possible."
                : """
                Put into \(Phrase.count(questions.count, "package")) in turn, options come out certain or possible in at least one: \
                \(Phrase.list(agreed)).
                """
        return """
            \(Phrase.capitalized(reading.phrase)), this many paths from an interim to a final status cross no binding red line: \
            \(Phrase.list(counts)). \(tried)
            """
    }
}
