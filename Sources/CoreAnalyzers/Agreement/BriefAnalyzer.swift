import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// `core.brief`: one page for a negotiator.
struct BriefAnalyzer: Analyzer {
    let declaration = AnalyzerDeclaration(
        id: "core.brief", title: "Where the talks stand",
        summary:
            "One page: is a deal possible, who blocks by what, what it turns on, each side's no deal, the cheapest trades, and what to find out first.",
        subject: .workspace, parameters: [.package, .scenario])

    func run(_ request: AnalysisRequest) throws -> AnalysisResult {
        var result = declaration.result(for: request)
        // Where nothing is assessed there is nothing but what the parties say.
        let isAssessed = request.workspace.issues.values.contains { $0.positions.values.contains { $0.assessed != nil } }
        var readings: [BriefReading] = []
        for reading in isAssessed ? Reading.allCases : [.declared] {
            var asked = request
            asked.parameters["reading"] = .string(reading.rawValue)
            // The prospects are of everything that may be agreed; a package is what drafts are counted from.
            asked.parameters["package"] = nil
            asked.packageID = nil
            asked.package = nil
            do { readings.append(try BriefReading(AgreementSubject(asked))) } catch let error as SpaceError {
                let words = Unsolvable(error, request.workspace)
                result.status = .notApplicable
                result.summary = words.message
                result.lacks = [words.hint]
                return result
            } catch let error as SolvingError {
                let words = Unsolvable(error, request.workspace)
                result.status = .partial
                result.summary = words.message
                result.lacks = [words.hint]
                return result
            }
        }
        var report = BriefReport(readings, request)
        try report.addDrafts()
        result.summary = report.summary()
        result.findings = report.findings()
        result.tables = report.tables()
        result.lacks = report.lacks()
        result.provenance = report.explainer.provenance
        return result
    }
}

/// What one reading of the positions comes to.
struct BriefReading {
    let subject: AgreementSubject
    let zone: Zone
    /// How many packages meet every requirement of linkages, whoever accepts them.
    let feasible: PackageCount
    let constraints: ConstraintSpace?
    let conflicts: Conflicts?

    init(_ subject: AgreementSubject) throws {
        self.subject = subject
        zone = try Zone(subject, detail: false)
        feasible = PackageCount(saturating: try zone.space.feasibleCount(subject.control))
        guard zone.options.isOpen == false else {
            (constraints, conflicts) = (nil, nil)
            return
        }
        let space = try ConstraintSpace(Package(), in: subject.resolved, control: subject.control)
        constraints = space
        conflicts = try Conflicts(space, control: subject.control)
    }

    var name: String { subject.reading == .declared ? "as declared" : "as assessed" }

    /// `yes, over all ranges`, for a table.
    var prospects: (words: String, tone: Cell.Tone) {
        switch (zone.options.isOpen, zone.isCertain, zone.isPossible) {
        case (true?, true?, _): ("yes, over all stated ranges", .good)
        case (true?, false?, _): ("yes, at the midpoints; not over all ranges", .warning)
        case (true?, nil, _): ("yes, at the midpoints", .warning)
        case (false?, _, true?): ("not at the midpoints; at the best ends", .warning)
        case (false?, _, false?): ("no, not even at the best ends", .bad)
        case (false?, _, nil): ("no, at the midpoints", .bad)
        case (nil, _, _): ("not settled", .neutral)
        }
    }
}

private struct BriefReport {
    let readings: [BriefReading]
    let request: AnalysisRequest
    var explainer: Explainer
    /// Drafts of the workspace with how far each is from being agreed, by the reading at hand.
    private var drafts: [Draft] = []

    struct Draft {
        let id: ID<Package>
        let title: String
        let evaluation: PackageEvaluation
        /// The nearest package that could be agreed, with everything settled; nil where none is found.
        let agreement: PackageEvaluation?
        let distance: Int?
        /// Whether it is proven that no number of changes leads to an agreement, where none was found.
        let isHopeless: Bool
        let changes: [(issue: ID<Issue>, option: ID<Option>)]
        let trades: [String]

