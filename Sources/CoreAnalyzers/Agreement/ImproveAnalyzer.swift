import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// `core.improve`: which packages are better for all than a draft, nearest first (post-settlement settlements; Raiffa 1985).
struct ImproveAnalyzer: Analyzer {
    let declaration = AnalyzerDeclaration(
        id: "core.improve", title: "Is there something better for everybody?",
        summary: "Finds packages that nobody compared is worse off by and somebody better, those with the fewest changes first.",
        subject: .package, parameters: [.reading, .scenario])

    func run(_ request: AnalysisRequest) throws -> AnalysisResult {
        _ = try request.wantedPackage(for: declaration.id)
        return try AgreementSubject.result(declaration, request) { subject, result in
            let whole = try subject.wholeSpace()
            subject.countClaims(whole.deciding)
            guard let draft = try DraftAtHand(subject, whole, &result) else { return }
            let nearest = try Nearest(whole.problem, improvingOn: draft.package, control: subject.control)
            let named = draft.isCompletion ? "The completion" : Phrase.quoted(subject.name ?? "The package")
            guard let distance = nearest.distance else {
                let isAccepted = whole.problem.isFeasible(draft.package) && whole.problem.accepts(whole.problem.sums(of: draft.package))
                result.summary = nearest.isExact
                    ? isAccepted
                        ? "\(named) cannot be bettered for \(subject.compared(whole)), \(subject.reading.phrase): whatever makes one party better off costs another."
                        : "\(named) is not acceptable to all, \(subject.reading.phrase), and no package that keeps every red line and rule is better for \(subject.compared(whole)). “parley why” says what stands in the way."
                    : "Whether \(named) can be bettered for \(subject.compared(whole)), \(subject.reading.phrase), is not settled."
                result.findings = [
                    Finding(
                        nearest.isExact ? .strong : .missing, id: "efficient",
                        nearest.isExact ? "Nothing that keeps every red line and rule is better for one party and worse for none" : "Nothing better was found, and that there is nothing is not proven")
                ]
                return
            }
            let best = nearest.neighbours.first
            let changes = best.map { subject.choices($0.package, of: $0.changed, in: whole) } ?? []
            result.summary = """
                \(named) can be bettered for \(subject.compared(whole)) with \(Phrase.count(distance, "change")), \(subject.reading.phrase): \
                \(subject.explainer.words(changes)).
                """
            result.tables = [
                NeighbourTable(
                    id: "better", title: "Better for somebody and worse for nobody\(subject.comparesAll(whole) ? "" : " compared")", subject: subject, space: whole, nearest: nearest,
                    draft: draft.package
                ).table()
            ]
            for (place, neighbour) in nearest.neighbours.prefix(6).enumerated() {
                result.findings.append(finding(neighbour, place, draft.package, whole, &subject))
            }
        }
    }

    private func finding(
        _ neighbour: Nearest.Neighbour, _ place: Int, _ draft: [Int], _ space: OutcomeSpace, _ subject: inout AgreementSubject
    ) -> Finding {
        let changes = subject.choices(neighbour.package, of: neighbour.changed, in: space)
        let before = space.problem.sums(of: draft)
        let gains = space.objectives.indices.compactMap { objective -> String? in
            let gain = space.gain(objective, neighbour.sums[objective] - before[objective])
            guard gain > .zero else { return nil }
            return "\(subject.resolved.parties[space.objectives[objective].party].party.name) \(Phrase.points(Interval(gain.rounded(decimals: 1) ?? 0)))"
        }
        var finding = Finding(
            .note, id: "better/\(place + 1)", "\(subject.explainer.words(changes)): \(Phrase.list(gains)) points, and nobody compared loses")
        finding.issues = changes.map(\.issue)
        for change in changes {
            for objective in space.objectives { finding.evidence += subject.evidence(objective.party, change.issue, change.option, draft, space) }
        }
        return finding
    }
}

/// A package to count from: the draft itself, or where it leaves something open the completion that is nearest to being agreed.
struct DraftAtHand {
    let package: [Int]
    let isCompletion: Bool

    /// Nil, with the reason in the result, where there is nothing to count from.
    init?(_ subject: AgreementSubject, _ whole: OutcomeSpace, _ result: inout AnalysisResult) throws {
        if let draft = subject.draft(in: whole) {
            guard whole.isFeasible(draft) else {
                result.status = .notApplicable
                result.summary = "The package breaks a requirement, so nothing can be counted from it."
                result.lacks = ["“parley why” says what would mend it."]
                return nil
            }
            (package, isCompletion) = (draft, false)
            return
        }
        let space = try subject.space()
        let criteria = try Search(.inAll(space), in: space.graph).run(control: subject.control)
        guard let point = criteria.best.first, let completion = criteria.frontier.packages(of: point, limit: 1).first else {
            result.status = .partial
            result.summary = "The package leaves issues open, and no way of settling them is acceptable to all who must consent."
            result.lacks = ["Settle what is open, or see “parley why”."]
            return nil
        }
        // Options of the draft's space are some of those of the whole.
        package = completion.enumerated().map { index, option in
            // Where leaving an issue out takes nobody's consent the whole has the choice alone.
            let (id, choice) = (space.id(index, at: option), space.choices.alternatives[index][option])
            return whole.choices.alternatives[index].indices.first { whole.id(index, at: $0) == id }
                ?? whole.choices.alternatives[index].firstIndex(of: choice) ?? 0
        }
        isCompletion = true
        let open = space.choices.open
        result.lacks.append(
            "The package leaves \(Phrase.count(open.count, "issue")) open; this is counted from the acceptable completion that brings the parties most in all: \(subject.explainer.words(subject.choices(completion, of: open, in: space), most: 12)).")
    }
}

extension AgreementSubject {
    /// What a party says of an option, and of the one it replaces.
    mutating func evidence(_ party: Int, _ issue: ID<Issue>, _ option: ID<Option>, _ draft: [Int], _ space: OutcomeSpace) -> [Evidence] {
        guard let index = resolved.index(of: issue), let position = resolved.parties[party].positions[index] else { return [] }
        let resolvedIssue = resolved.issues[index]
        let before = space.options(draft)[index]
        let after = resolvedIssue.index(of: option) ?? resolved.noDeal.choice(index)
        return [after, before].compactMap { $0 }.flatMap {
            explainer.evidence(resolved.parties[party].id, on: resolvedIssue, position.level(of: $0, on: resolvedIssue), at: $0)
        }
    }
}
