import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// `core.zone`: whether a deal is possible, and with which options.
struct ZoneAnalyzer: Analyzer {
    let declaration = AnalyzerDeclaration(
        id: "core.zone", title: "Is a deal possible, and on which terms?",
        summary:
            "Says whether some package is acceptable to all who must consent, at the midpoints and over the ranges, and which option of each issue occurs in one.",
        subject: .workspace, parameters: [.reading, .package, .scenario])

    func run(_ request: AnalysisRequest) throws -> AnalysisResult {
        try AgreementSubject.result(declaration, request) { subject, result in
            let zone = try Zone(subject)
            subject.countClaims(zone.space.deciding)
            let constraints = try ConstraintSpace(subject.package, in: subject.resolved, control: subject.control)
            let assent = try Assent(constraints, control: subject.control)
            let reasons = try zone.reasons(constraints, control: subject.control)
            var report = ZoneReport(
                zone: zone, constraints: constraints, reasons: reasons, assent: assent, explainer: subject.explainer, reading: subject.reading)
            result.tables = [report.size(), report.options()].compactMap { $0 }
            result.findings = report.findings()
            result.summary = report.summary()
            result.lacks = subject.lacks(of: zone.space)
            if !result.lacks.isEmpty { result.status = .partial }
            subject.explainer = report.explainer
        }
    }
}

/// Whether a space has an acceptable package, at three ends of the ranges, and which options occur in one at the midpoints.
struct Zone {
    let space: OutcomeSpace
    let options: OptionZone
    /// Whether some package is acceptable whatever the true values within the ranges; nil where that is not settled, be it that
    /// the ends of the ranges are not reached together.
    let isCertain: Bool?
    /// Whether some package is acceptable for some values within the ranges.
    let isPossible: Bool?
    /// A package that is acceptable over all ranges.
    let certain: [Int]?
    /// Options that no package has at the midpoints, and some package at the best ends of the ranges, or may have.
    let perhaps: [(variable: Int, option: Int)]

    /// - Parameter detail: whether options are looked at that occur in no package at the midpoints.
    init(_ subject: AgreementSubject, detail: Bool = true) throws {
        space = try subject.space()
        let control = subject.control
        let options = try OptionZone(space.graph, known: [], control: control)
        self.options = options
        func existence(_ end: RangeEnd) throws -> Existence.Answer {
            try Existence.package(in: subject.space(end).graph, control: control)
        }
        // Of those acceptable over all ranges the one that brings the parties most in all is worth showing.
        let worst = try subject.space(.pessimistic)
        let best = try Search(.inAll(worst), in: worst.graph).run(control: control)
        certain = best.best.first.flatMap { best.frontier.packages(of: $0, limit: 1).first }
        isCertain = certain != nil ? true : options.isOpen == false || best.isExact && space.reachesEnds ? false : nil
        let foreclosed = options.standings.indices.flatMap { variable in
            options.standings[variable].indices.filter { options.standings[variable][$0] == .foreclosed }.map { (variable, $0) }
        }
        if options.isOpen != true {
            switch try existence(.optimistic) {
            case .found: isPossible = space.reachesEnds ? true : nil
            case .none: isPossible = false
            case .undecided: isPossible = nil
            }
            perhaps = []
        } else {
            isPossible = true
            var found: [(variable: Int, option: Int)] = []
            if detail, !foreclosed.isEmpty {
                let optimistic = try subject.space(.optimistic).graph
                for (variable, option) in foreclosed {
                    let graph = try optimistic.restricted(variable, to: [option], control: control)
                    if case .found = try Existence.package(in: graph, control: control) { found.append((variable, option)) }
                }
            }
            perhaps = found
        }
    }

    func isPerhaps(_ variable: Int, _ option: Int) -> Bool { perhaps.contains { $0.variable == variable && $0.option == option } }