        /// Whether it could be agreed, or at least is told of, as it stands.
        var isItself: Bool { evaluation.choices.isComplete && (distance == 0 || agreement == nil) }
        /// With everything settled: as it stands, or else as what is nearest to it and could be agreed.
        var settled: PackageEvaluation? { isItself ? evaluation : agreement }
    }

    init(_ readings: [BriefReading], _ request: AnalysisRequest) {
        self.readings = readings
        self.request = request
        explainer = Explainer(request.workspace)
    }

    private var workspace: Workspace { request.workspace }
    /// What drafts are counted by: what the parties would settle for or, where nobody has judged that, what they say.
    private var main: BriefReading { readings.first { $0.subject.reading == .assessed } ?? readings[0] }

    private static let draftsLooked = 6
    private static let tradesShown = 1

    mutating func addDrafts() throws {
        let asked = request.parameters["package"]?.string.map { ID<Package>($0) }
        let live = workspace.packages.filter { $0.value.status != .rejected && $0.value.status != .withdrawn }.keys
        let ids = asked.map { [$0] } ?? Array(live.prefix(Self.draftsLooked))
        let resolved = main.subject.resolved
        let whole = main.zone.space
        for id in ids {
            guard let package = workspace.packages[id] else { continue }
            var asked = request
            asked.packageID = id
            asked.package = package
            asked.parameters["reading"] = .string(main.subject.reading.rawValue)
            let subject = try AgreementSubject(asked)
            let nearest = main.zone.options.isOpen == true
                ? try Nearest(whole.problem, to: subject.kept(in: whole), limit: 1, control: request.control) : nil
            let neighbour = nearest?.neighbours.first
            let agreement = neighbour.map { PackageEvaluation(settled($0.package, whole), in: resolved) }
            var trades: [String] = []
            if let start = neighbour?.package, let agreement {
                let found = try Trades(whole.problem, from: start, limit: Self.tradesShown, control: request.control)
                trades = found.trades.map { words($0, whole, from: agreement) }
            }
            drafts.append(
                Draft(
                    id: id, title: package.title, evaluation: PackageEvaluation(package, in: resolved), agreement: agreement,
                    distance: nearest?.distance, isHopeless: main.zone.options.isOpen == false || nearest?.isExact == true,
                    changes: neighbour.map { subject.choices($0.package, of: $0.changed, in: whole) } ?? [], trades: trades))
        }
        // Those nearest to an agreement first.
        drafts = drafts.enumerated().sorted { a, b in
            let (x, y) = (a.element.distance ?? .max, b.element.distance ?? .max)
            return x != y ? x < y : a.offset < b.offset
        }.map(\.element)
    }

    /// One package of a space, as a package of the workspace.
    private func settled(_ package: [Int], _ space: OutcomeSpace) -> Package {
        var settled = Package()
        for (index, option) in package.enumerated() { settled.choices[space.resolved.issues[index].id] = Choice(space.id(index, at: option)) }
        return settled
    }

    /// A trade, with everybody who is worse off by it, compared or not.
    private func words(_ trade: Trades.Trade, _ space: OutcomeSpace, from start: PackageEvaluation) -> String {
        let parts = zip(trade.parties, trade.moves).map { party, move in
            let issue = space.resolved.issues[move.variable]
            let option = space.title(move.variable, at: move.option)
            let gain = space.gain(party, trade.gains[party]).rounded(decimals: 1) ?? 0
            return "\(space.resolved.parties[space.objectives[party].party].party.name) accepts “\(option)” on \(issue.issue.title) (+\(gain) in all)"
        }
        let after = PackageEvaluation(settled(trade.package, space), in: space.resolved)
        let losers = zip(start.parties, after.parties).filter { before, after in
            guard let old = before.margin?.nominal, let new = after.margin?.nominal else { return false }
            return new < old
        }.map { explainer.name($0.0.id) }
        return parts.joined(separator: ", and ") + "; " + (losers.isEmpty ? "nobody loses" : "worse off: \(Phrase.brief(losers, most: 6))")
    }

