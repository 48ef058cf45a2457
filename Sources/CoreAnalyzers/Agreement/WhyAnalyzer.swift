import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// `core.why`: why there is no deal, or why a package is none, and what would make one.
struct WhyAnalyzer: Analyzer {
    let declaration = AnalyzerDeclaration(
        id: "core.why", title: "Why is there no deal, and what would make one?",
        summary:
            "Where nothing is acceptable to all: the smallest sets of red lines, floors and requirements that would have to give. For a package: who rejects it by what, and the nearest packages that would be accepted.",
        subject: .workspace,
        parameters: [
            .reading, .package, .scenario,
            Parameter("party", .party, "asks instead which packages nearest to the one at hand this party would accept, whatever the others say"),
            Parameter(
                "size", .integer, "how many things may have to give at once", range: Interval(low: 1, high: Number(WhyReport.greatestSize)), standard: 3),
        ])

    func run(_ request: AnalysisRequest) throws -> AnalysisResult {
        try AgreementSubject.result(declaration, request) { subject, result in
            var report = try WhyReport(subject, request)
            result.tables = report.tables()
            result.findings = report.findings()
            result.summary = report.summary()
            result.lacks = report.lacks + subject.lacks(of: report.whole)
            if !result.lacks.isEmpty { result.status = .partial }
            subject.explainer = report.subject.explainer
        }
    }
}

/// Why a package, or every package, is not accepted.
struct WhyReport {
    var subject: AgreementSubject
    let whole: OutcomeSpace
    /// Of what the package leaves open, or of everything.
    let constraints: ConstraintSpace
    /// Nil where something is acceptable as it is.
    let conflicts: Conflicts?
    /// Least concessions of corrections that touch reservations, parallel to them.
    let concessions: [(package: [Int], points: [Int: Fraction])?]
    let evaluation: PackageEvaluation
    let nearest: Nearest?
    /// The party that is asked what it would need.
    let asked: ID<Party>?
    let hasPackage: Bool
    /// How many things may have to give at once.
    let size: Int
    var lacks: [String] = []

    init(_ subject: AgreementSubject, _ request: AnalysisRequest) throws {
        self.subject = subject
        let control = subject.control
        hasPackage = subject.name != nil
        whole = try subject.wholeSpace()
        let party = request.parameters["party"]?.string.map { ID<Party>($0) }
        asked = party
        let constraints = try ConstraintSpace(subject.package, in: subject.resolved, control: control)
        self.constraints = constraints
        evaluation = PackageEvaluation(subject.package, in: subject.resolved)
        size = request.parameters["size"]?.int ?? 3
        /// Whose floor and lines always bind by themselves: of others a package may pass without having been asked for.
        let askable = whole.required.map { subject.resolved.parties[$0].id }
        if let party, !askable.contains(party) {
            conflicts = nil
            nearest = nil
            let names = Phrase.list(askable.map(subject.explainer.name))
            lacks.append("What a party would need can be asked only of those whose own consent every package takes: \(names).")
        } else if let party {
            // Only what is impossible, and what this party asks.
            conflicts = nil
            let all = try ConstraintSpace(Package(), in: subject.resolved, control: control)
            let relaxed = all.constraints.indices.filter { index in
                if case .linkage = all.constraints[index].subject { return false }
                return all.constraints[index].subject.party != party
            }
            nearest = hasPackage ? try Nearest(all.problem(relaxing: Set(relaxed)), to: subject.kept(in: whole), control: control) : nil
            if !hasPackage { lacks.append("Name a package with --package: what a party would need is counted from one.") }
        } else {
            conflicts = try Conflicts(constraints, size: size, control: control)
            nearest = hasPackage && (conflicts != nil) ? try Nearest(whole.problem, to: subject.kept(in: whole), control: control) : nil
        }
        var concessions: [(package: [Int], points: [Int: Fraction])?] = []
        for correction in conflicts?.corrections ?? [] {
            concessions.append(try constraints.leastConcessions(correction, control: control))
        }
        self.concessions = concessions
        self.subject.countClaims(whole.deciding)
    }

