import PluginKit

/// `opinion.win-set`: which publics a package could be won with, as far as polls tell.
///
/// An agreement is made at two tables at once; what cannot be won at home is outside the leader's win-set (Putnam 1988). Polls
/// seldom ask about a package, so that each is read through the condition that the section gives it.
struct WinSetAnalyzer: ModuleAnalyzer {
    let declaration = AnalyzerDeclaration(
        id: "opinion.win-set", title: "Which publics could it be won with?",
        summary: """
            Tells of each public how many the polls imply to be for the package and against it, and whether more than half can be \
            for it.
            """,
        subject: .package)

    func run(_ request: ModuleRequest<OpinionSection>) async throws -> AnalysisResult {
        guard let package = request.package else { throw Lack("The question is about a package.", lacks: ["a package"]) }
        var report = try WinSetReport(request.theCase, package, id: request.packageID)
        return report.result(request.result)
    }
}

package struct WinSetReport {
    private let section: OpinionSection
    private let workspace: Workspace
    private let place: Pointer
    private let draft: Draft
    private var explainer: Explainer
    /// Of how many stored packages people see the table without asking for everything.
    private static let shown = 8

    /// - Throws: `Lack` when nobody was asked anything.
    package init(_ theCase: ModuleCase<OpinionSection>, _ package: Package, id: ID<Package>?) throws {
        guard let section = theCase.section, !section.polls.isEmpty else {
            throw Lack(
                "The workspace has no polls, so nothing tells what publics say.",
                lacks: ["\(theCase.place)/polls: what publics were asked, and the packages that the answers are about"])
        }
        self.section = section
        workspace = theCase.workspace
        place = theCase.place
        draft = Draft(package, id: id, in: theCase.workspace)
        explainer = Explainer(theCase.workspace)
    }

    package mutating func result(_ blank: AnalysisResult) -> AnalysisResult {
        var result = blank
        result.package = draft.id
        let unasked = workspace.parties.filter { $0.value.role == .constituency && !section.publics.contains($0.key) }.keys
        result.lacks = unasked.map { "\(place)/polls: a poll of “\($0)”" }
        let silent = section.publics.filter { Backing(views($0)).verdict == .silent }
        let found = section.publics.filter { !silent.contains($0) }.map { finding($0) } + (silent.isEmpty ? [] : [finding(silent: silent)])
        result.findings = Finding.Kind.allCases.flatMap { kind in found.filter { $0.kind == kind } }
        result.tables = [publicTable(), packageTable()].filter { !$0.rows.isEmpty }
        result.status = result.lacks.isEmpty ? .complete : .partial
        result.summary = summary()
        result.provenance = explainer.provenance
        return result
    }

    private func views(_ id: ID<Party>) -> [PollView] { PollView.all(of: id, in: section, beside: draft) }

    private func summary() -> String {
        let verdicts = section.publics.map { (name: explainer.name($0), backing: Backing(views($0))) }
        func names(_ verdict: Backing.Verdict) -> [String] { verdicts.filter { $0.backing.verdict == verdict }.map(\.name) }
        guard verdicts.contains(where: { $0.backing.verdict != .silent }) else {
            return """
                No poll concerns “\(draft.package.title)”: what \(Phrase.list(names(.silent))) were asked is not about what it \
                settles, so the polls tell nothing of whether it could be won there.
                """
        }
        let parts: [(Backing.Verdict, String)] = [
            (.lost, "no majority for it in"), (.carried, "a majority for it in"), (.unsettled, "nothing settled in"),
            (.silent, "nothing at all in"),
        ]
        let said = parts.compactMap { verdict, words in
            names(verdict).isEmpty ? nil : "\(words) \(Phrase.list(names(verdict)))"
        }
        return """
            For “\(draft.package.title)” the polls imply \(Phrase.list(said)). None of them asked about the package itself; each \
            counts through the condition that the section gives it.
            """
    }

    // MARK: One public

    private mutating func finding(_ id: ID<Party>) -> Finding {
        let all = views(id)
        let backing = Backing(all)
        let (concerned, silent) = (all.filter { $0.truth != .no }, all.filter { $0.truth == .no })
        let name = explainer.name(id)
        let title: String =
            switch backing.verdict {
            case .lost:
                backing.opposition.low > Backing.majority
                    ? "\(name): the polls imply a majority against it (\(Percent.words(backing.opposition)))"
                    : "\(name): the polls leave no majority for it (at most \(Percent.words(backing.support.high)))"
            case .carried: "\(name): the polls imply a majority for it (\(Percent.words(backing.support)))"
            case .unsettled where concerned.allSatisfy({ $0.truth == .open }):
                "\(name): not settled; whether a poll concerns it depends on \(waited(concerned))"
            case .unsettled, .silent:
                "\(name): not settled; \(Percent.words(backing.support)) for it, \(Percent.words(backing.opposition)) against"
            }
        let kind: Finding.Kind =
            switch backing.verdict {
            case .lost: .fragile
            case .carried: .strong
            case .unsettled, .silent: .note
            }
        var details = concerned.map(reason) + together(concerned, backing)
        if backing.verdict == .unsettled, let advice = advice(concerned) { details.append(advice) }
        if !silent.isEmpty {
            let questions = silent.map { Phrase.quoted($0.poll.question) }
            details.append(
                "Nothing in the package is what \(Phrase.list(questions)) \(Phrase.verb(silent.count, "is", "are")) about.")
        }
        var finding = Finding(kind, id: "public/\(id)", title, detail: details.joined(separator: " "))
        finding.parties = [id] + (workspace.parties[id]?.represents.map { [$0] } ?? [])
        finding.issues = OrderedSet(concerned.flatMap { $0.grounds(in: draft) + $0.waits(in: draft) }).elements
        for view in concerned + silent { finding.evidence += explainer.evidence(view.poll, view.id, in: section, at: place) }
        finding.evidence = OrderedSet(finding.evidence + finding.issues.compactMap(draft.evidence)).elements
        return finding
    }

    /// Publics whom no poll asked about anything like the package.
    private mutating func finding(silent: [ID<Party>]) -> Finding {
        let all = silent.flatMap(views)
        let questions = Phrase.list(all.map { Phrase.quoted($0.poll.question) })
        var finding = Finding(
            .note, id: silent.count == 1 ? "public/\(silent[0])" : "public/silent",
            "\(explainer.names(silent)): no poll concerns such a package",
            detail: """
                Nothing in the package is what \(questions) \(Phrase.verb(all.count, "is", "are")) about. What their positions say is told by \
                opinion.room.
                """)
        finding.parties = silent.flatMap { id in [id] + (workspace.parties[id]?.represents.map { [$0] } ?? []) }
        for view in all { finding.evidence += explainer.evidence(view.poll, view.id, in: section, at: place) }
        finding.evidence = OrderedSet(finding.evidence).elements
        return finding
    }

    /// The open issues on which it depends whether polls concern the package.
    private func waited(_ views: [PollView]) -> String {
        Phrase.list(OrderedSet(views.flatMap { $0.waits(in: draft) }).map(explainer.title))
    }

    /// One poll and why it counts here.
    private func reason(_ view: PollView) -> String {
        let says = view.grounds(in: draft).map { "\(explainer.title($0)): \(draft.says($0))" }.joined(separator: "; ")
        let verb = view.poll.answer == .supports ? "support" : "oppose"
        let counts =
            view.truth == .open
            ? "may count as those who \(verb) it, which depends on \(waited([view]))"
            : "\(verb) it\(says.isEmpty ? "" : " (\(says))")"
        var text = "Those who say yes to “\(view.poll.question)” (\(explainer.said(view.poll, in: section))) \(counts)."
        if let figures = view.poll.figures, let sampling = view.estimate.sampling {
            text += """
                 Asked \(figures.date), \(figures.sample) people; drawing the sample explains \(Percent.words(sampling)) (95 %), \
                \(figures.beyondSampling == nil
                    ? "and nothing is allowed for the wording, who answers and what has changed since"
                    : "the rest is allowed for the wording, who answers and what has changed since").
                """
        }
        return text
    }

    /// What several polls come to together.
    private func together(_ views: [PollView], _ backing: Backing) -> [String] {
        var said: [String] = []
        for (answer, verb) in [(Poll.Answer.supports, "support"), (.opposes, "oppose")] {
            let shares = views.filter { $0.poll.answer == answer && $0.truth == .yes }.map(\.estimate.share)
            guard shares.count > 1 else { continue }
            said.append(
                """
                Those who \(verb) it on at least one of these grounds are \(Percent.words(Joint.any(shares))), on all of them \
                \(Percent.words(Joint.all(shares))): nobody has said how they overlap.
                """)
        }
        if backing.torn.high > 0 {
            said.append(
                "\(Percent.words(backing.torn)) have a reason for it and one against it, and may come down on either side.")
        }
        return said
    }

    /// What would settle whether there is a majority.
    private func advice(_ views: [PollView]) -> String? {
        // Before it is known which polls concern the package, no share settles anything by itself.
        guard views.allSatisfy({ $0.truth == .yes }) else { return nil }
        let narrowing = Narrowing(
            OrderedDictionary(uniqueKeysWithValues: views.enumerated().map { ($0.offset, $0.element.estimate.share) })
        ) { index, end in
            var narrowed = views
            narrowed[index].estimate.share = Interval(end)
            return Backing(narrowed).verdict != .unsettled
        }
        return narrowing.advice({ "the share that says yes to “\(views[$0].poll.question)”" }, Percent.words)
    }

    // MARK: Tables

    private func verdict(_ backing: Backing) -> Cell {
        switch backing.verdict {
        case .carried: .verdict("yes", .good)
        case .lost: .verdict("no", .bad)
        case .unsettled: .verdict("not settled", .warning)
        case .silent: .verdict("no poll", .neutral)
        }
    }

    private func publicTable() -> Table {
        Table(
            id: "publics", title: "Each public and the package",
            columns: [
                .init("public", "Public"), .init("for", "For it", unit: "%"), .init("against", "Against it", unit: "%"),
                .init("torn", "Reasons of both", unit: "%"), .init("majority", "Majority for it"),
            ],
            rows: section.publics.compactMap { id in
                let backing = Backing(views(id))
                guard backing.verdict != .silent else { return nil }
                let figures = [backing.support, backing.opposition, backing.torn].map { Cell.figure(Percent.figure($0)) }
                return [explainer.cell(id)] + figures + [verdict(backing)]
            },
            note: """
                Bounds over all stated shares and all ways in which polls may overlap. Where a poll has figures its share is a 95 % \
                interval and may lie outside; where it has a word, the word's range is the analyst's.
                """)
    }

    /// The stored packages side by side.
    private func packageTable() -> Table {
        Table(
            id: "packages", title: "Stored packages: a majority for it?",
            columns: [.init("package", "Package")] + section.publics.map { .init($0.text, explainer.name($0)) },
            rows: workspace.packages.map { id, package in
                let draft = Draft(package, id: id, in: workspace)
                return [.name(package.title, id: id.text)]
                    + section.publics.map { verdict(Backing(PollView.all(of: $0, in: section, beside: draft))) }
            },
            isDetail: workspace.packages.count > Self.shown)
    }
}
