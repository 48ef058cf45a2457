import PluginKit

/// `institutions.mandate`: by which path each body would be authorised, who can stop it, and whether they would.
struct MandateAnalyzer: ModuleAnalyzer {
    let declaration = AnalyzerDeclaration(
        id: "institutions.mandate", title: "Who gives the watchers their mandate, and who can stop it?",
        summary: """
            Goes along the path to each body's mandate, and compares what everybody who can stop it thinks of the body with what \
            they think of having nobody; with a package, for the bodies that it may take.
            """,
        subject: .workspace,
        parameters: [.reading, Parameter("package", .package, "a package: only the bodies that it may take")])

    func run(_ request: ModuleRequest<InstitutionsSection>) async throws -> AnalysisResult {
        let package = request.parameters["package"]?.string.map { ID<Package>($0) }
        var report = try MandateReport(request.theCase, package: package, reading: request.reading)
        return report.result(request.result)
    }
}

package struct MandateReport {
    private let theCase: ModuleCase<InstitutionsSection>
    private let workspace: Workspace
    private let surroundings: Surroundings
    private let accounts: [MandateAccount]
    private let reading: Reading
    private let other: Reading
    private var explainer: Explainer

    /// - Throws: `Lack` when the section has no bodies, or the package takes none.
    package init(_ theCase: ModuleCase<InstitutionsSection>, package id: ID<Package>?, reading: Reading) throws {
        self.theCase = theCase
        workspace = theCase.workspace
        let package = id.flatMap { theCase.workspace.packages[$0] }
        let surroundings = Surroundings(theCase, package, id: id)
        self.surroundings = surroundings
        self.reading = reading
        other = reading == .assessed ? .declared : .assessed
        explainer = Explainer(theCase.workspace)
        let all = (theCase.section?.bodies ?? [:]).map { MandateAccount($0, $1, theCase, surroundings) }
        guard !all.isEmpty else {
            throw Lack(
                "The workspace has no monitoring bodies, so there is no mandate to look at.",
                lacks: [
                    "\(theCase.place)/bodies: per body its mandate, {title: …, option: …, mandate: {by: …, rule: …, vetoes: […]}, …}"
                ])
        }
        accounts = all.filter { account in
            account.issue.map { issue in account.body.option.map(surroundings.possible(issue).contains) ?? true } ?? true
        }
        guard !accounts.isEmpty else {
            throw Lack(
                "The package takes none of the bodies of the section, so no mandate is asked for.", isNotApplicable: true)
        }
    }

    package mutating func result(_ blank: AnalysisResult) -> AnalysisResult {
        var result = blank
        var found: [Finding] = []
        for account in accounts {
            found.append(standing(account))
            found += [endorsement(account), renewal(account)].compactMap { $0 }
        }
        found += leanings()
        let order = Finding.Kind.allCases
        result.findings = order.flatMap { kind in found.filter { $0.kind == kind } }
        result.tables = [pathTable(), vetoTable()].filter { !$0.rows.isEmpty }
        result.lacks = accounts.filter { $0.path == nil }.map {
            "\($0.pathPlace): the steps that the mandate of “\($0.body.title)” takes, {steps: [{step: …, stoppedBy: […]}]}"
        }
        result.status = result.lacks.isEmpty ? .complete : .partial
        result.summary = summary
        result.provenance = explainer.provenance
        return result
    }

    // MARK: Standing

    private mutating func standing(_ account: MandateAccount) -> Finding {
        let title = account.body.title
        let stopping = account.holders(.would, under: reading)
        let open = account.holders(.open, .unknown, under: reading)
        let names = { (answers: [VetoAnswer], explainer: Explainer) in explainer.names(answers.map(\.party)) }
        let unmodelled = account.body.mandate.unmodelled
        var finding: Finding
        switch account.standing(reading) {
        case .stopped:
            finding = Finding(
                isTaken(account) ? .blocks : .fragile, id: "mandate/\(account.name)",
                "\(names(stopping, explainer)) can stop the mandate of \(title) and would, \(reading.phrase)")
        case .open:
            let parts = [
                open.isEmpty ? nil : "it hangs on \(names(open, explainer))",
                unmodelled.map { "nobody here speaks for \(Phrase.quoted($0))" },
            ].compactMap { $0 }
            finding = Finding(
                .fragile, id: "mandate/\(account.name)",
                "Whether \(title) comes by its mandate is not settled, \(reading.phrase): \(Phrase.list(parts))")
        case .free:
            finding = Finding(
                .strong, id: "mandate/\(account.name)",
                account.holders.isEmpty
                    ? "Nobody can stop the mandate of \(title)"
                    : "Nobody who can stop the mandate of \(title) would, \(reading.phrase)")
        }
        let telling = stopping.isEmpty ? open.isEmpty ? account.holders(.wouldNot, under: reading) : open : stopping
        var sentences = telling.prefix(4).map { account.sentence($0, explainer) }
        if telling.count > 4 { sentences.append("\(telling.count - 4) more are in the table.") }
        if !stopping.isEmpty, let unmodelled { sentences.append("\(Phrase.quoted(unmodelled)) could stop it too.") }
        let change = standingChange(account)
        finding.detail = (sentences + [change].compactMap { $0 }).joined(separator: " ")
        finding.issues = account.issue.map { [$0] } ?? []
        finding.parties = telling.map(\.party)
        finding.evidence =
            [account.evidence(&explainer)] + telling.flatMap { account.evidence($0, reading, &explainer) }
            + [account.evidenceOfOption(&explainer), choice(account)].compactMap { $0 }
        return finding
    }

    /// What is different under the other reading.
    private func standingChange(_ account: MandateAccount) -> String? {
        let changed = account.holders.filter { account.answer(of: $0, reading).verdict != account.answer(of: $0, other).verdict }
        guard !changed.isEmpty else { return "It is the same \(other.phrase)." }
        let words = changed.map { "\(explainer.name($0)) \(phrase(account.answer(of: $0, other).verdict))" }
        return "\(Phrase.capitalized(other.phrase)) it is different: \(Phrase.list(words))."
    }

    private func phrase(_ verdict: VetoAnswer.Verdict) -> String {
        switch verdict {
        case .would: "would stop it"
        case .wouldNot: "would not"
        case .open: "might stop it (not settled)"
        case .unknown: "has said nothing of it"
        }
    }

    /// Whether the package at hand takes the body for certain.
    private func isTaken(_ account: MandateAccount) -> Bool {
        guard surroundings.package != nil, let issue = account.issue else { return false }
        return surroundings.possible(issue) == [account.body.option].compactMap { $0 }
    }

    private func choice(_ account: MandateAccount) -> Evidence? { account.issue.flatMap(surroundings.evidence(ofChoice:)) }

    // MARK: What else it hangs on

    /// A mandate that comes with the endorsement of the agreement.
    private mutating func endorsement(_ account: MandateAccount) -> Finding? {
        let word = account.body.mandate.by
        for issue in workspace.issues(of: .endorsement) {
            let giving = workspace.issues[issue]?.options.filter { $0.value.word(Attribute.endorsedBy) == word }.map(\.key) ?? []
            guard !giving.isEmpty else { continue }
            let possible = surroundings.possible(issue)
            let able = possible.filter(giving.contains)
            let title = explainer.title(issue)
            let options = Phrase.list(giving.map { Phrase.quoted(explainer.title($0, of: issue)) }, "or")
            var finding: Finding
            if able.isEmpty {
                finding = Finding(
                    .blocks, id: "endorsement/\(account.name)",
                    "\(account.body.title) takes its mandate from an endorsement that the package does not have",
                    detail: "It would be \(options) on \(title).")
            } else if able.count == possible.count {
                finding = Finding(
                    .strong, id: "endorsement/\(account.name)",
                    "The endorsement of the agreement gives \(account.body.title) its mandate")
            } else {
                finding = Finding(
                    .fragile, id: "endorsement/\(account.name)",
                    "\(account.body.title) has a mandate only with \(options) on \(title)",
                    detail: "With any other choice there it has none. Its mandate is decided by whoever endorses the agreement.")
            }
            finding.issues = [issue]
            finding.evidence =
                [
                    explainer.evidence(
                        ["issues", issue.text, "options", giving[0].text],
                        at: ["issues", issue.text, "options", giving[0].text, "attributes", Attribute.endorsedBy],
                        "\(Phrase.quoted(explainer.title(giving[0], of: issue))): \(workspace.reading(of: word))",
                        workspace.issues[issue]?.options[giving[0]]?.source), account.evidence(&explainer),
                ] + [surroundings.evidence(ofChoice: issue)].compactMap { $0 }
            return finding
        }
        return nil
    }

    /// A mandate that ends unless it is given again can be ended by doing nothing.
    private mutating func renewal(_ account: MandateAccount) -> Finding? {
        guard let path = account.path, let index = path.steps.firstIndex(where: \.recurs) else { return nil }
        let step = path.steps[index]
        let would = step.stoppedBy.filter { account.answer(of: $0, reading).verdict == .would }
        let holders = explainer.names(step.stoppedBy)
        var finding = Finding(
            .fragile, id: "renewal/\(account.name)",
            "The mandate of \(account.body.title) ends unless it is given again, and "
                + (step.stoppedBy.isEmpty ? "nobody here can stop that" : "\(holders) can each let it lapse"),
            detail: """
                \(Phrase.quoted(step.step)) recurs, so who has let the body in can end it later by withholding a vote, when its reports \
                have become unwelcome. \(would.isEmpty
                    ? "Nobody among them is known to want that today, \(reading.phrase); what they will want then is not known."
                    : "\(explainer.names(would)) would do so today already, \(reading.phrase).") \
                A term that outlasts what has to be verified, or an end that takes a vote instead of a renewal, would mend it.
                """)
        finding.issues = account.issue.map { [$0] } ?? []
        finding.parties = step.stoppedBy
        finding.evidence = [
            explainer.evidence(
                account.pathPlace, at: account.pathPlace / "steps" / index, "\(account.body.title): \(step.step)", path.source)
        ]
        return finding
    }

    /// Those on whom a side leans, and who could take them away.
    private mutating func leanings() -> [Finding] {
        (theCase.section?.legitimation ?? [:]).compactMap { party, legitimation in
            let leant = accounts.filter { legitimation.leansOn.contains($0.name) }
            guard !leant.isEmpty else { return nil }
            let name = explainer.name(party)
            let lines = leant.map { account -> String in
                let stopping = account.holders(.would, under: reading).map(\.party).filter { $0 != party }
                let open = account.holders(.open, .unknown, under: reading).map(\.party).filter { $0 != party }
                if !stopping.isEmpty {
                    return "\(account.body.title) (\(explainer.names(stopping)) would stop it)"
                }
                return open.isEmpty
                    ? "\(account.body.title) (nobody else here would stop it)"
                    : "\(account.body.title) (it hangs on \(explainer.names(open)))"
            }
            var finding = Finding(
                .note, id: "leaning/\(party)", "\(name) leans on \(Phrase.list(leant.map(\.body.title)))",
                detail: """
                    What makes its approach lawful in its own account: \(Phrase.clause(legitimation.through)). \
                    \(Phrase.capitalized(reading.phrase)): \(Phrase.list(lines)).
                    """)
            finding.parties = [party]
            finding.issues = OrderedSet(leant.compactMap(\.issue)).elements
            finding.evidence = [
                explainer.evidence(
                    theCase.place / "legitimation" / party.text, "\(name) leans on: \(legitimation.through)", legitimation.source)
            ]
            return finding
        }
    }

    // MARK: Tables

    private mutating func pathTable() -> Table {
        var rows: [[Cell]] = []
        for account in accounts {
            guard let path = account.path else { continue }
            explainer.use(account.pathPlace, path.source)
            for (index, step) in path.steps.enumerated() {
                let answers = step.stoppedBy.map { account.answer(of: $0, reading) }
                rows.append([
                    .name(account.body.title, id: account.name), .text("\(index + 1). \(step.step)"),
                    step.stoppedBy.isEmpty ? .text("nobody here") : .text(explainer.names(step.stoppedBy)), verdict(answers),
                    .text(step.recurs ? "again and again" : ""),
                ])
            }
        }
        return Table(
            id: "paths", title: "What each mandate takes, step by step, \(reading.phrase)",
            columns: [
                .init("body", "Body"), .init("step", "Step"), .init("stopped-by", "Can be stopped by"),
                .init("would", "And would be?"), .init("recurs", "Taken"),
            ], rows: rows,
            note: """
                A step that recurs is marked where the section says so. The section says for each mandate who else can stop it and is \
                no party here; that is in the next table.
                """)
    }

    private func verdict(_ answers: [VetoAnswer]) -> Cell {
        let stopping = answers.filter { $0.verdict == .would }
        if !stopping.isEmpty { return .verdict("by \(explainer.names(stopping.map(\.party)))", .bad) }
        let open = answers.filter { $0.verdict != .wouldNot }
        if !open.isEmpty { return .verdict("not settled: \(explainer.names(open.map(\.party)))", .warning) }
        return .verdict(answers.isEmpty ? "" : "no", .good)
    }

    private mutating func vetoTable() -> Table {
        var rows: [[Cell]] = []
        for account in accounts {
            if account.body.acceptability.isEmpty == false { explainer.use(account.place / "acceptability", account.body.numbersSource) }
            for party in account.holders {
                let answer = account.answer(of: party, reading)
                rows.append([
                    .name(account.body.title, id: account.name), explainer.cell(party), cell(answer),
                    cell(account.answer(of: party, other)), .text(account.sentence(answer, explainer)),
                    account.body.acceptability[party].map { .figure(Figure(share: $0)) } ?? .empty,
                ])
            }
            if let unmodelled = account.body.mandate.unmodelled {
                rows.append([
                    .name(account.body.title, id: account.name), .text(unmodelled), .verdict("no party here", .neutral),
                    .verdict("no party here", .neutral), .empty, .empty,
                ])
            }
        }
        return Table(
            id: "vetoes", title: "Who can stop a mandate, and would they?",
            columns: [
                .init("body", "Body"), .init("holder", "Who can stop it"), .init(reading.rawValue, "Would, \(reading.phrase)?"),
                .init(other.rawValue, "Would, \(other.phrase)?"), .init("why", "Why", isDetail: true),
                .init("acceptability", "Acceptable, by estimate", unit: "0–1"),
            ], rows: rows,
            note: """
                A veto leaves nobody to watch, so each holder's stance on the body is compared with its stance on having nobody; what \
                it gets elsewhere in return is not looked at. The estimate of acceptability stands beside it and decides nothing.
                """)
    }

    private func cell(_ answer: VetoAnswer) -> Cell {
        switch answer.verdict {
        case .would: .verdict("yes", .bad)
        case .wouldNot: .verdict("no", .good)
        case .open: .verdict("not settled", .warning)
        case .unknown: .verdict("not known", .neutral)
        }
    }

    // MARK: The whole

    private var summary: String {
        func titles(_ standing: MandateAccount.Standing) -> [String] {
            accounts.filter { $0.standing(reading) == standing }.map(\.body.title)
        }
        let parts: [(MandateAccount.Standing, String)] = [
            (.stopped, "somebody would stop that of"), (.open, "it is not settled for"), (.free, "nobody would stop that of"),
        ]
        let clauses = parts.compactMap { standing, words -> String? in
            let found = titles(standing)
            return found.isEmpty ? nil : "\(words) \(Phrase.list(found))"
        }
        return "Of the mandates that could be asked for, \(reading.phrase): \(clauses.joined(separator: "; "))."
    }
}

extension Figure {
    /// A share as it was estimated.
    init(share: Interval) {
        if share.isPoint { self.init(exact: share.low) } else { self.init(bounds: share) }
    }
}