    private var explainer: Explainer { subject.explainer }
    private var at: String { hasPackage ? Phrase.quoted(subject.name ?? "") : "This workspace" }

    // MARK: Words

    mutating func summary() -> String {
        let reading = subject.reading.phrase
        if let asked {
            guard let nearest else { return lacks.first ?? "" }
            guard let distance = nearest.distance else {
                return nearest.isExact
                    ? "\(explainer.name(asked)) would accept no package at all, \(reading)."
                    : "Whether \(explainer.name(asked)) would accept any package is not settled, \(reading)."
            }
            return distance == 0
                ? "\(explainer.name(asked)) would accept \(at)\(evaluation.choices.isComplete ? " as it is" : " if what it leaves open were settled rightly"), \(reading)."
                : "\(explainer.name(asked)) would need \(Phrase.count(distance, "change")) of \(at) at least, \(reading)."
        }
        guard let conflicts else {
            return hasPackage
                ? "\(at) \(evaluation.choices.isComplete ? "is" : "can be settled so that it is") acceptable to all who must consent, \(reading). “parley improve” says whether it can be bettered."
                : "A deal is possible, \(reading): nothing has to give. “parley zone” says with which options."
        }
        let least = nearest?.isExact == false ? "the nearest acceptable package found is" : "the nearest acceptable package is"
        let repair = nearest?.distance.map { "\(least) \(Phrase.count($0, "change")) away" }
        if hasPackage, evaluation.choices.isComplete {
            let who = rejecting.map { explainer.name($0.id) }
            let by = who.isEmpty ? "" : ": \(Phrase.list(who)) would not accept it"
            return "\(at) is not acceptable to all who must consent, \(reading)\(by)\(repair.map { "; \($0)" } ?? (nearest?.isExact == true ? ", and no other package is either" : "; whether another is is not settled"))."
        }
        guard !conflicts.corrections.isEmpty else {
            if conflicts.isUndecided {
                return "Whether a deal is possible, \(reading), is not settled: the space is too large to search through."
            }
            return conflicts.isComplete
                ? "No package is possible at all, \(reading), whatever gives: the issues contradict themselves."
                : "No deal is possible, \(reading), and \(none(conflicts))."
        }
        let whose = hasPackage ? "No way of settling what \(at) leaves open is acceptable to all" : "No deal is possible"
        let sets = conflicts.corrections.map { $0.constraints.map { constraints.constraints[$0].subject } }
        // Of a size that was not looked through more may do.
        let others = (sets.first?.count ?? 0) > conflicts.completeUpTo ? "; or others" : ""
        return "\(whose), \(reading). One would be if these gave way: \(explainer.words(sets))\(others).\(repair.map { " Otherwise \($0)." } ?? "")"
    }

    /// What is known where nothing was found that would have to give.
    private func none(_ conflicts: Conflicts) -> String {
        conflicts.completeUpTo == 0
            ? "what would make one by giving way was not found: too many things cannot stand together"
            : "no \(Phrase.count(conflicts.completeUpTo, "thing")) alone would make one by giving way"
    }

    private func words(_ constraint: Int) -> String { explainer.words(constraints.constraints[constraint].subject) }

