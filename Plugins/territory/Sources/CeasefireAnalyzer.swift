import PluginKit

/// `territory.ceasefire`: whether the parts of a package's ceasefire hold each other up.
struct CeasefireAnalyzer: ModuleAnalyzer {
    let declaration = AnalyzerDeclaration(
        id: "territory.ceasefire", title: "Does the ceasefire hang together?",
        summary: """
            Holds terms, line, withdrawal, monitoring, mandate, enforcement and status of a package against each other and against \
            its schedule, says who verifies them and what stands behind the line, and lists what it shares with past frozen conflicts.
            """,
        subject: .package, parameters: [.reading])

    func run(_ request: ModuleRequest<TerritorySection>) async throws -> AnalysisResult {
        guard let package = request.package else { throw Lack("The question is about a package.", lacks: ["a package"]) }
        var report = try CeasefireReport(request.theCase, package, id: request.packageID, reading: request.reading)
        return report.result(request.result)
    }
}

package struct CeasefireReport {
    let theCase: ModuleCase<TerritorySection>
    let parts: CeasefireParts
    let verifiers: Verifiers
    let reading: Reading
    var explainer: Explainer

    /// - Throws: `Lack` when nothing says what a ceasefire rests on.
    package init(_ theCase: ModuleCase<TerritorySection>, _ package: Package, id: ID<Package>?, reading: Reading) throws {
        guard let roles = theCase.section?.ceasefire else {
            throw Lack(
                "The workspace does not say which issues a ceasefire rests on.",
                lacks: [
                    "\(theCase.place)/ceasefire: the issues of a ceasefire, terms: …, line: …, withdrawal: …, monitoring: …, enforcement: …"
                ])
        }
        self.theCase = theCase
        parts = CeasefireParts(theCase, roles, package, id: id)
        verifiers = Verifiers(in: theCase.workspace)
        self.reading = reading
        explainer = Explainer(theCase.workspace)
    }

    package mutating func result(_ blank: AnalysisResult) -> AnalysisResult {
        var result = blank
        result.lacks = lacks
        guard parts.parts.values.contains(where: \.isNamed) else {
            result.status = .partial
            result.summary =
                "The package says nothing yet on what a ceasefire rests on, so nothing can be held against anything else."
            return result
        }
        let checked = CeasefireCheck.all(parts).compactMap { finding($0) }
        let redLines = redLines()
        let verified = verification()
        let around = redLines + acts() + verified + mandateVetoes() + lineGuarantees() + scheduleFindings()
        let features = features()
        result.findings = checked + around + [features.finding].compactMap { $0 }
        let order = Finding.Kind.allCases
        result.findings = order.flatMap { kind in result.findings.filter { $0.kind == kind } }
        result.tables = [partTable(), verifierTable(), scheduleTable(), features.table].filter { !$0.rows.isEmpty }
        result.status = result.lacks.isEmpty ? .complete : .partial
        result.summary = [summary(checked, redLines, features.truths), verificationSummary(verified)].compactMap { $0 }
            .joined(separator: " ")
        result.provenance = explainer.provenance
        return result
    }

    // MARK: Checks

    /// What a check says, over everything that the package leaves open.
    private mutating func finding(_ check: CeasefireCheck) -> Finding? {
        let answers = parts.branches(of: check.issues).map { (branch: $0, answer: check.answer($0)) }
        var faults: OrderedDictionary<CeasefireCheck.Answer, [CeasefireParts.Branch]> = [:]
        var sound: (title: String, detail: String?)?
        for (branch, answer) in answers {
            switch answer {
            case .none: break
            case .sound(let title, let detail): sound = sound ?? (title, detail)
            case .fault: faults[answer, default: []].append(branch)
            }
        }
        var finding: Finding
        if faults.isEmpty {
            guard let sound else { return nil }
            let isAlways = !answers.contains { $0.answer == .none }
            finding = Finding(
                .strong, id: check.id, sound.title,
                detail: isAlways
                    ? sound.detail : "Where the question arises, that holds whatever is chosen of what is still open.")
        } else if faults.count == 1, faults.values[0].count == answers.count,
            case .fault(let kind, let title, let detail) = faults.keys[0]
        {
            finding = Finding(kind, id: check.id, title, detail: detail)
        } else {
            finding = depending(check, faults, of: answers.map(\.branch))
        }
        finding.issues = check.issues
        finding.evidence = parts.evidence(check.issues, check.attributes, &explainer)
        return finding
    }

    /// A fault that some ways of settling what is open have and others have not, or several different ones.
    private func depending(
        _ check: CeasefireCheck, _ faults: OrderedDictionary<CeasefireCheck.Answer, [CeasefireParts.Branch]>,
        of branches: [CeasefireParts.Branch]
    ) -> Finding {
        let open = check.issues.filter { parts.parts[$0]?.isSettled == false }
        let rest = branches.count - faults.values.reduce(0) { $0 + $1.count }
        let other = rest == 0 ? "" : " Not so with the other \(rest) of \(branches.count) ways of settling what is open."
        if faults.count == 1, case .fault(_, let title, let detail) = faults.keys[0] {
            return Finding(
                .fragile, id: check.id, "It depends on what is still open: \(title.prefix(1).lowercased() + title.dropFirst())",
                detail: "That is so \(conditions(faults.values[0], of: branches, open)). \(detail)\(other)")
        }
        let lines = faults.compactMap { answer, found -> String? in
            guard case .fault(_, let title, _) = answer else { return nil }
            return "\(title): \(conditions(found, of: branches, open))."
        }
        let titles = Phrase.list(open.map { Phrase.quoted(parts.title($0)) })
        return Finding(
            .fragile, id: check.id,
            "\(rest == 0 ? "Every way" : "Some ways") of settling \(titles) \(rest == 0 ? "leaves" : "leave") a fault",
            detail: lines.joined(separator: " ") + other)
    }

    /// With which options of what is open a fault arises; an issue on which every option has it is not named.
    private func conditions(_ found: [CeasefireParts.Branch], of all: [CeasefireParts.Branch], _ open: [ID<Issue>]) -> String {
        let named = open.compactMap { issue -> String? in
            let having = OrderedSet(found.compactMap { $0.options[issue] })
            let possible = OrderedSet(all.compactMap { $0.options[issue] })
            guard having.count < possible.count else { return nil }
            let options = having.map { Phrase.quoted(explainer.title($0, of: issue)) }
            return "\(Phrase.list(options, "or")) on \(parts.title(issue))"
        }
        return named.isEmpty ? "with some combinations of \(Phrase.list(open.map(parts.title)))" : "with \(Phrase.list(named))"
    }

    // MARK: The whole

    private func partTable() -> Table {
        let roles = Role.allCases.compactMap { role in parts.roles[role].map { ($0, Phrase.capitalized(role.rawValue)) } }
        return Table(
            id: "parts", title: "What the ceasefire rests on",
            columns: [
                .init("part", "Part"), .init("issue", "Issue"), .init("choice", "In this package"),
                .init("attributes", "Which means", isDetail: true),
            ],
            rows: (roles + parts.roles.status.map { ($0, "Status") }).compactMap { issue, name in
                guard let part = parts.parts[issue] else { return nil }
                let option = part.isSettled ? theCase.workspace.issues[issue]?.options[part.options[0]] : nil
                let meaning = option?.attributes.map { "\($0): \($1.plain)" }.joined(separator: ", ") ?? ""
                return [.text(name), explainer.cell(issue), choice(part), .text(meaning)]
            })
    }

    private func choice(_ part: CeasefireParts.Part) -> Cell {
        let titles = part.options.map { explainer.title($0, of: part.id) }
        guard part.isNamed else { return .verdict("open", .warning) }
        if case .leftOut? = parts.package.choices[part.id] {
            return .verdict(part.isSettled ? "left out; \(titles[0]) stays in force" : "left out", .neutral)
        }
        return part.isSettled ? .text(titles[0]) : .verdict("[\(titles.joined(separator: " | "))]", .warning)
    }

    private var lacks: [String] {
        let open = parts.parts.values.filter { !$0.isSettled }.map { Phrase.quoted(parts.title($0.id)) }
        let unnamed = Role.allCases.filter { parts.roles[$0] == nil }
        var lacks = open.isEmpty ? [] : ["a choice on \(Phrase.brief(open, most: 8))"]
        lacks += unnamed.map { "\(theCase.place)/ceasefire/\($0.rawValue): the issue that settles \($0.summary)" }
        if parts.roles.status.isEmpty {
            lacks.append("\(theCase.place)/ceasefire/status: the issues that settle the status of the regions")
        }
        return lacks + verificationLacks + (theCase.section?.lines.isEmpty == false ? LineGuarantees.lacks(in: theCase.workspace) : [])
    }

    private func summary(_ checked: [Finding], _ redLines: [Finding], _ features: [Truth]) -> String {
        func count(_ kinds: Finding.Kind...) -> Int { checked.count { kinds.contains($0.kind) } }
        let contradictions = count(.blocks)
        let parts = [
            contradictions > 0 ? "\(contradictions) \(Phrase.verb(contradictions, "contradicts", "contradict")) itself" : nil,
            count(.missing) > 0 ? "\(count(.missing)) \(Phrase.verb(count(.missing), "lacks", "lack")) a part" : nil,
            count(.fragile) > 0 ? "\(count(.fragile)) \(Phrase.verb(count(.fragile), "is", "are")) fragile" : nil,
            count(.strong) > 0 ? "\(count(.strong)) \(Phrase.verb(count(.strong), "holds", "hold"))" : nil,
        ].compactMap { $0 }
        let first =
            parts.isEmpty
            ? "No question whether the parts of the ceasefire fit together arises."
            : "Of \(Phrase.count(checked.count, "question")) whether the parts of the ceasefire fit together, \(Phrase.list(parts))."
        let present = features.count { $0 == .yes }
        let open = features.count { $0 == .open }
        let undecided = open == 0 ? "" : " (\(open) \(Phrase.verb(open, "is", "are")) open)"
        let shared =
            features.isEmpty
            ? nil
            : "it has \(present) of \(Phrase.count(features.count, "feature")) that past frozen conflicts shared\(undecided)"
        let crossed = redLines.count { $0.kind == .blocks }
        let may = redLines.count - crossed
        let lines =
            "\(reading.phrase) it crosses \(Phrase.count(crossed, "binding red line"))\(may == 0 ? "" : " and may cross \(may) more")"
        return "\(first) \(Phrase.capitalized([shared, lines].compactMap { $0 }.joined(separator: ", and ")))."
    }
}