    // MARK: The answer

    mutating func summary() -> String {
        let parts = readings.map { reading -> String in
            let phrase = reading.subject.reading == .declared ? "By what the parties say" : "By what they would settle for, as assessed,"
            switch reading.zone.options.isOpen {
            case true?:
                let over = switch reading.zone.isCertain {
                case true?: "over all stated ranges"
                case false?: "at the midpoints of the ranges, not over all of them"
                case nil: "at the midpoints of the ranges; whether over all of them is not settled"
                }
                return "\(phrase) a deal is possible \(over)"
            case false?:
                guard let corrections = reading.conflicts?.corrections, !corrections.isEmpty, let space = reading.constraints else {
                    let size = reading.conflicts?.completeUpTo ?? 0
                    return "\(phrase) no deal is possible\(size > 0 ? ", and more than \(Phrase.count(size, "thing")) would have to give at once for one" : "")"
                }
                let sets = corrections.map { $0.constraints.map { space.constraints[$0].subject } }
                return "\(phrase) no deal is possible unless these give way: \(explainer.words(sets))"
            case nil: return "\(phrase) whether a deal is possible is not settled"
            }
        }
        var text = parts.joined(separator: ". ") + "."
        if let nearest = drafts.first, let distance = nearest.distance {
            text += distance == 0 && !nearest.evaluation.choices.isComplete
                ? " On the table, \(Phrase.quoted(nearest.title)) could be agreed, with what it leaves open settled rightly."
                : distance == 0
                ? " On the table, \(Phrase.quoted(nearest.title)) could be agreed as it stands."
                : " On the table, \(Phrase.quoted(nearest.title)) is \(Phrase.count(distance, "change")) from being agreed."
        }
        return text
    }

    mutating func findings() -> [Finding] {
        var findings: [Finding] = []
        for reading in readings {
            guard let conflicts = reading.conflicts, let space = reading.constraints else { continue }
            for (place, conflict) in conflicts.conflicts.prefix(4).enumerated() {
                let subjects = conflict.map { space.constraints[$0].subject }
                var finding = Finding(
                    .blocks, id: "conflict/\(reading.subject.reading.rawValue)/\(place + 1)",
                    "\(Phrase.capitalized(Phrase.list(subjects.map { explainer.words($0) }))) cannot \(subjects.count == 1 ? "be met by itself" : "stand together"), \(reading.subject.reading.phrase)")
                finding.parties = Array(OrderedSet(subjects.compactMap(\.owner)))
                finding.issues = Array(OrderedSet(subjects.flatMap { $0.issues(in: workspace) }))
                for one in subjects { finding.evidence += explainer.evidence(one) }
                findings.append(finding)
            }
        }
        for draft in drafts { findings += self.findings(draft) }
        findings += questions()
        if let turning = turning() { findings.append(turning) }
        return findings
    }