    mutating func findings() -> [Finding] {
        var findings: [Finding] = []
        if hasPackage, asked == nil, conflicts != nil { findings += rejections() }
        // What rejects a complete package has been said, one thing by one.
        if let conflicts, !(hasPackage && evaluation.choices.isComplete) {
            for (place, conflict) in conflicts.conflicts.prefix(Self.conflictsShown).enumerated() {
                let subjects = conflict.map { constraints.constraints[$0].subject }
                var finding = Finding(
                    .blocks, id: "conflict/\(place + 1)",
                    subjects.count == 1
                        ? "\(Phrase.capitalized(words(conflict[0]))) cannot be met by itself"
                        : "\(Phrase.capitalized(Phrase.list(subjects.map { explainer.words($0) }))) cannot stand together",
                    detail: conflicts.loose.contains(conflict)
                        ? "Whether fewer of them could stand together is not settled."
                        : subjects.count > 2 ? "Any \(subjects.count - 1) of them can be met at once." : nil)
                finding.parties = Array(OrderedSet(subjects.compactMap(\.owner)))
                finding.issues = Array(OrderedSet(subjects.flatMap { $0.issues(in: subject.workspace) }))
                for one in subjects { finding.evidence += subject.explainer.evidence(one) }
                findings.append(finding)
            }
            let more = conflicts.conflicts.count - Self.conflictsShown
            if more > 0 {
                findings.append(
                    Finding(
                        .note, id: "more-conflicts",
                        "\(conflicts.isComplete ? "" : "At least ")\(Phrase.count(more, "more set")) of things cannot stand together",
                        detail: "Those listed are the smallest that were found."))
            }
            if conflicts.isUndecided || (!conflicts.isComplete && conflicts.completeUpTo < size) {
                findings.append(
                    Finding(
                        .missing, id: "not-settled", "The search ended before everything was settled",
                        detail: "\(extent(conflicts).map { "\(Phrase.capitalized($0)). " } ?? "")Settle some issues in a package and ask again."))
            } else if !conflicts.isComplete, conflicts.corrections.isEmpty {
                findings.append(
                    Finding(
                        .missing, id: "larger", "More than \(Phrase.count(conflicts.completeUpTo, "thing")) would have to give at once",
                        detail: size < Self.greatestSize ? "Ask for more with --param size=\(size + 1)." : nil))
            }
        }
        return findings
    }

    private static let conflictsShown = 20
    static let greatestSize = 6

    /// Which of the sets that would have to give are listed; nil where nothing is known of that.
    private func extent(_ conflicts: Conflicts) -> String? {
        if conflicts.isComplete { return "there are no others" }
        let cut = conflicts.corrections.contains { $0.constraints.count > conflicts.completeUpTo }
        if conflicts.completeUpTo == 0 { return cut ? "there may be others" : nil }
        let sets = "all sets of up to \(Phrase.count(conflicts.completeUpTo, "thing")) that would be enough are listed"
        return sets + (cut ? ", and some that are larger" : "; there may be larger ones")
    }

    private var rejecting: [PartyEvaluation] { evaluation.parties.filter { $0.requirement != .no && $0.accepts == false } }

    /// Who does not accept the package, by what.
    private mutating func rejections() -> [Finding] {
        broken() + rejecting.map { party in
            var finding = Finding(.blocks, id: "rejects/\(party.id)", "\(explainer.name(party.id)) would not accept it")
            finding.parties = [party.id]
            let lines = party.lines.filter(\.isCertain)
            var details: [String] = []
            for line in lines {
                switch line.kind {
                case .condition(let id):
                    details.append("it crosses the red line \(Phrase.quoted(subject.workspace.parties[party.id]?.redLines[id]?.title ?? id))")
                    finding.evidence.append(subject.explainer.evidence(redLine: id, of: party.id))
                case .stance(let issue, let options):
                    details.append("\(Phrase.list(options.map { Phrase.quoted(explainer.title($0, of: issue)) })) on \(explainer.title(issue)) is out of the question for it")
                    finding.evidence += subject.explainer.evidence(.stance(party.id, issue))
                    finding.issues.append(issue)
                }
            }
            if let short = shortfall(party) {
                details.append("it falls short of \(party.floor == .reservation ? "its reservation" : "no deal") by \(short) points of its scale at the midpoints")
                finding.evidence += subject.explainer.floorEvidence(party.id)
            }
            if party.floor == .members {
                details.append("it decides through its members, who do not consent")
                if subject.workspace.parties[party.id]?.decision?.atLeast != nil { finding.evidence += subject.explainer.evidence(.rule(party.id)) }
            }
            if !details.isEmpty { finding.detail = Phrase.capitalized(details.joined(separator: "; ")) + "." }
            return finding
        }
    }

