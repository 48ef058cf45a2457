import PluginKit

// Who verifies what a ceasefire undertakes: whether they may, whether they see and can do enough, and who can send them home.
extension CeasefireReport {
    /// Something on one part of the ceasefire that somebody has to verify.
    private typealias Task = (name: String, role: Role, commitment: Verifiers.Commitment)

    /// One body beside one task.
    private struct Answer {
        var name: String
        var body: Verifiers.Body
        var hasMandate: Bool
        var access: Sufficiency
        var capacity: Sufficiency

        enum Level: Int { case unmandated, short, open, enough }

        var level: Level {
            if !hasMandate { return .unmandated }
            let verdicts = [access.verdict, capacity.verdict]
            return verdicts.contains(.short) ? .short : verdicts.contains(.open) ? .open : .enough
        }
    }

    private var tasks: [Task] {
        [Role.terms, .line, .withdrawal].flatMap { role -> [Task] in
            guard let issue = parts.roles[role], parts.parts[issue]?.isNamed == true else { return [] }
            return verifiers.commitments.filter { $0.value.issue == issue }.map { ($0, role, $1) }
        }
    }

    // MARK: One way of settling who watches

    private func bodies(_ branch: CeasefireParts.Branch) -> [(key: String, value: Verifiers.Body)] {
        let chosen = parts.roles.monitoring.flatMap { branch.options[$0] }
        return verifiers.bodies.filter { $0.value.option == nil || $0.value.option == chosen }.map { $0 }
    }

    /// A mandate that is no endorser's to give does not hang on the endorsement.
    private func hasMandate(_ body: Verifiers.Body, _ branch: CeasefireParts.Branch) -> Bool {
        guard let issue = parts.roles.endorsement else { return true }
        let endorsers = theCase.workspace.issues[issue]?.options.values.compactMap { $0.word(Attribute.endorsedBy) } ?? []
        return !endorsers.contains(body.mandate.by) || branch[.endorsement]?.word(Attribute.endorsedBy) == body.mandate.by
    }

    private func answers(_ task: Task, _ branch: CeasefireParts.Branch) -> [Answer] {
        bodies(branch).filter { $0.value.verifies.contains(task.commitment.issue) }.map { name, body in
            Answer(
                name: name, body: body, hasMandate: hasMandate(body, branch),
                access: Sufficiency(have: body.access, need: task.commitment.demand.access),
                capacity: Sufficiency(have: body.capacity, need: task.commitment.demand.capacity))
        }
    }

    /// The best of the bodies counts; of equals the first.
    private func best(_ answers: [Answer]) -> Answer? {
        answers.dropFirst().reduce(answers.first) { best, next in
            best.map { $0.level.rawValue < next.level.rawValue } ?? true ? next : best
        }
    }

    private func isUndertaken(_ task: Task, _ branch: CeasefireParts.Branch) -> Bool {
        let possible = { (issue: ID<Issue>) in
            branch.options[issue].map { [$0] } ?? parts.package.possible(issue, in: theCase.workspace)
        }
        return task.commitment.when.truth(over: possible, in: theCase.workspace).truth != .no
    }

    /// What becomes of a commitment under one way of settling who watches.
    private struct Outcome: Hashable {
        var kind: Finding.Kind
        /// What stands behind the commitment's title and a colon.
        var verdict: String
        var detail: String
        /// The body that would verify it.
        var body: String?
        /// The ranges of which narrower ones could settle it.
        var narrowing: [String] = []
    }

    /// Nil when nothing is undertaken, or nobody watches at all; that is told where the parts are held against each other.
    private func outcome(_ task: Task, _ branch: CeasefireParts.Branch) -> Outcome? {
        guard isUndertaken(task, branch) else { return nil }
        guard let answer = best(answers(task, branch)) else {
            if branch.isNone(.monitoring, Attribute.body) { return nil }
            let known = bodies(branch).map(\.value.title)
            return Outcome(
                kind: .missing, verdict: "\(Phrase.quoted(branch[.monitoring]?.title ?? "whoever monitors")) is not known to verify it",
                detail: known.isEmpty
                    ? "Nothing is said of what that body may see: add it to \(Verifiers.place)/bodies."
                    : "What \(Phrase.list(known)) may verify does not include \(parts.title(task.commitment.issue)).")
        }
        let title = answer.body.title
        func outcome(_ kind: Finding.Kind, _ verdict: String, _ detail: String) -> Outcome {
            Outcome(kind: kind, verdict: verdict, detail: detail, body: answer.name)
        }
        let shares = "It has access \(words(answer.access)) and capacity \(words(answer.capacity))"
        return switch answer.level {
        case .unmandated:
            outcome(
                .missing, "\(title) would verify it, and has no mandate",
                "That would come from “\(theCase.workspace.reading(of: answer.body.mandate.by))”, which the package does not ask.")
        case .short: outcome(.fragile, "\(title) verifies it, and falls short of that for certain", "\(shares).")
        case .open:
            Outcome(
                kind: .note, verdict: "\(title) verifies it; whether it can see and do enough is not settled",
                detail: "\(shares); \(words(narrowing: narrowing(task, answer))) could settle it.", body: answer.name,
                narrowing: narrowing(task, answer))
        case .enough: outcome(.strong, "\(title) verifies it, with mandate, access and capacity", "\(shares).")
        }
    }

