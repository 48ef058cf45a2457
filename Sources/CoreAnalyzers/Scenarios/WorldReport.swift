import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// The case solved again for every world scenario, and for every date on which what no deal brings changes.
struct WorldReport {
    private struct Case {
        enum Change { case scenario(ID<Scenario>), date(Int) }
        var change: Change
        var prospect: Prospect
    }

    /// Nil where the case cannot be solved.
    private var base: Prospect?
    private var cases: [Case] = []
    /// Where the ranges are taken when options are told apart.
    private var end: RangeEnd?
    /// The dates from which on no deal brings somebody something else, 0 not among them.
    private let times: [Int]
    private let unit: Workspace.TimeUnit
    private(set) var lacks: [String] = []

    init(_ report: ScenarioReport, _ control: Control) throws {
        let workspace = report.workspace
        unit = workspace.timeUnit
        times = Set(workspace.parties.values.flatMap { party in party.reservation == nil ? party.outside.map(\.after) : [] }).subtracting([0]).sorted()
        let scenarios = report.scenarios(.world)
        guard !scenarios.isEmpty || !times.isEmpty else { return }
        var search = Prospect.Search(report.package, report.resolved.reading, control)
        do {
            let base = try Prospect(workspace, &search)
            self.base = base
            end = search.end
            let dated = times.map { (change: Case.Change.date($0), workspace: workspace, time: $0) }
            let changed = scenarios.compactMap { id, _, _ in workspace.under(id).map { (change: Case.Change.scenario(id), workspace: $0, time: 0) } }
            let all = dated + changed
            // One that changes nothing leaves the case as it stands.
            func isOther(_ one: (change: Case.Change, workspace: Workspace, time: Int)) -> Bool { one.time != 0 || one.workspace != workspace }
            control.report(1, of: 1 + all.count)
            var others = try Prospect.each(of: all.filter(isOther).map { ($0.workspace, $0.time) }, search).makeIterator()
            cases = all.compactMap { one in (isOther(one) ? others.next() : base).map { Case(change: one.change, prospect: $0) } }
            control.report(1 + all.count, of: 1 + all.count)
        } catch let error as SpaceError {
            fail(Unsolvable(error, workspace))
        } catch let error as SolvingError {
            fail(Unsolvable(error, workspace))
        }
    }

    private mutating func fail(_ words: Unsolvable) {
        base = nil
        cases = []
        lacks.append("World scenarios were not solved: \(words.message) (\(words.hint))")
    }

    // MARK: Words

    private func after(_ time: Int) -> String { "after \(Phrase.count(time, unit.rawValue))" }

    private func name(_ change: Case.Change, _ report: ScenarioReport) -> String {
        switch change {
        case .scenario(let id): Phrase.quoted(report.workspace.scenarios[id]?.title ?? id.text)
        case .date(let time): "Waiting for \(Phrase.count(time, unit.rawValue))"
        }
    }

    /// What is acceptable or not: the package, or whatever a deal may be.
    private func whole(_ report: ScenarioReport) -> String { report.isSettled ? "the package" : "a deal" }

    private func words(_ standing: Prospect.Standing?) -> String {
        switch standing {
        case .certain: "acceptable to all over all stated ranges"
        case .nominal: "acceptable to all at the midpoints"
        case .conceivable: "acceptable to all only at the best ends of the ranges"
        case .impossible: "acceptable to all nowhere in the ranges"
        case nil: "not settled"
        }
    }

    func summary(_ report: ScenarioReport) -> String? {
        guard let base else { return nil }
        let now = report.isSettled ? "As things stand the package is" : "As things stand some package is"
        func named(_ holds: (Case) -> Bool) -> [String] {
            cases.filter(holds).map { if case .date(let time) = $0.change { "waiting for \(Phrase.count(time, unit.rawValue))" } else { name($0.change, report) } }
        }
        let (worse, better) = (named { worsens($0, base) }, named { improves($0, base) })
        var parts: [String] = []
        if !worse.isEmpty { parts.append("\(Phrase.brief(worse, most: 4)) would narrow that") }
        if !better.isEmpty { parts.append("\(Phrase.brief(better, most: 4)) would widen it") }
        let changes = parts.isEmpty ? "no scenario changes that" : parts.joined(separator: ", ")
        let stands = base.standing == .impossible && !report.isSettled ? "As things stand no package is acceptable to all anywhere in the ranges"
            : "\(now) \(words(base.standing))"
        return "\(stands); \(changes)."
    }

    private func worsens(_ one: Case, _ base: Prospect) -> Bool {
        guard let new = one.prospect.standing, let old = base.standing else { return false }
        return new > old || (new == old && !base.opened(against: one.prospect).isEmpty && one.prospect.opened(against: base).isEmpty)
    }