    /// Why options of an issue occur in no acceptable package.
    struct Reason {
        let variable: Int
        let options: [Int]
        /// Places of constraints.
        let constraints: [Int]
        /// Whether each of them by itself keeps the options out; otherwise they do together, and no part of them does. None: by
        /// what is not settled.
        let isEach: Bool
    }

    /// - Parameter space: of the same package.
    func reasons(_ space: ConstraintSpace, control: Control) throws -> [Reason] {
        guard options.isOpen == true else { return [] }
        var reasons: [Reason] = []
        for (variable, standings) in options.standings.enumerated() where standings.count > 1 {
            struct Key: Hashable {
                let constraints: [Int]
                let isEach: Bool
            }
            var found: OrderedDictionary<Key, [Int]> = [:]
            for option in standings.indices where standings[option] == .foreclosed {
                let each = try space.barring(option, of: variable, control: control)
                let together = try each.isEmpty ? Conflicts.keeping(option, of: variable, outOf: space, control: control) ?? [] : each
                found[Key(constraints: together, isEach: !each.isEmpty), default: []].append(option)
            }
            reasons += found.map { Reason(variable: variable, options: $0.value, constraints: $0.key.constraints, isEach: $0.key.isEach) }
        }
        return reasons
    }
}

private struct ZoneReport {
    let zone: Zone
    let constraints: ConstraintSpace
    let reasons: [Zone.Reason]
    let assent: Assent
    var explainer: Explainer
    let reading: Reading

    private var space: OutcomeSpace { zone.space }
    private var resolved: ResolvedCase { space.resolved }

    /// Variables that the package leaves open.
    private var open: [Int] { space.choices.open }

    private func title(_ variable: Int, _ option: Int) -> String {
        space.title(variable, at: option)
    }

    /// Options of an issue that occur in an acceptable package, and that do not.
    private func divided(_ variable: Int) -> (possible: [Int], foreclosed: [Int]) {
        let options = zone.options.standings[variable].indices
        return (
            options.filter { zone.options.standings[variable][$0] != .foreclosed },
            options.filter { zone.options.standings[variable][$0] == .foreclosed }
        )
    }

    func summary() -> String {
        let where_ = reading.phrase
        switch zone.options.isOpen {
        case true?:
            let settled = open.filter { divided($0).possible.count == 1 }.count
            let narrowed = open.filter { !divided($0).foreclosed.isEmpty }.count
            let over = zone.isCertain == true
                ? "some package is acceptable whatever the true values within the ranges"
                : zone.isCertain == false
                    ? "no package is acceptable over all stated ranges" : "whether one is acceptable over all ranges is not settled"
            if open.isEmpty { return "Everything is settled, and all who must consent accept it, \(where_), at the midpoints of the ranges; over the ranges \(zone.isCertain == true ? "they do as well" : zone.isCertain == false ? "it is not certain" : "whether they do is not settled")." }
            let terms = narrowed == 0
                ? "every option of every open issue occurs in some acceptable package"
                : "\(Phrase.count(narrowed, "open issue")) of \(open.count) \(Phrase.verb(narrowed, "has", "have")) options that occur in none"
                    + (settled == 0 ? "" : ", and on \(settled) only one is left")
            return "A deal is possible, \(where_), at the midpoints of the ranges: \(terms). Over the ranges: \(over)."
        case false?:
            let perhaps = zone.isPossible == true
                ? "at the best ends of the ranges some would be"
                : zone.isPossible == false ? "not even at the best ends of all ranges" : "whether one would be at the best ends of the ranges is not settled"
            return "No deal is possible, \(where_): no package is acceptable to all who must consent; \(perhaps). “parley why” says what stands in the way."
        case nil: return "Whether a deal is possible, \(where_), is not settled: the space is too large to search through."
        }
    }

