import PluginKit

/// `institutions.venue`: what each format of the talks gives and costs whom, and whose consent it can deliver.
struct VenueAnalyzer: ModuleAnalyzer {
    let declaration = AnalyzerDeclaration(
        id: "institutions.venue", title: "Which format of the talks can carry what?",
        summary: """
            Lays out legitimacy and control, format by format and party by party, what each format costs whom, and whether it can \
            deliver the consents that packages need; with a package, for that one.
            """,
        subject: .workspace,
        parameters: [.reading, Parameter("package", .package, "a package: whose consents it needs, and its own format")])

    func run(_ request: ModuleRequest<InstitutionsSection>) async throws -> AnalysisResult {
        let package = request.parameters["package"]?.string.map { ID<Package>($0) }
        var report = try VenueReport(request.theCase, package: package, reading: request.reading)
        return report.result(request.result)
    }
}

package struct VenueReport {
    /// A package, and the consents that it takes.
    private struct Question {
        var id: ID<Package>
        var title: String
        var surroundings: Surroundings
        var consents: Consents
    }

    private let theCase: ModuleCase<InstitutionsSection>
    private let workspace: Workspace
    private let issue: ID<Issue>
    private let formats: OrderedDictionary<ID<Option>, Format>
    private let reading: Reading
    private let stances: Stances
    private let costs: [FormatCosts]
    private let questions: [Question]
    private let isOfOne: Bool
    private var explainer: Explainer

    /// - Throws: `Lack` when the section has no formats, or no issue has them as options.
    package init(_ theCase: ModuleCase<InstitutionsSection>, package: ID<Package>?, reading: Reading) throws {
        let formats = theCase.section?.formats ?? [:]
        guard let issue = formats.keys.lazy.compactMap({ theCase.workspace.issue(of: .format, offering: $0) }).first else {
            throw Lack(
                "The workspace does not say what the formats of the talks give and cost.",
                lacks: [
                    "\(theCase.place)/formats: per option of an issue of kind format, {seats: […], delivers: […], excludes: […], legitimacy: {…}, control: {…}}"
                ])
        }
        self.theCase = theCase
        workspace = theCase.workspace
        self.issue = issue
        self.formats = formats.filter { theCase.workspace.issues[issue]?.options[$0.key] != nil }
        self.reading = reading
        let stances = Stances(theCase.workspace, reading)
        self.stances = stances
        let options = theCase.workspace.issues[issue]?.choices ?? []
        costs = theCase.workspace.parties.keys.compactMap { FormatCosts($0, on: issue, options, stances) }
        isOfOne = package != nil
        questions = theCase.workspace.packages.filter { package == nil || $0.key == package }.map { id, stored in
            let surroundings = Surroundings(theCase, stored, id: id)
            return Question(
                id: id, title: stored.title, surroundings: surroundings, consents: Consents(surroundings))
        }
        explainer = Explainer(theCase.workspace)
    }

    package mutating func result(_ blank: AnalysisResult) -> AnalysisResult {
        var result = blank
        var found: [Finding] = questions.map { consentFinding($0) }
        found += formats.compactMap { excluded($0, $1) }
        found += formats.map { costFinding($0, $1) }
        found += estimated.compactMap { dominated($0) }
        let order = Finding.Kind.allCases
        result.findings = order.flatMap { kind in found.filter { $0.kind == kind } }
        result.tables = [consentTable(), formatTable(), costTable()].filter { !$0.rows.isEmpty }
        result.lacks = lacks
        result.status = result.lacks.isEmpty ? .complete : .partial
        result.summary = summary
        result.provenance = explainer.provenance
        return result
    }

    private func title(_ option: ID<Option>) -> String { explainer.title(option, of: issue) }
    private func place(_ option: ID<Option>) -> Pointer { theCase.place / "formats" / option.text }

    // MARK: Consents

    /// Which formats can deliver what a package needs, and whether its own can.
    private mutating func consentFinding(_ question: Question) -> Finding {
        let consents = question.consents
        let able = formats.filter { consents.isComplete($0.value) }.map(\.key)
        let needed = Array(consents.needed.keys)
        let own = question.surroundings.package?.choices[issue] == nil ? [] : question.surroundings.possible(issue)
        let failing = own.filter { option in formats[option].map { !consents.isComplete($0) } ?? true }
        let quotedTitle = Phrase.quoted(question.title)
        let everywhere = needed.filter { party in formats.values.allSatisfy { !consents.missing([party], in: $0).isEmpty } }
        let ableTitles = Phrase.list(able.map { Phrase.quoted(title($0)) }, "or")
        let deciding = able.isEmpty ? "no format here can" : "\(ableTitles) can"
        var finding: Finding
        if own.isEmpty {
            finding = Finding(
                able.isEmpty ? .missing : .note, id: "consents/\(question.id)",
                "\(quotedTitle) leaves the format open; of the consents it needs, \(deciding) deliver all")
        } else if failing.isEmpty {
            finding = Finding(
                .strong, id: "consents/\(question.id)",
                "The format of \(quotedTitle) can deliver every consent that it needs")
        } else if failing.count == own.count {
            let missing = OrderedSet(failing.flatMap { formats[$0].map { consents.missing(needed, in: $0) } ?? needed })
            finding = Finding(
                .missing, id: "consents/\(question.id)",
                "The format of \(quotedTitle) cannot deliver the consent of \(explainer.names(missing.elements))")
        } else {
            finding = Finding(
                .fragile, id: "consents/\(question.id)",
                "Of the formats that \(quotedTitle) leaves open, \(Phrase.list(failing.map { Phrase.quoted(title($0)) })) cannot deliver every consent")
        }
        var sentences = ["It needs the consent of \(explainer.names(needed))."]
        let lacking = failing.flatMap { formats[$0].map { consents.missing(needed, in: $0) } ?? [] } + everywhere
        for party in OrderedSet(lacking).filter({ consents.needed[$0]?.contains(.rule) == false }).prefix(3) {
            sentences.append(reasons(party, consents.needed[party] ?? []))
        }
        if !consents.perhaps.isEmpty {
            sentences.append(
                "Depending on what is open, that of \(explainer.names(Array(consents.perhaps.keys))) too.")
        }
        if !everywhere.isEmpty {
            sentences.append(
                "That of \(explainer.names(everywhere)) no format here delivers: it has to be got elsewhere.")
        }
        if !own.isEmpty, !failing.isEmpty, everywhere.isEmpty { sentences.append("\(Phrase.capitalized(deciding)) deliver all.") }
        if let counted = countSentence(question, own.isEmpty ? Array(formats.keys) : own) { sentences.append(counted) }
        finding.detail = sentences.joined(separator: " ")
        finding.issues = [issue]
        finding.parties = needed
        finding.evidence = consentEvidence(question, own)
        return finding
    }

    private func countSentence(_ question: Question, _ options: [ID<Option>]) -> String? {
        let short = options.filter { option in formats[option].map { question.consents.countLacking(in: $0) > 0 } ?? false }
        guard !short.isEmpty, let decision = workspace.decision, let atLeast = decision.atLeast else { return nil }
        return """
            The rule also asks for \(atLeast) of \(explainer.names(decision.of)), and fewer are delivered by \
            \(Phrase.list(short.map { Phrase.quoted(title($0)) })).
            """
    }

    private func reasons(_ party: ID<Party>, _ reasons: [Consents.Reason]) -> String {
        let options = reasons.compactMap { reason -> String? in
            guard case .option(let issue, let option) = reason else { return nil }
            return "\(Phrase.quoted(explainer.title(option, of: issue))) on \(explainer.title(issue))"
        }
        return "That of \(explainer.name(party)) for \(Phrase.list(OrderedSet(options).elements))."
    }

    private mutating func consentEvidence(_ question: Question, _ own: [ID<Option>]) -> [Evidence] {
        var evidence: [Evidence] = []
        if let decision = workspace.decision {
            evidence.append(
                explainer.evidence(["decision"], "required: \(explainer.names(decision.required))", decision.source))
        }
        let reasons = OrderedSet(question.consents.needed.values.flatMap { $0 })
        for case .option(let issue, let option) in reasons { evidence.append(explainer.evidence(need: option, on: issue)) }
        for option in own where formats[option] != nil { evidence.append(delivery(option)) }
        if let choice = question.surroundings.evidence(ofChoice: issue) { evidence.append(choice) }
        if evidence.isEmpty || own.isEmpty { evidence += formats.keys.map { delivery($0) } }
        return evidence
    }

    private mutating func delivery(_ option: ID<Option>) -> Evidence {
        let format = formats[option] ?? Format()
        let who = format.delivers.isEmpty ? "nobody’s consent" : "the consent of \(explainer.names(format.delivers))"
        return explainer.evidence(place(option), "\(Phrase.quoted(title(option))) delivers \(who)", format.source)
    }

    /// Those kept from the table whose consent the agreement needs, by the rule or in some package.
    private mutating func excluded(_ option: ID<Option>, _ format: Format) -> Finding? {
        let required = Set(questions.flatMap { $0.consents.needed.keys } + Array(Consents(Surroundings(theCase)).needed.keys))
        let out = format.excludes.filter(required.contains)
        guard !out.isEmpty else { return nil }
        let others = format.excludes.filter { !required.contains($0) }
        let isByRule = out.allSatisfy { Consents(Surroundings(theCase)).needed[$0] != nil }
        let who = isOfOne ? "the package" : isByRule ? "every agreement" : "some package here"
        let backers = format.backedBy.isEmpty ? "" : " It is reported to be what \(explainer.names(format.backedBy)) asks for."
        var finding = Finding(
            .fragile, id: "excluded/\(option)",
            "\(Phrase.quoted(title(option))) keeps \(explainer.names(out)) from the table, whose consent \(who) needs",
            detail: """
                What comes of it binds them only when they consent afterwards, to a text that they had no part in.\
                \(others.isEmpty ? "" : " Kept away too: \(explainer.names(others)).")\(backers)
                """)
        finding.issues = [issue]
        finding.parties = out
        finding.evidence = [
            explainer.evidence(
                place(option), at: place(option) / "excludes", "\(Phrase.quoted(title(option))) excludes \(explainer.names(format.excludes))",
                format.source)
        ]
        for party in out {
            guard let level = stances.level(party, on: issue, option) else { continue }
            finding.evidence.append(
                explainer.evidence(party, on: issue, of: option, level.account, isSoftened: level.isSoftened))
        }
        return finding
    }

    // MARK: Costs

    private mutating func costFinding(_ option: ID<Option>, _ format: Format) -> Finding {
        let ruling = costs.filter { $0.accounts[option]?.isRuledOut == true }.map(\.party)
        let blocking = ruling.filter { Consents(Surroundings(theCase)).needed[$0] != nil }
        let known = costs.compactMap { cost in cost.accounts[option]?.points.map { (party: cost.party, points: $0) } }
        let paying = known.filter { $0.points.low > 0 }.sorted { $0.points.midpoint > $1.points.midpoint }
        let best = known.filter { $0.points.high == 0 }.map(\.party)
        let quotedTitle = Phrase.quoted(title(option))
        let backed = format.backedBy.isEmpty ? nil : "asked for by \(explainer.names(format.backedBy))"
        var finding = Finding(
            blocking.isEmpty ? .note : .blocks, id: "cost/\(option)",
            blocking.isEmpty
                ? paying.isEmpty
                    ? "\(quotedTitle) costs nobody for certain, \(reading.phrase)"
                    : "\(quotedTitle) costs \(Phrase.brief(paying.map { explainer.name($0.party) }, most: 3)) for certain, \(reading.phrase)"
                : "\(explainer.names(blocking)) rules out \(quotedTitle), \(reading.phrase)",
            detail: [
                paying.isEmpty
                    ? nil
                    : "Swing points below each one’s best format: "
                        + Phrase.brief(paying.map { "\(explainer.name($0.party)) \(points($0.points))" }, most: 5) + ".",
                best.isEmpty ? nil : "It is the best for \(explainer.names(best)).",
                backed.map { "It is \($0)." },
            ].compactMap { $0 }.joined(separator: " "))
        finding.issues = [issue]
        finding.parties = blocking + paying.map(\.party)
        finding.evidence = [explainer.evidence(place(option), backed.map { "\(quotedTitle): \($0)" } ?? quotedTitle, format.source)]
        for party in ruling + paying.map(\.party) + best {
            guard let level = stances.level(party, on: issue, option) else { continue }
            finding.evidence.append(
                explainer.evidence(party, on: issue, of: option, level.account, isSoftened: level.isSoftened))
        }
        return finding
    }

    private func points(_ range: Interval) -> String {
        let (low, high) = (range.low.roundedDown(decimals: 1), range.high.roundedUp(decimals: 1))
        return low == high ? "\(low)" : "\(low)–\(high)"
    }

    // MARK: Legitimacy and control

    /// Those for whom the section has both.
    private var estimated: [ID<Party>] {
        OrderedSet(formats.values.flatMap { format in format.legitimacy.keys.filter { format.control[$0] != nil } }).elements
    }

    /// Formats that another beats for a party on both counts, whatever the true values: of these it gives up nothing by leaving
    /// them (Pareto 1906).
    private mutating func dominated(_ party: ID<Party>) -> Finding? {
        let known = formats.compactMap { option, format -> (option: ID<Option>, legitimacy: Interval, control: Interval)? in
            guard let legitimacy = format.legitimacy[party], let control = format.control[party] else { return nil }
            return (option, legitimacy, control)
        }
        guard known.count > 1 else { return nil }
        let beaten = known.compactMap { one -> (worse: ID<Option>, better: ID<Option>)? in
            let better = known.first { other in
                other.option != one.option && other.legitimacy.low >= one.legitimacy.high && other.control.low >= one.control.high
                    && (other.legitimacy.low > one.legitimacy.high || other.control.low > one.control.high)
            }
            return better.map { (one.option, $0.option) }
        }
        let left = known.map(\.option).filter { option in !beaten.contains { $0.worse == option } }
        let name = explainer.name(party)
        let leftTitles = Phrase.list(left.map { Phrase.quoted(title($0)) })
        var finding = Finding(
            .note, id: "weighing/\(party)",
            left.count == 1
                ? "For \(name) \(leftTitles) gives more legitimacy and more control than any other format, by the estimates"
                : "For \(name) no single format is sure to give most of both legitimacy and control",
            detail: [
                left.count == 1 ? nil : "What may be its best, depending on what it wants more: \(leftTitles).",
                beaten.isEmpty
                    ? nil
                    : "Worse on both for certain: "
                        + Phrase.list(beaten.map { "\(Phrase.quoted(title($0.worse))) (than \(Phrase.quoted(title($0.better))))" }) + ".",
            ].compactMap { $0 }.joined(separator: " "))
        finding.parties = [party]
        finding.issues = [issue]
        finding.evidence = known.map { option, legitimacy, control in
            explainer.evidence(
                place(option) / "legitimacy", at: place(option) / "legitimacy" / party.text,
                "\(Phrase.quoted(title(option))) for \(name): legitimacy \(Phrase.range(legitimacy)), control \(Phrase.range(control))",
                formats[option]?.numbersSource)
        }
        return finding
    }

    // MARK: Tables

    private func consentTable() -> Table {
        Table(
            id: "consents", title: "Whose consent a package needs and a format cannot deliver",
            columns: [.init("package", "Package"), .init("needs", "Needs the consent of")]
                + formats.keys.map { .init($0.text, title($0)) },
            rows: questions.map { question in
                let consents = question.consents
                let needs = explainer.names(Array(consents.needed.keys))
                let more = consents.perhaps.isEmpty ? "" : "; perhaps \(explainer.names(Array(consents.perhaps.keys)))"
                let own = question.surroundings.package?.choices[issue] == nil ? [] : question.surroundings.possible(issue)
                return [.name(question.title, id: question.id.text), .text(needs + more)]
                    + formats.map { option, format in
                        let missing = consents.missing(consents.needed.keys, in: format)
                        let mark = own.contains(option) ? " *" : ""
                        if consents.isComplete(format) {
                            let perhaps = consents.missing(consents.perhaps.keys, in: format)
                            return perhaps.isEmpty
                                ? .verdict("delivers all\(mark)", .good)
                                : .verdict("perhaps without \(explainer.names(perhaps))\(mark)", .warning)
                        }
                        return .verdict(
                            missing.isEmpty ? "too few\(mark)" : "without \(Phrase.brief(missing.map(explainer.name), most: 3))\(mark)", .bad)
                    }
            },
            note: """
                Needed are the consents of the decision rule and those that the chosen options ask for. A bloc counts as delivered when \
                those are by whom it decides. What a format does not deliver has to be got afterwards or elsewhere. An asterisk marks \
                what the package says.
                """)
    }

    private mutating func formatTable() -> Table {
        let parties = OrderedSet(formats.values.flatMap { Array($0.legitimacy.keys) + Array($0.control.keys) }).elements
        for (option, format) in formats where !format.legitimacy.isEmpty {
            explainer.use(place(option) / "legitimacy", format.numbersSource)
        }
        return Table(
            id: "formats", title: "What each format gives whom",
            columns: [
                .init("format", "Format"), .init("party", "Party"), .init("seat", "Seat"),
                .init("legitimacy", "Legitimacy", unit: "0–1"), .init("control", "Control", unit: "0–1"),
            ],
            rows: formats.flatMap { option, format in
                parties.map { party in
                    let seat: Cell =
                        format.seats.contains(party)
                        ? .verdict("seated", .good) : format.excludes.contains(party) ? .verdict("kept away", .bad) : .text("none")
                    return [
                        .name(title(option), id: option.text), explainer.cell(party), seat,
                        format.legitimacy[party].map { .figure(Figure(share: $0)) } ?? .empty,
                        format.control[party].map { .figure(Figure(share: $0)) } ?? .empty,
                    ]
                }
            }, note: "Estimates: how lawful a result is in a party’s eyes, and how far it governs the result.")
    }

    private func costTable() -> Table {
        Table(
            id: "costs", title: "What each format costs whom, \(reading.phrase)",
            columns: [.init("format", "Format")] + costs.map { .init($0.party.text, explainer.name($0.party), unit: "swing points") },
            rows: formats.keys.map { option in
                [.name(title(option), id: option.text)]
                    + costs.map { cost -> Cell in
                        guard let account = cost.accounts[option] else { return .empty }
                        if account.isRuledOut { return .verdict("rules it out", .bad) }
                        return account.points.map { .figure(Figure($0, nominal: nil)) } ?? .text("not known")
                    }
            },
            note: """
                Swing points by which the party’s own best format is worth more to it, over the stated ranges of stance and salience. \
                They weigh what each party says they weigh and are not compared across columns.
                """)
    }

    // MARK: The whole

    private var lacks: [String] {
        let unsaid = (workspace.issues[issue]?.options.keys ?? []).filter { formats[$0] == nil }
        return (unsaid.isEmpty
            ? [] : ["\(theCase.place)/formats: what \(Phrase.list(unsaid.map { Phrase.quoted($0.text) })) give and cost"])
            + (questions.isEmpty ? ["/packages: a package, whose consents a format would have to deliver"] : [])
    }

    private var summary: String {
        let rule = Consents(Surroundings(theCase))
        let able = formats.filter { rule.isComplete($0.value) }.map { Phrase.quoted(title($0.key)) }
        let first =
            able.isEmpty
            ? "No format can deliver every consent that the decision rule asks for."
            : "Every consent that the decision rule asks for (\(explainer.names(Array(rule.needed.keys)))) can be delivered by \(Phrase.list(able, "or"))."
        let answers = questions.map { question -> String in
            let all = formats.filter { question.consents.isComplete($0.value) }.map { Phrase.quoted(title($0.key)) }
            let rest = question.consents.needed.keys.filter { party in
                formats.values.allSatisfy { !question.consents.missing([party], in: $0).isEmpty }
            }
            return all.isEmpty
                ? rest.isEmpty
                    ? "no format delivers all that \(Phrase.quoted(question.title)) needs"
                    : "\(Phrase.quoted(question.title)) needs \(explainer.names(Array(rest))) as well, whom none delivers"
                : "\(Phrase.quoted(question.title)) can be carried by \(Phrase.list(all, "or"))"
        }
        guard !answers.isEmpty else { return first }
        return "\(first) \(Phrase.capitalized(answers.joined(separator: "; ")))."
    }
}
