import PluginKit

/// `nato.guarantees`: what has to stand behind somebody who gives up membership.
struct GuaranteesAnalyzer: ModuleAnalyzer {
    let declaration = AnalyzerDeclaration(
        id: "nato.guarantees", title: "What would a guarantee have to be worth?",
        summary: """
            Puts every guarantee beside every answer on membership into the package, and tells which of them bring the party that \
            gives up membership at least what it has without a deal.
            """,
        subject: .package, parameters: [.reading])

    func run(_ request: ModuleRequest<NATOSection>) async throws -> AnalysisResult {
        guard let package = request.package else { throw Lack("The question is about a package.", lacks: ["a package"]) }
        var report = try GuaranteesReport(request.theCase, package, id: request.packageID, reading: request.reading)
        let outcomes = try await request.host.evaluate(report.questions, reading: request.reading)
        return report.result(request.result, outcomes)
    }
}

package struct GuaranteesReport {
    /// One answer on membership with one guarantee, and what the package with both comes to.
    package struct Bundle {
        package var membership: ID<Option>
        package var step: ID<Option>
        package var outcome: PackageOutcome
    }

    /// Whether the party for whom the guarantee is does at least as well as without a deal.
    package enum Reach: String, Sendable, CaseIterable {
        /// Whatever the true values within the ranges, and for some of them.
        case certain, possible
        /// For none of them.
        case short
        /// The package crosses one of its red lines, whatever it is worth.
        case line
        /// It depends on what the package leaves open, or nothing is known.
        case open
        /// The two cannot stand together.
        case broken
    }

    let workspace: Workspace
    let scale: GuaranteeScale
    let section: NATOSection
    let place: Pointer
    let draft: Draft
    let stakes: Stakes
    /// The answers on membership, most open first, and the guarantees, least commitment first.
    let memberships: [ID<Option>]
    let steps: [ID<Option>]
    var explainer: Explainer

    var party: ID<Party> { scale.party }
    var reading: Reading { stakes.reading }

    /// - Throws: `Lack` when nothing says which guarantees there are and for whom.
    package init(_ theCase: ModuleCase<NATOSection>, _ package: Package, id: ID<Package>?, reading: Reading) throws {
        guard let scale = theCase.section?.guaranteeScale, let guarantee = theCase.workspace.issues[scale.issue],
            let membership = theCase.workspace.issues[scale.membership]
        else {
            throw Lack(
                "The workspace does not say which guarantees there are, for whom, and what they would stand in for.",
                lacks: [
                    "\(theCase.place)/guaranteeScale: {issue: …, party: …, membership: …, steps: {option: {worth: [low, high]}}}"
                ])
        }
        workspace = theCase.workspace
        self.scale = scale
        section = theCase.section ?? NATOSection()
        place = theCase.place
        draft = Draft(package, id: id, in: theCase.workspace)
        stakes = Stakes(of: scale.party, in: theCase.workspace, reading: reading)
        steps = scale.steps(of: guarantee)
        let ranks = Membership.allCases
        memberships = membership.options.enumerated().compactMap { place, element in
            element.value.membership.flatMap(ranks.firstIndex).map { (rank: $0, place: place, option: element.key) }
        }.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }.map(\.option)
        explainer = Explainer(theCase.workspace)
        guard !steps.isEmpty, !memberships.isEmpty else {
            throw Lack(
                "The options do not say what they promise, so guarantees and membership cannot be put in an order.",
                lacks: [
                    "/issues/\(scale.issue)/options: guarantee of each",
                    "/issues/\(scale.membership)/options: membership of each",
                ])
        }
    }

    /// The package with every answer on membership beside every guarantee.
    package var questions: [Choices] {
        memberships.flatMap { membership in
            steps.map { step in
                var choices = draft.choosing([scale.membership: membership]).package.choices
                choices[scale.issue] = .option(step)
                return choices
            }
        }
    }

    /// - Parameter outcomes: of the questions, in their order.
    package mutating func result(_ blank: AnalysisResult, _ outcomes: [PackageOutcome]) -> AnalysisResult {
        let pairs = memberships.flatMap { membership in steps.map { (membership, $0) } }
        let bundles = zip(pairs, outcomes).map { Bundle(membership: $0.0, step: $0.1, outcome: $1) }
        var result = blank
        result.findings = [offer(bundles), order(bundles)].compactMap { $0 } + givenUp.compactMap { price($0, bundles) }
        let order = Finding.Kind.allCases
        result.findings = order.flatMap { kind in result.findings.filter { $0.kind == kind } }
        result.tables = [grid(bundles), priceTable(bundles), scaleTable(), bundleTable(bundles)].filter { !$0.rows.isEmpty }
        result.lacks = lacks
        result.status = result.lacks.isEmpty ? .complete : .partial
        result.summary = summary(bundles)
        result.provenance = explainer.provenance
        return result
    }

    // MARK: Parts

    func title(_ membership: ID<Option>) -> String { Phrase.quoted(explainer.title(membership, of: scale.membership)) }
    func title(step: ID<Option>) -> String { Phrase.quoted(explainer.title(step, of: scale.issue)) }
    var name: String { explainer.name(party) }

    /// The answers that give up, for a time or for good, that the State may join.
    var givenUp: [ID<Option>] { memberships.filter { option($0)?.givesUp == true } }
    func option(_ membership: ID<Option>) -> Membership? {
        workspace.issues[scale.membership]?.options[membership]?.membership
    }

    func reach(_ bundle: Bundle) -> Reach {
        if bundle.outcome.agreement == .infeasible { return .broken }
        guard let outcome = bundle.outcome[party] else { return .open }
        switch outcome.verdict {
        case .certain: return .certain
        case .possible: return .possible
        case .unknown: return .open
        case .excluded:
            // The value decides where it is short by itself; a red line where it is not.
            let isShort = outcome.passing.map { $0.high < 0 } ?? false
            return isShort || outcome.redLines.isEmpty ? .short : .line
        }
    }

    func margin(_ bundle: Bundle) -> Interval? { bundle.outcome[party]?.passing }

    /// Others who must consent and do not.
    func excluding(_ bundle: Bundle) -> [ID<Party>] {
        bundle.outcome.parties.filter { $0.party != party && $0.required == .yes && $0.verdict == .excluded }.map(\.party)
    }

    func words(_ reach: Reach) -> (text: String, tone: Cell.Tone) {
        switch reach {
        case .certain: ("reaches it", .good)
        case .possible: ("may reach it", .warning)
        case .short: ("falls short", .bad)
        case .line: ("crosses a red line", .bad)
        case .open: ("not settled", .neutral)
        case .broken: ("cannot stand together", .bad)
        }
    }

    // MARK: What the package offers

    func offered(_ bundles: [Bundle]) -> [Bundle] {
        let (memberships, steps) = (draft.possible(scale.membership), draft.possible(scale.issue))
        return bundles.filter { memberships.contains($0.membership) && steps.contains($0.step) }
    }

    mutating func offer(_ bundles: [Bundle]) -> Finding? {
        let offered = offered(bundles)
        guard !offered.isEmpty else { return nil }
        func count(_ reaches: Reach...) -> Int { offered.count { reaches.contains(reach($0)) } }
        let standing = offered.count - count(.broken)
        let kind: Finding.Kind =
            standing > 0 && count(.certain) == standing ? .strong : count(.certain, .possible, .open) == 0 ? .blocks : .fragile
        var title: String
        var details: [String] = []
        if offered.count == 1 {
            let bundle = offered[0]
            let what =
                switch reach(bundle) {
                case .certain: "reaches \(name)'s value of no deal, whatever the true values"
                case .possible: "may reach \(name)'s value of no deal"
                case .short: "falls short of \(name)'s value of no deal, whatever the true values"
                case .line: "crosses a red line of \(name)"
                case .open: "leaves open whether it reaches \(name)'s value of no deal"
                case .broken: "cannot stand: a requirement is broken"
                }
            title =
                "With \(self.title(bundle.membership)) and \(self.title(step: bundle.step)) the package \(what), \(reading.phrase)"
            if let margin = margin(bundle) { details.append("It lies \(Phrase.points(margin)) swing points from it.") }
            if reach(bundle) == .possible, let advice = narrowing(bundle) { details.append(advice) }
        } else {
            title = """
                Of \(Phrase.count(offered.count, "pair")) of membership and guarantee that the package leaves, \(count(.certain)) \
                \(Phrase.verb(count(.certain), "reaches", "reach")) \(name)'s value of no deal and \(count(.possible)) may, \(reading.phrase)
                """
            if count(.open) > 0 {
                details.append("With \(count(.open)) it depends on what else the package leaves open.")
            }
            if count(.broken) > 0 { details.append("\(Phrase.count(count(.broken), "pair")) cannot stand together.") }
            let short = offered.filter { [.short, .line].contains(reach($0)) }
            if !short.isEmpty {
                details.append(
                    "Out of reach: \(Phrase.brief(short.map { "\(self.title($0.membership)) with \(self.title(step: $0.step))" }, most: 4))."
                )
            }
        }
        let others = OrderedSet(offered.flatMap(excluding))
        if !others.isEmpty {
            details.append(
                """
                Whether the others accept is another question: \(explainer.names(others.elements)) \
                \(Phrase.verb(others.count, "does", "do")) not, with at least one of these.
                """
            )
        }
        var finding = Finding(kind, id: "offer", title, detail: details.joined(separator: " "))
        finding.issues = [scale.membership, scale.issue]
        finding.parties = [party]
        finding.evidence = [scale.membership, scale.issue].compactMap { draft.evidence($0) }
        for membership in OrderedSet(offered.map(\.membership)) {
            finding.evidence += [explainer.evidence(membership, on: scale.membership, of: stakes)].compactMap { $0 }
        }
        for step in OrderedSet(offered.map(\.step)) {
            finding.evidence += [explainer.evidence(step, on: scale.issue, of: stakes)].compactMap { $0 }
        }
        for pointer in OrderedSet(offered.filter { reach($0) == .line }.flatMap { $0.outcome[party]?.redLines ?? [] }) {
            finding.evidence += [explainer.evidence(redLineAt: pointer)].compactMap { $0 }
        }
        finding.evidence += outsideEvidence()
        return finding
    }

    mutating func outsideEvidence() -> [Evidence] {
        stakes.terms(draft).keys.compactMap { term in
            guard case .outside = term else { return nil }
            return explainer.evidence(term, of: stakes, in: draft)
        }
    }

    func narrowing(_ bundle: Bundle) -> String? {
        guard let margin = margin(bundle) else { return nil }
        var package = draft.package
        package.choices[scale.membership] = .option(bundle.membership)
        package.choices[scale.issue] = .option(bundle.step)
        return explainer.advice(stakes, Draft(package, id: draft.id, in: workspace), margin: margin)
    }

    // MARK: The whole

    var lacks: [String] {
        var lacks: [String] = []
        for issue in [scale.membership, scale.issue] where workspace.issues[issue]?.positions[party] == nil {
            lacks.append("/issues/\(issue)/positions/\(party): what \(name) says of \(explainer.title(issue))")
        }
        let unweighed = steps.filter { scale.steps[$0] == nil }
        if !unweighed.isEmpty {
            lacks.append(
                "\(place)/guaranteeScale/steps: what \(quoted(unweighed)) \(Phrase.verb(unweighed.count, "is", "are")) worth beside membership"
            )
        }
        return lacks
    }

    func summary(_ bundles: [Bundle]) -> String {
        let offered = offered(bundles)
        let own: String
        if offered.count == 1, let bundle = offered.first {
            own = "\(title(bundle.membership)) with \(title(step: bundle.step)) \(words(reach(bundle)).text)"
        } else {
            let reached = offered.count { [.certain, .possible].contains(reach($0)) }
            let open = offered.count { reach($0) == .open }
            own =
                """
                of \(Phrase.count(offered.count, "pair")) that it leaves, \(reached) may be enough and \(open) \
                \(Phrase.verb(open, "is", "are")) not settled
                """
        }
        let prices = givenUp.compactMap { membership -> String? in
            needed(membership, bundles).map { "\(Phrase.range($0)) for \(title(membership))" }
        }
        return """
            Held against what \(name) has without a deal, \(reading.phrase): \(own). To give up membership \(name) would need a guarantee \
            worth, beyond \(title(step: steps[0])) and in its own swing points: \(Phrase.list(prices)).
            """
    }
}

extension Explainer {
    /// A red line, by stance or by condition, from the place that the host gives.
    mutating func evidence(redLineAt place: Pointer) -> Evidence? {
        let tokens = place.tokens
        if tokens.count == 4, tokens[0] == "parties", tokens[2] == "redLines" {
            return evidence(redLine: tokens[3], of: ID(tokens[1]))
        }
        guard tokens.count == 6, tokens[0] == "issues", tokens[4] == "stance" else { return nil }
        let (issue, party, option) = (ID<Issue>(tokens[1]), ID<Party>(tokens[3]), ID<Option>(tokens[5]))
        let assessed = workspace.issues[issue]?.positions[party]?.assessed?.stance[option]
        return evidence(party, on: issue, of: option, assessed == .word(Words.redLine) ? .assessed : .declared)
    }
}