    private func words(_ share: Sufficiency) -> String { "\(Phrase.range(share.have)) of the \(Phrase.range(share.need)) it takes" }

    private func narrowing(_ task: Task, _ answer: Answer) -> [String] {
        let open = [("access", answer.access), ("capacity", answer.capacity)].filter { $0.1.verdict == .open }
        return open.map { name, share in
            share.isSettledByHave ? "bodies.\(answer.name).\(name)" : "commitments.\(task.name).demand.\(name)"
        }
    }

    private func words(narrowing ranges: [String]) -> String {
        "\(Phrase.verb(ranges.count, "a narrower range", "narrower ranges")) for \(Phrase.list(ranges))"
    }

    private func branches(_ task: Task) -> [CeasefireParts.Branch] {
        let issues = [task.role, .monitoring, .endorsement].compactMap { parts.roles[$0] }
        return parts.branches(of: issues.filter { parts.parts[$0] != nil })
    }

    // MARK: Findings

    /// Who verifies each commitment, over everything that the package leaves open.
    mutating func verification() -> [Finding] {
        tasks.compactMap { task in
            let outcomes = OrderedSet(branches(task).compactMap { outcome(task, $0) })
            guard let first = outcomes.first else { return nil }
            let title = Phrase.quoted(task.commitment.title)
            let kinds = OrderedSet(outcomes.map(\.kind))
            var finding = Finding(
                kinds.count == 1 ? first.kind : .fragile, id: "verified/\(task.name)", "\(title): \(first.verdict)",
                detail: first.detail)
            if outcomes.count > 1 {
                finding.title =
                    kinds == [.note]
                    ? "\(title): whoever is chosen of those who are open, it is not settled whether that is enough"
                    : "\(title): who verifies it, and how well, depends on what is still open"
                // Body by body the table has the shares.
                finding.detail = kinds == [.note]
                    ? "\(Phrase.capitalized(words(narrowing: OrderedSet(outcomes.flatMap(\.narrowing)).elements))) could settle it."
                    : outcomes.map { "\(Phrase.capitalized($0.verdict)). \($0.detail)" }.joined(separator: " ")
            }
            finding.issues = [task.commitment.issue] + [parts.roles.monitoring].compactMap { $0 }
            let place = Verifiers.place / "commitments" / task.name
            let demand = task.commitment.demand
            finding.evidence = [
                explainer.evidence(
                    place, at: place / "demand",
                    "to verify \(title) takes access \(Phrase.range(demand.access)) and capacity \(Phrase.range(demand.capacity))",
                    task.commitment.estimates ?? task.commitment.source)
            ]
            for body in OrderedSet(outcomes.compactMap(\.body)) { finding.evidence.append(evidence(of: body)) }
            finding.evidence += parts.evidence(finding.issues, [Attribute.body, Attribute.mandate], &explainer)
            return finding
        }
    }

    private mutating func evidence(of name: String) -> Evidence {
        let body = verifiers.bodies[name] ?? Verifiers.Body()
        return explainer.evidence(
            Verifiers.place / "bodies" / name,
            "\(body.title): access \(Phrase.range(body.access)), capacity \(Phrase.range(body.capacity))",
            body.estimates ?? body.source)
    }

    /// The bodies that the package takes, or may take.
    private var taken: [(name: String, body: Verifiers.Body)] {
        let issues = [parts.roles.monitoring, parts.roles.endorsement].compactMap { $0 }
        let names = OrderedSet(parts.branches(of: issues).flatMap { bodies($0).map(\.key) })
        return verifiers.bodies.filter { names.contains($0.key) }.map { ($0, $1) }
    }

    /// Who can stop the mandate of those who verify. Whether they would is asked of the module institutions.
    mutating func mandateVetoes() -> [Finding] {
        guard !tasks.isEmpty else { return [] }
        let dimensions = theCase.section?.dimensions ?? Dimensions()
        let sides = End.allCases.compactMap { dimensions.party(at: $0, in: theCase.workspace) }
        // Those whom the same sides can stop are told together.
        let stoppable = OrderedDictionary(grouping: taken.filter { !verifiers.holders($0.name).isEmpty }) { taken in
            verifiers.holders(taken.name).filter(sides.contains)
        }
        return stoppable.flatMap { watched, bodies in
            watched.isEmpty ? bodies.map { mandateVeto(watched, [$0]) } : [mandateVeto(watched, bodies)]
        }
    }