    private func improves(_ one: Case, _ base: Prospect) -> Bool {
        guard let new = one.prospect.standing, let old = base.standing else { return false }
        return new < old || (new == old && !one.prospect.opened(against: base).isEmpty && base.opened(against: one.prospect).isEmpty)
    }

    /// Where the ranges are taken when options are told apart.
    private var ranges: String {
        switch end {
        case .pessimistic: "whatever the true values within the stated ranges"
        case .nominal: "with every range at its midpoint"
        case .optimistic, nil: "with every range at its best end"
        }
    }

    // MARK: Findings

    func findings(_ report: inout ScenarioReport) -> [Finding] {
        guard let base else { return [] }
        report.explainer.use(base.deciding, in: report.resolved)
        let changing = cases.filter { !isUnchanged($0, base) }.map { finding($0, base, &report) }
        return changing + [unchanged(base, &report)].compactMap { $0 }
    }

    private func isUnchanged(_ one: Case, _ base: Prospect) -> Bool {
        one.prospect.standing != nil && one.prospect.standing == base.standing && one.prospect.opened(against: base).isEmpty
            && base.opened(against: one.prospect).isEmpty && consents(one.prospect, base).isEmpty
    }

    /// Scenarios under which the same is possible: one finding for all of them.
    private func unchanged(_ base: Prospect, _ report: inout ScenarioReport) -> Finding? {
        let same = cases.filter { isUnchanged($0, base) }
        let scenarios = same.compactMap { one in if case .scenario(let id) = one.change { id } else { nil } }
        guard !scenarios.isEmpty else { return nil }
        let named = scenarios.map { "\(Phrase.quoted(report.workspace.scenarios[$0]?.title ?? $0.text))\(report.odds($0))" }
        var finding = Finding(
            .note, id: "world/unchanged",
            "\(Phrase.capitalized(Phrase.count(scenarios.count, "scenario"))) \(Phrase.verb(scenarios.count, "leaves", "leave")) \(whole(report)) \(report.isSettled ? "and every consent " : "")as \(report.isSettled ? "they are" : "it is")")
        finding.detail = "\(Phrase.list(named))."
        finding.evidence = scenarios.flatMap { report.evidence($0) }
        return finding
    }

    private func finding(_ one: Case, _ base: Prospect, _ report: inout ScenarioReport) -> Finding {
        let prospect = one.prospect
        let (opened, closed) = (prospect.opened(against: base), base.opened(against: prospect))
        func count(_ changes: [(issue: ResolvedIssue, options: [Int])]) -> String {
            Phrase.count(changes.reduce(0) { $0 + $1.options.count }, "option")
        }
        let name = name(one.change, report)
        let whole = whole(report)
        let (kind, title): (Finding.Kind, String) = switch (base.standing, prospect.standing) {
        case (_, nil): (.missing, "\(name): whether \(whole) is possible is not settled")
        case (nil, _): (.note, "\(name): \(whole) is \(words(prospect.standing))")
        case (let old?, let new?) where new != old:
            (
                new < old ? .strong : new > .nominal && old <= .nominal ? .blocks : .fragile,
                "\(name): \(whole) is \(words(new)); as things stand it is \(words(old))"
            )
        case _ where report.isSettled:
            (
                consents(prospect, base).allSatisfy { $0.new.isSurer(than: $0.old) } ? .strong : .fragile,
                "\(name): consents turn, and the package stays \(words(prospect.standing))"
            )
        case _ where closed.isEmpty: (.strong, "\(name) opens \(count(opened)) to a deal")
        case _ where opened.isEmpty: (.fragile, "\(name) closes \(count(closed)) to a deal")
        default: (.fragile, "\(name) closes \(count(closed)) to a deal and opens \(count(opened))")
        }
        var id = ""
        var finding = Finding(kind, id: "", title)
        var details: [String] = []
        func list(_ verb: String, _ changes: [(issue: ResolvedIssue, options: [Int])]) {
            guard !changes.isEmpty, prospect.standing == base.standing else { return }
            let parts = changes.map { "\($0.issue.issue.title): \(Phrase.choices($0.options, of: $0.issue))" }
            details.append("\(verb) \(parts.count <= 6 ? parts.joined(separator: "; ") : parts.prefix(6).joined(separator: "; ") + "; and on \(parts.count - 6) more issues").")
        }
        list("Closes", closed)
        list("Opens", opened)
        details += consents(prospect, base).map { turn in
            "The consent of \(report.explainer.name(turn.new.id)) turns from \(words(turn.old)) to \(words(turn.new))."
        }
        details += floors(prospect, base, report)
        switch one.change {
        case .scenario(let scenario):
            id = "world/\(scenario)"
            if let scenario = report.workspace.scenarios[scenario] {
                finding.parties = report.parties(scenario)
                if let watch = report.watch(scenario) { details.append(watch) }
            }
            finding.title += report.odds(scenario)
            finding.evidence = report.evidence(scenario)
        case .date(let time):
            id = "date/\(time)"
            for (party, resolved) in zip(report.workspace.parties, prospect.resolved.parties) where party.value.reservation == nil {
                for index in resolved.outsideInForce where party.value.outside[index].after == time {
                    finding.parties.append(party.key)
                    finding.evidence += [report.explainer.evidence(outside: index, of: party.key)].compactMap { $0 }
                }
            }
        }
        finding.id = id
        finding.issues = report.isSettled ? [] : (closed + opened).map(\.issue.id).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        finding.detail = details.isEmpty ? nil : details.joined(separator: " ")
        return finding
    }

