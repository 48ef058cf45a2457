import PluginKit

/// What the verification of a package hangs on beside its commitments: vetoes, the schedule, and how much falls to one body.
extension VerificationReport {
    /// The bodies that the package takes or may take, with what their mandates take.
    var takenAccounts: [MandateAccount] {
        section.bodies.compactMap { name, body in
            let account = MandateAccount(name, body, theCase, surroundings)
            guard let issue = account.issue, let option = body.option else { return body.option == nil ? account : nil }
            return branches.contains { $0.options[issue] == option } ? account : nil
        }
    }

    // MARK: Vetoes

    mutating func vetoes() -> [Finding] {
        let accounts = takenAccounts
        return accounts.map { account in
            let title = account.body.title
            let isOnly = account.issue.map { issue in branches.allSatisfy { $0.options[issue] == account.body.option } } ?? true
            let stopping = account.holders(.would, under: reading)
            let open = account.holders(.open, .unknown, under: reading)
            let who = explainer.names(account.holders)
            var finding: Finding
            switch account.standing(reading) {
            case .stopped:
                finding = Finding(
                    isOnly ? .blocks : .fragile, id: "veto/\(account.name)",
                    "\(explainer.names(stopping.map(\.party))) would stop the mandate of \(title), \(reading.phrase)",
                    detail: stopping.map { account.sentence($0, explainer) }.joined(separator: " "))
            case .open:
                finding = Finding(
                    .fragile, id: "veto/\(account.name)",
                    "Not settled whether somebody stops the mandate of \(title), \(reading.phrase)",
                    detail: (open.map { account.sentence($0, explainer) }
                        + [account.body.mandate.unmodelled.map { "\(Phrase.quoted($0)) can stop it too and is no party here." }]
                        .compactMap { $0 }).joined(separator: " "))
            case .free:
                finding = Finding(
                    .strong, id: "veto/\(account.name)",
                    account.holders.isEmpty
                        ? "Nobody can stop the mandate of \(title)"
                        : "\(who) could stop the mandate of \(title), and would not, \(reading.phrase)")
            }
            finding.issues = account.issue.map { [$0] } ?? []
            let telling = stopping.isEmpty && open.isEmpty ? account.holders(.wouldNot, under: reading) : stopping + open
            finding.parties = telling.map(\.party)
            finding.evidence =
                [account.evidence(&explainer)] + telling.flatMap { account.evidence($0, reading, &explainer) }
            return finding
        }
    }

    // MARK: The schedule

    /// Whether one of those whom a step names as verifiers is there.
    private enum Naming: Hashable {
        /// Only parties are named; what they see is not said.
        case parties
        case absent, late, open, sound
    }

    private var named: [Int] { readiness.steps.indices.filter { !readiness.steps[$0].verifiedBy.isEmpty } }

    /// The best of the bodies that the step names, over every way of settling who watches; the worst of those.
    private func naming(_ step: Int) -> Naming {
        let bodies = readiness.steps[step].verifiedBy.filter { section.bodies[$0] != nil }
        guard !bodies.isEmpty else { return .parties }
        let each = branches.map { branch -> Naming in
            let there = Verifiers(section, workspace, branch).all.filter { bodies.contains($0.name) }
            let verdicts = there.map { Comparison(readiness.months(step), of: readiness.ready($0.body)).verdict }
            return verdicts.isEmpty ? .absent : verdicts.contains(.enough) ? .sound : verdicts.contains(.open) ? .open : .late
        }
        return [.absent, .late, .open].first(where: each.contains) ?? .sound
    }

    mutating func scheduleFindings() -> [Finding] {
        [named(.absent), named(.late), named(.open), beyond(), deployment()].compactMap { $0 }
    }

    private mutating func named(_ naming: Naming) -> Finding? {
        let steps = named.filter { self.naming($0) == naming }
        guard !steps.isEmpty else { return nil }
        let count = Phrase.count(steps.count, "step")
        let bodies = OrderedSet(steps.flatMap { readiness.steps[$0].verifiedBy }.compactMap { section.bodies[$0] == nil ? nil : $0 })
        let who = bodies.compactMap { body in
            section.bodies[body].map { "\($0.title) in month \(Phrase.range(readiness.ready($0)))" }
        }
        let titles = Phrase.brief(steps.map { "“\(readiness.steps[$0].title)” (\(readiness.steps[$0].at))" }, most: 4)
        var finding: Finding
        switch naming {
        case .absent:
            finding = Finding(
                .missing, id: "schedule/absent",
                "The schedule has \(count) verified by a body that the package does not have, or may not have",
                detail: "\(titles). Name the body that monitors, or choose the one that is named.")
        case .late:
            finding = Finding(
                .fragile, id: "schedule/late", "The schedule has \(count) verified before the verifier can be there",
                detail: "\(titles); there at the earliest: \(Phrase.list(who)). Move the steps, or prepare the body sooner.")
        default:
            finding = Finding(
                .note, id: "schedule/open", "With \(count) of the schedule it is not settled whether the verifier is there in time",
                detail: "\(titles); it can be there: \(Phrase.list(who)). A narrower range for readyMonths could settle it.")
        }
        finding.issues = OrderedSet(steps.flatMap { Array(readiness.steps[$0].delivers.keys) }).elements
        finding.evidence =
            steps.compactMap(surroundings.evidence(ofStep:)) + bodies.elements.map { bodyEvidence($0) }
        return finding
    }