    private mutating func mandateVeto(_ watched: [ID<Party>], _ bodies: [(name: String, body: Verifiers.Body)]) -> Finding {
        let titles = Phrase.list(bodies.map(\.body.title))
        let holders = OrderedSet(bodies.flatMap { verifiers.holders($0.name) }).elements
        let all = bodies.map { name, body in
            "\(bodies.count > 1 ? "\(body.title): " : "All who can: ")\(explainer.names(verifiers.holders(name)))."
                + (body.mandate.unmodelled.map { " Not counted, since no party here: \(Phrase.clause($0))." } ?? "")
        }
        var finding = Finding(
            watched.isEmpty ? .note : .fragile, id: "mandate-veto/\(bodies[0].name)",
            watched.isEmpty
                ? "\(explainer.names(holders)) can \(Phrase.verb(holders.count, "", "each "))stop the mandate of \(titles)"
                : """
                \(explainer.names(watched)), whose forces \(Phrase.verb(bodies.count, "it watches", "they watch")), can \
                \(Phrase.verb(watched.count, "", "each "))stop the \(Phrase.verb(bodies.count, "mandate", "mandates")) of \(titles)
                """,
            detail: """
                \(all.joined(separator: " ")) Without a mandate nobody is there to say who broke the ceasefire. Whether they would, \
                \(Verifiers.module).mandate looks into.
                """)
        finding.parties = holders
        finding.issues = [parts.roles.monitoring].compactMap { $0 }
        for (name, body) in bodies {
            finding.evidence.append(
                explainer.evidence(
                    Verifiers.place / "bodies" / name, at: Verifiers.place / "bodies" / name / "mandate",
                    "\(body.title): mandate by \(theCase.workspace.reading(of: body.mandate.by))", body.source))
            if let path = verifiers.mandatePaths[name] {
                finding.evidence.append(
                    explainer.evidence(
                        Verifiers.place / "mandatePaths" / name, "what the mandate of \(body.title) takes, step by step", path.source))
            }
        }
        return finding
    }

    // MARK: The whole

    func verifierTable() -> Table {
        var rows: OrderedSet<[Cell]> = []
        for task in tasks {
            for branch in branches(task) where isUndertaken(task, branch) {
                for answer in answers(task, branch) {
                    rows.append([
                        .text(task.commitment.title), .name(answer.body.title, id: answer.name),
                        answer.hasMandate ? .verdict("yes", .good) : .verdict("no", .bad), cell(answer.access), cell(answer.capacity),
                        .text(explainer.names(verifiers.holders(answer.name))),
                    ])
                }
            }
        }
        return Table(
            id: "verifiers", title: "Who verifies it",
            columns: [
                .init("commitment", "Commitment"), .init("verifier", "Verifier"), .init("mandate", "Mandate"),
                .init("access", "Access, of what it takes"), .init("capacity", "Capacity, of what it takes"),
                .init("vetoes", "Can stop the mandate", isDetail: true),
            ], rows: rows.elements,
            note: "Shares of what there is to see and of the largest task, 0–1, as \(Verifiers.module) has them.")
    }

    private func cell(_ share: Sufficiency) -> Cell {
        let text = "\(Phrase.range(share.have)) of \(Phrase.range(share.need))"
        switch share.verdict {
        case .enough: return .verdict(text, .good)
        case .open: return .verdict("\(text), not settled", .warning)
        case .short: return .verdict("\(text), short", .bad)
        }
    }

    /// What to add where the workspace has that module's kind of issue and says nothing of the bodies.
    var verificationLacks: [String] {
        guard let issue = parts.roles.monitoring, theCase.workspace.issues[issue]?.module == Verifiers.module else { return [] }
        return [
            verifiers.bodies.isEmpty
                ? "\(Verifiers.place)/bodies: who could verify the ceasefire, with mandate, access and capacity" : nil,
            verifiers.commitments.isEmpty
                ? "\(Verifiers.place)/commitments: what of the ceasefire has to be verified, and what that takes" : nil,
        ].compactMap { $0 }
    }

    /// Who verifies and how that stands, in a sentence; nil when nothing of it is said.
    func verificationSummary(_ findings: [Finding]) -> String? {
        let names = taken.map(\.body.title)
        guard !findings.isEmpty, !names.isEmpty else { return nil }
        let all = Phrase.count(findings.count, "commitment")
        let parts: [(Finding.Kind, String)] = [
            (.strong, "covered"), (.missing, "without anybody who may verify"), (.fragile, "short, or so with some of what is open"),
            (.note, "not settled"),
        ]
        let counts = parts.compactMap { kind, word in
            let count = findings.count { $0.kind == kind }
            return count == 0 ? nil : count == findings.count ? "each \(word)" : "\(count) \(word)"
        }
        return "\(Phrase.list(names, "or")) would verify \(all) of it: \(Phrase.list(counts))."
    }
}