    private mutating func findings(_ draft: Draft) -> [Finding] {
        let rejecting = draft.evaluation.parties.filter { $0.requirement != .no && $0.accepts == false }
        let names = rejecting.map { explainer.name($0.id) }
        let change = draft.changes.isEmpty ? "" : " Nearest agreement: \(explainer.words(draft.changes, most: 2))."
        var finding: Finding
        switch draft.distance {
        case 0?:
            let unsure = Self.unsettled(draft.agreement ?? draft.evaluation).map { explainer.name($0.id) }
            finding = Finding(
                unsure.isEmpty ? .strong : .fragile, id: "draft/\(draft.id)",
                "\(Phrase.quoted(draft.title)) could be agreed\(draft.evaluation.choices.isComplete ? " as it stands" : ", with what it leaves open settled rightly")",
                detail: unsure.isEmpty ? nil : "Over the ranges not certain\(draft.evaluation.choices.isComplete ? "" : ", settled so"): \(Phrase.list(unsure)).")
        case let distance?:
            finding = Finding(
                .fragile, id: "draft/\(draft.id)", "\(Phrase.quoted(draft.title)) is \(Phrase.count(distance, "change")) from being agreed",
                detail: (names.isEmpty ? "" : "Rejected by \(Phrase.list(names)).") + change)
        case nil where !draft.isHopeless:
            finding = Finding(.missing, id: "draft/\(draft.id)", "Whether \(Phrase.quoted(draft.title)) can be agreed is not settled")
        case nil:
            finding = Finding(
                .blocks, id: "draft/\(draft.id)", "\(Phrase.quoted(draft.title)) cannot be agreed",
                detail: names.isEmpty ? nil : "Rejected by \(Phrase.list(names)).")
        }
        finding.parties = rejecting.map(\.id)
        finding.evidence = [Evidence(Pointer(["packages", draft.id.text]), text: Phrase.quoted(draft.title))]
        for party in rejecting {
            for line in party.lines where line.isCertain {
                switch line.kind {
                case .condition(let id): finding.evidence.append(explainer.evidence(redLine: id, of: party.id))
                case .stance(let issue, _): finding.evidence += explainer.evidence(.stance(party.id, issue))
                }
            }
        }
        var found = [finding]
        if draft.id == drafts.first?.id {
            for (place, trade) in draft.trades.enumerated() {
                var finding = Finding(.note, id: "trade/\(place + 1)", "A trade from there: \(trade)")
                finding.evidence = [Evidence(Pointer(["packages", draft.id.text]), text: Phrase.quoted(draft.title))]
                found.append(finding)
            }
        }
        return found
    }

    /// Whose consent is needed, or may be, and hangs on true values within the ranges.
    private static func unsettled(_ evaluation: PackageEvaluation) -> [PartyEvaluation] {
        evaluation.parties.filter { $0.requirement != .no && $0.verdict != .certain && $0.verdict != .excluded }
    }

    // MARK: What to find out

    /// A range that leaves verdicts open.
    private struct Question {
        var party: ID<Party>
        var subject: Contribution.Subject
        /// Shares of the width of margins that are not settled, added up over drafts.
        var weight: Number
        var drafts: OrderedSet<ID<Package>>
    }

    /// The ranges that make up most of what leaves consents unsettled: to each draft or, where it is open or is refused, to the
    /// package nearest to it that could be agreed. Those are settled on every issue, so that nothing but ranges is left.
    ///
    /// Of the difference to no deal a term makes up what it varies by within its ranges, as a share of what all terms vary by:
    /// their ends are reached together. Where a party has stated a reservation, it is the worth of the package that terms make up.
    private mutating func questions() -> [Finding] {
        func width(_ contribution: Contribution, _ party: PartyEvaluation) -> Number {
            (party.floor == .reservation ? contribution.package.range : contribution.difference.range).width
        }
        var questions: OrderedDictionary<String, Question> = [:]
        var unsettled: OrderedDictionary<ID<Party>, Int> = [:]
        for draft in drafts {
            guard let evaluation = draft.settled else { continue }
            for party in Self.unsettled(evaluation) where party.lines.isEmpty {
                let whole = party.contributions.reduce(Number.zero) { $0 + width($1, party) }
                guard whole > 0 else { continue }
                unsettled[party.id, default: 0] += 1
                for contribution in party.contributions where width(contribution, party) > 0 {
                    let key = "\(party.id) \(contribution.subject)"
                    var question = questions[key] ?? Question(party: party.id, subject: contribution.subject, weight: 0, drafts: [])
                    question.weight = question.weight + width(contribution, party).divided(by: whole, decimals: 6)
                    question.drafts.append(draft.id)
                    questions[key] = question
                }
            }
        }
        let deciding = Set(main.zone.space.deciding.map { main.subject.resolved.parties[$0].id })
        // Those whose consent every agreement takes come first; of nobody more than two.
        let ranked = questions.values.enumerated().sorted { a, b in
            let (x, y) = (deciding.contains(a.element.party), deciding.contains(b.element.party))
            if x != y { return x }
            return a.element.weight != b.element.weight ? a.element.weight > b.element.weight : a.offset < b.offset
        }.map(\.element)
        var asked: [ID<Party>: Int] = [:]
        let first = ranked.filter { question in
            asked[question.party, default: 0] += 1
            return asked[question.party, default: 0] <= 2
        }.prefix(5)
        return first.enumerated().map { place, question in
            let count = unsettled[question.party] ?? 1
            let percent = (question.weight * 100).divided(by: Number(max(1, count)), decimals: 0)
            let what = workspace.parties[question.party]?.reservation == nil ? "its consent to" : "the worth to it of"
            var finding = Finding(
                .missing, id: "find-out/\(place + 1)", "To find out: \(self.asked(question))",
                detail: "\(percent) % of what the ranges leave open of \(what) \(words(question.drafts, isFirst: place == 0)).")
            finding.parties = [question.party]
            finding.evidence = evidence(question)
            finding.issues = Array(
                OrderedSet(
                    finding.evidence.compactMap { evidence in
                        let tokens = evidence.pointer.tokens
                        return tokens.count > 1 && tokens[0] == "issues" ? ID(tokens[1]) : nil
                    }))
            return finding
        }
    }