    /// For a settled package: whose consent turns.
    private func consents(_ prospect: Prospect, _ base: Prospect) -> [(new: PartyEvaluation, old: PartyEvaluation)] {
        guard prospect.evaluation.choices.isComplete else { return [] }
        return zip(prospect.evaluation.parties, base.evaluation.parties).compactMap { new, old in
            new.requirement == .yes && (new.verdict != old.verdict || new.accepts != old.accepts) ? (new, old) : nil
        }
    }

    private func words(_ party: PartyEvaluation) -> String {
        guard party.verdict == .possible, let accepts = party.accepts else { return party.verdict.rawValue }
        return "possible (\(accepts ? "given" : "withheld") at the midpoints)"
    }

    /// Whose no deal is worth something else.
    private func floors(_ prospect: Prospect, _ base: Prospect, _ report: ScenarioReport) -> [String] {
        func moved(_ isUp: Bool) -> [String] {
            base.deciding.compactMap { id in
                guard let new = prospect.floor(of: id)?.nominal?.rounded(decimals: 1), let old = base.floor(of: id)?.nominal?.rounded(decimals: 1),
                    new != old, (new > old) == isUp
                else { return nil }
                func shown(_ value: Number) -> String { value < 0 ? "−\(-value)" : "\(value)" }
                return "\(report.explainer.name(id)) (\(shown(old)) to \(shown(new)))"
            }
        }
        let (up, down) = (moved(true), moved(false))
        var parts: [String] = []
        if !down.isEmpty { parts.append("falls for \(Phrase.list(down))") }
        if !up.isEmpty { parts.append("rises for \(Phrase.list(up))") }
        return parts.isEmpty ? [] : ["At the midpoints the value of no deal \(parts.joined(separator: " and "))."]
    }

    // MARK: Waiting

    private struct Wait {
        var party: ID<Party>
        /// What no deal brings in swing points, now and from the last date on.
        var now: Interval
        var then: Interval
    }

    private func waits(_ report: ScenarioReport) -> [Wait] {
        guard let last = times.last else { return [] }
        let later = ResolvedCase(report.workspace, reading: report.resolved.reading, time: last)
        return zip(report.resolved.parties, later.parties).compactMap { now, then in
            guard now.party.reservation == nil, now.outside != then.outside else { return nil }
            return Wait(party: now.id, now: now.outside, then: then.outside)
        }
    }

    /// For whom time works, and against whom: a lower value of no deal makes a party need a deal more.
    func waiting(_ report: inout ScenarioReport) -> [Finding] {
        guard let last = times.last else { return [] }
        let waits = waits(report)
        return [false, true].compactMap { pays in
            let group = waits.filter { ($0.then.midpoint > $0.now.midpoint) == pays && $0.then.midpoint != $0.now.midpoint }
            guard !group.isEmpty else { return nil }
            let names = report.explainer.names(group.map(\.party))
            var finding = Finding(
                pays ? .fragile : .note, id: pays ? "waiting/pays" : "waiting/costs",
                pays
                    ? "Waiting pays \(names), at the midpoints: no deal brings more \(after(last)) than now"
                    : "Waiting costs \(names), at the midpoints: no deal brings less \(after(last)) than now")
            finding.parties = group.map(\.party)
            let points = group.map { "\(report.explainer.name($0.party)): \(Phrase.points($0.now)), then \(Phrase.points($0.then)) swing points" }
            let open = group.filter { pays ? $0.then.low <= $0.now.high : $0.then.high >= $0.now.low }.map(\.party)
            let settled = open.isEmpty
                ? "The ranges lie apart, so that this holds for all true values."
                : "The ranges of \(report.explainer.names(open)) overlap, so that it is not settled: narrower values under “outside” would settle it."
            finding.detail = "\(points.joined(separator: "; ")). \(settled)"
            for wait in group {
                for index in report.workspace.parties[wait.party]?.outside.indices ?? 0..<0 {
                    finding.evidence += [report.explainer.evidence(outside: index, of: wait.party)].compactMap { $0 }
                }
            }
            return finding
        }
    }

