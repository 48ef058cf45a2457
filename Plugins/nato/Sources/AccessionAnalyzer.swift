import PluginKit

/// `nato.accession`: whose consent membership, its suspension and its exclusion take, who refuses it, and for what it might be
/// had.
struct AccessionAnalyzer: ModuleAnalyzer {
    static let tries = "tries"
    /// So many that a reader does not wait; the host takes 20,000.
    static let standardTries = 50

    let declaration = AnalyzerDeclaration(
        id: "nato.accession", title: "Who can stop what on membership?",
        summary: """
            Puts every answer on membership into the package, tells whose consent it takes and who refuses it by which red line or \
            for how much, and looks for other issues whose settlement would lift the block.
            """,
        subject: .package,
        parameters: [
            .reading,
            Parameter(
                tries, .integer, "how many packages to try at most for each answer that is blocked",
                range: Interval(low: 1, high: 20_000), standard: .int(standardTries)),
        ])

    func run(_ request: ModuleRequest<NATOSection>) async throws -> AnalysisResult {
        guard let package = request.package else { throw Lack("The question is about a package.", lacks: ["a package"]) }
        var report = try AccessionReport(
            request.theCase, package, id: request.packageID, reading: request.reading,
            tries: request.parameters[Self.tries]?.int ?? Self.standardTries)
        let (host, reading) = (request.host, request.reading)
        let questions = Questions(
            evaluate: { try await host.evaluate($0, reading: reading) },
            solve: { try await host.solve($0, over: $1, reading: reading, limit: $2) })
        return try await report.result(request.result, asking: questions) { host.report($0, of: $1, "looking for trades") }
    }
}

