import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// What follows from an evaluation, in sentences: who blocks by what, whose consent is uncertain, who objects.
extension EvaluationReport {
    mutating func findings() -> [Finding] {
        var findings: [Finding] = []
        for requirement in evaluation.requirements where requirement.isBroken { findings.append(broken(requirement)) }
        let open = evaluation.requirements.filter { !$0.isBroken }
        if !open.isEmpty { findings.append(limits(open)) }
        let required = evaluation.parties.filter { $0.requirement == .yes }
        for party in required where party.verdict == .excluded {
            findings.append(consent(party, .blocks, "cannot consent to this"))
        }
        for party in required where party.verdict == .possible {
            let nominal = party.accepts.map { $0 ? "it accepts" : "it refuses" } ?? "it cannot be told"
            findings.append(
                consent(party, .fragile, "might consent or not, within the stated ranges; at the midpoints \(nominal)"))
        }
        for party in evaluation.parties where party.requirement == .open && party.verdict != .certain {
            findings.append(
                consent(party, .fragile, "has to consent to some of what is still open, and its consent is not certain"))
        }
        if let counted = evaluation.decision.counted { findings.append(finding(counted)) }
        for party in required where party.verdict == .unknown {
            let isOpen = !party.contributions.isEmpty || party.floor == .members
            findings.append(
                consent(
                    party, .missing,
                    isOpen
                        ? "has to consent; whether it can is not settled before what is open is"
                        : "has to consent, and nothing here says what it wants"))
        }
        if resolved.workspace.noDeal == nil {
            findings.append(
                Finding(
                    .missing, id: "no-deal", "Nothing says what holds if talks fail",
                    detail: "Every issue then may have any of its options without a deal. Describe it under “noDeal”."))
        }
        for party in required where party.verdict == .certain {
            findings.append(consent(party, .strong, "consents, whatever the true values within the stated ranges"))
        }
        for party in evaluation.parties where party.requirement == .no && !party.reasons.contains(.counted) {
            if party.verdict == .excluded {
                findings.append(consent(party, .note, "objects, but its consent is not required"))
            } else if party.verdict == .possible, party.accepts == false {
                findings.append(consent(party, .note, "objects at the midpoints, not over all ranges; its consent is not required"))
            }
        }
        return findings
    }

    /// What is open must still be chosen so that these hold.
    private mutating func limits(_ requirements: [PackageEvaluation.Requirement]) -> Finding {
        let linkages = requirements.compactMap { resolved.workspace.linkages[$0.linkage] }
        let shown = linkages.prefix(3).map { "\(Phrase.clause($0.because)) (\($0.require?.text ?? ""))" }
        let more = linkages.count > 3 ? "; and \(linkages.count - 3) more" : ""
        var finding = Finding(
            .fragile, id: "requirements",
            "\(Phrase.capitalized(Phrase.count(linkages.count, "requirement"))) \(Phrase.verb(linkages.count, "limits", "limit")) what may still be chosen",
            detail: "\(shown.joined(separator: "; "))\(more).")
        finding.issues = Array(OrderedSet(linkages.flatMap { $0.require?.scope ?? [] }))
        for requirement in requirements { finding.evidence.append(explainer.evidence(linkage: requirement.linkage)) }
        return finding
    }

    private mutating func broken(_ requirement: PackageEvaluation.Requirement) -> Finding {
        let linkage = resolved.workspace.linkages[requirement.linkage]
        let because = Phrase.clause(linkage?.because ?? requirement.linkage.text)
        var finding = Finding(
            .blocks, id: "requirement/\(requirement.linkage)", "The package is not possible as it stands: \(because)",
            detail: linkage?.require.map { "Required: \($0.text)" })
        finding.issues = linkage?.require?.scope ?? []
        finding.evidence = [explainer.evidence(linkage: requirement.linkage)]
        return finding
    }

    private func finding(_ counted: (atLeast: Int, of: [ID<Party>])) -> Finding {
        func names(_ verdict: Verdict) -> [String] {
            counted.of.filter { id in evaluation.parties.first { $0.id == id }?.verdict == verdict }.map(explainer.name)
        }
        let verdict = Verdict.atLeast(
            counted.atLeast, of: counted.of.map { id in evaluation.parties.first { $0.id == id }?.verdict ?? .unknown })
        let kind: Finding.Kind = [.certain: .strong, .possible: .fragile, .excluded: .blocks][verdict] ?? .missing
        let (sure, never) = (names(.certain).count, names(.excluded).count)
        let does = Phrase.verb(sure, "does", "do")
        let parts = [("certain", Verdict.certain), ("possible", .possible), ("unknown", .unknown), ("excluded", .excluded)]
            .compactMap {
                names($0.1).isEmpty ? nil : "\($0.0): \(Phrase.list(names($0.1)))"
            }
        var finding = Finding(
            kind, id: "counted",
            "At least \(counted.atLeast) of \(counted.of.count) must consent: \(sure) certainly \(does), \(never) cannot",
            detail: Phrase.capitalized(parts.joined(separator: "; ")) + ".")
        finding.parties = counted.of
        finding.evidence = [
            Evidence("/decision", text: resolved.workspace.decision?.note, source: resolved.workspace.decision?.source)
        ]
        return finding
    }