    mutating func findings() -> [Finding] {
        var findings: [Finding] = []
        switch zone.options.isOpen {
        case true?:
            let sure = zone.isCertain == true
            var finding = Finding(
                sure ? .strong : .fragile, id: "zone",
                sure
                    ? "Some package is acceptable to all who must consent over all stated ranges"
                    : zone.isCertain == false
                        ? "A deal is possible at the midpoints, not over all stated ranges"
                        : "A deal is possible at the midpoints; whether one is over all stated ranges is not settled")
            if let package = zone.certain, !open.isEmpty {
                finding.detail = "The one that brings the parties most in all, at the worst ends of the ranges: \(explainer.words(named(package), most: 40))."
            }
            finding.evidence = space.deciding.flatMap { explainer.floorEvidence(resolved.parties[$0].id) }.reduce(into: []) {
                if !$0.contains($1) { $0.append($1) }
            }
            findings.append(finding)
        case false?:
            findings.append(
                Finding(
                    .blocks, id: "no-zone", "No package is acceptable to all who must consent, \(reading.phrase)",
                    detail: zone.isPossible == true
                        ? "At the best ends of the ranges some would be: narrowing them may open a zone."
                        : "“parley why” lists what would have to give, and what cannot stand together."))
            return findings
        case nil:
            findings.append(
                Finding(.missing, id: "not-settled", "Whether a deal is possible is not settled", detail: "Settle some issues in a package and ask again."))
        }
        for variable in open {
            let (possible, foreclosed) = divided(variable)
            guard !foreclosed.isEmpty else { continue }
            let issue = resolved.issues[variable].id
            let reasons = reasons.filter { $0.variable == variable }
            let subjects = OrderedSet(reasons.flatMap(\.constraints)).map { constraints.constraints[$0].subject }
            var finding = Finding(
                .note, id: "foreclosed/\(issue)",
                "\(explainer.title(issue)): \(Phrase.brief(foreclosed.map { Phrase.quoted(title(variable, $0)) }, most: 4)) \(Phrase.verb(foreclosed.count, "occurs", "occur")) in no acceptable package",
                detail: ([
                    possible.count == 1 ? "Only \(Phrase.quoted(title(variable, possible[0]))) is left." : nil,
                    reasons.map { words($0, isOnly: reasons.count == 1) }.joined(separator: " "),
                    foreclosed.contains { zone.isPerhaps(variable, $0) }
                        ? "At the best ends of the ranges \(Phrase.list(foreclosed.filter { zone.isPerhaps(variable, $0) }.map { Phrase.quoted(title(variable, $0)) })) \(space.reachesEnds ? "would" : "may") occur in one."
                        : nil,
                ] as [String?]).compactMap { $0 }.joined(separator: " "))
            finding.issues = [issue]
            finding.parties = Array(OrderedSet(subjects.compactMap(\.owner)))
            for subject in subjects { finding.evidence += explainer.evidence(subject) }
            finding.evidence = Array(OrderedSet(finding.evidence))
            findings.append(finding)
        }
        return findings
    }

    /// `“Open” is ruled out by the red line of North “…”.`
    ///
    /// - Parameter isOnly: whether it goes for all options that the sentence before it names.
    private func words(_ reason: Zone.Reason, isOnly: Bool) -> String {
        let options = Phrase.list(reason.options.map { Phrase.quoted(title(reason.variable, $0)) })
        let subjects = reason.constraints.map { explainer.words(constraints.constraints[$0].subject) }
        let isOne = reason.options.count == 1
        if subjects.isEmpty { return "What keeps \(isOnly ? isOne ? "it" : "them" : options) out is not settled." }
        if reason.isEach {
            let verb = isOnly ? "Ruled out" : "\(options) \(isOne ? "is" : "are") ruled out"
            return "\(verb) by \(Phrase.list(subjects))\(subjects.count > 1 ? ", each by itself" : "")."
        }
        return "With \(isOnly ? isOne ? "it" : "each of them" : options) \(Phrase.list(subjects)) cannot \(subjects.count == 1 ? "be met" : "stand together")."
    }

    private func named(_ package: [Int]) -> [(issue: ID<Issue>, option: ID<Option>)] {
        open.map { (resolved.issues[$0].id, space.id($0, at: package[$0])) }
    }