    /// Steps whose verifier is named on issues that no body of the section may verify.
    private mutating func beyond() -> Finding? {
        let covered = Set(section.bodies.values.flatMap(\.verifies) + section.commitments.values.map(\.issue))
        let steps = named.filter { step in
            naming(step) != .parties && readiness.steps[step].delivers.keys.contains { !covered.contains($0) }
        }
        guard !steps.isEmpty else { return nil }
        let issues = OrderedSet(steps.flatMap { readiness.steps[$0].delivers.keys.filter { !covered.contains($0) } })
        let titles = issues.map { explainer.title($0) }
        var finding = Finding(
            .note, id: "schedule/beyond",
            "The schedule has \(Phrase.count(steps.count, "step")) verified on issues of which the section does not say who may verify them",
            detail: """
                They carry out \(Phrase.brief(titles, most: 5)). If what is meant is that the step waits until something else has been \
                verified, nothing is lacking; otherwise add the issues to “verifies” of a body.
                """)
        finding.issues = issues.elements
        finding.evidence = steps.compactMap(surroundings.evidence(ofStep:))
        if finding.evidence.isEmpty { finding.evidence = [Evidence(theCase.place / "bodies", text: "what each body may verify")] }
        return finding
    }

    /// The day on which the schedule has the body in place, against when it can be there.
    private mutating func deployment() -> Finding? {
        let delivering = workspace.issues(of: .monitoring).flatMap { issue in
            readiness.steps.indices.filter { (readiness.steps[$0].delivers[issue] ?? 0) > 0 }
        }
        guard let step = delivering.max(by: { readiness.steps[$0].at < readiness.steps[$1].at }) else { return nil }
        let plan = readiness.months(step)
        let taken = takenAccounts.filter { $0.body.option != nil }
        let compared = taken.map { ($0, Comparison(plan, of: readiness.ready($0.body))) }.filter { $0.1.verdict != .enough }
        guard !compared.isEmpty else { return nil }
        let isLate = compared.contains { $0.1.verdict == .short }
        let lines = compared.map { account, comparison in
            "\(account.body.title) can be there in month \(Phrase.range(comparison.need))"
        }
        var finding = Finding(
            isLate ? .fragile : .note, id: "schedule/deployment",
            isLate
                ? "The schedule has the monitors in place in month \(Phrase.range(plan)), sooner than they can be"
                : "The schedule has the monitors in place in month \(Phrase.range(plan)), and it is not settled whether they can be",
            detail: """
                \(Phrase.list(lines)), counted from signature when they prepare from then on, and from the mandate when they do not. \
                Every step that waits for them waits as long.
                """)
        finding.issues = workspace.issues(of: .monitoring)
        finding.evidence = compared.map { bodyEvidence($0.0.name) } + [surroundings.evidence(ofStep: step)].compactMap { $0 }
        return finding
    }

    func scheduleTable() -> Table {
        Table(
            id: "schedule", title: "Steps that are to be verified",
            columns: [
                .init("step", "Step"), .init("at", "At", unit: workspace.timeUnit.rawValue), .init("by", "Verified by"),
                .init("there", "Is it there?"),
            ],
            rows: named.map { index in
                let step = readiness.steps[index]
                let names = step.verifiedBy.map { section.bodies[$0]?.title ?? workspace.reading(of: $0) }
                let there: Cell =
                    switch naming(index) {
                    case .parties: .verdict("a party; nothing is said of what it sees", .neutral)
                    case .absent: .verdict("not in every case that is open, or in none", .bad)
                    case .late: .verdict("not in time", .bad)
                    case .open: .verdict("not settled", .warning)
                    case .sound: .verdict("yes", .good)
                    }
                return [
                    .name(step.title, id: step.id), .figure(Figure(exact: step.at)), .text(Phrase.list(names, "or")), there,
                ]
            }, isDetail: true)
    }

    // MARK: Load

    /// What falls to one body together. Tasks may share people or not, so what they take together lies between the largest of
    /// them and their sum.
    mutating func loads() -> [Finding] {
        takenAccounts.compactMap { account in
            let tasks = undertakings.filter { $0.truth == .yes && account.body.verifies.contains($0.commitment.issue) }
            guard tasks.count > 1 else { return nil }
            let demands = tasks.map(\.commitment.demand.capacity)
            let together = Interval(
                low: demands.map(\.low).max() ?? 0, high: demands.reduce(0) { $0 + $1.high })
            let apart = demands.reduce(Interval.zero, +)
            let comparison = Comparison(account.body.capacity, of: together)
            guard comparison.verdict != .enough else { return nil }
            var finding = Finding(
                .note, id: "load/\(account.name)",
                "\(account.body.title) would have \(tasks.count) commitments to verify at once",
                detail: """
                    Each by itself is judged above. Together they take \(Phrase.range(together)) of capacity, the least when all share the \
                    same people, and \(Phrase.range(apart)) when none do; it has \(Phrase.range(account.body.capacity)). \
                    \(Comparison(account.body.capacity, of: apart).verdict == .short
                        ? "Without sharing it is short for certain." : "How much they share would settle it.")
                    """)
            finding.issues = OrderedSet(tasks.map(\.commitment.issue)).elements
            finding.evidence =
                [bodyEvidence(account.name)]
                + tasks.map { task in
                    explainer.evidence(
                        theCase.place / "commitments" / task.name / "demand",
                        "“\(task.commitment.title)” takes capacity \(Phrase.range(task.commitment.demand.capacity))",
                        task.commitment.numbersSource)
                }
            return finding
        }
    }

    private mutating func bodyEvidence(_ name: String) -> Evidence {
        let body = section.bodies[name]
        return explainer.evidence(
            theCase.place / "bodies" / name,
            "\(body?.title ?? name): capacity \(Phrase.range(body?.capacity ?? .zero)), ready in \(Phrase.range(body?.readyMonths ?? .zero)) months",
            body?.numbersSource)
    }
}