    /// Which drafts; and once, how those are taken that are open or refused.
    private func words(_ ids: OrderedSet<ID<Package>>, isFirst: Bool) -> String {
        guard drafts.count > 1 else { return (drafts[0].isItself ? "" : "the agreement nearest to ") + Phrase.quoted(drafts[0].title) }
        let named = "\(ids.count) of \(drafts.count) drafts"
        let isSettled = drafts.allSatisfy { !ids.contains($0.id) || $0.isItself }
        return named + (isFirst && !isSettled ? " (where open or refused: to what is nearest and could be agreed)" : "")
    }

    private func asked(_ question: Question) -> String {
        let name = explainer.name(question.party)
        switch question.subject {
        case .issue(let issue): return "what \(explainer.title(issue)) is worth to \(name), and what it would settle for"
        case .goal(let id):
            return "how much \(Phrase.quoted(workspace.parties[question.party]?.agenda[id]?.title ?? id)) matters to \(name)"
        case .linkage(let id): return "what \(Phrase.quoted(explainer.title(id))) is worth to \(name)"
        case .outside: return "what no deal alone costs \(name)"
        }
    }

    private mutating func evidence(_ question: Question) -> [Evidence] {
        switch question.subject {
        case .issue(let id):
            let position = workspace.issues[id]?.positions[question.party]
            let pointer = Pointer(["issues", id.text, "positions", question.party.text])
            return [
                position?.assessed.map { explainer.evidence(pointer / "assessed", $0.because ?? "what it would settle for", $0.source) }
                    ?? explainer.evidence(pointer, position?.statement ?? "its position", position?.source)
            ]
        case .goal(let id): return [explainer.evidence(goal: id, of: question.party)]
        case .linkage(let id): return [explainer.evidence(linkage: id)]
        case .outside:
            let count = workspace.parties[question.party]?.outside.count ?? 0
            return (0..<count).compactMap { explainer.evidence(outside: $0, of: question.party) }
        }
    }

    /// The issues on which options drop out of every agreement, or conflicts turn.
    private mutating func turning() -> Finding? {
        var issues: OrderedSet<ID<Issue>> = []
        for reading in readings {
            for conflict in reading.conflicts?.conflicts ?? [] {
                for one in conflict { issues.formUnion(reading.constraints?.constraints[one].subject.issues(in: workspace) ?? []) }
            }
        }
        let zone = main.zone
        if zone.options.isOpen == true {
            let narrowed = zone.options.standings.indices.filter { zone.options.standings[$0].contains(.foreclosed) }
            issues.formUnion(narrowed.map { zone.space.resolved.issues[$0].id })
        }
        guard !issues.isEmpty else { return nil }
        var finding = Finding(
            .note, id: "turns-on", "It turns on \(Phrase.list(issues.prefix(6).map { explainer.title($0) }))",
            detail: "There demands exclude one another, or options occur in no agreement.")
        finding.issues = Array(issues)
        return finding
    }