package struct AccessionReport {
    /// One answer on membership put into the package.
    struct Variation {
        var issue: ID<Issue>
        var option: ID<Option>
        var outcome = PackageOutcome()
        var objections: [Objections.Objection] = []
        /// Who refuses every other answer on the issue for the same reason too.
        var elsewhere: [Objections.Objection] = []
        /// Who refuses this answer for a reason that not every other answer gives.
        var own: [Objections.Objection] = []
        var trade: Trade?
    }

    let workspace: Workspace
    let accession: Accession
    let place: Pointer
    let draft: Draft
    let reading: Reading
    let tries: Int
    let issues: [ID<Issue>]
    var explainer: Explainer

    /// - Throws: `Lack` when nothing says who decides on accession.
    package init(
        _ theCase: ModuleCase<NATOSection>, _ package: Package, id: ID<Package>?, reading: Reading, tries: Int
    ) throws {
        let known = theCase.section?.accession?.issues.filter { theCase.workspace.issues[$0]?.options.isEmpty == false } ?? []
        guard let accession = theCase.section?.accession, !known.isEmpty else {
            throw Lack(
                "The workspace does not say who decides on accession, and on which issues.",
                lacks: ["\(theCase.place)/accession: {body: …, rule: unanimity, consents: […], issues: […]}"])
        }
        workspace = theCase.workspace
        self.accession = accession
        place = theCase.place / "accession"
        draft = Draft(package, id: id, in: theCase.workspace)
        self.reading = reading
        self.tries = tries
        issues = known
        explainer = Explainer(theCase.workspace)
    }

    package mutating func result(
        _ blank: AnalysisResult, asking questions: Questions, progress: (Int, Int) -> Void = { _, _ in }
    ) async throws -> AnalysisResult {
        var variations = issues.flatMap { issue in
            (workspace.issues[issue]?.options.keys.elements ?? []).map { Variation(issue: issue, option: $0) }
        }
        let outcomes = try await questions.evaluate(variations.map { draft.choosing([$0.issue: $0.option]).package.choices })
        for (index, outcome) in outcomes.enumerated() where variations.indices.contains(index) {
            let (issue, option) = (variations[index].issue, variations[index].option)
            variations[index].outcome = outcome
            variations[index].objections = Objections(on: issue, in: workspace).objections(to: option, in: draft, outcome)
        }
        for issue in issues {
            let all = variations.indices.filter { variations[$0].issue == issue }
            /// Whether the party has the reason whatever is chosen on the issue.
            func isEverywhere(_ party: ID<Party>, _ ground: Objections.Ground) -> Bool {
                all.allSatisfy { index in
                    variations[index].objections.contains { $0.party == party && $0.grounds.contains(where: ground.isLike) }
                }
            }
            let split = all.map { index in
                let objections = variations[index].objections
                return (
                    elsewhere: objections.compactMap { objection in objection.keeping { isEverywhere(objection.party, $0) } },
                    own: objections.compactMap { objection in objection.keeping { !isEverywhere(objection.party, $0) } }
                )
            }
            for (index, split) in zip(all, split) { (variations[index].elsewhere, variations[index].own) = split }
        }
        // The package itself is one variation of each issue, and is searched once.
        let own = variations.indices.first { isOwn(variations[$0]) && isTradable(variations[$0]) }
        let blocked = variations.indices.filter { isTradable(variations[$0]) && (!isOwn(variations[$0]) || $0 == own) }
        for (done, index) in blocked.enumerated() {
            progress(done, blocked.count)
            variations[index].trade = try await Trade(search(variations[index]), in: draft, asking: questions)
        }
        return result(blank, variations)
    }

    // MARK: Searches

    func isOwn(_ variation: Variation) -> Bool { draft.possible(variation.issue).contains(variation.option) }

    /// Whether a trade may lift what is in the way. Looked for where the package itself is blocked, and where the answer brings a
    /// block of its own.
    func isTradable(_ variation: Variation) -> Bool {
        !variation.objections.isEmpty && variation.outcome.agreement == .excluded
            && !variation.objections.contains(where: \.isFixed)
            && (isOwn(variation) || !variation.own.isEmpty)
    }

    func search(_ variation: Variation) -> TradeSearch {
        let blockers = OrderedSet(
            variation.objections.flatMap { objection in
                objection.grounds.flatMap { ground -> [ID<Party>] in
                    if case .members(let members) = ground { return members }
                    return [objection.party]
                }
            })
        let lines = variation.objections.flatMap(\.grounds).compactMap { ground -> Pointer? in
            if case .line(let place) = ground { place } else { nil }
        }
        return TradeSearch(
            draft, choosing: variation.option, on: variation.issue, blockers: blockers.elements, lines: lines, reading: reading,
            limit: tries)
    }

    // MARK: The result

    mutating func result(_ blank: AnalysisResult, _ variations: [Variation]) -> AnalysisResult {
        var result = blank
        for issue in issues {
            let own = variations.filter { $0.issue == issue }
            result.tables.append(table(issue, own, isLast: issue == issues.last))
            result.findings += [stands(issue, own), elsewhere(issue, own)].compactMap { $0 } + own.compactMap { traded($0) }
        }
        result.findings += [consent(), support()].compactMap { $0 }
        let order = Finding.Kind.allCases
        result.findings = order.flatMap { kind in result.findings.filter { $0.kind == kind } }
        result.lacks = lacks
        result.status = result.lacks.isEmpty ? .complete : .partial
        result.summary = summary(variations)
        result.provenance = explainer.provenance
        return result
    }

    func title(_ variation: Variation) -> String { Phrase.quoted(explainer.title(variation.option, of: variation.issue)) }

    /// By the decision rule, and by what the option itself takes; a bloc with those who decide for it.
    func consents(_ variation: Variation) -> [ID<Party>] {
        variation.outcome.parties.filter { $0.required == .yes }.map(\.party)
    }

    func needs(_ variation: Variation) -> [ID<Party>] {
        workspace.issues[variation.issue]?.options[variation.option]?.needs ?? []
    }

    func said(_ party: ID<Party>) -> String {
        let members = party == accession.body ? accession.consents : []
        return members.isEmpty ? explainer.name(party) : "\(explainer.name(party)) (\(explainer.names(members)))"
    }

    func words(_ ground: Objections.Ground) -> String {
        switch ground {
        case .line(let place): "its red line \(lineTitle(place))"
        case .value(let margin): "it is worth \(Phrase.points(margin)) swing points against no deal"
        case .members(let members): "\(explainer.names(members)) \(Phrase.verb(members.count, "does", "do")) not consent"
        }
    }

    func lineTitle(_ place: Pointer) -> String {
        let tokens = place.tokens
        if tokens.count == 4 {
            return Phrase.quoted(workspace.parties[ID(tokens[1])]?.redLines[tokens[3]]?.title ?? tokens[3])
        }
        return tokens.count == 6
            ? "against \(Phrase.quoted(explainer.title(ID(tokens[5]), of: ID(tokens[1]))))" : place.description
    }

    func words(_ objection: Objections.Objection) -> String {
        let grounds = objection.grounds.map(words)
        return grounds.isEmpty ? explainer.name(objection.party) : "\(explainer.name(objection.party)) (\(Phrase.list(grounds)))"
    }

    mutating func evidence(_ objections: [Objections.Objection], _ variation: Variation) -> [Evidence] {
        var evidence: [Evidence] = []
        for objection in objections {
            let stakes = Stakes(of: objection.party, in: workspace, reading: reading)
            for ground in objection.grounds {
                switch ground {
                case .line(let place): evidence += [explainer.evidence(redLineAt: place)].compactMap { $0 }
                case .value: evidence += [explainer.evidence(variation.option, on: variation.issue, of: stakes)].compactMap { $0 }
                case .members(let members):
                    for member in members {
                        let stakes = Stakes(of: member, in: workspace, reading: reading)
                        evidence += [explainer.evidence(variation.option, on: variation.issue, of: stakes)].compactMap { $0 }
                    }
                }
            }
        }
        if !needs(variation).isEmpty { evidence.append(explainer.evidence(need: variation.option, on: variation.issue)) }
        if isOwn(variation) { evidence += [draft.evidence(variation.issue)].compactMap { $0 } }
        if evidence.isEmpty { evidence.append(explainer.evidence(place, "who decides on accession", accession.source)) }
        var seen: Set<Evidence> = []
        return evidence.filter { seen.insert($0).inserted }
    }

    // MARK: The whole

    var lacks: [String] {
        let open = issues.filter { draft.package.choices[$0] == nil }
        return open.isEmpty ? [] : ["a choice on \(Phrase.list(open.map { Phrase.quoted(explainer.title($0)) }))"]
    }

    func summary(_ variations: [Variation]) -> String {
        let parts = issues.map { issue in
            let own = variations.filter { $0.issue == issue }
            let refused = own.filter { !$0.own.isEmpty }
            let traded = own.filter { $0.trade.map { $0.agreement != .excluded } ?? false }
            let said = draft.package.choices[issue] == nil ? "the package says nothing" : "the package says \(draft.says(issue))"
            let trades = traded.isEmpty ? "" : "; trades were found for \(Phrase.list(traded.map(title)))"
            return """
                on \(explainer.title(issue)) \(said), and of \(Phrase.count(own.count, "answer")) \(refused.count) \
                \(Phrase.verb(refused.count, "is", "are")) refused because of what \(Phrase.verb(refused.count, "it says", "they say"))\(trades)
                """
        }
        let everywhere = OrderedSet(variations.flatMap { $0.elsewhere.map(\.party) })
        let rest =
            everywhere.isEmpty
            ? ""
            : " \(explainer.names(everywhere.elements)) \(Phrase.verb(everywhere.count, "refuses", "refuse")) the package whatever is chosen there."
        return "\(Phrase.capitalized(reading.phrase)): \(parts.joined(separator: "; ")).\(rest)"
    }
}