    /// Requirements that the package breaks, and a rule of how many must consent that it does not meet.
    private mutating func broken() -> [Finding] {
        var findings = evaluation.requirements.filter(\.isBroken).map { requirement in
            let linkage = subject.workspace.linkages[requirement.linkage]
            var finding = Finding(
                .blocks, id: "broken/\(requirement.linkage)",
                "It is not possible as it stands: \(Phrase.clause(linkage?.because ?? requirement.linkage.text))", detail: linkage?.require.map { "Required: \($0.text)" })
            finding.issues = linkage?.require?.scope ?? []
            finding.evidence = [subject.explainer.evidence(linkage: requirement.linkage)]
            return finding
        }
        if let counted = evaluation.decision.counted {
            let accepting = counted.of.filter { id in evaluation.parties.first { $0.id == id }?.accepts == true }
            if accepting.count < counted.atLeast, evaluation.choices.isComplete {
                var finding = Finding(
                    .blocks, id: "counted", "At least \(counted.atLeast) of \(counted.of.count) must consent, and \(accepting.count) would",
                    detail: accepting.isEmpty ? nil : "They are \(explainer.names(accepting)).")
                finding.parties = counted.of
                finding.evidence = subject.explainer.evidence(.rule(nil))
                findings.append(finding)
            }
        }
        return findings
    }

    /// Points of a party's own scale by which the package misses its floor at the midpoints; nil where it does not.
    private func shortfall(_ party: PartyEvaluation) -> Number? {
        guard let value = party.value.nominal, let floor = party.floorValue.nominal else { return nil }
        let gap = Fraction(floor) - Fraction(value)
        return gap > .zero ? gap.rounded(decimals: 1) : nil
    }

    // MARK: Tables

    func tables() -> [Table] { [corrections(), neighbours()].compactMap { $0 } }

    private func corrections() -> Table? {
        guard let conflicts, !conflicts.corrections.isEmpty, !(hasPackage && evaluation.choices.isComplete) else { return nil }
        return Table(
            id: "corrections", title: "What would have to give, smallest first, \(subject.reading.phrase)",
            columns: [.init("give", "Would have to give"), .init("amount", "By at least"), .init("then", "Acceptable then", isDetail: true)],
            rows: zip(conflicts.corrections, concessions).map { correction, concession in
                let amounts = correction.constraints.compactMap { constraint -> String? in
                    guard let points = concession?.points[constraint], case .reservation(let party) = constraints.constraints[constraint].subject
                    else { return nil }
                    return "\(explainer.name(party)): \(points.roundedUp(decimals: 1)) points"
                }
                let package = concession?.package ?? correction.package
                return [
                    .text(Phrase.capitalized(Phrase.list(correction.constraints.map(words)))), .text(Phrase.list(amounts)),
                    .text(explainer.words(named(package), most: 40)),
                ]
            },
            note: """
                Each row is enough, and no part of it is\(extent(conflicts).map { "; \($0)" } ?? ""). \
                Points are of each party’s own scale, at the midpoints of all ranges; where several floors give way together, their sum is least.
                """)
    }

    private func named(_ package: [Int]) -> [(issue: ID<Issue>, option: ID<Option>)] {
        constraints.choices.open.map { (subject.resolved.issues[$0].id, constraints.id($0, at: package[$0])) }
    }

    private func neighbours() -> Table? {
        guard let nearest, let distance = nearest.distance, distance > 0, !nearest.neighbours.isEmpty else { return nil }
        let who = asked.map { "that \(explainer.name($0)) would accept" } ?? "acceptable to all who must consent"
        return NeighbourTable(
            id: "nearest", title: "The nearest packages \(who)", subject: subject, space: whole, nearest: nearest, draft: subject.draft(in: whole)
        ).table()
    }
}