    // MARK: Tables

    /// How many packages there are for whom.
    func size() -> Table {
        let feasible = PackageCount(saturating: assent.feasible)
        func name(_ group: Assent.Group) -> String {
            switch group {
            case .each(let judge): name(judge)
            case .counted(let party, _): "\(explainer.name(party)), counted by that rule"
            case .allBut(let judge): "all but \(name(judge))"
            case .all: "all who must consent"
            }
        }
        func name(_ judge: Assent.Judge) -> String {
            switch judge {
            case .party(let party): explainer.name(party)
            case .rule(let owner): explainer.rule(of: owner)
            }
        }
        let isSampled = assent.tallies.contains { $0.share != nil }
        let rows = assent.tallies.map { tally -> [Cell] in
            let count = tally.count.map { PackageCount(atLeast: $0.atLeast, atMost: $0.atMost == .max ? nil : $0.atMost).words }
            return [.text(name(tally.group)), .text(count ?? "")] + (isSampled ? [share(tally, of: feasible)] : [])
        }
        return Table(
            id: "size", title: "How many of \(feasible.words) packages that meet every requirement are acceptable, and to whom",
            columns: [.init("group", "Acceptable to"), .init("packages", "Packages")] + (isSampled ? [.init("share", "Share", unit: "%")] : []),
            rows: rows,
            note: """
                Requirements are what no package can break, whoever accepts it; red lines, floors and rules are counted with those whose they are. \
                A party whose consent a package does not take lets it pass. Numbers of packages are exact or proven bounds; in large spaces they \
                are counted for all together only.
                """
                + (isSampled
                    ? " Shares are of \(SampledShare.standardDraws) packages drawn evenly (seed \(Assent.seed)), with their 95 % intervals; they are shares of packages, not chances of a deal."
                    : ""))
    }

    private func share(_ tally: Assent.Tally, of feasible: PackageCount) -> Cell {
        guard let share = tally.share else {
            guard let count = tally.count, count.isExact, feasible.isExact, feasible.atLeast > 0, feasible.atLeast < 1 << 100 else { return .empty }
            return .figure(Figure(exact: (Number(significand: Int128(count.atLeast), exponent: 2)).divided(by: Number(significand: Int128(feasible.atLeast), exponent: 0), decimals: 2)))
        }
        let percent = (Number(share.hits) * 100).divided(by: Number(share.draws), decimals: 2)
        return .figure(Figure(sampled: percent, interval: Interval(low: (share.low * 100).roundedDown(decimals: 2), high: (share.high * 100).roundedUp(decimals: 2))))
    }

    func options() -> Table? {
        guard zone.options.isOpen != false, !open.isEmpty else { return nil }
        return Table(
            id: "options", title: "Which options occur in an acceptable package, \(reading.phrase)",
            columns: [.init("issue", "Issue"), .init("possible", "Occur"), .init("foreclosed", "Do not occur")],
            rows: open.map { variable in
                let (possible, foreclosed) = divided(variable)
                func words(_ options: [Int]) -> String {
                    Phrase.brief(options.map { title(variable, $0) + (zone.isPerhaps(variable, $0) ? " (perhaps)" : "") }, most: 8)
                }
                return [
                    explainer.cell(resolved.issues[variable].id),
                    .text(foreclosed.isEmpty ? "all \(possible.count)" : words(possible)), .text(words(foreclosed)),
                ]
            },
            note: """
                Exact at the midpoints of all ranges. “Perhaps”: in none at the midpoints, in some at the best ends of the ranges\(space.reachesEnds ? "" : ", as far as is settled"). That two options \
                occur each in some package does not mean that they occur together.
                """)
    }
}

extension Criterion {
    /// What a package brings all that are compared, each in shares of what it may bring it at most.
    static func inAll(_ space: OutcomeSpace) -> Criterion { .weighted(space.objectives.indices.map { 1 / space.graph.span($0) }) }
}
