import PluginKit

/// `sanctions.relief`: whether relief against steps is worth going on with for everybody, step by step.
struct ReliefAnalyzer: ModuleAnalyzer {
    let declaration = AnalyzerDeclaration(
        id: "sanctions.relief", title: "Does relief against steps hold?",
        summary: """
            Tranches of relief against steps of withdrawal, from the package's schedule: who is exposed after each, where \
            defecting pays, the patience and the credibility of snapback that it takes, and whether smaller tranches repair it.
            """,
        subject: .package, parameters: [.reading])

    func run(_ request: ModuleRequest<SanctionsSection>) async throws -> AnalysisResult {
        guard let package = request.package else { throw Lack("The question is about a package.", lacks: ["a package"]) }
        var report = try ReliefReport(request.theCase, package, id: request.packageID, reading: request.reading)
        return report.result(request.result)
    }
}

package struct ReliefReport {
    /// A decision with what the ranges say of it.
    package struct Judged {
        package let decision: Game.Decision
        package let value: Interval
        /// With everything that is a range at its midpoint: a reading aid, and no more likely than the rest.
        package let nominal: Number
        package let patience: Margin.Threshold
        package let credibility: Margin.Threshold

        package var truth: Truth { value.low >= 0 ? .yes : value.high < 0 ? .no : .open }
    }

    let theCase: ModuleCase<SanctionsSection>
    let section: SanctionsSection
    let exchange: Exchange
    let package: Package
    let packageID: ID<Package>?
    let reading: Reading
    let game: Game
    package let judged: [Judged]
    var explainer: Explainer
    var powers: PowerTable

    var workspace: Workspace { theCase.workspace }

    /// - Throws: `Lack` when nothing says what relief is exchanged for, or nothing is exchanged.
    package init(_ theCase: ModuleCase<SanctionsSection>, _ package: Package, id: ID<Package>?, reading: Reading) throws {
        guard let section = theCase.section, let exchange = section.exchange else {
            throw Lack(
                "The workspace does not say what relief is exchanged for.",
                lacks: ["\(theCase.place)/exchange: relief: [issues], against: [issues], verifiedThrough: issue"])
        }
        self.theCase = theCase
        self.section = section
        self.exchange = exchange
        self.package = package
        packageID = id
        self.reading = reading
        explainer = Explainer(theCase.workspace)
        game = Game(theCase, section, exchange, package, reading: reading)
        var table = PowerTable()
        judged = game.decisions().map { [game] decision in
            let (margin, inputs) = (decision.margin, game.inputs(of: decision.party))
            return Judged(
                decision: decision, value: margin.value(inputs, &table), nominal: margin.nominal(inputs, &table),
                patience: margin.leastPatience(inputs, &table), credibility: margin.leastCredibility(inputs, &table))
        }
        powers = table
    }

    package mutating func result(_ blank: AnalysisResult) -> AnalysisResult {
        var result = blank
        let eased = exchange.relief.filter { states($0) != [Word.kept] }
        guard !eased.isEmpty else {
            result.status = .notApplicable
            result.summary = """
                The package keeps every measure that relief could be given from, so nothing is exchanged for steps. What the \
                measures press with meanwhile: see sanctions.leverage.
                """
            return result
        }
        result.lacks = lacks(eased)
        let checks = [atSignature(), contradiction(), incomplete(eased), ahead(), unverified()].compactMap { $0 }
        result.findings = checks + gameFindings() + exposureFindings() + snapbackFindings()
        let order = Finding.Kind.allCases
        result.findings = order.flatMap { kind in result.findings.filter { $0.kind == kind } }
        let shown = [bindingTable(), worstTable()]
        let whole = [decisionTable(), progressTable(), exposureTable(), snapbackTable()]
        result.tables = (shown + whole).filter { !$0.rows.isEmpty }
        result.status = result.lacks.isEmpty ? .complete : .partial
        result.summary = summary()
        result.provenance = explainer.provenance
        return result
    }

    // MARK: The whole

    private func states(_ issue: ID<Issue>) -> Set<String> {
        Set(package.possible(issue, in: workspace).map { workspace.issues[issue]?.options[$0]?.word(Attribute.state) ?? "" })
    }

    private func lacks(_ eased: [ID<Issue>]) -> [String] {
        var lacks: [String] = []
        if game.moves.isEmpty && eased.contains(where: { states($0).contains(Word.phased) }) {
            lacks.append("a schedule with steps that deliver \(Phrase.list((eased + exchange.against).map(explainer.title)))")
        }
        for move in game.moves where move.step.detection == nil {
            lacks.append("detection of the step “\(move.step.title)”: how likely a breach is seen, and how late")
        }
        for party in game.parties where workspace.parties[party]?.patience == nil {
            lacks.append("/parties/\(party)/patience: its discount factor per \(workspace.timeUnit.rawValue)")
        }
        return lacks
    }

    private func summary() -> String {
        guard !judged.isEmpty else {
            return
                "No step of the package's schedule belongs to the exchange of relief for withdrawal, so there is nothing to go on with or to defect from."
        }
        let fails = judged.filter { $0.truth == .no }
        let open = judged.filter { $0.truth == .open }
        let pays = judged.filter { $0.nominal < 0 }
        let steps =
            "\(Phrase.capitalized(reading.phrase)), of \(Phrase.count(game.moves.count, "step")) of exchange by \(explainer.names(game.parties))"
        let verdict: String =
            if let first = fails.first {
                "not all hold: defecting pays \(explainer.name(first.decision.party)) \(moment(first.decision))."
            } else if open.isEmpty {
                "each is worth going on with for whoever takes it, over all stated ranges."
            } else {
                "it is not settled whether each is worth going on with: defecting may pay at \(Phrase.count(open.count, "point")) of \(judged.count)."
            }
        let middle =
            pays.first.map {
                "At the midpoints of all ranges it would pay first \(explainer.name($0.decision.party)), \(moment($0.decision))."
            }
            ?? "At the midpoints of all ranges it would pay nowhere."
        return """
            \(steps), \(verdict)\(open.isEmpty && fails.isEmpty ? "" : " \(middle)") Least credibility of snapback: \
            \(words(credibility(judged))).
            """
    }

    func moment(_ decision: Game.Decision) -> String {
        switch decision.defection {
        case .withholding: "at “\(decision.move.step.title)”, by leaving it out"
        case .undoing: "at “\(decision.move.step.title)”, by leaving it out and undoing what it has done before"
        case .afterwards: "after the last step, by undoing what it has done"
        }
    }

    /// The least that is enough for all of some decisions.
    private func most(_ all: [Margin.Threshold]) -> Margin.Threshold {
        func greatest(_ values: [Number?]) -> Number? { values.contains { $0 == nil } ? nil : values.compactMap { $0 }.max() }
        return Margin.Threshold(
            low: greatest(all.map(\.low)), high: greatest(all.map(\.high)), isBroken: all.contains(where: \.isBroken))
    }

    package func patience(of party: ID<Party>) -> Margin.Threshold {
        most(judged.filter { $0.decision.party == party }.map(\.patience))
    }

    package func credibility(_ some: [Judged]) -> Margin.Threshold { most(some.map(\.credibility)) }

    /// A threshold as people read it: from what may be enough to what surely is.
    func words(_ threshold: Margin.Threshold) -> String {
        guard let low = threshold.low?.roundedDown(decimals: 3) else { return "none is enough" }
        let text: String
        if let high = threshold.high?.roundedUp(decimals: 3) {
            text = high == 0 ? "any is enough" : low == high ? "\(low)" : "\(low)–\(high)"
        } else {
            text = low == 0 ? "not settled" : "\(low) or more, not settled how much"
        }
        return threshold.isBroken ? "\(text) (not from there on throughout)" : text
    }

    // MARK: What the schedule says

    /// Relief that waits for nothing.
    private mutating func atSignature() -> Finding? {
        let issues = exchange.relief.filter { issue in
            package.possible(issue, in: workspace).contains {
                let option = workspace.issues[issue]?.options[$0]
                return option?.word(Attribute.state) != Word.kept
                    && [Word.signature, Word.calendar].contains(option?.word(Attribute.trigger))
            }
        }
        guard !issues.isEmpty else { return nil }
        // A step that those who give relief do not value is none that they are paid with.
        let givers = OrderedSet(issues.flatMap { workspace.issues[$0]?.controlledBy ?? [] })
        let paid = exchange.against.filter { issue in
            givers.contains { game.stakes.worth(of: issue, to: $0, in: package).high > 0 }
        }
        let titles = Phrase.list(issues.map { Phrase.quoted(explainer.title($0)) })
        var finding = Finding(
            .fragile, id: "unpaid",
            paid.isEmpty
                ? "What \(titles) \(Phrase.verb(issues.count, "gives", "give")) is given for no step at all"
                : "What \(titles) \(Phrase.verb(issues.count, "gives", "give")) waits for no step",
            detail: paid.isEmpty
                ? """
                On \(Phrase.list(exchange.against.map(explainer.title))) the package brings those who give relief nothing that they \
                value above what holds without it. They are exposed from the first day, and have nothing left to give.
                """
                : """
                By the options that are possible it comes at signature or on dates, whether or not anything happens on \
                \(Phrase.list(paid.map(explainer.title))).
                """)
        finding.parties = givers.elements
        finding.issues = issues + exchange.against
        finding.evidence =
            issues.flatMap { issue in
                package.possible(issue, in: workspace).map { explainer.evidence($0, of: issue, Attribute.trigger) }
            } + [cited(exchangePlace: "what relief is to be given for")]
        return finding
    }

    private mutating func cited(exchangePlace text: String) -> Evidence {
        explainer.evidence(theCase.place / "exchange", text, exchange.source)
    }

    /// Steps that ease what the package keeps.
    private mutating func contradiction() -> Finding? {
        let kept = exchange.relief.filter { issue in
            states(issue) == [Word.kept] && game.moves.contains { ($0.step.delivers[issue] ?? 0) > 0 }
        }
        guard !kept.isEmpty else { return nil }
        let steps = game.moves.filter { move in kept.contains { (move.step.delivers[$0] ?? 0) > 0 } }
        var finding = Finding(
            .blocks, id: "kept", "The schedule eases what the package keeps: \(Phrase.list(kept.map(explainer.title)))",
            detail: "\(Phrase.brief(steps.map { Phrase.quoted($0.step.title) }, most: 4)).")
        finding.issues = kept
        finding.evidence = evidence(steps)
        if finding.evidence.isEmpty { finding.evidence = [cited(exchangePlace: "what relief is to be given for")] }
        return finding
    }

    private mutating func incomplete(_ eased: [ID<Issue>]) -> Finding? {
        let phased = eased.filter { states($0) == [Word.phased] }
        guard !phased.isEmpty else { return nil }
        let short = (phased + exchange.against.filter(isAgreed)).compactMap {
            issue -> (ID<Issue>, Number)? in
            let sum = game.moves.reduce(Number.zero) { $0 + ($1.step.delivers[issue] ?? 0) }
            return sum < 1 ? (issue, sum) : nil
        }
        guard !short.isEmpty else { return nil }
        var finding = Finding(
            .missing, id: "incomplete",
            "The schedule does not carry out all that is exchanged: \(Phrase.list(short.map { explainer.title($0.0) }))",
            detail: "Of 1 it delivers \(Phrase.list(short.map { "\($0.1) of \(explainer.title($0.0))" })).")
        finding.issues = short.map(\.0)
        finding.evidence =
            [cited(exchangePlace: "what is exchanged")]
            + evidence(
                game.moves.filter { move in
                    short.contains { (move.step.delivers[$0.0] ?? 0) > 0 }
                })
        return finding
    }

    /// Whether the package settles the issue as something that has to be carried out.
    private func isAgreed(_ issue: ID<Issue>) -> Bool {
        let possible = package.possible(issue, in: workspace)
        return package.choices[issue] != nil && !possible.contains { $0 == workspace.noDeal?.choices[issue] }
    }

    /// Relief of which a greater share is given than is carried out of everything it is given for.
    private mutating func ahead() -> Finding? {
        for index in game.moves.indices {
            let paid = exchange.against.map { game.share(of: $0, after: index) }.max() ?? 0
            guard let issue = exchange.relief.first(where: { game.share(of: $0, after: index) > paid }) else { continue }
            let move = game.moves[index]
            var finding = Finding(
                .fragile, id: "ahead",
                "From “\(move.step.title)” on relief runs ahead of what it is given for",
                detail: """
                    Then \(hundredths(game.share(of: issue, after: index))) of \(explainer.title(issue)) is given, and of what it \
                    is for at most \(hundredths(paid)) is done.
                    """)
            finding.issues = [issue] + exchange.against
            finding.parties = [move.step.party]
            finding.evidence = evidence(Array(game.moves[...index])) + [cited(exchangePlace: "what relief is to be given for")]
            return finding
        }
        guard !game.moves.isEmpty else { return nil }
        var finding = Finding(
            .strong, id: "ahead", "At no step does relief run ahead of what it is given for",
            detail: "By shares of each settlement, whatever they are worth to whom.")
        finding.issues = game.issues
        finding.evidence = evidence(game.moves) + [cited(exchangePlace: "what relief is to be given for")]
        return finding
    }

    private func hundredths(_ share: Number) -> String { "\((share * 100).rounded(decimals: 0)) %" }

    /// Relief that waits for verified steps while nobody is named who verifies them.
    private mutating func unverified() -> Finding? {
        let waiting = exchange.relief.filter { issue in
            package.possible(issue, in: workspace).contains {
                workspace.issues[issue]?.options[$0]?.word(Attribute.trigger) == Word.verifiedSteps
            }
        }
        let bare = game.moves.filter { move in
            move.step.verifiedBy.isEmpty && (waiting + exchange.against).contains { (move.step.delivers[$0] ?? 0) > 0 }
        }
        guard !bare.isEmpty, !waiting.isEmpty else { return nil }
        var finding = Finding(
            .fragile, id: "unverified",
            "\(Phrase.count(bare.count, "step")) of the exchange \(Phrase.verb(bare.count, "has", "have")) nobody named to verify \(Phrase.verb(bare.count, "it", "them"))",
            detail: "\(Phrase.brief(bare.map { Phrase.quoted($0.step.title) }, most: 4)).")
        finding.issues = waiting
        finding.evidence = evidence(bare) + [cited(exchangePlace: "through whom steps are verified")]
        return finding
    }

    // MARK: Evidence

    func place(ofStep index: Int) -> Pointer? {
        guard let packageID, workspace.packages[packageID]?.schedule == package.schedule else { return nil }
        return Pointer(["packages", packageID.text, "schedule"]) / index
    }

    mutating func evidence(_ moves: [Game.Move]) -> [Evidence] {
        moves.compactMap { move in
            place(ofStep: move.index).map {
                explainer.evidence(
                    $0, "at \(workspace.timeUnit.span(move.step.at)) \(explainer.name(move.step.party)): \(move.step.title)",
                    move.step.source ?? package.source)
            }
        }
    }

    /// What the worth of the exchange to a party was reckoned from.
    mutating func evidence(worthTo party: ID<Party>) -> [Evidence] {
        let positions = game.issues.flatMap { issue -> [Evidence] in
            guard let position = workspace.issues[issue]?.positions[party] else { return [] }
            return package.possible(issue, in: workspace).compactMap { option in
                let isAssessed = reading == .assessed && position.assessed?.stance[option] != nil
                guard isAssessed || position.stance[option] != nil else { return nil }
                return explainer.evidence(
                    party, on: issue, of: option, isAssessed ? .assessed : .declared, isSoftened: reading == .assessed)
            }
        }
        guard let patience = workspace.parties[party]?.patience else { return positions }
        return positions + [
            explainer.evidence(
                ["parties", party.text, "patience"],
                "patience of \(explainer.name(party)): \(Phrase.range(patience)) a \(workspace.timeUnit.rawValue)", nil)
        ]
    }

    mutating func evidence(snapback names: [String]) -> [Evidence] {
        names.compactMap { name in
            section.snapback[name].map { entry in
                explainer.evidence(
                    theCase.place / "snapback" / name,
                    """
                    \(explainer.name(entry.holder)) takes back with a likelihood of \(Phrase.range(entry.credibility)), after \
                    \(Phrase.range(entry.lagMonths)) months
                    """, entry.source)
            }
        }
    }
}
