import PluginKit

// What the steps of a package say of its ceasefire: who goes first, who verifies it, and how late a breach is seen.
extension CeasefireReport {
    private typealias Placed = (index: Int, step: Step)

    /// The steps that carry out a part of the ceasefire, by time; those of one time in the order of the schedule.
    private var steps: [Placed] {
        parts.package.schedule.enumerated().filter { step in
            parts.parts.keys.contains { (step.element.delivers[$0] ?? 0) > 0 }
        }.sorted { a, b in a.element.at != b.element.at ? a.element.at < b.element.at : a.offset < b.offset }
            .map { (index: $0.offset, step: $0.element) }
    }

    private func steps(delivering issue: ID<Issue>?) -> [Placed] {
        guard let issue else { return [] }
        return steps.filter { ($0.step.delivers[issue] ?? 0) > 0 }
    }

    private func time(_ number: Number) -> String {
        let unit = theCase.workspace.timeUnit.rawValue
        return "\(number) \(number == 1 ? unit : unit + "s")"
    }

    // MARK: Table

    func scheduleTable() -> Table {
        Table(
            id: "schedule", title: "Steps that carry out the ceasefire and what it leads to",
            columns: [
                .init("at", "At", unit: "\(theCase.workspace.timeUnit.rawValue)s"), .init("step", "Step"), .init("party", "Who"),
                .init("delivers", "Delivers"), .init("verified-by", "Verified by"),
                .init("lag", "Breach seen after", unit: "\(theCase.workspace.timeUnit.rawValue)s"),
                .init("reversible", "Can be undone", isDetail: true),
            ],
            rows: steps.map { _, step in
                let delivered = step.delivers.filter { parts.parts[$0.key] != nil }.map { "\(parts.title($0.key)) \($0.value)" }
                return [
                    .figure(Figure(exact: step.at)), .name(step.title, id: step.id), explainer.cell(step.party),
                    .text(delivered.joined(separator: ", ")),
                    step.verifiedBy.isEmpty
                        ? .verdict("nobody", .warning) : .text(step.verifiedBy.map(verifier).joined(separator: ", ")),
                    step.detection.map { .figure(Figure($0.lag, nominal: $0.lag.midpoint)) } ?? .empty,
                    .text(step.reversible ? "yes" : "no"),
                ]
            },
            note: "Shares are of what the issue's settlement takes. When a breach is seen is an estimate of the package's author."
        )
    }

    /// A body is called as the option that sends it, a party by its name.
    private func verifier(_ id: String) -> String {
        if let monitoring = parts.roles.monitoring, let option = theCase.workspace.issues[monitoring]?.options[ID(id)] {
            return option.title
        }
        return theCase.workspace.parties[ID(id)]?.name ?? id
    }

    // MARK: Findings

    mutating func scheduleFindings() -> [Finding] {
        guard !parts.package.schedule.isEmpty else { return [noSchedule()].compactMap { $0 } }
        return [beforeTheWatch(), unverified(), otherVerifier(), incomplete(), first(parts.roles.terms), lag()].compactMap { $0 }
    }

    /// Stages without steps: what is phased is nowhere laid out.
    private mutating func noSchedule() -> Finding? {
        let staged: [(Role, String, String)] = [
            (.terms, Attribute.timing, Word.phased), (.withdrawal, Attribute.pace, Word.staged),
        ]
        let issues = staged.compactMap { role, attribute, word -> ID<Issue>? in
            guard let id = parts.roles[role], let part = parts.parts[id], part.isNamed else { return nil }
            return part.options.allSatisfy { theCase.workspace.issues[id]?.options[$0]?.word(attribute) == word } ? id : nil
        }
        guard !issues.isEmpty else { return nil }
        var finding = Finding(
            .missing, id: "schedule/none",
            "Stages are agreed on \(Phrase.list(issues.map(parts.title))), and no schedule says which",
            detail: "Give the package a schedule: who takes which step, when, and who verifies it.")
        finding.issues = issues
        finding.evidence = parts.evidence(issues, [Attribute.timing, Attribute.pace], &explainer)
        return finding
    }

    /// How long the ceasefire runs before the body that is to watch it is in place.
    private mutating func beforeTheWatch() -> Finding? {
        guard let monitoring = parts.roles.monitoring, let part = parts.parts[monitoring], part.isNamed,
            let begin = steps(delivering: parts.roles.terms).first
        else { return nil }
        let isSent = part.options.contains {
            (theCase.workspace.issues[monitoring]?.options[$0]?.word(Attribute.body) ?? $0.text) != Word.none
        }
        guard isSent else { return nil }
        let deployment = steps(delivering: monitoring)
        guard let last = deployment.last else {
            return scheduled(
                .missing, "watch-undated", "The schedule does not say when the body that monitors is in place",
                detail:
                    """
                    The ceasefire begins at \(time(begin.step.at)); who watches it from then on is not said. Add a step that delivers \
                    \(parts.title(monitoring)).
                    """,
                [parts.roles.terms, monitoring], [begin])
        }
        guard begin.step.at < last.step.at else { return nil }
        return scheduled(
            .fragile, "unwatched",
            "For \(time(last.step.at - begin.step.at)) the ceasefire runs before the body that monitors is in place",
            detail:
                "It begins with “\(begin.step.title)”; the body is there with “\(last.step.title)”. Until then each side watches the other.",
            [parts.roles.terms, monitoring], [begin, last])
    }