    func waitingTable(_ report: ScenarioReport) -> Table? {
        let waits = waits(report)
        guard !waits.isEmpty else { return nil }
        let evaluations = ([0] + times).map { time in
            PackageEvaluation(report.package, in: ResolvedCase(report.workspace, reading: report.resolved.reading, time: time))
        }
        return Table(
            id: "waiting", title: "What no deal is worth, now and later, \(report.resolved.reading.phrase)",
            columns: [.init("party", "Party"), .init("now", "Now", unit: "0–100")]
                + times.map { .init("after-\($0)", Phrase.capitalized(after($0)), unit: "0–100") },
            rows: waits.map { wait in
                [report.explainer.cell(wait.party)] + evaluations.map { $0.noDeal(for: wait.party).flatMap(Figure.init).map(Cell.figure) ?? .empty }
            },
            note: "Each party's own scale. Where it falls, waiting makes the party need a deal more.")
    }

    // MARK: Tables

    func table(_ report: ScenarioReport) -> Table? {
        guard let base else { return nil }
        func verdict(_ standing: Prospect.Standing?) -> Cell {
            switch standing {
            case .certain: .verdict("over all ranges", .good)
            case .nominal: .verdict("at the midpoints", .good)
            case .conceivable: .verdict("at best ends only", .warning)
            case .impossible: .verdict("none", .bad)
            case nil: .verdict("not settled", .neutral)
            }
        }
        func options(_ changes: [(issue: ResolvedIssue, options: [Int])]) -> Cell {
            .text(changes.isEmpty ? "–" : String(changes.reduce(0) { $0 + $1.options.count }))
        }
        let open = report.isSettled ? [] : [Table.Column("closes", "Closes", unit: "options"), .init("opens", "Opens", unit: "options")]
        let rows = [(name: "As things stand", probability: "", prospect: base)] + cases.map { one in
            switch one.change {
            case .scenario(let id):
                (report.workspace.scenarios[id]?.title ?? id.text, report.probability(id).map(Phrase.range) ?? "not said", one.prospect)
            case .date(let time): (Phrase.capitalized(after(time)), "", one.prospect)
            }
        }
        return Table(
            id: "world", title: report.isSettled ? "Is the package acceptable to all who must consent?" : "Is a deal possible?",
            columns: [.init("case", "Case"), .init("probability", "Probability"), .init("deal", "Acceptable to all")] + open,
            rows: rows.map { name, probability, prospect in
                [.text(name), .text(probability), verdict(prospect.standing)]
                    + (report.isSettled ? [] : [options(base.opened(against: prospect)), options(prospect.opened(against: base))])
            },
            note: report.isSettled
                ? nil : "An option is open when some package with it is acceptable to all who must consent, \(ranges).")
    }

    /// Value of no deal, case by case, for those whom a case touches.
    func floors(_ report: ScenarioReport) -> Table? {
        guard let base else { return nil }
        let rows = cases.flatMap { one -> [[Cell]] in
            base.evaluation.parties.compactMap { party in
                guard let old = base.floor(of: party.id), let new = one.prospect.floor(of: party.id), old != new,
                    let before = Figure(old), let after = Figure(new)
                else { return nil }
                return [.text(Phrase.capitalized(name(one.change, report))), report.explainer.cell(party.id), .figure(before), .figure(after)]
            }
        }
        guard !rows.isEmpty else { return nil }
        return Table(
            id: "floors", title: "What no deal is worth, case by case, \(report.resolved.reading.phrase)",
            columns: [
                .init("case", "Case"), .init("party", "Party"), .init("before", "As things stand", unit: "0–100"), .init("after", "Then", unit: "0–100"),
            ], rows: rows, isDetail: true)
    }
}

extension PartyEvaluation {
    /// Whether its consent stands better than in another case.
    fileprivate func isSurer(than other: PartyEvaluation) -> Bool {
        func rank(_ party: PartyEvaluation) -> Int {
            switch party.verdict {
            case .certain: 3
            case .possible: party.accepts == true ? 2 : 1
            case .excluded, .unknown: 0
            }
        }
        return rank(self) > rank(other)
    }
}