    /// A finding about one party's consent, with its red lines, or else the parts that weigh most.
    private mutating func consent(_ party: PartyEvaluation, _ kind: Finding.Kind, _ clause: String) -> Finding {
        var finding = Finding(kind, id: "consent/\(party.id)", "\(explainer.name(party.id)) \(clause)")
        finding.parties = [party.id]
        var details: [String] = []
        if party.requirement != .no { details.append(reason(party)) }
        if !party.lines.isEmpty {
            let crossed = party.lines.filter(\.isCertain)
            if !crossed.isEmpty {
                details.append("Red lines crossed: \(Phrase.list(crossed.map { title($0, of: party.id) })).")
            }
            let open = party.lines.filter { !$0.isCertain }
            if !open.isEmpty {
                details.append("Red lines that may be crossed: \(Phrase.list(open.map { title($0, of: party.id) })).")
            }
            for line in party.lines {
                finding.evidence += evidence(line, of: party.id)
                if case .condition(let id) = line.kind {
                    finding.issues += self.party(party.id)?.party.redLines[id]?.predicate.scope ?? []
                }
            }
        }
        if party.floor == .members {
            details.append(members(party))
        } else if let margin = party.margin, !party.contributions.isEmpty, !party.lines.contains(where: \.isCertain) {
            let floor = party.floor == .reservation ? "its reservation" : "no deal"
            let nominal =
                margin.range.isPoint ? nil : margin.nominal.map { " (\(Phrase.points(Interval($0))) at the midpoints)" }
            details.append(
                "Against \(floor) the package brings it \(Phrase.points(margin.range)) swing points\(nominal ?? "").")
            let weighty = weightiest(party, gains: kind == .strong)
            if !weighty.isEmpty {
                let parts = weighty.map { contribution in
                    "\(label(contribution, of: party.id)) (\(Phrase.points(contribution.difference.range)))"
                }
                details.append("\(kind == .strong ? "Most gained by" : "Most lost by") \(Phrase.list(parts)).")
                for contribution in weighty { finding.evidence += evidence(contribution, of: party.id) }
            }
        }
        for case .need(let issue, let option) in party.reasons {
            finding.evidence.append(explainer.evidence(need: option, on: issue))
        }
        finding.detail = details.isEmpty ? nil : details.joined(separator: " ")
        finding.issues = Array(OrderedSet(finding.issues + finding.evidence.compactMap(issue)))
        return finding
    }

    private func issue(_ evidence: Evidence) -> ID<Issue>? {
        let tokens = evidence.pointer.tokens
        return tokens.count > 1 && tokens[0] == "issues" ? ID(tokens[1]) : nil
    }

    private func reason(_ party: PartyEvaluation) -> String {
        var parts: [String] = party.reasons.contains(.decision) ? ["by the decision rule"] : []
        for case .need(let issue, let option) in party.reasons {
            parts.append("for \(Phrase.quoted(explainer.title(option, of: issue))) on \(explainer.title(issue))")
        }
        return "Its consent \(party.requirement == .yes ? "is" : "may be") required \(Phrase.brief(parts, most: 3))."
    }

    private func members(_ party: PartyEvaluation) -> String {
        guard let bloc = self.party(party.id)?.party else { return "" }
        let parts = Verdict.allCases.compactMap { verdict -> String? in
            let names = bloc.members.filter { id in evaluation.parties.first { $0.id == id }?.verdict == verdict }.map(
                explainer.name)
            return names.isEmpty ? nil : "\(verdict.rawValue) for \(Phrase.list(names))"
        }
        return "It decides through its members: \(parts.joined(separator: "; "))."
    }

    /// The parts that lose (or gain) a party most, at the ends that matter for the question.
    private func weightiest(_ party: PartyEvaluation, gains: Bool) -> [Contribution] {
        // The reservation is no sum of parts, so no part can be said to bring the package above it.
        guard party.floor == .noDeal else { return [] }
        func weight(_ contribution: Contribution) -> Number {
            gains ? contribution.difference.range.high : -contribution.difference.range.low
        }
        func isOfThatSign(_ contribution: Contribution) -> Bool {
            let middle = contribution.difference.nominal ?? contribution.difference.range.midpoint
            return gains ? middle > 0 : middle < 0
        }
        return party.contributions.enumerated().filter { isOfThatSign($0.element) }.sorted { a, b in
            let (x, y) = (weight(a.element), weight(b.element))
            return x != y ? x > y : a.offset < b.offset
        }.prefix(3).map(\.element)
    }

    private func label(_ contribution: Contribution, of party: ID<Party>) -> String {
        switch words(contribution, of: party).name {
        case .name(let name, _), .text(let name): name
        case .empty, .figure, .verdict: ""
        }
    }

    private mutating func evidence(_ line: PartyEvaluation.Line, of party: ID<Party>) -> [Evidence] {
        switch line.kind {
        case .condition(let id): return [explainer.evidence(redLine: id, of: party)]
        case .stance(let issue, let options):
            guard let index = resolved.index(of: issue), let position = self.party(party)?.positions[index] else { return [] }
            let resolvedIssue = resolved.issues[index]
            return options.prefix(4).compactMap(resolvedIssue.index).flatMap {
                explainer.evidence(party, on: resolvedIssue, position.level(of: $0, on: resolvedIssue), at: $0)
            }
        }
    }

    private mutating func evidence(_ contribution: Contribution, of party: ID<Party>) -> [Evidence] {
        switch contribution.subject {
        case .issue(let id):
            guard let index = resolved.index(of: id), let position = self.party(party)?.positions[index] else { return [] }
            let issue = resolved.issues[index]
            let open = evaluation.choices.choice(index) == nil
            let choices = (open ? [] : evaluation.choices.domains[index]) + [resolved.noDeal.choice(index)].compactMap { $0 }
            return OrderedSet(choices).flatMap {
                explainer.evidence(party, on: issue, position.level(of: $0, on: issue), at: $0)
            }
        case .goal(let id): return [explainer.evidence(goal: id, of: party)]
        case .linkage(let id): return [explainer.evidence(linkage: id)]
        case .outside:
            return (self.party(party)?.outsideInForce ?? []).compactMap { explainer.evidence(outside: $0, of: party) }
        }
    }
}