    /// Steps of the ceasefire, the line or the withdrawal that nobody is named to verify.
    private mutating func unverified() -> Finding? {
        let watched = [parts.roles.terms, parts.roles.line, parts.roles.withdrawal].compactMap { $0 }
        let bare = steps.filter { placed in
            placed.step.verifiedBy.isEmpty && watched.contains { (placed.step.delivers[$0] ?? 0) > 0 }
        }
        guard !bare.isEmpty else { return nil }
        let issues = watched.filter { issue in bare.contains { ($0.step.delivers[issue] ?? 0) > 0 } }
        return scheduled(
            .fragile, "unverified",
            bare.count == 1
                ? "1 step of ceasefire, line and withdrawal has nobody named to verify it"
                : "\(bare.count) steps of ceasefire, line and withdrawal have nobody named to verify them",
            detail: "\(Phrase.brief(bare.map { Phrase.quoted($0.step.title) }, most: 4)).", issues, bare)
    }

    /// Steps that are to be verified by a body which the package does not send.
    private mutating func otherVerifier() -> Finding? {
        guard let monitoring = parts.roles.monitoring, let part = parts.parts[monitoring], part.isNamed else { return nil }
        let known = theCase.workspace.issues[monitoring]?.options ?? [:]
        let absent = steps.filter { placed in
            let bodies = placed.step.verifiedBy.map { ID<Option>($0) }.filter { known[$0] != nil }
            return !bodies.isEmpty && bodies.allSatisfy { !part.options.contains($0) }
        }
        guard !absent.isEmpty else { return nil }
        let bodies = OrderedSet(absent.flatMap(\.step.verifiedBy).filter { known[ID($0)] != nil }.map(verifier))
        return scheduled(
            .blocks, "other-body",
            "The schedule has steps verified by a body that the package does not send: \(Phrase.list(bodies.elements))",
            detail:
                "\(Phrase.brief(absent.map { Phrase.quoted($0.step.title) }, most: 4)). On \(parts.title(monitoring)) the package says otherwise.",
            [monitoring], absent)
    }

    /// Parts that the package settles and the schedule does not carry out in full.
    private mutating func incomplete() -> Finding? {
        let short = [parts.roles.terms, parts.roles.line, parts.roles.withdrawal].compactMap { $0 }.compactMap {
            issue -> (ID<Issue>, Number)? in
            guard let part = parts.parts[issue], part.isNamed, isActing(part) else { return nil }
            let sum = steps(delivering: issue).reduce(Number.zero) { $0 + ($1.step.delivers[issue] ?? 0) }
            return sum < 1 ? (issue, sum) : nil
        }
        guard !short.isEmpty else { return nil }
        return scheduled(
            .missing, "incomplete",
            "The schedule does not carry out all that is agreed on \(Phrase.list(short.map { parts.title($0.0) }))",
            detail: "Of 1 it delivers \(Phrase.list(short.map { "\($0.1) of \(parts.title($0.0))" })).", short.map(\.0),
            short.flatMap { steps(delivering: $0.0) })
    }

    /// Whether every option that the part may come to asks somebody to do something.
    private func isActing(_ part: CeasefireParts.Part) -> Bool {
        part.options.allSatisfy { id in
            guard let option = theCase.workspace.issues[part.id]?.options[id] else { return false }
            return option.flag(Attribute.agreed) != false && option.word(Attribute.extent) != Word.none
                && option.word(Attribute.moves) != Word.none
        }
    }

    /// Who ceases fire first.
    private mutating func first(_ terms: ID<Issue>) -> Finding? {
        let steps = steps(delivering: terms)
        var begins: OrderedDictionary<ID<Party>, Placed> = [:]
        for step in steps where begins[step.step.party] == nil { begins[step.step.party] = step }
        guard begins.count > 1, let least = begins.values.first?.step.at else { return nil }
        let late = begins.filter { $0.value.step.at > least }
        let early = begins.filter { $0.value.step.at == least }
        if late.isEmpty {
            return scheduled(
                .strong, "first", "\(explainer.names(Array(early.keys))) begin the ceasefire at the same time", detail: nil,
                [terms],
                Array(begins.values))
        }
        let after = late.map { "\(explainer.name($0.key)) \(time($0.value.step.at - least)) later" }
        return scheduled(
            .fragile, "first",
            "\(explainer.names(Array(early.keys))) \(Phrase.verb(early.count, "ceases", "cease")) fire first, \(Phrase.list(after))",
            detail: "Meanwhile who has stopped is exposed to who has not.", [terms], Array(begins.values))
    }

    /// How long a breach may go unseen at worst.
    private mutating func lag() -> Finding? {
        let watched = [parts.roles.terms, parts.roles.line, parts.roles.withdrawal].compactMap { $0 }
        let seen = steps.filter { placed in
            placed.step.detection != nil && watched.contains { (placed.step.delivers[$0] ?? 0) > 0 }
        }
        guard let longest = seen.compactMap({ $0.step.detection?.lag.high }).max(), longest > 0 else { return nil }
        let late = seen.filter { $0.step.detection?.lag.high == longest }
        return scheduled(
            .note, "lag", "A breach may go unseen for up to \(time(longest))",
            detail: "By the schedule's own estimates, with \(Phrase.brief(late.map { Phrase.quoted($0.step.title) }, most: 3)).",
            watched.filter { issue in late.contains { ($0.step.delivers[issue] ?? 0) > 0 } }, late)
    }

    private mutating func scheduled(
        _ kind: Finding.Kind, _ id: String, _ title: String, detail: String?, _ issues: [ID<Issue>], _ steps: [Placed]
    ) -> Finding {
        var finding = Finding(kind, id: "schedule/\(id)", title, detail: detail)
        finding.issues = issues
        finding.parties = OrderedSet(steps.map(\.step.party)).elements
        finding.evidence = steps.compactMap { index, step in
            parts.place(ofStep: index).map {
                explainer.evidence(
                    $0, "at \(time(step.at)) \(explainer.name(step.party)): \(step.title)", step.source ?? parts.package.source)
            }
        }
        return finding
    }
}