    // MARK: Tables

    func tables() -> [Table] {
        [prospects(), ways(), floors()].compactMap { $0 }
    }

    private func prospects() -> Table {
        Table(
            id: "prospects", title: "Is a deal possible?",
            columns: [.init("reading", "Reading"), .init("deal", "A deal"), .init("packages", "Acceptable, of packages that meet every requirement"), .init("issues", "Issues with options ruled out")],
            rows: readings.map { reading in
                let prospects = reading.prospects
                let narrowed = reading.zone.options.standings.count { $0.contains(.foreclosed) }
                return [
                    .text(reading.name), .verdict(prospects.words, prospects.tone),
                    .text(reading.zone.options.isOpen == false ? "none" : "some of \(reading.feasible.words)"),
                    .text(reading.zone.options.isOpen == true ? "\(narrowed) of \(reading.zone.options.standings.count)" : ""),
                ]
            })
    }

    /// What would open a zone where there is none.
    private func ways() -> Table? {
        let rows = readings.flatMap { reading -> [[Cell]] in
            guard let conflicts = reading.conflicts, let space = reading.constraints else { return [] }
            return conflicts.corrections.wholeSizes(\.constraints.count, most: 4).map { correction in
                [
                    .text(reading.name),
                    .text(Phrase.capitalized(Phrase.list(correction.constraints.map { explainer.words(space.constraints[$0].subject) }))),
                ]
            }
        }
        guard !rows.isEmpty else { return nil }
        return Table(
            id: "ways", title: "What would have to give for a deal, smallest first",
            columns: [.init("reading", "Reading"), .init("give", "Would have to give")], rows: rows, isDetail: true)
    }

    private func floors() -> Table {
        let resolved = main.subject.resolved
        let evaluation = PackageEvaluation(Package(), in: resolved)
        let space = main.zone.space
        return Table(
            id: "no-deal", title: "Each side’s no deal, \(main.name)",
            columns: [.init("party", "Party"), .init("floor", "No deal", unit: "0–100"), .init("why", "Because", isDetail: true), .init("patience", "Waiting", isDetail: true)],
            rows: space.objectives.map { objective in
                let party = evaluation.parties[objective.party]
                let stated = resolved.parties[objective.party].party
                let reasons = resolved.parties[objective.party].outsideInForce.compactMap { stated.outside[$0].because }
                return [
                    explainer.cell(party.id), Figure(party.floorValue).map(Cell.figure) ?? .text("no bound"),
                    .text(party.floor == .reservation ? "its stated reservation" : Phrase.list(reasons.prefix(2).map { Phrase.clause($0) })),
                    .text(stated.outside.count > resolved.parties[objective.party].outsideInForce.count ? "changes what no deal costs" : ""),
                ]
            },
            note: "Each on its own scale: 0 its worst on every issue, 100 all its demands met.")
    }

    func lacks() -> [String] {
        var lacks: [String] = []
        if main.subject.reading == .declared {
            lacks.append("No position here says what a party would settle for (“assessed”): all of this is by what they say.")
        }
        if workspace.noDeal == nil { lacks.append("Say under noDeal what holds if talks fail: every floor follows from it.") }
        if workspace.packages.isEmpty { lacks.append("Draft a package: “parley package new”.") }
        let silent = main.zone.space.unjudged.map { explainer.name(main.subject.resolved.parties[$0].id) }
        if !silent.isEmpty { lacks.append("Nothing says what \(Phrase.list(silent)) would accept, although consent may be needed.") }
        return lacks
    }
}
