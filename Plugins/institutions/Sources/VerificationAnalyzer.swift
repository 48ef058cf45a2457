import PluginKit

/// `institutions.verification`: whether everything that a package undertakes has somebody to verify it.
struct VerificationAnalyzer: ModuleAnalyzer {
    let declaration = AnalyzerDeclaration(
        id: "institutions.verification", title: "Is there somebody to verify what is undertaken?",
        summary: """
            Holds each commitment of a package against the bodies that would watch: may one verify it, by whose leave, does it see \
            and can it do enough, is it there in time, and who can stop it; and says what would close each gap.
            """,
        subject: .package, parameters: [.reading])

    func run(_ request: ModuleRequest<InstitutionsSection>) async throws -> AnalysisResult {
        guard let package = request.package else { throw Lack("The question is about a package.", lacks: ["a package"]) }
        var report = try VerificationReport(request.theCase, package, id: request.packageID, reading: request.reading)
        return report.result(request.result)
    }
}

package struct VerificationReport {
    /// A commitment that the package undertakes or may undertake, and who would verify it, branch by branch.
    package struct Undertaking {
        package var name: String
        package var commitment: Commitment
        /// `open` when it depends on what the package leaves open whether it is undertaken.
        package var truth: Truth
        var answers: [(branch: Surroundings.Branch, coverage: Coverage)]

        /// What may become of it, each once.
        package var coverages: OrderedSet<Coverage> { OrderedSet(answers.map(\.coverage)) }
        package var worst: Coverage.Level { coverages.map(\.level).min() ?? .nobody }
        package var best: Coverage.Level { coverages.map(\.level).max() ?? .nobody }
    }

    let theCase: ModuleCase<InstitutionsSection>
    let workspace: Workspace
    let section: InstitutionsSection
    let surroundings: Surroundings
    let readiness: Readiness
    let reading: Reading
    let branches: [Surroundings.Branch]
    package let undertakings: [Undertaking]
    var explainer: Explainer

    /// - Throws: `Lack` when the section has no commitments or no bodies.
    package init(
        _ theCase: ModuleCase<InstitutionsSection>, _ package: Package, id: ID<Package>?, reading: Reading
    ) throws {
        let section = theCase.section ?? InstitutionsSection()
        let lacks = [
            section.commitments.isEmpty
                ? "\(theCase.place)/commitments: what has to be verified, {title: …, issue: …, when: …, demand: {access: …, capacity: …}}"
                : nil,
            section.bodies.isEmpty
                ? "\(theCase.place)/bodies: who could verify, {title: …, option: …, mandate: …, verifies: […], access: …, capacity: …, readyMonths: …}"
                : nil,
        ].compactMap { $0 }
        guard lacks.isEmpty else {
            throw Lack("The workspace does not say what has to be verified, or who could verify it.", lacks: lacks)
        }
        self.theCase = theCase
        workspace = theCase.workspace
        self.section = section
        self.reading = reading
        explainer = Explainer(theCase.workspace)
        let surroundings = Surroundings(theCase, package, id: id)
        let readiness = Readiness(surroundings)
        let branches = surroundings.branches(
            of: theCase.workspace.issues(of: .monitoring) + theCase.workspace.issues(of: .endorsement))
        let bodies = branches.map { Verifiers(section, theCase.workspace, $0).all }
        self.surroundings = surroundings
        self.readiness = readiness
        self.branches = branches
        undertakings = section.commitments.compactMap { name, commitment in
            let truth = surroundings.truth(commitment.when)
            guard truth != .no else { return nil }
            let answers = zip(branches, bodies).filter { surroundings.truth(commitment.when, with: $0.0) != .no }
                .map { (branch: $0, coverage: Coverage(commitment, $1, readiness)) }
            return Undertaking(name: name, commitment: commitment, truth: truth, answers: answers)
        }
    }

    package mutating func result(_ blank: AnalysisResult) -> AnalysisResult {
        var result = blank
        let commitments = undertakings.map { commitmentFinding($0) }
        let findings = commitments + vetoes() + scheduleFindings() + loads()
        let order = Finding.Kind.allCases
        result.findings = order.flatMap { kind in findings.filter { $0.kind == kind } }
        result.tables = [commitmentTable(), scheduleTable()].filter { !$0.rows.isEmpty }
        result.lacks = lacks
        result.status = result.lacks.isEmpty ? .complete : .partial
        result.summary = summary
        result.provenance = explainer.provenance
        return result
    }

    // MARK: Commitments

    mutating func commitmentFinding(_ undertaking: Undertaking) -> Finding {
        let commitment = undertaking.commitment
        let coverages = undertaking.coverages
        let quoted = Phrase.quoted(commitment.title)
        var finding: Finding
        if coverages.count == 1 {
            finding = Finding(
                kind(coverages[0].level), id: "commitment/\(undertaking.name)", "\(quoted): \(verdict(coverages[0]))",
                detail: explanation(coverages[0]))
        } else {
            let lines = coverages.map { coverage in
                let found = undertaking.answers.filter { $0.coverage == coverage }.map(\.branch)
                let said = verdict(coverage)
                let when = Phrase.capitalized(conditions(found, of: undertaking.answers.map(\.branch)))
                return "\(when): \(said).\(explanation(coverage).map { " \($0)" } ?? "")"
            }
            let common = undertaking.worst == undertaking.best ? kind(undertaking.worst) : .fragile
            finding = Finding(
                common, id: "commitment/\(undertaking.name)",
                undertaking.best < .open
                    ? "\(quoted): whatever is chosen of what is open, there is a gap"
                    : undertaking.worst == .open
                        ? "\(quoted): not settled, whatever is chosen of what is open"
                        : "\(quoted): it depends on what is still open who verifies it",
                detail: lines.joined(separator: " "))
        }
        let arising = undertaking.truth == .open ? arising(commitment) : nil
        let sentences = [arising, finding.detail, closing(undertaking)].compactMap { $0 }
        finding.detail = sentences.isEmpty ? nil : sentences.joined(separator: " ")
        finding.issues = [commitment.issue]
        finding.evidence = evidence(undertaking)
        return finding
    }

    func kind(_ level: Coverage.Level) -> Finding.Kind {
        switch level {
        case .nobody, .unmandated: .missing
        case .short: .fragile
        case .open: .note
        case .sound: .strong
        }
    }

    func name(_ body: String?) -> String { body.flatMap { section.bodies[$0]?.title } ?? "nobody" }

    func verdict(_ coverage: Coverage) -> String {
        let body = name(coverage.body)
        let certain = coverage.gaps.filter { $0.level == coverage.level }
        switch coverage.level {
        case .nobody: return "nobody would verify it"
        case .unmandated: return "\(body) would verify it, and has no mandate for that"
        case .short: return "\(body) falls short of it for certain: \(Phrase.list(certain.map(word)))"
        case .open: return "not settled whether \(body) can verify it: \(Phrase.list(certain.map(word)))"
        case .sound: return "\(body) can verify it, over all stated ranges"
        }
    }

    func word(_ gap: Coverage.Gap) -> String {
        switch gap {
        case .mandate: "mandate"
        case .access: "access"
        case .capacity: "capacity"
        case .time(let time, _): time.verdict == .short ? "it comes too late" : "when it can be there"
        }
    }

    func explanation(_ coverage: Coverage) -> String? {
        guard let body = coverage.body else { return nil }
        var sentences: [String] = []
        var narrow: [String] = []
        for gap in coverage.gaps {
            switch gap {
            case .mandate:
                let giver = workspace.reading(of: section.bodies[body]?.mandate.by ?? "")
                sentences.append("Its mandate comes from \(giver), which the package does not ask.")
            case .access(let comparison): share("access", comparison, body, &sentences, &narrow)
            case .capacity(let comparison): share("capacity", comparison, body, &sentences, &narrow)
            case .time(let time, let step):
                let begins = "It begins in month \(Phrase.range(time.have)) (\(Phrase.quoted(readiness.steps[step].title)))"
                let there = "the body can be there in month \(Phrase.range(time.need))"
                guard time.settling == nil else {
                    sentences.append("\(begins), and \(there).")
                    narrow.append("bodies.\(body).readyMonths")
                    continue
                }
                sentences.append("\(begins), and \(there): for \(Phrase.range(time.missing)) months nobody but the two sides watches.")
            }
        }
        if !narrow.isEmpty {
            let what = coverage.level == .open ? "it" : "the rest"
            sentences.append(
                "\(Phrase.verb(narrow.count, "A narrower range", "Narrower ranges")) for \(Phrase.list(narrow)) could settle \(what).")
        }
        return sentences.isEmpty ? nil : sentences.joined(separator: " ")
    }

    private func share(_ what: String, _ comparison: Comparison, _ body: String, _ sentences: inout [String], _ narrow: inout [String]) {
        let figures = "Its \(what) is \(Phrase.range(comparison.have)) of the \(Phrase.range(comparison.need)) that it takes"
        guard let side = comparison.settling else {
            sentences.append("\(figures): short by \(Phrase.range(comparison.missing)).")
            return
        }
        sentences.append("\(figures).")
        narrow.append(side == .have ? "bodies.\(body).\(what)" : "the commitment’s demand.\(what)")
    }

    func arising(_ commitment: Commitment) -> String {
        let options = surroundings.possible(commitment.issue)
        let with = options.filter { option in truth(commitment, with: option) != .no }
        let title = explainer.title(commitment.issue)
        guard with.count < options.count else { return "Whether it is undertaken depends on what is still open." }
        let names = with.map { Phrase.quoted(explainer.title($0, of: commitment.issue)) }
        return "It is undertaken only with \(Phrase.list(names, "or")) on \(title), which is still open."
    }

    func truth(_ commitment: Commitment, with option: ID<Option>) -> Truth {
        var fixed = Surroundings.Branch()
        fixed.options[commitment.issue] = option
        return surroundings.truth(commitment.when, with: fixed)
    }

    /// With which choices something is so: by one issue where that tells it, else by each on which not every choice has it.
    func conditions(_ found: [Surroundings.Branch], of all: [Surroundings.Branch]) -> String {
        let issues = all.first.map { Array($0.options.keys) } ?? []
        let having = { (issue: ID<Issue>) in OrderedSet(found.compactMap { $0.options[issue] }) }
        let telling = issues.filter { issue in having(issue).count < OrderedSet(all.compactMap { $0.options[issue] }).count }
        let single = telling.first { issue in
            all.count { $0.options[issue].map(having(issue).contains) ?? false } == found.count
        }
        let named = (single.map { [$0] } ?? telling).map { issue in
            let options = having(issue).map { Phrase.quoted(explainer.title($0, of: issue)) }
            return "\(Phrase.list(options, "or")) on \(explainer.title(issue))"
        }
        return named.isEmpty ? "with some combinations of what is open" : "with \(Phrase.list(named))"
    }

    // MARK: Evidence

    mutating func evidence(_ undertaking: Undertaking) -> [Evidence] {
        let commitment = undertaking.commitment
        let here = theCase.place / "commitments" / undertaking.name
        let demand =
            "takes access \(Phrase.range(commitment.demand.access)) and capacity \(Phrase.range(commitment.demand.capacity))"
        explainer.use(here, commitment.source)
        var evidence = [
            explainer.evidence(
                here / "demand", "to verify “\(commitment.title)” \(demand)", commitment.numbersSource)
        ]
        for issue in [commitment.issue] + workspace.issues(of: .monitoring) {
            if let choice = surroundings.evidence(ofChoice: issue) { evidence.append(choice) }
        }
        for name in OrderedSet(undertaking.coverages.compactMap(\.body)) {
            guard let body = section.bodies[name] else { continue }
            evidence.append(
                explainer.evidence(
                    theCase.place / "bodies" / name,
                    """
                    \(body.title): access \(Phrase.range(body.access)), capacity \(Phrase.range(body.capacity)), ready in \
                    \(Phrase.range(body.readyMonths)) months
                    """, body.numbersSource))
        }
        for case .time(_, let step) in undertaking.coverages.flatMap(\.gaps) {
            if let placed = surroundings.evidence(ofStep: step), !evidence.contains(placed) { evidence.append(placed) }
        }
        return evidence
    }

    // MARK: The whole

    var lacks: [String] {
        let issues = workspace.issues(of: .monitoring) + workspace.issues(of: .endorsement)
        let open = OrderedSet(issues + undertakings.filter { $0.truth == .open }.map(\.commitment.issue))
            .filter { surroundings.possible($0).count > 1 }.map { Phrase.quoted(explainer.title($0)) }
        let undated = undertakings.isEmpty || !readiness.steps.isEmpty
        return [
            open.isEmpty ? nil : "a choice on \(Phrase.brief(open, most: 8))",
            undated
                ? nil
                : "a schedule of the package (\(surroundings.packageID.map { "/packages/\($0)/schedule" } ?? "schedule")): when what is "
                    + "undertaken begins, so that it can be told whether somebody is there in time",
        ].compactMap { $0 }
    }

    var summary: String {
        guard !undertakings.isEmpty else { return "The package undertakes nothing that the section says has to be verified." }
        func count(_ matching: (Undertaking) -> Bool) -> Int { undertakings.count(where: matching) }
        let nobody = count { $0.best <= .unmandated }
        let short = count { $0.best == .short }
        let sound = count { $0.worst == .sound }
        let open = undertakings.count - nobody - short - sound
        let parts = [
            nobody == 0 ? nil : "\(nobody) \(Phrase.verb(nobody, "has", "have")) nobody who may verify \(Phrase.verb(nobody, "it", "them"))",
            short == 0 ? nil : "\(short) \(Phrase.verb(short, "has", "have")) a verifier that falls short for certain",
            open == 0 ? nil : "with \(open) it is not settled",
            sound == 0 ? nil : "\(sound) \(Phrase.verb(sound, "is", "are")) covered",
        ].compactMap { $0 }
        let may = count { $0.truth == .open }
        let first = "Of \(Phrase.count(undertakings.count, "commitment")) that the package undertakes\(may == 0 ? "" : " or may undertake")"
        let accounts = takenAccounts
        let stopped = accounts.filter { $0.standing(reading) == .stopped }.map(\.body.title)
        let unsettled = accounts.filter { $0.standing(reading) == .open }.map(\.body.title)
        let vetoes = [
            stopped.isEmpty ? nil : "somebody would stop the mandate of \(Phrase.list(stopped, "or"))",
            unsettled.isEmpty ? nil : "it is not settled whether \(Phrase.list(unsettled, "or")) comes by its mandate",
        ].compactMap { $0 }
        let ends = ["\(first), \(Phrase.list(parts))."]
        return (ends + (vetoes.isEmpty ? [] : ["\(Phrase.capitalized(reading.phrase)) \(Phrase.list(vetoes))."])).joined(separator: " ")
    }
}
